//! What those wait for who do the job in a spreadsheet or with a script today, on a hundred thousand records.

use std::path::Path;

use crate::opening;
use crate::outside::Outside;
use crate::race::{race_of, whole};
use crate::sample_of;
use crate::table::Table;
use crate::writing;

const ROWS: u64 = 100_000;

/// Opening, and the whole job, beside a script and a spreadsheet.
pub fn measure(table: &mut Table) {
    let path = sample_of(ROWS);
    let others = Outside::run("sheets", &path);
    let beside = |pairs: &[(&str, &str)]| pairs.iter().filter_map(|pair| others.beside(pair.0, pair.1)).collect();
    let opened =
        beside(&[("libreoffice", "LibreOffice opens them as xlsx"), ("read", "pandas, openpyxl: read from xlsx")]);
    table.line("100,000 records: open", opening::ours(&path, 5), opened, &[]);
    let job = race_of(vec![whole(|| whole_job(&path))], 5)[0];
    let scripts = beside(&[("job", "pandas, openpyxl: through xlsx")]);
    table.line("100,000 records: open, write all of them", job, scripts, &[]);
}

fn whole_job(path: &Path) {
    let (book, _) = opening::open(path);
    let upload = path.with_extension("upload.json");
    writing::save(&book, &upload);
    drop(std::fs::remove_file(upload));
}
