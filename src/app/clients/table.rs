//! The lines of the list of clients. Only those on the screen are drawn.

use egui::{Align2, Key, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::columns::{BELOW, Columns, LEFT, Widths, is_right};
use super::figures::{AMOUNTS, COUNTS, amount, amount_in_words, count, count_in_words, in_words, sums_in_words};
use super::menu::LineMenu;
use super::none::none_found;
use super::state::ClientDesk;
use super::status;
use super::{gstin_of, name_of, words_of};
use crate::app::grid::bar::{BAR, scroll_bar};
use crate::app::grid::place::{Extent, Place};
use crate::app::grid::text;
use crate::app::requests::{ClientsRequest, Requests};
use crate::app::theme::{self, Hint, Tokens, font, size, space, strong, tokens};
use crate::clients::{Client, ClientColumn, ClientFilter, ClientLine, ClientOrder, ClientRow};
use crate::values::{clock, money};

/// The height of a line.
const PITCH: f32 = 23.5;
/// How faint the box of a client is that cannot be ticked.
const NOT_READY: f32 = 0.35;
/// The room of the triangle of a client with older downloads.
const FOLD: f32 = 14.0;

/// Where the list is scrolled to, and its menu.
#[derive(Default)]
pub struct BoardTable {
    place: Place,
    page: u64,
    grip: f64,
    /// The marked line that was brought into sight.
    in_sight: Option<String>,
    menu: Option<LineMenu>,
    /// The menu of the marked line is to be opened below that line.
    menu_wanted: bool,
    /// How wide the widest names are.
    widths: Option<Widths>,
}

/// What is drawn with.
struct Drawn<'a> {
    desk: &'a ClientDesk,
    columns: Columns,
    covered: bool,
    t: &'static Tokens,
}

impl BoardTable {
    /// Whether its menu is open, which then has the keys.
    pub fn menu_is_open(&self) -> bool {
        self.menu.is_some() || self.menu_wanted
    }

    /// A key of the list, before the field in which one types has it.
    pub(super) fn key(&mut self, desk: &ClientDesk, key: Key, out: &mut Requests) {
        let (rows, at) = (desk.shown(), desk.focus());
        let last = rows.len().saturating_sub(1) as i64;
        let page = self.page as i64;
        let by = match key {
            Key::ArrowUp => -1,
            Key::ArrowDown => 1,
            Key::PageUp => -page,
            Key::PageDown => page,
            Key::Home => -last - 1,
            Key::End => last + 1,
            _ => 0,
        };
        if by != 0 && !rows.is_empty() {
            let to = at.map_or(0, |at| at as i64 + by).clamp(0, last) as usize;
            self.in_sight = None;
            return out.push(ClientsRequest::Mark(to).into());
        }
        let Some(&row) = at.and_then(|at| rows.get(at)) else { return };
        match (key, row) {
            (Key::Enter, ClientRow::Pan(_)) => out.push(ClientsRequest::Fold(row).into()),
            (Key::Enter, _) => out.push(ClientsRequest::Open(row).into()),
            (Key::Space, _) => out.push(ClientsRequest::Tick(row).into()),
            _ => {}
        }
    }

    /// Draws it in all the room there is.
    pub(super) fn show(&mut self, ui: &mut Ui, desk: &ClientDesk, covered: bool, out: &mut Requests) {
        let room = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(room);
        let t = tokens(ui);
        let headings = Rect::from_min_size(room.min, vec2(room.width(), space::HEADINGS));
        let body = Rect::from_min_max(pos2(room.left(), headings.bottom()), room.max);
        let columns = Columns::within(room, ui.painter(), (desk, covered), &mut self.widths);
        let drawn = Drawn { desk, columns, covered, t };
        ui.painter().rect_filled(body, 0.0, t.background);
        let extent = Extent { rows: desk.shown().len() as u64, pitch: PITCH, view: body.height() };
        self.page = ((body.height() / PITCH) as u64).saturating_sub(1).max(1);
        if let Some(at) = desk.focus().filter(|_| self.in_sight.as_deref() != desk.focus_key()) {
            self.place = self.place.showing(at as u64, extent);
            self.in_sight = desk.focus_key().map(str::to_owned);
        }
        if ui.rect_contains_pointer(body) {
            let wheel = ui.input_mut(|i| std::mem::take(&mut i.smooth_scroll_delta));
            self.place = self.place.moved(-f64::from(wheel.y), extent);
        }
        self.place = self.place.moved(0.0, extent);
        let table = ui.interact(body, ui.scope_id().with("clients"), Sense::HOVER);
        table.widget_info(|| WidgetInfo::labeled(Role::Grid, true, format!("Clients, {} lines", extent.rows)));
        let pixels = ui.pixels_per_point();
        let top = ((body.top() - self.place.offset) * pixels).round() / pixels;
        let count = ((extent.view + self.place.offset) / PITCH).ceil() as u64;
        for row in self.place.row..(self.place.row + count).min(extent.rows) {
            let y = top + (row - self.place.row) as f32 * PITCH;
            let rect = Rect::from_x_y_ranges(body.x_range(), y..=y + PITCH);
            self.line(ui, &drawn, row as usize, rect, body, out);
        }
        self.menu_wanted = false;
        if extent.rows == 0 {
            none_found(ui, desk.order(), desk.all(), body, out);
        }
        headings_row(ui, &drawn, headings, out);
        self.bar(ui, body, extent);
        self.menu(ui, desk, out);
    }

    fn bar(&mut self, ui: &Ui, body: Rect, extent: Extent) {
        let range = extent.range();
        if range > 0.0 {
            let track = Rect::from_min_max(pos2(body.right() - BAR, body.top()), body.max);
            let (at, id) = (self.place.points(extent) / range, ui.scope_id().with("clients down"));
            if let (_, Some(at)) = scroll_bar(ui, id, track, extent.share(), at, &mut self.grip) {
                self.place = Place::at(at * range, extent);
                ui.ctx().request_repaint();
            }
        }
    }

    fn line(&mut self, ui: &mut Ui, drawn: &Drawn, at: usize, rect: Rect, body: Rect, out: &mut Requests) {
        let Some(&row) = drawn.desk.shown().get(at) else { return };
        let seen = rect.intersect(body);
        let response = ui.interact(seen, ui.scope_id().with(("client", at)), Sense::CLICK);
        let marked = drawn.desk.focus() == Some(at);
        let painter = ui.painter().with_clip_rect(body.intersect(ui.clip_rect()));
        if marked || response.hovered() {
            painter.rect_filled(rect, 0.0, if marked { drawn.t.selection } else { drawn.t.hover });
        }
        painter.hline(rect.x_range(), rect.bottom() - 0.5, drawn.t.row_line());
        let words = match row {
            ClientRow::Pan(first) => drawn.pan(&painter, first, rect),
            _ => drawn.client(&painter, row, rect),
        };
        if marked {
            let line = drawn.t.focus();
            painter.hline(rect.x_range(), rect.top() + line.width / 2.0, line);
            painter.hline(rect.x_range(), rect.bottom() - line.width / 2.0, line);
        }
        if marked && std::mem::take(&mut self.menu_wanted) {
            let name = drawn.columns.cell(ClientColumn::Client, rect);
            self.menu = Some(LineMenu::new(row, pos2(name.left() + BELOW, rect.bottom()), true));
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, words.clone()));
        let ticked = matches!(row, ClientRow::Client(..))
            .then(|| drawn.desk.line(row).is_some_and(|(client, _)| drawn.desk.is_ticked(client)));
        ui.accesskit_node_builder(response.id, |node| {
            node.set_selected(marked);
            ticked.into_iter().for_each(|ticked| node.set_toggled(ticked.into()));
            if let Some((client, line)) = drawn.desk.line(row) {
                node.set_description(in_words(client, line, drawn.covered));
            } else if let ClientRow::Pan(first) = row {
                node.set_description(sums_in_words(&drawn.sums(first)));
            }
        });
        self.clicked(ui, drawn, (row, at), rect, &response, out);
        let Some(hint) = drawn.hint(row, &response) else { return };
        response.hint_at_pointer(hint);
    }

    fn clicked(
        &mut self,
        ui: &Ui,
        drawn: &Drawn,
        (row, at): (ClientRow, usize),
        rect: Rect,
        response: &Response,
        out: &mut Requests,
    ) {
        let point = response.interact_pointer_pos();
        if response.secondary_clicked() {
            out.push(ClientsRequest::Mark(at).into());
            self.menu = point.map(|point| LineMenu::new(row, point, false));
        }
        if !response.clicked() && !response.double_clicked() {
            return;
        }
        out.push(ClientsRequest::Mark(at).into());
        let at_left = |width: f32| point.is_some_and(|point| point.x < rect.left() + width);
        let is_client = matches!(row, ClientRow::Client(..));
        if is_client && at_left(LEFT) {
            return out.push(ClientsRequest::Tick(row).into());
        }
        let folds = drawn.folds(row) && is_client && at_left(drawn.title_at(row) + FOLD);
        // A click on the name opens, as does one of a screen reader; elsewhere on the line it marks.
        let name = drawn.columns.cell(ClientColumn::Client, rect);
        let on_name = point.is_none_or(|point| name.x_range().contains(point.x));
        if folds || matches!(row, ClientRow::Pan(_)) {
            out.push(ClientsRequest::Fold(row).into());
        } else if on_name || response.double_clicked() {
            out.push(ClientsRequest::Open(row).into());
        }
        ui.ctx().request_repaint();
    }

    /// The menu of the marked line, below it. Where that is on the screen is known once it is drawn.
    pub(super) fn open_menu(&mut self, desk: &ClientDesk) {
        if desk.focus().is_some() {
            (self.in_sight, self.menu_wanted) = (None, true);
        }
    }

    fn menu(&mut self, ui: &Ui, desk: &ClientDesk, out: &mut Requests) {
        if self.menu.as_mut().is_some_and(|menu| !menu.show(ui, desk, out)) {
            self.menu = None;
        }
    }
}

fn headings_row(ui: &mut Ui, drawn: &Drawn, rect: Rect, out: &mut Requests) {
    let (t, order) = (drawn.t, drawn.desk.order());
    ui.painter().rect_filled(rect, 0.0, t.panel);
    for (column, x) in drawn.columns.each() {
        let seen = Rect::from_x_y_ranges(x, rect.y_range());
        let response = ui.interact(seen, ui.scope_id().with(("client heading", column.name())), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Sort by {}", column.name())));
        if response.hovered() {
            ui.painter().rect_filled(seen, 0.0, t.hover);
        }
        if response.has_focus() {
            theme::paint_focus(ui.painter(), seen, 0.0, t);
        }
        let cell = drawn.columns.cell(column, rect);
        let words = drawn.columns.heading(order, column);
        let in_full = !words.starts_with(column.name());
        let response = if in_full { response.hint(column.name()) } else { response };
        text::paint(&ui.painter().with_clip_rect(seen), cell, &words, strong(size::SMALL), is_right(column), t.text);
        if response.clicked() {
            let descending = order.column == column && !order.descending;
            out.push(ClientsRequest::Order(ClientOrder { column, descending, ..order.clone() }).into());
        }
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - t.line_width / 2.0, t.line());
}

impl Drawn<'_> {
    /// How far from the left the title of a line begins.
    fn title_at(&self, row: ClientRow) -> f32 {
        match row {
            ClientRow::Client(_, true) => LEFT + BELOW,
            ClientRow::Older(..) => LEFT + 2.0 * BELOW,
            ClientRow::Client(_, false) | ClientRow::Pan(_) => LEFT,
        }
    }

    /// Whether something is below a line.
    fn folds(&self, row: ClientRow) -> bool {
        match row {
            ClientRow::Pan(_) => true,
            ClientRow::Client(at, _) => self.desk.all().list().get(at).is_some_and(|client| !client.older.is_empty()),
            ClientRow::Older(..) => false,
        }
    }

    fn put(&self, painter: &egui::Painter, column: ClientColumn, rect: Rect, words: &str, colour: egui::Color32) {
        if !self.columns.has(column) {
            return;
        }
        let cell = self.columns.cell(column, rect);
        let clipped = painter.with_clip_rect(cell.intersect(painter.clip_rect()));
        text::paint(&clipped, cell, &theme::drawn(words), font(size::GRID), is_right(column), colour);
    }

    /// What is counted of the clients of one PAN, in sum.
    fn sums(&self, first: usize) -> [(ClientColumn, u64); COUNTS.len()] {
        let all = self.desk.all();
        let pan = all.list().get(first).and_then(Client::pan).unwrap_or_default();
        let of = || all.of_pan(pan).filter(|client| self.desk.order().filter.passes(client));
        COUNTS.map(|column| (column, of().map(|client| count(column, &client.current)).sum()))
    }

    /// The line over the clients of one PAN; what it is called.
    fn pan(&self, painter: &egui::Painter, first: usize, rect: Rect) -> String {
        let all = self.desk.all();
        let pan = all.list().get(first).and_then(Client::pan).unwrap_or_default();
        let of: Vec<&Client> = all.of_pan(pan).filter(|c| self.desk.order().filter.passes(c)).collect();
        let name = name_of(all.name_of_pan(pan), self.covered);
        let folded = self.desk.order().folded.contains(pan);
        triangle(painter, pos2(rect.left() + LEFT / 2.0, rect.center().y), folded, self.t.muted);
        let cell = self.columns.cell(ClientColumn::Client, rect);
        let clipped = painter.with_clip_rect(cell.intersect(painter.clip_rect()));
        text::paint(&clipped, cell, &theme::drawn(&name), strong(size::GRID), false, self.t.text);
        let registrations = format!("{} registrations", of.len());
        self.put(painter, ClientColumn::Gstin, rect, &registrations, self.t.muted);
        for (column, sum) in self.sums(first) {
            let cell = self.columns.cell(column, rect);
            let colour = if sum == 0 { self.t.muted } else { self.t.text };
            text::paint(painter, cell, &count_in_words(sum), strong(size::GRID), true, colour);
        }
        format!("{name}, {registrations}")
    }

    /// The line of a client, or of an older download; what it is called.
    fn client(&self, painter: &egui::Painter, row: ClientRow, rect: Rect) -> String {
        let Some((client, line)) = self.desk.line(row) else { return String::new() };
        let t = self.t;
        // Muted until it was looked at whether this is so.
        let known = if line.checked { t.text } else { t.muted };
        let title = self.title(row, client, line);
        let mut cell = self.columns.cell(ClientColumn::Client, rect);
        cell.min.x = rect.left() + self.title_at(row);
        if self.folds(row) {
            let open = self.desk.order().unfolded.contains(&client.key());
            triangle(painter, pos2(cell.left() + FOLD / 2.0, rect.center().y), !open, t.muted);
            cell.min.x += FOLD - 4.0;
        }
        if let ClientRow::Client(..) = row {
            let at = pos2(rect.left() + LEFT / 2.0, rect.center().y);
            let able = ClientFilter::Ready.passes(client);
            let mut faint = painter.clone();
            faint.set_opacity(if able { 1.0 } else { NOT_READY });
            theme::paint_check(&faint, at, self.desk.is_ticked(client).into(), t);
        }
        let clipped = painter.with_clip_rect(cell.intersect(painter.clip_rect()));
        let at = text::paint(&clipped, cell, &theme::drawn(&title), font(size::GRID), false, known);
        let left_open = matches!(row, ClientRow::Client(..)).then(|| client.left_open()).flatten();
        if left_open.is_some() {
            let sign = pos2(at.right() + 6.0, rect.center().y);
            clipped.text(sign, Align2::LEFT_CENTER, "!", strong(size::GRID), t.pending.colour);
        }
        if !matches!(row, ClientRow::Older(..)) {
            let gstin = gstin_of(client.gstin.as_deref().unwrap_or_default(), self.covered);
            self.put(painter, ClientColumn::Gstin, rect, &gstin, t.muted);
            self.put(painter, ClientColumn::Return, rect, client.files_by(), t.muted);
        }
        self.downloaded(painter, line, rect);
        if line.problem.is_none() && line.status != crate::clients::ClientStatus::Unread {
            self.counts(painter, line, rect, known);
        }
        self.status(painter, line, rect);
        if matches!(row, ClientRow::Client(..)) {
            self.credit_and_due(painter, client, line, rect, known);
        }
        let gstin = client.gstin.as_deref().map(|gstin| gstin_of(gstin, self.covered)).filter(|gstin| *gstin != title);
        let words = [Some(title), gstin, Some(line.status.words()), left_open];
        words.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn title(&self, row: ClientRow, client: &Client, line: &ClientLine) -> String {
        match row {
            ClientRow::Client(_, true) => self.desk.all().name_below(client, self.covered),
            ClientRow::Older(..) => match line.periods() {
                periods if periods.is_empty() => "Older download".to_owned(),
                periods => periods,
            },
            _ => name_of(&client.title(), self.covered),
        }
    }

    fn downloaded(&self, painter: &egui::Painter, line: &ClientLine, rect: Rect) {
        if line.downloaded == 0 || !self.columns.has(ClientColumn::Downloaded) {
            return;
        }
        let (t, column) = (self.t, ClientColumn::Downloaded);
        let when = clock::in_full(line.downloaded);
        let when = format!("{}{}", &when[..5.min(when.len())], when.get(10..).unwrap_or_default());
        let cell = self.columns.cell(column, rect);
        let colour = match line.too_early {
            Some(_) if !self.columns.wide => t.pending.colour,
            _ => t.muted,
        };
        let clipped = painter.with_clip_rect(cell.intersect(painter.clip_rect()));
        let at = text::paint(&clipped, cell, &when, font(size::GRID), false, colour);
        if let Some(why) = line.too_early.filter(|_| self.columns.wide) {
            let place = pos2(at.right() + 4.0, rect.center().y);
            clipped.text(place, Align2::LEFT_CENTER, why, font(size::GRID), t.pending.colour);
        }
    }

    fn counts(&self, painter: &egui::Painter, line: &ClientLine, rect: Rect, known: egui::Color32) {
        let t = self.t;
        for column in COUNTS {
            let n = count(column, line);
            self.put(painter, column, rect, &count_in_words(n), if n == 0 { t.muted } else { known });
        }
        if let Some(bar) = self.columns.bar(rect) {
            painter.rect(bar, 1.0, t.background, egui::Stroke::new(1.0, t.outline), egui::StrokeKind::Inside);
            let done = Rect::from_min_max(bar.min, pos2(bar.left() + bar.width() * line.decided(), bar.bottom()));
            painter.rect_filled(done, 1.0, t.muted);
        }
    }

    fn status(&self, painter: &egui::Painter, line: &ClientLine, rect: Rect) {
        let cell = self.columns.cell(ClientColumn::Status, rect);
        status::paint(painter, pos2(cell.left() + 11.0, rect.center().y), line.status, self.t);
        let mut words = cell;
        words.min.x += status::SIGN;
        let clipped = painter.with_clip_rect(cell.intersect(painter.clip_rect()));
        let said = status::words(line.status);
        text::paint(&clipped, words, &said, font(size::GRID), false, status::colour(line.status, self.t));
    }

    fn credit_and_due(
        &self,
        painter: &egui::Painter,
        client: &Client,
        line: &ClientLine,
        rect: Rect,
        known: egui::Color32,
    ) {
        let t = self.t;
        let (_, _, near) = client.times.next();
        let done = line.status == crate::clients::ClientStatus::Done;
        let due = match (near, done) {
            (_, true) => t.muted,
            (true, _) => t.pending.colour,
            _ => t.text,
        };
        let words = client.times.in_words();
        if client.times.pmt_06.is_some() {
            // In the place of the figures: there is no GSTR-2B this month.
            let right = self.columns.of(ClientColumn::Due).max - 8.0;
            let colour = if near { t.pending.colour } else { t.muted };
            painter.text(pos2(right, rect.center().y), Align2::RIGHT_CENTER, words, font(size::GRID), colour);
            return;
        }
        for column in AMOUNTS {
            let Some(paise) = amount(column, line) else { continue };
            let colour = if column == ClientColumn::Change && paise == 0 { t.muted } else { known };
            self.put(painter, column, rect, &amount_in_words(column, paise, self.covered), colour);
        }
        self.put(painter, ClientColumn::Due, rect, &words, due);
    }

    /// What is under the pointer, in full.
    fn hint(&self, row: ClientRow, response: &Response) -> Option<String> {
        let at = response.hover_pos()?;
        let (client, line) = self.desk.line(row)?;
        if at.x < response.rect.left() + LEFT {
            return matches!(row, ClientRow::Client(..)).then(|| status::why_ticked(client, line));
        }
        let (column, _) = self.columns.each().find(|(_, x)| x.contains(at.x))?;
        Some(match column {
            ClientColumn::Client => {
                let files = if self.covered { String::new() } else { line.files() };
                let parts =
                    [self.title(row, client, line), line.periods(), files, client.left_open().unwrap_or_default()];
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
            }
            ClientColumn::Gstin => {
                let state = client.state().filter(|_| !self.covered)?;
                format!("{state}\n{}", client.files_by())
            }
            ClientColumn::Downloaded => {
                let again = line.too_early.map(|why| {
                    format!(
                        "Downloaded {why}: suppliers may have reported since. Download again and open the file here."
                    )
                });
                again.or_else(|| (line.downloaded > 0).then(|| clock::in_full(line.downloaded)))?
            }
            ClientColumn::Status => match &line.problem {
                Some(why) => words_of(why, &[&line.files()], self.covered),
                None => line.status.help().to_owned(),
            },
            ClientColumn::WithDecisions | ClientColumn::Change => {
                let (with, change) = line.credit.filter(|_| !self.covered)?;
                let amount = money::rupees;
                format!(
                    "ITC in GSTR-2B of {} (this download only)\nIf nothing more is done: {}\nWith your decisions: {}\nChange: {}",
                    client.times.closing,
                    amount(with.saturating_sub(change)),
                    amount(with),
                    amount(change)
                )
            }
            ClientColumn::Due => {
                let times = &client.times;
                let pay = times.pmt_06.map_or_else(String::new, |day| format!("\nPMT-06: {day}"));
                format!("Draft GSTR-2B: {}\nGSTR-3B: {}{pay}", times.drawn_up, times.due)
            }
            _ => return None,
        })
    }
}

/// A triangle that points down where something is shown below, and to the right where it is folded away.
fn triangle(painter: &egui::Painter, at: Pos2, folded: bool, colour: egui::Color32) {
    let corners =
        if folded { [(-2.0, -4.0), (3.0, 0.0), (-2.0, 4.0)] } else { [(-4.0, -2.0), (4.0, -2.0), (0.0, 3.0)] };
    let corners = corners.map(|(x, y)| at + vec2(x, y)).to_vec();
    painter.add(egui::Shape::convex_polygon(corners, colour, egui::Stroke::NONE));
}
