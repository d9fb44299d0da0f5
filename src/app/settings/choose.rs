//! What the user may choose of the window and of what is kept, at once and without a button to confirm.

use egui::Ui;

use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head, quiet};
use crate::app::frame::scene::Scene;
use crate::app::requests::{Request, Requests, Zoom};
use crate::app::theme::{self, Radios, check_box, plain_button, space};
use crate::store::Renderer;
use crate::store::{Density, FOLDER, Looks, Store};

/// The settings.
#[derive(Clone, Debug)]
pub struct ChooseSettings;

impl ChooseSettings {
    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        let settings = scene.store.get();
        head(ui, "Settings");
        ui.columns(2, |columns| {
            theme::label(&mut columns[0], theme::caption("Colours"));
            let mut group = Radios::new(columns[0].ctx(), "colours");
            for looks in Looks::ALL {
                if group.one(&mut columns[0], settings.looks == looks, looks.name()) {
                    out.push(Request::Looks(looks));
                }
            }
            theme::label(&mut columns[1], theme::caption("Rows"));
            let mut group = Radios::new(columns[1].ctx(), "rows");
            for density in Density::ALL {
                if group.one(&mut columns[1], settings.density == density, density.name()) {
                    out.push(Request::Density(density));
                }
            }
        });
        ui.add_space(2.0 * space::STEP);
        theme::label(ui, theme::caption("Zoom"));
        ui.horizontal(|ui| {
            for (zoom, name, keys) in [
                (Zoom::In, "Larger", "Ctrl +"),
                (Zoom::Out, "Smaller", "Ctrl −"),
                (Zoom::Normal, "Normal size", "Ctrl 0"),
            ] {
                if ui.add(plain_button(name).shortcut(keys)).clicked() {
                    out.push(Request::Zoom(zoom));
                }
            }
        });
        ui.add_space(2.0 * space::STEP);
        drawn_with(ui, scene.store, out);
        ui.add_space(2.0 * space::STEP);
        theme::label(ui, theme::caption("Cover other clients (Ctrl Shift H)"));
        let mut group = Radios::new(ui.ctx(), "cover");
        ui.horizontal(|ui| {
            for (minutes, name) in
                [(None, "Only by the key"), (Some(2), "After 2 minutes"), (Some(10), "After 10 minutes")]
            {
                if group.one(ui, settings.cover_after == minutes, name) {
                    out.push(Request::CoverAfter(minutes));
                }
            }
        });
        ui.add_space(2.0 * space::STEP);
        theme::label(ui, theme::caption("JSON to upload"));
        let mut flags = settings.repeat_flags;
        if check_box(ui, &mut flags, "Repeat filing status and flags, as older files do").clicked() {
            out.push(Request::RepeatFlags(flags));
        }
        ui.add_space(2.0 * space::STEP);
        theme::label(ui, theme::caption("Opening and saving"));
        let mut dialogs = !settings.no_system_dialogs;
        if check_box(ui, &mut dialogs, "Use the file dialogs of the system").clicked() {
            out.push(Request::SystemDialogs(dialogs));
        }
        ui.add_space(2.0 * space::STEP);
        theme::label(ui, theme::caption("Kept beside your decisions"));
        let mut copies = !settings.no_copies;
        if check_box(ui, &mut copies, "A compressed copy of each portal file and register").clicked() {
            out.push(Request::NoCopies(!copies));
        }
        quiet(
            ui,
            "Without copies a client opens only where the portal's own file is at hand, and its register is asked for.",
        );
        ui.add_space(2.0 * space::STEP);
        quiet(ui, kept(scene.store));
        foot(ui, |ui| !confirm::main(ui, "Close"))
    }
}

/// What draws the window, and what is to draw it.
fn drawn_with(ui: &mut Ui, store: &Store, out: &mut Requests) {
    theme::label(ui, theme::caption("The window is drawn by"));
    let wanted = store.get().chosen_renderer;
    let mut group = Radios::new(ui.ctx(), "drawn with");
    ui.horizontal(|ui| {
        for choice in std::iter::once(None).chain(Renderer::ALL.map(Some)) {
            if group.one(ui, wanted == choice, choice.map_or("Automatic", Renderer::title)) {
                out.push(Request::Renderer(choice));
            }
        }
    });
    let now = store.get().renderer.unwrap_or(Renderer::OpenGl).title();
    quiet(ui, format!("Now: {now}. A choice counts from the next start; where it is missing, the others are tried."));
}

fn kept(store: &Store) -> String {
    store.problem().unwrap_or_else(|| format!("Settings are kept in {FOLDER} beside the program."))
}
