//! A book so large that looking through it would cost a frame: the window goes on, and what was asked comes.

use crate::common;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use common::window::{Window, at_once, click, click_events, press, settle, shows, shows_part, start, start_desk};
use egui::accesskit::Role;
use egui::{Context, Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::{Clipboard, Desk, Store};
use ims_desk::book::{Action, Section};
use ims_desk::edit::{Change, Command};
use ims_desk::view::matched::is_to_check;

use crate::frames::{Act, Frames, all, all_but_some, ctrl, key, keys, letters, shift, wheel};

/// More than the window looks through at once.
const RECORDS: u64 = 70_000;
/// The sample's share of invoices.
const INVOICES: &str = "52,500";

/// The download, made once for all tests.
fn sample() -> &'static [u8] {
    static SAMPLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut text = Vec::new();
        ims_desk::portal::sample::write(RECORDS, 1, &mut text).unwrap();
        text
    });
    &SAMPLE
}

fn window() -> (common::Folder, Window) {
    let folder = common::Folder::new();
    let path = folder.put("download.json", sample());
    let window = start([1440.0, 900.0], Store::in_memory(), vec![path]);
    (folder, window)
}

fn type_in(window: &mut Window, text: &str) {
    if !window.get_by_label("Find in all columns").accesskit_node().is_focused() {
        window.get_by_label("Find in all columns").focus();
        settle(window);
    }
    window.get_by_label("Find in all columns").type_text(text);
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
fn a_key_after_enter_in_the_find_box_is_for_the_row_that_it_finds() {
    let (_folder, mut window) = window();
    let sheet = window.state().book().unwrap().sheet(Section::B2b);
    let before = sheet.actions().to_vec();
    let numbers = &sheet.records().numbers;
    let alone =
        |row: &u32| (0..sheet.rows()).all(|other| other == *row || !numbers.get(other).contains(numbers.get(*row)));
    let open = |row: &u32| before[*row as usize] == Action::NoAction && !sheet.records().pending_blocked(*row);
    let named = |row: &u32| numbers.get(*row).contains(char::is_alphabetic);
    let far = (40_000..sheet.rows()).filter(open).filter(named).find(alone).unwrap();
    let number = numbers.get(far).to_owned();
    press(&mut window, Modifiers::COMMAND, Key::Home);
    window.get_by_label("Find in all columns").focus();
    settle(&mut window);
    let pressed = |key| common::window::key(Modifiers::NONE, key);
    at_once(&mut window, [common::window::typed(&number), pressed(Key::Enter), pressed(Key::P)].concat());
    let after = window.state().book().unwrap().sheet(Section::B2b).actions();
    let changed: Vec<usize> = (0..after.len()).filter(|&row| before[row] != after[row]).collect();
    assert_eq!(changed, [far as usize], "{number}");
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
    let pressed = common::window::key;
    let keys = [
        pressed(Modifiers::COMMAND, Key::Home),
        pressed(Modifiers::NONE, Key::R),
        pressed(Modifiers::NONE, Key::ArrowDown),
        pressed(Modifiers::NONE, Key::N),
        pressed(Modifiers::NONE, Key::ArrowDown),
        pressed(Modifiers::NONE, Key::A),
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

/// The same with a purchase register.
fn window_with_register() -> (common::Folder, Window) {
    let folder = common::Folder::new();
    let mut register = Vec::new();
    ims_desk::portal::sample::register::write(RECORDS, 1, &mut register, None).unwrap();
    let files = vec![folder.put("download.json", sample()), folder.put("register.csv", register)];
    let mut window = start([1440.0, 900.0], Store::in_memory(), files);
    press(&mut window, Modifiers::NONE, Key::Enter);
    click(&mut window, "B2B Invoices");
    (folder, window)
}

#[test]
fn keys_after_f9_are_for_the_record_that_it_comes_to_however_far_away_that_is() {
    let (_folder, mut window) = window_with_register();
    let far = to_check(&window, Section::B2b).next_back().unwrap();
    assert!(far > 40_000, "far from the first: {far}");
    let accepted = all_to_check_is_accepted(&window, Some((Section::B2b, far)));
    window.state_mut().carry_out(accepted);
    press(&mut window, Modifiers::COMMAND, Key::Home);
    let all = |window: &Window| window.state().book().unwrap().sheet(Section::B2b).actions().to_vec();
    let before = all(&window);
    let pressed = |key| common::window::key(Modifiers::NONE, key);
    at_once(&mut window, [Key::F9, Key::R, Key::F9, Key::P].map(pressed).concat());
    let after = all(&window);
    let changed: Vec<u32> =
        (0..after.len() as u32).filter(|&row| before[row as usize] != after[row as usize]).collect();
    // The second F9 finds nothing more, and P is for the record where the keys are.
    assert_eq!((changed, after[far as usize]), (vec![far], Action::Pending));
    assert!(shows_part(&window, "Undo"), "it is one step more");
}

#[test]
fn a_key_after_a_filter_of_very_many_values_is_for_the_rows_that_it_shows() {
    let (_folder, mut window) = window();
    window.get_by_label("Filter Number").click();
    settle(&mut window);
    let unticked = crate::frames::values(&window).nth(2).unwrap();
    let number = unticked.accesskit_node().label().unwrap();
    unticked.click();
    window.step();
    let apply = window.get_by_label("Apply").rect().center();
    let pressed = |modifiers, key| common::window::key(modifiers, key);
    let keys = [pressed(Modifiers::COMMAND, Key::A), pressed(Modifiers::NONE, Key::A)].concat();
    let (before, of) = (accepted(&window), window.state().book().unwrap().sheet(Section::B2b).actions().to_vec());
    at_once(&mut window, [click_events(apply, Modifiers::NONE), keys].concat());
    assert!(accepted(&window) > before + 40_000, "those that are shown");
    let sheet = window.state().book().unwrap().sheet(Section::B2b);
    let mut left = (0..sheet.rows()).filter(|&row| sheet.records().numbers.get(row) == number).peekable();
    assert!(left.peek().is_some());
    assert!(left.all(|row| sheet.actions()[row as usize] == of[row as usize]), "and not the one that is left out");
    assert!(shows_part(&window, "Number: "), "it says what is filtered");
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
    // As the system's clipboard takes what is copied, on a thread.
    let taker = || Clipboard::with(Box::new(|_, _| Ok(())));
    let desk = |ctx: &Context| Desk::new(ctx, Store::in_memory(), files).with_clipboard(taker());
    let mut window = start_desk([1440.0, 900.0], desk);
    press(&mut window, Modifiers::NONE, Key::Enter);
    settle(&mut window);
    click(&mut window, "B2B Invoices");
    let mut frames = Frames::default();
    for matching in [false, true] {
        for (what, acts) in on_a_sheet() {
            frames.stage(&mut window, matching, what, &acts);
        }
        for (what, acts) in on_all_sheets() {
            frames.stage(&mut window, matching, what, &acts);
        }
        for (what, acts) in on_pages() {
            frames.stage(&mut window, matching, what, &acts);
        }
    }
    let accepted = all_to_check_is_accepted(&window, None);
    window.state_mut().carry_out(accepted);
    settle(&mut window);
    let walk = [key(Key::F9), shift(Key::F9), key(Key::F7), shift(Key::F7), key(Key::F8)];
    frames.stage(&mut window, false, "walking where nothing is left", &walk);
    frames.none_was_slow();
}

/// What is done on one sheet.
fn on_a_sheet() -> Vec<(&'static str, Vec<Act>)> {
    let (up, down) = (Key::ArrowUp, Key::ArrowDown);
    let typing = all([
        vec![ctrl(Key::F)],
        letters("traders 45"),
        keys([Key::Enter, Key::F3]),
        vec![shift(Key::F3)],
        keys([Key::Escape, Key::Escape]),
    ]);
    let moving = all([
        keys([down, Key::PageDown, down, Key::PageDown, up]),
        vec![ctrl(Key::End), ctrl(Key::Home), wheel(-1.0), wheel(-1.0), wheel(-1.0), wheel(1.0)],
    ]);
    let selecting =
        vec![ctrl(Key::A), key(Key::Escape), ctrl(Key::A), shift(down), shift(Key::PageDown), key(Key::Escape)];
    let walking = || all([keys([Key::F9, Key::F9, Key::F7, Key::F8]), vec![shift(Key::F9), shift(Key::F7)]]);
    let number = all([
        vec![Act::Click("Filter Number"), Act::Until("Select all")],
        letters("26"),
        vec![Act::Until("Select all found"), Act::Click("Select all found"), Act::Click("Select all found")],
        letters("/"),
        vec![Act::Until("Select all found"), key(Key::Enter)],
    ]);
    let show_all = || vec![Act::Click("Show all rows")];
    vec![
        ("at rest", Vec::new()),
        ("typing in Find", typing),
        ("moving", moving),
        ("deciding", keys([Key::A, down, Key::R, down, Key::P, down, Key::N])),
        ("undoing", [Key::Z, Key::Z, Key::Z, Key::Y, Key::Z].map(ctrl).into()),
        ("selecting all", selecting),
        ("walking", walking()),
        ("going to a number", all([vec![ctrl(Key::G)], letters("inv/99"), keys([Key::Enter, Key::Escape])])),
        ("going to a row", all([vec![ctrl(Key::G)], letters("40000"), keys([Key::Enter])])),
        ("copying all", vec![ctrl(Key::A), Act::Event(Event::Copy), key(Key::Escape)]),
        ("sorting by amount", vec![Act::Click("Taxable"), Act::Click("Taxable")]),
        ("walking in that order", walking()),
        ("sorting by number", vec![Act::Click("Number"), Act::Click("Number")]),
        ("deciding in that order", keys([Key::A, down, Key::R])),
        ("the funnel of numbers", number),
        ("all numbers again", show_all()),
        ("all but some numbers", all_but_some("Filter Number")),
        ("walking in that", walking()),
        ("all numbers again", show_all()),
        ("all but some suppliers", all_but_some("Filter Supplier")),
        ("deciding in that", keys([Key::A, down, Key::R])),
        ("all suppliers again", show_all()),
        ("the view To check", vec![Act::Click("To check")]),
        ("deciding in that", keys([Key::A, Key::F9, Key::R, Key::F9, Key::A])),
        ("undoing in that", [Key::Z, Key::Z, Key::Z].map(ctrl).into()),
        ("all rows again", show_all()),
    ]
}

/// What is done on the table of all sheets.
fn on_all_sheets() -> Vec<(&'static str, Vec<Act>)> {
    let down = Key::ArrowDown;
    let walking = || all([keys([Key::F9, Key::A, Key::F9, Key::R]), vec![shift(Key::F9)]]);
    vec![
        ("all: all sheets in one table", vec![Act::Click("All sheets")]),
        ("all: moving", keys([down, Key::PageDown, down, Key::PageDown])),
        ("all: deciding", keys([Key::A, down, Key::R, down, Key::P])),
        ("all: walking and deciding", walking()),
        ("all: sorting", vec![Act::Click("Taxable"), Act::Click("Taxable")]),
        ("all: walking in that order", walking()),
        ("all: selecting", vec![ctrl(Key::A), key(Key::Escape)]),
    ]
}

/// What is done on the pages.
fn on_pages() -> Vec<(&'static str, Vec<Act>)> {
    let down = Key::ArrowDown;
    let number = all([
        vec![Act::Click("Filter Number"), Act::Until("Select all")],
        letters("26"),
        vec![Act::Until("Select all found"), Act::Click("Select all found"), Act::Click("Select all found")],
        keys([Key::Enter]),
    ]);
    vec![
        ("the page Match", vec![Act::Click("Match"), wheel(-1.0), wheel(-1.0)]),
        ("Match: one class and back", vec![Act::Click("Match"), Act::Do(first_class), key(Key::Escape)]),
        ("the sheet Register", vec![Act::Click("Register"), wheel(-1.0), wheel(-1.0)]),
        ("Register: moving", keys([Key::ArrowDown, Key::PageDown, Key::End])),
        ("Register: sorting", vec![Act::Click("Taxable"), Act::Click("Supplier")]),
        ("Register: finding", all([vec![ctrl(Key::F)], letters("traders"), keys([Key::Escape])])),
        ("Register: all again", vec![Act::Click("Show all vouchers")]),
        ("Register: the funnel of numbers", number),
        ("Register: all again", vec![Act::Click("Show all vouchers")]),
        ("Register: all but some", all_but_some("Filter Number")),
        ("Register: all again", vec![Act::Click("Show all vouchers")]),
        ("Register: copying all", vec![ctrl(Key::A), Act::Event(Event::Copy), key(Key::Escape)]),
        ("the page Suppliers", vec![Act::Click("Suppliers"), wheel(-1.0), key(Key::ArrowDown), key(Key::ArrowDown)]),
        ("Suppliers: sorting", vec![Act::Click("Supplier"), Act::Click("Supplier")]),
        ("the page Credit", vec![Act::Click("Credit"), wheel(-1.0)]),
        ("back on a sheet", vec![Act::Click("B2B-CN Credit notes"), key(Key::ArrowDown), key(Key::A)]),
        ("asking before credit notes are rejected", keys([Key::R, Key::Escape, down, Key::R, Key::Escape])),
        ("back on the largest sheet", vec![Act::Click("B2B Invoices")]),
    ]
}

/// A click on the first class of the page *Match*.
fn first_class(window: &mut Window) {
    // While it is matched for the first time there is none.
    window.query_all_by_label_contains("Matched:").next().into_iter().for_each(|class| class.click());
}

/// What leaves nothing to check but this record.
fn all_to_check_is_accepted(window: &Window, but: Option<(Section, u32)>) -> Command {
    let book = window.state().book().unwrap();
    let of = |section| (section, to_check(window, section).filter(|&row| Some((section, row)) != but).collect());
    let rows = Section::ALL.into_iter().filter(|&section| book.sheet(section).rows() > 0).map(of);
    Command::Decide { rows: rows.collect(), change: Change::action(Action::Accept) }
}

/// The records of a sheet that are to be checked.
fn to_check(window: &Window, section: Section) -> impl DoubleEndedIterator<Item = u32> + '_ {
    let book = window.state().book().unwrap();
    let sheet = book.sheet(section);
    (0..sheet.rows()).filter(move |&row| sheet.in_force(row) && is_to_check(book, section, row))
}
