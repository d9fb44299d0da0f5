//! What is measured outside of Rust: `others.py`, which needs packages that few have. What is missing is left out.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::table::Amount;

/// Times by what was done.
#[derive(Default)]
pub struct Outside(BTreeMap<String, Duration>);

impl Outside {
    /// Runs one part of the script on a file.
    pub fn run(part: &str, file: &Path) -> Outside {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("others.py");
        let python = std::env::var_os("PYTHON").unwrap_or("python3".into());
        let Ok(output) = Command::new(python).arg(script).arg(part).arg(file).output() else {
            println!("skipped, as there is no Python: {part}");
            return Outside::default();
        };
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut times = BTreeMap::new();
        for (what, value) in text.lines().filter_map(|line| line.split_once('\t')) {
            match value.parse() {
                Ok(seconds) => drop(times.insert(what.to_owned(), Duration::from_secs_f64(seconds))),
                Err(_) => println!("{what}: {value}"),
            }
        }
        if !output.status.success() {
            println!("{}", String::from_utf8_lossy(&output.stderr));
        }
        Outside(times)
    }

    /// What a thing took, to stand beside what it takes here; nothing if it was not measured.
    pub fn beside(&self, what: &str, name: &str) -> Option<(String, Amount)> {
        self.0.get(what).map(|&time| (name.to_owned(), time.into()))
    }
}
