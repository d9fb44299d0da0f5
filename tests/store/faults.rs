//! Every single call to the disk fails in turn, in every way in which disks fail, and the power goes at every single call:
//! what was reported as written is there whole, and else what was there before.

use crate::common;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::disk::{Crash, Fault, FaultyDisk, Rename};
use common::{RECIPIENT, book_of, invoice};
use ims_desk::book::Section;
use ims_desk::clients::{self, BookSummary, ClientMark};
use ims_desk::disk::{self, Disk, twice};
use ims_desk::portal::upload::{FileLayout, Upload, part_path};
use ims_desk::store::copies;
use ims_desk::store::supplier_summary::{SupplierMonth, SupplierSummary};
use ims_desk::store::{Home, Looks, Settings, Store};
use ims_desk::values::Period;
use ims_desk::work::Progress;

/// What is under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    /// What was there before.
    Old,
    /// What was to be written.
    New,
    /// Nothing.
    Nothing,
    /// Something else: a mixture, or half of it.
    Broken,
}

/// Something that is written, in one or several files.
struct Work<'w> {
    name: &'w str,
    before: FaultyDisk,
    write: &'w dyn Fn(&FaultyDisk) -> Result<(), String>,
    seen: &'w dyn Fn(&FaultyDisk) -> Vec<Seen>,
    /// Whether a file is replaced by renaming: a crash may then tear it, where the disk is FAT.
    renames: bool,
    /// Whether it is small: then it is cut short at every byte, and the power goes, too, at every call of the attempt
    /// after the fault.
    small: bool,
}

impl Work<'_> {
    /// Lets everything fail that can, and gives the number of faults.
    fn prove(&self) -> usize {
        let clean = self.before.twin();
        (self.write)(&clean).unwrap_or_else(|e| panic!("{}: without a fault: {e}", self.name));
        let (first, calls) = (self.before.calls(), clean.calls() - self.before.calls());
        self.all_new(&clean, "without a fault");
        let mut met = 0;
        // Of the many calls that write a large file, one after the other and all alike, every sixth is tried.
        let alike =
            |call: usize| !self.small && (8..calls.saturating_sub(8)).contains(&call) && !call.is_multiple_of(6);
        for call in (0..calls).filter(|&call| !alike(call)) {
            let faults = [Fault::Broken, Fault::Gone, Fault::Full, Fault::Protected];
            met += faults[..if self.small { 4 } else { 2 }].iter().map(|&fault| self.meet(call, fault)).sum::<usize>();
        }
        for (call, length) in clean.writes().into_iter().filter(|(call, _)| *call >= first) {
            let lengths = if self.small { 0..length + 1 } else { 0..0 };
            met += lengths.map(|n| self.meet(call - first, Fault::Short(n))).sum::<usize>();
        }
        println!("{met:>6} faults in {calls} calls: {}", self.name);
        met
    }

    /// One fault at one call.
    fn meet(&self, call: usize, fault: Fault) -> usize {
        let what = format!("{}: {fault:?} at call {call}", self.name);
        let disk = self.before.twin();
        disk.fail(call, fault);
        let written = (self.write)(&disk);
        match (&written, fault) {
            (Ok(()), _) => self.all_new(&disk, &what),
            (Err(words), Fault::Gone) => {
                self.resumed(words, fault, &what);
                self.crashes(&disk, &what);
                // Once it is plugged in again, the same program goes on.
                disk.plug_in(Crash::default());
                (self.write)(&disk).unwrap_or_else(|e| panic!("{what}: plugged in again: {e}"));
                self.all_new(&disk, &what);
            }
            (Err(words), _) => {
                self.resumed(words, fault, &what);
                assert_eq!(leftovers(&disk), Vec::<PathBuf>::new(), "{what}");
                let seen = (self.seen)(&disk);
                assert!(!seen.contains(&Seen::Broken), "{what}: {seen:?}");
                // What had the names before has them again.
                assert!(!self.renames || seen.iter().all(|seen| *seen == Seen::Old), "{what}: {seen:?}");
                // One part without the others would be taken for the whole.
                assert!(seen.len() == 1 || !seen.contains(&Seen::New), "{what}: {seen:?}");
                self.crashes(&disk, &what);
                let shortened = matches!(fault, Fault::Short(n) if n > 0);
                return disk.met() + if shortened { 0 } else { self.again(&disk, &what) };
            }
        }
        disk.met()
    }

    /// The next attempt works, and until it has, a crash leaves what was there.
    fn again(&self, disk: &FaultyDisk, what: &str) -> usize {
        let clean = disk.twin();
        (self.write)(&clean).unwrap_or_else(|e| panic!("{what}: tried again: {e}"));
        self.all_new(&clean, what);
        let calls = if self.small { clean.calls() - disk.calls() } else { 0 };
        for call in 0..calls {
            let disk = disk.twin();
            disk.fail(call, Fault::Gone);
            let _ = (self.write)(&disk);
            self.crashes(&disk, &format!("{what}, then the power goes at call {call}"));
        }
        calls
    }

    /// Every crash leaves the old or the new, and does not stand in the way of writing it again.
    fn crashes(&self, disk: &FaultyDisk, what: &str) {
        for crash in disk.crashes() {
            let left = disk.crash(crash);
            let seen = (self.seen)(&left);
            let torn = self.renames && matches!(crash.rename, Rename::Torn(_));
            let lost = |s: &Seen| *s == Seen::Broken || (*s == Seen::Nothing && !self.renames);
            assert!(torn || !seen.iter().any(lost), "{what}, {crash:?}: {seen:?}");
        }
        let left = disk.crash(Crash::default());
        (self.write)(&left).unwrap_or_else(|e| panic!("{what}: after the crash: {e}"));
        self.all_new(&left, what);
    }

    /// What was reported as written survives any crash.
    fn all_new(&self, disk: &FaultyDisk, what: &str) {
        for crash in disk.crashes() {
            let seen = (self.seen)(&disk.crash(crash));
            assert!(seen.iter().all(|s| *s == Seen::New), "{what}: written, then {crash:?}: {seen:?}");
        }
    }

    fn resumed(&self, words: &str, fault: Fault, what: &str) {
        let due = match fault {
            Fault::Full | Fault::Short(_) => "the disk is full",
            Fault::Broken => "the disk is broken",
            Fault::Protected => "the disk is write-protected",
            Fault::Gone => "the disk is gone",
        };
        assert!(words.contains(due), "{what}: {words}");
    }
}

fn leftovers(disk: &FaultyDisk) -> Vec<PathBuf> {
    disk.paths().into_iter().filter(|path| path.extension().is_some_and(|e| e == "tmp" || e == "old")).collect()
}

fn seen(found: Option<&[u8]>, old: &[u8], new: &[u8]) -> Seen {
    match found {
        None => Seen::Nothing,
        Some(found) if found == new => Seen::New,
        Some(found) if found == old => Seen::Old,
        Some(_) => Seen::Broken,
    }
}

/// Two files that take turns.
fn turns() -> usize {
    let path = Path::new("stick/turns");
    let before = FaultyDisk::new();
    before.put("stick/other", "");
    for content in ["older", "old"] {
        twice::store(&before, path, content.as_bytes()).unwrap();
    }
    let found = |disk: &FaultyDisk| match twice::load(disk, path) {
        Ok(kept) => vec![seen(kept.as_ref().map(|k| k.content.as_slice()), b"old", b"the new one")],
        Err(_) => vec![Seen::Broken],
    };
    let write = |disk: &FaultyDisk| twice::store(disk, path, b"the new one").map_err(|e| disk::words(&e));
    Work { name: "a file rewritten in turns", before, write: &write, seen: &found, renames: false, small: true }.prove()
}

/// The settings, as the window keeps them.
fn settings() -> usize {
    let folder = PathBuf::from("stick/ims-desk-data");
    let write = |disk: &FaultyDisk, looks| {
        let mut store = Store::on(Arc::new(disk.clone()), folder.clone());
        store.change(|s| s.looks = looks);
        store.finish();
        store.problem().map_or(Ok(()), Err)
    };
    let before = FaultyDisk::new();
    write(&before, Looks::System).unwrap();
    write(&before, Looks::Dark).unwrap();
    let found = |disk: &FaultyDisk| {
        let kept = twice::load(disk, &folder.join("settings.json")).unwrap();
        let found = kept.map(|kept| serde_json::from_slice::<Settings>(&kept.content).unwrap().looks);
        vec![match found {
            None => Seen::Nothing,
            Some(Looks::Dark) => Seen::Old,
            Some(Looks::HighContrast) => Seen::New,
            Some(_) => Seen::Broken,
        }]
    };
    let write = |disk: &FaultyDisk| write(disk, Looks::HighContrast);
    Work { name: "the settings", before, write: &write, seen: &found, renames: false, small: true }.prove()
}

/// What became of suppliers' records, as it is kept when a download is left.
fn summary() -> usize {
    let folder = Path::new("stick/ims-desk-data/book");
    let of = |accepted| {
        let month = SupplierMonth { accepted, remarks: "Not ours".into(), ..SupplierMonth::default() };
        let suppliers = [(common::SUPPLIER.to_owned(), month)].into_iter().collect();
        SupplierSummary::new(Period::new(2026, 10).unwrap(), 7, suppliers)
    };
    let write = |disk: &FaultyDisk| of(2).keep(disk, folder).map_err(|e| disk::words(&e));
    let before = FaultyDisk::new();
    before.make_folder(folder).unwrap();
    of(1).keep(&before, folder).unwrap();
    let found = |disk: &FaultyDisk| {
        vec![match SupplierSummary::load(disk, folder) {
            Some(kept) if kept == of(1) => Seen::Old,
            Some(kept) if kept == of(2) => Seen::New,
            Some(_) => Seen::Broken,
            None => Seen::Nothing,
        }]
    };
    Work { name: "the summary of suppliers", before, write: &write, seen: &found, renames: false, small: true }.prove()
}

/// The line of a client in the list of all, and what the user said of the client.
fn client() -> usize {
    let folder = format!("{RECIPIENT}/book");
    let home = |disk: &FaultyDisk| Home { disk: Arc::new(disk.clone()), folder: "stick/ims-desk-data".into() };
    let line =
        |records| BookSummary { records, ..BookSummary::damaged(&folder, None, Vec::new(), Default::default(), "") };
    let keep = |disk: &FaultyDisk, n: u64| clients::keep(&home(disk), vec![line(n)]).map_err(|e| disk::words(&e));
    let mark = |n: u64| ClientMark { hidden: n == 2, recomputed: n.to_string() };
    let say = |disk: &FaultyDisk, n: u64| mark(n).keep(&home(disk), &folder).map_err(|e| disk::words(&e));
    let before = FaultyDisk::new();
    before.make_folder(Path::new("stick/ims-desk-data").join(RECIPIENT).as_path()).unwrap();
    keep(&before, 1).unwrap();
    say(&before, 1).unwrap();
    let seen = |found: Option<u64>| match found {
        Some(1) => Seen::Old,
        Some(2) => Seen::New,
        Some(_) => Seen::Broken,
        None => Seen::Nothing,
    };
    let listed = |disk: &FaultyDisk| vec![seen(clients::load(&home(disk)).of(&folder).map(|line| line.records))];
    let said = |disk: &FaultyDisk| {
        let found = ClientMark::load(&home(disk), &folder);
        vec![seen((1..3).find(|&n| found == mark(n)).or((found != ClientMark::default()).then_some(0)))]
    };
    let (list, of_one) = (|disk: &FaultyDisk| keep(disk, 2), |disk: &FaultyDisk| say(disk, 2));
    let works = [
        Work {
            name: "the list of clients",
            before: before.twin(),
            write: &list,
            seen: &listed,
            renames: false,
            small: false,
        },
        Work { name: "what is said of a client", before, write: &of_one, seen: &said, renames: false, small: true },
    ];
    works.iter().map(Work::prove).sum()
}

/// An upload that takes the place of an earlier one, as one file or as two.
fn upload(parts: bool) -> usize {
    let long = "x".repeat(if parts { 100_000 } else { 10 });
    let records: Vec<_> = (0..if parts { 45 } else { 2 })
        .map(|n| invoice(&n.to_string()).with("action", "P").with("remarks", long.as_str()))
        .collect();
    let book = book_of("b2b", &records);
    let upload = Upload::new(&book, RECIPIENT, (0..records.len() as u32).map(|row| (Section::B2b, row)));
    let path = Path::new("stick/upload.json");
    let layout = FileLayout { parts, flags: false };
    let write =
        |disk: &FaultyDisk| upload.save(disk, path, layout, &Progress::default()).map(drop).map_err(|e| e.to_string());
    let before = FaultyDisk::new();
    let paths = if parts { vec![part_path(path, 1), part_path(path, 2)] } else { vec![path.to_owned()] };
    paths.iter().for_each(|path| before.put(path, "an earlier upload"));
    let clean = before.twin();
    write(&clean).unwrap();
    let due: Vec<Vec<u8>> = paths.iter().map(|path| clean.get(path).unwrap()).collect();
    assert_eq!(clean.paths().len(), due.len());
    let found = |disk: &FaultyDisk| {
        let one = |(path, due): (&PathBuf, &Vec<u8>)| seen(disk.get(path).as_deref(), b"an earlier upload", due);
        paths.iter().zip(&due).map(one).collect()
    };
    let name = if parts { "an upload in parts" } else { "an upload" };
    Work { name, before, write: &write, seen: &found, renames: true, small: !parts }.prove()
}

/// A compressed copy of a source, in the place of a damaged one.
fn copy() -> usize {
    let book = book_of("b2b", &[invoice("1")]);
    let (source, folder) = (&book.sources().list()[0], Path::new("stick/copies"));
    let path = copies::path(folder, &source.hash);
    let write = |disk: &FaultyDisk| copies::keep(disk, folder, source).map_err(|e| disk::words(&e));
    let before = FaultyDisk::new();
    before.put(&path, "damaged");
    let clean = before.twin();
    write(&clean).unwrap();
    let due = clean.get(&path).unwrap();
    let found = |disk: &FaultyDisk| vec![seen(disk.get(&path).as_deref(), b"damaged", &due)];
    Work { name: "a compressed copy of a file", before, write: &write, seen: &found, renames: true, small: true }
        .prove()
}

/// A compressed copy of a file of the purchase register.
fn register_copy() -> usize {
    let bytes = b"GSTIN,Invoice No,Invoice Date,Taxable Value\n".to_vec();
    let original = copies::Original { name: "june.csv".into(), hash: [7; 32], bytes: Arc::new(bytes) };
    let original = copies::Original { hash: disk::hash::of(original.bytes.as_slice()).unwrap(), ..original };
    let folder = Path::new("stick/copies");
    let path = copies::path(folder, &original.hash);
    let write = |disk: &FaultyDisk| copies::keep_file(disk, folder, &original).map_err(|e| disk::words(&e));
    let before = FaultyDisk::new();
    before.put(&path, "damaged");
    let clean = before.twin();
    write(&clean).unwrap();
    let due = clean.get(&path).unwrap();
    let found = |disk: &FaultyDisk| vec![seen(disk.get(&path).as_deref(), b"damaged", &due)];
    Work { name: "a copy of a register", before, write: &write, seen: &found, renames: true, small: true }.prove()
}

#[test]
fn no_fault_at_any_call_loses_what_was_written_before_or_leaves_half_of_it() {
    let met = [turns(), settings(), summary(), client(), upload(false), upload(true), copy(), register_copy()]
        .iter()
        .sum::<usize>();
    println!("{met:>6} faults in all, nothing lost");
    // Small ones meet each fault at each of their calls, and are cut short at each byte.
    assert!(met > 1_000);
}

#[test]
fn parts_that_cannot_be_taken_back_are_named() {
    let records: Vec<_> =
        (0..45).map(|n| invoice(&n.to_string()).with("action", "P").with("remarks", "x".repeat(100_000))).collect();
    let book = book_of("b2b", &records);
    let upload = Upload::new(&book, RECIPIENT, (0..45).map(|row| (Section::B2b, row)));
    let layout = FileLayout { parts: true, flags: false };
    let save = |disk: &FaultyDisk| upload.save(disk, Path::new("stick/a.json"), layout, &Progress::default());
    let disk = FaultyDisk::new();
    disk.put("stick/other", "");
    let clean = disk.twin();
    save(&clean).unwrap();
    let resumed = (0..clean.calls()).any(|call| {
        let disk = disk.twin();
        disk.fail(call, Fault::Gone);
        let words = save(&disk).unwrap_err().to_string();
        words.ends_with(&format!(
            "Do not use these files; delete them: {}",
            part_path(Path::new("stick/a.json"), 1).display()
        ))
    });
    assert!(resumed);
}
