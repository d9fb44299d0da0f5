//! An upload of all records, beside writing the same bytes.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use ims_desk::book::{Book, Section};
use ims_desk::disk::RealDisk;
use ims_desk::portal::upload::{FileLayout, Upload};
use ims_desk::work::Progress;

use crate::memory;
use crate::opening::{self, Stated};
use crate::race::{race_of, timed, whole};
use crate::table::{Aim, Amount, Table};

/// Writes all records of a book.
pub fn measure(table: &mut Table, book: &Book, sample: &Path, turns: usize) {
    let path = sample.with_extension("upload.json");
    let target = || File::create(&path).expect("the target folder can be written to");
    let write =
        || upload(book).stream(&mut target(), FileLayout::default()).expect("the target folder can be written to");
    write();
    let bytes = std::fs::read(&path).expect("it was written");
    let copy = || target().write_all(&bytes).expect("the target folder can be written to");
    let times = race_of(vec![whole(write), whole(copy)], turns);
    let others = vec![(format!("write of the same {} MB", bytes.len() / 1_000_000), times[1].into())];
    table.line("write an upload of all, before sync", times[0], others, &[Aim::Speed(400.0, bytes.len() as u64)]);
    let safe = || {
        let mut file = target();
        file.write_all(&bytes).and_then(|()| file.sync_all()).expect("the target folder can be written to");
        std::fs::read(&path).expect("it was written") == bytes
    };
    let whole_way = || save(book, &path);
    let times = race_of(vec![whole(whole_way), whole(safe)], turns.min(5));
    let others = vec![("write, sync, read and compare".into(), times[1].into())];
    table.line("the same, synced, read back and compared", times[0], others, &[]);
    drop(std::fs::remove_file(&path));
    let stated = Stated::by_child("write", sample);
    if stated.peak > 0 {
        let others = vec![("the upload itself".into(), Amount::Bytes(bytes.len() as u64))];
        table.line("memory that writing it takes", Amount::Bytes(stated.peak), others, &[]);
    }
}

/// Writes all records in this process, which was started for it, and tells how much more memory that took than before.
pub fn child(sample: &Path) {
    let (book, _) = opening::open(sample);
    let before = memory::now();
    if !memory::forget_peak() {
        return Stated::default().print();
    }
    let took = timed(|| upload(&book).stream(&mut std::io::sink(), FileLayout::default()));
    Stated { took, peak: memory::peak().saturating_sub(before).max(1), after: memory::now() }.print();
}

/// The upload of all records.
fn upload(book: &Book) -> Upload {
    let recipient = book.recipient.gstin().expect("the sample names its recipient");
    let rows = Section::ALL.into_iter().flat_map(|s| (0..book.sheet(s).rows()).map(move |row| (s, row)));
    Upload::new(book, recipient, rows)
}

/// Saves an upload of all records as the window does.
pub fn save(book: &Book, path: &Path) {
    let saved = upload(book).save(&RealDisk, path, FileLayout::default(), &Progress::default());
    saved.expect("the target folder can be written to");
}
