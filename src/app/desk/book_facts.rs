//! What the user tells of a book: its name and the facts of the calendar, remembered by the recipient's GSTIN.

use crate::app::desk::Desk;
use crate::book::Facts;
use crate::store::BookFacts;

impl Desk {
    /// Takes what the user tells of the open book, and remembers it.
    pub(crate) fn keep_facts(&mut self, name: &str, facts: Facts) {
        let Some(open) = &mut self.open else { return };
        if let Some(gstin) = open.book().recipient.gstin() {
            let (gstin, kept) = (gstin.to_owned(), BookFacts::of(name, &facts));
            self.store.change(|s| drop(s.books.insert(gstin, kept)));
        }
        open.take_facts(name, facts);
    }

    /// Takes what is remembered of a recipient who was named only now.
    pub(crate) fn recall_facts(&mut self) {
        let Some(open) = &mut self.open else { return };
        let kept = open.book().recipient.gstin().and_then(|gstin| self.store.get().books.get(gstin));
        if let Some(kept) = kept.filter(|kept| kept.name != open.name() || kept.facts() != open.book().facts) {
            open.take_facts(&kept.name, kept.facts());
        }
        self.recall_match_settings();
    }
}
