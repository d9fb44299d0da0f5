//! Compressed copies of sources: the same book comes of the copies alone.

use crate::common;

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use common::disk::FaultyDisk;
use common::{Folder, Record, download, invoice, names_in, note};
use ims_desk::book::{Book, Section, SourceKind};
use ims_desk::disk::{Disk, RealDisk};
use ims_desk::portal::{self, Input};
use ims_desk::store::copies::{self, Wanted};
use ims_desk::work::Progress;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)
}

fn b2b(records: &[Record]) -> String {
    download(&[("b2b", records)])
}

fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn open(paths: &[PathBuf]) -> Book {
    portal::open(paths, &Progress::default()).unwrap()
}

fn wanted(book: &Book) -> Vec<Wanted> {
    book.sources().list().iter().map(Wanted::of).collect()
}

/// What a book is made of: its sources, whose it is, and its rows.
#[allow(clippy::type_complexity)]
fn made_of(book: &Book) -> (Vec<(Wanted, SourceKind)>, Option<&str>, Vec<u32>, usize) {
    let sources = book.sources().list().iter().map(|s| (Wanted::of(s), s.kind)).collect();
    (sources, book.recipient.gstin(), Section::ALL.map(|s| book.sheet(s).rows()).to_vec(), book.errors().list().len())
}

/// Keeps copies of a book's sources, and makes the book of them again.
fn through_copies(book: &Book) -> Book {
    let folder = Folder::new();
    let copies = folder.path("copies");
    for source in book.sources().list() {
        copies::keep(&RealDisk, &copies, source).unwrap();
    }
    assert!(names_in(&copies).iter().all(|name| name.len() == 36 && name.ends_with(".zip")), "{:?}", names_in(&copies));
    portal::read(copies::inputs(&RealDisk, &copies, &wanted(book)).unwrap(), &Progress::default()).unwrap()
}

fn comes_back(paths: &[PathBuf]) -> Book {
    let book = open(paths);
    let again = through_copies(&book);
    assert_eq!(made_of(&again), made_of(&book));
    book
}

#[test]
fn files_zips_and_error_files_come_back_with_their_names_and_hashes() {
    let mut books = 0;
    for folder in names_in(&fixture("")) {
        let folder = fixture(&folder);
        if !folder.is_dir() {
            continue;
        }
        let ours = ["upload.json", "refused.json", "check.json", "absent.json"];
        let theirs = |n: &String| (n.ends_with(".json") || n.ends_with(".zip")) && !ours.contains(&n.as_str());
        let paths: Vec<PathBuf> = names_in(&folder).into_iter().filter(theirs).map(|n| folder.join(n)).collect();
        if let Ok(book) = portal::open(&paths, &Progress::default()) {
            assert_eq!(made_of(&through_copies(&book)), made_of(&book), "{}", folder.display());
            books += 1;
        }
    }
    assert!(books > 60, "{books} books");
}

#[test]
fn names_in_devanagari_come_back() {
    let folder = Folder::new();
    let (first, second) = (b2b(&[invoice("१")]), b2b(&[invoice("2")]));
    let parts = zip(&[("फरवरी/भाग १.json", &first), ("भाग २.json", &second)]);
    let book = comes_back(&[folder.put("आईएमएस.zip", parts)]);
    assert!(book.sources().list()[0].name.ends_with("आईएमएस.zip › फरवरी/भाग १.json"));
}

#[test]
fn a_recipient_that_only_the_files_name_tells_is_known_from_the_copy() {
    let folder = Folder::new();
    let bare = r#"{"b2b":[{"stin":"29AAAAA0000A1ZY","inum":"1","idt":"10-02-2026","val":1,"action":"N"}]}"#;
    let book = comes_back(&[folder.put("27AAAAA0000A1Z2_022026.json", bare)]);
    assert_eq!(book.recipient.gstin(), Some("27AAAAA0000A1Z2"));
}

#[test]
fn the_hash_is_that_of_the_text_without_its_mark() {
    let folder = Folder::new();
    let text = b2b(&[invoice("1")]);
    let marked = comes_back(&[folder.put("marked.json", format!("\u{feff}{text}"))]);
    let plain = open(&[folder.put("plain.json", &text)]);
    assert_eq!(marked.sources().list()[0].hash, plain.sources().list()[0].hash);
}

#[test]
fn sources_with_equal_text_share_a_copy_and_keep_their_names() {
    let folder = Folder::new();
    let text = b2b(&[invoice("1")]);
    let book = open(&[folder.put("a.json", &text), folder.put("b.json", &text)]);
    let copies = folder.path("copies");
    book.sources().list().iter().for_each(|source| copies::keep(&RealDisk, &copies, source).unwrap());
    assert_eq!(names_in(&copies).len(), 1);
    let inputs = copies::inputs(&RealDisk, &copies, &wanted(&book)).unwrap();
    let names: Vec<bool> = inputs.iter().zip(["a.json", "b.json"]).map(|(i, name)| i.name.ends_with(name)).collect();
    assert_eq!(names, [true, true]);
}

#[test]
fn files_of_the_same_name_in_different_folders_of_a_zip_come_back() {
    let folder = Folder::new();
    let (first, second) = (b2b(&[invoice("1")]), download(&[("b2bcn", &[note("2")])]));
    let book = comes_back(&[folder.put("all.zip", zip(&[("feb/ims.json", &first), ("mar/ims.json", &second)]))]);
    assert_eq!((book.sheet(Section::B2b).rows(), book.sheet(Section::B2bcn).rows()), (1, 1));
}

#[test]
fn a_zip_with_two_entries_of_the_very_same_name_is_refused_and_none_of_them_lost_silently() {
    let folder = Folder::new();
    let (first, second) = (b2b(&[invoice("1")]), download(&[("b2bcn", &[note("2")])]));
    let mut bytes = zip(&[("part-1.json", &first), ("part-2.json", &second)]);
    let name = b"part-2.json";
    for at in 0..bytes.len() - name.len() {
        if &bytes[at..at + name.len()] == name {
            bytes[at + 5] = b'1';
        }
    }
    let refused = portal::open(&[folder.put("twins.zip", bytes)], &Progress::default()).err().unwrap();
    assert!(refused.what.contains("several files in the zip have the same name"), "{refused}");
}

#[test]
fn a_copy_is_a_zip_that_any_program_opens() {
    let folder = Folder::new();
    let text = b2b(&[invoice("1")]);
    let book = open(&[folder.put("download.json", &text)]);
    let source = &book.sources().list()[0];
    copies::keep(&RealDisk, &folder.path("copies"), source).unwrap();
    let copy = copies::path(&folder.path("copies"), &source.hash);
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&copy).unwrap()).unwrap();
    assert_eq!(zip.len(), 1);
    assert_eq!(std::io::read_to_string(zip.by_name("download.json").unwrap()).unwrap(), text);
    // And it is one that this program itself opens.
    assert_eq!(open(&[copy]).sheet(Section::B2b).rows(), 1);
}

#[test]
fn a_copy_that_is_whole_is_left_alone_and_a_damaged_one_is_made_again() {
    let disk = FaultyDisk::new();
    let folder = Path::new("stick/copies");
    let text = b2b(&[invoice("1")]);
    let input = Input { name: "download.json".into(), path: None, bytes: text.into_bytes() };
    let book = portal::read(vec![input], &Progress::default()).unwrap();
    let source = &book.sources().list()[0];
    disk.put("stick/other", "");
    copies::keep(&disk, folder, source).unwrap();
    let writes = disk.writes().len();
    copies::keep(&disk, folder, source).unwrap();
    assert_eq!(disk.writes().len(), writes);

    let path = copies::path(folder, &source.hash);
    let good = disk.get(&path).unwrap();
    let same = |disk: &dyn Disk| copies::inputs(disk, folder, &wanted(&book)).map(|i| i[0].bytes.clone());
    assert_eq!(same(&disk).unwrap(), source.text.as_bytes());
    for at in 0..good.len() {
        let mut damaged = good.clone();
        damaged[at] ^= 0x10;
        for damaged in [damaged, good[..at].to_vec()] {
            disk.put(&path, damaged);
            match same(&disk) {
                // Dates and rights of the entry are not what we keep.
                Ok(bytes) => assert_eq!(bytes, source.text.as_bytes()),
                Err(words) => assert_eq!(words, "download.json: the copy of this file is damaged"),
            }
            copies::keep(&disk, folder, source).unwrap();
            assert_eq!(same(&disk).unwrap(), source.text.as_bytes(), "damaged at {at}");
        }
    }
    disk.remove(&path).unwrap();
    assert_eq!(same(&disk).unwrap_err(), "download.json: no copy of this file was kept");
}
