//! The start screen, until there is a client: open, drop, type a path, or try the sample.

use egui::{Align, Color32, Layout, Rect, Shape, Stroke, Ui, UiBuilder, pos2, vec2};

use crate::app::actions::UserAction;
use crate::app::frame::parts::PathField;
use crate::app::frame::scene::Browse;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, main_button, plain_button, space, tokens};
use crate::store::crash_report;
use crate::store::{FOLDER, Store};

/// What is typed on the start screen, and what it tells.
pub struct Start {
    path: PathField,
    /// The report of how the program broke the last time.
    report: Option<String>,
}

const WIDTH: f32 = 760.0;

impl Start {
    /// The screen, with the report of how the program broke the last time, if it did.
    pub fn new(report: Option<String>) -> Start {
        Start { path: PathField::quiet(), report }
    }

    /// That the program broke, and what can be done now.
    pub fn broke(&mut self, ui: &mut Ui, store: &Store, out: &mut Requests) {
        let Some(report) = &self.report else { return };
        let mut put_away = false;
        theme::notice(ui, &tokens(ui).pending, |ui| {
            theme::label(ui, "IMS Desk broke the last time. Every step that was reported as saved is kept.");
            ui.horizontal(|ui| {
                if let Some(last) = store.get().recent.first()
                    && theme::link(ui, "Open the last client").clicked()
                {
                    out.push(Request::OpenRecent(last.clone()));
                    put_away = true;
                }
                if theme::link(ui, "Show the report").clicked() {
                    let lines = report.lines().map(str::to_owned).collect();
                    out.push(Request::Tell("How it broke", lines));
                }
                put_away |= theme::link(ui, "Hide").clicked();
            });
        });
        ui.add_space(2.0 * space::STEP);
        if put_away {
            self.report = None;
            store.home().iter().for_each(crash_report::put_away);
        }
    }

    /// The same over the list of clients.
    pub fn broke_before(&mut self, ui: &mut Ui, store: &Store, out: &mut Requests) {
        if self.report.is_some() {
            let frame = egui::Frame::new().inner_margin(egui::Margin::symmetric(12, 6));
            egui::Panel::top("broke").frame(frame).show(ui, |ui| self.broke(ui, store, out));
        }
    }

    /// Draws the screen. `busy` while files are being opened.
    pub fn show(&mut self, ui: &mut Ui, store: &Store, out: &mut Requests) {
        let t = tokens(ui);
        let all = ui.max_rect();
        ui.painter().rect_filled(all, 0.0, t.panel);
        let left = all.center().x - WIDTH / 2.0;
        let top = all.top() + (all.height() * 0.14).min(130.0);
        let column = Rect::from_min_max(pos2(left, top), pos2(left + WIDTH, all.bottom()));
        ui.scope_builder(UiBuilder::new().max_rect(column), |ui| {
            self.ways_in(ui, store, out);
            kept_where(ui, store, out);
        });
    }

    /// What one can begin with, and the steps after that.
    fn ways_in(&mut self, ui: &mut Ui, store: &Store, out: &mut Requests) {
        theme::label(ui, theme::title("IMS Desk"));
        theme::label(
            ui,
            egui::RichText::new("Decide on your suppliers' invoices offline. Nothing leaves this computer.").weak(),
        );
        ui.add_space(4.0 * space::STEP);
        self.broke(ui, store, out);
        drop_zone(ui, out);
        ui.add_space(3.0 * space::STEP);
        ui.horizontal(|ui| {
            let width = WIDTH - 58.0;
            let go = ui.scope(|ui| {
                ui.set_width(width);
                ui.vertical(|ui| self.path.show(ui, "Or type the path of a file", Browse::No, out)).inner
            });
            ui.add_space(-4.0);
            let clicked = ui
                .with_layout(Layout::bottom_up(Align::Min), |ui| {
                    ui.add_enabled(self.path.path().is_some(), plain_button("Open")).clicked()
                })
                .inner;
            if let Some(path) = self.path.path().filter(|_| go.inner || clicked) {
                out.push(Request::Open(vec![crate::app::frame::expanded::expanded(path)]));
            }
        });
        ui.add_space(4.0 * space::STEP);
        ui.columns(3, |columns| {
            for (ui, (head, words)) in columns.iter_mut().zip([
                ("1 · Open", "the download; several clients, or a folder, at once"),
                ("2 · Match and decide", "with your purchase register; one row or thousands; undo anything"),
                ("3 · Generate JSON", "only what you changed, checked before and after"),
            ]) {
                theme::card(ui, |ui| {
                    ui.set_min_height(58.0);
                    ui.with_layout(Layout::top_down(Align::Min), |ui| {
                        theme::label(ui, theme::semibold(head));
                        theme::label(ui, egui::RichText::new(words).weak());
                    });
                });
            }
        });
    }
}

fn drop_zone(ui: &mut Ui, out: &mut Requests) {
    let t = tokens(ui);
    let hovered = ui.input(|i| !i.raw.hovered_files.is_empty());
    let (rect, _) = ui.allocate_exact_size(vec2(WIDTH, 156.0), egui::Sense::hover());
    ui.painter().rect_filled(rect, space::RADIUS_CHIP, if hovered { t.selection } else { t.background });
    dashes(ui, rect, if hovered { t.accent } else { t.muted });
    let inner = rect.shrink2(vec2(16.0, 30.0));
    let mut ui = ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::top_down(Align::Center)));
    {
        let ui = &mut ui;
        theme::label(ui, theme::heading("Drop the JSON or zip from the portal here"));
        theme::label(
            ui,
            egui::RichText::new(
                "GST portal › Services › Returns › Invoice Management System › Offline › Download JSON",
            )
            .weak(),
        );
        ui.add_space(3.0 * space::STEP);
        // Two buttons in the middle: their widths are known only once they are drawn.
        let id = ui.scope_id().with("buttons");
        let width = ui.ctx().data(|d| d.get_temp::<f32>(id)).unwrap_or(282.0);
        let line = ui.allocate_ui_with_layout(vec2(width, space::BUTTON), Layout::left_to_right(Align::Center), |ui| {
            if ui.add(main_button("Open file…").shortcut("Ctrl O")).clicked() {
                out.push(Request::Do(UserAction::Open));
            }
            if ui.add(plain_button("Try with sample data")).clicked() {
                out.push(Request::OpenSample);
            }
        });
        let now = line.response.rect.width();
        ui.ctx().data_mut(|d| d.insert_temp(id, now));
    }
}

/// A dashed line around a rectangle.
fn dashes(ui: &Ui, rect: Rect, colour: Color32) {
    let rect = rect.shrink(0.5);
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    ui.painter().extend(Shape::dashed_line(&corners, Stroke::new(1.0, colour), 4.0, 3.0));
}

/// Where work is kept.
fn kept_where(ui: &mut Ui, store: &Store, out: &mut Requests) {
    ui.add_space(4.0 * space::STEP);
    match store.problem() {
        Some(problem) => {
            theme::label(ui, egui::RichText::new(problem).color(tokens(ui).reject.colour));
            if theme::link(ui, UserAction::KeepElsewhere.name()).clicked() {
                out.push(Request::Do(UserAction::KeepElsewhere));
            }
        }
        None => {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                theme::label(ui, egui::RichText::new("Your work and settings are kept in").weak());
                theme::label(ui, theme::semibold(FOLDER));
                theme::label(ui, egui::RichText::new("beside the program, not encrypted.").weak());
            });
        }
    }
}
