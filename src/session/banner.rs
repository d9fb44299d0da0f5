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
mod tests {
    use super::*;
    use crate::book::MovedDays;
    use crate::portal::{self, Input};
    use crate::work::Progress;

    /// The sample: its recipient is in Maharashtra.
    fn book() -> Book {
        let bytes = include_bytes!("../../assets/sample.json").to_vec();
        portal::read(vec![Input { name: "sample.json".into(), path: None, bytes }], &Progress::default()).unwrap()
    }

    fn said(book: &Book, day: &str) -> DueWords {
        said_of(book, None, day)
    }

    fn said_of(book: &Book, downloaded: Option<&str>, day: &str) -> DueWords {
        let deemed = Deemed {
            records: 5_462,
            gained: 1_842_031_150,
            lost: 200_000,
            with_findings: 12,
            tax_with_findings: 90_000,
            to_check: 0,
            on_the_portal: 1,
        };
        let day = Day::parse(day).unwrap();
        let times = Times::of(book, downloaded.and_then(Day::parse), day).unwrap();
        words(book, day, times, &deemed, &Figures::default())
    }

    fn head(book: &Book, day: &str) -> String {
        said(book, day).head
    }

    #[test]
    fn the_fourteenth_is_named_as_a_draft_and_no_deadline() {
        let book = book();
        assert_eq!(head(&book, "01-11-2026"), "", "there is time");
        assert_eq!(said(&book, "01-11-2026").left, "13 days to 14 November: draft GSTR-2B");
        let before = "14 November: draft GSTR-2B. You may change until you file GSTR-3B (due 20-11).";
        for (day, left) in [
            ("06-11-2026", "8 days to 14 November: draft GSTR-2B"),
            ("13-11-2026", "1 day to 14 November: draft GSTR-2B"),
            ("14-11-2026", "today: draft GSTR-2B"),
        ] {
            assert_eq!((head(&book, day).as_str(), said(&book, day).left.as_str()), (before, left), "{day}");
        }
        let after = head(&book, "15-11-2026");
        assert!(after.starts_with("20 November: GSTR-3B of October 2026 is due. After a change: upload, "), "{after}");
        assert!(after.ends_with("then press \"Recompute GSTR-2B\"."), "{after}");
        assert!(said(&book, "15-11-2026").more[0].contains("wait for \"Processed\""));
        assert_eq!(said(&book, "15-11-2026").left, "5 days to 20 November: GSTR-3B is due");
        assert_eq!(said(&book, "20-11-2026").left, "today: GSTR-3B is due");
        assert_eq!(head(&book, "21-11-2026"), "");
    }

    #[test]
    fn credit_lost_is_said_apart_from_credit_gained() {
        let due = [
            "5,462 records of those to decide would be deemed accepted in GSTR-2B of October 2026: credit ₹ 1,84,18,311.50.",
            "That is ₹ 1,84,20,311.50 less ₹ 2,000.00 that credit notes and lower amendments take.",
            "₹ 900.00 of it is on 12 records with alerts.",
            "1 record is decided on the portal only.",
        ];
        assert_eq!(said(&book(), "06-11-2026").more, due);
    }

    #[test]
    fn pending_credit_whose_time_ends_comes_before_every_other_date() {
        let book = book();
        let mut figures = Figures::default();
        figures.pending_past.add([3_413_600, 0, 0, 0]);
        let said = |day: &str, figures: &Figures| {
            let day = Day::parse(day).unwrap();
            words(&book, day, Times::of(&book, None, day).unwrap(), &Deemed::default(), figures)
        };
        let late = said("29-11-2026", &figures);
        assert_eq!(
            late.head,
            "30 November: the last day by law for credit of 2025-26. 1 record is Pending with tax of ₹ 34,136.00, filed or not: \
             accept, upload, recompute GSTR-2B, and file GSTR-3B of October 2026, if that is still unfiled."
        );
        assert_eq!(late.left, "1 day left");
        let today = said("30-11-2026", &figures);
        assert!(today.head.starts_with("Today, 30 November: the last day by law"), "{}", today.head);
        assert_eq!(today.left, "", "it is said once");
        assert_eq!(said("01-12-2026", &figures).head, "", "the time is over");
        let mut figures = Figures::default();
        figures.pending_last_return.add([18_000, 0, 0, 0]);
        let last = said("16-11-2026", &figures);
        assert_eq!(
            last.head,
            "20 November: GSTR-3B of October 2026 is due, the last return for 1 record Pending with tax of \
             ₹ 180.00, filed or not: accept before you file it, or the credit is lost."
        );
    }

    #[test]
    fn a_quarterly_filer_has_no_gstr_2b_in_the_first_two_months_and_pays_by_pmt_06() {
        let mut book = book();
        book.facts.qrmp = true;
        for (day, pays) in [
            ("04-11-2026", "25 November: PMT-06 for October 2026."),
            ("14-11-2026", "25 November: PMT-06 for October 2026."),
            ("25-11-2026", "25 November: PMT-06 for October 2026."),
            ("10-12-2026", "25 December: PMT-06 for November 2026."),
        ] {
            let head = head(&book, day);
            assert!(head.starts_with(pays), "{day}: {head}");
            assert!(head.ends_with("the next GSTR-2B is that of October–December 2026, on 14-01-2027."), "{head}");
        }
        for day in ["03-11-2026", "26-11-2026", "26-12-2026", "25-01-2027"] {
            assert_eq!(head(&book, day), "", "{day}");
        }
        assert!(head(&book, "13-01-2027").starts_with("14 January: draft GSTR-2B."));
        assert!(head(&book, "13-01-2027").contains("(due 22-01)"));
        assert!(head(&book, "15-01-2027").starts_with("22 January: GSTR-3B of October–December 2026 is due."));
        book.recipient.content = Some("07AAAAA0000A1Z4".into());
        assert!(head(&book, "15-01-2027").starts_with("24 January: GSTR-3B of October–December 2026 is due."));
    }

    #[test]
    fn every_day_of_three_years_names_a_date_to_come_and_no_gstr_2b_that_there_is_not() {
        for qrmp in [false, true] {
            let mut book = book();
            book.facts.qrmp = qrmp;
            let first = Day::parse("01-04-2025").unwrap().0;
            for day in (first..first + 1_096).map(Day) {
                let said = said(&book, &day.to_string());
                assert!(!said.left.starts_with('-'), "{day}: {}", said.left);
                if said.head.is_empty() {
                    continue;
                }
                let (_, month, of_month) = day.ymd();
                let quarter_is_over = month % 3 == 1;
                let pays = said.head.contains("PMT-06");
                assert_eq!(pays, qrmp && !quarter_is_over, "{day}: {}", said.head);
                let of: u32 = said.head.split(' ').next().unwrap().parse().unwrap();
                assert!(of >= of_month && said.head.contains(Period::of(day).month_name()), "{day}: {}", said.head);
            }
        }
    }

    #[test]
    fn a_download_from_before_suppliers_have_filed_is_to_be_made_again() {
        let book = book();
        let old = |made, day| said_of(&book, Some(made), day).more.last().cloned().unwrap();
        let due = "This download is of 09-11-2026: suppliers file until the 11th (IFF: 13th), so download again after the 14th.";
        assert_eq!(old("09-11-2026", "10-11-2026"), due);
        let after = old("09-11-2026", "16-11-2026");
        assert!(after.ends_with("so download again, as it is after the 14th."), "{after}");
        assert!(old("12-11-2026", "16-11-2026").contains("download again, as it is after the 14th"));
        assert!(!old("13-11-2026", "16-11-2026").contains("download again"));
        let mut banner = Banner::default();
        let day = |text| Day::parse(text).unwrap();
        banner.renew(&book, Day::parse("10-11-2026"), day("11-11-2026"), &Tally::default(), [0; 8]);
        assert_eq!(banner.old.as_deref(), Some("Downloaded 10-11, before the 13th"));
        banner.renew(&book, None, day("11-11-2026"), &Tally::default(), [0; 8]);
        assert_eq!(banner.old, None, "nothing is known of it");
    }

    #[test]
    fn an_unfiled_return_before_is_said_to_hold_gstr_2b_back() {
        let mut book = book();
        let held = |book: &Book| head(book, "10-11-2026").contains("not before you file GSTR-3B of September 2026");
        assert!(!held(&book), "nothing is known");
        book.facts.last_3b = Period::new(2026, 8);
        assert!(held(&book));
        book.facts.last_3b = Period::new(2026, 9);
        assert!(!held(&book));
    }

    #[test]
    fn days_that_were_moved_count_and_a_filed_return_ends_it() {
        let mut book = book();
        let moved = MovedDays { gstr_2b: Day::parse("16-11-2026"), gstr_3b: Day::parse("25-11-2026") };
        book.facts.moved.insert(Period::new(2026, 10).unwrap(), moved);
        assert!(head(&book, "15-11-2026").starts_with("16 November: draft GSTR-2B."));
        assert!(head(&book, "15-11-2026").contains("(due 25-11)"));
        assert!(head(&book, "24-11-2026").starts_with("25 November: GSTR-3B of October 2026 is due."));
        book.facts.last_3b = Period::new(2026, 10);
        assert_eq!(head(&book, "24-11-2026"), "");
    }

    #[test]
    fn the_line_says_where_to_begin_until_it_is_put_away() {
        let (book, day) = (book(), Day::parse("01-11-2026").unwrap());
        let mut banner = Banner::default();
        banner.renew(&book, None, day, &Tally::default(), [2, 0, 0, 0, 1, 0, 0, 0]);
        assert_eq!(banner.said().map(|said| said.left.as_str()), Some("13 days to 14 November: draft GSTR-2B"));
        assert_eq!((all(&banner.to_decide), banner.to_decide.len()), (3, 2));
        assert_eq!((banner.period.as_str(), banner.due.as_str()), ("October 2026", "GSTR-3B due 20-11"));
        banner.renew(&book, None, day, &Tally::default(), [0; 8]);
        assert!(banner.said().is_some() && banner.is_quiet(), "all is decided: it keeps its place");
        banner.dismissed = true;
        banner.renew(&book, None, day, &Tally::default(), [1, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(banner.said(), None, "put away");
    }
}
