//! The figures of a line, as they are written in their columns.

use super::amount_of;
use crate::clients::{Client, ClientColumn, ClientLine};
use crate::values::{clock, counted, grouped};

/// The columns of counts.
pub(super) const COUNTS: [ClientColumn; 4] =
    [ClientColumn::Records, ClientColumn::ToDecide, ClientColumn::ToAnswer, ClientColumn::Changed];
/// The columns of amounts.
pub(super) const AMOUNTS: [ClientColumn; 2] = [ClientColumn::WithDecisions, ClientColumn::Change];

/// What is counted in a column of counts.
pub(super) fn count(column: ClientColumn, line: &ClientLine) -> u64 {
    match column {
        ClientColumn::Records => line.records,
        ClientColumn::ToDecide => line.to_decide,
        ClientColumn::ToAnswer => line.to_answer,
        ClientColumn::Changed => line.changed,
        _ => 0,
    }
}

/// A count: nothing is a dash.
pub(super) fn count_in_words(n: u64) -> String {
    if n == 0 { "–".to_owned() } else { grouped(n) }
}

/// The sums of a PAN, for who does not see them.
pub(super) fn sums_in_words(sums: &[(ClientColumn, u64)]) -> String {
    let words = sums.iter().map(|(column, sum)| format!("{} {}", column.name(), count_in_words(*sum)));
    words.collect::<Vec<_>>().join(", ")
}

/// The amount in a column of amounts, in paise; none where there is no GSTR-2B yet.
pub(super) fn amount(column: ClientColumn, line: &ClientLine) -> Option<i128> {
    let (with, change) = line.credit?;
    Some(if column == ClientColumn::Change { change } else { with })
}

/// The same in words: a change has its sign.
pub(super) fn amount_in_words(column: ClientColumn, paise: i128, covered: bool) -> String {
    let sign = if column == ClientColumn::Change && paise > 0 && !covered { "+" } else { "" };
    format!("{sign}{}", amount_of(paise, covered))
}

/// All that the columns of a line say, for who does not see them.
pub(super) fn in_words(client: &Client, line: &ClientLine, covered: bool) -> String {
    let periods = line.periods();
    let mut parts = vec![client.files_by().to_owned()];
    parts.extend(client.state().into_iter().chain((!periods.is_empty()).then_some(periods)));
    parts.extend((line.downloaded > 0).then(|| format!("downloaded {}", clock::in_full(line.downloaded))));
    parts.extend(line.too_early.map(|why| format!("{why}: download again")));
    let counts = [
        (line.records, "record", "records"),
        (line.to_decide, "to decide", "to decide"),
        (line.to_answer, "credit note to answer", "credit notes to answer"),
        (line.changed, "changed", "changed"),
        (line.errors, "portal error", "portal errors"),
    ];
    parts.extend(counts.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| counted(n, one, many)));
    parts.extend(AMOUNTS.into_iter().filter_map(|column| {
        let paise = amount(column, line).filter(|_| !covered)?;
        Some(format!("{} {}", column.name(), amount_in_words(column, paise, covered)))
    }));
    parts.push(format!("due {}", client.times.in_words()));
    parts.join(", ")
}
