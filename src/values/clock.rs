//! The time of day in India, where the portal and its due dates are: which day it is, by which the rules judge, and the
//! time for names of files and lists of recent ones.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::values::Day;
use crate::values::day::INDIA_AHEAD;

/// An idle window looks at the clock so often: a machine that slept, or whose clock was set, does not miss midnight.
const BETWEEN_LOOKS: u64 = 60;

/// What says the time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> u64 + Send + Sync>);

impl Default for Clock {
    /// The system's.
    fn default() -> Clock {
        Clock::of(now)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clock").field(&self.day()).finish()
    }
}

impl Clock {
    /// One that says the seconds since 1 January 1970, UTC.
    pub fn of(seconds: impl Fn() -> u64 + Send + Sync + 'static) -> Clock {
        Clock(Arc::new(seconds))
    }

    /// Today in India, whatever the zone of the machine.
    pub fn day(&self) -> Day {
        Day::in_india((self.0)())
    }

    /// The minutes since 1 January 1970.
    pub fn minute(&self) -> u64 {
        (self.0)() / 60
    }

    /// How long an idle window may rest: until midnight in India, but not longer than a minute.
    pub fn rests(&self) -> Duration {
        let of_day = (self.0)().saturating_add(INDIA_AHEAD) % 86_400;
        Duration::from_secs((86_400 - of_day).min(BETWEEN_LOOKS))
    }
}

/// Seconds since 1 January 1970, UTC.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}

fn hour_minute_second(seconds: u64) -> (u64, u64, u64) {
    let of_day = (seconds + INDIA_AHEAD) % 86_400;
    (of_day / 3_600, of_day / 60 % 60, of_day % 60)
}

/// `2026-11-23_104205`: sorts by itself and may stand in a file's name.
pub fn for_a_file_name(seconds: u64) -> String {
    let (year, month, of_month) = Day::in_india(seconds).ymd();
    let (h, m, s) = hour_minute_second(seconds);
    format!("{year:04}-{month:02}-{of_month:02}_{h:02}{m:02}{s:02}")
}

/// `23-11-2026 10:42`: for anyone who reads it on another day.
pub fn in_full(seconds: u64) -> String {
    let (h, m, _) = hour_minute_second(seconds);
    format!("{} {h:02}:{m:02}", Day::in_india(seconds))
}

/// `today 10:42`, `yesterday`, or the day.
pub fn for_people(seconds: u64, now: u64) -> String {
    let (then, today) = (Day::in_india(seconds), Day::in_india(now));
    let (h, m, _) = hour_minute_second(seconds);
    match today.0 - then.0 {
        0 => format!("today {h:02}:{m:02}"),
        1 => "yesterday".to_owned(),
        _ => then.to_string(),
    }
}

/// `16:42` of today, `10-11 16:42` of another day: narrow, with the minute in any case.
pub fn to_the_minute(seconds: u64, now: u64) -> String {
    let (then, today) = (Day::in_india(seconds), Day::in_india(now));
    let (h, m, _) = hour_minute_second(seconds);
    let (_, month, of_month) = then.ymd();
    if then == today { format!("{h:02}:{m:02}") } else { format!("{of_month:02}-{month:02} {h:02}:{m:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_rests_until_midnight_in_india_but_not_longer_than_a_minute() {
        // 11 November 2026, 18:29:58 UTC: two seconds to midnight in India.
        let before = 1_794_421_798;
        let at = |seconds| Clock::of(move || seconds);
        assert_eq!((at(before).day().to_string(), at(before).rests()), ("11-11-2026".into(), Duration::from_secs(2)));
        let after = at(before + 2);
        assert_eq!((after.day().to_string(), after.rests()), ("12-11-2026".into(), Duration::from_secs(60)));
    }

    #[test]
    fn times_are_those_of_india() {
        // 23 November 2026, 20:00:05 UTC is the 24th in India.
        let late = 1_795_464_005;
        assert_eq!(for_a_file_name(late), "2026-11-24_013005");
        assert_eq!(in_full(late), "24-11-2026 01:30");
        assert_eq!(for_people(late, late + 60), "today 01:30");
        assert_eq!(for_people(late - 86_400, late), "yesterday");
        assert_eq!(for_people(late - 3 * 86_400, late), "21-11-2026");
        assert_eq!(to_the_minute(late, late + 60), "01:30");
        assert_eq!(to_the_minute(late - 86_400, late), "23-11 01:30");
    }
}
