//! What the portal's GSTR-2B says of one record, for its details: what became of the decision, why, the amounts of both where they
//! differ, and the day on which the supplier filed the return that has it.

use crate::book::{Action, Book, Field, Gstr2b, Gstr2bDocument, Heads, Section, field};
use crate::rules::calendar;
use crate::rules::tie_out::{TieResult, Tied};
use crate::session::Session;
use crate::values::money;

/// What GSTR-2B says of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidOfRecord {
    /// What became of it; none where it is not compared.
    pub result: Option<TieResult>,
    /// That in words.
    pub words: String,
    /// Why, and what to do; empty where there is nothing to do.
    pub why: String,
    /// What differs: the record's, and that of GSTR-2B.
    pub both: Vec<(Field, String, String)>,
    /// When the supplier filed the return that has the record; empty where it is not known.
    pub filed: String,
}

impl Session {
    /// What GSTR-2B says of a record; nothing without a GSTR-2B, and until it is read and compared.
    pub fn said_by_gstr_2b(&self, section: Section, row: u32) -> Option<SaidOfRecord> {
        let compared = self.compared_with_gstr_2b()?;
        let (book, statement) = (self.book(), &*compared.statement);
        let place = compared.tie.tied.binary_search_by_key(&(section, row), |tied| (tied.section, tied.row));
        let tied = place.ok().and_then(|place| compared.tie.tied.get(place));
        let document = tied.and_then(|tied| statement.documents.get(tied.document? as usize));
        let filed = filed(book, statement, (section, row), document);
        let period = calendar::period_in_words(book, statement.period);
        let Some(tied) = tied else {
            let later = calendar::gstr_2b_period(book, section, row).is_some_and(|own| own > statement.period);
            // Of copies that differ one is compared.
            let words =
                if later { format!("Not compared: of a later GSTR-2B than {period}.") } else { "Not compared.".into() };
            return Some(SaidOfRecord { result: None, words, why: String::new(), both: Vec::new(), filed });
        };
        Some(SaidOfRecord {
            result: Some(tied.result),
            words: match tied.result {
                TieResult::AsDecided => as_decided(book.sheet(section).actions()[row as usize], document, &period),
                result => format!("{} ({period}).", result.words()),
            },
            why: sentence(tied.why),
            both: both(book, tied, document),
            filed,
        })
    }
}

/// How a record came out as it was decided.
fn as_decided(action: Action, document: Option<&Gstr2bDocument>, period: &str) -> String {
    let held = match action {
        Action::Reject => "rejected",
        Action::Pending => "Pending",
        _ if document.is_some() => return format!("As decided: it is in the GSTR-2B of {period}."),
        _ => return format!("As decided: its amendment counts in its place in the GSTR-2B of {period}."),
    };
    match document.and_then(|document| document.listed_under.as_deref()) {
        Some(list) => format!("As decided: {held}. The GSTR-2B of {period} lists it under {list}."),
        None => format!("As decided: {held}, and not in the GSTR-2B of {period}."),
    }
}

/// A reason as a sentence.
fn sentence(why: &str) -> String {
    let mut letters = why.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// The amounts that differ. Of a document that cannot be read none is said, and of what is listed apart none counts.
fn both(book: &Book, tied: &Tied, document: Option<&Gstr2bDocument>) -> Vec<(Field, String, String)> {
    let differing = |field: Field, here: i128, there: i128| {
        (here != there).then(|| (field, money::indian(here), money::indian(there)))
    };
    if let Some((here, there)) = tied.declared {
        let heads = field::DECLARED.into_iter().zip(here.into_iter().zip(there));
        return heads.filter_map(|(field, (here, there))| differing(field, here.into(), there.into())).collect();
    }
    let Some(document) = document.filter(|document| document.listed_under.is_none()) else { return Vec::new() };
    if !document.unreadable.is_empty() {
        return Vec::new();
    }
    let records = book.sheet(tied.section).records();
    let heads = records.heads(tied.row);
    let amounts =
        [Field::Igst, Field::Cgst, Field::Sgst, Field::Cess].into_iter().zip(heads.into_iter().zip(document.heads));
    let amounts = amounts.map(|(field, (here, there))| (field, (i128::from(here), i128::from(there))));
    let sum = |heads: Heads| heads.into_iter().map(i128::from).sum();
    let total = (Field::Tax, (sum(heads), sum(document.heads)));
    amounts.chain([total]).filter_map(|(field, (here, there))| differing(field, here, there)).collect()
}

/// When the supplier filed the return of a record: GSTR-2B alone has the day.
fn filed(book: &Book, statement: &Gstr2b, (section, row): (Section, u32), document: Option<&Gstr2bDocument>) -> String {
    let records = book.sheet(section).records();
    let own = || records.period(row);
    let Some(period) = document.and_then(|document| document.period).or_else(own) else { return String::new() };
    let of_supplier = statement.filings_of(records.suppliers.get(row));
    let day = of_supplier.into_iter().find(|&(of, _)| of == period);
    day.map_or_else(String::new, |(_, day)| format!("GSTR-1 of {period} filed on {day}."))
}
