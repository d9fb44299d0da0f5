//! The values of a column, each with how often, which of them have what is searched, and the filter that passes those of them that
//! are ticked: for the filter below a heading. Found and made in the background where there are many.

use std::borrow::Cow;
use std::sync::Arc;

use crate::book::field::DECLARED;
use crate::book::{Book, Field, Scope};
use crate::matching::Matches;
use crate::session::Session;
use crate::session::background::Purpose;
use crate::session::register::columns::{VoucherColumn, Vouchers};
use crate::session::register::list;
use crate::view::column_filter::{entries_until, in_order};
use crate::view::distinct::DistinctValue;
use crate::view::{self, ColumnFilter};
use crate::work::{Progress, parts};

/// More values, or more vouchers, are looked through in the background.
const AT_ONCE: u64 = 5_000;

/// A column that can be filtered: of records, or of vouchers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilteredColumn {
    /// Of the records of a sheet, or of all.
    Record(Scope, Field),
    /// Of the vouchers.
    Voucher(VoucherColumn),
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Texts.
    Texts,
    /// Days.
    Days,
    /// Amounts; whether some may be blank.
    Amounts(bool),
}

impl FilteredColumn {
    /// Its name.
    pub fn title(self) -> &'static str {
        match self {
            FilteredColumn::Record(_, field) => field.title(),
            FilteredColumn::Voucher(column) => column.title(),
        }
    }

    /// What it holds.
    pub fn kind(self) -> ColumnKind {
        match self {
            FilteredColumn::Record(_, field) if field.is_day() => ColumnKind::Days,
            FilteredColumn::Record(_, field) if DECLARED.contains(&field) => ColumnKind::Amounts(true),
            FilteredColumn::Record(_, field) if field.is_amount() => ColumnKind::Amounts(false),
            FilteredColumn::Voucher(column) if column.is_day() => ColumnKind::Days,
            FilteredColumn::Voucher(column) if column.is_amount() => ColumnKind::Amounts(true),
            _ => ColumnKind::Texts,
        }
    }

    /// Whether commas and semicolons divide a pasted list of it: its texts have none.
    pub fn is_divided(self) -> bool {
        match self {
            FilteredColumn::Record(_, field) => {
                matches!(field, Field::Number | Field::OriginalNumber | Field::Supplier)
            }
            FilteredColumn::Voucher(column) => {
                matches!(column, VoucherColumn::Number | VoucherColumn::Gstin | VoucherColumn::Voucher)
            }
        }
    }

    /// Whether its texts change when records are matched with the register again.
    fn is_matched(self) -> bool {
        match self {
            FilteredColumn::Record(_, field) => field.is_matched(),
            FilteredColumn::Voucher(column) => column == VoucherColumn::Match,
        }
    }

    /// The text of a row in it, by which it is filtered.
    fn text<'a>(self, book: &'a Book, matches: Option<&'a Matches>, row: u32) -> Cow<'a, str> {
        match self {
            FilteredColumn::Record(scope, field) => {
                let (section, row) = scope.record(row);
                view::cell(book, section, row, field)
            }
            // The register may have changed since.
            FilteredColumn::Voucher(_) if row >= book.register().entries().len() => "".into(),
            FilteredColumn::Voucher(column) => Vouchers { book, matches }.filtered_text(row, column),
        }
    }
}

/// The values of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnValues {
    /// Each once, in the order in which the column sorts.
    pub list: Vec<DistinctValue>,
    /// Which of them pass the filter of the column as it is.
    pub passing: Vec<bool>,
    /// How many of them do.
    pub pass: usize,
    /// The places of all of them.
    pub all: Arc<Vec<u32>>,
    /// Their texts, where a row may have another text by the time that someone ticks it; else nothing.
    texts: Vec<Box<str>>,
}

/// What a filter of a column is made of, where that may take long.
#[derive(Debug)]
pub enum FilterOf {
    /// It is known; none: the column is not asked about.
    Known(Option<ColumnFilter>),
    /// Of its values, those that are ticked.
    Ticked(Arc<ColumnValues>, Vec<bool>),
    /// Of a list as it was pasted.
    Pasted(String),
}

impl ColumnValues {
    fn of<'a>(
        list: Vec<DistinctValue>,
        now: Option<&ColumnFilter>,
        column: FilteredColumn,
        text: impl Fn(u32) -> Cow<'a, str>,
    ) -> Self {
        let kept = if column.is_matched() { list.as_slice() } else { &[] };
        let texts = kept.iter().map(|value| text(value.row).into()).collect();
        let passing = match now {
            Some(chosen @ ColumnFilter::Chosen { .. }) => {
                list.iter().map(|value| chosen.passes(&text(value.row))).collect()
            }
            _ => vec![true; list.len()],
        };
        let pass = passing.iter().filter(|&&passes| passes).count();
        ColumnValues { all: Arc::new((0..list.len() as u32).collect()), pass, passing, texts, list }
    }

    /// The text of the value at a place: as it was found, else as its row has it.
    fn text<'a>(&'a self, place: usize, of_row: impl FnOnce(u32) -> Cow<'a, str>) -> Cow<'a, str> {
        match (self.texts.get(place), self.list.get(place)) {
            (Some(text), _) => Cow::Borrowed(text),
            (None, Some(value)) => of_row(value.row),
            (None, None) => Cow::default(),
        }
    }
}

/// The column whose values are shown, and what is searched among them.
#[derive(Default)]
pub(in crate::session) struct ValuesShown {
    column: Option<FilteredColumn>,
    /// None until they are known.
    values: Option<Arc<ColumnValues>>,
    /// What was searched last and is found: the places of the values.
    found: Option<(String, Arc<Vec<u32>>)>,
}

impl Session {
    /// Finds the values of a column in the rows that the other columns' filters let through.
    pub fn find_values(&mut self, column: FilteredColumn) {
        self.forget_values();
        self.values.column = Some(column);
        match column {
            FilteredColumn::Record(scope, field) => {
                let filter = self.view(scope).filter.clone();
                self.look(Purpose::Values, move |book, findings, progress| {
                    let list = view::distinct_until(book, findings, scope, &filter, field, progress)?;
                    let text = |row| column.text(book, None, row);
                    let values = ColumnValues::of(list, filter.columns.get(&field), column, text);
                    Some(Box::new(move |open| open.values.values = Some(Arc::new(values))))
                });
            }
            FilteredColumn::Voucher(of) => {
                let (filter, matched) = (self.register_view().filter.clone(), self.voucher_matches());
                let count = u64::from(self.book.register().entries().len());
                self.look_within(AT_ONCE, count, Purpose::Values, move |book, _, progress| {
                    let matches = matched.as_ref().filter(|matched| matched.is_of(book)).map(|m| &m.matches);
                    let list = list::distinct(Vouchers { book, matches }, &filter, of, progress)?;
                    let text = |row| column.text(book, matches, row);
                    let values = ColumnValues::of(list, filter.columns.get(&of), column, text);
                    Some(Box::new(move |open| open.values.values = Some(Arc::new(values))))
                });
            }
        }
    }

    /// No column's values are shown.
    pub fn forget_values(&mut self) {
        self.background.end(Purpose::Values);
        self.background.end(Purpose::ValueSearch);
        // A million of them take long to let go of.
        parts::forget(std::mem::take(&mut self.values));
    }

    /// The values of the column that a funnel asked for last, once they are known.
    pub fn values(&self) -> Option<&Arc<ColumnValues>> {
        self.values.values.as_ref()
    }

    /// Searches among them for those that have a text.
    pub fn search_values(&mut self, text: String) {
        let (Some(column), Some(values)) = (self.values.column, self.values.values.clone()) else { return };
        let matched = self.voucher_matches();
        let count = values.list.len() as u64;
        self.look_within(AT_ONCE, count, Purpose::ValueSearch, move |book, _, progress| {
            let matches = matched.as_ref().filter(|matched| matched.is_of(book)).map(|m| &m.matches);
            let found = search(&values, &text, |row| column.text(book, matches, row), progress)?;
            let found = Some((text.clone(), Arc::new(found)));
            Some(Box::new(move |open| open.values.found = found))
        });
    }

    /// What was searched among them last and is found: the text, and the places of the values that have it.
    pub fn values_found(&self) -> Option<(&str, &Arc<Vec<u32>>)> {
        self.values.found.as_ref().map(|(text, found)| (text.as_str(), found))
    }

    /// Filters a column by what the user asked for, ticked or pasted. Keys wait for it: they are for the rows that it shows.
    pub fn filter_column_by(&mut self, column: FilteredColumn, of: FilterOf) {
        let matched = self.voucher_matches();
        let count = match &of {
            FilterOf::Known(_) => 0,
            FilterOf::Ticked(values, _) => values.list.len(),
            FilterOf::Pasted(text) => text.len(),
        };
        self.look_within(AT_ONCE, count as u64, Purpose::Filter, move |book, _, progress| {
            let matches = matched.as_ref().filter(|matched| matched.is_of(book)).map(|m| &m.matches);
            let filter = match &of {
                FilterOf::Known(filter) => filter.clone(),
                FilterOf::Ticked(values, ticked) => {
                    Some(ticked_filter(values, ticked, |row| column.text(book, matches, row), progress)?)
                }
                FilterOf::Pasted(text) => {
                    let list = entries_until(text, column.is_divided(), progress)?;
                    (!list.is_empty()).then_some(ColumnFilter::Listed(list))
                }
            };
            Some(Box::new(move |open| open.filter_column(column, filter)))
        });
    }

    fn filter_column(&mut self, column: FilteredColumn, filter: Option<ColumnFilter>) {
        match column {
            FilteredColumn::Record(scope, field) => {
                let filter = self.view(scope).filter.clone().with_column(field, filter);
                self.set_filter(scope, filter);
            }
            FilteredColumn::Voucher(column) => {
                let filter = self.register_view().filter.with(column, filter);
                self.filter_vouchers(filter);
            }
        }
        self.refresh();
    }

    /// The text of the value at a place among the values of a column.
    pub fn text_of_value<'a>(&'a self, column: FilteredColumn, values: &'a ColumnValues, place: usize) -> Cow<'a, str> {
        values.text(place, |row| self.text_in(column, row))
    }

    /// The text of a row in a column, by which it is filtered.
    pub fn text_in(&self, column: FilteredColumn, row: u32) -> Cow<'_, str> {
        let matches = self.matches().filter(|matched| matched.is_of(&self.book));
        column.text(&self.book, matches.map(|matched| &matched.matches), row)
    }

    /// The filter that a column has.
    pub fn column_filter(&self, column: FilteredColumn) -> Option<&ColumnFilter> {
        match column {
            FilteredColumn::Record(scope, field) => self.view(scope).filter.columns.get(&field),
            FilteredColumn::Voucher(column) => self.register_view().filter.columns.get(&column),
        }
    }
}

/// The filter that passes the values that are ticked: it keeps the shorter of the two lists. None if it was stopped.
fn ticked_filter<'a>(
    values: &'a ColumnValues,
    ticked: &[bool],
    text_of: impl Fn(u32) -> Cow<'a, str>,
    progress: &Progress,
) -> Option<ColumnFilter> {
    let of = values.list.len();
    let except = ticked.iter().filter(|&&ticked| ticked).count() > of / 2;
    let kept = (0..of).zip(ticked).filter(|(_, ticked)| **ticked != except);
    let values = in_order(kept.map(|(place, _)| values.text(place, &text_of)), progress)?;
    Some(ColumnFilter::Chosen { values, except, of })
}

/// The places of the values that have a text; none if it was stopped.
fn search<'a>(
    values: &'a ColumnValues,
    text: &str,
    text_of: impl Fn(u32) -> Cow<'a, str> + Sync,
    progress: &Progress,
) -> Option<Vec<u32>> {
    let places: Vec<u32> = (0..values.list.len() as u32).collect();
    if text.is_empty() {
        return Some(places);
    }
    let wanted = ColumnFilter::Contains(text.to_owned());
    let passes = wanted.of_many();
    let found = parts::in_parts(&places, |part| {
        let mut found = Vec::new();
        for block in part.chunks(parts::BETWEEN_LOOKS).take_while(|_| !progress.cancelled()) {
            found.extend(block.iter().filter(|&&place| passes(&values.text(place as usize, &text_of))));
        }
        found
    });
    if progress.cancelled() { None } else { Some(parts::joined(found)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ticked_is_filtered_by_as_it_was_shown_though_its_row_says_something_else_by_now() {
        let list = (0..3).map(|row| DistinctValue { row, count: 1 }).collect();
        let column = FilteredColumn::Voucher(VoucherColumn::Match);
        let values =
            ColumnValues::of(list, None, column, |row| ["Exact", "Amounts", "Not in IMS"][row as usize].into());
        let later = |_| Cow::Borrowed("Exact");
        let filter = ticked_filter(&values, &[false, true, false], later, &Progress::default()).unwrap();
        assert!(filter.passes("Amounts") && !filter.passes("Exact"));
        assert_eq!(search(&values, "amounts", later, &Progress::default()).unwrap(), [1]);
    }
}
