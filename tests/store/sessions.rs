//! What the tests of kept sessions share: where they are kept, waiting for them, and a stick that is pulled at every call.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ims_desk::disk::RealDisk;
use ims_desk::session::Session;
use ims_desk::store::Home;

use crate::common::disk::{Crash, Fault, FaultyDisk};

/// A data folder on the disk of this machine.
pub fn home(folder: &Path) -> Home {
    Home { disk: Arc::new(RealDisk), folder: folder.to_owned() }
}

/// Waits until nothing is found out in the background any more.
pub fn settle(session: &mut Session) {
    let start = Instant::now();
    loop {
        session.poll_background();
        if !session.looks() {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Works on a stick that fails at each call in turn, and looks at what is left of it after every kind of crash. `work` says
/// whether all of it was saved; `look` is also given where it failed. How many calls there are, and how many faults were met.
pub fn pulled_at_every_call(
    work: impl Fn(&FaultyDisk, &Home) -> bool,
    mut look: impl FnMut(&Home, bool, &str),
) -> (usize, usize) {
    let on = |disk: &FaultyDisk| Home { disk: Arc::new(disk.clone()), folder: "stick/ims-desk-data".into() };
    let clean = FaultyDisk::new();
    clean.put("stick/other", "");
    let before = clean.twin();
    assert!(work(&clean, &on(&clean)));
    let calls = clean.calls() - before.calls();
    let mut met = 0;
    for call in 0..calls {
        for fault in [Fault::Gone, Fault::Broken, Fault::Full] {
            let disk = before.twin();
            disk.fail(call, fault);
            let saved = work(&disk, &on(&disk));
            met += disk.met();
            for crash in [Crash::default(), Crash { arrived: Some(usize::MAX), ..Crash::default() }] {
                let left = disk.crash(crash);
                look(&on(&left), saved, &format!("{fault:?} at call {call}, {crash:?}"));
            }
        }
    }
    (calls, met)
}
