//! How the columns of a sheet are laid out: their order, which are hidden, and how wide they are.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::book::field::heading_now;
use crate::book::{Book, Field, Scope};

/// How many columns stay at the left, unless the user freezes the supplier as well.
const FROZEN: usize = 2;

/// What the user changed of the columns of a sheet. Columns are known by their headings; a heading that the sheet does
/// not have (any more) says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    /// The order; columns that are not named come after the one before which they usually stand.
    order: Vec<String>,
    hidden: BTreeSet<String>,
    /// Those that the user asked for, though the program hides them where they say nothing or there is no room.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    asked: BTreeSet<String>,
    /// The supplier stays at the left beside the number.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    frozen_supplier: bool,
    /// In whole points.
    widths: BTreeMap<String, u16>,
}

impl Layout {
    /// The same with the headings of today, where an earlier version wrote it.
    pub fn with_headings_of_today(self) -> Layout {
        let now = |heading: String| heading_now(&heading).to_owned();
        Layout {
            order: self.order.into_iter().map(now).collect(),
            hidden: self.hidden.into_iter().map(now).collect(),
            asked: self.asked.into_iter().map(now).collect(),
            frozen_supplier: self.frozen_supplier,
            widths: self.widths.into_iter().map(|(heading, width)| (now(heading), width)).collect(),
        }
    }

    /// All columns of a sheet in their order, hidden ones too.
    pub fn all(&self, of: impl Into<Scope>) -> Vec<Field> {
        let usual = Field::all_columns(of);
        let (frozen, rest) = usual.split_at(FROZEN);
        let named = |title: &String| rest.iter().copied().find(|field| field.title() == title);
        let mut seen = BTreeSet::new();
        // A file that was written by hand may name one twice.
        let mut columns: Vec<Field> = self.order.iter().filter_map(named).filter(|&field| seen.insert(field)).collect();
        for (i, &field) in rest.iter().enumerate().filter(|_| !self.order.is_empty()) {
            if !columns.contains(&field) {
                let before = rest[..i].iter().rev().find_map(|f| columns.iter().position(|c| c == f));
                columns.insert(before.map_or(0, |place| place + 1), field);
            }
        }
        let mut columns = if self.order.is_empty() { rest.to_vec() } else { columns };
        if self.frozen_supplier {
            columns.retain(|&field| field != Field::Name);
            columns.insert(0, Field::Name);
        }
        [frozen, &columns].concat()
    }

    /// How many columns stay at the left.
    pub fn frozen(&self) -> usize {
        FROZEN + usize::from(self.frozen_supplier && !self.is_hidden(Field::Name))
    }

    /// Whether the supplier is one of them.
    pub fn supplier_is_frozen(&self) -> bool {
        self.frozen_supplier
    }

    /// Makes the supplier stay at the left, or lets it go.
    pub fn freeze_supplier(&mut self, frozen: bool) {
        self.frozen_supplier = frozen;
    }

    /// The columns of a sheet of a book in their order, hidden ones too; those of the register where there is one.
    pub fn all_of(&self, book: &Book, of: impl Into<Scope>) -> Vec<Field> {
        self.all(of).into_iter().filter(|&field| book.shows(field)).collect()
    }

    /// Those that the user did not hide, in their order: those that are copied, however wide the window is.
    pub fn shown(&self, book: &Book, of: impl Into<Scope>) -> Vec<Field> {
        self.all_of(book, of).into_iter().filter(|&field| !self.is_hidden(field)).collect()
    }

    /// Whether the user asked for a column that may be hidden by itself.
    pub fn is_asked_for(&self, field: Field) -> bool {
        self.asked.contains(field.title())
    }

    /// Whether a column can be hidden and moved: the frozen ones cannot.
    pub fn is_free(of: impl Into<Scope>, field: Field) -> bool {
        !Field::all_columns(of)[..FROZEN].contains(&field)
    }

    /// Whether a column is hidden.
    pub fn is_hidden(&self, field: Field) -> bool {
        self.hidden.contains(field.title())
    }

    /// Hides a column, or shows it again.
    pub fn hide(&mut self, of: impl Into<Scope>, field: Field, hidden: bool) {
        if hidden && Layout::is_free(of, field) {
            self.hidden.insert(field.title().to_owned());
            self.asked.remove(field.title());
        } else {
            self.hidden.remove(field.title());
        }
    }

    /// Shows a column that is hidden by itself.
    pub fn ask_for(&mut self, field: Field) {
        self.hidden.remove(field.title());
        self.asked.insert(field.title().to_owned());
    }

    /// Whether the user left the columns in their order.
    pub fn has_usual_order(&self) -> bool {
        self.order.is_empty()
    }

    /// Puts the columns that are seen in the order in which they are seen; the others keep their places.
    pub fn put_in_order(&mut self, of: impl Into<Scope>, seen: &[Field]) {
        let mut columns = self.all(of);
        let mut next = seen.iter().copied();
        for column in columns.iter_mut().filter(|column| seen.contains(column)) {
            *column = next.next().unwrap_or(*column);
        }
        self.order = columns[FROZEN..].iter().map(|column| column.title().to_owned()).collect();
    }

    /// Moves a column before another, or to the end.
    pub fn move_before(&mut self, of: impl Into<Scope>, field: Field, before: Option<Field>) {
        let of = of.into();
        if before == Some(field) || !Layout::is_free(of, field) {
            return;
        }
        // Who drags the supplier away wants it to go.
        self.frozen_supplier &= field != Field::Name;
        let mut columns = self.all(of);
        columns.retain(|&column| column != field);
        let place = before.and_then(|before| columns.iter().position(|&column| column == before));
        columns.insert(place.unwrap_or(columns.len()).max(FROZEN), field);
        self.order = columns[FROZEN..].iter().map(|column| column.title().to_owned()).collect();
    }

    /// The same layout with a column moved by one place among those that are seen; none if it has no place to go to.
    pub fn moved_by_one(&self, of: impl Into<Scope>, field: Field, seen: &[Field], right: bool) -> Option<Layout> {
        let of = of.into();
        let at = seen.iter().position(|&column| column == field).filter(|_| Layout::is_free(of, field))?;
        let stays = |column: Field| !Layout::is_free(of, column) || (column == Field::Name && self.frozen_supplier);
        let before = match right {
            _ if stays(field) => return None,
            true => seen.get(at + 1).map(|_| seen.get(at + 2).copied())?,
            false => Some(at.checked_sub(1).map(|left| seen[left]).filter(|&left| !stays(left))?),
        };
        let mut moved = self.clone();
        moved.put_in_order(of, seen);
        moved.move_before(of, field, before);
        Some(moved)
    }

    /// The width that the user gave a column.
    pub fn width(&self, title: &str) -> Option<f32> {
        self.widths.get(title).map(|&width| width.into())
    }

    /// Makes a column so wide.
    pub fn set_width(&mut self, title: &str, width: f32) {
        self.widths.insert(title.to_owned(), width.round() as u16);
    }

    /// Whether nothing was changed.
    pub fn is_usual(&self) -> bool {
        *self == Layout::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Section;

    #[test]
    fn a_column_moves_before_another_and_the_frozen_ones_stay() {
        let mut layout = Layout::default();
        let s = Section::B2b;
        assert_eq!(layout.all(s), Field::all_columns(s));
        layout.move_before(s, Field::Remarks, Some(Field::Name));
        assert_eq!(layout.all(s)[..4], [Field::Action, Field::Number, Field::Remarks, Field::Name]);
        layout.move_before(s, Field::Name, Some(Field::Action));
        assert_eq!(layout.all(s)[..3], [Field::Action, Field::Number, Field::Name]);
        layout.move_before(s, Field::Number, None);
        assert_eq!(layout.all(s)[..2], [Field::Action, Field::Number]);
        layout.move_before(s, Field::Name, None);
        assert_eq!(layout.all(s).last(), Some(&Field::Name));
        assert_eq!(layout.all(s).len(), Field::all_columns(s).len());
    }

    #[test]
    fn a_column_moves_by_one_place_among_those_that_are_seen() {
        let (layout, s) = (Layout::default(), Section::B2b);
        let seen = [Field::Action, Field::Number, Field::Name, Field::Taxable, Field::Tax];
        let moved = |field, right| {
            let layout = layout.moved_by_one(s, field, &seen, right)?;
            Some(layout.all(s).into_iter().filter(|field| seen.contains(field)).collect::<Vec<_>>())
        };
        let due = [Field::Action, Field::Number, Field::Taxable, Field::Name, Field::Tax];
        assert_eq!(moved(Field::Taxable, false).as_deref(), Some(&due[..]));
        assert_eq!(moved(Field::Name, true).as_deref(), Some(&due[..]));
        assert_eq!(moved(Field::Name, false), None, "what is frozen keeps its place");
        assert_eq!((moved(Field::Tax, true), moved(Field::Number, true)), (None, None));
        let mut frozen = layout.clone();
        frozen.freeze_supplier(true);
        assert_eq!(frozen.moved_by_one(s, Field::Taxable, &seen, false), None);
    }

    #[test]
    fn a_remembered_layout_that_names_few_columns_wrong_ones_or_one_twice_shows_each_once() {
        let layout: Layout = serde_json::from_str(r#"{"order":["Cess","Nonsense","Value","Number","Cess"]}"#).unwrap();
        let mut columns = layout.all(Section::B2b);
        let place = |field| columns.iter().position(|&c| c == field);
        assert!(place(Field::Cess) < place(Field::Value));
        assert_eq!(place(Field::Number), Some(1));
        columns.sort();
        let mut usual = Field::all_columns(Section::B2b);
        usual.sort();
        assert_eq!(columns, usual);
    }

    #[test]
    fn a_layout_of_an_earlier_version_keeps_its_columns() {
        let text = r#"{"order":["Reduce ITC?","Value"],"hidden":["Reduce ITC?"],"widths":{"Reduce ITC?":90}}"#;
        let layout: Layout = serde_json::from_str::<Layout>(text).unwrap().with_headings_of_today();
        let columns = layout.all(Section::B2bcn);
        let place = |field| columns.iter().position(|&column| column == field);
        assert!(place(Field::Answer) < place(Field::Value));
        assert!(layout.is_hidden(Field::Answer));
        assert_eq!(layout.width(Field::Answer.title()), Some(90.0));
    }

    #[test]
    fn the_supplier_stays_at_the_left_once_it_is_frozen_and_goes_where_it_is_dragged() {
        let text = r#"{"order":["Value","Supplier"],"widths":{"Supplier":220}}"#;
        let mut layout: Layout = serde_json::from_str(text).unwrap();
        assert_eq!(layout.frozen(), 2);
        layout.freeze_supplier(true);
        assert_eq!(layout.all(Section::B2b)[..3], [Field::Action, Field::Number, Field::Name]);
        assert_eq!(layout.frozen(), 3);
        layout.hide(Section::B2b, Field::Name, true);
        assert_eq!(layout.frozen(), 2, "what is hidden takes no room");
        layout.hide(Section::B2b, Field::Name, false);
        let kept: Layout = serde_json::from_str(&serde_json::to_string(&layout).unwrap()).unwrap();
        assert_eq!(kept, layout);
        layout.move_before(Section::B2b, Field::Name, None);
        assert_eq!((layout.frozen(), layout.all(Section::B2b).last()), (2, Some(&Field::Name)));
    }

    #[test]
    fn a_column_that_hides_by_itself_is_shown_where_it_was_asked_for() {
        let mut layout = Layout::default();
        layout.ask_for(Field::Cess);
        assert!(layout.is_asked_for(Field::Cess) && !layout.is_usual());
        layout.hide(Section::B2b, Field::Cess, true);
        assert!(!layout.is_asked_for(Field::Cess) && layout.is_hidden(Field::Cess));
    }

    #[test]
    fn hidden_columns_are_not_shown_and_status_and_number_cannot_be_hidden() {
        let mut layout = Layout::default();
        layout.hide(Section::B2b, Field::Name, true);
        layout.hide(Section::B2b, Field::Number, true);
        assert!(layout.is_hidden(Field::Name) && !layout.is_hidden(Field::Number));
        layout.hide(Section::B2b, Field::Name, false);
        assert!(layout.is_usual());
    }
}
