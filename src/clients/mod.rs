//! The clients: all books that are kept on the stick, as one line a recipient. What a line shows is in a small summary of each
//! book, all in one file, so that no book is opened for it; a book's own figures and these come from the same functions.
//!
#![doc = include_str!("README.md")]

mod check;
mod cover;
mod file;
mod folders;
mod line;
mod list;
mod mark;
mod renew;
mod status;
mod summary;
mod times;
mod workbook;

pub use check::{CheckedAll, CheckedBook, ClientCheck, check_all};
pub use cover::{amount_of, file_of, gstin_of, name_of, path_of, words_of};
pub use file::{ClientFile, keep, keep_all, keep_mark, load};
pub use folders::{KeptBook, kept_books};
pub use line::{Client, ClientLine, KnownBook, is_latest};
pub use list::{ClientColumn, ClientFilter, ClientOrder, ClientRow, Clients, KnownClients};
pub use mark::{ClientMark, client_folder};
pub use renew::{STEPS_DAMAGED, downloaded_at, read_again, renew};
pub use status::{ClientStatus, NotReady};
pub use summary::{BookSummary, JudgedBy, PeriodSum, SeenBook};
pub use times::ClientTimes;
