//! A new workbook, written row by row: what is written waits in files without names in the folder of the workbook, and the
//! memory that it takes does not grow with its rows.

use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{
    DataValidation, DocProperties, Format, Table, TableColumn, TableStyle, Workbook, Worksheet, XlsxError,
};

use super::look::{self, Holds, Tint};
use crate::cells::letters;
use crate::disk::{self, Disk, Guard};
use crate::values::{Day, Paise, grouped};
use crate::work::{Progress, Stopped};

/// How many rows a sheet holds, its heading included.
pub const MOST_LINES: u32 = 1_048_576;
/// How many characters a cell holds.
const MOST_CHARACTERS: usize = 32_767;
/// Spreadsheets hold fifteen digits of a number, and make zeros of those behind.
const MOST_PAISE: u128 = 1_000_000_000_000_000;

/// A column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewColumn {
    /// What is over it.
    pub title: String,
    /// How many characters wide it is.
    pub width: u16,
    /// What its cells hold.
    pub holds: Holds,
    /// Their ground.
    pub tint: Tint,
}

impl NewColumn {
    /// A plain column.
    pub fn new(title: impl Into<String>, width: u16, holds: Holds) -> NewColumn {
        NewColumn { title: title.into(), width, holds, tint: Tint::Plain }
    }
}

/// Why a workbook or a page was not written.
#[derive(Debug)]
pub enum Unwritten {
    /// It was stopped.
    Stopped,
    /// A file of this name is there, which those who ask were not asked about.
    There,
    /// Anything else, in words.
    Failed(String),
}

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unwritten::Stopped => f.write_str("stopped"),
            Unwritten::There => f.write_str("already exists"),
            Unwritten::Failed(what) => f.write_str(what),
        }
    }
}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Unwritten {
        if error.get_ref().is_some_and(|inner| inner.is::<Stopped>()) {
            return Unwritten::Stopped;
        }
        Unwritten::Failed(format!("cannot be written: {}", disk::words(&error)))
    }
}

impl From<XlsxError> for Unwritten {
    fn from(error: XlsxError) -> Unwritten {
        match error {
            XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => error.into(),
            XlsxError::ZipError(error) => io::Error::from(error).into(),
            // Names, sizes and formats are made here, so none of the others has to do with what is in the files.
            _ => Unwritten::Failed("cannot be written: a sheet of it is larger than a workbook can hold".into()),
        }
    }
}

/// A workbook on its way.
pub struct NewWorkbook<'a> {
    inner: Workbook,
    disk: &'a dyn Disk,
    target: PathBuf,
    /// Words that cells offer: they are in a hidden sheet, as some have a comma, which would end them in the cell's own list.
    lists: Vec<Vec<String>>,
    progress: &'a Progress,
}

/// The name of the hidden sheet with the words that cells offer.
const LISTS: &str = "Lists";

/// About how many bytes a cell takes while it waits, and once more when it is packed.
const A_CELL: u64 = 60;

impl<'a> NewWorkbook<'a> {
    /// Begins one for this place. `cells`: about how many there will be, for which there has to be room on the disk.
    pub fn new(
        disk: &'a dyn Disk,
        target: &Path,
        guard: &Guard,
        cells: u64,
        progress: &'a Progress,
    ) -> Result<NewWorkbook<'a>, Unwritten> {
        allowed(guard, target)?;
        let place = disk.place(target)?;
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        enough_room(disk, folder, cells * A_CELL * 5 / 4)?;
        let mut inner = Workbook::new();
        inner.set_tempdir(folder)?;
        // A third of the time, for a tenth more bytes.
        inner.set_zip_compression_level(3);
        inner.set_properties(&DocProperties::new().set_author("IMS Desk"));
        inner.use_zip_large_file(cells * A_CELL > u64::from(u32::MAX) / 2);
        Ok(NewWorkbook { inner, disk, target: target.to_owned(), lists: Vec::new(), progress })
    }

    /// Adds a sheet: its heading is written and frozen, what follows is for its rows. Where `lists` has words for a column,
    /// its cells offer them.
    pub fn sheet(
        &mut self,
        name: &str,
        columns: &[NewColumn],
        lists: &[(u16, &[&str])],
    ) -> Result<NewSheet<'_>, Unwritten> {
        let progress = self.progress;
        let offered: Vec<(u16, String)> = lists.iter().map(|(place, words)| (*place, self.list(words))).collect();
        let sheet = self.inner.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        set_up_print(sheet, name);
        sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
        for (place, column) in (0..).zip(columns) {
            sheet.set_column_format(place, &cell_of(columns, place))?;
            sheet.set_column_width(place, column.width)?;
            if column.tint == Tint::Hidden {
                sheet.set_column_hidden(place)?;
            }
        }
        for (place, list) in offered {
            let offer =
                DataValidation::new().allow_list_formula(list.as_str().into()).set_error_title("One of the list")?;
            let offer = offer.set_error_message("Choose one of the words in the list, or leave the cell empty.")?;
            sheet.add_data_validation(1, place, MOST_LINES - 1, place, &offer)?;
        }
        for (place, column) in (0..).zip(columns) {
            sheet.write_string_with_format(0, place, &column.title, &heading_of(columns, place))?;
        }
        Ok(NewSheet { sheet, columns: columns.to_vec(), line: 0, is_table: false, progress })
    }

    /// Where the words of a list will be.
    fn list(&mut self, words: &[&str]) -> String {
        let place = self.lists.iter().position(|known| known == words).unwrap_or_else(|| {
            self.lists.push(words.iter().map(|word| (*word).to_owned()).collect());
            self.lists.len() - 1
        });
        let column = letters(place as u16);
        format!("={LISTS}!${column}$1:${column}${}", words.len())
    }

    fn write_lists(&mut self) -> Result<(), Unwritten> {
        if self.lists.is_empty() {
            return Ok(());
        }
        let sheet = self.inner.add_worksheet().set_name(LISTS)?.set_hidden(true);
        for (column, words) in (0..).zip(&self.lists) {
            for (line, word) in (0..).zip(words) {
                sheet.write_string(line, column, word)?;
            }
        }
        Ok(())
    }

    /// The sheet to which anything is written in any order: a small one.
    pub(super) fn free_sheet(&mut self, name: &str) -> Result<&mut Worksheet, Unwritten> {
        let sheet = self.inner.add_worksheet();
        sheet.set_name(name)?;
        set_up_print(sheet, name);
        Ok(sheet)
    }

    /// Packs it, and gives it its name once it is on the disk as a whole. Gives its size.
    pub fn save(mut self) -> Result<u64, Unwritten> {
        self.write_lists()?;
        let mut file = disk::temporary(self.disk, &self.target)?;
        let mut watched = Watched { out: &mut file, bytes: 0, progress: self.progress };
        self.inner.save_to_writer(&mut watched)?;
        let bytes = watched.bytes;
        let settled = file.settle()?;
        if self.progress.cancelled() {
            return Err(Unwritten::Stopped);
        }
        settled.arrive()?;
        Ok(bytes)
    }
}

/// Whether the guard lets a file be written.
pub(in crate::exchange) fn allowed(guard: &Guard, target: &Path) -> Result<(), Unwritten> {
    guard.check(target).map_err(|why| match why {
        disk::Blocked::There => Unwritten::There,
        why => Unwritten::Failed(why.words().to_owned()),
    })
}

/// Whether a folder has room for this many bytes, where that can be known.
fn enough_room(disk: &dyn Disk, folder: &Path, bytes: u64) -> Result<(), Unwritten> {
    const MEGABYTE: u64 = 1 << 20;
    match disk.room(folder) {
        Some(room) if room < bytes => Err(Unwritten::Failed(format!(
            "about {} MB are needed on this disk, and {} MB are free: choose another disk, or fewer records",
            grouped(bytes.div_ceil(MEGABYTE)),
            grouped(room / MEGABYTE)
        ))),
        _ => Ok(()),
    }
}

/// A4 across, as wide as the page, the pages numbered.
fn set_up_print(sheet: &mut Worksheet, name: &str) {
    const A4: u8 = 9;
    let name = name.replace('&', "&&");
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3).set_footer(format!("&L{name}&CIMS Desk&RPage &P of &N"));
}

/// How the cells of a column look.
fn cell_of(columns: &[NewColumn], place: u16) -> Format {
    let column = &columns[usize::from(place)];
    let format = look::cell(column.holds, column.tint);
    if is_behind_figures(columns, place) { look::behind_figures(format) } else { format }
}

/// How its heading looks.
fn heading_of(columns: &[NewColumn], place: u16) -> Format {
    let format = look::heading(columns[usize::from(place)].holds);
    if is_behind_figures(columns, place) { look::behind_figures(format) } else { format }
}

/// Whether a column that begins at its left side is behind one that ends at its right side: the two would touch.
fn is_behind_figures(columns: &[NewColumn], place: u16) -> bool {
    let ends_right = |column: &NewColumn| matches!(column.holds, Holds::Amount | Holds::Count);
    let (before, from) = columns.split_at(usize::from(place));
    let beside = before.iter().rfind(|column| column.tint != Tint::Hidden);
    from.first().is_some_and(|column| !ends_right(column)) && beside.is_some_and(ends_right)
}

/// Stops packing when it is asked to, and counts.
struct Watched<'a, W> {
    out: W,
    bytes: u64,
    progress: &'a Progress,
}

impl<W: Write> Write for Watched<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.progress.cancelled() {
            return Err(io::Error::other(Stopped));
        }
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A sheet on its way: its rows are written from the first to the last, the cells of a row from the left.
pub struct NewSheet<'w> {
    sheet: &'w mut Worksheet,
    columns: Vec<NewColumn>,
    line: u32,
    is_table: bool,
    progress: &'w Progress,
}

/// Tables of more rows would take memory by the cell.
const MOST_OF_A_TABLE: u32 = 20_000;

impl NewSheet<'_> {
    /// Makes a table of it, of which Excel never sorts a part. To be called before the first of its rows. Where there are too
    /// many it stays a list with a filter.
    pub fn sorts_as_a_whole(&mut self, rows: u32) -> Result<(), Unwritten> {
        if (1..=MOST_OF_A_TABLE).contains(&rows) {
            let column = |(place, of): (u16, &NewColumn)| {
                TableColumn::new().set_header(&of.title).set_header_format(heading_of(&self.columns, place))
            };
            let columns: Vec<TableColumn> = (0..).zip(&self.columns).map(column).collect();
            let table = Table::new().set_columns(&columns).set_style(TableStyle::None);
            self.sheet.add_table(0, 0, rows, self.last_column(), &table)?;
            self.is_table = true;
        }
        Ok(())
    }

    fn last_column(&self) -> u16 {
        (self.columns.len() as u16).saturating_sub(1)
    }

    /// Begins the next row.
    pub fn next_row(&mut self) -> Result<(), Unwritten> {
        self.line += 1;
        if self.line.is_multiple_of(256) && !self.progress.advance(256) {
            return Err(Unwritten::Stopped);
        }
        Ok(())
    }

    /// Writes text. What no cell can hold is cut, and ends with an ellipsis.
    pub fn text(&mut self, column: u16, text: &str) -> Result<(), Unwritten> {
        if text.is_empty() {
            return Ok(());
        }
        let text = held(text);
        if self.holds(column) == Holds::Text {
            self.sheet.write_string(self.line, column, text)?;
        } else {
            let format = look::cell(Holds::Text, self.tint(column));
            self.sheet.write_string_with_format(self.line, column, text, &format)?;
        }
        Ok(())
    }

    /// Writes rupees. A spreadsheet cannot hold more than fifteen digits as a number; such an amount is text.
    pub fn amount(&mut self, column: u16, paise: i128) -> Result<(), Unwritten> {
        match number(paise) {
            None => self.text(column, &crate::values::money::plain(paise)),
            Some(rupees) => match look::of_size(paise, self.tint(column)) {
                Some(format) => self.formatted(column, rupees, &format),
                None => self.number(column, rupees, Holds::Amount),
            },
        }
    }

    /// Writes a day; none that a spreadsheet does not have.
    pub fn day(&mut self, column: u16, day: Day) -> Result<(), Unwritten> {
        match serial(day) {
            Some(serial) => self.number(column, serial, Holds::Day),
            None if day == Day::NONE => Ok(()),
            None => self.text(column, &day.to_string()),
        }
    }

    /// Writes how many.
    pub fn count(&mut self, column: u16, count: u64) -> Result<(), Unwritten> {
        self.number(column, count as f64, Holds::Count)
    }

    /// Makes an empty cell grey in a column that is not.
    pub fn grey(&mut self, column: u16) -> Result<(), Unwritten> {
        self.sheet.write_blank(self.line, column, &look::cell(Holds::Text, Tint::Grey))?;
        Ok(())
    }

    fn number(&mut self, column: u16, number: f64, holds: Holds) -> Result<(), Unwritten> {
        if self.holds(column) == holds {
            self.sheet.write_number(self.line, column, number)?;
            return Ok(());
        }
        let format = look::cell(holds, self.tint(column));
        self.formatted(column, number, &format)
    }

    fn formatted(&mut self, column: u16, number: f64, format: &Format) -> Result<(), Unwritten> {
        self.sheet.write_number_with_format(self.line, column, number, format)?;
        Ok(())
    }

    fn holds(&self, column: u16) -> Holds {
        self.columns.get(usize::from(column)).map_or(Holds::Text, |column| column.holds)
    }

    fn tint(&self, column: u16) -> Tint {
        self.columns.get(usize::from(column)).map_or(Tint::Plain, |column| column.tint)
    }

    /// Ends it: what is written can be filtered.
    pub fn end(self) -> Result<(), Unwritten> {
        if !self.is_table {
            // A table has its own.
            self.sheet.autofilter(0, 0, self.line, self.last_column())?;
        }
        Ok(())
    }
}

/// A text as a cell holds it.
pub(in crate::exchange) fn held(text: &str) -> std::borrow::Cow<'_, str> {
    // Spreadsheets count in UTF-16.
    if text.len() <= MOST_CHARACTERS || text.encode_utf16().count() <= MOST_CHARACTERS {
        return text.into();
    }
    crate::values::short(text, MOST_CHARACTERS / 2 - 1)
}

/// Paise as a number of rupees; none that has more digits than a spreadsheet holds.
pub(in crate::exchange) fn number(paise: i128) -> Option<f64> {
    (paise.unsigned_abs() < MOST_PAISE).then(|| Paise::try_from(paise).unwrap_or(0) as f64 / 100.0)
}

/// A day as a number; none before March 1900, where spreadsheets do not agree.
pub(in crate::exchange) fn serial(day: Day) -> Option<f64> {
    const TO_1970: i32 = 25_569;
    const MARCH_1900: i32 = 61;
    const LAST: i32 = 2_958_465;
    let serial = day.0.checked_add(TO_1970)?;
    (day != Day::NONE && (MARCH_1900..=LAST).contains(&serial)).then(|| f64::from(serial))
}
