//! `tie-out`: what came of the decisions in the GSTR-2B that the portal drew up (cli/README.md). Writes nothing.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use serde_json::{Value, json};

use super::credit::with_count;
use super::print::{Lines, complain};
use super::report::{self, Object, heads};
use super::{Exit, Failure, decided, in_line, is_standard, load, not_onto, open, printed};
use crate::book::{Book, Gstr2b, Gstr2bDocument, Heads};
use crate::portal::{gstr_2b, keys};
use crate::rules::calendar;
use crate::rules::credit::{minus, total};
use crate::rules::tie_out::{NotInIms, TieOut, TieResult, Tied, sentence, tie_out, which_document};
use crate::values::{Day, and_more, grouped, money, plural};
use crate::work::Progress;

/// Options of `tie-out`.
#[derive(clap::Args)]
pub struct TieOutOptions {
    /// The download: .json or .zip; - is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The portal's GSTR-2B (JSON, or a zip of it); may be given several times for one that came in parts
    #[arg(long = "gstr-2b", value_name = "FILE", required = true)]
    gstr_2b: Vec<PathBuf>,
    /// What was decided: a table (CSV), or a workbook of `export --decide` that came back
    #[arg(long, value_name = "CSV")]
    decisions: Option<PathBuf>,
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

/// How many records of a result are listed one by one.
const FIRST: usize = 10;

/// Runs `tie-out`.
pub fn run(options: &TieOutOptions) -> Result<Exit, Failure> {
    let read = || options.files.iter().chain(&options.gstr_2b).chain(&options.decisions);
    if read().filter(|path| is_standard(path)).count() > 1 {
        return Err(Failure("standard input can be only one of the files".into()));
    }
    not_onto(read())?;
    let file = gstr_2b::read(load(&options.gstr_2b)?, &Progress::default())?;
    let mut book = open(&options.files)?;
    let name = options.gstr_2b.first().map_or_else(String::new, |path| path.display().to_string());
    if let Some(why) = gstr_2b::of_another(&file, book.recipient.gstin(), &name) {
        return Err(why.into());
    }
    book.facts.closing = Some(file.period);
    let today = Day::today();
    let refused = match &options.decisions {
        Some(path) => decided::apply(&mut book, path, today)?,
        None => Vec::new(),
    };
    refused.iter().for_each(|refused| complain(&format!("line {}: {}", refused.line, report::reason(refused))));
    let tie = tie_out(&book, &file, &Progress::default()).unwrap_or_default();
    let mut out = BufWriter::new(io::stdout().lock());
    let said = Said { book: &book, file: &file, tie: &tie };
    let done = if options.json { said.json(&mut out) } else { said.text(&mut Lines(&mut out)) };
    printed(done.and_then(|()| out.flush()))?;
    Ok(if refused.is_empty() { Exit::Done } else { Exit::Refused })
}

struct Said<'s> {
    book: &'s Book,
    file: &'s Gstr2b,
    tie: &'s TieOut,
}

impl Said<'_> {
    fn sentence(&self) -> String {
        sentence(self.file, &calendar::period_in_words(self.book, self.file.period), self.tie)
    }

    fn document(&self, tied: &Tied) -> Option<&Gstr2bDocument> {
        tied.document.and_then(|place| self.file.documents.get(place as usize))
    }

    fn not_as_decided(&self) -> impl Iterator<Item = &Tied> {
        self.tie.tied.iter().filter(|tied| tied.result != TieResult::AsDecided)
    }

    fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let tie = self.tie;
        let mut object = Object::open(out)?;
        object.member("rtin", &self.file.recipient)?;
        object.member("period", &self.file.period.portal())?;
        let (year, month, day) = self.file.drawn_up.ymd();
        let drawn_up = (self.file.drawn_up != Day::NONE).then(|| format!("{year:04}-{month:02}-{day:02}"));
        object.member("drawn_up", &drawn_up)?;
        object.member("sentence", &self.sentence())?;
        let results = TieResult::ALL.map(|result| (result.key().to_owned(), with_count(&tie.results[result as usize])));
        object.member("results", &Value::Object(results.into_iter().collect()))?;
        object.member(
            "itc",
            &json!({
                "gstr_2b": heads(tie.of_file), "page": heads(tie.of_page),
                "difference": heads(minus(tie.of_file, tie.of_page)),
                "gstr_2b_amendments_to_check": with_count(&tie.of_file_to_check),
                "gstr_2b_cannot_be_read": tie.of_file_unreadable, "gstr_2b_answer_not_given": tie.of_file_not_said,
            }),
        )?;
        let counted = |why: NotInIms| match (why, &tie.not_in_ims[why as usize]) {
            // Of what cannot be read there is no sum.
            (NotInIms::CannotBeRead, sum) => json!({"records": sum.records}),
            (_, sum) => with_count(sum),
        };
        let alone = NotInIms::ALL.map(|why| (why.key().to_owned(), counted(why)));
        object.member("not_in_ims", &Value::Object(alone.into_iter().collect()))?;
        object.list("records", self.not_as_decided().map(|tied| self.record(tied)))?;
        object.list("documents", tie.alone.iter().filter_map(|&(why, place)| self.alone(why, place)))?;
        object.list("notes", self.file.notes.iter().chain(self.book.notes()))?;
        object.close()
    }

    fn record(&self, tied: &Tied) -> Value {
        let records = self.book.sheet(tied.section).records();
        let action = self.book.said(tied.section, tied.row).action;
        json!({
            "result": tied.result.key(), "why": tied.why, "section": keys::section_key(tied.section), "row": tied.row,
            "stin": records.suppliers.get(tied.row), "number": records.numbers.get(tied.row),
            "date": records.days[tied.row as usize].to_string(), "action": action.name(),
            "ims": heads(records.heads(tied.row).map(i128::from)),
            "gstr_2b": self.document(tied).and_then(tax_of),
            "ims_declared": tied.declared.map(|(ours, _)| heads(ours.map(i128::from))),
            "gstr_2b_declared": tied.declared.map(|(_, theirs)| heads(theirs.map(i128::from))),
            "unreadable": self.document(tied).map(|document| &*document.unreadable).filter(|text| !text.is_empty()),
            "listed_under": self.document(tied).and_then(|document| document.listed_under.as_deref()),
        })
    }

    fn alone(&self, why: NotInIms, place: u32) -> Option<Value> {
        let document = self.file.documents.get(place as usize)?;
        Some(json!({
            "why": why.key(), "list": &*document.list, "listed_under": document.listed_under.as_deref(),
            "stin": &*document.supplier, "number": document.number, "date": document.day.to_string(),
            "gstr_2b": tax_of(document),
            "unreadable": (!document.unreadable.is_empty()).then_some(&*document.unreadable),
        }))
    }

    fn text(&self, out: &mut Lines<'_>) -> io::Result<()> {
        let tie = self.tie;
        out.line(self.sentence())?;
        out.line(format_args!("4(A)(5) by GSTR-2B: {}", money::indian(total(tie.of_file))))?;
        tie.of_file_lacks().iter().try_for_each(|lack| out.line(format_args!("  {lack}")))?;
        out.line(format_args!("ITC with the decisions: {}", money::indian(total(tie.of_page))))?;
        out.line(format_args!("Difference: {}", money::indian(total(minus(tie.of_file, tie.of_page)))))?;
        for result in TieResult::ALL {
            let sum = &tie.results[result as usize];
            if sum.records == 0 {
                continue;
            }
            out.line("")?;
            let records = plural(sum.records, "record", "records");
            out.line(format_args!(
                "{}: {} {records}, tax {}",
                result.words(),
                grouped(sum.records),
                money::indian(sum.total())
            ))?;
            let listed = self.tie.tied.iter().filter(|tied| tied.result == result && result != TieResult::AsDecided);
            for tied in listed.clone().take(FIRST) {
                self.line(tied, out)?;
            }
            if listed.clone().count() > FIRST {
                out.line(format_args!("  {}", and_more((listed.count() - FIRST) as u64)))?;
            }
        }
        let alone = NotInIms::ALL.into_iter().filter(|&why| tie.not_in_ims[why as usize].records > 0);
        let alone: Vec<NotInIms> = alone.collect();
        if !alone.is_empty() {
            out.line("")?;
            out.line("In GSTR-2B and not in IMS:")?;
        }
        for why in alone {
            let sum = &tie.not_in_ims[why as usize];
            let documents = plural(sum.records, "document", "documents");
            let tax = match why {
                NotInIms::CannotBeRead => String::new(),
                _ => format!(", tax {}", money::indian(sum.total())),
            };
            out.line(format_args!("  {}: {} {documents}{tax}", why.words(), grouped(sum.records)))?;
            self.first_documents(why, out)?;
        }
        self.file.notes.iter().try_for_each(|note| out.line(note))
    }

    /// The first documents without a record of this reason.
    fn first_documents(&self, why: NotInIms, out: &mut Lines<'_>) -> io::Result<()> {
        let documents = || self.tie.documents(self.file, why);
        for document in documents().take(FIRST) {
            let said = match &*document.unreadable {
                "" => tax(document.heads).into(),
                text => in_line(text),
            };
            out.line(format_args!("    {}: {said}", in_line(&which_document(document))))?;
        }
        match documents().skip(FIRST).count() {
            0 => Ok(()),
            more => out.line(format_args!("    {}", and_more(more))),
        }
    }

    fn line(&self, tied: &Tied, out: &mut Lines<'_>) -> io::Result<()> {
        let records = self.book.sheet(tied.section).records();
        let own = records.heads(tied.row);
        let both = match (self.document(tied), tied.declared) {
            (_, Some((ours, theirs))) => {
                let (ours, theirs) = beside(ours, theirs);
                format!("declared here {ours}, in GSTR-2B {theirs}")
            }
            (Some(document), None) if !document.unreadable.is_empty() => {
                format!("IMS {}, GSTR-2B {}", tax(own), in_line(&document.unreadable))
            }
            (Some(document), None) if document.listed_under.is_some() => {
                let list = document.listed_under.as_deref().unwrap_or_default();
                format!("IMS {}, listed in GSTR-2B under {}", tax(own), in_line(list))
            }
            (Some(document), None) => {
                let (ours, theirs) = beside(own, document.heads);
                format!("IMS {ours}, GSTR-2B {theirs}")
            }
            (None, None) => format!("IMS {}", tax(own)),
        };
        let (supplier, number) = (in_line(records.suppliers.get(tied.row)), in_line(records.numbers.get(tied.row)));
        let section = keys::section_key(tied.section);
        out.line(format_args!("  {section} row {} {supplier} {number}: {both}; {}", tied.row, tied.why))
    }
}

/// The tax of a document by head; none where it cannot be read.
fn tax_of(document: &Gstr2bDocument) -> Option<Value> {
    document.unreadable.is_empty().then(|| heads(document.heads.map(i128::from)))
}

fn tax(heads: Heads) -> String {
    money::indian(heads.into_iter().map(i128::from).sum())
}

/// Two amounts in words: their totals, or the heads that differ where the totals are equal.
fn beside(ours: Heads, theirs: Heads) -> (String, String) {
    let totals = (tax(ours), tax(theirs));
    if ours == theirs || totals.0 != totals.1 {
        return totals;
    }
    let differing = |of: Heads| {
        let heads = (0..4).filter(|&head| ours[head] != theirs[head]);
        let heads = heads.map(|head| format!("{} {}", HEADS[head], money::indian(i128::from(of[head]))));
        heads.collect::<Vec<_>>().join(" + ")
    };
    (differing(ours), differing(theirs))
}

const HEADS: [&str; 4] = ["IGST", "CGST", "SGST", "cess"];
