//! What is pasted. Any text means something or is refused with a reason, and nothing is read that was not pasted. Of cells
//! that are copied here as spreadsheets copy them each arrives in its own column.

#![cfg_attr(fuzzing, no_main)]

use arbitrary::{Arbitrary, Unstructured};
use ims_desk::book::{Action, Field, Section};
use ims_desk::exchange::paste::{self, Meaning};
use ims_desk_fuzz::made::Text;

ims_desk_fuzz::law!(|bytes: &[u8]| {
    if let [0, rest @ ..] = bytes {
        if let Ok(cells) = Cells::arbitrary(&mut Unstructured::new(rest)) {
            cells.arrive();
            cells.arrive_without_headings();
        }
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        any(text);
    }
});

fn any(text: &str) {
    for section in [Section::B2b, Section::B2bcna] {
        let pasted = match paste::read(text, section, &Field::columns(section)) {
            Ok(pasted) => pasted,
            Err(why) => {
                assert!(!why.is_empty());
                continue;
            }
        };
        // Every row ends a line; a cell in quotes may hold more of them.
        let lines = text.split(['\n', '\r']).count() as u64;
        let plain = |text: &str| text.replace(['"', '\''], "");
        let was_pasted = |read: &str| assert!(plain(text).contains(&plain(read)), "{read:?} was not pasted: {text:?}");
        match pasted.meaning {
            Meaning::Action(_) => {}
            Meaning::Text(text) => was_pasted(&text),
            Meaning::Texts(texts) => texts.iter().for_each(|text| was_pasted(text)),
            Meaning::Records(table) => {
                let read = table.rows.iter().map(|row| row.line).chain(table.refused.iter().map(|row| row.line));
                assert!(read.clone().all(|line| (1..=lines).contains(&line)), "{text:?}");
                assert!(read.count() as u64 <= lines);
                for row in &table.rows {
                    was_pasted(&row.stated.supplier);
                    was_pasted(&row.stated.number);
                    assert!(row.stated.section.is_some() || row.change.is_err(), "a row without a sheet says nothing");
                }
            }
            Meaning::Values(values) => {
                assert!(values.is_sorted_by(|a, b| a.line < b.line) && values.len() as u64 <= lines, "{text:?}");
            }
        }
    }
}

/// Rows of cells: action, number, remarks, note.
#[derive(Arbitrary, Debug)]
struct Cells {
    order: u8,
    line_end: bool,
    rows: Vec<(u8, Text, Text, Text)>,
}

const ACTIONS: [(&str, Option<Action>); 5] = [
    ("Accept", Some(Action::Accept)),
    ("R", Some(Action::Reject)),
    ("pending", Some(Action::Pending)),
    ("No action", Some(Action::NoAction)),
    ("", None),
];

/// A cell as spreadsheets copy it.
fn copied(cell: &str) -> String {
    if cell.contains(['\t', '\n', '\r']) || cell.starts_with('"') {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

impl Cells {
    fn arrive(&self) {
        let end = if self.line_end { "\r\n" } else { "\n" };
        let mut text = String::new();
        let mut line = |mut cells: Vec<&str>| {
            let turn = self.order as usize % cells.len();
            cells.rotate_left(turn);
            let cells: Vec<String> = cells.into_iter().map(copied).collect();
            text += &(cells.join("\t") + end);
        };
        line(vec!["GSTIN", "Number", "Status", "Remarks", "Internal note"]);
        for (action, number, remarks, note) in &self.rows {
            line(vec!["29AAAAA0000A1ZY", &number.0, ACTIONS[*action as usize % 5].0, &remarks.0, &note.0]);
        }
        let pasted = paste::read(&text, Section::B2b, &Field::columns(Section::B2b));
        let table = match pasted.map(|pasted| pasted.meaning) {
            Ok(Meaning::Records(table)) => table,
            other => panic!("{other:?}: {text}"),
        };
        let named: Vec<_> = self.rows.iter().filter(|row| !row.1.0.trim().is_empty()).collect();
        // Where a cell has line breaks and one has tabs, its lines may be rows themselves, and are taken for rows.
        let may_be_rows = |(_, number, remarks, note): &(u8, Text, Text, Text)| {
            let cells = [&number.0, &remarks.0, &note.0];
            cells.iter().any(|cell| cell.contains(['\n', '\r'])) && cells.iter().any(|cell| cell.contains('\t'))
        };
        if self.rows.iter().any(may_be_rows) {
            return;
        }
        assert_eq!((table.rows.len(), table.refused.len()), (named.len(), self.rows.len() - named.len()), "{text}");
        for (row, (action, number, remarks, note)) in table.rows.iter().zip(named) {
            let change = row.change.as_ref().unwrap();
            assert_eq!(change.action, ACTIONS[*action as usize % 5].1);
            let number = number.as_cell();
            assert!(number.is_none_or(|number| number == row.stated.number), "{number:?}: {text}");
            let words = |text: &str| text.split(|c: char| c.is_whitespace() || c.is_control()).collect::<String>();
            for (cell, arrived) in [(remarks, &change.remarks), (note, &change.note)] {
                let Some(due) = cell.as_cell() else { continue };
                let due = (!due.is_empty()).then(|| words(due));
                assert_eq!(arrived.as_deref().map(words), due, "{text}");
            }
        }
    }

    /// Texts in one column: as many as were copied, in their order.
    fn arrive_without_headings(&self) {
        let texts: Vec<&str> = self.rows.iter().filter_map(|row| row.2.as_cell()).collect();
        let text: String = texts.iter().map(|text| copied(text) + "\n").collect();
        let Ok(pasted) = paste::read(&text, Section::B2b, &Field::columns(Section::B2b)) else { return };
        match pasted.meaning {
            Meaning::Texts(read) => assert_eq!(read, texts, "{text}"),
            Meaning::Values(read) => assert_eq!(read.len(), texts.len(), "{text}"),
            _ => {}
        }
    }
}
