//! When this program breaks: what waits for the disk is written, a report is left beside the data, and the next start tells
//! of it.

use std::backtrace::Backtrace;
use std::io::Read;

use crate::disk::{plain, whole};
use crate::store::Home;
use crate::store::journal;
use crate::values::clock;
use crate::values::shown::shown_lines;

/// The report of the last time.
const REPORT: &str = "crash-report.txt";
/// What is longer is no report.
const LONGEST: u64 = 1 << 20;
/// Reports that were read.
const OLD: &str = "crash-report-read.txt";

/// From now on, does that when something breaks on whatever thread.
pub fn watch(home: Home) {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |broken| {
        journal::flush_all();
        let thread = std::thread::current();
        let report = format!(
            "IMS Desk {} broke on {} (India), on the thread \"{}\".\n{}\n\n{}\n",
            env!("CARGO_PKG_VERSION"),
            clock::for_a_file_name(clock::now()),
            thread.name().unwrap_or("without a name"),
            // It may hold a text of a file, and may be looked at in a terminal.
            shown_lines(&broken.to_string()),
            Backtrace::force_capture()
        );
        let path = home.folder.join(REPORT);
        let in_the_way = home.disk.open(&path).is_err_and(|e| plain::is_not_plain(&e));
        if !in_the_way {
            // No one can be asked what to do if this fails too.
            let _ = whole::write(&*home.disk, &path, report.as_bytes());
        }
        usual(broken);
    }));
}

/// The report of the last time, if no one has put it away.
pub fn report(home: &Home) -> Option<String> {
    let mut bytes = Vec::new();
    home.disk.open(&home.folder.join(REPORT)).ok()?.take(LONGEST).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Puts the report away; it stays in the folder under another name.
pub fn put_away(home: &Home) {
    // If it cannot be, it is shown once more.
    let _ = home.disk.rename(&home.folder.join(REPORT), &home.folder.join(OLD));
}
