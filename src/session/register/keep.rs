//! The files of the register are kept as compressed copies beside the journal, and the vouchers are read from there again
//! after a restart, or when an import is taken back or done again.

use std::path::PathBuf;
use std::sync::Arc;

use crate::book::{ReadPart, RegisterPart};
use crate::disk;
use crate::session::Session;
use crate::session::register::fetch::{self, FetchedParts, file_name};
use crate::session::register::source::RegisterSource;
use crate::session::result_line::ResultLine;
use crate::store::Home;
use crate::store::copies::{self, Original, Wanted};
use crate::values::{counted, last_part};
use crate::work::Progress;
use crate::work::job::{Job, State};

/// A file of which a copy is to be kept.
#[derive(Clone)]
pub enum FileCopy {
    /// One that was just imported.
    Original(Original),
    /// One that lies in the folder where the book was kept before.
    Elsewhere(Home, PathBuf, Wanted),
}

/// What came of a copy: the file's name, and why there is none.
pub type CopiedFile = (String, Result<(), String>);

impl FileCopy {
    fn keep(self, home: &Home, folder: &std::path::Path) -> CopiedFile {
        let original = match self {
            FileCopy::Original(original) => Ok(original),
            FileCopy::Elsewhere(old, old_folder, wanted) => copies::bytes(&*old.disk, &old_folder, &wanted)
                .map(|bytes| Original { name: wanted.name.clone(), hash: wanted.hash, bytes: Arc::new(bytes) })
                .map_err(|why| (wanted.name, why)),
        };
        match original {
            Ok(original) => {
                let kept = copies::keep_file(&*home.disk, folder, &original).map_err(|e| disk::words(&e));
                (original.name, kept)
            }
            Err((name, why)) => (name, Err(why)),
        }
    }
}

impl Session {
    /// Has copies of files kept, as soon as the book has a folder.
    pub fn keep_register_files(&mut self, originals: Vec<Original>) {
        self.register.to_copy.extend(originals.into_iter().map(FileCopy::Original));
        self.work_on_register();
    }

    /// The book is about to be kept in another folder: the copies go there too.
    pub(in crate::session) fn take_register_files_along(&mut self) {
        let Some((home, folder)) = self.keeping.folder().map(|(home, folder)| (home.clone(), folder.to_owned())) else {
            return;
        };
        for file in self.book.gstr_2b().into_iter().flat_map(|kept| &kept.files) {
            let name = last_part(&file.name).to_owned();
            let wanted = Wanted { name, path: None, bytes: file.bytes, hash: file.hash };
            self.register.to_copy.push(FileCopy::Elsewhere(home.clone(), folder.clone(), wanted));
        }
        let mut hashes = Vec::new();
        for part in self.book.register().parts() {
            if !hashes.contains(&part.hash) {
                hashes.push(part.hash);
                let name = file_name(&part.file).to_owned();
                let wanted = Wanted { name, path: None, bytes: part.bytes, hash: part.hash };
                self.register.to_copy.push(FileCopy::Elsewhere(home.clone(), folder.clone(), wanted));
            }
        }
    }

    /// Starts what is to be read or written for the register, and takes what came of it.
    pub(in crate::session) fn work_on_register(&mut self) {
        self.fetch();
        self.copy();
    }

    fn fetch(&mut self) {
        if let Some(job) = &mut self.register.fetching {
            match job.poll() {
                State::Running => return,
                State::Done(fetched) => self.take_fetched(fetched),
                State::Died => {
                    let why = "something in this program broke while reading it".to_owned();
                    let missing: Vec<RegisterPart> = self.to_fetch().cloned().collect();
                    self.register.not_here.extend(missing.into_iter().map(|part| (part.hash, why.clone())));
                }
            }
            self.register.fetching = None;
        }
        let missing: Vec<RegisterPart> = self.to_fetch().cloned().collect();
        if missing.is_empty() || self.copies_are_on_their_way() {
            return;
        }
        let Some((home, folder)) = self.keeping.place().map(|(home, folder)| (home.clone(), folder.to_owned())) else {
            let why = "no copy of it was kept".to_owned();
            self.register.not_here.extend(missing.into_iter().map(|part| (part.hash, why.clone())));
            return;
        };
        let recipient = self.book.recipient.gstin().map(str::to_owned);
        let work =
            move |progress: &Progress| fetch::from_copies((&home, &folder), &missing, recipient.as_deref(), progress);
        self.register.fetching = Some(Job::start(&self.register.wake, "Reading the purchase register", work));
    }

    /// Whether vouchers of the register are still to come: until then it is not known which are there already.
    pub fn awaits_vouchers(&self) -> bool {
        self.to_fetch().next().is_some()
    }

    /// Parts without their vouchers whose file was not looked for yet.
    fn to_fetch(&self) -> impl Iterator<Item = &RegisterPart> {
        let parts = self.book.register().parts().iter();
        parts.filter(|part| part.missing && !self.register.not_here.contains_key(&part.hash))
    }

    fn take_fetched(&mut self, fetched: FetchedParts) {
        let before = self.register.not_here.len();
        self.register.not_here.extend(fetched.not_here);
        self.fill_register(&fetched.parts);
        if self.register.not_here.len() > before {
            let names: Vec<String> =
                self.parts_not_here().iter().map(|(part, _)| file_name(&part.file).to_owned()).collect();
            self.say_also_wrong(&format!(
                "Register not here: open {} again. Until then nothing of it is matched; links and decisions stay.",
                names.join(", ")
            ));
        }
    }

    /// Gives parts their vouchers. How many parts these were.
    fn fill_register(&mut self, parts: &[ReadPart]) -> usize {
        if parts.is_empty() {
            return 0;
        }
        self.background.stop();
        let book = Arc::make_mut(&mut self.book);
        let filled = parts.iter().map(|part| book.fill_register(part)).sum();
        self.revision += 1;
        self.refresh();
        if filled > 0 {
            self.match_again();
        }
        filled
    }

    /// Parts that miss their file, if this is it, get their vouchers again. False: none misses it.
    pub fn find_register_file(&mut self, source: &RegisterSource, parts: Vec<ReadPart>, copies: bool) -> bool {
        let vouchers: u64 = parts.iter().map(|part| u64::from(part.entries.len())).sum();
        if self.fill_register(&parts) == 0 {
            return false;
        }
        self.register.not_here.remove(&source.file.hash);
        if copies {
            self.keep_register_files(vec![source.original()]);
        }
        let name = &source.file.name;
        self.say(ResultLine::new(format!("{name} is here again: {}.", counted(vouchers, "voucher", "vouchers"))));
        true
    }

    /// Whether a copy that could be read is still on its way.
    pub(in crate::session) fn copies_are_on_their_way(&self) -> bool {
        self.register.copying.is_some() || (!self.register.to_copy.is_empty() && self.keeping.folder().is_some())
    }

    fn copy(&mut self) {
        if let Some(job) = &mut self.register.copying {
            let copied = match job.poll() {
                State::Running => return,
                State::Done(copied) => copied,
                State::Died => Vec::new(),
            };
            self.register.copying = None;
            for (name, why) in copied.into_iter().filter_map(|(name, kept)| Some((name, kept.err()?))) {
                self.say_also_wrong(&format!(
                    "No copy of {name} could be kept: {why}. Keep the file itself: after a restart it is asked for."
                ));
            }
        }
        let folder = self.keeping.folder().map(|(home, folder)| (home.clone(), folder.to_owned()));
        let Some((home, folder)) = folder.filter(|_| !self.register.to_copy.is_empty()) else { return };
        let files = std::mem::take(&mut self.register.to_copy);
        let work = move |_: &Progress| files.into_iter().map(|file| file.keep(&home, &folder)).collect();
        self.register.copying = Some(Job::start(&self.register.wake, "Copying the purchase register", work));
    }

    /// Waits until the copies that are on their way are written: the program is about to leave the book.
    pub(in crate::session) fn finish_register_copies(&mut self) {
        self.copy();
        // What waits for a copy that is being written comes after it.
        while let Some(job) = self.register.copying.take() {
            job.wait();
            self.copy();
        }
    }
}

impl RegisterSource {
    /// The file, as a copy of it is kept.
    pub fn original(&self) -> Original {
        Original { name: self.file.name.clone(), hash: self.file.hash, bytes: self.bytes.clone() }
    }
}
