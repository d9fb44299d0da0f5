//! What will be written, before it is: in sum, by supplier, record by record.

mod records;
mod summary;
mod suppliers;

use std::time::Duration;

use egui::{Role, Sense, Ui, WidgetInfo, vec2};

use crate::app::frame::parts::{foot, head, quiet};
use crate::app::frame::scene::Scene;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, main_button, plain_button, size, space, tokens};
use crate::session::Session;
use crate::session::review::{Counting, Review, SLICE};
use crate::values::grouped;

/// So high is a list at least, where there is room.
const LIST: f32 = 400.0;
/// The height of all that is not the list or the summary.
const AROUND: f32 = 196.0;

/// The review.
#[derive(Clone, Debug)]
pub struct ReviewUpload {
    /// Until everything is counted.
    counting: Option<Counting>,
    review: Review,
    /// The state of the book that is counted.
    revision: u64,
    tab: Tab,
    /// How high the summary came out: the lists are not lower, so that the dialog stays where it is.
    height: f32,
    suppliers: suppliers::SupplierList,
    records: records::RecordList,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Summary,
    Suppliers,
    Records,
}

impl ReviewUpload {
    /// A review that has yet to be counted.
    pub fn new(open: &Session) -> ReviewUpload {
        ReviewUpload {
            counting: Some(Counting::default()),
            review: Review::default(),
            revision: open.revision(),
            tab: Tab::Summary,
            height: 0.0,
            suppliers: suppliers::SupplierList::default(),
            records: records::RecordList::default(),
        }
    }

    /// How wide it is in a window of this width: its lists have many columns.
    pub(crate) fn width(window: f32) -> f32 {
        (window * 0.76).clamp(900.0, 1080.0)
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        let Some(open) = scene.open else { return false };
        if self.revision != open.revision() {
            *self = ReviewUpload::new(open);
        }
        head(ui, "Review before generating");
        if !self.counted(ui, open) {
            return foot(ui, |ui| !ui.add(plain_button("Back")).clicked());
        }
        self.heading(ui, open);
        self.tabs(ui);
        let room = (ui.ctx().content_rect().height() - 120.0 - AROUND).max(160.0);
        let list = self.height.max(LIST.min(room)).min(room);
        let mut stays = true;
        match self.tab {
            Tab::Summary => {
                let area = egui::ScrollArea::vertical().id_salt("summary").max_height(room).min_scrolled_height(room);
                let shown = area.show(ui, |ui| stays &= !summary::show(ui, &self.review, open.figures(), out));
                self.height = shown.content_size.y;
            }
            Tab::Suppliers => {
                if let Some(gstin) = self.suppliers.show(ui, list, &self.review.suppliers) {
                    self.records.find(gstin);
                    self.tab = Tab::Records;
                }
            }
            Tab::Records => {
                if let Some((section, row)) = self.records.show(ui, list, open) {
                    out.push(Request::Reveal(section, row));
                    stays = false;
                }
            }
        }
        self.foot(ui, out) && stays
    }

    /// Goes on counting; true once everything is counted.
    fn counted(&mut self, ui: &mut Ui, open: &Session) -> bool {
        // The figures of the whole book are those of the bar below: they have to be of the book as it is.
        let part = match &mut self.counting {
            None => 1.0,
            Some(counting) => match counting.go_on(open, SLICE) {
                Some(review) => {
                    (self.review, self.counting) = (review, None);
                    1.0
                }
                None => counting.part_done(open),
            },
        };
        if self.counting.is_none() && open.all_counted() {
            return true;
        }
        quiet(ui, "Counting…");
        theme::progress(ui, part, "Counting…");
        ui.ctx().request_repaint_after(Duration::ZERO);
        false
    }

    fn heading(&self, ui: &mut Ui, open: &Session) {
        let review = &self.review;
        let recipient = &open.book().recipient;
        let from = match (&recipient.content, &recipient.typed) {
            (Some(_), _) => "",
            (None, Some(_)) => " (as you typed it)",
            (None, None) => " (from the file's name)",
        };
        let whose = match recipient.gstin() {
            Some(gstin) => format!("Recipient {gstin}{from}."),
            None => "The file does not name the recipient; your GSTIN is asked for next.".to_owned(),
        };
        quiet(
            ui,
            format!(
                "{} will be written. {} others are left as they are on the portal. {whose}",
                crate::values::records(review.records),
                grouped(review.others)
            ),
        );
    }

    fn tabs(&mut self, ui: &mut Ui) {
        ui.add_space(space::STEP);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 20.0;
            let suppliers = self.review.suppliers.len() as u64;
            let tabs = [
                (Tab::Summary, "Summary", 0),
                (Tab::Suppliers, "By supplier", suppliers),
                (Tab::Records, "All records", self.review.records),
            ];
            for (tab, name, count) in tabs {
                if tab_button(ui, name, count, self.tab == tab) {
                    self.tab = tab;
                }
            }
        });
        let y = ui.cursor().top() - 4.0;
        ui.painter().hline(ui.max_rect().x_range(), y, tokens(ui).line());
        ui.add_space(2.0 * space::STEP);
    }

    fn foot(&self, ui: &mut Ui, out: &mut Requests) -> bool {
        let able = self.review.blocked() == 0 && self.review.records > 0;
        foot(ui, |ui| {
            let go = ui.add_enabled(able, main_button("Generate upload…"));
            let go = go.on_disabled_hover_text("Mend first what blocks the upload.").clicked();
            let back = ui.add(plain_button("Back")).clicked();
            if go {
                out.push(Request::GoOnGenerating);
            }
            !(go || back)
        })
    }
}

/// One of several pages of a dialog; true if it was clicked.
fn tab_button(ui: &mut Ui, name: &str, count: u64, chosen: bool) -> bool {
    let t = tokens(ui);
    let colour = if chosen { t.text } else { t.muted };
    let face = if chosen { theme::strong(size::BODY) } else { theme::font(size::BODY) };
    let text = ui.painter().layout_no_wrap(name.to_owned(), face, colour);
    let number = if count > 0 { grouped(count) } else { String::new() };
    let number = ui.painter().layout_no_wrap(number, theme::font(size::CAPTION), t.muted);
    let gap = if count > 0 { 6.0 } else { 0.0 };
    let width = text.size().x + gap + number.size().x;
    let (rect, response) = ui.allocate_exact_size(vec2(width, space::BUTTON), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, name));
    let middle = |height: f32| rect.center().y - height / 2.0;
    let after = rect.left() + text.size().x + gap;
    ui.painter().galley(egui::pos2(after, middle(number.size().y) + 0.5), number, t.muted);
    ui.painter().galley(egui::pos2(rect.left(), middle(text.size().y)), text, colour);
    if chosen || response.hovered() {
        let stroke = egui::Stroke::new(2.0, if chosen { t.accent } else { t.line });
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, stroke);
    }
    if response.has_focus() {
        theme::paint_focus(ui.painter(), rect.expand2(vec2(6.0, 0.0)), space::RADIUS, t);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}

/// A line to search in, named for screen readers. True if its text changed.
fn search(ui: &mut Ui, label: &str, text: &mut String, width: f32) -> bool {
    let edit = egui::TextEdit::singleline(text).hint_text(label).desired_width(width);
    let response = ui.add(edit.min_size(vec2(0.0, space::BUTTON)).align(egui::Align2::LEFT_CENTER));
    ui.accesskit_node_builder(response.id, |node| node.set_label(label));
    response.changed()
}
