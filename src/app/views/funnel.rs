//! The filter of one column, as it is edited below its heading.

use std::sync::Arc;

use egui::{
    Id, Key, LayerId, Popup, PopupCloseBehavior, Rect, Role, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use crate::app::frame::paste_box::PasteBox;
use crate::app::keyboard::tab;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Check, Hint, Radios, main_button, plain_button, size, space, tokens};
use crate::session::Session;
use crate::session::showing::values::{ColumnKind, ColumnValues, FilterOf, FilteredColumn};
use crate::values::{Day, Paise, Period, counted, grouped, money, typed};
use crate::view::ColumnFilter;
use crate::view::column_filter::entries;

/// What a filter of a column asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Values,
    Contains,
    StartsWith,
    List,
    Range,
    Blank,
    NotBlank,
}

impl By {
    fn name(self) -> &'static str {
        match self {
            By::Values => "Values",
            By::Contains => "Contains",
            By::StartsWith => "Starts with",
            By::List => "Pasted list",
            By::Range => "Range",
            By::Blank => "Blank",
            By::NotBlank => "Not blank",
        }
    }

    /// What can be asked of a column.
    fn of(column: FilteredColumn) -> &'static [By] {
        match column.kind() {
            ColumnKind::Days | ColumnKind::Amounts(true) => &[By::Range, By::Blank, By::NotBlank],
            ColumnKind::Amounts(false) => &[By::Range],
            ColumnKind::Texts => &[By::Values, By::Contains, By::StartsWith, By::List, By::Blank, By::NotBlank],
        }
    }
}

/// The filter of a column in the making.
pub struct Funnel {
    column: FilteredColumn,
    /// The heading.
    heading: Rect,
    by: By,
    /// None until they are known.
    values: Option<Arc<ColumnValues>>,
    /// For each value whether it passes.
    ticked: Vec<bool>,
    /// The values that contain what is searched.
    found: Arc<Vec<u32>>,
    /// What these were found by.
    found_by: String,
    /// How many of them are ticked.
    ticked_found: usize,
    search: String,
    text: String,
    list: PasteBox,
    /// How many different values it has, and the revision of which that is.
    different: Option<(u64, u64)>,
    from: String,
    to: String,
    /// Why what was typed cannot be applied.
    wrong: Option<String>,
    /// What asked for the keyboard last.
    focused: Option<By>,
}

const WIDTH: f32 = 330.0;
/// Whole lines, so that none runs under the buttons.
const LIST: f32 = 9.0 * space::CHECK_LINE;

impl Funnel {
    /// Begins with the filter that the column has.
    pub fn new(open: &mut Session, column: FilteredColumn, heading: Rect) -> Funnel {
        let now = open.column_filter(column).cloned();
        let choices = By::of(column);
        match choices.contains(&By::Values) {
            true => open.find_values(column),
            false => open.forget_values(),
        }
        let mut funnel = Funnel {
            ticked: Vec::new(),
            found: Arc::default(),
            found_by: String::new(),
            values: None,
            by: choices[0],
            column,
            heading,
            ticked_found: 0,
            search: String::new(),
            text: String::new(),
            list: PasteBox::default(),
            different: None,
            from: String::new(),
            to: String::new(),
            wrong: None,
            focused: None,
        };
        funnel.begin_with(now.as_ref());
        funnel
    }

    /// Takes the values once they are known, and ticks those that pass now.
    fn take_values(&mut self, open: &Session, out: &mut Requests) {
        let Some(values) = open.values().filter(|_| self.values.is_none()) else { return };
        self.ticked = values.passing.clone();
        (self.found, self.ticked_found) = (values.all.clone(), values.pass);
        self.values = Some(values.clone());
        if !self.searched().is_empty() {
            out.push(Request::SearchValues(self.searched().to_owned()));
        }
    }

    /// Takes the values that contain what is searched, and ticks exactly those.
    fn take_found(&mut self, open: &Session) {
        let Some((text, found)) = open.values_found().filter(|_| self.values.is_some()) else { return };
        if text != self.searched() || text == self.found_by {
            return;
        }
        (self.found, self.found_by) = (found.clone(), text.to_owned());
        self.ticked.fill(false);
        self.tick_found(true);
    }

    fn searched(&self) -> &str {
        self.search.trim()
    }

    fn tick_found(&mut self, on: bool) {
        self.found.iter().for_each(|&i| self.ticked[i as usize] = on);
        self.ticked_found = if on { self.found.len() } else { 0 };
    }

    fn begin_with(&mut self, now: Option<&ColumnFilter>) {
        let amount = |paise: &Option<Paise>| paise.map(|paise| money::plain(paise.into())).unwrap_or_default();
        let day = |day: &Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        match now {
            Some(ColumnFilter::Contains(text)) => (self.by, self.text) = (By::Contains, text.clone()),
            Some(ColumnFilter::StartsWith(text)) => (self.by, self.text) = (By::StartsWith, text.clone()),
            Some(ColumnFilter::Listed(list)) => {
                let lines: Vec<&str> = list.iter().collect();
                (self.by, self.list) = (By::List, PasteBox::of(lines.join("\n")));
            }
            Some(ColumnFilter::Amounts(from, to)) => (self.from, self.to) = (amount(from), amount(to)),
            Some(ColumnFilter::Days(from, to)) => (self.from, self.to) = (day(from), day(to)),
            Some(ColumnFilter::Blank) => self.by = By::Blank,
            Some(ColumnFilter::NotBlank) => self.by = By::NotBlank,
            Some(ColumnFilter::Chosen { .. }) | None => {}
        }
    }

    /// Draws it. False when it is done.
    pub fn show(&mut self, ui: &Ui, open: &Session, out: &mut Requests) -> bool {
        self.take_values(open, out);
        self.take_found(open);
        let mut stays = true;
        let mut done = false;
        let at = pos2(self.heading.left(), self.heading.bottom() + 2.0);
        let popup = Popup::new(Id::unique("funnel"), ui.ctx().clone(), at, LayerId::background());
        popup
            .kind(egui::PopupKind::Menu)
            .open_bool(&mut stays)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .accessible_name(format!("Filter of {}", self.column.title()))
            .width(WIDTH)
            .show(|ui| {
                ui.set_width(WIDTH);
                ui.spacing_mut().item_spacing.y = 6.0;
                egui::Frame::new().inner_margin(8.0).show(ui, |ui| done = self.contents(ui, open, out));
            });
        stays && !done
    }

    fn contents(&mut self, ui: &mut Ui, open: &Session, out: &mut Requests) -> bool {
        let choices = By::of(self.column);
        let mut chose = false;
        if choices.len() > 1 {
            let mut group = Radios::new(ui.ctx(), "filter by");
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(14.0, 0.0);
                for &by in choices {
                    if group.one(ui, self.by == by, by.name()) {
                        (self.by, self.wrong, chose) = (by, None, true);
                    }
                }
            });
            if group.by_arrow() {
                // Arrows go on in the group.
                self.focused = Some(self.by);
            }
        }
        // Enter on a choice chooses it; anywhere else it applies what is there.
        let mut apply =
            !chose && ui.input(|i| i.key_pressed(Key::Enter) && (self.by != By::List || i.modifiers.command));
        match self.by {
            By::Values => self.values(ui, open, out),
            By::Contains | By::StartsWith => self.line(ui, self.by.name(), |funnel| &mut funnel.text),
            By::List => self.pasted(ui),
            By::Range => self.range(ui, open.day()),
            By::Blank | By::NotBlank => {}
        }
        if let Some(wrong) = &self.wrong {
            theme::notice(ui, &tokens(ui).reject, |ui| theme::label(ui, wrong));
        }
        let mut clear = false;
        let line = vec2(ui.available_width(), space::BUTTON);
        ui.allocate_ui(line, |ui| {
            tab::from_the_right(ui, |ui| {
                apply |= ui.add(main_button("Apply")).clicked();
                clear = ui.add(plain_button("Clear")).hint("Do not filter by this column.").clicked();
            });
        });
        let made = match (clear, apply) {
            (true, _) => Ok(FilterOf::Known(None)),
            (_, true) => self.made(),
            _ => return false,
        };
        match made {
            Ok(filter) => {
                out.push(Request::FilterColumnBy(self.column, filter));
                true
            }
            Err(why) => {
                self.wrong = Some(why);
                false
            }
        }
    }

    fn values(&mut self, ui: &mut Ui, open: &Session, out: &mut Requests) {
        let before = self.searched().to_owned();
        self.line(ui, "Search values", |funnel| &mut funnel.search);
        if self.searched() != before {
            out.push(Request::SearchValues(self.searched().to_owned()));
        }
        let Some(values) = self.values.clone() else {
            theme::label(ui, theme::caption("Counting the values…"));
            return;
        };
        let check = match self.ticked_found {
            0 => Check::Off,
            n if n < self.found.len() => Check::Some,
            _ => Check::On,
        };
        let all = if self.searched().is_empty() { "Select all" } else { "Select all found" };
        if ticks(&value_line(ui, check, all, self.found.len() as u64)) {
            self.tick_found(check != Check::On);
        }
        ui.painter().hline(ui.max_rect().x_range(), ui.cursor().top() - 3.0, tokens(ui).line());
        ui.spacing_mut().item_spacing.y = 0.0;
        let list = ScrollArea::vertical().id_salt("values").max_height(LIST).min_scrolled_height(LIST);
        list.auto_shrink([false, true]).show_rows(ui, space::CHECK_LINE, self.found.len(), |ui, shown| {
            for place in shown {
                let i = self.found[place] as usize;
                let text = open.text_of_value(self.column, &values, i);
                let text = if text.is_empty() { "(blank)".into() } else { text };
                if ticks(&value_line(ui, self.ticked[i].into(), &text, values.list[i].count.into())) {
                    self.ticked[i] = !self.ticked[i];
                    // Of a million values none is counted again.
                    self.ticked_found = if self.ticked[i] { self.ticked_found + 1 } else { self.ticked_found - 1 };
                }
            }
        });
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.add_space(2.0 * space::STEP);
    }

    /// A line of text with its label; the first one gets the keyboard.
    fn line(&mut self, ui: &mut Ui, label: &str, text: impl FnOnce(&mut Funnel) -> &mut String) {
        let (by, focused) = (self.by, self.focused);
        let hint = if by == By::Range { "" } else { label };
        let edit = TextEdit::singleline(text(self)).hint_text(hint).desired_width(f32::INFINITY);
        let response = ui.add(edit.min_size(vec2(0.0, space::BUTTON)).align(egui::Align2::LEFT_CENTER));
        ui.accesskit_node_builder(response.id, |node| node.set_label(label));
        if focused != Some(by) {
            response.request_focus();
            self.focused = Some(by);
        }
    }

    fn pasted(&mut self, ui: &mut Ui) {
        if self.focused != Some(By::List) {
            self.list.ask_for_keyboard();
            self.focused = Some(By::List);
        }
        self.list.show(ui, "Pasted list · one a line");
        // Of a long list it takes long to say.
        if !self.list.is_long() {
            let of = self.list.revision();
            let count = || entries(self.list.text(), self.column.is_divided()).len() as u64;
            let (_, count) = self.different.take_if(|known| known.0 == of).unwrap_or_else(|| (of, count()));
            self.different = Some((of, count));
            theme::label(ui, theme::caption(counted(count, "different value", "different values")));
        }
    }

    fn range(&mut self, ui: &mut Ui, today: Day) {
        let is_day = self.column.kind() == ColumnKind::Days;
        let example = if is_day { "dd-mm-yyyy; either may stay empty." } else { "Either may stay empty." };
        theme::label(ui, theme::caption("From"));
        self.line(ui, "From", |funnel| &mut funnel.from);
        theme::label(ui, theme::caption("To"));
        self.line(ui, "To", |funnel| &mut funnel.to);
        theme::label(ui, theme::caption(example));
        if is_day {
            ui.horizontal(|ui| {
                for (words, from, to) in spans(today) {
                    if theme::link(ui, words).clicked() {
                        (self.from, self.to) = (from.to_string(), to.to_string());
                    }
                }
            });
        }
    }

    /// The filter as it is.
    fn made(&self) -> Result<FilterOf, String> {
        let text = self.text.trim().to_owned();
        Ok(FilterOf::Known(match self.by {
            By::Values => return self.chosen(),
            By::List => return Ok(FilterOf::Pasted(self.list.text().to_owned())),
            By::Contains | By::StartsWith if text.is_empty() => None,
            By::Contains => Some(ColumnFilter::Contains(text)),
            By::StartsWith => Some(ColumnFilter::StartsWith(text)),
            By::Blank => Some(ColumnFilter::Blank),
            By::NotBlank => Some(ColumnFilter::NotBlank),
            By::Range if self.column.kind() == ColumnKind::Days => match (day(&self.from)?, day(&self.to)?) {
                (None, None) => None,
                (from, to) => in_order(from, to).map(|()| Some(ColumnFilter::Days(from, to)))?,
            },
            By::Range => match (amount(&self.from)?, amount(&self.to)?) {
                (None, None) => None,
                (from, to) => in_order(from, to).map(|()| Some(ColumnFilter::Amounts(from, to)))?,
            },
        }))
    }

    /// The filter by the values that are ticked.
    fn chosen(&self) -> Result<FilterOf, String> {
        let Some(all) = &self.values else { return Err("The values are still being counted.".into()) };
        let search = self.searched();
        if search != self.found_by {
            return Err("The values are still being searched.".into());
        }
        let ticked = self.ticked.iter().filter(|&&ticked| ticked).count();
        if ticked == 0 {
            return Err("Tick at least one value.".into());
        }
        if search.is_empty() && ticked == all.list.len() {
            return Ok(FilterOf::Known(None));
        }
        if !search.is_empty() && self.ticked_found == self.found.len() {
            return Ok(FilterOf::Known(Some(ColumnFilter::Contains(search.to_owned()))));
        }
        Ok(FilterOf::Ticked(all.clone(), self.ticked.clone()))
    }
}

fn in_order<T: PartialOrd>(from: Option<T>, to: Option<T>) -> Result<(), String> {
    match (from, to) {
        (Some(from), Some(to)) if from > to => Err("From is more than To.".into()),
        _ => Ok(()),
    }
}

/// The spans of days that are asked for most.
fn spans(today: Day) -> Vec<(&'static str, Day, Day)> {
    let (month, year) = (Period::of(today), today.financial_year_end());
    let months = |from: Option<Period>, after: Option<Period>| {
        let (first, next) = (from?.day(1)?, after?.day(1)?);
        Some((first, Day(next.0 - 1)))
    };
    let all = [
        ("This month", months(Some(month), Some(month.plus(1)))),
        ("Last month", months(Some(month.plus(-1)), Some(month))),
        ("This FY", months(Period::new(year - 1, 4), Period::new(year, 4))),
    ];
    all.into_iter().filter_map(|(words, span)| span.map(|(from, to)| (words, from, to))).collect()
}

/// The amount that was typed; none where nothing was.
fn amount(text: &str) -> Result<Option<Paise>, String> {
    match typed::amount(text) {
        Some(amount) => Ok(Some(amount.paise)),
        None if typed::plain_amount(text).is_empty() => Ok(None),
        None => Err(format!("“{}” is no amount.", text.trim())),
    }
}

/// The day that was typed; none where nothing was.
fn day(text: &str) -> Result<Option<Day>, String> {
    match typed::day(text) {
        None if text.trim().is_empty() => Ok(None),
        None => Err(format!("“{}” is no date; write dd-mm-yyyy.", text.trim())),
        day => Ok(day),
    }
}

/// Whether a value was clicked, or Space pressed on it; Enter applies the filter as it is.
fn ticks(value: &egui::Response) -> bool {
    value.clicked() && !(value.has_focus() && value.ctx.input(|i| i.key_pressed(Key::Enter)))
}

/// A value with its box and its count.
fn value_line(ui: &mut Ui, check: Check, text: &str, count: u64) -> egui::Response {
    let t = tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), space::CHECK_LINE), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, check == Check::On, text));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, space::RADIUS_MARK, t.hover);
    }
    if response.has_focus() {
        theme::paint_focus(ui.painter(), rect, space::RADIUS_MARK, t);
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
    }
    theme::paint_check(ui.painter(), rect.left_center() + vec2(2.0 + space::CHECK / 2.0, 0.0), check, t);
    let line = |text: String, colour| ui.painter().layout_no_wrap(text, theme::font(size::GRID), colour);
    let count = line(grouped(count), t.muted);
    let left = rect.left() + space::CHECK + 10.0;
    let right = rect.right() - count.size().x - 6.0;
    let middle = |height: f32| rect.center().y - height / 2.0;
    ui.painter().galley(pos2(right, middle(count.size().y)), count, t.muted);
    let room = Rect::from_x_y_ranges(left..=(right - 8.0).max(left), rect.y_range());
    let words = theme::cut_line(ui.painter(), text, theme::font(size::GRID), t.text, room.width());
    let cut = words.elided;
    ui.painter().galley(pos2(left, middle(words.size().y)), words, t.text);
    if cut { response.hint(text) } else { response }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_days_are_read_as_people_type_them() {
        for text in ["3000", "3,000.00", " ₹ 3,000 "] {
            assert_eq!(amount(text), Ok(Some(300_000)), "{text}");
        }
        assert_eq!(amount(" "), Ok(None));
        assert!(amount("3k").is_err());
        for text in ["01-10-2026", "1/10/2026", "1.10.2026", "2026-10-01"] {
            assert_eq!(day(text), Ok(Day::new(2026, 10, 1)), "{text}");
        }
        assert!(day("31-02-2026").is_err());
        assert!(day("October").is_err());
    }

    #[test]
    fn months_and_the_financial_year_are_whole() {
        let spans = |today| {
            let spans = spans(Day::parse(today).unwrap());
            spans.into_iter().map(|(_, from, to)| format!("{from} {to}")).collect::<Vec<_>>()
        };
        assert_eq!(spans("15-03-2027"), ["01-03-2027 31-03-2027", "01-02-2027 28-02-2027", "01-04-2026 31-03-2027"]);
        assert_eq!(spans("01-01-2028"), ["01-01-2028 31-01-2028", "01-12-2027 31-12-2027", "01-04-2027 31-03-2028"]);
    }
}
