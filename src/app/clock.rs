//! The time of day in India, where the portal and its due dates are; for names of files and lists of recent ones.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::values::Day;

/// India is so many seconds ahead of UTC, the whole year round.
const AHEAD: u64 = 19_800;

/// Seconds since 1 January 1970, UTC.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}

fn day(seconds: u64) -> Day {
    Day(((seconds + AHEAD) / 86_400) as i32)
}

fn hour_minute_second(seconds: u64) -> (u64, u64, u64) {
    let of_day = (seconds + AHEAD) % 86_400;
    (of_day / 3_600, of_day / 60 % 60, of_day % 60)
}

/// `2026-11-23_104205`: sorts by itself and may stand in a file's name.
pub fn for_a_file_name(seconds: u64) -> String {
    let (year, month, of_month) = day(seconds).ymd();
    let (h, m, s) = hour_minute_second(seconds);
    format!("{year:04}-{month:02}-{of_month:02}_{h:02}{m:02}{s:02}")
}

/// `23-11-2026 10:42`: for whoever reads it on another day.
pub fn in_full(seconds: u64) -> String {
    let (h, m, _) = hour_minute_second(seconds);
    format!("{} {h:02}:{m:02}", day(seconds))
}

/// `today 10:42`, `yesterday`, or the day.
pub fn for_people(seconds: u64, now: u64) -> String {
    let (then, today) = (day(seconds), day(now));
    let (h, m, _) = hour_minute_second(seconds);
    match today.0 - then.0 {
        0 => format!("today {h:02}:{m:02}"),
        1 => "yesterday".to_owned(),
        _ => then.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_india() {
        // 23 November 2026, 20:00:05 UTC is the 24th in India.
        let late = 1_795_464_005;
        assert_eq!(for_a_file_name(late), "2026-11-24_013005");
        assert_eq!(in_full(late), "24-11-2026 01:30");
        assert_eq!(for_people(late, late + 60), "today 01:30");
        assert_eq!(for_people(late - 86_400, late), "yesterday");
        assert_eq!(for_people(late - 3 * 86_400, late), "21-11-2026");
    }
}
