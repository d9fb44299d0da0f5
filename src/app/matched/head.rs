//! The head of the overview: how all records divide, the main button, and what it leaves and why. Every count is a link to its
//! records.

use egui::{Align, Label, Layout, Rect, RichText, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::app::actions::UserAction;
use crate::app::requests::{MatchRequest, Request, Requests};
use crate::app::theme::{self, main_button, match_look, space, tokens};
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
            ui.label(theme::title(format!("{}, {vouchers}", crate::values::records(all.records))));
            let settings = open.book().match_settings();
            ui.horizontal(|ui| {
                let within = money::rupees(settings.tolerance.into());
                let days = counted(settings.days.into(), "day", "days");
                ui.label(theme::caption(format!("within {within}, {days} ·")));
                if theme::link(ui, "Settings").clicked() {
                    out.push(Request::Do(UserAction::MatchSettings));
                }
                if open.is_matching() {
                    ui.label(theme::caption("· matching…"));
                }
            });
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
            let tax = format!(
                "Tax {}. Left alone they count as accepted; this puts your decision on record.",
                money::rupees(exact.offered_tax)
            );
            ui.add(Label::new(RichText::new(tax).weak()).wrap());
            if exact.not_claimable.0 > 0 {
                let (records, tax) = exact.not_claimable;
                let words = format!(
                    "{} of them not claimable by the register: {}, 4(B)(1).",
                    grouped(records),
                    money::indian(tax)
                );
                ui.add(Label::new(words).wrap());
            }
        });
    });
    ui.add_space(2.0 * space::STEP);
}

/// What the main button leaves, and why.
fn leaves(ui: &mut Ui, exact: &OfClass, out: &mut Requests) {
    let left: u64 = exact.left.iter().sum();
    if left == 0 {
        return;
    }
    let skipped = counted(left, "matched record is", "matched records are");
    ui.label(theme::semibold(format!("{skipped} skipped")));
    ui.spacing_mut().item_spacing.y = 1.0;
    ui.spacing_mut().interact_size.y = 0.0;
    for (why, records) in exact.left() {
        let words = match why {
            Left::Hidden => "hidden by a filter",
            Left::NotFiled => "supplier's GSTR-1 not filed: nothing to do",
            Left::Decided => "decided already, here or on the portal",
            Left::SetBack => "set to No action here: your decision too",
            Left::AsksFirst => "that a rule asks about first",
            Left::Blocked => "blocked",
            Left::ToCheck => "to check",
        };
        let words = format!("{} {words}{}", grouped(records), counted_elsewhere(exact, why));
        if why != Left::Hidden {
            if theme::link(ui, &words).on_hover_text("Show these records in All.").clicked() {
                out.push(MatchRequest::ShowSkipped(Class::Exact, why).into());
            }
            continue;
        }
        ui.horizontal_wrapped(|ui| {
            ui.label(words);
            if theme::link(ui, "Show all rows").clicked() {
                out.push(MatchRequest::ShowAll.into());
            }
        });
    }
}

/// Records that are hidden, or that the user set to No action, are counted in the table as what they are: else it would seem to count
/// more than what is left.
fn counted_elsewhere(exact: &OfClass, why: Left) -> String {
    if !matches!(why, Left::Hidden | Left::SetBack) {
        return String::new();
    }
    let parts = exact.counted_of(why).into_iter().zip(["under Check", "under Not filed"]);
    let parts: Vec<String> =
        parts.filter(|(n, _)| *n > 0).map(|(n, words)| format!("{} {words}", grouped(n))).collect();
    if parts.is_empty() { String::new() } else { format!(" (of these {})", parts.join(", ")) }
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
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 9.0), Sense::hover());
    let mut from = rect.left();
    for (mark, _) in marks {
        let width = rect.width() * of(mark) as f32 / all;
        let part = Rect::from_min_max(pos2(from, rect.top()), pos2(from + width, rect.bottom()));
        let look = match_look(t, mark);
        if mark == MatchMark::Equal || mark == MatchMark::OnlyPortal {
            ui.painter().rect_filled(part, 0.0, look.colour);
        } else {
            ui.painter().rect(part, 0.0, look.tint, Stroke::new(1.0, look.colour), StrokeKind::Inside);
        }
        from += width;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        for (mark, words) in marks {
            let records = of(mark);
            if records > 0 {
                let link = theme::link(ui, &format!("{words} {}", grouped(records)));
                if link.on_hover_text("Show these records in All.").clicked() {
                    out.push(MatchRequest::Show(classes(mark).collect(), None).into());
                }
            }
        }
    });
}
