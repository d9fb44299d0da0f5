//! The answer to "ITC to be reduced?" of one or many records.

use egui::Ui;
use roaring::RoaringBitmap;

use crate::app::frame::confirm;
use crate::app::frame::parts::{self, declares, field, foot, head, quiet, refusal, remarks_editor};
use crate::app::frame::scene::Scene;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, Radios, space};
use crate::book::{Action, Answer, AnswerKind, Book, Field, HEADS, Heads, ItcBlock, Section};
use crate::edit::{self, Change};
use crate::rules::credit::{Credit, HeadSums, Held};
use crate::rules::itc;
use crate::rules::remarks::TEMPLATES;
use crate::session::Session;
use crate::session::credit_words;
use crate::session::deciding::decide::{Decide, OwnChange, credit_of};
use crate::values::{counted, grouped, money, plural, records, typed};

/// The answer in the making.
#[derive(Clone, Debug)]
pub struct ReduceItc {
    wanted: Decide,
    /// The rows of it that are answered; the others get what they get without an answer.
    rows: RoaringBitmap,
    /// How many of the others change with these.
    others: u64,
    /// None as long as nothing is chosen.
    kind: AnswerKind,
    /// Whether the books would answer No, of other amounts.
    differs: bool,
    heads: [String; 4],
    /// The document's own heads, for one record.
    own: Option<Heads>,
    remarks: String,
    had_remarks: String,
    /// How many of the records take an answer.
    asked: u64,
    /// How many of these are not accepted: they will be.
    accepts: u64,
    /// What "all of it" and "no" do to the credit.
    full_and_no: [HeadSums; 2],
    /// What is to have the keyboard next.
    focus: Option<Focus>,
    /// Why the last try was refused.
    pub refused: Option<String>,
}

/// A field that gets the keyboard by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Focus {
    /// The first amount that the document has.
    Amounts,
    /// The remarks.
    Remarks,
}

/// The place of CGST among the heads; SGST is behind it.
const CGST: usize = 1;

const KINDS: [(AnswerKind, &str); 3] =
    [(AnswerKind::Full, "Yes, full"), (AnswerKind::Part, "Yes, part"), (AnswerKind::No, "No")];

impl ReduceItc {
    /// Asks for the answer of all rows of a change.
    pub fn new(open: &Session, wanted: Decide) -> ReduceItc {
        let rows = wanted.rows.clone();
        ReduceItc::of(open, wanted, rows)
    }

    /// Asks for the answer of some rows of a change.
    pub fn of(open: &Session, wanted: Decide, rows: RoaringBitmap) -> ReduceItc {
        let mut dialog = ReduceItc::asking(open, wanted, rows);
        dialog.full_and_no = [Answer::FULL, Answer::NO]
            .map(|answer| credit_of(open, dialog.wanted.scope, &dialog.rows, &dialog.answering(answer)));
        dialog
    }

    fn asking(open: &Session, wanted: Decide, rows: RoaringBitmap) -> ReduceItc {
        let book: &Book = open.book();
        let only = wanted.scope.only_record(&rows);
        let one = only.map(|(section, row)| (book.sheet(section), row));
        let own = one.map(|(sheet, row)| book.answers().get(sheet.answers()[row as usize])).unwrap_or_default();
        let proposed = only.and_then(|(section, row)| open.proposed_answer(section, row));
        let proposed = proposed.filter(|_| own.kind == AnswerKind::None);
        // What a question leads here from is proposed, then what it has, or would get from the books.
        let asked = wanted.change.answer.or(wanted.change.answer_if_missing);
        let books = proposed.filter(|_| asked.is_none());
        let answer = asked.unwrap_or(books.as_ref().map_or(own, |books| books.answer));
        let differs = books.as_ref().is_some_and(|books| books.differs);
        let has_default = |number: u32| wanted.scope.record(number).0.itc_block() == ItcBlock::Required;
        let kind = match answer.kind {
            _ if differs => AnswerKind::None,
            AnswerKind::None if rows.iter().any(has_default) => AnswerKind::Full,
            kind => kind,
        };
        // An answer that declares nothing says so with zeros: empty fields are none.
        let nothing = answer.heads == [0; 4];
        let written = |paise: i64| {
            let some = answer.kind == AnswerKind::Part && (paise != 0 || nothing);
            if some { money::plain(paise.into()) } else { String::new() }
        };
        let had_remarks = one.map_or("", |(sheet, row)| book.text(sheet.remarks()[row as usize])).to_owned();
        let takes_remarks = one.is_some_and(|(sheet, row)| !sheet.records().remarks_blocked(row));
        let of_books = books.filter(|_| takes_remarks && had_remarks.is_empty() && !differs).map(|books| books.remark);
        // Of several sheets some take no answer.
        let takes = |number: &u32| {
            let (section, row) = wanted.scope.record(*number);
            book.sheet(section).records().itc_open(section, row)
        };
        let accepted = |number: &u32| {
            let (section, row) = wanted.scope.record(*number);
            book.sheet(section).actions()[row as usize] == Action::Accept
        };
        let asked: Vec<u32> = rows.iter().filter(takes).collect();
        ReduceItc {
            kind,
            differs,
            heads: answer.heads.map(written),
            own: one.map(|(sheet, row)| sheet.records().heads(row)),
            remarks: of_books.unwrap_or_else(|| had_remarks.clone()),
            had_remarks,
            accepts: asked.iter().filter(|row| !accepted(row)).count() as u64,
            asked: asked.len() as u64,
            full_and_no: [[0; 4]; 2],
            focus: (kind == AnswerKind::Part).then_some(Focus::Amounts),
            refused: None,
            others: edit::plan_sheets(
                book,
                &wanted.scope.by_sheet(&(&wanted.rows - &rows)),
                &wanted.change,
                open.day(),
            )
            .changes(),
            rows,
            wanted,
        }
    }

    /// The record, if it is one alone that is answered.
    fn only_record(&self) -> Option<(Section, u32)> {
        self.wanted.scope.only_record(&self.rows)
    }

    /// The whole change, with what is answered now.
    fn with(&self, change: Change) -> Decide {
        let mut wanted = self.wanted.clone();
        if self.rows == wanted.rows {
            return Decide { change, own: Vec::new(), ..wanted };
        }
        wanted.own.push(OwnChange { rows: self.rows.clone(), change });
        wanted
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        let count = self.rows.len();
        let of = self.only_record().zip(scene.open).map(|((section, row), open)| {
            let records = open.book().sheet(section).records();
            let trade = records.names.get(row);
            let from = if trade.is_empty() { records.suppliers.get(row) } else { trade };
            format!("{} of {from}", records.numbers.get(row))
        });
        head(ui, Field::Answer.title());
        quiet(
            ui,
            of.unwrap_or_else(|| {
                let n = records(self.asked.max(1));
                format!("One answer for {n}. The file does not say for how many you never took the credit.")
            }),
        );
        ui.add_space(space::STEP);
        let before = (self.kind, self.heads.clone());
        let mut group = Radios::new(ui.ctx(), "answer").with_keyboard();
        for (kind, text) in KINDS {
            let able = kind != AnswerKind::Part || self.own.is_some();
            let hint = "Amounts are declared one record at a time.";
            let chosen = ui.add_enabled_ui(able, |ui| parts::choice(ui, &mut group, self.kind == kind, text));
            chosen.response.disabled_hint(hint);
            if chosen.inner {
                self.kind = kind;
                // Arrows go on in the group.
                self.focus = (kind == AnswerKind::Part && !group.by_arrow()).then_some(Focus::Amounts);
            }
        }
        match self.kind {
            AnswerKind::None if self.differs => {
                quiet(ui, "The books would answer No, but their amounts differ: look first, then choose.")
            }
            AnswerKind::None => quiet(ui, "The portal has no default here: choose."),
            kind => declares(ui, kind == AnswerKind::No),
        }
        if let (AnswerKind::Part, Some(own)) = (self.kind, self.own) {
            self.part(ui, own);
        }
        if before != (self.kind, self.heads.clone()) {
            // It was said of another answer.
            self.refused = None;
        }
        if matches!(self.kind, AnswerKind::Part | AnswerKind::No) {
            ui.add_space(space::STEP);
            let label = "Remarks (the portal may ask for a reason)";
            let recent = &scene.store.get().remarks;
            let editor = remarks_editor(ui, label, &mut self.remarks, &TEMPLATES, recent);
            if self.focus == Some(Focus::Remarks) {
                editor.request_focus();
                self.focus = None;
            }
        }
        if self.accepts > 0 {
            ui.add_space(space::STEP);
            quiet(
                ui,
                match (count, self.accepts) {
                    (1, _) => {
                        "The record is not accepted: it will be accepted as well, as only Accept carries an answer."
                            .to_owned()
                    }
                    (_, n) => format!(
                        "{} of them {} not accepted: {} will be accepted as well, as only Accept carries an answer.",
                        grouped(n),
                        plural(n, "is", "are"),
                        plural(n, "it", "they")
                    ),
                },
            );
        }
        if self.others > 0 {
            ui.add_space(space::STEP);
            let more = counted(self.others, "other record changes", "other records change");
            quiet(ui, format!("{more} in the same step, as you chose before."));
        }
        if let Some(change) = scene.open.and_then(|open| self.credit(open)) {
            ui.add_space(space::STEP);
            theme::label(ui, theme::semibold(credit_words::sentence(change)));
        }
        let wrong = scene.open.and_then(|open| self.wrong(open));
        refusal(ui, &wrong);
        if wrong.is_none() {
            refusal(ui, &self.refused);
        }
        let mut stays = true;
        foot(ui, |ui| {
            if confirm::main_if(ui, wrong.is_none() && self.kind != AnswerKind::None, "Save answer")
                && let Ok(change) = self.change()
            {
                self.refused = None;
                // Anyone who comes back comes for these.
                let silent = self.kind != AnswerKind::Full && self.remarks.trim().is_empty();
                self.focus = Some(if silent { Focus::Remarks } else { Focus::Amounts });
                out.push(Request::Decide(Box::new(self.with(change))));
                stays = false;
            }
            stays &= !confirm::cancel(ui, "Cancel");
        });
        stays
    }

    /// The amounts, head by head; a head that the document has not cannot be declared.
    fn part(&mut self, ui: &mut Ui, own: Heads) {
        ui.add_space(space::STEP);
        let first = own.iter().position(|&amount| amount != 0);
        ui.horizontal(|ui| {
            for (i, head) in HEADS.into_iter().enumerate() {
                let label = format!("{head} of {}", money::indian(own[i].into()));
                let able = own[i] != 0 || !self.heads[i].is_empty();
                let (before, follows) = (self.heads[i].clone(), i == CGST && own[CGST] == own[CGST + 1]);
                let response = ui.add_enabled_ui(able, |ui| field(ui, &label, &mut self.heads[i], 112.0)).inner;
                // The portal wants both alike: SGST follows what is typed, until something else is typed there (rule I4).
                if follows && response.changed() && self.heads[CGST + 1] == before {
                    self.heads[CGST + 1] = self.heads[CGST].clone();
                }
                if self.focus == Some(Focus::Amounts) && first == Some(i) {
                    response.request_focus();
                    self.focus = None;
                }
            }
        });
    }

    /// What is wrong with what is typed so far; a rule that would refuse it says why.
    fn wrong(&self, open: &Session) -> Option<String> {
        if self.kind != AnswerKind::Part {
            return None;
        }
        let change = match self.change() {
            Ok(change) => change,
            Err(why) => return Some(why),
        };
        let sheets = self.wanted.scope.by_sheet(&self.rows);
        let plans = edit::plan_sheets(open.book(), &sheets, &change, open.day());
        let (section, refused) = plans.first_refused()?;
        Some(edit::plan::explain(open.book(), section, refused.row, &change, refused.rule, open.day()).message)
    }

    /// The change that was typed, or what is wrong with it.
    fn change(&self) -> Result<Change, String> {
        let answer = match self.kind {
            AnswerKind::Part => Answer::part(self.declared()?),
            AnswerKind::No => Answer::NO,
            AnswerKind::Full | AnswerKind::None => Answer::FULL,
        };
        let mut change = self.answering(answer);
        if self.kind != AnswerKind::Full && self.remarks != self.had_remarks {
            change.remarks = Change::remarks(&self.remarks).remarks;
        }
        Ok(change)
    }

    /// The change that gives an answer: only Accept carries one.
    fn answering(&self, answer: Answer) -> Change {
        Change { action: (self.accepts > 0).then_some(Action::Accept), ..Change::answer(answer) }
    }

    /// What the answer as it is now does to the credit; none while an amount cannot be read.
    fn credit(&self, open: &Session) -> Option<HeadSums> {
        let [full, no] = self.full_and_no;
        match self.kind {
            AnswerKind::None => None,
            AnswerKind::Full => Some(full),
            AnswerKind::No => Some(no),
            AnswerKind::Part => {
                // Amounts are declared one record at a time.
                let ((section, row), heads) = (self.only_record()?, self.declared().ok()?);
                // What cannot be saved does nothing to the credit.
                let answer = self.wrong(open).is_none().then(|| Answer::part(heads))?;
                let book: &Book = open.book();
                let part = |section, row| Held::new(book, section, row, Action::Accept, answer);
                let rows = [(section, [row].into_iter().collect())];
                Some(Credit::new(book, open.day()).if_decided(&rows, part).change)
            }
        }
    }

    fn declared(&self) -> Result<Heads, String> {
        if self.heads.iter().all(|text| typed::plain_amount(text).is_empty()) {
            return Err(itc::NO_AMOUNT.to_owned());
        }
        let mut heads = [0; 4];
        for (i, text) in self.heads.iter().enumerate() {
            if typed::plain_amount(text).is_empty() {
                continue;
            }
            let amount = typed::amount(text).ok_or_else(|| format!("{}: \"{text}\" is no amount.", HEADS[i]))?;
            if !amount.exact {
                return Err(format!("{}: {}", HEADS[i], itc::TOO_FINE));
            }
            heads[i] = amount.paise;
        }
        Ok(heads)
    }
}
