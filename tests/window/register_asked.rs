//! What is asked of a register, and what Enter and undo do there.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use crate::basics::fill;
use crate::common::window::{Window, click, click_row, drop_on, press, settle, shows, shows_part, wait_for};
use crate::register::{HEAD, book, numbers, scene, show_register, text};

#[test]
fn amounts_below_0_are_asked_about_and_answered_with_a_click() {
    let scene = scene();
    let minus: String = (1..25).map(|n| format!("29AAAAA0000A1ZY,Test Works,{n},{n}-02-2026,,-1000,-180\n")).collect();
    let file = scene.folder.put("minus.csv", format!("{HEAD}{minus}"));
    let mut window = scene.window();
    drop_on(&mut window, &file);
    wait_for(&mut window, "Nearly all amounts are below 0");
    // Enter leads to the question, and imports nothing before it is answered.
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(shows(&window, "Answer first what is asked above the lines.") && book(&window).register().is_empty());
    assert!(window.get_by_label("Credit notes").is_focused());
    press(&mut window, Modifiers::NONE, Key::Enter);
    wait_for(&mut window, "below 0: credit notes");
    assert!(!shows_part(&window, "Nearly all amounts are below 0"), "it is answered");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let kinds = book(&window).register().entries().kinds();
    assert!(kinds.len() == 24 && kinds.iter().all(|kind| *kind == ims_desk::book::EntryType::CreditNote));
    // The next file has the same headings: it is asked again.
    let next = scene.folder.put("next.csv", format!("{HEAD}{}", minus.replace("Works,", "Works,N-")));
    drop_on(&mut window, &next);
    wait_for(&mut window, "Nearly all amounts are below 0");
    click(&mut window, "Purchases");
    wait_for(&mut window, "below 0: purchases");
}

#[test]
fn lines_that_are_not_understood_are_asked_about_in_view_before_enter_imports() {
    let scene = scene();
    let line = |n: usize| {
        format!("29AAAAA0000A1ZY,Test Works,{n},0{n}-02-2026,,{},180\n", if n > 3 { "1000" } else { "9,4x" })
    };
    let file = scene.folder.put("bad.csv", format!("{HEAD}{}", (1..9).map(line).collect::<String>()));
    for size in [[1280.0, 720.0], [1440.0, 900.0]] {
        let mut window = scene.window_of(size);
        drop_on(&mut window, &file);
        let answer = window.get_by_label("Yes, it is right").rect();
        assert!(window.ctx.content_rect().contains_rect(answer), "{answer}");
        press(&mut window, Modifiers::NONE, Key::Enter);
        assert!(book(&window).register().is_empty() && window.get_by_label("Yes, it is right").is_focused());
        press(&mut window, Modifiers::NONE, Key::Escape);
    }
    let mut window = scene.window();
    drop_on(&mut window, &file);
    click(&mut window, "Yes, it is right");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(numbers(&window).len(), 5);
}

#[test]
fn enter_on_a_tick_does_what_the_main_button_says() {
    let scene = scene();
    let mut window = scene.imported();
    let march = scene.folder.put("march.csv", text().replace("-02-2026", "-03-2026"));
    drop_on(&mut window, &march);
    show_register(&mut window);
    click(&mut window, "Remove…");
    for _ in 0..2 {
        press(&mut window, Modifiers::NONE, Key::Tab);
        press(&mut window, Modifiers::NONE, Key::Space);
    }
    assert!(window.get_by_label_contains("march.csv · 4 vouchers").is_focused());
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(book(&window).register().is_empty());
    assert!(shows_part(&window, "Removed 2 parts of the purchase register."));
}

#[test]
fn whether_a_register_is_complete_is_asked_for_all_days_that_its_parts_cover() {
    let scene = scene();
    let mut window = scene.imported();
    for (name, month) in [("march.csv", "-03-2026"), ("june.csv", "-06-2026")] {
        let file = scene.folder.put(name, text().replace("-02-2026", month));
        drop_on(&mut window, &file);
    }
    click(&mut window, "Match");
    settle(&mut window);
    let days = "from 01-02-2026 to 31-03-2026 and from 01-06-2026 to 30-06-2026";
    assert!(shows_part(&window, days), "{:#?}", crate::common::window::screen(&window));
}

#[test]
fn undo_takes_other_match_settings_back_and_no_decision_with_them() {
    let scene = scene();
    let mut window = scene.window();
    drop_on(&mut window, &scene.register);
    click(&mut window, "Match 4 vouchers");
    let tolerance = |window: &_| book(window).match_settings().tolerance;
    let change = |window: &mut _, to: &str| {
        click(window, "Settings");
        fill(window, "amounts differ by at most ₹", to);
        click(window, "Save settings");
    };
    change(&mut window, "25");
    assert!(shows_part(&window, "Match settings changed: ₹ 1.00 → ₹ 25.00."));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!((tolerance(&window), numbers(&window).len()), (1_00, 4), "the register, imported before, stays");
    assert!(shows_part(&window, "Undone: match settings, ₹ 25.00 → ₹ 1.00."));
    press(&mut window, Modifiers::COMMAND, Key::Y);
    assert_eq!(tolerance(&window), 25_00);
    // Behind another step undo is for that one, and then for those before.
    change(&mut window, "30");
    click(&mut window, "Register complete: Yes");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!((tolerance(&window), book(&window).register().is_complete()), (30_00, false));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(tolerance(&window), 25_00);
    drop(window);
    assert_eq!(tolerance(&scene.window()), 25_00, "what counts is remembered");
}

#[test]
fn without_a_register_there_is_nothing_to_walk_through_and_a_register_without_lines_says_so() {
    let scene = scene();
    let mut window = scene.window();
    press(&mut window, Modifiers::NONE, Key::F9);
    assert!(shows_part(&window, "Import a purchase register first."), "{:#?}", crate::common::window::screen(&window));
    let empty = scene.folder.put("empty.csv", HEAD);
    drop_on(&mut window, &empty);
    assert!(shows(&window, "No voucher is in it: no line is below the heading."));
}

#[test]
fn the_palette_finds_not_the_same_for_one_selected_record() {
    let mut window = crate::matches::mixed();
    let aparts = |window: &_| book(window).links().aparts.len();
    let ask = |window: &mut Window| {
        press(window, Modifiers::COMMAND, Key::K);
        window.event(egui::Event::Text("not the same".into()));
        settle(window);
        press(window, Modifiers::NONE, Key::Enter);
    };
    click_row(&mut window, "A/2");
    ask(&mut window);
    assert_eq!(aparts(&window), 1);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(aparts(&window), 0);
}
