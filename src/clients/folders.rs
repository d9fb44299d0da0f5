//! The folders of the books that are kept in the data folder.

use std::path::PathBuf;

use crate::store::Home;
use crate::store::journal;

/// A book that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBook {
    /// Its folder in the data folder, with `/`: `27AAAAA0000A1Z2/4b6a08e0f2c91d35`.
    pub folder: String,
    /// The recipient by whose name its folder is called; none if that is not known.
    pub gstin: Option<String>,
}

impl KeptBook {
    /// Where it is.
    pub fn path(&self, home: &Home) -> PathBuf {
        home.folder.join(&self.folder)
    }

    /// Where it was read from, as its journal says.
    pub fn paths(&self, home: &Home) -> Vec<String> {
        let Some(head) = journal::head_in(&*home.disk, &self.path(home)) else { return Vec::new() };
        let path = |source: &crate::book::SourceId| match &source.path {
            Some(path) => path.display().to_string(),
            None => source.name.clone(),
        };
        head.sources.iter().map(path).collect()
    }
}

/// All of them, in the order of their folders.
pub fn kept_books(home: &Home) -> Vec<KeptBook> {
    let mut found = Vec::new();
    let mut names = home.disk.names(&home.folder).unwrap_or_default();
    names.sort_unstable();
    for name in names {
        let folder = home.folder.join(&name);
        let mut within = home.disk.names(&folder).unwrap_or_default();
        if holds_work(&within) {
            found.push(KeptBook { folder: name, gstin: None });
            continue;
        }
        within.sort_unstable();
        for key in within {
            if holds_work(&home.disk.names(&folder.join(&key)).unwrap_or_default()) {
                found.push(KeptBook { folder: format!("{name}/{key}"), gstin: Some(name.clone()) });
            }
        }
    }
    found
}

fn holds_work(names: &[String]) -> bool {
    names.iter().any(|name| journal::is_ours(name))
}
