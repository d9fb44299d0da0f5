//! The grid with a million rows: each is drawn where it belongs, and the wheel and the bar go as far anywhere.

use std::collections::BTreeSet;

use egui::{pos2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};

use super::{HEIGHT, Screen, WIDTH, Window, invoices, wheel, window};

/// Where the room for the grid ends: there is a margin.
const ROOM: f32 = HEIGHT - 8.0;
/// The height of a row.
const PITCH: f32 = 26.0;

/// A view of this many rows: the same hundred records again and again.
fn large(rows: u32) -> Window {
    window(Screen::new(invoices(100), (0..rows).map(|i| i % 100).collect()))
}

/// The numbers of the rows on the screen, and the top of each.
fn shown(window: &Window) -> Vec<(u32, f32)> {
    let place = |name: String| name.strip_prefix("Row ").and_then(|n| n.split(':').next()?.parse().ok());
    let rows = window.root().children_recursive().filter_map(|node| {
        let place = place(node.accesskit_node().label()?)?;
        // Cut at the edges of the body: the lower edge is true for the first row.
        Some((place, node.rect().bottom() - PITCH))
    });
    let mut rows: Vec<(u32, f32)> = rows.collect();
    rows.sort_by_key(|row| row.0);
    rows
}

#[test]
fn any_of_a_million_rows_is_drawn_exactly() {
    let mut window = large(1_000_000);
    for place in [0, 499_999, 999_999] {
        window.state_mut().grid.reveal(place as usize);
        window.run();
        let mut rows = shown(&window);
        assert!(rows.iter().any(|row| row.0 == place + 1), "row {} is not among {rows:?}", place + 1);
        // One row under the other, none missing, none a point off; of the last one only a part may be seen.
        assert!(rows.len() >= 20, "{rows:?}");
        rows.pop();
        assert!(rows.windows(2).all(|two| two[1] == (two[0].0 + 1, two[0].1 + PITCH)), "{rows:?}");
    }
    // The last row ends where the room ends, above the bar.
    let (last, top) = *shown(&window).last().unwrap();
    assert_eq!((last, top + PITCH), (1_000_000, ROOM - 10.0));
}

#[test]
fn a_notch_of_the_wheel_is_as_far_anywhere() {
    let mut window = large(1_000_000);
    let mut distances = BTreeSet::new();
    for place in [100, 365_000, 999_000] {
        window.state_mut().grid.reveal(place);
        window.run();
        let before = shown(&window);
        wheel(&mut window, vec2(0.0, -1.0));
        let after = shown(&window);
        let (row, top) = before[before.len() / 2];
        let now = after.iter().find(|other| other.0 == row).unwrap().1;
        assert!(now < top, "nothing moved at {place}");
        distances.insert(((top - now) * 100.0).round() as i32);
    }
    assert_eq!(distances.len(), 1, "{distances:?}");
}

#[test]
fn the_bar_goes_from_the_first_row_to_the_last_and_names_the_row() {
    let mut window = large(1_000_000);
    let (top, bottom) = (pos2(WIDTH - 6.0, 40.0), pos2(WIDTH - 6.0, HEIGHT));
    window.hover_at(top);
    window.drag_at(top);
    window.run_steps(1);
    window.hover_at(pos2(top.x, HEIGHT / 2.0));
    window.run_steps(3);
    let stated = window.get_by_label_contains("of 10,00,000").accesskit_node().value().unwrap();
    let row: u32 = stated.trim_start_matches("Row ").split(' ').next().unwrap().replace(',', "").parse().unwrap();
    assert!((450_000..550_000).contains(&row), "{stated}");
    assert_eq!(shown(&window)[0].0, row);
    window.hover_at(bottom);
    window.run_steps(3);
    window.drop_at(bottom);
    window.run();
    window.get_by_label_contains("Row 1000000:");
}

#[test]
fn an_idle_grid_asks_for_no_frame() {
    for place in [0, 500_000, 999_999] {
        let mut window = large(1_000_000);
        window.state_mut().grid.reveal(place);
        window.run();
        // `run` goes on for as long as frames are asked for.
        assert_eq!(window.run(), 1);
        let asked: Vec<_> = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay).collect();
        assert!(asked.iter().all(|delay| *delay == std::time::Duration::MAX), "{asked:?}");
    }
}
