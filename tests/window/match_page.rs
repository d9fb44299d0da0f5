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
        ("1 set to No action here: your decision too", "1 of 4 rows"),
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
    assert!(shows_part(&window, ": A/2,"));
    click(&mut window, "Match");
    assert!(!shows_part(&window, "decided already"), "it has no action: it is to decide");
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
        let button = window.get_by_label("Accept 13: tax within ₹ 1.00").rect();
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
        shows(&window, "Round-off let pass: 2 matches; the portal has ₹ 0.50 more and ₹ 1.00 less."),
        "{:#?}",
        common::window::screen(&window)
    );
    assert!(window.get_by_label_contains("Accept all exact").accesskit_node().is_disabled());
}
