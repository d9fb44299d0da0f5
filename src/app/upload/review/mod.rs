//! What will be written, before it is: in sum, by supplier, record by record.

mod records;
mod risks;
mod summary;
mod suppliers;

use std::time::Duration;

use egui::{Align, Layout, Ui, vec2};

use crate::app::frame::confirm;
use crate::app::frame::parts::{page_button, quiet};
use crate::app::frame::scene::Scene;
use crate::app::keyboard::{queue, tab};
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, space, tokens};
use crate::portal::sample;
use crate::rules::calendar;
use crate::session::Session;
use crate::session::review::{Counting, Review, SLICE};
use crate::values::{grouped, records};

/// So high is a page at most, and at least.
const PAGE: [f32; 2] = [620.0, 160.0];
/// The height of all that is not the page.
const AROUND: f32 = 172.0;

/// The review.
#[derive(Clone, Debug)]
pub struct ReviewUpload {
    /// Until everything is counted.
    counting: Option<Counting>,
    review: Review,
    /// The state of the book that is counted.
    revision: u64,
    /// What was counted is on the screen: a key that was pressed before is not for it.
    drawn: bool,
    tab: Tab,
    suppliers: suppliers::SupplierList,
    records: records::RecordList,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Summary,
    Suppliers,
    Records,
    Blocks,
    Risks,
}

impl ReviewUpload {
    /// A review that has yet to be counted.
    pub fn new(open: &Session) -> ReviewUpload {
        ReviewUpload {
            counting: Some(Counting::default()),
            review: Review::default(),
            revision: open.revision(),
            drawn: false,
            tab: Tab::Summary,
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
        let counted = self.counted(ui, open);
        let read = std::mem::replace(&mut self.drawn, counted);
        if counted && !read {
            queue::question_raised(ui.ctx());
        }
        if counted && open.may_mark_reviewed() {
            out.push(Request::Reviewed);
        }
        self.heading(ui, open, counted);
        self.tabs(ui);
        // Every page has the same size: tabs and buttons stay under the mouse.
        let room = (ui.ctx().content_rect().height() - 64.0 - AROUND).clamp(PAGE[1], PAGE[0]);
        let mut stays = true;
        ui.allocate_ui_with_layout(vec2(ui.available_width(), room), Layout::top_down(Align::Min), |ui| {
            ui.set_min_height(room);
            match counted {
                true => stays = self.page(ui, open, room, out),
                false => quiet(ui, "Counting…"),
            }
        });
        self.foot(ui, counted && read, out) && stays
    }

    /// Draws the page that is chosen. False when the dialog is to be closed.
    fn page(&mut self, ui: &mut Ui, open: &Session, room: f32, out: &mut Requests) -> bool {
        match self.tab {
            Tab::Suppliers => {
                if let Some(gstin) = self.suppliers.show(ui, room, &self.review.suppliers, open.book().facts.qrmp) {
                    self.records.find(gstin);
                    self.tab = Tab::Records;
                }
                true
            }
            Tab::Records => match self.records.show(ui, room, open) {
                Some((section, row)) => {
                    out.push(Request::Reveal(section, row));
                    false
                }
                None => true,
            },
            tab => {
                let area = egui::ScrollArea::vertical().id_salt(tab as u8).max_height(room).min_scrolled_height(room);
                let review = &self.review;
                let shown = area.auto_shrink(false).show(ui, |ui| match tab {
                    Tab::Blocks => risks::blocks(ui, review, out),
                    Tab::Risks => risks::show(ui, review, out),
                    _ => summary::show(ui, review, open, out),
                });
                !shown.inner
            }
        }
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
        theme::progress(ui, part, "Counting…");
        ui.ctx().request_repaint_after(Duration::ZERO);
        false
    }

    /// Whose JSON it is, and how many records it will hold.
    fn heading(&self, ui: &mut Ui, open: &Session, counted: bool) {
        let recipient = &open.book().recipient;
        let from = match (&recipient.content, &recipient.typed) {
            (Some(_), _) => "",
            (None, Some(_)) => " (as you typed it)",
            (None, None) => " (from the file's name)",
        };
        let period = calendar::closing(open.book(), open.day());
        let mut whose: Vec<String> = Some(open.name().to_owned()).filter(|name| !name.is_empty()).into_iter().collect();
        whose.push(match recipient.gstin() {
            Some(gstin) => format!("{gstin}{from}"),
            None => "GSTIN not named: it is asked for next".to_owned(),
        });
        whose.push(calendar::period_in_words(open.book(), period));
        whose.extend(calendar::gstr_3b_due(open.book(), period).map(|due| format!("GSTR-3B due {}", due)));
        ui.horizontal(|ui| {
            theme::label(ui, theme::title("Review"));
            theme::label(ui, egui::RichText::new(whose.join(" · ")).weak());
        });
        ui.horizontal_wrapped(|ui| {
            if !counted {
                theme::label(ui, theme::semibold("Counting…"));
                return;
            }
            theme::label(ui, theme::semibold(format!("{} will be in the JSON.", records(self.review.records))));
            let stay = if self.review.others == 1 { "other stays as it is" } else { "others stay as they are" };
            let others = grouped(self.review.others);
            quiet(ui, format!("{others} {stay} on the portal. The file is written, read back and compared."));
            if recipient.gstin().is_some_and(sample::is_made_up) {
                theme::label(ui, theme::semibold(sample::DO_NOT_UPLOAD).color(tokens(ui).reject.colour));
            }
        });
    }

    fn tabs(&mut self, ui: &mut Ui) {
        ui.add_space(space::STEP);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 20.0;
            let suppliers = self.review.suppliers.len() as u64;
            let tabs = [
                (Tab::Summary, "Summary", 0),
                (Tab::Suppliers, "By supplier", suppliers),
                (Tab::Records, "Records", self.review.records),
                (Tab::Blocks, "Blocks", self.review.blocked()),
                (Tab::Risks, "Risks", self.review.risks()),
            ];
            for (tab, name, count) in tabs {
                if page_button(ui, name, count, self.tab == tab) {
                    self.tab = tab;
                }
            }
        });
        let y = ui.cursor().top() - 4.0;
        ui.painter().hline(ui.max_rect().x_range(), y, tokens(ui).line());
        ui.add_space(2.0 * space::STEP);
    }

    fn foot(&self, ui: &mut Ui, read: bool, out: &mut Requests) -> bool {
        let able = read && self.review.blocked() == 0 && self.review.records > 0;
        ui.add_space(2.0 * space::STEP);
        let size = vec2(ui.available_width(), space::BUTTON);
        let foot = ui.allocate_ui(size, |ui| tab::from_the_right(ui, |ui| {
            let go = ui.scope(|ui| confirm::main_if(ui, able, "Generate JSON"));
            go.response.hint(if able { "Write the file to upload." } else { "First mend what blocks it." });
            let back = confirm::cancel(ui, "Back");
            if go.inner {
                out.push(Request::GoOnGenerating);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(egui::Label::new(theme::caption(
                    "Accepted: tax as it counts in GSTR-2B, without GSTR-1 not filed, next GSTR-2B and amendments to check.",
                )).truncate());
            });
            !(go.inner || back)
        }));
        foot.inner
    }
}
