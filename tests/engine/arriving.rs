//! What a download is to the book over which it is opened: the one that counts, a newer one, or one that seems to be older.

use crate::common;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::{Folder, Record, download, invoice};
use ims_desk::book::Section::B2b;
use ims_desk::book::{Action, Book};
use ims_desk::edit::{Change, Command, Log};
use ims_desk::portal;
use ims_desk::session::files::classify::{Found, brings_back, look};
use ims_desk::session::newer::{Newer, Older};
use ims_desk::work::Progress;

fn open(path: &Path) -> Book {
    portal::open(&[path.to_owned()], &Progress::default()).unwrap()
}

fn found(book: &Book, path: &Path) -> Found {
    look(Some(book), None, vec![path.to_owned()], None, &Progress::default()).ok().unwrap()
}

fn newer(book: &Book, path: &Path) -> Arc<Newer> {
    match found(book, path) {
        Found::Newer(newer) => newer,
        _ => panic!("{} is not compared", path.display()),
    }
}

fn numbers(book: &Book) -> Vec<String> {
    let sheet = book.sheet(B2b);
    let in_force = (0..sheet.rows()).filter(|&row| sheet.in_force(row));
    let mut numbers: Vec<String> = in_force.map(|row| sheet.records().numbers.get(row).to_owned()).collect();
    numbers.sort();
    numbers
}

fn put(folder: &Folder, name: &str, numbers: &[&str], period: &str) -> PathBuf {
    put_all(folder, name, &numbers.iter().map(|&number| (number, period)).collect::<Vec<_>>())
}

fn put_all(folder: &Folder, name: &str, records: &[(&str, &str)]) -> PathBuf {
    let records: Vec<Record> = records.iter().map(|&(number, period)| invoice(number).with("rtnprd", period)).collect();
    let path = folder.put(name, download(&[("b2b", &records)]));
    // All of one date, so that only their records tell them apart.
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    let when = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_790_000_000);
    file.set_modified(when).unwrap();
    path
}

fn merge(book: &mut Book, log: &mut Log, path: &Path) {
    log.apply(book, Command::merge(Arc::new(open(path)), Vec::new()));
}

#[test]
fn what_a_mistaken_import_replaced_comes_back_when_its_file_is_opened_again() {
    let folder = Folder::new();
    let right = put(&folder, "right.json", &["1", "2", "3"], "102026");
    let wrong = put(&folder, "wrong.json", &["3"], "102026");
    let (mut book, mut log) = (open(&right), Log::default());
    log.apply(&mut book, Command::table("Table", [(B2b, 0, Change::action(Action::Reject))]));
    merge(&mut book, &mut log, &wrong);
    assert!(matches!(found(&book, &wrong), Found::Had), "it is what counts");
    assert!(
        brings_back(&book, std::slice::from_ref(&right), &Progress::default()),
        "also where it is opened by itself"
    );
    assert_eq!(newer(&book, &right).older, None);
    merge(&mut book, &mut log, &right);
    assert_eq!(numbers(&book), ["1", "2", "3"]);
    assert_eq!(book.sheet(B2b).actions()[0], Action::Reject);
    assert!(book.in_delta(B2b, 0), "what was decided counts again");
    assert!(matches!(found(&book, &right), Found::Had));
    log.undo(&mut book);
    assert!(matches!(found(&book, &wrong), Found::Had), "the import before counts again");
    log.undo(&mut book);
    assert!(book.is_current(book.sources().list().get(..1).unwrap()));
}

#[test]
fn a_download_that_ends_with_an_earlier_return_period_seems_older_whatever_the_date_of_its_file() {
    let folder = Folder::new();
    let october = put(&folder, "october.json", &["1", "2"], "102026");
    let september = put(&folder, "september.json", &["1"], "092026");
    let records = [("1", "102026"), ("2", "102026"), ("3", "112026")];
    let november = put_all(&folder, "november.json", &records);
    let book = open(&october);
    let older = newer(&book, &september);
    assert!(matches!(older.older, Some(Older::ByPeriods { .. })) && older.is_doubtful());
    let words = older.older.unwrap().in_words();
    assert!(words.contains("September 2026") && words.contains("October 2026"), "{words}");
    let later = newer(&book, &november);
    assert!(later.older.is_none() && !later.is_doubtful());
}

#[test]
fn a_part_of_a_download_has_nothing_in_common_with_another_part_and_all_parts_at_once_have() {
    let folder = Folder::new();
    let parts = ["1", "2"].map(|number| put(&folder, &format!("{number}.json"), &[number], "102026"));
    let book = open(&parts[0]);
    let part = newer(&book, &parts[1]);
    assert!(part.is_apart() && part.is_doubtful());
    let all = look(Some(&book), None, parts.to_vec(), None, &Progress::default()).ok().unwrap();
    assert!(matches!(all, Found::Newer(newer) if !newer.is_doubtful()));
}
