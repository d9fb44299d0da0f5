//! Which sheets of a workbook are taken: those that do not say again what others say.

use std::collections::{HashMap, HashSet};

use super::read::{Ask, SheetReading};
use crate::cells::Workbook;
use crate::register::written::text;

/// Sheets of these names hold the documents themselves.
const KNOWN: [&str; 9] = [
    "b 2 b",
    "cdnr",
    "purchase register",
    // So it is spelt in the official template.
    "purchase reigster",
    "debit note register",
    "credit note register",
    "purchase return register",
    "purchase returns",
    "purchase",
];

/// Words in the names of sheets that hold something else, or say again what others say.
const OTHERS: [&str; 13] = [
    "sales",
    "sale",
    "summary",
    "pivot",
    "total",
    "totals",
    "output",
    "outward",
    "reco",
    "reconciliation",
    "hsn",
    "unmatched",
    "mismatch",
];

/// Ticks the sheets that are taken, unless the user named them.
pub(super) fn tick(sheets: &mut [SheetReading], workbook: &Workbook, ask: &Ask<'_>) {
    let hidden = |name: &Option<String>| workbook.sheets.iter().any(|sheet| sheet.name == *name && sheet.hidden);
    let known = |sheet: &SheetReading| KNOWN.contains(&name(sheet).join(" ").as_str());
    let any_known = sheets.iter().any(|sheet| known(sheet) && !hidden(&sheet.name));
    let alone = sheets.len() == 1;
    for sheet in sheets.iter_mut() {
        let other = name(sheet).iter().any(|word| OTHERS.contains(&word.as_str()));
        let remembered =
            ask.layouts.iter().find(|layout| layout.headings == sheet.headings && layout.kind == sheet.kind);
        sheet.ticked = match remembered {
            _ if !ask.sheets.is_empty() || alone => true,
            Some(layout) => layout.ticked && !hidden(&sheet.name),
            None => !hidden(&sheet.name) && if any_known { known(sheet) } else { !other },
        };
        if !sheet.ticked {
            sheet.unticked = Some(if hidden(&sheet.name) { "hidden" } else { "another kind of sheet" }.to_owned());
        }
    }
    untick_repeated(sheets);
    mark_repeating(sheets);
}

/// Marks the sheets that are not taken and say nothing that those that are taken do not say.
fn mark_repeating(sheets: &mut [SheetReading]) {
    if sheets.iter().all(|sheet| sheet.ticked || sheet.entries.is_empty()) {
        return;
    }
    let taken: HashSet<(u128, u64)> = sheets.iter().filter(|sheet| sheet.ticked).flat_map(said).collect();
    for sheet in sheets.iter_mut().filter(|sheet| !sheet.ticked) {
        let repeats = said(sheet).all(|entry| taken.contains(&entry));
        sheet.repeats = repeats;
    }
}

/// Every entry of a sheet, by identity and amounts.
fn said(sheet: &SheetReading) -> impl Iterator<Item = (u128, u64)> + '_ {
    let entries = &sheet.entries;
    entries.identities().into_iter().zip((0..).map(|row| entries.content(row)))
}

fn name(sheet: &SheetReading) -> Vec<String> {
    sheet.name.as_deref().map(text::words).unwrap_or_default()
}

/// Unticks each sheet of which every entry is, by identity and amounts, in one that is ticked. Of two that say the same the
/// first stays.
fn untick_repeated(sheets: &mut [SheetReading]) {
    let ticked: Vec<usize> =
        (0..sheets.len()).filter(|&place| sheets[place].ticked && !sheets[place].entries.is_empty()).collect();
    if ticked.len() < 2 {
        return;
    }
    let entries: HashMap<usize, HashSet<(u128, u64)>> =
        ticked.iter().map(|&place| (place, said(&sheets[place]).collect())).collect();
    for &place in ticked.iter().rev() {
        let within = |other: &&usize| {
            let (own, theirs) = (&entries[&place], &entries[other]);
            **other != place && own.is_subset(theirs) && (own.len() < theirs.len() || **other < place)
        };
        if let Some(&other) = ticked.iter().filter(|other| sheets[**other].ticked).find(within) {
            let all = sheets[other].name.clone().unwrap_or_default();
            sheets[place].ticked = false;
            sheets[place].unticked = Some(format!("all in {all}"));
        }
    }
}
