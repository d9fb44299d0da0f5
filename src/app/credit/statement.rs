//! The portal's GSTR-2B beside the page: one sentence, what became of the records, what is in it and not in IMS, and 4(A)(5) of both.

use egui::{Align2, Label, Ui};

use crate::app::credit::rows::{ROW, called, paint_link, room};
use crate::app::credit::side::section;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, size, tokens};
use crate::rules::credit::{Sum, minus, total};
use crate::rules::tie_out::{NotInIms, TieResult};
use crate::session::Session;
use crate::session::credit::statement::BesideGstr2b;
use crate::values::{grouped, money};

/// Draws it; without one, how to get one.
pub fn show(ui: &mut Ui, open: &Session, out: &mut Requests) {
    section(ui, "GSTR-2B of the portal");
    let Some(kept) = open.book().gstr_2b() else {
        small(ui, "Did it come out as decided? Drop the portal's GSTR-2B (JSON) here. It changes no decision.");
        return;
    };
    if let Some(compared) = open.compared_with_gstr_2b() {
        beside(ui, compared, out);
    } else if let Some(why) = open.gstr_2b_not_here() {
        small(ui, &format!("The file of GSTR-2B of {} is not here: {why}. Open it again.", kept.period));
    } else {
        small(ui, "Comparing…");
    }
    if open.look_only().is_none()
        && theme::link(ui, "Take GSTR-2B away").on_hover_text("It can be undone. No decision changes.").clicked()
    {
        out.push(Request::RemoveGstr2b);
    }
}

fn small(ui: &mut Ui, words: &str) {
    ui.add(Label::new(theme::caption(words)).wrap());
}

fn beside(ui: &mut Ui, compared: &BesideGstr2b, out: &mut Requests) {
    let tie = &compared.tie;
    ui.add(Label::new(&compared.sentence).wrap());
    for result in TieResult::ALL {
        let sum = &tie.results[result as usize];
        if sum.records > 0 && line(ui, result.words(), sum, "Show its records in All.") {
            out.push(Request::ShowTied(result));
        }
    }
    if tie.not_in_ims.iter().any(|sum| sum.records > 0) {
        small(ui, "In GSTR-2B and not in IMS:");
        for why in NotInIms::ALL {
            let sum = &tie.not_in_ims[why as usize];
            if sum.records > 0 {
                let figure = if why == NotInIms::CannotBeRead { String::new() } else { money::indian(sum.total()) };
                plain(ui, &format!("{} {}", why.words(), grouped(sum.records)), &figure);
            }
        }
    }
    plain(ui, "4(A)(5) by GSTR-2B", &money::indian(total(tie.of_file)));
    plain(ui, "With your decisions, of that period", &money::indian(total(tie.of_page)));
    plain(ui, "Difference", &money::indian(total(minus(tie.of_file, tie.of_page))));
    tie.of_file_lacks().iter().for_each(|lack| small(ui, &format!("4(A)(5) by GSTR-2B: {lack}.")));
    compared.statement.notes.iter().for_each(|note| small(ui, note));
}

/// A line that opens its records; whether it was clicked.
fn line(ui: &mut Ui, words: &str, sum: &Sum, hint: &str) -> bool {
    let figure = money::indian(sum.total());
    let label = format!("GSTR-2B: {}", called(words, Some(sum.records), &figure));
    let (rect, response) = room(ui, ROW, true, &label);
    let t = tokens(ui);
    let face = theme::font(size::GRID);
    let painter = ui.painter();
    let words = painter.text(rect.left_center(), Align2::LEFT_CENTER, words, face.clone(), t.text);
    let at = egui::pos2(words.right() + 5.0, rect.center().y);
    paint_link(ui, at, grouped(sum.records), face.clone());
    painter.text(rect.right_center(), Align2::RIGHT_CENTER, &figure, face, t.text);
    response.on_hover_text(hint).clicked()
}

fn plain(ui: &mut Ui, words: &str, figure: &str) {
    let (rect, response) = room(ui, ROW, false, &format!("{words}: {figure}"));
    let t = tokens(ui);
    let face = theme::font(size::GRID);
    let room = rect.width() - 110.0;
    let galley = theme::cut_line(ui.painter(), words, face.clone(), t.text, room);
    let cut = galley.elided;
    let at = egui::pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, t.text);
    ui.painter().text(rect.right_center(), Align2::RIGHT_CENTER, figure, face, t.text);
    if cut {
        response.on_hover_text(words);
    }
}
