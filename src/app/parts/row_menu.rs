//! The menu of a row: what can be done to the selection, to its like, and with its text.

use egui::{Context, Pos2, Ui};

use crate::app::actions::UserAction;
use crate::app::parts::action_bar::BUTTONS;
use crate::app::parts::top_bar::item;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, menu_item};
use crate::app::views::funnel::with_column;
use crate::book::{Book, Field, Section};
use crate::exchange::cell::to_clipboard;
use crate::session::Session;
use crate::session::background::Purpose;
use crate::session::result_line::ResultLine;
use crate::values::grouped;
use crate::view::{self, ColumnFilter};
use crate::work::Progress;

/// An open menu.
pub struct RowMenu {
    /// The sheet.
    pub section: Section,
    /// The row.
    pub row: u32,
    /// The column.
    pub field: Field,
    /// Where.
    pub at: Pos2,
}

impl RowMenu {
    /// Draws it. False when it is to be closed.
    pub fn show(&self, ui: &Ui, open: &Session, out: &mut Requests) -> bool {
        theme::menu_at(ui, "row menu", self.at, ("Row", 240.0), |ui| {
            for action in BUTTONS {
                item(ui, open, action, out);
            }
            ui.separator();
            let text = view::cell(open.book(), self.section, self.row, self.field);
            let title = self.field.title();
            let title = if title.chars().all(char::is_uppercase) { title.to_owned() } else { title.to_lowercase() };
            let like = format!("Select all with this {title}");
            if ui.add(menu_item(UserAction::SelectSupplier.name())).clicked() {
                out.push(Request::SelectLike(self.section, self.row, Field::Supplier));
                ui.close();
            }
            if self.field != Field::Supplier && ui.add(menu_item(&like)).clicked() {
                out.push(Request::SelectLike(self.section, self.row, self.field));
                ui.close();
            }
            if ui.add(menu_item("Copy this value")).clicked() {
                ui.ctx().copy_text(to_clipboard(&text).into_owned());
                ui.close();
            }
            if ui.add(menu_item("Filter to this value")).clicked() {
                let column = ColumnFilter::same_as(open.book(), self.section, self.row, self.field);
                let filter = &open.view(self.section).filter;
                out.push(Request::Filter(with_column(filter, self.field, Some(column))));
                ui.close();
            }
            ui.separator();
            for action in [UserAction::Copy, UserAction::CopyWithHeadings, UserAction::Paste, UserAction::FillDown] {
                item(ui, open, action, out);
            }
        })
    }
}

/// Copies the rows that an action would be for, as tab-separated text of the columns that are shown.
pub fn copy_rows(open: &mut Session, ctx: &Context, section: Section, headings: bool) {
    let view = open.view(section);
    let (columns, shown, targets) = (view.layout.shown(section), view.rows.clone(), open.targets().rows.clone());
    let ctx = ctx.clone();
    open.look(Purpose::Copy, move |book, _, progress| {
        let rows = shown.iter().copied().filter(|row| targets.contains(*row));
        let text = rows_as_text(book, section, &columns, rows, headings, progress)?;
        let (ctx, count) = (ctx.clone(), targets.len());
        Some(Box::new(move |open| {
            ctx.copy_text(text);
            let rows = if count == 1 { "1 row".to_owned() } else { format!("{} rows", grouped(count)) };
            open.say(ResultLine::new(format!("Copied {rows}.")));
        }))
    });
}

fn rows_as_text(
    book: &Book,
    section: Section,
    columns: &[Field],
    rows: impl Iterator<Item = u32>,
    headings: bool,
    progress: &Progress,
) -> Option<String> {
    let mut text = String::new();
    if headings {
        text += &columns.iter().map(|f| f.title()).collect::<Vec<_>>().join("\t");
        text.push('\n');
    }
    for (done, row) in rows.enumerate() {
        if done % 4096 == 0 && progress.cancelled() {
            return None;
        }
        for (i, &field) in columns.iter().enumerate() {
            if i > 0 {
                text.push('\t');
            }
            text += &to_clipboard(&view::cell(book, section, row, field));
        }
        text.push('\n');
    }
    Some(text)
}
