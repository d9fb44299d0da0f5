//! Which of the two ways in which registers use the words "credit note" and "debit note" finds more that agrees with the portal.

use super::agree::class::Class;
use super::result::Matches;
use super::run::matches;
use crate::book::Book;
use crate::values::Day;
use crate::work::Progress;

/// The matches of a book. Where it is not known how some parts of its register use the words for notes (`open`, by their places),
/// the other way is tried as well; if that finds more, the book keeps it, and it is said so. None: it was stopped.
pub fn by_notes(book: &mut Book, open: &[usize], day: Day, progress: &Progress) -> Option<(Matches, bool)> {
    let own = matches(book, day, progress)?;
    if open.is_empty() {
        return Some((own, false));
    }
    let register = book.register().clone();
    book.set_register(register.clone().with_notes_swapped(open));
    let other = matches(book, day, progress)?;
    let good = |matches: &Matches| matches.counts()[..=Class::Written as usize].iter().sum::<u64>();
    if good(&other) > good(&own) {
        return Some((other, true));
    }
    book.set_register(register);
    Some((own, false))
}
