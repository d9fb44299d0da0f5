//! Cover: with it on, nothing on the screen or said to a screen reader names another client or tells an amount of it. And what the
//! list says of clients that are hidden or cannot be read.

use crate::basics::fill;
use crate::clients::{DAIRY, KAROLIN, board, clock, copied, named, put, store, three, window, write};
use crate::common;
use crate::frames::draw;

use common::window::{Window, click, drop_on, press, screen, settle, shows, shows_part, start, wait_for};
use common::{Folder, RECIPIENT, SUPPLIER, download, invoice};
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::Desk;

const NONE: Modifiers = Modifiers::NONE;
const COVER: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const SIZE: [f32; 2] = [1440.0, 900.0];

/// Fails where any of these words is anywhere on the screen, or is said of it.
fn hides(window: &Window, secrets: &[&str]) {
    let described = |node: egui_kittest::Node<'_>| node.accesskit_node().description().unwrap_or_default();
    let described: Vec<String> = window.root().children_recursive().map(described).collect();
    let all = [screen(window), described].concat().join("\n").to_lowercase();
    for secret in secrets {
        let line = all.lines().find(|line| line.contains(&secret.to_lowercase()));
        assert_eq!(line, None, "{secret}");
    }
}

#[test]
fn files_of_covered_clients_and_what_came_of_them_are_covered() {
    let folder = Folder::new();
    three(&folder);
    std::fs::create_dir(folder.path("in")).unwrap();
    let newer = |gstin: &str| download(&[("b2b", &[invoice("N/1")])]).replace(RECIPIENT, gstin);
    folder.put("in/Girnath Dairy June.json", newer(DAIRY));
    folder.put(&format!("in/{}_IMS.json", KAROLIN[0]), newer(KAROLIN[0]));
    let stranger = "33AAAAA0000A1Z9";
    let report = format!(
        r#"{{"rtin":"{stranger}","status_cd":"PE","error_report":{{"b2b":[{{"stin":"{SUPPLIER}","error_cd":"RET1","error_msg":"differs","inv":[{{"inum":"N/1"}}]}}]}}}}"#
    );
    folder.put("in/Savitra errors.json", report);
    let table =
        format!("GSTIN of supplier,Invoice No,Invoice Date,Taxable Value,IGST\n{SUPPLIER},N/1,10-02-2026,1000,180\n");
    folder.put("in/Karolin register.csv", table);
    let secrets = ["Girnath", "Karolin", "Savitra", DAIRY, KAROLIN[0], KAROLIN[1], stranger, "ZZZZZ9999Z"];
    let mut window = board(&folder);
    press(&mut window, COVER, Key::H);
    drop_on(&mut window, &folder.path("in"));
    assert!(shows(&window, "Open 4 files") && shows(&window, "G. D. J..json") && shows(&window, "S. E..json"));
    assert!(shows(&window, "There is no client 33… here: open its download first."));
    hides(&window, &secrets);
    for name in ["G. D. J..json", "27 I..json"] {
        window.get_by_role_and_label(egui::accesskit::Role::CheckBox, name).click();
        settle(&mut window);
    }
    window.get_by_label_contains("Import ").click();
    settle(&mut window);
    assert!(shows_part(&window, "left out"));
    hides(&window, &secrets);
    press(&mut window, COVER, Key::H);
    assert!(shows(&window, "Girnath Dairy June.json"), "uncovered all of it is there");
}

#[test]
fn return_settings_of_a_covered_client_say_its_initials_and_keep_its_name() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    press(&mut window, COVER, Key::H);
    window.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    settle(&mut window);
    click(&mut window, "Name and return settings…");
    assert!(shows(&window, "Of 24.") && shows(&window, "G. D."));
    hides(&window, &["Girnath", DAIRY]);
    click(&mut window, "Quarterly (QRMP)");
    click(&mut window, "Save settings");
    press(&mut window, COVER, Key::H);
    assert!(shows_part(&window, "Girnath Dairy, "), "the name is as it was");
}

#[test]
fn a_proposed_path_is_covered_and_is_written_to_all_the_same() {
    let folder = Folder::new();
    three(&folder);
    let own = Folder::new();
    std::fs::create_dir(own.path("Karolin Infra")).unwrap();
    let new = ["33AAAAA0000A1Z9", "36AAAAA0000A1Z3"];
    for gstin in new {
        let records = [invoice("N/1")];
        own.put(&format!("Karolin Infra/{gstin}.json"), download(&[("b2b", &records)]).replace(RECIPIENT, gstin));
    }
    let mut window = board(&folder);
    press(&mut window, COVER, Key::H);
    drop_on(&mut window, &own.path("Karolin Infra"));
    click(&mut window, "Import 2 files");
    assert!(shows(&window, "2 done"));
    hides(&window, &["Karolin", new[0], new[1]]);
    let field = window.get_by_role_and_label(egui::accesskit::Role::TextInput, "Save this list as");
    let initials = field.accesskit_node().description().unwrap_or_default();
    assert!(initials.contains("K. I.") && field.value().unwrap_or_default().is_empty(), "{initials}");
    click(&mut window, "Save list");
    let written = common::names_in(&own.path("Karolin Infra"));
    assert!(written.iter().any(|name| name.ends_with(".csv")), "{written:?}");
}

#[test]
fn a_name_of_its_own_below_a_pan_is_covered_in_the_list_at_the_name_too() {
    let folder = Folder::new();
    three(&folder);
    named(&folder, &[(KAROLIN[1], "Vasudha Traders")]);
    let mut window = window(&folder, &["dairy.json"]);
    press(&mut window, COVER, Key::H);
    click(&mut window, "Girnath Dairy");
    assert!(shows_part(&window, "V. T.") && shows_part(&window, "K. I."));
    hides(&window, &["Vasudha", "Karolin", KAROLIN[0], KAROLIN[1], "ZZZZZ9999Z"]);
}

#[test]
fn what_a_covered_search_finds_names_no_client_no_supplier_and_no_amount() {
    let folder = Folder::new();
    for (gstin, name) in
        [(KAROLIN[0], "mumbai.json"), (KAROLIN[1], "Vasudha.json"), ("33ZZZZZ9999Z1ZF", "chennai.json")]
    {
        let records = [invoice(&format!("{name}/1")).with("tradenm", "Parvuno Mills").with("txval", 77_123.0)];
        folder.put(name, download(&[("b2b", &records)]).replace(RECIPIENT, gstin));
        drop(window(&folder, &[name]));
    }
    copied(&folder, 3);
    named(&folder, &[(KAROLIN[0], "Karolin Infra"), (KAROLIN[1], "Vasudha Traders")]);
    // One of the three is damaged: the others are searched all the same.
    let own = folder.path("ims-desk-data").join(KAROLIN[1]);
    let key = common::names_in(&own).into_iter().find(|name| own.join(name).is_dir()).unwrap();
    for name in common::names_in(&own.join(&key)) {
        if name.starts_with("journal") {
            std::fs::write(own.join(&key).join(name), "rubbish").unwrap();
        }
    }
    let mut window = board(&folder);
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, COVER, Key::F);
    write(&mut window, "parvuno");
    press(&mut window, NONE, Key::Enter);
    wait_for(&mut window, "2 records of \"parvuno\"");
    assert!(shows(&window, "Parvuno Mills") && shows_part(&window, "Vasudha Traders"), "{:?}", screen(&window));
    assert!(shows_part(&window, "the file of your steps is damaged"));
    press(&mut window, COVER, Key::H);
    assert!(shows_part(&window, "it cannot be read") && shows(&window, "P. M."));
    hides(&window, &["Parvuno Mills", "Vasudha", "Karolin", "77,123", "steps is damaged"]);
    click(&mut window, "Open mumbai.json/1 in K. I.");
    assert_eq!(window.state().book().unwrap().recipient.gstin(), Some(KAROLIN[0]), "what is opened is shown as ever");
}

#[test]
fn clients_are_covered_after_a_while_in_which_nothing_was_done() {
    let folder = Folder::new();
    three(&folder);
    let mut store = store(&folder);
    store.change(|settings| settings.cover_after = Some(2));
    let mut window = start(SIZE, store, Vec::new());
    let wait = |window: &mut Window, seconds: f64| {
        let now = window.ctx.input(|input| input.time);
        window.input_mut().time = Some(now + seconds);
        settle(window);
    };
    wait(&mut window, 100.0);
    press(&mut window, NONE, Key::ArrowDown);
    wait(&mut window, 100.0);
    assert!(shows_part(&window, "Girnath Dairy"), "a key was pressed meanwhile");
    wait(&mut window, 100.0);
    hides(&window, &["Girnath", DAIRY]);
    press(&mut window, NONE, Key::ArrowDown);
    hides(&window, &["Girnath", DAIRY]);
    press(&mut window, COVER, Key::H);
    assert!(shows_part(&window, "Girnath Dairy"), "until the key is pressed again");
}

#[test]
fn the_first_picture_shows_no_client_that_is_hidden() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    press(&mut window, NONE, Key::Home);
    press(&mut window, Modifiers::SHIFT, Key::F10);
    click(&mut window, "Hide");
    assert!(!shows_part(&window, "Girnath") && shows(&window, "Hidden 1"));
    drop(window);
    let store = store(&folder);
    // Not one thread has looked into a folder yet.
    let first = Harness::builder().with_size(SIZE).with_max_steps(1);
    let first = first.build_eframe(move |cc| Desk::by_clock(&cc.egui_ctx, store, Vec::new(), clock()));
    assert!(shows(&first, "Hidden 1") && shows_part(&first, "Karolin") && !shows_part(&first, "Girnath"));
}

#[test]
fn a_drive_that_is_pulled_out_leaves_the_list_as_it_was_and_says_so() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    let (here, away) = (folder.path("ims-desk-data"), folder.path("pulled out"));
    std::fs::rename(&here, &away).unwrap();
    window.event(Event::WindowFocused(true));
    settle(&mut window);
    assert!(shows_part(&window, "The pen drive cannot be read"));
    assert!(shows_part(&window, "Girnath Dairy") && shows(&window, "3 clients"));
    assert!(!here.exists(), "nothing is written where it was");
    std::fs::rename(&away, &here).unwrap();
    window.event(Event::WindowFocused(true));
    settle(&mut window);
    assert!(!shows_part(&window, "The pen drive cannot be read") && shows(&window, "3 clients"));
}

#[test]
fn a_line_says_all_of_its_columns_to_a_screen_reader() {
    let folder = Folder::new();
    put(&folder, DAIRY, "dairy.json");
    // 10 November 2026, noon: before the 11th.
    let file = std::fs::File::options().write(true).open(folder.path("dairy.json")).unwrap();
    file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_794_292_200)).unwrap();
    drop(window(&folder, &["dairy.json"]));
    let mut window = board(&folder);
    let said = |window: &Window| window.get_by_label(&format!("{DAIRY}, New")).accesskit_node().description().unwrap();
    let words = said(&window);
    for part in [
        "Monthly, 24 Gujarat, ",
        "downloaded 10-11-2026 12:00, before the 11th: download again",
        "2 records, 2 to decide",
        "With your decisions ",
        "Change 0.00",
        "due 20-11 · 4 days",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(shows(&window, "1 downloaded before the 11th or 13th:") && shows(&window, "download again"));
    named(&folder, &[(DAIRY, "")]);
    press(&mut window, COVER, Key::H);
    let covered = window.get_by_label("24, New").accesskit_node().description().unwrap();
    assert!(!covered.contains("With your decisions") && covered.contains("2 records"), "{covered}");
}

#[test]
fn registrations_of_one_pan_fold_and_who_files_by_the_quarter_sees_what_is_due() {
    let folder = Folder::new();
    three(&folder);
    let mut quarterly = store(&folder);
    quarterly.change(|settings| settings.books.get_mut(KAROLIN[0]).unwrap().qrmp = true);
    quarterly.finish();
    let mut window = board(&folder);
    let line = format!("27 Maharashtra, {}, New", KAROLIN[0]);
    let words = window.get_by_label(&line).accesskit_node().description().unwrap();
    assert!(words.starts_with("QRMP, ") && words.ends_with("due GSTR-2B 14-01 · PMT-06 25-11"), "{words}");
    assert!(!words.contains("With your decisions"), "there is no GSTR-2B this month");
    click(&mut window, "Karolin Infra, 2 registrations");
    assert!(!shows(&window, &line) && shows(&window, "3 clients"));
    click(&mut window, "Karolin Infra, 2 registrations");
    assert!(shows(&window, &line));
}

/// `cargo test --release --test window cover::typing -- --ignored --nocapture`.
#[test]
#[ignore = "prints times; takes the data folder FIVE_HUNDRED"]
fn typing_in_the_find_of_five_hundred_clients() {
    let Some(data) = std::env::var_os("FIVE_HUNDRED") else { return };
    let mut window = start(SIZE, ims_desk::app::Store::at(data.into()), Vec::new());
    let mut own = Vec::new();
    for text in "maharashtra 27aaaaa00 to decide".split_inclusive(|_| true) {
        window.event(Event::Text(text.to_owned()));
        own.push(draw(&mut window).0);
    }
    own.sort();
    println!(
        "own time of frames while typing: {:.1?} in the middle, {:.1?} at the most",
        own[own.len() / 2],
        own[own.len() - 1]
    );
}

#[test]
fn a_covered_client_that_cannot_be_opened_is_not_named() {
    let folder = Folder::new();
    let name = format!("Girnath Dairy_{DAIRY}.json");
    put(&folder, DAIRY, &name);
    drop(window(&folder, &[&name]));
    copied(&folder, 1);
    std::fs::remove_file(folder.path(&name)).unwrap();
    let own = folder.path("ims-desk-data").join(DAIRY);
    for key in common::names_in(&own).into_iter().filter(|key| own.join(key).is_dir()) {
        let zips = common::names_in(&own.join(&key)).into_iter().filter(|name| name.ends_with(".zip"));
        zips.for_each(|zip| std::fs::remove_file(own.join(&key).join(zip)).unwrap());
    }
    let mut window = board(&folder);
    press(&mut window, COVER, Key::H);
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "This cannot be opened") && shows_part(&window, "G. D. 24.json: there is no such file"));
    hides(&window, &["Girnath", DAIRY]);
    press(&mut window, COVER, Key::H);
    assert!(shows_part(&window, &name), "uncovered all of it is there");
}

#[test]
fn what_cannot_be_opened_at_all_is_covered_too() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    press(&mut window, COVER, Key::H);
    drop_on(&mut window, &folder.put("Karolin Infra.txt", "no table and no JSON"));
    assert!(shows(&window, "This cannot be opened"));
    hides(&window, &["Karolin"]);
}

#[test]
fn a_folder_or_a_list_that_cannot_be_written_is_not_named_in_what_is_said() {
    let folder = Folder::new();
    three(&folder);
    let mut ready = window(&folder, &["dairy.json"]);
    press(&mut ready, Modifiers::COMMAND, Key::A);
    press(&mut ready, NONE, Key::A);
    press(&mut ready, Modifiers::COMMAND, Key::R);
    wait_for(&mut ready, "Generate JSON");
    drop(ready);
    let mut window = board(&folder);
    press(&mut window, COVER, Key::H);
    click(&mut window, "Generate JSON for 1…");
    folder.put("Karolin Infra.txt", "");
    let inside = folder.path("Karolin Infra.txt").join("out");
    fill(&mut window, "Folder for the JSON files", inside.to_str().unwrap());
    click(&mut window, "Generate JSON for 1");
    wait_for(&mut window, "This folder cannot be made: ");
    assert!(!shows_part(&window, "Karolin Infra.txt"));
    click(&mut window, "Cancel");

    std::fs::create_dir(folder.path("in")).unwrap();
    for (n, gstin) in ["33AAAAA0000A1Z9", "36AAAAA0000A1Z3"].into_iter().enumerate() {
        put(&folder, gstin, &format!("in/{n}.json"));
    }
    drop_on(&mut window, &folder.path("in"));
    click(&mut window, "Import 2 files");
    fill(&mut window, "Save this list as", folder.path("Karolin Infra.txt").to_str().unwrap());
    click(&mut window, "Save list");
    wait_for(&mut window, "The list cannot be saved there: this already exists.");
    assert!(!shows_part(&window, "Karolin Infra.txt"));
}
