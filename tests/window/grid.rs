//! The grid as a user meets it: rows and headings by their names, the mouse, the wheel and the keys.

mod million;

use crate::common;

use egui::{Event, Key, Modifiers, Pos2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::grid::{Density, Grid, GridData, GridRequest, RawHeading, show_raw};
use ims_desk::app::theme::{Theme, apply};
use ims_desk::book::{Action, Book, Field, Section};
use ims_desk::edit::Change;
use ims_desk::rules::Findings;
use ims_desk::view::selection::bitmap;
use ims_desk::view::{self, Filter, Selection, SortKey};

const WIDTH: f32 = 900.0;
const HEIGHT: f32 = 600.0;

/// A window with nothing but the grid, which does what the grid asks for.
struct Screen {
    book: Book,
    findings: Findings,
    rows: Vec<u32>,
    sort: Vec<SortKey>,
    selection: Selection,
    grid: Grid,
    revision: u64,
    themed: bool,
    asked: Vec<GridRequest>,
}

impl Screen {
    fn new(book: Book, rows: Vec<u32>) -> Screen {
        let findings = Findings::of(&book, common::day("20-03-2026"));
        Screen {
            book,
            findings,
            rows,
            sort: Vec::new(),
            selection: Selection::default(),
            grid: Grid::default(),
            revision: 1,
            themed: false,
            asked: Vec::new(),
        }
    }

    fn show(&mut self, ui: &mut egui::Ui) {
        if !std::mem::replace(&mut self.themed, true) {
            // Its fonts are there from the next frame on.
            return apply(ui.ctx(), Theme::Light);
        }
        let data = GridData {
            book: &self.book,
            findings: &self.findings,
            scope: Section::B2b.into(),
            rows: &self.rows,
            sort: &self.sort,
            filtered: &Default::default(),
            selection: &self.selection,
            selected: self.selection.visible(&bitmap(&self.rows)).len(),
            revision: self.revision,
            day: common::day("20-03-2026"),
            density: Density::Normal,
            locked: None,
            found: None,
        };
        for request in self.grid.show(ui, &data) {
            self.apply(&request);
            self.asked.push(request);
        }
    }

    fn apply(&mut self, request: &GridRequest) {
        let rows = &self.rows;
        match *request {
            GridRequest::Click { row, shift: true, .. } | GridRequest::DragTo { row } => {
                self.selection.shift_click(rows, row)
            }
            GridRequest::Click { row, ctrl: true, .. } => self.selection.ctrl_click(row),
            GridRequest::Click { row, .. } => self.selection.click(row),
            GridRequest::Move { by, extend } => {
                let place = self.selection.move_focus(rows, by, extend);
                self.grid.reveal(place.unwrap());
            }
            GridRequest::ToggleAll => self.selection.toggle_set(&rows.iter().copied().collect()),
            GridRequest::ToggleFocus => self.selection.toggle_focus(),
            GridRequest::Sort { field, add } => {
                view::sort::clicked(&mut self.sort, field, add);
                self.rows = view::rows(&self.book, &self.findings, Section::B2b, &Filter::default(), &self.sort);
            }
            _ => {}
        }
    }

    fn selected(&self) -> Vec<u32> {
        self.selection.rows.iter().collect()
    }
}

type Window = Harness<'static, Screen>;

fn window(screen: Screen) -> Window {
    let builder = Harness::builder().with_size(vec2(WIDTH, HEIGHT)).with_max_steps(200).with_step_dt(1.0 / 60.0);
    let mut window = builder.build_ui_state(|ui, screen: &mut Screen| screen.show(ui), screen);
    window.run();
    window
}

/// Invoices 0001, 0002 … of which the first is worth most.
fn invoices(count: u32) -> Book {
    let invoice = |i: u32| {
        let record = common::invoice(&format!("{:04}", i + 1)).with("tradenm", format!("Supplier {}", i + 1));
        record.with("val", 1_000_000 - i)
    };
    common::book_of("b2b", &(0..count).map(invoice).collect::<Vec<_>>())
}

fn small() -> Window {
    window(Screen::new(invoices(60), (0..60).collect()))
}

fn wheel(window: &mut Window, delta: egui::Vec2) {
    window.hover_at(pos2(WIDTH / 2.0, HEIGHT / 2.0));
    window.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        delta,
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    window.run();
}

fn centre(window: &Window, name: &str) -> Pos2 {
    window.get_by_label_contains(name).rect().center()
}

fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    window.hover_at(from);
    window.drag_at(from);
    window.run_steps(1);
    window.hover_at(to);
    window.run_steps(3);
    window.drop_at(to);
    window.run();
}

#[test]
fn a_row_is_selected_by_a_click_and_says_so() {
    let mut window = small();
    let name = "Row 3: 0003, Supplier 3, No action";
    assert_eq!(window.get_by_label(name).accesskit_node().is_selected(), Some(false));
    window.get_by_label(name).click();
    window.run();
    assert_eq!(window.state().selected(), [2]);
    assert_eq!(window.get_by_label(name).accesskit_node().is_selected(), Some(true));

    assert_eq!(window.state().asked, [GridRequest::Click { row: 2, ctrl: false, shift: false }]);

    window.get_by_label_contains("Row 6:").click_modifiers(Modifiers::SHIFT);
    window.run();
    assert_eq!(window.state().selected(), [2, 3, 4, 5]);
    window.get_by_label_contains("Row 4:").click_modifiers(Modifiers::COMMAND);
    window.run();
    assert_eq!(window.state().selected(), [2, 4, 5]);
}

#[test]
fn a_click_within_one_frame_counts_once_and_with_the_keys_held_then() {
    let mut window = small();
    window.get_by_label_contains("Row 3:").click();
    window.run();
    let pos = centre(&window, "Row 5:");
    let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::SHIFT);
    window.hover_at(pos);
    window.run();
    let press = |pressed| Event::PointerButton { pos, button, pressed, modifiers };
    window.input_mut().events.extend([press(true), press(false)]);
    window.run();
    assert_eq!(window.state().selected(), [2, 3, 4]);
    assert_eq!(window.state().asked.len(), 2);
}

#[test]
fn a_screen_reader_may_click_a_row() {
    let mut window = small();
    window.get_by_label_contains("Row 3:").click_accesskit();
    window.run();
    assert_eq!(window.state().selected(), [2]);
}

#[test]
fn a_double_click_opens_the_cell_and_on_a_status_its_menu() {
    let mut window = small();
    for (heading, row) in [("Supplier", "Row 2:"), ("Status", "Row 5:")] {
        let at = pos2(window.get_by_label(heading).rect().center().x, centre(&window, row).y);
        window.hover_at(at);
        for _ in 0..2 {
            window.drag_at(at);
            window.drop_at(at);
        }
        // So long that the next click does not belong to these.
        window.run_steps(60);
    }
    let opened: Vec<_> = window.state().asked.iter().filter(|asked| matches!(asked, GridRequest::Open(..))).collect();
    assert_eq!(opened, [&GridRequest::Open(Field::Name, 1)]);
    window.get_by_label("Pending").click();
    window.run();
    assert_eq!(window.state().asked.last(), Some(&GridRequest::Action(Action::Pending, 4)));
}

#[test]
fn a_click_on_the_checkbox_of_a_row_leaves_the_others_alone() {
    let mut window = small();
    for row in ["Row 2:", "Row 5:"] {
        let at = pos2(20.0, centre(&window, row).y);
        window.hover_at(at);
        window.drag_at(at);
        window.drop_at(at);
        window.run();
    }
    assert_eq!(window.state().selected(), [1, 4]);
}

#[test]
fn dragging_selects_a_range_and_scrolls_at_the_edge() {
    let mut window = small();
    let (from, to) = (centre(&window, "Row 2:"), centre(&window, "Row 6:"));
    drag(&mut window, from, to);
    assert_eq!(window.state().selected(), [1, 2, 3, 4, 5]);

    window.hover_at(from);
    window.drag_at(from);
    window.run_steps(1);
    window.hover_at(pos2(from.x, HEIGHT + 60.0));
    window.run_steps(60);
    assert_eq!(window.state().selected(), (1..60).collect::<Vec<_>>());
}

#[test]
fn the_checkbox_in_the_headings_takes_all_rows_or_none() {
    let mut window = small();
    window.get_by_label("All rows").click();
    window.run();
    assert_eq!(window.state().selected().len(), 60);
    window.get_by_label("All rows").click();
    window.run();
    assert_eq!(window.state().selected(), [] as [u32; 0]);
}

#[test]
fn a_click_on_a_heading_sorts_and_shift_adds_a_key() {
    let mut window = small();
    window.get_by_label("Value").click();
    window.run();
    window.get_by_label("Row 1: 0060, Supplier 60, No action");
    window.get_by_label("Date").click_modifiers(Modifiers::SHIFT);
    window.run();
    let keys: Vec<_> = window.state().sort.iter().map(|key| (key.field, key.descending)).collect();
    assert_eq!(keys, [(Field::Value, false), (Field::Day, false)]);
    window.get_by_label("Value").click();
    window.run();
    window.get_by_label("Row 1: 0001, Supplier 1, No action");
}

#[test]
fn the_edge_of_a_heading_makes_its_column_wider() {
    let mut window = small();
    let before = window.get_by_label("Supplier").rect();
    let edge = pos2(before.right(), before.center().y);
    drag(&mut window, edge, edge + vec2(50.0, 0.0));
    let after = window.get_by_label("Supplier").rect();
    assert!((after.width() - before.width() - 50.0).abs() < 1.0, "{} → {}", before.width(), after.width());
    assert_eq!(window.state().sort, []);
    assert!(window.state().grid.layout.width("Supplier").is_some());
}

#[test]
fn only_columns_on_the_screen_are_drawn_and_the_first_two_stay() {
    let mut window = small();
    assert!(window.query_by_label("Internal note").is_none());
    let number = window.get_by_label("Number").rect();
    wheel(&mut window, vec2(-200.0, 0.0));
    window.get_by_label("Internal note");
    assert!(window.query_by_label("Supplier").is_none());
    assert_eq!(window.get_by_label("Number").rect(), number);
}

#[test]
fn keys_move_the_focus_and_the_screen_follows() {
    let mut window = small();
    window.get_by_label_contains("Row 1:").click();
    window.run();
    window.key_press(Key::ArrowDown);
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    window.run();
    assert_eq!(window.state().selected(), [1, 2]);
    window.key_press(Key::Space);
    window.run();
    assert_eq!(window.state().selected(), [1]);
    window.key_press_modifiers(Modifiers::COMMAND, Key::End);
    window.run();
    assert_eq!(window.state().selected(), [59]);
    window.get_by_label_contains("Row 60:");
    assert!(window.query_by_label_contains("Row 1:").is_none());
    window.key_press(Key::PageUp);
    window.run();
    let page = window.state().grid.page() as u32;
    assert_eq!(window.state().selected(), [59 - page]);
}

#[test]
fn keys_are_left_to_others_while_the_grid_has_not_the_focus() {
    let mut window = small();
    window.key_press(Key::ArrowDown);
    window.run();
    assert_eq!(window.state().asked, []);
}

#[test]
fn the_status_menu_offers_what_the_rules_allow() {
    let mut records = vec![common::invoice("A-1"), common::invoice("A-2").with("ispendactblocked", "Y")];
    records[0] = records[0].clone().with("action", "R");
    let mut window = window(Screen::new(common::book_of("b2b", &records), vec![0, 1]));
    window.get_by_label_contains("Row 2:").click();
    window.run();
    window.key_press(Key::Enter);
    window.run();
    assert!(window.get_by_label("Pending").accesskit_node().is_disabled());
    window.get_by_label("Reject").click();
    window.run();
    assert_eq!(window.state().asked.last(), Some(&GridRequest::Action(Action::Reject, 1)));
    assert!(window.query_by_label("Reject").is_none());
}

#[test]
fn a_changed_cell_tells_what_it_was() {
    let mut window = small();
    common::decided(&mut window.state_mut().book, Section::B2b, 1, Change::action(Action::Accept));
    window.run();
    let status =
        pos2(window.get_by_label("Status").rect().left() + 30.0, centre(&window, "Row 2: 0002, Supplier 2, Accept").y);
    window.hover_at(status);
    window.run();
    std::thread::sleep(std::time::Duration::from_millis(600));
    window.run_steps(60);
    window.get_by_label("No action → Accept");
}

#[test]
fn a_finding_is_said_at_the_number() {
    let records = [common::invoice("A-1"), common::invoice("A-2").with("action", "A").with("srcfilstatus", "NF")];
    let mut window = window(Screen::new(common::book_of("b2b", &records), vec![0, 1]));
    let number = pos2(window.get_by_label("Number").rect().center().x, centre(&window, "Row 2:").y);
    window.hover_at(number);
    window.run();
    window.run_steps(60);
    window.get_by_label_contains("The supplier's GSTR-1 is not filed");
}

#[test]
fn a_second_button_selects_the_row_and_asks_for_a_menu_of_the_cell() {
    let mut window = small();
    let at = pos2(window.get_by_label("Supplier").rect().center().x, centre(&window, "Row 4:").y);
    window.hover_at(at);
    for pressed in [true, false] {
        let button = egui::PointerButton::Secondary;
        window.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
    }
    window.run();
    assert_eq!(window.state().selected(), [3]);
    assert_eq!(window.state().asked.last(), Some(&GridRequest::Menu { row: 3, field: Field::Name, at }));
}

#[test]
fn an_unknown_sheet_is_shown_row_by_row() {
    let headings = ["boenum", "portcd"].map(|title| RawHeading {
        title: title.to_owned(),
        is_amount: false,
        width: 150.0,
        funnel: false,
        gives_room: false,
    });
    let builder = Harness::builder().with_size(vec2(WIDTH, HEIGHT));
    let mut drawn = 0;
    let mut window = builder.build_ui_state(
        move |ui, grid: &mut Grid| {
            if drawn == 0 {
                apply(ui.ctx(), Theme::Light);
                drawn = 1;
                return;
            }
            show_raw(ui, grid, &headings, 1_000_000, &mut |row, column| {
                drawn += 1;
                assert!(drawn < 10_000, "rows are drawn that nobody sees");
                format!("{}-{column}", row + 1)
            });
        },
        Grid::default(),
    );
    window.run();
    window.get_by_label("portcd");
    window.get_by_label("Row 1: 1-0, 1-1");
    window.state_mut().reveal(999_999);
    window.run();
    window.get_by_label("Row 1000000: 1000000-0, 1000000-1");
}

/// Run by hand: `cargo test --release --test window grid -- --ignored --nocapture`.
#[test]
#[ignore = "measures time"]
fn a_frame_at_a_million_rows_is_quick() {
    let mut screen = Screen::new(invoices(100), (0..1_000_000).map(|i| i % 100).collect());
    let ctx = egui::Context::default();
    let input = egui::RawInput {
        screen_rect: Some(egui::Rect::from_min_size(Pos2::ZERO, vec2(2600.0, 1124.0))),
        ..egui::RawInput::default()
    };
    let frame = |screen: &mut Screen| {
        let mut output = ctx.run_ui(input.clone(), |ui| screen.show(ui));
        output.textures_delta.clear();
        output.shapes.len()
    };
    for place in [0, 500_000, 999_999] {
        screen.grid.reveal(place);
        (0..10).for_each(|_| {
            frame(&mut screen);
        });
        let start = std::time::Instant::now();
        let shapes = (0..200).map(|_| frame(&mut screen)).last();
        eprintln!("row {place}: {:?} a frame, {shapes:?} shapes", start.elapsed() / 200);
    }
}
