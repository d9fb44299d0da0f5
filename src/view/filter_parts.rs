//! A filter in the words of the screen, part by part.

use crate::book::Action;
use crate::rules::Weight;
use crate::view::Filter;

impl Filter {
    /// The parts of a filter: what each is called, and the filter without it.
    pub fn parts(&self) -> Vec<(String, Filter)> {
        let filter = self;
        let mut parts = Vec::new();
        let mut part = |text: String, change: &dyn Fn(&mut Filter)| {
            let mut without = filter.clone();
            change(&mut without);
            parts.push((text, without));
        };
        if !filter.text.trim().is_empty() {
            part(format!("Only with: {}", filter.text.trim()), &|f| f.text.clear());
        }
        match filter.actions.as_slice() {
            [] => {}
            [Action::NoAction] => part("To decide".into(), &|f| f.actions.clear()),
            actions => {
                let names: Vec<&str> = actions.iter().map(|a| a.name()).collect();
                part(names.join(" or "), &|f| f.actions.clear());
            }
        }
        if let Some(weight) = filter.weight {
            part(weight_name(weight).into(), &|f| f.weight = None);
        }
        if let Some(rule) = filter.rule {
            part(format!("Rule {}", rule.name()), &|f| f.rule = None);
        }
        if let Some(which) = filter.which {
            part(which.name().into(), &|f| f.which = None);
        }
        if filter.changed {
            part("Changed".into(), &|f| f.changed = false);
        }
        for (field, column) in &filter.columns {
            part(column.words(*field), &|f| drop(f.columns.remove(field)));
        }
        if let Some((called, _)) = &filter.only {
            part(called.clone(), &|f| f.only = None);
        }
        parts
    }
}

/// What a filter by weight is called.
pub fn weight_name(weight: Weight) -> &'static str {
    match weight {
        Weight::Info => "Alerts and good to know",
        Weight::Warns => "Alerts",
        Weight::Asks => "Alerts that ask or block",
        Weight::Blocks => "Blocked",
    }
}
