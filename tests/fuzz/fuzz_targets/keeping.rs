//! Keeping the journal while the disk fails: whatever call of it fails, and whatever a crash then leaves, every step that was
//! reported as saved is there at the next start, and nothing that was not done.

#![cfg_attr(fuzzing, no_main)]

use std::sync::Arc;

use arbitrary::Arbitrary;
use ims_desk::edit::Log;
use ims_desk::store::journal::{Head, Keeper, resume};
use ims_desk_fuzz::book::{DOWNLOAD, download, standing};
use ims_desk_fuzz::disk::Fault;
use ims_desk_fuzz::journal::{begun, file, folder, holding};
use ims_desk_fuzz::made::Step;

/// What fails, what the crash leaves, what is done and after which steps it is waited for.
#[derive(Arbitrary, Debug)]
struct Work {
    faults: [Option<(u8, u8)>; 2],
    crash: u16,
    steps: Vec<(Step, bool)>,
}

ims_desk_fuzz::law!(|work: Work| {
    let mut book = download(DOWNLOAD);
    let head = Head::of(&book);
    let journal = begun(&book);
    let at = journal.len() as u64;
    let disk = holding(journal);
    for (call, fault) in work.faults.into_iter().flatten() {
        let faults = [Fault::Full, Fault::Broken, Fault::Protected, Fault::Short(call as usize), Fault::Gone];
        disk.fail(call as usize % 12, faults[fault as usize % faults.len()]);
    }
    let keeper = Keeper::start(Arc::new(disk.clone()), file(), at, || {}).unwrap();
    let mut log = Log::default();
    let mut states = vec![standing(&book)];
    for (step, wait) in work.steps {
        if let Some(event) = step.carry_out(&mut book, &mut log) {
            keeper.keep(&event, &book);
            states.push(standing(&book));
            if wait {
                keeper.flush();
            }
        }
    }
    keeper.flush();
    let saved = keeper.saved() as usize;
    let crashes = disk.crashes();
    let left = disk.crash(crashes[work.crash as usize % crashes.len()]);
    drop(keeper);
    let mut again = download(DOWNLOAD);
    resume(&left, folder(), &mut again, &head).unwrap_or_else(|why| panic!("{why}"));
    let now = standing(&again);
    let found = states.iter().rposition(|state| *state == now);
    let found = found.unwrap_or_else(|| panic!("what is found was never so: {now}"));
    assert!(found >= saved, "{saved} steps were reported as saved, {found} are found");
});
