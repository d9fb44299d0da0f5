//! The head of the overview: how all records divide, the main button, and what it leaves and why. Every count is a link to its
//! records.

use egui::{Align, Color32, Layout, Rect, RichText, Sense, Ui, pos2, vec2};

use crate::app::actions::UserAction;
use crate::app::requests::{MatchRequest, Request, Requests};
use crate::app::theme::{
    self, BarForm, Hint, Theme, Tokens, main_button, match_look, paint_bar, paint_match, size, space, tokens,
};
use crate::book::{Class, MatchMark};
use crate::matching::suggest::offer::Left;
use crate::session::Session;
use crate::session::matched::overview::{OfClass, Overview};
use crate::values::{counted, grouped, money};

/// What there is, what the main button does, and what it leaves.
pub(super) fn show(ui: &mut Ui, open: &Session, overview: &Overview, out: &mut Requests) {
    let all = overview.all_records();
    ui.horizontal_top(|ui| {
        let wide = ui.available_width();
        ui.allocate_ui_with_layout(vec2(wide * 0.48, 0.0), Layout::top_down(Align::Min), |ui| {
            let vouchers = counted(overview.vouchers, "voucher", "vouchers");
            let settings = open.book().match_settings();
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().interact_size.y = 0.0;
                theme::label(ui, theme::title(format!("{}, {vouchers}", crate::values::records(all.records))));
                ui.add_space(2.0 * space::STEP);
                let within = money::rupees(settings.tolerance.into());
                let days = counted(settings.days.into(), "day", "days");
                theme::label(ui, theme::caption(format!("within {within}, {days} ·")));
                if theme::link(ui, "Settings").clicked() {
                    out.push(Request::Do(UserAction::MatchSettings));
                }
                if open.is_matching() {
                    theme::label(ui, theme::caption("· matching…"));
                }
            });
            hidden(ui, open, overview, out);
            bar(ui, overview, out);
        });
        ui.add_space(4.0 * space::STEP);
        let exact = overview.of_class(Class::Exact);
        ui.allocate_ui_with_layout(vec2(wide * 0.24, 0.0), Layout::top_down(Align::Min), |ui| leaves(ui, exact, out));
        ui.allocate_ui_with_layout(vec2(ui.available_width(), 0.0), Layout::top_down(Align::Min), |ui| {
            let able = exact.offered > 0 && open.look_only().is_none() && open.matches_are_current();
            let text = format!("Accept all exact ({})", grouped(exact.offered));
            if ui.add_enabled(able, main_button(&text)).clicked() {
                out.push(MatchRequest::Take(Class::Exact).into());
            }
            if exact.offered > 0 {
                let tax = format!(
                    "Tax {}. Left alone they count as accepted; this puts your decision on record.",
                    money::rupees(exact.offered_tax)
                );
                theme::sentence(ui, RichText::new(tax).weak());
            } else if exact.records > 0 && exact.counted_of(Left::Hidden)[2] == 0 {
                theme::sentence(ui, RichText::new("Nothing to accept here.").weak());
            }
            // What the filter of a sheet takes from the button is not seen from here.
            let [.., hidden] = exact.counted_of(Left::Hidden);
            if hidden > 0 {
                theme::sentence(ui, format!("Hidden by {}: {}.", filters(open), grouped(hidden)));
                if theme::link(ui, "Show them too").clicked() {
                    out.push(MatchRequest::ShowAll.into());
                }
            }
            if exact.not_claimable.0 > 0 {
                let (records, tax) = exact.not_claimable;
                let words = format!(
                    "{} of them not claimable by the register: {}, 4(B)(1).",
                    grouped(records),
                    money::indian(tax)
                );
                theme::sentence(ui, words);
            }
        });
    });
    ui.add_space(2.0 * space::STEP);
}

/// What a filter hides of what the buttons could decide; its link shows all.
fn hidden(ui: &mut Ui, open: &Session, overview: &Overview, out: &mut Requests) {
    if overview.hidden() == 0 {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        let words = format!("{} hidden by {}: no button decides them.", grouped(overview.hidden()), filters(open));
        theme::label(ui, theme::caption(words));
        if theme::link(ui, "Show all rows").clicked() {
            out.push(MatchRequest::ShowAll.into());
        }
    });
}

/// The filters that hide something, by their names.
fn filters(open: &Session) -> String {
    format!("a filter ({})", open.filters_in_words())
}

/// What the main button leaves, and why.
fn leaves(ui: &mut Ui, exact: &OfClass, out: &mut Requests) {
    let left: u64 = exact.left.iter().sum();
    if left == 0 {
        return;
    }
    let skipped = counted(left, "matched record is", "matched records are");
    theme::label(ui, theme::semibold(format!("{skipped} skipped")));
    ui.spacing_mut().item_spacing.y = 1.0;
    ui.spacing_mut().interact_size.y = 0.0;
    for (why, records) in exact.left() {
        let words = match why {
            Left::Hidden => "hidden by a filter",
            Left::NotFiled => "supplier's GSTR-1 not filed: nothing to do",
            Left::Decided => "decided already, here or on the portal",
            Left::SetAside => "that you decided before a newer download: look at What changed",
            Left::AsksFirst => "that a rule asks about first",
            Left::Blocked => "blocked",
            Left::ToCheck => "to check",
        };
        let words = format!("{} {words}{}", grouped(records), counted_elsewhere(exact, why));
        if why != Left::Hidden {
            if theme::link(ui, &words).hint("Show these records in All.").clicked() {
                out.push(MatchRequest::ShowSkipped(Class::Exact, why).into());
            }
            continue;
        }
        theme::label(ui, words);
    }
}

/// Where the table counts what is left: else it would seem to count more than what the button takes and leaves.
fn counted_elsewhere(exact: &OfClass, why: Left) -> String {
    if !matches!(why, Left::Hidden | Left::SetAside | Left::AsksFirst | Left::Blocked) {
        return String::new();
    }
    let places = exact.counted_of(why).into_iter().zip(["under Check", "under Not filed", "under Accept?"]);
    let places: Vec<(u64, &str)> = places.filter(|(n, _)| *n > 0).collect();
    match places.as_slice() {
        [] => String::new(),
        [(n, place)] if *n == exact.left[why as usize] => format!(" ({place})"),
        places => {
            let words = places.iter().map(|(n, place)| format!("{} {place}", grouped(*n)));
            format!(" (of these {})", words.collect::<Vec<_>>().join(", "))
        }
    }
}

/// How the records divide, as one bar, and in words below it.
fn bar(ui: &mut Ui, overview: &Overview, out: &mut Requests) {
    let marks = [
        (MatchMark::Equal, "matched"),
        (MatchMark::Nearly, "but for one thing"),
        (MatchMark::Differs, "something differs"),
        (MatchMark::OnlyPortal, "no voucher"),
        (MatchMark::Aside, "superseded"),
    ];
    let classes = |mark: MatchMark| {
        let same = move |class: &Class| {
            let own = class.mark();
            *class <= Class::Portal && (own == mark || (own == MatchMark::Twice && mark == MatchMark::OnlyPortal))
        };
        Class::ALL.into_iter().filter(same)
    };
    let of = |mark: MatchMark| classes(mark).map(|class| overview.of_class(class).records).sum::<u64>();
    let all = overview.all_records().records.max(1) as f32;
    let t = tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), BAR), Sense::hover());
    let mut from = rect.left();
    for (mark, _) in marks {
        let width = rect.width() * of(mark) as f32 / all;
        if width > 0.0 {
            let part = Rect::from_min_max(pos2(from, rect.top()), pos2(from + width, rect.bottom()));
            paint_bar(ui.painter(), part, form(mark, t), t);
        }
        from += width;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        for (mark, words) in marks {
            let records = of(mark);
            if records > 0 && legend(ui, mark, &format!("{words} {}", grouped(records))) {
                out.push(MatchRequest::Show(classes(mark).collect(), None).into());
            }
        }
    });
}

/// How high the bar is.
const BAR: f32 = 9.0;

/// The form of a part of the bar: where colours say nothing, each has one of its own.
fn form(mark: MatchMark, t: &Tokens) -> (BarForm, Color32) {
    let plain = t.theme == Theme::HighContrast;
    let form = match mark {
        MatchMark::Nearly => BarForm::Hatched,
        MatchMark::Differs => BarForm::Outline,
        MatchMark::OnlyPortal if plain => BarForm::Crossed,
        MatchMark::Aside if plain => BarForm::Upright,
        _ => BarForm::Solid,
    };
    (form, match_look(t, mark).colour)
}

/// What a part of the bar is: its mark in its colour, and a link to its records; true if that was clicked.
fn legend(ui: &mut Ui, mark: MatchMark, words: &str) -> bool {
    const MARK: f32 = 11.0;
    let t = tokens(ui);
    let sample = if t.theme == Theme::HighContrast { 2.0 * MARK } else { 0.0 };
    let wide = theme::text_width(ui.painter(), words, theme::font(size::BODY));
    // The mark and its words are on one line.
    if ui.available_size_before_wrap().x < sample + MARK + wide + 2.0 * space::STEP {
        ui.end_row();
    }
    ui.spacing_mut().item_spacing.x = space::STEP;
    let (rect, _) = ui.allocate_exact_size(vec2(sample + MARK, 16.0), Sense::hover());
    if sample > 0.0 {
        let bar = Rect::from_min_size(pos2(rect.left(), rect.center().y - BAR / 2.0), vec2(sample - space::STEP, BAR));
        paint_bar(ui.painter(), bar, form(mark, t), t);
    }
    let centre = pos2(rect.right() - MARK / 2.0, rect.center().y);
    paint_match(ui.painter(), centre, mark, match_look(t, mark).colour);
    let clicked = theme::link(ui, words).hint("Show these records in All.").clicked();
    ui.add_space(2.0 * space::STEP);
    clicked
}
