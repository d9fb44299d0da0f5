//! The lines of suppliers for random books and commands, beside a plain recount that shares no code with the program's: it walks
//! the records one after another, and takes the credit from the plain reading of the rules.

use std::collections::BTreeMap;

use crate::common;
use crate::credit_any::{Doc, KEYS, Says, Step, World, books, gives, step, today};

use common::section;
use ims_desk::book::Action;
use ims_desk::cli::report::SupplierReport;
use ims_desk::rules::credit::Figures;
use ims_desk::rules::{Findings, RuleId, Weight};
use ims_desk::view::suppliers::{
    SupplierColumn, SupplierEntry, SupplierFilter, SupplierLine, SupplierLines, SupplierList, SupplierNumbers,
    SupplierSort, all_lines,
};
use ims_desk::work::Progress;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Two of one PAN, one by itself, and one that is no GSTIN.
const SUPPLIERS: [(&str, &str); 5] = [
    ("27ZZZZZ9999Z1Z8", "Zintoba Polymers"),
    ("29ZZZZZ9999Z1Z4", "Zintoba Polymers South"),
    ("24AAAAA0000A1Z8", "Umbrivel Steel"),
    ("ABC", "An unregistered shop"),
    ("27TESTA1234B1ZA", ""),
];

/// A world whose records are of the suppliers that these numbers name, some in small letters and with spaces.
fn world(seeds: &[Vec<crate::credit_any::Seed>], quarterly: bool, whose: &[usize]) -> World {
    World::of(seeds, quarterly, |key, row, record| {
        let (gstin, name) = SUPPLIERS[whose[(key / 2 * 5 + row) % whose.len()]];
        record.with("stin", gstin).with("tradenm", name)
    })
}

fn paise(sum: i64) -> String {
    let (sign, sum) = (if sum < 0 { "-" } else { "" }, sum.abs());
    format!("{sign}{}.{:02}", sum / 100, sum % 100)
}

fn heads(sums: [i64; 4]) -> Value {
    let [igst, cgst, sgst, cess] = sums.map(paise);
    json!({"iamt": igst, "camt": cgst, "samt": sgst, "cess": cess})
}

/// What should be said of each supplier.
fn recount(world: &World, findings: &Findings) -> BTreeMap<String, Value> {
    let mut of: BTreeMap<String, Vec<&Doc>> = BTreeMap::new();
    world.docs.iter().for_each(|doc| of.entry(doc.supplier.clone()).or_default().push(doc));
    let one = |(stin, docs): (String, Vec<&Doc>)| {
        let count = |passes: &dyn Fn(&Doc) -> bool| docs.iter().filter(|doc| passes(doc)).count();
        let actions = ["N", "A", "R", "P"].map(|letter| count(&|doc| doc.yours.action.to_string() == letter));
        let sum = |of: &dyn Fn(&Doc) -> [i64; 4]| {
            docs.iter().fold([0; 4], |sum, doc| std::array::from_fn(|i| sum[i] + of(doc)[i]))
        };
        let side = |side: fn(&Doc) -> Says| sum(&|doc| gives(&world.docs, doc, world.closing, side));
        let (before, after, tax) = (side(|doc| doc.portal), side(|doc| doc.yours), sum(&|doc| doc.tax));
        let taxable = |doc: &Doc| {
            let (sign, taxable) =
                (if matches!(doc.key, 4 | 5) { -1 } else { 1 }, if matches!(doc.key, 2..=5) { 10_000 } else { 1_000 });
            sign * taxable * 100
        };
        let taxable: i64 = docs.iter().map(|doc| taxable(doc)).sum();
        let [igst, cgst, sgst, cess] = tax.map(paise);
        let said = json!({
            "stin": stin,
            "name": SUPPLIERS.iter().find(|(gstin, _)| *gstin == stin).unwrap().1,
            "records": docs.len(),
            "actions": {"N": actions[0], "A": actions[1], "R": actions[2], "P": actions[3]},
            "not_filed": count(&|doc| !doc.filed),
            "alerts": count(&|doc| findings.worst(section(KEYS[doc.key]), doc.row) >= Some(Weight::Warns)),
            "portal_errors": count(&|doc| findings.has(section(KEYS[doc.key]), doc.row, RuleId::F7)),
            "totals": {"val": paise(taxable + tax.iter().sum::<i64>()), "txval": paise(taxable), "iamt": igst, "camt": cgst, "samt": sgst, "cess": cess},
            "figures": {"as_it_stands": heads(before), "after": heads(after), "difference": heads(std::array::from_fn(|i| after[i] - before[i]))},
        });
        (stin, said)
    };
    of.into_iter().map(one).collect()
}

fn whose() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..SUPPLIERS.len(), 1..25)
}

fn carried_out(world: &mut World, steps: &[Step]) {
    world.read();
    for step in steps {
        world.carry_out(step);
        world.read();
    }
}

fn lines_of(world: &World) -> (SupplierNumbers, SupplierLines, Findings) {
    let findings = Findings::of(&world.book, today());
    let numbers = SupplierNumbers::of(&world.book);
    let lines = all_lines(&world.book, &findings, &numbers, today(), &Progress::default()).unwrap();
    (numbers, lines, findings)
}

fn columns() -> impl Strategy<Value = Vec<SupplierSort>> {
    let key = (prop::sample::select(SupplierColumn::ALL.to_vec()), any::<bool>());
    prop::collection::vec(key.prop_map(|(column, descending)| SupplierSort { column, descending }), 0..3)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn suppliers_are_those_of_a_plain_recount_after_every_command((seeds, quarterly) in books(), whose in whose(), steps in prop::collection::vec(step(), 0..8)) {
        let mut world = world(&seeds, quarterly, &whose);
        carried_out(&mut world, &steps);
        let findings = Findings::of(&world.book, today());
        let said: BTreeMap<String, Value> = SupplierReport::all(&world.book, &findings, today())
            .iter()
            .map(|report| serde_json::to_value(report).unwrap())
            .map(|said| (said["stin"].as_str().unwrap().to_owned(), said))
            .collect();
        prop_assert_eq!(said, recount(&world, &findings));
    }

    #[test]
    fn all_lines_together_are_the_figures_of_the_book((seeds, quarterly) in books(), whose in whose(), steps in prop::collection::vec(step(), 0..8)) {
        let mut world = world(&seeds, quarterly, &whose);
        carried_out(&mut world, &steps);
        let (numbers, lines, _) = lines_of(&world);
        let list = SupplierList::of(&world.book, &numbers, &lines, &SupplierFilter::default(), &[], &Progress::default()).unwrap();
        let figures = Figures::of(&world.book, today());
        prop_assert_eq!(list.sums.as_it_stands, figures.as_it_stands.iter().sum::<i128>());
        prop_assert_eq!(list.sums.after, figures.after.iter().sum::<i128>());
        prop_assert_eq!(list.sums.records as usize, world.docs.len());
        prop_assert_eq!(u64::from(list.sums.not_filed), figures.not_filed.records);
    }

    #[test]
    fn the_list_is_filtered_sorted_and_grouped_as_a_plain_loop_would(
        (seeds, quarterly) in books(),
        whose in whose(),
        steps in prop::collection::vec(step(), 0..4),
        keys in columns(),
        text in prop::sample::select(vec!["", "zinto", "GUJ", "27", "nothing of this"]),
        range in prop::option::of((prop::sample::select(SupplierColumn::ALL[3..].to_vec()), 0..3i128)),
    ) {
        let mut world = world(&seeds, quarterly, &whose);
        carried_out(&mut world, &steps);
        let (numbers, lines, _) = lines_of(&world);
        let ranges = range.into_iter().map(|(column, least)| (column, (Some(least), None))).collect();
        let filter = SupplierFilter { text: text.into(), ranges, ..SupplierFilter::default() };
        let list = SupplierList::of(&world.book, &numbers, &lines, &filter, &keys, &Progress::default()).unwrap();
        let again = list.counted_again(&lines);
        prop_assert_eq!(again.as_ref(), Some(&list), "counted again in the same places");
        let name = |gstin: &str| SUPPLIERS.iter().find(|(known, _)| *known == gstin).unwrap().1;
        let state = |gstin: &str| match &gstin[..2] { "27" => "maharashtra", "29" => "karnataka", "24" => "gujarat", _ => "" };
        let passes = |gstin: &str, line: &SupplierLine| {
            if line.records == 0 {
                return false;
            }
            let all = format!("{}|{}|{}", name(gstin).to_lowercase(), gstin.to_lowercase(), state(gstin));
            all.contains(&text.to_lowercase())
                && range.is_none_or(|(column, least)| column.number(line) >= least)
        };
        let shown: Vec<String> = lines
            .each()
            .map(|(supplier, line)| (numbers.gstin(&world.book, supplier).into_owned(), line))
            .filter(|(gstin, line)| passes(gstin, line))
            .map(|(gstin, _)| gstin)
            .collect();
        let suppliers: Vec<u32> = list.entries.iter().filter_map(|entry| entry.supplier()).collect();
        let mut found: Vec<String> = suppliers.iter().map(|&s| numbers.gstin(&world.book, s).into_owned()).collect();
        found.sort();
        let mut wanted = shown.clone();
        wanted.sort();
        prop_assert_eq!(found, wanted, "each supplier once");
        // One PAN's suppliers stand under its line, and that has their sums.
        let both = shown.iter().filter(|gstin| gstin.contains("ZZZZZ9999Z")).count() == 2;
        let place = list.entries.iter().position(|entry| matches!(entry, SupplierEntry::Pan(_)));
        prop_assert_eq!(place.is_some(), both);
        if let Some(place) = place {
            let under = &list.entries[place + 1..place + 3];
            prop_assert!(under.iter().all(|entry| matches!(entry, SupplierEntry::Under(_))), "{:?}", under);
            let sum = |column: SupplierColumn| under.iter().map(|&entry| column.number(&list.line(&lines, entry).unwrap())).sum::<i128>();
            for column in SupplierColumn::ALL {
                prop_assert_eq!(column.number(&list.line(&lines, list.entries[place]).unwrap()), sum(column), "{:?}", column);
            }
        }
        // The lines stand in order, by the first key at least where it is a number.
        if let Some(SupplierSort { column, descending }) = keys.first().copied().filter(|key| key.column.is_amount() || key.column.is_count()) {
            let top = list.entries.iter().filter(|entry| !matches!(entry, SupplierEntry::Under(_)));
            let numbers: Vec<i128> = top.map(|&entry| column.number(&list.line(&lines, entry).unwrap())).collect();
            let fits = |pair: &[i128]| if descending { pair[0] >= pair[1] } else { pair[0] <= pair[1] };
            prop_assert!(numbers.windows(2).all(fits), "{:?}", numbers);
        }
    }

    #[test]
    fn the_rows_of_suppliers_are_their_records_in_force((seeds, quarterly) in books(), whose in whose(), picked in prop::collection::vec(0..5u32, 0..4)) {
        let world = world(&seeds, quarterly, &whose);
        let numbers = SupplierNumbers::of(&world.book);
        let mut found: Vec<(usize, u32)> = Vec::new();
        for (of, rows) in numbers.rows(&world.book, picked.iter().copied()) {
            found.extend(rows.iter().map(|row| (of as usize, row)));
        }
        let gstins: Vec<String> = picked.iter().map(|&supplier| numbers.gstin(&world.book, supplier).into_owned()).collect();
        let wanted: Vec<(usize, u32)> =
            world.docs.iter().filter(|doc| gstins.contains(&doc.supplier)).map(|doc| (doc.key, doc.row)).collect();
        prop_assert_eq!(found, wanted);
    }
}

#[test]
fn a_gstin_counts_without_spaces_and_in_either_case() {
    let records = [" 24aaaaa0000a1z8 ", "24AAAAA0000A1Z8"].map(|stin| common::invoice(stin.trim()).with("stin", stin));
    let book = common::book_of("b2b", &records);
    let findings = Findings::of(&book, today());
    let said = SupplierReport::all(&book, &findings, today());
    assert_eq!(said.len(), 1);
    let said = serde_json::to_value(&said[0]).unwrap();
    assert_eq!((&said["stin"], &said["records"]), (&json!("24AAAAA0000A1Z8"), &json!(2)));
}

#[test]
fn copies_that_were_set_aside_are_no_records_of_a_supplier() {
    let records = [common::invoice("1"), common::invoice("1").heads([90, 0, 0, 0])];
    let mut book = common::book_of("b2b", &records);
    let count = |book: &ims_desk::book::Book| {
        let findings = Findings::of(book, today());
        serde_json::to_value(&SupplierReport::all(book, &findings, today())[0]).unwrap()["records"].as_u64().unwrap()
    };
    assert_eq!(count(&book), 2);
    ims_desk::edit::Command::Pick { keep: vec![(section("b2b"), 0)] }.apply(&mut book);
    assert_eq!(count(&book), 1);
    assert_eq!(book.sheet(section("b2b")).actions()[0], Action::NoAction);
}
