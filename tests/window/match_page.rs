//! The page *Match* as a page: what its counts open, that nothing of it is cut, and what is said of a register of which nothing was
//! said.

use crate::common;
use crate::matches::{Voucher, bought, import, mixed, open};

use common::window::{Window, click, click_row, press, settle, shows, shows_part, start_with};
use common::{Record, invoice, note};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::Store;
use ims_desk::book::EntryType;

#[test]
fn every_word_of_the_legend_and_every_count_of_what_is_skipped_opens_as_many_records() {
    let mut window = mixed();
    for key in [Key::R, Key::N] {
        click_row(&mut window, "A/2");
        press(&mut window, Modifiers::NONE, key);
    }
    for (link, rows) in [
        ("matched 2", "2 of 4 rows"),
        ("something differs 1", "1 of 4 rows"),
        ("no voucher 1", "1 of 4 rows"),
        ("1 decided already, here or on the portal", "1 of 4 rows"),
    ] {
        click(&mut window, "Match");
        assert!(
            window.query_by_role_and_label(Role::Link, link).is_some(),
            "{link}: {:#?}",
            common::window::screen(&window)
        );
        click(&mut window, link);
        assert!(shows(&window, rows), "{link}: {:#?}", common::window::screen(&window));
    }
    assert!(shows_part(&window, ": A/2,"), "No action that was chosen is a decision");
}

#[test]
fn what_was_not_said_of_the_register_is_not_shown_as_said() {
    let mut window = open(&[("b2b", &[invoice("A/1"), invoice("Q-90")])]);
    import(&mut window, &[bought("A/1", 1000, 180)]);
    click(&mut window, "Match");
    let said = |window: &Window| window.state().book().unwrap().register().said_complete();
    assert!(said(&window).is_none() && shows_part(&window, "Not said, taken as No"));
    click(&mut window, "Register complete: No");
    assert_eq!(said(&window), Some(false));
    assert!(!shows_part(&window, "Not said") && shows_part(&window, "Only with Yes is Pending suggested"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(said(&window).is_none() && shows_part(&window, "Not said, taken as No"));
}

#[test]
fn the_longest_button_of_the_page_ends_before_its_edge_and_no_name_is_cut() {
    for width in [1024.0, 1280.0, 1440.0] {
        let numbers: Vec<&'static str> = (0..13).map(|n| &*format!("A/{}", 1000 + 37 * n).leak()).collect();
        let records: Vec<Record> = numbers.iter().map(|number| invoice(number)).collect();
        let mut window = start_with([width, 800.0], Store::in_memory(), &[("b2b", &records)]);
        // The tax is equal, the taxable value is not.
        let vouchers: Vec<Voucher> = numbers.iter().map(|number| bought(number, 900, 180)).collect();
        import(&mut window, &vouchers);
        click(&mut window, "Match");
        let button = window.get_by_label("Accept 13: tax agrees").rect();
        let line = window.get_by_label_contains("Amounts differ: 13 records").rect();
        assert!(button.right() <= line.right() && line.right() <= width - 20.0, "{width}: {button} in {line}");
    }
}

#[test]
fn round_off_of_a_credit_note_is_counted_with_its_sign() {
    let mut window =
        open(&[("b2b", &[invoice("A/1").with("iamt", 180.5).with("val", 1180.5)]), ("b2bcn", &[note("C/1")])]);
    import(&mut window, &[bought("A/1", 1000, 180), Voucher("C/1", 10_000, 1_799, EntryType::CreditNote)]);
    settle(&mut window);
    click(&mut window, "Match");
    assert!(
        shows(
            &window,
            "Let pass as round-off, in all lines together: the tax of 2 matches; the portal has ₹ 0.50 more and ₹ 1.00 less."
        ),
        "{:#?}",
        common::window::screen(&window)
    );
    assert!(window.get_by_label_contains("Accept all exact").accesskit_node().is_disabled());
}

/// What has the keyboard.
fn focused(window: &Window) -> String {
    let all = window.root().children_recursive();
    let node = all.map(|node| node.accesskit_node()).find(|node| node.is_focused());
    node.and_then(|node| node.label()).unwrap_or_default()
}

#[test]
fn the_page_has_the_keyboard_when_it_opens_and_arrows_go_from_line_to_line() {
    let mut window = mixed();
    click(&mut window, "Match");
    let mut seen = vec![focused(&window)];
    for key in [Key::ArrowDown, Key::End, Key::ArrowUp, Key::ArrowDown, Key::PageUp, Key::End, Key::Home] {
        press(&mut window, Modifiers::NONE, key);
        seen.push(focused(&window));
    }
    let first: Vec<&str> = seen.iter().map(|name| name.split(':').next().unwrap_or_default()).collect();
    let wanted = ["Matched", "Amounts differ", "Not in IMS", "Not in books", "Not in IMS", "Matched"];
    assert_eq!(first[..6], wanted, "{seen:?}");
    assert_eq!(first[6..], ["Not in IMS", "Matched"]);
    // Escape is for what is selected: here nothing is.
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!shows_part(&window, "Select nothing"));
    assert!(focused(&window).starts_with("Matched:"));
}

#[test]
fn f6_comes_to_the_page_and_back_to_its_line() {
    let mut window = mixed();
    click(&mut window, "Match");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    let mut seen = Vec::new();
    for _ in 0..8 {
        press(&mut window, Modifiers::NONE, Key::F6);
        seen.push(focused(&window));
    }
    assert!(!seen[0].starts_with("Amounts"), "{seen:?}");
    assert!(seen.iter().any(|name| name.starts_with("Amounts differ: ")), "{seen:?}");
}

#[test]
fn the_keyboard_stays_on_its_line_while_others_come_and_go() {
    let rounded = invoice("A/2").with("iamt", 180.5).with("val", 1180.5);
    let mut window = open(&[("b2b", &[invoice("A/1"), rounded, invoice("A/3"), invoice("Q-90")])]);
    import(&mut window, &[bought("A/1", 1000, 180), bought("A/2", 1000, 180), bought("A/3", 900, 162)]);
    click(&mut window, "Match");
    let line = "Matched, round-off: ";
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    // What was done is said in a line below, which leaves again.
    click(&mut window, "Accept all exact (1)");
    assert!(shows(&window, "Dismiss") && focused(&window).starts_with(line), "{}", focused(&window));
    click(&mut window, "Dismiss");
    assert!(focused(&window).starts_with(line), "{}", focused(&window));
    // The button beside it goes with what it did.
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(focused(&window), "Accept 1");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(!shows(&window, "Accept 1") && focused(&window).starts_with(line), "{}", focused(&window));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(focused(&window).starts_with(line), "{}", focused(&window));
    // A line leads away, and back to it.
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(shows(&window, "1 of 4 rows"));
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert!(focused(&window).starts_with(line), "{}", focused(&window));
    // In the list of commands the keys are its own.
    press(&mut window, Modifiers::COMMAND, Key::K);
    assert!(!focused(&window).starts_with(line));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(focused(&window).starts_with(line), "{}", focused(&window));
}

#[test]
fn the_difference_of_all_is_the_sum_of_the_differences_shown() {
    // One pair differs by 18.00; what is on one side alone has no difference.
    let mut window = mixed();
    click(&mut window, "Match");
    assert!(shows_part(&window, "difference +18.00"), "{:#?}", common::window::screen(&window));
}

#[test]
fn the_columns_of_money_are_there_beside_the_longest_button() {
    let numbers: Vec<&'static str> = (0..13).map(|n| &*format!("A/{}", 1000 + 37 * n).leak()).collect();
    let records: Vec<Record> = numbers.iter().map(|number| invoice(number)).collect();
    let mut window = start_with([1280.0, 800.0], Store::in_memory(), &[("b2b", &records)]);
    let vouchers: Vec<Voucher> = numbers.iter().map(|number| bought(number, 900, 180)).collect();
    import(&mut window, &vouchers);
    click(&mut window, "Match");
    assert!(shows(&window, "Accept 13: tax agrees"));
    // What has no room is said under the pointer.
    let line = window.get_by_label_contains("Amounts differ: 13 records").rect();
    window.hover_at(line.left_center() + egui::vec2(60.0, 0.0));
    settle(&mut window);
    assert!(!shows_part(&window, "Tax, register: "), "{:#?}", common::window::screen(&window));
}

#[test]
fn what_a_filter_hides_is_said_once_for_all_buttons_and_a_click_shows_it() {
    let mut window = mixed();
    click(&mut window, "Not in books");
    assert!(shows(&window, "1 of 4 rows"));
    click(&mut window, "Match");
    let said = |window: &Window| shows(window, "3 hidden by a filter (Not in books on B2B): no button decides them.");
    assert!(said(&window) && shows(&window, "Accept all exact (0)"), "{:#?}", common::window::screen(&window));
    click(&mut window, "Show all rows");
    assert!(!said(&window) && shows(&window, "Accept all exact (2)"));
}

#[test]
fn what_is_only_in_the_books_leads_to_its_vouchers_and_to_the_tables_for_the_suppliers() {
    let mut window = mixed();
    click(&mut window, "Match");
    click(&mut window, "Save for the suppliers… Not in IMS");
    assert!(shows_part(&window, "1 voucher"), "{:#?}", common::window::screen(&window));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(shows(&window, "1 of 4 vouchers") && shows(&window, "Match: Not in IMS"));
}

#[test]
fn how_purchase_returns_are_booked_is_asked_only_where_a_credit_note_depends_on_it() {
    let mut window = mixed();
    click(&mut window, "Match");
    assert!(!shows_part(&window, "purchase returns reduce the credit"));
}
