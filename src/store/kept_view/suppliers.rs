//! Views of the sheet of suppliers that the user made, kept beside those of records.

use super::{KeptColumn, KeptKey, KeptView, known};
use crate::values::money;
use crate::view::suppliers::{SupplierColumn, SupplierFilter, SupplierSort};

/// What such a view has as the name of its sheet.
pub const SUPPLIERS: &str = "Suppliers";

/// A view of suppliers that can be shown.
pub struct OwnSupplierView {
    /// What the user calls it.
    pub name: String,
    /// Its place among all views that are kept.
    pub at: usize,
    /// Which suppliers it shows.
    pub filter: SupplierFilter,
    /// In what order.
    pub sort: Vec<SupplierSort>,
}

/// The views of suppliers that this program understands.
pub fn understood_of_suppliers(kept: &[KeptView]) -> Vec<OwnSupplierView> {
    kept.iter().enumerate().filter_map(|(at, view)| view.read_of_suppliers(at)).collect()
}

impl KeptView {
    /// What of the suppliers is shown, under this name.
    pub fn of_suppliers(name: &str, filter: &SupplierFilter, sort: &[SupplierSort]) -> KeptView {
        let range = |(&column, &(from, to)): (&SupplierColumn, &(Option<i128>, Option<i128>))| {
            let words = |number: i128| if column.is_amount() { money::plain(number) } else { number.to_string() };
            let range = KeptColumn { from: from.map(words), to: to.map(words), ..KeptColumn::default() };
            (column.name().to_owned(), range)
        };
        let mut columns: std::collections::BTreeMap<_, _> = filter.ranges.iter().map(range).collect();
        if !filter.states.is_empty() {
            let states = filter.states.iter().map(|code| format!("{code:02}")).collect();
            let chosen = KeptColumn { values: Some(states), ..KeptColumn::default() };
            columns.insert(SupplierColumn::State.name().to_owned(), chosen);
        }
        let key = |key: &SupplierSort| KeptKey { column: key.column.name().to_owned(), descending: key.descending };
        KeptView {
            name: name.trim().to_owned(),
            sheet: SUPPLIERS.to_owned(),
            find: filter.text.trim().to_owned(),
            columns,
            sort: sort.iter().map(key).collect(),
            ..KeptView::default()
        }
    }

    /// The view, which is kept at this place; none if it is not of suppliers, or this program does not understand it.
    pub fn read_of_suppliers(&self, at: usize) -> Option<OwnSupplierView> {
        let of_records =
            !self.status.is_empty() || self.findings.is_some() || self.rule.is_some() || self.view.is_some();
        if self.sheet != SUPPLIERS || of_records || self.changed {
            return None;
        }
        let mut filter = SupplierFilter { text: self.find.clone(), ..SupplierFilter::default() };
        for (name, kept) in &self.columns {
            let column = SupplierColumn::called(name)?;
            if column == SupplierColumn::State {
                let codes = kept.values.as_ref()?.iter().map(|code| code.parse().ok());
                filter.states = codes.collect::<Option<_>>()?;
                continue;
            }
            let number = |text: &String| match column.is_amount() {
                true => money::parse(text).map(|amount| amount.paise.into()),
                false if column.is_count() => text.parse().ok(),
                false => None,
            };
            let range = (known(&kept.from, number)?, known(&kept.to, number)?);
            if range == (None, None) {
                return None;
            }
            filter.ranges.insert(column, range);
        }
        let key = |key: &KeptKey| {
            Some(SupplierSort { column: SupplierColumn::called(&key.column)?, descending: key.descending })
        };
        let sort = self.sort.iter().map(key).collect::<Option<_>>()?;
        Some(OwnSupplierView { name: self.name.clone(), at, filter, sort })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::kept_view::understood;

    #[test]
    fn a_view_of_suppliers_says_the_same_after_it_was_kept() {
        let ranges = [
            (SupplierColumn::ToDecide, (Some(1), None)),
            (SupplierColumn::Change, (None, Some(-12_345))),
            (SupplierColumn::Taxable, (Some(0), Some(9_99_999_99))),
        ];
        let filter =
            SupplierFilter { text: "steel".into(), ranges: ranges.into(), states: [7, 27].into_iter().collect() };
        let sort = vec![SupplierSort { column: SupplierColumn::Records, descending: true }];
        let text = serde_json::to_string(&KeptView::of_suppliers(" Mine ", &filter, &sort)).unwrap();
        let kept: KeptView = serde_json::from_str(&text).unwrap();
        let again = kept.read_of_suppliers(2).unwrap();
        assert_eq!((again.name.as_str(), again.at), ("Mine", 2));
        assert_eq!((again.filter, again.sort), (filter, sort));
        assert!(understood(&[kept]).is_empty(), "it is none of a sheet of records");
    }

    #[test]
    fn what_is_not_understood_is_kept_and_not_listed() {
        for columns in [r#"{"Weight":{"from":"1"}}"#, r#"{"Records":{"from":"many"}}"#, r#"{"Records":{}}"#] {
            let text = format!(r#"{{"name":"Later","sheet":"Suppliers","columns":{columns}}}"#);
            let kept: KeptView = serde_json::from_str(&text).unwrap();
            assert!(understood_of_suppliers(&[kept]).is_empty(), "{columns}");
        }
    }
}
