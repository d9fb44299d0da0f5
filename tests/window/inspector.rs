//! The inspector: a record beside its original, its amendment or its copy, its findings, and the portal's text, through
//! the names of the window's controls.

use crate::common;

use common::window::{Window, click, press, shows, shows_part, start};
use common::{Folder, Record, download, invoice, note};
use egui::accesskit::Role;
use egui::{Key, Modifiers, OutputCommand};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::Store;

fn window_on(files: &[(&str, String)]) -> Window {
    let folder = Folder::new();
    let files = files.iter().map(|(name, text)| folder.put(name, text)).collect();
    start([1440.0, 1400.0], Store::in_memory(), files)
}

fn window(sections: &[(&str, &[Record])]) -> Window {
    window_on(&[("download.json", download(sections))])
}

/// Goes to the first row of the sheet.
fn first_row(window: &mut Window) {
    press(window, Modifiers::NONE, Key::Home);
    press(window, Modifiers::COMMAND, Key::Home);
    press(window, Modifiers::NONE, Key::ArrowUp);
}

fn original_and_amendment() -> Window {
    let amended = invoice("B-2").heads([100, 0, 0, 0]).with("idt", "11-02-2026").amends("A-1", "10-02-2026");
    window(&[("b2b", &[invoice("A-1"), invoice("A-2")]), ("b2ba", &[amended])])
}

#[test]
fn an_amendment_is_beside_its_original_with_what_differs_marked() {
    let mut window = original_and_amendment();
    click(&mut window, "B2BA Amended invoices");
    first_row(&mut window);
    assert!(shows(&window, "Original") && shows(&window, "This"));
    for title in ["Number", "Date", "Value", "IGST"] {
        assert!(shows(&window, &format!("{title} differs")), "{title}");
    }
    assert!(shows(&window, "180.00"), "the original's tax stands beside");
    for title in ["Taxable value", "GSTIN", "Place of supply", "Original number"] {
        assert!(!shows(&window, &format!("{title} differs")), "{title} is the same");
    }
    assert!(shows(&window, "The amendment lowers the tax of the document by ₹ 80.00."));
}

#[test]
fn a_link_goes_to_the_original_and_back_to_the_amendment() {
    let mut window = original_and_amendment();
    click(&mut window, "B2BA Amended invoices");
    first_row(&mut window);
    click(&mut window, "A-1 in B2B");
    assert!(shows(&window, "B2B · row 1 of 2"));
    assert!(shows(&window, "Amendment"));
    click(&mut window, "B-2 in B2BA");
    assert!(shows(&window, "B2BA · row 1 of 1"));
}

#[test]
fn a_record_without_a_partner_is_alone() {
    let mut window = original_and_amendment();
    first_row(&mut window);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert!(shows(&window, "B2B · row 2 of 2"));
    assert!(!shows(&window, "This") && !shows_part(&window, " differs"));
}

#[test]
fn of_several_amendments_the_chosen_one_is_beside() {
    let amended = |number: &str, igst| invoice(number).heads([igst, 0, 0, 0]).amends("A-1", "10-02-2026");
    let mut window = window(&[("b2b", &[invoice("A-1")]), ("b2ba", &[amended("B-1", 100), amended("B-2", 250)])]);
    first_row(&mut window);
    assert!(shows(&window, "The amendment lowers the tax of the document by ₹ 80.00."));
    click(&mut window, "Amendment 2");
    assert!(shows(&window, "The amendment raises the tax of the document by ₹ 70.00."));
}

#[test]
fn a_copy_from_another_file_is_beside() {
    let other = invoice("A-1").with("val", 2_000);
    let mut window = window_on(&[
        ("first.json", download(&[("b2b", &[invoice("A-1")])])),
        ("second.json", download(&[("b2b", &[other])])),
    ]);
    first_row(&mut window);
    assert!(shows(&window, "Copy") && shows(&window, "Value differs"));
    click(&mut window, "A-1 of second.json");
    assert!(shows(&window, "B2B · row 2 of 2"));
    assert!(shows(&window, "A-1 of first.json"));
}

#[test]
fn the_portals_text_is_laid_out_and_copied_exactly() {
    let record = invoice("0001").with("remarks", "a, b: {c}");
    let exact = serde_json::Value::Object(record.0.clone()).to_string();
    let mut window = window(&[("b2b", &[record])]);
    first_row(&mut window);
    click(&mut window, "Show");
    assert!(shows_part(&window, "\n  \"inum\": \"0001\",\n"));
    assert!(shows_part(&window, "\n  \"remarks\": \"a, b: {c}\",\n"));
    window.get_by_label("Copy").click();
    let mut copied = None;
    for _ in 0..4 {
        window.step();
        let commands = &window.output().platform_output.commands;
        copied = copied.or(commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        }));
    }
    assert_eq!(copied.as_deref(), Some(exact.as_str()));
}

#[test]
fn a_finding_says_what_it_means_and_one_click_mends_it() {
    // A download says "part" of what is all of the note.
    let answered = note("C-1").with("action", "A").with("itcRedReq", "Y").with("declCgst", 900).with("declSgst", 900);
    let mut window = window(&[("b2bcn", &[answered])]);
    first_row(&mut window);
    assert!(shows(&window, "Alert"));
    assert!(shows_part(&window, "\"Part\" of all that the document has means"));
    click(&mut window, "Answer \"Yes, full\"");
    assert!(!shows(&window, "Alert"));
    assert!(shows(&window, "ITC to be reduced? Yes, part → Yes, full"));
}

#[test]
fn amounts_stand_at_the_right_one_below_the_other() {
    let mut window = window(&[("b2b", &[invoice("A-1").with("txval", 123_456).heads([22_222, 0, 0, 0])])]);
    first_row(&mut window);
    let panel = 1440.0 - 286.0;
    let right = |text: &str| {
        let nodes = window.get_all_by_label(text).filter(|node| node.rect().left() > panel);
        nodes.map(|node| node.rect().right()).fold(0.0, f32::max)
    };
    let (value, taxable, igst) = (right("1,45,678.00"), right("1,23,456.00"), right("22,222.00"));
    assert!(value > panel && value == taxable && taxable == igst, "{value} {taxable} {igst}");
}

#[test]
fn in_the_totals_no_figure_lies_over_another_however_long_it_is() {
    for tax in [180, 9_000_000, 90_000_000_000, 900_000_000_000] {
        let records = ["1", "2"].map(|number| invoice(number).heads([tax, 0, 0, 0]));
        let window = start(
            [1280.0, 800.0],
            Store::in_memory(),
            vec![Folder::new().put("d.json", download(&[("b2b", &records)]))],
        );
        assert!(shows(&window, "Totals of 2 rows"));
        let nodes = window.query_all_by(|node| node.role() == Role::Label);
        let figure = |node: egui_kittest::Node<'_>| {
            let label = node.accesskit_node().label().unwrap_or_default();
            (label.contains(|c: char| c.is_ascii_digit()) && node.rect().left() > 990.0)
                .then(|| (label, node.rect().shrink(0.5)))
        };
        let figures: Vec<_> = nodes.filter_map(figure).collect();
        for (place, (one, at)) in figures.iter().enumerate() {
            let over = figures[place + 1..].iter().find(|(_, other)| other.intersects(*at));
            assert!(over.is_none(), "{one} and {over:?}");
        }
    }
}

#[test]
fn what_the_portal_blocks_is_not_read_as_what_was_decided() {
    let original = note("C-1").heads([180, 0, 0, 0]).with("itcRedReqBlocked", "N");
    let amended = note("C-1").heads([180, 0, 0, 0]).amends("C-1", "10-02-2026").with("itcRedReqBlocked", "Y");
    let mut window = window(&[("b2bcn", &[original]), ("b2bcna", &[amended])]);
    first_row(&mut window);
    for words in ["not blocked", "blocked by the portal"] {
        assert!(shows(&window, words), "{words}: {:#?}", common::window::screen(&window));
    }
}
