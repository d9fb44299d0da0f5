//! A second window on the same book: it may only look, says so on top, and nothing in it looks as if it could change
//! anything; once the first is closed it takes the book over.

use crate::common;

use std::path::{Path, PathBuf};

use common::window::{Window, click, drop_on, press, settle, shows, shows_part, start};
use common::{Folder, download, invoice, note};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::Store;
use ims_desk::book::{Action, Section};

struct Scene {
    folder: Folder,
    file: PathBuf,
}

fn scene() -> Scene {
    let folder = Folder::new();
    let blocked = invoice("2").with("action", "P").with("ispendactblocked", "Y");
    let part = note("3").with("action", "A").with("itcRedReq", "Y").with("declCgst", 900).with("declSgst", 900);
    let file =
        folder.put("download.json", download(&[("b2b", &[invoice("1"), blocked]), ("b2bcn", &[part, note("4")])]));
    Scene { folder, file }
}

impl Scene {
    fn window(&self) -> Window {
        start([1440.0, 900.0], Store::at(self.home()), vec![self.file.clone()])
    }

    fn home(&self) -> PathBuf {
        self.folder.path("ims-desk-data")
    }
}

/// What is in the journals of the one book.
fn journals(home: &Path) -> Vec<Vec<u8>> {
    let recipient = home.join(common::RECIPIENT);
    let folder = recipient.join(&common::names_in(&recipient)[0]);
    let names = common::names_in(&folder).into_iter().filter(|name| name.starts_with("journal."));
    names.map(|name| std::fs::read(folder.join(name)).unwrap()).collect()
}

fn actions(window: &Window) -> Vec<Action> {
    window.state().book().unwrap().sheet(Section::B2b).actions().to_vec()
}

fn saved(window: &mut Window) {
    for _ in 0..400 {
        settle(window);
        if shows(window, "All steps saved") {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("it is never saved");
}

fn decide_first(window: &mut Window, key: Key) {
    click(window, "B2B Invoices");
    window.get_by_label_contains("Row 1:").click();
    settle(window);
    press(window, Modifiers::NONE, key);
    saved(window);
}

/// The names of what can be clicked.
fn live(window: &Window) -> Vec<String> {
    let roles = [Role::Button, Role::Link, Role::MenuItem, Role::RadioButton, Role::CheckBox];
    let nodes = window.query_all_by(|node| roles.contains(&node.role()) && !node.is_disabled());
    nodes.filter_map(|node| node.accesskit_node().label()).collect()
}

#[test]
fn it_says_so_on_top_and_does_not_greet_as_if_work_went_on() {
    let scene = scene();
    let mut first = scene.window();
    decide_first(&mut first, Key::A);
    let second = scene.window();
    assert!(shows(&second, "Open in another window."));
    assert!(shows_part(&second, "Here you can look; nothing can be changed."));
    assert!(shows_part(&second, ", since ") && !shows_part(&second, "process"), "it says who holds it");
    assert!(!shows_part(&second, "Your work is back"));
    assert!(!shows(&first, "Open in another window."));
    let main = second.get_by_label("Review and generate…");
    assert!(main.accesskit_node().is_disabled(), "the main button is not live");
}

#[test]
fn nothing_that_is_live_in_it_would_change_anything() {
    let scene = scene();
    let mut first = scene.window();
    decide_first(&mut first, Key::A);
    let before = journals(&scene.home());
    let mut second = scene.window();
    let done = actions(&second);
    for sheet in ["B2B Invoices", "B2B-CN Credit notes"] {
        click(&mut second, sheet);
        second.get_by_label_contains("Row 1:").click();
        settle(&mut second);
        click(&mut second, "History");
        // The menu and the list of commands hold what is greyed, with the reason.
        for name in live(&second).into_iter().filter(|name| !["Menu", "Commands"].contains(&name.as_str())) {
            let Some(control) = second.query_all_by_label(&name).next() else { continue };
            control.click();
            settle(&mut second);
            assert!(!shows_part(&second, "Nothing was changed:"), "{name} looked as if it could");
            assert!(!shows_part(&second, ": Open in another window"), "{name} looked as if it could");
            while ["Close", "Cancel"].iter().any(|name| shows(&second, name)) {
                press(&mut second, Modifiers::NONE, Key::Escape);
                if let Some(close) = ["Cancel", "Close"].iter().find(|name| shows(&second, name)) {
                    click(&mut second, close);
                }
            }
            assert_eq!(actions(&second), done, "{name}");
        }
    }
    click(&mut second, "Menu");
    for name in ["Load decisions…", "Paste decisions…", "Undo", "Discard…", "Return settings…", "Change data folder…"]
    {
        assert!(!live(&second).contains(&name.to_owned()), "{name}");
    }
    assert_eq!(journals(&scene.home()), before, "nothing was written");
}

#[test]
fn keys_and_cells_change_nothing_in_it() {
    let scene = scene();
    let mut first = scene.window();
    decide_first(&mut first, Key::A);
    let mut second = scene.window();
    press(&mut second, Modifiers::COMMAND, Key::A);
    for key in [Key::R, Key::P, Key::N, Key::M, Key::I, Key::Delete] {
        press(&mut second, Modifiers::NONE, key);
        assert!(!shows(&second, "Save remarks") && !shows(&second, "Save answer"), "{key:?}");
    }
    for key in [Key::Z, Key::D, Key::L, Key::R] {
        press(&mut second, Modifiers::COMMAND, key);
    }
    second.event(egui::Event::Paste("Reject".into()));
    settle(&mut second);
    assert!(shows_part(&second, "Open in another window"));
    assert_eq!(actions(&second)[0], Action::Accept);
    // Enter on a row shows it and asks nothing.
    press(&mut second, Modifiers::NONE, Key::Enter);
    assert!(!shows(&second, "Cancel"));
}

#[test]
fn it_takes_the_book_over_once_the_other_window_is_closed() {
    let scene = scene();
    let mut first = scene.window();
    decide_first(&mut first, Key::A);
    let mut second = scene.window();
    // What is decided there since is shown on a look.
    decide_first(&mut first, Key::R);
    assert_eq!(actions(&second)[0], Action::Accept);
    click(&mut second, "Check again");
    assert_eq!(actions(&second)[0], Action::Reject);
    assert!(shows(&second, "Open in another window."));
    decide_first(&mut first, Key::N);
    drop(first);
    second.event(egui::Event::WindowFocused(true));
    settle(&mut second);
    assert!(shows(&second, "The other window is closed."));
    press(&mut second, Modifiers::NONE, Key::P);
    assert_eq!(actions(&second)[0], Action::Reject, "not before it is taken over");
    click(&mut second, "Take over");
    assert_eq!(actions(&second)[0], Action::NoAction, "with all that was decided there");
    assert!(!shows(&second, "The other window is closed.") && shows_part(&second, "Taken over:"));
    decide_first(&mut second, Key::A);
    drop(second);
    assert_eq!(actions(&scene.window())[0], Action::Accept);
}

#[test]
fn looking_again_keeps_the_place() {
    let scene = scene();
    let mut first = scene.window();
    decide_first(&mut first, Key::A);
    let mut second = scene.window();
    click(&mut second, "B2B-CN Credit notes");
    click(&mut second, "To decide");
    press(&mut second, Modifiers::COMMAND, Key::A);
    assert!(shows(&second, "1 of 2 rows") && shows(&second, "1 selected"));
    click(&mut second, "Check again");
    assert!(shows(&second, "1 of 2 rows") && shows(&second, "1 selected"));
}

#[test]
fn a_file_that_cannot_be_opened_in_it_does_not_take_the_book_from_the_other_window() {
    let scene = scene();
    let mut first = scene.window();
    decide_first(&mut first, Key::A);
    let mut second = scene.window();
    let rubbish = scene.folder.put("rubbish.json", "{");
    drop_on(&mut second, &rubbish);
    click(&mut second, "Close");
    assert!(shows(&second, "Open in another window."), "it still may only look");
    decide_first(&mut first, Key::R);
    // Nor once that one is closed: what it did last is not known here.
    drop(first);
    drop_on(&mut second, &rubbish);
    click(&mut second, "Close");
    press(&mut second, Modifiers::NONE, Key::P);
    drop(second);
    assert_eq!(actions(&scene.window())[0], Action::Reject);
}

#[test]
fn the_list_of_recent_ones_still_knows_where_the_book_is_kept() {
    let scene = scene();
    let mut first = scene.window();
    decide_first(&mut first, Key::A);
    let recipient = scene.home().join(common::RECIPIENT);
    let folder = recipient.join(&common::names_in(&recipient)[0]);
    while !common::names_in(&folder).iter().any(|name| name.ends_with(".zip")) {
        settle(&mut first);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    drop(scene.window());
    drop(first);
    std::fs::remove_file(&scene.file).unwrap();
    let mut later = start([1440.0, 900.0], Store::at(scene.home()), Vec::new());
    common::window::press(&mut later, egui::Modifiers::NONE, egui::Key::Enter);
    assert_eq!(actions(&later)[0], Action::Accept);
}

#[test]
fn gstr_2b_is_refused_for_the_true_reason() {
    let scene = scene();
    let mut first = scene.window();
    settle(&mut first);
    let mut second = scene.window();
    let statement = common::gstr_2b::statement(&[]).to_string();
    drop_on(&mut second, &scene.folder.put("2b.json", statement));
    common::window::wait_for(&mut second, "Nothing was changed");
    assert!(shows_part(&second, "Open GSTR-2B there."), "{:#?}", common::window::screen(&second));
    assert!(!shows_part(&second, "cannot be opened"));
}

#[test]
fn nothing_is_said_of_keys_that_decide() {
    let scene = scene();
    let mut first = scene.window();
    decide_first(&mut first, Key::A);
    let second = scene.window();
    assert!(shows_part(&second, "The marked row is ") && !shows_part(&second, "Keys act on"));
}
