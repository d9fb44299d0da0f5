//! A newer download over the open book: it is compared and brought in, what it changed is gone through, what was set aside is
//! picked, and whether the last upload took is seen.

mod changes;
mod export;
mod list;
mod pick;
mod walk;

pub use changes::*;
pub use export::table;
pub use list::{ChangeGroup, ChangeLine, Lists, WhatChanged, not_in_force, titles};
