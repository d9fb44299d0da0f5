//! Reading a purchase register into cells: as CSV beside the csv crate, as xlsx beside calamine's walk over the same cells. Each
//! turn in a process of its own, as with opening.

use std::fmt::Write as _;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use ims_desk::cells;
use ims_desk::work::Progress;

use crate::memory;
use crate::opening::{Stated, kept};
use crate::race::race_of;
use crate::table::{Aim, Amount, Table};

/// How many cells a line has.
const COLUMNS: usize = 12;

/// Reads a file into cells and walks over all of them, in a process that was started for it.
pub fn child(path: &Path) {
    let start = Instant::now();
    let bytes = std::fs::read(path).expect("the register can be read");
    let opened = cells::read("register", bytes, &Progress::default()).expect("the register is well formed");
    let sheet = &opened.workbooks[0].sheets[0];
    let texts: usize = sheet.iter().map(|row| row.cells().map(|cell| cell.text.len()).sum::<usize>()).sum();
    Stated { took: start.elapsed(), peak: memory::peak(), after: memory::now() }.print();
    // Freeing it all takes long and proves nothing.
    std::mem::forget(black_box((texts, opened)));
}

/// Both kinds of file beside the others, if they are there.
pub fn measure(table: &mut Table, anchors: &Path, folder: &Path, turns: usize) {
    let csv = register_of(table.rows, folder);
    let xlsx = csv.with_extension("xlsx");
    if anchors.exists() && !xlsx.exists() {
        let made = Command::new(anchors).arg("make-xlsx").arg(&csv).status().expect("the program can be started");
        assert!(made.success(), "the register can be written as xlsx");
    }
    let kinds = [("CSV", "csv", "the csv crate", &csv, 2.0), ("xlsx", "calamine", "calamine's walk", &xlsx, 1.5)];
    for (kind, way, beside, path, aim) in kinds.into_iter().filter(|(.., path, _)| path.exists()) {
        let (mut ours, mut theirs) = (Stated::default(), Stated::default());
        let mut works = vec![kept(&mut ours, || Stated::by_child("cells", path))];
        if anchors.exists() {
            works.push(kept(&mut theirs, || Stated::by(Command::new(anchors).arg(way).arg(path))));
        }
        let times = race_of(works, turns.min(3));
        let others = times.get(1).map(|&time| (beside.to_owned(), time.into()));
        let what = format!("register: {kind} into cells, all walked over");
        table.line(&what, times[0], others.into_iter().collect(), &[Aim::Times(aim)]);
        let size = std::fs::metadata(path).map_or(0, |file| file.len());
        let peak = Amount::Bytes(ours.peak.saturating_sub(size));
        let others =
            if theirs.peak > 0 { vec![(beside.to_owned(), Amount::Bytes(theirs.peak - size))] } else { vec![] };
        table.line(&format!("register: {kind}, peak memory beside the file"), peak, others, &[]);
    }
}

/// A register with so many lines as CSV, made at the first run.
fn register_of(rows: u64, folder: &Path) -> PathBuf {
    let path = folder.join(format!("register-{rows}.csv"));
    if !path.exists() {
        let part = path.with_extension("part");
        let mut out = BufWriter::new(File::create(&part).expect("the target folder can be written to"));
        let mut line = String::new();
        for row in 0..rows {
            line.clear();
            let tax = row.wrapping_mul(2_654_435_761) % 10_000_000;
            let (supplier, day) = (row % 5_000, row % 28 + 1);
            // Texts, days and amounts in turn, as books export them.
            let _ = writeln!(
                line,
                "29AAAAA{supplier:04}A1Z{},Supplier Name {supplier},INV/26-27/{row:06},{day:02}-06-2026,{},Invoice,{}.{:02},{}.{:02},0,0,{}.{:02},V{row}",
                supplier % 9,
                46_173 + day,
                tax / 100,
                tax % 100,
                tax / 555,
                tax % 100,
                tax / 85,
                tax % 100
            );
            debug_assert_eq!(line.matches(',').count() + 1, COLUMNS);
            out.write_all(line.as_bytes()).expect("the target folder can be written to");
        }
        out.flush().expect("the target folder can be written to");
        std::fs::rename(&part, &path).expect("the register can be renamed");
    }
    path
}
