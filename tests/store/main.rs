//! What is kept on the disk, with disks that fail and programs that are killed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod clients;
mod clients_faults;
#[path = "../common/mod.rs"]
mod common;
mod faults;
mod gstr_2b;
mod journal;
mod kills;
mod many;
mod meddling;
mod real_disks;
mod recovery;
mod registers;
mod reopened;
mod reviewed;
mod sessions;
mod summaries;
mod waiting;
