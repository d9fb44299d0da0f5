//! Coming back to the list of clients: the line that is marked is the client that was left.

use crate::clients::{DAIRY, KAROLIN, board, store, three, window, write};
use crate::common;

use common::Folder;
use common::window::{Window, press, shows_part, start};
use egui::{Key, Modifiers};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

fn opened(window: &Window) -> Option<&str> {
    window.state().book().and_then(|book| book.recipient.gstin())
}

#[test]
fn what_was_typed_to_find_a_client_does_not_mark_it_when_a_different_one_is_left() {
    let folder = Folder::new();
    three(&folder);
    drop(window(&folder, &["bengaluru.json"]));
    let mut window = board(&folder);
    write(&mut window, DAIRY);
    press(&mut window, NONE, Key::Enter);
    assert_eq!(opened(&window), Some(DAIRY));
    press(&mut window, CTRL, Key::Tab);
    assert_eq!(opened(&window), Some(KAROLIN[1]));
    press(&mut window, CTRL, Key::W);
    assert_eq!(opened(&window), None);
    press(&mut window, NONE, Key::Enter);
    assert_eq!(opened(&window), Some(KAROLIN[1]), "the client that was left is marked");
}

#[test]
fn a_client_whose_folder_is_gone_is_named_once() {
    let folder = Folder::new();
    three(&folder);
    drop(board(&folder));
    std::fs::remove_dir_all(folder.path("ims-desk-data").join(DAIRY)).unwrap();
    let words = format!("1 client is no longer in the data folder: {DAIRY}.");
    let again = board(&folder);
    assert!(shows_part(&again, &words), "{:#?}", common::window::screen(&again));
    drop(again);
    let later = start([1440.0, 900.0], store(&folder), Vec::new());
    assert!(!shows_part(&later, &words));
}
