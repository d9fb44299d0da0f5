//! Workbooks and text tables become cells: what is in the file comes out, and nothing else.

mod hostile;
mod kinds;
mod office;
mod oracle;
mod pages;

use ims_desk::cells::{self, Kind, Opened, Refused, Sheet, Workbook};
use ims_desk::work::Progress;

/// Reads a file.
fn open(name: &str, bytes: &[u8]) -> Result<Opened, Refused> {
    cells::read(name, bytes.to_vec(), &Progress::default())
}

/// The one workbook of a file.
fn workbook(name: &str, bytes: &[u8]) -> Workbook {
    let mut opened = open(name, bytes).unwrap();
    assert_eq!((opened.workbooks.len(), opened.left_out.len()), (1, 0));
    opened.workbooks.remove(0)
}

/// What is said of a file that is refused.
fn refused(name: &str, bytes: &[u8]) -> String {
    open(name, bytes).unwrap_err().what
}

/// A sheet in words: `line: A=text, C=5` for each row.
fn words(sheet: &Sheet) -> String {
    let mut words = String::new();
    for row in sheet.iter() {
        let cells: Vec<String> = row
            .cells()
            .map(|cell| {
                let mark = match cell.kind {
                    Kind::Text => "",
                    Kind::Number => "#",
                    Kind::Date(_) => "@",
                    Kind::Bool => "?",
                    Kind::Error => "!",
                };
                format!("{}={mark}{}", cells::letters(cell.column), cell.text)
            })
            .collect();
        words += &format!("{}: {}\n", row.line(), cells.join(", "));
    }
    words
}

/// What was tolerated, in words.
fn notes(workbook: &Workbook) -> Vec<String> {
    workbook.notes.iter().map(ToString::to_string).collect()
}
