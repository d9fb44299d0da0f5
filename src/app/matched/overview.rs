//! The overview of all matches, by how well they agree: records, their tax on both sides, what is suggested. A click on a line
//! shows its records or vouchers. *Accept all exact* is its one main button, with what it leaves and why; each other class has its own.

use egui::{
    Align, Align2, CentralPanel, Frame, Id, Layout, Margin, Rect, RichText, Role, ScrollArea, Sense, Ui, UiBuilder,
    pos2, vec2,
};

use crate::app::frame::parts::quiet;
use crate::app::keyboard::lines;
use crate::app::matched::columns::{COLUMNS, edges, needed_by_all, unseen};
use crate::app::matched::{complete, head, settings};
use crate::app::parts::result_bar;
use crate::app::parts::top_bar::name;
use crate::app::requests::{MatchRequest, RegisterRequest, Requests};
use crate::app::theme::{self, Hint, match_look, paint_match, plain_button, size, space, tokens};
use crate::book::{Class, MatchSettings, Returns};
use crate::session::Session;
use crate::session::matched::overview::{OfClass, Overview};
use crate::values::{capital, counted, grouped, money};
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

pub(super) const ROW: f32 = 26.0;
pub(super) const PAD: f32 = 8.0;
const SCROLL_BAR: f32 = 8.0;
/// The room before the mark of a class and its name.
const MARK: f32 = 18.0;

/// What leads to the tables for the suppliers.
const FOR_SUPPLIERS: &str = "Save for the suppliers…";

/// The name of the page for the keyboard.
const PAGE: &str = "match";

/// Draws the page; `covered`: something that lies over it has the keyboard.
pub fn show(ui: &mut Ui, open: &Session, covered: bool, out: &mut Requests) {
    result_bar::panel(ui, open, out);
    let page = Frame::new().fill(tokens(ui).background).inner_margin(Margin::symmetric(12, 8));
    CentralPanel::no_frame().show(ui, |ui| {
        let own = UiBuilder::new().scope_id(Id::unique(PAGE));
        ui.scope_builder(own, |ui| lines::page(ui, PAGE, covered, |ui| page.show(ui, |ui| contents(ui, open, out))));
    });
}

fn contents(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let Some(overview) = open.overview() else {
        let here = !open.book().register().entries().is_empty();
        theme::label(
            ui,
            RichText::new(if here { "Matching with the register…" } else { "The register is not here." }).weak(),
        );
        return;
    };
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        // The bar at the right must not lie over the buttons.
        ui.set_max_width(ui.available_width() - SCROLL_BAR);
        head::show(ui, open, overview, out);
        ask_about_returns(ui, open, overview, out);
        table(ui, open, overview, out);
        foot(ui, open, overview);
    });
}

/// How purchase returns reduce credit is asked once a client.
fn ask_about_returns(ui: &mut Ui, open: &Session, overview: &Overview, out: &mut Requests) {
    let settings = open.book().match_settings();
    // Where nothing depends on it, there is nothing to ask.
    if settings.returns_asked || open.look_only().is_some() || overview.returns.notes == 0 {
        return;
    }
    theme::label(ui, theme::caption(settings::RETURNS));
    // Buttons: an arrow on the way through choices would answer for good.
    for returns in Returns::ALL {
        let name = &*capital(returns.in_words());
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            if ui.add(plain_button(name).low()).clicked() {
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
    let buttons = room_of_buttons(ui, overview);
    headings(ui, buttons);
    for (title, classes) in OF_RECORDS {
        let rect = group(ui, title, classes, overview);
        if let Some(rect) = rect.filter(|_| classes.contains(&Class::Portal)) {
            complete::ask(ui, open, rect, overview, out);
        }
        for &class in classes {
            line(ui, open, class, (overview.of_class(class), buttons), out);
        }
    }
    total(ui, overview, buttons);
    let (title, classes) = OF_VOUCHERS;
    group(ui, title, classes, overview);
    for &class in classes {
        line(ui, open, class, (overview.of_class(class), buttons), out);
    }
}

/// How wide the widest button at the right is, with what is around it: at least the usual one, so that the columns stay where they are.
/// What a button leaves of what is suggested is said beside it, where that takes no column away.
fn room_of_buttons(ui: &Ui, overview: &Overview) -> f32 {
    const USUAL: [&str; 2] = [FOR_SUPPLIERS, "Accept 8,888: tax agrees"];
    let of_class = |class: Class| button_words(class, overview.of_class(class)).map(|words| words.0);
    let wide = |words: &str| theme::text_width(ui.painter(), words, theme::font(size::GRID));
    let usual = USUAL.map(wide).into_iter().fold(0.0, f32::max);
    let widest = Class::ALL.into_iter().filter_map(of_class).map(|words| wide(&words)).fold(usual, f32::max);
    let buttons = 12.0 + widest + 2.0 * ui.spacing().button_padding.x + 4.0;
    let reason = |class: Class| Some(left_of_suggested(overview.of_class(class))).filter(|words| !words.is_empty());
    let of_reason =
        |words: String| 2.0 * space::STEP + theme::text_width(ui.painter(), &words, theme::font(size::CAPTION));
    let reasons = Class::ALL.into_iter().filter_map(reason).map(of_reason).fold(0.0, f32::max);
    let room = ui.available_width() - needed_by_all(buttons);
    buttons + if reasons <= room { reasons } else { 0.0 }
}

/// What of the records with a suggestion the button of their class leaves, and why: `2 ask first`.
fn left_of_suggested(of: &OfClass) -> String {
    let left = of.left().map(|(why, _)| (why, of.counted_of(why)[2])).filter(|(_, n)| *n > 0);
    left.map(|(why, n)| format!("{} {}", grouped(n), why.words())).collect::<Vec<_>>().join(", ")
}

fn headings(ui: &mut Ui, buttons: f32) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), space::HEADINGS), Sense::hover());
    let t = tokens(ui);
    ui.painter().rect_filled(rect, 0.0, t.panel);
    let face = theme::strong(size::SMALL);
    let left = pos2(rect.left() + PAD, rect.center().y);
    ui.painter().text(left, Align2::LEFT_CENTER, "Match", face.clone(), t.text);
    for ((title, _), edge) in COLUMNS.iter().zip(edges(rect, buttons)) {
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
    ui.painter().text(left, Align2::LEFT_CENTER, title, theme::strong(size::CAPTION), t.muted);
    Some(rect)
}

/// A class in full.
fn called(class: Class) -> &'static str {
    match class {
        Class::Several => "Clubbed / split: several vouchers or records",
        Class::Gstin => "GSTIN missing or mistyped in the register",
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
    let none = || "–".to_owned();
    let of_records = |n: u64| if records { count(n) } else { String::new() };
    [
        grouped(of.records),
        if records { money::indian(of.portal) } else { none() },
        if pair || !records { money::indian(of.books) } else { none() },
        if pair { money::signed(of.difference()) } else { String::new() },
        of_records(of.accept),
        of_records(of.pending),
        of_records(of.check),
        of_records(of.not_filed),
        of_records(of.decided),
    ]
}

fn paint_cells(ui: &Ui, (rect, buttons): (Rect, f32), cells: &[String; 9], strong: bool) {
    let t = tokens(ui);
    let face = if strong { theme::strong(size::GRID) } else { theme::font(size::GRID) };
    for (text, edge) in cells.iter().zip(edges(rect, buttons)) {
        let Some(edge) = edge else { continue };
        let colour = if matches!(text.as_str(), "–" | "0.00") { t.muted } else { t.text };
        ui.painter().text(pos2(edge, rect.center().y), Align2::RIGHT_CENTER, text, face.clone(), colour);
    }
}

fn line(ui: &mut Ui, open: &Session, class: Class, (of, buttons): (&OfClass, f32), out: &mut Requests) {
    if of.records == 0 {
        return;
    }
    let of_records = class <= Class::Portal;
    let t = tokens(ui);
    let mark = class.mark();
    let colour = match_look(t, mark).colour;
    let room = ui.available_rect_before_wrap();
    let edge = edges(room, buttons)[0].map_or(room.right() - buttons, |edge| edge - COLUMNS[0].1);
    // A name that has no room on one line has two: it is never cut.
    let room_of_name = edge - room.left() - PAD - MARK;
    let galley = ui.painter().layout(called(class).to_owned(), theme::font(size::GRID), colour, room_of_name);
    let height = ROW.max(galley.size().y + 8.0);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    // A name of its own: the keyboard stays on the line while others come and go.
    let response = ui.interact(rect, Id::unique(("match line", class.name())), Sense::click());
    lines::line(ui, PAGE, &response);
    let cells = cells(class, of);
    let words = format!("{}: {}", called(class), line_in_words(of, of_records));
    name(&response, Role::Button, &words);
    theme::choice_ground(ui, &response, rect, false);
    let t = tokens(ui);
    paint_match(ui.painter(), pos2(rect.left() + PAD + 5.0, rect.center().y), mark, colour);
    let left = rect.left() + PAD + MARK;
    ui.painter().galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, colour);
    paint_cells(ui, (rect, buttons), &cells, false);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, t.row_line());
    let unseen = unseen(rect, buttons, &cells);
    let response = if unseen.is_empty() { response } else { response.hint(unseen) };
    if response.clicked() {
        let show = if of_records { MatchRequest::Show(vec![class], None) } else { MatchRequest::ShowVouchers(class) };
        out.push(show.into());
    }
    let room = Rect::from_min_max(pos2(rect.right() - buttons + 12.0, rect.top()), rect.max);
    let layout = Layout::left_to_right(Align::Center);
    let own = Id::unique(("match button", class.name()));
    let mut ui = ui.new_child(UiBuilder::new().scope_id(own).max_rect(room).layout(layout));
    own_button(&mut ui, open, class, of, out);
}

/// The words of the button of a class, and whether it decides; none without one. Exact has the main button.
fn button_words(class: Class, of: &OfClass) -> Option<(String, bool)> {
    let offered = grouped(of.offered);
    match class {
        _ if of.records == 0 => None,
        Class::Books => Some((FOR_SUPPLIERS.to_owned(), false)),
        _ if class > Class::Portal => Some(("Show".to_owned(), false)),
        Class::Portal if of.offered > 0 => Some((format!("Pending {offered}"), true)),
        Class::Amounts if of.offered > 0 => Some((format!("Accept {offered}: tax agrees"), true)),
        _ if class != Class::Exact && of.offered > 0 => Some((format!("Accept {offered}"), true)),
        _ if of.check > 0 => Some((format!("Check {}", grouped(of.check)), false)),
        _ => None,
    }
}

/// What the user can do to a class by itself.
fn own_button(ui: &mut Ui, open: &Session, class: Class, of: &OfClass, out: &mut Requests) {
    let words = button_words(class, of);
    if let Some((text, decides)) = words {
        button(ui, open, class, (of, text, decides), out);
    } else if of.no_suggestion > 0 {
        theme::label(ui, theme::caption(format!("{} with nothing to do", grouped(of.no_suggestion))));
    }
    let left = left_of_suggested(of);
    let wide = theme::text_width(ui.painter(), &left, theme::font(size::CAPTION));
    if !left.is_empty() && wide <= ui.available_width() {
        theme::label(ui, theme::caption(left));
    }
}

fn button(
    ui: &mut Ui,
    open: &Session,
    class: Class,
    (of, text, decides): (&OfClass, String, bool),
    out: &mut Requests,
) {
    if !decides {
        let link = theme::link(ui, &text);
        lines::beside(ui, PAGE, &link);
        if class > Class::Portal {
            let of = format!("{text} {}", called(class));
            ui.accesskit_node_builder(link.id, |node| node.set_label(of));
        }
        if link.clicked() && class > Class::Portal {
            out.push(MatchRequest::ShowVouchers(class).into());
            out.extend((class == Class::Books).then_some(RegisterRequest::AskFolder.into()));
        } else if link.clicked() {
            out.push(MatchRequest::Show(vec![class], Some(BuiltIn::ToCheck)).into());
        }
        return;
    }
    let able = open.look_only().is_none() && open.matches_are_current();
    let hint = of.left().map(|(left, n)| format!("{} {}", grouped(n), left.words())).collect::<Vec<_>>();
    let hint = if hint.is_empty() { called(class).to_owned() } else { format!("Skipped: {}.", hint.join(", ")) };
    let hint = match class {
        Class::Amounts => {
            format!("Tax {}; other amounts differ. {hint}", open.book().match_settings().tolerance_in_words())
        }
        _ => hint,
    };
    let button = ui.add_enabled(able, plain_button(&text).low()).hint(hint);
    lines::beside(ui, PAGE, &button);
    if button.clicked() {
        out.push(MatchRequest::Take(class).into());
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
        (of.no_suggestion, "with nothing to do"),
    ];
    let parts = parts.into_iter().filter(|part| part.0 > 0).map(|(n, words)| format!("{} {words}", grouped(n)));
    let words: Vec<String> = std::iter::once(crate::values::records(of.records)).chain(parts).collect();
    words.join(", ")
}

/// Of what the difference of all records is: else the two sums beside it would seem to give another one.
const OF_PAIRS: &str = "Difference: of the pairs alone";

fn total(ui: &mut Ui, overview: &Overview, buttons: f32) {
    let all = overview.all_records();
    let mut cells = cells(Class::Amounts, &all);
    // The sum of what is shown above it: what is on one side alone has no difference.
    cells[3] = money::signed(overview.difference());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let words = format!("All records: {}, difference {}", line_in_words(&all, true), cells[3]);
    name(&response, Role::Label, &format!("{words}, {OF_PAIRS}"));
    let left = pos2(rect.left() + PAD, rect.center().y);
    let title = "All records";
    ui.painter().text(left, Align2::LEFT_CENTER, title, theme::strong(size::GRID), tokens(ui).text);
    let edge = edges(rect, buttons)[0].map_or(rect.right() - buttons, |edge| edge - COLUMNS[0].1);
    let from = left.x + theme::text_width(ui.painter(), title, theme::strong(size::GRID)) + 2.0 * space::STEP;
    if from + theme::text_width(ui.painter(), OF_PAIRS, theme::font(size::CAPTION)) <= edge {
        let at = pos2(from, rect.center().y);
        ui.painter().text(at, Align2::LEFT_CENTER, OF_PAIRS, theme::font(size::CAPTION), tokens(ui).muted);
    }
    response.hint(format!("{OF_PAIRS}. {}.", line_in_words(&all, true)));
    paint_cells(ui, (rect, buttons), &cells, true);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, tokens(ui).line());
}

/// What of all matches cannot be claimed, and what differences were let pass.
fn foot(ui: &mut Ui, open: &Session, overview: &Overview) {
    ui.add_space(2.0 * space::STEP);
    ui.spacing_mut().item_spacing.y = 2.0;
    let figures = &overview.figures;
    if figures.not_claimable > 0 {
        let tax: i128 = figures.not_claimable_heads.iter().sum();
        theme::label(
            ui,
            format!(
                "Not claimable by the register: {}, {}, in 4(B)(1).",
                crate::values::records(figures.not_claimable),
                money::rupees(tax)
            ),
        );
    }
    if figures.rounded > 0 {
        theme::label(
            ui,
            format!(
                "Let pass as round-off, in all lines together: the tax of {}; the portal has {} more and {} less.",
                counted(figures.rounded, "match", "matches"),
                money::rupees(figures.portal_more),
                money::rupees(figures.portal_less)
            ),
        );
    }
    for note in open.matches().into_iter().flat_map(|matched| &matched.matches.notes) {
        theme::label(ui, note);
    }
    theme::label(
        ui,
        theme::caption(
            "Credit notes count negative. A click on a line shows its records or vouchers. F9 walks through what is to be checked.",
        ),
    );
}
