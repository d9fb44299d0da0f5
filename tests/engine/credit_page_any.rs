//! Every figure of the page *Credit* for random books and decisions, beside a script of its own that reads the specification and
//! shares no code with the program: it reads the download as JSON, the decisions, and what `check --json` prints of them.

use std::collections::BTreeMap;

use crate::common;
use crate::credit_any::{Doc, KEYS, Says, Seed, Step, World, books, gives, step, today};

use common::{Folder, Record, desk, section};
use ims_desk::book::{Answer, AnswerKind, Book, Section};
use ims_desk::rules::Findings;
use ims_desk::rules::credit::{Credit, CreditFigure, FigureSet, Figures, OrdinaryRecords, Sum};
use ims_desk::session::counts::Tally;
use ims_desk::values::Period;
use ims_desk::view::credit::{CreditPage, CreditRecords, CreditWalk, NotComing};
use ims_desk::view::suppliers::SupplierNumbers;
use ims_desk::work::Progress;
use proptest::prelude::*;
use serde_json::Value;

/// Records and tax by head.
type Count = (u64, [i64; 4]);

const SUPPLIERS: [&str; 3] = ["27ZZZZZ9999Z1Z8", "29ZZZZZ9999Z1Z4", "24AAAAA0000A1Z8"];

/// A document of a number: the even ones are of the year before.
fn date(number: &str) -> &'static str {
    if number.parse::<u32>().is_ok_and(|number| number % 2 == 0) { "10-02-2026" } else { "10-08-2026" }
}

/// Records of several suppliers and of two years.
fn turned(key: usize, row: usize, record: Record) -> Record {
    let record = record.with("stin", SUPPLIERS[key / 2 % 2 + usize::from(row > 3)]);
    let record = record.with("tradenm", format!("Supplier {}", key / 2 % 2));
    let (of, original) = if record.0.contains_key("nt_num") { ("nt", "ont") } else { ("i", "oi") };
    let (day, amended, number) = match of {
        "nt" => ("nt_dt", "ont_dt", "ont_num"),
        _ => ("idt", "oidt", "oinum"),
    };
    if key.is_multiple_of(2) {
        return record.with(day, date(&row.to_string()));
    }
    assert!(number.starts_with(original));
    let of = record.0[number].as_str().unwrap().to_owned();
    record.with(amended, date(&of))
}

fn is_note(doc: &Doc) -> bool {
    KEYS[doc.key] == "b2bcn" || KEYS[doc.key] == "b2bcna"
}

fn is_amendment(doc: &Doc) -> bool {
    doc.original.is_some()
}

fn original<'d>(docs: &'d [Doc], doc: &Doc) -> Option<&'d Doc> {
    let number = doc.original.as_ref()?;
    docs.iter().find(|d| d.key + 1 == doc.key && d.number == *number && d.supplier == doc.supplier)
}

fn cannot_be_said(docs: &[Doc], doc: &Doc) -> bool {
    is_amendment(doc)
        && original(docs, doc).is_none_or(|of| of.filed && of.period != doc.period && of.yours.action == 'P')
}

/// The last years, of what files by the month, of which the time set by law is over, and of which the last return was due.
#[derive(Clone, Copy)]
struct Late {
    over: i32,
    due: i32,
}

/// None of those of which a document is.
const BEFORE: Late = Late { over: 2025, due: 2025 };

/// How much time there is for the credit of a document. That of the year that ends in March 2026 has its last return with October
/// 2026, which is the one being closed; by the quarter it is that of September, which comes before.
fn time(doc: &Doc, closing: i64, late: Late) -> &'static str {
    let number = doc.original.as_ref().unwrap_or(&doc.number);
    let ends = if date(number).ends_with("02-2026") { 2026 } else { 2027 };
    let quarterly = closing == 2026 * 12 + 11;
    let last = i64::from(ends) * 12 + if quarterly { 8 } else { 9 };
    match () {
        () if is_note(doc) => "",
        () if ends <= late.over => "over",
        () if ends <= late.due || last < closing => "past",
        () if last == closing => "last_return",
        () => "",
    }
}

/// Its part of the change, as the table "Three figures" says, and why.
fn reason(docs: &[Doc], doc: &Doc, moved: [i64; 4], time: &str) -> (&'static str, &'static str) {
    let takes = doc.yours.action == 'A' || doc.yours.action == 'N';
    let original_waits = takes && cannot_be_said(docs, doc);
    let falls = moved.iter().sum::<i64>() < 0;
    let answer = if doc.yours.action == 'A' && doc.answers { doc.yours.answer.kind } else { AnswerKind::None };
    let was = if doc.portal.action == 'P' { "added_was_pending" } else { "added_was_rejected" };
    let (part, no) = (answer == AnswerKind::Part, answer == AnswerKind::No);
    let notes = |plain, amended| if is_amendment(doc) { amended } else { plain };
    match (falls, doc.yours.action, is_note(doc)) {
        (true, action, _) if action == 'P' || original_waits => match time {
            "over" => ("waits", "waits_over"),
            "past" => ("waits", "waits_past"),
            "last_return" => ("waits", "waits_last_return"),
            _ if original_waits => ("waits", "waits_amendments"),
            _ => ("waits", "waits_pending"),
        },
        (false, ..) if original_waits => ("added", "added_amendments_wait"),
        (true, 'R', _) => ("given_up", "given_up"),
        (true, _, true) if part => ("deducted", notes("deducted_notes_part", "deducted_amended_notes_part")),
        (true, _, true) => ("deducted", notes("deducted_notes_full", "deducted_amended_notes_full")),
        (true, _, false) if is_amendment(doc) => ("deducted", "deducted_amendments"),
        (true, _, false) => ("deducted", "deducted_negative"),
        (false, 'P', true) => ("added", notes("added_notes_pending", "added_amended_notes_pending")),
        (false, 'R', true) => ("added", notes("added_notes_rejected", "added_amended_notes_rejected")),
        (false, _, true) if part => ("added", notes("added_notes_part", "added_amended_notes_part")),
        (false, _, true) if no => ("added", notes("added_notes_no", "added_amended_notes_no")),
        (false, _, true) => ("added", "added_amendments"),
        (false, _, false) if is_amendment(doc) => ("added", "added_amendments"),
        (false, 'P' | 'R', false) => ("added", "added_negative"),
        (false, _, false) => ("added", was),
    }
}

/// In which figures a document is, and with what.
fn figures(docs: &[Doc], doc: &Doc, closing: i64, late: Late) -> Vec<(&'static str, [i64; 4])> {
    let (portal, yours) = (gives(docs, doc, closing, |d| d.portal), gives(docs, doc, closing, |d| d.yours));
    let moved = [0, 1, 2, 3].map(|i| yours[i] - portal[i]);
    let mut all = vec![];
    if moved != [0; 4] {
        let (part, why) = reason(docs, doc, moved, time(doc, closing, late));
        all.push((part, moved));
        if why != part {
            all.push((why, moved));
        }
    }
    let now = doc.portal.action != doc.yours.action;
    let answer = if doc.answers { doc.yours.answer.kind } else { AnswerKind::None };
    match doc.yours.action {
        'A' => {
            all.push((if now { "accepted_now" } else { "accepted_before" }, yours));
            if is_note(doc) {
                let answered = match answer {
                    AnswerKind::Full => "notes_full",
                    AnswerKind::Part => "notes_part",
                    AnswerKind::No => "notes_no",
                    AnswerKind::None => "notes_unanswered",
                };
                all.push((answered, yours));
            }
        }
        'R' => {
            all.push(("rejected", doc.tax));
            all.push((if now { "rejected_now" } else { "rejected_before" }, doc.tax));
            if is_note(doc) {
                all.push(("rejected_notes", doc.tax.map(|head| -head)));
            }
        }
        'P' => {
            all.push(("pending", doc.tax));
            all.push((if now { "pending_now" } else { "pending_before" }, doc.tax));
            if is_note(doc) {
                all.push(("pending_notes", doc.tax));
            }
            let age = match closing - doc.period {
                ..=0 => "pending_this_period",
                1 => "pending_1_month",
                2..=3 => "pending_2_to_3_months",
                4..=6 => "pending_4_to_6_months",
                _ => "pending_over_6_months",
            };
            all.push((age, doc.tax));
        }
        _ if doc.filed && doc.period <= closing => all.push(("deemed", yours)),
        _ => {}
    }
    if !doc.filed {
        all.push(("not_filed", doc.tax));
    }
    if yours.iter().sum::<i64>() > 0 {
        match time(doc, closing, late) {
            "over" => all.push(("counted_over", yours)),
            "past" => all.push(("counted_past", yours)),
            _ => {}
        }
    }
    if doc.period > closing {
        all.push(("next", doc.tax));
    }
    if cannot_be_said(docs, doc) {
        all.push(("to_check", doc.tax));
    }
    all
}

/// All figures by their names in `check --json`.
fn recount(docs: &[Doc], closing: i64, late: Late) -> BTreeMap<String, Count> {
    let mut all: BTreeMap<String, Count> = BTreeMap::new();
    for doc in docs {
        for (name, heads) in figures(docs, doc, closing, late) {
            let (records, sums) = all.entry(name.to_owned()).or_default();
            *records += 1;
            (0..4).for_each(|i| sums[i] += heads[i]);
        }
    }
    all
}

/// Pending documents by the last return for their credit, `MMYYYY`; the records say their dates.
fn by_last_return(records: &BTreeMap<(usize, u32), Record>, docs: &[Doc], quarterly: bool) -> BTreeMap<String, Count> {
    let mut all: BTreeMap<String, Count> = BTreeMap::new();
    for doc in docs.iter().filter(|doc| doc.yours.action == 'P' && !is_note(doc)) {
        let record = &records[&(doc.key, doc.row)].0;
        let day = ["oidt", "ont_dt", "idt", "nt_dt"].into_iter().find_map(|key| record.get(key)).unwrap();
        let year = if day.as_str().unwrap().contains("-02-2026") { 2026 } else { 2027 };
        let month = if quarterly { "09" } else { "10" };
        let (count, sums) = all.entry(format!("{month}{year}")).or_default();
        *count += 1;
        (0..4).for_each(|i| sums[i] += doc.tax[i]);
    }
    all
}

/// For each supplier: what is not filed, Pending and rejected; credit notes are not among it.
fn not_coming(docs: &[Doc], closing: i64) -> BTreeMap<String, [(u64, i64); 3]> {
    let mut all: BTreeMap<String, [(u64, i64); 3]> = BTreeMap::new();
    for doc in docs.iter().filter(|doc| !is_note(doc) && doc.period <= closing) {
        let why = match doc.yours.action {
            _ if !doc.filed => 0,
            'P' => 1,
            'R' => 2,
            _ => continue,
        };
        let part = &mut all.entry(doc.supplier.clone()).or_default()[why];
        *part = (part.0 + 1, part.1 + doc.tax.iter().sum::<i64>());
    }
    all
}

fn plain(sum: &Sum) -> Count {
    (sum.records, sum.heads.map(|head| i64::try_from(head).unwrap()))
}

fn page(book: &Book) -> CreditPage {
    CreditWalk::new(book, today(), &SupplierNumbers::of(book), None).page(&Progress::default()).unwrap()
}

/// How many records a link opens.
fn opened(book: &Book, which: CreditRecords) -> Vec<(Section, u32)> {
    let numbers = SupplierNumbers::of(book);
    let found = CreditWalk::new(book, today(), &numbers, None).records(which, &Progress::default()).unwrap();
    found.into_iter().flat_map(|(section, rows)| rows.into_iter().map(move |row| (section, row))).collect()
}

fn world(seeds: &[Vec<Seed>], quarterly: bool) -> (World, BTreeMap<(usize, u32), Record>) {
    let kept = std::cell::RefCell::new(BTreeMap::new());
    let world = World::of(seeds, quarterly, |key, row, record| {
        let record = turned(key, row, record);
        kept.borrow_mut().insert((key, row as u32), record.clone());
        record
    });
    (world, kept.into_inner())
}

/// What is said of an ordinary record by its kind is what is said of it by itself.
fn ordinary_records_are_as_one_of_their_kind(book: &Book, section: Section) -> Result<(), TestCaseError> {
    let credit = Credit::new(book, today());
    let ordinary = OrdinaryRecords::new(credit, section);
    for row in 0..book.sheet(section).rows() {
        let Some(of) = ordinary.get(row) else { continue };
        let (standing, heads) = (credit.standing(section, row).unwrap(), credit.own(section, row));
        prop_assert_eq!(of.given(heads), (standing.as_it_stands, standing.after));
        let Some(kind) = ordinary.kind(row, of, heads) else { continue };
        let (one, mut own) = (kind.one(), Sum::default());
        own.add(heads);
        prop_assert_eq!(one.figures, standing.figures);
        for figure in one.figures.each() {
            let heads = figure.of(&standing).map(i128::from);
            prop_assert_eq!(kind.times(figure.of(&one).map(i128::from), &own), heads, "{}", figure.key());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_of_the_page_is_that_of_a_plain_recount((seeds, quarterly) in books(), steps in prop::collection::vec(step(), 0..7)) {
        let (mut world, records) = world(&seeds, quarterly);
        world.read();
        steps.iter().for_each(|step: &Step| { world.carry_out(step); world.read(); });
        let (page, recounted) = (page(&world.book), recount(&world.docs, world.closing, BEFORE));
        for figure in CreditFigure::ALL {
            let expected = recounted.get(figure.key()).copied().unwrap_or_default();
            prop_assert_eq!(plain(&page.of(figure)), expected, "{}", figure.key());
        }
        let (book, by_record) = (&world.book, Figures::of(&world.book, today()));
        prop_assert_eq!(page.figures, by_record, "kind by kind, and record by record");
        let tally = Tally::of(book, &Findings::of(book, today()), today(), &Progress::default()).unwrap();
        prop_assert_eq!(tally.figures, by_record, "the counts of the whole book");
        for section in Section::ALL {
            ordinary_records_are_as_one_of_their_kind(&world.book, section)?;
        }
        let last: BTreeMap<String, Count> =
            page.last_returns.iter().map(|(last, sum)| (last.map_or(String::new(), Period::portal), plain(sum))).collect();
        prop_assert_eq!(last, by_last_return(&records, &world.docs, quarterly));
        let numbers = SupplierNumbers::of(&world.book);
        let suppliers: BTreeMap<String, [(u64, i64); 3]> = page
            .not_coming
            .iter()
            .map(|of| {
                let parts = of.parts.map(|sum| (sum.records, i64::try_from(sum.total()).unwrap()));
                (numbers.gstin(&world.book, of.supplier).into_owned(), parts)
            })
            .collect();
        prop_assert_eq!(suppliers, not_coming(&world.docs, world.closing));
        prop_assert!(page.not_coming.windows(2).all(|two| two[0].total() >= two[1].total()), "the most first");
    }

    #[test]
    fn a_link_opens_the_records_that_its_figure_counts((seeds, quarterly) in books(), steps in prop::collection::vec(step(), 0..7)) {
        let (mut world, _) = world(&seeds, quarterly);
        world.read();
        steps.iter().for_each(|step: &Step| { world.carry_out(step); world.read(); });
        let page = page(&world.book);
        for figure in CreditFigure::ALL {
            let behind: Vec<(Section, u32)> = world
                .docs
                .iter()
                .filter(|doc| figures(&world.docs, doc, world.closing, BEFORE).iter().any(|(name, _)| *name == figure.key()))
                .map(|doc| (section(KEYS[doc.key]), doc.row))
                .collect();
            let records = opened(&world.book, CreditRecords::Figures(FigureSet::of(&[figure])));
            prop_assert_eq!(records.len() as u64, page.of(figure).records);
            prop_assert_eq!(records, behind, "{}", figure.key());
        }
        let changed = opened(&world.book, CreditRecords::Figures(FigureSet::of(&CreditFigure::REASONS)));
        prop_assert_eq!(changed.len() as u64, page.all_of(&CreditFigure::REASONS).records);
        for (&last, sum) in &page.last_returns {
            prop_assert_eq!(opened(&world.book, CreditRecords::LastReturn(last)).len() as u64, sum.records);
        }
        for (&day, sum) in &page.notes_until {
            prop_assert_eq!(opened(&world.book, CreditRecords::NotesUntil(day, day)).len() as u64, sum.records);
        }
        for of in &page.not_coming {
            let all = opened(&world.book, CreditRecords::NotComing(of.supplier, None));
            prop_assert_eq!(all.len() as u64, of.records());
            for why in NotComing::ALL {
                let part = opened(&world.book, CreditRecords::NotComing(of.supplier, Some(why)));
                prop_assert_eq!(part.len() as u64, of.parts[why as usize].records);
            }
        }
    }

    #[test]
    fn the_reasons_and_the_ages_add_up((seeds, quarterly) in books(), steps in prop::collection::vec(step(), 0..7)) {
        let (mut world, _) = world(&seeds, quarterly);
        world.read();
        steps.iter().for_each(|step: &Step| { world.carry_out(step); world.read(); });
        let page = page(&world.book);
        prop_assert_eq!(page.all_of(&CreditFigure::REASONS).heads, page.figures.difference());
        prop_assert_eq!(page.all_of(&CreditFigure::AGES), page.figures.pending.all());
        let mut lasting = page.of(CreditFigure::PendingNotes);
        page.last_returns.values().for_each(|sum| lasting.join(sum));
        prop_assert_eq!(lasting, page.figures.pending.all());
    }
}

// The script: the download and the decisions as texts, and what the program prints

/// What can be decided on a record without being refused: a line of the table, and what it says.
fn decision(doc: &Doc, record: &Record, wanted: u8) -> Option<(String, Says)> {
    let blocked = record.0["ispendactblocked"] == "Y";
    let own = doc.tax.map(|head| head.abs() / 2);
    let answer = match wanted % 3 {
        _ if !doc.answers || !is_note(doc) => Answer::default(),
        0 => Answer::FULL,
        1 => Answer::NO,
        _ => Answer::part(own),
    };
    let action = ['A', 'R', 'P', 'N'][usize::from(wanted / 3 % 4)];
    if action == 'P' && blocked {
        return None;
    }
    let says = Says { action, answer: if action == 'A' { answer } else { Answer::default() } };
    let rupees = |head: i64| format!("{}.{:02}", head / 100, head % 100);
    let itc = match says.answer.kind {
        AnswerKind::None => ",,,,".to_owned(),
        AnswerKind::Full => "full,,,,".to_owned(),
        AnswerKind::No => "no,,,,".to_owned(),
        AnswerKind::Part => {
            format!("part,{}", own.map(rupees).join(","))
        }
    };
    let text = |key: &str| record.0.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
    let first = |keys: [&str; 2]| keys.into_iter().map(text).find(|text| !text.is_empty()).unwrap_or_default();
    let line = [
        KEYS[doc.key].to_owned(),
        doc.supplier.clone(),
        doc.number.clone(),
        first(["idt", "nt_dt"]),
        text("rtnprd"),
        text("srcform"),
        first(["oinum", "ont_num"]),
        first(["oidt", "ont_dt"]),
        action.to_string(),
        itc,
    ];
    Some((line.join(","), says))
}

/// What is late today: the program reads the clock of the machine.
fn late_today() -> Late {
    let (year, month, day) = ims_desk::values::Day::today().ymd();
    let until = |holds: bool| if holds { year } else { year - 1 };
    Late { over: until(month == 12), due: until((month, day) > (11, 20)) }
}

const HEADINGS: &str =
    "section,stin,number,date,rtnprd,srcform,original_number,original_date,action,itc,igst,cgst,sgst,cess";

fn paise(value: &Value) -> i64 {
    value.as_str().unwrap().replace('.', "").parse().unwrap()
}

fn heads_of(value: &Value) -> [i64; 4] {
    ["iamt", "camt", "samt", "cess"].map(|head| paise(&value[head]))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn check_prints_what_a_script_counts_from_download_and_decisions((seeds, _) in books(), wanted in prop::collection::vec(0..24u8, 40)) {
        let (mut world, records) = world(&seeds, false);
        world.read();
        let mut table = vec![HEADINGS.to_owned()];
        for (place, doc) in world.docs.iter_mut().enumerate() {
            if let Some((line, says)) = (wanted[place] >= 6)
                .then(|| decision(doc, &records[&(doc.key, doc.row)], wanted[place]))
                .flatten()
            {
                table.push(line);
                // What is imported and said again with the same action keeps its answer.
                let kept = says.action == doc.yours.action && says.answer == Answer::default();
                doc.yours = Says { answer: if kept { doc.yours.answer } else { says.answer }, ..says };
            }
        }
        let of = |key: usize| records.iter().filter(|((of, _), _)| *of == key).map(|(_, record)| record.clone()).collect::<Vec<_>>();
        let sheets: Vec<(&str, Vec<Record>)> = KEYS.into_iter().enumerate().map(|(key, name)| (name, of(key))).collect();
        let sheets: Vec<(&str, &[Record])> = sheets.iter().map(|(name, records)| (*name, records.as_slice())).collect();
        let folder = Folder::new();
        let download = folder.put("download.json", common::download(&sheets));
        let decisions = folder.put("decisions.csv", table.join("\n"));
        let run = desk([
            "check".as_ref(), download.as_os_str(), "--decisions".as_ref(), decisions.as_os_str(), "--period".as_ref(),
            "102026".as_ref(), "--json".as_ref(),
        ]);
        prop_assert_eq!(&run.stderr, "", "nothing is refused");
        let credit = &run.json()["credit"];
        prop_assert_eq!(&credit["period"], "102026");
        prop_assert_eq!(&credit["gstr_3b_due"], "2026-11-20");
        let recounted = recount(&world.docs, world.closing, late_today());
        let names = CreditFigure::ALL.map(CreditFigure::key).into_iter().chain(["waits", "added", "deducted", "pending", "rejected"]);
        for name in names {
            let expected = recounted.get(name).copied().unwrap_or_default();
            let found = (credit[name]["records"].as_u64().unwrap(), heads_of(&credit[name]));
            prop_assert_eq!(found, expected, "{}", name);
        }
        let sum = |side: fn(&Doc) -> Says| world.docs.iter().fold([0; 4], |sum: [i64; 4], doc| {
            let given = gives(&world.docs, doc, world.closing, side);
            [0, 1, 2, 3].map(|i| sum[i] + given[i])
        });
        let (before, after) = (sum(|doc| doc.portal), sum(|doc| doc.yours));
        prop_assert_eq!(heads_of(&credit["as_it_stands"]), before);
        prop_assert_eq!(heads_of(&credit["after"]), after);
        prop_assert_eq!(heads_of(&credit["difference"]), [0, 1, 2, 3].map(|i| after[i] - before[i]));
        let lines = credit["gstr_3b"].as_array().unwrap();
        let with_figure: Vec<_> = lines.iter().filter(|line| line.get("heads").is_some()).collect();
        prop_assert_eq!(with_figure.len(), 1, "every other line says why not");
        prop_assert_eq!(heads_of(&with_figure[0]["heads"]), after);
        let last: BTreeMap<String, Count> = credit["pending_by_last_return"].as_array().unwrap().iter()
            .map(|of| (of["period"].as_str().unwrap().to_owned(), (of["records"].as_u64().unwrap(), heads_of(of))))
            .collect();
        prop_assert_eq!(last, by_last_return(&records, &world.docs, false));
        let suppliers: BTreeMap<String, [(u64, i64); 3]> = credit["not_coming"].as_array().unwrap().iter()
            .map(|of| {
                let part = |name: &str| (of[name]["records"].as_u64().unwrap(), paise(&of[name]["tax"]));
                (of["stin"].as_str().unwrap().to_owned(), ["not_filed", "pending", "rejected"].map(part))
            })
            .collect();
        prop_assert_eq!(suppliers, not_coming(&world.docs, world.closing));
    }
}
