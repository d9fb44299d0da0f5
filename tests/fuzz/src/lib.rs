//! What the fuzz targets share: what makes each a program, made-up downloads and decisions, JSON read by another reader, a disk
//! in memory.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod book;
pub mod cells;
#[path = "../../common/disk.rs"]
pub mod disk;
pub mod journal;
pub mod json;
pub mod law;
pub mod made;
#[path = "../../common/workbooks/mod.rs"]
pub mod workbooks;
