//! The desk: the owner of all that the window shows. It draws, gathers what the user wishes, and carries it out.

use std::path::PathBuf;

use egui::{CentralPanel, Context, Frame, Key, Margin, Panel, Ui};

use super::columns_menu::HeadingMenu;
use super::dialogs::{Dialog, Scene};
use super::files::Task;
use super::funnel::Funnel;
use super::grid::GridData;
use super::menu::RowMenu;
use super::open_book::{OpenBook, Place};
use super::picker::Picker;
use super::requests::{After, Request, Requests, Zoom};
use super::settings::{Density, Store};
use super::start::Start;
use super::theme::{self, plain_button, space, tokens};
use super::{action_bar, banner, bars, chips, history, inspector, keys, other_sheet, rail, top_bar};
use crate::book::Section;

/// The program's window. It needs no display by itself: tests drive it without one.
pub struct Desk {
    pub(super) ctx: Context,
    pub(super) store: Store,
    pub(super) open: Option<Box<OpenBook>>,
    pub(super) dialog: Option<Dialog>,
    pub(super) task: Option<Task>,
    pub(super) picker: Option<Picker>,
    /// Whether the system has file dialogs, as far as is known.
    pub(super) native: bool,
    /// What is done once the decisions are saved.
    pub(super) after: Option<After>,
    /// The window may close.
    pub(super) closing: bool,
    pub(super) menu: Option<RowMenu>,
    /// The column whose filter is being edited.
    pub(super) funnel: Option<Funnel>,
    pub(super) heading_menu: Option<HeadingMenu>,
    /// Whether the focused record is shown at the side, where the user chose.
    pub(super) inspector: Option<bool>,
    /// Whether the list of all steps is shown in its place.
    pub(super) history: bool,
    /// The system's colours when the theme was applied.
    system: Option<egui::Theme>,
    start: Start,
}

impl Desk {
    /// A desk on which these files are being opened, if any are named.
    pub fn new(ctx: &Context, store: Store, files: Vec<PathBuf>) -> Desk {
        ctx.options_mut(|o| o.zoom_with_keyboard = true);
        let system = ctx.system_theme();
        theme::apply(ctx, store.get().looks.theme(system));
        let mut desk = Desk {
            ctx: ctx.clone(),
            store,
            open: None,
            dialog: None,
            task: None,
            picker: None,
            native: false,
            after: None,
            closing: false,
            menu: None,
            funnel: None,
            heading_menu: None,
            inspector: None,
            history: false,
            system,
            start: Start::default(),
        };
        desk.open_now(files);
        desk
    }

    /// The same with the system's file dialogs.
    pub fn with_native_dialogs(mut self) -> Desk {
        self.native = true;
        self
    }

    /// The book that is open, to look at.
    pub fn book(&self) -> Option<&crate::book::Book> {
        self.open.as_ref().map(|o| &o.book)
    }

    /// Whether a job is running.
    pub fn busy(&self) -> bool {
        self.task.is_some()
    }

    /// Chooses colours again if the user or the system chose others.
    pub(super) fn choose_looks(&mut self, ctx: &Context) {
        self.system = ctx.system_theme();
        theme::apply(ctx, self.store.get().looks.theme(self.system));
    }

    fn draw_book(&mut self, ui: &mut Ui, out: &mut Requests) {
        let Some(open) = &mut self.open else { return };
        let t = tokens(ui);
        let bar = Frame::new().fill(t.panel).inner_margin(Margin::symmetric(8, 0));
        Panel::top("top bar").exact_size(space::BAR).frame(bar).show(ui, |ui| {
            top_bar::show(ui, open, out);
        });
        if open.banner.said().is_some() {
            let tint = Frame::new().fill(t.pending.tint).inner_margin(Margin::symmetric(12, 4));
            Panel::top("banner").frame(tint).show(ui, |ui| banner::show(ui, open, out));
        }
        if !open.notes_seen {
            let tint = Frame::new().fill(t.pending.tint).inner_margin(Margin::symmetric(12, 0));
            Panel::top("notes").exact_size(28.0).frame(tint).show(ui, |ui| bars::notes(ui, open, out));
        }
        let status = Panel::bottom("status bar").exact_size(space::STATUS_BAR).frame(bar);
        status.show(ui, |ui| bars::status(ui, open, &self.store, out));
        Panel::bottom("pending bar").exact_size(space::BAR).frame(bar).show(ui, |ui| bars::pending(ui, open, out));
        let side = Frame::new().fill(t.panel);
        Panel::left("rail")
            .exact_size(space::RAIL)
            .resizable(false)
            .frame(side)
            .show(ui, |ui| rail::show(ui, open, out));
        let wide = ui.ctx().content_rect().width() >= space::INSPECTOR_FOLDS;
        let mut shown = !self.history && self.inspector.unwrap_or(wide);
        let was_shown = shown;
        let frame = Frame::new().fill(t.background).inner_margin(Margin::symmetric(14, 0));
        if self.history {
            let panel = Panel::right("history").exact_size(space::INSPECTOR).resizable(false).frame(frame);
            panel.show(ui, |ui| history::show(ui, open, out));
        } else if let (true, Some(section)) = (shown, open.section()) {
            let panel = Panel::right("inspector").exact_size(space::INSPECTOR).resizable(false).frame(frame);
            panel.show(ui, |ui| inspector::show(ui, open, section, out));
        }
        match open.place {
            Place::Sheet(section) => {
                draw_sheet(ui, open, section, self.store.get().density, &mut shown, out);
                let layout = &open.view(section).grid.layout;
                let kept = self.store.get().layouts.get(section.sheet_name());
                // Not at every step of a drag.
                if kept.map_or(!layout.is_usual(), |kept| kept != layout) && !ui.input(|i| i.pointer.any_down()) {
                    out.push(Request::Layout(section, layout.clone()));
                }
                if shown != was_shown {
                    (self.inspector, self.history) = (Some(shown), false);
                }
            }
            Place::Other(i) => draw_other(ui, open, i),
        }
        if let Some(menu) = &self.menu
            && !menu.show(ui, open, out)
        {
            self.menu = None;
        }
        if let Some(menu) = &self.heading_menu
            && !menu.show(ui, open, out)
        {
            self.heading_menu = None;
        }
        if let Some(funnel) = &mut self.funnel
            && !funnel.show(ui, open, out)
        {
            self.funnel = None;
        }
    }

    /// Draws the dialog; one that closes is given back, as what it wished may need it again.
    fn draw_dialog(&mut self, ui: &Ui, out: &mut Requests) -> Option<Dialog> {
        let mut dialog = self.dialog.take()?;
        let scene = Scene { open: self.open.as_deref(), store: &self.store, native: self.native };
        if dialog.show(ui, &scene, out) {
            self.dialog = Some(dialog);
            return None;
        }
        Some(dialog)
    }

    fn draw_progress(&self, ui: &Ui, out: &mut Requests) {
        let Some(task) = &self.task else { return };
        let (words, done) = task.progress();
        theme::dialog(ui, "progress", 420.0, |ui| {
            ui.label(theme::semibold(words));
            ui.add_space(2.0 * space::STEP);
            theme::progress(ui, done, words);
            ui.add_space(2.0 * space::STEP);
            if ui.add(plain_button("Cancel")).clicked() {
                out.push(Request::Cancel);
            }
        });
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(50));
    }

    /// Files dropped on the window.
    fn dropped(&self, ctx: &Context, out: &mut Requests) {
        let paths: Vec<PathBuf> =
            ctx.input(|i| i.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        let is_table = |p: &PathBuf| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
        match paths.as_slice() {
            [] => {}
            [table] if is_table(table) && self.open.is_some() => out.push(Request::ReadDecisions(table.clone())),
            _ => out.push(Request::Open(paths)),
        }
    }

    /// Asks before the window closes on decisions that stand in no file.
    fn close_requested(&mut self, ctx: &Context) {
        if !ctx.input(|i| i.viewport().close_requested()) || self.closing {
            return;
        }
        let writing = matches!(self.task, Some(Task::Upload(..) | Task::SaveTable(..)));
        if writing {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
        } else if self.open.as_ref().is_some_and(|o| o.unwritten()) {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.ask_before(After::Close);
        }
    }
}

fn draw_sheet(
    ui: &mut Ui,
    open: &mut OpenBook,
    section: Section,
    density: Density,
    inspector: &mut bool,
    out: &mut Requests,
) {
    let t = tokens(ui);
    let bar = Frame::new().fill(t.background).inner_margin(Margin::symmetric(8, 0));
    Panel::top("action bar").exact_size(space::BAR).frame(bar).show(ui, |ui| action_bar::show(ui, open, out));
    Panel::top("chips").exact_size(36.0).frame(bar).show(ui, |ui| chips::show(ui, open, section, inspector, out));
    if open.result.is_some() {
        let strip = Frame::new().fill(t.background).inner_margin(Margin::symmetric(8, 4));
        Panel::bottom("result").frame(strip).show(ui, |ui| bars::result(ui, open, out));
    }
    CentralPanel::no_frame().show(ui, |ui| {
        let mut grid = std::mem::take(&mut open.view_mut(section).grid);
        let view = open.view(section);
        let data = GridData {
            book: &open.book,
            findings: &open.findings,
            section,
            rows: &view.rows,
            sort: &view.sort,
            filtered: &view.filter.columns,
            selection: &view.selection,
            selected: if view.selection.rows.is_empty() { 0 } else { open.targets.count() },
            revision: open.revision,
            day: open.day,
            density: density.of_grid(),
        };
        out.extend(grid.show(ui, &data).into_iter().map(Request::Grid));
        // The keys belong to the grid unless something else wants them.
        if ui.ctx().memory(|m| m.focused().is_none()) {
            grid.focus(ui);
        }
        if open.view(section).rows.is_empty() {
            nothing_to_show(ui, open, section, out);
        }
        open.view_mut(section).grid = grid;
    });
}

/// Why there is no row in the grid, in the middle of it.
fn nothing_to_show(ui: &mut Ui, open: &OpenBook, section: Section, out: &mut Requests) {
    let middle = egui::Rect::from_center_size(ui.max_rect().center(), egui::vec2(360.0, 48.0));
    let layout = egui::Layout::top_down(egui::Align::Center);
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(middle).layout(layout));
    if open.view(section).counts.all() == 0 {
        ui.label(egui::RichText::new("The files hold no records of this sheet.").weak());
        return;
    }
    ui.label(egui::RichText::new("No row of this sheet passes the filter.").weak());
    if theme::link(&mut ui, "Show all rows").clicked() {
        out.push(Request::Do(super::actions::UserAction::ClearFilter));
    }
}

fn draw_other(ui: &mut Ui, open: &mut OpenBook, i: usize) {
    let (Some(sheet), Some(grid)) = (open.book.others.get(i), open.other_grids.get_mut(i)) else { return };
    let t = tokens(ui);
    let bar = Frame::new().fill(t.background).inner_margin(Margin::symmetric(12, 0));
    Panel::top("read-only").exact_size(space::BAR).frame(bar).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            let text = format!(
                "{} · read-only: this section is decided on the portal and never written.",
                sheet.key.to_uppercase()
            );
            ui.add(egui::Label::new(text).truncate());
        });
    });
    CentralPanel::no_frame().show(ui, |ui| other_sheet::show(ui, grid, &open.book, sheet));
}

impl eframe::App for Desk {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.poll(&ctx);
        if ctx.system_theme() != self.system {
            self.choose_looks(&ctx);
        }
        self.close_requested(&ctx);
        let mut out = Requests::new();
        if self.dialog.is_none()
            && self.task.is_none()
            && self.menu.is_none()
            && self.funnel.is_none()
            && self.heading_menu.is_none()
        {
            out.extend(keys::pressed(&ctx).into_iter().map(Request::Do));
            self.dropped(&ctx, &mut out);
        }
        if self.open.is_some() {
            self.draw_book(ui, &mut out);
        } else {
            self.start.show(ui, &self.store, &mut out);
        }
        let closed = if self.task.is_none() { self.draw_dialog(ui, &mut out) } else { None };
        self.draw_progress(ui, &mut out);
        if self.picker.is_some() {
            ctx.request_repaint_after(std::time::Duration::from_millis(100));
        }
        if out.is_empty() && closed.is_none() {
            return;
        }
        let closed = closed.map(Box::new);
        for request in out {
            self.handle(&ctx, request, &closed);
        }
        // What was drawn in this frame is of the state before.
        ctx.request_repaint();
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

/// Zooms a window as Ctrl with +, − and 0 do.
pub(super) fn zoom(ctx: &Context, zoom: Zoom) {
    let keys = match zoom {
        Zoom::In => Some(Key::Plus),
        Zoom::Out => Some(Key::Minus),
        Zoom::Normal => None,
    };
    match keys {
        Some(Key::Plus) => egui::gui_zoom::zoom_in(ctx),
        Some(_) => egui::gui_zoom::zoom_out(ctx),
        None => ctx.set_zoom_factor(1.0),
    }
}
