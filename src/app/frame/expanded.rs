//! A path as it was typed.

use std::path::PathBuf;

/// `~/a.json` as people type it in a terminal.
pub fn expanded(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path,
    }
}
