//! Counting the lines of suppliers and showing them: the filter, the order, what is folded away, and the focused one in full.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::book::{Action, Book, Scope, Section};
use crate::session::background::Purpose;
use crate::session::suppliers::SupplierSheet;
use crate::session::{Place, Scroll, Session};
use crate::view::Totals;
use crate::view::suppliers::{
    SupplierEntry, SupplierFilter, SupplierLine, SupplierList, SupplierNumbers, SupplierSort, all_lines,
};

/// The records of a supplier in one sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfSheet {
    /// The sheet.
    pub section: Section,
    /// How many there are.
    pub records: u64,
    /// How many have No action.
    pub to_decide: u64,
    /// Their tax, of credit notes negative.
    pub tax: i128,
}

/// Adds up the records of suppliers sheet by sheet.
pub fn by_sheet(book: &Book, numbers: &SupplierNumbers, suppliers: &[u32]) -> Vec<OfSheet> {
    let rows = numbers.rows(book, suppliers.iter().copied());
    rows.into_iter()
        .map(|(section, rows)| {
            let sheet = book.sheet(section);
            let undecided = rows.iter().filter(|&row| sheet.actions()[row as usize] == Action::NoAction).count();
            let readable = rows.iter().filter(|&row| !sheet.records().read_only(row));
            let tax = Totals::of(book, section, readable).tax();
            OfSheet { section, records: rows.len(), to_decide: undecided as u64, tax }
        })
        .collect()
}

impl Session {
    /// The sheet of suppliers.
    pub fn suppliers(&self) -> &SupplierSheet {
        &self.suppliers
    }

    /// Counts the lines again if they are shown and something changed since.
    pub(in crate::session) fn renew_suppliers(&mut self) {
        if self.place != Place::Suppliers || self.suppliers.counted == self.revision {
            return;
        }
        self.suppliers.counted = self.revision;
        self.look_at_other_downloads();
        let (day, known) = (self.day, self.suppliers.numbers.clone());
        let (filter, sort) = (self.suppliers.filter.clone(), self.suppliers.sort.clone());
        let before = (!self.suppliers.sought).then(|| self.suppliers.list.clone());
        self.look(Purpose::Suppliers, move |book, findings, progress| {
            let fits = known.count() > 0 && known.fits(book);
            let numbers = if fits { known.clone() } else { Arc::new((*known).clone().with_all_of(book)) };
            let lines = all_lines(book, findings, &numbers, day, progress)?;
            let stays = before.as_ref().filter(|_| fits).and_then(|before| before.counted_again(&lines));
            let (keeps, list) = match stays {
                Some(list) => (true, list),
                None => (false, SupplierList::of(book, &numbers, &lines, &filter, &sort, progress)?),
            };
            Some(Box::new(move |open| {
                let sheet = &mut open.suppliers;
                (sheet.numbers, sheet.lines) = (numbers, Arc::new(lines));
                sheet.take_list(list);
                if keeps && sheet.stays.is_none() {
                    sheet.stays = Some((sheet.focus, sheet.selected.clone()));
                }
                open.look_at_suppliers();
            }))
        });
    }

    /// Lines stay where they are when something was decided, until the mark or the selection changes: "A ↓ A" goes on with the
    /// line below. Then they are filtered and sorted again.
    pub(in crate::session) fn let_suppliers_go(&mut self) {
        let sheet = &mut self.suppliers;
        let moved = |(focus, selected): &(_, RoaringBitmap)| {
            sheet.focus != *focus || !(sheet.selected.is_empty() || sheet.selected == *selected)
        };
        if !self.rows_held && sheet.stays.as_ref().is_some_and(moved) {
            sheet.follows = true;
            self.list_suppliers();
        }
    }

    /// Finds the lines that pass the filter, in order.
    fn list_suppliers(&mut self) {
        (self.suppliers.sought, self.suppliers.stays) = (true, None);
        // Lines that are being counted would come with the filter and the order of before.
        if self.background.runs_for(Purpose::Suppliers) {
            self.suppliers.counted = 0;
            return self.renew_suppliers();
        }
        let sheet = &self.suppliers;
        let (numbers, lines) = (sheet.numbers.clone(), sheet.lines.clone());
        let (filter, sort) = (sheet.filter.clone(), sheet.sort.clone());
        self.look(Purpose::SupplierList, move |book, _, progress| {
            let list = SupplierList::of(book, &numbers, &lines, &filter, &sort, progress)?;
            Some(Box::new(move |open| {
                open.suppliers.take_list(list);
                open.look_at_suppliers();
            }))
        });
    }

    /// Shows the suppliers that pass a filter. What is selected stays selected; what is not seen is not acted on.
    pub fn filter_suppliers(&mut self, filter: SupplierFilter) {
        self.suppliers.filter = filter;
        self.suppliers.scroll = Some(Scroll::Top);
        self.list_suppliers();
    }

    /// Sorts the suppliers.
    pub fn sort_suppliers(&mut self, sort: Vec<SupplierSort>) {
        self.suppliers.sort = sort;
        self.list_suppliers();
    }

    /// Folds the suppliers of a PAN away, or shows them again.
    pub fn fold_supplier(&mut self, pan: u32, folded: bool) {
        let sheet = &mut self.suppliers;
        if folded {
            sheet.folded.insert(pan)
        } else {
            sheet.folded.remove(&pan)
        };
        sheet.unfold();
        self.look_at_suppliers();
    }

    /// Folds all PANs, or shows all suppliers.
    pub fn fold_all_suppliers(&mut self, folded: bool) {
        let sheet = &mut self.suppliers;
        sheet.folded = if folded { sheet.list.pans.keys().copied().collect() } else { BTreeSet::new() };
        sheet.unfold();
        self.look_at_suppliers();
    }

    /// Where the lines are to scroll to, once.
    pub fn take_supplier_scroll(&mut self) -> Option<Scroll> {
        self.suppliers.scroll.take()
    }

    /// The sums in the status bar: over the selected suppliers that are seen, else over all that are shown; and how many.
    pub fn supplier_sums(&self) -> (u64, SupplierLine) {
        let sheet = &self.suppliers;
        if sheet.selected.is_empty() {
            return (u64::from(sheet.list.shown), sheet.list.sums);
        }
        (sheet.targets().len() as u64, *sheet.target_sums())
    }

    /// Shows the records of a line: those of this sheet, else all of them.
    pub fn open_supplier(&mut self, entry: SupplierEntry, section: Option<Section>) {
        let (suppliers, called) = (self.suppliers.list.suppliers(entry), self.supplier_called(entry));
        let rows = self.suppliers.numbers.rows(&self.book, suppliers);
        match section {
            Some(section) => {
                if let Some((section, rows)) = rows.into_iter().find(|(of, _)| *of == section) {
                    self.show_only(section, called, rows);
                }
            }
            None => {
                let all = rows.iter().map(|(section, rows)| Scope::All.numbers(*section, rows));
                self.show_only(Scope::All, called, all.fold(RoaringBitmap::new(), |all, rows| all | rows));
            }
        }
    }

    /// What suppliers are called that are named together.
    pub fn suppliers_called(&self, suppliers: impl Iterator<Item = u32> + Clone) -> Vec<String> {
        let numbers = &self.suppliers.numbers;
        let mut of_pan = HashMap::<u32, u32>::new();
        suppliers.clone().for_each(|supplier| *of_pan.entry(numbers.pan(supplier)).or_default() += 1);
        let called = |supplier: u32| {
            let line = self.suppliers.line(SupplierEntry::Alone(supplier));
            let name = crate::view::suppliers::supplier_name(&self.book, &line);
            let has_others = of_pan.get(&numbers.pan(supplier)).is_some_and(|count| *count > 1);
            called_with_state(name, numbers.gstin(&self.book, supplier).into_owned(), has_others)
        };
        suppliers.map(called).collect()
    }

    /// What a line is called: the name, or the GSTIN where no record has one.
    pub fn supplier_called(&self, entry: SupplierEntry) -> String {
        let line = self.suppliers.line(entry);
        let name = crate::view::suppliers::supplier_name(&self.book, &line);
        if !name.is_empty() {
            return name.to_owned();
        }
        let first = self.suppliers.list.suppliers(entry).first().copied();
        first.map_or(String::new(), |supplier| self.suppliers.numbers.gstin(&self.book, supplier).into_owned())
    }
}

/// What a supplier is called: with its state where others of its PAN are beside it; the GSTIN where no record has a name.
pub fn called_with_state(name: &str, gstin: String, has_others: bool) -> String {
    match name {
        "" => gstin,
        name if has_others => format!("{name} · {}", gstin.get(..2).unwrap_or("")),
        name => name.to_owned(),
    }
}

impl SupplierSheet {
    /// Shows lines that were found. The focus goes to the line that takes the place of one that left.
    fn take_list(&mut self, list: SupplierList) {
        let place = self.focus_place().unwrap_or(0);
        self.list = Arc::new(list);
        self.sought = false;
        self.unfold_at(place);
        if std::mem::take(&mut self.follows) {
            self.scroll = self.focus_place().map(Scroll::To);
        }
    }

    fn unfold_at(&mut self, place: usize) {
        let focus = self.focus;
        self.focus = None;
        self.unfold();
        let stays = focus.filter(|focus| self.shown.contains(focus));
        self.focus = stays.or(self.shown.get(place).or(self.shown.last()).copied());
        if self.anchor.is_none_or(|anchor| !self.shown.contains(&anchor)) {
            self.anchor = self.focus;
        }
    }
}
