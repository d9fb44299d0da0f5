//! Views that the user made: what is asked of the rows of a sheet, and their order, under a name. The settings keep them
//! by what they say, never by rows, so that they hold for every book.

pub mod suppliers;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::book::field::heading_now;
use crate::book::{Action, Answer, Field, Filing, Scope};
use crate::rules::{RuleId, Weight};
use crate::values::{Day, Paise, Texts, money};
use crate::view::{BuiltIn, ColumnFilter, Filter, SortKey};

/// A view as the settings keep it, in the words of the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptView {
    /// What the user calls it.
    pub name: String,
    /// The name of its sheet, *All* or *Suppliers*.
    pub sheet: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    find: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    status: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    view: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    changed: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    columns: BTreeMap<String, KeptColumn>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sort: Vec<KeptKey>,
}

/// The filter of a column: one of these is given, or one or both ends of a range.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct KeptColumn {
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<BTreeSet<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all_but: Option<BTreeSet<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<BTreeSet<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contains: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    starts_with: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    blank: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct KeptKey {
    column: String,
    descending: bool,
}

/// A view that can be shown.
pub struct OwnView {
    /// What the user calls it.
    pub name: String,
    /// Its place among those that are kept.
    pub at: usize,
    /// Its sheet, or all of them.
    pub scope: Scope,
    /// Which rows it shows.
    pub filter: Filter,
    /// In what order.
    pub sort: Vec<SortKey>,
}

/// The views that this program understands; one that a later version wrote is kept, but not listed.
pub fn understood(kept: &[KeptView]) -> Vec<OwnView> {
    kept.iter().enumerate().filter_map(|(at, view)| view.read(at)).collect()
}

/// Why what is shown cannot be kept as a view, if it cannot.
pub fn can_be_kept(filter: &Filter, sort: &[SortKey]) -> Result<(), String> {
    if filter.only.is_some() {
        return Err("Single rows are shown: a view is kept by what it asks for, not by rows.".into());
    }
    if filter.is_empty() && sort.is_empty() {
        return Err("Filter or sort first: that is what a view keeps.".into());
    }
    Ok(())
}

/// Whether two names are the same to a reader.
pub fn same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

impl KeptView {
    /// What is shown, under this name.
    pub fn of(name: &str, scope: impl Into<Scope>, filter: &Filter, sort: &[SortKey]) -> KeptView {
        let column = |(field, column): (&Field, &ColumnFilter)| (field.title().to_owned(), KeptColumn::of(column));
        let key = |key: &SortKey| KeptKey { column: key.field.title().to_owned(), descending: key.descending };
        KeptView {
            name: name.trim().to_owned(),
            sheet: scope.into().name().to_owned(),
            find: filter.text.trim().to_owned(),
            status: filter.actions.iter().map(|action| action.name().to_owned()).collect(),
            findings: filter.weight.map(|weight| weight.name().to_owned()),
            rule: filter.rule.map(RuleId::name),
            view: filter.which.map(|view| view.name().to_owned()),
            changed: filter.changed,
            columns: filter.columns.iter().map(column).collect(),
            sort: sort.iter().map(key).collect(),
        }
    }

    /// The view, which is kept at this place; none if this program does not understand it.
    pub fn read(&self, at: usize) -> Option<OwnView> {
        let scope = Scope::called(&self.sheet)?;
        let weight = |name: &String| {
            [Weight::Info, Weight::Warns, Weight::Asks, Weight::Blocks].into_iter().find(|weight| weight.name() == name)
        };
        let action = |name: &String| Action::CHOICES.into_iter().find(|action| action.name() == name);
        let built_in = |name: &String| BuiltIn::called(name);
        let field =
            |title: &str| Field::all_columns(scope).into_iter().find(|field| field.title() == heading_now(title));
        let column = |(title, kept): (&String, &KeptColumn)| {
            let field = field(title)?;
            Some((field, kept.read(field)?))
        };
        let key = |key: &KeptKey| Some(SortKey { field: field(&key.column)?, descending: key.descending });
        let filter = Filter {
            text: self.find.clone(),
            actions: self.status.iter().map(action).collect::<Option<_>>()?,
            weight: known(&self.findings, weight)?,
            rule: known(&self.rule, |name| RuleId::parse(name))?,
            which: known(&self.view, built_in)?,
            changed: self.changed,
            only: None,
            columns: self.columns.iter().map(column).collect::<Option<_>>()?,
        };
        let sort = self.sort.iter().map(key).collect::<Option<_>>()?;
        Some(OwnView { name: self.name.clone(), at, scope, filter, sort })
    }
}

/// What a name means, if there is a name; none if it means nothing.
fn known<T>(name: &Option<String>, find: impl Fn(&String) -> Option<T>) -> Option<Option<T>> {
    match name {
        None => Some(None),
        Some(name) => find(name).map(Some),
    }
}

/// What a value of a column is called today: views that an earlier version kept are still understood.
fn now_called(field: Field, value: &str) -> &str {
    match (field, value) {
        (Field::Filing, "Filed") => Filing::Filed.name(),
        (Field::Filing, "Not filed") => Filing::NotFiled.name(),
        (Field::Answer, "Yes, all of it") => Answer::FULL.name(),
        (Field::Answer, "No, nothing to reverse") => Answer::NO.name(),
        (_, value) => value,
    }
}

impl KeptColumn {
    fn of(column: &ColumnFilter) -> KeptColumn {
        let none = KeptColumn::default;
        let amount = |paise: &Option<Paise>| paise.map(|paise| money::plain(paise.into()));
        let day = |day: &Option<Day>| day.map(|day| day.to_string());
        let plain = |texts: &Texts| texts.iter().map(str::to_owned).collect();
        match column {
            ColumnFilter::Chosen { values, except: false, .. } => KeptColumn { values: Some(plain(values)), ..none() },
            ColumnFilter::Chosen { values, except: true, .. } => KeptColumn { all_but: Some(plain(values)), ..none() },
            ColumnFilter::Listed(list) => KeptColumn { list: Some(plain(list)), ..none() },
            ColumnFilter::Contains(text) => KeptColumn { contains: Some(text.clone()), ..none() },
            ColumnFilter::StartsWith(text) => KeptColumn { starts_with: Some(text.clone()), ..none() },
            ColumnFilter::Blank => KeptColumn { blank: Some(true), ..none() },
            ColumnFilter::NotBlank => KeptColumn { blank: Some(false), ..none() },
            ColumnFilter::Amounts(from, to) => KeptColumn { from: amount(from), to: amount(to), ..none() },
            ColumnFilter::Days(from, to) => KeptColumn { from: day(from), to: day(to), ..none() },
        }
    }

    fn read(&self, field: Field) -> Option<ColumnFilter> {
        let now = |values: &BTreeSet<String>| values.iter().map(|value| now_called(field, value)).collect();
        let chosen = |values: &BTreeSet<String>, except| ColumnFilter::Chosen { values: now(values), except, of: 0 };
        let amount = |text: &String| money::parse(text).map(|amount| amount.paise);
        let day = |text: &String| Day::parse(text);
        match self {
            KeptColumn { values: Some(values), .. } => Some(chosen(values, false)),
            KeptColumn { all_but: Some(values), .. } => Some(chosen(values, true)),
            KeptColumn { list: Some(list), .. } => Some(ColumnFilter::Listed(list.iter().collect())),
            KeptColumn { contains: Some(text), .. } => Some(ColumnFilter::Contains(text.clone())),
            KeptColumn { starts_with: Some(text), .. } => Some(ColumnFilter::StartsWith(text.clone())),
            KeptColumn { blank: Some(true), .. } => Some(ColumnFilter::Blank),
            KeptColumn { blank: Some(false), .. } => Some(ColumnFilter::NotBlank),
            KeptColumn { from: None, to: None, .. } => None,
            KeptColumn { from, to, .. } if field.is_amount() => {
                Some(ColumnFilter::Amounts(known(from, amount)?, known(to, amount)?))
            }
            KeptColumn { from, to, .. } if field.is_day() => {
                Some(ColumnFilter::Days(known(from, day)?, known(to, day)?))
            }
            KeptColumn { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Section;

    fn set(texts: &[&str]) -> Texts {
        texts.iter().collect()
    }

    /// A view that asks for everything that can be asked.
    fn full() -> (Filter, Vec<SortKey>) {
        let columns = [
            (Field::Name, ColumnFilter::Chosen { values: set(&["A & Co", ""]), except: true, of: 0 }),
            (Field::Supplier, ColumnFilter::Chosen { values: set(&["24AAAAA0000A1Z8"]), except: false, of: 0 }),
            (Field::Value, ColumnFilter::Amounts(Some(-12_345_678_905), None)),
            (Field::Day, ColumnFilter::Days(Day::new(2026, 2, 1), Day::new(2026, 2, 28))),
            (Field::Number, ColumnFilter::Listed(set(&["inv/1", "00211"]))),
            (Field::Remarks, ColumnFilter::Contains("₹ wait".into())),
            (Field::Place, ColumnFilter::StartsWith("27".into())),
            (Field::Note, ColumnFilter::Blank),
            (Field::Filing, ColumnFilter::NotBlank),
        ];
        let filter = Filter {
            text: "steel".into(),
            actions: vec![Action::NoAction, Action::Pending],
            weight: Some(Weight::Warns),
            rule: Some(RuleId::A3),
            changed: true,
            which: Some(BuiltIn::Large),
            only: None,
            columns: columns.into_iter().collect(),
        };
        let key = |field, descending| SortKey { field, descending };
        (filter, vec![key(Field::Value, true), key(Field::Name, false)])
    }

    #[test]
    fn a_view_says_the_same_after_it_was_kept() {
        let (filter, sort) = full();
        let kept = KeptView::of(" All of it ", Section::B2b, &filter, &sort);
        let text = serde_json::to_string(&kept).unwrap();
        let again: KeptView = serde_json::from_str(&text).unwrap();
        let read = again.read(3).unwrap();
        assert_eq!((read.name.as_str(), read.at, read.scope), ("All of it", 3, Scope::Sheet(Section::B2b)));
        assert_eq!((read.filter, read.sort), (filter, sort));
    }

    #[test]
    fn a_view_that_is_not_understood_is_kept_and_not_listed() {
        let text = r#"{"name":"Later","sheet":"B2B","columns":{"Value":{"above_average":true}}}"#;
        let later: KeptView = serde_json::from_str(text).unwrap();
        let plain = KeptView { name: "Plain".into(), sheet: "B2B".into(), ..KeptView::default() };
        let unknown = KeptView { view: Some("No such view".into()), ..plain.clone() };
        let listed = understood(&[later, unknown, plain]);
        assert_eq!(listed.iter().map(|view| (view.name.as_str(), view.at)).collect::<Vec<_>>(), [("Plain", 2)]);
    }

    #[test]
    fn a_view_that_an_earlier_version_kept_finds_the_same_records() {
        let text = r#"{"name":"Old","sheet":"B2BCN","columns":{"Filing status":{"values":["Not filed"]},
            "Reduce ITC?":{"all_but":["No, nothing to reverse",""]}},"sort":[{"column":"Reduce ITC?"}]}"#;
        let text = text.replace("B2BCN", Section::B2bcn.sheet_name());
        let old: KeptView = serde_json::from_str(&text).unwrap();
        let read = old.read(0).unwrap();
        let due = |texts: &[&str], except| Some(ColumnFilter::Chosen { values: set(texts), except, of: 0 });
        assert_eq!(read.filter.columns.get(&Field::Filing).cloned(), due(&["GSTR-1 not filed"], false));
        assert_eq!(read.filter.columns.get(&Field::Answer).cloned(), due(&["No", ""], true));
        assert_eq!(read.sort, [SortKey { field: Field::Answer, descending: false }]);
    }

    #[test]
    fn rows_and_nothing_at_all_are_no_view() {
        let only = Filter { only: Some(("2 refused".into(), [1, 2].into_iter().collect())), ..Filter::default() };
        assert!(can_be_kept(&only, &[]).unwrap_err().contains("not by rows"));
        assert!(can_be_kept(&Filter::default(), &[]).is_err());
        let (filter, sort) = full();
        assert_eq!(can_be_kept(&filter, &[]), Ok(()));
        assert_eq!(can_be_kept(&Filter::default(), &sort), Ok(()));
    }
}
