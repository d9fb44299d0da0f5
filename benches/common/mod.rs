//! What the benchmarks share: the sample they measure with, and the middle of many measurements.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ims_desk::portal::sample;

/// The sample with so many records, in the target folder; made at the first run.
pub fn sample_of(rows: u64) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sample-{rows}.json"));
    if !path.exists() {
        let part = path.with_extension("part");
        let mut out = BufWriter::new(File::create(&part).expect("the target folder can be written to"));
        sample::write(rows, 1, &mut out).and_then(|()| out.flush()).expect("the sample can be written");
        std::fs::rename(&part, &path).expect("the sample can be renamed");
    }
    path
}

/// The one in the middle.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// A time in milliseconds.
pub fn ms(time: Duration, decimals: usize) -> String {
    format!("{:.decimals$} ms", time.as_secs_f64() * 1e3)
}
