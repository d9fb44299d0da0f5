//! The portal's GSTR-2B beside the page: one sentence, what became of the records, what is in it and not in IMS, and 4(A)(5) of both.

use egui::Ui;

use crate::app::actions::UserAction;
use crate::app::credit::rows::{Columns, draw, headings};
use crate::app::credit::side::section;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint};
use crate::rules::tie_out::{NotInIms, TieResult};
use crate::session::Session;
use crate::session::credit::statement::BesideGstr2b;
use crate::session::credit::{CreditLine, statement_lines};
use crate::values::{and_more, counted, grouped};

/// Draws it; without one, how to get one.
pub fn show(ui: &mut Ui, open: &Session, out: &mut Requests) {
    section(ui, "GSTR-2B of the portal");
    let Some(kept) = open.book().gstr_2b() else {
        small(
            ui,
            "Did it come out as decided? Open the portal's GSTR-2B (JSON), or drop it here. It changes no decision.",
        );
        let action = UserAction::CompareGstr2b;
        let able = action.enabled(Some(open)).is_ok();
        if able && theme::link(ui, action.name()).hint(action.words()).clicked() {
            out.push(Request::Do(action));
        }
        return;
    };
    if let Some(compared) = open.compared_with_gstr_2b() {
        beside(ui, open, compared, out);
    } else if let Some(why) = open.gstr_2b_not_here() {
        small(ui, &format!("The file of GSTR-2B of {} is not here: {why}. Open it again.", kept.period));
    } else {
        small(ui, "Comparing…");
    }
    if open.look_only().is_none()
        && theme::link(ui, "Remove GSTR-2B").hint("It can be undone. No decision changes.").clicked()
    {
        out.push(Request::RemoveGstr2b);
    }
}

/// The most documents that are listed one by one; the saved table has all.
const LISTED: usize = 20;

/// A link that lists the documents which are not in IMS for a reason: nothing else in the window has them.
fn documents(ui: &mut Ui, compared: &BesideGstr2b, why: NotInIms) {
    let of = || compared.tie.documents(&compared.statement, why);
    let (count, id) =
        (compared.tie.not_in_ims[why as usize].records, ui.scope_id().with(("documents of GSTR-2B", why)));
    let listed = ui.data(|data| data.get_temp::<bool>(id)).unwrap_or_default();
    let words = match listed {
        true => "Hide them".to_owned(),
        false => format!("Show {}", counted(count, "document", "documents")),
    };
    let link = theme::link(ui, &words);
    ui.accesskit_node_builder(link.id, |node| node.set_label(format!("{words}: {}", why.words())));
    if link.clicked() {
        ui.data_mut(|data| data.insert_temp(id, !listed));
    }
    if listed {
        of().take(LISTED).for_each(|document| small(ui, &statement_lines::document(document)));
        if count > LISTED as u64 {
            small(ui, &format!("{}: Save as… has all of them.", and_more(grouped(count - LISTED as u64))));
        }
    }
}

fn small(ui: &mut Ui, words: &str) {
    theme::sentence(ui, theme::caption(words));
}

fn beside(ui: &mut Ui, open: &Session, compared: &BesideGstr2b, out: &mut Requests) {
    let tie = &compared.tie;
    if let Some(words) = open.gstr_2b_of_another_month() {
        theme::sentence(ui, theme::semibold(words).color(theme::tokens(ui).pending.colour));
    }
    theme::sentence(ui, &compared.sentence);
    let (results, not_in_ims, itc) =
        (statement_lines::results(tie), statement_lines::not_in_ims(tie), statement_lines::itc(tie));
    // One set of columns, as only the first table has headings.
    let alone = not_in_ims.iter().map(|of| &of.line);
    let all: Vec<CreditLine> = results.iter().map(|of| &of.line).chain(alone).chain(&itc).cloned().collect();
    let cess = all.iter().any(|line| line.heads[3] != 0);
    let columns = Columns::of(ui, &all, cess);
    headings(ui, columns);
    for of in &results {
        if draw(ui, &of.line, Some(of.records), columns, "GSTR-2B: ") {
            out.push(Request::ShowTied(of.result, None));
        }
        if of.result == TieResult::Missing && compared.missing.len() > 1 {
            for (records, line) in &compared.missing {
                if draw(ui, line, Some(*records), columns, "Not in GSTR-2B: ") {
                    out.push(Request::ShowTied(of.result, Some(line.words.clone())));
                }
            }
        }
    }
    if !not_in_ims.is_empty() {
        small(ui, "In GSTR-2B and not in IMS:");
    }
    for of in &not_in_ims {
        let words = format!("{}: {}", of.line.words, grouped(of.documents));
        draw(ui, &CreditLine { words, ..of.line.clone() }, None, columns, "");
        documents(ui, compared, of.why);
    }
    statement_lines::cannot_be_read(tie).iter().for_each(|words| {
        small(ui, words);
        documents(ui, compared, NotInIms::CannotBeRead);
    });
    for line in &itc {
        draw(ui, line, None, columns, "");
    }
    tie.of_file_lacks().iter().for_each(|lack| small(ui, &format!("4(A)(5) by GSTR-2B: {lack}.")));
    compared.statement.notes.iter().for_each(|note| small(ui, note));
}
