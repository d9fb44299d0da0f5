//! The desk: the owner of all that the window shows. It draws, gathers what the user asks for, and carries it out.

mod book_facts;
mod clients;
mod copying;
mod dropped;
mod export;
mod files;
mod handle;
mod heavy_steps;
mod many;
mod matched;
mod on_book;
mod own_views;
mod paste;
mod picker;
mod register;
mod sheet;
mod suppliers;
mod system;
mod tasks;
mod turns;
use crate::app::clients::{BoardTable, ClientDesk};
use crate::app::clipboard::Clipboard;
use crate::app::desk::picker::Picker;
use crate::app::desk::tasks::Task;
use crate::app::dialogs::Dialog;
use crate::app::frame::scene::{FileDialogs, Scene};
use crate::app::grid::Grids;
use crate::app::keyboard::panes::{self, Pane};
use crate::app::keyboard::{keys, queue};
use crate::app::opening::start::Start;
use crate::app::parts::row_menu::RowMenu;
use crate::app::parts::{bars, other_sheet, rail, top_bar};
use crate::app::requests::{Request, Requests, SharedImport, ToOpen, Zoom};
use crate::app::suppliers::SupplierGrid;
use crate::app::theme::{self, Theme, space, tokens};
use crate::app::views::columns_menu::HeadingMenu;
use crate::app::views::funnel::Funnel;
use crate::clients::ClientFile;
use crate::session::deciding::paste::PasteRequest;
use crate::session::files::opening::Copying;
use crate::session::{Place, RightSide, Session};
use crate::store::Renderer;
use crate::store::Store;
use crate::store::crash_report;
use crate::store::kept_view::suppliers::{OwnSupplierView, understood_of_suppliers};
use crate::store::kept_view::{OwnView, understood};
use crate::values::clock::Clock;
use crate::work::wake::Wake;
use egui::{Context, Frame, Key, Margin, Panel, Popup, Ui};
use std::path::PathBuf;

/// The program's window. It needs no display by itself: tests drive it without one.
pub struct Desk {
    pub(crate) ctx: Context,
    /// How work in the background wakes this window.
    pub(crate) wake: Wake,
    pub(crate) store: Store,
    /// By what the day goes.
    pub(crate) clock: Clock,
    pub(crate) open: Option<Box<Session>>,
    pub(crate) dialog: Option<Dialog>,
    pub(crate) task: Option<Task>,
    /// Registers that are opened once what was opened with them is answered.
    pub(crate) then_open: Vec<PathBuf>,
    pub(crate) copying: Option<Copying>,
    pub(crate) picker: Option<Picker>,
    /// Where copied rows go.
    clipboard: Clipboard,
    /// What is known of the system's file dialogs.
    pub(crate) file_dialogs: FileDialogs,
    /// Whether programs of the system may be started.
    pub(crate) system_programs: bool,
    /// One that was.
    pub(crate) showing: Option<system::Showing>,
    /// The window may close.
    pub(crate) closing: bool,
    pub(crate) menu: Option<RowMenu>,
    /// The column whose filter is being edited.
    pub(crate) funnel: Option<Funnel>,
    pub(crate) heading_menu: Option<HeadingMenu>,
    /// The views that the user made, as far as they are understood.
    pub(crate) own_views: Vec<OwnView>,
    /// The same of the suppliers.
    pub(crate) own_supplier_views: Vec<OwnSupplierView>,
    /// Whether the focused record is shown at the side, where the user chose.
    pub(crate) details: Option<bool>,
    /// Where the grids of the book stand.
    pub(crate) grids: Grids,
    /// Where the table of suppliers is.
    pub(crate) supplier_grid: SupplierGrid,
    /// The minute at which it was last looked who holds the book.
    minute: u64,
    /// The window was asked to close while keys waited that came before.
    pub(crate) close_waits: bool,
    /// Whether a control other than the rows had the keyboard at the end of the last frame.
    away: bool,
    /// The system's colours when the theme was applied.
    system: Option<egui::Theme>,
    start: Start,
    /// The title that the window has.
    title: String,
    /// The clients, and where their list is scrolled to.
    pub(crate) clients: ClientDesk,
    board: BoardTable,
    pub(crate) cover: clients::Cover,
    /// A register that is not imported yet, while another file is asked for in its place.
    pub(crate) unconfirmed: Option<SharedImport>,
}

impl Desk {
    /// A desk on which these files are being opened, if any are named.
    pub fn new(ctx: &Context, store: Store, files: Vec<PathBuf>) -> Desk {
        Desk::by_clock(ctx, store, files, Clock::default())
    }

    /// The same with another clock than the system's.
    pub fn by_clock(ctx: &Context, store: Store, files: Vec<PathBuf>, clock: Clock) -> Desk {
        Desk::with_clients(ctx, store, files, clock, None)
    }

    /// The same with the summaries of the clients, where these were read already.
    pub(crate) fn with_clients(
        ctx: &Context,
        store: Store,
        files: Vec<PathBuf>,
        clock: Clock,
        clients: Option<ClientFile>,
    ) -> Desk {
        queue::install(ctx);
        theme::copy_usual_spaces(ctx);
        ctx.options_mut(|o| o.zoom_with_keyboard = true);
        let system = ctx.system_theme();
        theme::apply(ctx, Theme::of(store.get().looks, system));
        let own_views = understood(&store.get().views);
        let own_supplier_views = understood_of_suppliers(&store.get().views);
        let start = Start::new(store.home().ok().and_then(|home| crash_report::report(&home)));
        let clients = ClientDesk::with(clients, &store, clock.day());
        let mut desk = Desk {
            clients,
            board: BoardTable::default(),
            cover: clients::Cover::default(),
            unconfirmed: None,
            wake: wake_of(ctx),
            ctx: ctx.clone(),
            store,
            clock,
            open: None,
            dialog: None,
            task: None,
            then_open: Vec::new(),
            copying: None,
            picker: None,
            clipboard: Clipboard::of_egui(),
            file_dialogs: FileDialogs::Unused,
            system_programs: false,
            showing: None,
            minute: 0,
            closing: false,
            menu: None,
            funnel: None,
            heading_menu: None,
            own_views,
            own_supplier_views,
            details: None,
            grids: Grids::default(),
            supplier_grid: SupplierGrid::default(),
            close_waits: false,
            away: false,
            system,
            start,
            title: String::new(),
        };
        // What is in a folder is looked at first; files that are named are meant to be opened together.
        match files.iter().any(|file| file.is_dir()) {
            true => desk.open_or_attach(files),
            false => desk.open_now(ToOpen::files(files)),
        }
        desk
    }

    /// The same with the system's file dialogs, where they were not found to be missing, and its programs.
    pub fn with_native_dialogs(mut self) -> Desk {
        if !self.store.get().no_system_dialogs {
            self.file_dialogs = FileDialogs::There;
        }
        self.system_programs = true;
        self
    }

    /// The same with this clipboard.
    pub fn with_clipboard(mut self, clipboard: Clipboard) -> Desk {
        self.clipboard = clipboard;
        self
    }

    /// The first frame is on the screen: what drew it is remembered, and which renderer is asked for.
    pub(crate) fn painted(&mut self, renderer: Renderer, wanted: Option<Renderer>) {
        self.store.change(|settings| {
            settings.renderer = Some(renderer).filter(|r| *r != Renderer::OpenGl);
            settings.chosen_renderer = wanted;
        });
    }

    /// The book that is open, to look at.
    pub fn book(&self) -> Option<&crate::book::Book> {
        self.open.as_ref().map(|open| &**open.book())
    }

    /// Carries a command out on the book that is open, as one step.
    pub fn carry_out(&mut self, command: crate::edit::Command) {
        if let Some(open) = &mut self.open {
            open.apply_and_say(command, crate::session::result_line::ResultLine::default());
        }
    }

    /// Whether a job is running, or keys wait for their turn.
    pub fn busy(&self) -> bool {
        let looking = self.open.as_ref().is_some_and(|open| open.looks());
        let looking = looking || (self.open.is_none() && self.clients.checks());
        self.task.is_some() || looking || self.clipboard.busy() || queue::waits(&self.ctx)
    }

    /// Whether the register is being matched.
    pub fn is_matching(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.is_matching())
    }

    /// Chooses colours again if the user or the system chose others.
    pub(crate) fn choose_looks(&mut self, ctx: &Context) {
        self.system = ctx.system_theme();
        theme::apply(ctx, Theme::of(self.store.get().looks, self.system));
    }

    /// Judges by the day that it is now. Every frame looks at the clock, as one comes with the focus; an idle window wakes for
    /// it. Not while a task runs that judges by the day before: its end brings a frame.
    fn follow_the_day(&mut self, ctx: &Context) {
        let Some(open) = &mut self.open else { return };
        if self.task.is_none() {
            open.follow_the_day(self.clock.day());
        }
        let focused = ctx.input(|i| i.events.contains(&egui::Event::WindowFocused(true)));
        let minute = self.clock.minute();
        if focused || minute != std::mem::replace(&mut self.minute, minute) {
            open.see_who_holds_it();
        }
        ctx.request_repaint_after(self.clock.rests());
    }

    /// Whether a menu or a column's filter is open, which then has the keys.
    fn menu_open(&self, ctx: &Context) -> bool {
        let of_grid = |open: &Session| open.scope().is_some_and(|scope| self.grids.of(scope).menu_is_open());
        let ours = self.supplier_grid.menu_is_open()
            || self.board.menu_is_open()
            || self.menu.is_some()
            || self.funnel.is_some()
            || self.heading_menu.is_some();
        ours || Popup::is_any_open(ctx) || self.open.as_deref().is_some_and(of_grid)
    }

    /// Whether the rows have the keyboard, or nothing has.
    fn in_grid(&self, ctx: &Context) -> bool {
        let of_grid = |open: &Session| match open.scope() {
            Some(scope) => self.grids.of(scope).has_focus(ctx),
            None if open.place() == Place::Suppliers => self.supplier_grid.has_focus(ctx),
            None => open.place() == Place::Register && self.grids.vouchers().has_focus(ctx),
        };
        ctx.memory(|memory| memory.focused().is_none()) || self.open.as_deref().is_some_and(of_grid)
    }

    /// Escape has taken the keyboard from a control before anybody asks: what counts is who had it when it was pressed.
    fn in_grid_before(&self, ctx: &Context) -> bool {
        !self.away && self.in_grid(ctx)
    }

    fn draw_book(&mut self, ui: &mut Ui, out: &mut Requests) {
        // What lies over the rows has the keys.
        let covered = self.menu_open(ui.ctx()) || self.dialog.is_some() || self.task.is_some();
        let Some(open) = &mut self.open else { return };
        panes::begin(ui.ctx());
        self.grids.measure(ui, open.book());
        let t = tokens(ui);
        let bar = Frame::new().fill(t.panel).inner_margin(Margin::symmetric(8, 0));
        Panel::top("top bar").exact_size(space::BAR).frame(bar).show(ui, |ui| {
            panes::show(ui, Pane::Top, |ui| top_bar::show(ui, open, (&self.clients, self.cover.on), out));
        });
        if let Some(look) = open.keeping().look_only() {
            let tint = Frame::new().fill(t.pending.tint).inner_margin(Margin::symmetric(12, 4));
            let panel = Panel::top("look only").frame(tint);
            panel.show(ui, |ui| {
                panes::show(ui, Pane::LookOnly, |ui| crate::app::parts::look_only_bar::show(ui, look, out))
            });
        }
        if open.banner().said().is_some() {
            let tint = Frame::new().fill(t.selection).inner_margin(Margin::symmetric(10, 0));
            let panel = Panel::top("banner").exact_size(space::LINE).frame(tint);
            panel.show(ui, |ui| panes::show(ui, Pane::Banner, |ui| crate::app::parts::due_banner::show(ui, open, out)));
        }
        if open.notes_wait() {
            let tint = Frame::new().fill(t.pending.tint).inner_margin(Margin::symmetric(12, 0));
            let panel = Panel::top("notes").exact_size(28.0).frame(tint);
            panel.show(ui, |ui| panes::show(ui, Pane::Notes, |ui| bars::notes(ui, open, out)));
        }
        let status = Panel::bottom("status bar").exact_size(space::STATUS_BAR).frame(bar);
        status.show(ui, |ui| bars::status(ui, open, &self.store, out));
        let pending = Panel::bottom("pending bar").exact_size(space::BOTTOM_BAR).frame(bar);
        pending.show(ui, |ui| panes::show(ui, Pane::Pending, |ui| bars::pending(ui, open, out)));
        let side = Frame::new().fill(t.panel);
        Panel::left("rail").exact_size(space::RAIL).resizable(false).frame(side).show(ui, |ui| {
            panes::show(ui, Pane::Rail, |ui| rail::show(ui, open, (&self.own_views, &self.own_supplier_views), out))
        });
        let wide = space::has_room_for_details(ui.ctx().content_rect().width(), open.place() == Place::Register);
        let mut shown = open.side() == RightSide::Details && self.details.unwrap_or(wide);
        let was_shown = shown;
        if let Some(scope) = open.scope() {
            sheet::actions(ui, open, self.grids.of(scope), scope, &self.own_views, &mut shown, out);
        }
        if open.place() == Place::Suppliers {
            suppliers::actions(ui, open, &self.store, &mut shown, out);
        }
        sheet::side(ui, open, shown, out);
        if let Some(scope) = open.scope() {
            let grid = self.grids.of_mut(scope);
            grid.yields = covered;
            sheet::sheet(ui, open, grid, scope, self.store.get().density, out);
            let layout = &open.view(scope).layout;
            let kept = self.store.get().layouts.get(scope.name());
            // Not at every step of a drag.
            if kept.map_or(!layout.is_usual(), |kept| kept != layout) && !ui.input(|i| i.pointer.any_down()) {
                out.push(Request::Layout(scope, layout.clone()));
            }
            if shown != was_shown {
                self.details = Some(shown);
                open.show_side(RightSide::Details);
            }
        }
        match open.place() {
            Place::All | Place::Sheet(_) => {}
            Place::Suppliers => {
                self.supplier_grid.yields = covered;
                suppliers::table(ui, open, &mut self.supplier_grid, &self.store, out);
            }
            Place::Register => {
                let grid = self.grids.vouchers_mut();
                grid.yields = covered;
                let density = self.store.get().density;
                crate::app::register::sheet::show(ui, open, grid, density, &mut shown, out);
            }
            Place::Credit => crate::app::credit::page::show(ui, open, out),
            Place::Match => crate::app::matched::overview::show(ui, open, covered, out),
            Place::Other(i) => other_sheet::draw(ui, open, self.grids.of_other(i), i),
        }
        if shown != was_shown {
            self.details = Some(shown);
            open.show_side(RightSide::Details);
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

    /// Draws the dialog; one that closes is given back, as what it asked for may need it again.
    fn draw_dialog(&mut self, ui: &Ui, out: &mut Requests) -> Option<Dialog> {
        let mut dialog = self.dialog.take()?;
        let covered = self.cover.on;
        let scene = Scene { open: self.open.as_deref(), store: &self.store, file_dialogs: self.file_dialogs, covered };
        if dialog.show(ui, &scene, out) {
            self.dialog = Some(dialog);
            return None;
        }
        Some(dialog)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // While the program is breaking, only the journal is written, which sees to itself.
        if std::thread::panicking() {
            return;
        }
        self.note_how_it_is_left();
        if let Some(open) = &mut self.open {
            open.put_down();
        }
    }
}

impl Desk {
    /// Draws everything once, gathers what the user asks for, and carries it out.
    fn pass(&mut self, ui: &mut Ui, ctx: &Context) {
        let before = self.dialog.as_ref().map(std::mem::discriminant);
        let opening = matches!(self.task, Some(Task::Open(_)));
        self.poll();
        if opening && !matches!(self.task, Some(Task::Open(_))) {
            // It was meant for no record of the book that is open now.
            queue::drop_all(ctx);
        }
        self.open_what_waits();
        self.hold_rows(ctx);
        self.follow_the_day(ctx);
        self.cover_after_a_while(ctx);
        self.close_requested(ctx);
        crate::app::keyboard::tab::step(ctx);
        let mut out = Requests::new();
        let menu_was_open = self.menu_open(ctx);
        if self.dialog.is_none() && self.task.is_none() && !menu_was_open {
            out.extend(keys::pressed(ctx, self.in_grid_before(ctx)).into_iter().map(Request::Do));
            out.extend(keys::pasted(ctx, self.in_grid(ctx)).map(|text| Request::Paste(PasteRequest::new(&text))));
        }
        if self.task.is_none() && !menu_was_open {
            self.dropped(ctx, &mut out);
        }
        if self.dialog.is_some() || self.task.is_some() || menu_was_open {
            self.cover_by_key(ctx);
        }
        self.says_what_is_open(ctx);
        keys::keep_from_fields(ctx);
        if self.open.is_some() {
            self.draw_book(ui, &mut out);
        } else {
            self.draw_clients(ui, &mut out);
        }
        let closed = if self.task.is_none() { self.draw_dialog(ui, &mut out) } else { None };
        let waits_for = self.draw_progress(ui, &mut out);
        self.away = !self.in_grid(ctx);
        if menu_was_open && !self.menu_open(ctx) {
            // The rows get the keyboard back.
            ctx.request_repaint();
        }
        if self.picker.is_some() {
            ctx.request_repaint_after(std::time::Duration::from_millis(100));
        }
        if !out.is_empty() || closed.is_some() {
            // What was drawn in this pass is of the state before.
            ctx.request_repaint();
        }
        let closed = closed.map(Box::new);
        for request in out {
            self.handle(ctx, request, &closed);
        }
        self.back_to_register();
        self.renew_title(ctx);
        self.lead_the_queue(waits_for, before, closed.is_some());
        self.put_on_clipboard();
    }
}

impl eframe::App for Desk {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        if ctx.system_theme() != self.system {
            self.choose_looks(&ctx);
        }
        let left = |i: &egui::InputState| i.events.iter().any(|e| matches!(e, egui::Event::WindowFocused(false)));
        if let (Some(open), true) = (&self.open, ctx.input(left)) {
            open.hurry();
        }
        self.pass(ui, &ctx);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

/// Zooms a window as Ctrl with +, − and 0 do.
pub(crate) fn zoom(ctx: &Context, zoom: Zoom) {
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

/// How other threads make this window draw again.
fn wake_of(ctx: &Context) -> Wake {
    let ctx = ctx.clone();
    Wake::new(move |after| ctx.request_repaint_after(after))
}
