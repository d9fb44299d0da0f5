//! Names and places of files as they are shown.

use std::path::{Path, PathBuf};

/// The last part of a path, as it is shown.
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The whole path of a file; as it was given where that cannot be known.
pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
