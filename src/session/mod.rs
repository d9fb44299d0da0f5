//! One open book without a window: the book with its log and findings, how it is looked at, what an action would act on,
//! deciding with its questions as data, work in the background, and how it is kept. Only its own functions change it.

pub mod background;
pub mod banner;
pub mod classify;
pub mod counts;
pub mod credit_words;
pub mod decide;
pub mod find;
pub mod heavy_steps;
pub mod keeping;
pub mod later;
pub mod look;
pub mod look_only;
pub mod newer;
pub mod open_book;
pub mod opening;
pub mod paste;
pub mod refused;
pub mod result_line;
pub mod review;
pub mod saving;
pub mod showing;
pub mod tables;
pub mod targets;
pub mod travel;
pub mod walk;
pub mod write_upload;

pub use open_book::{OpenBook, Place, Scroll, SheetView, Side};
