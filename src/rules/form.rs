//! Rules about identity and form: F1–F8 of rules/README.md.

use super::{Case, Fix, RuleId, Weight, Words, refused};
use crate::book::{Amount, Book, Field, Flag, Records, Section, Trait};
use crate::values::{and_more, grouped, gstin, money};

/// F1: the same identity with different values.
pub(super) fn f1(case: &Case) -> Option<Weight> {
    (case.sheet.has_rivals(case.row) && case.sheet.in_force(case.row)).then_some(Weight::Blocks)
}

pub(super) fn f1_words(case: &Case) -> Words {
    let message = if case.several {
        "The same documents are here twice with different values: pick those that count."
    } else {
        "The same document is here twice with different values: pick the one that counts."
    };
    Words::new(Field::Record, message).fix(Fix::PickCopy)
}

/// F2: the supplier's GSTIN looks wrong.
pub(super) fn f2(case: &Case) -> Option<Weight> {
    (!gstin::check_digit_fits(case.sheet.records().suppliers.get(case.row))).then_some(Weight::Info)
}

pub(super) fn f2_words(case: &Case) -> Words {
    let formed = gstin::well_formed(case.sheet.records().suppliers.get(case.row));
    let message = if formed {
        "The check digit of the supplier's GSTIN is wrong."
    } else {
        "The supplier's GSTIN has the wrong form: it is fifteen letters and digits, beginning with two digits."
    };
    Words::new(Field::Supplier, message)
}

/// F3: an unusual document number, or one that came as a JSON number.
pub(super) fn f3(case: &Case) -> Option<Weight> {
    if case.sheet.records().traits[case.row as usize].has(Trait::NumberWasNumber) {
        return Some(Weight::Warns);
    }
    (!usual_number(case.sheet.records().numbers.get(case.row))).then_some(Weight::Info)
}

/// `[A-Za-z0-9][A-Za-z0-9/-]{0,15}`
pub(super) fn usual_number(number: &str) -> bool {
    let bytes = number.as_bytes();
    bytes.len() <= 16
        && bytes.first().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-'))
}

pub(super) fn f3_words(case: &Case) -> Words {
    let as_number = case.sheet.records().traits[case.row as usize].has(Trait::NumberWasNumber);
    Words::new(
        Field::Number,
        if as_number {
            "The document number came as a number; leading zeros may have been lost before it reached this file."
        } else {
            "A document number has at most 16 letters, digits, \"/\" and \"-\" and begins with a letter or digit."
        },
    )
}

/// F4: values outside our lists, echoed as they came.
pub(super) fn f4(case: &Case) -> Option<Weight> {
    case.sheet.records().traits[case.row as usize].has(Trait::Odd).then_some(Weight::Warns)
}

pub(super) fn f4_words(case: &Case) -> Words {
    let records = case.sheet.records();
    let fields = records.odd_fields(case.row);
    let list: Vec<String> = fields
        .iter()
        .map(|&f| format!("{} \"{}\"", f.title().to_lowercase(), records.odd(case.row, f).unwrap_or("")))
        .collect();
    let field = fields.first().copied().unwrap_or(Field::Record);
    Words::new(field, format!("Not a known value: {}. It is shown and sent back as it came.", list.join(", ")))
}

/// F5: the recipient's GSTIN, asked when an upload is to be made: what is wrong with it, and how much that weighs.
pub fn recipient(book: &Book) -> Option<(RuleId, Weight, String)> {
    let finding = |weight, message: String| Some((RuleId::F5, weight, message));
    let recipient = &book.recipient;
    if let (true, Some(content), Some(typed)) = (recipient.contradicted(), &recipient.content, &recipient.typed) {
        return finding(Weight::Blocks, format!("The file is of recipient {content}, not of {typed}."));
    }
    match recipient.gstin() {
        None => finding(Weight::Blocks, "The file does not name the recipient: give your own GSTIN.".into()),
        Some(g) if !gstin::well_formed(g) => finding(
            Weight::Blocks,
            format!("\"{g}\" is not a GSTIN: fifteen capital letters and digits, beginning with two digits."),
        ),
        Some(g) if !gstin::check_digit_fits(g) => {
            finding(Weight::Asks, format!("The check digit of your GSTIN {g} is wrong. Is the GSTIN right?"))
        }
        Some(_) => None,
    }
}

/// An error file opened without its download does not say what the portal allows, so an upload made of it must be
/// confirmed (portal/README.md section 3): what to ask, if any of these rows is such a record.
pub fn from_error_file(
    book: &Book,
    mut rows: impl Iterator<Item = (Section, u32)>,
) -> Option<(RuleId, Weight, String)> {
    let unknown = |(section, row): (Section, u32)| {
        let records = book.sheet(section).records();
        let i = row as usize;
        let flags = [records.pending_flags[i], records.remarks_flags[i], records.itc_flags[i]];
        records.traits[i].has(Trait::FromErrorFile) && flags.contains(&Flag::Unknown)
    };
    rows.any(unknown).then(|| {
        let message = "These records come from an error file without its download, which does not say what the portal allows. \
                       Open the download with it, or upload all the same?";
        (RuleId::F7, Weight::Asks, message.to_owned())
    })
}

/// F6: the value is not taxable value and taxes; no rule of the portal.
pub(super) fn f6(case: &Case) -> Option<Weight> {
    value_differs(case.sheet.records(), case.row).then_some(Weight::Info)
}

/// Whether value and taxable value with taxes differ by more than a rupee.
pub(super) fn value_differs(records: &Records, row: u32) -> bool {
    f6_difference(records, row).abs() > 100
}

fn f6_difference(records: &Records, row: u32) -> i128 {
    let amount = |a| i128::from(records.amount(row, a));
    let parts = [Amount::Taxable, Amount::Igst, Amount::Cgst, Amount::Sgst, Amount::Cess];
    amount(Amount::Value) - parts.into_iter().map(amount).sum::<i128>()
}

pub(super) fn f6_words(case: &Case) -> Words {
    Words::new(
        Field::Value,
        format!(
            "Value and taxable value with taxes differ by {}.",
            money::rupees(f6_difference(case.sheet.records(), case.row).abs())
        ),
    )
}

/// How many of the portal's errors on one record are listed at once.
const FIRST_ERRORS: usize = 10;

/// F7: the portal's own error on a record, until an upload would say something else of it or the error is dismissed.
pub(super) fn f7(case: &Case) -> Option<Weight> {
    case.book.has_error_if(case.meanings, case.section, case.row, case.decision).then_some(Weight::Warns)
}

pub(super) fn f7_words(case: &Case) -> Words {
    let errors = case.book.errors_of(case.section, case.row);
    let mut texts: Vec<String> = errors
        .iter()
        .take(FIRST_ERRORS)
        .map(|e| {
            let ambiguous = if e.records.len() > 1 { " (the error report fits several records)" } else { "" };
            let said = format!("{} {}", e.code, e.message).trim().to_owned();
            // The portal's words end as they like; ours begin a sentence.
            let stop = if said.ends_with(['.', '!', '?']) || ambiguous.is_empty() && refused::hint(e).is_empty() {
                ""
            } else {
                "."
            };
            format!("{said}{ambiguous}{stop} {}", refused::hint(e)).trim().to_owned()
        })
        .collect();
    if let Some(more) = errors.len().checked_sub(FIRST_ERRORS).filter(|&more| more > 0) {
        texts.push(and_more(grouped(more as u64)));
    }
    let field = errors.first().map_or(Field::Record, |error| refused::field(error));
    let fix = errors.iter().find_map(|error| refused::fix(case.book, error, case.section, case.row));
    Words { fix, ..Words::new(field, format!("The portal says: {}", texts.join("; "))) }
}

/// F8: the record cannot be read in full, or lacks what an upload must repeat.
pub(super) fn f8(case: &Case) -> Option<Weight> {
    case.sheet.records().read_only(case.row).then_some(Weight::Blocks)
}

pub(super) fn f8_words(case: &Case) -> Words {
    if case.several {
        return Words::new(Field::Record, "These records cannot be read in full and cannot be decided on.");
    }
    let records = case.sheet.records();
    let why = records.odd(case.row, Field::Record).unwrap_or("it cannot be read");
    let field = records.unreadable_field(case.row).unwrap_or(Field::Record);
    Words::new(field, format!("This record cannot be read in full and cannot be decided on: {why}."))
}
