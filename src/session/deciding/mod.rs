//! Deciding with its questions as data, pasted decisions, what an action would act on, going back in the history.

pub mod decide;
pub mod paste;
pub mod targets;
pub mod travel;
