//! That time presses: before GSTR-2B is drawn up, what is undecided; after it, until GSTR-3B is due, what is to be done
//! for a change to count. On other days it says nothing.

use egui::Ui;

use super::open_book::{OpenBook, Place};
use super::requests::{Line, Request, Requests};
use super::tally::Tally;
use super::theme::{self, tokens};
use crate::book::{Book, Section};
use crate::rules::calendar::{self, NO_ACTION_MEANS};
use crate::rules::credit::Deemed;
use crate::values::{Day, Period, grouped, money};
use crate::view::{BuiltIn, Filter};

/// Before GSTR-2B is drawn up, time presses for so many days.
const PRESSES: i32 = 10;

/// The period that is being closed, and its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    period: Period,
    drawn_up: Day,
    due: Day,
}

impl Times {
    /// Those of a book on a day.
    pub fn of(book: &Book, day: Day) -> Option<Times> {
        let period = calendar::closing(book, day);
        let drawn_up = calendar::gstr_2b_drawn_up(book, period)?;
        Some(Times { period, drawn_up, due: calendar::gstr_3b_due(book, period)? })
    }

    /// Whether GSTR-2B is about to be drawn up.
    fn before(self, day: Day) -> bool {
        (day.0..day.0.saturating_add(PRESSES + 1)).contains(&self.drawn_up.0)
    }
}

/// What the banner says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// How much time is left.
    pub head: String,
    /// What there is to do.
    pub text: String,
    /// Whether there are undecided records to show.
    pub undecided: bool,
}

/// What is to be said on a day; nothing when no time presses.
pub fn words(day: Day, times: Times, deemed: &Deemed) -> Option<Said> {
    if times.before(day) {
        return (deemed.records + deemed.on_the_portal > 0).then(|| Said {
            head: left(day, times.drawn_up),
            text: undecided(times.period, deemed),
            undecided: deemed.records > 0,
        });
    }
    (day > times.drawn_up && day <= times.due).then(|| Said {
        head: left(day, times.due),
        text: format!(
            "GSTR-3B of {} is due. GSTR-2B is drawn up: after a change, upload, wait for \"Processed\", then press \
             \"Recompute GSTR-2B\" on the portal.",
            times.period
        ),
        undecided: false,
    })
}

fn left(day: Day, until: Day) -> String {
    let of_month = until.ymd().2;
    let ending = match of_month {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    match until.0 - day.0 {
        0 => format!("Today is the {of_month}{ending}."),
        1 => format!("1 day to the {of_month}{ending}."),
        n => format!("{n} days to the {of_month}{ending}."),
    }
}

fn undecided(period: Period, deemed: &Deemed) -> String {
    let records = |n: u64| if n == 1 { "1 record".to_owned() } else { format!("{} records", grouped(n)) };
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
    said: Option<Said>,
    /// How many of the undecided records it counts each sheet has.
    sheets: Vec<(Section, u64)>,
    /// The user put it away.
    pub dismissed: bool,
}

impl Banner {
    /// Makes it again of what would be deemed accepted.
    pub fn renew(&mut self, book: &Book, day: Day, tally: &Tally) {
        self.said = Times::of(book, day).and_then(|times| words(day, times, &tally.deemed));
        let counts = Section::ALL.map(|section| (section, tally.in_view(section, BuiltIn::Deemed)));
        self.sheets = counts.into_iter().filter(|(_, count)| *count > 0).collect();
    }

    /// What it says now.
    pub fn said(&self) -> Option<&Said> {
        self.said.as_ref().filter(|_| !self.dismissed)
    }
}

/// Draws it.
pub fn show(ui: &mut Ui, open: &OpenBook, out: &mut Requests) {
    let Some(said) = open.banner.said() else { return };
    let colour = tokens(ui).pending.colour;
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::semibold(&said.head).color(colour));
        ui.label(egui::RichText::new(&said.text).color(colour));
        if said.undecided {
            show_them(ui, open, out);
        }
        if theme::link(ui, "Hide this").on_hover_text("Until this book is opened again.").clicked() {
            out.push(Request::Dismiss(Line::Banner));
        }
    });
}

/// Links to exactly the records that are counted: those of the sheet on the screen, or of the first that has any, and where
/// several have some a link to each with its count.
fn show_them(ui: &mut Ui, open: &OpenBook, out: &mut Requests) {
    let sheets = &open.banner.sheets;
    let here = sheets.iter().find(|(section, _)| Some(*section) == open.section()).or(sheets.first());
    let mut show = |section: Section| {
        out.push(Request::Show(Place::Sheet(section)));
        out.push(Request::Filter(Filter { which: Some(BuiltIn::Deemed), ..Filter::default() }));
    };
    if let Some(&(section, _)) = here
        && theme::link(ui, "Show them").clicked()
    {
        show(section);
    }
    for &(section, count) in sheets.iter().filter(|_| sheets.len() > 1) {
        if theme::link(ui, &format!("{} {}", section.sheet_name(), grouped(count))).clicked() {
            show(section);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::MovedDays;
    use crate::portal::{self, Input};
    use crate::values::Progress;

    /// The sample: its recipient is in Maharashtra.
    fn book() -> Book {
        let bytes = include_bytes!("../../assets/sample.json").to_vec();
        portal::read(vec![Input { name: "sample.json".into(), path: None, bytes }], &Progress::default()).unwrap()
    }

    fn said(book: &Book, day: &str) -> Option<Said> {
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
        words(day, Times::of(book, day).unwrap(), &deemed)
    }

    fn head(book: &Book, day: &str) -> String {
        said(book, day).map_or_else(String::new, |said| said.head)
    }

    #[test]
    fn a_monthly_filer_hears_of_the_fourteenth_and_then_of_the_twentieth() {
        let book = book();
        assert_eq!(said(&book, "01-11-2026"), None, "there is time");
        assert_eq!(head(&book, "06-11-2026"), "8 days to the 14th.");
        assert_eq!(head(&book, "14-11-2026"), "Today is the 14th.");
        assert!(said(&book, "14-11-2026").unwrap().undecided);
        assert_eq!(head(&book, "15-11-2026"), "5 days to the 20th.");
        let after = said(&book, "15-11-2026").unwrap();
        assert!(after.text.contains("press \"Recompute GSTR-2B\"") && after.text.contains("October 2026"));
        assert_eq!(head(&book, "20-11-2026"), "Today is the 20th.");
        assert_eq!(said(&book, "21-11-2026"), None);
    }

    #[test]
    fn credit_lost_is_said_apart_from_credit_gained() {
        assert_eq!(
            said(&book(), "06-11-2026").unwrap().text,
            "5,462 records are undecided and would be deemed accepted in GSTR-2B of October 2026: credit \
             ₹ 1,84,20,311.50; apart from it ₹ 2,000.00 lost through credit notes; ₹ 900.00 of it on 12 records with \
             findings. 1 record is decided on the portal only."
        );
    }

    #[test]
    fn a_quarterly_filer_hears_of_it_after_the_quarter_only() {
        let mut book = book();
        book.facts.qrmp = true;
        assert_eq!(said(&book, "10-11-2026"), None);
        assert_eq!(said(&book, "16-12-2026"), None);
        assert_eq!(head(&book, "13-01-2027"), "1 day to the 14th.");
        assert!(said(&book, "13-01-2027").unwrap().text.contains("December 2026"));
        assert_eq!(head(&book, "15-01-2027"), "7 days to the 22nd.");
        book.recipient.content = Some("07AAAAA0000A1Z4".into());
        assert_eq!(head(&book, "15-01-2027"), "9 days to the 24th.");
    }

    #[test]
    fn days_that_were_moved_count_and_a_filed_return_ends_it() {
        let mut book = book();
        let moved = MovedDays { gstr_2b: Day::parse("16-11-2026"), gstr_3b: Day::parse("25-11-2026") };
        book.facts.moved.insert(Period::new(2026, 10).unwrap(), moved);
        assert_eq!(head(&book, "15-11-2026"), "1 day to the 16th.");
        assert_eq!(head(&book, "24-11-2026"), "1 day to the 25th.");
        book.facts.last_3b = Period::new(2026, 10);
        assert_eq!(said(&book, "24-11-2026"), None);
    }

    #[test]
    fn nothing_presses_where_all_is_decided() {
        let day = Day::parse("10-11-2026").unwrap();
        assert_eq!(words(day, Times::of(&book(), day).unwrap(), &Deemed::default()), None);
    }
}
