//! What came of the comparison with GSTR-2B as lines of a table, for the screen, the clipboard and a saved table.

use crate::book::{Book, Gstr2bDocument};
use crate::rules::credit::{Credit, HeadSums, Sum, minus};
use crate::rules::tie_out::{NotInIms, TieOut, TieResult, which_document};
use crate::session::credit::{CreditLine, LineLook};
use crate::values::{counted, money};

/// A result with its records.
pub struct ResultLineOf {
    /// What became of them.
    pub result: TieResult,
    /// How many they are.
    pub records: u64,
    /// Its line.
    pub line: CreditLine,
}

/// What became of the records; a result without any is left out.
pub fn results(tie: &TieOut) -> Vec<ResultLineOf> {
    let all = TieResult::ALL.into_iter().map(|result| (result, tie.results[result as usize]));
    let some = all.filter(|(_, sum)| sum.records > 0);
    some.map(|(result, sum)| ResultLineOf {
        result,
        records: sum.records,
        line: CreditLine::of(result.words(), sum.heads, LineLook::Plain),
    })
    .collect()
}

/// What is not in GSTR-2B by its reasons, where there are several.
pub fn missing(tie: &TieOut, book: &Book) -> Vec<(u64, CreditLine)> {
    let mut reasons: Vec<(&str, Sum)> = Vec::new();
    for tied in tie.tied.iter().filter(|tied| tied.result == TieResult::Missing) {
        let own = Credit::of_each(book, false).own(tied.section, tied.row);
        match reasons.iter_mut().find(|(why, _)| *why == tied.why) {
            Some((_, sum)) => sum.add(own),
            None => {
                let mut sum = Sum::default();
                sum.add(own);
                reasons.push((tied.why, sum));
            }
        }
    }
    reasons.into_iter().map(|(why, sum)| (sum.records, CreditLine::of(why, sum.heads, LineLook::Part))).collect()
}

/// Documents of GSTR-2B that are not in IMS for a reason.
pub struct DocumentsAlone {
    /// Why.
    pub why: NotInIms,
    /// How many they are.
    pub documents: u64,
    /// Their line.
    pub line: CreditLine,
}

/// What is in GSTR-2B and not in IMS, by reason. Of what cannot be read there is no sum.
pub fn not_in_ims(tie: &TieOut) -> Vec<DocumentsAlone> {
    let all = NotInIms::ALL.into_iter().map(|why| (why, tie.not_in_ims[why as usize]));
    let some = all.filter(|(why, sum)| sum.records > 0 && *why != NotInIms::CannotBeRead);
    let of = |(why, sum): (NotInIms, Sum)| DocumentsAlone {
        why,
        documents: sum.records,
        line: CreditLine::of(why.words(), sum.heads, LineLook::Part),
    };
    some.map(of).collect()
}

/// How many documents that are not in IMS cannot be read; nothing where all can.
pub fn cannot_be_read(tie: &TieOut) -> Option<String> {
    let n = tie.not_in_ims[NotInIms::CannotBeRead as usize].records;
    (n > 0).then(|| format!("{} not in IMS cannot be read: in no sum.", counted(n, "document", "documents")))
}

/// A document and its tax, or what of it cannot be read.
pub fn document(document: &Gstr2bDocument) -> String {
    let tax = document.heads.into_iter().map(i128::from).sum();
    match &*document.unreadable {
        "" => format!("{}: ₹ {}", which_document(document), money::indian(tax)),
        text => format!("{}: {text}", which_document(document)),
    }
}

/// 4(A)(5) by the file beside the figure of the page, for the period of the file.
pub fn itc(tie: &TieOut) -> [CreditLine; 3] {
    let line = |words: &str, heads: HeadSums| CreditLine::of(words, heads, LineLook::Plain);
    [
        CreditLine::of("4(A)(5) by GSTR-2B", tie.of_file, LineLook::Sum),
        line("With your decisions, of that period", tie.of_page),
        line("Difference", minus(tie.of_file, tie.of_page)).signed(),
    ]
}
