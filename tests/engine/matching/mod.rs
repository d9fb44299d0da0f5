//! Matching: the examples, what must never happen, and a slow and independent reading beside it.

mod examples;
mod given;
mod properties;
mod slow;
mod slow_fields;
mod suggestions;
mod words;
