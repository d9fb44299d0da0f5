//! From the figures of the page *Credit* to their records and back, by mouse and by keys; what GSTR-2B says in the details; and the
//! page in a small window.

use std::path::PathBuf;

use crate::common;

use common::gstr_2b::{Document, statement};
use common::window::{Window, click, click_row, drop_on, press, screen, settle, shows, shows_part, start_by, wait_for};
use common::{Folder, Record, download, invoice, note};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::{Clock, Store};

const SUPPLIERS: [&str; 2] = ["29AAAAA0000A1ZY", "24AAAAA0000A1Z8"];

fn october(number: &str, supplier: usize) -> Record {
    let of = invoice(number).with("rtnprd", "102026").with("idt", "10-10-2026");
    of.with("stin", SUPPLIERS[supplier]).with("tradenm", ["Parvuno Steel", "Brenkali Transport"][supplier])
}

/// A window over these records on 10 November 2026.
fn window(folder: &Folder, size: [f32; 2], sections: &[(&str, &[Record])]) -> Window {
    let path: PathBuf = folder.put("download.json", download(sections));
    start_by(size, Store::in_memory(), vec![path], Clock::of(|| 1_794_290_400))
}

/// Invoices and credit notes in nearly every figure; on some of them something was decided here.
fn busy(folder: &Folder, size: [f32; 2]) -> Window {
    let invoices = [
        october("1", 0),
        october("2", 1),
        october("3", 0).with("action", "P"),
        october("4", 1).with("action", "P").with("rtnprd", "082026").with("idt", "10-02-2026"),
        october("5", 0).with("action", "R"),
        october("6", 1).with("srcfilstatus", "Not Filed"),
        october("7", 0).with("rtnprd", "112026"),
        october("8", 0),
    ];
    let of = |number: &str| note(number).with("rtnprd", "102026").with("nt_dt", "10-10-2026");
    let notes = [
        of("11"),
        of("12").with("action", "A").with("itcRedReq", "N"),
        of("13").with("action", "R"),
        of("14").with("action", "A").with("itcRedReq", "Y"),
    ];
    let amended = [october("9", 0).amends("8", "10-10-2026"), october("10", 1).amends("X", "01-08-2026")];
    let mut window = window(folder, size, &[("b2b", &invoices), ("b2ba", &amended), ("b2bcn", &notes)]);
    for (number, key) in [("1", Key::P), ("2", Key::R), ("3", Key::A)] {
        click_row(&mut window, number);
        press(&mut window, Modifiers::NONE, key);
    }
    click(&mut window, "B2B-CN Credit notes");
    click_row(&mut window, "11");
    press(&mut window, Modifiers::NONE, Key::P);
    click(&mut window, "Credit");
    window
}

/// The names of all controls on the page that say how many records they open, with that number.
fn links(window: &Window) -> Vec<(String, usize)> {
    let all = window.root().children_recursive();
    let named = all.filter_map(|node| {
        let node = node.accesskit_node();
        (format!("{:?}", node.role()) == "Button").then(|| node.label())?
    });
    let count = |name: &str| {
        let at = name.find(" record,").or_else(|| name.find(" records,"))?;
        name[..at].rsplit(' ').next()?.replace(',', "").parse().ok()
    };
    named.filter_map(|name| count(&name).map(|count| (name, count))).collect()
}

#[test]
fn every_figure_and_bar_opens_as_many_records_as_it_says_and_back_is_one_key_by_mouse_and_by_keyboard() {
    let folder = Folder::new();
    // So high that nothing has to be scrolled to.
    let mut window = busy(&folder, [1440.0, 2400.0]);
    let links = links(&window);
    assert!(links.len() > 25, "{links:#?}");
    let in_all = 14;
    for (n, (name, count)) in links.iter().enumerate() {
        let by_keys = n % 2 == 1;
        if by_keys {
            window.get_by_label(name).focus();
            settle(&mut window);
            press(&mut window, Modifiers::NONE, Key::Enter);
        } else {
            click(&mut window, name);
        }
        let shown = format!("{count} of {in_all} rows");
        assert!(shows_part(&window, &shown), "{name}: not {shown}: {:#?}", screen(&window));
        assert!(shows(&window, "Back to Credit"), "{name}");
        if by_keys {
            press(&mut window, Modifiers::ALT, Key::ArrowLeft);
        } else {
            click(&mut window, "Back to Credit");
        }
        assert!(shows(&window, name), "{name}: it does not come back");
        assert!(window.get_by_label(name).accesskit_node().is_focused(), "{name}: one is not where one was");
    }
    // The table of all sheets is as it was before.
    click(&mut window, "All sheets");
    assert!(shows_part(&window, "14 of 14 rows") && !shows(&window, "Back to Credit"), "{:#?}", screen(&window));
}

#[test]
fn back_is_offered_while_the_records_of_the_figure_are_shown_and_brings_the_filter_of_before_back() {
    let folder = Folder::new();
    let mut window = busy(&folder, [1440.0, 900.0]);
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    assert!(shows_part(&window, "ITC in GSTR-2B"), "nothing to go back to");
    click(&mut window, "Waits: kept Pending: 1 record, \u{2212}180.00");
    assert!(shows(&window, "Back to Credit"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!shows(&window, "Back to Credit"), "these are not the records of a figure any more");
    click(&mut window, "Credit");
    click(&mut window, "Waits: kept Pending: 1 record, \u{2212}180.00");
    click(&mut window, "Back to Credit");
    click(&mut window, "All sheets");
    assert!(!shows_part(&window, "Credit · Waits"), "All is as it was before");
}

#[test]
fn where_there_is_no_room_for_the_heads_they_are_below_the_words_and_in_the_name() {
    let folder = Folder::new();
    let tax = [1_234_567_800, 987_654_300, 987_654_300, 0];
    let records = [october("1", 0).heads(tax).with("action", "P"), october("2", 1).heads(tax)];
    let mut window = window(&folder, [1280.0, 800.0], &[("b2b", &records)]);
    click(&mut window, "Credit");
    let heads = "IGST 1,23,45,67,800.00 · CGST 98,76,54,300.00 · SGST 98,76,54,300.00";
    let found = links(&window).into_iter().find(|(name, _)| name.starts_with("Pending, all: 1 record"));
    let (name, _) = found.expect("it is a link");
    assert!(name.ends_with(heads), "{name}");
    click(&mut window, "Copy");
    assert!(shows_part(&window, "Copied the figures of the credit."));
}

#[test]
fn what_waits_is_said_beside_the_figure_and_not_to_be_lost() {
    let folder = Folder::new();
    let window = busy(&folder, [1280.0, 800.0]);
    let words = "What waits is not lost: ₹ 180.00 comes with the GSTR-2B in which you accept it.";
    let top = window.get_by_label(words).rect().top();
    assert!(top < window.get_by_label("The change").rect().top(), "it is beside the figure");
}

/// October's GSTR-2B of the records of `busy`: one with other amounts, one that is rejected, one missing.
fn drawn_up() -> String {
    let documents = [
        Document::of("b2b", &october("1", 0)),
        Document::of("b2b", &october("2", 1)),
        Document::of("b2b", &october("3", 0)).with("igst", 170),
        Document::of("b2b", &october("5", 0)),
        Document::of("b2bcn", &note("14").with("rtnprd", "102026").with("nt_dt", "10-10-2026")).with("itcRedReq", "N"),
    ];
    statement(&documents).to_string()
}

#[test]
fn the_details_of_a_record_say_what_gstr_2b_says_of_it() {
    let folder = Folder::new();
    let mut window = busy(&folder, [1440.0, 1200.0]);
    drop_on(&mut window, &folder.put("2b.json", drawn_up()));
    wait_for(&mut window, "Put GSTR-2B of October 2026 beside the records.");
    click(&mut window, "B2B Invoices");
    let filed = "GSTR-1 of October 2026 filed on 10-11-2026.";
    for (number, words, why) in [
        (
            "3",
            "With other amounts (October 2026).",
            "The supplier changed it, or the download is older: download again.",
        ),
        ("5", "In GSTR-2B against the decision (October 2026).", "Decided after GSTR-2B was drawn up, or the upload"),
        ("8", "As decided: its amendment counts in its place in the GSTR-2B of October 2026.", filed),
        ("7", "Not compared: of a later GSTR-2B than October 2026.", ""),
        ("6", "Waits for the supplier's GSTR-1 (October 2026).", "GSTR-1 was not filed by the cut-off: next GSTR-2B."),
    ] {
        click_row(&mut window, number);
        assert!(shows(&window, words), "{number}: {:#?}", screen(&window));
        assert!(shows_part(&window, why), "{number}: {why}: {:#?}", screen(&window));
    }
    click_row(&mut window, "3");
    assert!(shows(&window, filed));
    // Both values, and a sign that they differ.
    for value in ["170.00", "180.00", "IGST differs", "Tax differs"] {
        assert!(shows(&window, value), "{value}: {:#?}", screen(&window));
    }
    // A new decision is judged at once.
    press(&mut window, Modifiers::NONE, Key::R);
    assert!(shows(&window, "In GSTR-2B against the decision (October 2026)."), "{:#?}", screen(&window));
    click(&mut window, "B2B-CN Credit notes");
    click_row(&mut window, "14");
    assert!(shows(&window, "ITC reduced otherwise (October 2026)."), "{:#?}", screen(&window));
    click_row(&mut window, "13");
    assert!(shows(&window, "As decided: rejected, and not in the GSTR-2B of October 2026."));
    click(&mut window, "Credit page");
    assert!(shows_part(&window, "GSTR-2B of October 2026, drawn up on 14-11-2026:"));
    click(&mut window, "Remove GSTR-2B");
    click(&mut window, "B2B-CN Credit notes");
    click_row(&mut window, "13");
    assert!(!shows_part(&window, "GSTR-2B of the portal"));
}

#[test]
fn gstr_2b_has_its_sums_by_head_and_each_of_its_lines_opens_its_records() {
    let folder = Folder::new();
    let mut window = busy(&folder, [1440.0, 2400.0]);
    drop_on(&mut window, &folder.put("2b.json", drawn_up()));
    wait_for(&mut window, "Put GSTR-2B of October 2026 beside the records.");
    let of_2b: Vec<(String, usize)> =
        links(&window).into_iter().filter(|(name, _)| name.starts_with("GSTR-2B: ")).collect();
    assert!(of_2b.len() >= 4, "{of_2b:#?}");
    for (name, count) in &of_2b {
        click(&mut window, name);
        assert!(shows_part(&window, &format!("{count} of 14 rows")), "{name}: {:#?}", screen(&window));
        press(&mut window, Modifiers::ALT, Key::ArrowLeft);
        assert!(shows(&window, name), "{name}");
    }
    assert!(shows_part(&window, "4(A)(5) by GSTR-2B: ") && shows_part(&window, "Difference: "));
}

#[test]
fn documents_of_gstr_2b_that_are_not_in_ims_are_listed_and_saved() {
    let folder = Folder::new();
    let mut window = window(&folder, [1440.0, 2400.0], &[("b2b", &[october("1", 0), october("2", 1)])]);
    drop_on(&mut window, &folder.put("2b.json", drawn_up()));
    wait_for(&mut window, "Put GSTR-2B of October 2026 beside the records.");
    let (document, reason) =
        ("Supplier 29AAAAA0000A1ZY, 5 of 10-10-2026", "Not in this download: an earlier or later one, or GSTR-5");
    assert!(!shows_part(&window, document));
    click(&mut window, &format!("Show 3 documents: {reason}"));
    assert!(shows(&window, &format!("{document}: ₹ 180.00")), "{:#?}", screen(&window));
    click(&mut window, &format!("Hide them: {reason}"));
    assert!(!shows_part(&window, document));
    click(&mut window, "Save as…");
    click(&mut window, "Save the table");
    wait_for(&mut window, "Saved the figures of the credit");
    let saved = folder.names().into_iter().find(|name| name.ends_with(".csv")).expect("it is beside the download");
    let text = std::fs::read_to_string(folder.path(&saved)).unwrap();
    assert!(text.contains(&format!("\"GSTR-2B, not in IMS: {reason}: {document}\",,180.00,")), "{text}");
}

#[test]
fn the_saved_table_has_names_with_commas_and_quotes_whole_and_what_gstr_2b_says() {
    let folder = Folder::new();
    let records = [october("1", 0).with("action", "P").with("tradenm", "A, \"B\" & Co."), october("2", 1)];
    let mut window = window(&folder, [1440.0, 900.0], &[("b2b", &records)]);
    drop_on(&mut window, &folder.put("2b.json", drawn_up()));
    wait_for(&mut window, "Put GSTR-2B of October 2026 beside the records.");
    click(&mut window, "Save as…");
    click(&mut window, "Save the table");
    wait_for(&mut window, "Saved the figures of the credit");
    let saved = folder.names().into_iter().find(|name| name.ends_with(".csv")).expect("it is beside the download");
    let text = std::fs::read_to_string(folder.path(&saved)).unwrap();
    for line in [
        "Figure,Records,IGST,CGST,SGST,Cess,Total",
        "\"Not coming: A, \"\"B\"\" & Co. 29AAAAA0000A1ZY, Pending\",1,180.00,0.00,0.00,0.00,180.00",
        "GSTR-2B: In GSTR-2B against the decision,1,180.00,0.00,0.00,0.00,180.00",
        "GSTR-2B: 4(A)(5) by GSTR-2B,,",
        "GSTR-3B 4(A)(5) All other ITC,,180.00,0.00,0.00,0.00,180.00",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let others = text.lines().filter(|line| line.contains("GSTR-3B 4(") && !line.contains("4(A)(5)"));
    let others: Vec<&str> = others.collect();
    assert!(others.len() >= 6 && others.iter().all(|line| !line.contains("0.00")), "{others:#?}");
}
