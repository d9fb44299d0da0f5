//! What is decided on a record: the decision itself, what of it is said to the portal, what its numbers mean, and what it was
//! before.

pub mod baselines;
pub mod decision;
pub mod meanings;
pub mod said;
