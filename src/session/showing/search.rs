//! What the user looks for in all columns: which rows have it, on every sheet, and going from one to the next. It hides no
//! row by itself.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::book::{Scope, Section};
use crate::session::background::Purpose;
use crate::session::result_line::ResultLine;
use crate::session::{Place, Scroll, Session};
use crate::view::selection::bitmap;
use crate::view::{self, Filter};

/// The rows that have what is looked for, of each scope in the order of [`Scope::EACH`].
type Hits = [RoaringBitmap; 9];

/// What is looked for, and where it is.
#[derive(Default)]
pub struct Search {
    text: String,
    /// Its words, in lower case.
    words: Vec<String>,
    /// The rows that have all of them; of a large book as of before, until they are found.
    hits: Option<Arc<Hits>>,
    /// The places of those that the view on the screen shows, in its order.
    places: Vec<u32>,
    /// What is shown, the rows and the hits that the places are of.
    placed: Option<(Scope, Arc<Vec<u32>>, Arc<Hits>)>,
    /// Where to go once they are found.
    wanted: Option<isize>,
}

impl Search {
    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether anything is looked for.
    pub fn is_on(&self) -> bool {
        !self.words.is_empty()
    }

    /// The words that a row must have, in lower case.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The rows of a sheet, or of all, that have them, once they are known.
    pub fn hits(&self, scope: impl Into<Scope>) -> Option<&RoaringBitmap> {
        let place = scope.into().place();
        self.hits.as_ref().map(|hits| &hits[place])
    }

    /// How many of them the view on the screen shows.
    pub fn shown(&self) -> u64 {
        self.places.len() as u64
    }

    /// Which of those that are shown is at this place of the view, counted from 1.
    pub fn nth(&self, place: usize) -> Option<u64> {
        let at = self.places.binary_search(&u32::try_from(place).ok()?).ok()?;
        Some(at as u64 + 1)
    }
}

impl Session {
    /// What is looked for.
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// Looks for words in all columns of all sheets.
    pub fn look_for(&mut self, text: String) {
        let words = text.split_whitespace().map(str::to_lowercase).collect();
        self.search = Search { text, words, ..Search::default() };
        self.look_again(true);
    }

    /// Ends the search; a filter by its words goes with it.
    pub fn end_search(&mut self) {
        let search = std::mem::take(&mut self.search);
        if let Some(scope) = self.scope()
            && self.view(scope).filter.text == search.text
            && search.is_on()
        {
            let filter = Filter { text: String::new(), ..self.view(scope).filter.clone() };
            self.set_filter(scope, filter);
        }
    }

    /// Shows only the rows of this sheet that have what is looked for.
    pub fn filter_to_hits(&mut self) {
        if let Some(scope) = self.scope() {
            let filter = Filter { text: self.search.text.clone(), ..self.view(scope).filter.clone() };
            self.set_filter(scope, filter);
        }
    }

    /// Looks again in the book as it is. `first`: the first row that has it is brought into sight.
    pub(in crate::session) fn look_again(&mut self, first: bool) {
        if !self.search.is_on() {
            return;
        }
        let text = self.search.text.clone();
        self.look(Purpose::Search, move |book, findings, progress| {
            let filter = Filter { text: text.clone(), ..Filter::default() };
            let mut hits: Hits = Default::default();
            for section in Section::ALL {
                let rows = bitmap(&view::rows_until(book, findings, section, &filter, &[], progress)?);
                hits[Scope::All.place()] |= Scope::All.numbers(section, &rows);
                hits[Scope::from(section).place()] = rows;
            }
            let text = text.clone();
            Some(Box::new(move |open| {
                if open.search.text == text {
                    open.take_hits(hits, first);
                }
            }))
        });
    }

    fn take_hits(&mut self, hits: Hits, first: bool) {
        self.search.hits = Some(Arc::new(hits));
        self.place_hits();
        match self.search.wanted.take() {
            Some(step) => self.next_hit(step),
            None if first => self.bring_hit_into_sight(),
            None => {}
        }
    }

    /// Where the hits are in the view on the screen; made again only when they or the rows are others.
    pub(in crate::session) fn place_hits(&mut self) {
        let Some((scope, hits)) = self.scope().zip(self.search.hits.clone()) else {
            (self.search.places, self.search.placed) = (Vec::new(), None);
            return;
        };
        let rows = self.view(scope).rows.clone();
        let same =
            self.search.placed.as_ref().is_some_and(|(of, shown, found)| {
                *of == scope && Arc::ptr_eq(shown, &rows) && Arc::ptr_eq(found, &hits)
            });
        if same {
            return;
        }
        // Looking at a mark for each row is far quicker than asking the set.
        let is_hit = scope.each(|section| {
            let mut marks = vec![false; self.book.sheet(section).rows() as usize];
            scope.rows(section, &hits[scope.place()]).iter().for_each(|row| marks[row as usize] = true);
            marks
        });
        let has = |(marks, row): (&Vec<bool>, usize)| marks[row];
        let places = rows.iter().zip(0..).filter(|(row, _)| has(is_hit.of(**row))).map(|(_, place)| place).collect();
        (self.search.places, self.search.placed) = (places, Some((scope, rows, hits)));
    }

    /// Scrolls to the first hit from the focus on. The focus stays: nothing is selected while words are typed.
    fn bring_hit_into_sight(&mut self) {
        let from = self.focus_place.unwrap_or(0) as u32;
        let places = &self.search.places;
        let next = places.get(places.partition_point(|&place| place < from)).or(places.first()).copied();
        if let Some((scope, place)) = self.scope().zip(next) {
            self.view_mut(scope).scroll = Some(Scroll::To(place as usize));
        }
    }

    /// Goes to the next hit of the view, or to the one before, around its end.
    pub fn next_hit(&mut self, step: isize) {
        let Some(scope) = self.scope() else { return };
        if self.search.hits.is_none() {
            self.search.wanted = Some(step);
            return;
        }
        let places = &self.search.places;
        let next = match self.focus_place.map(|place| place as u32) {
            None if step > 0 => places.first(),
            None => places.last(),
            Some(from) if step > 0 => {
                places.get(places.partition_point(|&place| place <= from)).or_else(|| places.first())
            }
            Some(from) => {
                let before = places.partition_point(|&place| place < from).checked_sub(1);
                before.and_then(|at| places.get(at)).or_else(|| places.last())
            }
        };
        match next.copied() {
            Some(place) => {
                let view = self.view_mut(scope);
                view.selection.click(view.rows[place as usize]);
                view.scroll = Some(Scroll::To(place as usize));
                self.refresh();
            }
            None => self.result = Some(ResultLine::new("No row of this view has it.")),
        }
    }

    /// Goes to the first hit of another sheet.
    pub fn go_to_hits_of(&mut self, section: Section) {
        self.show_place(Place::Sheet(section));
        if self.search.shown() == 0 && self.search.hits(section).is_some_and(|hits| !hits.is_empty()) {
            // The filter of that sheet hides them all.
            self.set_filter(section, Filter::default());
        }
        if let Some(&place) = self.search.places.first() {
            let view = self.view_mut(section);
            view.selection.click(view.rows[place as usize]);
            view.scroll = Some(Scroll::To(place as usize));
            self.refresh();
        }
    }
}
