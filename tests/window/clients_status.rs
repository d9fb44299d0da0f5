//! How far a client is, as its line says it, from New until the portal has taken what was uploaded; by accessible names.

use crate::clients::{DAIRY, put, store, window};
use crate::common;

use common::window::{Window, click, drop_on, press, settle, shows, shows_part, start};
use common::{Folder, RECIPIENT, SUPPLIER, download, invoice};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

const CTRL: Modifiers = Modifiers::COMMAND;

/// Whether the line of the client says that it is so far.
fn is(window: &Window, status: &str) -> bool {
    shows(window, &format!("{DAIRY}, {status}"))
}

fn go_back(window: &mut Window) {
    press(window, CTRL, Key::W);
    assert!(window.state().book().is_none());
}

#[test]
fn a_line_says_how_far_its_client_is_from_new_to_what_the_portal_says() {
    let folder = Folder::new();
    put(&folder, DAIRY, "october.json");
    let mut window = window(&folder, &["october.json"]);
    go_back(&mut window);
    assert!(is(&window, "New") && shows(&window, "New 1"));

    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::NONE, Key::A);
    go_back(&mut window);
    assert!(is(&window, "To decide 1"));

    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, CTRL, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    go_back(&mut window);
    assert!(is(&window, "To review 2"));

    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, CTRL, Key::R);
    press(&mut window, Modifiers::NONE, Key::Escape);
    go_back(&mut window);
    assert!(is(&window, "Ready to generate") && shows(&window, "1 ready") && shows(&window, "Ready 1"));

    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, CTRL, Key::R);
    click(&mut window, "Generate JSON");
    window.get_by_label("Path of the JSON").focus();
    settle(&mut window);
    press(&mut window, CTRL, Key::A);
    window.get_by_label("Path of the JSON").type_text(folder.path("up.json").to_str().unwrap());
    settle(&mut window);
    click(&mut window, "Write the JSON");
    click(&mut window, "Not yet");
    go_back(&mut window);
    assert!(is(&window, "JSON written: uploaded?") && shows(&window, "JSON written 1"));

    press(&mut window, Modifiers::NONE, Key::Enter);
    click(&mut window, "Did you upload it?");
    click(&mut window, "Yes, I uploaded it");
    go_back(&mut window);
    assert!(is(&window, "Uploaded, result awaited") && shows(&window, "Uploaded 1"));
    drop(window);

    // After a restart it is as it was.
    let mut window = start([1440.0, 900.0], store(&folder), Vec::new());
    assert!(is(&window, "Uploaded, result awaited"));

    press(&mut window, Modifiers::NONE, Key::Enter);
    let error = format!(
        r#"{{"gstin":"{DAIRY}","error_report":{{"b2b":[{{"stin":"{SUPPLIER}","inum":"october.json/1","rtnprd":"022026","error_cd":"RET1","error_msg":"differs"}}]}}}}"#
    );
    drop_on(&mut window, &folder.put("errors.json", error));
    click(&mut window, "Show these errors here");
    go_back(&mut window);
    assert!(is(&window, "Errors 1") && shows(&window, "Errors 1") && shows(&window, "Portal errors 1"));

    // A newer download in which the portal holds all of it is the answer.
    let records = ["october.json/1", "october.json/2"].map(|number| invoice(number).with("action", "A"));
    let newer = folder.put("november.json", download(&[("b2b", &records)]).replace(RECIPIENT, DAIRY));
    drop_on(&mut window, &newer);
    click(&mut window, "Go on with that work");
    click(&mut window, "Import this download");
    go_back(&mut window);
    // Whether GSTR-2B is to be recomputed goes by the day.
    assert!(is(&window, "Done") || is(&window, "Recompute GSTR-2B"), "{:?}", common::window::screen(&window));
    assert!(!shows_part(&window, "Errors"));
}
