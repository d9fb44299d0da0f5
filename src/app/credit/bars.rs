//! The pictures: the change from 0 with its parts, and what does not come, by supplier. No axis begins at anything but 0, and every
//! bar carries its figure.

use egui::{Align2, Id, Rect, Role, Sense, Stroke, Ui, pos2, vec2};

use crate::app::credit::rows::{amount, called, is_one_row, keep_place, room, width};
use crate::app::credit::shape::{of_not_coming, of_part};
use crate::app::keyboard::tab;
use crate::app::parts::top_bar::name;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, paint_bar, size, space, tokens};
use crate::book::Book;
use crate::rules::credit::this_time;
use crate::session::credit::{CreditLine, CreditShown};
use crate::session::suppliers::show::called_with_state;
use crate::values::{grouped, money, records};
use crate::view::credit::{CreditRecords, NotComing, SupplierNotComing};
use std::collections::{HashMap, HashSet};

const BAR_ROW: f32 = 21.0;
const BAR: f32 = 13.0;
const SUPPLIER_ROW: f32 = 16.0;
const SUPPLIER_BAR: f32 = 10.0;
/// How many suppliers have a bar, as long as the user does not ask for all.
const SUPPLIERS: usize = 20;
/// Where it is kept that all have one.
const ALL: &str = "bars of all suppliers";
/// The longest bar is never shorter than this, nor the room of the names.
const SHORTEST: f32 = 20.0;
const NAMES: f32 = 80.0;
/// This number of bars is drawn beyond what is seen.
const BEYOND: f32 = 8.0;

/// The change: falls go left, rises go right.
pub fn change(ui: &mut Ui, shown: &CreditShown, out: &mut Requests) {
    ui.horizontal(|ui| {
        theme::label(ui, theme::semibold("The change"));
        theme::label(ui, theme::caption("from 0, in rupees"));
    });
    let parts = shown.parts();
    if parts.is_empty() {
        theme::label(ui, theme::caption("Nothing changes yet: your decisions give what the portal gives by itself."));
        return;
    }
    let face = theme::strong(size::GRID);
    let figures = |falls: bool| {
        let of = parts.iter().filter(|part| (part.total() < 0) == falls);
        let most = of.clone().map(|part| part.total().unsigned_abs()).max().unwrap_or(0) as f32;
        let texts = of.map(|part| amount(part.total(), true));
        (most, texts.map(|text| width(ui, &text, face.clone()) + 8.0).fold(0.0, f32::max))
    };
    let words = parts.iter().map(|part| width(ui, &part.words, theme::font(size::GRID)) + 8.0).fold(0.0, f32::max);
    let axis = Axis::within(ui.available_width(), words, figures(true), figures(false));
    for part in &parts {
        change_bar(ui, part, &axis, out);
    }
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 14.0), Sense::hover());
    let at = pos2(rect.left() + axis.zero(), rect.top());
    ui.painter().text(at, Align2::CENTER_TOP, "0", theme::font(size::CAPTION), tokens(ui).muted);
}

/// Where 0 is, and how long a rupee.
struct Axis {
    /// The room of the words before it.
    words: f32,
    from: f32,
    room: f32,
    fall: f32,
    rise: f32,
}

impl Axis {
    /// In so much room, with the widest words, the largest of each side and the room of its figures, which lie over nothing: the words
    /// give way.
    fn within(wide: f32, widest: f32, (fall, left): (f32, f32), (rise, right): (f32, f32)) -> Axis {
        let words = widest.min(wide * 0.5).min(wide - left - right - SHORTEST).max(NAMES);
        let room = (wide - words - left - right).max(SHORTEST);
        Axis { words, from: words + left, room, fall, rise }
    }

    fn scale(&self) -> f32 {
        self.room / (self.fall + self.rise).max(1.0)
    }

    fn zero(&self) -> f32 {
        self.from + self.fall * self.scale()
    }
}

fn change_bar(ui: &mut Ui, part: &CreditLine, axis: &Axis, out: &mut Requests) {
    let figure = amount(part.total(), true);
    let opens = part.opens.map(|opens| opens.0);
    let words = format!("Bar: {}", called(&part.words, opens, &figure));
    let (rect, response) = room(ui, BAR_ROW, true, &words);
    let t = tokens(ui);
    let painter = ui.painter();
    let face = theme::font(size::GRID);
    let galley = theme::cut_line(painter, &part.words, face, t.text, axis.words - 6.0);
    painter.galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, t.text);
    let zero = rect.left() + axis.zero();
    let length = (part.total().unsigned_abs() as f32 * axis.scale()).max(1.5);
    let falls = part.total() < 0;
    let (from, to) = if falls { (zero - length, zero) } else { (zero, zero + length) };
    let bar = Rect::from_min_max(pos2(from, rect.center().y - BAR / 2.0), pos2(to, rect.center().y + BAR / 2.0));
    if let Some(shape) = of_part(part.look, t) {
        paint_bar(painter, bar, shape, t);
    }
    painter.vline(zero, rect.y_range(), Stroke::new(1.0, t.text));
    let (at, align) = match falls {
        true => (pos2(from - 6.0, rect.center().y), Align2::RIGHT_CENTER),
        false => (pos2(to + 6.0, rect.center().y), Align2::LEFT_CENTER),
    };
    painter.text(at, align, &figure, theme::strong(size::GRID), t.text);
    let Some((n, which)) = part.opens else { return };
    let hint = format!("{} {}\n{figure}\nShow its {} in All.", part.words, part.hint, records(n));
    if response.hint(hint).clicked() {
        out.push(Request::CreditRecords(which, part.called()));
    }
}

/// What does not come this month, by supplier, the most first.
pub fn not_coming(ui: &mut Ui, shown: &CreditShown, book: &Book, out: &mut Requests) {
    let all = &shown.page.not_coming;
    let whole: bool = ui.data(|data| data.get_temp(Id::unique(ALL))).unwrap_or_default();
    ui.horizontal(|ui| {
        theme::label(ui, theme::semibold(format!("Credit not coming {}, by supplier", this_time(shown.quarterly))));
        if all.len() > SUPPLIERS {
            tab::from_the_right(ui, |ui| {
                let count = grouped(all.len() as u64);
                let link = if whole { format!("Show the first {SUPPLIERS}") } else { format!("Show all {count}") };
                if theme::link(ui, &link).clicked() {
                    ui.data_mut(|data| data.insert_temp(Id::unique(ALL), !whole));
                }
                if !whole {
                    theme::label(ui, theme::caption(format!("{SUPPLIERS} of {count}")));
                }
            });
        }
    });
    ui.horizontal(|ui| NotComing::ALL.into_iter().for_each(|why| legend(ui, why)));
    if all.is_empty() {
        theme::label(ui, theme::caption("All of it comes: no credit is Pending, rejected or not filed."));
        return;
    }
    let bars = &all[..if whole { all.len() } else { all.len().min(SUPPLIERS) }];
    // Of thousands only those are drawn that are seen, and some more, so that Tab goes on to them.
    let above = (ui.clip_rect().top() - ui.cursor().top()) / SUPPLIER_ROW - BEYOND;
    let first = (above.max(0.0) as usize).min(bars.len());
    let last = (first + (ui.clip_rect().height() / SUPPLIER_ROW + 2.0 * BEYOND) as usize).min(bars.len());
    ui.add_space(first as f32 * SUPPLIER_ROW);
    let alike = alike(shown, bars, &bars[first..last]);
    for supplier in &bars[first..last] {
        let (words, gstin) = supplier_called(shown, book, supplier, &alike);
        ui.push_id(supplier.supplier, |ui| supplier_bar(ui, shown, (&words, &gstin), supplier, out));
    }
    ui.add_space((bars.len() - last) as f32 * SUPPLIER_ROW);
    let words = theme::sentence(
        ui,
        theme::caption(
            "Not filed: it comes once the supplier files GSTR-1, whatever was decided. Rejected: you can change it until you file \
         GSTR-3B. Credit notes and documents of the next GSTR-2B are not in it.",
        ),
    );
    is_one_row(ui, words.rect);
}

fn legend(ui: &mut Ui, why: NotComing) {
    ui.spacing_mut().item_spacing.x = 6.0;
    let (rect, _) = ui.allocate_exact_size(vec2(11.0, 11.0), Sense::hover());
    paint_bar(ui.painter(), rect, of_not_coming(why, tokens(ui)), tokens(ui));
    theme::label(ui, theme::caption(why.words()));
    ui.add_space(2.0 * space::STEP);
}

/// The PANs of those in sight that several of all the suppliers have: each of these is looked at once.
fn alike(shown: &CreditShown, all: &[SupplierNotComing], in_sight: &[SupplierNotComing]) -> HashSet<u32> {
    let pan = |supplier: &SupplierNotComing| shown.numbers.pan(supplier.supplier);
    let mut counts: HashMap<u32, u32> = in_sight.iter().map(|supplier| (pan(supplier), 0)).collect();
    for supplier in all {
        counts.entry(pan(supplier)).and_modify(|count| *count += 1);
    }
    counts.into_iter().filter(|&(_, count)| count > 1).map(|(pan, _)| pan).collect()
}

/// What a supplier is called, with its state where several have its PAN; and its GSTIN, as two may have one name.
fn supplier_called(
    shown: &CreditShown,
    book: &Book,
    supplier: &SupplierNotComing,
    alike: &HashSet<u32>,
) -> (String, String) {
    let gstin = shown.numbers.gstin(book, supplier.supplier).into_owned();
    let has_others = alike.contains(&shown.numbers.pan(supplier.supplier));
    (called_with_state(supplier.name(book), gstin.clone(), has_others), gstin)
}

/// The most of one supplier, who comes first.
fn most_of(shown: &CreditShown) -> i128 {
    shown.page.not_coming.first().map_or(0, SupplierNotComing::total)
}

/// The room of the name of a supplier and of its figure, of which the widest is this wide.
fn rooms_of_supplier(wide: f32, widest: f32) -> (f32, f32) {
    let figures = (widest + 10.0).max(96.0);
    ((wide * 0.27).min(190.0).min(wide - figures - 2.0 * SHORTEST).max(NAMES), figures)
}

fn supplier_bar(
    ui: &mut Ui,
    shown: &CreditShown,
    (words, gstin): (&str, &str),
    supplier: &SupplierNotComing,
    out: &mut Requests,
) {
    let most = most_of(shown).max(1) as f32;
    let figure = money::indian(supplier.total());
    let label = format!("Bar: {}", called(words, Some(supplier.records()), &figure));
    let (rect, response) = room(ui, SUPPLIER_ROW, true, &label);
    let t = tokens(ui);
    let face = theme::font(size::SMALL);
    let (names, figures) = rooms_of_supplier(rect.width(), width(ui, &money::indian(most_of(shown)), face.clone()));
    let galley = theme::cut_line(ui.painter(), words, face.clone(), t.text, names - 6.0);
    ui.painter().galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, t.text);
    ui.painter().text(rect.right_center(), Align2::RIGHT_CENTER, &figure, face, t.text);
    // The parts of a bar have a point between them.
    let room = (rect.width() - names - figures - NotComing::ALL.len() as f32).max(SHORTEST);
    let (mut from, mut clicked) = (rect.left() + names, None);
    for why in NotComing::ALL {
        let sum = &supplier.parts[why as usize];
        if sum.records == 0 {
            continue;
        }
        let length = (sum.total().max(0) as f32 / most * room).max(1.5);
        let (top, bottom) = (rect.center().y - SUPPLIER_BAR / 2.0, rect.center().y + SUPPLIER_BAR / 2.0);
        let bar = Rect::from_min_max(pos2(from, top), pos2(from + length, bottom));
        paint_bar(ui.painter(), bar, of_not_coming(why, t), t);
        let part = ui.interact(bar, response.id.with(why.key()), Sense::click());
        let figure = money::indian(sum.total());
        name(&part, Role::Button, &format!("Bar: {words}, {}", called(why.words(), Some(sum.records), &figure)));
        if part.has_focus() {
            theme::paint_focus(ui.painter(), bar.expand(2.0), 0.0, t);
        }
        let hint = format!("{words}\n{gstin}\n{}: {figure}\nShow its {} in All.", why.words(), records(sum.records));
        keep_place(ui, &part);
        if part.hint(hint).clicked() {
            clicked = Some(Some(why));
        }
        from += length + 1.0;
    }
    let shows = records(supplier.records());
    let hint =
        format!("{words}\n{gstin}\n{figure} does not come {}\nShow its {shows} in All.", this_time(shown.quarterly));
    if response.hint(hint).clicked() {
        clicked = clicked.or(Some(None));
    }
    if let Some(why) = clicked {
        let what = why.map_or("not coming", NotComing::words);
        let which = CreditRecords::NotComing(supplier.supplier, why);
        out.push(Request::CreditRecords(which, format!("{words} · {what}")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_have_room_are_not_cut_and_give_way_to_figures_and_bars() {
        let words = |wide: f32, widest: f32| Axis::within(wide, widest, (100.0, 90.0), (50.0, 90.0)).words;
        assert_eq!(words(700.0, 270.0), 270.0);
        assert_eq!(words(700.0, 120.0), 120.0);
        assert_eq!(words(700.0, 500.0), 350.0);
        assert_eq!(words(320.0, 270.0), 320.0 - 180.0 - SHORTEST);
    }
}
