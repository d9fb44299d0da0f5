//! The journal: the log on disk. Each thing that the user does is appended to a file as a frame with its length and
//! checksum; reading it again carries the same commands out on the same book.
//!
//! A file `journal.N` is one generation: a head that names the files the book was read from, the events so far, a mark that
//! this beginning is complete, then whatever was done since. A generation without its mark was never finished and does not
//! count. Row numbers mean something only beside their sources: where the head does not fit the book, nothing is replayed,
//! and a snapshot carries the decisions by identity instead.
//!
//! Whatever is left is used, best first: the events of the newest generation, the generation before it, the snapshot. What
//! was damaged is never written to or removed.

mod beside;
mod contents;
mod event;
mod frames;
mod generations;
mod head;
mod keeper;
mod linked;
mod mark;
mod recover;
mod reports;
mod resume;
mod snapshot;
mod spelling;

pub use beside::{keep as keep_snapshot, snapshot};
pub use contents::Contents;
pub use event::{Event, WroteFile, WroteUpload};
pub use generations::{Begun, begin, is_ours};
pub use head::{Head, key_of};
pub use keeper::{Keeper, Kept, flush_all};
pub use mark::JournalMark;
pub use recover::take_over;
pub use resume::{Dropped, Kin, Resumed, any_steps_in, head_in, later_in, resume, resume_with};
pub use snapshot::{Carried, SNAPSHOT, Snapshot};
