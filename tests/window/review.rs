//! The review before generating, through the names of the window's controls.

use crate::common;

use common::window::{Window, at_once, click, key, press, settle, shows, shows_part, start_with};
use common::{Record, invoice, note};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;

fn window(sections: &[(&str, &[Record])]) -> Window {
    start_with([1280.0, 1000.0], Store::in_memory(), sections)
}

/// Does an action with all rows of a sheet.
fn all_of(window: &mut Window, sheet: &str, key: Key) {
    click(window, sheet);
    press(window, Modifiers::COMMAND, Key::A);
    press(window, Modifiers::NONE, key);
}

fn review(window: &mut Window) {
    press(window, Modifiers::COMMAND, Key::R);
    assert!(shows(window, "Review"));
}

const INVOICES: &str = "B2B Invoices";
const OTHER: &str = "24AAAAA0000A1Z8";

/// Two invoices of one supplier and one of another, Pending on the portal and accepted here.
fn accepted() -> Window {
    let held = |number| invoice(number).with("action", "P");
    let named = |record: Record, name: &str| record.with("tradenm", name);
    let other = named(held("A-3").with("stin", OTHER).heads([1_000, 0, 0, 0]), "Bharat Supplies");
    let mut window = window(&[(
        "b2b",
        &[
            named(held("A-1"), "Aarav Steel"),
            named(held("A-2").with("srcfilstatus", "Not Filed"), "Aarav Steel"),
            other,
        ],
    )]);
    all_of(&mut window, INVOICES, Key::A);
    window
}

fn find(window: &mut Window, label: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, label).focus();
    settle(window);
    window.get_by_role_and_label(Role::TextInput, label).type_text(text);
    settle(window);
}

/// Whether two pieces stand on one line.
fn on_one_line(one: egui::Rect, other: egui::Rect) -> bool {
    one.y_range().contains(other.center().y) || other.y_range().contains(one.center().y)
}

/// Whether this number of records is at the left of these words.
fn counts(window: &Window, number: &str, words: &str) -> bool {
    let words = window.get_by_label(words).rect();
    let beside = |rect: egui::Rect| on_one_line(rect, words) && (0.0..60.0).contains(&(words.left() - rect.right()));
    window.query_all_by_label(number).any(|node| beside(node.rect()))
}

/// Clicks the link that is on the line of these words.
fn click_link_of(window: &mut Window, words: &str, link: &str) {
    let words = window.get_by_label(words).rect();
    window.get_all_by_label(link).find(|node| on_one_line(node.rect(), words)).unwrap().click();
    settle(window);
}

#[test]
fn the_summary_adds_up_sheets_and_actions_and_tells_what_does_not_count_yet() {
    let mut window = accepted();
    review(&mut window);
    assert!(shows(&window, "3 records will be in the JSON."));
    assert!(shows_part(&window, "0 others stay as they are on the portal."));
    assert!(shows(&window, "₹ 1,180.00"), "the two of suppliers who have filed");
    for (name, amount) in [
        ("If nothing more is done", "₹ 0.00"),
        ("With your decisions", "₹ 1,180.00"),
        ("Change this month", "₹ 1,180.00"),
    ] {
        assert!(shows(&window, name) && shows(&window, amount), "{name}");
    }
    assert!(shows_part(&window, "Change: added ₹ 1,180.00"));
    assert!(shows_part(&window, "Not in these figures: Supplier's GSTR-1 not filed 1: ₹ 180.00"));
    assert!(shows(&window, "In this JSON") && shows(&window, "On the portal before, unchanged"));
}

#[test]
fn suppliers_are_listed_and_a_click_shows_their_records_and_then_the_record() {
    let mut window = accepted();
    review(&mut window);
    click(&mut window, "By supplier");
    let (one, two) = (
        "Aarav Steel, 29AAAAA0000A1ZY, 2, 2, –, –, –, +₹ 180.00, 1",
        "Bharat Supplies, 24AAAAA0000A1Z8, 1, 1, –, –, –, +₹ 1,000.00, –",
    );
    let top = |window: &Window, name: &str| window.get_by_label(name).rect().top();
    assert!(top(&window, two) < top(&window, one), "the largest change comes first");
    click(&mut window, "Sort by Change this month");
    assert!(top(&window, one) < top(&window, two));
    click(&mut window, "Sort by Supplier");
    assert!(top(&window, one) < top(&window, two), "names are read from A");
    find(&mut window, "Find a supplier or GSTIN", "bharat");
    assert!(!shows(&window, one));

    click(&mut window, two);
    assert!(shows(&window, "1 record found. A click goes to the record."));
    click(&mut window, "B2B, A-3, Bharat Supplies, Pending, Accept, ₹ 1,000.00");
    assert!(!shows(&window, "Review"));
    assert!(shows(&window, "B2B · row 3 of 3"));
}

#[test]
fn all_records_are_listed_with_what_they_were_and_become() {
    let mut window = accepted();
    review(&mut window);
    click(&mut window, "Records");
    assert!(shows(&window, "B2B, A-1, Aarav Steel, Pending, Accept, ₹ 180.00"));
    assert!(shows(&window, "B2B, A-2, Aarav Steel, Pending, Accept, ₹ 0.00, not filed"));
    find(&mut window, "Find a number, supplier or GSTIN", "a-2");
    assert!(shows(&window, "1 record found. A click goes to the record."));
    assert!(!shows_part(&window, "B2B, A-1"));
}

#[test]
fn the_lists_are_gone_through_by_keyboard() {
    let mut window = accepted();
    review(&mut window);
    click(&mut window, "Records");
    window.get_by_label("Records to be written").focus();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(shows(&window, "B2B · row 2 of 3"));
}

#[test]
fn answers_taken_by_default_are_counted_with_their_tax_and_shown() {
    // Several at once would be asked about.
    let mut window = window(&[("b2bcn", &[note("C-1"), note("C-2").with("action", "R")])]);
    press(&mut window, Modifiers::COMMAND, Key::Home);
    press(&mut window, Modifiers::NONE, Key::ArrowUp);
    press(&mut window, Modifiers::NONE, Key::A);
    review(&mut window);
    let words = "answered by default with Yes, full: credit falls by ₹ 1,800.00";
    assert!(counts(&window, "1", words));
    click_link_of(&mut window, words, "Show in B2B-CN");
    assert!(!shows(&window, "Review"));
    assert!(shows(&window, "1 of 2 rows"));
}

#[test]
fn amendments_without_their_original_stand_apart() {
    let alone = invoice("B-1").amends("A-0", "10-02-2026").with("itcRedReqBlocked", "Y");
    let mut window = window(&[("b2b", &[invoice("A-1")]), ("b2ba", &[alone])]);
    all_of(&mut window, "B2BA Amended invoices", Key::A);
    review(&mut window);
    let words = "amended, original invoice not found, ₹ 180.00: not counted in the figures";
    assert!(counts(&window, "1", words));
    click_link_of(&mut window, words, "Show in B2BA");
    assert!(shows(&window, "1 of 1 rows"));
}

#[test]
fn what_the_portal_is_known_to_refuse_is_said_and_shown() {
    let mut window = accepted();
    review(&mut window);
    window.get_by_role_and_label(Role::Tab, "Risks").click();
    settle(&mut window);
    assert!(shows(&window, "The portal may refuse"));
    assert!(shows_part(&window, "1 record. The suppliers' GSTR-1 is not filed"));
    assert!(shows_part(&window, "IMSSAV0010"));
    click(&mut window, "Show in B2B");
    assert!(shows(&window, "1 of 3 rows"));
}

/// Whether the journal of the one book of this folder says that its review was looked at since the last change.
fn reviewed(home: &std::path::Path, file: &std::path::Path) -> bool {
    let disk = ims_desk::disk::RealDisk;
    let mut book = ims_desk::portal::open(&[file.to_owned()], &Default::default()).unwrap();
    let head = ims_desk::store::journal::Head::of(&book);
    let folder = home.join(common::RECIPIENT).join(head.key());
    ims_desk::store::journal::resume(&disk, &folder, &mut book, &head).unwrap().log.reviewed()
}

#[test]
fn that_the_review_was_looked_at_is_kept_until_something_changes() {
    let folder = common::Folder::new();
    let home = folder.path("ims-desk-data");
    let invoices = ["A-1", "A-2"].map(|number| invoice(number).with("action", "P"));
    let file = folder.put("download.json", common::download(&[("b2b", &invoices)]));
    let open = || common::window::start([1280.0, 1000.0], Store::at(home.clone()), vec![file.clone()]);
    let mut window = open();
    all_of(&mut window, INVOICES, Key::A);
    drop(window);
    assert!(!reviewed(&home, &file));

    let mut window = open();
    review(&mut window);
    drop(window);
    assert!(reviewed(&home, &file));

    let mut window = open();
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::Y);
    drop(window);
    assert!(!reviewed(&home, &file), "undone and redone: it is to be looked at once more");
}

#[test]
fn a_sheet_of_which_nothing_is_in_the_json_is_left_out() {
    let mut window = window(&[("b2b", &[invoice("A-1")]), ("b2bdn", &[note("D-1")])]);
    all_of(&mut window, INVOICES, Key::A);
    let rail = |window: &Window, name: &str| window.query_all_by_label(name).count();
    let before = [INVOICES, "B2B-DN Debit notes"].map(|name| rail(&window, name));
    review(&mut window);
    let lines = [INVOICES, "B2B-DN Debit notes"].map(|name| rail(&window, name));
    assert_eq!([lines[0] - before[0], lines[1] - before[1]], [1, 0]);
}

#[test]
fn a_link_leads_to_the_sheet_that_it_names() {
    let mut window = accepted();
    click(&mut window, "All sheets");
    review(&mut window);
    window.get_by_role_and_label(Role::Tab, "Risks").click();
    settle(&mut window);
    click(&mut window, "Show in B2B");
    assert!(shows(&window, "B2B, 1 rows"), "{:#?}", crate::common::window::screen(&window));
}

#[test]
fn a_key_that_was_pressed_before_the_review_was_on_the_screen_is_not_for_it() {
    let mut window = accepted();
    at_once(&mut window, [key(Modifiers::COMMAND, Key::R), key(Modifiers::NONE, Key::Enter)].concat());
    assert!(shows_part(&window, "will be in the JSON."), "the review stays until it was read");
    assert!(!shows(&window, "Generate the JSON to upload"));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(!shows_part(&window, "will be in the JSON."), "then Enter goes on");
}
