//! The window, driven through the names of its controls as a screen reader knows them. No display, no GPU.

use crate::common;

use std::path::{Path, PathBuf};

use common::window::{Window, click, press, settle, shows, shows_part, start};
use egui::accesskit::Role;
use egui::{Key, Modifiers, ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::kittest::Queryable;
use ims_desk::app::{Looks, Store};
use ims_desk::book::{Action, Section};
use ims_desk::cli::window::Renderer;

fn window_with(store: Store, files: Vec<PathBuf>) -> Window {
    start([1280.0, 800.0], store, files)
}

fn window(files: &[&Path]) -> Window {
    window_with(Store::in_memory(), files.iter().map(|p| p.to_path_buf()).collect())
}

/// Clicks the button of a dialog of which the bar below has a namesake.
pub fn click_in_dialog(window: &mut Window, name: &str) {
    let above = |a: &egui_kittest::Node<'_>, b: &egui_kittest::Node<'_>| a.rect().top().total_cmp(&b.rect().top());
    window.get_all_by_label(name).min_by(above).unwrap().click();
    settle(window);
}

/// Replaces what is in a field.
pub fn fill(window: &mut Window, label: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, label).focus();
    settle(window);
    press(window, Modifiers::COMMAND, Key::A);
    window.get_by_role_and_label(Role::TextInput, label).type_text(text);
    settle(window);
}

fn sample() -> Window {
    let mut window = window(&[]);
    click(&mut window, "Try with sample data");
    assert!(shows(&window, "B2B Invoices"));
    window
}

fn count(window: &Window, section: Section, action: Action) -> usize {
    let book = window.state().book().unwrap();
    book.sheet(section).actions().iter().filter(|&&a| a == action).count()
}

const SUPPLIER: &str = "24AAAAA0000A1Z8";

/// A download with these b2b records, each a number and more members.
fn download(folder: &Path, recipient: Option<&str>, b2b: &[(&str, &str)]) -> PathBuf {
    let record = |(number, more): &(&str, &str)| {
        format!(
            r#"{{"stin":"{SUPPLIER}","inum":"{number}","inv_typ":"R","idt":"01-10-2026","val":1180,"pos":"27","txval":1000,"iamt":180,"camt":0,"samt":0,"cess":0,"srcform":"R1","rtnprd":"102026","srcfilstatus":"F","action":"N"{more}}}"#
        )
    };
    let records = b2b.iter().map(record).collect::<Vec<_>>().join(",");
    let rtin = recipient.map_or(String::new(), |r| format!(r#""rtin":"{r}","#));
    let path = folder.join("download.json");
    std::fs::write(&path, format!(r#"{{"imsDetails":{{{rtin}"b2b":[{records}]}}}}"#)).unwrap();
    path
}

#[test]
fn the_sample_is_filtered_accepted_undone_and_generated() {
    let home = tempfile::tempdir().unwrap();
    let mut window = sample();
    assert!(shows(&window, "183 of 183 rows"));
    let undecided = count(&window, Section::B2b, Action::NoAction);
    let accepted = count(&window, Section::B2b, Action::Accept);

    click(&mut window, "To decide");
    assert!(shows(&window, &format!("{undecided} of 183 rows")));
    press(&mut window, Modifiers::COMMAND, Key::A);
    assert!(shows(&window, &format!("{undecided} selected")));
    click(&mut window, &format!("Accept {undecided}"));
    assert_eq!(count(&window, Section::B2b, Action::Accept), accepted + undecided);
    assert!(shows(&window, &format!("{undecided} changed")));
    assert!(shows(&window, &format!("Accepted {undecided} in B2B.")));
    assert!(shows(&window, "0 of 183 rows"), "what is decided leaves the view of undecided rows");

    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(count(&window, Section::B2b, Action::Accept), accepted);
    assert!(shows(&window, "0 changed"));
    press(&mut window, Modifiers::COMMAND, Key::Y);
    assert!(shows(&window, &format!("{undecided} changed")));

    click(&mut window, "Review and generate…");
    assert!(shows(&window, "Review"));
    click_in_dialog(&mut window, "Generate JSON");
    let path = home.path().join("upload.json");
    fill(&mut window, "Path of the JSON", path.to_str().unwrap());
    click(&mut window, "Write the JSON");
    assert!(shows(&window, "The JSON is written"));
    let upload: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(upload["rtin"], "27AAAAA0000A1Z2");
    assert_eq!(upload["invdata"]["b2b"].as_array().unwrap().len(), undecided);
    assert!(upload["invdata"]["b2b"].as_array().unwrap().iter().all(|r| r["action"] == "A"));

    click(&mut window, "Yes, I uploaded it");
    assert!(shows(&window, "0 changed"), "the portal knows it now");
}

#[test]
fn the_recipient_is_asked_for_when_no_file_names_it() {
    let home = tempfile::tempdir().unwrap();
    let mut window = window(&[&download(home.path(), None, &[("A-1", "")])]);
    select_all(&mut window);
    press(&mut window, Modifiers::NONE, Key::A);
    press(&mut window, Modifiers::COMMAND, Key::R);
    click_in_dialog(&mut window, "Generate JSON");
    assert!(shows(&window, "Your own GSTIN"));
    fill(&mut window, "GSTIN", "nonsense");
    click(&mut window, "Use this GSTIN");
    assert!(shows_part(&window, "is not a GSTIN"));
    // A check digit that does not fit is asked about.
    fill(&mut window, "GSTIN", "27AAAAA0000A1Z9");
    click(&mut window, "Use this GSTIN");
    assert!(shows(&window, "Check before you generate"));
    click(&mut window, "Change the GSTIN");
    fill(&mut window, "GSTIN", "27AAAAA0000A1Z2");
    click(&mut window, "Use this GSTIN");
    assert_eq!(window.state().book().unwrap().recipient.gstin(), Some("27AAAAA0000A1Z2"));
}

#[test]
fn a_blocked_pending_is_greyed_and_in_bulk_refused_with_its_reason() {
    let home = tempfile::tempdir().unwrap();
    let blocked = r#","ispendactblocked":"Y""#;
    let mut window = window(&[&download(home.path(), Some("27AAAAA0000A1Z2"), &[("A-1", blocked), ("A-2", "")])]);
    select_all(&mut window);
    click(&mut window, "Pending 1");
    assert_eq!(count(&window, Section::B2b, Action::Pending), 1);
    assert!(shows_part(&window, "1 refused: Pending is blocked by the portal on this record"));
    click(&mut window, "show");
    assert!(shows(&window, "1 of 2 rows"), "the refused row is shown alone");
    select_all(&mut window);
    press(&mut window, Modifiers::NONE, Key::P);
    assert!(shows_part(&window, "Pending: Pending is blocked by the portal"), "the key says why it does nothing");
    assert_eq!(count(&window, Section::B2b, Action::Pending), 1);
}

#[test]
fn closing_asks_while_decisions_stand_in_no_file() {
    let home = tempfile::tempdir().unwrap();
    let mut window = window(&[&download(home.path(), Some("27AAAAA0000A1Z2"), &[("A-1", "")])]);
    assert!(!closing_is_stopped(&mut window), "nothing would be lost");
    select_all(&mut window);
    press(&mut window, Modifiers::NONE, Key::A);
    assert!(closing_is_stopped(&mut window));
    assert!(shows(&window, "Your decisions are not saved"));
    click_in_dialog(&mut window, "Save decisions…");
    let table = home.path().join("decisions.csv");
    fill(&mut window, "Path of the table", table.to_str().unwrap());
    click(&mut window, "Save the table");
    assert!(table.is_file());
    assert!(!closing_is_stopped(&mut window), "everything stands in the table");
}

#[test]
fn saved_decisions_are_loaded_again() {
    let home = tempfile::tempdir().unwrap();
    let file = download(home.path(), Some("27AAAAA0000A1Z2"), &[("A-1", ""), ("A-2", "")]);
    let table = home.path().join("decisions.csv");
    let mut first = window(&[&file]);
    select_all(&mut first);
    press(&mut first, Modifiers::NONE, Key::R);
    press(&mut first, Modifiers::COMMAND, Key::S);
    fill(&mut first, "Path of the table", table.to_str().unwrap());
    click(&mut first, "Save the table");

    let mut second = window(&[&file]);
    press(&mut second, Modifiers::COMMAND, Key::L);
    fill(&mut second, "Path of the table", table.to_str().unwrap());
    click(&mut second, "Read the table");
    assert_eq!(count(&second, Section::B2b, Action::Reject), 2);
    press(&mut second, Modifiers::COMMAND, Key::Z);
    assert_eq!(count(&second, Section::B2b, Action::Reject), 0, "one step to undo");
}

#[test]
fn refused_lines_of_a_table_are_listed_and_the_rest_can_be_applied() {
    let home = tempfile::tempdir().unwrap();
    let file = download(home.path(), Some("27AAAAA0000A1Z2"), &[("A-1", "")]);
    let table = home.path().join("decisions.csv");
    let rows = format!("section,stin,number,action\nb2b,{SUPPLIER},A-1,A\nb2b,{SUPPLIER},B-9,A\n");
    std::fs::write(&table, rows).unwrap();
    let mut window = window(&[&file]);
    press(&mut window, Modifiers::COMMAND, Key::L);
    fill(&mut window, "Path of the table", table.to_str().unwrap());
    click(&mut window, "Read the table");
    assert!(shows_part(&window, "Line 3: no such record"));
    click(&mut window, "Apply 1");
    assert_eq!(count(&window, Section::B2b, Action::Accept), 1);
}

#[test]
fn rows_that_the_filter_hides_are_not_touched() {
    let home = tempfile::tempdir().unwrap();
    let mut window =
        window(&[&download(home.path(), Some("27AAAAA0000A1Z2"), &[("A-1", ""), ("A-2", ""), ("B-3", "")])]);
    select_all(&mut window);
    fill(&mut window, "Find in all columns", "B-3");
    assert!(shows(&window, "3 selected"), "a search hides nothing");
    click(&mut window, "Filter to these");
    assert!(shows(&window, "3 selected, 2 hidden"));
    click(&mut window, "Accept 1");
    assert_eq!(count(&window, Section::B2b, Action::Accept), 1);
    assert!(shows_part(&window, "2 selected rows are hidden and did not change"));
}

#[test]
fn letters_typed_into_a_field_decide_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut window = window(&[&download(home.path(), Some("27AAAAA0000A1Z2"), &[("A-1", "")])]);
    select_all(&mut window);
    window.get_by_role_and_label(Role::TextInput, "Find in all columns").focus();
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::A);
    press(&mut window, Modifiers::NONE, Key::R);
    assert_eq!(count(&window, Section::B2b, Action::NoAction), 1);
}

#[test]
fn many_credit_notes_are_answered_once() {
    let mut window = sample();
    click(&mut window, "B2B-CN Credit notes");
    click(&mut window, "To decide");
    select_all(&mut window);
    let undecided = count(&window, Section::B2bcn, Action::NoAction);
    press(&mut window, Modifiers::NONE, Key::A);
    assert!(shows_part(&window, "One answer for all"));
    window.get_by_label_contains("Yes, full:").click();
    settle(&mut window);
    click_in_dialog(&mut window, &format!("Accept all {undecided}"));
    assert_eq!(count(&window, Section::B2bcn, Action::NoAction), 0);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(count(&window, Section::B2bcn, Action::NoAction), undecided);
}

#[test]
fn rejecting_credit_notes_is_asked_about_once() {
    let mut window = sample();
    click(&mut window, "B2B-CN Credit notes");
    select_all(&mut window);
    let rejected = count(&window, Section::B2bcn, Action::Reject);
    press(&mut window, Modifiers::NONE, Key::R);
    let reject = format!("Reject {} records", 24 - rejected);
    assert!(shows(&window, &format!("{reject}?")));
    click(&mut window, "Cancel");
    assert_eq!(count(&window, Section::B2bcn, Action::Reject), rejected);
    press(&mut window, Modifiers::NONE, Key::R);
    click(&mut window, &reject);
    assert!(count(&window, Section::B2bcn, Action::Reject) > rejected);
}

#[test]
fn validating_leaves_filter_order_and_selection_alone() {
    let mut window = sample();
    click(&mut window, "To decide");
    select_all(&mut window);
    let undecided = count(&window, Section::B2b, Action::NoAction);
    press(&mut window, Modifiers::COMMAND, Key::K);
    window.event(egui::Event::Text("Validate".into()));
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(shows_part(&window, "Validated:"));
    assert!(shows(&window, &format!("{undecided} of 183 rows")));
    assert!(shows(&window, &format!("{undecided} selected")));
}

#[test]
fn an_error_names_the_file_and_the_place() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("broken.json");
    std::fs::write(&path, "{\"imsDetails\":{\n\"b2b\":[{]}}").unwrap();
    let window = window(&[&path]);
    assert!(shows(&window, "This cannot be opened"));
    assert!(shows_part(&window, "broken.json: line 2, column"));
}

#[test]
fn what_was_opened_and_chosen_is_there_at_the_next_start() {
    let home = tempfile::tempdir().unwrap();
    let file = download(home.path(), Some("27AAAAA0000A1Z2"), &[("A-1", "")]);
    let data = home.path().join("ims-desk-data");
    drop(window_with(Store::at(data.clone()), vec![file]));
    let mut again = window_with(Store::at(data), Vec::new());
    common::window::press(&mut again, egui::Modifiers::NONE, egui::Key::Enter);
    assert!(shows(&again, "1 of 1 rows"));
}

#[test]
fn notes_on_reading_are_shown_once() {
    let home = tempfile::tempdir().unwrap();
    let mut window = window(&[&download(home.path(), None, &[("A-1", r#","ispendactblocked":"maybe""#)])]);
    assert!(shows_part(&window, " in the file:"));
    click(&mut window, "Show");
    assert!(shows_part(&window, "neither yes nor no"));
    click(&mut window, "Close");
    assert!(!shows_part(&window, " in the file:"));
}

#[test]
fn remarks_are_counted_and_refused_above_the_limit() {
    let home = tempfile::tempdir().unwrap();
    let mut window = window(&[&download(home.path(), Some("27AAAAA0000A1Z2"), &[("A-1", "")])]);
    select_all(&mut window);
    press(&mut window, Modifiers::NONE, Key::P);
    press(&mut window, Modifiers::NONE, Key::M);
    write_remarks(&mut window, &"x".repeat(251));
    assert!(shows(&window, "251/250"));
    click(&mut window, "Save remarks");
    assert!(shows_part(&window, "Remarks may have 250 characters"));
    press(&mut window, Modifiers::COMMAND, Key::A);
    write_remarks(&mut window, "wait for goods");
    click(&mut window, "Save remarks");
    let book = window.state().book().unwrap();
    assert_eq!(book.text(book.sheet(Section::B2b).remarks()[0]), "wait for goods");
}

#[test]
fn a_window_at_rest_draws_nothing() {
    let mut window = sample();
    assert_eq!(window.run(), 1, "one frame, and no wish for another");
}

#[test]
fn one_of_two_copies_is_picked_and_undo_brings_the_other_back() {
    let home = tempfile::tempdir().unwrap();
    let copies = [("A-1", ""), ("A-1", r#","hash":"other""#)];
    let mut window = window(&[&download(home.path(), Some("27AAAAA0000A1Z2"), &copies)]);
    press(&mut window, Modifiers::NONE, Key::F8);
    assert!(shows_part(&window, "The same document is here twice"));
    click(&mut window, "Pick one copy");
    assert!(shows_part(&window, "they differ in: hash"));
    click(&mut window, "Keep this copy");
    assert!(shows(&window, "1 of 1 rows"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(shows(&window, "2 of 2 rows"));
}

#[test]
fn sections_that_are_only_shown_cannot_be_decided_on() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("impg.json");
    let text = r#"{"imsDetails":{"rtin":"27AAAAA0000A1Z2","impg":[{"boenum":"1234567"}]}}"#;
    std::fs::write(&path, text).unwrap();
    let mut window = window(&[&path]);
    click(&mut window, "Import of goods: bill of entry · read-only");
    assert!(shows_part(&window, "Decide on the portal"));
    press(&mut window, Modifiers::NONE, Key::A);
    assert!(shows(&window, "0 changed"));
}

#[test]
fn colours_are_chosen_in_the_settings() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("ims-desk-data");
    let mut window = window_with(Store::at(folder.clone()), Vec::new());
    click(&mut window, "Try with sample data");
    click(&mut window, "Menu");
    click(&mut window, "Settings…");
    click(&mut window, "Dark");
    drop(window);
    assert_eq!(Store::at(folder).get().looks, Looks::Dark);
}

#[test]
fn what_draws_the_window_is_said_and_chosen_in_the_settings() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("ims-desk-data");
    let mut store = Store::at(folder.clone());
    store.change(|settings| settings.renderer = Some(Renderer::Software));
    let mut window = start([1280.0, 1000.0], store, Vec::new());
    click(&mut window, "Try with sample data");
    click(&mut window, "Menu");
    click(&mut window, "Settings…");
    assert!(shows_part(&window, "Now: Processor, without the graphics card."));
    click(&mut window, "OpenGL");
    assert!(shows_part(&window, "Now: Processor, without the graphics card."), "a choice counts from the next start");
    drop(window);
    let settings = Store::at(folder).get().clone();
    assert_eq!((settings.renderer, settings.chosen_renderer), (Some(Renderer::Software), Some(Renderer::OpenGl)));
}

#[test]
fn an_upload_never_replaces_the_download_it_is_made_from() {
    let home = tempfile::tempdir().unwrap();
    let file = download(home.path(), Some("27AAAAA0000A1Z2"), &[("A-1", "")]);
    let before = std::fs::read(&file).unwrap();
    let mut window = window(&[&file]);
    select_all(&mut window);
    press(&mut window, Modifiers::NONE, Key::A);
    press(&mut window, Modifiers::COMMAND, Key::R);
    click_in_dialog(&mut window, "Generate JSON");
    fill(&mut window, "Path of the JSON", file.to_str().unwrap());
    click(&mut window, "Write the JSON");
    click(&mut window, "Replace it");
    assert!(shows_part(&window, "This is the download itself"));
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[test]
fn discarding_puts_everything_back() {
    let mut window = sample();
    select_all(&mut window);
    press(&mut window, Modifiers::NONE, Key::A);
    assert!(!shows(&window, "0 changed"));
    click(&mut window, "Discard…");
    click(&mut window, "Discard all");
    assert!(shows(&window, "0 changed"));
}

#[test]
fn part_of_the_credit_is_declared_and_what_the_portal_refuses_is_said() {
    let mut window = sample();
    click(&mut window, "B2B-CN Credit notes");
    click(&mut window, "To decide");
    press(&mut window, Modifiers::NONE, Key::F7);
    press(&mut window, Modifiers::NONE, Key::I);
    click(&mut window, "Yes, part");
    let field = window.get_all_by_role(Role::TextInput).find(|n| labelled(n, "IGST of ")).unwrap();
    field.focus();
    field.type_text("999999999");
    settle(&mut window);
    click(&mut window, "Save answer");
    assert!(shows_part(&window, "is above the document's own"));
    click(&mut window, "No");
    assert!(shows(&window, ims_desk::rules::itc::NO_DECLARES));
    click(&mut window, "ITC not availed");
    click(&mut window, "Save answer");
    assert!(shows(&window, "Accepted 1 in B2B-CN."), "only Accept carries an answer");
}

fn labelled(node: &egui_kittest::Node<'_>, start: &str) -> bool {
    use egui_kittest::kittest::NodeT;
    node.accesskit_node().label().is_some_and(|label| label.starts_with(start))
}

fn select_all(window: &mut Window) {
    press(window, Modifiers::COMMAND, Key::A);
}

fn write_remarks(window: &mut Window, text: &str) {
    window.get_by_role_and_label(Role::MultilineTextInput, "Remarks").type_text(text);
    settle(window);
}

/// Whether the window refuses to be closed just now.
pub fn closing_is_stopped(window: &mut Window) -> bool {
    let viewport = window.input_mut().viewports.get_mut(&ViewportId::ROOT).unwrap();
    viewport.events.push(ViewportEvent::Close);
    window.step();
    let commands = &window.output().viewport_output[&ViewportId::ROOT].commands;
    let stopped = commands.contains(&ViewportCommand::CancelClose);
    settle(window);
    stopped
}
