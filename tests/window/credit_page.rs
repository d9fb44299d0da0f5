//! The page *Credit*: its figures, the records behind each, bars, the table, and GSTR-2B beside it.

use crate::common;

use common::gstr_2b::{Document, statement};
use common::window::{Window, click, drop_on, press, settle, shows, shows_part, start, start_by, wait_for};
use common::{Folder, RECIPIENT, Record, download, invoice, note};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::{Clock, Store};
use std::path::PathBuf;

fn october(number: &str) -> Record {
    invoice(number).with("rtnprd", "102026").with("idt", "10-10-2026").with("tradenm", "Parvuno Steel")
}

/// A window over these invoices on 10 November 2026.
fn window(folder: &Folder, sections: &[(&str, &[Record])]) -> Window {
    let path: PathBuf = folder.put("download.json", download(sections));
    let clock = Clock::of(|| 1_794_290_400);
    start_by([1440.0, 900.0], Store::in_memory(), vec![path], clock)
}

fn shown(window: &Window) -> usize {
    let book = window.state().book().unwrap();
    book.sheet(ims_desk::book::Section::B2b).rows() as usize
}

fn records() -> [Record; 5] {
    [
        october("1").with("action", "P"),
        october("2"),
        october("3"),
        october("4").with("srcfilstatus", "Not Filed"),
        october("5").with("rtnprd", "112026"),
    ]
}

#[test]
fn every_figure_is_named_with_its_count_and_opens_its_records() {
    let folder = Folder::new();
    let mut window = window(&folder, &[("b2b", &records())]);
    assert_eq!(shown(&window), 5);
    click(&mut window, "Credit");
    for name in [
        "If nothing more is done: 360.00",
        "With your decisions: 360.00",
        "Change this month: 0.00",
        "Pending, all: 1 record, 180.00",
        "Pending on the portal before: 1 record, 180.00",
        "Supplier's GSTR-1 not filed: 1 record, 180.00",
        "Next GSTR-2B: 1 record, 180.00",
        "No action: count as accepted: 2 records, 360.00",
        "4(A)(5) All other ITC: 360.00",
        "Bar: 14-11-2026, Count as accepted: 2 records, 360.00",
        "Bar: Parvuno Steel: 2 records, 360.00",
        "Bar: Parvuno Steel, GSTR-1 not filed: 1 record, 180.00",
        "Bar: Parvuno Steel, Pending: 1 record, 180.00",
    ] {
        assert!(shows(&window, name), "{name}: {:#?}", common::window::screen(&window));
    }
    assert!(!shows_part(&window, "0.00 not from this file"));
    assert!(shows_part(&window, "4(B)(2) Reversed: others: not from this file"));
    click(&mut window, "No action: count as accepted: 2 records, 360.00");
    assert!(shows_part(&window, "Credit · No action: count as accepted"), "the filter says what is shown");
    assert!(shows_part(&window, "2 of 5"), "{:#?}", common::window::screen(&window));
}

#[test]
fn the_change_has_bars_with_their_figures_and_a_click_on_one_shows_its_records() {
    let folder = Folder::new();
    let mut window = window(&folder, &[("b2b", &records()), ("b2bcn", &[note("C").with("rtnprd", "102026")])]);
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::P);
    click(&mut window, "Credit");
    let bar = "Bar: Waits: kept Pending: 2 records, \u{2212}360.00";
    assert!(shows(&window, bar), "{:#?}", common::window::screen(&window));
    assert!(shows_part(&window, "What waits is not lost"));
    assert!(shows(&window, "Waits: kept Pending: 2 records, \u{2212}360.00"));
    assert!(shows(&window, "Change this month: 2 records, \u{2212}360.00"));
    click(&mut window, bar);
    assert!(shows_part(&window, "2 of 6"), "{:#?}", common::window::screen(&window));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    click(&mut window, "Credit");
    assert!(shows(&window, "Change this month: 0.00"));
    assert!(shows_part(&window, "Nothing changes yet"));
}

#[test]
fn the_page_is_opened_at_its_top_and_who_was_led_away_by_a_figure_comes_back_to_it() {
    let folder = Folder::new();
    let path: PathBuf = folder.put("download.json", download(&[("b2b", &records())]));
    let clock = Clock::of(|| 1_794_290_400);
    let mut window = start_by([1440.0, 480.0], Store::in_memory(), vec![path], clock);
    click(&mut window, "Credit");
    let first = "Change this month: 0.00";
    let top = |window: &Window| window.get_by_label(first).rect().top();
    let before = top(&window);
    let scroll = |window: &mut Window| {
        window.hover_at(egui::pos2(400.0, 250.0));
        window.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Line,
            delta: egui::vec2(0.0, -2.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
        settle(window);
        assert!(top(window) < before, "it is scrolled");
    };
    scroll(&mut window);
    click(&mut window, "B2B Invoices");
    click(&mut window, "Credit");
    assert_eq!(top(&window), before);
    scroll(&mut window);
    let scrolled = top(&window);
    click(&mut window, "No action: count as accepted: 2 records, 360.00");
    click(&mut window, "Credit");
    assert_eq!(top(&window), scrolled, "beside the figure that led away");
}

#[test]
fn who_files_by_the_quarter_reads_of_the_quarter() {
    let folder = Folder::new();
    let mut window = window(&folder, &[("b2b", &records())]);
    click(&mut window, "Credit");
    click(&mut window, RECIPIENT);
    click(&mut window, "Return settings…");
    click(&mut window, "Quarterly (QRMP)");
    click(&mut window, "Save settings");
    assert!(shows(&window, "Change this quarter: 0.00"));
    assert!(shows(&window, "Credit not coming this quarter, by supplier"));
    assert!(!shows_part(&window, "this month"));
}

#[test]
fn a_part_of_a_suppliers_bar_opens_that_part() {
    let folder = Folder::new();
    let mut window = window(&folder, &[("b2b", &records())]);
    click(&mut window, "Credit");
    click(&mut window, "Bar: Parvuno Steel, GSTR-1 not filed: 1 record, 180.00");
    assert!(shows_part(&window, "Parvuno Steel · GSTR-1 not filed"));
    assert!(shows_part(&window, "1 of 5"), "{:#?}", common::window::screen(&window));
}

#[test]
fn the_page_is_copied_and_saved_as_a_table() {
    let folder = Folder::new();
    let mut window = window(&folder, &[("b2b", &records())]);
    click(&mut window, "Credit");
    click(&mut window, "Copy");
    assert!(shows_part(&window, "Copied the figures of the credit."));
    click(&mut window, "Save as…");
    assert!(shows(&window, "Save the figures of the credit"));
    click(&mut window, "Save the table");
    wait_for(&mut window, "Saved the figures of the credit");
    let saved = folder.names().into_iter().find(|name| name.ends_with(".csv"));
    let saved = folder.path(&saved.unwrap_or_else(|| panic!("{:?}", folder.names())));
    let text = std::fs::read_to_string(saved).unwrap();
    assert!(text.contains("If nothing more is done,,360.00,0.00,0.00,0.00,360.00"), "{text}");
    assert!(text.contains("4(D)(2)") && text.contains("not from this file"));
}

#[test]
fn gstr_2b_dropped_on_a_client_is_beside_the_page_is_taken_away_and_comes_back() {
    let folder = Folder::new();
    let records = records();
    let mut window = window(&folder, &[("b2b", &records)]);
    let documents = [Document::of("b2b", &records[1])];
    let file = folder.put("any name.json", statement(&documents).to_string());
    drop_on(&mut window, &file);
    wait_for(&mut window, "Put GSTR-2B of October 2026 beside the records.");
    wait_for(
        &mut window,
        "GSTR-2B of October 2026, drawn up on 14-11-2026: 2 of 4 as decided; 1 waits for GSTR-1, 1 to look into.",
    );
    assert!(shows(&window, "GSTR-2B: Not in GSTR-2B: 1 record, 180.00"), "{:#?}", common::window::screen(&window));
    click(&mut window, "GSTR-2B: Not in GSTR-2B: 1 record, 180.00");
    assert!(shows_part(&window, "1 of 5"), "{:#?}", common::window::screen(&window));
    click(&mut window, "Credit");
    assert!(shows(&window, "GSTR-2B: Waits for the supplier's GSTR-1: 1 record, 180.00"));
    click(&mut window, "Remove GSTR-2B");
    settle(&mut window);
    assert!(!shows_part(&window, "to look into"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    wait_for(
        &mut window,
        "GSTR-2B of October 2026, drawn up on 14-11-2026: 2 of 4 as decided; 1 waits for GSTR-1, 1 to look into.",
    );
    assert_eq!(window.state().book().unwrap().sheet(ims_desk::book::Section::B2b).rows(), 5, "it is no download");
}

#[test]
fn gstr_2b_of_another_recipient_is_refused_and_without_a_client_it_is_named() {
    let folder = Folder::new();
    let mut window = window(&folder, &[("b2b", &records())]);
    let other = statement(&[]).to_string().replace(common::RECIPIENT, "29AAAAA0000A1ZY");
    drop_on(&mut window, &folder.put("2b.json", other));
    wait_for(&mut window, "This GSTR-2B is of 29AAAAA0000A1ZY");
    let mut window = start([1280.0, 800.0], Store::in_memory(), Vec::new());
    drop_on(&mut window, &folder.put("3b.json", statement(&[]).to_string()));
    wait_for(&mut window, "This is GSTR-2B");
    assert!(shows_part(&window, "open its client first"), "what to do");
}

#[test]
fn a_download_and_its_gstr_2b_open_together() {
    let folder = Folder::new();
    let records = records();
    let download = folder.put("download.json", download(&[("b2b", &records)]));
    let statement = folder.put("2b.json", statement(&[Document::of("b2b", &records[1])]).to_string());
    for paths in [vec![download.clone(), statement.clone()], vec![statement, download]] {
        let mut window = start_by([1440.0, 900.0], Store::in_memory(), paths, Clock::of(|| 1_794_290_400));
        wait_for(&mut window, "Put GSTR-2B of October 2026 beside the records.");
        wait_for(
            &mut window,
            "GSTR-2B of October 2026, drawn up on 14-11-2026: 2 of 4 as decided; 1 waits for GSTR-1, 1 to look into.",
        );
    }
}

#[test]
fn a_part_of_gstr_2b_that_takes_the_place_of_the_part_before_says_so() {
    let folder = Folder::new();
    let records = records();
    let mut window = window(&folder, &[("b2b", &records)]);
    for (name, record) in [("2b_1.json", &records[1]), ("2b_2.json", &records[2])] {
        drop_on(&mut window, &folder.put(name, statement(&[Document::of("b2b", record)]).to_string()));
        wait_for(&mut window, "Put GSTR-2B of October 2026 beside the records.");
    }
    let words = "It takes the place of 2b_1.json. If these are parts of one GSTR-2B, open them together.";
    assert!(shows_part(&window, words));
}

#[test]
fn gstr_2b_of_another_month_says_so_first() {
    let folder = Folder::new();
    let mut window = window(&folder, &[("b2b", &records())]);
    let other = statement(&[]).to_string().replace("\"102026\"", "\"092026\"");
    drop_on(&mut window, &folder.put("2b.json", other));
    let words = "This GSTR-2B is of September 2026, and October 2026 is being closed: what was decided since is compared with it too.";
    wait_for(&mut window, words);
}

#[test]
fn gstr_2b_has_an_action_of_its_own() {
    let folder = Folder::new();
    let mut window = window(&folder, &[("b2b", &records())]);
    click(&mut window, "Credit");
    click(&mut window, "Open GSTR-2B to compare…");
    assert!(shows(&window, "Open GSTR-2B to compare"), "{:#?}", common::window::screen(&window));
    assert!(shows_part(&window, "It changes no decision."));
}

/// What must I do by when, and what goes into the return: both are seen without scrolling.
#[test]
fn the_dates_and_4_a_5_are_in_sight() {
    let folder = Folder::new();
    let path = folder.put("download.json", download(&[("b2b", &records())]));
    for size in [[1440.0, 900.0], [1280.0, 800.0]] {
        let clock = Clock::of(|| 1_794_290_400);
        let mut window = start_by(size, Store::in_memory(), vec![path.clone()], clock);
        click(&mut window, "Credit");
        for name in ["Dates", "4(A)(5) All other ITC: 360.00", "once uploaded: 4(A)(5) of GSTR-3B"] {
            let rect = window.get_by_label(name).rect();
            assert!(rect.bottom() < size[1] - 90.0, "{name} at {rect:?} of {size:?}");
        }
    }
}

#[test]
fn what_is_past_its_last_return_is_not_said_to_wait_on_any_part_of_the_window() {
    let folder = Folder::new();
    let old = [invoice("1").with("tradenm", "Parvuno Steel"), invoice("2").with("action", "P")];
    let path = folder.put("download.json", download(&[("b2b", &old)]));
    // 25 November 2026, after GSTR-3B of October was due.
    let mut window = start_by([1440.0, 900.0], Store::in_memory(), vec![path], Clock::of(|| 1_795_586_400));
    press(&mut window, Modifiers::NONE, Key::P);
    assert!(shows_part(&window, "180.00 Pending too late"), "{:#?}", common::window::screen(&window));
    let only = "comes only if GSTR-3B of October 2026 is still unfiled (by law until 30-11-2026)";
    assert!(
        shows_part(&window, "30 November: the last day by law for credit of 2025-26. 2 records are Pending"),
        "the banner"
    );
    click(&mut window, "Credit");
    assert!(shows(&window, "Pending too late: 1 record, \u{2212}180.00"));
    assert!(shows_part(&window, only) && !shows_part(&window, "What waits is not lost"));
    press(&mut window, Modifiers::COMMAND, Key::R);
    assert!(shows_part(&window, "Change: Pending too late") && shows_part(&window, only), "the review");
}

#[test]
fn what_is_pending_by_age_is_below_pending_and_the_caption_says_what_of_it_does_not_wait() {
    let folder = Folder::new();
    let notes = [note("C").with("rtnprd", "102026").with("nt_dt", "10-10-2026")];
    let mut window = window(&folder, &[("b2b", &records()), ("b2bcn", &notes)]);
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::P);
    click(&mut window, "B2B-CN Credit notes");
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::P);
    click(&mut window, "Credit");
    let now = "Now: 5 Pending, 1 of them a credit note, 1 not filed, 1 of a later GSTR-2B.";
    assert!(shows_part(&window, now), "{:#?}", common::window::screen(&window));
    let top = |name: &str| window.get_by_label(name).rect().top();
    let age = top("Pending, of this GSTR-2B: 6 records, \u{2212}900.00");
    assert!(top("Pending on the portal before: 1 record, 180.00") < age);
    assert!(age < top("Rejected, all: 0.00"), "below what is Pending, above what is rejected");
}

#[test]
fn a_day_that_is_past_says_so() {
    let folder = Folder::new();
    let old = [invoice("1").with("action", "P").with("tradenm", "Parvuno Steel")];
    let path = folder.put("download.json", download(&[("b2b", &old)]));
    // 25 November 2026: GSTR-3B of October, the last return for the credit of 2025-26, was due on the 20th.
    let clock = Clock::of(|| 1_795_586_400);
    let mut window = start_by([1440.0, 900.0], Store::in_memory(), vec![path], clock);
    click(&mut window, "Credit");
    assert!(shows(&window, "past"), "{:#?}", common::window::screen(&window));
    assert!(shows_part(
        &window,
        "the last return for credit of 2025-26, was due. 1 record Pending: the credit comes only if"
    ));
    window.get_by_label_contains("was due. 1 record Pending").click();
    settle(&mut window);
    assert!(shows_part(&window, "Pending, last return"), "the count is a link to its records");
}

/// Whether a heading of a head of tax is at the right of this x.
fn heads_in_columns(window: &Window, line: &str) -> bool {
    !window.get_by_label_contains(line).accesskit_node().label().unwrap_or_default().contains("IGST ")
}

#[test]
fn the_form_of_the_tables_goes_by_the_window_and_not_by_the_figures() {
    let folder = Folder::new();
    for (width, left, right) in [(1280.0, true, false), (1440.0, true, true), (1920.0, true, true)] {
        for tax in [18, 9_00_00_000] {
            let records = [october("1").with("action", "P"), october("2").heads([tax, 0, 0, 0])];
            let path = folder.put("download.json", download(&[("b2b", &records)]));
            let clock = Clock::of(|| 1_794_290_400);
            let mut window = start_by([width, 900.0], Store::in_memory(), vec![path], clock);
            click(&mut window, "Credit");
            assert_eq!(heads_in_columns(&window, "With your decisions: "), left, "{width}, {tax}");
            assert_eq!(heads_in_columns(&window, "Pending, all: "), right, "{width}, {tax}");
        }
    }
}

#[test]
fn a_tooltip_does_not_stay_over_a_dialog_that_a_key_opens() {
    let folder = Folder::new();
    let mut window = window(&folder, &[("b2b", &records())]);
    press(&mut window, Modifiers::NONE, Key::A);
    click(&mut window, "Credit");
    let at = window.get_by_label("Supplier's GSTR-1 not filed: 1 record, 180.00").rect().center();
    window.hover_at(at);
    for _ in 0..20 {
        let now = window.ctx.input(|input| input.time);
        window.input_mut().time = Some(now + 0.2);
        window.step();
    }
    let tip = "Show its 1 record in All.";
    assert!(shows_part(&window, tip));
    press(&mut window, Modifiers::COMMAND, Key::R);
    assert!(shows(&window, "Review"));
    assert!(!shows_part(&window, tip));
}

#[test]
fn what_is_accepted_adds_up_its_credit_notes_are_parts_and_what_gives_nothing_yet_is_said() {
    let folder = Folder::new();
    let unfiled = october("3").with("srcfilstatus", "Not Filed");
    let note = note("C").with("rtnprd", "102026").with("nt_dt", "10-10-2026");
    let mut window = window(&folder, &[("b2b", &[october("1"), october("2"), unfiled]), ("b2bcn", &[note])]);
    click(&mut window, "All sheets");
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    settle(&mut window);
    if shows_part(&window, "Accept all") {
        click(&mut window, "Accept all 4");
    }
    click(&mut window, "Credit");
    let lines =
        ["Accepted now: 4 records, −1,440.00", "of the accepted: credit notes reduced in full: 1 record, −1,800.00"];
    for line in lines {
        assert!(shows(&window, line), "{line}: {:#?}", common::window::screen(&window));
    }
    let [all, part] = lines.map(|line| window.get_by_label(line).rect());
    assert!(part.top() >= all.bottom() - 0.5);
    let book = window.state().book().unwrap();
    let day = common::day("10-11-2026");
    let numbers = ims_desk::view::suppliers::SupplierNumbers::default().with_all_of(book);
    let page = ims_desk::view::credit::CreditWalk::new(book, day, &numbers, None).page(&Default::default()).unwrap();
    assert_eq!(page.accepted_for_nothing[0].words(), "(of these 1 not filed: 0 yet)");
    click(&mut window, lines[0]);
    assert!(shows(&window, "4 of 4 rows"), "the count opens all four");
}
