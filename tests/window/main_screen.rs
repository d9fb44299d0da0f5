//! The main screen: how many rows are seen, which columns, the rail, the search, the details, where to begin.

use crate::common;

use common::window::{Window, click, press, settle, shows, shows_part, start, start_by};
use common::{Folder, Record, download, invoice, note};
use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers, Rect};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::{Clock, Store};
use ims_desk::book::{Action, Section};

const SMALL: [f32; 2] = [1280.0, 800.0];
const WIDE: [f32; 2] = [1440.0, 900.0];

/// Many invoices and a few credit notes that need an answer.
fn file(folder: &Folder) -> std::path::PathBuf {
    let invoices: Vec<Record> = (1..=60)
        .map(|i| {
            let name = if i % 2 == 0 { "Fenwara Medical Supplies" } else { "Zorvani Foods Private Limited" };
            let heads = if i % 3 == 0 { [0, 90, 90, 0] } else { [180, 0, 0, 0] };
            invoice(&format!("2026100000000{i:03}")).with("tradenm", name).heads(heads).with("action", "N")
        })
        .collect();
    let notes = [
        note("CN/1").with("tradenm", "Fenwara Medical Supplies").with("action", "N"),
        note("CN/2").with("action", "N"),
    ];
    folder.put("october.json", download(&[("b2b", &invoices), ("b2bcn", &notes)]))
}

fn at_noon(day: &str) -> Clock {
    let noon = common::day(day).0 as u64 * 86_400 + 6 * 3_600;
    Clock::of(move || noon)
}

fn window(size: [f32; 2], day: &str) -> Window {
    let folder = Folder::new();
    start_by(size, Store::in_memory(), vec![file(&folder)], at_noon(day))
}

#[test]
fn figures_without_room_in_the_bar_are_a_click_away() {
    let mut window = window([1000.0, 700.0], "10-11-2026");
    let more = |window: &Window| {
        let mut all = window.query_all_by_label_contains(" more");
        all.find(|node| node.accesskit_node().role() == Role::Link)?.accesskit_node().description()
    };
    let rest = more(&window).expect("a link says that there is more");
    assert!(
        rest.contains("Supplier's GSTR-1 not filed") && !shows_part(&window, "Supplier's GSTR-1 not filed"),
        "{rest}"
    );
    window.get_by_role_and_label(Role::Link, "1 more").click();
    settle(&mut window);
    assert!(shows_part(&window, "Supplier's GSTR-1 not filed"), "it is there, and the rows are still on the screen");
    assert!(!shows(&window, "ITC in GSTR-2B"));
    click(&mut window, "Show all figures");
    assert!(shows(&window, "ITC in GSTR-2B"), "the page has all figures");
}

fn heading(window: &Window, name: &str) -> Rect {
    window.get_by_role_and_label(Role::Button, name).rect()
}

fn headings(window: &Window) -> Vec<String> {
    let funnels = window.query_all_by_label_contains("Filter ");
    funnels.filter_map(|node| node.accesskit_node().label()?.strip_prefix("Filter ").map(str::to_owned)).collect()
}

/// How many rows are seen whole.
fn whole_rows(window: &Window) -> usize {
    let rows = window.get_all_by_role(Role::Row).map(|row| row.rect());
    rows.filter(|rect| rect.height() > 25.9).count()
}

fn find(window: &mut Window, text: &str) {
    window.get_by_label("Find in all columns").focus();
    settle(window);
    window.get_by_label("Find in all columns").type_text(text);
    settle(window);
}

#[test]
fn twenty_three_rows_are_seen_at_1280_and_twenty_seven_at_1440() {
    let mut small = window(SMALL, "11-11-2026");
    assert!(shows_part(&small, "14 November: draft GSTR-2B."), "the line with the dates is there");
    assert!(shows(&small, "Details"), "and the details");
    assert_eq!(whole_rows(&small), 23);
    click(&mut small, "Hide");
    assert_eq!(whole_rows(&small), 24);
    let mut wide = window(WIDE, "11-11-2026");
    assert_eq!(whole_rows(&wide), 27);
    click(&mut wide, "Hide");
    assert_eq!(whole_rows(&wide), 27);
}

#[test]
fn what_is_decided_on_is_on_the_screen() {
    let small = window(SMALL, "11-11-2026");
    let all = headings(&small);
    assert_eq!(all[..7], ["Status", "Number", "Supplier", "Taxable", "Tax", "Date", "Value"], "{all:?}");
    let edge = SMALL[0] - 286.0;
    let last = all.last().unwrap();
    assert_eq!(heading(&small, last).right(), edge, "the last one, {last}, ends at the edge");
    assert_eq!(heading(&small, "Number").width(), 130.0, "sixteen digits");
    let wide = window(WIDE, "11-11-2026");
    let all = headings(&wide);
    assert_eq!(all[..8], ["Status", "Number", "Supplier", "Taxable", "IGST", "CGST", "SGST", "Date"], "{all:?}");
    assert!(!all.contains(&"Cess".to_owned()) && !all.contains(&"Tax".to_owned()), "{all:?}");
}

#[test]
fn credit_notes_show_the_answer_beside_the_tax() {
    for size in [SMALL, WIDE] {
        let mut window = window(size, "11-11-2026");
        click(&mut window, "B2B-CN Credit notes");
        let answer = heading(&window, "ITC to be reduced?");
        assert!(answer.right() <= size[0] - 286.0, "{answer:?} in {size:?}");
        assert!(heading(&window, "Supplier").width() >= 110.0);
    }
}

#[test]
fn a_column_that_is_hidden_by_itself_comes_when_it_is_asked_for() {
    let mut window = window(SMALL, "11-11-2026");
    assert!(!headings(&window).contains(&"Cess".to_owned()));
    click(&mut window, "Columns");
    window.get_by_role_and_label(Role::CheckBox, "Cess").click();
    settle(&mut window);
    window.get_by_role_and_label(Role::CheckBox, "Tax").click();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Escape);
    let all = headings(&window);
    assert!(all.contains(&"IGST".to_owned()), "the tax is shown by head where its sum is hidden: {all:?}");
}

#[test]
fn the_supplier_can_be_frozen() {
    let mut window = window(SMALL, "11-11-2026");
    click(&mut window, "Columns");
    click(&mut window, "Freeze supplier");
    press(&mut window, Modifiers::NONE, Key::Escape);
    let before = heading(&window, "Supplier");
    press(&mut window, Modifiers::COMMAND, Key::ArrowRight);
    assert!(headings(&window).contains(&"Internal note".to_owned()), "scrolled to the end");
    assert_eq!(heading(&window, "Supplier").left(), before.left());
}

#[test]
fn the_tax_is_sorted_and_filtered_like_any_amount() {
    let folder = Folder::new();
    let tax = |number: &str, heads: [i64; 4]| invoice(number).heads(heads);
    let records = [tax("A", [180, 0, 0, 0]), tax("B", [0, 50, 50, 0]), tax("C", [100, 100, 100, 5])];
    let path = folder.put("october.json", download(&[("b2b", &records)]));
    let mut window = start(SMALL, Store::in_memory(), vec![path]);
    window.get_by_role_and_label(Role::Button, "Tax").click();
    settle(&mut window);
    assert!(shows_part(&window, "Row 1: B,") && shows_part(&window, "Row 3: C,"));
    click(&mut window, "Filter Tax");
    window.get_by_role_and_label(Role::TextInput, "From").type_text("101");
    settle(&mut window);
    click(&mut window, "Apply");
    assert!(shows(&window, "2 of 3 rows"));
    assert!(shows(&window, "Remove filter: Tax ≥ 101.00"));
}

#[test]
fn the_chips_take_a_row_only_while_there_are_any() {
    let mut window = window(SMALL, "01-11-2026");
    let top = heading(&window, "Number").top();
    click(&mut window, "To decide");
    assert_eq!(heading(&window, "Number").top(), top + 30.0);
    click(&mut window, "Show all rows");
    assert_eq!(heading(&window, "Number").top(), top);
}

#[test]
fn a_sheet_is_one_line_and_views_with_nothing_in_them_wait_behind_more() {
    let mut window = window(SMALL, "11-11-2026");
    assert_eq!(window.get_by_label("B2B Invoices").rect().height(), 25.0);
    assert_eq!(window.get_by_label("B2B Invoices").value().as_deref(), Some("60 of 60 to decide"));
    assert!(window.get_by_label("B2BA Amended invoices").rect().height() < 20.0, "none: small");
    assert!(shows(&window, "Views of B2B") && shows(&window, "To decide"));
    assert!(!shows(&window, "Portal errors"));
    click(&mut window, "More views");
    assert!(shows(&window, "Portal errors") && shows(&window, "Changed"));
    click(&mut window, "Fewer views");
    assert!(!shows(&window, "Portal errors"));
    click(&mut window, "B2B-CN Credit notes");
    assert!(shows(&window, "Views of B2B-CN"));
}

#[test]
fn a_search_marks_and_counts_and_hides_no_row() {
    let mut window = window(WIDE, "11-11-2026");
    find(&mut window, "MEDICAL");
    assert!(shows(&window, "60 of 60 rows"), "nothing is hidden");
    assert!(shows(&window, "30 found") && shows(&window, "B2B-CN 1"));
    assert!(shows_part(&window, "Row 2: 2026100000000002, Fenwara Medical Supplies, No action, found"));
    assert!(!shows_part(&window, "Row 1: 2026100000000001, Zorvani Foods Private Limited, No action, found"));
    press(&mut window, Modifiers::NONE, Key::F3);
    assert!(shows(&window, "1 of 30") && shows(&window, "1 selected"));
    press(&mut window, Modifiers::NONE, Key::F3);
    assert!(shows(&window, "2 of 30"));
    press(&mut window, Modifiers::SHIFT, Key::F3);
    press(&mut window, Modifiers::SHIFT, Key::F3);
    assert!(shows(&window, "30 of 30"), "around the end");
    click(&mut window, "Filter to these");
    assert!(shows(&window, "30 of 60 rows"));
    click(&mut window, "B2B-CN 1");
    assert!(shows(&window, "1 of 1") && shows(&window, "2 of 2 rows") && shows(&window, "B2B 30"));
}

#[test]
fn escape_ends_a_search_before_it_ends_the_selection() {
    let mut window = window(WIDE, "11-11-2026");
    find(&mut window, "medical");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!shows_part(&window, " found"), "in the field it clears it");
    assert_eq!(window.get_by_label("Find in all columns").value().as_deref(), Some(""));
    find(&mut window, "medical");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(shows(&window, "1 of 30") && shows(&window, "1 selected"));
    click(&mut window, "Filter to these");
    assert!(shows(&window, "30 of 60 rows"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!shows(&window, "1 of 30") && shows(&window, "1 selected"), "the selection is still there");
    assert!(shows(&window, "60 of 60 rows"), "its filter went with it");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!shows(&window, "1 selected"));
}

#[test]
fn what_was_typed_into_the_search_decides_nothing_and_enter_goes_to_the_first_hit() {
    let mut window = window(WIDE, "11-11-2026");
    find(&mut window, "arp");
    assert_eq!(window.state().book().unwrap().sheet(Section::B2b).actions()[0], Action::NoAction);
    assert!(shows(&window, "None in B2B"));
    press(&mut window, Modifiers::NONE, Key::F3);
    assert!(shows(&window, "No row of this view has it."));
}

#[test]
fn with_nothing_selected_the_details_add_up_the_view() {
    let mut window = window(WIDE, "11-11-2026");
    assert!(shows(&window, "Totals of 60 rows") && shows(&window, "Tax by action"));
    assert!(shows(&window, "10,800.00"), "60 × 180 of tax");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert!(!shows(&window, "Tax by action") && shows(&window, "B2B · row 2 of 60"));
    press(&mut window, Modifiers::NONE, Key::A);
    assert!(shows(&window, "was No action"));
    click(&mut window, "Undo this step");
    assert!(!shows(&window, "was No action"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(shows(&window, "Totals of 60 rows"));
}

#[test]
fn the_details_begin_with_whose_it_is_and_the_amounts_and_hold_a_gstin_in_one_line() {
    let folder = Folder::new();
    let record = invoice("A-1").with("stin", "27WWWWW2865M1Z8").with("tradenm", "Asha").heads([0, 90, 90, 0]);
    let path = folder.put("october.json", download(&[("b2b", &[record])]));
    let mut window = start(SMALL, Store::in_memory(), vec![path]);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    let panel = SMALL[0] - 286.0;
    let in_panel = |text: &str| {
        let mut nodes = window.get_all_by_label(text).filter(|node| node.rect().left() > panel);
        nodes.next().map(|node| node.rect()).unwrap()
    };
    let (taxable, tax, supplier, date) =
        (in_panel("Taxable value"), in_panel("Tax"), in_panel("Asha"), in_panel("Date"));
    assert!(supplier.bottom() < taxable.top() && taxable.top() < tax.top() && tax.bottom() < date.top());
    let gstin = in_panel("27WWWWW2865M1Z8 · GSTR-1 filed");
    assert!(gstin.height() < 24.0, "in one line: {gstin:?}");
    assert!(!shows_part(&window, "\"inum\""), "the portal's text is folded away");
    click(&mut window, "Show");
    assert!(shows_part(&window, "\"inum\": \"A-1\""));
}

#[test]
fn the_first_line_leads_to_exactly_what_it_counts_and_goes_when_it_is_done() {
    let mut window = window(WIDE, "01-11-2026");
    assert!(shows(&window, " · 13 days to 14 November: draft GSTR-2B"), "no date is near, but something is to be done");
    click(&mut window, "2 credit notes to answer");
    assert!(shows(&window, "2 of 2 rows") && shows(&window, "Remove filter: Credit notes to answer"));
    click(&mut window, "62 to decide");
    assert!(
        shows(&window, "62 of 62 rows") && shows(&window, "Remove filter: To decide"),
        "of two sheets in one table"
    );
    click(&mut window, "B2B Invoices");
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    assert!(shows(&window, "2 to decide"), "what is decided is counted no more");
    click(&mut window, "Hide");
    assert!(!shows(&window, "2 to decide") && shows_part(&window, "GSTR-3B due 20-11"), "the due date goes up");
}

#[test]
fn the_shortcuts_stay_in_the_row_of_actions() {
    for size in [SMALL, WIDE] {
        let mut window = window(size, "11-11-2026");
        press(&mut window, Modifiers::NONE, Key::ArrowDown);
        for (name, keys) in [("Accept 1", "A"), ("Pending 1", "P"), ("Remarks", "M"), ("ITC", "I")] {
            let node = window.get_by_label(name).accesskit_node();
            assert_eq!(node.data().keyboard_shortcut(), Some(keys), "{name} in {size:?}");
        }
        assert!(shows(&window, "More") && shows(&window, "Filter") && shows(&window, "Columns"));
        let details = window.get_by_label("Details").accesskit_node().toggled();
        assert_eq!(details, Some(Toggled::True));
    }
}

#[test]
fn dates_are_filtered_by_the_month_or_the_year_with_one_click() {
    let mut window = window(WIDE, "11-11-2026");
    click(&mut window, "Filter Date");
    click(&mut window, "This FY");
    assert_eq!(window.get_by_role_and_label(Role::TextInput, "From").value().as_deref(), Some("01-04-2026"));
    click(&mut window, "Last month");
    assert_eq!(window.get_by_role_and_label(Role::TextInput, "To").value().as_deref(), Some("31-10-2026"));
    click(&mut window, "Apply");
    assert!(shows(&window, "Remove filter: Date 01-10-2026 to 31-10-2026"));
}
