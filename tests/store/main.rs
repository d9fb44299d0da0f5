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
mod spelled_rows;
mod summaries;
mod waiting;

use std::path::PathBuf;

use common::disk::FaultyDisk;

/// All files of a disk, by path.
type Files = Vec<(PathBuf, Vec<u8>)>;

/// What a start finds on a disk. Two disks of the same files are the same to it.
fn files(disk: &FaultyDisk) -> Files {
    let with_content = |path: PathBuf| disk.get(&path).map(|content| (path, content));
    disk.paths().into_iter().filter_map(with_content).collect()
}
