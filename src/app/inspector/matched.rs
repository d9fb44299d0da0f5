//! A record and its voucher side by side: first why, then what agrees and what differs with both values, what is suggested, what
//! can be done by hand, and other vouchers.

use egui::{Align, Color32, Frame, Label, Layout, RichText, Role, Ui, WidgetInfo, vec2};

use crate::app::grid::action_look;
use crate::app::keyboard::tab;
use crate::app::requests::{MatchRequest, Requests};
use crate::app::theme::{self, Hint, Look, Radios, match_look, plain_button, size, space, tokens};
use crate::book::{Class, CreditUse, MatchSettings, Section};
use crate::matching::why::ways::Way;
use crate::session::Session;
use crate::session::matched::beside::{BesideField, OtherVoucher, SideBySide, books_answer};
use crate::session::matched::by_hand::ByHand;
use crate::values::{counted, money};

/// Draws it, where the book has a register.
pub fn show(ui: &mut Ui, open: &Session, section: Section, row: u32, out: &mut Requests) {
    if !open.has_register() {
        return;
    }
    let Some(beside) = open.beside().filter(|beside| (beside.section, beside.row) == (section, row)) else {
        let missing = open.book().register().entries().is_empty();
        let words = if missing { "The register is not here." } else { "Matching with the register…" };
        theme::label(ui, RichText::new(words).weak());
        return;
    };
    why(ui, beside.class, &beside.sentence, beside.link.is_some());
    side_by_side(ui, &beside.fields);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        for place in &beside.where_booked {
            theme::sentence(ui, theme::caption(format!("Register: {place}")));
        }
        suggestion(ui, open, beside);
        gross(ui, open, beside, out);
    });
    buttons(ui, open, beside, out);
    others(ui, open, beside, out);
    ui.separator();
}

/// The class of a match and its sentence. `linked`: the user linked it.
pub fn why(ui: &mut Ui, class: Class, sentence: &str, linked: bool) {
    if class == Class::None {
        theme::label(ui, RichText::new(sentence).weak());
        return;
    }
    let mark = class.mark();
    let look: Look = match_look(tokens(ui), mark);
    theme::notice(ui, &look, |ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.horizontal_wrapped(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(12.0, 16.0), egui::Sense::hover());
            theme::paint_match(ui.painter(), rect.center(), mark, look.colour);
            theme::label(ui, theme::caption(class.title()).color(look.colour));
            if linked {
                theme::label(ui, theme::caption("linked by you").color(look.colour));
            }
        });
        let rest = beyond_title(class.title(), sentence);
        if !rest.is_empty() {
            theme::sentence_to_copy(ui, theme::drawn(&rest).into_owned());
        }
    });
}

/// A sentence without the class, which is above it already: `Not in books. No entry …`, `Booked with the tax inside (₹ 9.00). …`.
fn beyond_title(title: &str, sentence: &str) -> String {
    let short = title.split(',').next().unwrap_or(title);
    let after = |start: &str| sentence.strip_prefix(start).map(|rest| rest.trim_end_matches('.'));
    let Some(rest) = after(title).or_else(|| after(short)) else { return sentence.to_owned() };
    let in_brackets = rest.strip_prefix(" (").and_then(|rest| rest.split_once(')'));
    let rest = match in_brackets {
        Some((inside, after)) => format!("{inside}{after}"),
        None if rest.is_empty() => return String::new(),
        None => match rest.strip_prefix([';', ':', '.']) {
            Some(rest) => rest.trim_start().to_owned(),
            None => return sentence.to_owned(),
        },
    };
    let mut chars = rest.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).chain((!rest.ends_with(['?', '!'])).then_some('.')).collect()
}

const LABEL: f32 = 50.0;
const SIGN: f32 = 14.0;

/// Both values of each field; those that differ are marked, those that agree are quiet.
pub fn side_by_side(ui: &mut Ui, fields: &[BesideField]) {
    if fields.is_empty() {
        return;
    }
    let t = tokens(ui);
    let room = (ui.available_width() - LABEL - SIGN) / 2.0;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 2.0);
        ui.spacing_mut().interact_size.y = 0.0;
        let cell = |ui: &mut Ui, width: f32, right: bool, text: RichText| {
            let layout =
                if right { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
            ui.allocate_ui_with_layout(vec2(width, 16.0), layout, |ui| {
                ui.set_width(width);
                ui.add(Label::new(text).truncate())
            })
            .inner
        };
        let small = |text: &str| RichText::new(theme::drawn(text).into_owned()).font(theme::font(size::SMALL));
        ui.horizontal(|ui| {
            cell(ui, LABEL, false, small(""));
            cell(ui, room, true, theme::caption("Portal"));
            cell(ui, SIGN, false, small(""));
            let books = cell(ui, room, true, theme::caption("Register"));
            // The page of that name is in the rail.
            books.widget_info(|| WidgetInfo::labeled(Role::Label, true, "As booked"));
        });
        for field in fields {
            let differs = field.agrees == Some(false);
            let sign = match field.agrees {
                Some(true) => " =",
                Some(false) => " ≠",
                None => "",
            };
            let colour = if differs { t.differs.colour } else { t.text };
            let of = |text: &str| {
                let text = small(text).color(colour);
                if differs { text.font(theme::strong(size::SMALL)) } else { text }
            };
            let quiet = field.agrees == Some(true) && field.portal == "0.00";
            let books = if field.books.is_empty() { "–" } else { &field.books };
            let name = if differs { of(field.name) } else { small(field.name).weak() };
            let fitted = Fitted::new(ui, [&field.portal, books], room);
            let [portal, shown] = fitted.shown.each_ref().map(|text| of(text).font(fitted.face(differs)));
            let shown = if quiet { RichText::new(shown.text()).font(fitted.face(false)).weak() } else { shown };
            let ground = Frame::new().fill(if differs { t.differs.tint } else { Color32::TRANSPARENT });
            let line = ground.show(ui, |ui| {
                if fitted.beside {
                    ui.horizontal(|ui| {
                        cell(ui, LABEL, false, name);
                        cell(ui, room, true, portal);
                        cell(ui, SIGN, false, of(sign));
                        cell(ui, room, true, shown);
                    });
                    return;
                }
                let rest = 2.0 * room;
                ui.vertical(|ui| {
                    ui.horizontal(|ui| {
                        cell(ui, LABEL + SIGN / 2.0, false, name);
                        // Below "Portal": at the right it would be taken for the register's.
                        cell(ui, rest - SIGN / 2.0, false, portal);
                    });
                    ui.horizontal(|ui| {
                        cell(ui, LABEL, false, small(""));
                        cell(ui, SIGN, false, of(sign));
                        cell(ui, rest, true, shown);
                    });
                });
            });
            let words = match field.agrees {
                Some(true) => "agrees",
                Some(false) => "differs",
                None => "not compared",
            };
            let name = format!("{}: portal {}, register {}, {words}", field.name, field.portal, field.books);
            line.response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
        }
    });
    ui.add_space(space::STEP);
}

/// Two values as they fit into the two halves.
struct Fitted {
    shown: [String; 2],
    size: f32,
    /// They stand beside each other; else each has a line.
    beside: bool,
}

impl Fitted {
    /// In a smaller size where that is enough; else each has a line: nothing is cut, as two numbers may differ in the middle alone.
    fn new(ui: &Ui, texts: [&str; 2], room: f32) -> Fitted {
        let texts = texts.map(|text| theme::drawn(text).into_owned());
        let wide = |text: &str, points: f32| theme::text_width(ui.painter(), text, theme::strong(points));
        let fits = |points: f32| texts.iter().all(|text| wide(text, points) <= room);
        let points = if fits(size::SMALL) { size::SMALL } else { size::CAPTION };
        let beside = fits(points);
        Fitted { shown: texts, size: if beside { points } else { size::SMALL }, beside }
    }

    fn face(&self, strong: bool) -> egui::FontId {
        if strong { theme::strong(self.size) } else { theme::font(self.size) }
    }
}

/// What is suggested while the record has no action, and why it is not more.
fn suggestion(ui: &mut Ui, open: &Session, beside: &SideBySide) {
    let words = crate::book::register::match_columns::suggestion_in_words(open.book(), beside.section, beside.row);
    if !words.is_empty() {
        ui.horizontal_wrapped(|ui| {
            theme::suggestion_chip(ui, words);
            if !beside.why.is_empty() && !beside.why.eq_ignore_ascii_case(words) {
                theme::label(ui, RichText::new(beside.why).weak());
            }
        });
    }
    // What was decided is decided: a way is shown as long as there is one to choose.
    if open.book().sheet(beside.section).is_open(beside.row) {
        beside.ways.iter().for_each(|way| self::way(ui, *way));
    }
    if let Some(answer) = books_answer(open.book(), beside) {
        theme::sentence(ui, format!("ITC to be reduced? The books say: {answer}."));
    }
    if beside.changed_since {
        theme::sentence(ui, "It changed since you linked it. Confirm takes it as it is now.");
    }
    if beside.link_waits {
        theme::sentence(ui, "You linked it. The link waits until all that you linked is back.");
    }
}

/// A way to go, with the money: the action in its colour, and what it comes to.
fn way(ui: &mut Ui, way: Way) {
    let (action, words) = (way.action(), way.words());
    let colour = action_look(tokens(ui), action).colour;
    let line = ui.horizontal(|ui| {
        let layout = Layout::left_to_right(Align::Min);
        ui.allocate_ui_with_layout(vec2(LABEL, 16.0), layout, |ui| {
            ui.set_width(LABEL);
            theme::label(ui, RichText::new(action.name()).font(theme::font(size::SMALL)).color(colour));
        });
        theme::sentence(ui, RichText::new(&words).font(theme::font(size::SMALL)));
    });
    let name = format!("{}: {words}", action.name());
    line.response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
}

/// Of what is booked with the tax inside: what becomes of the credit on this supplier, asked once.
fn gross(ui: &mut Ui, open: &Session, beside: &SideBySide, out: &mut Requests) {
    if beside.class != Class::Gross {
        return;
    }
    let settings = open.book().match_settings();
    let supplier = open.book().sheet(beside.section).records().suppliers.get(beside.row);
    let supplier = supplier.trim().to_ascii_uppercase();
    theme::label(ui, "Credit on this supplier:");
    let mut group = Radios::new(ui.ctx(), "credit on this supplier");
    ui.horizontal_wrapped(|ui| {
        for credit in CreditUse::ALL {
            let chosen = settings.suppliers.get(&supplier) == Some(&credit);
            if group.one(ui, chosen, credit.name()) && !chosen {
                let mut settings: MatchSettings = settings.clone();
                settings.suppliers.insert(supplier.clone(), credit);
                out.push(MatchRequest::Keep(settings).into());
            }
        }
    });
}

fn buttons(ui: &mut Ui, open: &Session, beside: &SideBySide, out: &mut Requests) {
    let able = open.look_only().is_none() && open.matches_are_current();
    let (section, row) = (beside.section, beside.row);
    ui.horizontal_wrapped(|ui| {
        // All three in one line.
        ui.spacing_mut().item_spacing.x = 5.0;
        let mut button = |ui: &mut Ui, name: &str, why_not: Option<&str>, hint: &str, what: ByHand| {
            let button = ui.add_enabled(able && why_not.is_none(), plain_button(name)).hint(hint);
            let button = if let Some(why) = why_not { button.disabled_hint(why) } else { button };
            if button.clicked() {
                out.push(MatchRequest::ByHand(what).into());
            }
        };
        let alone = (beside.vouchers == 0).then_some("This record is with no voucher.");
        let linked = (!beside.can_confirm()).then_some("You linked it already.");
        let free = (!beside.can_undo_link()).then_some("You did not link it.");
        let confirm = ByHand::Confirm(vec![(section, row)]);
        button(ui, "Confirm", alone.or(linked), "They are the same: keep this match as it is.", confirm);
        let hint = "This record and this voucher are two documents: the next best may take its place.";
        button(ui, "Not the same", alone, hint, ByHand::NotTheSame(section, row));
        let hint = "Let the program match this record again.";
        button(ui, "Undo link", free, hint, ByHand::UndoLink(section, row));
    });
    if beside.not_the_same > 0 {
        let vouchers = counted(beside.not_the_same as u64, "voucher", "vouchers");
        ui.horizontal_wrapped(|ui| {
            theme::label(ui, RichText::new(format!("Not the same as {vouchers}.")).weak());
            if able && theme::link(ui, "Undo \"not the same\"").clicked() {
                out.push(MatchRequest::ByHand(ByHand::UndoNotTheSame(section, row)).into());
            }
        });
    }
}

/// Other vouchers, each with a link.
fn others(ui: &mut Ui, open: &Session, beside: &SideBySide, out: &mut Requests) {
    if beside.class == Class::None {
        return;
    }
    let able = open.look_only().is_none() && open.matches_are_current();
    ui.add_space(space::STEP);
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        tab::from_the_right(ui, |ui| {
            if theme::link(ui, "Find…").hint("Find any voucher on Register to link this record with.").clicked() {
                out.push(MatchRequest::FindVoucher(beside.section, beside.row).into());
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                theme::label(ui, theme::semibold("Other vouchers"));
            });
        });
    });
    // A line is as high as its words.
    ui.spacing_mut().interact_size.y = 0.0;
    ui.spacing_mut().item_spacing.y = 2.0;
    for (place, other) in beside.others.iter().enumerate() {
        ui.add_space(space::STEP);
        ui.push_id(("other voucher", place), |ui| self::other(ui, beside, other, able, out));
    }
}

fn other(ui: &mut Ui, beside: &SideBySide, other: &OtherVoucher, able: bool, out: &mut Requests) {
    ui.horizontal(|ui| {
        tab::from_the_right(ui, |ui| {
            let link = theme::link(ui, "Link");
            let number = &other.number;
            link.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Link with {number}")));
            if link.clicked() && able {
                let what = ByHand::Link(beside.section, beside.row, vec![other.entry]);
                out.push(MatchRequest::ByHand(what).into());
            }
            if let Some(tax) = other.tax {
                theme::label(ui, money::indian(tax.into()));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(theme::drawn(&other.number).into_owned()).truncate()).hint(&other.name);
            });
        });
    });
    // Not beside the number, which is never cut.
    ui.horizontal_wrapped(|ui| {
        theme::label(ui, theme::caption(&other.differs));
        if beside.vouchers == 0 {
            return;
        }
        let (number, too) = (&other.number, theme::link(ui, "Link too"));
        let too = too.hint("With this voucher and what it is with already.");
        too.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Link with {number} too")));
        if too.clicked() && able {
            let what = ByHand::LinkToo(beside.section, beside.row, other.entry);
            out.push(MatchRequest::ByHand(what).into());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::beyond_title;

    #[test]
    fn a_class_is_said_once_over_its_sentence() {
        let said = |title, sentence| beyond_title(title, sentence);
        assert_eq!(
            said("Not in books", "Not in books. No entry of this supplier, by GSTIN or PAN."),
            "No entry of this supplier, by GSTIN or PAN."
        );
        assert_eq!(
            said("Matched, round-off", "Matched; amounts differ by 0.34, within ₹ 1.00."),
            "Amounts differ by 0.34, within ₹ 1.00."
        );
        assert_eq!(
            said("Booked with the tax inside", "Booked with the tax inside (₹ 9.00). Blocked or not claimed?"),
            "₹ 9.00. Blocked or not claimed?"
        );
        assert_eq!(said("Booked twice", "Booked twice."), "");
        assert_eq!(said("Matched", "Matched with line 214 of June."), "Matched with line 214 of June.");
        assert_eq!(said("Date differs", "On the portal 01-10-2026."), "On the portal 01-10-2026.");
    }
}
