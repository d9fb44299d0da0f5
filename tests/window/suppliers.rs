//! The sheet of suppliers: its lines, finding, sorting and folding them, the question before they are decided, and the way to
//! their records.

use crate::clients::write;
use crate::common;

use common::window::{Window, at_once, click, key, press, settle, shows, shows_part, start_by, start_with};
use common::{Folder, Record, download, invoice, note};
use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::{Clock, Store};
use ims_desk::book::{Action, Section};

pub const STEEL: &str = "24AAAAA0000A1Z8";
const POLYMERS: [&str; 2] = ["27ZZZZZ9999Z1Z8", "29ZZZZZ9999Z1Z4"];

pub fn of(record: Record, stin: &str, name: &str) -> Record {
    record.with("stin", stin).with("tradenm", name)
}

/// Umbrivel Steel: three invoices, one of them accepted on the portal, one that takes no Pending, and a credit note. Zintoba
/// Polymers: one invoice of each of two GSTINs, one not filed.
fn window() -> Window {
    let records = [
        of(invoice("1"), STEEL, "Umbrivel Steel"),
        of(invoice("2"), STEEL, "Umbrivel Steel").with("ispendactblocked", "Y"),
        of(invoice("3"), STEEL, "Umbrivel Steel").with("action", "A"),
        of(invoice("4"), POLYMERS[0], "Zintoba Polymers").heads([90, 0, 0, 0]),
        of(invoice("5"), POLYMERS[1], "Zintoba Polymers").with("srcfilstatus", "Not Filed"),
    ];
    let notes = [of(note("C1"), STEEL, "Umbrivel Steel").heads([10, 0, 0, 0])];
    let mut window = start_with([1440.0, 900.0], Store::in_memory(), &[("b2b", &records), ("b2bcn", &notes)]);
    click(&mut window, "Suppliers");
    window
}

/// The sheet of suppliers of these records in a window of this size.
pub fn on_suppliers(size: [f32; 2], sections: &[(&str, &[Record])]) -> Window {
    let mut window = start_with(size, Store::in_memory(), sections);
    click(&mut window, "Suppliers");
    window
}

/// A debit note with what an invoice has.
fn debit(invoice: Record) -> Record {
    let (number, day) = (invoice.0["inum"].clone(), invoice.0["idt"].clone());
    invoice.with("nt_num", number).with("nt_dt", day)
}

pub fn actions(window: &Window) -> Vec<Action> {
    window.state().book().unwrap().sheet(Section::B2b).actions().to_vec()
}

pub fn click_line(window: &mut Window, name: &str) {
    let at = window.get_by_label_contains(&format!(": {name},")).rect().left_center() + egui::vec2(120.0, 0.0);
    window.hover_at(at);
    window.drag_at(at);
    window.drop_at(at);
    settle(window);
}

#[test]
fn there_is_a_line_a_supplier_and_one_for_the_pan_of_several() {
    let window = window();
    assert!(shows(&window, "3 of 3 suppliers (2 PANs)"));
    assert!(shows(&window, "Row 1: Umbrivel Steel, 4 records, 3 to decide"));
    assert!(shows(&window, "Row 2: Zintoba Polymers (2), 2 records, 2 to decide"));
    assert!(shows(&window, "Row 3: 27ZZZZZ9999Z1Z8, 1 records, 1 to decide"));
}

#[test]
fn the_suppliers_of_a_pan_fold_away_by_the_arrows_and_come_back() {
    let mut window = window();
    click_line(&mut window, "Zintoba Polymers (2)");
    press(&mut window, Modifiers::NONE, Key::ArrowLeft);
    assert!(!shows_part(&window, "27ZZZZZ9999Z1Z8, 1 records"));
    assert!(shows(&window, "3 of 3 suppliers (2 PANs)"));
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert!(shows_part(&window, "27ZZZZZ9999Z1Z8, 1 records"));
}

#[test]
fn a_question_comes_before_anything_is_decided_and_says_what_it_would_do() {
    let mut window = window();
    click_line(&mut window, "Umbrivel Steel");
    let before = actions(&window);
    press(&mut window, Modifiers::NONE, Key::P);
    assert!(shows(&window, "Pending · Umbrivel Steel"));
    assert!(shows_part(&window, "Pending is blocked by the portal"), "why one is refused");
    assert!(shows(&window, "and 1 that the portal holds as Accepted"));
    assert!(shows(&window, "Change \u{2212}₹ 170.00"), "an invoice waits, a credit note is not deducted");
    assert_eq!(actions(&window), before, "nothing is done yet");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(actions(&window), before);
    press(&mut window, Modifiers::NONE, Key::P);
    click(&mut window, "and 1 that the portal holds as Accepted");
    click(&mut window, "Pending 3");
    assert_eq!(actions(&window)[..3], [Action::Pending, Action::NoAction, Action::Pending]);
    assert!(shows_part(&window, "Set to Pending: 3 records of Umbrivel Steel."));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(actions(&window), before, "one step");
}

#[test]
fn records_that_are_not_filed_are_left_out_of_pending_unless_ticked() {
    let mut window = window();
    click_line(&mut window, "Zintoba Polymers (2)");
    press(&mut window, Modifiers::NONE, Key::P);
    assert!(shows_part(&window, "Nothing to do: it enters GSTR-2B when filed; Pending would keep it out."));
    assert!(shows(&window, "Pending 1"));
    click(&mut window, "and 1 not filed");
    click(&mut window, "Pending 2");
    assert_eq!(actions(&window)[3..], [Action::Pending, Action::Pending]);
}

#[test]
fn keys_typed_along_never_answer_the_question() {
    let mut window = window();
    click_line(&mut window, "Umbrivel Steel");
    let before = actions(&window);
    let keys = [Key::A, Key::ArrowDown, Key::R, Key::Enter].map(|pressed| key(Modifiers::NONE, pressed));
    at_once(&mut window, keys.into_iter().flatten());
    assert_eq!(actions(&window), before);
    assert!(shows(&window, "Accept · Umbrivel Steel"), "the first of them is asked about");
}

#[test]
fn suppliers_are_found_as_one_types_and_what_is_hidden_is_not_acted_on() {
    let mut window = window();
    press(&mut window, Modifiers::COMMAND, Key::A);
    let field = window.get_by_label("Find a supplier");
    field.focus();
    window.run();
    window.get_by_label("Find a supplier").type_text("zinto");
    settle(&mut window);
    assert!(shows(&window, "2 of 3 suppliers (1 PAN)"));
    assert!(shows(&window, "3 selected, 1 hidden"));
    press(&mut window, Modifiers::NONE, Key::Enter);
    click_line(&mut window, "Zintoba Polymers (2)");
    press(&mut window, Modifiers::NONE, Key::A);
    // The same is on the button above the lines.
    window.query_all_by_label("Accept 2").last().unwrap().click();
    settle(&mut window);
    assert_eq!(actions(&window), [Action::NoAction, Action::NoAction, Action::Accept, Action::Accept, Action::Accept]);
    click(&mut window, "Remove filter: Find: zinto");
    assert!(shows(&window, "3 of 3 suppliers (2 PANs)"));
}

#[test]
fn a_heading_sorts_and_a_range_filters() {
    let mut window = window();
    let sort = |window: &mut Window| {
        window.get_by_role_and_label(Role::Button, "Records").click();
        settle(window);
    };
    sort(&mut window);
    assert!(shows_part(&window, "Row 1: Umbrivel Steel"));
    sort(&mut window);
    assert!(shows_part(&window, "Row 1: Zintoba Polymers (2)"));
    click(&mut window, "Filter");
    click(&mut window, "GSTR-1 not filed");
    assert!(shows(&window, "1 of 3 suppliers (1 PAN)"));
}

#[test]
fn enter_shows_the_records_of_all_sheets() {
    let mut window = window();
    click_line(&mut window, "Umbrivel Steel");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(shows(&window, "4 of 6 rows"));
}

#[test]
fn the_details_show_the_supplier_sheet_by_sheet_and_lead_there() {
    let mut window = window();
    click_line(&mut window, "Umbrivel Steel");
    assert!(shows_part(&window, "24AAAAA0000A1Z8 · Gujarat · GSTR-1 filed"));
    assert!(shows(&window, "530.00"), "the tax of invoices less that of the note");
    window.query_all_by_label("B2B-CN").last().unwrap().click();
    settle(&mut window);
    assert!(shows(&window, "1 of 1 rows"));
}

#[test]
fn one_reason_is_one_line_whatever_sheets_its_records_are_in_and_its_link_opens_them() {
    let blocked = |number: &str| of(invoice(number), STEEL, "Umbrivel Steel").with("ispendactblocked", "Y");
    let free = of(invoice("3"), STEEL, "Umbrivel Steel");
    let mut window =
        on_suppliers([1440.0, 900.0], &[("b2b", &[blocked("1"), free]), ("b2bdn", &[debit(blocked("2"))])]);
    click_line(&mut window, "Umbrivel Steel");
    press(&mut window, Modifiers::NONE, Key::P);
    let lines = |window: &Window| window.query_all_by_label_contains("Pending is blocked by the portal").count();
    assert_eq!(lines(&window), 1);
    assert!(shows_part(&window, "2: Pending is blocked by the portal"));
    // The same is on the button above the lines.
    window.query_all_by_label("Pending 1").last().unwrap().click();
    settle(&mut window);
    assert_eq!(lines(&window), 1);
    assert!(shows_part(&window, "2 refused: Pending is blocked by the portal"));
    let links = window.query_all_by_label("show");
    links.max_by(|a, b| a.rect().top().total_cmp(&b.rect().top())).unwrap().click();
    settle(&mut window);
    assert!(shows(&window, "2 of 3 rows"));
}

#[test]
fn the_answers_for_credit_notes_say_what_each_does_to_the_credit() {
    let held = |number: &str| of(note(number), STEEL, "Umbrivel Steel").heads([10, 0, 0, 0]);
    let mut window = on_suppliers([1440.0, 900.0], &[("b2bcn", &[held("C1"), held("C2"), held("C3")])]);
    click_line(&mut window, "Umbrivel Steel");
    press(&mut window, Modifiers::NONE, Key::A);
    assert!(shows(&window, "Yes, full: credit does not change"), "without action they are deducted too");
    assert!(shows(&window, "No: credit rises by ₹ 30.00"));
    assert!(shows(&window, "Answer one by one: skip these now: credit does not change"));
    click(&mut window, "No: credit rises by ₹ 30.00");
    assert!(shows(&window, "Change +₹ 30.00"), "the question ends with the same figure");
}

#[test]
fn suppliers_of_one_name_have_their_state_beside_it() {
    let unfiled =
        |number: &str, stin: &str| of(invoice(number), stin, "Zintoba Polymers").with("srcfilstatus", "Not Filed");
    let records = [unfiled("1", POLYMERS[0]), unfiled("2", POLYMERS[1]), unfiled("3", POLYMERS[1])];
    let mut window = on_suppliers([1440.0, 900.0], &[("b2b", &records)]);
    click_line(&mut window, "Zintoba Polymers (2)");
    press(&mut window, Modifiers::NONE, Key::P);
    assert!(
        shows(&window, "Zintoba Polymers · 27: 1 not filed.") && shows(&window, "Zintoba Polymers · 29: 2 not filed.")
    );
}

#[test]
fn an_action_says_that_the_selected_supplier_is_hidden_by_the_filter() {
    let mut window = window();
    click_line(&mut window, "Umbrivel Steel");
    assert!(shows(&window, "1 selected"));
    window.get_by_label("Find a supplier").focus();
    window.run();
    window.get_by_label("Find a supplier").type_text("zinto");
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::NONE, Key::R);
    assert!(shows_part(&window, "The selected supplier is hidden by the filter: clear the filter"));
}

#[test]
fn the_buttons_of_a_question_are_seen_in_a_low_window_and_what_is_above_them_scrolls() {
    let records: Vec<Record> = (0..5)
        .flat_map(|place| ["27", "29", "33"].map(|state| (place, state)))
        .map(|(place, state)| {
            let stin = format!("{state}ZZZZZ999{place}Z1Z8");
            of(invoice(&format!("{place}-{state}")), &stin, "Zintoba Polymers").with("srcfilstatus", "Not Filed")
        })
        .collect();
    let notes: Vec<Record> = (0..4).map(|i| of(note(&format!("C{i}")), STEEL, "Umbrivel Steel")).collect();
    for (height, below) in [(380.0, true), (900.0, false)] {
        let mut window = on_suppliers([1280.0, height], &[("b2b", &records), ("b2bcn", &notes)]);
        press(&mut window, Modifiers::COMMAND, Key::A);
        press(&mut window, Modifiers::NONE, Key::P);
        let title = window.get_by_label_contains("Pending · ").rect();
        for name in ["Pending 4", "Cancel"] {
            let button = window.query_all_by_label(name).last().unwrap().rect();
            assert!(button.bottom() < height && button.top() > title.bottom(), "{name}: {button:?} in {height}");
        }
        let last = window.get_by_label_contains("and 15 not filed").rect();
        let button = window.query_all_by_label("Cancel").last().unwrap().rect();
        assert_eq!(last.bottom() > button.top(), below, "what is above it goes on below it: {last:?} {button:?}");
        click(&mut window, "Cancel");
        assert!(!shows_part(&window, "Pending · "));
    }
}

#[test]
fn names_have_the_room_that_a_wide_window_has() {
    let long = "Lunkhera Chemicals and Dyes Private Limited";
    for (width, least) in [(1280.0, 150.0), (1920.0, 250.0)] {
        let records = [of(invoice("1"), STEEL, long), of(invoice("2"), POLYMERS[0], "Lunkhera Chemicals and Paints")];
        let window = on_suppliers([width, 1080.0], &[("b2b", &records)]);
        let heading = window.get_by_role_and_label(Role::Button, "Supplier").rect();
        assert!(heading.width() >= least, "{width}: {heading}");
        let change = window.get_by_role_and_label(Role::Button, "Change").rect();
        assert!(change.right() <= width, "what is decided by is seen: {change}");
    }
}

fn box_of_all(window: &Window) -> Option<Toggled> {
    window.get_by_role_and_label(Role::CheckBox, "All suppliers").accesskit_node().toggled()
}

#[test]
fn the_box_in_the_headings_is_of_the_lines_that_are_shown_and_leaves_hidden_ones_alone() {
    let mut window = window();
    click_line(&mut window, "Zintoba Polymers (2)");
    press(&mut window, Modifiers::COMMAND, Key::F);
    write(&mut window, "Umbrivel");
    assert!(shows(&window, "2 selected, 2 hidden"));
    assert_eq!(box_of_all(&window), Some(Toggled::False), "no line that is shown is selected");
    click(&mut window, "All suppliers");
    assert_eq!(box_of_all(&window), Some(Toggled::True));
    assert!(shows(&window, "3 selected, 2 hidden"), "what is hidden stays selected");
    click(&mut window, "All suppliers");
    assert!(shows(&window, "2 selected, 2 hidden"));
}

#[test]
fn a_question_says_what_of_the_rise_may_come_too_late_in_the_words_of_the_line_that_follows_it() {
    let late = of(invoice("1"), STEEL, "Umbrivel Steel").with("idt", "10-02-2026").with("rtnprd", "082026");
    let folder = Folder::new();
    let file = folder.put("download.json", download(&[("b2b", &[late.with("action", "P")])]));
    // 25 November 2026: GSTR-3B of October, the last return for the credit of 2025-26, was due on the 20th.
    let mut window = start_by([1440.0, 900.0], Store::in_memory(), vec![file], Clock::of(|| 1_795_586_400));
    click(&mut window, "Suppliers");
    click_line(&mut window, "Umbrivel Steel");
    press(&mut window, Modifiers::NONE, Key::A);
    click(&mut window, "and 1 that the portal holds as Pending");
    let words = "₹ 180.00 of it comes only if its last return is still unfiled.";
    assert!(shows(&window, words));
    window.query_all_by_label("Accept 1").last().unwrap().click();
    settle(&mut window);
    assert!(shows_part(&window, words));
}
