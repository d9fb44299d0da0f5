//! The dialogs of deciding: remarks, the ITC answer, questions of the rules, copies, pasted decisions.

pub mod copies;
pub mod credit_notes;
pub mod itc;
pub mod paste;
pub mod questions;
pub mod remarks;
