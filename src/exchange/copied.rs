//! Rows as they are copied: the text with tabs that every program takes, and beside it a table (HTML) whose document numbers,
//! GSTINs and dates are text. Of plain text a spreadsheet makes numbers: 0333 becomes 333, and 2026060000000524 loses its
//! last digits.

use std::fmt::Write;

use super::cell::{to_cell, to_clipboard};
use crate::book::{Book, Field, Scope, Section};
use crate::values::{grouped, money};
use crate::view;
use crate::work::Progress;

/// Above this many rows there is no table: a spreadsheet would take minutes to read it.
pub const MOST_ROWS: u64 = 20_000;
/// Nor above this many bytes: a clipboard of X11 hands over a little more than this at a time, and nothing of what is larger.
const MOST_BYTES: usize = 16_000_000;

/// Spreadsheets hold fifteen digits of a number, and make zeros of those behind.
const MOST_PAISE: u64 = 1_000_000_000_000_000;

/// What is copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// How many rows, without the headings.
    pub rows: u64,
    /// The cells with tabs between, a line for each row.
    pub text: String,
    /// The same as a table; none if it would be too large.
    pub table: Option<String>,
}

impl Copied {
    /// The rows of a sheet, or of all, in these columns, the headings first if they are asked for; none if it was stopped on the way.
    pub fn rows(
        book: &Book,
        scope: impl Into<Scope>,
        columns: &[Field],
        rows: impl Iterator<Item = u32>,
        headings: bool,
        progress: &Progress,
    ) -> Option<Copied> {
        let (scope, mut copying) = (scope.into(), Copying::default());
        if headings {
            copying.line(columns.iter().map(|field| Cell::text(field.title())));
        }
        for (done, number) in rows.enumerate() {
            let (section, row) = scope.record(number);
            if done % 4096 == 0 && progress.cancelled() {
                return None;
            }
            copying.rows += 1;
            copying.table.take_if(|_| copying.rows > MOST_ROWS);
            copying.line(columns.iter().map(|&field| Cell::of(book, section, row, field)));
        }
        Some(copying.end())
    }

    /// Rows that are no records, below these headings if there are any; none if it was stopped on the way.
    pub fn cells<'c, const N: usize>(
        headings: Option<&'c [&'c str]>,
        rows: impl Iterator<Item = [CopiedCell<'c>; N]>,
        progress: &Progress,
    ) -> Option<Copied> {
        let mut copying = Copying::default();
        if let Some(headings) = headings {
            copying.line(headings.iter().map(|title| Cell::text(title)));
        }
        for (done, cells) in rows.enumerate() {
            if done % 4096 == 0 && progress.cancelled() {
                return None;
            }
            copying.rows += 1;
            copying.table.take_if(|_| copying.rows > MOST_ROWS);
            copying.line(cells.into_iter().map(|cell| Cell {
                shown: cell.text,
                amount: cell.amount.filter(|paise| paise.unsigned_abs() < MOST_PAISE),
            }));
        }
        Some(copying.end())
    }

    /// One value of a record: its text has no line of its own.
    pub fn value(book: &Book, section: Section, row: u32, field: Field) -> Copied {
        let mut copying = Copying { rows: 1, ..Copying::default() };
        copying.line([Cell::of(book, section, row, field)].into_iter());
        copying.text.pop();
        copying.end()
    }

    /// Why there is no table, if there is none.
    pub fn no_table(&self) -> Option<String> {
        let too_many = self.rows > MOST_ROWS;
        let why = if too_many { format!("more than {} rows", grouped(MOST_ROWS)) } else { "too large".into() };
        self.table.is_none().then_some(why)
    }
}

/// A cell of rows that are no records.
pub struct CopiedCell<'c> {
    /// What it shows.
    pub text: std::borrow::Cow<'c, str>,
    /// Its amount, if it is one.
    pub amount: Option<money::Paise>,
}

/// Rows on their way.
struct Copying {
    rows: u64,
    text: String,
    table: Option<String>,
}

/// The browsers' own beginning of a table on the clipboard: it needs no more around it.
const HEAD: &str = "<meta http-equiv=\"content-type\" content=\"text/html; charset=utf-8\"><table>";
const END: &str = "</table>";

impl Default for Copying {
    fn default() -> Copying {
        Copying { rows: 0, text: String::new(), table: Some(HEAD.into()) }
    }
}

impl Copying {
    fn line<'c>(&mut self, cells: impl Iterator<Item = Cell<'c>>) {
        self.table.iter_mut().for_each(|table| table.push_str("<tr>"));
        for (place, cell) in cells.enumerate() {
            if place > 0 {
                self.text.push('\t');
            }
            match cell.amount {
                Some(paise) => self.text += &money::plain(paise.into()),
                None => self.text += &to_clipboard(&cell.shown),
            }
            self.table.iter_mut().for_each(|table| cell.write(table));
        }
        self.text.push('\n');
        self.table.iter_mut().for_each(|table| table.push_str("</tr>\n"));
        self.table.take_if(|table| table.len() + END.len() > MOST_BYTES);
    }

    fn end(self) -> Copied {
        Copied { rows: self.rows, text: self.text, table: self.table.map(|table| table + END) }
    }
}

/// A cell of a row.
struct Cell<'b> {
    shown: std::borrow::Cow<'b, str>,
    /// The amount, where it is one that a spreadsheet can hold.
    amount: Option<money::Paise>,
}

impl<'b> Cell<'b> {
    fn text(text: &'b str) -> Cell<'b> {
        Cell { shown: text.into(), amount: None }
    }

    fn of(book: &'b Book, section: Section, row: u32, field: Field) -> Cell<'b> {
        let amount = view::amount(book, section, row, field).filter(|paise| paise.unsigned_abs() < MOST_PAISE);
        Cell { shown: view::cell(book, section, row, field), amount }
    }

    fn write(&self, table: &mut String) {
        if let Some(paise) = self.amount {
            // Writing to a String does not fail.
            let _ = write!(table, "<td>{}</td>", money::plain(paise.into()));
        } else if is_words(&self.shown) {
            let _ = write!(table, "<td>{}</td>", self.shown);
        } else {
            // Excel reads the first, LibreOffice the second: what follows is text.
            table.push_str("<td style='mso-number-format:\"\\@\"' sdnum=\"1033;0;@\">");
            escape(&to_cell(&self.shown), table);
            table.push_str("</td>");
        }
    }
}

/// Whether a text is nothing but words, of which no spreadsheet makes anything else.
fn is_words(text: &str) -> bool {
    let spaced = text.starts_with(' ') || text.ends_with(' ') || text.contains("  ");
    let is_truth = ["true", "false"].iter().any(|truth| text.eq_ignore_ascii_case(truth));
    text.chars().all(|c| c.is_ascii_alphabetic() || c == ' ') && !spaced && !is_truth
}

/// A text as the table has it. Spaces that would run together and line breaks are written as Excel writes its own.
fn escape(text: &str, table: &mut String) {
    let mut chars = text.chars().peekable();
    let mut spaced = true;
    while let Some(c) = chars.next() {
        let last = chars.peek().is_none();
        match c {
            '&' => table.push_str("&amp;"),
            '<' => table.push_str("&lt;"),
            '>' => table.push_str("&gt;"),
            '"' => table.push_str("&quot;"),
            ' ' | '\t' if spaced || last => table.push_str("<span style='mso-spacerun:yes'>&nbsp;</span>"),
            ' ' | '\t' => table.push(' '),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\n' => table.push_str("<br style='mso-data-placement:same-cell'>"),
            c if c.is_control() => table.push(char::REPLACEMENT_CHARACTER),
            c => table.push(c),
        }
        spaced = c.is_whitespace();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::field::DECLARED;
    use crate::portal::{self, Input, sample};
    use proptest::prelude::*;

    /// The opening tag of a cell that is text.
    const TEXT: &str = "<td style='mso-number-format:\"\\@\"' sdnum=\"1033;0;@\">";

    fn written(text: &str, amount: Option<i64>) -> String {
        let mut table = String::new();
        Cell { shown: text.into(), amount }.write(&mut table);
        table
    }

    #[test]
    fn what_looks_like_a_number_or_a_date_is_text_and_an_amount_is_a_number() {
        for text in ["0333", "2026060000000524", "27AAAAA0000A1Z2", "10-02-2026", "1E5", "1/2", "TRUE", "False", "३"]
        {
            assert_eq!(written(text, None), format!("{TEXT}{text}</td>"));
        }
        assert_eq!(written("1,182.00", Some(118_200)), "<td>1182.00</td>");
        assert_eq!(written("\u{2212}12,34,567.50", Some(-123_456_750)), "<td>-1234567.50</td>");
        assert_eq!(written("No action", None), "<td>No action</td>");
        assert_eq!(written("", None), "<td></td>");
    }

    #[test]
    fn what_means_something_in_html_is_written_out_and_nothing_becomes_a_formula() {
        assert_eq!(written("a<b>&\"c\"", None), format!("{TEXT}a&lt;b&gt;&amp;&quot;c&quot;</td>"));
        assert_eq!(written("=1+1", None), format!("{TEXT}'=1+1</td>"));
        assert_eq!(written("</td><script>", None), format!("{TEXT}&lt;/td&gt;&lt;script&gt;</td>"));
        let br = "<br style='mso-data-placement:same-cell'>";
        assert_eq!(written("1\r\n2\n3", None), format!("{TEXT}1{br}2{br}3</td>"));
        assert_eq!(written("a\u{0}1", None), format!("{TEXT}a\u{FFFD}1</td>"));
    }

    #[test]
    fn spaces_do_not_run_together() {
        let hard = "<span style='mso-spacerun:yes'>&nbsp;</span>";
        assert_eq!(written("A  1", None), format!("{TEXT}A {hard}1</td>"));
        assert_eq!(written(" A 1 ", None), format!("{TEXT}{hard}A 1{hard}</td>"));
        assert_eq!(written("two  words", None), format!("{TEXT}two {hard}words</td>"));
    }

    /// What a browser shows of a cell.
    fn shown(html: &str) -> String {
        let inside = html.strip_suffix("</td>").and_then(|html| html.split_once('>')).unwrap().1;
        let breaks = inside.replace("<br style='mso-data-placement:same-cell'>", "\n");
        let spaces = breaks.replace("<span style='mso-spacerun:yes'>&nbsp;</span>", " ");
        assert!(!spaces.contains(['<', '>']), "{spaces}");
        spaces.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    proptest! {
        #[test]
        fn every_text_is_in_its_cell_as_it_is(text in "[a1 <>&\"'=\\-\n;₹é#x]{0,12}") {
            prop_assert_eq!(shown(&written(&text, None)), to_cell(&text));
        }
    }

    #[test]
    fn every_column_of_money_is_copied_as_numbers() {
        let mut bytes = Vec::new();
        sample::write(400, 1, &mut bytes).unwrap();
        let input = Input { name: "sample".into(), path: None, bytes };
        let book = portal::read(vec![input], &Progress::default()).unwrap();
        for section in Section::ALL {
            let columns = Field::columns(section).into_iter().filter(|field| field.is_amount());
            for field in columns.filter(|field| !DECLARED.contains(field)) {
                assert!(Cell::of(&book, section, 0, field).amount.is_some(), "{section:?} {field:?}");
            }
            let copied =
                Copied::rows(&book, section, &Field::columns(section), 0..1, true, &Progress::default()).unwrap();
            assert_eq!((copied.rows, copied.text.lines().count()), (1, 2));
            assert_eq!(copied.table.unwrap().matches("<tr>").count(), 2);
        }
    }

    #[test]
    fn an_amount_is_a_number_in_the_text_too_and_a_text_that_begins_with_minus_is_none() {
        let mut copying = Copying::default();
        let amount = |shown: &'static str, paise| Cell { shown: shown.into(), amount: Some(paise) };
        copying.line([amount("\u{2212}12,34,567.50", -123_456_750), Cell::text("-227.84")].into_iter());
        assert_eq!(copying.end().text, "-1234567.50\t'-227.84\n");
    }

    #[test]
    fn a_table_that_the_clipboard_would_not_hand_over_is_not_made() {
        let mut copying = Copying::default();
        let long = "1".repeat(MOST_BYTES / 2);
        copying.line([Cell::text(&long)].into_iter());
        assert!(copying.table.is_some());
        copying.line([Cell::text(&long)].into_iter());
        let copied = copying.end();
        assert_eq!(copied.table, None);
        assert_eq!(copied.text.lines().count(), 2);
        assert_eq!(copied.no_table().as_deref(), Some("too large"));
    }
}
