//! Matching with a purchase register in the window: columns, details, overview, walking, settings, through the names of controls.

use std::sync::Arc;

use crate::basics::fill;
use crate::common;

use common::window::{Window, click, click_row, press, settle, shows, shows_part, start, start_by};
use common::{Folder, Record, SUPPLIER, download, invoice, note};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::{Clock, Store};
use ims_desk::book::{Action, Entries, EntrySum, EntryType, LinkKind, NewEntry, ReadPart, RegisterPart, Section};
use ims_desk::edit::Command;
use ims_desk::values::{Day, Paise};

/// A voucher of February 2026: its number, taxable value and tax (IGST) in rupees.
pub struct Voucher(pub &'static str, pub Paise, pub Paise, pub EntryType);

pub fn bought(number: &'static str, taxable: Paise, tax: Paise) -> Voucher {
    Voucher(number, taxable, tax, EntryType::Invoice)
}

/// Imports a register of these vouchers, as the command does that an import ends with.
pub fn import(window: &mut Window, vouchers: &[Voucher]) {
    let mut entries = Entries::default();
    for (Voucher(number, taxable, tax, kind), line) in vouchers.iter().zip(2..) {
        let mut amounts = [None; 7];
        amounts[EntrySum::Taxable as usize] = Some(taxable * 100);
        let note = *kind == EntryType::CreditNote;
        let half = Some(tax * 100 / 2).filter(|_| note);
        amounts[EntrySum::Igst as usize] = Some(if note { 0 } else { tax * 100 });
        amounts[EntrySum::Cgst as usize] = half.or(Some(0));
        amounts[EntrySum::Sgst as usize] = half.or(Some(0));
        amounts[EntrySum::Cess as usize] = Some(0);
        let date = Day::parse("10-02-2026").unwrap();
        let of =
            NewEntry { gstin: SUPPLIER, number, date, amounts, kind: *kind, lines: &[line], ..NewEntry::default() };
        entries.push(&of);
    }
    let day = |text| Day::parse(text).unwrap();
    let covers = Some((day("01-02-2026"), day("28-02-2026")));
    let part = RegisterPart { file: "Purchase.xlsx".into(), covers, ..RegisterPart::default() };
    let parts = vec![ReadPart { part, entries: Arc::new(entries), ..ReadPart::default() }];
    window.state_mut().carry_out(Command::ImportRegister { parts, replaces: Vec::new() });
    settle(window);
}

pub fn open(sections: &[(&str, &[Record])]) -> Window {
    let folder = Folder::new();
    let files = vec![folder.put("download.json", download(sections))];
    start([1440.0, 900.0], Store::in_memory(), files)
}

/// The same on a day of March 2026: the GSTR-2B of February is being closed.
fn open_in_march(size: [f32; 2], sections: &[(&str, &[Record])]) -> Window {
    let folder = Folder::new();
    let files = vec![folder.put("download.json", download(sections))];
    let noon = common::day("10-03-2026").0 as u64 * 86_400 + 6 * 3_600;
    start_by(size, Store::in_memory(), files, Clock::of(move || noon))
}

/// Two that agree, one whose amounts differ, one that is not in the books.
pub fn mixed() -> Window {
    let mut window =
        open(&[("b2b", &[invoice("A/1"), invoice("A/2"), invoice("A/3"), invoice("Q-90").heads([54, 0, 0, 0])])]);
    import(
        &mut window,
        &[bought("A/1", 1000, 180), bought("a-2", 1000, 180), bought("A/3", 900, 162), bought("ZZ/81", 990, 53)],
    );
    window
}

fn actions(window: &Window) -> Vec<Action> {
    window.state().book().unwrap().sheet(Section::B2b).actions().to_vec()
}

#[test]
fn rows_say_their_match_and_a_suggestion_that_is_no_decision() {
    let mut window = open(&[("b2b", &[invoice("A/1"), invoice("A/2")])]);
    assert!(!shows(&window, "Match") && !shows_part(&window, "to check"), "nothing of it without a register");
    import(&mut window, &[bought("A/1", 1000, 180)]);
    assert!(shows_part(&window, ": A/1, , No action, Matched, Accept?"));
    assert!(shows_part(&window, ": A/2, , No action, Not in books, Check"));
    assert!(shows(&window, "Match") && shows(&window, "1 to check"));
    for view in ["Suggested Accept", "To check", "Not in books"] {
        assert!(shows(&window, view), "{view}");
    }
    click(&mut window, "Suggested Accept");
    assert!(shows_part(&window, ": A/1,") && !shows_part(&window, ": A/2,"));
    assert_eq!(actions(&window), [Action::NoAction; 2]);
}

#[test]
fn a_record_and_its_voucher_are_side_by_side_in_the_details() {
    let mut window = mixed();
    click_row(&mut window, "A/3");
    assert!(shows_part(&window, "The portal has ₹ 18.00 more tax than your register."));
    assert!(shows_part(&window, "IGST: portal 180.00, register 162.00, differs"));
    assert!(shows_part(&window, "Date: portal 10-02-2026, register 10-02-2026, agrees"));
    assert!(shows_part(&window, "Register: line 4 of Purchase.xlsx"));
    click(&mut window, "Confirm");
    assert!(shows_part(&window, "Confirmed 1 match."));
    assert!(shows(&window, "linked by you"));
    let links = |window: &Window| window.state().book().unwrap().links().links.clone();
    assert_eq!(links(&window)[0].kind, LinkKind::Confirmed);
    click(&mut window, "Undo link");
    assert!(links(&window).is_empty());
    click(&mut window, "Not the same");
    assert!(shows_part(&window, "Not in books"));
    click(&mut window, "Undo \"not the same\"");
    assert!(shows_part(&window, "IGST: portal 180.00, register 162.00, differs"));
    assert_eq!(actions(&window), [Action::NoAction; 4], "nothing was decided");
}

#[test]
fn a_pair_that_differs_in_its_number_alone_is_checked_once_it_is_confirmed() {
    let mut window = open(&[("b2b", &[invoice("Q-90")])]);
    import(&mut window, &[bought("ZZ/81", 1000, 180)]);
    assert!(shows_part(&window, "Bill no. differs, Check") && shows(&window, "1 to check"));
    click_row(&mut window, "Q-90");
    click(&mut window, "Confirm");
    assert!(shows_part(&window, "Bill no. differs, Accept?") && !shows(&window, "1 to check"));
    click(&mut window, "Undo link");
    assert!(shows_part(&window, "Bill no. differs, Check"));
    assert_eq!(actions(&window), [Action::NoAction], "nothing was decided");
}

#[test]
fn a_record_is_linked_by_hand_in_two_clicks() {
    let mut window = mixed();
    click_row(&mut window, "Q-90");
    assert!(shows_part(&window, "Nearest: line 5 of Purchase.xlsx, ZZ/81"));
    click(&mut window, "Link with ZZ/81");
    assert!(shows_part(&window, "Linked 1 record with 1 voucher."));
    assert!(shows_part(&window, ": Q-90, , No action, Amounts differ, Check"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(shows_part(&window, ": Q-90, , No action, Not in books, Check"));
}

#[test]
fn the_overview_asks_whether_the_register_is_complete_and_an_answer_is_taken_back() {
    let mut window = open(&[("b2b", &[invoice("A/1"), invoice("Q-90").heads([54, 0, 0, 0])])]);
    import(&mut window, &[bought("A/1", 1000, 180)]);
    click(&mut window, "Match");
    assert!(shows(&window, "Not in books: 1 record, 1 to check"));
    let complete = |window: &Window| window.state().book().unwrap().register().is_complete();
    assert!(
        shows_part(&window, "all branches, from 01-02-2026 to 28-02-2026")
            && shows_part(&window, "only with Yes is Pending")
    );
    click(&mut window, "Register complete: Yes");
    assert!(complete(&window) && shows_part(&window, "Said that the purchase register is complete."));
    assert!(shows_part(&window, "With No,"));
    assert_eq!(actions(&window), [Action::NoAction; 2], "nothing is decided by it");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(!complete(&window) && shows_part(&window, "only with Yes is Pending"));
    assert!(shows(&window, "Not in books: 1 record, 1 to check"));
}

#[test]
fn the_overview_accepts_all_exact_and_says_what_it_leaves() {
    let mut window = mixed();
    click_row(&mut window, "A/2");
    press(&mut window, Modifiers::NONE, Key::P);
    click(&mut window, "Match");
    assert!(shows(&window, "4 records, 4 vouchers"));
    assert!(shows(&window, "Matched: 2 records, 1 Accept?, 1 decided"));
    assert!(
        shows(&window, "1 matched record is skipped") && shows(&window, "1 decided already, here or on the portal")
    );
    assert!(shows(&window, "Not in IMS: 1 voucher"));
    click(&mut window, "Accept all exact (1)");
    assert_eq!(actions(&window), [Action::Accept, Action::Pending, Action::NoAction, Action::NoAction]);
    assert!(shows_part(&window, "Accepted 1 that agree with the books."));
    assert!(window.get_by_label("Accept all exact (0)").accesskit_node().is_disabled());
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(actions(&window)[0], Action::NoAction);
    // A click on a line shows its records.
    click(&mut window, "Amounts differ: 1 record, 1 to check");
    assert!(shows_part(&window, ": A/3,") && !shows_part(&window, ": A/1,"));
}

#[test]
fn the_details_of_a_supplier_say_how_it_agrees_with_the_register() {
    let mut window = mixed();
    click(&mut window, "Suppliers");
    assert!(shows(&window, "With your register"));
    assert!(shows(&window, "2 matched · 1 differ · 1 not in books"));
}

#[test]
fn the_question_about_a_supplier_says_how_many_of_its_records_agree_with_the_register() {
    let mut window = mixed();
    click(&mut window, "Suppliers");
    press(&mut window, Modifiers::NONE, Key::R);
    assert!(shows(&window, "2 of these agree with your register."), "{:#?}", common::window::screen(&window));
    click(&mut window, "show");
    assert!(shows_part(&window, ": A/1,") && shows_part(&window, ": A/2,") && !shows_part(&window, ": A/3,"));
    assert!(shows(&window, "2 of 4 rows"), "the link shows what it counts");
    assert_eq!(actions(&window), [Action::NoAction; 4]);
}

#[test]
fn all_exact_is_accepted_by_keyboard_alone_once_the_overview_is_on_the_screen() {
    let mut window = mixed();
    let ask = |window: &mut Window| {
        press(window, Modifiers::COMMAND, Key::K);
        window.event(egui::Event::Text("accept all exact".into()));
        settle(window);
        press(window, Modifiers::NONE, Key::Enter);
    };
    ask(&mut window);
    assert_eq!(actions(&window), [Action::NoAction; 4], "what it would do is not on the screen yet");
    press(&mut window, Modifiers::NONE, Key::Escape);
    click(&mut window, "Match");
    ask(&mut window);
    assert_eq!(actions(&window), [Action::Accept, Action::Accept, Action::NoAction, Action::NoAction]);
}

#[test]
fn a_list_that_is_the_portals_own_is_asked_about() {
    let records: Vec<Record> = (0..60).map(|n| invoice(&format!("A/{}", 1000 + 37 * n)).with("tradenm", "")).collect();
    let numbers: Vec<&'static str> = (0..60).map(|n| &*format!("A/{}", 1000 + 37 * n).leak()).collect();
    let mut window = open(&[("b2b", &records)]);
    let vouchers: Vec<Voucher> = numbers.iter().map(|number| bought(number, 1000, 180)).collect();
    import(&mut window, &vouchers);
    click(&mut window, "Match");
    click(&mut window, "Accept all exact (60)");
    assert!(shows(&window, "Is this really your books?"));
    assert_eq!(actions(&window)[0], Action::NoAction);
    click(&mut window, "Yes, it is from our books");
    assert!(actions(&window).iter().all(|action| *action == Action::Accept));
}

#[test]
fn f9_walks_over_all_sheets_and_decides_on_the_way() {
    let mut window = open(&[("b2b", &[invoice("A/1"), invoice("A/3"), invoice("Q-90")]), ("b2bcn", &[note("C/1")])]);
    press(&mut window, Modifiers::NONE, Key::F9);
    assert!(shows_part(&window, "Import a purchase register first"));
    import(&mut window, &[bought("A/1", 1000, 180), bought("A/3", 900, 162)]);
    for (key, at) in [(Key::A, "B2B · row 2 of 3"), (Key::R, "B2B · row 3 of 3"), (Key::A, "B2B-CN · row 1 of 1")] {
        press(&mut window, Modifiers::NONE, Key::F9);
        assert!(shows(&window, at), "{at}");
        press(&mut window, Modifiers::NONE, key);
    }
    assert_eq!(actions(&window), [Action::NoAction, Action::Accept, Action::Reject]);
    let notes = window.state().book().unwrap().sheet(Section::B2bcn).actions().to_vec();
    assert_eq!(notes, [Action::Accept]);
    press(&mut window, Modifiers::NONE, Key::F9);
    assert!(shows_part(&window, "Nothing is left to check against the register."));
}

#[test]
fn settings_say_what_they_change_before_they_are_kept() {
    let mut window = mixed();
    click(&mut window, "Match");
    click(&mut window, "Settings");
    fill(&mut window, "amounts differ by at most ₹", "100");
    assert!(shows(&window, "₹ 1.00 → ₹ 100.00: 1 record becomes Matched, round-off."));
    assert_eq!(window.state().book().unwrap().match_settings().tolerance, 100);
    click(&mut window, "Save settings");
    assert_eq!(window.state().book().unwrap().match_settings().tolerance, 100_00);
    assert!(shows(&window, "Matched, round-off: 1 record, 1 Accept?"));
    assert!(shows(&window, "Accept 1"), "under a button of its own");
}

#[test]
fn how_returns_reduce_credit_is_asked_until_it_is_answered() {
    let mut window = open_in_march([1440.0, 900.0], &[("b2bcn", &[note("C/1")])]);
    import(&mut window, &[Voucher("C/1", 10_000, 1_800, EntryType::CreditNote)]);
    click(&mut window, "Match");
    assert!(shows(&window, "When do purchase returns reduce the credit in your books?"));
    click(&mut window, "When they are in the books");
    let settings = window.state().book().unwrap().match_settings().clone();
    assert!(settings.returns_asked && settings.returns == ims_desk::book::Returns::WhenBooked);
    assert!(!shows(&window, "When they are in the books"));
}

#[test]
fn a_note_takes_its_answer_from_the_books_and_the_review_counts_it() {
    let mut window = open(&[("b2bcn", &[note("C/1"), note("C/2")])]);
    import(&mut window, &[Voucher("C/1", 10_000, 1_800, EntryType::CreditNote)]);
    click_row(&mut window, "C/1");
    assert!(shows_part(&window, "ITC to be reduced? The books say: "));
    // Of one with the answer No what it declares is said first; here it is one of two, and the other takes the default.
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    assert!(shows(&window, "1 more credit note has no answer from the books: Yes, full, by default."));
    click(&mut window, "Accept all 2");
    assert!(shows_part(&window, "1 answer from the books."));
    press(&mut window, Modifiers::COMMAND, Key::R);
    assert!(shows_part(&window, "answered from the books"));
}

#[test]
fn the_question_about_many_notes_counts_what_the_books_answer_and_what_that_does_to_the_credit() {
    let mut window = open(&[("b2bcn", &[note("C/1"), note("C/2"), note("C/3").with("stin", "24AAAAA0000A1Z8")])]);
    import(&mut window, &[Voucher("C/1", 10_000, 1_800, EntryType::CreditNote)]);
    click_row(&mut window, "C/1");
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    assert!(shows_part(&window, "One answer for all 2 credit notes"));
    assert!(shows(&window, "1 credit note takes its answer from the books: No 1."));
    assert!(shows_part(&window, "skip these now and show them: credit rises by ₹ 1,800.00"));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(shows_part(&window, "Accepted 1 in B2B-CN. 1 answer from the books."));
    assert!(shows_part(&window, "Credit rises by ₹ 1,800.00"), "what is done is what was said");
}

#[test]
fn the_answers_of_the_books_can_be_left_to_be_given_one_by_one() {
    let mut window = open(&[("b2bcn", &[note("C/1"), note("C/2"), note("C/3").with("stin", "24AAAAA0000A1Z8")])]);
    import(&mut window, &[Voucher("C/1", 10_000, 1_800, EntryType::CreditNote)]);
    click_row(&mut window, "C/1");
    // The question for one proposes what the books answer.
    press(&mut window, Modifiers::NONE, Key::I);
    assert!(shows(&window, ims_desk::rules::itc::NO_DECLARES));
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    assert!(shows(&window, ims_desk::rules::itc::NO_DECLARES), "one of them takes No");
    click(&mut window, "Take these answers; else they are skipped, to be answered one by one");
    assert!(!shows(&window, ims_desk::rules::itc::NO_DECLARES));
    click(&mut window, "Show these 3");
    let book = window.state().book().unwrap();
    assert!(
        book.sheet(Section::B2bcn).actions().iter().all(|&action| action == Action::NoAction),
        "nothing is decided"
    );
}

#[test]
fn a_note_takes_the_answer_of_the_books_on_suppliers_too() {
    let mut window = open(&[("b2bcn", &[note("C/1"), note("C/2")])]);
    import(&mut window, &[Voucher("C/1", 10_000, 1_800, EntryType::CreditNote)]);
    click(&mut window, "Suppliers");
    press(&mut window, Modifiers::NONE, Key::Home);
    press(&mut window, Modifiers::NONE, Key::A);
    assert!(shows(&window, "1 credit note takes its answer from the books: No 1."));
    assert!(!shows_part(&window, "One answer for"), "one alone is not asked about");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let book = window.state().book().unwrap();
    let answers = book.sheet(Section::B2bcn).answers().iter().map(|&id| book.answers().get(id));
    let answers: Vec<_> = answers.map(|answer| (answer.name(), answer.origin())).collect();
    assert_eq!(
        answers,
        [("No", Some("from the books")), ("Yes, full", None)],
        "of one supplier it is answered together"
    );
}

#[test]
fn both_ways_are_lines_of_their_own_with_the_money() {
    let mut window = open_in_march([1440.0, 900.0], &[("b2b", &[invoice("A/1"), invoice("A/2")])]);
    import(&mut window, &[bought("A/1", 900, 162), bought("A/2", 1100, 198)]);
    click_row(&mut window, "A/1");
    assert!(shows(&window, "Accept: and reverse ₹ 18.00 in 4(B)(2)"));
    assert!(shows(&window, "Pending: ₹ 180.00 waits until the supplier amends"));
    assert!(!shows_part(&window, "or keep Pending"), "the sentence need not say it too");
    click_row(&mut window, "A/2");
    assert!(shows(&window, "Accept: and claim ₹ 18.00 from the supplier"));
    // What is decided is decided.
    press(&mut window, Modifiers::NONE, Key::A);
    assert!(!shows_part(&window, "and claim"));
}

#[test]
fn when_returns_reduce_credit_is_asked_with_the_money_of_each_way() {
    let mut window = open_in_march([1440.0, 900.0], &[("b2bcn", &[note("C/1")])]);
    import(&mut window, &[Voucher("C/1", 10_000, 1_800, EntryType::CreditNote)]);
    click(&mut window, "Match");
    let yes = "The answer to 1 credit note is Yes: accepted, it reduces the credit by ₹ 1,800.00.";
    let no = "The answer to 1 credit note is No: the books took ₹ 1,800.00 back already.";
    assert!(shows(&window, &format!("{yes} Accept is suggested for 1.")));
    assert!(shows(&window, &format!("{no} Check is suggested for 1.")));
    // Where the supplier has not filed it is the answer alone that depends on it.
    let unfiled = note("C/1").with("srcfilstatus", "Not Filed");
    let mut window = open_in_march([1440.0, 900.0], &[("b2bcn", &[unfiled])]);
    import(&mut window, &[Voucher("C/1", 10_000, 1_800, EntryType::CreditNote)]);
    click(&mut window, "Match");
    assert!(shows(&window, yes) && shows(&window, no));
    click(&mut window, "When they are in the books");
    assert!(shows(&window, "Match settings changed: purchase returns: when they are in the books."));
}

#[test]
fn what_a_link_of_the_overview_filters_goes_by_esc_or_with_the_page() {
    let mut window = mixed();
    let all_rows =
        |window: &Window| ["A/1", "A/2", "A/3", "Q-90"].iter().all(|n| shows_part(window, &format!(": {n},")));
    let follow = |window: &mut Window| {
        click(window, "Match");
        click(window, "Amounts differ: 1 record, 1 to check");
        assert!(shows_part(window, ": A/3,") && !shows_part(window, ": A/1,"));
        assert!(shows(window, "Match: Amounts differ") && shows(window, "Back to Match"), "it is on the screen");
    };
    follow(&mut window);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(shows(&window, "Accept all exact (2)"), "back on the page");
    click(&mut window, "All sheets");
    assert!(all_rows(&window) && !shows(&window, "Back to Match"));
    follow(&mut window);
    click(&mut window, "Back to Match");
    assert!(shows(&window, "Accept all exact (2)"));
    follow(&mut window);
    click(&mut window, "Match");
    assert!(shows(&window, "Accept all exact (2)"), "nothing is hidden by it");
    assert!(!shows_part(&window, "hidden by a filter"));
    press(&mut window, Modifiers::COMMAND, Key::PageDown);
    window.get_by_label_contains("All sheets").click();
    settle(&mut window);
    assert!(all_rows(&window));
    // A link to vouchers is the same.
    click(&mut window, "Match");
    click(&mut window, "Not in IMS: 1 voucher");
    assert!(shows(&window, "1 of 4 vouchers") && shows(&window, "Match: Not in IMS"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(shows(&window, "Accept all exact (2)"));
    click(&mut window, "Register");
    assert!(shows(&window, "4 of 4 vouchers"));
}

#[test]
fn f6_comes_to_what_the_overview_did_last() {
    let mut window = mixed();
    click(&mut window, "Match");
    click(&mut window, "Accept all exact (2)");
    let focused = |window: &Window| {
        let all = window.root().children_recursive();
        let node = all.map(|node| node.accesskit_node()).find(|node| node.is_focused());
        node.and_then(|node| node.label()).unwrap_or_default()
    };
    let mut seen = Vec::new();
    for _ in 0..10 {
        press(&mut window, Modifiers::NONE, Key::F6);
        seen.push(focused(&window));
    }
    assert!(seen.iter().any(|name| name.starts_with("Dismiss") || name == "Undo this"), "{seen:?}");
}

#[test]
fn numbers_of_sixteen_digits_are_never_cut_beside_each_other() {
    for size in [[1280.0, 800.0], [1440.0, 900.0]] {
        let number = "2026100000000578";
        let mut window = open_in_march(size, &[("b2b", &[invoice(number), invoice("WWW/26-27/WWWWWW")])]);
        import(&mut window, &[bought("2026100000000578", 900, 162), bought("WWW/26-27/WWWWWW", 900, 162)]);
        for number in [number, "WWW/26-27/WWWWWW"] {
            click_row(&mut window, number);
            let name = format!("Number: portal {number}, register {number}, agrees");
            let line = window.get_by_label(&name).rect();
            let whole = window.query_all_by_label(number).filter(|text| line.contains_rect(text.rect())).count();
            assert_eq!(whole, 2, "{number} at {size:?}: {:#?}", common::window::screen(&window));
            assert!(line.height() < 50.0, "{number} at {size:?}: {line:?}");
        }
        let whole = window.query_all_by_label_contains("2026100000000578");
        assert!(whole.count() > 0);
    }
}

#[test]
fn a_table_that_does_not_hold_everything_is_saved_all_the_same() {
    let folder = Folder::new();
    let mut window = mixed();
    click_row(&mut window, "A/3");
    press(&mut window, Modifiers::NONE, Key::A);
    press(&mut window, Modifiers::COMMAND, Key::S);
    let table = folder.path("decisions.csv");
    fill(&mut window, "Path of the table", table.to_str().unwrap());
    click(&mut window, "Save the table");
    assert!(table.is_file());
    assert!(shows(&window, &format!("Saved decisions on 1 record to {}.", table.display())));
    let remark = "The table does not hold: the purchase register Purchase.xlsx: import it again.";
    assert!(shows(&window, remark), "a remark of its own, not an error");
}
