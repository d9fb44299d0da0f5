//! How far one record and one entry agree: field by field, and the class that this gives.

pub mod class;
pub(super) mod damage;
pub mod fields;
pub mod number;
pub(in crate::matching) mod runs;
pub(super) mod slip;
pub mod years;
