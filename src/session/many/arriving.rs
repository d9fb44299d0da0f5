//! Many files at once, in the order in which they are taken in. Nothing happens before the user has seen them.

use super::drive::Drive;
use super::file::{ArrivingFile, ArrivingKind, Outlook};
use super::files::MeantFiles;
use super::outlook;
use super::recognise::recognise;
use crate::disk::paths::name_of;
use crate::values::gstin;
use crate::work::Progress;
use crate::work::turns::in_turns;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// All files that arrive together.
#[derive(Clone, Debug, Default)]
pub struct Arrivals {
    /// Those whose client is to be named first, then client by client, then those that are left out.
    pub files: Vec<ArrivingFile>,
    /// The clients that there are or will be, each with its name.
    pub clients: Vec<(String, String)>,
}

impl Arrivals {
    /// Looks at files, and at the files in folders. None if it was stopped.
    pub fn of(paths: &[PathBuf], drive: &Drive, progress: &Progress) -> Option<Arrivals> {
        let MeantFiles { files, left, .. } = MeantFiles::of(paths, &drive.home.folder);
        progress.expect(files.len() as u64);
        let looked = in_turns(files, |path| {
            if progress.cancelled() {
                return Vec::new();
            }
            let found = recognise(path, drive, &progress.within());
            progress.advance(1);
            found
        });
        if progress.cancelled() {
            return None;
        }
        let left = left.into_iter().map(|(path, why)| ArrivingFile::new(name_of(&path), path).left_out(why));
        let files = looked.into_iter().flatten().chain(left).collect();
        let mut arrivals = Arrivals { files, clients: drive.clients() };
        arrivals.put_in_order(drive);
        Some(arrivals)
    }

    /// Puts files in the order in which they are taken in, and says of each what waits for those before it.
    fn put_in_order(&mut self, drive: &Drive) {
        self.files.sort_by_cached_key(ArrivingFile::order);
        let mut there: BTreeSet<String> = self.clients.iter().map(|(gstin, _)| gstin.clone()).collect();
        let (mut downloaded, mut seen) = (BTreeSet::new(), BTreeSet::new());
        for file in &mut self.files {
            let twice = !file.hashes.is_empty() && !seen.insert((file.kind, file.hashes.clone()));
            if twice && !file.is_left_out() {
                file.outlook = Outlook::LeftOut("The same file is in this list already.".into());
            }
            let Some(gstin) = file.named.clone().filter(|_| !file.is_left_out()) else { continue };
            let first = file.kind != ArrivingKind::Download || downloaded.insert(gstin.clone());
            if file.kind == ArrivingKind::Download {
                there.insert(gstin.clone());
            }
            let waits = !first || (file.kind != ArrivingKind::Download && downloaded.contains(&gstin));
            if !there.contains(&gstin) {
                file.outlook = Outlook::LeftOut(outlook::no_client(&gstin));
            } else if waits {
                file.outlook = Outlook::Then;
            }
        }
        self.clients = there.into_iter().map(|gstin| (gstin.clone(), drive.name(&gstin))).collect();
        for file in &mut self.files {
            file.ticked = !file.is_left_out() && file.warning.is_none();
            if file.asks_whose() && self.clients.is_empty() {
                let why = match file.kind {
                    ArrivingKind::Download => "It does not name its recipient: open it by itself.",
                    _ => "There is no client here yet: open its download first.",
                };
                file.outlook = Outlook::LeftOut(why.into());
                file.ticked = false;
            } else if file.named.is_none() {
                // Its name proposes it, also where the list leaves it out and it is opened by itself.
                file.given = self.clients.iter().find(|(gstin, _)| is_in_name(&file.name, gstin)).map(|c| c.0.clone());
            }
        }
        self.files.sort_by_cached_key(ArrivingFile::order);
    }

    /// Whether all of it is one client's, and so can be opened as a single file is, with all that this asks. `open`: a client is
    /// open, which takes what names no recipient.
    pub fn are_for_one(&self, open: bool) -> bool {
        let whole = |file: &ArrivingFile| file.entries.is_empty() && file.kind != ArrivingKind::Other;
        // One that is here already is no part of the others, unless they have no record in common with it.
        let downloads = || self.files.iter().filter(|file| file.kind == ArrivingKind::Download);
        if downloads().any(outlook::is_here) && !downloads().all(|file| outlook::is_here(file) || file.apart) {
            return false;
        }
        let named: BTreeSet<&str> = self.files.iter().filter_map(|file| file.named.as_deref()).collect();
        self.files.iter().all(whole) && named.len() <= 1 && (open || !named.is_empty())
    }

    /// The file, if it is all there is and it belongs to a client without saying so for certain: by itself it is opened with its
    /// client, where its columns or decisions are shown.
    pub fn only_table(&self) -> Option<&ArrivingFile> {
        let [file] = self.files.as_slice() else { return None };
        let is_table = matches!(file.kind, ArrivingKind::Register | ArrivingKind::Decisions);
        (is_table && file.entries.is_empty()).then_some(file)
    }

    /// The paths of all files, each once.
    pub fn paths(&self) -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> = Vec::new();
        for file in &self.files {
            if !paths.contains(&file.path) {
                paths.push(file.path.clone());
            }
        }
        paths
    }

    /// How many would happen.
    pub fn going(&self) -> u64 {
        self.files.iter().filter(|file| file.goes()).count() as u64
    }
}

/// Whether a file is called by a GSTIN: that is only a proposal.
fn is_in_name(name: &str, wanted: &str) -> bool {
    gstin::well_formed(wanted) && name.to_ascii_uppercase().contains(wanted)
}
