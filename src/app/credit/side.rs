//! The right half of the page: what is in none of the figures, what ends when, and Table 4 of GSTR-3B.

use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Align2, CursorIcon, Layout, Rect, RichText, Stroke, Ui, pos2, vec2};

use crate::app::credit::rows::{Columns, ROW, amount, called, headings, is_one_row, line, paint_link, room, width};
use crate::app::requests::{MatchRequest, Request, Requests};
use crate::app::theme::{self, BarForm, Hint, Theme, paint_bar, size, space, tokens};
use crate::book::Class;
use crate::rules::credit::total;
use crate::rules::gstr_3b::{ALL_OTHER_ITC, FILLED_BY_THE_PORTAL, TABLE_4};
use crate::session::credit::{CreditDate, CreditLine, CreditShown};
use crate::values::{counted, grouped, money, records};
use crate::view::credit::CreditRecords;

/// A title, below a line that parts it from what is above, if anything is.
pub fn section(ui: &mut Ui, title: &str) {
    if ui.min_rect().height() > 3.0 * space::STEP {
        ui.add_space(2.0 * space::STEP);
        let rect = ui.available_rect_before_wrap();
        ui.painter().hline(rect.x_range(), rect.top(), tokens(ui).line());
        ui.add_space(2.0 * space::STEP);
    }
    theme::label(ui, theme::semibold(title));
}

fn small(ui: &mut Ui, words: &str) {
    let words = theme::sentence(ui, theme::caption(words));
    is_one_row(ui, words.rect);
}

/// What is in none of the figures.
pub fn beside(ui: &mut Ui, shown: &CreditShown, cess: bool, out: &mut Requests) {
    section(ui, "Not in the figures");
    let (lines, rejected, accepted) = (shown.beside(), shown.rejected_notes(), shown.accepted());
    // One set of columns, as only the first table has headings.
    let all: Vec<CreditLine> = lines.iter().chain([&rejected]).chain(&accepted).cloned().collect();
    let columns = Columns::of(ui, &all, cess);
    headings(ui, columns);
    lines.iter().for_each(|of| line(ui, of, columns, out));
    let notes = shown.now_among();
    let next = "Not filed: comes in the GSTR-2B after the supplier files GSTR-1. Next GSTR-2B: of a later period. Amendments to check: \
         their original is not in this file, or is Pending.";
    small(ui, format!("{notes} {next}").trim());
    if rejected.opens.is_some() || shown.vouchers.is_some() {
        ui.add_space(space::STEP);
        if rejected.opens.is_some() {
            line(ui, &rejected, columns, out);
        }
        if let Some((vouchers, tax)) = shown.vouchers {
            not_in_ims(ui, vouchers, tax, out);
        }
    }
    if !accepted.is_empty() {
        section(ui, "What is in the figures");
        accepted.iter().for_each(|of| line(ui, of, columns, out));
    }
}

/// Vouchers of the register that are not in IMS.
fn not_in_ims(ui: &mut Ui, vouchers: u64, tax: i128, out: &mut Requests) {
    let words = format!("Not in IMS: {} of your register", counted(vouchers, "voucher", "vouchers"));
    let figure = money::indian(tax);
    let face = theme::font(size::GRID);
    let needed = width(ui, &words, face.clone()) + width(ui, &figure, face.clone()) + 12.0;
    // Where there is no room beside the words the figure is below them.
    let below = if needed > ui.available_width() { ROW - 4.0 } else { 0.0 };
    let (rect, response) = room(ui, ROW + below, vouchers > 0, &format!("{words}: {figure}"));
    let t = tokens(ui);
    let first = pos2(rect.left(), rect.top() + ROW / 2.0);
    if vouchers > 0 {
        paint_link(ui, first, &words, face.clone());
    } else {
        ui.painter().text(first, Align2::LEFT_CENTER, &words, face.clone(), t.text);
    }
    let last = pos2(rect.right(), rect.bottom() - ROW / 2.0);
    ui.painter().text(last, Align2::RIGHT_CENTER, &figure, face, t.text);
    if vouchers > 0 && response.hint("Show these vouchers on the sheet Register.").clicked() {
        out.push(MatchRequest::ShowVouchers(Class::Books).into());
    }
}

/// What ends when, each with a bar from 0 for what it is about.
pub fn dates(ui: &mut Ui, shown: &CreditShown, out: &mut Requests) {
    section(ui, "Dates");
    let sums = || shown.dates.iter().filter_map(|date| date.opens.as_ref()).map(|opens| opens.0.total());
    // Sums of credit notes are below 0: their bars go to the left of it.
    let reach = (sums().min().unwrap_or(0).min(0), sums().max().unwrap_or(0).max(0));
    // No bar lies over a figure, however long it is.
    let wide = |sum| width(ui, &amount(sum, false), theme::font(size::GRID)) + 12.0;
    let figures = sums().map(wide).fold(104.0, f32::max);
    for date in &shown.dates {
        one_date(ui, date, (reach, figures), out);
        ui.add_space(space::STEP);
    }
}

/// What is to be known of a day, its count in the colour of links.
fn date_words(ui: &Ui, date: &CreditDate) -> LayoutJob {
    let t = tokens(ui);
    let plain = TextFormat::simple(theme::font(size::SMALL), t.text);
    let mut link = TextFormat::simple(theme::font(size::SMALL), t.accent);
    if t.theme == Theme::HighContrast {
        link.underline = Stroke::new(1.0, t.accent);
    }
    let count = date.opens.as_ref().map(|opens| (grouped(opens.0.records), records(opens.0.records)));
    let at = count.and_then(|(n, of)| date.words.rfind(&of).map(|at| (at, at + n.len())));
    let (from, to) = at.unwrap_or((date.words.len(), date.words.len()));
    let mut job = LayoutJob::default();
    job.append(&date.words[..from], 0.0, plain.clone());
    job.append(&date.words[from..to], 0.0, link);
    job.append(&date.words[to..], 0.0, plain);
    job
}

/// `reach`: from the least to the most of all; `figures`: the room of the longest of their figures.
fn one_date(ui: &mut Ui, date: &CreditDate, ((least, most), figures): ((i128, i128), f32), out: &mut Requests) {
    let t = tokens(ui);
    let shown = ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(vec2(74.0, 16.0), Layout::top_down(Align::Min), |ui| {
            theme::label(ui, RichText::new(date.day.to_string()).font(theme::strong(size::SMALL)));
            if date.past {
                theme::label(ui, theme::caption("past"));
            }
        });
        ui.allocate_ui_with_layout(vec2(ui.available_width(), 16.0), Layout::top_down(Align::Min), |ui| {
            let words = date_words(ui, date);
            match &date.opens {
                // The count in it is a link, and the bar below it does the same.
                Some((_, which, called_so)) => {
                    let response = theme::sentence_to_click(ui, words).on_hover_cursor(CursorIcon::PointingHand);
                    if response.clicked() {
                        out.push(Request::CreditRecords(*which, format!("Credit · {called_so}")));
                    }
                }
                None => drop(theme::sentence(ui, words)),
            }
        });
    });
    is_one_row(ui, shown.response.rect);
    let Some((sum, which, called_so)) = &date.opens else { return };
    let figure = amount(sum.total(), false);
    let words = called(&format!("Bar: {}, {called_so}", date.day), Some(sum.records), &figure);
    let (rect, response) = room(ui, 18.0, true, &words);
    let left = (rect.left() + 80.0).min(rect.right() - figures - 20.0).max(rect.left());
    let paisa = (rect.right() - figures - left).max(1.0) / (most - least).max(1) as f32;
    let (zero, length) = (left - least as f32 * paisa, (sum.total().unsigned_abs() as f32 * paisa).max(1.5));
    let from = if sum.total() < 0 { zero - length } else { zero };
    let bar = Rect::from_min_size(pos2(from, rect.center().y - 4.0), vec2(length, 8.0));
    let shape = match which {
        CreditRecords::LastReturn(_) => (BarForm::Hatched, t.pending.colour),
        _ => (BarForm::Outline, t.accept.colour),
    };
    paint_bar(ui.painter(), bar, shape, t);
    if least < 0 {
        ui.painter().vline(zero, rect.y_range(), Stroke::new(1.0, t.text));
    }
    ui.painter().text(rect.right_center(), Align2::RIGHT_CENTER, &figure, theme::font(size::GRID), t.text);
    let hint = format!("{called_so}\n{figure}\nShow its {} in All.", records(sum.records));
    if response.hint(hint).clicked() {
        out.push(Request::CreditRecords(*which, format!("Credit · {called_so}")));
    }
}

/// The one line of Table 4 that has a figure from this file.
pub fn all_other_itc(ui: &mut Ui, shown: &CreditShown) {
    section(ui, "GSTR-3B, Table 4");
    let line = TABLE_4.iter().find(|line| line.number == ALL_OTHER_ITC);
    let words = line.map_or_else(String::new, |line| format!("{} {}", line.number, line.name));
    let figure = money::indian(total(shown.page.figures.after));
    let (rect, _) = room(ui, ROW, false, &format!("{words}: {figure}"));
    let face = theme::strong(size::GRID);
    ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, &words, face.clone(), tokens(ui).text);
    ui.painter().text(rect.right_center(), Align2::RIGHT_CENTER, &figure, face, tokens(ui).text);
    small(ui, FILLED_BY_THE_PORTAL);
}

/// Why every other line of Table 4 has none.
pub fn other_lines(ui: &mut Ui) {
    section(ui, "GSTR-3B, other lines of Table 4");
    ui.spacing_mut().item_spacing.y = 2.0;
    for line in &TABLE_4 {
        if let Some(why) = line.why_not {
            small(ui, &format!("{} {}: not from this file; {why}.", line.number, line.name));
        }
    }
    section(ui, "Not in this file");
    small(
        ui,
        "Imports, ISD, reverse charge; what was decided in other months; whether a supplier filed GSTR-3B (rule 37A), payment \
         within 180 days (rule 37).",
    );
}
