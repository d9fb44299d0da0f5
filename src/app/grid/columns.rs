//! The columns of a table: their headings, widths, and where they are on the screen.

use std::collections::BTreeMap;

use egui::{Rangef, Rect};

use super::fit::Fitted;
use super::measures::{CHECKS, WIDTHS};
use crate::book::{Amount, Field, Scope, field::of_amount};
use crate::store::layout::Layout;

/// A supplier's name is read by so much of it.
const NAME: f32 = 150.0;

/// It gives way so far to the match with a register.
const NARROW: f32 = 116.0;

/// In less room the tax is one sum, so that date and value are seen as well.
const BY_HEAD: f32 = 900.0;

/// A column of a table.
pub(super) struct Column<'a> {
    pub(super) title: &'a str,
    /// What the layout knows it by.
    pub(super) key: &'a str,
    /// None in a table of something else than records.
    pub(super) field: Option<Field>,
    /// Whether its heading has a funnel.
    pub(super) funnel: bool,
    pub(super) width: f32,
    /// Whether its texts are at the right.
    pub(super) right: bool,
}

/// A heading of a sheet that is only shown.
pub struct RawHeading {
    /// Its words.
    pub title: String,
    /// Whether amounts are below it.
    pub is_amount: bool,
    /// How wide its column is, in points, as long as the user does not say.
    pub width: f32,
    /// Whether it has a funnel.
    pub funnel: bool,
    /// Whether it takes the room that the others leave, as long as the user does not say, so that none is cut at the edge.
    pub gives_room: bool,
}

/// The columns of a sheet, or of all, that are on the screen, in the order and with the widths that the user gave them; where the user
/// said nothing, so that what is decided on is seen in this room. `sorted`: how wide those by which it is sorted are with their arrow.
pub(super) fn of_scope(
    scope: Scope,
    layout: &Layout,
    fitted: &Fitted,
    sorted: &BTreeMap<Field, f32>,
    room: f32,
) -> Vec<Column<'static>> {
    let own = |field: Field| sorted.get(&field).copied().unwrap_or_else(|| fitted.width(field));
    let width = |field: Field| layout.width(field.title()).unwrap_or_else(|| own(field));
    let mut fields = on_screen(scope, layout, fitted, room, &width);
    if layout.has_usual_order() {
        match_in_sight(&mut fields, room, &|field| least(field, layout, &width));
    }
    let column = |&field: &Field| Column {
        title: field.heading(),
        key: field.title(),
        field: Some(field),
        funnel: true,
        width: width(field),
        right: field.is_amount(),
    };
    let mut columns: Vec<Column> = fields.iter().map(column).collect();
    let name = fields.iter().position(|&field| field == Field::Name);
    if let Some(name) = name.filter(|_| layout.width(Field::Name.title()).is_none()) {
        columns[name].width = room_of_name(&columns, (name, columns[name].width.min(NAME)), room);
    }
    columns
}

/// Which columns are shown: not those that are 0 throughout, and of the tax either one sum or its heads.
fn on_screen(scope: Scope, layout: &Layout, fitted: &Fitted, room: f32, width: &impl Fn(Field) -> f32) -> Vec<Field> {
    let mut fields = layout.all(scope);
    fields.retain(|&field| !layout.is_hidden(field) && (fitted.register() || !field.is_matched()));
    fields.retain(|&field| !fitted.is_empty(field) || layout.is_asked_for(field));
    let is_head = |field: Field| Amount::HEADS.map(of_amount).contains(&field);
    let heads = fields.iter().any(|&field| is_head(field));
    if !heads || !fields.contains(&Field::Tax) {
        return fields;
    }
    // By head where all that is decided on then still has room.
    let first = [Field::Action, Field::Number, Field::Taxable, Field::Answer];
    let seen = fields.iter().filter(|&&field| first.contains(&field) || is_head(field) || field.is_matched());
    let taken: f32 = seen.map(|&field| width(field)).sum();
    let name = if fields.contains(&Field::Name) { layout.width(Field::Name.title()).unwrap_or(NAME) } else { 0.0 };
    let by_head = room >= BY_HEAD && CHECKS + taken + name <= room;
    fields.retain(|&field| {
        let left_out = if by_head { field == Field::Tax } else { is_head(field) };
        !left_out || layout.is_asked_for(field)
    });
    fields
}

/// Beside a register the match and what it suggests are on the screen: where there is no room for all that it adds, the suggestion
/// comes right after the match; where that is not enough among all records, the answer, which few of them have, and the sheet, which
/// the details say, come after both.
fn match_in_sight(fields: &mut Vec<Field>, room: f32, width: &impl Fn(Field) -> f32) {
    let place = |fields: &[Field], wanted: Field| fields.iter().position(|&field| field == wanted);
    let fits = |fields: &[Field]| {
        let end = place(fields, Field::Suggested).map_or(0, |place| place + 1);
        CHECKS + fields[..end].iter().map(|&field| width(field)).sum::<f32>() <= room
    };
    let all = place(fields, Field::Sheet).is_some();
    let mut put_after = |wanted, after| {
        if !fits(fields)
            && let (Some(from), Some(to)) = (place(fields, wanted), place(fields, after))
        {
            let field = fields.remove(from);
            fields.insert(if from < to { to } else { to + 1 }, field);
        }
    };
    put_after(Field::Suggested, Field::Match);
    if all {
        put_after(Field::Answer, Field::Suggested);
        put_after(Field::Sheet, Field::Suggested);
    }
}

/// How narrow a column may be: the supplier gives way as long as the user does not say.
fn least(field: Field, layout: &Layout, width: &impl Fn(Field) -> f32) -> f32 {
    if field == Field::Name && layout.width(field.title()).is_none() { NARROW.min(width(field)) } else { width(field) }
}

/// The supplier takes the room that the others leave: as many columns are on the screen as leave it what is wanted, and the last
/// of them ends at the edge.
fn room_of_name(columns: &[Column], (name, wanted): (usize, f32), room: f32) -> f32 {
    let others = |count: usize| {
        let seen = columns[..count].iter().enumerate().filter(|(place, _)| *place != name);
        CHECKS + seen.map(|(_, column)| column.width).sum::<f32>()
    };
    // The match and the suggestion are worth a longer name.
    for field in [Field::Suggested, Field::Match] {
        let last = columns.iter().position(|column| column.field == Some(field));
        let rest = last.map(|last| room - others(last + 1)).filter(|rest| (wanted.min(NARROW)..wanted).contains(rest));
        if let Some(rest) = rest {
            return rest;
        }
    }
    let rest = (name + 1..=columns.len()).rev().map(|count| room - others(count)).find(|&rest| rest >= wanted);
    rest.unwrap_or(wanted).clamp(WIDTHS.min, WIDTHS.max)
}

/// The columns of a sheet that is only shown.
pub(super) fn of_headings<'a>(headings: &'a [RawHeading], layout: &Layout) -> Vec<Column<'a>> {
    let column = |RawHeading { title, is_amount, width, funnel, .. }: &'a RawHeading| {
        let width = layout.width(title).unwrap_or(*width);
        Column { title, key: title, field: None, funnel: *funnel, width, right: *is_amount }
    };
    headings.iter().map(column).collect()
}

/// Gives the column that gives room what the others leave of this.
pub(super) fn give_room(columns: &mut [Column], headings: &[RawHeading], layout: &Layout, room: f32) {
    let gives = headings.iter().position(|heading| heading.gives_room && layout.width(&heading.title).is_none());
    if let Some(gives) = gives {
        columns[gives].width = room_of_name(columns, (gives, columns[gives].width), room);
    }
}

/// A column that is on the screen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    /// Its place among the columns.
    pub(super) column: usize,
    /// Its left and right edge.
    pub(super) x: Rangef,
    /// Where it may be seen: what is scrolled goes under the frozen columns.
    pub(super) clip: Rangef,
}

/// The columns that are on the screen.
pub(super) struct Across {
    pub(super) placed: Vec<Placed>,
    /// How many columns stay at the left.
    pub(super) stay: usize,
    /// The right edge of the frozen columns.
    pub(super) frozen: f32,
    /// How far one can scroll sideways.
    pub(super) range: f32,
    /// The part of the scrolled columns that is on the screen.
    pub(super) share: f32,
}

impl Across {
    /// Places columns over the width of `rect`, the first of which stay at the left and the others are scrolled by
    /// `sideways`, which is kept in its range.
    pub(super) fn new(columns: &[Column], stay: usize, rect: Rect, sideways: &mut f32) -> Across {
        let width = |columns: &[Column]| columns.iter().map(|c| c.width).sum::<f32>();
        let stay = stay.min(columns.len());
        let (fixed, scrolled) = columns.split_at(stay);
        let frozen = rect.left() + CHECKS + width(fixed);
        let (all, room) = (width(scrolled), (rect.right() - frozen).max(1.0));
        let range = (all - room).max(0.0);
        *sideways = sideways.clamp(0.0, range);

        let mut placed = Vec::new();
        let mut left = rect.left() + CHECKS;
        for (column, Column { width, .. }) in columns.iter().enumerate() {
            let clip = if column < stay { rect.x_range() } else { Rangef::new(frozen, rect.right().max(frozen)) };
            if column == stay {
                left = frozen - *sideways;
            }
            let x = Rangef::new(left, left + width);
            if x.max > clip.min && x.min < clip.max {
                placed.push(Placed { column, x, clip });
            }
            left = x.max;
        }
        Across { placed, stay, frozen, range, share: (room / all.max(1.0)).min(1.0) }
    }

    /// The column at this place of the screen.
    pub(super) fn at(&self, x: f32) -> Option<&Placed> {
        self.placed.iter().find(|placed| placed.x.contains(x) && placed.clip.contains(x))
    }
}

impl Placed {
    /// The cell of this column in a row.
    pub(super) fn cell(&self, row: Rect) -> Rect {
        Rect::from_x_y_ranges(self.x, row.y_range())
    }

    /// The part of that cell that may be seen.
    pub(super) fn seen(&self, row: Rect) -> Rect {
        Rect::from_x_y_ranges(self.x.intersection(self.clip), row.y_range())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Section;
    use egui::{pos2, vec2};

    const ROOM: f32 = 826.0;

    fn columns(section: Section, layout: &Layout, room: f32) -> Vec<Column<'static>> {
        of_scope(section.into(), layout, &Fitted::default(), &BTreeMap::new(), room)
    }

    fn across(columns: &[Column], stay: usize, sideways: &mut f32) -> Across {
        Across::new(columns, stay, Rect::from_min_size(pos2(0.0, 0.0), vec2(ROOM, 600.0)), sideways)
    }

    #[test]
    fn only_columns_on_the_screen_are_placed_and_frozen_ones_always() {
        let columns = columns(Section::B2bcn, &Layout::default(), ROOM);
        let titles = |sideways: &mut f32| {
            let across = across(&columns, 2, sideways);
            across.placed.iter().map(|p| columns[p.column].title).collect::<Vec<_>>()
        };
        let first = ["Status", "Number", "Supplier", "Taxable", "Tax", "ITC to be reduced?"];
        assert_eq!(titles(&mut 0.0)[..6], first, "what is decided on is seen first");
        let mut sideways = f32::MAX;
        assert_eq!(titles(&mut sideways).iter().rev().take(2).collect::<Vec<_>>(), [&"Internal note", &"ITC blocked"]);
        assert_eq!(titles(&mut sideways)[..2], ["Status", "Number"]);
        let end = across(&columns, 2, &mut sideways);
        assert_eq!(end.placed.last().map(|p| p.x.max), Some(ROOM));
    }

    #[test]
    fn the_last_column_on_the_screen_ends_at_its_edge() {
        for room in [700.0, ROOM, 986.0, 1_112.0, 1_500.0] {
            for section in [Section::B2b, Section::B2bcn] {
                let columns = columns(section, &Layout::default(), room);
                let widths = columns.iter().map(|column| column.width);
                let edges: Vec<f32> = widths
                    .scan(CHECKS, |right, width| {
                        *right += width;
                        Some(*right)
                    })
                    .collect();
                assert!(edges.iter().any(|edge| (edge - room).abs() < 0.5), "{section:?} in {room}: {edges:?}");
            }
        }
    }

    #[test]
    fn the_tax_is_one_sum_where_it_is_narrow_and_by_head_where_there_is_room() {
        let layout = Layout::default();
        let has = |layout: &Layout, room, title| columns(Section::B2b, layout, room).iter().any(|c| c.title == title);
        assert!(has(&layout, ROOM, "Tax") && !has(&layout, ROOM, "IGST"));
        assert!(!has(&layout, 1_200.0, "Tax") && has(&layout, 1_200.0, "IGST"));
        let mut asked = Layout::default();
        asked.ask_for(Field::Igst);
        assert!(has(&asked, ROOM, "Tax") && has(&asked, ROOM, "IGST"), "what was asked for is there");
        let mut without = Layout::default();
        without.hide(Section::B2b, Field::Tax, true);
        assert!(!has(&without, ROOM, "Tax") && has(&without, ROOM, "IGST"), "the tax is never gone");
    }

    #[test]
    fn a_column_by_which_is_sorted_has_room_for_its_arrow_unless_the_user_made_it_narrow() {
        let wide = |layout: &Layout| {
            let sorted = BTreeMap::from([(Field::Value, 150.0)]);
            let columns = of_scope(Scope::All, layout, &Fitted::default(), &sorted, ROOM);
            columns.iter().find(|column| column.field == Some(Field::Value)).map(|column| column.width)
        };
        let mut layout = Layout::default();
        assert_eq!(wide(&layout), Some(150.0));
        layout.set_width(Field::Value.title(), 60.0);
        assert_eq!(wide(&layout), Some(60.0));
    }

    #[test]
    fn a_column_under_the_frozen_ones_is_not_there_for_the_pointer() {
        let columns = columns(Section::B2b, &Layout::default(), ROOM);
        let two = across(&columns, 2, &mut 30.0);
        let title = |across: &Across, x| across.at(x).map(|p| columns[p.column].title);
        assert_eq!(title(&two, two.frozen - 5.0), Some("Number"));
        assert_eq!(title(&two, two.frozen + 5.0), Some("Supplier"));
        assert_eq!(title(&two, 10.0), None);
        let three = across(&columns, 3, &mut 30.0);
        assert_eq!(title(&three, three.frozen - 5.0), Some("Supplier"), "frozen as well");
    }
}
