//! How much memory the program takes. A process of its own, in which one test runs after the other: what others take at the
//! same time would count as well.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

use common::Folder;
use ims_desk::disk::RealDisk;
use ims_desk::portal::{self, Input};
use ims_desk::store::copies;
use ims_desk::work::Progress;

#[test]
fn keeping_a_copy_takes_less_memory_than_the_file_is_large() {
    // In thousands of bytes: now, and at most since this was last asked.
    let memory = |what: &str| -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with(what)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    let mut bytes = Vec::new();
    portal::sample::write(100_000, 1, &mut bytes).unwrap();
    let input = Input { name: "download.json".into(), path: None, bytes };
    let book = portal::read(vec![input], &Progress::default()).unwrap();
    let source = &book.sources().list()[0];
    let folder = Folder::new();
    if std::fs::write("/proc/self/clear_refs", "5").is_err() {
        return;
    }
    let before = memory("VmRSS:");
    copies::keep(&RealDisk, &folder.path("copies"), source).unwrap();
    let more = memory("VmHWM:").saturating_sub(before);
    let size = source.text.len() as u64 / 1_000;
    assert!(more < size / 3, "{more} KB more for a file of {size} KB");
}
