//! Tables of decisions. Any bytes are refused, or each row is read or refused with its line; what was decided, saved and
//! loaded again, is the same. Of a table that is made here every cell arrives in its own column.

#![cfg_attr(fuzzing, no_main)]

use arbitrary::{Arbitrary, Unstructured};
use ims_desk::book::{Action, Book};
use ims_desk::edit::{Command, Log};
use ims_desk::exchange::decisions::{self, Table};
use ims_desk::exchange::resolve::{Consent, Reader, resolve};
use ims_desk::exchange::saved::{self, lost};
use ims_desk_fuzz::book::{DOWNLOAD, download, in_words, rows, today};
use ims_desk_fuzz::made::{Download, Step, Text};

ims_desk_fuzz::law!(|bytes: &[u8]| {
    match bytes {
        [0, rest @ ..] => {
            if let Ok(cells) = Cells::arbitrary(&mut Unstructured::new(rest)) {
                cells.arrive();
            }
        }
        [1, rest @ ..] => {
            if let Ok(saved) = Saved::arbitrary(&mut Unstructured::new(rest)) {
                saved.is_loaded();
            }
        }
        bytes => any(bytes),
    }
});

fn any(bytes: &[u8]) {
    let Ok(table) = decisions::read(bytes) else { return };
    let lines = bytes.split(|b| matches!(b, b'\n' | b'\r')).count() as u64;
    let read: Vec<u64> = table.blocks().flat_map(|block| block.rows).map(|row| row.line).collect();
    assert!(read.is_sorted() && read.iter().all(|line| (1..=lines).contains(line)), "{read:?}");
    let mut refused = table.blocks().flat_map(|block| block.refused);
    assert!(refused.all(|refused| (1..=lines).contains(&refused.line) && !refused.reason.is_empty()));
    let mut book = download(DOWNLOAD);
    apply(&table, &mut book);
    let mut saved = Vec::new();
    saved::write(&book, &mut saved).unwrap();
    let table = decisions::read(&saved).unwrap();
    let mut again = download(DOWNLOAD);
    let refused = apply(&table, &mut again);
    let saved = String::from_utf8_lossy(&saved);
    assert_eq!(refused, "", "{saved}");
    for (section, row) in rows(&book) {
        let decided = |book: &Book| in_words(book, book.sheet(section).decision(row));
        assert_eq!(decided(&again), decided(&book), "{section:?} {row}\n{saved}");
    }
}

/// Applies what may be applied; gives what is refused.
fn apply(table: &Table<'_>, book: &mut Book) -> String {
    let resolved = resolve(book, table, &Consent::to_all(), Reader::CommandLine, today());
    Command::table("", resolved.changes).apply(book);
    resolved.refused.iter().map(|refused| format!("line {}: {}\n", refused.line, refused.reason)).collect()
}

/// What is done to a download before its decisions are saved.
#[derive(Arbitrary, Debug)]
struct Saved {
    steps: Vec<Step>,
    download: Download,
}

impl Saved {
    fn is_loaded(&self) {
        let text = self.download.text(false);
        let mut book = download(&text);
        let mut log = Log::default();
        for step in &self.steps {
            step.carry_out(&mut book, &mut log);
        }
        let mut table = Vec::new();
        saved::write(&book, &mut table).unwrap();
        let mut again = download(&text);
        let refused = apply(&decisions::read(&table).unwrap(), &mut again);
        let lost = lost(&book, &table, today());
        let table = String::from_utf8_lossy(&table);
        for (section, row) in rows(&book).into_iter().filter(|record| !lost.contains(record)) {
            let decided = |book: &Book| in_words(book, book.sheet(section).decision(row));
            assert_eq!(decided(&again), decided(&book), "{section:?} {row}\n{table}");
        }
        assert!(lost.is_empty() || !refused.is_empty(), "{lost:?} are lost, and nothing was refused:\n{table}");
    }
}

/// The cells of a table, and how it is written.
#[derive(Arbitrary, Debug)]
struct Cells {
    rows: Vec<(u8, Text, Text, Text)>,
    separator: u8,
    order: u8,
    line_end: bool,
}

impl Cells {
    fn arrive(&self) {
        let separator = [",", ";", "\t"][self.separator as usize % 3];
        let end = if self.line_end { "\r\n" } else { "\n" };
        let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
        let mut text = String::new();
        let mut line = |mut cells: Vec<&str>| {
            let turn = self.order as usize % cells.len();
            cells.rotate_left(turn);
            let cells: Vec<String> = cells.into_iter().map(quoted).collect();
            text += &(cells.join(separator) + end);
        };
        line(vec!["section", "stin", "number", "action", "remarks", "note"]);
        for (action, number, remarks, note) in &self.rows {
            let action = ["A", "Rejected", "p", "No action", ""][*action as usize % 5];
            line(vec!["B2B-CN", "29AAAAA0000A1ZY", &number.0, action, &remarks.0, &note.0]);
        }
        let table = decisions::read(text.as_bytes()).unwrap_or_else(|why| panic!("{why}\n{text}"));
        let named: Vec<_> = self.rows.iter().filter(|row| !row.1.0.trim().is_empty()).collect();
        let read: Vec<_> = table.blocks().collect();
        let read_rows: Vec<_> = read.iter().flat_map(|block| &block.rows).collect();
        let refused = read.iter().map(|block| block.refused.len()).sum::<usize>();
        assert_eq!((read_rows.len(), refused), (named.len(), self.rows.len() - named.len()), "{text}");
        for (row, (action, number, remarks, note)) in read_rows.into_iter().zip(named) {
            let actions =
                [Some(Action::Accept), Some(Action::Reject), Some(Action::Pending), Some(Action::NoAction), None];
            assert_eq!(row.change.as_ref().unwrap().action, actions[*action as usize % 5]);
            let number = number.as_cell();
            assert!(number.is_none_or(|number| number == row.stated.number), "{number:?}: {text}");
            // Remarks and notes are one line, whatever the cell holds; an empty cell leaves alone.
            let words = |text: &str| text.split(|c: char| c.is_whitespace() || c.is_control()).collect::<String>();
            for (cell, arrived) in
                [(remarks, &row.change.as_ref().unwrap().remarks), (note, &row.change.as_ref().unwrap().note)]
            {
                let Some(due) = cell.as_cell() else { continue };
                let due = (!due.is_empty()).then(|| words(due));
                assert_eq!(arrived.as_deref().map(words), due, "{text}");
            }
        }
    }
}
