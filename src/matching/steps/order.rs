//! The steps through the classes, for one group of suppliers.

use crate::matching::agree::class::Class;
use crate::matching::steps::again;
use crate::matching::steps::alone;
use crate::matching::steps::group::Group;
use crate::matching::steps::near;
use crate::matching::steps::several;

/// The steps up to the supplier's other GSTIN: all that hold within the group and come before a mistyped GSTIN.
pub fn first_steps(group: &mut Group<'_>) {
    if group.records.is_empty() || group.entries.is_empty() {
        return;
    }
    group.find_candidates();
    for class in [Class::Exact, Class::Tolerance, Class::Written, Class::Date] {
        group.step(class);
    }
    set_apart(group);
    group.step(Class::Amended);
    several::by_number(group);
    for class in [Class::Gross, Class::Amounts, Class::Kind, Class::Branch] {
        group.step(class);
    }
    group.candidates = Vec::new();
}

/// The steps by numbers that are only near, or not at all alike.
pub fn last_steps(group: &mut Group<'_>) {
    if group.open_records().next().is_none() || group.open_entries().next().is_none() {
        return;
    }
    group.candidates = near::candidates(group);
    group.step(Class::Number);
    group.candidates = Vec::new();
    alone::by_slip(group);
    if group.c.settings.several_by_amounts {
        several::by_amounts(group);
    }
    alone::by_amounts(group);
}

/// Sets apart what is the duplicate, or the twice, of something matched.
fn set_apart(group: &mut Group<'_>) {
    let twice = again::of_matched(group.c, &group.records, &group.r);
    let duplicates = again::of_matched(group.c, &group.entries, &group.e);
    twice.into_iter().for_each(|place| group.r[place as usize].set_apart = true);
    duplicates.into_iter().for_each(|place| group.e[place as usize].set_apart = true);
}
