//! How the journal spells sets of rows: exactly, and in few bytes however many they are.

use crate::common;

use common::{invoice, read};
use ims_desk::book::Section::B2b;
use ims_desk::book::{Action, Book};
use ims_desk::edit::{Change, Command};
use ims_desk::store::journal::Event;
use proptest::prelude::*;
use roaring::RoaringBitmap;

#[test]
fn a_bulk_command_on_a_million_rows_is_small() {
    let book = read("{\"imsDetails\":{\"b2b\":[]}}");
    let all = Event::Do(Command::decide(B2b, RoaringBitmap::new(), Change::action(Action::Accept)));
    let scattered = |keep: fn(u32) -> bool| match all.clone() {
        Event::Do(Command::Decide { rows, change }) => {
            let section = rows[0].0;
            Event::Do(Command::decide(section, (0..1_000_000).filter(|&r| keep(r)).collect(), change))
        }
        other => other,
    };
    assert!(scattered(|_| true).to_json(&book).len() < 200);
    let hashed = |r: u32| r.wrapping_mul(2_654_435_761) & 0x8000_0000 != 0;
    for event in [scattered(|r| r % 2 == 0), scattered(hashed)] {
        assert!(event.to_json(&book).len() < 300_000);
    }
}

proptest! {
    #[test]
    fn rows_are_spelled_exactly(rows in proptest::collection::btree_set(0u32..3_000, 0..400), from in 0u32..2_000, long in 0u32..900) {
        // Read once for all cases.
        let read = || common::book_of("b2b", &(0..3_000).map(|n| invoice(&n.to_string())).collect::<Vec<_>>());
        thread_local!(static BOOK: std::cell::RefCell<Option<Book>> = const { std::cell::RefCell::new(None) });
        BOOK.with_borrow_mut(|book| {
            let book = book.get_or_insert_with(read);
            let mut bitmap: RoaringBitmap = rows.into_iter().collect();
            bitmap.insert_range(from..from + long);
            let event = Event::Do(Command::Restore { rows: vec![(B2b, bitmap)] });
            let json = event.to_json(book);
            prop_assert_eq!(Event::from_json(&json, book), Some(event));
            Ok(())
        })?;
    }
}
