//! Names and places of files as they are shown.

use std::path::{Component, Path, PathBuf};

/// The last part of a path, as it is shown.
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The whole path of a file, without ways back in it; as it was given where that cannot be known.
pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).map_or_else(|_| path.to_owned(), |path| tidied(&path))
}

/// A whole path without `folder/..`, where that leads back to where it began: behind a link to a folder it does not.
fn tidied(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        let leads_back = part == Component::ParentDir
            && matches!(tidy.components().next_back(), Some(Component::Normal(_)))
            && std::fs::symlink_metadata(&tidy).is_ok_and(|folder| folder.is_dir());
        if leads_back {
            tidy.pop();
        } else {
            tidy.push(part);
        }
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_without_ways_back() {
        let folder = tempfile::tempdir().unwrap();
        let (b, dl) = (folder.path().join("b"), folder.path().join("dl"));
        std::fs::create_dir(&b).unwrap();
        let given = b.join("..").join("dl").join("up.json");
        assert_eq!(absolute(&given), dl.join("up.json"));
        // What is not there may become a link.
        let unknown = folder.path().join("gone").join("..").join("up.json");
        assert_eq!(absolute(&unknown), unknown);
    }

    #[cfg(unix)]
    #[test]
    fn a_way_back_behind_a_link_stays() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("far/away")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("far/away"), folder.path().join("near")).unwrap();
        let given = folder.path().join("near/../up.json");
        assert_eq!(absolute(&given), given);
    }
}
