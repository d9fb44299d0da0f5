//! One table for each supplier: the vouchers that are shown, to be sent to those from whom they are. A table names its own
//! supplier alone, and has nothing that is for the office: no name as it is in the ledgers, no number of an own voucher, no
//! file, no path, no note.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use crate::book::Book;
use crate::disk::{self, Disk, Guard};
use crate::exchange::cell::to_cell;
use crate::exchange::rows::Writer;
use crate::session::register::columns::{VoucherColumn, Vouchers};
use crate::values::{Day, gstin, money};
use crate::work::Progress;

/// The columns of a table.
const COLUMNS: [VoucherColumn; 10] = [
    VoucherColumn::Number,
    VoucherColumn::Date,
    VoucherColumn::Type,
    VoucherColumn::Taxable,
    // Of a register with one column of tax it is all that says the tax.
    VoucherColumn::Tax,
    VoucherColumn::Igst,
    VoucherColumn::Cgst,
    VoucherColumn::Sgst,
    VoucherColumn::Cess,
    VoucherColumn::Value,
];

/// What came of saving.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SavedForSuppliers {
    /// The tables.
    pub files: Vec<PathBuf>,
    /// How many vouchers they have.
    pub vouchers: u64,
    /// How many vouchers have no GSTIN of a supplier, and are in no table.
    pub without: u64,
}

/// A table for each supplier, by GSTIN: its bytes, and how many vouchers it has.
pub type SupplierTables = BTreeMap<String, (Vec<u8>, u64)>;

/// The tables of these vouchers, and how many vouchers have no supplier.
pub fn tables(book: &Book, rows: &[u32]) -> io::Result<(SupplierTables, u64)> {
    let vouchers = Vouchers { book, matches: None };
    let entries = book.register().entries();
    let mut suppliers: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut without = 0;
    for &row in rows {
        let supplier = entries.gstin(row).trim().to_ascii_uppercase();
        match gstin::well_formed(&supplier) {
            true => suppliers.entry(supplier).or_default().push(row),
            false => without += 1,
        }
    }
    let buyer = book.recipient.gstin().unwrap_or_default().to_owned();
    let mut tables = BTreeMap::new();
    for (supplier, rows) in suppliers {
        let mut writer = Writer(Vec::new());
        let titles = COLUMNS.map(VoucherColumn::title);
        writer.row(["Supplier GSTIN", "Buyer GSTIN"].into_iter().chain(titles))?;
        for &row in &rows {
            let cells = COLUMNS.map(|column| cell(&vouchers, row, column));
            writer.row([supplier.clone(), buyer.clone()].into_iter().chain(cells))?;
        }
        tables.insert(supplier, (writer.0, rows.len() as u64));
    }
    Ok((tables, without))
}

fn cell(vouchers: &Vouchers<'_>, row: u32, column: VoucherColumn) -> String {
    if column.is_amount() {
        return vouchers.amount(row, column).map_or_else(String::new, |paise| money::plain(paise.into()));
    }
    to_cell(&vouchers.text(row, column)).into_owned()
}

/// Saves a table for each supplier into a folder, which is made where it is not there. Nothing that is there is replaced: such a
/// table gets a number behind its name. Error: how many were saved, and why no more.
pub fn save(
    disk: &dyn Disk,
    folder: &Path,
    (book, rows): (&Book, &[u32]),
    today: Day,
    guard: &Guard,
    progress: &Progress,
) -> Result<SavedForSuppliers, String> {
    let failed = |path: &Path, e: &io::Error| format!("{}: cannot be written: {}", path.display(), disk::words(e));
    let (tables, without) = tables(book, rows).map_err(|e| failed(folder, &e))?;
    progress.expect(tables.len() as u64);
    disk.make_folder(folder).map_err(|e| failed(folder, &e))?;
    let mut taken: BTreeSet<String> =
        disk.names(folder).map_err(|e| failed(folder, &e))?.iter().map(|name| name.to_lowercase()).collect();
    let mut saved = SavedForSuppliers { without, ..SavedForSuppliers::default() };
    for (supplier, (text, vouchers)) in tables {
        let name = free_name(&mut taken, &format!("{supplier} vouchers {today}"));
        let path = folder.join(name);
        let written = guard
            .check(&path)
            .map_err(|why| format!("{} {}", path.display(), why.words()))
            .and_then(|()| disk::whole::write(disk, &path, &text).map_err(|e| failed(&path, &e)));
        match written {
            Ok(()) if progress.advance(1) => {}
            Ok(()) => return Err(format!("Stopped after {} tables.", saved.files.len() + 1)),
            Err(why) => return Err(format!("{why}. {} tables were saved before.", saved.files.len())),
        }
        saved.files.push(path);
        saved.vouchers += vouchers;
    }
    Ok(saved)
}

/// A name that no file of the folder has, on no system.
fn free_name(taken: &mut BTreeSet<String>, name: &str) -> String {
    let names = std::iter::once(format!("{name}.csv")).chain((2u32..).map(|n| format!("{name} {n}.csv")));
    let free = names.into_iter().find(|name| !taken.contains(&name.to_lowercase()));
    let free = free.unwrap_or_else(|| format!("{name}.csv"));
    taken.insert(free.to_lowercase());
    free
}
