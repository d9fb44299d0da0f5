//! What the amounts themselves say about their columns: which side is positive, what is a rate, what a total of its head, and
//! whether an amount is taxable or the value.

use crate::book::EntrySum;
use crate::register::headings::columns::{Columns, Role};
use crate::register::headings::fields::RegisterField;
use crate::register::headings::heads;
use crate::register::lines::cells::{LineColumns, Used};
use crate::register::written::held::{EMPTY, flag};
use crate::register::written::kinds;
use crate::register::written::text;
use crate::values::Paise;
use crate::work::Progress;

/// Rates of GST, and halves of them, in thousandths of a per cent.
const RATES: [Paise; 22] = [
    0, 50, 100, 125, 250, 500, 750, 1_000, 1_500, 2_500, 3_000, 3_750, 5_000, 6_000, 7_500, 9_000, 12_000, 14_000,
    18_000, 20_000, 28_000, 40_000,
];
/// A rupee: so far may sums of rounded amounts be apart.
const RUPEE: Paise = 100;

/// Which columns of amounts are which amounts of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::register) struct Roles {
    /// For each of [`EntrySum::ALL`] its columns, by their places in [`LineColumns::amounts`].
    pub(in crate::register) of: [Vec<usize>; 7],
    /// Headings of columns whose signs were reversed.
    pub(in crate::register) reversed: Vec<String>,
    /// Nearly all amounts are below 0, and nothing says for certain what that means: whether they count as purchases.
    pub(in crate::register) minus: Option<bool>,
}

/// What is known of the signs before the amounts are looked at.
#[derive(Clone, Copy)]
pub(in crate::register) struct Signs {
    /// Whether amounts below 0 are purchases where nearly all are, if the user said so.
    pub(in crate::register) minus: Option<bool>,
    /// The title says that these are notes or returns.
    pub(in crate::register) notes: bool,
}

/// The amount that a field is.
pub(in crate::register) fn sum_of(field: RegisterField) -> Option<EntrySum> {
    Some(match field {
        RegisterField::Taxable => EntrySum::Taxable,
        RegisterField::Value => EntrySum::Value,
        RegisterField::Igst => EntrySum::Igst,
        RegisterField::Cgst => EntrySum::Cgst,
        RegisterField::Sgst => EntrySum::Sgst,
        RegisterField::Cess => EntrySum::Cess,
        RegisterField::Tax => EntrySum::TotalTax,
        _ => return None,
    })
}

/// Finds out what the columns of amounts are, and says so in `columns`; puts the signs of `lines` right. None if it was stopped.
pub(in crate::register) fn settle(
    columns: &mut Columns,
    used: &Used,
    lines: &mut LineColumns,
    signs: Signs,
    progress: &Progress,
) -> Option<Roles> {
    let mut all = Arithmetic { columns, used, data: Vec::new() };
    all.data = (0..lines.len()).filter(|&line| is_data(lines, line)).collect();
    all.sides(lines);
    let (reversed, minus) = all.reversed(lines, signs);
    all.rates(lines);
    if progress.cancelled() {
        return None;
    }
    all.heads_or_taxable(lines);
    if progress.cancelled() {
        return None;
    }
    all.either(lines);
    if progress.cancelled() {
        return None;
    }
    all.totals_of_heads(lines);
    all.sure(lines);
    let of = EntrySum::ALL.map(|sum| all.columns_of(sum));
    let mut is_used = vec![false; used.amounts.len()];
    of.iter().flatten().for_each(|&column| is_used[column] = true);
    lines.mark_amounts(&is_used);
    Some(Roles { of, reversed, minus })
}

fn is_data(lines: &LineColumns, line: usize) -> bool {
    let flags = lines.flags[line];
    let named =
        flags & flag::NO_NUMBER == 0 || !lines.date[line].is_empty() || !lines.gstin.get(line as u32).is_empty();
    flags & flag::AMOUNT != 0 && flags & (flag::TOTAL | flag::HEADING) == 0 && named
}

struct Arithmetic<'a> {
    columns: &'a mut Columns,
    used: &'a Used,
    /// The lines that are documents, as far as that is known.
    data: Vec<usize>,
}

impl Arithmetic<'_> {
    /// The columns of an amount.
    fn columns_of(&self, sum: EntrySum) -> Vec<usize> {
        let is = |(_, place): &(usize, &usize)| match self.columns.list[**place].role {
            Role::Field(field) => sum_of(field) == Some(sum),
            Role::Either | Role::HeadOrTaxable(_) => false,
        };
        self.used.amounts.iter().enumerate().filter(is).map(|(column, _)| column).collect()
    }

    fn set(&mut self, column: usize, role: Role, sure: bool) {
        let chosen = &mut self.columns.list[self.used.amounts[column]];
        (chosen.role, chosen.sure) = (role, sure);
    }

    fn with_role(&self, wanted: impl Fn(Role) -> bool) -> Vec<usize> {
        let columns = self.used.amounts.iter().enumerate();
        columns.filter(|(_, place)| wanted(self.columns.list[**place].role)).map(|(column, _)| column).collect()
    }

    /// Puts `Dr` and `Cr` right: by the lines that are typed as invoices, where there are some.
    fn sides(&self, lines: &mut LineColumns) {
        let tax = |&place: &usize| match self.columns.list[place].role {
            Role::Field(field) => field.is_head() || field == RegisterField::Tax,
            Role::HeadOrTaxable(_) => true,
            Role::Either => false,
        };
        let is_tax: Vec<bool> = self.used.amounts.iter().map(tax).collect();
        let invoices = self.invoices(lines);
        lines.amounts.settle_sides(&is_tax, |line| invoices.binary_search(&line).is_ok());
    }

    /// The lines that are typed as invoices.
    fn invoices(&self, lines: &LineColumns) -> Vec<usize> {
        let known: Vec<bool> =
            lines.kind.texts().iter().map(|text| kinds::of(text) == (kinds::TypeWord::Invoice, true)).collect();
        let invoice = |line: &usize| lines.kind.ids().get(*line).is_some_and(|&id| known[id as usize]);
        self.data.iter().copied().filter(invoice).collect()
    }

    /// Turns the signs of columns in which purchases are written as minus, and gives their headings: nine tenths of the lines typed
    /// as invoices are below 0, or of all lines where no type and no title says what they are. With the second, and with less than
    /// [`SURE`] amounts, they may be credit notes: then it also says how they were taken, so that it is asked. With less than
    /// [`ASKED`] it is not asked.
    fn reversed(&self, lines: &mut LineColumns, signs: Signs) -> (Vec<String>, Option<bool>) {
        let typed = !lines.kind.ids().is_empty();
        let votes = match (typed, signs.notes) {
            (true, _) => self.invoices(lines),
            (false, true) => Vec::new(),
            (false, false) => self.data.clone(),
        };
        let below: Vec<Below> = (0..self.used.amounts.len()).map(|column| Below::of(lines, column, &votes)).collect();
        // The column with the most values says it for those that have few.
        let Some(main) = (0..below.len()).rev().max_by_key(|&column| below[column].all) else {
            return (Vec::new(), None);
        };
        let (all_below, sure) = (below[main].nearly_all(), typed && below[main].many());
        // Of fewer lines nothing follows: a register of a few credit notes is as likely.
        if all_below && below[main].all < ASKED && signs.minus.is_none() {
            return (Vec::new(), None);
        }
        let minus = (all_below && !sure).then(|| signs.minus.unwrap_or(typed || below[main].many()));
        let turns = |column: usize| match below[column].many() {
            true => below[column].nearly_all() && (typed || all_below),
            false => all_below && (column == main || goes_with(lines, &votes, column, main)),
        };
        let turned = if minus == Some(false) { Vec::new() } else { (0..below.len()).filter(|&c| turns(c)).collect() };
        turned.iter().for_each(|&column| lines.amounts.reverse(column));
        let heading = |column: usize| self.columns.list[self.used.amounts[column]].heading.clone();
        (turned.into_iter().map(heading).collect(), minus)
    }

    /// A column of which all values are rates is one, unless they are such a per cent of the taxable value too.
    fn rates(&mut self, lines: &LineColumns) {
        let taxable = self.columns_of(EntrySum::Taxable);
        for column in
            self.with_role(|role| matches!(role, Role::Field(field) if field.is_head() || field == RegisterField::Tax))
        {
            let (mut zeros, mut all, mut of_taxable) = (0, 0, 0);
            let mut rates = true;
            for &line in &self.data {
                let value = lines.amount(column, line);
                if value == EMPTY {
                    continue;
                }
                if !is_rate(value) {
                    rates = false;
                    break;
                }
                all += 1;
                zeros += usize::from(value == 0);
                of_taxable += usize::from(value != 0 && fits_rate(total(lines, &taxable, line), value));
            }
            if rates && zeros < all && 2 * of_taxable <= all - zeros {
                self.set(column, Role::Field(RegisterField::Rate), false);
            }
        }
    }

    /// What a line's tax is, without some columns: of the heads without cess, and of all.
    fn tax(&self, lines: &LineColumns, line: usize, heads: &Heads) -> (Paise, Paise) {
        if heads.gst.is_empty() {
            let tax = total(lines, &heads.total, line);
            return (tax, tax);
        }
        let gst = total(lines, &heads.gst, line);
        (gst, gst.saturating_add(total(lines, &heads.cess, line)))
    }

    fn heads(&self) -> Heads {
        let gst = [EntrySum::Igst, EntrySum::Cgst, EntrySum::Sgst].into_iter().flat_map(|sum| self.columns_of(sum));
        Heads { gst: gst.collect(), cess: self.columns_of(EntrySum::Cess), total: self.columns_of(EntrySum::TotalTax) }
    }

    /// "Purchase IGST 18%": the tax, or a ledger of what was bought.
    fn heads_or_taxable(&mut self, lines: &LineColumns) {
        let open = self.with_role(|role| matches!(role, Role::HeadOrTaxable(_)));
        let (heads, taxable, value) =
            (self.heads(), self.columns_of(EntrySum::Taxable), self.columns_of(EntrySum::Value));
        let alone = open.len() == 1 && taxable.is_empty();
        for column in open {
            let Role::HeadOrTaxable(head) = self.columns.list[self.used.amounts[column]].role else { continue };
            let (mut as_tax, mut as_taxable, mut all) = (0, 0, 0);
            for &line in &self.data {
                let amount = lines.amount(column, line);
                if amount == EMPTY || amount == 0 {
                    continue;
                }
                all += 1;
                let (gst, tax) = self.tax(lines, line, &heads);
                let (gst_with, tax_with) = (gst.saturating_add(amount), tax.saturating_add(amount));
                let value = (!value.is_empty()).then(|| total(lines, &value, line));
                let known = if taxable.is_empty() {
                    value.map(|v| v.saturating_sub(tax_with))
                } else {
                    Some(total(lines, &taxable, line))
                };
                as_tax += usize::from(known.is_some_and(|known| known != 0 && fits_rate(known, gst_with)));
                let base = if taxable.is_empty() { amount } else { total(lines, &taxable, line) };
                as_taxable += usize::from(
                    gst != 0 && fits_rate(base, gst) && value.is_none_or(|v| near(v, base.saturating_add(tax))),
                );
            }
            let heading = text::words(&self.columns.list[self.used.amounts[column]].heading);
            let guess = heading.first().is_some_and(|word| heads::is_purchase(std::slice::from_ref(word)));
            let (is_tax, settled) = match as_tax.cmp(&as_taxable) {
                std::cmp::Ordering::Greater => (true, 2 * as_tax > all),
                std::cmp::Ordering::Less => (false, 2 * as_taxable > all),
                std::cmp::Ordering::Equal => (!guess, false),
            };
            match (is_tax, alone) {
                (true, _) => self.set(column, Role::Field(head), settled),
                (false, true) if settled => self.set(column, Role::Field(RegisterField::Taxable), settled),
                // One ledger of several: what was bought is not worked out from ledgers.
                _ => self.set(column, Role::Field(RegisterField::Item), settled),
            }
        }
    }

    /// "Net amount" and the like: taxable, or the value. The reading that fits most lines wins; where the amount is that of a
    /// document of several lines, on each of them, all of these together count as its line.
    fn either(&mut self, lines: &LineColumns) {
        for column in self.with_role(|role| role == Role::Either) {
            let (heads, taxable, value) =
                (self.heads(), self.columns_of(EntrySum::Taxable), self.columns_of(EntrySum::Value));
            let (mut as_value, mut as_taxable, mut all) = (0, 0, 0);
            for run in self.runs(lines, column) {
                let amount = lines.amount(column, run[0]);
                let (gst, tax) = run.iter().fold((0, 0), |sums: (Paise, Paise), &line| {
                    let (gst, tax) = self.tax(lines, line, &heads);
                    (sums.0.saturating_add(gst), sums.1.saturating_add(tax))
                });
                // Without tax either reading fits.
                if amount == EMPTY || amount == 0 || gst == 0 {
                    continue;
                }
                all += run.len();
                let bases = |columns: &[usize]| [of_run(lines, columns, run), total(lines, columns, run[0])];
                let is_value =
                    |base: Paise| near(amount, base.saturating_add(tax)) && (run.len() > 1 || fits_rate(base, gst));
                let fits = match taxable.is_empty() {
                    true => is_value(amount.saturating_sub(tax)),
                    false => bases(&taxable).into_iter().any(is_value),
                };
                as_value += if fits { run.len() } else { 0 };
                let whole = |value: Paise| near(value, amount.saturating_add(tax));
                let fits = fits_rate(amount, gst) && (value.is_empty() || bases(&value).into_iter().any(whole));
                as_taxable += if fits { run.len() } else { 0 };
            }
            let (room_taxable, room_value) = (taxable.is_empty(), value.is_empty());
            let (role, sure) = if room_taxable && as_taxable > as_value {
                (RegisterField::Taxable, 2 * as_taxable > all)
            } else if room_value {
                (RegisterField::Value, as_value > as_taxable && 2 * as_value > all)
            } else {
                (RegisterField::Item, false)
            };
            self.set(column, Role::Field(role), sure);
        }
    }

    /// LineColumns of documents: those of one supplier and number under each other that have the same amount in a column are
    /// together, all others each alone.
    fn runs(&self, lines: &LineColumns, column: usize) -> impl Iterator<Item = &[usize]> {
        let gstin = |line: usize| lines.gstin.ids().get(line).copied().unwrap_or(0);
        let same = move |a: &usize, b: &usize| {
            let number = lines.number.get(*a);
            let (amount, other) = (lines.amount(column, *a), lines.amount(column, *b));
            amount == other && !number.is_empty() && gstin(*a) == gstin(*b) && number == lines.number.get(*b)
        };
        self.data.chunk_by(same)
    }

    /// A column that is the sum of the other columns of its head is their total: only it counts.
    fn totals_of_heads(&mut self, lines: &LineColumns) {
        for sum in EntrySum::HEADS {
            let own = self.columns_of(sum);
            if own.len() < 2 {
                continue;
            }
            let is_total = |&column: &usize| {
                let others: Vec<usize> = own.iter().copied().filter(|&other| other != column).collect();
                let (mut same, mut all) = (0, 0);
                for &line in &self.data {
                    let (amount, sum) = (total(lines, &[column], line), total(lines, &others, line));
                    if amount != 0 || sum != 0 {
                        all += 1;
                        same += usize::from(amount == sum);
                    }
                }
                all > 0 && 20 * same >= 19 * all
            };
            let totals: Vec<usize> = own.iter().copied().filter(is_total).collect();
            // Of two that are alike the one whose heading is in the table.
            let best = totals.iter().copied().find(|&column| self.columns.list[self.used.amounts[column]].sure);
            let Some(best) = best.or(totals.first().copied()) else { continue };
            own.into_iter()
                .filter(|&column| column != best)
                .for_each(|column| self.set(column, Role::Field(RegisterField::Item), false));
        }
    }

    /// Where value, taxable and taxes agree on nineteen of twenty lines, all of them are sure.
    fn sure(&mut self, lines: &LineColumns) {
        let (heads, taxable, value) =
            (self.heads(), self.columns_of(EntrySum::Taxable), self.columns_of(EntrySum::Value));
        let (mut good, mut all) = (0, 0);
        for &line in &self.data {
            let (gst, tax) = self.tax(lines, line, &heads);
            if gst == 0 || taxable.is_empty() {
                continue;
            }
            all += 1;
            let base = total(lines, &taxable, line);
            let value = (!value.is_empty()).then(|| total(lines, &value, line));
            good +=
                usize::from(value.map_or_else(|| fits_rate(base, gst), |value| near(value, base.saturating_add(tax))));
        }
        if all > 0 && 20 * good >= 19 * all {
            let columns: Vec<usize> = EntrySum::ALL.into_iter().flat_map(|sum| self.columns_of(sum)).collect();
            columns.into_iter().for_each(|column| self.columns.list[self.used.amounts[column]].sure = true);
        }
    }
}

/// Where fewer amounts are all below 0 it is not asked what they are.
const ASKED: usize = 10;
/// With this many amounts a column says by itself what they are.
const SURE: usize = 20;

/// How many values of a column are below 0, and how many there are; 0 does not count.
#[derive(Clone, Copy, Default)]
struct Below {
    below: usize,
    all: usize,
}

impl Below {
    fn of(lines: &LineColumns, column: usize, votes: &[usize]) -> Below {
        let values = votes.iter().map(|&line| lines.amount(column, line)).filter(|&v| v != EMPTY && v != 0);
        values.fold(Below::default(), |count, v| Below { below: count.below + usize::from(v < 0), all: count.all + 1 })
    }

    fn nearly_all(self) -> bool {
        self.all > 0 && 10 * self.below >= 9 * self.all
    }

    fn many(self) -> bool {
        self.all >= SURE
    }
}

/// Whether a column has the sign of another on nine tenths of the lines that have both.
fn goes_with(lines: &LineColumns, votes: &[usize], column: usize, main: usize) -> bool {
    let signs = votes.iter().map(|&line| [column, main].map(|column| lines.amount(column, line)));
    let both = signs.filter(|signs| signs.iter().all(|&v| v != EMPTY && v != 0));
    let (same, all) = both.fold((0, 0), |(same, all), [a, b]| (same + usize::from((a < 0) == (b < 0)), all + 1));
    all > 0 && 10 * same >= 9 * all
}

/// Columns of tax.
struct Heads {
    gst: Vec<usize>,
    cess: Vec<usize>,
    total: Vec<usize>,
}

/// The sum of a line's amounts in some columns; an empty cell is 0.
fn total(lines: &LineColumns, columns: &[usize], line: usize) -> Paise {
    columns.iter().fold(0, |sum: Paise, &column| {
        let amount = lines.amount(column, line);
        sum.saturating_add(if amount == EMPTY { 0 } else { amount })
    })
}

/// The sum of some columns over several lines.
fn of_run(lines: &LineColumns, columns: &[usize], run: &[usize]) -> Paise {
    run.iter().fold(0, |sum: Paise, &line| sum.saturating_add(total(lines, columns, line)))
}

fn near(a: Paise, b: Paise) -> bool {
    a.abs_diff(b) <= RUPEE.unsigned_abs()
}

/// Whether an amount that was read is the figure of a rate; 0.125 was rounded to paise.
fn is_rate(value: Paise) -> bool {
    value == 13 || RATES.contains(&value.saturating_mul(10))
}

/// Whether a tax is a rate of GST of the taxable value, but for a rupee.
fn fits_rate(taxable: Paise, tax: Paise) -> bool {
    let (taxable, tax) = (i128::from(taxable), i128::from(tax));
    RATES.iter().any(|&rate| (taxable * i128::from(rate) - tax * 100_000).abs() <= i128::from(RUPEE) * 100_000)
}
