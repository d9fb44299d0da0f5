//! Draws the line that says where to begin and which dates are near: one line, with links to what it counts.

use crate::app::requests::{Line, Request, Requests};
use crate::app::theme::{self, Hint, size, tokens};
use crate::book::{Action, Scope};
use crate::session::banner::{Banner, BySheet, all};
use crate::session::{Place, Session};
use crate::values::{counted, grouped, money};
use crate::view::{BuiltIn, Filter};
use egui::{Align, Label, Layout, RichText, Ui, vec2};

/// Draws it.
pub fn show(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let banner = open.banner();
    let Some(said) = banner.said() else { return };
    let text = tokens(ui).text;
    let more = said.more.join("\n");
    let room = vec2(ui.available_width() - wide(ui, "Hide") - 12.0, ui.available_height());
    ui.horizontal_centered(|ui| {
        ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(room.x);
            ui.spacing_mut().item_spacing.x = 0.0;
            let plain = |ui: &mut Ui, words: &str| {
                let label = Label::new(RichText::new(words).color(text)).truncate();
                let response = ui.add(label);
                if more.is_empty() { response } else { response.hint(&more) }
            };
            let mut parts = parts(banner);
            if !said.head.is_empty() {
                let links: f32 = parts.iter().map(|part| wide(ui, &part.words) + 8.0).sum();
                let head = fitting(ui, &said.head, ui.available_width() - links - 8.0);
                let response = ui.add(Label::new(theme::semibold(head).color(text)).truncate());
                response.hint(format!("{}\n{more}", said.head).trim_end());
                plain(ui, "  ");
            }
            // What there is no room for is in the tooltip.
            let room = |ui: &Ui| ui.available_width() - 4.0;
            let mut begun = false;
            for part in parts.drain(..) {
                if !begun || wide(ui, &part.words) <= room(ui) {
                    if begun {
                        plain(ui, ", ");
                    }
                    part.show(ui, open, out);
                    begun = true;
                }
            }
            if banner.is_quiet() && !said.left.is_empty() {
                plain(ui, "Nothing is left to decide");
                begun = true;
            }
            let deemed = Part::of(BuiltIn::Deemed, grouped(all(&banner.deemed)), &banner.deemed);
            let without = match banner.to_check {
                0 => String::new(),
                n => format!(", {} without an amount", counted(n, "amendment", "amendments")),
            };
            let credit = format!(" count as accepted: {}{without}", money::rupees(banner.credit));
            let before = " · left alone, ";
            let needed = wide(ui, before) + wide(ui, &deemed.words) + wide(ui, &credit);
            if all(&banner.deemed) > 0 && needed <= room(ui) {
                plain(ui, before);
                deemed.show(ui, open, out);
                plain(ui, &credit);
            }
            let left = format!("{}{}", if begun { " · " } else { "" }, said.left);
            if !said.left.is_empty() && wide(ui, &left) <= room(ui) {
                plain(ui, &left);
            }
        });
        let hint = "Until this client is opened again. The due date is then in the bar above.";
        if theme::link(ui, "Hide").hint(hint).clicked() {
            out.push(Request::Dismiss(Line::Banner));
        }
    });
}

/// The words, or as much of their beginning as there is room for: up to the amount that is at stake, else the first sentence.
fn fitting<'t>(ui: &Ui, words: &'t str, room: f32) -> &'t str {
    let wide = |words: &str| {
        let font = theme::strong(size::BODY);
        theme::text_width(ui.painter(), words, font)
    };
    let amount = words.rfind(": ").filter(|end| words[..*end].contains('₹'));
    let first = words.find(". ").map(|end| end + 1);
    let mut ends = [Some(words.len()), amount].into_iter().flatten();
    let end = ends.find(|end| wide(&words[..*end]) <= room).or(first);
    &words[..end.unwrap_or(words.len())]
}

fn wide(ui: &Ui, words: &str) -> f32 {
    theme::text_width(ui.painter(), words, theme::font(size::BODY))
}

/// A count that is a link to exactly the records that it counts.
struct Part {
    words: String,
    of: BySheet,
    filter: Filter,
}

impl Part {
    fn of(which: BuiltIn, words: String, of: &BySheet) -> Part {
        Part { words, of: of.clone(), filter: Filter { which: Some(which), ..Filter::default() } }
    }

    /// Records of several sheets are shown in the table of all, and where that is on the screen those of one as well.
    fn show(self, ui: &mut Ui, open: &Session, out: &mut Requests) {
        if theme::link(ui, &self.words).clicked() {
            match self.of[..] {
                [(section, _)] if open.place() != Place::All => {
                    out.push(Request::FollowLink(section.into(), self.filter));
                }
                _ => out.push(Request::FollowLink(Scope::All, self.filter)),
            }
        }
    }
}

/// What there is to do first.
fn parts(banner: &Banner) -> Vec<Part> {
    let mut parts = Vec::new();
    let to_decide = all(&banner.to_decide);
    if to_decide > 0 {
        let filter = Filter { actions: vec![Action::NoAction], ..Filter::default() };
        parts.push(Part { words: format!("{} to decide", grouped(to_decide)), of: banner.to_decide.clone(), filter });
    }
    let to_answer = all(&banner.to_answer);
    if to_answer > 0 {
        let words = counted(to_answer, "credit note to answer", "credit notes to answer");
        parts.push(Part::of(BuiltIn::ToAnswer, words, &banner.to_answer));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::theme::{Theme, apply};

    #[test]
    fn where_there_is_little_room_the_amount_at_stake_is_said_before_what_to_do() {
        let head = "30 November: the last day by law for credit of 2025-26. 39 Pending, ₹ 45,64,902.28: accept, upload, and file.";
        let ctx = egui::Context::default();
        apply(&ctx, Theme::Light);
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let all = theme::text_width(ui.painter(), head, theme::strong(size::BODY));
            assert_eq!(fitting(ui, head, all + 1.0), head);
            let amount = "30 November: the last day by law for credit of 2025-26. 39 Pending, ₹ 45,64,902.28";
            assert_eq!(fitting(ui, head, all - 1.0), amount);
            assert_eq!(fitting(ui, head, all / 2.0), "30 November: the last day by law for credit of 2025-26.");
            assert_eq!(fitting(ui, "10 November: download again", 1.0), "10 November: download again");
        });
        output.textures_delta.clear();
    }
}
