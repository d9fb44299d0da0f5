//! The steps by which the records and entries of suppliers of one PAN are paired, those that agree best first.

mod again;
mod alone;
pub mod assign;
mod candidates;
pub mod elsewhere;
pub mod group;
mod hungarian;
pub mod mistyped;
pub mod near;
pub mod order;
pub mod rest;
mod several;
mod sums;
pub mod superseded;
