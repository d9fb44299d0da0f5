//! What the portal said of a record, field by field; where it has a partner, both beside each other.

use egui::{Align, Layout, Rect, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::super::theme::{self, Hint, size, space, tokens};
use crate::book::{Action, Field, Section};
use crate::session::Session;
use crate::view;

/// The room of the mark between two values that differ.
const MARK: f32 = 20.0;
const GAP: f32 = 6.0;
/// The room of the names of fields: so that 15 characters of a GSTIN fit beside them.
const LABEL: f32 = 96.0;

/// A field of a record and, where they differ, of its partner.
struct Line {
    field: Field,
    here: String,
    there: Option<String>,
}

/// What is beside a record: where it is, and what it is to the record.
pub type Beside = (Section, u32, &'static str);

/// Draws the fields: first those that differ from what is beside, in two columns; then the rest, one value each. Those
/// empty on both sides are left out.
pub fn show(ui: &mut Ui, open: &Session, this: (Section, u32), beside: Option<Beside>) {
    let (differing, rest): (Vec<_>, Vec<_>) =
        lines(open, this, beside).into_iter().partition(|line| line.there.is_some());
    if !differing.is_empty() {
        draw(ui, differing, beside.map(|beside| beside.2));
        ui.add_space(2.0 * space::STEP);
    }
    // The amounts are above, in a table of their own, and whose it is below the number.
    let above = |field: Field| field.is_amount() || matches!(field, Field::Name | Field::Supplier | Field::Filing);
    let rest: Vec<_> = rest.into_iter().filter(|line| !above(line.field)).collect();
    draw(ui, rest, None);
}

/// Draws the amounts of a record as a small table: the tax by head and in one sum.
pub fn amounts(ui: &mut Ui, open: &Session, section: Section, row: u32) {
    let record = |field: Field| view::cell(open.book(), section, row, field).into_owned();
    table_of_amounts(ui, &record);
}

/// The same of any amounts.
pub(super) fn table_of_amounts(ui: &mut Ui, amount: &dyn Fn(Field) -> String) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 3.0);
        ui.spacing_mut().interact_size.y = 0.0;
        let fields = [Field::Taxable, Field::Igst, Field::Cgst, Field::Sgst, Field::Cess, Field::Tax, Field::Value];
        for field in fields {
            let here = amount(field);
            if field == Field::Cess && here == "0.00" {
                continue;
            }
            if field == Field::Tax {
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
                ui.painter().hline(rect.x_range(), rect.center().y, tokens(ui).line());
            }
            ui.horizontal_top(|ui| {
                let strong = field == Field::Tax;
                let title = egui::RichText::new(field.title());
                value(ui, LABEL, Align::Min, if strong { title.font(theme::strong(size::GRID)) } else { title.weak() });
                let text = egui::RichText::new(&here);
                let text = match here.as_str() {
                    _ if strong => text.font(theme::strong(size::GRID)),
                    "0.00" => text.weak(),
                    _ => text,
                };
                value(ui, ui.available_width(), Align::Max, text);
            });
        }
    });
}

/// Draws the fields in which a record and the one beside it differ; nothing where none does.
pub fn differences(ui: &mut Ui, open: &Session, this: (Section, u32), beside: Beside) {
    let lines: Vec<_> = lines(open, this, Some(beside)).into_iter().filter(|line| line.there.is_some()).collect();
    if !lines.is_empty() {
        draw(ui, lines, Some(beside.2));
    }
}

/// Whether a record and the one beside it differ in any field.
pub fn differ(open: &Session, this: (Section, u32), beside: Beside) -> bool {
    lines(open, this, Some(beside)).iter().any(|line| line.there.is_some())
}

/// Draws values that differ, those of the record and those of something else.
pub(super) fn both(ui: &mut Ui, values: Vec<(Field, String, String)>, is: &'static str) {
    let lines = values.into_iter().map(|(field, here, there)| Line { field, here, there: Some(there) });
    let lines: Vec<Line> = lines.collect();
    if !lines.is_empty() {
        draw(ui, lines, Some(is));
        ui.add_space(space::STEP);
    }
}

fn draw(ui: &mut Ui, lines: Vec<Line>, beside: Option<&'static str>) {
    let label = LABEL;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 3.0);
        // Labels alone need no room for a click.
        ui.spacing_mut().interact_size.y = 0.0;
        headings(ui, label, beside);
        for line in lines {
            self::line(ui, label, line, beside.unwrap_or_default());
        }
    });
}

fn headings(ui: &mut Ui, label: f32, beside: Option<&'static str>) {
    if let Some(is) = beside {
        let half = half(ui, label);
        ui.horizontal_top(|ui| {
            ui.add_space(label + GAP);
            value(ui, half, Align::Max, theme::caption("This"));
            ui.add_space(MARK);
            value(ui, half, Align::Max, theme::caption(is));
        });
    }
}

fn lines(open: &Session, (section, row): (Section, u32), beside: Option<Beside>) -> Vec<Line> {
    let mut lines = Vec::new();
    // Of two versions of a record it is said what the portal held: what was decided here since is no change of the download's.
    let older = |beside: Beside| {
        let mut versions = std::iter::successors(Some(row), |&row| open.book().sheet(section).older(row));
        beside.0 == section && beside.1 != row && versions.any(|row| row == beside.1)
    };
    let cell = if beside.is_some_and(older) { view::cell::imported } else { view::cell };
    for field in Field::columns(section) {
        let decided = field.is_decided() && field != Field::Action;
        // Number and status stand above; they are said again only beside another's.
        let above = matches!(field, Field::Action | Field::Number);
        if (beside.is_none() && (decided || above)) || field == Field::Note || field.is_derived() {
            continue;
        }
        let here = cell(open.book(), section, row, field).into_owned();
        let there = beside
            .filter(|(section, ..)| Field::columns(*section).contains(&field))
            .map(|(section, row, _)| cell(open.book(), section, row, field).into_owned())
            .filter(|there| *there != here);
        let said = if beside.is_some() && (decided || above) { there.is_some() } else { !here.is_empty() };
        let flag = matches!(field, Field::PendingBlocked | Field::RemarksBlocked | Field::ItcBlocked);
        if (said && !(flag && here != "yes")) || there.is_some() {
            let words = |text: String| if flag { of_flag(&text).to_owned() } else { theme::drawn(&text).into_owned() };
            lines.push(Line { field, here: words(here), there: there.map(words) });
        }
    }
    lines
}

/// What the portal's flag says, beside what it takes no more: a bare "yes" beside "Pending" or "ITC to be reduced?" would be read as
/// what was decided.
fn of_flag(flag: &str) -> &'static str {
    match flag {
        "yes" => "blocked by the portal",
        "no" => "not blocked",
        _ => "not said",
    }
}

/// What a field is called beside its value.
fn title(field: Field) -> &'static str {
    match field {
        Field::PendingBlocked => Action::Pending.name(),
        Field::RemarksBlocked => Field::Remarks.title(),
        Field::ItcBlocked => Field::Answer.title(),
        field => field.title(),
    }
}

/// How wide each of two values may be.
fn half(ui: &Ui, label: f32) -> f32 {
    ((ui.available_width() - label - GAP - MARK) / 2.0).max(40.0)
}

fn line(ui: &mut Ui, label: f32, line: Line, partner: &str) {
    let t = tokens(ui);
    let amount = line.field.is_amount();
    let align = if amount { Align::Max } else { Align::Min };
    let title = egui::RichText::new(title(line.field)).font(theme::font(size::GRID)).weak();
    let Some(there) = &line.there else {
        let text = egui::RichText::new(&line.here);
        let text = if amount && line.here == "0.00" { text.weak() } else { text };
        // A figure is not broken into two lines: it gets one of its own.
        let apart = theme::is_figure(&line.here) && width(ui, &line.here) > ui.available_width() - label - GAP;
        ui.horizontal_top(|ui| {
            value(ui, label, Align::Min, title);
            if !apart {
                ui.add_space(GAP);
                value(ui, ui.available_width(), align, text.clone());
            }
        });
        if apart {
            value(ui, ui.available_width(), align, text);
        }
        return;
    };
    let shown = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
    let (here, there) = (shown(&line.here), shown(there));
    let half = half(ui, label);
    let fits = |text: &str| width(ui, text) <= half;
    let both_fit = fits(&here) && fits(&there);
    let ground = ui.painter().add(egui::Shape::Noop);
    let shown = ui.vertical(|ui| {
        ui.horizontal_top(|ui| {
            value(ui, label, Align::Min, title);
            ui.add_space(GAP);
            if both_fit {
                value(ui, half, align, theme::semibold(&here));
                differs(ui, line.field.title());
                value(ui, half, align, theme::semibold(&there));
            } else {
                value(ui, ui.available_width(), align, theme::semibold(&here));
            }
        });
        if !both_fit {
            // Too long to stand side by side: one below the other, which amounts like just as well.
            ui.horizontal_top(|ui| {
                differs(ui, line.field.title());
                value(ui, label - MARK, Align::Min, theme::caption(partner));
                ui.add_space(GAP);
                value(ui, ui.available_width(), align, theme::semibold(&there));
            });
        }
    });
    let tint = egui::Shape::rect_filled(around(shown.response.rect), space::RADIUS_MARK, t.pending.tint);
    ui.painter().set(ground, tint);
}

fn around(rect: Rect) -> Rect {
    Rect::from_min_max(rect.min - vec2(4.0, 1.0), rect.max + vec2(2.0, 1.0))
}

/// How wide a text is on one line, in the widest face.
fn width(ui: &Ui, text: &str) -> f32 {
    theme::text_width(ui.painter(), text, theme::strong(size::BODY))
}

/// A text in a column so wide. For a figure that it cannot hold #### is there.
fn value(ui: &mut Ui, wide: f32, align: Align, text: egui::RichText) {
    ui.allocate_ui_with_layout(vec2(wide, 0.0), Layout::top_down(align), |ui| {
        ui.set_width(wide);
        let whole = text.text().to_owned();
        if theme::is_figure(&whole) && width(ui, &whole) > wide {
            theme::label(ui, "####").hint(whole);
        } else {
            theme::sentence_to_copy(ui, text);
        }
    });
}

/// The sign that two values differ, so that their tint is not alone.
fn differs(ui: &mut Ui, title: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(MARK, 17.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{title} differs")));
    let t = tokens(ui);
    let stroke = Stroke::new(1.4, t.pending.colour);
    let at = rect.center();
    for y in [-1.75, 1.75] {
        ui.painter().line_segment([at + vec2(-3.5, y), at + vec2(3.5, y)], stroke);
    }
    ui.painter().line_segment([at + vec2(-2.0, 4.5), at + vec2(2.0, -4.5)], stroke);
}
