//! Why, and why not: one sentence for each match, worked out when it is asked for.

use crate::book::{Action, Book, EntryType, Section};
use crate::matching::agree::class::Class;
use crate::matching::agree::fields::{DateLevel, SupplierLevel, is_exchanged};
use crate::matching::agree::number::NumberLevel;
use crate::matching::context::Flag;
use crate::matching::document::{Compared, Document};
use crate::matching::result::{Match, Matches};
use crate::matching::steps::rest;
use crate::matching::why::nearest::{self, Among, Nearest, Seeker};
use crate::matching::why::returned::BookedReturns;
use crate::matching::why::ways::{self, Way};
use crate::matching::why::words::{self, Fields, rupees};
use crate::rules::calendar;
use crate::values::{Day, Paise, capital};
use crate::work::Progress;

/// What is said of one match.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// The sentence.
    pub text: String,
    /// What can be done, each way with its money; said in the sentence unless it is asked for apart.
    pub ways: Vec<Way>,
    /// The fields that differ, in the order type, supplier, amounts, date, number.
    pub differs: Vec<&'static str>,
    /// Of a match of nothing: what is nearest, and where.
    pub nearest: Option<(Among, Nearest)>,
    /// The field that keeps that from being a match.
    pub nearest_blocks: Option<&'static str>,
}

impl Explanation {
    /// The first field that differs: it keeps the match from being exact.
    pub fn blocks(&self) -> Option<&'static str> {
        self.differs.first().copied()
    }
}

/// Explains matches of a book.
pub struct Explainer<'a> {
    book: &'a Book,
    matches: &'a Matches,
    day: Day,
    seeker: Seeker<'a>,
    returns: BookedReturns,
    /// Amounts and ways are shown beside the sentence, which does not say them.
    side_by_side: bool,
}

impl<'a> Explainer<'a> {
    /// Of these matches, as of a day.
    pub fn new(book: &'a Book, matches: &'a Matches, day: Day) -> Explainer<'a> {
        let (seeker, returns) = (Seeker::new(book, matches), BookedReturns::default());
        Explainer { book, matches, day, seeker, returns, side_by_side: false }
    }

    /// The same for a thread that can be stopped; then what is said does not count any more.
    pub fn until(book: &'a Book, matches: &'a Matches, day: Day, progress: &'a Progress) -> Explainer<'a> {
        Explainer { seeker: Seeker::until(book, matches, progress), ..Explainer::new(book, matches, day) }
    }

    /// The same where amounts and ways are shown beside the sentence.
    pub fn for_side_by_side(self) -> Explainer<'a> {
        Explainer { side_by_side: true, ..self }
    }

    /// What seeks the nearest of a record.
    pub fn seeker(&mut self) -> &mut Seeker<'a> {
        &mut self.seeker
    }

    /// What is said of a match.
    pub fn explain(&mut self, of: &Match) -> Explanation {
        match (of.records.as_slice(), of.entries.as_slice()) {
            (&[(section, row)], &[entry]) => self.pair(of, section, row, entry),
            (&[(section, row)], []) => self.record_alone(of.class, section, row),
            ([], &[entry]) => self.entry_alone(of.class, entry),
            _ => self.several(of),
        }
    }

    fn documents(&self, section: Section, row: u32, entry: u32) -> (Document, Document, Compared) {
        let record = self.seeker.record(self.matches.places.number(section, row));
        let entry = self.seeker.entry(entry);
        let compared = self.seeker.compare(&record, &entry);
        (record, entry, compared)
    }

    fn pair(&self, of: &Match, section: Section, row: u32, line: u32) -> Explanation {
        let (record, entry, compared) = self.documents(section, row, line);
        let fields = Fields::of(self.book, section, row, line, &record, &entry, &compared);
        let ways = self.ways(of.class, section, row, line, (&record, &entry, &compared));
        let said = if self.side_by_side { &[][..] } else { &ways };
        let main = match of.class {
            Class::Exact => fields.matched(&words::line(self.book, line)),
            Class::Tolerance => {
                format!("Matched; {}, {}", fields.amounts(), self.book.match_settings().tolerance_in_words())
            }
            Class::Written => fields.written(),
            Class::Date => fields.dates(),
            Class::Amended => format!(
                "The supplier amended this document; the books have it as it was before. {}",
                fields.all_that_differs()
            ),
            Class::Gross if section.is_credit_note() => format!(
                "Booked with the tax inside ({}): the books took no credit back. Was credit claimed on the invoice? If not, nothing is to be reduced",
                rupees(record.amounts.tax_or_zero())
            ),
            Class::Gross => format!(
                "Booked with the tax inside ({}). Blocked or not claimed? {}",
                rupees(record.amounts.tax_or_zero()),
                ways::in_sentence(said)
            ),
            Class::Amounts => self.amounts(section, line, (&record, &entry, &compared), &fields, said),
            Class::Kind => self.kind(&record, &entry),
            Class::Branch => format!("Booked under another GSTIN of the supplier: {}", fields.suppliers()),
            Class::Gstin if fields.entry_gstin.is_empty() => "The books give no GSTIN; all else agrees".to_owned(),
            Class::Gstin => format!("The GSTIN is mistyped in the books: {}", fields.suppliers()),
            Class::Number => self.number(of, &record, &entry, &compared, &fields),
            _ => fields.all_that_differs(),
        };
        let differs = fields.differing();
        let mut text = vec![main];
        // What else differs is named, but for what the sentence is about.
        let said = match of.class {
            Class::Tolerance | Class::Amounts => "amounts",
            Class::Written | Class::Number => "number",
            Class::Date => "date",
            Class::Kind => "type",
            Class::Branch | Class::Gstin => "supplier",
            Class::Amended | Class::Gross => "all",
            _ => "",
        };
        if said != "all" {
            text.extend(differs.iter().filter(|&&field| field != said).map(|field| fields.difference(field)));
        }
        text.extend(fields.only_posted());
        text.extend(fields.value_differs());
        text.extend(self.returns.of(self.book, self.matches, &entry).map(|returned| self.returned(&returned)));
        text.extend(self.tie(of));
        Explanation { text: words::sentence(&text), ways, differs, ..Explanation::default() }
    }

    /// What can be done with a record whose tax differs from that in the books, or is inside what was booked.
    fn ways(
        &self,
        class: Class,
        section: Section,
        row: u32,
        line: u32,
        (record, entry, compared): (&Document, &Document, &Compared),
    ) -> Vec<Way> {
        let (portal, books) = (record.amounts.tax_or_zero(), entry.amounts.tax_or_zero());
        match class {
            Class::Gross if !section.is_credit_note() => vec![Way::Blocked(portal)],
            // Tax that the books do not give is not 0: no money is worked out from it.
            Class::Amounts if entry.amounts.tax.is_none() => Vec::new(),
            Class::Amounts if !compared.tax_within && !self.is_booked_twice(line, portal, books) => {
                ways::of_amounts(self.book, (section, row), (portal, books), self.day)
            }
            _ => Vec::new(),
        }
    }

    /// Whether the entry's lines are alike and one of them agrees.
    fn is_booked_twice(&self, line: u32, portal: Paise, books: Paise) -> bool {
        let alike = self.book.register().entries().has(crate::book::Mark::LinesAlike, line);
        alike && portal.saturating_mul(2) == books
    }

    fn tie(&self, of: &Match) -> Option<String> {
        let &(section, row) = of.records.first().filter(|_| of.flags.has(Flag::Tie))?;
        let (record, entry) = self.matches.tie(section, row);
        let record = record.map(|(section, row)| words::record(self.book, section, row));
        let entry = entry.map(|line| words::line(self.book, line));
        let others: Vec<String> = record.into_iter().chain(entry).collect();
        Some(match others.is_empty() {
            true => "Another could as well take its place".to_owned(),
            false => format!("{} could as well take its place", others.join(" or ")),
        })
    }

    /// That a return is booked under the number of the purchase, with its amount.
    fn returned(&self, returned: &Document) -> String {
        let amounts = [("taxable value", returned.amounts.taxable), ("tax", returned.amounts.tax)];
        let amounts = amounts.into_iter().filter_map(|(name, paise)| Some(format!("{name} {}", rupees(paise?.abs()))));
        let amounts: Vec<String> = amounts.chain([words::line(self.book, returned.id)]).collect();
        format!("A return is booked under the same number: {}", amounts.join(", "))
    }

    fn kind(&self, record: &Document, entry: &Document) -> String {
        let effect = match (record.kind, entry.kind) {
            (EntryType::CreditNote, _) => ": accepting it reduces the credit that the books added",
            (_, EntryType::CreditNote) => ": accepting it adds credit that the books took away",
            _ => "",
        };
        let (portal, books) = (words::with_article(record.kind.name()), words::with_article(entry.kind.name()));
        format!("On the portal it is {portal}, in the books {books}{effect}")
    }

    fn amounts(
        &self,
        section: Section,
        line: u32,
        (record, entry, compared): (&Document, &Document, &Compared),
        fields: &Fields<'_>,
        ways: &[Way],
    ) -> String {
        if entry.amounts.tax.is_none() {
            return fields.amounts();
        }
        let (portal, books) = (record.amounts.tax_or_zero(), entry.amounts.tax_or_zero());
        let note = section.is_credit_note();
        let apart = rupees(portal.abs_diff(books) as Paise);
        let (more, ways) = (if portal > books { "more" } else { "less" }, ways::in_sentence(ways));
        let verdict = if compared.tax_within {
            let equal = (record.amounts.heads, record.amounts.tax) == (entry.amounts.heads, entry.amounts.tax)
                || entry.amounts.heads.is_none() && portal == books;
            let within = self.book.match_settings().tolerance_in_words();
            let tax = if equal { "tax agrees".to_owned() } else { format!("tax {within} (your setting)") };
            format!("taxable differs, {tax}")
        } else if self.is_booked_twice(line, portal, books) {
            "the entry's lines are alike and one of them agrees: booked twice?".to_owned()
        } else if portal == books {
            "the same tax under other heads. Look at the place of supply".to_owned()
        } else if note {
            format!("the portal's note has {apart} {more} tax than the books took back")
        } else if self.side_by_side {
            format!("the portal has {apart} {more} tax than your register")
        } else if portal > books {
            words::sentence(&[format!("the portal has {apart} more tax"), ways])
        } else if ways.is_empty() {
            format!("the portal has {apart} less tax")
        } else {
            format!("the portal has {apart} less tax: {ways}")
        };
        if self.side_by_side {
            return words::sentence(&[capital(&verdict), fields.equal()]);
        }
        format!("{}: {verdict}", fields.amounts())
    }

    fn number(
        &self,
        of: &Match,
        record: &Document,
        entry: &Document,
        compared: &Compared,
        fields: &Fields<'_>,
    ) -> String {
        let both = fields.numbers();
        match compared.agreement.number {
            NumberLevel::LookAlike => format!("{both} look alike"),
            NumberLevel::Damaged => format!("Damaged in a spreadsheet: {}", fields.entry_number),
            NumberLevel::Ending => format!("{both}: one ends with the other"),
            NumberLevel::Slip => format!("{both}: {}", words::slip(record, entry)),
            _ if of.flags.has(Flag::Link) => format!("{both}: the number differs; you linked them"),
            _ if record.kind == EntryType::CreditNote && compared.agreement.date > DateLevel::Near => format!(
                "The supplier's note of {}, {} days after your {}, is the only one with these amounts",
                record.day, compared.dates.days, fields.entry_number
            ),
            _ => format!(
                "{both}: the number differs, but no other document has these amounts within {} days",
                self.book.match_settings().days
            ),
        }
    }

    fn several(&self, of: &Match) -> Explanation {
        let entries: Vec<String> = of.entries.iter().map(|&line| words::line(self.book, line)).collect();
        let records: Vec<String> =
            of.records.iter().map(|&(section, row)| words::record(self.book, section, row)).collect();
        let missing = words::missing_to_the_sum(self.book, of);
        let how = if of.flags.has(Flag::ByAmounts) { "; found by the amounts alone" } else { "" };
        let text = match records.len() {
            1 => format!("{} add up to {}{missing}{how}", words::and(&entries), words::and(&records)),
            _ => format!("{} add up to {}{missing}{how}", words::and(&records), words::and(&entries)),
        };
        let (mut differs, mut dates) = (Vec::new(), Vec::new());
        for &(section, row) in &of.records {
            for &line in &of.entries {
                let (record, entry, compared) = self.documents(section, row, line);
                let fields = Fields::of(self.book, section, row, line, &record, &entry, &compared);
                if compared.agreement.date > DateLevel::Same {
                    dates.push(fields.dates());
                }
                differs.extend(fields.differing().into_iter().filter(|&field| field != "amounts"));
            }
        }
        let order = |field: &&str| words::FIELDS.iter().position(|other| other == field);
        differs.sort_by_key(order);
        differs.dedup();
        let texts: Vec<String> = [text].into_iter().chain(dates).chain(self.tie(of)).collect();
        Explanation { text: words::sentence(&texts), differs, ..Explanation::default() }
    }

    fn record_alone(&mut self, class: Class, section: Section, row: u32) -> Explanation {
        if class == Class::Superseded {
            let amendment = words::amendment_of(self.book, section, row).unwrap_or_default();
            return plain(format!("The supplier amended it{amendment}; the amendment counts in its place"));
        }
        if class == Class::Twice {
            let before = self.same_record(section, row);
            let period = before.map(|(section, row)| self.book.sheet(section).records().periods.get(row).to_owned());
            let period = period.map_or_else(String::new, |period| format!(" in {period}"));
            return plain(format!("The supplier also reported this document{period}: the credit is due once"));
        }
        let nearest = self.seeker.to_record(section, row);
        let found = self.matches.record(section, row);
        let mut texts = vec!["Not in books".to_owned()];
        if found.flags.has(Flag::BookedElsewhere) {
            texts.extend(crate::matching::steps::elsewhere::in_words(self.book, &self.matches.suppliers, section, row));
        }
        if found.flags.has(Flag::LineLeftOut) {
            let suppliers = &self.matches.suppliers;
            texts.extend(crate::matching::steps::elsewhere::left_out_in_words(self.book, suppliers, section, row));
        }
        if found.flags.has(Flag::LostTie) {
            texts.push("An entry that fits it as well went to another record".to_owned());
        }
        let own = self.book.sheet(section).records().days[row as usize];
        texts.extend(words::not_covered(self.book, own));
        match &nearest {
            Some(nearest) => texts.push(self.nearest_entry(section, row, nearest)),
            None => texts.push("No entry of this supplier, by GSTIN or PAN".to_owned()),
        }
        alone(texts, nearest, Among::Entries)
    }

    /// The first other record that reports the same document.
    fn same_record(&mut self, section: Section, row: u32) -> Option<(Section, u32)> {
        let own = self.seeker.record(self.matches.places.number(section, row));
        self.seeker.again(&own, Among::Records).map(|id| self.matches.places.record(id))
    }

    fn nearest_entry(&self, section: Section, row: u32, nearest: &Nearest) -> String {
        let (record, entry, compared) = self.documents(section, row, nearest.id);
        let fields = Fields::of(self.book, section, row, nearest.id, &record, &entry, &compared);
        let with = match self.matches.of_entry(nearest.id).records.first() {
            Some(&(section, row)) => {
                format!("; it is matched with {}", self.book.sheet(section).records().numbers.get(row))
            }
            None => String::new(),
        };
        let why = self.blocked((section, row), nearest.id, &fields, nearest);
        format!("Nearest: {}: {why}{with}", words::line_in_words(self.book, nearest.id))
    }

    fn entry_alone(&mut self, class: Class, line: u32) -> Explanation {
        let entries = self.book.register().entries();
        match class {
            Class::Duplicate => {
                let before = self.same_entry(line).map(|other| format!(": {}", words::line_in_words(self.book, other)));
                return plain(format!("Booked twice{}", before.unwrap_or_default()));
            }
            Class::Outside => return plain(words::outside(self.book, line)),
            Class::Earlier => return plain(self.gone(line, true)),
            _ if self.matches.entry(line).flags.has(Flag::Gone) => return plain(self.gone(line, false)),
            _ => {}
        }
        let nearest = self.seeker.to_entry(line);
        let mut texts = vec!["Not in IMS".to_owned()];
        if entries.tax(line) == Some(0) {
            texts.push("Booked without tax: blocked, exempt or composition?".to_owned());
        }
        match &nearest {
            Some(nearest) => texts.push(self.nearest_record(line, nearest)),
            None => texts.push("No record of this supplier: it may not have filed yet".to_owned()),
        }
        alone(texts, nearest, Among::Records)
    }

    fn same_entry(&mut self, line: u32) -> Option<u32> {
        let own = self.seeker.entry(line);
        self.seeker.again(&own, Among::Entries)
    }

    /// Of an entry whose record is gone from the portal: what became of it, or that it may have been withdrawn.
    fn gone(&self, line: u32, of_earlier_month: bool) -> String {
        let entry = self.seeker.entry(line);
        let supplier = self.matches.suppliers.text(entry.supplier).to_owned();
        for section in Section::ALL {
            let sheet = self.book.sheet(section);
            let of_supplier = |&row: &u32| sheet.records().suppliers.get(row).trim().eq_ignore_ascii_case(&supplier);
            let closing = calendar::closing(self.book, self.day);
            let earlier = |row: &u32| rest::is_of_earlier_month(self.book, closing, section, *row) == of_earlier_month;
            for row in sheet.gone().iter().filter(of_supplier).filter(earlier) {
                let (_, _, compared) = self.documents(section, row, line);
                if compared.class <= Class::Date {
                    let period = sheet.records().period(row);
                    let month = period.map_or_else(String::new, |period| format!(" in {period}"));
                    return match sheet.actions()[row as usize] {
                        _ if !of_earlier_month => format!("{WITHDRAWN}. It was there{month}"),
                        Action::Accept => format!("Was on the portal{month}, accepted; its credit was taken then"),
                        action => format!("Was on the portal{month}: {}", action.name()),
                    };
                }
            }
        }
        if of_earlier_month { "Was on the portal before" } else { WITHDRAWN }.to_owned()
    }

    fn nearest_record(&self, line: u32, nearest: &Nearest) -> String {
        let (section, row) = self.matches.places.record(nearest.id);
        let (record, entry, compared) = self.documents(section, row, line);
        let fields = Fields::of(self.book, section, row, line, &record, &entry, &compared);
        let with = match self.matches.of_record(section, row).entries.first() {
            Some(&line) => format!("; it is matched with {}", words::line(self.book, line)),
            None => String::new(),
        };
        let why = self.blocked((section, row), line, &fields, nearest);
        format!("Nearest: {}: {why}{with}", words::record(self.book, section, row))
    }

    /// What keeps the nearest from being a match: first of all that the user said so.
    fn blocked(&self, record: (Section, u32), line: u32, fields: &Fields<'_>, nearest: &Nearest) -> String {
        match self.seeker.is_apart(record, line) {
            true => nearest::YOU_PARTED.to_owned(),
            false => fields.blocked(nearest),
        }
    }
}

const WITHDRAWN: &str = "Gone from the portal: the supplier may have withdrawn it";

fn plain(text: String) -> Explanation {
    Explanation { text: words::sentence(&[text]), ..Explanation::default() }
}

fn alone(texts: Vec<String>, nearest: Option<Nearest>, among: Among) -> Explanation {
    let blocks = nearest.as_ref().and_then(|nearest| nearest::blocking(&nearest.compared).first().copied());
    Explanation {
        text: words::sentence(&texts),
        nearest: nearest.map(|nearest| (among, nearest)),
        nearest_blocks: blocks,
        ..Explanation::default()
    }
}

/// Whether day and month of the two are exchanged.
pub(in crate::matching) fn exchanged(record: &Document, entry: &Document) -> bool {
    record.day != Day::NONE && entry.day != Day::NONE && is_exchanged(record.day, entry.day)
}

/// Whether the supplier agrees.
pub(in crate::matching) fn same_supplier(compared: &Compared) -> bool {
    compared.agreement.supplier == SupplierLevel::Same
}
