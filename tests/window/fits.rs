//! What is painted: no figure lies under another or under a bar, none is cut, and no button moves under the pointer.

use crate::common;
use crate::matches::{bought, import};

use common::window::{Window, click, press, settle, shows, start_by, start_with};
use common::{Folder, Record, download, invoice, note};
use egui::{Key, Modifiers, Rect, Shape, vec2};
use egui_kittest::kittest::Queryable;
use ims_desk::app::{Clock, Store};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// A line of text as it is painted.
#[derive(Debug)]
struct Painted {
    words: String,
    at: Rect,
    /// What is seen of it.
    seen: Rect,
}

impl Painted {
    fn is_figure(&self) -> bool {
        self.words.contains('.') && self.words.chars().filter(char::is_ascii_digit).count() > 2
    }
}

/// Everything that is painted: lines of text, and rectangles with what is seen of them.
fn painted(window: &Window) -> (Vec<Painted>, Vec<Rect>) {
    let (mut texts, mut boxes) = (Vec::new(), Vec::new());
    for clipped in &window.output().shapes {
        gather(&clipped.shape, clipped.clip_rect, &mut texts, &mut boxes);
    }
    (texts, boxes)
}

fn gather(shape: &Shape, clip: Rect, texts: &mut Vec<Painted>, boxes: &mut Vec<Rect>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| gather(shape, clip, texts, boxes)),
        Shape::Rect(shape) => boxes.push(shape.rect.intersect(clip)),
        Shape::Text(text) => texts.extend(text.galley.rows.iter().filter_map(|row| {
            // Words that go on in a line begin behind what is before them.
            let (first, last) = (row.glyphs.first()?, row.glyphs.last()?);
            let at = Rect::from_min_size(text.pos + row.pos.to_vec2(), row.size);
            let at =
                at.with_min_x(text.pos.x + row.pos.x + first.pos.x).with_max_x(text.pos.x + row.pos.x + last.max_x());
            let words = row.glyphs.iter().map(|glyph| glyph.chr).collect();
            Some(Painted { words, at, seen: at.intersect(clip) })
        })),
        _ => {}
    }
}

/// What lies over something or is cut, among the figures of a page.
fn faults(window: &Window) -> Vec<String> {
    let (texts, boxes) = painted(window);
    let seen = |text: &&Painted| text.seen.is_positive() && !text.words.trim().is_empty();
    // The letters do not fill their lines.
    let inner = |rect: Rect| rect.shrink2(vec2(0.5, 4.0));
    let mut faults = Vec::new();
    for (i, text) in texts.iter().enumerate().filter(|(_, text)| seen(text) && text.is_figure()) {
        if text.seen.width() < text.at.width() - 0.5 {
            faults.push(format!("cut: {text:?}"));
        }
        let others = texts.iter().enumerate().filter(|(j, other)| *j != i && seen(other));
        for (_, other) in others.filter(|(_, other)| inner(other.seen).intersects(inner(text.seen))) {
            faults.push(format!("{text:?} and {other:?}"));
        }
        let bars = boxes.iter().filter(|bar| (7.5..13.5).contains(&bar.height()) && bar.width() > 0.5);
        // What hides all of a figure lets no part of it be read.
        let hides = |bar: &&Rect| bar.left() <= text.seen.left() && text.seen.right() <= bar.right() + 1.0;
        for bar in bars.filter(|bar| bar.shrink(0.5).intersects(inner(text.seen)) && !hides(bar)) {
            faults.push(format!("{text:?} under a bar: {bar:?}"));
        }
    }
    faults
}

/// Texts that are cut with an ellipsis; buttons that ask have one by their name.
fn cut(window: &Window) -> Vec<String> {
    let (texts, _) = painted(window);
    let names =
        ["Discard…", "Review and generate…", "Generate JSON", "files…", "folder…", "Save", "Remove…", "Import…"];
    let cut = texts.into_iter().filter(|text| text.seen.is_positive()).map(|text| text.words);
    cut.filter(|words| words.ends_with('…') && !names.iter().any(|name| words.contains(name))).collect()
}

/// Records of October of this tax, in every part of the page *Credit*.
fn of_october(tax: i64) -> (Vec<Record>, Vec<Record>) {
    let of = |i: i64, stin: &str| {
        let name = ["Parvuno Steel", "Shri Venkateswara Padmavathi Agro Industries and Cold Storage Private Limited"];
        let record = invoice(&format!("I/{i}")).with("rtnprd", "102026").with("idt", "10-10-2026");
        record.heads([tax / i, 0, 0, 0]).with("stin", stin).with("tradenm", name[i as usize % 2])
    };
    let (one, two) = ("24AAAAA0000A1Z8", "29AAAAA0000A1ZY");
    let invoices = vec![
        of(1, one),
        of(2, two).with("action", "P"),
        of(3, one).with("srcfilstatus", "Not Filed"),
        of(4, two).with("action", "R"),
        of(5, one).with("rtnprd", "112026"),
        of(6, two).with("idt", "10-05-2025").with("rtnprd", "052025").with("action", "P"),
    ];
    let credit = |i: i64| {
        let note = note(&format!("C/{i}")).with("rtnprd", "102026").with("nt_dt", "10-10-2026");
        note.heads([0, tax / 2 / i, tax / 2 / i, 0]).with("stin", one)
    };
    (invoices, vec![credit(2), credit(3).with("action", "P"), credit(4).with("action", "A").with("itcRedReq", "N")])
}

#[test]
fn no_figure_of_the_page_credit_lies_under_another_or_under_a_bar_and_none_is_cut() {
    let folder = Folder::new();
    for tax in [180, 9_99_99_999, 99_99_99_99_99_999, 99_99_99_99_99_99_999] {
        let (invoices, notes) = of_october(tax);
        let path = folder.put("download.json", download(&[("b2b", &invoices), ("b2bcn", &notes)]));
        for width in [1024.0, 1180.0, 1280.0, 1440.0, 1920.0] {
            let clock = Clock::of(|| 1_794_290_400);
            let mut window = start_by([width, 640.0], Store::in_memory(), vec![path.clone()], clock);
            for key in [Key::P, Key::A] {
                press(&mut window, CTRL, Key::A);
                press(&mut window, NONE, key);
                click(&mut window, "Credit");
                assert_eq!(faults(&window), Vec::<String>::new(), "{width}, {tax}");
                click(&mut window, "B2B Invoices");
            }
        }
    }
}

#[test]
fn the_three_figures_of_the_credit_are_each_on_one_line_beside_or_below_one_another() {
    let folder = Folder::new();
    let (invoices, notes) = of_october(99_99_99_99_99_999);
    let path = folder.put("download.json", download(&[("b2b", &invoices), ("b2bcn", &notes)]));
    for width in [1024.0, 1280.0, 1440.0, 1920.0] {
        let clock = Clock::of(|| 1_794_290_400);
        let mut window = start_by([width, 640.0], Store::in_memory(), vec![path.clone()], clock);
        press(&mut window, CTRL, Key::A);
        press(&mut window, NONE, Key::P);
        click(&mut window, "Credit");
        let captions = ["If nothing more is done", "With your decisions", "Change this month"];
        let three = captions.map(|caption| {
            let all = window.query_all_by_label(caption).map(|node| node.rect());
            all.min_by(|a, b| a.top().total_cmp(&b.top())).unwrap()
        });
        let beside = three.iter().all(|rect| (rect.top() - three[0].top()).abs() < 0.5);
        let below = three.iter().all(|rect| (rect.left() - three[0].left()).abs() < 0.5);
        assert!(beside || (below && width < 1200.0), "{width}: {three:?}");
        let (texts, _) = painted(&window);
        for caption in three {
            let below = texts.iter().filter(|text| (text.at.left() - caption.left()).abs() < 1.0);
            let next = below.filter(|text| text.at.top() > caption.center().y);
            let amount = next.min_by(|a, b| a.at.top().total_cmp(&b.at.top())).unwrap();
            let all =
                amount.words.contains('₹') && amount.words.rsplit_once('.').is_some_and(|(_, paise)| paise.len() == 2);
            assert!(all && amount.seen.width() > amount.at.width() - 0.5, "{width}: {amount:?}");
        }
    }
}

/// Where the buttons of the row are from left to right, as far as they are buttons.
fn places(window: &Window) -> Vec<(&'static str, egui::Rangef)> {
    let names = ["Accept ", "Reject ", "Pending ", "No action ", "More", "Filter", "Columns", "Details"];
    let of = |name: &&'static str| {
        let all = window.query_all_by_role(egui::accesskit::Role::Button);
        let label = |node: &egui_kittest::Node<'_>| {
            use egui_kittest::kittest::NodeT;
            node.accesskit_node().label().unwrap_or_default()
        };
        let mut found = all.filter(|node| match name.strip_suffix(' ') {
            Some(_) => label(node).starts_with(name),
            None => label(node) == *name,
        });
        let at = found.find(|node| node.rect().top() < 120.0)?.rect().x_range();
        Some((*name, at))
    };
    names.iter().filter_map(of).collect()
}

#[test]
fn no_button_moves_when_the_selection_is_decided_on() {
    let many: Vec<Record> = (0..1_200).map(|i| invoice(&format!("I/{i}")).heads([9_99_99_999, 0, 0, 0])).collect();
    let held: Vec<Record> = many.iter().map(|record| record.clone().with("action", "P")).collect();
    for width in [1024.0, 1280.0, 1440.0] {
        let mut window = start_with([width, 640.0], Store::in_memory(), &[("b2b", &held)]);
        press(&mut window, CTRL, Key::A);
        settle(&mut window);
        let before = places(&window);
        assert_eq!(before.len(), 8, "{width}: all four actions are buttons: {before:?}");
        for key in [Key::A, Key::R, Key::N] {
            press(&mut window, NONE, key);
            if shows(&window, "Reject all 1,200") {
                click(&mut window, "Reject all 1,200");
            }
            assert_eq!(places(&window), before, "{width}, {key:?}");
        }
    }
}

#[test]
fn what_accepting_does_to_the_credit_is_apart_from_the_button_and_in_its_name() {
    let held = [invoice("1").with("action", "P"), invoice("2").with("action", "P")];
    let mut window = start_with([1440.0, 900.0], Store::in_memory(), &[("b2b", &held)]);
    press(&mut window, CTRL, Key::A);
    assert!(shows(&window, "Accept 2, credit rises by ₹ 360.00"));
    let (button, money) = ("Accept 2, credit rises by ₹ 360.00", "Accept: credit rises by ₹ 360.00");
    let [button, more, money] = [button, "More", money].map(|name| window.get_by_label(name).rect());
    assert!(button.right() < more.left() && more.right() < money.left(), "{button:?} {more:?} {money:?}");
}

#[test]
fn the_question_whether_the_register_is_complete_is_whole_at_every_width() {
    for width in [1024.0, 1280.0, 1440.0, 1920.0] {
        let mut window = start_with([width, 900.0], Store::in_memory(), &[("b2b", &[invoice("A/1"), invoice("Q-90")])]);
        import(&mut window, &[bought("A/1", 1000, 180)]);
        click(&mut window, "Match");
        let (texts, _) = painted(&window);
        for part in ["expenses, bank charges", "Not said, taken as No", "Register complete?"] {
            let text = texts.iter().find(|text| text.words.contains(part));
            let text = text.unwrap_or_else(|| panic!("{width}: {part}"));
            assert!(text.seen.width() > text.at.width() - 0.5, "{width}: {text:?}");
        }
        assert_eq!(cut(&window), Vec::<String>::new(), "{width}");
    }
}

#[test]
fn the_status_bar_says_whole_that_the_work_is_saved_beside_a_large_selection() {
    let folder = Folder::new();
    let large: Vec<Record> =
        (0..300).map(|i| invoice(&format!("I/{i}")).heads([99_99_99_999, 99_99_999, 99_99_999, 0])).collect();
    let path = folder.put("download.json", download(&[("b2b", &large)]));
    for width in [1024.0, 1280.0] {
        let store = Store::at(folder.path(&format!("data {width}")));
        let mut window = start_by([width, 640.0], store, vec![path.clone()], Clock::default());
        click(&mut window, "All sheets");
        press(&mut window, CTRL, Key::A);
        let (texts, _) = painted(&window);
        assert!(texts.iter().any(|text| text.words == "Saved as you go"), "{width}: {texts:#?}");
        assert!(texts.iter().all(|text| !text.words.contains("####")), "{width}");
        if width < 1100.0 {
            assert!(texts.iter().any(|text| text.words.ends_with("more sums")), "{width}");
        }
    }
}

#[test]
fn details_of_a_supplier_with_long_names_and_large_sums_are_whole() {
    let name = "Shri Venkateswara Padmavathi Lakshmi Narasimha Agro Industries & Cold Storage (Bharat) Private Limited, Unit II";
    let large = |i: i64| {
        let record = invoice(&format!("I/{i}")).with("tradenm", name);
        record.heads([99_99_99_99_99_99_999, 0, 0, 0])
    };
    let records: Vec<Record> = (0..9).map(large).collect();
    for width in [1280.0, 1440.0] {
        let mut window = start_with([width, 900.0], Store::in_memory(), &[("b2b", &records)]);
        click(&mut window, "Suppliers");
        press(&mut window, NONE, Key::ArrowDown);
        settle(&mut window);
        assert!(shows(&window, "Show the records"));
        let (texts, _) = painted(&window);
        let inside: Vec<_> = texts.iter().filter(|text| text.at.center().x > width - 286.0).collect();
        for text in inside.iter().filter(|text| text.at.top() > 80.0 && text.at.bottom() < 820.0) {
            assert!(text.seen.width() > text.at.width() - 0.5, "{width}: {text:?}");
        }
        let figure = "8,99,99,99,99,99,99,991.00";
        assert!(inside.iter().any(|text| text.words == figure), "{width}: {inside:#?}");
    }
}
