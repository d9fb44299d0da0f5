//! What was read of a register, before its vouchers are in the book: the first lines with a field over each column, the sheets,
//! what was left out and summed, whose words the notes are, what it covers, what it replaces.

mod asked;
mod cells;
mod field;
mod panel;
mod tabs;

use crate::app::frame::confirm;
use crate::app::keyboard::tab;
use crate::app::requests::{RegisterRequest, Requests, SharedImport};
use crate::app::theme::{self, plain_button, space};
use crate::register::LineLeftOut;
use crate::session::register::change::SheetChange;
use crate::session::register::import::RegisterImport;
use crate::values::{Day, counted};
use egui::{Align, Layout, Ui, vec2};

/// The screen that confirms a register.
#[derive(Clone, Debug)]
pub struct ConfirmRegister {
    /// What is to be imported.
    pub import: SharedImport,
    /// What is looked at, and typed.
    look: Look,
}

/// Lines that are listed by themselves.
#[derive(Clone, Copy, Debug)]
pub(super) enum ListedLines {
    /// Those that were left out for this reason.
    LeftOut(LineLeftOut),
    /// Those that belong to the bill of a line above.
    Joined,
}

impl ListedLines {
    fn title(self) -> String {
        match self {
            ListedLines::LeftOut(why) => format!("Left out: {}", why.words()),
            ListedLines::Joined => "Joined to a bill above: its supplier and number, or no number".to_owned(),
        }
    }
}

/// What is looked at, and typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    /// The sheet whose lines are shown.
    sheet: usize,
    /// Some lines alone are shown, by their places; else the first lines.
    listed: Option<(ListedLines, Vec<usize>)>,
    /// The next click on a line makes it the heading.
    heading: bool,
    /// The parts of the book of which was asked above the lines whether they are replaced.
    replaces: std::collections::BTreeSet<u32>,
    /// The sheets that were drawn: each begins at its first column.
    drawn: std::collections::BTreeSet<usize>,
    /// The column whose list of fields is open.
    field_list: Option<u16>,
    /// How high the foot of the panel is.
    foot: f32,
    /// The days that it covers, as they are typed.
    days: [String; 2],
    /// The days that were there when they were last looked at.
    known: Option<(Day, Day)>,
}

/// What the user asks to change of a sheet, by its place.
type Asked = Vec<(usize, SheetChange)>;

/// The room beside the lines.
const PANEL: f32 = 292.0;
/// The room of the buttons at the foot, with what is above them.
const FOOT: f32 = 2.0 * space::STEP + space::BUTTON + 16.0;
/// The lines are never lower.
const LEAST: f32 = 200.0;

impl ConfirmRegister {
    /// What is left of the window's height around the contents: nothing that lies below is seen in halves.
    pub const AROUND: f32 = 50.0;

    /// Shows this one.
    pub fn new(import: SharedImport) -> ConfirmRegister {
        let first = {
            let import = import.0.lock();
            let ticked = import.taken().next().map(|(place, _)| place);
            ticked.or_else(|| import.sheets.iter().position(|sheet| sheet.reading.is_ok())).unwrap_or(0)
        };
        ConfirmRegister { import, look: Look { sheet: first, ..Look::default() } }
    }

    /// It takes the window.
    pub fn width(window: f32) -> f32 {
        (window - 48.0).max(800.0)
    }

    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        let shared = self.import.clone();
        // A job that reads it again has it: its progress is shown instead.
        let Some(mut import) = shared.0.try_lock() else { return true };
        self.look.sheet = self.look.sheet.min(import.sheets.len().saturating_sub(1));
        let (height, top) = (ui.ctx().content_rect().height() - ConfirmRegister::AROUND, ui.cursor().top());
        let mut asked = Vec::new();
        title(ui, &import, &shared, out);
        tabs::show(ui, &mut import, &mut self.look);
        asked::show(ui, &mut import, &mut self.look, &mut asked);
        let rest = (height - FOOT - (ui.cursor().top() - top)).max(LEAST);
        ui.horizontal_top(|ui| {
            let lines = ui.available_width() - PANEL - ui.spacing().item_spacing.x;
            ui.allocate_ui_with_layout(vec2(lines, rest), Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(vec2(lines, rest));
                cells::show(ui, &import, &mut self.look, &mut asked);
            });
            ui.allocate_ui_with_layout(vec2(PANEL, rest), Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(vec2(PANEL, rest));
                panel::show(ui, &mut import, &mut self.look, &mut asked);
            });
        });
        if !asked.is_empty() {
            self.look.listed = None;
        }
        out.extend(
            asked.into_iter().map(|(place, change)| RegisterRequest::Change(shared.clone(), place, change).into()),
        );
        let mut stays = true;
        foot(ui, &import, self.look.days_are_good(), |imports, cancelled| {
            if imports {
                out.push(RegisterRequest::Import(shared.clone()).into());
            }
            stays = !(imports || cancelled);
        });
        stays
    }
}

fn title(ui: &mut Ui, import: &RegisterImport, shared: &SharedImport, out: &mut Requests) {
    ui.horizontal(|ui| {
        theme::label(ui, theme::heading("Import purchase register"));
        let own = import.into.recipient.clone().unwrap_or_default();
        let mut words = format!("{} · {} {own}", import.files(), import.into.name);
        let layout = import.taken().find_map(|(_, reading)| looks_like(reading.layout?));
        words.extend(layout.map(|layout| format!(" · {layout}")));
        theme::label(ui, theme::caption(words));
        tab::from_the_right(ui, |ui| {
            if ui.add(plain_button("Another file…")).clicked() {
                out.push(RegisterRequest::AskOther(shared.clone()).into());
            }
        });
    });
}

/// The layout that was recognised, in words.
fn looks_like(layout: &str) -> Option<&'static str> {
    Some(match layout {
        "remembered" => "read as you confirmed it before",
        "gstr-2-csv" => "looks like a GSTR-2 CSV",
        "official-2b" | "official-2b-old" => "looks like the official 2B template",
        "zoho" => "looks like a bill list of Zoho Books",
        "erpnext" | "erpnext-itemised" => "looks like ERPNext's purchase register",
        "sap" => "looks like a list of SAP",
        "tally-debit-notes" => "looks like Tally's debit note register",
        "tally-credit-notes" => "looks like Tally's credit note register",
        "tally-purchases" => "looks like Tally's purchase register",
        "busy" => "looks like Busy's register",
        "marg" => "looks like Marg's register",
        _ => return None,
    })
}

fn foot(ui: &mut Ui, import: &RegisterImport, days: bool, done: impl FnOnce(bool, bool)) {
    ui.add_space(2.0 * space::STEP);
    let size = vec2(ui.available_width(), space::BUTTON);
    ui.allocate_ui(size, |ui| {
        tab::from_the_right(ui, |ui| {
            let waits = import.waits_for();
            let days_wrong = (!days).then(|| "The days that it covers are not days such as 01-04-2026.".to_owned());
            let waits = waits.or(days_wrong);
            let name = format!("Match {}", counted(import.vouchers(), "voucher", "vouchers"));
            let imports = confirm::main_if(ui, waits.is_none(), &name);
            let cancelled = confirm::cancel(ui, "Cancel");
            let words = waits.unwrap_or_else(|| "Matching decides nothing. The file is not changed.".to_owned());
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(egui::Label::new(theme::caption(words)).truncate())
            });
            done(imports, cancelled);
        });
    });
}
