//! Choosing a column by its name, to filter or sort by it without the mouse.

use egui::{Align2, Key, Modifiers, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use crate::app::frame::parts::{entered, field, focus_once, quiet};
use crate::app::frame::scene::Scene;
use crate::app::grid::GridRequest;
use crate::app::requests::{RegisterRequest, Request, Requests};
use crate::app::theme::{self, size, space, tokens};
use crate::book::Scope;
use crate::session::Session;
use crate::session::register::columns::VoucherColumn;
use crate::session::showing::values::FilteredColumn;

/// What a column is chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnFor {
    /// Its filter is shown.
    Filter,
    /// The rows are sorted by it.
    Sort,
}

/// The list of columns.
#[derive(Clone, Debug)]
pub struct ChooseColumn {
    purpose: ColumnFor,
    /// Of a sheet, or of all; none of the vouchers.
    scope: Option<Scope>,
    text: String,
    focused: bool,
    /// The line that Enter takes, counted among those that were found.
    at: usize,
}

impl ChooseColumn {
    /// All columns of a sheet, or of the vouchers, to begin with.
    pub fn new(purpose: ColumnFor, scope: Option<Scope>) -> ChooseColumn {
        ChooseColumn { purpose, scope, text: String::new(), focused: false, at: 0 }
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        let Some(open) = scene.open else { return false };
        let (step, shift) = ui.input_mut(|i| {
            let mut times = |key| i.count_and_consume_key(Modifiers::NONE, key) as isize;
            (times(Key::ArrowDown) - times(Key::ArrowUp), i.modifiers.shift)
        });
        let label = match self.purpose {
            ColumnFor::Filter => "Filter which column?",
            ColumnFor::Sort => "Sort by which column?",
        };
        let response = field(ui, label, &mut self.text, ui.available_width());
        focus_once(&response, &mut self.focused);
        if response.changed() {
            self.at = 0;
        }
        let found = found(open, self.scope, &self.text);
        self.at = self.at.saturating_add_signed(step).min(found.len().saturating_sub(1));
        if self.purpose == ColumnFor::Sort {
            quiet(ui, "Once more on the same column turns the order around; with Shift it becomes a further key.");
        }
        ui.add_space(space::STEP);
        let mut chosen = entered(ui, &response).then(|| found.get(self.at).copied()).flatten();
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().max_height(320.0).auto_shrink([false, true]).show(ui, |ui| {
            for (i, &column) in found.iter().enumerate() {
                if line(ui, column.title(), &state(open, column), i == self.at, step != 0) {
                    chosen = Some(column);
                }
            }
        });
        if found.is_empty() {
            quiet(ui, "No column is called so.");
        }
        match chosen {
            Some(column) => {
                out.push(match (self.purpose, column) {
                    (ColumnFor::Filter, column) => Request::FilterColumn(column),
                    (ColumnFor::Sort, FilteredColumn::Record(_, field)) => {
                        Request::Grid(GridRequest::Sort { field, add: shift })
                    }
                    (ColumnFor::Sort, FilteredColumn::Voucher(column)) => RegisterRequest::Sort(column).into(),
                });
                false
            }
            None => {
                if entered(ui, &response) {
                    response.request_focus();
                }
                true
            }
        }
    }
}

/// The columns whose names have these words, those that begin so first; those that are shown before hidden ones.
fn found(open: &Session, scope: Option<Scope>, text: &str) -> Vec<FilteredColumn> {
    let text = text.trim().to_lowercase();
    let mut columns: Vec<FilteredColumn> = match scope {
        Some(scope) => {
            let layout = &open.view(scope).layout;
            layout.all_of(open.book(), scope).into_iter().map(|field| FilteredColumn::Record(scope, field)).collect()
        }
        None => {
            let matched = open.voucher_matches().is_some();
            let shown = VoucherColumn::ALL.into_iter().filter(|column| matched || !column.reads_matches());
            shown.map(FilteredColumn::Voucher).collect()
        }
    };
    columns.retain(|column| column.title().to_lowercase().contains(&text));
    columns.sort_by_key(|&column| (!column.title().to_lowercase().starts_with(&text), is_hidden(open, column)));
    columns
}

fn is_hidden(open: &Session, column: FilteredColumn) -> bool {
    match column {
        FilteredColumn::Record(scope, field) => open.view(scope).layout.is_hidden(field),
        FilteredColumn::Voucher(_) => false,
    }
}

/// How it is sorted by a column: which key that is, of how many, and whether it descends.
fn sorted(open: &Session, column: FilteredColumn) -> Option<(usize, usize, bool)> {
    match column {
        FilteredColumn::Record(scope, field) => {
            let sort = &open.view(scope).sort;
            let key = sort.iter().position(|key| key.field == field)?;
            Some((key, sort.len(), sort[key].descending))
        }
        FilteredColumn::Voucher(column) => {
            let (by, down) = open.register_view().sort?;
            (by == column).then_some((0, 1, down))
        }
    }
}

/// What is done with a column already.
fn state(open: &Session, column: FilteredColumn) -> String {
    let mut words = Vec::new();
    if let Some((key, keys, down)) = sorted(open, column) {
        let order = if down { "descending" } else { "ascending" };
        words.push(match keys {
            1 => format!("sorted, {order}"),
            _ => format!("key {}, {order}", key + 1),
        });
    }
    if open.column_filter(column).is_some() {
        words.push("filtered".into());
    }
    if is_hidden(open, column) {
        words.push("hidden".into());
    }
    words.join(", ")
}

/// Draws a column. True when it is clicked.
fn line(ui: &mut Ui, title: &str, state: &str, current: bool, moved: bool) -> bool {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), space::MENU_ITEM), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, current, title));
    if current && moved {
        response.scroll_to_me(None);
    }
    theme::choice_ground(ui, &response, rect, current);
    let inner = rect.shrink2(vec2(10.0, 0.0));
    ui.painter().text(inner.left_center(), Align2::LEFT_CENTER, title, theme::font(size::BODY), t.text);
    ui.painter().text(inner.right_center(), Align2::RIGHT_CENTER, state, theme::font(size::CAPTION), t.muted);
    response.clicked()
}
