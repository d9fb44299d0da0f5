//! Suppliers that are named only on the first of their lines, as sheets with merged cells and groups have them.

use std::collections::BTreeSet;

use crate::book::columns::TextColumn;
use crate::register::headings::columns::{Columns, Role};
use crate::register::headings::fields::RegisterField;
use crate::register::lines::cells::LineColumns;
use crate::register::written::held::flag;

/// With fewer lines that name no supplier it is left open: their cells may just be empty.
const LEAST: usize = 2;

/// Gives lines the supplier of a line above them, where the sheet names each supplier once, by name and GSTIN together, and all lines
/// without these have a number and a date. The column of GSTINs is guessed then. Says how many lines were filled up.
pub(in crate::register) fn fill(lines: &mut LineColumns, columns: &mut Columns) -> usize {
    if !columns.has(RegisterField::Gstin) || !columns.has(RegisterField::Name) {
        return 0;
    }
    let Some(above) = suppliers_above(lines) else { return 0 };
    let text = |column: &TextColumn, line: usize| column.get(above[line] as u32).to_owned();
    let (mut gstin, mut name, mut filled) = (TextColumn::default(), TextColumn::default(), 0);
    for (line, &from) in above.iter().enumerate() {
        gstin.push(&text(&lines.gstin, line));
        name.push(&text(&lines.name, line));
        if from != line {
            lines.flags[line] |= flag::SUPPLIER_ABOVE;
            filled += 1;
        }
    }
    (lines.gstin, lines.name) = (gstin, name);
    let chosen = columns.list.iter_mut().filter(|chosen| chosen.role == Role::Field(RegisterField::Gstin));
    chosen.for_each(|chosen| chosen.sure = false);
    filled
}

/// For each line the one that names its supplier: itself, or one above. None where the sheet is not written so.
fn suppliers_above(lines: &LineColumns) -> Option<Vec<usize>> {
    let (mut above, mut last, mut filled) = (Vec::with_capacity(lines.len()), None, 0);
    let (mut named, mut again, mut seen) = (0, 0, BTreeSet::new());
    for line in 0..lines.len() {
        above.push(line);
        if lines.has(line, flag::HEADING | flag::TOTAL) {
            continue;
        }
        let has_date = !lines.date[line].is_empty() || !lines.posting[line].is_empty();
        let is_document = has_date && !lines.has(line, flag::NO_NUMBER);
        let (gstin, name) = (lines.gstin.get(line as u32), lines.name.get(line as u32));
        match (gstin.is_empty(), name.is_empty()) {
            (false, false) => {
                (named, last) = (named + 1, Some(line));
                again += usize::from(!seen.insert(gstin));
            }
            (false, true) => return None,
            // A supplier without a GSTIN.
            (true, false) if is_document => last = None,
            (true, true) if is_document => {
                if named == 0 {
                    return None;
                }
                if let Some(last) = last {
                    above[line] = last;
                    filled += 1;
                }
            }
            _ => {}
        }
    }
    (filled >= LEAST && 20 * again <= named).then_some(above)
}
