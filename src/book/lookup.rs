//! Which record is meant: what a table, a pasted block or an error report tells of a document, looked up in a book.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, LazyLock};

use xxhash_rust::xxh3::xxh3_128_with_seed;

use super::identity::same_text;
use super::{Book, Field, Form, Records, Section};
use crate::values::Day;

/// What is stated of a record. What is empty is left open; all the rest must agree (portal/README.md section 4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// The section.
    pub section: Option<Section>,
    /// A section that is not one of ours, by its key: then no record is meant.
    pub elsewhere: String,
    /// The supplier's GSTIN.
    pub supplier: String,
    /// The document number.
    pub number: String,
    /// The document date, as in the file or as `yyyy-mm-dd`.
    pub date: String,
    /// The return period as in the file.
    pub period: String,
    /// The form: what it means, and as it is written where it is not in our list.
    pub form: Option<(Form, String)>,
    /// The number of the original document; heard of amendments alone.
    pub original_number: String,
    /// The date of the original document; heard of amendments alone.
    pub original_date: String,
}

impl Stated {
    fn folded_number(&self) -> String {
        self.number.trim().to_lowercase()
    }

    fn fits(&self, section: Section, records: &Records, row: u32) -> bool {
        let number = self.folded_number();
        (number.is_empty() || number == records.numbers.folded(row))
            && (self.supplier.trim().is_empty() || same_text(&self.supplier, records.suppliers.get(row)))
            && self.differences(section, records, row).next().is_none()
    }

    /// Of all that is stated beside supplier and number: the fields in which a record of this section says something else.
    pub fn differences<'s>(
        &'s self,
        section: Section,
        records: &'s Records,
        row: u32,
    ) -> impl Iterator<Item = Field> + 's {
        let i = row as usize;
        let same = |stated: &str, held: &str| stated.trim().is_empty() || same_text(stated, held);
        let date = move |stated: &str, days: &[Day], field| {
            stated.trim().is_empty()
                || day(stated).is_some_and(|day| days.get(i) == Some(&day))
                || records.odd(row, field).is_some_and(|odd| same_text(stated, odd))
        };
        let form = move |(form, stated): &(Form, String)| match records.odd(row, Field::Form) {
            Some(odd) => same_text(stated, odd),
            None => *form != Form::Other && *form == records.forms[i],
        };
        let agrees = move |field: &Field| match field {
            Field::Day => date(&self.date, &records.days, Field::Day),
            Field::Period => same(&self.period, records.periods.get(row)),
            Field::Form => self.form.as_ref().is_none_or(form),
            _ if !section.is_amendment() => true,
            Field::OriginalNumber => same(&self.original_number, records.original_numbers.get(row)),
            _ => date(&self.original_date, &records.original_days, Field::OriginalDay),
        };
        BESIDE_NUMBER.into_iter().filter(move |field| !agrees(field))
    }
}

/// The fields of the identity beside supplier and number.
pub const BESIDE_NUMBER: [Field; 5] =
    [Field::Day, Field::Period, Field::Form, Field::OriginalNumber, Field::OriginalDay];

/// The day that a stated date means.
pub fn day(text: &str) -> Option<Day> {
    Day::read(text.trim())
}

/// Records that fit what is stated, in the order of the book; shared by all descriptions that say the same.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The records.
    pub records: Arc<[(Section, u32)]>,
    /// There were more of them than can be kept, so that none is meant in particular.
    pub too_many: bool,
}

/// For each of these the records in force that fit all that is stated; none where no number is.
pub fn find(book: &Book, stated: &[&Stated]) -> Vec<Arc<[(Section, u32)]>> {
    search(book, stated, |stated| !stated.number.trim().is_empty()).into_iter().map(|fit| fit.records).collect()
}

/// The same for error reports, which may leave the number out and mean all records of a supplier.
pub fn find_reported(book: &Book, stated: &[&Stated]) -> Vec<Fit> {
    search(book, stated, |stated| !stated.number.trim().is_empty() || !stated.supplier.trim().is_empty())
}

/// Descriptions that fit several records may fit this many in all: to keep more would take more memory than there is.
pub(super) const MOST: usize = 250_000;

/// What is stated in the same words, and the records that fit.
struct Group<'t> {
    stated: &'t Stated,
    records: Vec<(Section, u32)>,
    too_many: bool,
}

/// What is stated in the same words is looked for once, and each record is looked up once for every choice of parts that are
/// stated: so the time does not grow with the copies of a record times how often it is asked for.
fn search(book: &Book, stated: &[&Stated], may_be_found: impl Fn(&Stated) -> bool) -> Vec<Fit> {
    let (mut groups, group_of) = groups(stated, may_be_found);
    let mut of_several = 0;
    for section in Section::ALL {
        let sheet = book.sheet(section);
        let mut asked = if sheet.rows() == 0 { Asked::default() } else { asked(section, &groups) };
        let rows = if asked.is_empty() { 0 } else { sheet.rows() };
        let mut words = Vec::new();
        for row in (0..rows).filter(|&row| sheet.in_force(row)) {
            for (&parts, places) in &mut asked {
                write_record(parts, &sheet.records, row, &mut words);
                let Some(places) = places.get_mut(&hash(&words)) else { continue };
                places.retain(|&place| {
                    let group = &mut groups[place as usize];
                    if group.stated.fits(section, &sheet.records, row) {
                        of_several += usize::from(!group.records.is_empty());
                        group.too_many = of_several > MOST && !group.records.is_empty();
                        group.records.push((section, row));
                    }
                    !group.too_many
                });
            }
        }
    }
    let fit = |group: Group<'_>| Fit {
        records: if group.too_many { Arc::from([]) } else { Arc::from(group.records) },
        too_many: group.too_many,
    };
    let found: Vec<Fit> = groups.into_iter().map(fit).collect();
    let none = Fit { records: Arc::from([]), too_many: false };
    group_of.into_iter().map(|place| found.get(place as usize).unwrap_or(&none).clone()).collect()
}

/// What is stated in different words, and the place there of each that may be found.
fn groups<'t>(stated: &[&'t Stated], may_be_found: impl Fn(&Stated) -> bool) -> (Vec<Group<'t>>, Vec<u32>) {
    let (mut groups, mut places, mut words) = (Vec::new(), HashMap::new(), Vec::new());
    let place = |stated: &&'t Stated| {
        if !may_be_found(stated) || !stated.elsewhere.is_empty() {
            return u32::MAX;
        }
        // Where no section is stated, the record may be an amendment.
        let parts = write_stated(stated, stated.section.is_none_or(Section::is_amendment), &mut words);
        *places.entry((stated.section, parts, hash(&words))).or_insert_with(|| {
            groups.push(Group { stated, records: Vec::new(), too_many: false });
            groups.len() as u32 - 1
        })
    };
    let group_of = stated.iter().map(place).collect();
    (groups, group_of)
}

/// Who asks for records of a section: by the parts that they tell, and by the hash of these.
type Asked = BTreeMap<u8, HashMap<u128, Vec<u32>>>;

fn asked(section: Section, groups: &[Group<'_>]) -> Asked {
    let (mut asked, mut words) = (Asked::default(), Vec::new());
    for (group, place) in groups.iter().zip(0..) {
        if !group.too_many && group.stated.section.is_none_or(|s| s == section) {
            let parts = write_stated(group.stated, section.is_amendment(), &mut words);
            asked.entry(parts).or_default().entry(hash(&words)).or_default().push(place);
        }
    }
    asked
}

/// Another one in every run, so that no file can be made of words that all have the same.
fn hash(words: &[u8]) -> u128 {
    static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0));
    xxh3_128_with_seed(words, *SEED)
}

/// Writes what is stated so that it is equal to what [`write_record`] writes of every record that fits. Gives a bit for each
/// part that is stated.
fn write_stated(stated: &Stated, amendment: bool, words: &mut Vec<u8>) -> u8 {
    words.clear();
    let mut parts = 0;
    let mut write = |part: u8, is_stated: bool, write: &dyn Fn(&mut Vec<u8>)| {
        if is_stated {
            parts |= part;
            write(words);
            words.push(END);
        }
    };
    let has = |text: &str| !text.trim().is_empty();
    write(NUMBER, has(&stated.number), &|words| words.extend(stated.folded_number().bytes()));
    write(SUPPLIER, has(&stated.supplier), &|words| write_folded(&stated.supplier, words));
    write(DATE, has(&stated.date), &|words| write_date(&stated.date, words));
    write(PERIOD, has(&stated.period), &|words| write_folded(&stated.period, words));
    let form = stated.form.as_ref().map(|(form, text)| (*form, text.as_str()));
    write(FORM, form.is_some(), &|words| form.into_iter().for_each(|form| write_form(form, words)));
    if amendment {
        write(FROM, has(&stated.original_number), &|words| write_folded(&stated.original_number, words));
        write(FROM_DATE, has(&stated.original_date), &|words| write_date(&stated.original_date, words));
    }
    parts
}

/// Writes these parts of a record.
fn write_record(parts: u8, records: &Records, row: u32, words: &mut Vec<u8>) {
    words.clear();
    let i = row as usize;
    let day = |days: &[Day], field, words: &mut Vec<u8>| match records.odd(row, field) {
        Some(odd) => write_date(odd, words),
        None => words.extend(days.get(i).unwrap_or(&Day::NONE).0.to_le_bytes()),
    };
    for part in [NUMBER, SUPPLIER, DATE, PERIOD, FORM, FROM, FROM_DATE] {
        match part & parts {
            NUMBER => words.extend_from_slice(records.numbers.folded(row).as_bytes()),
            SUPPLIER => write_folded(records.suppliers.get(row), words),
            DATE => day(&records.days, Field::Day, words),
            PERIOD => write_folded(records.periods.get(row), words),
            FORM => write_form((records.forms[i], records.odd(row, Field::Form).unwrap_or("")), words),
            FROM => write_folded(records.original_numbers.get(row), words),
            FROM_DATE => day(&records.original_days, Field::OriginalDay, words),
            _ => continue,
        }
        words.push(END);
    }
}

const NUMBER: u8 = 1;
const SUPPLIER: u8 = 2;
const DATE: u8 = 4;
const PERIOD: u8 = 8;
const FORM: u8 = 16;
const FROM: u8 = 32;
const FROM_DATE: u8 = 64;
/// No text holds it.
const END: u8 = 0xff;

/// As texts are compared: without the spaces around them, in either case.
fn write_folded(text: &str, words: &mut Vec<u8>) {
    words.extend(text.trim().bytes().map(|b| b.to_ascii_uppercase()));
}

fn write_date(text: &str, words: &mut Vec<u8>) {
    match day(text) {
        Some(day) => words.extend(day.0.to_le_bytes()),
        None => write_folded(text, words),
    }
}

fn write_form((form, text): (Form, &str), words: &mut Vec<u8>) {
    match form {
        Form::Other => write_folded(text, words),
        // No text holds this byte either.
        known => words.extend([0xfe, known as u8]),
    }
}
