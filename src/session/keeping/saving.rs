//! Saving the open book: what is safe, what would be lost, and where it is kept from now on.

use crate::book::{Said, Section, TextId};
use crate::clients::BookSummary;
use crate::edit::Command;
use crate::rules::{self, Weight};
use crate::session::Session;
use crate::session::keeping::journal::{Keeping, is_free};
use crate::session::newer;
use crate::store::Home;
use crate::store::journal::{Contents, Event, Kept, WroteUpload};
use crate::values::counted;
use crate::work::wake::Wake;
use std::collections::HashMap;
use std::path::PathBuf;

impl Session {
    /// Whether something was decided that would be lost with this window.
    pub fn unwritten(&self) -> bool {
        match &self.keeping {
            Keeping::InMemory(_) | Keeping::Waiting { .. } | Keeping::Unread { .. } => self.log.state() != self.written,
            Keeping::LookOnly(_) => false,
            Keeping::Journal(_) => self.keeping.kept() != Kept::Saved,
        }
    }

    /// Whether only the last steps are not saved: all before them is in a journal that is there.
    pub fn keeps_all_but_the_last(&self) -> bool {
        matches!(&self.keeping, Keeping::Journal(journal) if !journal.lost())
    }

    /// Writes all that waits; whether the book may be left without asking.
    pub fn may_be_left(&mut self) -> bool {
        self.save();
        !self.unwritten()
    }

    /// Writes all that waits, if need be to another file.
    fn save(&mut self) {
        self.keeping.flush();
        self.keep_if_it_waits(true);
        self.rewrite();
    }

    /// Where the file with all steps was lost, or could not be begun, they are written again.
    pub fn rewrite_if_lost(&mut self) {
        self.keep_if_it_waits(false);
        self.rewrite();
    }

    fn rewrite(&mut self) {
        let came_back = Contents { book: &self.book, log: &self.log, uploads: &self.uploads, awaiting: self.awaiting };
        if let Keeping::Journal(journal) = &mut self.keeping {
            journal.rewrite(came_back);
        }
    }

    /// Has what waits written at once, and does not wait for it.
    pub fn hurry(&self) {
        self.keeping.hurry();
    }

    /// Tries again to save what is not saved: where that cannot be helped otherwise, everything is written again.
    pub fn save_again(&mut self, home: Home, wake: &Wake) {
        match &self.keeping {
            Keeping::Journal(journal) if !journal.lost() => self.keeping.hurry(),
            // Its folder is gone. What is left of its lock must not be in the way.
            Keeping::Journal(_) => {
                self.save();
                if self.keeping.kept() != Kept::Saved {
                    self.keeping = Keeping::InMemory("the folder of this work is gone".into());
                    self.take_up_again(home, wake);
                }
            }
            Keeping::InMemory(_) | Keeping::Waiting { .. } => self.take_up_again(home, wake),
            Keeping::LookOnly(_) | Keeping::Unread { .. } => {}
        }
    }

    /// Says that all that was done is in a file now.
    pub fn mark_written(&mut self) {
        self.written = self.log.state();
    }

    /// What a saved table does not hold, in words: decisions that loading it would not give back, and what is no decision.
    pub fn missing_in_table(&self, lost: u64) -> Vec<String> {
        let mut missing = self.beside_decisions();
        if lost > 0 {
            let records = crate::values::records(lost);
            missing.insert(0, format!("what you decided on {records}, as it cannot be loaded again"));
        }
        missing
    }

    /// What was done that is no decision, and is in no table and no upload.
    fn beside_decisions(&self) -> Vec<String> {
        let mut found = Vec::new();
        for step in &self.log.steps()[..self.log.in_force()] {
            let words = match &step.command {
                Command::Errors { file, .. } => format!("the portal's errors of {file}: open the file again"),
                Command::Dismiss { .. } => "which portal errors were dismissed".to_owned(),
                Command::Merge { later, .. } => format!("the newer download {}: open it again as well", later.name()),
                Command::ImportRegister { parts, .. } => {
                    let files: Vec<String> = parts.iter().map(|part| part.part.name()).collect();
                    format!("the purchase register {}: import it again", files.join(", "))
                }
                Command::KeepGstr2b { kept: Some(kept) } => format!("GSTR-2B of {}: open it again", kept.period),
                Command::Link { .. } | Command::Apart { .. } => "which records and vouchers you linked".to_owned(),
                _ => continue,
            };
            if !found.contains(&words) {
                found.push(words);
            }
        }
        let (waiting, gone) = newer::not_in_force(&self.book, &self.log);
        if waiting > 0 {
            let decisions = counted(waiting, "decision", "decisions");
            found.push(format!("{decisions} that a newer download set aside: use or leave them first"));
        }
        if gone > 0 {
            found.push(format!("{} on records that are gone from the portal", counted(gone, "decision", "decisions")));
        }
        found
    }

    /// Whether the uploads say all that was decided: no note, no mark "by default", no answer or remarks that are kept but
    /// not sent, no copy that was picked.
    fn uploads_hold_all(&self, upload: &WroteUpload) -> bool {
        let said: HashMap<(Section, u32), Said> = upload.said.iter().map(|&(s, row, said)| ((s, row), said)).collect();
        let holds = |section: Section, row: u32| {
            let sheet = self.book.sheet(section);
            let (decision, baseline) = (sheet.decision(row), sheet.baseline(row));
            let said = said.get(&(section, row)).copied().or(sheet.last_said(row)).unwrap_or_default();
            let same = said.action == decision.action
                && (said.answer == decision.answer || decision.answer == baseline.answer)
                && (said.remarks == decision.remarks || decision.remarks == baseline.remarks)
                && decision.note == TextId::NONE;
            !sheet.is_picked(row) && (decision == baseline || same)
        };
        let rows = |section: Section| (0..self.book.sheet(section).rows()).map(move |row| (section, row));
        let in_force = |&(section, row): &(Section, u32)| self.book.sheet(section).in_force(row);
        let mut rows = Section::ALL.into_iter().flat_map(rows).filter(in_force);
        rows.all(|(section, row)| holds(section, row)) && self.beside_decisions().is_empty()
    }

    /// Whether its review was looked at since its last change; kept with the book.
    pub fn reviewed(&self) -> bool {
        self.log.reviewed()
    }

    /// Whether it is to be kept that the review is looked at: it was not since the last change, and this window may write.
    pub fn may_mark_reviewed(&self) -> bool {
        !self.log.reviewed() && self.keeping.look_only().is_none()
    }

    /// The review was shown.
    pub fn mark_reviewed(&mut self) {
        if self.may_mark_reviewed() {
            self.log.mark_reviewed();
            self.keeping.tell(&Event::Reviewed, &self.book);
        }
    }

    /// The last upload, while no one has said whether it was uploaded.
    pub fn awaited(&self) -> Option<&WroteUpload> {
        self.uploads.last().filter(|_| self.awaiting)
    }

    /// An upload was written.
    pub fn wrote(&mut self, upload: WroteUpload) {
        self.keeping.tell(&Event::Wrote(upload.clone()), &self.book);
        let in_memory = matches!(self.keeping, Keeping::InMemory(_) | Keeping::Waiting { .. } | Keeping::Unread { .. });
        let all = in_memory && self.uploads_hold_all(&upload);
        self.uploads.push(upload);
        self.awaiting = true;
        if all {
            self.mark_written();
        }
    }

    /// The last upload was uploaded, where that is not known yet; gives the words of the step.
    pub fn was_uploaded(&mut self) -> Option<String> {
        let upload = self.awaited()?.clone();
        let words = self.apply(Command::Uploaded { name: upload.name, said: upload.said });
        self.keeping.tell(&Event::Answered, &self.book);
        self.awaiting = false;
        self.keep_summaries();
        Some(words)
    }

    /// The user names the recipient. Gives what the rules say of it: where they block it, it is not taken.
    pub fn name_recipient(&mut self, gstin: String) -> Option<(Weight, String)> {
        let before = self.book_mut().recipient.typed.replace(gstin.clone());
        let judged = rules::form::recipient(&self.book).map(|(_, weight, words)| (weight, words));
        match judged {
            Some((Weight::Blocks, _)) => self.book_mut().recipient.typed = before,
            _ => {
                self.keeping.tell(&Event::Recipient(gstin), &self.book);
                // Days on which returns are due depend on its state.
                self.judge_all();
            }
        }
        judged
    }

    /// A file was read that is not the book's own.
    pub fn read_beside(&mut self, path: PathBuf) {
        self.read.push(path);
    }

    /// Lets the folder go, as another book is about to be opened; it may be the same. Gives its line in the list of clients.
    pub fn put_down(&mut self) -> Option<BookSummary> {
        self.put_down_with(Session::keep_summaries)
    }

    /// The same; `summed_up` says what is known of it for those who do not open it.
    pub(in crate::session) fn put_down_with(
        &mut self,
        summed_up: impl FnOnce(&Session) -> Option<BookSummary>,
    ) -> Option<BookSummary> {
        self.finish_register_copies();
        self.save();
        self.keeping.leave(&self.book);
        let summary = summed_up(self);
        if let Keeping::Journal(_) | Keeping::Waiting { .. } = self.keeping {
            self.keeping = Keeping::InMemory("other files are being opened".into());
        }
        summary
    }

    /// Goes on after [`Session::put_down`]: no other book was opened. What another window has is left to it.
    pub fn take_up_again(&mut self, home: Home, wake: &Wake) {
        if matches!(self.keeping, Keeping::Unread { .. } | Keeping::LookOnly(_)) {
            return;
        }
        if let Err(why) = self.keep_in(home.clone(), wake) {
            self.wait_for_folder(home, why, wake);
        }
    }

    /// Keeps the book in this folder from now on, with all that was done to it.
    pub fn keep_in(&mut self, home: Home, wake: &Wake) -> Result<(), String> {
        if let Some(why) = self.look_only() {
            return Err(why);
        }
        if let Keeping::Unread { folder, why } = &self.keeping
            && folder.starts_with(&home.folder)
        {
            return Err(why.clone());
        }
        let came_back = Contents { book: &self.book, log: &self.log, uploads: &self.uploads, awaiting: self.awaiting };
        let keeping = Keeping::elsewhere(home, came_back, wake)?;
        self.take_register_files_along();
        self.keeping = keeping;
        Ok(())
    }
}

impl Session {
    /// Why nothing can be changed here; none if it can.
    pub fn look_only(&self) -> Option<String> {
        let look = self.keeping.look_only()?;
        Some(if look.free {
            "The other window is closed: take this over to decide here.".to_owned()
        } else {
            format!("Open in another window ({}): here you can only look.", look.who)
        })
    }

    /// Looks whether the other window has let go.
    pub fn see_who_holds_it(&mut self) {
        if let Keeping::LookOnly(look) = &mut self.keeping {
            let (home, folder) = look.place();
            look.free = is_free(home, folder);
        }
    }
}
