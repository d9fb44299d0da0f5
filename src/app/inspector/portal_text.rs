//! A record as the portal wrote it: no sign of it changed, only laid out in lines.

use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Id, Layout, Ui, vec2};

use super::super::theme::{self, Hint, size, space, tokens};
use crate::book::Section;
use crate::session::Session;
use crate::values::short;

/// So much of a record's text is shown.
const SHOWN: usize = 20_000;

/// Draws a line for the text, which shows it and copies it byte for byte.
pub fn show(ui: &mut Ui, open: &Session, section: Section, row: u32) {
    let text = open.book().sources().text(open.book().sheet(section).records().span(row));
    let id = Id::unique("portal text");
    let mut shown = ui.data(|data| data.get_temp::<bool>(id)).unwrap_or(false);
    let line = vec2(ui.available_width(), 20.0);
    ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
        theme::label(ui, theme::semibold("As the portal wrote it"));
        let switch = if shown { "Hide text" } else { "Show" };
        let wide = |text: &str| theme::text_width(ui.painter(), text, theme::font(size::BODY));
        let right = wide(switch) + wide("Copy") + 2.0 * ui.spacing().item_spacing.x;
        ui.add_space((ui.available_width() - right).max(0.0));
        if theme::link(ui, switch).clicked() {
            shown = !shown;
            ui.data_mut(|data| data.insert_temp(id, shown));
        }
        let hint = "Copy the record exactly as it is in the file.";
        if theme::link(ui, "Copy").hint(hint).clicked() {
            ui.ctx().copy_text(text.to_owned());
        }
    });
    if shown {
        laid_out(ui, text);
    }
    ui.add_space(3.0 * space::STEP);
}

fn laid_out(ui: &mut Ui, text: &str) {
    let t = tokens(ui);
    theme::card(ui, |ui| {
        let mut job = LayoutJob::default();
        // A hash is one long word: it fills the line after its key.
        job.wrap.break_anywhere = true;
        for (piece, value) in pieces(text, SHOWN) {
            let colour = if value { t.text } else { t.muted };
            job.append(&piece, 0.0, TextFormat::simple(theme::mono(size::CAPTION), colour));
        }
        theme::sentence_to_copy(ui, job);
        if text.len() > SHOWN {
            theme::label(ui, theme::caption("The rest is not shown; Copy takes all of it."));
        }
    });
}

/// The first this many bytes of a JSON text in pieces, with lines and indents between its members and without the white
/// space that stood there; and which pieces are values.
fn pieces(text: &str, most: usize) -> Vec<(String, bool)> {
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut depth = 0_usize;
    let mut rest = text.trim_start();
    let line = |depth: usize| format!("\n{}", "  ".repeat(depth.min(8)));
    while let Some(sign) = rest.chars().next() {
        if text.len() - rest.len() >= most {
            break;
        }
        let len = match sign {
            '"' => string_len(rest),
            '{' | '[' | '}' | ']' | ',' | ':' => 1,
            _ => rest.find(['"', '{', '[', '}', ']', ',', ':']).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(len);
        let after = after.trim_start();
        let token = token.trim_end();
        match sign {
            '{' | '[' => {
                depth += 1;
                let empty = after.starts_with(['}', ']']);
                pieces.push((if empty { token.to_owned() } else { format!("{token}{}", line(depth)) }, false));
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                let empty = pieces.last().is_some_and(|(last, value)| !value && matches!(last.as_str(), "{" | "["));
                pieces.push((if empty { token.to_owned() } else { format!("{}{token}", line(depth)) }, false));
            }
            ',' => pieces.push((format!(",{}", line(depth)), false)),
            ':' => pieces.push((": ".to_owned(), false)),
            _ => pieces.push((short(token, most).into_owned(), !after.starts_with(':'))),
        }
        rest = after;
    }
    pieces
}

/// How long the string is with which a text begins, its quotes included.
fn string_len(text: &str) -> usize {
    let mut escaped = false;
    for (at, sign) in text.char_indices().skip(1) {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid_out(text: &str) -> String {
        pieces(text, usize::MAX).into_iter().map(|(piece, _)| piece).collect()
    }

    #[test]
    fn each_member_has_its_line_and_no_sign_changes() {
        let text = r#"{"inum":"A, {1}: \"x\"","val": 1000.10 ,"inner":[{"a":1E5},{}],"e":"","n":null}"#;
        let expected = "{\n  \"inum\": \"A, {1}: \\\"x\\\"\",\n  \"val\": 1000.10,\n  \"inner\": [\n    {\n      \"a\": 1E5\n    },\n    {}\n  ],\n  \"e\": \"\",\n  \"n\": null\n}";
        assert_eq!(laid_out(text), expected);
    }

    #[test]
    fn keys_look_other_than_values() {
        let values: Vec<String> = pieces(r#"{"a" : "b", "c":true}"#, usize::MAX)
            .into_iter()
            .filter_map(|(piece, value)| value.then_some(piece))
            .collect();
        assert_eq!(values, ["\"b\"", "true"]);
    }

    #[test]
    fn text_that_is_no_json_is_shown_as_well_as_it_goes() {
        assert_eq!(laid_out("\"unclosed \\\""), "\"unclosed \\\"");
        assert_eq!(laid_out("}} ₹"), "\n}\n}₹");
    }
}
