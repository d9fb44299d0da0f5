//! The page as a whole: a head with the three figures, tables and pictures at the left, the rest at the right.

use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, Rect, RichText, ScrollArea, Ui, UiBuilder, pos2, vec2};

use crate::app::actions::UserAction;
use crate::app::credit::{bars, rows, side, statement, three};
use crate::app::keyboard::panes::{self, Pane};
use crate::app::keyboard::tab;
use crate::app::parts::result_bar;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, plain_button, space, tokens};
use crate::rules::calendar;
use crate::session::Session;
use crate::session::credit::CreditShown;

/// From this width on there are two halves side by side.
const TWO_HALVES: f32 = 820.0;
/// At the sides of a half.
const MARGIN: f32 = 14.0;
/// Between the amounts and the bar.
const BAR: f32 = 6.0;

/// Draws the page.
pub fn show(ui: &mut Ui, open: &Session, out: &mut Requests) {
    result_bar::panel(ui, open, out);
    let head = Frame::new().fill(tokens(ui).background).inner_margin(Margin::symmetric(12, 0));
    Panel::top("credit head").exact_size(space::BAR).frame(head).show(ui, |ui| {
        panes::show(ui, Pane::Actions, |ui| title(ui, open, out));
    });
    CentralPanel::no_frame().show(ui, |ui| {
        panes::show(ui, Pane::Grid, |ui| match open.credit_page() {
            Some(shown) => {
                let from_the_top = rows::come_back(ui);
                halves(ui, open, shown, from_the_top, out);
            }
            None => drop(theme::label(ui, RichText::new("Counting…").weak())),
        });
    });
}

fn title(ui: &mut Ui, open: &Session, out: &mut Requests) {
    ui.horizontal_centered(|ui| {
        theme::label(ui, theme::title("ITC in GSTR-2B"));
        let closing = calendar::closing(open.book(), open.day());
        let period = calendar::period_in_words(open.book(), closing);
        theme::label(ui, theme::caption(format!("this file only · {period} ·")));
        if theme::link(ui, "Return settings").hint(UserAction::BookFacts.words()).clicked() {
            out.push(Request::Do(UserAction::BookFacts));
        }
        tab::from_the_right(ui, |ui| {
            let able = open.credit_page().is_some();
            if ui.add_enabled(able, plain_button("Save as…")).hint("Save the figures as a table.").clicked() {
                out.push(Request::AskForCreditTable);
            }
            if ui.add_enabled(able, plain_button("Copy")).hint("Copy the figures as a table.").clicked() {
                out.push(Request::CopyCredit);
            }
        });
    });
}

/// A half of the page, which scrolls by itself.
fn half(ui: &mut Ui, which: &str, rect: Rect, from_the_top: bool, contents: impl FnOnce(&mut Ui)) {
    let inside = rect.shrink2(vec2(MARGIN, 6.0));
    let mut ui = ui.new_child(UiBuilder::new().id_salt(which).max_rect(inside).layout(Layout::top_down(Align::Min)));
    ui.set_clip_rect(ui.clip_rect().intersect(rect));
    rows::whole_rows(&mut ui, |ui| {
        let area = ScrollArea::vertical().id_salt(which).auto_shrink([false, false]);
        let area = if from_the_top { area.vertical_scroll_offset(0.0) } else { area };
        let shown = area.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            // The bar at the right must not lie over the amounts.
            ui.set_max_width(ui.available_width() - BAR);
            contents(ui);
        });
        shown.inner_rect.with_max_x(shown.inner_rect.right() - BAR)
    });
}

/// Where the two halves meet. The left one has more, unless the tables of both have their heads in columns with less.
fn middle(ui: &Ui, rect: Rect, cess: bool) -> f32 {
    let beside = 2.0 * MARGIN + BAR + ui.spacing().scroll.allocated_width();
    let needed = (rows::Columns::needed(cess) + beside).ceil() + 1.0;
    let usual = (rect.width() * 0.59).round();
    let wide =
        if rect.width() - usual < needed && rect.width() >= 2.0 * needed { rect.width() - needed } else { usual };
    rect.left() + wide
}

fn halves(ui: &mut Ui, open: &Session, shown: &CreditShown, from_the_top: bool, out: &mut Requests) {
    let rect = ui.available_rect_before_wrap();
    ui.painter().rect_filled(rect, 0.0, tokens(ui).background);
    ui.painter().hline(rect.x_range(), rect.top(), tokens(ui).line());
    let cess = shown.has_cess();
    if rect.width() < TWO_HALVES {
        half(ui, "credit", rect, from_the_top, |ui| {
            left(ui, open, shown, cess, out);
            side::section(ui, "");
            right(ui, open, shown, cess, out);
        });
        return;
    }
    let middle = middle(ui, rect, cess);
    ui.painter().vline(middle, rect.y_range(), tokens(ui).line());
    half(ui, "credit left", Rect::from_min_max(rect.min, pos2(middle, rect.bottom())), from_the_top, |ui| {
        left(ui, open, shown, cess, out);
    });
    half(ui, "credit right", Rect::from_min_max(pos2(middle, rect.top()), rect.max), from_the_top, |ui| {
        right(ui, open, shown, cess, out)
    });
}

fn left(ui: &mut Ui, open: &Session, shown: &CreditShown, cess: bool, out: &mut Requests) {
    ui.add_space(space::STEP);
    three::show(ui, shown);
    ui.add_space(2.0 * space::STEP);
    let figures = shown.figures();
    let columns = rows::Columns::of(ui, &figures, cess);
    rows::headings(ui, columns);
    figures.iter().for_each(|of| rows::line(ui, of, columns, out));
    divide(ui);
    bars::change(ui, shown, out);
    divide(ui);
    bars::not_coming(ui, shown, open.book(), out);
}

fn right(ui: &mut Ui, open: &Session, shown: &CreditShown, cess: bool, out: &mut Requests) {
    ui.add_space(space::STEP);
    // First what is to be done by when, and the figure that goes into the return.
    side::dates(ui, shown, out);
    side::all_other_itc(ui, shown);
    // What came of the decisions is what one looks for once it is there.
    let kept = open.book().gstr_2b().is_some();
    if kept {
        statement::show(ui, open, out);
    }
    side::beside(ui, shown, cess, out);
    if !kept {
        statement::show(ui, open, out);
    }
    side::other_lines(ui);
}

fn divide(ui: &mut Ui) {
    ui.add_space(2.0 * space::STEP);
    let rect = ui.available_rect_before_wrap();
    ui.painter().hline(rect.x_range(), rect.top(), tokens(ui).line());
    ui.add_space(2.0 * space::STEP);
}
