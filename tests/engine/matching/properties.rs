//! What must hold of every book.

use std::collections::HashSet;

use ims_desk::book::{Action, Section};
use ims_desk::matching::suggest::suggestion::suggestion;
use ims_desk::matching::{Class, Matches, Suggested};
use proptest::prelude::*;

use super::given::{book, in_lines, matches, today};

fn line(entry: bool) -> impl Strategy<Value = String> {
    let gstins =
        if entry { vec!["27Z", "29Z", "33Z", "27T", "-", "29ZZZZZ9999Z1Z5"] } else { vec!["27Z", "29Z", "33Z", "27T"] };
    let pick = proptest::sample::select::<&str>;
    let serial = 995u32..1010;
    let prefix = pick(vec!["", "INV-", "INV/26-27/", "GST-", "inv 0"]);
    let day = 1u32..29;
    let month = pick(vec!["06-2026", "06-2026", "05-2026", "03-2026"]);
    let amounts = pick(vec!["1000/180", "1000.40/180.10", "1000/90+90", "500/90", "1180/0", "2000/360"]);
    let kind = pick(vec!["invoice", "invoice", "invoice", "credit", "debit"]);
    (pick(gstins), prefix, serial, (day, month), amounts, kind, any::<[bool; 3]>()).prop_map(
        move |(gstin, prefix, serial, (day, month), amounts, kind, [a, b, c])| {
            let number = format!("{prefix}{serial}").replace(' ', if entry { "_" } else { "" });
            if entry {
                let options = [(a && b && c, " rcm"), (a && !b && c, " ineligible"), (!a && !b && c, " voucher=V2")];
                let options: String = options.into_iter().filter(|option| option.0).map(|option| option.1).collect();
                return format!("{gstin} {number} {day:02}-{month} {amounts} type={kind}{options}");
            }
            let section = match kind {
                "credit" => "b2bcn",
                "debit" => "b2bdn",
                _ => "b2b",
            };
            let options = [(a && b, " unfiled"), (b && c, " period=072026"), (a && b && c, " action=P")];
            let options: String = options.into_iter().filter(|option| option.0).map(|option| option.1).collect();
            format!("{section} {gstin} {number} {day:02}-{month} {amounts}{options}")
        },
    )
}

fn some(entry: bool) -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(line(entry), 0..24)
}

fn refs(lines: &[String]) -> Vec<&str> {
    lines.iter().map(String::as_str).collect()
}

/// Class, records, lines of the entries, what is suggested.
type NamedMatch = (Class, Vec<(Section, u32)>, Vec<String>, Suggested);

/// The matches with entries named by their lines, not their places.
fn named(lines: &[&str], book: &ims_desk::book::Book, matches: &Matches) -> Vec<NamedMatch> {
    let mut all: Vec<_> = matches
        .all()
        .map(|of| {
            let mut entries: Vec<String> = of.entries.iter().map(|&entry| lines[entry as usize].to_owned()).collect();
            entries.sort();
            let suggested = ims_desk::matching::suggest::suggestion::of_match(book, matches, &of, today()).what;
            (of.class, of.records, entries, suggested)
        })
        .collect();
    all.sort();
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_record_and_every_entry_is_in_exactly_one_match(records in some(false), entries in some(true), complete in any::<bool>()) {
        let book = book(&refs(&records), &refs(&entries), complete);
        let matches = matches(&book);
        let (mut seen_records, mut seen_entries) = (HashSet::new(), HashSet::new());
        for of in matches.all() {
            prop_assert!(of.class != Class::None);
            for record in of.records {
                prop_assert!(seen_records.insert(record), "{record:?} twice");
            }
            for entry in of.entries {
                prop_assert!(seen_entries.insert(entry), "{entry} twice");
            }
        }
        // Of two records that are alike to the letter one is in force.
        let in_force = |section: Section| {
            let sheet = book.sheet(section);
            (0..sheet.rows()).filter(|&row| sheet.in_force(row)).map(move |row| (section, row)).collect::<Vec<_>>()
        };
        let in_force: HashSet<_> = Section::ALL.into_iter().flat_map(in_force).collect();
        let alike: HashSet<&String> = records.iter().collect();
        prop_assert!(alike.len() <= in_force.len() && in_force.len() <= records.len());
        prop_assert_eq!(seen_records, in_force);
        prop_assert_eq!(seen_entries.len(), entries.len());
        prop_assert_eq!(matches.counts().iter().sum::<u64>(), matches.all().count() as u64);
    }

    #[test]
    fn shuffled_lines_give_the_same_matches(records in some(false), entries in some(true).prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle()))) {
        let (one, other) = (refs(&entries.0), refs(&entries.1));
        let (first, second) = (book(&refs(&records), &one, true), book(&refs(&records), &other, true));
        let (a, b) = (matches(&first), matches(&second));
        prop_assert_eq!(named(&one, &first, &a), named(&other, &second, &b));
    }

    #[test]
    fn nothing_is_decided_and_only_what_is_open_gets_a_suggestion(records in some(false), entries in some(true)) {
        let book = book(&refs(&records), &refs(&entries), true);
        let matches = matches(&book);
        let mut accepted = HashSet::new();
        for section in Section::ALL {
            let sheet = book.sheet(section);
            for row in 0..sheet.rows() {
                let found = matches.record(section, row);
                prop_assert_eq!(sheet.decision(row), sheet.baseline(row));
                let open = sheet.actions()[row as usize] == Action::NoAction;
                let suggested = suggestion(&book, &matches, section, row, today()).what;
                prop_assert_eq!(suggested, if open { found.suggested } else { Suggested::Nothing });
                if suggested == Suggested::Accept {
                    // One document reported twice is accepted once.
                    let day = sheet.records().days[row as usize];
                    let number: String = sheet.records().numbers.folded(row).chars().filter(char::is_ascii_alphanumeric).collect();
                    let of = (section, sheet.records().suppliers.get(row).to_owned(), number, day.financial_year_end());
                    let amounts = sheet.records().heads(row).map(|head| head / 1_000);
                    prop_assert!(accepted.insert((of, amounts)), "accepted twice: {}", sheet.records().numbers.get(row));
                }
            }
        }
    }

    #[test]
    fn a_number_that_both_sides_have_is_never_crossed(serials in proptest::collection::vec(1000u32..1030, 2..12)) {
        // Every record has an entry of its number, all with the same amounts, a few days apart.
        let serials: Vec<u32> = serials.into_iter().collect::<HashSet<_>>().into_iter().collect();
        let records: Vec<String> = serials.iter().map(|n| format!("27Z QK/{n} 10-06-2026 8000/720+720")).collect();
        let entries: Vec<String> = serials.iter().rev().map(|n| format!("27Z QK-{n} 13-06-2026 8000/720+720")).collect();
        let book = book(&refs(&records), &refs(&entries), false);
        for of in matches(&book).all() {
            prop_assert_eq!(of.class, Class::Date);
            prop_assert_eq!(serials.len() as u32 - 1 - of.records[0].1, of.entries[0]);
        }
    }
}

#[test]
fn neighbours_in_a_series_are_two_documents() {
    for (record, entry) in [("1003", "1004"), ("INV-999", "INV-1000"), ("INV/26-27/1003", "1004"), ("A-0009", "A-10")] {
        let book =
            book(&[&format!("29Z {record} 10-06-2026 5000/900")], &[&format!("29Z {entry} 10-06-2026 5000/900")], true);
        assert_eq!(in_lines(&book, &matches(&book)), ["portal 1 =  look", "books  = 1 -"], "{record} {entry}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn matching_again_after_a_link_gives_what_matching_all_gives(
        records in proptest::collection::vec(line(false), 1..16),
        entries in proptest::collection::vec(line(true), 1..16),
        picks in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>()), 1..4),
    ) {
        use ims_desk::book::{Link, LinkKind, LinkedEntry, LinkedRecord};
        let mut book = book(&refs(&records), &refs(&entries), true);
        let mut found = matches(&book);
        let all: Vec<(Section, u32)> =
            Section::ALL.into_iter().flat_map(|section| (0..book.sheet(section).rows()).map(move |row| (section, row))).collect();
        for (record, entry, apart) in picks {
            let (record, entry) = (all[record.index(all.len())], entry.index(entries.len()) as u32);
            let (of_record, of_entry) = (LinkedRecord::of(&book, record.0, record.1), LinkedEntry::of(book.register().entries(), entry));
            let mut links = book.links().clone();
            if apart {
                links.aparts.push((of_record, of_entry));
                book.set_links(links);
            } else {
                // A record and an entry are in at most one link.
                let holds = |link: &Link| link.records.iter().any(|r| r.key() == of_record.key()) || link.entries.iter().any(|e| e.identity == of_entry.identity);
                let mut touched = vec![(record, entry)];
                for old in book.links().find(&book).links.iter().filter(|old| holds(&book.links().links[old.link])) {
                    touched.push((old.records[0], old.entries[0]));
                }
                links.links.retain(|link| !holds(link));
                links.links.push(Link { kind: LinkKind::Linked, records: Box::new([of_record]), entries: Box::new([of_entry]) });
                book.set_links(links);
                let (records, rows): (Vec<_>, Vec<_>) = touched.into_iter().unzip();
                found = found.renewed(&book, today(), &records, &rows);
                prop_assert_eq!(in_lines(&book, &found), in_lines(&book, &matches(&book)));
                continue;
            }
            found = found.renewed(&book, today(), &[record], &[entry]);
            prop_assert_eq!(in_lines(&book, &found), in_lines(&book, &matches(&book)));
        }
    }
}
