//! Many clients at once, without a window: many files that arrive, each for its own client, and the uploads of all clients that
//! are ready. Clients share nothing, so each core works on another one; what is done to one client is kept before the next thing
//! is done to it.

pub mod arriving;
mod carry_out;
pub mod drive;
mod file;
mod files;
pub mod outcome;
mod outlook;
mod recognise;
pub mod uploads;
mod write;

pub use arriving::Arrivals;
pub use drive::{Drive, Summaries};
pub use file::{ArrivingFile, ArrivingKind, AskedUpload, Outlook};
pub use outcome::{Came, CameOf, Outcomes};
pub use uploads::{ReadyFigures, ReadyUploads, UploadLine};
pub use write::WriteAll;
