//! The day follows the clock of India: rules, findings and banner change at midnight, decisions and selection do not.

use crate::common;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use common::window::{Window, click, press, settle, shows, shows_part, start_by};
use common::{Folder, Record, day, download, invoice, note};
use egui::{Key, Modifiers, ViewportId};
use egui_kittest::kittest::Queryable;
use ims_desk::app::{Clock, Store};
use ims_desk::book::{Action, Section};

/// A clock that a test sets.
#[derive(Clone)]
struct Hands(Arc<AtomicU64>);

impl Hands {
    /// How many seconds after midnight in India of a day.
    fn at(text: &str, seconds: u64) -> Hands {
        let hands = Hands(Arc::default());
        hands.set(text, seconds);
        hands
    }

    fn set(&self, text: &str, seconds: u64) {
        self.0.store(day(text).0 as u64 * 86_400 - 19_800 + seconds, Ordering::Relaxed);
    }

    fn clock(&self) -> Clock {
        let hands = self.0.clone();
        Clock::of(move || hands.load(Ordering::Relaxed))
    }
}

const LATE: u64 = 86_400 - 2;

fn window(hands: &Hands, sections: &[(&str, &[Record])]) -> Window {
    let folder = Folder::new();
    let file = folder.put("download.json", download(sections));
    // Old enough to be stated nothing of.
    let files = std::fs::File::options().write(true).open(&file).unwrap();
    files.set_modified(std::time::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).unwrap();
    start_by([1440.0, 900.0], Store::in_memory(), vec![file], hands.clock())
}

/// What the window asks of its surroundings: to be drawn again after so long.
fn rests(window: &Window) -> Duration {
    window.output().viewport_output[&ViewportId::ROOT].repaint_delay
}

#[test]
fn the_banner_changes_at_midnight_in_india() {
    let hands = Hands::at("12-11-2026", LATE);
    let mut window = window(&hands, &[("b2b", &[invoice("1")])]);
    assert!(
        shows_part(&window, "14 November: draft GSTR-2B.")
            && shows_part(&window, "2 days to 14 November: draft GSTR-2B")
    );
    hands.set("13-11-2026", 0);
    settle(&mut window);
    assert!(shows_part(&window, "1 day to 14 November: draft GSTR-2B"));
    hands.set("15-11-2026", 0);
    settle(&mut window);
    assert!(shows_part(&window, "20 November: GSTR-3B of October 2026 is due. After a change: upload, "));
    // Back as well: someone sets a wrong clock right.
    hands.set("14-11-2026", 0);
    settle(&mut window);
    assert!(shows_part(&window, "today: draft GSTR-2B"));
}

#[test]
fn findings_change_with_the_day_and_decisions_filter_and_selection_do_not() {
    // A5: pending for one period, until GSTR-3B of November is due. A6: the credit of 2025-26 ends with October's return.
    let held = note("1").with("action", "P").with("rtnprd", "102026").with("nt_dt", "10-10-2026");
    let old = invoice("2").with("idt", "10-02-2026");
    let hands = Hands::at("20-12-2026", LATE);
    let mut window =
        window(&hands, &[("b2bcn", &[held, note("3")]), ("b2b", &[old.with("action", "P"), invoice("4")])]);
    click(&mut window, "B2B-CN Credit notes");
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::P);
    let decided = |window: &Window| window.state().book().unwrap().sheet(Section::B2bcn).actions().to_vec();
    assert_eq!(decided(&window), [Action::Pending, Action::Pending]);
    assert!(shows(&window, "2 selected") && shows(&window, "1 changed"));
    click(&mut window, "Pending: last date near");
    assert!(shows(&window, "0 of 2 rows") || shows(&window, "1 of 2 rows"));
    let before = shows(&window, "0 of 2 rows");
    hands.set("21-12-2026", 0);
    settle(&mut window);
    assert!(shows(&window, if before { "1 of 2 rows" } else { "2 of 2 rows" }), "the note's time may be past");
    assert_eq!(decided(&window), [Action::Pending, Action::Pending]);
    assert!(shows(&window, "1 changed"));
}

#[test]
fn rule_a6_warns_from_the_first_of_october_in_a_window_that_was_left_open() {
    let hands = Hands::at("30-09-2026", LATE);
    let mut window = window(&hands, &[("b2b", &[invoice("1").with("action", "P"), invoice("2")])]);
    window.get_by_label_contains("Row 1:").click();
    settle(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::A);
    assert!(shows(&window, "2 selected"));
    assert!(shows(&window, "Good to know") && !shows(&window, "Alert"));
    hands.set("01-10-2026", 0);
    settle(&mut window);
    assert!(shows(&window, "Alert"));
    assert!(shows(&window, "2 selected"), "the selection stays");
}

#[test]
fn validating_by_hand_goes_by_the_same_clock() {
    let hands = Hands::at("30-09-2026", 0);
    let mut window = window(&hands, &[("b2b", &[invoice("1").with("action", "P")])]);
    press(&mut window, Modifiers::COMMAND, Key::Home);
    press(&mut window, Modifiers::COMMAND, Key::K);
    window.event(egui::Event::Text("Validate".into()));
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(shows_part(&window, "Validated:") && shows(&window, "Good to know"));
}

#[test]
fn an_idle_window_wakes_once_a_minute_and_at_midnight() {
    let hands = Hands::at("12-11-2026", 3_600);
    let mut window = window(&hands, &[("b2b", &[invoice("1")])]);
    settle(&mut window);
    assert_eq!(rests(&window), Duration::from_secs(60));
    hands.set("12-11-2026", LATE);
    window.step();
    assert_eq!(rests(&window), Duration::from_secs(2));
    let start = start_by([1440.0, 900.0], Store::in_memory(), Vec::new(), hands.clock());
    assert!(rests(&start) > Duration::from_secs(60), "without a book nothing depends on the day");
}

#[test]
fn the_focus_is_enough_to_follow_the_day() {
    let hands = Hands::at("12-11-2026", LATE);
    let mut window = window(&hands, &[("b2b", &[invoice("1")])]);
    hands.set("13-11-2026", 5);
    window.event(egui::Event::WindowFocused(true));
    settle(&mut window);
    assert!(shows_part(&window, "1 day to 14 November: draft GSTR-2B"));
}

#[test]
fn a_download_from_before_the_eleventh_is_to_be_made_again() {
    let folder = Folder::new();
    let file = folder.put("download.json", download(&[("b2b", &[invoice("1")])]));
    let made = day("09-11-2026").0 as u64 * 86_400;
    let handle = std::fs::File::options().write(true).open(&file).unwrap();
    handle.set_modified(std::time::UNIX_EPOCH + Duration::from_secs(made)).unwrap();
    let hands = Hands::at("10-11-2026", 0);
    let mut window = start_by([1440.0, 900.0], Store::in_memory(), vec![file], hands.clock());
    assert!(shows(&window, "Downloaded 09-11, before the 13th: download again"));
    hands.set("25-11-2026", 0);
    settle(&mut window);
    assert!(!shows_part(&window, "download again"));
}
