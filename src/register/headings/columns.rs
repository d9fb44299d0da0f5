//! Which column is which field: by its heading, and by what is under it where the heading alone does not say.

use std::collections::{HashMap, HashSet};

use crate::register::headings::fields::RegisterField;
use crate::register::headings::heads;
use crate::register::headings::sample::Sample;
use crate::register::headings::table::{self, HeadingMeaning, How};

/// A heading of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::register) struct Heading {
    pub(in crate::register) column: u16,
    /// As it is shown: of two lines both.
    pub(in crate::register) shown: String,
    /// The words of both lines.
    pub(in crate::register) words: Vec<String>,
    /// The words of the lower line, where there are two.
    pub(in crate::register) lower: Option<Vec<String>>,
}

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::register) enum Role {
    /// A field.
    Field(RegisterField),
    /// Taxable or value.
    Either,
    /// The tax of this head, or the taxable value.
    HeadOrTaxable(RegisterField),
}

/// A column that is used, or is left out for a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::register) struct Chosen {
    pub(in crate::register) column: u16,
    pub(in crate::register) heading: String,
    pub(in crate::register) role: Role,
    /// The heading is in the table, and what is under it can be read.
    pub(in crate::register) sure: bool,
}

/// The columns of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::register) struct Columns {
    pub(in crate::register) list: Vec<Chosen>,
    /// Amounts in another currency, which are not used.
    pub(in crate::register) foreign: Vec<String>,
    /// Headings that occur twice, of which the first counts.
    pub(in crate::register) twice: Vec<String>,
    /// Columns with amounts that serve no field.
    pub(in crate::register) unused: Vec<String>,
}

impl Columns {
    pub(in crate::register) fn has(&self, field: RegisterField) -> bool {
        self.of(field).is_some()
    }

    /// The first column of a field.
    pub(in crate::register) fn of(&self, field: RegisterField) -> Option<&Chosen> {
        self.list.iter().find(|chosen| chosen.role == Role::Field(field))
    }

    /// How many different fields there are, those of the portal left aside.
    pub(in crate::register) fn fields(&self) -> usize {
        let named =
            RegisterField::ALL.into_iter().filter(|&field| field != RegisterField::Portal && self.has(field)).count();
        named + usize::from(self.list.iter().any(|chosen| !matches!(chosen.role, Role::Field(_))))
    }

    /// What is needed and is not there.
    pub(in crate::register) fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if !self.has(RegisterField::Number) {
            missing.push("the invoice number");
        }
        if !self.has(RegisterField::Date) && !self.has(RegisterField::Posting) {
            missing.push("the date");
        }
        let amount = |chosen: &Chosen| match chosen.role {
            // Cess alone says nothing of the tax.
            Role::Field(field) => field.is_amount() && field != RegisterField::Cess,
            Role::Either | Role::HeadOrTaxable(_) => true,
        };
        if !self.list.iter().any(amount) {
            missing.push("the taxable value, the tax or the invoice value");
        }
        missing
    }
}

/// What the headings say. `set` are columns that the user or a layout chose; `sample` are the first lines below.
pub(in crate::register) fn choose(
    headings: &[Heading],
    set: &[(RegisterField, u16)],
    sample: Option<&Sample<'_>>,
) -> Columns {
    let mut chooser = Chooser { headings, sample, roles: HashMap::new(), columns: Columns::default() };
    chooser.set(set);
    chooser.leave_out();
    chooser.taxes();
    chooser.single();
    chooser.perhaps();
    chooser.either();
    chooser.unused();
    chooser.columns.list.sort_by_key(|chosen| chosen.column);
    chooser.columns
}

struct Chooser<'h> {
    headings: &'h [Heading],
    sample: Option<&'h Sample<'h>>,
    /// The roles of columns so far; none for one that is left out.
    roles: HashMap<u16, Option<Role>>,
    columns: Columns,
}

impl<'h> Chooser<'h> {
    /// Headings of columns that have no role yet.
    fn open(&self) -> Vec<&'h Heading> {
        self.headings.iter().filter(|heading| !self.roles.contains_key(&heading.column)).collect()
    }

    fn take(&mut self, heading: &Heading, role: Role, sure: bool) {
        let reads = match role {
            Role::Field(field) => self.share(heading.column, field).is_none_or(|(good, all)| 20 * good >= 19 * all),
            Role::Either | Role::HeadOrTaxable(_) => false,
        };
        self.roles.insert(heading.column, Some(role));
        let (column, heading) = (heading.column, heading.shown.clone());
        self.columns.list.push(Chosen { column, heading, role, sure: sure && reads });
    }

    /// Of the values under a heading how many can be read as a field, and how many there are.
    fn share(&self, column: u16, field: RegisterField) -> Option<(usize, usize)> {
        self.sample.map(|sample| sample.share(column, field))
    }

    /// Whether what is under a heading may be a field: at least half of it can be read so.
    fn may_be(&self, column: u16, field: RegisterField) -> bool {
        self.share(column, field).is_none_or(|(good, all)| 2 * good >= all)
    }

    fn has(&self, field: RegisterField) -> bool {
        self.columns.has(field)
    }

    /// What was chosen by the user or by a layout.
    fn set(&mut self, set: &[(RegisterField, u16)]) {
        for &(field, column) in set {
            let named = self.headings.iter().find(|heading| heading.column == column).cloned();
            let heading = named.unwrap_or_else(|| Heading { column, ..Heading::default() });
            let free = !self.roles.contains_key(&column) && (field.has_several_columns() || !self.has(field));
            if free {
                self.take(&heading, Role::Field(field), true);
            }
        }
    }

    /// Columns that are no field whatever else their headings say.
    fn leave_out(&mut self) {
        let mut seen = HashSet::<&[String]>::new();
        for heading in self.open() {
            let words = &heading.words;
            if heads::is_of_portal(words) {
                self.take(heading, Role::Field(RegisterField::Portal), true);
            } else if heads::is_foreign(words) {
                self.roles.insert(heading.column, None);
                self.columns.foreign.push(heading.shown.clone());
            } else if !words.is_empty() && seen.contains(words.as_slice()) {
                self.roles.insert(heading.column, None);
                self.columns.twice.push(heading.shown.clone());
            } else if heads::is_rate(words) {
                self.take(heading, Role::Field(RegisterField::Rate), true);
            }
            seen.insert(words);
        }
    }

    /// The heads of tax: of each there may be several columns.
    fn taxes(&mut self) {
        let lower = |heading: &Heading| heads::bare_head(heading.lower.as_deref().unwrap_or(&heading.words));
        let named: HashSet<RegisterField> = self.open().into_iter().filter_map(lower).collect();
        let bare = named.len() > 1;
        for heading in self.open() {
            let words = heads::without_as_per_books(&heading.words);
            if heads::is_no_tax(words) {
                continue;
            }
            let lower = heading.lower.as_deref().unwrap_or(words);
            let known = exact_head(words).or_else(|| exact_head(lower));
            let named = known.or_else(|| heads::head(lower)).or_else(|| heads::head(words));
            let named = named.or_else(|| heads::bare_head(lower).filter(|_| bare));
            let named = named.or_else(|| heads::without_input(words).and_then(|rest| exact_head(&rest)));
            let Some(head) = named.or_else(|| cess(words)) else { continue };
            if !self.may_be(heading.column, head) {
                continue;
            }
            if heads::is_purchase(words) {
                self.take(heading, Role::HeadOrTaxable(head), false);
            } else {
                let input =
                    words.len() > 1 && words[0] == "input" && ["igst", "cgst", "sgst", "utgst"].contains(&&*words[1]);
                self.take(heading, Role::Field(head), known.is_some() || input);
            }
        }
    }

    /// The other fields, each of which has one column: the best heading first.
    fn single(&mut self) {
        let mut found: Vec<(How, RegisterField, &Heading)> = Vec::new();
        for heading in self.open() {
            for (meaning, how) in meanings(heading) {
                let HeadingMeaning::Field(field) = meaning else { continue };
                // "Tax" may be above rates in words.
                let sure = !how.part && field != RegisterField::Tax;
                if sure || self.may_be(heading.column, field) {
                    found.push((how, field, heading));
                }
            }
        }
        found.sort_by_key(|(how, field, heading)| (*how, *field, heading.column));
        for (how, field, heading) in found {
            let no_tax = heads::is_no_tax(&heading.words) || heads::is_purchase(&heading.words);
            // Heads were given their columns before.
            let wrong = field.is_head() || no_tax && field == RegisterField::Tax;
            let free = !self.roles.contains_key(&heading.column) && (!self.has(field) || field == RegisterField::Item);
            if free && !wrong && !(field == RegisterField::Rcm && heads::names_a_head(&heading.words)) {
                self.take(heading, Role::Field(field), !how.part);
            }
        }
        self.taxable_of_rates();
    }

    /// "Taxable 5%" beside "Taxable 18%": together they are the taxable value.
    fn taxable_of_rates(&mut self) {
        let Some(first) = self.columns.of(RegisterField::Taxable).map(|chosen| chosen.column) else { return };
        let is_of_rate = |heading: &&Heading| {
            let words = heads::without_rate(&heading.words);
            let taxable = HeadingMeaning::Field(RegisterField::Taxable);
            words.is_some_and(|words| {
                table::meanings(&words).first().is_some_and(|(meaning, how)| *meaning == taxable && !how.part)
            })
        };
        if !self.headings.iter().filter(|heading| heading.column == first).any(|heading| is_of_rate(&heading)) {
            return;
        }
        for heading in self.open().into_iter().filter(is_of_rate) {
            if self.may_be(heading.column, RegisterField::Taxable) {
                self.take(heading, Role::Field(RegisterField::Taxable), false);
            }
        }
    }

    /// Headings that are a field only if no other is, or beside another.
    fn perhaps(&mut self) {
        let open = self.open();
        let perhaps = |field: RegisterField| {
            let is = move |heading: &&&Heading| {
                meanings(heading).iter().any(|(meaning, how)| *meaning == HeadingMeaning::Perhaps(field) && !how.part)
            };
            open.iter().find(is).copied()
        };
        if let Some(invoice) = perhaps(RegisterField::Voucher) {
            if !self.has(RegisterField::Number) {
                self.take(invoice, Role::Field(RegisterField::Number), false);
            } else if !self.has(RegisterField::Voucher) {
                self.take(invoice, Role::Field(RegisterField::Voucher), true);
            }
        }
        self.number_of_the_books();
        if let Some(date) = perhaps(RegisterField::Posting) {
            let alone = !self.has(RegisterField::Date)
                && !self.has(RegisterField::Posting)
                && !self.has(RegisterField::Voucher);
            if alone {
                self.take(date, Role::Field(RegisterField::Date), false);
            } else if !self.has(RegisterField::Posting) {
                self.take(date, Role::Field(RegisterField::Posting), false);
            }
        }
        if let Some(kind) = perhaps(RegisterField::Type)
            && !self.has(RegisterField::Type)
            && self.share(kind.column, RegisterField::Type).is_some_and(|(good, all)| all > 0 && 20 * good >= 19 * all)
        {
            self.take(kind, Role::Field(RegisterField::Type), false);
        }
        if let Some(name) = perhaps(RegisterField::Name)
            && !self.has(RegisterField::Name)
        {
            self.take(name, Role::Field(RegisterField::Name), false);
        }
        // The number that the books gave is the document's only if there is no other.
        if !self.has(RegisterField::Number)
            && let Some(voucher) = self.columns.list.iter_mut().find(|c| c.role == Role::Field(RegisterField::Voucher))
        {
            voucher.role = Role::Field(RegisterField::Number);
            voucher.sure = false;
        }
    }

    /// "Document number" beside a vendor's number is that of the books.
    fn number_of_the_books(&mut self) {
        let own = ["document", "doc"];
        let is_own = |heading: &Heading| {
            let text = heading.lower.as_ref().unwrap_or(&heading.words);
            text.len() == 2
                && own.contains(&text[0].as_str())
                && ["no", "number", "num", "#"].contains(&text[1].as_str())
        };
        // The number of a line in the books' ledger says less than that of their document.
        let of_ledger = |chosen: &Chosen| chosen.role == Role::Field(RegisterField::Voucher) && is_of_ledger(chosen);
        if self.has(RegisterField::Voucher) && !self.columns.list.iter().any(of_ledger) {
            return;
        }
        let headings = self.headings;
        let of = |column: u16| headings.iter().find(|heading| heading.column == column);
        let Some(number) = self.columns.of(RegisterField::Number).map(|chosen| chosen.column) else { return };
        let of_vendor = |heading: &Heading| {
            ["supplier", "vendor", "party", "supp", "vend", "external"].contains(&heading.words[0].as_str())
        };
        if of(number).is_some_and(|heading| !heading.words.is_empty() && of_vendor(heading)) {
            if let Some(document) = self.open().into_iter().find(|heading| is_own(heading)) {
                let ledger = self.columns.list.iter_mut().filter(|chosen| of_ledger(chosen));
                ledger.for_each(|chosen| chosen.role = Role::Field(RegisterField::Item));
                self.take(document, Role::Field(RegisterField::Voucher), true);
            }
        } else if self.has(RegisterField::Voucher) {
            // A vendor's number is not beside it.
        } else if of(number).is_some_and(is_own) && self.has(RegisterField::Posting) {
            // A list of SAP: the vendor's number is called the reference.
            let reference = self
                .open()
                .into_iter()
                .find(|heading| ["reference", "ref"].contains(&&*heading.words.concat().replace("no", "")));
            if let Some(reference) = reference {
                self.columns
                    .list
                    .iter_mut()
                    .filter(|c| c.column == number)
                    .for_each(|c| c.role = Role::Field(RegisterField::Voucher));
                self.take(reference, Role::Field(RegisterField::Number), false);
            }
        }
    }

    /// Columns that hold amounts and serve no field: they are named, so that a tax under an unknown heading is seen.
    fn unused(&mut self) {
        const NO_AMOUNTS: [&str; 22] = [
            "no", "number", "num", "#", "sr", "sl", "serial", "code", "id", "pin", "pincode", "phone", "mobile",
            "date", "dated", "dt", "days", "day", "qty", "quantity", "rate", "year",
        ];
        let is_amount = |heading: &&Heading| {
            let named = !heading.words.is_empty()
                && !heading.words.iter().any(|word| word == "%" || NO_AMOUNTS.contains(&word.as_str()));
            let share = self.share(heading.column, RegisterField::Value).unwrap_or_default();
            named && share.1 > 0 && 10 * share.0 >= 9 * share.1
        };
        self.columns.unused = self.open().into_iter().filter(is_amount).map(|heading| heading.shown.clone()).collect();
    }

    /// Columns that are taxable or value.
    fn either(&mut self) {
        if self.has(RegisterField::Taxable) && self.has(RegisterField::Value) {
            return;
        }
        let mut open: Vec<(How, &Heading)> = Vec::new();
        for heading in self.open() {
            let either =
                meanings(heading).into_iter().find(|(meaning, how)| *meaning == HeadingMeaning::Either && !how.part);
            open.extend(either.map(|(_, how)| (how, heading)));
        }
        open.sort_by_key(|(how, heading)| (*how, heading.column));
        let room = 2 - usize::from(self.has(RegisterField::Taxable)) - usize::from(self.has(RegisterField::Value));
        for (_, heading) in open.into_iter().take(room) {
            if self.may_be(heading.column, RegisterField::Value) {
                self.take(heading, Role::Either, false);
            }
        }
    }
}

/// "Entry No." is the number of one line in a ledger.
fn is_of_ledger(chosen: &Chosen) -> bool {
    crate::register::written::text::words(&chosen.heading).first().is_some_and(|word| word == "entry")
}

/// What a heading may mean. Of two lines the whole text of the table counts first, that of the lower line before parts.
fn meanings(heading: &Heading) -> Vec<(HeadingMeaning, How)> {
    let both = table::meanings(heads::without_as_per_books(&heading.words));
    let Some(lower) = &heading.lower else { return both };
    let lower = table::meanings(heads::without_as_per_books(lower));
    let (whole, part): (Vec<_>, Vec<_>) = both.into_iter().partition(|(_, how)| !how.part);
    whole.into_iter().chain(lower).chain(part).collect()
}

/// Cess, where a heading begins or ends with it.
fn cess(words: &[String]) -> Option<RegisterField> {
    let means = |(meaning, _): &(HeadingMeaning, How)| *meaning == HeadingMeaning::Field(RegisterField::Cess);
    table::meanings(words).iter().any(means).then_some(RegisterField::Cess)
}

/// The head that a heading means by a whole text of the table.
fn exact_head(words: &[String]) -> Option<RegisterField> {
    let found = table::meanings(words).into_iter().find(|(_, how)| !how.part);
    found.and_then(|(meaning, _)| match meaning {
        HeadingMeaning::Field(field) if field.is_head() => Some(field),
        _ => None,
    })
}
