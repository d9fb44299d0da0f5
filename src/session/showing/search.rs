//! What the user looks for in all columns: which rows have it, on every sheet, and going from one to the next. It hides no
//! row by itself.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::book::{Book, Scope, Section};
use crate::session::background::Purpose;
use crate::session::result_line::ResultLine;
use crate::session::{Place, Scroll, Session};
use crate::view::selection::bitmap;
use crate::view::{self, Filter};
use crate::work::Progress;
use crate::work::parts::BETWEEN_LOOKS;

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
    /// The places of those that the view on the screen shows, in its order; none until they are found.
    places: Option<Vec<u32>>,
    /// What is shown, the rows and the hits that the places are or will be of.
    placed: Option<Placed>,
    /// How many the view shows; until they are found again, how many it showed.
    shown: Option<u64>,
    /// The first of them is brought into sight once they are found.
    first: bool,
    /// Where to go once they are found.
    wanted: Option<Wanted>,
}

/// To which hit.
#[derive(Clone, Copy)]
enum Wanted {
    /// To the next one, or to the one before.
    Next(isize),
    /// To the first one of the sheet.
    First,
}

/// Of what places are.
#[derive(Clone)]
struct Placed {
    scope: Scope,
    rows: Arc<Vec<u32>>,
    hits: Arc<Hits>,
}

impl Placed {
    fn is(&self, other: &Placed) -> bool {
        self.scope == other.scope && Arc::ptr_eq(&self.rows, &other.rows) && Arc::ptr_eq(&self.hits, &other.hits)
    }

    /// The places of the hits among the rows that are shown; none if it was stopped.
    fn places(&self, book: &Book, progress: &Progress) -> Option<Vec<u32>> {
        // Looking at a mark for each row is far quicker than asking the set.
        let is_hit = self.scope.each(|section| {
            let mut marks = vec![false; book.sheet(section).rows() as usize];
            let hits = self.scope.rows(section, &self.hits[self.scope.place()]);
            // Rows may have gone since they were found.
            hits.iter().for_each(|row| marks.get_mut(row as usize).into_iter().for_each(|mark| *mark = true));
            marks
        });
        let has = |(marks, row): (&Vec<bool>, usize)| marks.get(row).is_some_and(|mark| *mark);
        let mut places = Vec::new();
        for (block, from) in self.rows.chunks(BETWEEN_LOOKS).zip((0..).step_by(BETWEEN_LOOKS)) {
            if progress.cancelled() {
                return None;
            }
            places.extend(block.iter().zip(from..).filter(|(row, _)| has(is_hit.of(**row))).map(|(_, place)| place));
        }
        Some(places)
    }
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

    /// How many of them the view on the screen shows, once that is known.
    pub fn shown(&self) -> Option<u64> {
        self.shown
    }

    /// Which of those that are shown is at this place of the view, counted from 1.
    pub fn nth(&self, place: usize) -> Option<u64> {
        let at = self.places.as_ref()?.binary_search(&u32::try_from(place).ok()?).ok()?;
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
        self.search.first |= first;
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
                    open.search.hits = Some(Arc::new(hits));
                    open.place_hits();
                }
            }))
        });
    }

    /// Where the hits are in the view on the screen; looked for again only when they or the rows are others.
    pub(in crate::session) fn place_hits(&mut self) {
        let Some((scope, hits)) = self.scope().zip(self.search.hits.clone()) else {
            (self.search.places, self.search.placed, self.search.shown) = (None, None, None);
            return self.background.end(Purpose::Places);
        };
        let now = Placed { scope, rows: self.view(scope).rows.clone(), hits };
        let before = self.search.placed.as_ref();
        if before.is_some_and(|placed| placed.is(&now)) {
            return;
        }
        if before.is_none_or(|placed| placed.scope != scope) {
            self.search.shown = None;
        }
        (self.search.places, self.search.placed) = (None, Some(now.clone()));
        self.look(Purpose::Places, move |book, _, progress| {
            let places = now.places(book, progress)?;
            let of = now.clone();
            Some(Box::new(move |open| open.take_places(&of, places)))
        });
    }

    fn take_places(&mut self, of: &Placed, places: Vec<u32>) {
        if !self.search.placed.as_ref().is_some_and(|placed| placed.is(of)) {
            return;
        }
        (self.search.shown, self.search.places) = (Some(places.len() as u64), Some(places));
        if std::mem::take(&mut self.search.first) && self.search.wanted.is_none() {
            self.bring_hit_into_sight();
        }
        self.go_to_wanted();
    }

    /// Whether the focus goes to a hit that is still being found: keys after that are for it.
    pub(in crate::session) fn goes_to_hit(&self) -> bool {
        let finds = [Purpose::Search, Purpose::Places, Purpose::View(self.scope().unwrap_or(Scope::All))];
        self.search.wanted.is_some() && finds.into_iter().any(|purpose| self.background.runs_for(purpose))
    }

    /// Goes where someone wants to, if that is found.
    fn go_to_wanted(&mut self) {
        if self.search.places.is_none() {
            return;
        }
        match self.search.wanted.take() {
            Some(Wanted::Next(step)) => self.next_hit(step),
            Some(Wanted::First) => self.first_hit(),
            None => {}
        }
    }

    /// Scrolls to the first hit from the focus on. The focus stays: nothing is selected while words are typed.
    fn bring_hit_into_sight(&mut self) {
        let from = self.focus_place.unwrap_or(0) as u32;
        let Some(places) = &self.search.places else { return };
        let next = places.get(places.partition_point(|&place| place < from)).or(places.first()).copied();
        if let Some((scope, place)) = self.scope().zip(next) {
            self.view_mut(scope).scroll = Some(Scroll::To(place as usize));
        }
    }

    /// Goes to the next hit of the view, or to the one before, around its end.
    pub fn next_hit(&mut self, step: isize) {
        let Some(scope) = self.scope() else { return };
        let Some(places) = &self.search.places else {
            self.search.wanted = Some(Wanted::Next(step));
            return;
        };
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
            Some(place) => self.go_to_hit(scope, place),
            None => self.result = Some(ResultLine::new("No row of this view has it.")),
        }
    }

    /// Goes to the first hit of another sheet.
    pub fn go_to_hits_of(&mut self, section: Section) {
        self.show_place(Place::Sheet(section));
        self.search.wanted = Some(Wanted::First);
        self.go_to_wanted();
    }

    fn first_hit(&mut self) {
        let Some((scope, places)) = self.scope().zip(self.search.places.as_ref()) else { return };
        if let Some(&place) = places.first() {
            self.go_to_hit(scope, place);
        } else if !self.view(scope).filter.is_empty() && self.search.hits(scope).is_some_and(|hits| !hits.is_empty()) {
            // The filter of that sheet hides them all.
            self.search.wanted = Some(Wanted::First);
            self.set_filter(scope, Filter::default());
        }
    }

    fn go_to_hit(&mut self, scope: Scope, place: u32) {
        let (view, place) = (self.view_mut(scope), place as usize);
        let Some(&row) = view.rows.get(place) else { return };
        view.selection.click(row);
        view.scroll = Some(Scroll::To(place));
        self.refresh();
    }
}
