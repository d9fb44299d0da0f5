//! The summary of one book: what its line in the list of clients needs, and no more. It is derived from the book; where it and
//! the journal differ it is made again.
//!
//! What a record gives to its GSTR-2B depends on no day: only which GSTR-2B is the one being closed does, and whether the
//! recipient files by the quarter. So the sums are kept by the month of the record's GSTR-2B, by filing and by action, for both
//! kinds of filers, and a day or other return settings only choose among them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::book::{Action, Book as OpenBook, Facts, Filing, Section};
use crate::edit::{Command, Log};
use crate::rules::calendar;
use crate::rules::credit::{Credit, HeadSums, add, sum, total};
use crate::rules::{Findings, Weight, form};
use crate::store::BookFacts;
use crate::store::journal::{JournalMark, WroteUpload};
use crate::values::{Day, Period};
use crate::view::BuiltIn;
use crate::work::parts;

/// The version of this format.
pub(super) const FORMAT: u32 = 2;
/// No count and no time is larger.
const MOST: u64 = 1 << 40;

/// What is kept of one book.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BookSummary {
    /// The version of this format.
    pub format: u32,
    /// Its folder in the data folder.
    pub folder: String,
    /// Whose book it is, if that is known.
    pub gstin: Option<String>,
    /// Where its files were read from.
    pub paths: Vec<String>,
    /// The journal that it was made of.
    pub journal: JournalMark,
    /// When the newest download in it was made: seconds since 1970, 0 where that is not known.
    pub downloaded: u64,
    /// The first and the last month of GSTR-2B of its records, as the portal writes them.
    pub periods: Option<[String; 2]>,
    /// Its records.
    pub records: u64,
    /// Those without an action.
    pub to_decide: u64,
    /// Credit notes to answer.
    pub to_answer: u64,
    /// Those that the next JSON would hold.
    pub changed: u64,
    /// Of these, blocked.
    pub blocked: u64,
    /// Questions that are asked before the JSON is written: about the recipient, and about what came from an error file.
    pub asks: u64,
    /// By which day and return settings that was judged.
    pub judged: JudgedBy,
    /// Errors of the portal that are not answered.
    pub errors: u64,
    /// A JSON was written, and it was not said whether it was uploaded.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub awaiting: bool,
    /// Something was decided since it was written.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub changed_since: bool,
    /// When it was said that the last JSON was uploaded: seconds since 1970; none if it was not.
    pub uploaded: Option<u64>,
    /// A newer download came after that.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub result_came: bool,
    /// The review was looked at since the last change.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reviewed: bool,
    /// What its records give, by month, filing and action.
    pub sums: Vec<PeriodSum>,
    /// Why it cannot be read; then all above is of before, or nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// By which day and return settings alerts were judged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgedBy {
    /// The day, as days since 1970.
    day: i32,
    /// The return settings.
    facts: BookFacts,
}

impl JudgedBy {
    /// By these.
    pub fn by(day: Day, facts: &Facts) -> JudgedBy {
        JudgedBy { day: day.0, facts: BookFacts::of("", facts) }
    }
}

/// Records of one month, filing and action. There are many of them in the file: their fields have no names there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "SumFields", into = "SumFields")]
pub struct PeriodSum {
    /// The month of their GSTR-2B, as the portal writes it; nothing where that is not known.
    pub month: String,
    /// Whether the supplier has filed.
    pub filed: bool,
    /// The action: N, A, R, P or ?.
    pub action: char,
    /// How many.
    pub records: u64,
    /// What they give in paise, for who files by the month: as the portal holds them, and with the decisions made here.
    pub monthly: [i128; 2],
    /// The same for who files by the quarter, where that differs.
    pub quarterly: Option<[i128; 2]>,
}

type SumFields = (String, bool, char, u64, [i128; 2], Option<[i128; 2]>);

impl From<SumFields> for PeriodSum {
    fn from((month, filed, action, records, monthly, quarterly): SumFields) -> PeriodSum {
        PeriodSum { month, filed, action, records, monthly, quarterly }
    }
}

impl From<PeriodSum> for SumFields {
    fn from(sum: PeriodSum) -> SumFields {
        (sum.month, sum.filed, sum.action, sum.records, sum.monthly, sum.quarterly)
    }
}

/// What a summary is made of.
pub struct SeenBook<'a> {
    /// The book.
    pub book: &'a OpenBook,
    /// What was done to it.
    pub log: &'a Log,
    /// What the rules say of it.
    pub findings: &'a Findings,
    /// The day by which they judge.
    pub day: Day,
    /// The uploads that were written.
    pub uploads: &'a [WroteUpload],
    /// Whether it is to be said whether the last one was uploaded.
    pub awaiting: bool,
    /// When its newest download was made: seconds since 1970, 0 where that is not known.
    pub downloaded: u64,
}

/// What is counted of some rows.
#[derive(Default)]
struct Counted {
    records: u64,
    to_decide: u64,
    to_answer: u64,
    changed: u64,
    blocked: u64,
    sums: BTreeMap<(Option<Period>, bool, Action), Given>,
}

#[derive(Clone, Copy, Default)]
struct Given {
    records: u64,
    /// Monthly before and after, quarterly before and after.
    heads: [HeadSums; 4],
}

impl BookSummary {
    /// That of a book which is kept in this folder, with this journal.
    pub fn of(folder: &str, journal: JournalMark, seen: &SeenBook) -> BookSummary {
        let counted = count(seen);
        let delta = Section::ALL.into_iter().flat_map(|s| seen.book.delta(s).map(move |row| (s, row)));
        let asked = form::recipient(seen.book).or_else(|| form::from_error_file(seen.book, delta));
        let asks = u64::from(asked.is_some());
        let months = || counted.sums.keys().filter_map(|(month, ..)| *month);
        let periods = months().min().zip(months().max()).map(|(first, last)| [first.portal(), last.portal()]);
        let steps = &seen.log.steps()[..seen.log.in_force()];
        let uploaded = steps.iter().rposition(|step| matches!(step.command, Command::Uploaded { .. }));
        let merged = |at: usize| steps[at..].iter().any(|step| matches!(step.command, Command::Merge { .. }));
        let written = seen.uploads.last().map_or(0, |upload| upload.when);
        let path = |source: &crate::book::Source| source.path.as_deref().map(|path| path.display().to_string());
        BookSummary {
            format: FORMAT,
            folder: folder.to_owned(),
            gstin: seen.book.recipient.gstin().map(str::to_owned),
            paths: seen.book.files().map(|source| path(source).unwrap_or_else(|| source.name.clone())).collect(),
            journal,
            downloaded: seen.downloaded.min(MOST),
            periods,
            records: counted.records,
            to_decide: counted.to_decide,
            to_answer: counted.to_answer,
            changed: counted.changed,
            blocked: counted.blocked,
            asks,
            judged: JudgedBy::by(seen.day, &seen.book.facts),
            errors: (0..seen.book.errors().marks()).filter(|&mark| seen.book.is_open(mark)).count() as u64,
            awaiting: seen.awaiting,
            changed_since: steps.last().is_some_and(|step| step.when > written),
            uploaded: uploaded.map(|at| steps[at].when.min(MOST)),
            result_came: uploaded.is_some_and(merged),
            reviewed: seen.log.reviewed(),
            sums: counted.sums.into_iter().map(PeriodSum::of).collect(),
            problem: None,
        }
    }

    /// One of a book that cannot be read.
    pub fn damaged(
        folder: &str,
        gstin: Option<&str>,
        paths: Vec<String>,
        journal: JournalMark,
        why: &str,
    ) -> BookSummary {
        BookSummary {
            format: FORMAT,
            folder: folder.to_owned(),
            gstin: gstin.map(str::to_owned),
            paths,
            journal,
            problem: Some(why.to_owned()),
            ..BookSummary::default()
        }
    }

    /// Whether it may be one that this program wrote: its numbers can be added up, and its folder is one of the data folder.
    pub(super) fn is_plausible(&self) -> bool {
        let numbers = [
            self.downloaded,
            self.records,
            self.to_decide,
            self.to_answer,
            self.changed,
            self.blocked,
            self.asks,
            self.errors,
            self.uploaded.unwrap_or(0),
        ];
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
        let parts = self.folder.split('/').count();
        numbers.iter().all(|&n| n <= MOST) && parts <= 2 && self.folder.split('/').all(plain)
    }

    /// The ITC in the GSTR-2B of a period, as the portal holds it and with the decisions made here, in paise.
    pub fn credit(&self, closing: Period, quarterly: bool) -> [i128; 2] {
        let mut both = [0i128; 2];
        for sum in &self.sums {
            let month = Period::parse(&sum.month).map(|month| if quarterly { month.quarter_end() } else { month });
            if month.is_none_or(|month| month <= closing) {
                let given = sum.quarterly.filter(|_| quarterly).unwrap_or(sum.monthly);
                both.iter_mut().zip(given).for_each(|(sum, given)| *sum = sum.saturating_add(given));
            }
        }
        both
    }

    /// The first and the last month of its records.
    pub fn months(&self) -> Option<(Period, Period)> {
        let [first, last] = self.periods.as_ref()?;
        Period::parse(first).zip(Period::parse(last))
    }

    /// Whether it is of this journal, and what depends on the day was judged by it where that matters.
    pub fn is_of(&self, journal: &JournalMark, judged: &JudgedBy) -> bool {
        // What blocks, or is no longer asked, decides only whether a JSON can be generated.
        let matters = self.changed > 0 && self.reviewed;
        self.format == FORMAT
            && self.problem.is_none()
            && self.journal == *journal
            && (!matters || self.judged == *judged)
    }
}

impl PeriodSum {
    fn of(((month, filed, action), given): ((Option<Period>, bool, Action), Given)) -> PeriodSum {
        let [m0, m1, q0, q1] = given.heads.map(total);
        PeriodSum {
            month: month.map_or_else(String::new, Period::portal),
            filed,
            action: letter(action),
            records: given.records,
            monthly: [m0, m1],
            quarterly: ([m0, m1] != [q0, q1]).then_some([q0, q1]),
        }
    }
}

fn letter(action: Action) -> char {
    match action {
        Action::NoAction => 'N',
        Action::Accept => 'A',
        Action::Reject => 'R',
        Action::Pending => 'P',
        Action::Other => '?',
    }
}

fn count(seen: &SeenBook) -> Counted {
    let mut all = Counted::default();
    for section in Section::ALL {
        let rows: Vec<u32> = (0..seen.book.sheet(section).rows()).collect();
        let parts = parts::in_parts(&rows, |part| {
            let mut counted = Counted::default();
            part.iter().for_each(|&row| counted.add(seen, section, row));
            counted
        });
        parts.into_iter().for_each(|part| all.join(part));
    }
    all
}

impl Counted {
    fn add(&mut self, seen: &SeenBook, section: Section, row: u32) {
        let sheet = seen.book.sheet(section);
        if !sheet.in_force(row) {
            return;
        }
        let action = sheet.actions()[row as usize];
        self.records += 1;
        self.to_decide += u64::from(action == Action::NoAction);
        self.to_answer += u64::from(BuiltIn::ToAnswer.passes(seen.book, seen.findings, section, row));
        if seen.book.in_delta(section, row) {
            let worst = seen.findings.worst(section, row);
            self.changed += 1;
            self.blocked += u64::from(worst == Some(Weight::Blocks));
        }
        let month = calendar::gstr_2b_month(seen.book, section, row);
        let filed = sheet.records().filings[row as usize] != Filing::NotFiled;
        let given = self.sums.entry((month, filed, action)).or_default();
        given.records += 1;
        for (place, quarterly) in [(0, false), (2, true)] {
            let (before, after) = Credit::of_each(seen.book, quarterly).before_and_after(section, row);
            add(&mut given.heads[place], before);
            add(&mut given.heads[place + 1], after);
        }
    }

    fn join(&mut self, other: Counted) {
        self.records += other.records;
        self.to_decide += other.to_decide;
        self.to_answer += other.to_answer;
        self.changed += other.changed;
        self.blocked += other.blocked;
        for (key, more) in other.sums {
            let given = self.sums.entry(key).or_default();
            given.records += more.records;
            given.heads.iter_mut().zip(more.heads).for_each(|(heads, more)| *heads = sum([*heads, more]));
        }
    }
}
