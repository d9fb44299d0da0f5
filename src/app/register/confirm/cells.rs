//! The lines of a sheet as they are in the file, with a field over each column.

use super::{Asked, Look};
use crate::app::theme::{self, Tokens, plain_button, size, space, tokens};
use crate::book::EntrySum;
use crate::cells::{Row, letters};
use crate::register::{RegisterField, SheetReading};
use crate::session::register::change::SheetChange;
use crate::session::register::import::RegisterImport;
use crate::values::{grouped, short};
use egui::{Align, Align2, Layout, Popup, Rect, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

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
    let columns = Columns::of(ui, import, place, &rows, reading);
    ScrollArea::both().id_salt(("lines", place)).auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        fields(ui, import, place, &columns, asked);
        let heading = heading_line(import, place, reading);
        for row in &rows {
            if line(ui, row, &columns, heading == Some(row.line()), look.heading) {
                look.heading = false;
                asked.push((place, SheetChange::Heading(row.line())));
            }
        }
        if look.listed.is_none() {
            after(ui, import, place, &rows, &columns, reading);
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
    fn of(ui: &Ui, import: &RegisterImport, place: usize, rows: &[Row<'_>], reading: Option<&SheetReading>) -> Columns {
        let mut wide = std::collections::BTreeMap::<u16, f32>::new();
        let face = theme::font(size::CAPTION);
        let first = heading_line(import, place, reading).unwrap_or(0);
        for row in rows.iter().filter(|row| row.line() >= first) {
            for cell in row.cells().take_while(|cell| cell.column < COLUMNS) {
                let text = short(&cell.text, 28).into_owned();
                let need = theme::text_width(ui.painter(), &text, face.clone()) + 16.0;
                let room = wide.entry(cell.column).or_insert(76.0);
                *room = room.max(need.min(190.0));
            }
        }
        let fields = reading.iter().flat_map(|reading| &reading.columns);
        let amounts = fields.clone().filter(|column| column.field.is_amount()).map(|column| column.column).collect();
        for column in fields {
            let need = theme::text_width(ui.painter(), name(column.field), face.clone());
            let room = wide.entry(column.column).or_insert(76.0);
            *room = room.max(need + 44.0);
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
fn fields(ui: &mut Ui, import: &RegisterImport, place: usize, columns: &Columns, asked: &mut Asked) {
    let t = tokens(ui);
    let sheet = &import.sheets[place];
    let guessed: Vec<u16> = import.guessed(place).map(|column| column.column).collect();
    let (rect, _) = ui.allocate_exact_size(vec2(columns.width, space::BUTTON + 18.0), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, t.panel);
    for &(column, left, width) in &columns.places {
        let read = sheet.reading.iter().flat_map(|reading| &reading.columns).find(|read| read.column == column);
        let field = read.map(|read| read.field).or_else(|| sheet.field_set(column));
        let room = Rect::from_min_size(
            pos2(rect.left() + left + 2.0, rect.top() + 2.0),
            vec2(width - 4.0, rect.height() - 2.0),
        );
        let mut ui = ui.new_child(
            egui::UiBuilder::new().id_salt(column).max_rect(room).layout(Layout::top_down_justified(Align::Min)),
        );
        let is_guessed = guessed.contains(&column);
        if let Some(chosen) = field_menu(&mut ui, column, field, is_guessed) {
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

/// The menu of fields over a column. Some: another one was chosen.
fn field_menu(ui: &mut Ui, column: u16, field: Option<RegisterField>, guessed: bool) -> Option<Option<RegisterField>> {
    let shown = field.map_or("–", name);
    let text = if guessed { format!("? {shown}") } else { shown.to_owned() };
    let look = tokens(ui).pending;
    let button = plain_button(&text).switched_on(false);
    let response = ui.add(if guessed { button.look(&look) } else { button });
    let called = format!("Column {}: {}{}", letters(column), shown, if guessed { ", guessed" } else { "" });
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &called));
    let mut chosen = None;
    let popup = Popup::menu(&response).accessible_name(format!("Field of column {}", letters(column))).width(220.0);
    popup.show(|ui| {
        ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            ui.with_layout(Layout::top_down_justified(Align::Min), |ui| {
                for offered in std::iter::once(None).chain(FIELDS.map(Some)) {
                    let words = offered.map_or("Not used", name);
                    let item = ui.add(theme::menu_item(words).switched_on(field == offered));
                    let called = format!("{words} in column {}", letters(column));
                    ui.accesskit_node_builder(item.id, |node| node.set_label(called));
                    if item.clicked() {
                        chosen = Some(offered);
                        ui.close();
                    }
                }
            });
        });
    });
    chosen.filter(|chosen| *chosen != field)
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

/// How many lines follow, and the file's own total.
fn after(
    ui: &mut Ui,
    import: &RegisterImport,
    place: usize,
    rows: &[Row<'_>],
    columns: &Columns,
    reading: Option<&SheetReading>,
) {
    let cells = import.cells(place);
    let last = rows.last().map_or(0, Row::line);
    let more = cells.rows().saturating_sub(rows.len());
    let end = cells.rows().checked_sub(1).and_then(|at| cells.row(at)).map_or(0, |row| row.line());
    if end > last && more > 0 {
        ui.add_space(space::STEP);
        theme::label(ui, theme::caption(format!("        {} more lines", grouped(more as u64))));
    }
    let total = reading.and_then(|reading| reading.total_line.as_ref()).filter(|total| total.line > last);
    let Some(total) = total else { return };
    let row = (0..cells.rows()).rev().take(2_000).filter_map(|at| cells.row(at)).find(|row| row.line() == total.line);
    if let Some(row) = row {
        line(ui, &row, columns, false, false);
        theme::label(ui, theme::caption("        left out: a total line"));
    }
}

/// The fields that are offered, those that count first.
const FIELDS: [RegisterField; 23] = [
    RegisterField::Gstin,
    RegisterField::Name,
    RegisterField::Number,
    RegisterField::Date,
    RegisterField::Posting,
    RegisterField::Type,
    RegisterField::Taxable,
    RegisterField::Igst,
    RegisterField::Cgst,
    RegisterField::Sgst,
    RegisterField::Cess,
    RegisterField::Tax,
    RegisterField::Value,
    RegisterField::Voucher,
    RegisterField::Rcm,
    RegisterField::Eligibility,
    RegisterField::Status,
    RegisterField::Own,
    RegisterField::Import,
    RegisterField::OriginalNumber,
    RegisterField::OriginalDate,
    RegisterField::Rate,
    RegisterField::Item,
];

/// A field as the menu over a column calls it.
pub(super) fn name(field: RegisterField) -> &'static str {
    match field {
        RegisterField::Gstin => "Supplier GSTIN",
        RegisterField::Own => "Your own GSTIN",
        RegisterField::Number => "Number",
        RegisterField::Voucher => "Own voucher",
        RegisterField::Date => "Date",
        RegisterField::Posting => "Posted",
        RegisterField::Name => "Supplier name",
        RegisterField::Type => "Type",
        RegisterField::Taxable => "Taxable",
        RegisterField::Value => "Value",
        RegisterField::Igst => "IGST",
        RegisterField::Cgst => "CGST",
        RegisterField::Sgst => "SGST",
        RegisterField::Cess => "Cess",
        RegisterField::Tax => "Total tax",
        RegisterField::Rcm => "Reverse charge",
        RegisterField::Eligibility => "Eligibility for ITC",
        RegisterField::Status => "Status",
        RegisterField::Rate => "Rate",
        RegisterField::Import => "Bill of entry",
        RegisterField::OriginalNumber => "Original number",
        RegisterField::OriginalDate => "Original date",
        RegisterField::Item => "Item",
        RegisterField::Portal => "As per the portal",
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
