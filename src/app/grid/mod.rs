//! The grid: the rows of a view as a table that is exact at any number of rows. It draws only what is on the screen, and
//! changes nothing itself: what the user does comes back as requests.

pub(in crate::app) mod bar;
mod columns;
mod fit;
pub(in crate::app) mod frame;
mod grids;
mod keys;
mod list;
mod matched;
pub(in crate::app) mod measures;
mod menu;
pub(in crate::app) mod place;
mod raw;
mod rows;
mod table;
pub(in crate::app) mod text;
mod widest;

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use egui::{Id, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo};
use roaring::RoaringBitmap;

use crate::app::keyboard::rows::click_modifiers;
use crate::app::theme::{self, Check, Look, Tokens, space};
use crate::book::{Action, Book, Field, Scope};
use crate::rules::{Finding, Findings, Weight};
use crate::values::Day;
use crate::view::{ColumnFilter, Selection, SortKey, cell};

pub use crate::store::{Density, Layout};
pub use columns::RawHeading;
use fit::Fitted;
use frame::{Frame, Heading};
pub use grids::Grids;
pub use list::{List, ListCell, ListClick, ListColumn, ListData};
use place::{Place, Sight};
pub use raw::show_raw;
use rows::Row;
pub use table::{TableClick, TableData, TextCell, show_table};
use widest::Widest;

/// What is shown.
pub struct GridData<'a> {
    /// The book.
    pub book: &'a Book,
    /// What the rules say of it.
    pub findings: &'a Findings,
    /// The sheet, or all of them.
    pub scope: Scope,
    /// The numbers of the rows of the view, in order.
    pub rows: &'a [u32],
    /// The keys by which they are sorted.
    pub sort: &'a [SortKey],
    /// The columns that are filtered.
    pub filtered: &'a BTreeMap<Field, ColumnFilter>,
    /// The selection and the focus.
    pub selection: &'a Selection,
    /// How many selected rows are in the view, for the checkbox in the headings.
    pub selected: u64,
    /// A number that changes whenever the book, the findings or the day do.
    pub revision: u64,
    /// Today, for what the status menu allows.
    pub day: Day,
    /// How high the rows are.
    pub density: Density,
    /// Why nothing can be decided; none if it can.
    pub locked: Option<&'a str>,
    /// What is looked for, and the rows that have it.
    pub found: Option<(&'a [String], &'a RoaringBitmap)>,
}

/// What the user asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum GridRequest {
    /// A row was clicked: select it, by its number in what is shown; with Ctrl toggle it; with Shift the range up to it.
    Click {
        /// The row.
        row: u32,
        /// With Ctrl, or on the row's checkbox.
        ctrl: bool,
        /// With Shift.
        shift: bool,
    },
    /// The pointer was dragged onto a row: the range up to it.
    DragTo {
        /// The row.
        row: u32,
    },
    /// A key moves the focus by this many rows of the view, as far as it goes; with Shift it extends the range.
    Move {
        /// How far; [`i64::MIN`] and [`i64::MAX`] are the ends.
        by: i64,
        /// With Shift.
        extend: bool,
    },
    /// Space: toggle the focused row.
    ToggleFocus,
    /// The checkbox in the headings.
    ToggleAll,
    /// A heading was clicked: sort by it; with Shift as a further key.
    Sort {
        /// The column.
        field: Field,
        /// With Shift.
        add: bool,
    },
    /// The funnel of a heading was clicked: show the column's filter below the heading.
    Funnel(Field, Rect),
    /// A heading was clicked with the other button: open a menu there.
    ColumnMenu(Field, Pos2),
    /// Double click on a cell: show or edit it. (On a status cell the grid opens its own menu, as Enter does.)
    Open(Field, u32),
    /// An action was chosen from the menu of a status cell.
    Action(Action, u32),
    /// A cell was clicked with the other button: open a menu there.
    Menu {
        /// The row.
        row: u32,
        /// The column.
        field: Field,
        /// Where.
        at: Pos2,
    },
}

/// Where the grid is, and how wide its columns are.
#[derive(Default)]
pub struct Grid {
    /// The columns as the user laid them out.
    pub layout: Layout,
    place: Place,
    /// How far the columns are scrolled.
    sideways: f32,
    sight: Sight,
    /// Several rows are selected.
    several: bool,
    /// A place of the view to bring into sight.
    wanted: Option<u64>,
    /// How many rows a page has.
    page: u64,
    /// The row onto which the pointer was dragged last.
    dragged: Option<u64>,
    /// The row of this press is selected already.
    pressed: bool,
    /// The column whose heading is dragged to another place.
    moving: Option<Field>,
    /// Where in its handle a scroll bar is held.
    grip: f64,
    /// The row whose status menu is open, and where.
    menu: Option<(u32, Pos2)>,
    /// The body, for the focus.
    id: Option<Id>,
    /// A menu or a dialog has the keys just now.
    pub yields: bool,
    /// The headings on the screen, and where others would stand.
    headings: Vec<(String, Rect)>,
    /// The columns that can be scrolled to, as they are seen.
    shown: Vec<Field>,
    corner: Option<Rect>,
    known: Known,
    widest: Widest,
    fitted: Fitted,
}

/// Findings in words, which may cost more than drawing them: kept for as long as nothing changes.
#[derive(Default)]
struct Known {
    of: Option<(Scope, u64)>,
    findings: HashMap<u32, Rc<[Finding]>>,
}

impl Known {
    /// What warns of a row or blocks it.
    fn findings(&mut self, data: &GridData, row: u32) -> Rc<[Finding]> {
        let (section, at) = data.scope.record(row);
        if data.findings.worst(section, at) < Some(Weight::Warns) {
            return Rc::default();
        }
        let of = Some((data.scope, data.revision));
        if self.of != of || self.findings.len() > 10_000 {
            *self = Known { of, findings: HashMap::new() };
        }
        let look = || {
            let all = data.findings.in_words(data.book, section, at);
            all.into_iter().filter(|finding| finding.weight >= Weight::Warns).collect()
        };
        self.findings.entry(row).or_insert_with(look).clone()
    }
}

impl Density {
    /// The height of a row.
    pub fn pitch(self) -> f32 {
        match self {
            Density::Compact => space::ROW_COMPACT,
            Density::Normal => space::ROW,
            Density::Comfortable => space::ROW_COMFORTABLE,
        }
    }
}

/// How an action is drawn.
pub fn action_look(t: &Tokens, action: Action) -> &Look {
    match action {
        Action::Accept => &t.accept,
        Action::Reject => &t.reject,
        Action::Pending => &t.pending,
        Action::NoAction | Action::Other => &t.no_action,
    }
}

impl Grid {
    /// The columns as they were drawn last, from left to right.
    pub fn columns_seen(&self) -> &[Field] {
        &self.shown
    }

    /// Shows the grid in all the room there is.
    pub fn show(&mut self, ui: &mut Ui, data: &GridData) -> Vec<GridRequest> {
        self.fitted.renew(ui, data.book, data.scope, &self.widest);
        self.several = data.selection.rows.len() > 1;
        let room = ui.available_width();
        let sorted = data.sort.iter().map(|key| {
            let (field, order) = (key.field, if data.sort.len() > 1 { " ↓2" } else { " ↓" });
            (field, self.fitted.width(field).max(frame::room_of_heading(ui, field.heading(), order)))
        });
        let columns = columns::of_scope(data.scope, &self.layout, &self.fitted, &sorted.collect(), room);
        let columns = (columns, self.layout.frozen());
        let frame = Frame::begin(ui, self, columns, data.rows.len() as u64, data.density.pitch());
        let body = frame.body_response(ui);
        self.id = Some(body.id);
        self.note_headings(&frame);
        if self.yields || self.menu.is_some() {
            body.surrender_focus();
        }
        let mut asked = Vec::new();
        self.keys(ui, &frame, data, &body, &mut asked);
        self.drag(ui, &frame, data, &body, &mut asked);
        for (place, rect) in frame.rows(ui, self.place) {
            if data.selection.focus.is_some() && data.rows.get(place as usize) == data.selection.focus.as_ref() {
                self.sight.note(place, rect, frame.uncovered());
            }
            self.row(ui, &frame, data, place, rect, &body, &mut asked);
        }
        self.pressed &= body.dragged();
        let label = || format!("{}, {} rows", data.scope.name(), data.rows.len());
        body.widget_info(|| WidgetInfo::labeled(Role::Grid, true, label()));
        if body.has_focus()
            && let Some(row) = data.selection.focus
        {
            let focused = row_id(ui, row);
            ui.accesskit_node_builder(body.id, |node| node.set_active_descendant(focused.accesskit_id()));
        }
        self.headings(ui, &frame, data, &mut asked);
        frame.bars(ui, self);
        self.status_menu(ui, data, &mut asked);
        asked
    }

    /// Draws a row and answers what is done to it.
    #[allow(clippy::too_many_arguments)]
    fn row(
        &mut self,
        ui: &Ui,
        frame: &Frame,
        data: &GridData,
        place: u64,
        rect: Rect,
        body: &Response,
        asked: &mut Vec<GridRequest>,
    ) {
        let Some(&row) = data.rows.get(place as usize) else { return };
        let seen = rect.intersect(frame.body);
        // Not focusable: the grid is one stop for Tab, not one a row.
        let response = ui.interact(seen, row_id(ui, row), Sense::CLICK);
        let findings = self.known.findings(data, row);
        let record = data.scope.record(row);
        let changed = data.book.in_delta(record.0, record.1);
        let keys = body.has_focus();
        let drawn = Row { data, number: row, record, rect, hovered: response.hovered(), changed, findings, keys };
        drawn.paint(ui, frame);
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, drawn.name(place)));
        ui.accesskit_node_builder(response.id, |node| node.set_selected(data.selection.rows.contains(row)));
        if response.clicked() {
            body.request_focus();
        }
        self.clicks(ui, frame, &drawn, &response, asked);
        self.hover(ui, frame, &drawn, response);
    }

    fn clicks(&mut self, ui: &Ui, frame: &Frame, row: &Row, response: &Response, asked: &mut Vec<GridRequest>) {
        let pointer = response.interact_pointer_pos();
        let column = pointer.and_then(|at| frame.across.at(at.x));
        let field = column.and_then(|placed| frame.columns[placed.column].field);
        let modifiers = click_modifiers(ui);
        let plain = modifiers.is_none() && pointer.is_some_and(|at| !on_checkbox(frame, at));
        if response.double_clicked() && plain {
            match field {
                Some(Field::Action) => self.open_menu(frame, row.number, row.rect),
                field => asked.push(GridRequest::Open(field.unwrap_or(Field::Record), row.number)),
            }
        } else if response.clicked() {
            let arrow = column.zip(pointer).is_some_and(|(placed, at)| at.x > placed.x.max - rows::ARROW);
            if field == Some(Field::Action) && arrow && plain {
                self.open_menu(frame, row.number, row.rect);
            }
            if !self.pressed {
                // Pressed and released within one frame, or clicked by a screen reader.
                let ctrl = modifiers.command || pointer.is_some_and(|at| on_checkbox(frame, at));
                asked.push(GridRequest::Click { row: row.number, ctrl, shift: modifiers.shift });
            }
        }
        if response.secondary_clicked() {
            if !row.data.selection.rows.contains(row.number) {
                asked.push(GridRequest::Click { row: row.number, ctrl: false, shift: false });
            }
            let at = pointer.unwrap_or(row.rect.center());
            asked.push(GridRequest::Menu { row: row.number, field: field.unwrap_or(Field::Record), at });
        }
    }

    fn hover(&self, ui: &Ui, frame: &Frame, row: &Row, response: Response) {
        let Some(at) = response.hover_pos() else { return };
        let Some(placed) = frame.across.at(at.x) else { return };
        let Some(field) = frame.columns[placed.column].field else { return };
        let hint = row.hint(ui, placed, field);
        if !hint.is_empty() {
            response.on_hover_ui_at_pointer(|ui| {
                ui.set_max_width(ui.spacing().tooltip_width);
                hint.into_iter().for_each(|line| drop(theme::label(ui, line)));
            });
        }
    }

    /// A press selects a row, dragging a range; beyond the edges it scrolls.
    fn drag(&mut self, ui: &Ui, frame: &Frame, data: &GridData, body: &Response, asked: &mut Vec<GridRequest>) {
        let row_at =
            |place: Place, y: f32| frame.row_at(place, y).and_then(|at| Some((at, *data.rows.get(at as usize)?)));
        if body.drag_started_by(egui::PointerButton::Primary) {
            body.request_focus();
            let modifiers = click_modifiers(ui);
            if let Some(from) = ui.input(|i| i.pointer.press_origin())
                && frame.extent.has_row(self.place, from.y - frame.body.top())
                && let Some((at, row)) = row_at(self.place, from.y)
            {
                self.dragged = Some(at);
                self.pressed = true;
                let ctrl = modifiers.command || on_checkbox(frame, from);
                asked.push(GridRequest::Click { row, ctrl, shift: modifiers.shift });
            }
        }
        if !body.dragged_by(egui::PointerButton::Primary) {
            self.dragged = None;
            return;
        }
        let Some(pointer) = body.interact_pointer_pos() else { return };
        let beyond = (pointer.y - frame.body.bottom()).max(0.0) + (pointer.y - frame.body.top()).min(0.0);
        if beyond != 0.0 {
            self.place = self.place.moved(f64::from(beyond) * 0.3, frame.extent);
            ui.request_repaint();
        }
        if let (Some(last), Some((at, row))) = (self.dragged, row_at(self.place, pointer.y))
            && at != last
        {
            self.dragged = Some(at);
            asked.push(GridRequest::DragTo { row });
        }
    }

    fn headings(&mut self, ui: &mut Ui, frame: &Frame, data: &GridData, asked: &mut Vec<GridRequest>) {
        let check = match data.selected {
            0 => Check::Off,
            n if n < data.rows.len() as u64 => Check::Some,
            _ => Check::On,
        };
        let sorted = |column: &columns::Column| {
            let key = data.sort.iter().position(|key| Some(key.field) == column.field)?;
            Some((key, data.sort.len(), data.sort[key].descending))
        };
        let filtered = |column: &columns::Column| column.field.is_some_and(|field| data.filtered.contains_key(&field));
        let done = frame.headings(ui, self, Some(check), sorted, filtered);
        let field = |column: usize| frame.columns[column].field;
        match done {
            Some(Heading::All) => asked.push(GridRequest::ToggleAll),
            Some(Heading::Clicked(column, add)) => {
                asked.extend(field(column).map(|field| GridRequest::Sort { field, add }));
            }
            Some(Heading::Funnel(column, rect)) => {
                asked.extend(field(column).map(|field| GridRequest::Funnel(field, rect)));
            }
            Some(Heading::Menu(column, at)) => {
                asked.extend(field(column).map(|field| GridRequest::ColumnMenu(field, at)));
            }
            Some(Heading::Moved(from, to)) => {
                if let Some(from) = field(from) {
                    // What is moved is moved among what is seen.
                    let seen = frame.columns.iter().filter_map(|column| column.field);
                    self.layout.put_in_order(data.scope, &seen.collect::<Vec<_>>());
                    self.layout.move_before(data.scope, from, to.and_then(field));
                }
            }
            Some(Heading::Fit(column)) => {
                let column = &frame.columns[column];
                let text = |(place, _): (u64, Rect)| {
                    let row = *data.rows.get(place as usize)?;
                    let (section, row) = data.scope.record(row);
                    Some(cell(data.book, section, row, column.field?).into_owned())
                };
                let mark = if column.field == Some(Field::Match) { matched::MARK } else { 0.0 };
                self.fit(ui, (column.title, column.key, mark), frame.rows(ui, self.place).filter_map(text));
            }
            None => {}
        }
    }

    fn open_menu(&mut self, frame: &Frame, row: u32, rect: Rect) {
        self.menu = Some((row, egui::pos2(frame.body.left() + measures::CHECKS, rect.bottom())));
    }

    fn status_menu(&mut self, ui: &Ui, data: &GridData, asked: &mut Vec<GridRequest>) {
        let Some((row, at)) = self.menu else { return };
        let (section, of_sheet) = data.scope.record(row);
        let mut open = of_sheet < data.book.sheet(section).rows();
        if open && let Some(action) = menu::show(ui, data, row, at, &mut open) {
            asked.push(GridRequest::Action(action, row));
            open = false;
        }
        if !open {
            self.menu = None;
        }
    }

    /// Scrolls so that this place of the view is on the screen, in the next frame.
    pub fn reveal(&mut self, place: usize) {
        self.wanted = Some(place as u64);
    }

    /// Goes back to the first row, for another sheet or filter.
    pub fn to_top(&mut self) {
        self.place = Place::default();
        self.wanted = None;
        self.menu = None;
    }

    /// How many rows the keys of pages move by.
    pub fn page(&self) -> usize {
        self.page.max(1) as usize
    }

    fn note_headings(&mut self, frame: &Frame) {
        let seen = frame.across.placed.iter().filter_map(|placed| {
            let seen = placed.seen(frame.headings);
            Some((frame.columns[placed.column].key.to_owned(), seen)).filter(|_| seen.width() > 40.0)
        });
        self.shown = frame.columns.iter().filter_map(|column| column.field).collect();
        self.headings.clear();
        self.headings.extend(seen);
        self.corner = Some(frame.headings);
    }

    /// Whether a column is shown in this room: one that is 0 throughout is not, and of the tax either one sum or its heads.
    pub fn shows(&self, field: Field) -> bool {
        self.shown.contains(&field)
    }

    /// Where the heading of a column of this title is; of one that is not on the screen, where the first one is.
    pub fn heading_of(&self, title: &str) -> Rect {
        let seen = self.headings.iter().find(|(other, _)| other == title).map(|(_, rect)| *rect);
        seen.or(self.corner).unwrap_or(Rect::ZERO)
    }

    /// Whether the menu of a status cell is open.
    pub fn menu_is_open(&self) -> bool {
        self.menu.is_some()
    }

    /// Gives the grid the keyboard, unless a menu has it.
    pub fn focus(&self, ui: &Ui) {
        if let Some(id) = self.id.filter(|_| !self.yields && self.menu.is_none()) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
    }

    /// Whether the grid has the keyboard.
    pub fn has_focus(&self, ctx: &egui::Context) -> bool {
        self.id.is_some_and(|id| ctx.memory(|memory| memory.has_focus(id)))
    }
}

fn on_checkbox(frame: &Frame, at: Pos2) -> bool {
    at.x < frame.body.left() + measures::CHECKS
}

fn row_id(ui: &Ui, row: u32) -> Id {
    ui.scope_id().with(("row", row))
}
