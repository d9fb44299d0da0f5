//! What is asked of a register, and what Enter and undo do there.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use crate::basics::fill;
use crate::common::window::{Window, click, click_row, drop_on, press, settle, shows, shows_part, wait_for};
use crate::common::workbooks;
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

/// The vouchers of [`text`], as another program writes them, with a value beside them.
fn other_headings() -> String {
    let lines = text().replace("Party GSTIN,Party,Bill No,Bill Date,Vch Date,Taxable Value,IGST", "");
    let lines: String = lines
        .lines()
        .filter(|line| line.contains("A1Z") || line.contains("Z1Z8"))
        .map(|line| format!("{line}\n"))
        .collect();
    format!("GSTIN of supplier,Supplier,Invoice No,Invoice Date,Posting Date,Assessable Value,Input IGST\n{lines}")
}

#[test]
fn a_register_of_vouchers_that_are_there_is_asked_about_each_part_at_once_and_enter_adds_nothing() {
    let scene = scene();
    let mut window = scene.imported();
    let march = scene.folder.put("march.csv", text().replace("-02-2026", "-03-2026"));
    drop_on(&mut window, &march);
    let both =
        format!("{}{}", other_headings(), other_headings().replace("-02-2026", "-03-2026").split_once('\n').unwrap().1);
    let file = scene.folder.put("both.csv", both);
    drop_on(&mut window, &file);
    for part in ["books.csv", "march.csv"] {
        assert!(shows_part(&window, &format!("4 of 8 vouchers are in {part} already")), "{part}");
    }
    let focused = |window: &Window, name: &str| window.get_by_label(name).is_focused();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(numbers(&window).len() == 8 && focused(&window, "Replace: books.csv"), "Enter leads to the first question");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(!focused(&window, "Replace: march.csv"), "an answer is no answer to the next question");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(numbers(&window).len() == 8 && focused(&window, "Replace: march.csv"));
    assert!(shows_part(&window, "vouchers are in books.csv already"), "what was answered is still there");
    click(&mut window, "Replace: march.csv");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!((numbers(&window).len(), book(&window).register().parts().len()), (8, 1));
}

#[test]
fn a_register_that_is_opened_with_its_client_is_compared_with_the_vouchers_that_are_there_too() {
    let scene = scene();
    drop(scene.imported());
    let mut window = scene.window_with(scene.folder.put("other.csv", other_headings()));
    wait_for(&mut window, "4 of 4 vouchers are in books.csv already");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(numbers(&window).len(), 4, "Enter adds nothing");
}

#[test]
fn a_known_register_names_what_it_left_out_and_shows_a_total_that_differs() {
    let scene = scene();
    let mut window = scene.imported();
    let march = text().replace("-02-2026", "-03-2026");
    let unclear = march.replace("Z-9,13-03-2026,14-03-2026,250,45", "Z-9,13-03-2026,14-03-2026,#N/A,45");
    let lines: String =
        (20..40).map(|n| format!("29AAAAA0000A1ZY,Test Works,{n},10-03-2026,11-03-2026,1000,180\n")).collect();
    let unclear = unclear.replace(",Total,,,,2750,495\n", &lines);
    let file = scene.folder.put("march.csv", unclear);
    drop_on(&mut window, &file);
    assert!(
        shows_part(&window, "1 line left out: an amount that is not understood."),
        "{:#?}",
        crate::common::window::screen(&window)
    );
    assert!(!shows_part(&window, "Credit does not change"), "a register is no decision");
    let april = scene.folder.put("april.csv", text().replace("-02-2026", "-04-2026").replace("2750", "9750"));
    drop_on(&mut window, &april);
    assert!(shows(&window, "Import purchase register"));
    let doubt = window.get_by_label_contains("The total on line 6 does not agree").rect();
    assert!(doubt.bottom() < window.get_by_label_contains("Match 4 vouchers").rect().top());
    assert!(shows_part(&window, "less"));
}

#[test]
fn whether_it_is_complete_is_asked_in_view_at_every_size() {
    let scene = scene();
    for size in [[1280.0, 720.0], [1280.0, 800.0], [1440.0, 900.0]] {
        let mut window = scene.window_of(size);
        drop_on(&mut window, &scene.register);
        let button = window.get_by_label_contains("Match 4 vouchers").rect();
        for name in ["Complete: Yes", "Complete: No"] {
            let at = window.get_by_label(name).rect();
            assert!(at.bottom() < button.top() && window.ctx.content_rect().contains_rect(at), "{size:?} {name} {at}");
        }
        press(&mut window, Modifiers::NONE, Key::Escape);
    }
}

#[test]
fn the_sums_at_the_foot_of_the_register_are_of_the_selected_vouchers() {
    let scene = scene();
    let mut window = scene.imported();
    assert!(shows(&window, "Taxable ₹ 2,750.00") && shows(&window, "Tax ₹ 495.00"));
    window.get_by_label_contains("Voucher 3: ").click();
    settle(&mut window);
    assert!(shows(&window, "1 selected"), "{:#?}", crate::common::window::screen(&window));
    assert!(shows(&window, "Taxable ₹ 500.00") && shows(&window, "Tax ₹ 90.00"));
    press(&mut window, Modifiers::COMMAND, Key::A);
    assert!(shows(&window, "4 selected") && shows(&window, "Taxable ₹ 2,750.00"));
    press(&mut window, Modifiers::NONE, Key::Space);
    assert!(shows(&window, "3 selected"), "{:#?}", crate::common::window::screen(&window));
    assert!(shows(&window, "Taxable ₹ 2,250.00") && shows(&window, "Tax ₹ 405.00"), "all but voucher 3");
}

#[test]
fn the_sheets_of_one_workbook_are_one_file() {
    let scene = scene();
    let sheet = |name: &str, text: String| {
        let cells = text.lines().zip(0..).flat_map(|(line, at)| {
            let cell = move |(cell, column): (&str, u32)| ((at, column), workbooks::Held::Text(cell.to_owned()));
            line.split(',').zip(0..).map(cell).collect::<Vec<_>>()
        });
        workbooks::Made::of(name, cells.collect())
    };
    let march = text().replace("-02-2026", "-03-2026");
    let file = scene.folder.put("books.xlsx", workbooks::xlsx(&[sheet("Feb", text()), sheet("Mar", march)]));
    let mut window = scene.window();
    drop_on(&mut window, &file);
    click(&mut window, "Match 8 vouchers");
    assert_eq!(book(&window).register().parts().len(), 2);
    show_register(&mut window);
    assert!(shows(&window, "1 file"), "{:#?}", crate::common::window::screen(&window));
}

#[test]
fn an_amount_of_the_settings_is_typed_as_the_program_writes_it() {
    let scene = scene();
    let mut window = scene.window();
    drop_on(&mut window, &scene.register);
    click(&mut window, "Match 4 vouchers");
    click(&mut window, "Settings");
    fill(&mut window, "amounts differ by at most ₹", "20,000");
    assert!(shows_part(&window, "Amounts in rupees: from 0 to 10,000.00."));
    fill(&mut window, "amounts differ by at most ₹", "₹ 5,000.00");
    click(&mut window, "Save settings");
    assert_eq!(book(&window).match_settings().tolerance, 5_000_00);
}
