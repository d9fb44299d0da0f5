//! A filter in the words of the screen, part by part.

use crate::book::{Action, Field};
use crate::rules::Weight;
use crate::view::{ColumnFilter, Filter};

/// A part of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterPart {
    /// The text that rows have.
    Text,
    /// Their actions.
    Actions,
    /// How heavy their findings are.
    Weight,
    /// The rule of one.
    Rule,
    /// A built-in view.
    View,
    /// That they are changed.
    Changed,
    /// What a column holds.
    Column(Field),
    /// A list of rows.
    Only,
}

impl Filter {
    /// The parts of a filter, each with what it is called. What a filter holds may be a list of many thousands: it is not copied.
    pub fn parts(&self) -> Vec<(String, FilterPart)> {
        let mut parts = Vec::new();
        let mut part = |text: String, part: FilterPart| parts.push((text, part));
        if !self.text.trim().is_empty() {
            part(format!("Only with: {}", self.text.trim()), FilterPart::Text);
        }
        match self.actions.as_slice() {
            [] => {}
            [Action::NoAction] => part("To decide".into(), FilterPart::Actions),
            actions => {
                let names: Vec<&str> = actions.iter().map(|a| a.name()).collect();
                part(names.join(" or "), FilterPart::Actions);
            }
        }
        if let Some(weight) = self.weight {
            part(weight_name(weight).into(), FilterPart::Weight);
        }
        if let Some(rule) = self.rule {
            part(rule.title().into(), FilterPart::Rule);
        }
        if let Some(which) = self.which {
            part(which.name().into(), FilterPart::View);
        }
        if self.changed {
            part("Changed".into(), FilterPart::Changed);
        }
        for (field, column) in &self.columns {
            part(column.words(field.title()), FilterPart::Column(*field));
        }
        if let Some((called, _)) = &self.only {
            part(called.clone(), FilterPart::Only);
        }
        parts
    }

    /// The filter with another one of a column; none: that is not asked about.
    pub fn with_column(mut self, field: Field, column: Option<ColumnFilter>) -> Filter {
        match column {
            Some(column) => drop(self.columns.insert(field, column)),
            None => drop(self.columns.remove(&field)),
        }
        self
    }

    /// The filter without a part.
    pub fn without(&self, part: FilterPart) -> Filter {
        let mut new = self.clone();
        match part {
            FilterPart::Text => new.text.clear(),
            FilterPart::Actions => new.actions.clear(),
            FilterPart::Weight => new.weight = None,
            FilterPart::Rule => new.rule = None,
            FilterPart::View => new.which = None,
            FilterPart::Changed => new.changed = false,
            FilterPart::Column(field) => drop(new.columns.remove(&field)),
            FilterPart::Only => new.only = None,
        }
        new
    }
}

/// What a filter by weight is called.
pub fn weight_name(weight: Weight) -> &'static str {
    match weight {
        Weight::Info => "Alerts and hints",
        Weight::Warns => "Alerts",
        Weight::Asks => "Alerts that ask or block",
        Weight::Blocks => "Blocked",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::ALL_IDS;
    use std::collections::BTreeSet;

    #[test]
    fn a_filter_by_a_rule_has_a_name_of_its_own_in_words() {
        let named = |rule| Filter { rule: Some(rule), ..Filter::default() }.parts().remove(0).0;
        assert!(ALL_IDS.into_iter().all(|rule| !named(rule).contains(&rule.name()) && named(rule).contains(' ')));
        assert_eq!(ALL_IDS.into_iter().map(named).collect::<BTreeSet<_>>().len(), ALL_IDS.len());
    }
}
