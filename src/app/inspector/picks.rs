//! The choice where a decision was set aside.

use crate::app::requests::Requests;
use crate::app::theme::plain_button;
use crate::book::Section;
use crate::edit::merge::set_aside;
use crate::session::Session;
use crate::session::newer::NewerRequest;
use egui::Ui;
use roaring::RoaringBitmap;

/// The buttons by which one record is picked.
pub fn picks(ui: &mut Ui, open: &Session, section: Section, row: u32, out: &mut Requests) {
    if set_aside(open.book(), section, row).is_none() || open.look_only().is_some() {
        return;
    }
    let alone = || vec![(section, RoaringBitmap::from_iter([row]))];
    ui.horizontal_wrapped(|ui| {
        if ui.add(plain_button("Use my decision")).clicked() {
            out.push(NewerRequest::TakeUp(alone(), false).into());
        }
        if open.changes().lists.is_to_pick(section, row) && ui.add(plain_button("Keep as on the portal")).clicked() {
            out.push(NewerRequest::Leave(alone()).into());
        }
    });
}
