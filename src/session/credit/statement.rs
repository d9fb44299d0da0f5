//! The portal's GSTR-2B beside the open book: kept with it as a step that can be taken back, read again from its copies, and
//! compared off the window's thread whenever something changes.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::book::{Gstr2b, KeptGstr2b, Scope};
use crate::edit::Command;
use crate::portal::{Input, gstr_2b};
use crate::rules::calendar;
use crate::rules::tie_out::{TieOut, TieResult, sentence, tie_out};
use crate::session::background::Purpose;
use crate::session::credit::lines::CreditLine;
use crate::session::credit::statement_lines;
use crate::session::result_line::ResultLine;
use crate::session::{Place, Session};
use crate::store::copies::{self, Original, Wanted};
use crate::values::last_part;
use crate::work::Progress;
use crate::work::job::{Job, State};

/// A GSTR-2B that was read, and the bytes of its files.
pub struct FoundGstr2b {
    /// What it says.
    pub statement: Arc<Gstr2b>,
    /// Its files, to keep copies of.
    pub originals: Vec<Original>,
}

/// Up to this number of records and documents are compared at once: that takes a small part of a frame.
const AT_ONCE: u64 = 5_000;

/// What is known of it.
#[derive(Default)]
pub struct StatementDesk {
    /// What the files say; of the GSTR-2B that the book keeps, or of one that it kept before.
    read: Option<Arc<Gstr2b>>,
    /// One that is being read from its copies.
    reading: Option<(KeptGstr2b, Job<Result<Gstr2b, String>>)>,
    /// Why the files that the book keeps cannot be had.
    not_here: Option<(KeptGstr2b, String)>,
    compared: Option<Arc<BesideGstr2b>>,
    /// The revision that is compared, or is being compared.
    of: u64,
}

/// A book beside its GSTR-2B.
pub struct BesideGstr2b {
    /// What GSTR-2B says.
    pub statement: Arc<Gstr2b>,
    /// What came of the comparison.
    pub tie: TieOut,
    /// That in one sentence.
    pub sentence: String,
    /// What is not in GSTR-2B by its reasons: how many records, and their line.
    pub missing: Vec<(u64, CreditLine)>,
}

impl StatementDesk {
    /// Whether files are being read.
    pub fn works(&self) -> bool {
        self.reading.is_some()
    }
}

/// What a GSTR-2B takes the place of: a part of the same one may have been opened before.
fn in_place_of(before: &KeptGstr2b, kept: &KeptGstr2b) -> String {
    let names: Vec<&str> = before.files.iter().map(|file| crate::values::last_part(&file.name)).collect();
    let same = (before.period, before.drawn_up) == (kept.period, kept.drawn_up);
    let parts = if same { " If these are parts of one GSTR-2B, open them together." } else { "" };
    format!(" It takes the place of {}.{parts}", names.join(", "))
}

impl Session {
    /// Keeps a GSTR-2B with the client, as one step; `copies`: copies of its files too.
    pub fn keep_gstr_2b(&mut self, found: FoundGstr2b, copies: bool) {
        let kept = KeptGstr2b::of(&found.statement);
        if copies {
            self.keep_register_files(found.originals);
        }
        let was_not_here = self.gstr_2b_not_here().is_some();
        (self.credit.statement.read, self.credit.statement.not_here) = (Some(found.statement), None);
        self.place = Place::Credit;
        if self.book.gstr_2b().is_some_and(|before| before.is_of(&kept.files)) {
            self.revision += 1;
            self.say(ResultLine::new(if was_not_here {
                format!("GSTR-2B of {} is here again.", kept.period)
            } else {
                "This GSTR-2B is beside these records already.".to_owned()
            }));
            return;
        }
        let line = ResultLine::new(self.book.gstr_2b().map_or_else(String::new, |before| in_place_of(before, &kept)));
        self.apply_and_say(Command::KeepGstr2b { kept: Some(kept) }, line);
        if let (Some(words), Some(line)) = (self.gstr_2b_of_another_month(), &mut self.result) {
            line.remark = Some(words);
        }
    }

    /// Takes it away again, as one step.
    pub fn remove_gstr_2b(&mut self) {
        if self.book.gstr_2b().is_some() {
            self.apply_and_say(Command::KeepGstr2b { kept: None }, ResultLine::default());
        }
    }

    /// That it is of another month than the one being closed, if so.
    pub fn gstr_2b_of_another_month(&self) -> Option<String> {
        let kept = self.book.gstr_2b()?;
        let closing = calendar::closing(&self.book, self.day);
        let of = calendar::period_in_words(&self.book, kept.period);
        let closes = calendar::period_in_words(&self.book, closing);
        (of != closes).then(|| {
            format!(
                "This GSTR-2B is of {of}, and {closes} is being closed: what was decided since is compared with it too."
            )
        })
    }

    /// What it says; none without one, and until its files are read.
    pub fn gstr_2b(&self) -> Option<&Arc<Gstr2b>> {
        let kept = self.book.gstr_2b()?;
        self.credit.statement.read.as_ref().filter(|read| kept.is_of(&read.files))
    }

    /// The book beside it, as it was compared last.
    pub fn compared_with_gstr_2b(&self) -> Option<&Arc<BesideGstr2b>> {
        let statement = self.gstr_2b()?;
        self.credit.statement.compared.as_ref().filter(|compared| Arc::ptr_eq(&compared.statement, statement))
    }

    /// Why its files cannot be had, if they cannot.
    pub fn gstr_2b_not_here(&self) -> Option<&str> {
        let kept = self.book.gstr_2b()?;
        self.credit.statement.not_here.as_ref().filter(|(of, _)| of == kept).map(|(_, why)| why.as_str())
    }

    /// Reads the files of the GSTR-2B that the book keeps from their copies, where they are not read.
    pub(in crate::session) fn work_on_gstr_2b(&mut self) {
        if let Some((of, job)) = &mut self.credit.statement.reading {
            let of = of.clone();
            let done = match job.poll() {
                State::Running => return,
                State::Done(done) => done,
                State::Died => Err("something in this program broke while reading it".to_owned()),
            };
            self.credit.statement.reading = None;
            match done {
                Ok(read) => {
                    self.credit.statement.read = Some(Arc::new(read));
                    self.credit.statement.of = 0;
                    self.refresh();
                }
                // By now the book may keep another one.
                Err(why) => self.credit.statement.not_here = Some((of, why)),
            }
        }
        let Some(kept) = self.book.gstr_2b().cloned() else { return };
        if self.gstr_2b().is_some() || self.gstr_2b_not_here().is_some() || self.copies_are_on_their_way() {
            return;
        }
        let Some((home, folder)) = self.keeping.place().map(|(home, folder)| (home.clone(), folder.to_owned())) else {
            self.credit.statement.not_here = Some((kept, "no copy of it was kept".to_owned()));
            return;
        };
        let of = kept.clone();
        let work = move |progress: &Progress| {
            let inputs = kept.files.iter().map(|file| {
                let wanted =
                    Wanted { name: last_part(&file.name).to_owned(), path: None, bytes: file.bytes, hash: file.hash };
                let bytes = copies::bytes(&*home.disk, &folder, &wanted)?;
                Ok(Input { name: file.name.clone(), path: None, bytes })
            });
            let inputs: Vec<Input> = inputs.collect::<Result<_, String>>()?;
            gstr_2b::read(inputs, progress).map_err(|why| why.to_string())
        };
        self.credit.statement.reading = Some((of, self.register.start("Reading GSTR-2B", work)));
    }

    /// Compares again if the page or records, whose details say it, are on the screen and something changed since.
    pub(in crate::session) fn renew_comparison(&mut self) {
        let shown = self.place == Place::Credit || self.scope().is_some();
        if !shown || self.credit.statement.of == self.revision {
            return;
        }
        let Some(statement) = self.gstr_2b().cloned() else { return };
        self.credit.statement.of = self.revision;
        let records: u64 = self.book.sheets().iter().map(|sheet| u64::from(sheet.rows())).sum();
        let both = records + statement.documents.len() as u64;
        self.look_within(AT_ONCE, both, Purpose::TieOut, move |book, _, progress| {
            let tie = tie_out(book, &statement, progress)?;
            let period = calendar::period_in_words(book, statement.period);
            let sentence = sentence(&statement, &period, &tie);
            let missing = statement_lines::missing(&tie, book);
            let compared = BesideGstr2b { statement: statement.clone(), tie, sentence, missing };
            Some(Box::new(move |open| open.credit.statement.compared = Some(Arc::new(compared))))
        });
    }

    /// Shows the records of which this became, all or for one reason, in the table of all sheets.
    pub fn show_tied(&mut self, result: TieResult, why: Option<&str>) {
        let Some(compared) = self.compared_with_gstr_2b().cloned() else { return };
        let tied = compared.tie.tied.iter().filter(|tied| tied.result == result);
        let tied = tied.filter(|tied| why.is_none_or(|why| tied.why == why));
        let rows: RoaringBitmap = tied.map(|tied| Scope::All.number(tied.section, tied.row)).collect();
        let reason = why.map_or_else(String::new, |why| format!(" · {why}"));
        self.show_only(Scope::All, format!("GSTR-2B · {}{reason}", result.words()), rows);
    }
}
