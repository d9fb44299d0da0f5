//! Lines of tables: what, how many records, amounts by head. A line with records is a button that shows them.

use egui::{Align2, Rect, Response, Role, Sense, Ui, pos2, vec2};

use crate::app::credit::shape::{of_part, paint_bar};
use crate::app::parts::top_bar::name;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Theme, size, tokens};
use crate::session::credit::{CreditLine, LineLook};
use crate::values::{grouped, money, records};

pub const ROW: f32 = 20.0;
/// The least room of an amount, and what is before it.
const AMOUNT: f32 = 52.0;
const GAP: f32 = 12.0;
/// Less room than this for words, and only the total is shown.
const WORDS: f32 = 150.0;
/// The room of the mark before a part.
const MARK: f32 = 17.0;

/// An amount, with its sign where that is asked.
pub fn amount(paise: i128, signed: bool) -> String {
    if signed && paise > 0 { format!("+{}", money::indian(paise)) } else { money::indian(paise) }
}

/// Which columns a table has: the heads, as far as there is room for them, and the total.
#[derive(Clone, Copy)]
pub struct Columns {
    heads: usize,
    /// The room of a head, and of the total.
    head: f32,
    total: f32,
}

impl Columns {
    /// Those of these lines.
    pub fn of(ui: &Ui, lines: &[CreditLine], cess: bool) -> Columns {
        let wanted = if cess { 4 } else { 3 };
        let wide = |paise: i128, signed: bool| {
            let face = theme::strong(size::GRID);
            ui.painter().layout_no_wrap(amount(paise, signed), face, tokens(ui).text).size().x + GAP
        };
        let heads = lines.iter().flat_map(|line| line.heads.map(|head| wide(head, line.signed)));
        let head = heads.fold(AMOUNT, f32::max);
        let total = lines.iter().map(|line| wide(line.total(), line.signed)).fold(AMOUNT, f32::max);
        let fits = ui.available_width() - total - wanted as f32 * head >= WORDS;
        Columns { heads: if fits { wanted } else { 0 }, head, total }
    }

    /// Where the amounts end, from left to right, the total last.
    fn edges(self, rect: Rect) -> Vec<f32> {
        let heads =
            (0..self.heads).map(|place| rect.right() - self.total - (self.heads - 1 - place) as f32 * self.head);
        heads.chain([rect.right()]).collect()
    }

    fn words_end(self, rect: Rect) -> f32 {
        rect.right() - self.total - self.heads as f32 * self.head
    }
}

/// The headings of the columns.
pub fn headings(ui: &mut Ui, columns: Columns) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let titles = ["IGST", "CGST", "SGST", "Cess"].into_iter().take(columns.heads).chain(["Total"]);
    for (title, edge) in titles.zip(columns.edges(rect)) {
        let at = pos2(edge, rect.center().y);
        ui.painter().text(at, Align2::RIGHT_CENTER, title, theme::font(size::CAPTION), tokens(ui).muted);
    }
}

/// What screen readers call a line.
pub fn called(words: &str, opens: Option<u64>, total: &str) -> String {
    match opens {
        Some(n) => format!("{words}: {}, {total}", records(n)),
        None => format!("{words}: {total}"),
    }
}

/// Room for a line with its name; one with records can be clicked.
pub fn room(ui: &mut Ui, height: f32, opens: bool, called: &str) -> (Rect, Response) {
    let sense = if opens { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), sense);
    name(&response, if opens { Role::Button } else { Role::Label }, called);
    if opens {
        theme::choice_ground(ui, &response, rect.expand2(vec2(4.0, 0.0)), false);
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
    }
    (rect, response)
}

/// A line with all its amounts, for the tooltip: where there is little room only the total is shown.
fn in_full(line: &CreditLine) -> String {
    let heads = ["IGST", "CGST", "SGST", "Cess"].into_iter().zip(line.heads).filter(|(_, head)| *head != 0);
    let heads = heads.map(|(name, head)| format!("{name} {}", amount(head, line.signed)));
    let first = format!("{} {}", line.words, line.hint).trim_end().to_owned();
    std::iter::once(first).chain(heads).collect::<Vec<_>>().join("\n")
}

/// Draws a line of a table.
pub fn line(ui: &mut Ui, line: &CreditLine, columns: Columns, out: &mut Requests) {
    let total = amount(line.total(), line.signed);
    let opens = line.opens.map(|opens| opens.0);
    let (rect, response) = room(ui, ROW, opens.is_some(), &called(&line.words, opens, &total));
    let t = tokens(ui);
    let strong = line.look == LineLook::Sum;
    let face = if strong { theme::strong(size::GRID) } else { theme::font(size::GRID) };
    let mut left = rect.left();
    if let Some(shape) = of_part(line.look, t) {
        let mark = Rect::from_min_size(pos2(left, rect.center().y - 5.5), vec2(11.0, 11.0));
        paint_bar(ui.painter(), mark, shape, t);
        left += MARK;
    }
    if line.look == LineLook::Part {
        left += 11.0;
    }
    if strong {
        ui.painter().hline(rect.x_range(), rect.top(), t.line());
    }
    let middle = rect.center().y;
    let count = opens.map(grouped).unwrap_or_default();
    let wide = |text: &str| ui.painter().layout_no_wrap(text.to_owned(), theme::font(size::GRID), t.text).size().x;
    let room = columns.words_end(rect) - left - wide(&count) - 8.0;
    let colour = if line.look == LineLook::Part { t.muted } else { t.text };
    let galley = theme::cut_line(ui.painter(), line.short(), face.clone(), colour, room);
    let mut at = left + galley.size().x;
    let cut = galley.elided;
    ui.painter().galley(pos2(left, middle - galley.size().y / 2.0), galley, colour);
    if !line.hint.is_empty() && !cut {
        let small = theme::font(size::CAPTION);
        let hint = ui.painter().layout_no_wrap(line.hint.clone(), small, t.muted);
        if hint.size().x + 4.0 <= left + room - at {
            ui.painter().galley(pos2(at + 4.0, middle - hint.size().y / 2.0), hint.clone(), t.muted);
            at += hint.size().x + 4.0;
        }
    }
    if opens.is_some() {
        let count = ui.painter().text(pos2(at + 5.0, middle), Align2::LEFT_CENTER, count, face.clone(), t.accent);
        if t.theme == Theme::HighContrast {
            ui.painter().hline(count.x_range(), count.bottom() - 1.0, egui::Stroke::new(1.0, t.accent));
        }
    }
    let heads = line.heads.into_iter().take(columns.heads).map(|head| amount(head, line.signed));
    for (text, edge) in heads.chain([total.clone()]).zip(columns.edges(rect)) {
        let colour = if text == "0.00" { t.muted } else { t.text };
        ui.painter().text(pos2(edge, middle), Align2::RIGHT_CENTER, text, face.clone(), colour);
    }
    let Some((n, which)) = line.opens else {
        response.on_hover_text(in_full(line));
        return;
    };
    let hint = format!("{}\nShow its {} in All.", in_full(line), records(n));
    if response.on_hover_text(hint).clicked() {
        out.push(Request::CreditRecords(which, line.called()));
    }
}
