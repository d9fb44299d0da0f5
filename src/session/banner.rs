//! The dates that are near: before GSTR-2B is drawn up, what is undecided; after it, until GSTR-3B is due, what is to be
//! done for a change to count; for who files by the quarter, that there is no GSTR-2B this month. On other days it says
//! nothing.

use crate::book::{Book, Section};
use crate::rules::calendar::{self, NO_ACTION_MEANS};
use crate::rules::credit::Deemed;
use crate::session::counts::Tally;
use crate::values::{Day, Period, grouped, money, records};
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

/// What the banner says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueWords {
    /// Which date is near.
    pub head: String,
    /// What there is to do.
    pub text: String,
    /// Whether there are undecided records to show.
    pub undecided: bool,
}

/// What is to be said on a day; nothing when no date is near.
pub fn words(book: &Book, day: Day, times: Times, deemed: &Deemed) -> Option<DueWords> {
    let joined = |parts: [Option<String>; 4]| parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    if times.before(day) {
        // No deadline: what is decided later counts as well, after a recompute.
        let until = format!("Until you file GSTR-3B (due {}) you may change, upload and recompute.", short(times.due));
        let unfiled = times.before_unfiled.then(|| {
            "It is not drawn up while GSTR-3B of the period before is not filed, as your return settings say."
                .to_owned()
        });
        let undecided = format!("{}: {}", left(day, times.drawn_up), undecided(times.period, deemed));
        return (deemed.records + deemed.on_the_portal > 0).then(|| DueWords {
            head: format!("{}: draft GSTR-2B.", in_words(times.drawn_up)),
            text: joined([Some(until), unfiled, Some(undecided), times.old_download(day)]),
            undecided: deemed.records > 0,
        });
    }
    if day > times.drawn_up && day <= times.due {
        let recompute = format!(
            "{}: the draft GSTR-2B is there. After a change, upload, wait for \"Processed\", then press \"Recompute GSTR-2B\" on \
             the portal, or the change does not reach GSTR-3B.",
            left(day, times.due)
        );
        return Some(DueWords {
            head: format!(
                "{}: GSTR-3B of {} is due.",
                in_words(times.due),
                calendar::period_in_words(book, times.period)
            ),
            text: joined([Some(recompute), times.old_download(day), None, None]),
            undecided: false,
        });
    }
    let (month, pays) = times.pmt_06?;
    let from = pays.0 - (calendar::PMT_06_DAY - calendar::GSTR_2B_DAY) as i32 - NEAR;
    (from..=pays.0).contains(&day.0).then(|| DueWords {
        head: format!("{}: PMT-06 for {month}.", in_words(pays)),
        text: format!(
            "You file by the quarter (QRMP), so no GSTR-2B is drawn up this month. The next is that of {}, on {}.",
            calendar::period_in_words(book, times.period),
            times.drawn_up
        ),
        undecided: false,
    })
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

/// `In 3 days`.
fn left(day: Day, until: Day) -> String {
    match until.0 - day.0 {
        0 => "Today".to_owned(),
        1 => "Tomorrow".to_owned(),
        n => format!("In {n} days"),
    }
}

fn undecided(period: Period, deemed: &Deemed) -> String {
    let are = |n: u64| if n == 1 { "is" } else { "are" };
    let mut parts = Vec::new();
    if deemed.records > 0 {
        let n = deemed.records;
        let lost = match deemed.lost {
            0 => String::new(),
            lost => format!("; apart from it {} lost through credit notes", money::rupees(lost)),
        };
        let to_check = match deemed.to_check {
            0 => String::new(),
            1 => "; 1 amendment to check is not in it".to_owned(),
            n => format!("; {} amendments to check are not in it", grouped(n)),
        };
        let doubtful = match deemed.with_findings {
            0 => String::new(),
            n => format!("; {} of it on {} with findings", money::rupees(deemed.tax_with_findings), records(n)),
        };
        parts.push(format!(
            "{} {} undecided and would be {NO_ACTION_MEANS} in GSTR-2B of {period}: credit {}{lost}{doubtful}{to_check}.",
            records(n),
            are(n),
            money::rupees(deemed.gained)
        ));
    }
    if deemed.on_the_portal > 0 {
        let n = deemed.on_the_portal;
        parts.push(format!("{} {} decided on the portal only.", records(n), are(n)));
    }
    parts.join(" ")
}

/// The banner of a book, made when the book changes and not at every frame.
#[derive(Clone, Debug, Default)]
pub struct Banner {
    said: Option<DueWords>,
    /// How many of the undecided records it counts each sheet has.
    pub sheets: Vec<(Section, u64)>,
    /// The user put it away.
    pub(super) dismissed: bool,
}

impl Banner {
    /// Makes it again of what would be deemed accepted.
    pub fn renew(&mut self, book: &Book, downloaded: Option<Day>, day: Day, tally: &Tally) {
        self.said = Times::of(book, downloaded, day).and_then(|times| words(book, day, times, &tally.deemed));
        let counts = Section::ALL.map(|section| (section, tally.in_view(section, BuiltIn::Deemed)));
        self.sheets = counts.into_iter().filter(|(_, count)| *count > 0).collect();
    }

    /// What it says now.
    pub fn said(&self) -> Option<&DueWords> {
        self.said.as_ref().filter(|_| !self.dismissed)
    }
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

    fn said(book: &Book, day: &str) -> Option<DueWords> {
        said_of(book, None, day)
    }

    fn said_of(book: &Book, downloaded: Option<&str>, day: &str) -> Option<DueWords> {
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
        words(book, day, Times::of(book, downloaded.and_then(Day::parse), day).unwrap(), &deemed)
    }

    fn head(book: &Book, day: &str) -> String {
        said(book, day).map_or_else(String::new, |said| said.head)
    }

    fn text(book: &Book, day: &str) -> String {
        said(book, day).map_or_else(String::new, |said| said.text)
    }

    #[test]
    fn the_fourteenth_is_named_as_a_draft_and_no_deadline() {
        let book = book();
        assert_eq!(said(&book, "01-11-2026"), None, "there is time");
        let first = text(&book, "06-11-2026");
        assert_eq!(head(&book, "06-11-2026"), "14 November: draft GSTR-2B.");
        let due = "Until you file GSTR-3B (due 20-11) you may change, upload and recompute. In 8 days: 5,462 records ";
        assert!(first.starts_with(due), "{first}");
        assert!(text(&book, "13-11-2026").contains(" Tomorrow: 5,462 records "));
        assert!(text(&book, "14-11-2026").contains(" Today: 5,462 records "));
        assert!(said(&book, "14-11-2026").unwrap().undecided);
        assert_eq!(head(&book, "15-11-2026"), "20 November: GSTR-3B of October 2026 is due.");
        let after = text(&book, "15-11-2026");
        assert!(after.starts_with("In 5 days: the draft GSTR-2B is there.") && after.contains("\"Recompute GSTR-2B\""));
        assert!(text(&book, "20-11-2026").starts_with("Today: "));
        assert_eq!(said(&book, "21-11-2026"), None);
    }

    #[test]
    fn credit_lost_is_said_apart_from_credit_gained() {
        let text = text(&book(), "06-11-2026");
        let due = "5,462 records are undecided and would be deemed accepted in GSTR-2B of October 2026: credit \
             ₹ 1,84,20,311.50; apart from it ₹ 2,000.00 lost through credit notes; ₹ 900.00 of it on 12 records with \
             findings. 1 record is decided on the portal only.";
        assert!(text.ends_with(due), "{text}");
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
            assert_eq!(head(&book, day), pays, "{day}");
            let due = "no GSTR-2B is drawn up this month. The next is that of October–December 2026, on 14-01-2027.";
            assert!(text(&book, day).ends_with(due), "{}", text(&book, day));
            assert!(!said(&book, day).unwrap().undecided);
        }
        for day in ["03-11-2026", "26-11-2026", "26-12-2026", "25-01-2027"] {
            assert_eq!(said(&book, day), None, "{day}");
        }
        assert_eq!(head(&book, "13-01-2027"), "14 January: draft GSTR-2B.");
        assert!(text(&book, "13-01-2027").contains("(due 22-01)"));
        assert_eq!(head(&book, "15-01-2027"), "22 January: GSTR-3B of October–December 2026 is due.");
        book.recipient.content = Some("07AAAAA0000A1Z4".into());
        assert_eq!(head(&book, "15-01-2027"), "24 January: GSTR-3B of October–December 2026 is due.");
    }

    #[test]
    fn every_day_of_three_years_names_a_date_to_come_and_no_gstr_2b_that_there_is_not() {
        for qrmp in [false, true] {
            let mut book = book();
            book.facts.qrmp = qrmp;
            let first = Day::parse("01-04-2025").unwrap().0;
            for day in (first..first + 1_096).map(Day) {
                let Some(said) = said(&book, &day.to_string()) else { continue };
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
        let old = |made, day| said_of(&book, Some(made), day).unwrap().text;
        let due = "This download is of 09-11-2026: suppliers file until the 11th (IFF: 13th), so download again after the 14th.";
        assert!(old("09-11-2026", "10-11-2026").ends_with(due));
        let after = old("09-11-2026", "16-11-2026");
        assert!(after.ends_with("so download again, as it is after the 14th."), "{after}");
        assert!(old("12-11-2026", "16-11-2026").contains("download again, as it is after the 14th"));
        assert!(!old("13-11-2026", "16-11-2026").contains("download again"));
        assert!(!text(&book, "16-11-2026").contains("download again"), "nothing is known of it");
    }

    #[test]
    fn an_unfiled_return_before_is_said_to_hold_gstr_2b_back() {
        let mut book = book();
        let held =
            |book: &Book| text(book, "10-11-2026").contains("It is not drawn up while GSTR-3B of the period before");
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
        assert_eq!(head(&book, "15-11-2026"), "16 November: draft GSTR-2B.");
        assert!(text(&book, "15-11-2026").contains("(due 25-11)"));
        assert_eq!(head(&book, "24-11-2026"), "25 November: GSTR-3B of October 2026 is due.");
        book.facts.last_3b = Period::new(2026, 10);
        assert_eq!(said(&book, "24-11-2026"), None);
    }

    #[test]
    fn nothing_is_said_where_all_is_decided() {
        let (book, day) = (book(), Day::parse("10-11-2026").unwrap());
        assert_eq!(words(&book, day, Times::of(&book, None, day).unwrap(), &Deemed::default()), None);
    }
}
