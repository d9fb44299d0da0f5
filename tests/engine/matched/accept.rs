//! What one button accepts, what it leaves and why; and answers of credit notes that follow from the books.

use ims_desk::book::{Action, Answer, AnswerKind, Class, Scope, Section};
use ims_desk::edit::Change;
use ims_desk::matching::suggest::offer::Left;
use ims_desk::session::deciding::decide::{Decide, Decided, Question, credit_of, decide};
use ims_desk::session::deciding::unanswered::Unanswered;
use ims_desk::session::result_line::CreditMove;
use ims_desk::session::suppliers::{NotesAnswer, SupplierAsk};
use ims_desk::session::{Place, Session};
use ims_desk::view::selection::Select;
use ims_desk::view::{ColumnFilter, Filter};
use std::collections::BTreeMap;

use super::{act, action, open, said, shown};

const B2B: Section = Section::B2b;
const CN: Section = Section::B2bcn;

fn mixed() -> Session {
    open(
        &[
            "29T A/1 08-06-2026 10000/1800",
            "29T A/2 08-06-2026 2000/360",
            "29T A/3 08-06-2026 3000/540 unfiled",
            "29T A/4 08-06-2026 4000/720 action=A",
            "29T A/5 08-06-2026 5000/900",
            "29T A/6 08-06-2026 6000/1080",
            "29T A/7 08-06-2026 7000.40/1260.10",
            "b2bcn 27T CN/4 20-06-2026 2000/180+180",
        ],
        &[
            "29T A/1 08-06-2026 10000/1800",
            "29T A/2 08-06-2026 2000/360",
            "29T A/3 08-06-2026 3000/540",
            "29T A/4 08-06-2026 4000/720",
            "29T A/5 08-06-2026 5000/900",
            "29T A/6 08-06-2026 6000/1080",
            "29T A/7 08-06-2026 7000/1260",
            "27T CN/4 20-06-2026 2000/180+180 type=credit",
        ],
    )
}

fn actions(open: &Session) -> Vec<Action> {
    open.book().sheet(B2B).actions().to_vec()
}

#[test]
fn all_that_agree_are_accepted_in_one_step_and_the_rest_is_left_with_its_reason() {
    use Action::{Accept, NoAction, Pending};
    let mut open = mixed();
    act(&mut open, B2B, 1, Pending);
    // Decided by hand, though it has no action again.
    act(&mut open, B2B, 4, Accept);
    act(&mut open, B2B, 4, NoAction);
    let hidden = ColumnFilter::Contains("A/6".into());
    let filter = Filter { columns: BTreeMap::from([(ims_desk::book::Field::Number, hidden)]), ..Filter::default() };
    let steps = open.log().steps().len();
    open.set_filter(B2B, filter);
    let rows = open.view(B2B).rows.to_vec();
    assert_eq!(rows, [5], "all but A/6 are hidden");
    open.take_suggested(Class::Exact);
    assert_eq!(action(&open, B2B, 5), Accept);
    assert_eq!(said(&open), "Accepted 2 that agree with the books. Left: 5 hidden.");
    open.undo();
    open.set_filter(B2B, Filter::default());
    let before = actions(&open);

    open.take_suggested(Class::Exact);
    assert_eq!(actions(&open), [Accept, Pending, NoAction, Accept, NoAction, Accept, NoAction]);
    assert_eq!(said(&open), "Accepted 3 that agree with the books. Left: 1 not filed, 3 decided already.");
    assert_eq!(open.log().in_force(), steps + 1, "one step");
    assert_eq!(open.log().steps()[steps].words(), "Accepted 3 that agree with the books");
    let answer = open.book().answers().get(open.book().sheet(CN).answers()[0]);
    assert_eq!(answer, Answer::FULL.from_books());
    assert_eq!(shown(&open, CN, 0, ims_desk::book::Field::Answer), "Yes, full (from the books)");
    open.undo();
    assert_eq!(actions(&open), before);
    open.take_suggested(Class::Tolerance);
    assert_eq!(action(&open, B2B, 6), Accept);
    assert_eq!(open.log().steps().last().unwrap().words(), "Accepted 1 that agree with the books but for round-off");
    assert_eq!(open.log().steps().last().unwrap().command.words_for_one(1), "Accepted");
}

#[test]
fn the_overview_counts_what_the_button_does_and_what_it_leaves() {
    let mut open = mixed();
    act(&mut open, B2B, 1, Action::Pending);
    assert!(open.overview().is_none(), "nothing is counted while no one looks");
    open.show_place(Place::Match);
    let overview = open.overview().unwrap().clone();
    let exact = overview.of_class(Class::Exact);
    // The credit note counts negative.
    assert_eq!((exact.records, exact.portal, exact.books), (7, 504_000, 504_000));
    assert_eq!((exact.accept, exact.check, exact.not_filed, exact.decided), (4, 0, 1, 2));
    assert_eq!(exact.offered, 4);
    assert_eq!(exact.left().collect::<Vec<_>>().len(), 2);
    assert_eq!(exact.accept + exact.pending + exact.check + exact.not_filed + exact.decided, exact.records);
    let round = overview.of_class(Class::Tolerance);
    assert_eq!((round.records, round.portal - round.books), (1, 10));
    assert_eq!(overview.all_records().records, 8);
    open.take_suggested(Class::Exact);
    let after = open.overview().unwrap();
    assert_eq!((after.of_class(Class::Exact).offered, after.of_class(Class::Exact).decided), (0, 6));
}

#[test]
fn a_register_that_is_the_portals_own_list_is_asked_about_once() {
    let records: Vec<String> = (0..60).map(|n| format!("29T A/{} 08-06-2026 10000/1800", 1000 + 37 * n)).collect();
    let records: Vec<&str> = records.iter().map(String::as_str).collect();
    let mut open = open(&records, &records);
    open.show_place(Place::Match);
    assert!(open.asks_for_books(Class::Exact) && !open.asks_for_books(Class::Tolerance));
    open.is_really_books();
    assert!(!open.asks_for_books(Class::Exact));
    open.say_register_complete(true);
    assert!(!open.asks_for_books(Class::Exact), "it is the same register");
    super::import(&mut open, &records, &[0]);
    assert!(open.asks_for_books(Class::Exact), "of another one it was not said");
}

fn notes() -> Session {
    open(
        &[
            "b2bcn 27T CN/4 20-06-2026 2000/180+180",
            "b2bcn 27T CN/5 21-06-2026 1000/90+90",
            "b2bcn 27T CN/6 22-06-2026 3000/270+270",
        ],
        &["27T CN/4 20-06-2026 2000/180+180 type=credit ineligible", "27T CN/5 21-06-2026 1000/90+90 type=credit"],
    )
}

fn answers(open: &Session) -> Vec<Answer> {
    open.book().sheet(CN).answers().iter().map(|&id| open.book().answers().get(id)).collect()
}

/// Accepts notes as the question about them does, with the answers of the books.
fn accept_as_answered(open: &mut Session, rows: impl IntoIterator<Item = u32>) {
    let accept = Change { answer_if_missing: Some(Answer::FULL.by_default()), ..Change::action(Action::Accept) };
    let mut wanted = Decide::rows(CN, rows.into_iter().collect(), accept);
    wanted.confirmed = true;
    assert!(matches!(decide(open, wanted, false), Decided::Done));
}

/// What is asked before notes are accepted, if anything is.
fn asked(open: &mut Session, rows: impl IntoIterator<Item = u32>) -> Option<Unanswered> {
    let wanted = Decide::rows(CN, rows.into_iter().collect(), Change::action(Action::Accept));
    match decide(open, wanted, false) {
        Decided::Ask(question) => match *question {
            Question::Answers(_, missing) => Some(missing),
            Question::Rules(..) => panic!("another question"),
        },
        _ => None,
    }
}

#[test]
fn the_answer_no_of_the_books_is_asked_first_as_it_declares_something() {
    let mut open = notes();
    let missing = asked(&mut open, [0]).expect("one note");
    assert!(missing.from_books.has(AnswerKind::No) && !missing.asks);
    assert_eq!(open.book().sheet(CN).actions()[0], Action::NoAction, "nothing is done before it is answered");
    assert!(asked(&mut open, [0, 1]).is_some(), "several");
    assert!(asked(&mut open, [1]).is_none(), "Yes, full declares nothing");
    assert_eq!(answers(&open)[1], Answer::FULL.from_books());
}

#[test]
fn where_the_amounts_differ_the_books_answer_nothing_by_themselves() {
    let mut open = open(
        &["b2bcn 27T CN/4 20-06-2026 2000/180+180", "b2bcn 27T CN/5 21-06-2026 1000/90+90"],
        &[
            "27T CN/4 20-06-2026 3000/270+270 type=credit ineligible",
            "27T CN/5 21-06-2026 1000/90+90 type=credit ineligible",
        ],
    );
    let proposed = open.proposed_answer(CN, 0).expect("it is shown");
    assert!(proposed.answer == Answer::NO && proposed.differs);
    assert!(!open.proposed_answer(CN, 1).unwrap().differs);
    assert_eq!((open.answer_of_books(CN, 0), open.answer_of_books(CN, 1)), (None, Some(Answer::NO.from_books())));
    let missing = asked(&mut open, [0]).expect("not the default either, as the books say otherwise");
    assert!(missing.asks && missing.by_books.is_empty());
    let both = asked(&mut open, [0, 1]).unwrap();
    assert_eq!((both.by_books.min(), both.others.min()), (Some(1), Some(0)));
}

#[test]
fn accepting_a_class_leaves_the_answer_no_until_what_it_declares_was_said() {
    let mut open = notes();
    open.show_place(Place::Match);
    assert_eq!(open.declares_with(Class::Exact), 1);
    open.take_suggested(Class::Exact);
    assert_eq!(said(&open), "Accepted 1 that agree with the books. Left: 1 ask first.");
    assert_eq!((answers(&open)[0], answers(&open)[1]), (Answer::default(), Answer::FULL.from_books()));
    open.take_declared(Class::Exact);
    assert_eq!(answers(&open)[0], Answer::NO.from_books());
}

#[test]
fn the_button_of_suppliers_counts_the_notes_that_the_books_answer() {
    let mut open = open(
        &[
            "29T A/1 08-06-2026 10000/1800",
            "b2bcn 27T CN/4 20-06-2026 2000/180+180",
            "b2bcn 27T CN/5 21-06-2026 1000/90+90",
            "b2bcn 27T CN/6 22-06-2026 1000/90+90",
        ],
        &["27T CN/4 20-06-2026 2000/180+180 type=credit ineligible"],
    );
    open.show_place(Place::Suppliers);
    open.select_all_suppliers();
    let ask = open.ask_of_suppliers(Some(Action::Accept));
    open.weigh_suppliers(&ask);
    let count = open.supplier_plan(&ask).unwrap().count();
    assert_eq!(count, 2, "the invoice, and the note that the books answer");
    assert_eq!(open.about_suppliers().unwrap().changes(Action::Accept), count);
    let without = SupplierAsk { skip_books: true, ..ask };
    open.weigh_suppliers(&without);
    assert_eq!(open.supplier_plan(&without).unwrap().count(), 1);
    let (command, line) = open.decide_suppliers(&without).unwrap();
    open.apply_and_say(command, line);
    let skipped: Vec<_> = open.result().unwrap().left_out.iter().map(|group| group.rows.len()).collect();
    assert_eq!(skipped, [2, 1], "each group with its reason");
    assert!(answers(&open).iter().all(|answer| answer.kind == AnswerKind::None));
}

#[test]
fn on_suppliers_no_answer_is_chosen_for_a_note_of_which_the_books_have_other_amounts() {
    let mut open =
        open(&["b2bcn 27T CN/4 20-06-2026 2000/180+180"], &["27T CN/4 20-06-2026 3000/270+270 type=credit ineligible"]);
    open.show_place(Place::Suppliers);
    open.select_all_suppliers();
    let ask = open.ask_of_suppliers(Some(Action::Accept));
    assert_eq!(ask.notes, NotesAnswer::Skip, "none is proposed");
    open.weigh_suppliers(&ask);
    let plan = open.supplier_plan(&ask).unwrap();
    assert_eq!((plan.asks_answer(), plan.notes_to_answer(), plan.count()), (true, 1, 0));
    assert_eq!(plan.by_answer.len(), 3, "each answer says what it does");
    assert_eq!(open.about_suppliers().unwrap().changes(Action::Accept), 0, "as the question proposes");
    let full = SupplierAsk { notes: NotesAnswer::Full, ..ask };
    open.weigh_suppliers(&full);
    assert_eq!(open.supplier_plan(&full).unwrap().count(), 1, "the user may say so");
}

#[test]
fn a_note_that_is_accepted_takes_the_answer_of_the_books_and_its_remark() {
    let mut open = notes();
    accept_as_answered(&mut open, [0]);
    assert_eq!(answers(&open)[0], Answer::NO.from_books());
    assert_eq!(shown(&open, CN, 0, ims_desk::book::Field::Remarks), "ITC not availed");
    assert!(said(&open).ends_with("1 answer from the books."), "{}", said(&open));
    open.undo();
    assert_eq!(answers(&open)[0], Answer::default());
    // Without a voucher it is the portal's default.
    act(&mut open, CN, 2, Action::Accept);
    assert_eq!(answers(&open)[2], Answer::FULL.by_default());
    // What was chosen stays.
    let chosen = Change { answer: Some(Answer::FULL), ..Change::action(Action::Accept) };
    let mut wanted = Decide::row(CN, 1, chosen);
    wanted.confirmed = true;
    decide(&mut open, wanted, false);
    assert_eq!(answers(&open)[1], Answer::FULL);
}

#[test]
fn what_accepting_notes_does_to_the_credit_is_said_with_the_answers_of_the_books() {
    let mut open = notes();
    for row in 0..3 {
        act(&mut open, CN, row, Action::Pending);
    }
    open.show_place(Place::Sheet(CN));
    open.select(CN, Select::All);
    let said = open.targets().accepting.expect("one figure, as all of them are answered");
    let accept = Change { answer_if_missing: Some(Answer::FULL.by_default()), ..Change::action(Action::Accept) };
    assert_eq!(credit_of(&open, CN.into(), &(0..3).collect(), &accept), said);
    // The first takes No of the books, and nothing of it.
    assert_eq!(said, [0, -36_000, -36_000, 0]);
    accept_as_answered(&mut open, 0..3);
    let CreditMove::By(step) = open.result().unwrap().credit else { panic!("it is known at once") };
    assert_eq!(step.change, said, "what is done is what was said");
}

#[test]
fn of_several_notes_only_those_without_an_answer_in_the_books_are_asked_about() {
    let mut open = notes();
    let all = || (0..3).collect();
    // One is left: it takes the default, as one alone does.
    assert!(!asked(&mut open, 0..3).expect("what No declares").asks);
    accept_as_answered(&mut open, 0..3);
    let kinds: Vec<_> = answers(&open).iter().map(|answer| (answer.kind, answer.origin())).collect();
    let (no, full) = (AnswerKind::No, AnswerKind::Full);
    assert_eq!(kinds, [(no, Some("from the books")), (full, Some("from the books")), (full, Some("by default"))]);
    assert_eq!(open.log().steps().last().unwrap().words(), "Accepted 3 in B2B-CN");
    open.undo();
    // What is written for the answer No of one is not written on the others.
    let no = Change { answer_if_missing: Some(Answer::NO), ..Change::action(Action::Accept) };
    let mut one_answer = Decide::rows(CN, all(), Change { remarks: Some("never taken".into()), ..no });
    one_answer.confirmed = true;
    decide(&mut open, one_answer, false);
    let remarks =
        |open: &Session| (0..3).map(|row| shown(open, CN, row, ims_desk::book::Field::Remarks)).collect::<Vec<_>>();
    assert_eq!(remarks(&open), ["ITC not availed", "", "never taken"]);
    open.undo();
    open.undo();
    // Without the register all three are asked about.
    assert_eq!(asked(&mut open, 0..3).unwrap().others.len(), 3);
}

#[test]
fn decided_is_one_figure_with_what_was_set_to_no_action_and_its_words_open_it() {
    let mut open = mixed();
    for row in [0, 1] {
        act(&mut open, B2B, row, Action::Reject);
        act(&mut open, B2B, row, Action::NoAction);
    }
    act(&mut open, B2B, 4, Action::Pending);
    act(&mut open, B2B, 3, Action::NoAction);
    open.show_place(Place::Match);
    let exact = *open.overview().unwrap().of_class(Class::Exact);
    let left = |why| exact.left().find(|left| left.0 == why).map_or(0, |left| left.1);
    // With what was set to No action: two that were rejected, and one that the portal holds as Accepted.
    assert_eq!((left(Left::Decided), exact.decided), (4, 4), "beside the column");
    for why in [Left::Decided, Left::NotFiled] {
        open.show_place(Place::Match);
        open.show_skipped(Class::Exact, why);
        assert_eq!(open.view(Scope::All).rows.len() as u64, left(why), "{why:?}");
    }
    open.show_place(Place::Match);
    open.take_suggested(Class::Exact);
    assert_eq!(actions(&open)[..4], [Action::NoAction; 4], "what was decided stays");
}

#[test]
fn what_round_off_let_pass_is_the_difference_of_the_line_credit_notes_negative() {
    let mut open = open(
        &[
            "29T A/1 08-06-2026 1000/180.40",
            "29T A/2 08-06-2026 1000/180",
            "b2bcn 27T CN/4 20-06-2026 2000/180.50+180.50",
            "29T A/5 08-06-2026 5000/900",
        ],
        &[
            "29T A/5 08-06-2026 5000/900 type=credit",
            "29T A/1 08-06-2026 1000/180",
            "29T A/2 08-06-2026 1000/180.30",
            "27T CN/4 20-06-2026 2000/180+180 type=credit",
        ],
    );
    open.show_place(Place::Match);
    let overview = open.overview().unwrap();
    let round = overview.of_class(Class::Tolerance);
    let figures = &overview.figures;
    assert_eq!(overview.of_class(Class::Kind).records, 1, "an invoice that is booked as a note: nothing was let pass");
    assert_eq!((round.records, figures.rounded), (3, 3));
    assert_eq!((figures.portal_more, figures.portal_less), (40, 130), "the note takes more away on the portal");
    assert_eq!(figures.portal_more - figures.portal_less, round.portal - round.books);
}
