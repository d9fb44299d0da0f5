//! A disk that is really full and one that is really write-protected: small ones in memory, mounted where this is allowed.

#![cfg(target_os = "linux")]
use crate::common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Folder, RECIPIENT, book_of, invoice, names_in};
use ims_desk::book::{Book, Section};
use ims_desk::disk::RealDisk;
use ims_desk::portal::upload::{FileLayout, Upload};
use ims_desk::store::copies;
use ims_desk::store::{Looks, Store};
use ims_desk::work::Progress;

/// A disk of 1 MB, and the folder it is mounted on.
struct Mount {
    folder: Folder,
}

impl Mount {
    /// None where mounting is not allowed.
    fn new() -> Option<Mount> {
        let mount = Mount { folder: Folder::new() };
        let done = mount.mount(&["-t", "tmpfs", "-o", "size=1m", "tmpfs"]);
        if !done {
            println!("skipped: mounting is not allowed here");
        }
        done.then_some(mount)
    }

    fn mount(&self, arguments: &[&str]) -> bool {
        let output = Command::new("mount").args(arguments).arg(self.path("")).output();
        output.is_ok_and(|output| output.status.success())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path(name)
    }

    fn protect(&self, yes: bool) {
        assert!(self.mount(&["-o", if yes { "remount,ro" } else { "remount,rw" }]));
    }

    /// Takes all the room that is left.
    fn fill(&self) {
        use std::io::Write;
        let mut file = std::fs::File::create(self.path("filler")).unwrap();
        while file.write_all(&[b'x'; 4096]).is_ok() {}
    }

    fn empty(&self) {
        std::fs::remove_file(self.path("filler")).unwrap();
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.path("")).output();
    }
}

/// A book whose upload takes some 200 KB, however it is packed.
fn book() -> Book {
    let mut number = 1u32;
    let mut letter = || {
        number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + (number >> 24) as u8 % 26)
    };
    let remarks: String = (0..200_000).map(|_| letter()).collect();
    book_of("b2b", &[invoice("1").with("action", "P").with("remarks", remarks)])
}

fn upload(book: &Book, path: &Path) -> Result<(), String> {
    let upload = Upload::new(book, RECIPIENT, [(Section::B2b, 0)].into_iter());
    upload.save(&RealDisk, path, FileLayout::default(), &Progress::default()).map(drop).map_err(|e| e.to_string())
}

fn choose(folder: &Path, looks: Looks) -> Result<(), String> {
    let mut store = Store::at(folder.to_owned());
    // A few bytes more would find room even on a full disk.
    let much = if looks == Looks::HighContrast { 100_000 } else { 1 };
    store.change(|settings| (settings.looks, settings.remarks) = (looks, vec!["x".repeat(much)]));
    store.finish();
    store.problem().map_or(Ok(()), Err)
}

/// Nothing can be written for a while: this is resumed, nothing is lost and nothing left behind, and later it works.
fn refuses(mount: &Mount, words: &str, stop: impl Fn(), go: impl Fn()) {
    let (out, settings) = (mount.path("upload.json"), mount.path("data"));
    std::fs::write(&out, "an earlier upload").unwrap();
    choose(&settings, Looks::System).unwrap();
    choose(&settings, Looks::Dark).unwrap();
    let book = book();

    stop();
    let before = names_in(&mount.path(""));
    assert!(upload(&book, &out).unwrap_err().contains(words));
    assert!(choose(&settings, Looks::HighContrast).unwrap_err().contains(words));
    let kept = copies::keep(&RealDisk, &mount.path("copies"), &book.sources().list()[0]).unwrap_err();
    assert!(ims_desk::disk::words(&kept).contains(words), "{kept}");
    assert_eq!(std::fs::read(&out).unwrap(), b"an earlier upload");
    assert_eq!(Store::at(settings.clone()).get().looks, Looks::Dark);
    let mut after = names_in(&mount.path(""));
    // An empty folder may have been made.
    after.retain(|name| name != "copies");
    assert_eq!(after, before);

    go();
    upload(&book, &out).unwrap();
    assert!(std::fs::read_to_string(&out).unwrap().starts_with("{\"rtin\":"));
    choose(&settings, Looks::HighContrast).unwrap();
    assert_eq!(Store::at(settings).get().looks, Looks::HighContrast);
    copies::keep(&RealDisk, &mount.path("copies"), &book.sources().list()[0]).unwrap();
}

#[test]
#[ignore = "mounts a disk in memory"]
fn a_disk_that_is_full_is_named_and_loses_nothing() {
    if let Some(mount) = Mount::new() {
        refuses(&mount, "the disk is full", || mount.fill(), || mount.empty());
    }
}

#[test]
#[ignore = "mounts a disk in memory"]
fn a_disk_that_is_write_protected_is_named_and_loses_nothing() {
    if let Some(mount) = Mount::new() {
        refuses(&mount, "the disk is write-protected", || mount.protect(true), || mount.protect(false));
    }
}
