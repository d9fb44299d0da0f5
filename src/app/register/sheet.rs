//! The sheet *Register*: the vouchers of the books with their class, which of them are shown, and what can be done with them.

use crate::app::actions::UserAction;
use crate::app::grid::text;
use crate::app::grid::{Density, Grid, RawHeading, TableClick, TableData, TextCell, show_table};
use crate::app::keyboard::panes::{self, Pane};
use crate::app::keyboard::tab;
use crate::app::parts::result_bar;
use crate::app::register::sought;
use crate::app::requests::{RegisterRequest, Request, Requests};
use crate::app::theme::{self, Hint, menu_item, plain_button, size, space, tokens};
use crate::app::views::chips::{self, ChipClick};
use crate::book::EntryType;
use crate::matching::Class;
use crate::session::Session;
use crate::session::register::columns::VoucherColumn;
use crate::session::register::list::{VoucherFilter, VoucherList, only};
use crate::values::{counted, grouped, money, short};
use crate::view::selection::Select;
use egui::{Align, CentralPanel, Frame, Id, Layout, Margin, Panel, Popup, RichText, Ui};
use std::collections::BTreeSet;

/// Classes that one looks for among the vouchers, in the order in which they are offered.
const LEFT_OVER: [Class; 4] = [Class::Books, Class::Duplicate, Class::Outside, Class::Earlier];

/// The box in which one looks for vouchers.
pub fn find_box() -> Id {
    Id::unique("find vouchers")
}

/// Draws it in all the room there is. `details`: whether the marked voucher is shown in full at the side, to be switched here.
pub fn show(ui: &mut Ui, open: &Session, grid: &mut Grid, density: Density, details: &mut bool, out: &mut Requests) {
    let bar = Frame::new().fill(tokens(ui).background).inner_margin(Margin::symmetric(8, 0));
    Panel::top("register bar").exact_size(space::BAR).frame(bar).show(ui, |ui| {
        panes::show(ui, Pane::Actions, |ui| actions(ui, open, details, out));
    });
    if !open.parts_not_here().is_empty() || open.fetches_register() {
        let tint = Frame::new().fill(tokens(ui).pending.tint).inner_margin(Margin::symmetric(12, 4));
        Panel::top("register not here").frame(tint).show(ui, |ui| not_here(ui, open, out));
    }
    sought::show(ui, open, out);
    if !open.register_view().filter.columns.is_empty() {
        Panel::top("chips").exact_size(space::CHIPS).frame(bar).show(ui, |ui| {
            panes::show(ui, Pane::Chips, |ui| filtered_by(ui, open, out));
        });
    }
    result_bar::panel(ui, open, out);
    CentralPanel::no_frame().show(ui, |ui| rows(ui, open, grid, density, out));
}

/// The columns by which they are filtered.
fn filtered_by(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let filter = &open.register_view().filter;
    ui.horizontal_centered(|ui| {
        ui.add_space(2.0);
        match chips::row(ui, filter.parts()) {
            Some(ChipClick::Removed(column)) => out.push(RegisterRequest::Filter(filter.with(column, None)).into()),
            Some(ChipClick::Opened(column, chip)) => out.push(RegisterRequest::Funnel(column, chip).into()),
            None => {}
        }
        if open.shows_a_link() {
            chips::end_link(ui, open, out);
        }
    });
}

fn actions(ui: &mut Ui, open: &Session, details: &mut bool, out: &mut Requests) {
    let view = open.register_view();
    ui.horizontal_centered(|ui| {
        let mut filter = view.filter.clone();
        let mut changed = search_box(ui, &mut filter);
        changed |= class_menu(ui, open, &mut filter);
        changed |= type_menu(ui, &mut filter);
        changed |= part_menu(ui, open, &mut filter, out);
        if filter != VoucherFilter::default() && theme::link(ui, "Show all vouchers").clicked() {
            (filter, changed) = (VoucherFilter::default(), true);
        }
        if changed {
            out.push(RegisterRequest::Filter(filter).into());
        }
        tab::from_the_right(ui, |ui| {
            let hint = if *details { "Hide the details." } else { "Show the voucher in full at the right." };
            if ui.add(plain_button("Details").switched_on(*details)).hint(hint).clicked() {
                *details = !*details;
            }
            let some = !view.list.rows.is_empty();
            let words = "A table for each supplier of the vouchers shown, to send to them";
            if ui.add_enabled(some, plain_button("Save for the suppliers…")).hint(words).clicked() {
                out.push(RegisterRequest::AskFolder.into());
            }
            for action in [UserAction::RemoveRegister, UserAction::ImportRegister] {
                let name = if action == UserAction::ImportRegister { "Import…" } else { "Remove…" };
                let able = action.enabled(Some(open));
                let button = ui.add_enabled(able.is_ok(), plain_button(name));
                if button.hint(action.words()).clicked() {
                    out.push(Request::Do(action));
                }
            }
        });
    });
}

fn search_box(ui: &mut Ui, filter: &mut VoucherFilter) -> bool {
    let edit =
        egui::TextEdit::singleline(&mut filter.words).id(find_box()).hint_text("Find vouchers").desired_width(200.0);
    let edit = edit.min_size(egui::vec2(0.0, space::BUTTON)).align(egui::Align2::LEFT_CENTER);
    let response = ui.add(edit);
    ui.accesskit_node_builder(response.id, |node| node.set_label("Find vouchers"));
    response.changed()
}

/// A button that opens a list of choices; true if one was clicked.
fn menu(ui: &mut Ui, text: &str, on: bool, called: &str, add: impl FnOnce(&mut Ui) -> bool) -> bool {
    let response = ui.add(plain_button(text).switched_on(on));
    let mut clicked = false;
    Popup::menu(&response).accessible_name(called).width(250.0).show(|ui| {
        ui.with_layout(Layout::top_down_justified(Align::Min), |ui| clicked = add(ui));
        if clicked {
            ui.close();
        }
    });
    clicked
}

/// By class, with counts, once it is known.
fn class_menu(ui: &mut Ui, open: &Session, filter: &mut VoucherFilter) -> bool {
    if open.voucher_matches().is_none() {
        return false;
    }
    let counts = open.register_view().list.by_class;
    column_menu(ui, filter, VoucherColumn::Match, "Vouchers by match", |filter, item| {
        let others = Class::ALL.into_iter().filter(|class| class.is_pair() && counts[*class as usize] > 0);
        let mut clicked = false;
        for class in LEFT_OVER.into_iter().chain(others) {
            let name = format!("{} ({})", class.title(), grouped(counts[class as usize]));
            clicked |= item(filter, &name, class.short());
        }
        clicked
    })
}

fn type_menu(ui: &mut Ui, filter: &mut VoucherFilter) -> bool {
    column_menu(ui, filter, VoucherColumn::Type, "Vouchers by type", |filter, item| {
        let mut clicked = false;
        for kind in [EntryType::Invoice, EntryType::CreditNote, EntryType::DebitNote] {
            clicked |= item(filter, kind.name(), kind.name());
        }
        clicked
    })
}

/// A menu of texts of a column, of which one is chosen to see it alone; the funnel of the column offers more. True if one was
/// clicked.
fn column_menu(
    ui: &mut Ui,
    filter: &mut VoucherFilter,
    column: VoucherColumn,
    called: &str,
    items: impl FnOnce(&mut VoucherFilter, &mut dyn FnMut(&mut VoucherFilter, &str, &str) -> bool) -> bool,
) -> bool {
    let text = filter.one_of(column).unwrap_or(column.title()).to_owned();
    let on = filter.columns.contains_key(&column);
    menu(ui, &text, on, called, |ui| {
        let all = ui.add(menu_item("All").switched_on(!on)).clicked();
        if all {
            filter.columns.remove(&column);
        }
        let chosen = filter.one_of(column).map(str::to_owned);
        let mut item = |filter: &mut VoucherFilter, name: &str, text: &str| {
            let clicked = ui.add(menu_item(name).switched_on(chosen.as_deref() == Some(text))).clicked();
            if clicked {
                filter.columns.insert(column, only(text));
            }
            clicked
        };
        items(filter, &mut item) || all
    })
}

/// The parts of the register: which is shown, and how each is read.
fn part_menu(ui: &mut Ui, open: &Session, filter: &mut VoucherFilter, out: &mut Requests) -> bool {
    let parts = open.register_parts();
    let name = |place: usize| parts.get(place).map(|part| part.name()).unwrap_or_default();
    let text = match filter.part {
        Some(place) => short(&name(place), 30).into_owned(),
        // The sheets of one workbook are one file.
        None => {
            let files: BTreeSet<&str> = parts.iter().map(|part| part.file.as_str()).collect();
            counted(files.len() as u64, "file", "files")
        }
    };
    menu(ui, &text, filter.part.is_some(), "Files of the register", |ui| {
        let mut clicked = ui.add(menu_item("All").switched_on(filter.part.is_none())).clicked();
        if clicked {
            filter.part = None;
        }
        for (place, part) in parts.iter().enumerate() {
            let vouchers = counted(part.entries.into(), "voucher", "vouchers");
            let covers = part.covers.map_or_else(String::new, |(from, to)| format!(", {from} to {to}"));
            let complete = if part.complete == Some(true) { ", complete" } else { "" };
            if ui.add(menu_item(&part.name()).switched_on(filter.part == Some(place))).clicked() {
                (filter.part, clicked) = (Some(place), true);
            }
            ui.horizontal_wrapped(|ui| {
                ui.add_space(10.0);
                theme::label(ui, theme::caption(format!("{vouchers}{covers}{complete}")));
                let link = theme::link(ui, "Change");
                ui.accesskit_node_builder(link.id, |node| {
                    node.set_label(format!("Change how {} is read", part.name()))
                });
                if link.clicked() {
                    out.push(RegisterRequest::ChangePart(place as u32).into());
                    ui.close();
                }
            });
        }
        clicked
    })
}

fn not_here(ui: &mut Ui, open: &Session, out: &mut Requests) {
    ui.horizontal_wrapped(|ui| {
        if open.fetches_register() {
            theme::label(ui, "Reading the vouchers again…");
        }
        for (part, why) in open.parts_not_here() {
            theme::label(ui, theme::semibold(format!("Register not here: {}", part.name())));
            theme::label(ui, format!("{why}. Open the file again, and its vouchers are back."));
        }
        if !open.parts_not_here().is_empty() && theme::link(ui, "Open it…").clicked() {
            out.push(RegisterRequest::AskFile.into());
        }
    });
}

/// The names of nearly all suppliers fit in this.
const NAME: f32 = 230.0;

/// How wide a column is as long as the user does not say: supplier, taxable and tax are on the screen, and in a wide window the names of
/// suppliers are read whole before there is one more amount.
fn width(column: VoucherColumn, room: f32) -> f32 {
    match column {
        VoucherColumn::Date | VoucherColumn::Posted => 96.0,
        VoucherColumn::Type => 86.0,
        VoucherColumn::Number => 140.0,
        VoucherColumn::Gstin => 152.0,
        VoucherColumn::Match => 128.0,
        VoucherColumn::Supplier => (room / 6.0).clamp(146.0, NAME),
        column if column.is_amount() => 104.0,
        _ => 180.0,
    }
}

/// The room that the longest amount of a column takes: none is ever cut.
fn room_of_amounts(ui: &Ui, list: &VoucherList, column: VoucherColumn) -> f32 {
    let place = VoucherColumn::AMOUNTS.iter().position(|amount| *amount == column);
    place.map_or(0.0, |place| {
        let longest = money::indian(list.longest[place].into());
        text::width(ui.painter(), &longest, theme::font(size::GRID)).ceil()
    })
}

fn rows(ui: &mut Ui, open: &Session, grid: &mut Grid, density: Density, out: &mut Requests) {
    let view = open.register_view();
    let matches = open.voucher_matches();
    let vouchers = open.vouchers(&matches);
    let columns: Vec<VoucherColumn> =
        VoucherColumn::ALL.into_iter().filter(|column| !column.reads_matches() || matches.is_some()).collect();
    let room = ui.available_width();
    let headings: Vec<RawHeading> = columns
        .iter()
        .map(|&column| RawHeading {
            title: column.title().into(),
            is_amount: column.is_amount(),
            width: width(column, room).max(room_of_amounts(ui, &view.list, column)),
            funnel: true,
            gives_room: column == VoucherColumn::Supplier,
        })
        .collect();
    let place = |column: VoucherColumn| columns.iter().position(|other| *other == column);
    let filtered: Vec<usize> = view.filter.columns.keys().filter_map(|&column| place(column)).collect();
    let data = TableData {
        headings: &headings,
        rows: &view.list.rows,
        sorted: view.sort.and_then(|(column, down)| Some((place(column)?, down))),
        filtered: &filtered,
        selected: &view.selection.rows,
        selected_here: view.selection.rows.intersection_len(&view.list.set),
        focus: view.selection.focus,
        density,
        called: "Voucher",
    };
    let clicks = show_table(ui, grid, &data, &mut |row, column| {
        let column = columns[column];
        let class = vouchers.class(row).filter(|class| column == VoucherColumn::Match && *class != Class::None);
        TextCell {
            text: vouchers.text(row, column).into_owned(),
            quiet: matches!(column, VoucherColumn::From | VoucherColumn::Voucher | VoucherColumn::Posted),
            mark: class.map(Class::mark),
        }
    });
    for click in clicks {
        let wanted = match click {
            TableClick::Funnel(column, heading) => RegisterRequest::Funnel(columns[column], heading),
            TableClick::Heading(column) => RegisterRequest::Sort(columns[column]),
            TableClick::Row(row, _, true) => RegisterRequest::Select(Select::UpTo(row)),
            TableClick::Row(row, true, _) => RegisterRequest::Select(Select::AlsoRow(row)),
            TableClick::Row(row, ..) => RegisterRequest::Select(Select::Row(row)),
            TableClick::All => RegisterRequest::Select(Select::AllOrNone),
            TableClick::Move(by, extend) => RegisterRequest::Select(Select::Move { by, extend }),
            TableClick::Focused => RegisterRequest::Select(Select::Focused),
        };
        out.push(wanted.into());
    }
    panes::place(ui, Pane::Grid);
    if panes::wanted(ui.ctx(), Pane::Grid) || ui.ctx().memory(|m| m.focused().is_none()) {
        grid.focus(ui);
    }
    if view.list.rows.is_empty() {
        let middle = egui::Rect::from_center_size(ui.max_rect().center(), egui::vec2(360.0, 48.0));
        let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(middle).layout(Layout::top_down(Align::Center)));
        let words =
            if open.has_register() { "No voucher passes the filter." } else { "No purchase register was imported." };
        theme::label(&mut ui, RichText::new(words).weak());
    }
}
