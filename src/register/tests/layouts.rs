//! Layouts that are remembered.

use super::{Choices, RECIPIENT, read_with, sheet, sheet_with};
use crate::register::{
    NoteWords, NotesBy, RegisterField, RegisterFile, RegisterLayout, RegisterQuestion, SetField, SetNotes,
    SheetReading, again,
};
use crate::work::Progress;

const TEXT: &str =
    "Ref,Bill Date,GSTIN,Net Amount,IGST,Voucher Type\nA/1,03-06-2026,29ZZZZZ9999Z1Z4,777,180,Debit Note\n";

#[test]
fn a_layout_that_was_confirmed_is_taken_without_asking() {
    let columns = vec![
        (SetField(RegisterField::Number), "Ref".to_owned()),
        (SetField(RegisterField::Taxable), "Net Amount".to_owned()),
    ];
    let choices = Choices { columns, notes: Some(SetNotes::Theirs), ..Choices::default() };
    let confirmed = sheet_with(TEXT, &choices);
    let layout = confirmed.remember();
    let again = read_with(TEXT, &Choices::default(), std::slice::from_ref(&layout)).unwrap().sheets.remove(0);
    assert_eq!((again.layout, again.questions.len()), (Some("remembered"), 0));
    assert_eq!(super::entries(&again), super::entries(&confirmed));
    assert_eq!(again.notes_words.map(|(_, by)| by), Some(NotesBy::Set));
    assert_eq!(again.remember(), layout);
    // Four fifths of its headings are there: a proposal.
    let longer = TEXT.replace("Voucher Type", "Kind of voucher");
    let proposed = read_with(&longer, &Choices::default(), std::slice::from_ref(&layout)).unwrap().sheets.remove(0);
    assert!(proposed.questions.contains(&RegisterQuestion::LayoutProposed), "{:?}", proposed.questions);
    // Another register is not read by it.
    let other = sheet("Bill No,Bill Date,GSTIN,Taxable,IGST\nA/1,03-06-2026,29ZZZZZ9999Z1Z4,1,2\n");
    assert_eq!(other.layout, None);
}

#[test]
fn what_was_read_is_read_the_same_by_what_is_remembered_of_it() {
    for text in [
        "Demo\nDate,Particulars,Voucher Type,Voucher No.,Supplier Invoice No.,GSTIN/UIN,Gross Total,Input IGST @ 18%,Input IGST @ 5%\n\
         03-06-2026,Zed,Purchase,1,A/1,29ZZZZZ9999Z1Z4,1180,180,\n04-06-2026,Zed,Debit Note,2,A/2,29ZZZZZ9999Z1Z4,105,,5\n",
        "GSTIN,Bill No,Bill Date,Bill Value,Taxable,CGST,SGST\n27ZZZZZ9999Z1Z8,A/1,06/14/2026,1500,1000,90,90\n\
         27ZZZZZ9999Z1Z8,A/1,06/14/2026,1500,300,10,10\n",
    ] {
        let first = sheet(text);
        let again = read_with(text, &Choices::default(), &[first.remember()]).unwrap().sheets.remove(0);
        assert_eq!((again.layout, super::entries(&again)), (Some("remembered"), super::entries(&first)), "{RECIPIENT}");
    }
}

#[test]
fn a_part_is_read_again_as_it_was_imported() {
    for (text, choices) in [
        (TEXT, Choices { columns: vec![(SetField(RegisterField::Number), "Ref".into())], ..Choices::default() }),
        (include_str!("../../../tests/registers/tally.csv"), Choices::default()),
        (include_str!("../../../tests/registers/by-rate.csv"), Choices::default()),
        (
            include_str!("../../../tests/registers/gstr-2-cdnr.csv"),
            Choices { notes: Some(SetNotes::Ours), ..Choices::default() },
        ),
    ] {
        let mut first = sheet_with(text, &choices);
        if let Some((words, by)) = first.notes_words.filter(|(_, by)| by.is_open()) {
            let other = if words == NoteWords::Ours { NoteWords::Theirs } else { NoteWords::Ours };
            first.use_notes(other, by);
        }
        let wanted = (super::entries(&first), first.elsewhere.len());
        let file = RegisterFile { name: "register.csv".into(), hash: [3; 32], bytes: text.len() as u64 };
        let part = first.part(&file, Some(true));
        let read = again(&part.part, &super::workbook(text), Some(RECIPIENT), &Progress::default()).unwrap();
        assert_eq!(read.part, part.part);
        let entries = SheetReading { entries: (*read.entries).clone(), ..SheetReading::default() };
        assert_eq!((super::entries(&entries), read.elsewhere.len()), wanted);
    }
}

#[test]
fn the_heading_that_was_confirmed_is_found_again_though_a_later_one_has_more_fields() {
    let first = "Party GSTIN,Bill No,Bill Date,Taxable,IGST\n29ZZZZZ9999Z1Z4,A/1,03-06-2026,1000,180\n";
    let second = "Party GSTIN,Party,Bill No,Bill Date,Taxable,IGST,CGST,SGST\n\
        29ZZZZZ9999Z1Z4,Zed,B/1,04-06-2026,1000,180,0,0\n";
    let confirmed = read_with(first, &Choices::default(), &[]).unwrap().sheets.remove(0);
    let both = format!("{first}{second}");
    let number = |layouts: &[RegisterLayout]| {
        let read = read_with(&both, &Choices::default(), layouts).unwrap().sheets.remove(0);
        read.entries.number(0).to_owned()
    };
    assert_eq!(number(&[]), "B/1", "that with more fields");
    assert_eq!(number(&[confirmed.remember()]), "A/1");
}

#[test]
fn what_is_asked_of_signs_and_dates_is_asked_of_each_file_however_well_its_headings_are_known() {
    let head = "GSTIN,Bill No,Bill Date,Taxable,IGST\n";
    let lines: String = (1..25).map(|n| format!("29ZZZZZ9999Z1Z4,A/{n},03-06-2026,-1000,-180\n")).collect();
    let text = format!("{head}{lines}");
    let choices = Choices { minus: Some(true), exchanged: Some(true), ..Choices::default() };
    let confirmed = sheet_with(&text, &choices);
    assert_eq!(confirmed.questions, []);
    let next = read_with(&text, &Choices::default(), &[confirmed.remember()]).unwrap().sheets.remove(0);
    assert_eq!((next.layout, next.questions), (Some("remembered"), vec![RegisterQuestion::Minus(true)]));
    // The part itself is read as it was.
    let file = RegisterFile::default();
    let (returns, text) = (Choices { minus: Some(false), ..Choices::default() }, super::workbook(&text));
    let part = sheet_with(&format!("{head}{lines}"), &returns).part(&file, None);
    let read = again(&part.part, &text, Some(RECIPIENT), &Progress::default()).unwrap();
    assert_eq!(read.entries.kinds(), part.entries.kinds());
    assert!(read.entries.kinds().iter().all(|kind| *kind == crate::book::EntryType::CreditNote));
}
