//! The suggestions of some classes as a table of decisions, which `apply` takes.

use std::path::Path;
use std::sync::Arc;

use super::Outcome;
use crate::cli::print::complain;
use crate::cli::{Failure, write_to};
use crate::edit::{Change, Command};
use crate::exchange::saved;
use crate::matching::Class;
use crate::matching::suggest::offer;
use crate::matching::why::sentence::Explainer;
use crate::rules::itc::NO_DECLARES;
use crate::values::counted;

/// Writes the suggestions of these classes. What the answer No of some of them declares is said.
pub(super) fn write(outcome: &Outcome, classes: &[Class], path: &Path) -> Result<(), Failure> {
    let (mut rows, mut declared) = (Vec::new(), 0);
    let (book, matches) = (&outcome.book, &outcome.matches);
    let mut explainer = Explainer::new(book, matches, outcome.today);
    for &class in classes {
        for offered in offer::of_class(book, matches, class, outcome.today, |_, _| true).records {
            let (section, row) = (offered.section, offered.row);
            declared += u64::from(offered.declares());
            let (answer, remark) = offered.answer.map_or((None, None), |(answer, remark)| (Some(answer), Some(remark)));
            let text = explainer.explain(&matches.of_record(section, row)).text;
            let change = Change {
                action: Some(offered.action),
                answer,
                remarks: remark.filter(|remark| !remark.is_empty()),
                ..Change::note(&text)
            };
            rows.push((section, row, Arc::new(change)));
        }
    }
    // Only what is suggested is in the table: nothing of what was decided before.
    let mut suggested = book.imported_again();
    Command::Table { what: String::new(), rows }.apply(&mut suggested);
    write_to(Some(path), |mut out| saved::write(&suggested, &mut out).map(|_| ()))?;
    if declared > 0 {
        let have = counted(declared, "credit note has", "credit notes have");
        complain(&format!("{have} the answer \"no\" from the books. {NO_DECLARES}"));
    }
    Ok(())
}
