//! A newer download is merged into a book: what becomes of each record and of what was decided on it.

mod chosen;
mod copies;
mod errors;
mod since;

use crate::common;

use std::sync::Arc;

use common::{Record, SUPPLIER, book, invoice, note};
use ims_desk::book::Section::{B2b, B2ba, B2bcn};
use ims_desk::book::{Action, Answer, Book, Section};
use ims_desk::edit::merge::{
    Fate, Kind, TAKEN_UP, Took, became, compare, in_words, plan_take_up, refusal, set_aside, took,
};
use ims_desk::edit::{Change, Command, Log};
use ims_desk::rules::{Findings, RuleId};
use ims_desk::view::{self, Counts, Filter, Totals};
use roaring::RoaringBitmap;

/// A book with what was done to it.
struct Work {
    book: Book,
    log: Log,
}

impl Work {
    fn on(sections: &[(&str, &[Record])]) -> Work {
        Work { book: book(sections), log: Log::default() }
    }

    fn invoices(records: &[Record]) -> Work {
        Work::on(&[("b2b", records)])
    }

    fn do_it(&mut self, command: Command) {
        self.log.apply(&mut self.book, command);
    }

    /// The row in force of a number.
    fn row(&self, section: Section, number: &str) -> u32 {
        let sheet = self.book.sheet(section);
        let found = |row: &u32| sheet.in_force(*row) && sheet.records().numbers.get(*row) == number;
        let rows: Vec<u32> = (0..sheet.rows()).filter(found).collect();
        assert_eq!(rows.len(), 1, "{number} stands in force {} times", rows.len());
        rows[0]
    }

    fn decide(&mut self, section: Section, number: &str, change: Change) {
        let row = self.row(section, number);
        self.do_it(Command::table("Table", [(section, row, change)]));
    }

    /// The whole delta is uploaded.
    fn upload(&mut self) {
        let delta = |s| self.book.delta(s).map(move |row| (s, row)).collect::<Vec<_>>();
        let rows: Vec<_> = Section::ALL.into_iter().flat_map(delta).collect();
        let said = rows.into_iter().map(|(s, row)| (s, row, self.book.said(s, row))).collect();
        self.do_it(Command::Uploaded { name: "up.json".into(), said });
    }

    fn kind(&self, later: &Book, section: Section) -> Vec<Kind> {
        compare(&self.book, later).sheet(section).fates.iter().map(|fate| fate.kind).collect()
    }

    fn merge(&mut self, later: Book) {
        self.do_it(Command::merge(Arc::new(later), Vec::new()));
    }

    fn merge_invoices(&mut self, records: &[Record]) {
        self.merge(book(&[("b2b", records)]));
    }

    fn action(&self, number: &str) -> Action {
        let sheet = self.book.sheet(B2b);
        sheet.decision(self.row(B2b, number)).action
    }

    fn in_delta(&self, number: &str) -> bool {
        self.book.in_delta(B2b, self.row(B2b, number))
    }
}

fn rows(rows: &[u32]) -> RoaringBitmap {
    rows.iter().copied().collect()
}

fn accept() -> Change {
    Change::action(Action::Accept)
}

fn reject() -> Change {
    Change { action: Some(Action::Reject), ..Change::remarks("Not ours") }
}

#[test]
fn a_record_that_is_as_it_was_keeps_its_row_and_its_decision() {
    let mut work = Work::invoices(&[invoice("1"), invoice("2")]);
    work.decide(B2b, "1", reject());
    let later = book(&[("b2b", &[invoice("2"), invoice("1")])]);
    let comparison = compare(&work.book, &later);
    assert_eq!(comparison.sheet(B2b).fates, [Fate { kind: Kind::Unchanged, old: Some(0), new: Some(1) }]);
    assert_eq!((comparison.count(Kind::Unchanged), comparison.sheet(B2b).others), (2, 1));
    work.merge(later);
    assert_eq!(work.book.sheet(B2b).rows(), 2, "no row is added for what is the same to the letter");
    assert_eq!((work.action("1"), work.in_delta("1"), work.in_delta("2")), (Action::Reject, true, false));
}

#[test]
fn filing_status_flags_and_names_are_renewed_under_a_decision_that_stays() {
    let mut work = Work::invoices(&[invoice("1").with("srcfilstatus", "Not Filed"), invoice("2")]);
    work.decide(B2b, "1", accept());
    let filed = [invoice("1"), invoice("2").with("ispendactblocked", "Y").with("tradenm", "Asha Traders")];
    let later = book(&[("b2b", &filed)]);
    assert_eq!(work.kind(&later, B2b), [Kind::Updated, Kind::Updated]);
    work.merge(later);
    assert_eq!(work.action("1"), Action::Accept);
    let (one, two) = (work.row(B2b, "1"), work.row(B2b, "2"));
    assert_eq!(work.book.sheet(B2b).older(one), Some(0));
    assert_eq!(work.book.sheet(B2b).newer(0), Some(one));
    assert!(work.book.portal_text(B2b, one).contains("\"Filed\""));
    assert!(work.book.sheet(B2b).records().pending_blocked(two));
    assert_eq!(work.book.delta(B2b).collect::<Vec<_>>(), [one]);
}

#[test]
fn flags_that_the_newer_download_does_not_tell_are_those_of_the_version_before() {
    let mut work = Work::invoices(&[invoice("1").with("ispendactblocked", "Y")]);
    let bare = invoice("1").without("ispendactblocked").without("isRemarksBlocked");
    work.merge_invoices(&[bare]);
    let row = work.row(B2b, "1");
    assert_eq!(row, 1);
    assert!(work.book.sheet(B2b).records().pending_blocked(row));
}

#[test]
fn what_the_upload_said_and_the_portal_now_holds_is_confirmed_and_not_changed_any_more() {
    let mut work = Work::on(&[("b2b", &[invoice("1"), invoice("2")]), ("b2bcn", &[note("3")])]);
    work.decide(B2b, "1", reject());
    // Decided, and uploaded with another program.
    work.decide(B2b, "2", accept());
    work.decide(B2bcn, "3", Change { answer: Some(Answer::FULL.by_default()), ..accept() });
    work.upload();
    let full = note("3").with("action", "A").with("itcRedReq", "Y").with("declCgst", 900).with("declSgst", 900);
    let later = book(&[
        ("b2b", &[invoice("1").with("action", "R").with("remarks", "Not ours"), invoice("2").with("action", "A")]),
        ("b2bcn", &[full.with("declIgst", 0).with("declCess", 0)]),
    ]);
    assert_eq!(work.kind(&later, B2b), [Kind::Confirmed, Kind::Confirmed]);
    assert_eq!(work.kind(&later, B2bcn), [Kind::Confirmed], "the whole tax in amounts is yes, all of it");
    work.merge(later);
    assert_eq!((work.action("1"), work.in_delta("1"), work.in_delta("2")), (Action::Reject, false, false));
    assert_eq!(work.book.delta(B2bcn).count(), 0);
    assert_eq!(took(&work.book, B2b, work.row(B2b, "1")), Some(Took::Confirmed));
    // Put back to what was imported at first it is a change again.
    work.decide(B2b, "1", Change::action(Action::NoAction));
    assert!(work.in_delta("1"));
}

#[test]
fn a_decision_that_the_portal_holds_already_is_confirmed_without_an_upload() {
    let mut work = Work::invoices(&[invoice("1")]);
    work.decide(B2b, "1", accept());
    let later = book(&[("b2b", &[invoice("1").with("action", "A")])]);
    assert_eq!(work.kind(&later, B2b), [Kind::Confirmed]);
    work.merge(later);
    assert_eq!((work.action("1"), work.in_delta("1")), (Action::Accept, false));
    assert_eq!(took(&work.book, B2b, work.row(B2b, "1")), None, "nobody uploaded it");
}

#[test]
fn an_upload_that_did_not_take_is_to_be_uploaded_again() {
    let mut work = Work::invoices(&[invoice("1"), invoice("2")]);
    work.decide(B2b, "1", accept());
    work.upload();
    assert!(!work.in_delta("1"));
    let later = book(&[("b2b", &[invoice("1"), invoice("2")])]);
    assert_eq!(work.kind(&later, B2b), [Kind::NotTaken]);
    work.merge(later);
    assert_eq!((work.action("1"), work.in_delta("1")), (Action::Accept, true));
    assert_eq!(took(&work.book, B2b, work.row(B2b, "1")), Some(Took::NotThere));
    work.log.undo(&mut work.book);
    assert!(!work.in_delta("1"), "as far as anybody knew the portal held it");
}

#[test]
fn new_records_come_as_the_portal_holds_them() {
    let mut work = Work::invoices(&[invoice("1")]);
    let later = book(&[("b2b", &[invoice("2").with("action", "P").with("remarks", "Await"), invoice("1")])]);
    assert_eq!(work.kind(&later, B2b), [Kind::New]);
    work.merge(later);
    let row = work.row(B2b, "2");
    let decision = work.book.sheet(B2b).decision(row);
    assert_eq!((decision.action, work.book.text(decision.remarks)), (Action::Pending, "Await"));
    assert_eq!(decision, work.book.sheet(B2b).baseline(row));
    assert_eq!(became(&work.book, B2b, row), Some(Kind::New));
    assert_eq!(became(&work.book, B2b, 0), None);
}

#[test]
fn a_record_that_is_gone_is_kept_with_its_decision_and_comes_back_with_it() {
    let mut work = Work::invoices(&[invoice("1"), invoice("2")]);
    work.decide(B2b, "1", Change { note: Some("ask Meera".into()), ..reject() });
    let later = book(&[("b2b", &[invoice("2")])]);
    assert_eq!(work.kind(&later, B2b), [Kind::Gone]);
    work.merge(later);
    let sheet = work.book.sheet(B2b);
    assert!(!sheet.in_force(0));
    assert_eq!(sheet.gone().iter().collect::<Vec<_>>(), [0]);
    assert_eq!((sheet.decision(0).action, work.book.text(sheet.decision(0).note)), (Action::Reject, "ask Meera"));
    assert_eq!(work.book.delta(B2b).count(), 0, "what is gone is not uploaded");
    assert_eq!(became(&work.book, B2b, 0), Some(Kind::Gone));

    // To the letter as it was: the row itself comes back. With another flag: a new version of it.
    for (again, row) in [(invoice("1"), 0), (invoice("1").with("isRemarksBlocked", "Y"), 2)] {
        let later = book(&[("b2b", &[invoice("2"), again])]);
        let fates = compare(&work.book, &later).sheet(B2b).fates.clone();
        assert_eq!(fates, [Fate { kind: Kind::Back, old: Some(0), new: Some(1) }]);
        work.merge(later);
        assert_eq!(work.row(B2b, "1"), row);
        assert!(work.book.sheet(B2b).gone().is_empty());
        assert_eq!((work.action("1"), work.in_delta("1")), (Action::Reject, true));
        work.log.undo(&mut work.book);
        assert_eq!(work.book.sheet(B2b).gone().iter().collect::<Vec<_>>(), [0]);
    }
}

#[test]
fn a_decision_on_a_document_that_the_supplier_changed_is_set_aside() {
    let mut work = Work::invoices(&[invoice("1"), invoice("2")]);
    work.decide(B2b, "1", Change { note: Some("ask Meera".into()), ..reject() });
    let later = book(&[("b2b", &[invoice("1").heads([200, 0, 0, 0]), invoice("2").with("pos", "29")])]);
    assert_eq!(work.kind(&later, B2b), [Kind::Changed, Kind::Changed]);
    work.merge(later);
    let row = work.row(B2b, "1");
    assert_eq!((work.action("1"), work.in_delta("1")), (Action::NoAction, false));
    assert_eq!(work.book.text(work.book.sheet(B2b).decision(row).note), "ask Meera", "a note is the user's own");
    let (older, decision) = set_aside(&work.book, B2b, row).expect("the decision is there to be looked at");
    assert_eq!((older, decision.action), (0, Action::Reject));
    assert_eq!(set_aside(&work.book, B2b, work.row(B2b, "2")), None, "nothing was decided on it");

    // Taken up again it is a decision like any other.
    let plan = |work: &Work| plan_take_up(&work.book, &[(B2b, rows(&[row]))], common::day("01-03-2026"));
    let taken_up = plan(&work).allowed;
    work.do_it(Command::Table { what: TAKEN_UP.into(), rows: taken_up });
    assert_eq!((work.action("1"), work.in_delta("1")), (Action::Reject, true));
    assert_eq!(work.book.text(work.book.sheet(B2b).decision(row).remarks), "Not ours");
    assert!(plan(&work).allowed.is_empty());
}

#[test]
fn many_rejections_taken_up_at_once_are_asked_about_as_any_others() {
    for (count, asked) in [(20, 0), (21, 21)] {
        let number = |n: u64| n.to_string();
        let mut work = Work::invoices(&(0..count).map(|n| invoice(&number(n))).collect::<Vec<_>>());
        (0..count).for_each(|n| work.decide(B2b, &number(n), reject()));
        work.merge_invoices(&(0..count).map(|n| invoice(&number(n)).heads([200, 0, 0, 0])).collect::<Vec<_>>());
        let set_aside = rows(&(0..count).map(|n| work.row(B2b, &number(n))).collect::<Vec<_>>());
        let before = work.book.texts().len();
        let plan = plan_take_up(&work.book, &[(B2b, set_aside)], common::day("01-03-2026"));
        assert_eq!((plan.allowed.len() as u64, plan.refused.len()), (count, 0));
        assert_eq!(plan.asks.get(&RuleId::A2).map_or(0, Vec::len), asked, "rule A2 asks about more than 20");
        assert_eq!(work.book.texts().len(), before, "asking writes nothing");
        work.do_it(Command::Table { what: TAKEN_UP.into(), rows: plan.allowed });
        assert_eq!((work.action("0"), work.in_delta("0")), (Action::Reject, true));
    }
}

#[test]
fn a_decision_that_is_set_aside_stays_so_through_later_downloads() {
    let mut work = Work::invoices(&[invoice("1")]);
    work.decide(B2b, "1", reject());
    work.merge_invoices(&[invoice("1").heads([200, 0, 0, 0])]);
    work.merge_invoices(&[invoice("1").heads([200, 0, 0, 0]).with("tradenm", "Asha Traders")]);
    let row = work.row(B2b, "1");
    assert_eq!(work.action("1"), Action::NoAction);
    assert_eq!(set_aside(&work.book, B2b, row).unwrap().0, 0);
    // Once someone decides, that is what counts.
    work.decide(B2b, "1", accept());
    work.merge_invoices(&[invoice("1").heads([200, 0, 0, 0]).with("tradenm", "Asha & Sons")]);
    assert_eq!(work.action("1"), Action::Accept);
    assert_eq!(set_aside(&work.book, B2b, work.row(B2b, "1")), None);
}

#[test]
fn acted_on_elsewhere_and_undecided_here_the_portal_counts() {
    let mut work = Work::invoices(&[invoice("1")]);
    let later = book(&[("b2b", &[invoice("1").with("action", "A")])]);
    assert_eq!(work.kind(&later, B2b), [Kind::Elsewhere]);
    work.merge(later);
    assert_eq!((work.action("1"), work.in_delta("1")), (Action::Accept, false));
    assert_eq!(set_aside(&work.book, B2b, work.row(B2b, "1")), None);
}

#[test]
fn acted_on_elsewhere_and_decided_otherwise_here_the_portal_is_until_somebody_picks() {
    let old = [invoice("1"), invoice("2"), invoice("3")];
    let now = ["1", "2", "3"].map(|number| invoice(number).with("action", "A"));
    let mut work = Work::invoices(&old);
    ["1", "2", "3"].iter().for_each(|number| work.decide(B2b, number, reject()));
    // One of them was uploaded: the portal holds something else all the same.
    work.do_it(Command::Uploaded { name: "up.json".into(), said: vec![(B2b, 2, work.book.said(B2b, 2))] });
    let later = book(&[("b2b", &now)]);
    assert_eq!(work.kind(&later, B2b), [Kind::Conflict; 3]);
    work.do_it(Command::merge(Arc::new(later), vec![(B2b, rows(&[1]))]));
    assert_eq!((work.action("1"), work.in_delta("1")), (Action::Accept, false));
    assert_eq!((work.action("2"), work.in_delta("2")), (Action::Reject, true), "picked");
    assert_eq!(work.action("3"), Action::Accept);
    assert_eq!(took(&work.book, B2b, work.row(B2b, "3")), Some(Took::Different));
    assert_eq!(set_aside(&work.book, B2b, work.row(B2b, "1")).map(|(row, _)| row), Some(0));
    assert_eq!(set_aside(&work.book, B2b, work.row(B2b, "2")), None);
}

#[test]
fn remarks_and_answers_that_are_other_on_the_portal_are_conflicts_too() {
    let mut work = Work::on(&[("b2b", &[invoice("1")]), ("b2bcn", &[note("2")])]);
    work.decide(B2b, "1", reject());
    work.decide(B2bcn, "2", Change { answer: Some(Answer::FULL), ..accept() });
    let later = book(&[
        ("b2b", &[invoice("1").with("action", "R").with("remarks", "Wrong GSTIN")]),
        ("b2bcn", &[note("2").with("action", "A").with("itcRedReq", "N").with("remarks", "ITC not availed")]),
    ]);
    assert_eq!(work.kind(&later, B2b), [Kind::Conflict]);
    assert_eq!(work.kind(&later, B2bcn), [Kind::Conflict]);
}

#[test]
fn putting_everything_back_as_imported_leaves_what_is_set_aside_or_gone() {
    let mut work = Work::invoices(&[invoice("1"), invoice("2"), invoice("3")]);
    ["1", "2", "3"].iter().for_each(|number| work.decide(B2b, number, reject()));
    work.merge_invoices(&[invoice("1").heads([200, 0, 0, 0]), invoice("3")]);
    let all = (0..work.book.sheet(B2b).rows()).collect();
    work.do_it(Command::Restore { rows: vec![(B2b, all)] });
    let sheet = work.book.sheet(B2b);
    let actions: Vec<Action> = (0..3).map(|row| sheet.decision(row).action).collect();
    assert_eq!(actions, [Action::Reject, Action::Reject, Action::NoAction]);
    assert!(set_aside(&work.book, B2b, work.row(B2b, "1")).is_some());
}

#[test]
fn amendments_and_originals_find_each_other_among_what_counts() {
    let amended = invoice("1/a").amends("1", "10-02-2026").heads([200, 0, 0, 0]);
    let mut work = Work::on(&[("b2b", &[invoice("1")]), ("b2ba", std::slice::from_ref(&amended))]);
    assert_eq!(work.book.sheet(B2ba).original(0), Some(0));
    work.merge(book(&[("b2b", &[invoice("1").with("action", "A")]), ("b2ba", std::slice::from_ref(&amended))]));
    let (now, sheet) = (work.row(B2b, "1"), work.book.sheet(B2b));
    assert_eq!(work.book.sheet(B2ba).original(0), Some(now));
    assert_eq!(sheet.amendments(now).collect::<Vec<_>>(), [0]);
    assert_eq!(sheet.amendments(0).count(), 0);
    work.log.undo(&mut work.book);
    assert_eq!(work.book.sheet(B2ba).original(0), Some(0));
    // The original is gone, the amendment is without it.
    work.merge(book(&[("b2ba", &[amended])]));
    assert_eq!(work.book.sheet(B2ba).original(0), None);
}

#[test]
fn views_counts_sums_and_findings_know_only_what_counts() {
    let mut work = Work::invoices(&[invoice("1"), invoice("2"), invoice("3").with("action", "A")]);
    let day = common::day("01-03-2026");
    let mut findings = Findings::of(&work.book, day);
    let step = Command::merge(
        Arc::new(book(&[(
            "b2b",
            &[invoice("1").heads([200, 0, 0, 0]), invoice("3").with("action", "P"), invoice("4*")],
        )])),
        Vec::new(),
    );
    let touched: Vec<_> = {
        let step = work.log.apply(&mut work.book, step);
        step.effect.sheets.iter().map(|sheet| (sheet.section, sheet.rows.clone())).collect()
    };
    findings.renew(&work.book, &touched);
    let fresh = Findings::of(&work.book, day);
    let all = view::rows(&work.book, &fresh, B2b, &Filter::default(), &[]);
    assert_eq!(all.len(), 3);
    for row in 0..work.book.sheet(B2b).rows() {
        assert_eq!(findings.worst(B2b, row), fresh.worst(B2b, row), "row {row}");
    }
    assert!(fresh.has(B2b, work.row(B2b, "4*"), RuleId::F3));
    let counts = Counts::of(work.book.sheet(B2b));
    assert_eq!((counts.all(), counts.with(Action::Pending), counts.with(Action::Accept)), (3, 1, 0));
    let totals = Totals::of(&work.book, B2b, all.into_iter());
    assert_eq!(totals.amounts[2], 20_000 + 18_000 + 18_000);
}

#[test]
fn sheets_that_this_program_does_not_know_are_those_of_the_newer_download() {
    let text = |bills: &str| {
        let invoice = serde_json::Value::Object(invoice("1").0);
        format!(r#"{{"imsDetails":{{"rtin":"{}","b2b":[{invoice}],"impg":[{bills}]}}}}"#, common::RECIPIENT)
    };
    let mut work = Work { book: common::read(&text(r#"{"boe":1}"#)), log: Log::default() };
    work.merge(common::read(&text(r#"{"boe":1},{"boe":2}"#)));
    let bills = |book: &Book| -> Vec<String> {
        book.others()[0].spans.iter().map(|span| book.sources().text(*span).to_owned()).collect()
    };
    assert_eq!(bills(&work.book), [r#"{"boe":1}"#, r#"{"boe":2}"#]);
    work.log.undo(&mut work.book);
    assert_eq!(bills(&work.book), [r#"{"boe":1}"#]);
    assert_eq!(work.book.files().count(), 1);
}

#[test]
fn another_recipients_download_and_an_error_file_are_no_newer_download() {
    let work = Work::invoices(&[invoice("1")]);
    let other =
        common::read(&common::download(&[("b2b", &[invoice("1")])]).replace(common::RECIPIENT, "24AAAAA0000A1Z8"));
    assert!(refusal(&work.book, &other).unwrap().contains("24AAAAA0000A1Z8"));
    let errors = common::read(&format!(
        r#"{{"imsDetailsErr":{{"b2b":[{{"stin":"{SUPPLIER}","inum":"1","error_msg":"No"}}]}}}}"#
    ));
    assert!(refusal(&work.book, &errors).unwrap().contains("error file"));
    assert_eq!(refusal(&work.book, &book(&[("b2b", &[invoice("2")])])), None);
}

#[test]
fn a_decision_that_changed_since_the_upload_is_no_confirmed_one_and_stays() {
    let mut work = Work::invoices(&[invoice("1"), invoice("2"), invoice("3")]);
    for number in ["1", "2"] {
        work.decide(B2b, number, Change::action(Action::Pending));
    }
    work.upload();
    work.decide(B2b, "1", Change::action(Action::NoAction));
    let pending = |number: &str| invoice(number).with("action", "P");
    let later = book(&[("b2b", &[pending("1"), pending("2"), invoice("3")])]);
    assert_eq!(work.kind(&later, B2b), [Kind::DecidedSince, Kind::Confirmed]);
    work.do_it(Command::merge(Arc::new(later), Vec::new()));
    let (first, second) = (work.row(B2b, "1"), work.row(B2b, "2"));
    let words = |work: &Work, row| in_words(&work.book, B2b, row, became(&work.book, B2b, row).unwrap());
    assert_eq!(words(&work, first), ("Decided differently since the upload", "the portal holds what you uploaded"));
    assert_eq!(words(&work, second).0, "Confirmed by the portal");
    assert_eq!(work.book.sheet(B2b).actions()[first as usize], Action::NoAction, "the decision stays");
    assert!(work.book.in_delta(B2b, first) && !work.book.in_delta(B2b, second));
    assert_eq!(took(&work.book, B2b, first), Some(Took::Confirmed), "the upload took");
    // What is said follows the decision, whichever way it goes.
    work.decide(B2b, "1", Change::action(Action::Pending));
    work.decide(B2b, "2", Change::action(Action::Accept));
    assert_eq!(words(&work, first).0, "Confirmed by the portal");
    assert_eq!(words(&work, second), ("Decided differently since the upload", "the portal holds what you uploaded"));
}

#[test]
fn a_step_counts_the_records_that_a_newer_download_changed_and_not_all_that_it_has() {
    let records: Vec<Record> = (0..50).map(|n| invoice(&n.to_string())).collect();
    let mut work = Work::invoices(&records);
    // Every text differs, as a portal may write keys that we do not know; two records differ.
    let mut newer: Vec<Record> = records.iter().map(|record| record.clone().with("later", "x")).collect();
    newer[7] = newer[7].clone().with("action", "A");
    newer.pop();
    let later = Arc::new(book(&[("b2b", &newer)]));
    work.do_it(Command::merge(later, Vec::new()));
    let step = &work.log.steps()[0];
    assert_eq!(step.words(), "Newer download download.json: 2 records changed");
    assert_eq!(step.command.words_for_one(step.effect.records()), "Newer download download.json");
    let later = Arc::new(book(&[("b2b", &newer)]).clone());
    work.do_it(Command::merge(later, Vec::new()));
    assert!(work.log.steps()[1].words().ends_with("nothing changed"), "{}", work.log.steps()[1].words());
}
