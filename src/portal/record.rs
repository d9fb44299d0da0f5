//! One record of a portal file: its keys found, its values understood.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::json::{Fault, JsonKind, Scanner, Value, members, unescape};
use super::keys::{self, Key, Match};
use super::notes::{Note, Notes};
use super::words;
use crate::book::{
    Action, Answer, AnswerKind, Answers, Decision, DocumentKind, Field, Filing, Flag, Form, ItcBlock, ItcSpelling,
    NewRecord, PLACE_UNKNOWN, Section, Span, Texts, Trait, Traits,
};
use crate::values::{Day, money, state};

/// The keys of the records of a section as they were met: nearly always the same ones follow each other, in the same
/// spelling, so that a key is compared with one text rather than read and looked up.
#[derive(Default)]
pub struct KeyOrder {
    seen: Vec<SeenKey>,
    /// The place in `seen` behind the key that was read last.
    next: usize,
    /// How the ITC keys that were met are spelled.
    pub itc_spelling: ItcSpelling,
}

struct SeenKey {
    /// From its quote to its colon.
    spelling: String,
    key: Option<(Key, Match)>,
}

impl KeyOrder {
    /// Keys beyond these are looked up every time: no file of the portal has this many.
    const MOST: usize = 64;

    /// Reads a key with its colon.
    #[inline]
    fn read(&mut self, scanner: &mut Scanner<'_>, section: Section) -> Result<Option<(Key, Match)>, Fault> {
        scanner.peek();
        if let Some(next) = self.seen.get(self.next)
            && scanner.eat(&next.spelling)
        {
            self.next += 1;
            return Ok(next.key);
        }
        self.read_other(scanner, section)
    }

    /// Reads a key that is not the next one: one behind it where a record leaves out keys, the first in a new record.
    fn read_other(&mut self, scanner: &mut Scanner<'_>, section: Section) -> Result<Option<(Key, Match)>, Fault> {
        let places = (self.next..self.seen.len()).chain(0..self.next.min(self.seen.len()));
        for place in places {
            if scanner.eat(&self.seen[place].spelling) {
                self.next = place + 1;
                return Ok(self.seen[place].key);
            }
        }
        let start = scanner.at;
        let name = unescape(scanner.key()?);
        let key = keys::key(&name, section);
        self.itc_spelling.join(keys::itc_spelling(&name));
        if self.seen.len() < Self::MOST {
            let place = self.next.min(self.seen.len());
            self.seen.insert(place, SeenKey { spelling: scanner.since(start).to_owned(), key });
            self.next = place + 1;
        }
        Ok(key)
    }
}

/// The values of a record under the keys that we know.
pub struct Values<'a> {
    values: [Option<Value<'a>>; keys::COUNT],
    /// Of which keys there are values, which of these came under an alias, and which are lists or objects: a bit a key.
    present: u64,
    from_alias: u64,
    composite: u64,
}

/// The bits of some keys.
const fn bits(keys: &[Key]) -> u64 {
    let mut bits = 0;
    let mut i = 0;
    while i < keys.len() {
        bits |= 1 << keys[i] as u8;
        i += 1;
    }
    bits
}

impl<'a> Values<'a> {
    /// The value under a key; none if it is absent, `null` or `""`.
    #[inline]
    pub fn get(&self, key: Key) -> Option<Value<'a>> {
        self.values[key as usize]
    }

    /// Its text; empty if it is absent.
    pub fn text(&self, key: Key) -> Cow<'a, str> {
        self.get(key).map_or(Cow::Borrowed(""), Value::text)
    }

    /// Reads the object at which the scanner is. Keys that we do not know are skipped; the exact key counts before an
    /// alias, the first before a later one.
    pub fn scan(
        scanner: &mut Scanner<'a>,
        section: Section,
        order: &mut KeyOrder,
        notes: &mut Notes,
    ) -> Result<Values<'a>, Fault> {
        let mut record = Values::none();
        scanner.expect(b'{', "a record")?;
        order.next = 0;
        let mut first = true;
        while scanner.more_members(first)? {
            first = false;
            let start = scanner.at;
            let found = order.read(scanner, section)?;
            let value = scanner.value()?;
            let Some((key, matched)) = found.filter(|_| !value.is_absent()) else { continue };
            if record.present & bits(&[key]) == 0
                || record.is_better(key, matched, scanner.since(start), section, notes)
            {
                record.put(key, matched, value);
            }
        }
        Ok(record)
    }

    fn none() -> Values<'a> {
        Values { values: [None; keys::COUNT], present: 0, from_alias: 0, composite: 0 }
    }

    #[inline]
    fn put(&mut self, key: Key, matched: Match, value: Value<'a>) {
        let bit = bits(&[key]);
        let mark = |marks: u64, set: bool| if set { marks | bit } else { marks & !bit };
        self.values[key as usize] = Some(value);
        self.present |= bit;
        self.from_alias = mark(self.from_alias, matched == Match::Alias);
        self.composite = mark(self.composite, matches!(value.kind, JsonKind::Object | JsonKind::Array));
    }

    /// Whether another member of a key, given from its quote on, counts more than the one that there is.
    fn is_better(&self, key: Key, matched: Match, member: &str, section: Section, notes: &mut Notes) -> bool {
        let (exact, first_is_exact) = (matched == Match::Exact, self.from_alias & bits(&[key]) == 0);
        let name = key.name(section).to_owned();
        notes.add(match (first_is_exact, exact) {
            (true, true) => Note::KeyTwice(name),
            (false, true) => Note::KeyBehind(name),
            (false, false) => Note::KeySpeltTwice(name),
            (true, false) => {
                let mut scanner = Scanner::new(member);
                scanner.peek();
                Note::SecondKey { used: name, ignored: scanner.key().unwrap_or_default().to_owned() }
            }
        });
        exact && !first_is_exact
    }

    /// The values of a record that was read before.
    pub fn of(text: &'a str, section: Section) -> Values<'a> {
        Values::with_keys(text, section, &mut KeyOrder::default())
    }

    /// The same of one of many records, which have the same keys.
    pub fn with_keys(text: &'a str, section: Section, order: &mut KeyOrder) -> Values<'a> {
        let mut scanner = Scanner::new(text);
        Values::scan(&mut scanner, section, order, &mut Notes::default()).unwrap_or(Values::none())
    }
}

/// What understanding a record needs beside it.
pub struct Context<'c> {
    /// The book's texts.
    pub texts: &'c mut Texts,
    /// The book's answers.
    pub answers: &'c mut Answers,
    /// The file's notes.
    pub notes: &'c mut Notes,
}

/// Gathers what cannot be read in a record.
struct Reading<'c, 'n> {
    context: &'c mut Context<'n>,
    traits: Traits,
    odd: Vec<(Field, String)>,
}

impl Reading<'_, '_> {
    /// The record becomes read-only (rule F8); the first reason counts.
    fn refuse(&mut self, section: Section, key: Key, value: Option<Value<'_>>, why: &str) {
        if !self.traits.has(Trait::ReadOnly) {
            self.traits.add(Trait::ReadOnly);
            self.odd.push((Field::Record, format!("\"{}\" {why}", key.name(section))));
            if let Some(field) = key.field() {
                self.odd.push((field, value.map_or("", |v| v.raw).chars().take(200).collect()));
            }
        }
    }

    /// Refuses a record without its core, or with parts where one value is due.
    fn refuse_incomplete(&mut self, section: Section, values: &Values<'_>) {
        let missing = bits(&CORE) & !values.present;
        if missing != 0 {
            let key = CORE.into_iter().find(|&key| missing & bits(&[key]) != 0);
            key.into_iter().for_each(|key| {
                self.refuse(section, key, None, "is missing, and the JSON that you generate must repeat it")
            });
        }
        if values.composite != 0 {
            let key = keys::ALL.into_iter().find(|&key| values.composite & bits(&[key]) != 0);
            let why = "holds a list or an object where a value should be";
            key.into_iter().for_each(|key| self.refuse(section, key, values.get(key), why));
        }
    }

    /// Notes what is missing in a record that can be read all the same. E-commerce supplies have no type.
    fn note_missing(&mut self, section: Section, values: &Values<'_>) {
        const WITHOUT_TYPE: u64 = bits(&MAY_BE_MISSING) & !bits(&[Key::Kind]);
        let has_type = !matches!(section, Section::Ecom | Section::Ecoma);
        let due = if has_type { bits(&MAY_BE_MISSING) } else { WITHOUT_TYPE };
        let missing = due & !values.present;
        if missing != 0 && !self.traits.has(Trait::ReadOnly) {
            let keys = MAY_BE_MISSING.into_iter().filter(|&key| missing & bits(&[key]) != 0);
            keys.for_each(|key| {
                self.context.notes.add(Note::KeyMissing(key.name(section), keys::AMOUNTS.contains(&key)))
            });
        }
    }

    /// A value outside our lists (rule F4). What is missing is not outside of them.
    fn odd(&mut self, field: Field, text: &str) {
        if !text.is_empty() {
            self.traits.add(Trait::Odd);
            self.odd.push((field, text.to_owned()));
        }
    }
}

/// The core of a record: without one of these it cannot be decided on (rule F8).
const CORE: [Key; 7] = [Key::Stin, Key::Number, Key::Date, Key::Value, Key::Taxable, Key::Form, Key::Period];
/// What a record may lack: counted as nothing, and left out of the upload as well.
const MAY_BE_MISSING: [Key; 6] = [Key::Igst, Key::Cgst, Key::Sgst, Key::Cess, Key::Place, Key::Kind];

/// Understands a record and hands it to `take` (its texts are borrowed from the file or from here).
pub fn understand<R>(
    values: &Values<'_>,
    section: Section,
    span: Span,
    context: &mut Context<'_>,
    take: impl FnOnce(NewRecord<'_>) -> R,
) -> R {
    let mut r = Reading { context, traits: Traits::default(), odd: Vec::new() };
    r.refuse_incomplete(section, values);
    if values.get(Key::Number).is_some_and(|v| v.kind == JsonKind::Number) {
        r.traits.add(Trait::NumberWasNumber);
        r.context.notes.add(Note::NumberAsNumber);
    }
    for key in [Key::Stin, Key::Place, Key::Period, Key::Date] {
        if values.get(key).is_some_and(|v| v.kind == JsonKind::Number) {
            r.context.notes.add(Note::TextAsNumber(key.name(section).to_owned()));
        }
    }
    let amounts = keys::AMOUNTS.map(|key| amount(&mut r, section, key, values.get(key)).paise);
    let [pending, remarks_flag, itc] = flags(&mut r, section, values);
    let baseline = decision(&mut r, section, values);
    let day = day(&mut r, Field::Day, &values.text(Key::Date));
    let original_day = if section.is_amendment() {
        self::day(&mut r, Field::OriginalDay, &values.text(Key::OriginalDate))
    } else {
        Day::NONE
    };
    let place = place(&mut r, &values.text(Key::Place));
    let (kind, form, filing) = codes(&mut r, values);
    r.note_missing(section, values);
    let supplier = values.text(Key::Stin);
    let new = NewRecord {
        span,
        supplier: supplier.trim(),
        name: &values.text(Key::TradeName),
        number: &values.text(Key::Number),
        day,
        kind,
        amounts,
        place,
        form,
        period: &values.text(Key::Period),
        filing,
        pending,
        remarks: remarks_flag,
        itc,
        original_number: &values.text(Key::OriginalNumber),
        original_day,
        baseline,
        traits: r.traits,
        odd: r.odd,
    };
    take(new)
}

fn amount(r: &mut Reading<'_, '_>, section: Section, key: Key, value: Option<Value<'_>>) -> money::ParsedAmount {
    const ZERO: money::ParsedAmount = money::ParsedAmount { paise: 0, exact: true };
    let Some(value) = value else { return ZERO };
    let read = match value.kind {
        JsonKind::Number => money::parse(value.raw),
        JsonKind::Text => {
            r.context.notes.add(Note::AmountAsText);
            money::parse(value.text().trim())
        }
        _ => None,
    };
    read.unwrap_or_else(|| {
        r.refuse(section, key, Some(value), "does not hold an amount");
        ZERO
    })
}

fn day(r: &mut Reading<'_, '_>, field: Field, text: &str) -> Day {
    Day::parse(text.trim()).unwrap_or_else(|| {
        r.odd(field, text);
        Day::NONE
    })
}

fn place(r: &mut Reading<'_, '_>, text: &str) -> u8 {
    let code = state::code(text.trim());
    if code.and_then(state::name).is_none() {
        r.odd(Field::Place, text);
    }
    code.unwrap_or(PLACE_UNKNOWN)
}

fn codes(r: &mut Reading<'_, '_>, values: &Values<'_>) -> (DocumentKind, Form, Filing) {
    let kind = values.get(Key::Kind).map_or(DocumentKind::Absent, |v| words::kind(&v.text()));
    if kind == DocumentKind::Other {
        r.odd(Field::Kind, &values.text(Key::Kind));
    }
    let form = words::form(&values.text(Key::Form));
    if form == Form::Other {
        r.odd(Field::Form, &values.text(Key::Form));
    }
    let filing = values.get(Key::Filing).map_or(Filing::Absent, |v| words::filing(&v.text()));
    if filing == Filing::Other {
        r.odd(Field::Filing, &values.text(Key::Filing));
    }
    (kind, form, filing)
}

/// The flags for Pending, remarks and ITC. A missing one is unknown, which the book takes as allowed; in the sections
/// without an ITC block nothing is missing, as the file need not say it there.
fn flags(r: &mut Reading<'_, '_>, section: Section, values: &Values<'_>) -> [Flag; 3] {
    let mut one = |key: Key| {
        let value = values.get(key)?;
        let flag = words::flag(&value.text());
        if flag == Flag::Unknown {
            r.context.notes.add(Note::UnknownFlag(key.name(section).to_owned()));
        }
        Some(flag)
    };
    let flags = [Key::PendingBlocked, Key::RemarksBlocked, Key::ItcBlocked].map(&mut one);
    if flags[0].is_none() && values.get(Key::OldPending).is_some() {
        r.context.notes.add(Note::OldPendingFlag(Key::OldPending.name(section)));
    }
    if section.itc_block() != ItcBlock::Never && flags.contains(&None) {
        r.context.notes.add(Note::FlagMissing);
    }
    flags.map(Option::unwrap_or_default)
}

/// The imported decision.
fn decision(r: &mut Reading<'_, '_>, section: Section, values: &Values<'_>) -> Decision {
    let text = values.text(Key::Action);
    let action = if text.trim().is_empty() { Some(Action::NoAction) } else { words::action(&text) };
    if action.is_none() {
        r.odd(Field::Action, &text);
    }
    let declared = keys::DECLARED.map(|key| values.get(key).map(|v| amount(r, section, key, Some(v))));
    let text = values.text(Key::ItcAnswer);
    let mut answer = Answer::default();
    match words::yes_no(&text) {
        Some(true) if declared.iter().all(Option::is_none) => answer = Answer::FULL,
        Some(true) => {
            answer = Answer::part(declared.map(|d| d.map_or(0, |d| d.paise)));
            answer.inexact = declared.iter().flatten().any(|d| !d.exact);
        }
        Some(false) => answer.kind = AnswerKind::No,
        None if !text.is_empty() => r.odd(Field::Answer, &text),
        None => {}
    }
    Decision {
        action: action.unwrap_or(Action::Other),
        answer: r.context.answers.id(answer),
        remarks: r.context.texts.id(&values.text(Key::Remarks)),
        ..Decision::default()
    }
}

/// The names under which two records of one section say different things; empty if all their values are equal. Absent,
/// `null` and `""` are equal, and so are two spellings of one amount, flag, action or status.
pub fn differences(a: &str, b: &str, section: Section) -> Vec<String> {
    if a == b {
        return Vec::new();
    }
    let (a, b) = (meanings(a, section), meanings(b, section));
    let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    names.into_iter().filter(|&name| a.get(name) != b.get(name)).cloned().collect()
}

/// Each member's name and what its value means, the first of several of one name: equal for records that say the same.
pub fn meanings(text: &str, section: Section) -> BTreeMap<String, String> {
    let mut meanings = BTreeMap::new();
    let record = Values::of(text, section);
    for key in keys::ALL {
        if let Some(value) = record.get(key).filter(|_| key != Key::ErrorMessage && key != Key::ErrorCode) {
            meanings.insert(key.name(section).to_owned(), meaning(key, value));
        }
    }
    if record.get(Key::Action).is_none() {
        meanings.insert(Key::Action.name(section).to_owned(), format!("{:?}", Action::NoAction));
    }
    if text.len() > LONGEST {
        // Large numbers of members are not looked at one by one: they are equal if the text is.
        meanings.insert("the rest".to_owned(), format!("{:x}", xxh3_128(text.as_bytes())));
        return meanings;
    }
    for (name, value) in members(text) {
        if keys::key(&name, section).is_none() && !value.is_absent() {
            meanings.entry(name.into_owned()).or_insert_with(|| value.raw.to_owned());
        }
    }
    meanings
}

/// No record of the portal is so long, in bytes.
const LONGEST: usize = 1 << 20;

/// A hash of what [`meanings`] gives: records of one identity may be many, and all their values far more than their text.
pub fn meanings_hash(text: &str, section: Section) -> u128 {
    static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0));
    let mut hash = Xxh3::with_seed(*SEED);
    for (name, value) in meanings(text, section) {
        for text in [name, value] {
            hash.update(&text.len().to_le_bytes());
            hash.update(text.as_bytes());
        }
    }
    hash.digest128()
}

fn meaning(key: Key, value: Value<'_>) -> String {
    let text = value.text();
    let text = text.trim();
    let amount = || money::parse(text).filter(|a| a.exact).map(|a| money::plain(a.paise.into()));
    let known = match key {
        Key::Action => words::action(text).map(|a| format!("{a:?}")),
        Key::Filing => Some(words::filing(text)).filter(|f| *f != Filing::Other).map(|f| format!("{f:?}")),
        Key::PendingBlocked | Key::OldPending | Key::RemarksBlocked | Key::ItcBlocked | Key::ItcAnswer => {
            words::yes_no(text).map(|yes| yes.to_string())
        }
        _ if keys::AMOUNTS.contains(&key) || keys::DECLARED.contains(&key) => amount(),
        _ => None,
    };
    let raw = matches!(value.kind, JsonKind::Object | JsonKind::Array).then(|| value.raw.to_owned());
    known.or(raw).unwrap_or_else(|| text.to_owned())
}
