//! Amounts and counts as paper shows them.

use crate::rules::credit::{HeadSums, total};
use crate::values::{grouped, money};

/// `12,345`, or a dash for none.
pub(super) fn count(n: u64) -> String {
    if n == 0 { "–".to_owned() } else { grouped(n) }
}

/// With its sign, also where it rises.
pub(super) fn signed(paise: i128) -> String {
    if paise > 0 { format!("+{}", money::indian(paise)) } else { money::indian(paise) }
}

/// The heads that are shown, and their sum: cess only where there is any.
pub(super) fn heads(sums: HeadSums, cess: bool, write: impl Fn(i128) -> String) -> Vec<String> {
    let shown = sums.into_iter().take(if cess { 4 } else { 3 });
    shown.chain([total(sums)]).map(write).collect()
}
