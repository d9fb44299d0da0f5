//! Pasting decisions: a box to paste into, the question what texts are, and what would be done before it is.

use egui::{Label, ScrollArea, Ui};

use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head, quiet, refusal};
use crate::app::frame::paste_box::PasteBox;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Radios, plain_button, space, tokens};
use crate::book::{Answer, Field};
use crate::exchange::cell::lines_to_clipboard;
use crate::exchange::decisions::Refused;
use crate::rules::itc::NO_DECLARES;
use crate::session::deciding::paste::{PastePreview, PasteRequest, PasteTexts};
use crate::session::files::tables::changes_in_words;
use crate::values::{grouped, plural};

/// Where a paste is.
#[derive(Clone, Debug)]
pub enum Paste {
    /// The text is still to come.
    Text(PasteText),
    /// It must be asked what texts are.
    Texts(PasteTexts),
    /// This would be done.
    Preview(Box<PastePreview>),
}

impl Paste {
    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        match self {
            Paste::Text(text) => text.show(ui, out),
            Paste::Texts(texts) => ask(ui, texts, out),
            Paste::Preview(preview) => show(ui, preview, out),
        }
    }
}

/// A box to paste into.
#[derive(Clone, Debug, Default)]
pub struct PasteText {
    text: PasteBox,
    /// Why nothing could be made of the last text.
    pub refused: Option<String>,
}

impl PasteText {
    fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, "Paste decisions");
        quiet(
            ui,
            "Rows with supplier GSTIN and document number find their records, whatever their order. One value goes to all selected rows; a column without GSTIN and number needs as many values as rows are selected. Ctrl+V on the rows does the same at once.",
        );
        ui.add_space(2.0 * space::STEP);
        self.text.show(ui, "Rows or values");
        refusal(ui, &self.refused);
        let mut stays = true;
        foot(ui, |ui| {
            let go = confirm::main_if(ui, !self.text.is_empty(), "Read what was pasted");
            stays = !go && !confirm::cancel(ui, "Cancel");
            if go {
                self.refused = None;
                out.push(Request::Paste(PasteRequest::new(self.text.text())));
            }
        });
        stays
    }
}

fn ask(ui: &mut Ui, texts: &mut PasteTexts, out: &mut Requests) -> bool {
    let rows = if texts.rows == 1 { "1 row".to_owned() } else { format!("{} rows", grouped(texts.rows)) };
    match &texts.one {
        Some(text) => {
            head(ui, &format!("What is this text for {rows}?"));
            theme::sentence(ui, format!("“{text}”"));
        }
        None => {
            head(ui, &format!("What are these texts for {rows}?"));
            pairs(ui, &texts.pairs);
        }
    }
    ui.add_space(2.0 * space::STEP);
    let field = texts.wanted.as_field.get_or_insert(Field::Remarks);
    let mut group = Radios::new(ui.ctx(), "what these texts are");
    for (choice, name) in [
        (Field::Remarks, "Remarks: the supplier sees them, and they appear in GSTR-2B"),
        (Field::Note, "Internal note: never uploaded"),
    ] {
        if group.one(ui, *field == choice, name) {
            *field = choice;
        }
    }
    let name = if *field == Field::Note { "Write the notes" } else { "Write the remarks" };
    let mut stays = true;
    foot(ui, |ui| {
        let go = confirm::main(ui, name);
        stays = !go && !confirm::cancel(ui, "Cancel");
        if go {
            out.push(Request::Paste(texts.wanted.clone()));
        }
    });
    stays
}

/// Which row gets which value: the first and the last.
fn pairs(ui: &mut Ui, pairs: &[String]) {
    for (place, pair) in ["First", "Last"].into_iter().zip(pairs) {
        theme::sentence(ui, format!("{place}: {pair}"));
    }
}

fn show(ui: &mut Ui, preview: &mut PastePreview, out: &mut Requests) -> bool {
    head(ui, "Paste decisions");
    let (changes, refused) = (preview.certain.changes.len(), preview.certain.refused.len());
    let mut line = format!("{} will change", counted(changes as u64, "record"));
    if preview.unchanged > 0 {
        let have = plural(preview.unchanged, "has this decision", "have these decisions");
        line += &format!(", {} {have} already, skipped", grouped(preview.unchanged));
    }
    if refused > 0 {
        line += &format!(", {} skipped", counted(refused as u64, "pasted row"));
    }
    theme::label(ui, theme::semibold(line + "."));
    theme::sentence(ui, changes_in_words(&preview.certain.changes, 0));
    if preview.hidden > 0 {
        quiet(ui, format!("{} hidden by the filter.", are(preview.hidden)));
    }
    if let Some(confirmed) = &preview.confirmed {
        let asked = (confirmed.changes.len() - changes) as u64;
        theme::label(ui, format!("{} skipped because of a warning; the list says which.", are(asked)));
    }
    ui.add_space(space::STEP);
    pairs(ui, &preview.pairs);
    columns(ui, preview);
    let stays = answers(ui, preview, out);
    list(ui, &preview.certain.refused);
    buttons(ui, preview, out) && stays
}

fn counted(n: u64, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{} {what}s", grouped(n)) }
}

/// `3 of them are`.
fn are(n: u64) -> String {
    if n == 1 { "1 of them is".to_owned() } else { format!("{} of them are", grouped(n)) }
}

/// Which columns were taken as what, and which were not.
fn columns(ui: &mut Ui, preview: &PastePreview) {
    let taken = preview.taken.iter().map(|(called, as_what)| {
        if called.eq_ignore_ascii_case(as_what) { called.clone() } else { format!("{called} as {as_what}") }
    });
    let taken = taken.collect::<Vec<_>>().join(", ");
    for (what, columns) in [("Columns taken", taken), ("Not taken", preview.ignored.join(", "))] {
        if !columns.is_empty() {
            theme::sentence(ui, egui::RichText::new(format!("{what}: {columns}.")).weak());
        }
    }
    if !preview.taken.is_empty() {
        quiet(ui, "An empty cell leaves things as they are; a single - clears them.");
    }
}

/// Accepted credit notes without an answer can be given one. False when the paste is read again.
fn answers(ui: &mut Ui, preview: &PastePreview, out: &mut Requests) -> bool {
    let missing = preview.without_answer();
    if missing == 0 {
        return true;
    }
    let mut stays = true;
    ui.add_space(2.0 * space::STEP);
    theme::notice(ui, &tokens(ui).pending, |ui| {
        let need = if missing == 1 { "needs" } else { "need" };
        theme::label(
            ui,
            format!(
                "{} {need} an answer to \"ITC to be reduced?\" and would be skipped.",
                counted(missing, "credit note")
            ),
        );
        ui.horizontal(|ui| {
            for answer in [Answer::FULL, Answer::NO] {
                if ui.add(plain_button(&format!("Answer them \"{}\"", answer.name()))).clicked() {
                    let answer_if_missing = Some(answer.by_default());
                    out.push(Request::Paste(PasteRequest { answer_if_missing, ..preview.wanted.clone() }));
                    stays = false;
                }
            }
        });
        if missing > 1 {
            theme::label(
                ui,
                "One answer for all of them: the file does not say for how many you never took the credit.",
            );
        }
        theme::label(ui, format!("With \"No\": {NO_DECLARES}"));
    });
    stays
}

/// The refused rows, however many.
fn list(ui: &mut Ui, refused: &[Refused]) {
    if refused.is_empty() {
        return;
    }
    ui.add_space(2.0 * space::STEP);
    let height = ui.text_style_height(&egui::TextStyle::Body);
    ScrollArea::vertical().id_salt("refused").max_height(200.0).auto_shrink([false, true]).show_rows(
        ui,
        height,
        refused.len(),
        |ui, rows| {
            for refused in refused.get(rows).unwrap_or(&[]) {
                // Cut with an ellipsis, it shows the whole line under the pointer.
                ui.add(Label::new(refused.in_list("Row")).truncate());
            }
        },
    );
}

fn buttons(ui: &mut Ui, preview: &mut PastePreview, out: &mut Requests) -> bool {
    let mut stays = true;
    foot(ui, |ui| {
        let count = |n: usize| grouped(n as u64);
        let unchanged = preview.unchanged;
        let some = !preview.certain.changes.is_empty();
        let name = format!("Apply {}", count(preview.certain.changes.len()));
        if some && confirm::main(ui, &name) {
            out.push(Request::ApplyPaste(Box::new(std::mem::take(&mut preview.certain)), unchanged));
            stays = false;
        }
        if let Some(confirmed) = &mut preview.confirmed {
            let name = format!("Apply all {}, those with a warning too", count(confirmed.changes.len()));
            if ui.add(plain_button(&name)).clicked() {
                out.push(Request::ApplyPaste(Box::new(std::mem::take(confirmed)), unchanged));
                stays = false;
            }
        }
        if !preview.certain.refused.is_empty() && ui.add(plain_button("Copy the list")).clicked() {
            ui.ctx()
                .copy_text(lines_to_clipboard(preview.certain.refused.iter().map(|refused| refused.in_list("Row"))));
        }
        let close = if some { "Cancel" } else { "Close" };
        stays &= !ui.add(plain_button(close)).clicked();
    });
    stays
}
