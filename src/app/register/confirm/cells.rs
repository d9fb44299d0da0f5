//! The lines of a sheet as they are in the file, with a field over each column.

use super::field::{self, Over, name};
use super::{Asked, Look};
use crate::app::theme::{self, Tokens, size, space, tokens};
use crate::book::EntrySum;
use crate::cells::Row;
use crate::register::{RegisterField, SheetReading};
use crate::session::register::change::SheetChange;
use crate::session::register::import::RegisterImport;
use crate::values::{grouped, short};
use egui::{
    Align, Align2, Id, Layout, Rect, ScrollArea, Sense, TextStyle, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

/// How many lines are shown below the heading, and above it.
const BELOW: usize = 24;
const ABOVE: usize = 6;
/// No more lines are listed by themselves.
pub(super) const LISTED: usize = 500;
/// No more columns are shown.
const COLUMNS: u16 = 200;
/// The room of the line's number.
const NUMBER: f32 = 52.0;
const LINE: f32 = 24.0;
/// Less room than this is little.
const NARROW: f32 = 1_000.0;
/// At the sides of a field.
const BESIDE: f32 = 2.0;

/// Draws them.
pub fn show(ui: &mut Ui, import: &RegisterImport, look: &mut Look, asked: &mut Asked) {
    let place = look.sheet;
    let Some(sheet) = import.sheets.get(place) else { return };
    ui.horizontal_wrapped(|ui| match &look.listed {
        Some((what, lines)) => {
            theme::label(ui, theme::semibold(what.title()));
            if lines.len() == LISTED {
                theme::label(ui, theme::caption(format!("the first {}", grouped(LISTED as u64))));
            }
            if theme::link(ui, "Back to the first lines").clicked() {
                look.listed = None;
            }
        }
        None if look.heading => {
            theme::label(ui, theme::semibold("Click the line that is the heading."));
        }
        None => {
            theme::label(ui, theme::semibold("Which column is what"));
            theme::label(ui, theme::caption("A field over each column; click to change it. Several lines of one bill: a click on \"added\" or \"once\" changes how they count."));
        }
    });
    if let Err(why) = &sheet.reading {
        theme::notice(ui, &tokens(ui).pending, |ui| {
            theme::label(ui, format!("{why} Choose the line of the heading, then a field over each column."))
        });
    }
    let reading = sheet.reading.as_ref().ok();
    let rows = rows(import, look, reading);
    let total = if look.listed.is_none() { total_row(import, place, &rows, reading) } else { None };
    let columns = Columns::of(ui, import, place, (&rows, total.as_ref()), reading);
    let mut area = ScrollArea::both().id_salt(("lines", place)).auto_shrink([false, false]);
    if look.drawn.insert(place) {
        area = area.scroll_offset(Vec2::ZERO);
    }
    area.show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        fields(ui, import, look, &columns, asked);
        let heading = heading_line(import, place, reading);
        for row in &rows {
            if line(ui, row, &columns, heading == Some(row.line()), look.heading) {
                look.heading = false;
                asked.push((place, SheetChange::Heading(row.line())));
            }
        }
        if look.listed.is_none() {
            after(ui, import, place, &rows, &columns, total.as_ref());
        }
    });
}

/// The line of the heading: as it was found, or as the user said.
fn heading_line(import: &RegisterImport, place: usize, reading: Option<&SheetReading>) -> Option<u32> {
    reading.map(|reading| reading.heading).or_else(|| import.sheets[place].heading_set())
}

/// The lines that are shown.
fn rows<'i>(import: &'i RegisterImport, look: &Look, reading: Option<&SheetReading>) -> Vec<Row<'i>> {
    let cells = import.cells(look.sheet);
    if let Some((_, places)) = &look.listed {
        return places.iter().filter_map(|&place| cells.row(place)).collect();
    }
    let heading = heading_line(import, look.sheet, reading).unwrap_or(0);
    let at = cells.iter().take(200).position(|row| row.line() >= heading).unwrap_or(0);
    (at.saturating_sub(ABOVE)..at + 1 + BELOW).filter_map(|place| cells.row(place)).collect()
}

/// The columns that are shown, with their room.
struct Columns {
    /// Column, left edge, width.
    places: Vec<(u16, f32, f32)>,
    width: f32,
    amounts: Vec<u16>,
}

impl Columns {
    fn of(
        ui: &Ui,
        import: &RegisterImport,
        place: usize,
        (rows, total): (&[Row<'_>], Option<&Row<'_>>),
        reading: Option<&SheetReading>,
    ) -> Columns {
        let mut wide = std::collections::BTreeMap::<u16, f32>::new();
        // Where there is little room, names give way to the amounts.
        let most = if ui.available_width() < NARROW { 130.0 } else { 190.0 };
        let face = theme::font(size::CAPTION);
        let first = heading_line(import, place, reading).unwrap_or(0);
        for row in rows.iter().chain(total).filter(|row| row.line() >= first) {
            for cell in row.cells().take_while(|cell| cell.column < COLUMNS) {
                let text = short(&cell.text, 28).into_owned();
                let need = theme::text_width(ui.painter(), &text, face.clone()) + 16.0;
                let room = wide.entry(cell.column).or_insert(76.0);
                *room = room.max(need.min(most));
            }
        }
        let fields = reading.iter().flat_map(|reading| &reading.columns);
        let amounts = fields.clone().filter(|column| column.field.is_amount()).map(|column| column.column).collect();
        let guessed: Vec<u16> = import.guessed(place).map(|column| column.column).collect();
        for read in fields {
            let (column, field) = (read.column, Some(read.field));
            let over = Over { column, field, guessed: guessed.contains(&column) };
            let room = wide.entry(column).or_insert(76.0);
            *room = room.max(over.width(ui.painter()) + 2.0 * BESIDE);
        }
        let (mut left, mut places) = (NUMBER, Vec::new());
        for (column, width) in wide {
            places.push((column, left, width));
            left += width;
        }
        Columns { places, width: left, amounts }
    }
}

/// The field over each column, and below it whether it is sure.
fn fields(ui: &mut Ui, import: &RegisterImport, look: &mut Look, columns: &Columns, asked: &mut Asked) {
    let (t, place) = (tokens(ui), look.sheet);
    let sheet = &import.sheets[place];
    let guessed: Vec<u16> = import.guessed(place).map(|column| column.column).collect();
    let (rect, _) = ui.allocate_exact_size(vec2(columns.width, space::BUTTON + 18.0), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, t.panel);
    for &(column, left, width) in &columns.places {
        let read = sheet.reading.iter().flat_map(|reading| &reading.columns).find(|read| read.column == column);
        let field = read.map(|read| read.field).or_else(|| sheet.field_set(column));
        let room = Rect::from_min_size(
            pos2(rect.left() + left + BESIDE, rect.top() + 2.0),
            vec2(width - 2.0 * BESIDE, rect.height() - 2.0),
        );
        // Its own name: the keyboard stays on it while the sheet is read again.
        let own = UiBuilder::new().scope_id(Id::unique(("field over column", place, column)));
        let mut ui = ui.new_child(own.max_rect(room).layout(Layout::top_down_justified(Align::Min)));
        // What is below it is small, a link too.
        ui.style_mut().text_styles.insert(TextStyle::Body, theme::font(size::CAPTION));
        let is_guessed = guessed.contains(&column);
        if let Some(chosen) = field::show(&mut ui, Over { column, field, guessed: is_guessed }, look) {
            asked.push((place, SheetChange::Column(column, chosen)));
        }
        let reading = sheet.reading.as_ref().ok();
        if let Some((sum, once)) = counts(reading, field) {
            let (words, what) = if once { ("once", "count once") } else { ("added", "are added") };
            let link = theme::link(&mut ui, words);
            let called = format!("{}: its lines {what}", name(field.unwrap_or(RegisterField::Taxable)));
            ui.accesskit_node_builder(link.id, |node| node.set_label(called));
            if link.clicked() {
                asked.push((place, SheetChange::Once(sum, !once)));
            }
        } else if field.is_some() {
            let words = if is_guessed { "guessed" } else { "sure" };
            let text = theme::caption(words);
            theme::label(&mut ui, if is_guessed { text.color(t.pending.colour) } else { text });
        }
    }
}

/// Whether an amount counts once, where it is one.
fn counts(reading: Option<&SheetReading>, field: Option<RegisterField>) -> Option<(EntrySum, bool)> {
    let (reading, field) = (reading?, field?);
    let sum = EntrySum::ALL.into_iter().find(|sum| RegisterField::of_sum(*sum) == field)?;
    // A sum of several heads is added in any case.
    Some((sum, reading.once[sum as usize]))
}

/// A line of the file. True if it was clicked while a heading is asked for.
fn line(ui: &mut Ui, row: &Row<'_>, columns: &Columns, heading: bool, choosing: bool) -> bool {
    let t = tokens(ui);
    let wide = columns.width.max(ui.available_width());
    let sense = if choosing { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(wide, LINE), sense);
    if heading {
        ui.painter().rect_filled(rect, 0.0, t.selection);
    } else if choosing && response.hovered() {
        ui.painter().rect_filled(rect, 0.0, t.hover);
    }
    let texts = paint_line(ui, rect, row, columns, heading, t);
    let what = if heading { "Heading, line" } else { "Line" };
    let called = format!("{what} {}: {}", row.line(), texts.join(", "));
    let role = if choosing { egui::Role::Button } else { egui::Role::Row };
    response.widget_info(|| WidgetInfo::labeled(role, true, &called));
    response.clicked()
}

fn paint_line(ui: &Ui, rect: Rect, row: &Row<'_>, columns: &Columns, heading: bool, t: &Tokens) -> Vec<String> {
    let face = if heading { theme::strong(size::CAPTION) } else { theme::font(size::CAPTION) };
    let painter = ui.painter();
    painter.hline(rect.x_range(), rect.bottom() - 0.5, t.row_line());
    let number = pos2(rect.left() + NUMBER - 14.0, rect.center().y);
    painter.text(number, Align2::RIGHT_CENTER, grouped(row.line().into()), theme::font(size::CAPTION), t.muted);
    let mut texts = Vec::new();
    let cells: Vec<_> = row.cells().take_while(|cell| cell.column < COLUMNS).collect();
    // A title above the heading takes the room of the columns beside it.
    let alone = cells.len() == 1;
    for cell in &cells {
        let Some(&(_, left, width)) = columns.places.iter().find(|(column, ..)| *column == cell.column) else {
            continue;
        };
        let room = if alone { columns.width - left } else { width } - 8.0;
        let shown = shown(cell);
        let right = columns.amounts.contains(&cell.column) && !alone;
        let galley = theme::cut_line(painter, &short(&shown, 200), face.clone(), t.text, room);
        let x = if right { rect.left() + left + width - 6.0 - galley.size().x } else { rect.left() + left + 6.0 };
        painter.galley(pos2(x, rect.center().y - galley.size().y / 2.0), galley, t.text);
        texts.push(theme::drawn(&shown).into_owned());
    }
    texts
}

/// A cell as the file means it: a day as a day, a number with the digits that a spreadsheet shows.
fn shown(cell: &crate::cells::Cell<'_>) -> String {
    match cell.kind {
        crate::cells::Kind::Date(day) if day != crate::values::Day::NONE => day.to_string(),
        crate::cells::Kind::Number if cell.text.len() > 15 && cell.text.contains('.') => {
            let rounded = cell.text.trim().parse().ok().and_then(|v: f64| format!("{v:.14e}").parse::<f64>().ok());
            rounded.map_or_else(|| cell.text.trim().to_owned(), |number| number.to_string())
        }
        _ => cell.text.trim().to_owned(),
    }
}

/// The line of the file's own total, where it is not among those shown.
fn total_row<'i>(
    import: &'i RegisterImport,
    place: usize,
    rows: &[Row<'_>],
    reading: Option<&SheetReading>,
) -> Option<Row<'i>> {
    let last = rows.last().map_or(0, Row::line);
    let total = reading?.total_line.as_ref().filter(|total| total.line > last)?;
    let cells = import.cells(place);
    (0..cells.rows()).rev().take(2_000).filter_map(|at| cells.row(at)).find(|row| row.line() == total.line)
}

/// How many lines follow, and the file's own total.
fn after(
    ui: &mut Ui,
    import: &RegisterImport,
    place: usize,
    rows: &[Row<'_>],
    columns: &Columns,
    total: Option<&Row<'_>>,
) {
    let cells = import.cells(place);
    let last = rows.last().map_or(0, Row::line);
    let more = cells.rows().saturating_sub(rows.len());
    let end = cells.rows().checked_sub(1).and_then(|at| cells.row(at)).map_or(0, |row| row.line());
    if end > last && more > 0 {
        ui.add_space(space::STEP);
        theme::label(ui, theme::caption(format!("        {} more lines", grouped(more as u64))));
    }
    if let Some(row) = total {
        line(ui, row, columns, false, false);
        theme::label(ui, theme::caption("        left out: a total line"));
    }
}

#[cfg(test)]
mod tests {
    use crate::cells::{Cell, Format, Kind};

    #[test]
    fn numbers_are_shown_with_the_digits_that_a_spreadsheet_shows() {
        for (text, wanted) in [
            ("9421.120000000001", "9421.12"),
            ("85811.379999999997", "85811.38"),
            ("-0.30000000000000004", "-0.3"),
            ("1234567890123456", "1234567890123456"),
            ("9421.10", "9421.10"),
        ] {
            let cell = Cell { column: 0, kind: Kind::Number, text: text.into(), format: Format::default() };
            assert_eq!(super::shown(&cell), wanted);
        }
    }
}
