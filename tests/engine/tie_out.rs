//! A book beside GSTR-2B: every result of the specification's table, and for random books and decisions the GSTR-2B that the portal
//! would draw up of them comes out as decided, to the paisa.

use std::path::PathBuf;

use crate::common;
use crate::credit_any::{Doc, KEYS, Says, Seed, Step, World, books, gives, step};

use common::gstr_2b::{Document, lists, statement};
use common::{Record, SUPPLIER, invoice, note};
use ims_desk::book::{Action, Answer, AnswerKind, Book, Gstr2b, Section};
use ims_desk::edit::{Change, Command, Log};
use ims_desk::portal::{Input, gstr_2b};
use ims_desk::rules::tie_out::{NotInIms, TieOut, TieResult, sentence, tie_out};
use ims_desk::store::journal::{Event, Snapshot};
use ims_desk::work::Progress;
use proptest::prelude::*;
use serde_json::{Value, json};

fn read(value: &Value) -> Gstr2b {
    let bytes = value.to_string().into_bytes();
    let input = Input { name: "2b.json".into(), path: Some(PathBuf::from("2b.json")), bytes };
    gstr_2b::read(vec![input], &Progress::default()).unwrap()
}

fn compare(book: &Book, value: &Value) -> TieOut {
    tie_out(book, &read(value), &Progress::default()).unwrap()
}

/// What became of the record of this number.
fn became(book: &Book, tie: &TieOut, number: &str) -> (TieResult, &'static str) {
    let of =
        |tied: &&ims_desk::rules::tie_out::Tied| book.sheet(tied.section).records().numbers.get(tied.row) == number;
    let tied = tie.tied.iter().find(of).unwrap_or_else(|| panic!("{number} is not compared"));
    (tied.result, tied.why)
}

fn october(number: &str) -> Record {
    invoice(number).with("rtnprd", "102026").with("idt", "10-10-2026")
}

fn october_note(number: &str) -> Record {
    note(number).with("rtnprd", "102026").with("nt_dt", "10-10-2026")
}

#[test]
fn what_was_accepted_and_is_there_or_was_held_back_and_is_not_is_as_decided() {
    let records = [
        october("1").with("action", "A"),
        october("2"),
        october("3").with("action", "R"),
        october("4").with("action", "P"),
        october("5").with("rtnprd", "112026"),
    ];
    let book = common::book(&[("b2b", &records)]);
    let tie = compare(&book, &statement(&[Document::of("b2b", &records[0]), Document::of("b2b", &records[1])]));
    assert_eq!((tie.records(), tie.as_decided()), (4, 4), "that of November is not compared");
    assert_eq!(tie.of_file, tie.of_page);
    assert_eq!(
        sentence(&read(&statement(&[])), "October 2026", &tie),
        "GSTR-2B of October 2026, drawn up on 14-11-2026: 4 of 4 as decided; nothing to look into."
    );
}

#[test]
fn a_number_that_is_there_with_another_date_or_kind_is_said_at_the_record_and_at_the_document() {
    let records = ["date", "kind", "both", "other"].map(october);
    let book = common::book(&[("b2b", &records)]);
    let documents = [
        Document::of("b2b", &october("DATE").with("idt", "11-10-2026")),
        Document::of("b2bcn", &october_note("kind")),
        Document::of("b2bcn", &october_note("both").with("nt_dt", "11-10-2026")),
        Document::of("b2b", &october("other").with("idt", "11-10-2026")).with("rev", "Y"),
    ];
    let (file, tie) = (read(&statement(&documents)), compare(&book, &statement(&documents)));
    for (number, why) in [
        ("date", "its number is in GSTR-2B with another date: compare the two"),
        ("kind", "its number is in GSTR-2B as another kind of document: compare the two"),
        ("both", "not known why: ask the supplier, or download again"),
        ("other", "not known why: ask the supplier, or download again"),
    ] {
        assert_eq!(became(&book, &tie, number), (TieResult::Missing, why), "{number}");
    }
    let of = |why| tie.documents(&file, why).map(|document| &*document.number).collect::<Vec<_>>();
    assert_eq!(of(NotInIms::DateOrKindDiffers), ["DATE", "kind"]);
    assert_eq!(of(NotInIms::NotInThisDownload), ["both"]);
}

#[test]
fn each_result_of_the_table_is_found_with_what_to_do() {
    let records = [
        october("amounts"),
        october("missing"),
        october("unfiled").with("srcfilstatus", "Not Filed"),
        october("late").with("action", "P"),
        october("rejected").with("action", "R"),
        october("held").with("action", "P"),
        october("no-itc"),
    ];
    let notes = [october_note("reduced").with("action", "A").with("itcRedReq", "N")];
    let mut book = common::book(&[("b2b", &records), ("b2bcn", &notes)]);
    Log::default()
        .apply(&mut book, Command::decide(Section::B2b, [3].into_iter().collect(), Change::action(Action::Accept)));
    let documents = [
        Document::of("b2b", &records[0]).with("igst", 170),
        Document::of("b2b", &records[4]),
        Document::of("b2b", &records[5]),
        Document::of("b2b", &records[6]).with("itcavl", "N").with("rsn", "P"),
        Document::of("b2bcn", &notes[0]).with("itcRedReq", "Y"),
    ];
    let tie = compare(&book, &statement(&documents));
    for (number, result, why) in [
        ("amounts", TieResult::OtherAmounts, "download again"),
        ("missing", TieResult::Missing, "not known why"),
        ("unfiled", TieResult::WaitsForGstr1, "next GSTR-2B"),
        ("late", TieResult::NotUploaded, "not uploaded yet"),
        ("rejected", TieResult::Against, "the upload did not take"),
        ("held", TieResult::Against, "the upload did not take"),
        ("no-itc", TieResult::OtherAmounts, "without ITC"),
        ("reduced", TieResult::ReducedOtherwise, "recompute GSTR-2B"),
    ] {
        let (found, words) = became(&book, &tie, number);
        assert_eq!(found, result, "{number}");
        assert!(words.contains(why), "{number}: {words}");
    }
    assert_eq!(
        (tie.as_decided(), tie.to_look_into()),
        (0, 6),
        "what waits or is not uploaded yet is not to be looked into"
    );
    let said = sentence(&read(&statement(&documents)), "October 2026", &tie);
    assert!(said.ends_with("0 of 8 as decided; 1 waits for GSTR-1, 1 not uploaded yet, 6 to look into."), "{said}");
    assert_eq!(tie.results[TieResult::Against as usize].heads, [36_000, 0, 0, 0]);
}

#[test]
fn what_is_decided_here_and_not_uploaded_yet_came_out_as_the_portal_holds_it() {
    let records = [october("1"), october("2").with("action", "A"), october("3").with("action", "P")];
    let notes = [october_note("4").with("action", "A").with("itcRedReq", "Y")];
    let mut book = common::book(&[("b2b", &records), ("b2bcn", &notes)]);
    let mut log = Log::default();
    let mut decide = |book: &mut Book, section, rows: &[u32], change: Change| {
        log.apply(book, Command::decide(section, rows.iter().copied().collect(), change));
    };
    decide(&mut book, Section::B2b, &[0], Change::action(Action::Reject));
    decide(&mut book, Section::B2b, &[1], Change::action(Action::Pending));
    decide(&mut book, Section::B2b, &[2], Change::action(Action::Accept));
    let no = Change { answer: Some(ims_desk::book::Answer::NO), ..Change::action(Action::Accept) };
    decide(&mut book, Section::B2bcn, &[0], no);
    let documents = [
        Document::of("b2b", &records[0]),
        Document::of("b2b", &records[1]),
        Document::of("b2bcn", &notes[0]).with("itcRedReq", "Y"),
    ];
    let tie = compare(&book, &statement(&documents));
    for number in ["1", "2", "3", "4"] {
        assert_eq!(became(&book, &tie, number).0, TieResult::NotUploaded, "{number}");
    }
    let said = sentence(&read(&statement(&documents)), "October 2026", &tie);
    assert!(said.ends_with("0 of 4 as decided; 4 not uploaded yet, nothing to look into."), "{said}");
}

#[test]
fn identity_is_supplier_kind_number_and_date_whatever_the_period() {
    let records = [october("Ab/1").with("rtnprd", "092026")];
    let book = common::book(&[("b2b", &records)]);
    let same = |document: Document| {
        let tie = compare(&book, &statement(&[document]));
        became(&book, &tie, "Ab/1").0 == TieResult::AsDecided
    };
    let document = Document::of("b2b", &records[0]);
    assert!(same(document.clone()) && same(document.clone().with("inum", "aB/1")));
    assert!(same(Document { supplier: SUPPLIER.to_lowercase(), ..document.clone() }));
    assert!(same(Document { period: "102026".into(), ..document.clone() }));
    assert!(same(Document { list: "ecom", ..document.clone() }), "an operator's invoice is an invoice");
    assert!(!same(document.clone().with("inum", "Ab/01")) && !same(document.clone().with("dt", "11-10-2026")));
    assert!(!same(Document { supplier: "24AAAAA0000A1Z8".into(), ..document.clone() }));
    assert!(!same(Document { list: "b2ba", ..document }), "an amended document is not the same");
}

#[test]
fn a_document_goes_to_the_record_that_has_its_tax() {
    let records = [
        october("1").heads([100, 0, 0, 0]).with("action", "R"),
        october("1").heads([200, 0, 0, 0]).with("rtnprd", "092026").with("action", "A"),
    ];
    let book = common::book(&[("b2b", &records)]);
    let tie = compare(&book, &statement(&[Document::of("b2b", &records[1])]));
    assert_eq!((tie.records(), tie.as_decided()), (2, 2));
}

#[test]
fn what_is_listed_as_rejected_is_as_decided_and_what_is_accepted_and_listed_there_is_missing() {
    let records = [october("1").with("action", "R"), october("2").with("action", "A")];
    let book = common::book(&[("b2b", &records)]);
    let mut value = statement(&[]);
    value["data"]["docRejdata"] = Value::Object(lists(&records.clone().map(|record| Document::of("b2b", &record))));
    let tie = compare(&book, &value);
    assert_eq!(became(&book, &tie, "1").0, TieResult::AsDecided);
    assert_eq!(became(&book, &tie, "2").0, TieResult::Missing);
    assert_eq!(tie.of_file, [0; 4], "what is listed apart is not in 4(A)(5)");
}

#[test]
fn what_is_not_in_ims_is_counted_by_its_reason() {
    let alone = |number: &str| Document::of("b2b", &october(number));
    let mut value = statement(&[
        alone("1").with("rev", "Y"),
        alone("2").with("itcavl", "N").with("rsn", "P"),
        alone("3").with("itcavl", "N").with("rsn", "C"),
        alone("4").with("itcavl", "N"),
        alone("5"),
        alone("8"),
    ]);
    value["data"]["docdata"]["isd"] = json!([{"ctin": SUPPLIER, "doclist": [{"docnum": "I", "igst": 7}]}]);
    value["data"]["docdata"]["impg"] = json!([{"boenum": "7", "igst": 9}]);
    value["data"]["docRejdata"] = Value::Object(lists(&[alone("6")]));
    let other_day = october("8").with("idt", "12-10-2026");
    let tie = compare(&common::book(&[("b2b", &[other_day])]), &value);
    for why in NotInIms::ALL.into_iter().filter(|why| *why != NotInIms::CannotBeRead) {
        assert_eq!(tie.not_in_ims[why as usize].records, 1, "{why:?}");
    }
    assert_eq!(tie.not_in_ims[NotInIms::Import as usize].heads, [900, 0, 0, 0]);
    assert_eq!(tie.of_file, [36_000, 0, 0, 0], "only what is available, and no reverse charge");
}

/// Whether a filed amendment of its own period counts in its place.
fn is_replaced(world: &World, doc: &Doc) -> bool {
    doc.key.is_multiple_of(2)
        && world.docs.iter().any(|a| {
            a.key == doc.key + 1 && a.original.as_ref() == Some(&doc.number) && a.filed && a.period == doc.period
        })
}

/// The document that the portal makes of a record with what is decided on it.
fn drawn_up(world: &World, doc: &Doc, record: &Record) -> Option<Document> {
    let takes = doc.yours.action == 'A' || doc.yours.action == 'N';
    if !takes || !doc.filed || doc.period > world.closing || is_replaced(world, doc) {
        return None;
    }
    let document = Document::of(KEYS[doc.key], record);
    let heard = if doc.yours.action == 'A' && doc.answers { doc.yours.answer } else { Answer::default() };
    let rupees = |paise: i64| json!(paise as f64 / 100.0);
    Some(match heard.kind {
        AnswerKind::None => document,
        AnswerKind::Full => document.with("itcRedReq", "Y"),
        AnswerKind::No => document.with("itcRedReq", "N"),
        AnswerKind::Part => ["declIgst", "declCgst", "declSgst", "declCess"]
            .into_iter()
            .zip(heard.heads)
            .fold(document.with("itcRedReq", "Y"), |document, (key, head)| document.with(key, rupees(head))),
    })
}

/// Records by sheet and row.
type Placed = Vec<((usize, u32), Record)>;

fn world(seeds: &[Vec<Seed>]) -> (World, Placed) {
    let kept = std::cell::RefCell::new(Vec::new());
    let world = World::of(seeds, false, |key, row, record| {
        kept.borrow_mut().push(((key, row as u32), record.clone()));
        record
    });
    (world, kept.into_inner())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn the_gstr_2b_of_a_book_is_as_decided((seeds, _) in books(), steps in prop::collection::vec(step(), 0..7)) {
        let (mut world, records) = world(&seeds);
        world.read();
        steps.iter().for_each(|step: &Step| { world.carry_out(step); world.read(); });
        let record = |doc: &Doc| &records.iter().find(|(of, _)| *of == (doc.key, doc.row)).unwrap().1;
        let documents: Vec<Document> = world.docs.iter().filter_map(|doc| drawn_up(&world, doc, record(doc))).collect();
        let tie = compare(&world.book, &statement(&documents));
        prop_assert_eq!(tie.alone.len(), 0);
        for tied in &tie.tied {
            let doc = world.docs.iter().find(|doc| (common::section(KEYS[doc.key]), doc.row) == (tied.section, tied.row)).unwrap();
            let takes = doc.yours.action == 'A' || doc.yours.action == 'N';
            let expected = if takes && !doc.filed && !is_replaced(&world, doc) { TieResult::WaitsForGstr1 } else { TieResult::AsDecided };
            prop_assert_eq!(tied.result, expected, "{:?}", doc);
        }
        let compared = world.docs.iter().filter(|doc| doc.period <= world.closing).count();
        prop_assert_eq!(tie.tied.len(), compared);
        let given = world.docs.iter().fold([0i128; 4], |sum, doc| {
            let given = gives(&world.docs, doc, world.closing, |d: &Doc| -> Says { d.yours });
            std::array::from_fn(|i| sum[i] + i128::from(given[i]))
        });
        prop_assert_eq!(tie.of_page, given);
        prop_assert_eq!(tie.of_file, given);
    }
}

#[test]
fn a_gstr_2b_is_kept_as_a_step_on_disk_and_in_the_snapshot() {
    let mut book = common::book(&[("b2b", &[october("1")])]);
    let kept = ims_desk::book::KeptGstr2b::of(&read(&statement(&[])));
    let (mut log, command) = (Log::default(), Command::KeepGstr2b { kept: Some(kept.clone()) });
    log.apply(&mut book, command.clone());
    assert_eq!(book.gstr_2b(), Some(&kept));
    let json = Event::Do(command.clone()).to_json_at(7, &book);
    assert_eq!(Event::from_json(&json, &mut book), Some(Event::Do(command)), "{json}");
    let bytes = Snapshot::of(&book, 1, 1).to_bytes();
    let mut fresh = common::book(&[("b2b", &[october("1")])]);
    for command in Snapshot::from_bytes(&bytes).unwrap().carry(&mut fresh).commands {
        command.apply(&mut fresh);
    }
    assert_eq!(fresh.gstr_2b(), Some(&kept));
    log.apply(&mut book, Command::KeepGstr2b { kept: None });
    assert_eq!(book.gstr_2b(), None);
    log.undo(&mut book);
    assert_eq!(book.gstr_2b(), Some(&kept));
    log.undo(&mut book);
    assert_eq!(book.gstr_2b(), None);
    for broken in [json.replace("102026", "x"), json.replace("sha256\":\"", "sha256\":\"z")] {
        assert_eq!(Event::from_json(&broken, &mut book), None);
    }
}

fn november(record: Record) -> Record {
    record.with("rtnprd", "112026")
}

/// A book whose GSTR-2B of November is being closed: an invoice and a credit note of October, both amended in November.
fn amended(answer: impl Fn(Record) -> Record) -> (Book, [Record; 4]) {
    let (own, less) = ([300, 0, 0, 0], [200, 0, 0, 0]);
    let records = [
        october("I1").heads(own).with("action", "A"),
        answer(
            november(invoice("I1").with("idt", "10-10-2026").heads(less).amends("I1", "10-10-2026"))
                .with("action", "A"),
        ),
        october_note("N1").heads([20, 0, 0, 0]).with("action", "A").with("itcRedReq", "Y"),
        answer(
            november(note("N1").with("nt_dt", "10-10-2026").heads([30, 0, 0, 0]).amends("N1", "10-10-2026"))
                .with("action", "A"),
        ),
    ]
    .map(|record| record.with("itcRedReqBlocked", "N"));
    let keys = ["b2b", "b2ba", "b2bcn", "b2bcna"];
    let sheets: Vec<(&str, &[Record])> = keys.into_iter().zip(records.iter().map(std::slice::from_ref)).collect();
    let mut book = common::book(&sheets);
    book.facts.closing = ims_desk::values::Period::new(2026, 11);
    (book, records)
}

fn of_november(documents: &[Document]) -> Value {
    let mut value = statement(documents);
    value["data"]["rtnprd"] = "112026".into();
    value["data"]["gendt"] = "14-12-2026".into();
    value
}

#[test]
fn a_fall_of_an_amendment_is_limited_to_what_is_declared_of_invoices_and_credit_notes_alike() {
    let no = |record: Record| record.with("itcRedReq", "N");
    let part = |record: Record| {
        let record = record.with("itcRedReq", "Y").with("declIgst", 5);
        record.with("declCgst", 0).with("declSgst", 0).with("declCess", 0)
    };
    let full = |record: Record| record.with("itcRedReq", "Y");
    for (answer, given) in [(&no as &dyn Fn(Record) -> Record, 28_000), (&part, 27_000), (&full, 17_000)] {
        let (book, records) = amended(answer);
        let said = |mut document: Document, record: &Record| {
            for key in ["itcRedReq", "declIgst"] {
                if let Some(value) = record.0.get(key) {
                    document = document.with(key, value.clone());
                }
            }
            document
        };
        let keys = ["b2b", "b2ba", "b2bcn", "b2bcna"];
        let documents: Vec<Document> =
            keys.iter().zip(&records).map(|(key, record)| said(Document::of(key, record), record)).collect();
        let tie = compare(&book, &of_november(&documents));
        assert_eq!((tie.of_file, tie.of_page), ([given, 0, 0, 0], [given, 0, 0, 0]));
        assert_eq!((tie.as_decided(), tie.to_look_into()), (4, 0));
    }
}

#[test]
fn an_amendment_of_an_invoice_that_is_reduced_otherwise_is_found_as_a_credit_note_is() {
    let (book, records) = amended(|record| record.with("itcRedReq", "N"));
    let document = |key: &str, record: &Record| Document::of(key, record).with("itcRedReq", "Y");
    let tie = compare(&book, &of_november(&[document("b2ba", &records[1]), document("b2bcna", &records[3])]));
    assert_eq!(tie.results[TieResult::ReducedOtherwise as usize].records, 2, "{:?}", tie.tied);
    let declared: Vec<_> = tie.tied.iter().filter_map(|tied| tied.declared).collect();
    assert_eq!(declared, [([0; 4], [20_000, 0, 0, 0]), ([0; 4], [3_000, 0, 0, 0])]);
}

#[test]
fn an_answer_that_gstr_2b_does_not_give_is_counted_as_decided_and_said() {
    let declared = |number: &str| {
        let note = october_note(number).heads([800, 0, 0, 0]).with("action", "A").with("itcRedReq", "Y");
        note.with("declIgst", 10).with("declCgst", 0).with("declSgst", 0).with("declCess", 0)
    };
    let no = october_note("1").heads([500, 0, 0, 0]).with("action", "A").with("itcRedReq", "N");
    let notes = [no, declared("2"), declared("3")];
    let book = common::book(&[("b2bcn", &notes)]);
    let documents = [
        Document::of("b2bcn", &notes[0]),
        Document::of("b2bcn", &notes[1]),
        // What is declared says it as well.
        Document::of("b2bcn", &notes[2]).with("declIgst", 10),
    ];
    let tie = compare(&book, &statement(&documents));
    assert_eq!((tie.of_file, tie.of_page), ([-2_000, 0, 0, 0], [-2_000, 0, 0, 0]));
    assert_eq!((tie.as_decided(), tie.of_file_not_said), (3, 2));
    assert!(tie.of_file_lacks()[0].contains("does not give the answer to ITC to be reduced of 2 documents"));
}

#[test]
fn an_amount_that_cannot_be_read_is_never_0() {
    let records = [october("1"), october("2")];
    let book = common::book(&[("b2b", &records)]);
    for wrong in
        [json!("3,600.00"), serde_json::from_str("1e400").unwrap_or(json!("1e400")), json!(true), json!({"a": 1})]
    {
        let documents = [
            Document::of("b2b", &records[0]).with("igst", wrong.clone()),
            Document::of("b2b", &records[1]),
            Document::of("b2b", &october("alone")).with("cess", wrong.clone()),
        ];
        let tie = compare(&book, &statement(&documents));
        assert_eq!(became(&book, &tie, "1").0, TieResult::CannotBeRead, "{wrong}");
        assert_eq!(tie.results[TieResult::OtherAmounts as usize].records, 0);
        assert_eq!(tie.not_in_ims[NotInIms::CannotBeRead as usize].records, 1);
        assert_eq!((tie.of_file, tie.of_file_unreadable), ([18_000, 0, 0, 0], 2));
        assert!(tie.of_file_lacks()[0].contains("without 2 documents"), "{:?}", tie.of_file_lacks());
    }
}

#[test]
fn what_is_there_and_does_not_count_here_has_a_line_of_its_own() {
    let records = [
        october("reverse"),
        october("unfiled").with("srcfilstatus", "Not Filed"),
        october("next").with("rtnprd", "112026"),
        october("held").with("srcfilstatus", "Not Filed").with("action", "P"),
    ];
    let book = common::book(&[("b2b", &records)]);
    let documents = [
        Document::of("b2b", &records[0]).with("rev", "Y"),
        Document::of("b2b", &records[1]),
        Document::of("b2b", &records[2]),
    ];
    let tie = compare(&book, &statement(&documents));
    assert_eq!(became(&book, &tie, "reverse").0, TieResult::ReverseCharge);
    assert_eq!(became(&book, &tie, "unfiled").0, TieResult::NotExpected);
    assert_eq!(became(&book, &tie, "next").0, TieResult::NotExpected);
    assert_eq!(became(&book, &tie, "held").0, TieResult::AsDecided);
    // The page counts the first, GSTR-2B the two others: the lines are the whole difference.
    assert_eq!((tie.of_page, tie.of_file), ([18_000, 0, 0, 0], [36_000, 0, 0, 0]));
}
