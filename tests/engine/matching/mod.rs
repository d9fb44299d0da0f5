//! Matching: the examples, what must never happen, and a slow and independent reading beside it.

mod examples;
pub mod given;
mod properties;
mod slow;
mod slow_fields;
mod suggestions;
mod words;
