//! Selecting the records of a pasted list: document numbers, each with the supplier's GSTIN beside it or without.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{Field, Scope};
use crate::session::background::Purpose;
use crate::session::result_line::ResultLine;
use crate::session::{Scroll, Session};
use crate::values::{counted, grouped, gstin};
use crate::view::column_filter::in_order;
use crate::view::selection::bitmap;
use crate::view::{self, ColumnFilter, Filter};
use crate::work::Progress;
use crate::work::parts::BETWEEN_LOOKS;
use roaring::RoaringBitmap;

/// After this many lines it is looked whether to stop.
const LINES_BETWEEN_LOOKS: usize = 1_024;

/// A document of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListedDocument {
    /// Its number, in lower case.
    pub number: String,
    /// Its supplier, if the list says so.
    pub supplier: Option<String>,
}

/// The documents of a text: a line may hold several numbers, or one beside a GSTIN, in any order.
pub fn documents(text: &str) -> BTreeSet<ListedDocument> {
    documents_until(text, &Progress::default()).unwrap_or_default()
}

/// The same for a thread that can be stopped; none if it was.
fn documents_until(text: &str, progress: &Progress) -> Option<BTreeSet<ListedDocument>> {
    let goes_on = |n: usize| !n.is_multiple_of(LINES_BETWEEN_LOOKS) || !progress.cancelled();
    let lines = text.lines().enumerate().take_while(|(n, _)| goes_on(*n));
    let documents = lines.flat_map(|(_, line)| of_line(line)).collect();
    if progress.cancelled() { None } else { Some(documents) }
}

fn of_line(line: &str) -> Vec<ListedDocument> {
    let mut entries: Vec<&str> =
        line.split(['\t', ',', ';']).map(str::trim).filter(|entry| !entry.is_empty()).collect();
    // "29AAAAA0000A1ZY INV/1" without a tab.
    if let [one] = entries.as_slice()
        && let Some((first, rest)) = one.split_once(char::is_whitespace)
        && (is_gstin(first) || is_gstin(rest.trim()))
    {
        entries = vec![first, rest.trim()];
    }
    let supplier = entries.iter().position(|entry| is_gstin(entry)).filter(|_| entries.len() > 1);
    let supplier = supplier.map(|place| entries.remove(place).to_ascii_uppercase());
    let document = |number: &str| ListedDocument { number: number.to_lowercase(), supplier: supplier.clone() };
    entries.into_iter().map(document).collect()
}

/// Whether it is a GSTIN rather than a number of as many characters.
fn is_gstin(text: &str) -> bool {
    let text = text.to_ascii_uppercase();
    let letters = text.get(2..7).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_uppercase()));
    letters && gstin::check_digit_fits(&text)
}

/// Selects the records of a sheet, or of all, that a pasted list names, and says how many were found.
pub fn select(open: &mut Session, scope: impl Into<Scope>, list: String) {
    let scope = scope.into();
    let shown = open.view(scope).rows.clone();
    open.look(Purpose::Select, move |book, findings, progress| {
        let wanted = documents_until(&list, progress)?;
        let numbers = in_order(wanted.iter().map(|document| &document.number), progress)?;
        let columns = BTreeMap::from([(Field::Number, ColumnFilter::Listed(numbers))]);
        let filter = Filter { columns, ..Filter::default() };
        let rows = view::rows_until(book, findings, scope, &filter, &[], progress)?;
        let mut found: BTreeMap<ListedDocument, u64> = BTreeMap::new();
        let named = |number: u32| {
            let (section, row) = scope.record(number);
            let records = book.sheet(section).records();
            let number = records.numbers.folded(row).to_owned();
            let supplier = records.suppliers.get(row).trim().to_ascii_uppercase();
            let own = ListedDocument { number, supplier: Some(supplier) };
            let any = ListedDocument { supplier: None, ..own.clone() };
            [own, any].into_iter().find(|document| wanted.contains(document))
        };
        let mut selected = Vec::new();
        for some in rows.chunks(BETWEEN_LOOKS) {
            if progress.cancelled() {
                return None;
            }
            let has = |row: &u32| named(*row).map(|document| *found.entry(document).or_default() += 1).is_some();
            selected.extend(some.iter().copied().filter(has));
        }
        let words = in_words(&wanted, &found, selected.len() as u64);
        let rows = bitmap(&selected);
        let first = shown.iter().find(|&&row| rows.contains(row)).copied();
        Some(Box::new(move |open| select_found(open, scope, (rows, first), &words)))
    });
}

/// How many of the documents were found; before and after what is said of their records.
fn in_words(wanted: &BTreeSet<ListedDocument>, found: &BTreeMap<ListedDocument, u64>, rows: u64) -> (String, String) {
    let of = format!("{} of {} numbers found", grouped(found.len() as u64), grouped(wanted.len() as u64));
    let mut words = format!("{of}: {} selected.", crate::values::records(rows));
    // What no GSTIN was said of may be found at several suppliers.
    let more: u64 = found.iter().filter(|(document, _)| document.supplier.is_none()).map(|(_, rows)| rows - 1).sum();
    if more > 0 {
        let of_others = counted(more, "is of another supplier", "are of other suppliers");
        words += &format!(" {of_others} with the same number: paste the GSTIN beside the number to leave them out.");
    }
    let missing: Vec<&ListedDocument> = wanted.iter().filter(|document| !found.contains_key(document)).collect();
    let few = missing.iter().take(5).map(|document| document.number.to_uppercase()).collect::<Vec<_>>().join(", ");
    let not_found = match missing.len() {
        0 => String::new(),
        n if n > 5 => format!(" Not found: {few} and {} more.", grouped(n as u64 - 5)),
        _ => format!(" Not found: {few}."),
    };
    (words, not_found)
}

/// Selects the rows that were found; the focus goes to the first of them that is shown.
fn select_found(
    open: &mut Session,
    scope: Scope,
    (rows, first): (RoaringBitmap, Option<u32>),
    (found, not_found): &(String, String),
) {
    let view = open.view_mut(scope);
    view.selection.choose(rows);
    let first = first.and_then(|first| view.rows.iter().position(|&row| row == first));
    if let Some(place) = first {
        view.selection.focus_on(view.rows[place]);
        view.scroll = Some(Scroll::To(place));
    }
    view.selection.anchor = view.selection.focus;
    open.refresh();
    let hidden = match open.targets.hidden {
        0 => String::new(),
        n => format!(" {} of them hidden by the filter.", grouped(n)),
    };
    open.result = Some(ResultLine::new(format!("{found}{hidden}{not_found}")));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(number: &str, supplier: Option<&str>) -> ListedDocument {
        ListedDocument { number: number.into(), supplier: supplier.map(str::to_owned) }
    }

    #[test]
    fn a_line_is_a_number_or_several_or_one_with_its_gstin() {
        const GSTIN: &str = "29AAAAA0000A1ZY";
        for (line, wanted) in [
            ("INV/1", vec![document("inv/1", None)]),
            ("INV/1, INV/2;INV/3", vec![document("inv/1", None), document("inv/2", None), document("inv/3", None)]),
            ("29AAAAA0000A1ZY\tINV/1", vec![document("inv/1", Some(GSTIN))]),
            ("INV 1\t29aaaaa0000a1zy", vec![document("inv 1", Some(GSTIN))]),
            ("29AAAAA0000A1ZY  INV/1", vec![document("inv/1", Some(GSTIN))]),
            (
                "202604000000052, 202604000000053",
                vec![document("202604000000052", None), document("202604000000053", None)],
            ),
            ("29AAAAA0000A1ZY", vec![document("29aaaaa0000a1zy", None)]),
            ("  ", vec![]),
        ] {
            assert_eq!(documents(line).into_iter().collect::<Vec<_>>(), wanted, "{line}");
        }
    }

    #[test]
    fn records_of_other_suppliers_with_the_same_number_are_said() {
        let wanted = documents("INV/1\nINV/2\nINV/9");
        let found = BTreeMap::from([(document("inv/1", None), 3), (document("inv/2", None), 1)]);
        let (words, missing) = in_words(&wanted, &found, 4);
        assert!(
            words
                .starts_with("2 of 3 numbers found: 4 records selected. 2 are of other suppliers with the same number")
        );
        assert_eq!(missing, " Not found: INV/9.");
    }
}
