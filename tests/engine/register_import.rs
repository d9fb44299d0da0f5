//! A file of the books becomes vouchers in the book: what is read, what the user changes before it is imported, what comes back
//! when the file is read again.

use std::path::PathBuf;
use std::sync::Arc;

use ims_desk::book::{Book, Entries, EntrySum, EntryType, Register, RegisterPart};
use ims_desk::edit::{Command, Log};
use ims_desk::register::{
    Ask, Choices, NoteWords, RegisterField, RegisterLayout, RegisterQuestion, SetField, SheetReading,
};
use ims_desk::session::register::change::SheetChange;
use ims_desk::session::register::fetch::from_source;
use ims_desk::session::register::import::{ImportInto, RegisterImport};
use ims_desk::session::register::source::{NotRead, RegisterSource};
use ims_desk::values::Day;
use ims_desk::work::Progress;

use crate::common::workbooks;
use crate::common::{RECIPIENT, download, invoice, note, read};

fn source(name: &str, bytes: impl AsRef<[u8]>) -> Result<Arc<RegisterSource>, NotRead> {
    RegisterSource::of(name, None, bytes.as_ref().to_vec(), &Progress::default()).map(Arc::new)
}

fn into(layouts: &[RegisterLayout], register: &Register) -> ImportInto {
    ImportInto {
        recipient: Some(RECIPIENT.into()),
        name: String::new(),
        today: Day::parse("16-07-2026").unwrap(),
        layouts: layouts.to_vec(),
        register: register.clone(),
    }
}

fn import_of(name: &str, bytes: impl AsRef<[u8]>) -> RegisterImport {
    RegisterImport::of(vec![source(name, bytes).unwrap()], into(&[], &Register::default()), &Progress::default())
        .unwrap()
}

fn refused(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let import = source(name, bytes).and_then(|source| {
        RegisterImport::of(vec![source], into(&[], &Register::default()), &Progress::default()).map(drop)
    });
    match import {
        Err(NotRead::Refused(why) | NotRead::OfAnother(_, why)) => why,
        other => panic!("{other:?}"),
    }
}

fn again(import: &mut RegisterImport, place: usize, change: SheetChange) {
    import.change(place, change);
    import.read_again(place, &Progress::default()).unwrap();
}

fn fixtures() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/registers");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|e| e != "md")).collect();
    files.sort();
    let named =
        |path: PathBuf| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap());
    files.into_iter().map(named).collect()
}

fn book() -> Book {
    read(&download(&[("b2b", &[invoice("1")])]))
}

/// Imports it, as the window does.
fn taken(import: RegisterImport, book: &mut Book) -> Vec<RegisterLayout> {
    let to_import = import.take(false);
    let layouts = to_import.layouts.clone();
    let (mut log, command) = (Log::default(), to_import.command());
    log.apply(book, command);
    layouts
}

/// What makes entries the same documents with the same amounts.
fn contents(entries: &Entries) -> Vec<(u128, u64, EntryType, Vec<u32>)> {
    let one = |row: u32| (entries.identity(row), entries.content(row), entries.kind(row), entries.lines(row).collect());
    (0..entries.len()).map(one).collect()
}

const HEAD: &str = "GSTIN of supplier,Invoice No,Invoice Date,Voucher Date,Taxable Value,IGST,CGST,SGST\n";
const LINES: &str =
    "29AAAAA0000A1ZY,A-1,14-06-2026,20-06-2026,1000,180,,\n29AAAAA0000A1ZY,A-2,15-06-2026,21-06-2026,500,,45,45\n";

fn simple() -> String {
    format!("{HEAD}{LINES}Total,,,,1500,180,45,45\n")
}

#[test]
fn every_register_is_read_again_as_it_was_imported() {
    let mut some = 0;
    for (name, bytes) in fixtures() {
        let Ok(read) = source(&name, &bytes) else { continue };
        let Ok(import) = RegisterImport::of(vec![read.clone()], into(&[], &Register::default()), &Progress::default())
        else {
            continue;
        };
        if import.taken().next().is_none() {
            continue;
        }
        let (mut own, vouchers) = (book(), import.vouchers());
        let layouts = taken(import, &mut own);
        assert_eq!(u64::from(own.register().entries().len()), vouchers, "{name}");
        let parts: Vec<&RegisterPart> = own.register().parts().iter().collect();
        let fetched = from_source(&read, &parts, Some(RECIPIENT), &Progress::default());
        assert_eq!(fetched.len(), parts.len(), "{name}");
        for (place, part) in fetched.iter().enumerate() {
            let rows = own.register().rows(place);
            let mut before = Entries::default();
            before.extend_from(own.register().entries(), rows);
            assert_eq!(contents(&part.entries), contents(&before), "{name}");
        }
        // The next month, with the same headings, opens by itself.
        let known = RegisterImport::of(vec![read], into(&layouts, &Register::default()), &Progress::default()).unwrap();
        assert_eq!(known.vouchers(), vouchers, "{name}");
        let guessed: Vec<_> = (0..known.sheets.len()).flat_map(|place| known.guessed(place)).collect();
        assert!(guessed.is_empty(), "{name}: {guessed:?}");
        some += 1;
    }
    assert!(some >= 25, "{some}");
}

#[test]
fn a_column_is_what_the_user_says_and_the_others_stay_what_they_were() {
    let mut import = import_of("june.csv", simple());
    let fields = |import: &RegisterImport| -> Vec<(u16, RegisterField)> {
        let reading = import.sheets[0].reading.as_ref().unwrap();
        reading.columns.iter().map(|column| (column.column, column.field)).collect()
    };
    let before = fields(&import);
    again(&mut import, 0, SheetChange::Column(3, Some(RegisterField::Date)));
    let mut wanted: Vec<_> = before.iter().copied().filter(|(_, field)| *field != RegisterField::Posting).collect();
    wanted.retain(|(_, field)| *field != RegisterField::Date);
    wanted.push((3, RegisterField::Date));
    wanted.sort_unstable();
    assert_eq!(fields(&import), wanted);
    let dates = |import: &RegisterImport| import.sheets[0].reading.as_ref().unwrap().entries.date(0).to_string();
    assert_eq!(dates(&import), "20-06-2026");
    again(&mut import, 0, SheetChange::Column(2, Some(RegisterField::Date)));
    again(&mut import, 0, SheetChange::Column(3, Some(RegisterField::Posting)));
    assert_eq!((fields(&import), dates(&import)), (before, "14-06-2026".to_owned()));
    // A needed column less: it says what is missing, and with it all is as before.
    again(&mut import, 0, SheetChange::Column(1, None));
    assert!(import.sheets[0].reading.as_ref().err().unwrap().contains("invoice number"));
    assert!(import.waits_for().is_some() && import.vouchers() == 0);
    again(&mut import, 0, SheetChange::Column(1, Some(RegisterField::Number)));
    assert_eq!((import.vouchers(), import.waits_for()), (2, None));
}

/// Headings that say "Ref" for the supplier's number, so that the number of the books is guessed in its place; the first bill is
/// booked twice.
const BOOKED_TWICE: &str = "Party Tax Id,Ref,Vch No,Bill Dt,Assessable Amt,Input IGST\n\
    29AAAAA0000A1ZY,A-1,PV/1,14-06-2026,1000,180\n29AAAAA0000A1ZY,A-1,PV/2,14-06-2026,1000,180\n\
    29AAAAA0000A1ZY,A-2,PV/3,15-06-2026,500,90\n";

#[test]
fn a_column_that_another_takes_the_field_from_is_read_again_as_on_the_command_line() {
    let mut import = import_of("june.csv", BOOKED_TWICE);
    let guessed = |import: &RegisterImport| import.guessed(0).map(|read| (read.column, read.field)).collect::<Vec<_>>();
    let gstin = (0, RegisterField::Gstin);
    assert_eq!(guessed(&import), [gstin, (2, RegisterField::Number)]);
    again(&mut import, 0, SheetChange::Column(1, Some(RegisterField::Number)));
    // On the command line: `--columns number=Ref`.
    let choices = Choices { columns: vec![(SetField(RegisterField::Number), "Ref".into())], ..Choices::default() };
    let asked = into(&[], &Register::default());
    let ask = Ask {
        recipient: asked.recipient.as_deref(),
        today: asked.today,
        sheets: &[],
        choices: &choices,
        of_sheets: &[],
        layouts: &[],
        covers: None,
    };
    let by_command = ims_desk::register::read(import.workbook(0), &ask, &Progress::default()).unwrap();
    let (by_command, in_window) = (&by_command.sheets[0], import.sheets[0].reading.as_ref().unwrap());
    let fields = |reading: &SheetReading| -> Vec<(u16, RegisterField)> {
        reading.columns.iter().map(|column| (column.column, column.field)).collect()
    };
    assert!(fields(in_window).contains(&(2, RegisterField::Voucher)), "{:?}", in_window.columns);
    assert_eq!(fields(in_window), fields(by_command));
    assert_eq!(contents(&in_window.entries), contents(&by_command.entries));
    assert_eq!((import.vouchers(), guessed(&import)), (3, vec![gstin]), "no bill is added to the one beside it");
    // Another change keeps it; the user's own word for that column too.
    again(&mut import, 0, SheetChange::Once(EntrySum::Taxable, false));
    assert_eq!(import.vouchers(), 3);
    again(&mut import, 0, SheetChange::Column(2, None));
    assert_eq!(import.vouchers(), 2);
}

#[test]
fn whether_an_amount_counts_once_is_found_again_with_other_columns() {
    // By the number of the books no bill has two lines; by the supplier's number its value is on both.
    let lines: String = (1..30)
        .map(|n| {
            format!(
                "29AAAAA0000A1ZY,A-{n},{},14-06-2026,{n}000,{n}80,{n}580\n29AAAAA0000A1ZY,A-{n},{},14-06-2026,{n}200,{n}20,{n}580\n",
                2 * n,
                2 * n + 1
            )
        })
        .collect();
    let mut import = import_of(
        "june.csv",
        format!("Party Tax Id,Ref,Vch No,Bill Dt,Assessable Amt,Input IGST,Invoice Value\n{lines}"),
    );
    again(&mut import, 0, SheetChange::Column(2, None));
    again(&mut import, 0, SheetChange::Column(1, Some(RegisterField::Number)));
    let reading = import.sheets[0].reading.as_ref().unwrap();
    assert_eq!(reading.entries.len(), 29);
    assert!(reading.once[EntrySum::Value as usize] && !reading.once[EntrySum::Taxable as usize], "{:?}", reading.once);
}

#[test]
fn what_was_changed_is_read_again_so_from_the_file() {
    let text = simple();
    let read = source("june.csv", &text).unwrap();
    let mut import =
        RegisterImport::of(vec![read.clone()], into(&[], &Register::default()), &Progress::default()).unwrap();
    again(&mut import, 0, SheetChange::Column(3, Some(RegisterField::Date)));
    again(&mut import, 0, SheetChange::Column(6, None));
    again(&mut import, 0, SheetChange::Once(EntrySum::Taxable, true));
    let mut own = book();
    taken(import, &mut own);
    let part = &own.register().parts()[0];
    let fetched = from_source(&read, &[part], Some(RECIPIENT), &Progress::default());
    assert_eq!(contents(&fetched[0].entries), contents(own.register().entries()));
    let entries = own.register().entries();
    assert_eq!((entries.date(1).to_string(), entries.sum(EntrySum::Cgst, 1)), ("21-06-2026".to_owned(), 0));
}

#[test]
fn the_heading_is_asked_for_where_none_is_found() {
    let text = "x,y,z\n29AAAAA0000A1ZY,A-1,14-06-2026,1000\n29AAAAA0000A1ZY,A-2,15-06-2026,500\n";
    let read = source("odd.csv", text).unwrap();
    let mut import =
        RegisterImport::of(vec![read.clone()], into(&[], &Register::default()), &Progress::default()).unwrap();
    assert!(import.sheets[0].reading.is_err() && import.waits_for().unwrap().contains("heading"));
    import.change(0, SheetChange::Heading(1));
    for (column, field) in
        [(0, RegisterField::Gstin), (1, RegisterField::Number), (2, RegisterField::Date), (3, RegisterField::Taxable)]
    {
        again(&mut import, 0, SheetChange::Column(column, Some(field)));
    }
    assert_eq!((import.vouchers(), import.waits_for()), (2, None));
    let mut own = book();
    taken(import, &mut own);
    let part = &own.register().parts()[0];
    let fetched = from_source(&read, &[part], Some(RECIPIENT), &Progress::default());
    assert_eq!(contents(&fetched[0].entries), contents(own.register().entries()));
}

#[test]
fn what_is_no_register_is_said_in_a_sentence_with_what_to_do() {
    let mine = format!("Own GSTIN,{HEAD}29ZZZZZ9999Z1Z4,{}", LINES.lines().next().unwrap());
    for (name, bytes, words) in [
        (
            "2b.csv",
            "GSTIN of supplier,Invoice number,GSTR-2B Period,ITC Availability,Invoice Date,Taxable Value\n".into(),
            "This is what the portal says (GSTR-2B), not your books.",
        ),
        (
            "ims.json",
            "{\"data\":{\"b2b\":[]}}".to_owned(),
            "This file is from the portal. A register is an export from your books.",
        ),
        ("bill.pdf", "%PDF-1.7 x".to_owned(), "This is a PDF. Export as Excel or CSV."),
        (
            "other.csv",
            mine,
            "This register is of 29ZZZZZ9999Z1Z4, but this client is 27AAAAA0000A1Z2. Open that client to import it.",
        ),
    ] {
        let why = refused(name, &bytes);
        assert!(why.starts_with(&format!("{name}: ")) && why.contains(words), "{why}");
    }
    let locked = workbooks::compound(&[("EncryptedPackage", b"x")]);
    assert!(refused("locked.xlsx", locked).contains("This workbook has a password. Save it without one."));
}

#[test]
fn a_part_that_may_replace_another_is_asked_about() {
    let mut own = book();
    taken(import_of("june.csv", simple()), &mut own);
    let before = own.register().clone();
    let newer = simple().replace(",500,", ",600,");
    let read = source("june.csv", &newer).unwrap();
    let mut import = RegisterImport::of(vec![read], into(&[], &before), &Progress::default()).unwrap();
    assert_eq!(import.waits_for().as_deref(), Some("Say first whether this replaces june.csv."));
    import.replace(0, true);
    assert_eq!(import.waits_for(), None);
    taken(import, &mut own);
    assert_eq!((own.register().parts().len(), own.register().entries().len()), (1, 2));
    let known = RegisterImport::of(
        vec![source("july.csv", simple().replace("06-2026", "07-2026")).unwrap()],
        into(&[], &before),
        &Progress::default(),
    );
    assert_eq!(known.unwrap().replacing()[0].2, Some(false), "other days of the same layout are added");
}

#[test]
fn a_layout_that_was_confirmed_opens_without_asking() {
    let import = import_of("june.csv", simple());
    assert!(!import.is_known(), "nobody confirmed it yet");
    let layouts = taken(import, &mut book());
    let open = |text: &str, layouts: &[RegisterLayout], register: &Register| {
        RegisterImport::of(vec![source("july.csv", text).unwrap()], into(layouts, register), &Progress::default())
            .unwrap()
    };
    let july = simple().replace("06-2026", "07-2026");
    assert!(open(&july, &layouts, &Register::default()).is_known());
    assert!(!open(&july.replace("Invoice No", "Bill"), &layouts, &Register::default()).is_known());
    let mut own = book();
    taken(open(&july, &layouts, &Register::default()), &mut own);
    assert!(!open(&july, &layouts, own.register()).is_known(), "it replaces another");
    let broken = july.replace(",1000,", ",?,").replace(",500,", ",?,");
    assert!(!open(&broken, &layouts, &Register::default()).is_known(), "most lines were not understood");
}

#[test]
fn whose_words_the_notes_are_is_found_by_what_agrees_with_the_portal() {
    let notes = ["N-1", "N-2"].map(note);
    let own = read(&download(&[("b2bcn", &notes)]));
    let text = "GSTIN of supplier,Document No,Document Date,Type,Taxable Value,CGST,SGST\n\
                29AAAAA0000A1ZY,N-1,10-02-2026,Debit Note,10000,900,900\n29AAAAA0000A1ZY,N-2,10-02-2026,Debit Note,10000,900,900\n";
    let mut import = import_of("notes.csv", text);
    let words = |import: &RegisterImport| import.sheets[0].reading.as_ref().unwrap().notes_words.unwrap().0;
    assert_eq!(words(&import), NoteWords::Theirs);
    import.settle_notes(&own, &Progress::default()).unwrap();
    assert_eq!(words(&import), NoteWords::Ours);
    again(&mut import, 0, SheetChange::Notes(NoteWords::Theirs));
    import.settle_notes(&own, &Progress::default()).unwrap();
    assert_eq!(words(&import), NoteWords::Theirs, "what the user set stays");
}

#[test]
fn sheets_are_ticked_by_the_user_and_the_total_of_the_file_is_compared() {
    let import = import_of("june.csv", simple());
    let total = import.sheets[0].reading.as_ref().unwrap().total_line.clone().unwrap();
    assert!(total.agrees && total.line == 4);
    assert_eq!(total.says[EntrySum::Taxable as usize], Some(150_000));
    assert_eq!(total.says[EntrySum::Value as usize], None);
    let mut import = import;
    import.sheets[0].ticked = false;
    assert_eq!(import.waits_for().as_deref(), Some("No sheet is ticked."));
}

#[test]
fn a_zip_of_registers_is_one_import_and_each_part_is_found_in_it_again() {
    let zip = workbooks::zip(&[
        ("june.csv", simple().as_bytes()),
        ("july.csv", simple().replace("06-2026", "07-2026").as_bytes()),
    ]);
    let read = source("books.zip", zip).unwrap();
    let import = RegisterImport::of(vec![read.clone()], into(&[], &Register::default()), &Progress::default()).unwrap();
    assert_eq!((import.sheets.len(), import.vouchers()), (2, 4));
    let mut own = book();
    let to_import = import.take(false);
    assert_eq!(to_import.originals.len(), 1);
    Log::default().apply(&mut own, to_import.command());
    let parts: Vec<&RegisterPart> = own.register().parts().iter().collect();
    // Under another name it is the same file.
    let renamed = source("copy of books.zip", read.bytes.as_slice()).unwrap();
    let fetched = from_source(&renamed, &parts, Some(RECIPIENT), &Progress::default());
    let dates: Vec<String> = fetched.iter().map(|part| part.entries.date(0).to_string()).collect();
    assert_eq!(dates, ["14-06-2026", "14-07-2026"]);
}

#[test]
fn reading_stops_when_it_is_asked_to() {
    let progress = Progress::default();
    progress.cancel();
    let read = source("june.csv", simple()).unwrap();
    let import = RegisterImport::of(vec![read], into(&[], &Register::default()), &progress).map(drop);
    assert_eq!(import, Err(NotRead::Stopped));
    let stopped = RegisterSource::of("june.csv", None, simple().into_bytes(), &progress).map(drop);
    assert_eq!(stopped, Err(NotRead::Stopped));
}

#[test]
fn an_import_is_one_step_that_names_the_file_and_counts_its_vouchers() {
    let (mut own, mut log) = (book(), Log::default());
    let command = import_of("june.csv", simple()).take(false).command();
    log.apply(&mut own, command);
    assert_eq!(log.steps()[0].words(), "Imported june.csv: 2 vouchers");
    log.apply(&mut own, Command::RemoveRegister { parts: vec![0] });
    assert!(own.register().is_empty());
    log.undo(&mut own);
    log.undo(&mut own);
    assert!(own.register().is_empty());
    log.redo(&mut own);
    assert_eq!(own.register().entries().number(0), "A-1");
}

#[test]
fn what_is_asked_of_signs_and_dates_is_answered_by_no_other_change() {
    let lines: String =
        (1..25).map(|n| format!("29ZZZZZ9999Z1Z4,A/{n},{:02}/{:02}/2026,-1000,-180\n", n % 5 + 1, n % 6 + 1)).collect();
    let text = format!("GSTIN,Bill No,Bill Date,Taxable,IGST\n{lines}");
    let read = source("minus.csv", &text).unwrap();
    let mut import =
        RegisterImport::of(vec![read.clone()], into(&[], &Register::default()), &Progress::default()).unwrap();
    let asked = |import: &RegisterImport| {
        let reading = import.sheets[0].reading.as_ref().unwrap();
        reading.questions.iter().filter(|question| question.stops()).count()
    };
    assert_eq!(asked(&import), 1);
    again(&mut import, 0, SheetChange::Once(EntrySum::Taxable, false));
    assert_eq!(asked(&import), 1);
    again(&mut import, 0, SheetChange::MonthFirst(true));
    assert_eq!(asked(&import), 1);
    again(&mut import, 0, SheetChange::Minus(false));
    assert_eq!(asked(&import), 0);
    let mut own = book();
    taken(import, &mut own);
    let entries = own.register().entries();
    assert!(entries.kinds().iter().all(|kind| *kind == EntryType::CreditNote));
    // 02/05/2026 on the line of A/16, by the month first.
    assert_eq!(entries.date(15).to_string(), "05-02-2026");
    let fetched = from_source(&read, &[&own.register().parts()[0]], Some(RECIPIENT), &Progress::default());
    assert_eq!(contents(&fetched[0].entries), contents(entries));
}

/// The same documents as [`LINES`], as another program writes them.
const OTHER_HEADINGS: &str = "Party Tax Id,Bill No,Bill Date,Assessable Amt,Input IGST,Input CGST,Input SGST\n\
    29AAAAA0000A1ZY,A-1,14-06-2026,1000,180,,\n29AAAAA0000A1ZY,A-2,15-06-2026,500,,45,45\n";

#[test]
fn vouchers_that_are_there_already_are_asked_about_whatever_the_columns() {
    let mut own = book();
    taken(import_of("june.csv", simple()), &mut own);
    let open = |text: &str, layouts: &[RegisterLayout]| {
        let read = source("other.csv", text).unwrap();
        RegisterImport::of(vec![read], into(layouts, own.register()), &Progress::default()).unwrap()
    };
    let asked = |import: &RegisterImport| import.replacing()[0].2.is_none();
    let import = open(OTHER_HEADINGS, &[]);
    assert!(asked(&import) && import.waits_for().is_some(), "nothing is added beside them before that is said");
    assert!(
        import.asks_to_replace(0).starts_with("2 of 2 vouchers are in june.csv already"),
        "{}",
        import.asks_to_replace(0)
    );
    // However well its columns are known.
    let layouts = taken(import_of("other.csv", OTHER_HEADINGS), &mut book());
    let known = open(OTHER_HEADINGS, &layouts);
    assert_eq!(known.sheets[0].reading.as_ref().unwrap().layout, Some("remembered"));
    assert!(!known.is_known() && asked(&known));
    // One of the two and three others: it may still replace them. None of them: other documents of the same days.
    let line = |number: &str| format!("29AAAAA0000A1ZY,{number},16-06-2026,700,126,,\n");
    let others = ["B-1", "B-2", "B-3"].map(line).concat();
    let head = OTHER_HEADINGS.lines().next().unwrap();
    let first = OTHER_HEADINGS.lines().nth(1).unwrap();
    assert!(asked(&open(&format!("{head}\n{first}\n{others}"), &layouts)));
    assert!(open(&format!("{head}\n{others}"), &layouts).is_known());
    // A sheet that is not ticked counts for nothing.
    let mut import = open(OTHER_HEADINGS, &[]);
    import.sheets[0].ticked = false;
    assert_eq!((import.already_in(0), asked(&import)), (0, false));
}

#[test]
fn what_of_a_file_is_in_doubt_is_shown_however_well_its_columns_are_known() {
    let layouts = taken(import_of("june.csv", simple()), &mut book());
    let open = |text: &str| {
        let read = source("july.csv", text).unwrap();
        RegisterImport::of(vec![read], into(&layouts, &Register::default()), &Progress::default()).unwrap()
    };
    assert!(open(&simple()).is_known());
    let wrong = open(&simple().replace("1500,180,45,45", "9999,180,45,45"));
    assert!(!wrong.is_known() && wrong.waits_for().is_none(), "it is shown, and may be right");
    let reading = wrong.sheets[0].reading.as_ref().unwrap();
    let asked = RegisterQuestion::TotalDiffers(4, EntrySum::Taxable, [9_999_00, 1_500_00]);
    assert!(reading.questions.contains(&asked), "{:?}", reading.questions);
    assert!(asked.to_string().contains("₹ 8,499.00 less"), "{asked}");
    // The month first: no day above 12 says so, in thirty dates of many months.
    let line = |n: u32| format!("29AAAAA0000A1ZY,C-{n},{:02}/{:02}/2026,,1000,180,,\n", n % 9 + 1, n % 11 + 1);
    let open_order = open(&format!("{HEAD}{}", (1..31).map(line).collect::<String>()));
    let reading = open_order.sheets[0].reading.as_ref().unwrap();
    assert!(reading.questions.contains(&RegisterQuestion::DayOrder(30, false)), "{:?}", reading.questions);
    assert!(!open_order.is_known());
}
