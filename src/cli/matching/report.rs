//! The JSON of `match`, streamed match by match.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::Outcome;
use super::source::Source;
use crate::book::{AnswerKind, Book, EntrySum, Field, HEADS, Section};
use crate::cli::report::{self, Object};
use crate::matching::suggest::{answer, figures, offer, suggestion};
use crate::matching::why::nearest::Among;
use crate::matching::why::sentence::{Explainer, Explanation};
use crate::matching::{Class, Flag, Match, Suggested};
use crate::portal::keys;
use crate::register::NoteWords;
use crate::values::{Day, Paise, money};

impl Outcome {
    /// Writes the report.
    pub(super) fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let (book, matches) = (&self.book, &self.matches);
        let figures = figures::of(book, matches, self.today);
        let mut object = Object::open(out)?;
        object.member("rtin", &book.recipient.gstin())?;
        object.list("download", book.files().map(|source| &source.name))?;
        object.list("registers", self.sources.iter().map(source))?;
        object.member("settings", &self.settings())?;
        let counts = Class::ALL.into_iter().zip(matches.record_counts());
        let counts: Map<String, Value> = counts.map(|(class, count)| (class.name().to_owned(), count.into())).collect();
        object.member("counts", &counts)?;
        object.member("not_claimable", &not_claimable(&figures))?;
        object.member(
            "round_off",
            &json!({
                "matches": figures.rounded,
                "portal_more": money::plain(figures.portal_more), "portal_less": money::plain(figures.portal_less),
            }),
        )?;
        let mut explainer = Explainer::new(book, matches, self.today);
        object.list("matches", matches.all().map(|of| self.one(&of, &explainer.explain(&of))))?;
        let offered = offer::of_class(book, matches, Class::Exact, self.today, |_, _| true);
        let left = offered.left().map(|(left, records)| json!({"why": left.key(), "records": records}));
        object
            .member("accept_all_exact", &json!({"records": offered.records.len(), "left": left.collect::<Vec<_>>()}))?;
        object.list("refused", self.refused.iter().map(report::refused))?;
        object.list("notes", self.notes.iter().chain(&self.asked))?;
        object.close()
    }

    fn settings(&self) -> Value {
        let settings = &self.book.match_settings();
        let per_cent = money::plain(settings.per_cent.into());
        let per_cent = per_cent.trim_end_matches('0').trim_end_matches('.');
        json!({
            "tolerance": money::plain(settings.tolerance.into()), "percent": per_cent, "days": settings.days,
            "same_year": settings.same_year,
            "returns": if settings.returns == crate::book::Returns::InGstr2b { "2b" } else { "booked" },
            "unfiled": settings.unfiled, "today": iso(self.today),
        })
    }

    fn one(&self, of: &Match, why: &Explanation) -> Value {
        let nearest = why.nearest.as_ref().map(|(among, nearest)| match among {
            Among::Entries => json!({"entry": self.entry(nearest.id)}),
            Among::Records => {
                let (section, row) = self.matches.record_of(nearest.id);
                json!({"record": record(&self.book, section, row)})
            }
        });
        json!({
            "class": of.class.name(), "by": if of.flags.has(Flag::Link) { "link" } else { "match" }, "how": how(of),
            "tie": of.flags.has(Flag::Tie),
            "records": of.records.iter().map(|&(section, row)| record(&self.book, section, row)).collect::<Vec<_>>(),
            "entries": of.entries.iter().map(|&entry| self.entry(entry)).collect::<Vec<_>>(),
            "differs": why.differs, "blocks": why.blocks(), "not_claimable": figures::is_not_claimable(&self.book, of),
            "nearest": nearest, "nearest_blocks": why.nearest_blocks,
            "suggestion": self.suggestion(of), "text": why.text,
        })
    }

    fn suggestion(&self, of: &Match) -> Value {
        let suggested = suggestion::of_match(&self.book, &self.matches, of, self.today);
        let proposes = matches!(suggested.what, Suggested::Accept | Suggested::Look);
        let proposed = of
            .records
            .iter()
            .filter(|_| proposes)
            .find_map(|&(section, row)| answer::proposed(&self.book, of, section, row, self.today));
        let (itc, heads) = match proposed.as_ref().map(|proposed| proposed.answer) {
            None => ("", None),
            Some(answer) => match answer.kind {
                AnswerKind::Full => ("full", None),
                AnswerKind::No => ("no", None),
                AnswerKind::Part => ("part", Some(answer.heads.map(|head| money::plain(head.into())))),
                AnswerKind::None => ("", None),
            },
        };
        json!({"action": suggested.what.letter(), "itc": itc, "heads": heads, "why": suggested.why})
    }

    fn entry(&self, entry: u32) -> Value {
        let (entries, register) = (self.book.register().entries(), &self.book.register());
        let part = register.part_of(entry);
        let place = self.sources.iter().position(|source| source.part == Some(part)).unwrap_or(0);
        let head = |sum: EntrySum| entries.has_heads(entry).then(|| entries.sum(sum, entry));
        json!({
            "register": place, "lines": entries.lines(entry).collect::<Vec<_>>(), "gstin": entries.gstin(entry),
            "number": entries.number(entry), "date": known(entries.date(entry)), "posting": known(entries.posting(entry)),
            "type": entries.kind(entry).name(), "taxable": amount(entries.amount(EntrySum::Taxable, entry)),
            "igst": amount(head(EntrySum::Igst)), "cgst": amount(head(EntrySum::Cgst)), "sgst": amount(head(EntrySum::Sgst)),
            "cess": amount(head(EntrySum::Cess)), "tax": amount(entries.tax(entry)),
            "value": amount(entries.amount(EntrySum::Value, entry)),
        })
    }
}

fn how(of: &Match) -> &'static str {
    if of.class == Class::Several {
        if of.flags.has(Flag::ByAmounts) { "amounts" } else { "numbers" }
    } else if of.flags.has(Flag::Alone) {
        "alone"
    } else {
        ""
    }
}

fn amount(paise: Option<Paise>) -> Option<String> {
    paise.map(|paise| money::plain(paise.into()))
}

fn iso(day: Day) -> String {
    let (year, month, day) = day.ymd();
    format!("{year:04}-{month:02}-{day:02}")
}

fn known(day: Day) -> Option<String> {
    (day != Day::NONE).then(|| iso(day))
}

fn record(book: &Book, section: Section, row: u32) -> Value {
    let records = book.sheet(section).records();
    let date = records.odd(row, Field::Day).map_or_else(|| records.days[row as usize].to_string(), str::to_owned);
    let tax: i128 = records.heads(row).into_iter().map(i128::from).sum();
    json!({
        "section": keys::section_key(section), "row": row, "stin": records.suppliers.get(row),
        "number": records.numbers.get(row), "date": date, "rtnprd": records.periods.get(row), "tax": money::plain(tax),
    })
}

fn not_claimable(figures: &figures::Figures) -> Value {
    let mut value = json!({"records": figures.not_claimable});
    for (head, sum) in HEADS.into_iter().zip(figures.not_claimable_heads) {
        value[head.to_ascii_lowercase()] = money::plain(sum).into();
    }
    value
}

fn source(source: &Source) -> Value {
    let sheet = &source.sheet;
    let columns = sheet.columns.iter().map(|column| {
        json!({"column": column.letters(), "heading": column.heading, "field": column.field.key(), "sure": column.sure})
    });
    let left_out = sheet.left_out.iter().map(|(line, why)| json!({"line": line, "why": why.key()}));
    let total = sheet.total_line.as_ref().map(|total| if total.agrees { "agrees" } else { "differs" });
    let notes = source.notes().map(|words| if words == NoteWords::Ours { "ours" } else { "theirs" });
    let sums = [
        ("taxable", EntrySum::Taxable),
        ("igst", EntrySum::Igst),
        ("cgst", EntrySum::Cgst),
        ("sgst", EntrySum::Sgst),
        ("cess", EntrySum::Cess),
    ];
    let read = |sum: EntrySum| (!sheet.lacking[sum as usize]).then(|| money::plain(sheet.sums[sum as usize]));
    let sums: Map<String, Value> = sums.into_iter().map(|(name, sum)| (name.to_owned(), read(sum).into())).collect();
    json!({
        "file": source.file, "sheet": sheet.name, "kind": source.kind, "layout": sheet.layout, "heading": sheet.heading,
        "columns": columns.collect::<Vec<_>>(), "debit_notes": notes, "month_first": sheet.month_first,
        "covers": sheet.covers.map(|(from, to)| [iso(from), iso(to)]), "complete": source.complete,
        "lines": sheet.lines, "entries": source.entries, "left_out": left_out.collect::<Vec<_>>(), "total_line": total,
        "sums": sums, "notes": sheet.notes,
    })
}
