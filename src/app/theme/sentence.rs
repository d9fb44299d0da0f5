//! Sentences that are broken into lines: the sign of money stays with its amount. On the screen the space between them is one at
//! which no line ends; for screen readers and on the clipboard it is the usual one.

use egui::text::{ByteIndex, LayoutJob};
use egui::{
    Context, FontSelection, FullOutput, Label, OutputCommand, Plugin, Response, Role, Sense, Ui, WidgetInfo, WidgetText,
};

const APART: &str = "₹ ";
const TOGETHER: &str = "₹\u{a0}";

/// A sentence as wide as there is room, on as many lines as it needs.
#[expect(clippy::disallowed_methods, reason = "ends no line behind the sign")]
pub fn sentence(ui: &mut Ui, words: impl Into<WidgetText>) -> Response {
    draw(ui, words.into(), Label::wrap)
}

/// The same, to be marked and copied.
#[expect(clippy::disallowed_methods, reason = "ends no line behind the sign")]
pub fn sentence_to_copy(ui: &mut Ui, words: impl Into<WidgetText>) -> Response {
    draw(ui, words.into(), |label| label.wrap().selectable(true))
}

/// The same, to be clicked.
#[expect(clippy::disallowed_methods, reason = "ends no line behind the sign")]
pub fn sentence_to_click(ui: &mut Ui, words: impl Into<WidgetText>) -> Response {
    draw(ui, words.into(), |label| label.wrap().sense(Sense::click()))
}

/// Words that are broken into lines where what they are in does so.
pub fn label(ui: &mut Ui, words: impl Into<WidgetText>) -> Response {
    draw(ui, words.into(), |label| label)
}

/// Words beside the pointer.
pub trait Hint: Sized {
    /// On a control.
    fn hint(self, words: impl Into<WidgetText>) -> Self;
    /// The same where the pointer is: on a row or a cell.
    fn hint_at_pointer(self, words: impl Into<WidgetText>) -> Self;
    /// On one that cannot be used: why.
    fn disabled_hint(self, words: impl Into<WidgetText>) -> Self;
}

#[expect(clippy::disallowed_methods, reason = "they are for words without money")]
impl Hint for Response {
    fn hint(self, words: impl Into<WidgetText>) -> Response {
        let words = words.into();
        if !words.text().contains(APART) {
            return self.on_hover_text(words);
        }
        let described = words.text().to_owned();
        let response = self.on_hover_ui(|ui| beside_the_pointer(ui, words));
        // As egui does of other words.
        if response.ctx.has_accesskit_node(response.id) {
            response.ctx.accesskit_node_builder(response.id, |node| {
                if node.description().is_none() {
                    node.set_description(described);
                }
            });
        }
        response
    }

    fn hint_at_pointer(self, words: impl Into<WidgetText>) -> Response {
        self.on_hover_ui_at_pointer(|ui| beside_the_pointer(ui, words.into()))
    }

    fn disabled_hint(self, words: impl Into<WidgetText>) -> Response {
        let words = words.into();
        if !words.text().contains(APART) {
            return self.on_disabled_hover_text(words);
        }
        self.on_disabled_hover_ui(|ui| beside_the_pointer(ui, words))
    }
}

fn beside_the_pointer(ui: &mut Ui, words: WidgetText) {
    ui.set_max_width(ui.spacing().tooltip_width);
    label(ui, words);
}

fn draw(ui: &mut Ui, words: WidgetText, how: impl FnOnce(Label) -> Label) -> Response {
    if !words.text().contains(APART) {
        return ui.add(how(Label::new(words)));
    }
    let whole = words.text().to_owned();
    let job = words.into_layout_job(ui.style(), FontSelection::Default, ui.text_valign());
    let response = ui.add(how(Label::new(together((*job).clone()))));
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Label, enabled, &whole));
    response
}

/// The same text with no break behind the sign.
fn together(mut job: LayoutJob) -> LayoutJob {
    let ends: Vec<usize> = job.text.match_indices(APART).map(|(at, sign)| at + sign.len()).collect();
    // That space is a byte longer.
    let moved = |at: ByteIndex| ByteIndex(at.0 + ends.iter().filter(|end| **end <= at.0).count());
    for section in &mut job.sections {
        section.byte_range = moved(section.byte_range.start)..moved(section.byte_range.end);
    }
    job.text = job.text.replace(APART, TOGETHER);
    job
}

/// Text that is copied from the screen has the usual space.
struct UsualSpaces;

impl Plugin for UsualSpaces {
    fn debug_name(&self) -> &'static str {
        "usual spaces"
    }

    fn output_hook(&mut self, _: &Context, output: &mut FullOutput) {
        for command in &mut output.platform_output.commands {
            if let OutputCommand::CopyText(text) = command {
                *text = text.replace(TOGETHER, APART);
            }
        }
    }
}

/// Lets what is copied from the screen have the usual space.
pub fn copy_usual_spaces(ctx: &Context) {
    ctx.add_plugin(UsualSpaces);
}

#[cfg(test)]
mod tests {
    use egui::text::TextFormat;
    use egui::{Color32, FontId};
    use egui_kittest::{Harness, kittest::Queryable};

    use super::*;

    #[test]
    fn no_line_ends_between_the_sign_of_money_and_its_amount_and_the_name_is_the_same() {
        const WORDS: &str = "Within ₹ 1.00 of ₹ 12,34,567.00, which the supplier reported, and ₹ 5.00 more.";
        for wide in 60..400 {
            let window = Harness::new_ui(move |ui| {
                ui.set_width(wide as f32);
                sentence(ui, WORDS);
            });
            assert!(window.query_by_label(WORDS).is_some(), "{wide}");
            for shape in &window.output().shapes {
                let egui::Shape::Text(text) = &shape.shape else { continue };
                for row in &text.galley.rows {
                    let ends = row.glyphs.iter().map(|glyph| glyph.chr).collect::<String>();
                    assert!(!ends.trim_end().ends_with('₹'), "{wide}: {ends:?}");
                }
            }
        }
    }

    #[test]
    fn sections_keep_their_texts() {
        let mut job = LayoutJob::default();
        for (text, points) in [("₹ 1.00", 10.0), (" and ", 11.0), ("−₹ 2.00", 12.0), (".", 13.0)] {
            job.append(text, 0.0, TextFormat::simple(FontId::proportional(points), Color32::BLACK));
        }
        let job = together(job);
        let texts: Vec<&str> = job
            .sections
            .iter()
            .map(|section| &job.text[section.byte_range.start.0..section.byte_range.end.0])
            .collect();
        assert_eq!(texts, ["₹\u{a0}1.00", " and ", "−₹\u{a0}2.00", "."]);
    }
}
