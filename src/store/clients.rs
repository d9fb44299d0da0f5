//! The clients that are known: those of the settings, and what else is kept in the data folder, as it was opened long ago or on
//! another machine.

use std::path::Path;

use super::home::Home;
use super::journal;
use super::settings::Recent;

/// Books that are kept in the folder and are not among those that are known. Looks into each of these only.
pub fn kept_beside(home: &Home, known: &[Recent]) -> Vec<Recent> {
    let mut found = Vec::new();
    let mut names = home.disk.names(&home.folder).unwrap_or_default();
    names.sort_unstable();
    for name in names {
        let folder = home.folder.join(&name);
        let within = home.disk.names(&folder).unwrap_or_default();
        if holds_work(&within) {
            found.extend(book(home, &name, None, known));
            continue;
        }
        for key in within {
            if holds_work(&home.disk.names(&folder.join(&key)).unwrap_or_default()) {
                found.extend(book(home, &format!("{name}/{key}"), Some(&name), known));
            }
        }
    }
    found
}

fn holds_work(names: &[String]) -> bool {
    names.iter().any(|name| journal::is_ours(name))
}

fn book(home: &Home, folder: &str, gstin: Option<&str>, known: &[Recent]) -> Option<Recent> {
    if known.iter().any(|recent| recent.folder.as_deref() == Some(folder)) {
        return None;
    }
    let head = journal::head_in(&*home.disk, &home.folder.join(folder))?;
    let path = |path: &Path| path.display().to_string();
    let paths = head.sources.iter().map(|s| s.path.as_deref().map_or_else(|| s.name.clone(), path)).collect();
    Some(Recent { paths, gstin: gstin.map(str::to_owned), folder: Some(folder.to_owned()), ..Recent::default() })
}
