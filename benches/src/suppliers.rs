//! All sheets in one table, and a line for each supplier: of the sample, and of a book in which every fifth record has a supplier of
//! its own.

use std::io::{BufWriter, Write};
use std::path::Path;

use ims_desk::book::{Action, Field, Scope};
use ims_desk::values::Day;
use ims_desk::view::credit::CreditWalk;
use ims_desk::view::suppliers::{
    SupplierColumn, SupplierFilter, SupplierList, SupplierNumbers, SupplierSort, all_lines,
};
use ims_desk::view::{self, Filter, SortKey};
use ims_desk::work::Progress;

use crate::looking::{Looked, SHEET};
use crate::opening;
use crate::plain::{Plain, Texts};
use crate::race::{race, whole};
use crate::table::{Aim, Table};

/// What is renewed after a decision, at most.
const AIM: Aim = Aim::Ms(50.0);
/// In the book of many suppliers so many records have the same.
const EACH: u64 = 5;

/// The table of all sheets.
pub fn all_sheets(table: &mut Table, on: Looked<'_>) {
    let to_decide = Filter { actions: vec![Action::NoAction], ..Filter::default() };
    let tax = [SortKey { field: Field::Tax, descending: true }];
    for (what, filter, keys, beside) in [
        ("all sheets: rows to decide", to_decide, &[][..], "the same of the largest sheet"),
        ("all sheets: ordered by tax", Filter::default(), &tax[..], "the same of the largest sheet"),
    ] {
        let ours = whole(|| view::rows(on.book, on.findings, Scope::All, &filter, keys));
        let one_sheet = whole(|| view::rows(on.book, on.findings, SHEET, &filter, keys));
        let times = race(vec![ours, one_sheet]);
        table.line(what, times[0], vec![(beside.to_owned(), times[1].into())], &[AIM]);
    }
}

/// The lines of suppliers, counted and put in order.
pub fn lines(table: &mut Table, on: Looked<'_>, what: &str, day: Day) {
    let numbers = SupplierNumbers::of(on.book);
    let keys = [SupplierSort { column: SupplierColumn::AsItStands, descending: true }];
    let (filter, progress) = (SupplierFilter::default(), Progress::default());
    let ours = || {
        let lines = all_lines(on.book, on.findings, &numbers, day, &progress).expect("it is not stopped");
        SupplierList::of(on.book, &numbers, &lines, &filter, &keys, &progress)
    };
    let plain = on.plain;
    let beside = ("a plain loop: count and six sums, largest sheet", whole(|| sums(&plain.suppliers, &plain.amounts)));
    on.race(table, what, whole(ours), beside, &[AIM]);
}

/// Every figure of the page *Credit*.
pub fn credit(table: &mut Table, on: Looked<'_>, day: Day) {
    let numbers = SupplierNumbers::of(on.book);
    let ours = || CreditWalk::new(on.book, day, &numbers, None).page(&Progress::default());
    let plain = on.plain;
    let beside = ("a plain loop: count and six sums, largest sheet", whole(|| sums(&plain.suppliers, &plain.amounts)));
    on.race(table, "credit: all figures of the page", whole(ours), beside, &[AIM]);
}

/// How many records each text has, and what their amounts come to.
fn sums(texts: &Texts, amounts: &[Vec<i64>; 6]) -> Vec<[i64; 7]> {
    let mut sums = vec![[0i64; 7]; texts.texts.len()];
    for (row, &id) in texts.ids.iter().enumerate() {
        let sums = &mut sums[id as usize];
        sums[0] += 1;
        sums[1..].iter_mut().zip(amounts).for_each(|(sum, column)| *sum += column[row]);
    }
    sums
}

/// The same of a book of this many records with a fifth as many suppliers.
pub fn of_many(table: &mut Table, folder: &Path, rows: u64) {
    let path = folder.join(format!("suppliers-{rows}.json"));
    if !path.exists() {
        write(&path, rows).expect("the target folder can be written to");
    }
    let (book, findings) = opening::open(&path);
    let (plain, polars) = (Plain::of(&book, SHEET), crate::outside::Outside::default());
    let day = Day::parse(opening::DAY).expect("a day");
    let on = Looked { book: &book, findings: &findings, plain: &plain, polars: &polars };
    lines(table, on, "suppliers: a fifth as many as records", day);
}

fn write(path: &Path, rows: u64) -> std::io::Result<()> {
    let part = path.with_extension("part");
    let mut out = BufWriter::new(std::fs::File::create(&part)?);
    write!(out, "{{\"imsDetails\":{{\"rtin\":\"27AAAAA0000A1Z2\",\"b2b\":[")?;
    for row in 0..rows {
        let supplier = row / EACH;
        let letters: String = (0..4).map(|place| char::from(b'A' + (supplier / 26u64.pow(place) % 26) as u8)).collect();
        let (comma, taxable) = (if row == 0 { "" } else { "," }, 100 + row % 9_900);
        write!(
            out,
            "{comma}\n{{\"stin\":\"27A{letters}{:04}A1Z0\",\"tradenm\":\"Supplier {supplier}\",\"inum\":\"A/{row}\",\"inv_typ\":\"R\",\
             \"action\":\"N\",\"srcform\":\"R1\",\"rtnprd\":\"102026\",\"srcfilstatus\":\"F\",\"idt\":\"05-10-2026\",\"val\":{},\
             \"pos\":\"27\",\"txval\":{taxable},\"iamt\":{}.18,\"camt\":0,\"samt\":0,\"cess\":0,\"ispendactblocked\":\"N\",\
             \"isRemarksBlocked\":\"N\",\"ItcAvailabilityCheck\":\"Y\",\"remarks\":\"\",\"hash\":\"{row:064x}\"}}",
            supplier / 26u64.pow(4),
            taxable * 2,
            taxable / 6,
        )?;
    }
    write!(out, "]}}}}")?;
    out.flush()?;
    std::fs::rename(&part, path)
}
