//! The page *Credit* as a table: to copy, and as a file that a spreadsheet opens.

use std::borrow::Cow;
use std::io;

use crate::book::Book;
use crate::exchange::cell::to_cell;
use crate::exchange::copied::{Copied, CopiedCell};
use crate::exchange::rows::Writer;
use crate::rules::credit::total;
use crate::rules::gstr_3b::TABLE_4;
use crate::rules::tie_out::{NotInIms, TieResult, which_document};
use crate::session::Session;
use crate::session::credit::statement::BesideGstr2b;
use crate::session::credit::{CreditLine, CreditShown, statement_lines};
use crate::session::result_line::ResultLine;
use crate::values::money;
use crate::view::credit::NotComing;
use crate::work::Progress;

const HEADINGS: [&str; 7] = ["Figure", "Records", "IGST", "CGST", "SGST", "Cess", "Total"];

/// A cell: an amount, or words.
enum TableCell {
    Words(String),
    Amount(i128),
}

type Row = [TableCell; 7];

fn row(words: String, records: Option<u64>, heads: Option<[i128; 4]>, sum: Option<i128>) -> Row {
    let amount = |paise: Option<i128>| paise.map_or(TableCell::Words(String::new()), TableCell::Amount);
    let head = |place: usize| amount(heads.map(|heads| heads[place]));
    let records = records.map_or_else(String::new, |n| n.to_string());
    [
        TableCell::Words(words),
        TableCell::Words(records),
        head(0),
        head(1),
        head(2),
        head(3),
        amount(sum.or(heads.map(total))),
    ]
}

/// What came of the decisions in the portal's GSTR-2B.
fn beside_gstr_2b(beside: &BesideGstr2b) -> Vec<Row> {
    let tie = &beside.tie;
    let of = |line: &CreditLine, records| row(format!("GSTR-2B: {}", line.words), records, Some(line.heads), None);
    let mut rows = vec![row(beside.sentence.clone(), None, None, None)];
    for result in statement_lines::results(tie) {
        rows.push(of(&result.line, Some(result.records)));
        let reasons = beside.missing.iter().filter(|_| result.result == TieResult::Missing);
        rows.extend(reasons.map(|(records, line)| of(line, Some(*records))));
    }
    let not_in_ims = |words: &str| format!("GSTR-2B, not in IMS: {words}");
    let documents = |why| tie.documents(&beside.statement, why);
    for alone in statement_lines::not_in_ims(tie) {
        rows.push(row(not_in_ims(&alone.line.words), Some(alone.documents), Some(alone.line.heads), None));
        rows.extend(documents(alone.why).map(|document| {
            let words = format!("{}: {}", not_in_ims(&alone.line.words), which_document(document));
            row(words, None, Some(document.heads.map(i128::from)), None)
        }));
    }
    rows.extend(statement_lines::cannot_be_read(tie).map(|words| row(words, None, None, None)));
    let unreadable = documents(NotInIms::CannotBeRead).map(statement_lines::document);
    rows.extend(unreadable.map(|words| row(not_in_ims(&words), None, None, None)));
    rows.extend(statement_lines::itc(tie).iter().map(|line| of(line, None)));
    rows.extend(
        tie.of_file_lacks().into_iter().map(|lack| row(format!("4(A)(5) by GSTR-2B: {lack}"), None, None, None)),
    );
    rows
}

impl CreditShown {
    fn rows(&self, book: &Book, beside: Option<&BesideGstr2b>) -> Vec<Row> {
        let title = format!("ITC in GSTR-2B of {} (this file only)", self.closing);
        let mut rows = vec![row(title, None, None, None)];
        let lines = self.figures().into_iter().chain(self.beside()).chain(self.accepted());
        rows.extend(lines.chain([self.rejected_notes()]).map(|line| {
            let words = format!("{} {}", line.words, line.hint);
            row(words.trim_end().to_owned(), line.opens.map(|opens| opens.0), Some(line.heads), None)
        }));
        if let Some((vouchers, tax)) = self.vouchers {
            rows.push(row("Vouchers of your register not in IMS".into(), Some(vouchers), None, Some(tax)));
        }
        for date in &self.dates {
            let sum = date.opens.as_ref().map(|opens| opens.0);
            let words = format!("{}{}: {}", date.day, if date.past { " (past)" } else { "" }, date.words);
            rows.push(row(words, sum.map(|sum| sum.records), sum.map(|sum| sum.heads), None));
        }
        for line in &TABLE_4 {
            let words = format!("GSTR-3B {} {}", line.number, line.name);
            match line.why_not {
                None => rows.push(row(words, None, Some(self.page.figures.after), None)),
                Some(why) => rows.push(row(format!("{words}: not from this file, {why}"), None, None, None)),
            }
        }
        for supplier in &self.page.not_coming {
            let gstin = self.numbers.gstin(book, supplier.supplier);
            for why in NotComing::ALL {
                let sum = &supplier.parts[why as usize];
                if sum.records > 0 {
                    let words = format!("Not coming: {} {gstin}, {}", supplier.name(book), why.words());
                    rows.push(row(words, Some(sum.records), Some(sum.heads), None));
                }
            }
        }
        beside.into_iter().for_each(|beside| rows.extend(beside_gstr_2b(beside)));
        rows
    }

    /// The page as a table (CSV); and how many lines it has.
    pub fn table(&self, book: &Book, beside: Option<&BesideGstr2b>) -> io::Result<(Vec<u8>, u64)> {
        let mut writer = Writer(Vec::new());
        writer.row(HEADINGS)?;
        let rows = self.rows(book, beside);
        for row in &rows {
            writer.row(row.iter().map(|cell| match cell {
                TableCell::Words(words) => to_cell(words).into_owned(),
                TableCell::Amount(paise) => money::plain(*paise),
            }))?;
        }
        Ok((writer.0, rows.len() as u64))
    }
}

impl Session {
    /// Copies the page *Credit* as a table.
    pub fn copy_credit(&mut self) {
        let Some(shown) = self.credit_page().cloned() else { return };
        let cell = |cell: TableCell| match cell {
            TableCell::Words(words) => CopiedCell { text: Cow::Owned(words), amount: None },
            TableCell::Amount(paise) => {
                CopiedCell { text: money::plain(paise).into(), amount: money::Paise::try_from(paise).ok() }
            }
        };
        let beside = self.compared_with_gstr_2b().cloned();
        let rows = shown.rows(&self.book, beside.as_deref()).into_iter().map(|row| row.map(cell));
        if let Some(copied) = Copied::cells(Some(&HEADINGS), rows, &Progress::default()) {
            self.result = Some(ResultLine::new("Copied the figures of the credit."));
            self.copied = Some(copied);
        }
    }
}
