//! Where to begin, and the dates that are near: what is to decide and to answer; before GSTR-2B is drawn up, until when one
//! may change; after it, until GSTR-3B is due, what is to be done for a change to count; for who files by the quarter, that
//! there is no GSTR-2B this month.

use crate::book::{Book, Section};
use crate::rules::calendar::{self, NO_ACTION_MEANS};
use crate::rules::credit::{CreditTimes, Deemed, Figures, Sum};
use crate::session::counts::Tally;
use crate::values::day::financial_year;
use crate::values::{Day, Period, grouped, money, plural, records};
use crate::view::BuiltIn;

/// GSTR-2B is near for this many days.
const NEAR: i32 = 10;

/// The period that is being closed, and its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    period: Period,
    drawn_up: Day,
    due: Day,
    /// From this day on a download has all that suppliers file in time.
    all_filed: Day,
    /// The month that is paid by PMT-06 instead, and until when.
    pmt_06: Option<(Period, Day)>,
    /// GSTR-3B of the period before is not filed, by what the user says.
    before_unfiled: bool,
    /// The newest download in the book.
    downloaded: Option<Day>,
}

impl Times {
    /// Those of a book on a day; when its newest download was made, as far as is known.
    pub fn of(book: &Book, downloaded: Option<Day>, day: Day) -> Option<Times> {
        let period = calendar::closing(book, day);
        let before = calendar::before(book, period);
        let month = Period::of(day).plus(-1);
        Some(Times {
            period,
            drawn_up: calendar::gstr_2b_drawn_up(book, period)?,
            due: calendar::gstr_3b_due(book, period)?,
            all_filed: calendar::all_filed_from(book, period)?,
            pmt_06: calendar::pmt_06_due(book, month).map(|due| (month, due)),
            before_unfiled: book.facts.last_3b.is_some() && !calendar::is_filed(book, before),
            downloaded,
        })
    }

    /// Whether GSTR-2B is about to be drawn up.
    fn before(self, day: Day) -> bool {
        (day.0..day.0.saturating_add(NEAR + 1)).contains(&self.drawn_up.0)
    }

    /// Whether GSTR-2B is about to be drawn up, or there and GSTR-3B not yet due.
    fn near(self, day: Day) -> bool {
        self.before(day) || (day > self.drawn_up && day <= self.due)
    }

    /// That the download is too old to have all that suppliers file for the period.
    fn old_download(self, day: Day) -> Option<String> {
        let again = if day > self.drawn_up { "again, as it is" } else { "again" };
        let made = self.downloaded.filter(|made| *made < self.all_filed)?;
        Some(format!(
            "This download is of {made}: suppliers file until the {} (IFF: {}), so download {again} after the {}.",
            nth(Day(self.all_filed.0 - (calendar::IFF_DAY - calendar::GSTR_1_DAY) as i32)),
            nth(self.all_filed),
            nth(self.drawn_up)
        ))
    }
}

/// What the line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DueWords {
    /// Which date is near; nothing if none is.
    pub head: String,
    /// How long it is until GSTR-2B is drawn up.
    pub left: String,
    /// What else is to be known, a sentence each.
    pub more: Vec<String>,
}

/// What is to be said of the dates on a day.
pub fn words(book: &Book, day: Day, times: Times, deemed: &Deemed, figures: &Figures) -> DueWords {
    let mut said = DueWords {
        left: until(day, times.drawn_up, "draft GSTR-2B"),
        more: more(times, deemed),
        ..DueWords::default()
    };
    let anything = deemed.records + deemed.on_the_portal > 0;
    if times.before(day) && anything && times.before_unfiled {
        let before = calendar::period_in_words(book, calendar::before(book, times.period));
        said.head = format!(
            "{}: draft GSTR-2B, but not before you file GSTR-3B of {before} (return settings).",
            in_words(times.drawn_up)
        );
    } else if times.before(day) && anything {
        // No deadline: what is decided later counts as well, after a recompute.
        said.head = format!(
            "{}: draft GSTR-2B. You may change until you file GSTR-3B (due {}).",
            in_words(times.drawn_up),
            short(times.due)
        );
    } else if day > times.drawn_up && day <= times.due {
        said.head = format!(
            "{}: GSTR-3B of {} is due. After a change: upload, then press \"Recompute GSTR-2B\".",
            in_words(times.due),
            calendar::period_in_words(book, times.period)
        );
        said.more.insert(
            0,
            "The draft GSTR-2B is there. Upload a change, wait for \"Processed\", then press \"Recompute GSTR-2B\" on the \
             portal, or it does not reach GSTR-3B."
                .to_owned(),
        );
        said.left = until(day, times.due, "GSTR-3B is due");
    } else if let Some((month, pays)) = times.pmt_06 {
        let from = pays.0 - (calendar::PMT_06_DAY - calendar::GSTR_2B_DAY) as i32 - NEAR;
        if (from..=pays.0).contains(&day.0) {
            said.head = format!(
                "{}: PMT-06 for {month}. You file by the quarter (QRMP): the next GSTR-2B is that of {}, on {}.",
                in_words(pays),
                calendar::period_in_words(book, times.period),
                times.drawn_up
            );
            said.left = until(day, pays, "PMT-06");
        }
    }
    last_chance(book, day, times, figures, &mut said);
    if times.near(day) {
        said.more.extend(times.old_download(day));
    }
    said
}

/// That the time for credit of what is Pending ends: nothing else is as near, and it does not come back.
fn last_chance(book: &Book, day: Day, times: Times, figures: &Figures, said: &mut DueWords) {
    let (last, past) = (&figures.pending_last_return, &figures.pending_past);
    // Not all of that is credit: some documents may not be filed, and an amendment gives its difference alone.
    let of = |sum: &Sum, are: &str| {
        format!("{} {are}Pending with tax of {}, filed or not", records(sum.records), money::rupees(sum.total()))
    };
    let end = CreditTimes::new(book, day, times.period).of_past(book);
    if let Some((filed, ends)) = end.filter(|(_, ends)| past.records > 0 && ends.0 - day.0 <= NEAR) {
        said.head = format!(
            "{}: the last day by law for credit of {}. {}: accept, upload, recompute GSTR-2B, and file GSTR-3B of {}, if that \
             is still unfiled.",
            named(day, ends),
            financial_year(ends.ymd().0),
            of(past, plural(past.records, "is ", "are ")),
            calendar::period_in_words(book, filed)
        );
        said.left = days_left(day, ends);
    } else if last.records > 0 && times.near(day) {
        said.head = format!(
            "{}: GSTR-3B of {} is due, the last return for {}: accept before you file it, or the credit is lost.",
            named(day, times.due),
            calendar::period_in_words(book, times.period),
            of(last, "")
        );
        said.left = days_left(day, times.due);
    }
}

/// `30 November`, and that it is today.
fn named(day: Day, date: Day) -> String {
    if day == date { format!("Today, {}", in_words(date)) } else { in_words(date) }
}

/// How long it is to a date that was just named; nothing today, which is said with its name.
fn days_left(day: Day, date: Day) -> String {
    match date.0 - day.0 {
        0 => String::new(),
        1 => "1 day left".to_owned(),
        n => format!("{n} days left"),
    }
}

/// What would be deemed accepted, and what that count leaves out.
fn more(times: Times, deemed: &Deemed) -> Vec<String> {
    let are = |n: u64| if n == 1 { "is" } else { "are" };
    let mut more = Vec::new();
    if deemed.records > 0 {
        more.push(format!(
            "{} of those to decide would be {NO_ACTION_MEANS} in GSTR-2B of {}: credit {}.",
            records(deemed.records),
            times.period,
            money::rupees(deemed.credit())
        ));
    }
    if deemed.lost > 0 {
        more.push(format!(
            "That is {} less {} that credit notes and lower amendments take.",
            money::rupees(deemed.gained),
            money::rupees(deemed.lost)
        ));
    }
    if deemed.with_findings > 0 {
        let tax = money::rupees(deemed.tax_with_findings);
        more.push(format!("{tax} of it is on {} with alerts.", records(deemed.with_findings)));
    }
    match deemed.to_check {
        0 => {}
        1 => more.push("1 of them is an amendment to check, which gives no amount.".to_owned()),
        n => more.push(format!("{} of them are amendments to check, which give no amount.", grouped(n))),
    }
    if deemed.on_the_portal > 0 {
        let n = deemed.on_the_portal;
        more.push(format!("{} {} decided on the portal only.", records(n), are(n)));
    }
    more
}

/// `14 November`.
fn in_words(day: Day) -> String {
    format!("{} {}", day.ymd().2, Period::of(day).month_name())
}

/// `20-11`.
fn short(day: Day) -> String {
    let (_, month, of_month) = day.ymd();
    format!("{of_month:02}-{month:02}")
}

/// `14th`.
fn nth(day: Day) -> String {
    let of_month = day.ymd().2;
    let ending = match of_month {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    format!("{of_month}{ending}")
}

/// `3 days to 14 November: draft GSTR-2B`.
fn until(day: Day, date: Day, what: &str) -> String {
    match date.0 - day.0 {
        0 => format!("today: {what}"),
        1 => format!("1 day to {}: {what}", in_words(date)),
        n => format!("{n} days to {}: {what}", in_words(date)),
    }
}

/// How many records of each sheet that has any.
pub type BySheet = Vec<(Section, u64)>;

/// The line that says where to begin and which dates are near; made when the book changes and not at every frame.
#[derive(Clone, Debug, Default)]
pub struct Banner {
    said: DueWords,
    /// The records with No action.
    pub to_decide: BySheet,
    /// The credit notes that need an answer.
    pub to_answer: BySheet,
    /// Of those with No action, the ones that count as accepted if they are left alone.
    pub deemed: BySheet,
    /// What these add to the credit, in paise.
    pub credit: i128,
    /// Amendments among them that give no amount, as it cannot be said what they change.
    pub to_check: u64,
    /// The period that is being closed: `October 2026`.
    pub period: String,
    /// `GSTR-3B due 20-11`.
    pub due: String,
    /// `Downloaded 10-11, before the 13th`, if it was made so early.
    pub old: Option<String>,
    /// The user put it away.
    pub dismissed: bool,
}

impl Banner {
    /// Makes it again of what is counted; `undecided`: how many records of each sheet have No action.
    pub fn renew(&mut self, book: &Book, downloaded: Option<Day>, day: Day, tally: &Tally, undecided: [u64; 8]) {
        let Some(times) = Times::of(book, downloaded, day) else {
            *self = Banner { dismissed: self.dismissed, ..Banner::default() };
            return;
        };
        let by_sheet = |count: &dyn Fn(Section) -> u64| {
            let counts = Section::ALL.map(|section| (section, count(section)));
            counts.into_iter().filter(|(_, count)| *count > 0).collect()
        };
        let old = times.downloaded.filter(|made| times.near(day) && *made < times.all_filed);
        *self = Banner {
            said: words(book, day, times, &tally.deemed, &tally.figures),
            to_decide: by_sheet(&|section| undecided[section as usize]),
            to_answer: by_sheet(&|section| tally.in_view(section, BuiltIn::ToAnswer)),
            deemed: by_sheet(&|section| tally.in_view(section, BuiltIn::Deemed)),
            credit: tally.deemed.credit(),
            to_check: tally.deemed.to_check,
            period: calendar::period_in_words(book, times.period),
            due: format!("GSTR-3B due {}", short(times.due)),
            old: old.map(|made| format!("Downloaded {}, before the {}", short(made), nth(times.all_filed))),
            dismissed: self.dismissed,
        };
    }

    /// What it says, until the user puts it away. It keeps its place when that is nothing: no row moves under the pointer.
    pub fn said(&self) -> Option<&DueWords> {
        Some(&self.said).filter(|_| !self.dismissed)
    }

    /// Whether nothing is to be decided or answered, and no date is near.
    pub fn is_quiet(&self) -> bool {
        self.to_decide.is_empty() && self.to_answer.is_empty() && self.said.head.is_empty()
    }
}

/// How many there are on all sheets.
pub fn all(of: &BySheet) -> u64 {
    of.iter().map(|(_, count)| count).sum()
}

#[cfg(test)]
mod tests;
