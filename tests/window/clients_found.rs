//! Finding in the list of clients by what is typed, and a document in all clients of a PAN.

use crate::clients::{DAIRY, KAROLIN, board, named, opened, three, window, write};
use crate::common;

use common::Folder;
use common::window::{Window, click, press, settle, shows, shows_part, wait_for};
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

#[test]
fn what_is_typed_finds_and_arrows_and_enter_open() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    write(&mut window, "karnat");
    assert!(shows_part(&window, KAROLIN[1]) && !shows_part(&window, "Girnath"));
    press(&mut window, NONE, Key::Escape);
    assert!(shows_part(&window, "Girnath"));
    // Girnath Dairy, Karolin Infra, 29 Karnataka, 27 Maharashtra.
    press(&mut window, NONE, Key::ArrowUp);
    for _ in 0..3 {
        press(&mut window, NONE, Key::ArrowUp);
    }
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, NONE, Key::Enter);
    assert!(opened(&window).is_some_and(|gstin| KAROLIN.contains(&gstin.as_str())));
}

#[test]
fn whatever_is_typed_or_pasted_into_the_find_finds_or_finds_nothing() {
    let folder = Folder::new();
    three(&folder);
    named(&folder, &[(DAIRY, "Шёлк Ünal İpek"), (KAROLIN[0], "Same name"), (KAROLIN[1], "Same name")]);
    let mut window = board(&folder);
    for (text, found) in [
        ("шёлк", true),
        ("ÜNAL i̇PEK", true),
        ("ipek\u{0}", false),
        ("[", false),
        ("24AAAAA0000a1z8", true),
        ("same NAME", false),
    ] {
        window.event(Event::Paste(text.to_owned()));
        settle(&mut window);
        assert_eq!(shows_part(&window, DAIRY), found, "{text:?}");
        press(&mut window, NONE, Key::Escape);
    }
    window.event(Event::Paste("a b ".repeat(500_000)));
    settle(&mut window);
    press(&mut window, NONE, Key::Escape);
    assert!(shows_part(&window, DAIRY));
}

#[test]
fn a_document_is_found_in_all_clients_of_a_pan_and_opened_there() {
    let folder = Folder::new();
    three(&folder);
    let mut window = window(&folder, &["mumbai.json"]);
    press(&mut window, CTRL_SHIFT, Key::F);
    assert!(shows_part(&window, &format!("all clients of PAN {} that", &KAROLIN[1][2..12])), "whose it is");
    write(&mut window, "nothing has this");
    press(&mut window, NONE, Key::Enter);
    wait_for(&mut window, "No record or voucher has \"nothing has this\".");
    press(&mut window, Modifiers::COMMAND, Key::A);
    write(&mut window, "bengaluru.json/2");
    press(&mut window, NONE, Key::Enter);
    wait_for(&mut window, "1 record of \"bengaluru.json/2\"");
    click(&mut window, "Open bengaluru.json/2 in 29 Karnataka");
    assert_eq!(opened(&window).as_deref(), Some(KAROLIN[1]));
    assert!(shows(&window, "Find: bengaluru.json/2"));
}

#[test]
fn with_cover_what_a_search_finds_in_the_open_client_is_shown_and_nothing_of_others() {
    let folder = Folder::new();
    three(&folder);
    let mut window = window(&folder, &["mumbai.json"]);
    press(&mut window, CTRL_SHIFT, Key::H);
    press(&mut window, CTRL_SHIFT, Key::F);
    write(&mut window, "180");
    press(&mut window, NONE, Key::Enter);
    wait_for(&mut window, "records of \"180\"");
    assert!(shows_part(&window, "Open mumbai.json/1 in 27 Maharashtra"));
    assert!(shows_part(&window, "Open bengaluru.json/1 in 29 Karnataka"));
    assert_eq!(window.query_all_by_label("1,180.00").count(), 2, "the two of the open client");
}

#[test]
fn what_is_typed_counts_in_the_filters_and_below_the_list() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    assert!(shows(&window, "All 3") && shows(&window, "New 3") && shows(&window, "3 clients"));
    write(&mut window, "girnath");
    assert!(shows(&window, "All 1") && shows(&window, "New 1") && shows(&window, "1 of 3 clients"));
    assert!(shows(&window, "Records 2"));
    write(&mut window, " nobody");
    assert!(shows(&window, "All 0") && shows(&window, "New 0") && shows(&window, "0 of 3 clients"));
}

#[test]
fn home_and_end_move_in_the_list_and_a_find_without_a_hit_says_so() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    press(&mut window, NONE, Key::End);
    press(&mut window, NONE, Key::Enter);
    assert_eq!(opened(&window).as_deref(), Some(KAROLIN[1]), "the last line");
    press(&mut window, CTRL, Key::W);
    press(&mut window, NONE, Key::Home);
    press(&mut window, NONE, Key::Enter);
    assert_eq!(opened(&window).as_deref(), Some(DAIRY), "the first one");
    press(&mut window, CTRL, Key::W);
    write(&mut window, "nowhere");
    assert!(shows(&window, "No client has \"nowhere\"."));
}

#[test]
fn what_a_search_found_in_other_clients_is_covered_by_its_key_while_one_types() {
    let folder = Folder::new();
    three(&folder);
    let mut window = window(&folder, &["mumbai.json"]);
    press(&mut window, CTRL_SHIFT, Key::F);
    write(&mut window, "180");
    press(&mut window, NONE, Key::Enter);
    wait_for(&mut window, "records of \"180\"");
    let seen = |window: &Window| window.query_all_by_label("1,180.00").count();
    for expected in [2, 4, 2] {
        press(&mut window, CTRL_SHIFT, Key::H);
        assert_eq!(seen(&window), expected);
    }
}
