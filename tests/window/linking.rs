//! What the user links by hand, from the details, from the sheet *Register* and from the palette; and what the page *Match* says of
//! what its buttons leave.

use crate::common;
use crate::matches::mixed;

use common::window::{Window, click, click_row, press, settle, shows, shows_part};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::book::{Action, Section};

fn actions(window: &Window) -> Vec<Action> {
    window.state().book().unwrap().sheet(Section::B2b).actions().to_vec()
}

#[test]
fn a_filter_that_takes_records_from_the_main_button_is_named_beside_it() {
    let mut window = mixed();
    click(&mut window, "Amounts differ");
    click(&mut window, "Match");
    assert!(shows(&window, "Accept all exact (0)") && !shows_part(&window, "Left alone they count as accepted"));
    assert!(shows(&window, "Hidden by a filter (Amounts differ on B2B): 2."), "{:#?}", common::window::screen(&window));
    click(&mut window, "Show them too");
    assert!(shows(&window, "Accept all exact (2)") && !shows_part(&window, "Hidden by a filter"));
    assert!(shows_part(&window, "Left alone they count as accepted"));
    click(&mut window, "Accept all exact (2)");
    assert!(shows(&window, "Accept all exact (0)") && shows(&window, "Nothing to accept here."));
    assert!(!shows_part(&window, "Left alone they count as accepted"), "none is left alone");
    let total = "All records: 4 records, 1 to check, 2 decided";
    assert!(shows_part(&window, total) || shows_part(&window, "Difference: of the pairs alone"));
}

#[test]
fn a_second_voucher_is_linked_beside_the_first_and_what_cannot_be_done_says_why() {
    let mut window = mixed();
    click_row(&mut window, "Q-90");
    let why = |window: &Window, button: &str| {
        let node = window.get_by_label(button).accesskit_node();
        assert!(node.is_disabled(), "{button}");
    };
    why(&window, "Confirm");
    assert!(!shows(&window, "Link with ZZ/81 too"), "it is with none yet");
    click(&mut window, "Link with ZZ/81");
    click(&mut window, "Link with A/3 too");
    assert!(shows_part(&window, "Linked 1 record with 2 vouchers. A/3 is now Not in books."));
    assert_eq!(window.state().book().unwrap().links().links[0].entries.len(), 2);
    assert_eq!(actions(&window), [Action::NoAction; 4], "nothing was decided");
}

/// Marks a voucher on the sheet *Register*.
fn click_voucher(window: &mut Window, number: &str) {
    let rows = window.query_all_by_label_contains("Voucher ").filter(|row| {
        let name = row.accesskit_node().label().unwrap_or_default();
        name.starts_with("Voucher ") && name.contains(number)
    });
    let at = rows.map(|row| row.rect().left_center() + egui::vec2(200.0, 0.0)).next().expect("the voucher is shown");
    window.hover_at(at);
    window.drag_at(at);
    window.drop_at(at);
    settle(window);
}

#[test]
fn any_voucher_is_found_on_register_to_be_linked() {
    let mut window = mixed();
    click_row(&mut window, "Q-90");
    click(&mut window, "Find…");
    assert!(shows_part(&window, "A voucher for Q-90 of"), "{:#?}", common::window::screen(&window));
    click_voucher(&mut window, "a-2");
    assert!(shows(&window, "Link with a-2") && !shows(&window, "Link with a-2 too"), "it is with none yet");
    click(&mut window, "Link with a-2");
    assert!(shows_part(&window, "Linked 1 record with 1 voucher. A/2 is now Not in books."));
    assert!(shows(&window, "linked by you"), "back at the record");
    // Who goes elsewhere looks for none any more.
    click(&mut window, "Find…");
    click_voucher(&mut window, "ZZ/81");
    assert!(shows(&window, "Link with ZZ/81") && shows(&window, "Link with ZZ/81 too"));
    click(&mut window, "Suppliers");
    click(&mut window, "Register");
    assert!(!shows_part(&window, "A voucher for"));
    assert_eq!(actions(&window), [Action::NoAction; 4], "nothing was decided");
}

#[test]
fn a_link_is_undone_from_the_palette() {
    let mut window = mixed();
    let ask = |window: &mut Window, text: &str| {
        press(window, Modifiers::COMMAND, Key::K);
        window.event(egui::Event::Text(text.into()));
        settle(window);
        press(window, Modifiers::NONE, Key::Enter);
    };
    click_row(&mut window, "A/1");
    click(&mut window, "Confirm");
    let links = |window: &Window| window.state().book().unwrap().links().clone();
    assert_eq!(links(&window).links.len(), 1);
    ask(&mut window, "undo link");
    assert!(links(&window).is_empty());
    click(&mut window, "Not the same");
    assert_eq!(links(&window).aparts.len(), 1);
    ask(&mut window, "undo \"not");
    assert!(links(&window).is_empty());
}
