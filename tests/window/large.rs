//! A book so large that looking through it would cost a frame: the window goes on, and what was asked comes.

use crate::common;

use std::time::{Duration, Instant};

use common::window::{Window, at_once, click, click_events, key, press, settle, shows, shows_part, start};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;
use ims_desk::book::{Action, Section};

/// More than the window looks through at once.
const RECORDS: u64 = 70_000;
/// The sample's share of invoices.
const INVOICES: &str = "52,500";

fn window() -> (common::Folder, Window) {
    let folder = common::Folder::new();
    let mut text = Vec::new();
    ims_desk::portal::sample::write(RECORDS, 1, &mut text).unwrap();
    let path = folder.put("download.json", text);
    let window = start([1440.0, 900.0], Store::in_memory(), vec![path]);
    (folder, window)
}

fn type_in(window: &mut Window, text: &str) {
    let find = window.get_by_label("Find in all columns");
    find.focus();
    find.type_text(text);
    window.step();
}

fn accepted(window: &Window) -> usize {
    let book = window.state().book().unwrap();
    book.sheet(Section::B2b).actions().iter().filter(|&&action| action == Action::Accept).count()
}

#[test]
fn what_is_typed_is_in_the_box_at_once_and_the_rows_follow() {
    let (_folder, mut window) = window();
    assert!(shows(&window, &format!("{INVOICES} of {INVOICES} rows")));
    type_in(&mut window, "zz~");
    window.step();
    assert!(window.state().busy() || shows(&window, "None in B2B"), "somebody looks for it");
    assert_eq!(window.get_by_label("Find in all columns").value().as_deref(), Some("zz~"));
    settle(&mut window);
    assert!(shows(&window, "None in B2B") && shows(&window, &format!("{INVOICES} of {INVOICES} rows")));
}

#[test]
fn a_newer_search_takes_the_place_of_an_older_one() {
    let (_folder, mut window) = window();
    for letter in ["q", "q", "q"] {
        type_in(&mut window, letter);
    }
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!shows_part(&window, " found") && !shows_part(&window, "None in"), "what was found does not come later");
    assert_eq!(window.get_by_label("Find in all columns").value().as_deref(), Some(""));
}

#[test]
fn a_decision_waits_for_the_rows_that_the_click_before_it_asked_for() {
    let (_folder, mut window) = window();
    press(&mut window, Modifiers::COMMAND, Key::A);
    let decided = |window: &Window| accepted(window);
    let before = decided(&window);
    // The view of the undecided is on its way when A is pressed: only they are accepted, not all that were selected.
    window.get_by_label("To decide").click();
    window.key_press(Key::A);
    settle(&mut window);
    let book = window.state().book().unwrap();
    let left = book.sheet(Section::B2b).actions().iter().filter(|&&action| action == Action::NoAction).count() as u64;
    assert!(decided(&window) > before);
    let others = book.sheet(Section::B2b).actions().iter().filter(|&&action| action == Action::Reject).count();
    assert!(others > 0, "those that were decided otherwise are hidden, and stay");
    assert!(shows(&window, &format!("{} of {INVOICES} rows", ims_desk::values::grouped(left))));
}

#[test]
fn keys_of_a_frame_that_takes_long_decide_the_rows_that_they_come_to() {
    let (_folder, mut window) = window();
    let heading = window.get_by_role_and_label(Role::Button, "Taxable").rect().center();
    let keys = [
        key(Modifiers::COMMAND, Key::Home),
        key(Modifiers::NONE, Key::R),
        key(Modifiers::NONE, Key::ArrowDown),
        key(Modifiers::NONE, Key::N),
        key(Modifiers::NONE, Key::ArrowDown),
        key(Modifiers::NONE, Key::A),
    ];
    // All of it comes in one frame; the rows are sorted twice on a thread meanwhile.
    let sort = click_events(heading, Modifiers::NONE);
    at_once(&mut window, [sort.clone(), sort, keys.concat()].concat());
    let sheet = window.state().book().unwrap().sheet(Section::B2b);
    let mut rows: Vec<u32> = (0..sheet.rows()).collect();
    rows.sort_by_key(|&row| std::cmp::Reverse(sheet.records().amount(row, ims_desk::book::Amount::Taxable)));
    let decided = rows[..3].iter().map(|&row| sheet.actions()[row as usize]);
    assert_eq!(decided.collect::<Vec<_>>(), [Action::Reject, Action::NoAction, Action::Accept]);
    let changed = Section::ALL.into_iter().map(|s| window.state().book().unwrap().delta(s).count()).sum::<usize>();
    assert!(changed <= 3, "and nothing else");
}

#[test]
fn undoing_while_everything_is_validated_judges_the_book_as_it_then_is() {
    let (_folder, mut window) = window();
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    press(&mut window, Modifiers::COMMAND, Key::K);
    window.event(egui::Event::Text("Validate".into()));
    settle(&mut window);
    window.key_press(Key::Enter);
    window.step();
    press(&mut window, Modifiers::COMMAND, Key::Z);
    let book = window.state().book().unwrap();
    let day = ims_desk::values::Day::today();
    let findings = ims_desk::rules::Findings::of(book, day);
    let blocked = findings.count(Section::B2b, ims_desk::rules::Weight::Blocks);
    if blocked == 0 {
        click(&mut window, "More views");
    }
    click(&mut window, "Blocked");
    assert!(shows(&window, &format!("{} of {INVOICES} rows", ims_desk::values::grouped(blocked.into()))));
}

#[test]
fn the_values_of_document_numbers_come_while_their_list_is_open() {
    let (_folder, mut window) = window();
    window.get_by_label("Filter Number").click();
    window.step();
    window.step();
    settle(&mut window);
    assert!(shows(&window, "Select all"));
}

/// Run by hand: `cargo test --release --test window large -- --ignored --nocapture`.
#[test]
#[ignore = "measures time, on a million records"]
fn typing_at_a_million_records_drops_no_frame() {
    let folder = common::Folder::new();
    let mut text = Vec::new();
    ims_desk::portal::sample::write(1_000_000, 1, &mut text).unwrap();
    let path = folder.put("download.json", text);
    let mut window = start([1440.0, 900.0], Store::in_memory(), vec![path]);
    let mut frames: Vec<Duration> = Vec::new();
    for letter in "traders 4512".chars() {
        window.get_by_label("Find in all columns").focus();
        window.get_by_label("Find in all columns").type_text(&letter.to_string());
        for _ in 0..8 {
            let start = Instant::now();
            window.step();
            frames.push(start.elapsed());
            std::thread::sleep(Duration::from_millis(16).saturating_sub(start.elapsed()));
        }
    }
    frames.sort();
    println!("{} frames, median {:?}, worst {:?}", frames.len(), frames[frames.len() / 2], frames[frames.len() - 1]);
    assert!(frames[frames.len() * 95 / 100] < Duration::from_millis(16));
}

/// Run by hand, as the one above; `RECORDS` in the environment takes another number of records than a million.
#[test]
#[ignore = "measures time, on a million records and a million vouchers"]
fn matching_a_million_records_and_vouchers_drops_no_frame() {
    let records: u64 = std::env::var("RECORDS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let folder = common::Folder::new();
    let (mut download, mut register) = (Vec::new(), Vec::new());
    ims_desk::portal::sample::write(records, 1, &mut download).unwrap();
    ims_desk::portal::sample::register::write(records, 1, &mut register, None).unwrap();
    let files = vec![folder.put("download.json", download), folder.put("register.csv", register)];
    let mut window = start([1440.0, 900.0], Store::in_memory(), files);
    press(&mut window, Modifiers::NONE, Key::Enter);
    settle(&mut window);
    let measured = |window: &mut Window, what: &str, act: &dyn Fn(&mut Window)| {
        let mut frames: Vec<Duration> = Vec::new();
        act(window);
        let begin = Instant::now();
        while frames.len() < 40 || (window.state().busy() && begin.elapsed() < Duration::from_secs(60)) {
            let start = Instant::now();
            window.step();
            frames.push(start.elapsed());
            std::thread::sleep(Duration::from_millis(16).saturating_sub(start.elapsed()));
        }
        frames.sort();
        let (middle, worst) = (frames[frames.len() / 2], frames[frames.len() - 1]);
        println!("{what}: {} frames, median {middle:?}, worst {worst:?}", frames.len());
        settle(window);
    };
    measured(&mut window, "at rest", &|_| {});
    measured(&mut window, "accepting while nothing else goes on", &|window| window.key_press(Key::A));
    measured(&mut window, "the page Match", &|window| window.get_by_label("Match").click());
    let complete = |window: &mut Window| window.get_by_label("Register complete: Yes").click();
    measured(&mut window, "matching again on the page Match", &complete);
    let undo = |window: &mut Window| window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    measured(&mut window, "matching again by undo", &undo);
    let sheet = |window: &mut Window| window.get_by_role_and_label(Role::Button, "Register").click();
    measured(&mut window, "the sheet Register", &sheet);
    let funnel = |window: &mut Window| window.get_by_label("Filter Number").click();
    measured(&mut window, "the funnel of its numbers", &funnel);
    let search = |window: &mut Window| window.event(egui::Event::Text("26".into()));
    measured(&mut window, "searching in it", &search);
    measured(&mut window, "filtering by it", &|window| window.key_press(Key::Enter));
    let to_check = |window: &mut Window| window.key_press(Key::F9);
    measured(&mut window, "F9", &to_check);
    measured(&mut window, "F9 again", &to_check);
}
