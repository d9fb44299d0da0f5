//! The sheets of a register: which are imported, and whose lines are shown.

use super::Look;
use crate::app::theme::{self, size, space, tokens};
use crate::session::register::import::{RegisterImport, SheetImport};
use crate::values::{counted, short};
use egui::{ScrollArea, Sense, Ui, WidgetInfo, vec2};

/// Draws them; a tick or a click is taken at once.
pub fn show(ui: &mut Ui, import: &mut RegisterImport, look: &mut Look) {
    ScrollArea::horizontal().id_salt("sheets").auto_shrink([false, true]).show(ui, |ui| {
        ui.horizontal(|ui| {
            let mut ticked = None;
            for (place, sheet) in import.sheets.iter().enumerate() {
                ui.push_id(place, |ui| {
                    if sheet.reading.is_ok() {
                        let mut on = sheet.ticked;
                        let name = format!("Import {}", sheet.name);
                        let check = if on { theme::Check::On } else { theme::Check::Off };
                        if theme::tick(ui, check, &name).clicked() {
                            on = !on;
                            ticked = Some((place, on));
                        }
                    }
                    if tab(ui, sheet, place == look.sheet) {
                        (look.sheet, look.listed, look.heading) = (place, None, false);
                    }
                });
            }
            if let Some((place, on)) = ticked {
                import.sheets[place].ticked = on;
            }
        });
    });
}

fn tab(ui: &mut Ui, sheet: &SheetImport, current: bool) -> bool {
    let t = tokens(ui);
    let caption = said_of(sheet);
    let name = ui.painter().layout_no_wrap(short(&sheet.name, 40).into_owned(), theme::font(size::GRID), t.text);
    let words = ui.painter().layout_no_wrap(caption.clone(), theme::font(size::CAPTION), t.muted);
    let wide = name.size().x + words.size().x + 22.0;
    let (rect, response) = ui.allocate_exact_size(vec2(wide, space::BUTTON), Sense::click());
    let called = format!("{}, {caption}", sheet.name);
    response.widget_info(|| WidgetInfo::selected(egui::Role::Tab, true, current, &called));
    theme::choice_ground(ui, &response, rect, current);
    let middle = |height: f32| rect.center().y - height / 2.0;
    let (name_at, after) = (rect.left() + 6.0, rect.left() + 14.0 + name.size().x);
    ui.painter().galley(egui::pos2(name_at, middle(name.size().y)), name, t.text);
    ui.painter().galley(egui::pos2(after, middle(words.size().y)), words, t.muted);
    response.clicked()
}

/// What is said of a sheet beside its name.
fn said_of(sheet: &SheetImport) -> String {
    match &sheet.reading {
        Err(why) => short(why, 60).into_owned(),
        Ok(reading) => match &reading.unticked {
            Some(why) if !sheet.ticked => why.clone(),
            _ => counted(u64::from(reading.entries.len()), "voucher", "vouchers"),
        },
    }
}
