//! Deciding with its questions as data, pasted decisions, what an action would act on, going back in the history.

pub mod decide;
pub mod paste;
pub(in crate::session) mod refused;
pub mod targets;
pub mod travel;
pub mod unanswered;
