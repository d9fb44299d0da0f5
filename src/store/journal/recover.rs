//! What the journal does not give back, the snapshot beside it does: where the journal is missing, damaged, older than the
//! snapshot, or of rows in another order.

use std::path::{Path, PathBuf};

use super::beside::{FoundSnapshot, find};
use super::generations::{generations, is_ours};
use super::head::Head;
use super::resume::{Kin, Resumed};
use super::snapshot::{Carried, Snapshot};
use crate::book::Book;
use crate::disk::{self, Disk};
use crate::values::{counted, grouped, records};

/// What is said of pipes, folders and the like that are in the place of files: they are left alone.
fn strangers(disk: &dyn Disk, folder: &Path) -> impl Iterator<Item = String> {
    let alone = |path: PathBuf| format!("{} is not a file and was left alone.", path.display());
    disk::strangers(disk, folder, is_ours).into_iter().map(alone)
}

/// Takes from the snapshot of a folder what its journal did not give back, and adds to the lines what was done.
pub fn take_over(disk: &dyn Disk, folder: &Path, book: &mut Book, resumed: &mut Resumed, head: &Head) {
    let found = find(disk, folder);
    let words = match (&found, resumed.kin) {
        (FoundSnapshot::Snapshot(snapshot), Kin::Same) => newer(snapshot, book, resumed, head),
        (FoundSnapshot::Snapshot(snapshot), Kin::OtherRows) => Some(other_rows(snapshot, book, resumed)),
        (FoundSnapshot::Snapshot(snapshot), Kin::None) => {
            let any = generations(disk, folder).is_ok_and(|all| !all.is_empty());
            Some(without_journal(snapshot, book, resumed, if any { "cannot be used" } else { "is missing" }))
        }
        (_, Kin::Same) => None,
        (found, Kin::OtherRows) => Some(format!(
            "Your earlier steps here are for rows in another order, and {}: none of them is back. Their file is \
             left as it is.",
            match found {
                FoundSnapshot::Unusable(why) => format!("the backup of your decisions cannot be used ({why})"),
                FoundSnapshot::Damaged => "the backup of your decisions is damaged".to_owned(),
                _ => "there is no backup of your decisions".to_owned(),
            }
        )),
        (FoundSnapshot::Damaged | FoundSnapshot::Unusable(_), Kin::None) => Some(format!(
            "What you decided here before cannot be read: the file of your steps cannot be used, and the backup \
             {}. Nothing was written over.",
            if let FoundSnapshot::Unusable(why) = &found {
                format!("cannot be used ({why})")
            } else {
                "is damaged".to_owned()
            }
        )),
        // A book of which there is a copy was open before.
        (_, Kin::None) if resumed.dropped.is_none() && was_open(disk, folder) => Some(format!(
            "What you decided here before was not found: the file of your steps and the backup are missing in {}.",
            folder.display()
        )),
        (_, Kin::None) => None,
    };
    resumed.lines.extend(words);
    resumed.lines.extend(strangers(disk, folder));
}

fn was_open(disk: &dyn Disk, folder: &Path) -> bool {
    disk.names(folder).is_ok_and(|names| names.iter().any(|name| name.ends_with(".zip")))
}

/// The journal is of this book, and the snapshot was made after its end: the journal was cut, or an older copy took its
/// place.
fn newer(snapshot: &Snapshot, book: &mut Book, resumed: &mut Resumed, head: &Head) -> Option<String> {
    if snapshot.made_at() <= (resumed.generation, resumed.events) {
        return None;
    }
    let carried = match snapshot.is_of(head) {
        Some(true) => snapshot.restore(book),
        // A snapshot of another book.
        Some(false) => return None,
        None => snapshot.carry(book),
    };
    let recipient = take_recipient(snapshot, book);
    resumed.renew = true;
    let rows = apply(carried, book, resumed);
    let ends = match snapshot.made_at() {
        (generation, events) if generation == resumed.generation => {
            format!(
                "The file of your steps ends {} before its backup was made",
                counted(events - resumed.events, "step", "steps")
            )
        }
        _ => "The file of your steps is older than its backup".to_owned(),
    };
    Some(match (rows, recipient) {
        (0, false) => format!("{ends}: both say the same."),
        (rows, _) => format!(
            "{ends}. What the backup holds is back: it changed decisions on {}, as one step that can be undone.",
            records(rows)
        ),
    })
}

/// The rows of a book have other numbers than in its journal: its snapshot gives back what was decided, by identity.
fn other_rows(snapshot: &Snapshot, book: &mut Book, resumed: &mut Resumed) -> String {
    take_recipient(snapshot, book);
    let carried = snapshot.carry(book);
    let left_out = left_out(&carried);
    let rows = apply(carried, book, resumed);
    let mut words = format!("The rows have a new order. Decisions on {} are back{left_out}", records(rows));
    let (generation, events) = snapshot.made_at();
    if generation != resumed.generation || events < resumed.events {
        words += "; steps after the last backup are missing";
    }
    words + ". Steps before this cannot be undone."
}

/// There is no journal that can be used.
fn without_journal(snapshot: &Snapshot, book: &mut Book, resumed: &mut Resumed, why: &str) -> String {
    take_recipient(snapshot, book);
    let carried = snapshot.carry(book);
    let left_out = left_out(&carried);
    let rows = apply(carried, book, resumed);
    match (rows, left_out.as_str()) {
        (0, "") => format!("The file of your steps {why}: its backup holds no decisions."),
        (rows, left_out) => format!(
            "The file of your steps {why}. Decisions on {} are back from its backup{left_out}. Missing are steps \
             after the backup, portal errors and the list of uploads. Steps before this cannot be undone.",
            records(rows)
        ),
    }
}

/// Whether the recipient that the user named came back.
fn take_recipient(snapshot: &Snapshot, book: &mut Book) -> bool {
    let missing = book.recipient.typed.is_none();
    if missing {
        book.recipient.typed = snapshot.recipient().map(str::to_owned);
    }
    missing && book.recipient.typed.is_some()
}

fn left_out(carried: &Carried) -> String {
    match (carried.missing, carried.changed) {
        (0, 0) => String::new(),
        (missing, changed) => format!(
            "; not those on {} records that are no longer there and {} that have changed",
            grouped(missing),
            grouped(changed)
        ),
    }
}

/// On how many records the commands changed something.
fn apply(carried: Carried, book: &mut Book, resumed: &mut Resumed) -> u64 {
    carried.commands.into_iter().map(|command| resumed.log.apply(book, command).effect.rows()).sum()
}
