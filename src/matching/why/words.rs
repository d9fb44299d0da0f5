//! The words of the sentences: fields that differ with both values, the portal's first.

use crate::book::{Book, HEADS, Mark, Section};
use crate::matching::agree::fields::{AmountLevel, DateLevel};
use crate::matching::agree::number;
use crate::matching::agree::slip::{self, Slipped};
use crate::matching::document::{Compared, Document};
use crate::matching::result::Match;
use crate::matching::why::nearest::{self, Nearest};
use crate::matching::why::sentence;
use crate::values::{Day, Paise, capital, money};

/// The fields in the order in which the first that differs keeps a match from being exact.
pub const FIELDS: [&str; 5] = ["type", "supplier", "amounts", "date", "number"];

/// An amount as the screen shows it.
pub fn rupees(paise: Paise) -> String {
    money::rupees(paise.into())
}

/// Texts as one sentence: with full stops between, none at the end.
pub fn sentence(texts: &[String]) -> String {
    let texts: Vec<&str> =
        texts.iter().map(|text| text.trim_end_matches(['.', ' '])).filter(|t| !t.is_empty()).collect();
    let mut sentence = String::new();
    for text in texts {
        // A question has its own sign at its end.
        let between = if sentence.is_empty() {
            ""
        } else if sentence.ends_with('?') {
            " "
        } else {
            ". "
        };
        sentence.push_str(between);
        sentence.push_str(text);
    }
    sentence
}

/// `an invoice`, `a credit note`.
pub fn with_article(name: &str) -> String {
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}

/// `a`, `a and b`, `a, b and c`.
pub fn and(texts: &[String]) -> String {
    match texts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Where an entry is: `line 214 of Purchase.xlsx`, `lines 12, 13 of …`.
pub fn line(book: &Book, entry: u32) -> String {
    let lines: Vec<String> = book.register().entries().lines(entry).map(|line| line.to_string()).collect();
    let word = if lines.len() == 1 { "line" } else { "lines" };
    let part = book.register().parts().get(book.register().part_of(entry));
    let file = part.map_or_else(String::new, |part| format!(" of {}", part.name()));
    format!("{word} {}{file}", lines.join(", "))
}

/// An entry with its number and day: `line 88, INV-118 of 12-10-2026`.
pub fn line_in_words(book: &Book, entry: u32) -> String {
    let entries = book.register().entries();
    let day = match entries.date(entry) {
        Day::NONE => entries.posting(entry),
        day => day,
    };
    let of = if day == Day::NONE { String::new() } else { format!(" of {day}") };
    let number = match entries.number(entry) {
        "" => "without a number",
        number => number,
    };
    format!("{}, {number}{of}", line(book, entry))
}

/// A record with its number and day: `INV-118 of 12-10-2026`.
pub fn record(book: &Book, section: Section, row: u32) -> String {
    let records = book.sheet(section).records();
    let day = records.days[row as usize];
    let of = if day == Day::NONE { String::new() } else { format!(" of {day}") };
    format!("{}{of}", records.numbers.get(row))
}

/// Why an entry is not expected in IMS.
pub fn outside(book: &Book, entry: u32) -> String {
    let entries = book.register().entries();
    if entries.has(Mark::ReverseCharge, entry) {
        "Not expected in IMS: reverse charge".to_owned()
    } else if entries.has(Mark::Import, entry) {
        "Not expected in IMS: an import".to_owned()
    } else if entries.gstin(entry).trim().is_empty() {
        "Not expected in IMS: the books give no GSTIN".to_owned()
    } else {
        format!("Not expected in IMS: {} is no GSTIN", entries.gstin(entry).trim())
    }
}

/// That the register does not cover a day.
pub fn not_covered(book: &Book, day: Day) -> Option<String> {
    let parts = book.register().parts();
    if day == Day::NONE || parts.is_empty() || parts.iter().any(|part| part.covers(day)) {
        return None;
    }
    let spans = parts.iter().filter_map(|part| part.covers).map(|(from, to)| format!("{from} to {to}"));
    let spans: Vec<String> = spans.collect();
    if spans.is_empty() {
        return None;
    }
    Some(format!("The register covers {}; this document is of {day}", and(&spans)))
}

/// The amendment that counts in the place of a record: ` in S/40 of 12-05-2026`.
pub fn amendment_of(book: &Book, section: Section, row: u32) -> Option<String> {
    let amendments = section.amendment()?;
    let sheet = book.sheet(amendments);
    let amendment = book.sheet(section).amendments(row).filter(|&row| sheet.in_force(row)).last()?;
    Some(format!(" to {}", record(book, amendments, amendment)))
}

/// What is missing to a sum of several, or nothing.
pub fn missing_to_the_sum(book: &Book, of: &Match) -> String {
    let entries = book.register().entries();
    let records: Paise =
        of.records.iter().map(|&(s, row)| book.sheet(s).records().heads(row).iter().sum::<Paise>()).sum();
    let booked: Paise = of.entries.iter().filter_map(|&entry| entries.tax(entry)).sum();
    match records.abs_diff(booked) as Paise {
        0 => String::new(),
        apart => format!(", but for {} of tax", rupees(apart)),
    }
}

/// How two numbers differ by a slip.
pub fn slip(record: &Document, entry: &Document) -> &'static str {
    match slip::slip(&record.number.plain(), &entry.number.plain()) {
        Some(Slipped::Exchanged) => "two characters exchanged",
        Some(Slipped::Changed) => "one character differs",
        Some(Slipped::Missing) => "one character is missing in the books",
        Some(Slipped::Added) => "the books have one character more",
        None => "the number differs",
    }
}

/// The values of a record and an entry, for words about them.
pub struct Fields<'a> {
    record: &'a Document,
    entry: &'a Document,
    compared: &'a Compared,
    record_gstin: &'a str,
    /// The entry's GSTIN as it is.
    pub entry_gstin: &'a str,
    record_number: &'a str,
    /// The entry's number as it is.
    pub entry_number: &'a str,
}

impl<'a> Fields<'a> {
    /// Of a record and an entry that were compared.
    pub fn of(
        book: &'a Book,
        section: Section,
        row: u32,
        line: u32,
        record: &'a Document,
        entry: &'a Document,
        compared: &'a Compared,
    ) -> Fields<'a> {
        let (records, entries) = (book.sheet(section).records(), book.register().entries());
        Fields {
            record,
            entry,
            compared,
            record_gstin: records.suppliers.get(row),
            entry_gstin: entries.gstin(line).trim(),
            record_number: records.numbers.get(row),
            entry_number: entries.number(line),
        }
    }

    /// The fields that differ, in order.
    pub fn differing(&self) -> Vec<&'static str> {
        let a = &self.compared.agreement;
        let differs = [
            !a.same_kind,
            !sentence::same_supplier(self.compared),
            a.amounts != AmountLevel::Equal,
            a.date != DateLevel::Same,
            !a.number.is_same(),
        ];
        FIELDS.into_iter().zip(differs).filter(|field| field.1).map(|field| field.0).collect()
    }

    /// Which of supplier, number and date are equal: `Supplier, number and date are equal`, or nothing.
    pub fn equal(&self) -> String {
        let differing = self.differing();
        let equal = ["supplier", "number", "date"].into_iter().filter(|field| !differing.contains(field));
        let equal: Vec<String> = equal.map(str::to_owned).collect();
        match equal.len() {
            0 => String::new(),
            n => capital(&format!("{} {} equal", and(&equal), if n == 1 { "is" } else { "are" })),
        }
    }

    /// A field that differs, in words.
    pub fn difference(&self, field: &str) -> String {
        match field {
            "type" => format!("{} and {}", self.record.kind.name(), self.entry.kind.name()),
            "supplier" => self.suppliers(),
            "amounts" => self.amounts(),
            "date" => self.dates(),
            _ => self.numbers(),
        }
    }

    /// All that differs, in words.
    pub fn all_that_differs(&self) -> String {
        let all: Vec<String> = self.differing().into_iter().map(|field| self.difference(field)).collect();
        if all.is_empty() { "All agrees".to_owned() } else { all.join("; ") }
    }

    /// Both GSTINs.
    pub fn suppliers(&self) -> String {
        let entry = if self.entry_gstin.is_empty() { "no GSTIN" } else { self.entry_gstin };
        format!("{} and {entry}", self.record_gstin)
    }

    /// Both numbers.
    pub fn numbers(&self) -> String {
        let entry = if self.entry_number.trim().is_empty() { "no number" } else { self.entry_number.trim() };
        format!("{} and {entry}", self.record_number.trim())
    }

    /// The amounts that differ, with both values.
    pub fn amounts(&self) -> String {
        let (portal, books) = (&self.record.amounts, &self.entry.amounts);
        let mut differ = Vec::new();
        let mut one = |name: &str, a: Option<Paise>, b: Option<Paise>| match (a, b) {
            (Some(a), Some(b)) if a != b => differ.push(format!("{name} {} and {}", rupees(a), rupees(b))),
            _ => {}
        };
        match (portal.heads, books.heads) {
            (Some(a), Some(b)) => (0..4).for_each(|head| one(HEADS[head], Some(a[head]), Some(b[head]))),
            _ => one("tax", portal.tax, books.tax),
        }
        match books.taxable {
            Some(_) => one("taxable value", portal.taxable, books.taxable),
            None => one("value", portal.value, books.value),
        }
        if books.tax.is_none() {
            differ.push("the books give no tax".to_owned());
        }
        if differ.is_empty() { "the amounts agree".to_owned() } else { differ.join(", ") }
    }

    /// Both dates, and how they differ.
    pub fn dates(&self) -> String {
        let entry = if self.entry.day == Day::NONE { self.entry.posting } else { self.entry.day };
        if entry == Day::NONE || self.record.day == Day::NONE {
            return "no date to compare".to_owned();
        }
        let both = format!("{} and {entry}", self.record.day);
        let ((ya, ma, da), (yb, mb, db)) = (self.record.day.ymd(), entry.ymd());
        if sentence::exchanged(self.record, self.entry) {
            format!("{both}: day and month exchanged?")
        } else if (ma, da) == (mb, db) && ya != yb {
            format!("{both}: the year differs")
        } else {
            match self.record.day.0.abs_diff(entry.0) {
                1 => format!("{both}, 1 day apart"),
                days => format!("{both}, {days} days apart"),
            }
        }
    }

    /// What of two numbers that are written differently is left out.
    pub fn written(&self) -> String {
        let groups = |document: &Document| document.number.groups().map(str::to_owned).collect::<Vec<_>>();
        let (mine, theirs) = (groups(self.record), groups(self.entry));
        let missing = |from: &[String], of: &[String]| {
            let digits = |group: &String| number::is_digits(group);
            // Letters behind the digits that both have are no prefix.
            let serial = from.iter().rposition(|group| digits(group) && of.contains(group)).unwrap_or(from.len());
            let letters = |list: &[String]| list.iter().any(|group| !digits(group) && !of.contains(group));
            let year = from.iter().any(|group| digits(group) && !of.contains(group));
            let (front, behind) = from.split_at(serial);
            let words = [(letters(front), "prefix"), (year, "financial year"), (letters(behind), "suffix")];
            let words: Vec<String> = words.into_iter().filter(|word| word.0).map(|word| word.1.to_owned()).collect();
            and(&words)
        };
        let (left_out, added) = (missing(&mine, &theirs), missing(&theirs, &mine));
        let how = match (left_out.as_str(), added.as_str()) {
            ("", "") => "written differently".to_owned(),
            // Two years of one kind: neither side leaves anything out.
            ("financial year", "financial year") => "the financial year differs".to_owned(),
            (left_out, "") => format!("the books leave out {left_out}"),
            ("", added) => format!("the books add {added}"),
            _ => format!("the books leave out {left_out} and add {added}"),
        };
        let rest = if self.compared.agreement.amounts == AmountLevel::Equal { ". All else agrees" } else { "" };
        format!("{}: {how}{rest}", self.numbers())
    }

    /// What agrees.
    pub fn matched(&self, line: &str) -> String {
        let mut fields = vec!["number".to_owned()];
        if !self.compared.dates.only_posting {
            fields.push("date".to_owned());
        }
        let books = &self.entry.amounts;
        match (books.taxable, books.value) {
            (Some(_), _) => fields.push("taxable value".to_owned()),
            (None, Some(_)) => fields.push("value".to_owned()),
            _ => {}
        }
        match books.heads {
            Some(heads) => fields.extend((0..4).filter(|&head| heads[head] != 0).map(|head| HEADS[head].to_owned())),
            None => fields.extend(books.tax.map(|_| "tax".to_owned())),
        }
        format!("Matched with {line}: {}", fields.join(", "))
    }

    /// That only the day of entry is given.
    pub fn only_posted(&self) -> Option<String> {
        let posting = self.entry.posting;
        let words = || format!("The books give only the day of entry, {posting}; not compared");
        self.compared.dates.only_posting.then(words)
    }

    /// That the values differ while all that is compared agrees.
    pub fn value_differs(&self) -> Option<String> {
        let (portal, books) = (&self.record.amounts, &self.entry.amounts);
        let (Some(a), Some(b), Some(_)) = (portal.value, books.value, books.taxable) else { return None };
        let mentioned = self.compared.agreement.amounts <= AmountLevel::Within && a != b;
        mentioned.then(|| format!("The value differs: {} and {}", rupees(a), rupees(b)))
    }

    /// What keeps the nearest from being a match: the most serious, and how many more.
    pub fn blocked(&self, nearest: &Nearest) -> String {
        let blocking = nearest::blocking(self.compared);
        let Some((first, more)) = blocking.split_first() else {
            return format!("{} and {} were not paired", self.record_number, self.entry_number);
        };
        if blocking.len() == FIELDS.len() {
            return "nothing of it agrees".to_owned();
        }
        let verb = if first.ends_with('s') { "block" } else { "blocks" };
        let more = match more.len() {
            0 => String::new(),
            1 => ", and one more".to_owned(),
            more => format!(", and {} more", ["", "", "two", "three", "four"].get(more).copied().unwrap_or("some")),
        };
        debug_assert_eq!(nearest.blocking, blocking.len());
        format!("{first} {verb} it ({}){more}", self.difference(first))
    }
}
