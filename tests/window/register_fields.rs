//! The fields over the columns of a register that is confirmed: by keys, in view, and kept while another file is asked for.

use egui::accesskit::Role;
use egui::{Key, Modifiers, Rect};
use egui_kittest::kittest::{NodeT, Queryable};

use crate::basics::fill;
use crate::common::window::{Window, click, drop_on, press, screen, shows, shows_part, wait_for};
use crate::register::{HEAD, book, scene};

const NONE: Modifiers = Modifiers::NONE;

/// Headings that say too little, so that columns are guessed.
const GUESSED: &str = "Sr,Party Tax Id,Party,Ref,Vch No,Bill Dt,Assessable Amt,Input IGST,Gross Total\n\
    1,29AAAAA0000A1ZY,Test Works,INV/26-27/0380,PV/00001,10-02-2026,1000,180,1180\n\
    2,29AAAAA0000A1ZY,Test Works,INV/26-27/0381,PV/00002,11-02-2026,1000,180,1180\n";

/// What has the keyboard.
fn focused(window: &Window) -> String {
    let all = window.root().children_recursive();
    let node = all.map(|node| node.accesskit_node()).find(|node| node.is_focused());
    node.and_then(|node| node.label()).unwrap_or_default()
}

/// The buttons over the columns, from left to right.
fn fields(window: &Window) -> Vec<(String, Rect)> {
    let all = window.query_all_by_role(Role::Button);
    let named = all.filter_map(|node| Some((node.accesskit_node().label()?, node.rect())));
    named.filter(|(name, _)| name.starts_with("Column ")).collect()
}

#[test]
fn a_field_is_chosen_by_keys_and_the_keyboard_stays_on_its_button() {
    let scene = scene();
    let file = scene.folder.put("guessed.csv", GUESSED);
    let mut window = scene.window();
    drop_on(&mut window, &file);
    for _ in 0..40 {
        press(&mut window, NONE, Key::Tab);
        if focused(&window).starts_with("Column D:") {
            break;
        }
    }
    assert_eq!(focused(&window), "Column D: –");
    press(&mut window, NONE, Key::Enter);
    assert_eq!(focused(&window), "Not used in column D", "it opens on what the column is");
    press(&mut window, NONE, Key::End);
    assert_eq!(focused(&window), "Item in column D");
    press(&mut window, NONE, Key::Home);
    press(&mut window, NONE, Key::ArrowDown);
    assert_eq!(focused(&window), "Supplier GSTIN in column D");
    press(&mut window, NONE, Key::N);
    assert_eq!(focused(&window), "Number in column D", "the next that begins with the letter, or the first");
    press(&mut window, NONE, Key::Enter);
    assert_eq!(focused(&window), "Column D: Number");
    assert!(
        shows_part(&window, "Column E: Own voucher"),
        "what it was taken from is read again: {:#?}",
        screen(&window)
    );
    press(&mut window, NONE, Key::Tab);
    assert!(focused(&window).starts_with("Column E:") || focused(&window).contains("column E"), "{}", focused(&window));
    // A list that closes without a choice gives the keyboard back too.
    press(&mut window, NONE, Key::Enter);
    press(&mut window, NONE, Key::Escape);
    assert_eq!(focused(&window), "Column E: Own voucher");
}

#[test]
fn no_field_lies_over_the_one_beside_it() {
    let scene = scene();
    let file = scene.folder.put("guessed.csv", GUESSED);
    let mut window = scene.window();
    drop_on(&mut window, &file);
    let fields = fields(&window);
    assert!(fields.iter().any(|(name, _)| name.ends_with(", guessed")), "{fields:?}");
    for two in fields.windows(2) {
        assert!(two[0].1.right() < two[1].1.left(), "{two:?}");
    }
}

#[test]
fn what_is_guessed_is_asked_in_view_and_the_tick_below_it_too() {
    let scene = scene();
    let file = scene.folder.put("guessed.csv", GUESSED);
    for size in [[1280.0, 800.0], [1440.0, 900.0], [1920.0, 1080.0]] {
        let mut window = scene.window_of(size);
        drop_on(&mut window, &file);
        let button = window.get_by_label_contains("Match 2 vouchers").rect();
        for words in ["Is that right?", "Remember this layout"] {
            let at = window.get_by_label_contains(words).rect();
            assert!(at.bottom() < button.top(), "{words} at {at} above {button}");
        }
        press(&mut window, NONE, Key::Escape);
    }
}

#[test]
fn the_amounts_of_the_file_s_own_total_are_not_cut() {
    let scene = scene();
    let lines: String =
        (1..40).map(|n| format!("29AAAAA0000A1ZY,Test Works,{n},10-02-2026,,9999.99,1799.99\n")).collect();
    let file = scene.folder.put("total.csv", format!("{HEAD}{lines},Grand Total,,,,389999.61,70199.61\n"));
    let mut window = scene.window_of([1920.0, 1080.0]);
    drop_on(&mut window, &file);
    let total = window.get_by_label_contains("Grand Total").rect();
    assert!(total.height() > 0.0);
    let hashes = |shape: &egui::epaint::ClippedShape| match &shape.shape {
        egui::Shape::Text(text) => text.galley.text().contains("###"),
        _ => false,
    };
    assert!(!window.output().shapes.iter().any(hashes));
}

#[test]
fn a_register_without_a_tax_says_that_nothing_can_agree_exactly() {
    let scene = scene();
    let head = "GSTIN,Party,Bill No,Bill Date,Taxable Value,Duty Int,Duty Loc\n";
    let lines: String = (1..9).map(|n| format!("29AAAAA0000A1ZY,Test Works,{n},10-02-2026,1000,180,0\n")).collect();
    let file = scene.folder.put("no-tax.csv", format!("{head}{lines}"));
    let mut window = scene.window();
    drop_on(&mut window, &file);
    let words = window.get_by_label_contains("No column is read as tax, so nothing can agree exactly.").rect();
    assert!(words.bottom() < window.get_by_label_contains("Match 8 vouchers").rect().top());
    assert!(shows_part(&window, "Duty Int, Duty Loc"));
    // Once there is one, it is not said.
    let column = fields(&window).into_iter().find(|(name, _)| name.starts_with("Column F:")).unwrap().0;
    click(&mut window, &column);
    click(&mut window, "IGST in column F");
    assert!(!shows_part(&window, "No column is read as tax"));
}

#[test]
fn a_confirmation_is_kept_until_another_file_is_read() {
    let scene = scene();
    let file = scene.folder.put("guessed.csv", GUESSED);
    let mut window = scene.window();
    drop_on(&mut window, &file);
    click(&mut window, "Column D: –");
    click(&mut window, "Number in column D");
    for key in [Key::Escape, Key::Enter] {
        click(&mut window, "Another file…");
        assert!(shows(&window, "Read the register") && !shows(&window, "Another file…"));
        match key {
            Key::Escape => press(&mut window, NONE, key),
            _ => {
                fill(&mut window, "Path of the register", "/nowhere/at-all.csv");
                click(&mut window, "Read the register");
                wait_for(&mut window, "This is not imported");
                press(&mut window, NONE, Key::Escape);
            }
        }
        assert!(shows(&window, "Column D: Number"), "{:#?}", screen(&window));
    }
    click(&mut window, "Another file…");
    fill(&mut window, "Path of the register", scene.register.to_str().unwrap());
    click(&mut window, "Read the register");
    wait_for(&mut window, "Match 4 vouchers");
    press(&mut window, NONE, Key::Escape);
    assert!(!shows(&window, "Another file…") && book(&window).register().is_empty(), "the first is not asked again");
}
