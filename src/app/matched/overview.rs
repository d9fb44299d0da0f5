//! The overview of all matches, by how well they agree: records, their tax on both sides, what is suggested. A click on a line
//! shows its records or vouchers. *Accept all exact* is its one main button, with what it leaves and why; each other class has its own.

use egui::{
    Align, Align2, CentralPanel, Frame, Label, Layout, Margin, Rect, RichText, Role, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, UiBuilder, pos2, vec2,
};

use crate::app::actions::UserAction;
use crate::app::frame::parts::quiet;
use crate::app::grid::text;
use crate::app::keyboard::tab;
use crate::app::matched::columns::{BUTTON, COLUMNS, edges, unseen};
use crate::app::matched::settings;
use crate::app::parts::result_bar;
use crate::app::parts::top_bar::name;
use crate::app::requests::{MatchRequest, Request, Requests};
use crate::app::theme::{self, main_button, match_look, paint_match, plain_button, size, space, tokens};
use crate::book::{Class, MatchMark, MatchSettings};
use crate::matching::suggest::offer::Left;
use crate::session::Session;
use crate::session::matched::overview::{OfClass, Overview};
use crate::values::{counted, grouped, money};
use crate::view::BuiltIn;

/// A group of classes: what it is called, and what is in it.
type Group = (&'static str, &'static [Class]);

const OF_RECORDS: [Group; 3] = [
    (
        "Matched, fully or but for one thing",
        &[Class::Exact, Class::Tolerance, Class::Written, Class::Date, Class::Several],
    ),
    (
        "A pair, but something differs",
        &[Class::Amounts, Class::Gross, Class::Kind, Class::Branch, Class::Gstin, Class::Number, Class::Amended],
    ),
    ("On the portal, without a voucher", &[Class::Portal, Class::Twice, Class::Superseded]),
];

const OF_VOUCHERS: Group = (
    "Vouchers without a record, counted in vouchers",
    &[Class::Books, Class::Duplicate, Class::Earlier, Class::Outside],
);

/// The title of a group is never wider.
const TITLE: f32 = 210.0;
const ROW: f32 = 28.0;
const PAD: f32 = 8.0;

/// Draws the page.
pub fn show(ui: &mut Ui, open: &Session, out: &mut Requests) {
    result_bar::panel(ui, open, out);
    let page = Frame::new().fill(tokens(ui).background).inner_margin(Margin::symmetric(12, 8));
    CentralPanel::no_frame().show(ui, |ui| {
        page.show(ui, |ui| {
            let Some(overview) = open.overview() else {
                let here = !open.book().register().entries().is_empty();
                ui.label(
                    RichText::new(if here { "Matching with the register…" } else { "The register is not here." })
                        .weak(),
                );
                return;
            };
            ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                head(ui, open, overview, out);
                ask_about_returns(ui, open, overview, out);
                table(ui, open, overview, out);
                foot(ui, open, overview);
            });
        });
    });
}

fn rupees(paise: i128) -> String {
    money::indian(paise)
}

/// What there is, what the main button does, and what it leaves.
fn head(ui: &mut Ui, open: &Session, overview: &Overview, out: &mut Requests) {
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
            bar(ui, overview);
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
                let words =
                    format!("{} of them not claimable by the register: {}, 4(B)(1).", grouped(records), rupees(tax));
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
            Left::AsksFirst => "a rule asks about first",
            Left::Blocked => "blocked",
            Left::ToCheck => "to check",
        };
        ui.horizontal_wrapped(|ui| {
            ui.label(format!("{} {words}", grouped(records)));
            if why == Left::Hidden && theme::link(ui, "Show all rows").clicked() {
                out.push(MatchRequest::ShowAll.into());
            }
            if why == Left::ToCheck && theme::link(ui, "Show").clicked() {
                out.push(MatchRequest::Show(Class::Exact, Some(BuiltIn::ToCheck)).into());
            }
        });
    }
}

/// How the records divide, as one bar, and in words below it.
fn bar(ui: &mut Ui, overview: &Overview) {
    let marks = [
        (MatchMark::Equal, "matched"),
        (MatchMark::Nearly, "but for one thing"),
        (MatchMark::Differs, "something differs"),
        (MatchMark::OnlyPortal, "no voucher"),
        (MatchMark::Aside, "superseded"),
    ];
    let of = |mark: MatchMark| {
        let same = |class: &Class| {
            let own = class.mark();
            *class <= Class::Portal && (own == mark || (own == MatchMark::Twice && mark == MatchMark::OnlyPortal))
        };
        Class::ALL.into_iter().filter(same).map(|class| overview.of_class(class).records).sum::<u64>()
    };
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
        for (mark, words) in marks {
            let records = of(mark);
            if records > 0 {
                let colour = match_look(tokens(ui), mark).colour;
                ui.label(theme::caption(format!("{words} {}", grouped(records))).color(colour));
            }
        }
    });
}

/// How purchase returns reduce credit is asked once a client.
fn ask_about_returns(ui: &mut Ui, open: &Session, overview: &Overview, out: &mut Requests) {
    let settings = open.book().match_settings();
    if settings.returns_asked || open.look_only().is_some() {
        return;
    }
    ui.label(theme::caption(settings::RETURNS));
    // Buttons: an arrow on the way through choices would answer for good.
    for (name, returns) in settings::WAYS {
        ui.horizontal_wrapped(|ui| {
            if ui.add(plain_button(name)).clicked() {
                let answered = MatchSettings { returns, returns_asked: true, ..settings.clone() };
                out.push(MatchRequest::Keep(answered).into());
            }
            quiet(ui, settings::comes_to(returns, overview.returns));
        });
    }
    ui.add_space(2.0 * space::STEP);
}

fn table(ui: &mut Ui, open: &Session, overview: &Overview, out: &mut Requests) {
    ui.spacing_mut().item_spacing.y = 0.0;
    headings(ui);
    for (title, classes) in OF_RECORDS {
        let rect = group(ui, title, classes, overview);
        if let Some(rect) = rect.filter(|_| classes.contains(&Class::Portal)) {
            ask_if_complete(ui, open, rect, overview, out);
        }
        for &class in classes {
            line(ui, open, class, overview.of_class(class), out);
        }
    }
    total(ui, &overview.all_records());
    let (title, classes) = OF_VOUCHERS;
    group(ui, title, classes, overview);
    for &class in classes {
        line(ui, open, class, overview.of_class(class), out);
    }
}

fn headings(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), space::HEADINGS), Sense::hover());
    let t = tokens(ui);
    ui.painter().rect_filled(rect, 0.0, t.panel);
    let face = theme::strong(size::SMALL);
    let left = pos2(rect.left() + PAD, rect.center().y);
    ui.painter().text(left, Align2::LEFT_CENTER, "Match", face.clone(), t.text);
    for ((title, _), edge) in COLUMNS.iter().zip(edges(rect)) {
        let Some(edge) = edge else { continue };
        ui.painter().text(pos2(edge, rect.center().y), Align2::RIGHT_CENTER, title, face.clone(), t.text);
    }
}

/// The line over a group, and where it is; none where nothing is in the group.
fn group(ui: &mut Ui, title: &str, classes: &[Class], overview: &Overview) -> Option<Rect> {
    if classes.iter().all(|&class| overview.of_class(class).records == 0) {
        return None;
    }
    let high = if classes.contains(&Class::Portal) { ROW } else { 22.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), high), Sense::hover());
    name(&response, Role::Label, title);
    let t = tokens(ui);
    ui.painter().rect_filled(rect, 0.0, t.panel);
    let left = pos2(rect.left() + PAD, rect.center().y);
    ui.painter().text(left, Align2::LEFT_CENTER, title, theme::font(size::CAPTION), t.muted);
    Some(rect)
}

/// Only of a complete register follows that what is not in it may be kept Pending. What the other answer changes is said beside.
fn ask_if_complete(ui: &mut Ui, open: &Session, rect: Rect, overview: &Overview, out: &mut Requests) {
    let register = open.book().register();
    // The file of a part is missing: what was said of it says nothing now.
    if register.parts().iter().any(|part| part.missing) {
        return;
    }
    let complete = register.is_complete();
    let pending = overview.of_class(Class::Portal).pending;
    let other = match (complete, pending) {
        (true, 0) => "With No, nothing changes".to_owned(),
        (true, 1) => "With No, this one is Check".to_owned(),
        (true, n) => format!("With No, these {} are Check", grouped(n)),
        (false, _) => "Only with Yes is Pending suggested for them".to_owned(),
    };
    let until = register.parts().iter().filter_map(|part| part.covers).map(|(_, to)| to).min();
    let until = until.map_or_else(String::new, |day| format!(", up to {day}"));
    let holds = format!("expenses, bank charges, capital goods, all branches{until}");
    let able = open.look_only().is_none();
    let room =
        Rect::from_min_max(pos2(rect.left() + (rect.width() * 0.25).max(TITLE), rect.top()), rect.max - vec2(PAD, 0.0));
    let layout = Layout::right_to_left(Align::Center);
    let mut ui = ui.new_child(UiBuilder::new().id_salt("register complete").max_rect(room).layout(layout));
    tab::as_one_reads(&mut ui, |ui| {
        ui.label(theme::caption(other));
        for (answer, name) in [(false, "No"), (true, "Yes")] {
            let button = ui.add_enabled(able, plain_button(name).switched_on(complete == answer));
            ui.accesskit_node_builder(button.id, |node| node.set_label(format!("Register complete: {name}")));
            if button.clicked() && complete != answer {
                out.push(MatchRequest::Complete(answer).into());
            }
        }
        ui.add_space(space::STEP);
        // The question is whole; what it is about is cut where there is no room, and whole under the mouse.
        let question = theme::semibold("Register complete?");
        let wide = text::width(ui.painter(), question.text(), theme::strong(size::BODY));
        let rest = ui.available_width() - wide - 2.0 * ui.spacing().item_spacing.x;
        if rest > 60.0 {
            ui.allocate_ui_with_layout(vec2(rest, ROW), layout, |ui| {
                ui.add(Label::new(theme::caption(&holds)).truncate()).on_hover_text(&holds);
            });
        }
        ui.label(question).on_hover_text(&holds);
    });
}

/// A class in full.
fn called(class: Class) -> &'static str {
    match class {
        Class::Several => "Clubbed / split: several vouchers or records",
        Class::Gstin => "GSTIN missing or mistyped in the register",
        Class::Number => "Bill no. differs",
        Class::Amended => "Amended by the supplier; the register differs",
        Class::Twice => "Reported twice on the portal",
        Class::Superseded => "A later amendment replaces it",
        Class::Earlier => "Was on the portal in an earlier month",
        Class::Outside => "Not expected: reverse charge, import, no GSTIN",
        class => class.title(),
    }
}

/// The cells of a line: nothing for what cannot be.
fn cells(class: Class, of: &OfClass) -> [String; 9] {
    let count = |n: u64| if n == 0 { "–".to_owned() } else { grouped(n) };
    let records = class <= Class::Portal;
    let pair = class.is_pair();
    let difference = match of.portal - of.books {
        0 => "0.00".to_owned(),
        more if more > 0 => format!("+{}", rupees(more)),
        less => rupees(less),
    };
    let none = || "–".to_owned();
    let of_records = |n: u64| if records { count(n) } else { String::new() };
    [
        grouped(of.records),
        if records { rupees(of.portal) } else { none() },
        if pair || !records { rupees(of.books) } else { none() },
        if pair { difference } else { String::new() },
        of_records(of.accept),
        of_records(of.pending),
        of_records(of.check),
        of_records(of.not_filed),
        of_records(of.decided),
    ]
}

fn paint_cells(ui: &Ui, rect: Rect, cells: &[String; 9], strong: bool) {
    let t = tokens(ui);
    let face = if strong { theme::strong(size::GRID) } else { theme::font(size::GRID) };
    for (text, edge) in cells.iter().zip(edges(rect)) {
        let Some(edge) = edge else { continue };
        let colour = if matches!(text.as_str(), "–" | "0.00") { t.muted } else { t.text };
        ui.painter().text(pos2(edge, rect.center().y), Align2::RIGHT_CENTER, text, face.clone(), colour);
    }
}

fn line(ui: &mut Ui, open: &Session, class: Class, of: &OfClass, out: &mut Requests) {
    if of.records == 0 {
        return;
    }
    let of_records = class <= Class::Portal;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let cells = cells(class, of);
    let words = format!("{}: {}", called(class), line_in_words(of, of_records));
    name(&response, Role::Button, &words);
    theme::choice_ground(ui, &response, rect, false);
    let t = tokens(ui);
    let mark = class.mark();
    let colour = match_look(t, mark).colour;
    paint_match(ui.painter(), pos2(rect.left() + PAD + 5.0, rect.center().y), mark, colour);
    let edge = edges(rect)[0].map_or(rect.right() - BUTTON, |edge| edge - COLUMNS[0].1);
    let left = rect.left() + PAD + 18.0;
    let galley = theme::cut_line(ui.painter(), called(class), theme::font(size::GRID), colour, edge - left);
    let cut = if galley.elided { called(class) } else { "" };
    ui.painter().galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, colour);
    paint_cells(ui, rect, &cells, false);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, t.row_line());
    let unseen = format!("{cut}\n{}", unseen(rect, &cells));
    let response = if unseen.trim().is_empty() { response } else { response.on_hover_text(unseen.trim()) };
    if response.clicked() {
        let show = if of_records { MatchRequest::Show(class, None) } else { MatchRequest::ShowVouchers(class) };
        out.push(show.into());
    }
    let room = Rect::from_min_max(pos2(rect.right() - BUTTON + 12.0, rect.top()), rect.max);
    let layout = Layout::left_to_right(Align::Center);
    let mut ui = ui.new_child(UiBuilder::new().id_salt(class.name()).max_rect(room).layout(layout));
    own_button(&mut ui, open, class, of, out);
}

/// What the user can do to a class by itself; exact has the main button.
fn own_button(ui: &mut Ui, open: &Session, class: Class, of: &OfClass, out: &mut Requests) {
    if class > Class::Portal {
        return;
    }
    if class != Class::Exact && of.offered > 0 {
        let text = match class {
            Class::Portal => format!("Pending {}", grouped(of.offered)),
            Class::Amounts => format!("Accept {}: tax is equal", grouped(of.offered)),
            _ => format!("Accept {}", grouped(of.offered)),
        };
        let able = open.look_only().is_none() && open.matches_are_current();
        let hint = of.left().map(|(left, n)| format!("{} {}", grouped(n), left.words())).collect::<Vec<_>>();
        let hint = if hint.is_empty() { called(class).to_owned() } else { format!("Skipped: {}.", hint.join(", ")) };
        if ui.add_enabled(able, plain_button(&text)).on_hover_text(hint).clicked() {
            out.push(MatchRequest::Take(class).into());
        }
    } else if of.check > 0 && theme::link(ui, &format!("Check {}", grouped(of.check))).clicked() {
        out.push(MatchRequest::Show(class, Some(BuiltIn::ToCheck)).into());
    }
}

fn line_in_words(of: &OfClass, of_records: bool) -> String {
    if !of_records {
        return counted(of.records, "voucher", "vouchers");
    }
    let parts = [
        (of.accept, "Accept?"),
        (of.pending, "Pending?"),
        (of.check, "to check"),
        (of.not_filed, "not filed"),
        (of.decided, "decided"),
    ];
    let parts = parts.into_iter().filter(|part| part.0 > 0).map(|(n, words)| format!("{} {words}", grouped(n)));
    let words: Vec<String> = std::iter::once(crate::values::records(of.records)).chain(parts).collect();
    words.join(", ")
}

fn total(ui: &mut Ui, all: &OfClass) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    name(&response, Role::Label, &format!("All records: {}", line_in_words(all, true)));
    let left = pos2(rect.left() + PAD, rect.center().y);
    ui.painter().text(left, Align2::LEFT_CENTER, "All records", theme::strong(size::GRID), tokens(ui).text);
    paint_cells(ui, rect, &cells(Class::Amounts, all), true);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, tokens(ui).line());
}

/// What of all matches cannot be claimed, and what differences were let pass.
fn foot(ui: &mut Ui, open: &Session, overview: &Overview) {
    ui.add_space(2.0 * space::STEP);
    ui.spacing_mut().item_spacing.y = 2.0;
    let figures = &overview.figures;
    if figures.not_claimable > 0 {
        let tax: i128 = figures.not_claimable_heads.iter().sum();
        ui.label(format!(
            "Not claimable by the register: {}, {}, in 4(B)(1).",
            crate::values::records(figures.not_claimable),
            money::rupees(tax)
        ));
    }
    if figures.rounded > 0 {
        ui.label(format!(
            "Round-off let pass: {}; the portal has {} more and {} less.",
            counted(figures.rounded, "match", "matches"),
            money::rupees(figures.portal_more),
            money::rupees(figures.portal_less)
        ));
    }
    for note in open.matches().into_iter().flat_map(|matched| &matched.matches.notes) {
        ui.label(note);
    }
    ui.label(theme::caption(
        "Credit notes count negative. A click on a line shows its records or vouchers. F9 walks through what is to be checked.",
    ));
}
