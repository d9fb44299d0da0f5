//! The mark in the list of clients: what is typed marks the client that is meant, and keys act on its line.

use crate::clients::{DAIRY, KAROLIN, board, copied, named, put, three, window, write};
use crate::common;

use common::Folder;
use common::window::{Window, click, press, shows, shows_part};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

const NONE: Modifiers = Modifiers::NONE;
const BELVORA: &str = "27AAAAA0000A1Z2";
const ELVARO: &str = "29AAAAA1111A1ZX";
const NEW_ELVA: &str = "33AAAAA2222A1ZW";

/// Three clients, of which each has "elv" in its name.
fn elvaro(folder: &Folder) {
    for (gstin, file) in [(BELVORA, "1.json"), (ELVARO, "2.json"), (NEW_ELVA, "3.json")] {
        put(folder, gstin, file);
        drop(window(folder, &[file]));
    }
    copied(folder, 3);
    named(folder, &[(BELVORA, "Belvora Mills"), (ELVARO, "Elvaro Motors"), (NEW_ELVA, "Castle Elv")]);
}

fn opened(window: &Window) -> Option<String> {
    window.state().book().and_then(|book| book.recipient.gstin().map(str::to_owned))
}

#[test]
fn what_is_typed_marks_the_name_that_begins_with_it() {
    let folder = Folder::new();
    elvaro(&folder);
    for (typed, gstin) in
        [("elv", ELVARO), ("Elvaro", ELVARO), ("mills", BELVORA), ("castle e", NEW_ELVA), ("lv", BELVORA)]
    {
        let mut window = board(&folder);
        write(&mut window, typed);
        press(&mut window, NONE, Key::Enter);
        assert_eq!(opened(&window).as_deref(), Some(gstin), "{typed}");
    }
    // Of names in which it is inside a word, the one in which a word begins with it is meant.
    named(&folder, &[(ELVARO, "Shelving Works")]);
    let mut window = board(&folder);
    write(&mut window, "elv");
    press(&mut window, NONE, Key::Enter);
    assert_eq!(opened(&window).as_deref(), Some(NEW_ELVA));
}

#[test]
fn a_client_that_is_marked_stays_marked_while_it_fits_as_well() {
    let folder = Folder::new();
    elvaro(&folder);
    named(&folder, &[(BELVORA, "Elvabo Mills")]);
    let mut window = board(&folder);
    write(&mut window, "elva");
    press(&mut window, NONE, Key::Home);
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, NONE, Key::ArrowUp);
    let before = marked(&window);
    // A status that is chosen marks nothing else.
    click(&mut window, "New 2");
    assert_eq!(marked(&window), before);
}

/// The name of the marked line.
fn marked(window: &Window) -> Option<String> {
    use egui_kittest::kittest::NodeT;
    let rows = window.get_all_by_role(egui::accesskit::Role::Row);
    rows.map(|row| row.accesskit_node()).find(|row| row.is_selected() == Some(true)).and_then(|row| row.label())
}

#[test]
fn a_best_hit_below_a_folded_pan_marks_that_pan_and_no_other_client() {
    let folder = Folder::new();
    three(&folder);
    named(&folder, &[(DAIRY, "Akarol Dairy")]);
    let mut window = board(&folder);
    assert!(shows_part(&window, KAROLIN[0]));
    click(&mut window, "Karolin Infra, 2 registrations");
    assert!(!shows_part(&window, KAROLIN[0]), "it is folded");
    write(&mut window, "karol");
    press(&mut window, NONE, Key::Enter);
    assert_eq!(opened(&window), None, "the dairy was not meant");
    assert!(shows_part(&window, KAROLIN[0]), "it is unfolded");
}

#[test]
fn the_menu_key_opens_the_menu_at_the_marked_line() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    press(&mut window, NONE, Key::End);
    for line in [format!("29 Karnataka, {}, New", KAROLIN[1]), format!("Girnath Dairy, {DAIRY}, New")] {
        let line = window.get_by_label(&line).rect();
        press(&mut window, Modifiers::SHIFT, Key::F10);
        let menu = window.get_by_label("Name and return settings…").rect();
        assert!((0.0..60.0).contains(&(menu.top() - line.bottom())), "{menu:?} at {line:?}");
        press(&mut window, NONE, Key::Escape);
        assert!(!shows(&window, "Name and return settings…"));
        press(&mut window, NONE, Key::Home);
    }
}

#[test]
fn a_find_without_a_hit_shows_the_hidden_clients_that_have_it() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    press(&mut window, Modifiers::SHIFT, Key::F10);
    click(&mut window, "Hide");
    write(&mut window, "girn");
    assert!(shows(&window, "No client in this list has \"girn\".") && !shows_part(&window, "Girnath"));
    click(&mut window, "Show 1 hidden client");
    assert!(shows_part(&window, "Girnath Dairy, "));
    press(&mut window, NONE, Key::Escape);
    write(&mut window, "karol");
    assert!(shows(&window, "No hidden client has \"karol\"."));
    click(&mut window, "Show 2 other clients");
    assert!(shows(&window, "Karolin Infra, 2 registrations") && !shows_part(&window, "Girnath"));
    write(&mut window, "nowhere");
    assert!(!shows_part(&window, "Show "), "there is none anywhere");
}

#[test]
fn the_sums_of_a_pan_show_nothing_as_its_lines_do() {
    use egui_kittest::kittest::NodeT;
    let folder = Folder::new();
    three(&folder);
    let window = board(&folder);
    let line = window.get_by_label("Karolin Infra, 2 registrations").accesskit_node();
    let said = line.description().unwrap_or_default();
    assert_eq!(said, "Records 4, To decide 4, CN to answer –, Changed –");
}
