//! When this program breaks: what waits for the disk is written, a report is left beside the data, and the next start tells
//! of it.

use std::backtrace::Backtrace;

use super::clock;
use super::home::Home;
use crate::disk::whole;
use crate::edit::journal;
use crate::values::shown::shown_lines;

/// The report of the last time.
const REPORT: &str = "crash-report.txt";
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
        // What is breaking cannot be told that this failed too.
        let _ = whole::write(&*home.disk, &home.folder.join(REPORT), report.as_bytes());
        usual(broken);
    }));
}

/// The report of the last time, if nobody has put it away.
pub fn report(home: &Home) -> Option<String> {
    let bytes = home.disk.read(&home.folder.join(REPORT)).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Puts the report away; it stays in the folder under another name.
pub fn put_away(home: &Home) {
    // If it cannot be, it is shown once more.
    let _ = home.disk.rename(&home.folder.join(REPORT), &home.folder.join(OLD));
}
