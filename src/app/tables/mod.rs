//! Tables of decisions: where to save one, which to load, and what of it can be applied.

pub mod ask;
