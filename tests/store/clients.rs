//! The list of clients: summaries of all books in one small file, made again where they and the journals differ.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use crate::common;
use crate::common::disk::FaultyDisk;

use common::{RECIPIENT, day, invoice, read};
use ims_desk::book::{Action, Book, Section};
use ims_desk::clients::{
    self, BookSummary, CheckedBook, Client, ClientColumn, ClientFilter, ClientMark, ClientOrder, ClientRow,
    ClientStatus, Clients, KnownBook, KnownClients, PeriodSum,
};
use ims_desk::disk::Disk;
use ims_desk::edit::{Change, Command};
use ims_desk::session::Session;
use ims_desk::session::files::opening::Judged;
use ims_desk::store::journal::{Head, WroteUpload};
use ims_desk::store::{BookFacts, Home, Store, copies};
use ims_desk::values::gstin;
use ims_desk::work::Progress;
use ims_desk::work::wake::Wake;

pub const OTHER: &str = "29AAAAA0000A1ZY";
pub const TODAY: &str = "16-11-2026";

/// A stick with nothing on it.
pub fn home() -> (Arc<FaultyDisk>, Home) {
    let disk = Arc::new(FaultyDisk::new());
    (disk.clone(), Home { disk, folder: PathBuf::from("stick/ims-desk-data") })
}

/// A download of a recipient with a number of invoices.
pub fn download(gstin: &str, period: &str, invoices: usize) -> Book {
    let records: Vec<_> = (0..invoices).map(|n| invoice(&format!("{period}-{n}")).with("rtnprd", period)).collect();
    read(&common::download(&[("b2b", &records)]).replace(RECIPIENT, gstin))
}

/// Opens it, with a copy of its file kept as the window keeps one.
pub fn open(book: Book, home: &Home) -> Session {
    let wake = Wake::default();
    let sources = book.sources().clone();
    let judged = Judged::as_of(day(TODAY), book, &BTreeMap::new(), Ok(home.clone()), &wake, &Progress::default());
    let open = Session::new(judged, &wake);
    let (_, folder) = open.keeping().folder().unwrap();
    sources.list().iter().for_each(|source| copies::keep(&*home.disk, folder, source).unwrap());
    open
}

fn decide(open: &mut Session, rows: std::ops::Range<u32>, action: Action) {
    let rows = vec![(Section::B2b, rows.collect())];
    open.apply_and_say(Command::Decide { rows, change: Change::action(action) }, Default::default());
}

/// Checks all, and says which were made again.
fn check(home: &Home, names: &BTreeMap<String, BookFacts>) -> (Vec<KnownBook>, Vec<String>) {
    let again = Mutex::new(Vec::new());
    let tell = |checked| {
        if let CheckedBook::Renewed(summary, _) = checked {
            again.lock().unwrap().push(summary.folder.clone());
        }
    };
    let mut file = clients::load(home);
    let checked = clients::check_all(home, &file, (day(TODAY), names), &Progress::default(), tell);
    checked.renewed.into_iter().for_each(|summary| file.take(summary));
    let folders = checked.folders.unwrap();
    let books = file.books.into_iter().filter(|book| folders.contains(&book.folder));
    let books = books.map(|summary| KnownBook { summary, kept: true, checked: true, unread: false }).collect();
    (books, again.into_inner().unwrap())
}

fn list(books: &[KnownBook], facts: &BTreeMap<String, BookFacts>) -> Clients {
    Clients::of(&KnownClients { books, facts, marks: &BTreeMap::new(), day: day(TODAY) })
}

fn only(clients: &Clients) -> &Client {
    assert_eq!(clients.list().len(), 1);
    &clients.list()[0]
}

#[test]
fn a_book_that_is_left_has_its_line_and_no_book_is_opened_for_it() {
    let (_, home) = home();
    let mut book = open(download(RECIPIENT, "102026", 5), &home);
    decide(&mut book, 0..2, Action::Accept);
    decide(&mut book, 2..3, Action::Reject);
    let figures = *book.figures();
    book.put_down();
    let (books, again) = check(&home, &BTreeMap::new());
    assert_eq!(again, [""; 0], "it is as the journal is");
    let all = list(&books, &BTreeMap::new());
    let line = &only(&all).current;
    assert_eq!((line.records, line.to_decide, line.changed, line.status), (5, 2, 3, ClientStatus::ToDecide(2)));
    let change = ims_desk::rules::credit::total(figures.difference());
    assert_eq!(line.credit, Some((ims_desk::rules::credit::total(figures.after), change)));
    assert!(change < 0);
}

#[test]
fn what_was_done_since_or_never_summed_up_is_made_again() {
    let (disk, home) = home();
    let mut book = open(download(RECIPIENT, "102026", 5), &home);
    decide(&mut book, 0..2, Action::Accept);
    book.put_down();
    // It is opened again, and the program is killed before it leaves the book.
    let mut book = open(download(RECIPIENT, "102026", 5), &home);
    decide(&mut book, 2..5, Action::Reject);
    assert!(book.may_be_left());
    std::mem::forget(book);
    let (books, again) = check(&home, &BTreeMap::new());
    assert_eq!(again.len(), 1);
    let all = list(&books, &BTreeMap::new());
    assert_eq!((only(&all).current.to_decide, only(&all).current.status), (0, ClientStatus::ToReview(5)));
    // Nothing was written for it, and what the check made again is kept by the one who asked for it.
    let made = books.into_iter().map(|book| book.summary).collect();
    clients::keep(&home, made).unwrap();
    assert_eq!(check(&home, &BTreeMap::new()).1, [""; 0]);
    // Without the file all are made again.
    for name in ["clients.1", "clients.2"] {
        disk.delete(home.folder.join(name));
    }
    assert_eq!(check(&home, &BTreeMap::new()).1.len(), 1);
}

#[test]
fn a_damaged_book_is_one_line_and_hides_no_other() {
    let (disk, home) = home();
    open(download(RECIPIENT, "102026", 5), &home).put_down();
    open(download(OTHER, "102026", 3), &home).put_down();
    let folder = home.books_of(RECIPIENT).remove(0);
    let journal =
        disk.paths().into_iter().find(|path| path.starts_with(&folder) && path.ends_with("journal.1")).unwrap();
    disk.put(&journal, "rubbish");
    let (books, _) = check(&home, &BTreeMap::new());
    let all = list(&books, &BTreeMap::new());
    let status: Vec<_> = all.list().iter().map(|client| (client.gstin.as_deref(), client.current.status)).collect();
    assert_eq!(status, [(Some(RECIPIENT), ClientStatus::Damaged), (Some(OTHER), ClientStatus::New)]);
    assert!(all.list()[0].current.problem.as_deref().unwrap().contains("damaged"));
    assert_eq!(disk.get(&journal).unwrap(), b"rubbish", "what is damaged is not written to");
}

#[test]
fn a_download_whose_copy_is_missing_says_so_until_it_is_there_again() {
    let (disk, home) = home();
    let book = open(download(RECIPIENT, "102026", 2), &home);
    std::mem::forget(book);
    let copy = disk.paths().into_iter().find(|path| path.extension().is_some_and(|e| e == "zip")).unwrap();
    let bytes = disk.get(&copy).unwrap();
    disk.delete(&copy);
    let (books, _) = check(&home, &BTreeMap::new());
    assert!(books[0].summary.problem.as_deref().unwrap().contains("no copy of this file was kept"));
    clients::keep(&home, books.into_iter().map(|book| book.summary).collect()).unwrap();
    disk.put(&copy, bytes);
    let (books, again) = check(&home, &BTreeMap::new());
    assert_eq!((books[0].summary.problem.as_deref(), again.len()), (None, 1));
}

#[test]
fn without_copies_a_book_is_summed_up_from_its_own_file() {
    let folder = common::Folder::new();
    let text = common::download(&[("b2b", &[invoice("1"), invoice("2")])]);
    let file = folder.put("october.json", &text);
    let home = Home { disk: Arc::new(ims_desk::disk::RealDisk), folder: folder.path("ims-desk-data") };
    let book = ims_desk::portal::open(std::slice::from_ref(&file), &Progress::default()).unwrap();
    let wake = Wake::default();
    let judged = Judged::as_of(day(TODAY), book, &BTreeMap::new(), Ok(home.clone()), &wake, &Progress::default());
    let mut open = Session::new(judged, &wake);
    decide(&mut open, 0..1, Action::Accept);
    assert!(open.may_be_left());
    std::mem::forget(open);
    let (books, again) = check(&home, &BTreeMap::new());
    assert_eq!((books[0].summary.problem.as_deref(), books[0].summary.to_decide, again.len()), (None, 1, 1));
    // Another file in its place is not taken for it.
    std::fs::write(&file, text.replace("\"1\"", "\"3\"")).unwrap();
    clients::keep_all(&home, Vec::new(), &[], BTreeMap::new()).unwrap();
    let (books, _) = check(&home, &BTreeMap::new());
    assert!(books[0].summary.problem.as_deref().unwrap().contains("no copy of this file was kept"));
}

#[test]
fn the_newest_download_is_the_line_and_what_older_ones_left_open_marks_it() {
    let (_, home) = home();
    let mut old = open(download(RECIPIENT, "092026", 3), &home);
    decide(&mut old, 0..3, Action::Accept);
    let said = vec![(Section::B2b, 0, old.book().said(Section::B2b, 0))];
    old.wrote(WroteUpload { name: "up.json".into(), when: u64::MAX, said, ..Default::default() });
    old.put_down();
    open(download(RECIPIENT, "102026", 4), &home).put_down();
    let (books, _) = check(&home, &BTreeMap::new());
    let all = list(&books, &BTreeMap::new());
    let client = only(&all);
    assert_eq!((client.current.records, client.older.len(), client.older[0].records), (4, 1, 3));
    assert_eq!(client.older[0].status, ClientStatus::Written);
    assert_eq!(client.left_open().as_deref(), Some("Older downloads: 1 JSON not confirmed as uploaded"));
}

#[test]
fn a_reviewed_book_is_ready_and_is_judged_again_on_another_day() {
    let (_, home) = home();
    let mut book = open(download(RECIPIENT, "102026", 3), &home);
    decide(&mut book, 0..3, Action::Accept);
    book.mark_reviewed();
    book.put_down();
    let (books, _) = check(&home, &BTreeMap::new());
    assert_eq!(only(&list(&books, &BTreeMap::new())).current.status, ClientStatus::Ready);
    let later = |checked| assert!(!matches!(checked, CheckedBook::Same(..)), "what blocks goes by the day");
    let file = clients::load(&home);
    clients::check_all(&home, &file, (day("17-11-2026"), &BTreeMap::new()), &Progress::default(), later);
    // Of one that is not ready whatever blocks, the day does not matter.
    let mut book = open(download(RECIPIENT, "102026", 3), &home);
    decide(&mut book, 0..1, Action::Reject);
    book.put_down();
    let same = |checked| assert!(!matches!(checked, CheckedBook::Renewed(..)));
    let file = clients::load(&home);
    clients::check_all(&home, &file, (day("17-11-2026"), &BTreeMap::new()), &Progress::default(), same);
}

#[test]
fn names_and_return_settings_are_those_of_the_gstin_everywhere() {
    let (_, home) = home();
    open(download(RECIPIENT, "102026", 3), &home).put_down();
    let facts = BookFacts { name: "Demo Traders".into(), qrmp: true, ..BookFacts::default() };
    let names = [(RECIPIENT.to_owned(), facts)].into();
    let (books, again) = check(&home, &names);
    assert_eq!(again, [""; 0], "no book is opened for other return settings");
    let all = list(&books, &names);
    let client = only(&all);
    assert_eq!((client.title().as_str(), client.files_by()), ("Demo Traders", "QRMP"));
    assert_eq!(client.times.in_words(), "GSTR-2B 14-01 · PMT-06 25-11");
    assert_eq!(client.current.credit, None, "there is no GSTR-2B this month");
}

#[test]
fn registrations_of_one_pan_are_together_and_found_sorted_and_filtered() {
    let (_, home) = home();
    let gstins = ["27ZZZZZ9999Z1Z8", "24AAAAA0000A1Z8", "29ZZZZZ9999Z1Z4"];
    for (invoices, gstin) in [4, 3, 2].into_iter().zip(gstins) {
        open(download(gstin, "102026", invoices), &home).put_down();
    }
    let facts = BookFacts { name: "Karolin Infra".into(), ..BookFacts::default() };
    let one = [(gstins[0].to_owned(), facts.clone())].into();
    let names = [(gstins[0].to_owned(), facts.clone()), (gstins[2].to_owned(), facts)].into();
    let (books, _) = check(&home, &names);
    assert_eq!(list(&books, &one).name_of_pan("ZZZZZ9999Z"), "ZZZZZ9999Z", "a name of one of them is that one's");
    let all = list(&books, &names);
    let rows = |order: &ClientOrder| {
        let name = |row: &ClientRow| match *row {
            ClientRow::Pan(at) => format!("= {}", all.name_of_pan(all.list()[at].pan().unwrap())),
            ClientRow::Client(at, true) => format!("- {}", all.name_below(&all.list()[at], false)),
            ClientRow::Client(at, false) => all.list()[at].title(),
            ClientRow::Older(..) => "older".to_owned(),
        };
        all.shown(order).iter().map(name).collect::<Vec<_>>()
    };
    let usual = ClientOrder::default();
    assert_eq!(rows(&usual), [gstins[1], "= Karolin Infra", "- 27 Maharashtra", "- 29 Karnataka"]);
    let by_records = ClientOrder { column: ClientColumn::Records, descending: true, ..usual.clone() };
    assert_eq!(rows(&by_records), ["= Karolin Infra", "- 27 Maharashtra", "- 29 Karnataka", gstins[1]]);
    let folded = ClientOrder { folded: ["ZZZZZ9999Z".to_owned()].into(), ..usual.clone() };
    assert_eq!(rows(&folded), [gstins[1], "= Karolin Infra"]);
    let found = ClientOrder { text: "KARNATAKA".into(), ..usual.clone() };
    assert_eq!(rows(&found), ["Karolin Infra"]);
    let done = ClientOrder { filter: ClientFilter::Done, ..usual };
    assert_eq!(rows(&done), [""; 0]);
    assert_eq!((all.count(ClientFilter::New), all.count(ClientFilter::All)), (3, 3));
}

#[test]
fn what_is_ready_with_records_left_to_decide_is_found_as_both() {
    let (_, home) = home();
    let mut book = open(download(RECIPIENT, "102026", 3), &home);
    decide(&mut book, 0..1, Action::Accept);
    book.mark_reviewed();
    book.put_down();
    let (books, _) = check(&home, &BTreeMap::new());
    let all = list(&books, &BTreeMap::new());
    let line = &only(&all).current;
    assert_eq!((line.status, line.to_decide), (ClientStatus::Ready, 2));
    assert_eq!((all.count(ClientFilter::Ready), all.count(ClientFilter::ToDecide)), (1, 1));
}

#[test]
fn hiding_moves_and_deletes_nothing() {
    let (disk, home) = home();
    open(download(RECIPIENT, "102026", 3), &home).put_down();
    let before = disk.paths();
    let folder = format!("{RECIPIENT}/x");
    ClientMark { hidden: true, ..ClientMark::default() }.keep(&home, &folder).unwrap();
    assert!(before.iter().all(|path| disk.paths().contains(path)));
    let (books, _) = check(&home, &BTreeMap::new());
    let marks = [(RECIPIENT.to_owned(), ClientMark::load(&home, &folder))].into();
    let all = Clients::of(&KnownClients { books: &books, facts: &BTreeMap::new(), marks: &marks, day: day(TODAY) });
    assert_eq!((all.count(ClientFilter::All), all.count(ClientFilter::Hidden)), (0, 1));
}

#[test]
fn two_windows_that_leave_books_keep_the_lines_of_both() {
    let (_, home) = home();
    let first = open(download(RECIPIENT, "102026", 3), &home);
    let second = open(download(OTHER, "102026", 2), &home);
    for mut book in [first, second] {
        book.put_down();
    }
    assert_eq!(clients::load(&home).books.len(), 2);
    // A check that began before a book came does not take its line away.
    let kept = clients::load(&home).books[0].folder.clone();
    clients::keep_all(&home, Vec::new(), &[kept], BTreeMap::new()).unwrap();
    assert_eq!(clients::load(&home).books.len(), 1);
}

#[test]
fn power_that_fails_at_any_call_leaves_the_list_as_it_was_or_as_it_is() {
    let (disk, home) = home();
    open(download(RECIPIENT, "102026", 3), &home).put_down();
    open(download(OTHER, "102026", 2), &home).put_down();
    let old = clients::load(&home);
    let mut changed = old.books[0].clone();
    changed.to_decide += 7;
    for crash in disk.crashes() {
        let after = Arc::new(disk.crash(crash));
        let home = Home { disk: after, folder: home.folder.clone() };
        let found = clients::load(&home);
        assert!(found.books.len() <= 2 && found.books.iter().all(|book| book.records == 3 || book.records == 2));
        clients::keep(&home, vec![changed.clone()]).unwrap();
        assert!(clients::load(&home).of(&changed.folder) == Some(&changed));
    }
}

#[test]
fn a_file_that_another_program_wrote_is_no_list_and_does_no_harm() {
    let (disk, home) = home();
    open(download(RECIPIENT, "102026", 3), &home).put_down();
    let good = serde_json::to_value(clients::load(&home)).unwrap();
    let wrong = [
        ("/books/0/folder", serde_json::json!("../../elsewhere")),
        ("/books/0/folder", serde_json::json!("a/b/c")),
        ("/books/0/records", serde_json::json!(u64::MAX)),
        ("/books/0/uploaded", serde_json::json!(u64::MAX)),
        ("/books/0/format", serde_json::json!(2)),
        ("/format", serde_json::json!(2)),
        ("/books", serde_json::json!("none")),
    ];
    for (place, value) in wrong {
        let mut text = good.clone();
        *text.pointer_mut(place).unwrap() = value;
        let text = serde_json::to_vec(&text).unwrap();
        ims_desk::disk::twice::store(&*home.disk, &home.folder.join("clients"), &text).unwrap();
        assert_eq!(clients::load(&home).books, [], "{place}");
    }
    for name in ["clients.1", "clients.2"] {
        disk.put(home.folder.join(name), "rubbish");
    }
    assert_eq!(clients::load(&home).books, []);
    let (books, again) = check(&home, &BTreeMap::new());
    assert_eq!((books.len(), again.len()), (1, 1), "it is made again");
}

/// How long 500 clients take: `CLIENTS=FOLDER cargo test --test store five_hundred -- --ignored --nocapture` leaves them in a data
/// folder to start the window with.
#[test]
#[ignore = "measures"]
fn five_hundred_clients_are_loaded_listed_and_found_in_a_moment() {
    use std::time::Instant;
    let own = tempfile::tempdir().unwrap();
    let folder = std::env::var_os("CLIENTS").map_or_else(|| own.path().to_owned(), PathBuf::from);
    let home = Home { disk: Arc::new(ims_desk::disk::RealDisk), folder };
    let gstin = |n: usize| {
        let first = format!("{:02}AAAAA{n:04}A1Z", 1 + n % 37);
        format!("{first}{}", char::from(ims_desk::values::gstin::check_digit(&first)))
    };
    for n in 0..500 {
        let mut book = open(download(&gstin(n), "102026", 5 + n % 7), &home);
        decide(&mut book, 0..(n % 6) as u32, Action::Accept);
        book.put_down();
    }
    let (mut times, mut last) = (Vec::new(), Instant::now());
    let mut lap = |what: &str| {
        times.push(format!("{what} {:.1} ms", last.elapsed().as_secs_f64() * 1e3));
        last = Instant::now();
    };
    let file = clients::load(&home);
    lap("load");
    let books: Vec<_> = file.books.into_iter().map(|summary| KnownBook { summary, ..KnownBook::default() }).collect();
    let all = list(&books, &BTreeMap::new());
    lap("list");
    assert_eq!((all.list().len(), all.shown(&ClientOrder::default()).len()), (500, 500));
    lap("sort");
    all.shown(&ClientOrder { text: "karn to".into(), column: ClientColumn::Change, ..ClientOrder::default() });
    lap("find");
    check(&home, &BTreeMap::new());
    lap("check");
    println!("{}", times.join(", "));
}

/// A stick with this number of clients, all of them left.
fn many(clients: usize) -> (Arc<FaultyDisk>, Home) {
    let (disk, home) = home();
    for n in 0..clients {
        let first = format!("27AAAAA{n:04}A1Z");
        let gstin = format!("{first}{}", gstin::check_digit(&first) as char);
        open(download(&gstin, "022026", 1), &home).put_down();
    }
    (disk, home)
}

#[test]
fn a_start_reads_the_settings_and_one_file_however_many_clients_there_are() {
    let read = |clients| {
        let (disk, home) = many(clients);
        let before = disk.calls();
        let store = Store::on(disk.clone(), home.folder.clone());
        assert!(store.problem().is_none());
        assert_eq!(clients::load(&store.home().unwrap()).books.len(), clients);
        disk.calls() - before
    };
    assert_eq!(read(2), read(40));
}

#[test]
fn a_client_is_opened_again_without_looking_into_the_folders_of_others() {
    let calls = |clients| {
        let (disk, home) = many(clients);
        let before = disk.calls();
        let book = download("27AAAAA0000A1Z2", "022026", 1);
        let gstin = book.recipient.gstin().map(str::to_owned);
        let folder = home.of_book(&Head::of(&book).key(), gstin.as_deref());
        assert!(disk.names(&folder).unwrap().iter().any(|name| name.starts_with("journal")), "{}", folder.display());
        disk.calls() - before
    };
    assert_eq!(calls(2), calls(20));
}

#[test]
fn the_summaries_of_a_hundred_clients_take_little_room() {
    let (disk, home) = home();
    let summary = |n: usize| BookSummary {
        format: 2,
        folder: format!("27AAAAA{n:04}A1Z2/4b6a08e0f2c91d{n:02}"),
        gstin: Some(format!("27AAAAA{n:04}A1Z2")),
        sums: (0..40)
            .map(|k| PeriodSum { month: format!("{:02}2026", k % 12 + 1), records: k, ..PeriodSum::default() })
            .collect(),
        ..BookSummary::default()
    };
    home.disk.make_folder(&home.folder).unwrap();
    clients::keep(&home, (0..100).map(summary).collect()).unwrap();
    assert_eq!(clients::load(&home).books.len(), 100);
    let slots = ["clients.1", "clients.2"].map(|name| disk.get(home.folder.join(name)));
    let bytes = slots.into_iter().flatten().next().unwrap().len();
    assert!(bytes < 30_000, "{bytes}");
}
