//! Matching.
pub mod agree;
pub mod assign;
pub mod class;
mod damage;
mod hungarian;
pub mod number;
pub mod years;
