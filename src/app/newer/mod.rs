//! A newer download over the open book: it is compared and brought in, what it changed is gone through, what was set aside is
//! picked, and whether the last upload took is seen.

mod export;
mod list;
pub mod notice;
pub mod panel;
mod pick;
pub use export::table;
pub use list::{Lists, What};
mod changes;
pub use changes::*;
