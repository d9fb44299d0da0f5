//! Copying with a table beside the text, and what is said where there is no room for it.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Event, Key, Modifiers, OutputCommand};
use egui_kittest::kittest::Queryable;
use ims_desk::app::{Clipboard, Desk, NotTaken, Store};
use parking_lot::Mutex;

use crate::common::window::{Window, click, press, settle, shows, shows_part, start_desk};

const SUPPLIER: &str = "27BBBBB1111B1ZK";

/// What was taken: text, and its table if it has one.
type Taken = Arc<Mutex<Vec<(String, Option<String>)>>>;

/// A window with these document numbers, whose clipboard takes all, or refuses for this reason.
fn window(numbers: &[&str], refusal: Option<NotTaken>) -> (Window, Taken) {
    let records: Vec<String> = numbers
        .iter()
        .map(|number| {
            format!(
                r#"{{"stin":"{SUPPLIER}","inum":"{number}","idt":"05-03-2026","srcform":"R1","rtnprd":"032026","val":1182.5,"txval":1000,"camt":91.25,"samt":91.25,"action":"N"}}"#
            )
        })
        .collect();
    let folder = tempfile::tempdir().unwrap().keep();
    let file = folder.join("download.json");
    std::fs::write(&file, format!(r#"{{"imsDetails":{{"rtin":"27AAAAA0000A1Z2","b2b":[{}]}}}}"#, records.join(",")))
        .unwrap();
    let taken = Taken::default();
    let took = taken.clone();
    let taker = move |text: &str, table: Option<&str>| {
        if let Some(why) = refusal {
            return Err(why);
        }
        took.lock().push((text.to_owned(), table.map(str::to_owned)));
        Ok(())
    };
    (start(file, Clipboard::with(Box::new(taker))), taken)
}

fn start(file: PathBuf, clipboard: Clipboard) -> Window {
    let desk = |ctx: &egui::Context| Desk::new(ctx, Store::in_memory(), vec![file]).with_clipboard(clipboard);
    start_desk([1440.0, 900.0], desk)
}

/// Copies all rows; what egui puts on the clipboard by itself.
fn copy_all(window: &mut Window) -> Option<String> {
    press(window, Modifiers::COMMAND, Key::A);
    window.input_mut().events.extend([Event::ModifiersChanged(Modifiers::COMMAND), Event::Copy]);
    let mut copied = None;
    loop {
        window.step();
        copied = copied.or(window.output().platform_output.commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        }));
        if !window.state().busy() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    settle(window);
    copied
}

const CELL: &str = "<td style='mso-number-format:\"\\@\"' sdnum=\"1033;0;@\">";

#[test]
fn rows_are_copied_as_text_and_as_a_table_that_keeps_every_digit() {
    let (mut window, taken) = window(&["0333", "2026060000000524"], None);
    assert_eq!(copy_all(&mut window), None, "egui would put the text alone in its place");
    let taken = taken.lock();
    let [(text, Some(table))] = taken.as_slice() else { panic!("{taken:?}") };
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].starts_with("No action\t0333\t"), "{text}");
    for kept in ["0333", "2026060000000524", SUPPLIER, "05-03-2026"] {
        assert!(table.contains(&format!("{CELL}{kept}</td>")), "{kept}: {table}");
    }
    assert!(table.contains("<td>1182.50</td>"), "{table}");
    assert!(shows(&window, "Copied 2 rows."));
    drop(window);
}

#[test]
fn what_was_copied_finds_its_records_when_it_is_pasted() {
    let (mut window, taken) = window(&["0333", "2026060000000524"], None);
    copy_all(&mut window);
    let (text, _) = taken.lock().last().unwrap().clone();
    window.input_mut().events.push(Event::Paste(text.replace("No action\t0333", "Accept\t0333")));
    settle(&mut window);
    assert!(shows_part(&window, "1 record will change"), "the other is as it was");
}

#[test]
fn one_value_keeps_its_digits_too() {
    let (mut window, taken) = window(&["0333", "0334"], None);
    let row = window.get_by_label_contains(": 0334,").rect();
    let pos = egui::pos2(window.get_by_label("Filter Number").rect().center().x, row.center().y);
    window.hover_at(pos);
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Secondary, Modifiers::NONE);
        window.event(Event::PointerButton { pos, button, pressed, modifiers });
    }
    settle(&mut window);
    click(&mut window, "Copy this value");
    let (text, table) = taken.lock().last().unwrap().clone();
    let table = table.unwrap();
    assert_eq!(text, "0334");
    assert!(table.contains(&format!("{CELL}0334</td>")), "{table}");
}

#[test]
fn where_only_text_is_taken_egui_copies_it_and_the_line_says_so() {
    let (mut window, taken) = window(&["0333"], Some(NotTaken::OnlyText));
    let text = copy_all(&mut window).unwrap();
    assert!(text.starts_with("No action\t0333\t"), "{text}");
    assert!(taken.lock().is_empty());
    assert!(shows_part(&window, "Copied 1 row as text only: this desktop takes no tables from programs."));
}

#[test]
fn a_clipboard_that_another_program_holds_is_not_called_copied() {
    let (mut window, _) = window(&["0333"], Some(NotTaken::Busy));
    assert_eq!(copy_all(&mut window), None);
    assert!(shows_part(&window, "Nothing was copied: another program is using the clipboard."));
    assert!(!shows_part(&window, "Copied 1 row"));
}

#[test]
fn more_rows_than_a_spreadsheet_takes_are_copied_as_text_and_the_line_says_so() {
    let numbers: Vec<String> = (0..20_001).map(|n| format!("{n:05}")).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let (mut window, taken) = window(&numbers, None);
    assert_eq!(copy_all(&mut window), None, "the window does not wait for so much text");
    let (text, table) = taken.lock().pop().unwrap();
    assert_eq!((text.lines().count(), table), (20_001, None));
    assert!(shows_part(&window, "Copied 20,001 rows as text only: more than 20,000 rows."));
}

#[test]
fn why_there_is_no_table_is_said_where_egui_copies_very_many_rows_too() {
    let numbers: Vec<String> = (0..20_001).map(|n| format!("{n:05}")).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let (mut window, _) = window(&numbers, Some(NotTaken::OnlyText));
    assert_eq!(copy_all(&mut window).unwrap().lines().count(), 20_001);
    assert!(shows_part(&window, "Copied 20,001 rows as text only: more than 20,000 rows."));
}

#[test]
fn twenty_thousand_rows_fit_with_their_table() {
    let numbers: Vec<String> = (0..20_000).map(|n| format!("20260600{n:08}")).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let (mut window, taken) = window(&numbers, None);
    assert_eq!(copy_all(&mut window), None);
    assert_eq!(taken.lock()[0].1.as_ref().unwrap().matches("<tr>").count(), 20_000);
    assert!(shows(&window, "Copied 20,000 rows."));
}
