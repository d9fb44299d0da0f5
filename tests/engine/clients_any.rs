//! The line of a client beside the opened book: on random books, decisions, days and return settings their figures are the same,
//! though the summary was made on another day and for other return settings.

use crate::credit_any::{World, books, step};

use ims_desk::book::{Action, Section};
use ims_desk::clients::{BookSummary, SeenBook};
use ims_desk::rules::credit::{Figures, total};
use ims_desk::rules::{Findings, calendar};
use ims_desk::store::journal::JournalMark;
use ims_desk::values::Day;
use ims_desk::view::BuiltIn;
use proptest::prelude::*;

fn summary(world: &World, day: Day) -> BookSummary {
    let findings = Findings::of(&world.book, day);
    let seen = SeenBook {
        book: &world.book,
        log: &world.log,
        findings: &findings,
        day,
        uploads: &[],
        awaiting: false,
        downloaded: 0,
    };
    BookSummary::of("27AAAAA0000A1Z2/0", JournalMark::default(), &seen)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn the_line_of_a_client_has_the_figures_of_the_opened_book(
        (seeds, quarterly) in books(),
        steps in prop::collection::vec(step(), 0..8),
        made in 0..150i32,
        asked in 0..150i32,
        other in any::<bool>(),
    ) {
        let mut world = World::of(&seeds, quarterly, |_, _, record| record);
        world.book.facts.closing = None;
        for step in &steps {
            world.carry_out(step);
        }
        let from = Day::parse("20-08-2026").unwrap();
        let kept = summary(&world, Day(from.0 + made));
        // It is read again as it lies on the disk.
        let kept: BookSummary = serde_json::from_slice(&serde_json::to_vec(&kept).unwrap()).unwrap();

        // Later the return settings and the day are others, and no book is opened for the line.
        world.book.facts.qrmp = quarterly != other;
        let (book, day) = (&world.book, Day(from.0 + asked));
        let figures = Figures::of(book, day);
        let line = kept.credit(calendar::closing(book, day), book.facts.qrmp);
        prop_assert_eq!(line, [total(figures.as_it_stands), total(figures.after)]);

        let rows = |section: Section| (0..book.sheet(section).rows()).map(move |row| (section, row));
        let count = |passes: &dyn Fn(Section, u32) -> bool| {
            Section::ALL.into_iter().flat_map(rows).filter(|&(section, row)| passes(section, row)).count() as u64
        };
        let findings = Findings::of(book, day);
        prop_assert_eq!(kept.records, count(&|_, _| true));
        prop_assert_eq!(kept.to_decide, count(&|s, row| book.sheet(s).actions()[row as usize] == Action::NoAction));
        prop_assert_eq!(kept.changed, count(&|s, row| book.in_delta(s, row)));
        prop_assert_eq!(kept.to_answer, count(&|s, row| BuiltIn::ToAnswer.passes(book, &findings, s, row)));
    }
}
