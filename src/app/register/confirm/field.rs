//! The field over a column: a button with what the column is, and the list of fields that it opens.

use super::Look;
use crate::app::theme::{self, menu_item, size, space, tokens};
use crate::cells::letters;
use crate::register::RegisterField;
use egui::{Align, Event, Id, Key, Layout, Modifiers, Painter, Popup, Response, ScrollArea, Sense, Stroke, StrokeKind};
use egui::{Ui, WidgetInfo, pos2, vec2};

/// At the sides of the words.
const PAD: f32 = 8.0;
/// The room of the mark that says that a list opens.
const MARK: f32 = 18.0;

/// A column, and what it is so far.
#[derive(Clone, Copy)]
pub(super) struct Over {
    /// Its place.
    pub column: u16,
    /// Its field.
    pub field: Option<RegisterField>,
    /// The user did not say so, and its heading leaves a doubt.
    pub guessed: bool,
}

impl Over {
    fn words(self) -> String {
        let name = self.field.map_or("–", name);
        if self.guessed { format!("? {name}") } else { name.to_owned() }
    }

    /// The room that its button needs.
    pub fn width(self, painter: &Painter) -> f32 {
        theme::text_width(painter, &self.words(), theme::font(size::SMALL)).ceil() + 2.0 * PAD + MARK
    }
}

/// Draws the button. Some: another field was chosen. The keyboard is on the button again once the list closes.
pub(super) fn show(ui: &mut Ui, over: Over, look: &mut Look) -> Option<Option<RegisterField>> {
    let response = button(ui, over);
    let id = Popup::default_response_id(&response);
    let mut chosen = None;
    let first = look.field_list != Some(over.column);
    let popup = Popup::menu(&response).accessible_name(format!("Field of column {}", letters(over.column)));
    popup.width(220.0).show(|ui| chosen = list(ui, over, first));
    if chosen.is_none() && Popup::is_id_open(ui.ctx(), id) {
        look.field_list = Some(over.column);
    } else if !first && chosen.is_none() {
        look.field_list = None;
        response.request_focus();
    }
    chosen.filter(|chosen| *chosen != over.field)
}

fn button(ui: &mut Ui, over: Over) -> Response {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), space::BUTTON), Sense::click());
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    let shown = over.field.map_or("–", name);
    let called = format!("Column {}: {shown}{}", letters(over.column), if over.guessed { ", guessed" } else { "" });
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &called));
    let (fill, line, colour) = match over.guessed {
        true => (t.pending.tint, Stroke::new(t.line_width, t.pending.colour), t.pending.colour),
        false if response.hovered() => (t.hover, t.line(), t.text),
        false => (t.background, t.line(), t.text),
    };
    let painter = ui.painter();
    painter.rect(rect, space::RADIUS, fill, line, StrokeKind::Inside);
    let words = theme::cut_line(painter, &over.words(), theme::font(size::SMALL), colour, rect.width() - PAD - MARK);
    painter.galley(pos2(rect.left() + PAD, rect.center().y - words.size().y / 2.0), words, colour);
    let tip = pos2(rect.right() - MARK / 2.0 - 1.0, rect.center().y + 2.0);
    for side in [-3.5, 3.5] {
        painter.line_segment(
            [tip, tip + vec2(side, -3.5)],
            Stroke::new(1.25, if over.guessed { colour } else { t.muted }),
        );
    }
    if response.has_focus() {
        theme::paint_focus(painter, rect, space::RADIUS, t);
    }
    response
}

/// The list; `first`: it opens now, on the field that the column has.
fn list(ui: &mut Ui, over: Over, first: bool) -> Option<Option<RegisterField>> {
    let mut chosen = None;
    ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
        ui.with_layout(Layout::top_down_justified(Align::Min), |ui| {
            let mut items = Vec::new();
            for offered in std::iter::once(None).chain(FIELDS.map(Some)) {
                let words = offered.map_or("Not used", name);
                let item = ui.add(menu_item(words).switched_on(over.field == offered));
                let called = format!("{words} in column {}", letters(over.column));
                ui.accesskit_node_builder(item.id, |node| node.set_label(called));
                if first && over.field == offered {
                    item.request_focus();
                    item.scroll_to_me(Some(Align::Center));
                }
                items.push((words, item.id));
                if item.clicked() {
                    chosen = Some(offered);
                    ui.close();
                }
            }
            if let Some(item) = sought(ui, &items) {
                ui.memory_mut(|memory| memory.request_focus(item));
            }
        });
    });
    chosen
}

/// To which of the items a key leads: Home, End, and the letter with which one begins, the next one each time.
fn sought(ui: &Ui, items: &[(&str, Id)]) -> Option<Id> {
    let pressed = |event: &Event| match event {
        Event::Key { key, pressed: true, modifiers, .. } if modifiers.is_none() || *modifiers == Modifiers::SHIFT => {
            Some(*key)
        }
        _ => None,
    };
    let key = ui.input(|input| input.events.iter().find_map(pressed))?;
    let letter = key.name();
    match key {
        Key::Home => items.first().map(|item| item.1),
        Key::End => items.last().map(|item| item.1),
        _ if letter.len() != 1 => None,
        _ => {
            // "Not used" is no field: Home leads to it.
            let items = items.get(1..).unwrap_or_default();
            let begins = |item: &&(&str, Id)| item.0.starts_with(letter);
            let here = ui.memory(|memory| memory.focused());
            let at = items.iter().position(|item| Some(item.1) == here).filter(|at| items[*at].0.starts_with(letter));
            let next = at.and_then(|at| items[at + 1..].iter().find(begins));
            next.or_else(|| items.iter().find(begins)).map(|item| item.1)
        }
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
