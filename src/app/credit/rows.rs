//! Lines of tables: what, how many records, amounts by head. A line with records is a button that shows them.

use egui::{Align2, FontId, Id, Pos2, Rect, Response, Role, Sense, Ui, pos2, vec2};

use crate::app::credit::shape::of_part;
use crate::app::parts::top_bar::name;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, Theme, paint_bar, size, tokens};
use crate::session::credit::{CreditLine, LineLook};
use crate::values::{grouped, money, records};

pub const ROW: f32 = 20.0;
/// The least room of an amount, and what is before it.
const AMOUNT: f32 = 52.0;
const GAP: f32 = 12.0;
/// The room of an amount of crores: the form of a table goes by it, so that it does not change with the figures.
const CRORES: f32 = 100.0;
/// The room of the words, for the same.
const WORDS: f32 = 180.0;
/// The room of the mark before a part.
const MARK: f32 = 17.0;

/// An amount, with its sign where that is asked.
pub fn amount(paise: i128, signed: bool) -> String {
    if signed { money::signed(paise) } else { money::indian(paise) }
}

/// How wide a text is on one line.
pub fn width(ui: &Ui, text: &str, face: FontId) -> f32 {
    theme::text_width(ui.painter(), text, face)
}

/// Which columns a table has: the heads, as far as there is room for them, and the total.
#[derive(Clone, Copy)]
pub struct Columns {
    heads: usize,
    /// The room of each head, and of the total.
    each: [f32; 4],
    total: f32,
}

impl Columns {
    /// Those of these lines.
    pub fn of(ui: &Ui, lines: &[CreditLine], cess: bool) -> Columns {
        let wanted = if cess { 4 } else { 3 };
        let text = |text: String, strong: bool| {
            let face = if strong { theme::strong(size::GRID) } else { theme::font(size::GRID) };
            width(ui, &text, face)
        };
        let wide = |paise: i128, line: &CreditLine| text(amount(paise, line.signed), line.look == LineLook::Sum) + GAP;
        let each: [f32; 4] =
            std::array::from_fn(|head| lines.iter().map(|line| wide(line.heads[head], line)).fold(AMOUNT, f32::max));
        let total = lines.iter().map(|line| wide(line.total(), line)).fold(AMOUNT, f32::max);
        // Figures above all crores take what they need.
        let needed = total + each[..wanted].iter().sum::<f32>() + WORDS;
        let fits = ui.available_width() >= needed.max(Columns::needed(cess));
        Columns { heads: if fits { wanted } else { 0 }, each, total }
    }

    /// How wide a table is that has its heads in columns; a narrower one has them below the words.
    pub fn needed(cess: bool) -> f32 {
        WORDS + CRORES * if cess { 5.0 } else { 4.0 }
    }

    /// Where the amounts end, from left to right, the total last.
    fn edges(self, rect: Rect) -> Vec<f32> {
        let after = |place: usize| self.each[place + 1..self.heads].iter().sum::<f32>();
        let heads = (0..self.heads).map(|place| rect.right() - self.total - after(place));
        heads.chain([rect.right()]).collect()
    }

    fn words_end(self, rect: Rect) -> f32 {
        rect.right() - self.total - self.each[..self.heads].iter().sum::<f32>()
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

/// What screen readers call a line, and bars.
pub fn called(words: &str, opens: Option<u64>, total: &str) -> String {
    match opens {
        Some(n) => format!("{words}: {}, {total}", records(n)),
        None => format!("{words}: {total}"),
    }
}

/// The room before the words of a line: for the mark of a part, or as it is set in.
fn before_words(line: &CreditLine) -> f32 {
    match line.look {
        LineLook::Part => 11.0,
        LineLook::Plain | LineLook::Sum => 0.0,
        LineLook::Waits | LineLook::TooLate | LineLook::GivenUp | LineLook::Added | LineLook::Deducted => MARK,
    }
}

/// Paints what opens something: in the colour of links, and where the colour says nothing with a line below it.
pub fn paint_link(ui: &Ui, at: Pos2, text: impl ToString, face: FontId) -> Rect {
    let t = tokens(ui);
    let rect = ui.painter().text(at, Align2::LEFT_CENTER, text, face, t.accent);
    if t.theme == Theme::HighContrast {
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, egui::Stroke::new(1.0, t.accent));
    }
    rect
}

/// Room for a line with its name; one with records can be clicked.
pub fn room(ui: &mut Ui, height: f32, opens: bool, called: &str) -> (Rect, Response) {
    let sense = if opens { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), sense);
    name(&response, if opens { Role::Button } else { Role::Label }, called);
    is_one_row(ui, rect);
    if opens {
        theme::choice_ground(ui, &response, rect.expand2(vec2(4.0, 0.0)), false);
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        keep_place(ui, &response);
    }
    (rect, response)
}

/// Under which name it is kept where the row begins that the lower edge of a half cuts.
const CUT: &str = "credit cut row";

/// Something that was drawn is one row: it is seen whole or not at all.
pub fn is_one_row(ui: &Ui, rect: Rect) {
    let end = ui.clip_rect().bottom();
    if rect.top() < end && rect.bottom() > end + 0.5 {
        ui.data_mut(|data| data.insert_temp(Id::unique(CUT), rect.top()));
    }
}

/// Draws rows that scroll in a room; the one that the lower edge would cut is left out, as half a figure is none.
pub fn whole_rows(ui: &mut Ui, show: impl FnOnce(&mut Ui) -> Rect) {
    ui.data_mut(|data| data.remove::<f32>(Id::unique(CUT)));
    let inside = show(ui);
    if let Some(top) = ui.data(|data| data.get_temp::<f32>(Id::unique(CUT))) {
        let rest = Rect::from_x_y_ranges(inside.x_range(), top..=ui.clip_rect().bottom());
        ui.painter().rect_filled(rest, 0.0, tokens(ui).background);
    }
}

/// Under which name it is kept which line or bar led away from the page, and when the page was drawn last.
const LED_AWAY: &str = "credit led away";
const DRAWN: &str = "credit drawn";

/// A line or bar that is clicked leads away from the page: who comes back is there again.
pub fn keep_place(ui: &Ui, response: &Response) {
    if response.clicked() {
        ui.data_mut(|data| data.insert_temp(Id::unique(LED_AWAY), response.id));
    }
}

/// Gives the keyboard back to what led away from the page, when the page is drawn for the first time since. True if the page is opened
/// by something else: then it begins at its top.
pub fn come_back(ui: &Ui) -> bool {
    let pass = ui.ctx().cumulative_pass_nr();
    let (drawn, led_away) = ui.data_mut(|data| {
        let drawn = data.get_temp::<u64>(Id::unique(DRAWN));
        data.insert_temp(Id::unique(DRAWN), pass);
        (drawn, data.get_temp::<Id>(Id::unique(LED_AWAY)))
    });
    let is_opened = drawn.is_none_or(|drawn| drawn + 2 < pass);
    if let Some(line) = led_away.filter(|_| is_opened) {
        ui.data_mut(|data| data.remove::<Id>(Id::unique(LED_AWAY)));
        ui.memory_mut(|memory| memory.request_focus(line));
    }
    is_opened && led_away.is_none()
}

/// The heads of a line in words; empty where all are 0.
fn heads_in_words(line: &CreditLine) -> String {
    let heads = ["IGST", "CGST", "SGST", "Cess"].into_iter().zip(line.heads).filter(|(_, head)| *head != 0);
    let heads = heads.map(|(name, head)| format!("{name} {}", amount(head, line.signed)));
    heads.collect::<Vec<_>>().join(" · ")
}

/// What the tooltip of a line says: what it is in full, and what a click does. Nothing where the line says all.
fn hint_of(line: &CreditLine, opens: Option<u64>) -> String {
    let full = format!("{} {}", line.words, line.hint).trim_end().to_owned();
    match opens {
        Some(n) => format!("{full}\nShow its {} in All.", records(n)),
        None if full == line.short() => String::new(),
        None => full,
    }
}

/// Draws a line of a table; a click shows its records.
pub fn line(ui: &mut Ui, line: &CreditLine, columns: Columns, out: &mut Requests) {
    let opens = line.opens.map(|opens| opens.0);
    let clicked = draw(ui, line, opens, columns, "");
    if let Some((_, which)) = line.opens.filter(|_| clicked) {
        out.push(Request::CreditRecords(which, line.called()));
    }
}

/// Draws a line with how many records it opens, if it opens any; whether it was clicked. `of` comes before what screen readers
/// call it. Where there is no room for the heads they are below the words.
pub fn draw(ui: &mut Ui, line: &CreditLine, opens: Option<u64>, columns: Columns, of: &str) -> bool {
    let total = amount(line.total(), line.signed);
    let t = tokens(ui);
    let strong = line.look == LineLook::Sum;
    let face = if strong { theme::strong(size::GRID) } else { theme::font(size::GRID) };
    let count = opens.map(grouped).unwrap_or_default();
    let wide = |text: &str| width(ui, text, face.clone());
    let set_in = before_words(line);
    let space = columns.words_end(ui.available_rect_before_wrap()) - ui.cursor().left();
    let room_for_words = space - set_in - wide(&count) - 8.0;
    let colour = if line.look == LineLook::Part { t.muted } else { t.text };
    // Words that have no room on one line have two: they are never cut.
    let galley = ui.painter().layout(line.short().to_owned(), face.clone(), colour, room_for_words.max(40.0));
    let heads = if columns.heads == 0 { heads_in_words(line) } else { String::new() };
    let named = match heads.as_str() {
        "" => called(&line.words, opens, &total),
        heads => format!("{}; {heads}", called(&line.words, opens, &total)),
    };
    // What is said of a line that is no part of the change is said nowhere else: where it has no room beside the words it is below them.
    let small = |text: String| ui.painter().layout_no_wrap(text, theme::font(size::CAPTION), t.muted);
    let hint = small(line.hint.clone());
    let hint_fits = galley.rows.len() == 1 && galley.size().x + 4.0 + hint.size().x <= room_for_words;
    let below = match (line.look == LineLook::Plain && !hint_fits, heads.is_empty()) {
        (true, false) if !line.hint.is_empty() => format!("{}\n{heads}", line.hint),
        (true, _) if !line.hint.is_empty() => line.hint.clone(),
        _ => heads,
    };
    // An empty text is a line high too.
    let heads_below = !below.is_empty();
    let below = ui.painter().layout(below, theme::font(size::CAPTION), t.muted, ui.available_width() - set_in);
    let words = if galley.rows.len() > 1 { galley.size().y + 4.0 } else { ROW };
    let height = if heads_below { words + below.size().y } else { words };
    let (rect, response) = room(ui, height, opens.is_some(), &format!("{of}{named}"));
    let t = tokens(ui);
    let (left, middle) = (rect.left() + set_in, rect.top() + words / 2.0);
    if let Some(shape) = of_part(line.look, t) {
        let mark = Rect::from_min_size(pos2(rect.left(), middle - 5.5), vec2(11.0, 11.0));
        paint_bar(ui.painter(), mark, shape, t);
    }
    if strong {
        ui.painter().hline(rect.x_range(), rect.top(), t.line());
    }
    let mut at = left + galley.size().x;
    ui.painter().galley(pos2(left, middle - galley.size().y / 2.0), galley, colour);
    ui.painter().galley(pos2(left, rect.top() + words - 2.0), below, t.muted);
    if !line.hint.is_empty() && hint_fits {
        let wide = hint.size().x;
        ui.painter().galley(pos2(at + 4.0, middle - hint.size().y / 2.0), hint, t.muted);
        at += wide + 4.0;
    }
    if opens.is_some() {
        paint_link(ui, pos2(at + 5.0, middle), count, face.clone());
    }
    let heads = line.heads.into_iter().take(columns.heads).map(|head| amount(head, line.signed));
    for (text, edge) in heads.chain([total.clone()]).zip(columns.edges(rect)) {
        let colour = if text == "0.00" { t.muted } else { t.text };
        ui.painter().text(pos2(edge, middle), Align2::RIGHT_CENTER, text, face.clone(), colour);
    }
    let hint = hint_of(line, opens);
    let response = if hint.is_empty() { response } else { response.hint(hint) };
    response.clicked() && opens.is_some()
}
