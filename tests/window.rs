//! The window, driven through the names of its controls as a screen reader knows them. No display, no GPU.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers, ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::{Desk, Looks, Store};
use ims_desk::book::{Action, Section};

type Window = Harness<'static, Desk>;

fn window_with(store: Store, files: Vec<PathBuf>) -> Window {
    let builder = Harness::builder().with_size([1280.0, 800.0]).with_max_steps(16);
    let mut window = builder.build_eframe(move |cc| Desk::new(&cc.egui_ctx, store, files));
    settle(&mut window);
    window
}

fn window(files: &[&Path]) -> Window {
    window_with(Store::in_memory(), files.iter().map(|p| p.to_path_buf()).collect())
}

/// Draws until nothing moves and no job runs.
fn settle(window: &mut Window) {
    let start = Instant::now();
    loop {
        window.run();
        if !window.state().busy() {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "a job does not end");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn click(window: &mut Window, name: &str) {
    window.get_by_label(name).click();
    settle(window);
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    settle(window);
}

fn shows(window: &Window, name: &str) -> bool {
    window.query_all_by_label(name).next().is_some()
}

fn shows_part(window: &Window, part: &str) -> bool {
    window.query_all_by_label_contains(part).next().is_some()
}

/// Replaces what stands in a field.
fn fill(window: &mut Window, label: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, label).focus();
    settle(window);
    press(window, Modifiers::COMMAND, Key::A);
    window.get_by_role_and_label(Role::TextInput, label).type_text(text);
    settle(window);
}

fn sample() -> Window {
    let mut window = window(&[]);
    click(&mut window, "Try with sample data");
    assert!(shows(&window, "B2B Invoices"));
    window
}

fn count(window: &Window, section: Section, action: Action) -> usize {
    let book = window.state().book().unwrap();
    book.sheet(section).actions.iter().filter(|&&a| a == action).count()
}

const SUPPLIER: &str = "24AAAAA0000A1Z8";

/// A download with these b2b records, each a number and more members.
fn download(folder: &Path, recipient: Option<&str>, b2b: &[(&str, &str)]) -> PathBuf {
    let record = |(number, more): &(&str, &str)| {
        format!(
            r#"{{"stin":"{SUPPLIER}","inum":"{number}","inv_typ":"R","idt":"01-10-2026","val":1180,"pos":"27","txval":1000,"iamt":180,"camt":0,"samt":0,"cess":0,"srcform":"R1","rtnprd":"102026","srcfilstatus":"F","action":"N"{more}}}"#
        )
    };
    let records = b2b.iter().map(record).collect::<Vec<_>>().join(",");
    let rtin = recipient.map_or(String::new(), |r| format!(r#""rtin":"{r}","#));
    let path = folder.join("download.json");
    std::fs::write(&path, format!(r#"{{"imsDetails":{{{rtin}"b2b":[{records}]}}}}"#)).unwrap();
    path
}

#[test]
fn the_sample_is_filtered_accepted_undone_and_generated() {
    let home = tempfile::tempdir().unwrap();
    let mut window = sample();
    assert!(shows(&window, "183 of 183 rows"));
    let undecided = count(&window, Section::B2b, Action::NoAction);
    let accepted = count(&window, Section::B2b, Action::Accept);

    click(&mut window, "Undecided");
    assert!(shows(&window, &format!("{undecided} of 183 rows")));
    press(&mut window, Modifiers::COMMAND, Key::A);
    assert!(shows(&window, &format!("{undecided} selected")));
    click(&mut window, &format!("Accept {undecided}"));
    assert_eq!(count(&window, Section::B2b, Action::Accept), accepted + undecided);
    assert!(shows(&window, &format!("{undecided} changed")));
    assert!(shows(&window, &format!("Accepted {undecided} in B2B.")));
    assert!(shows(&window, "0 of 183 rows"), "what is decided leaves the view of undecided rows");

    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(count(&window, Section::B2b, Action::Accept), accepted);
    assert!(shows(&window, "0 changed"));
    press(&mut window, Modifiers::COMMAND, Key::Y);
    assert!(shows(&window, &format!("{undecided} changed")));

    click(&mut window, "Generate upload…");
    assert!(shows(&window, "Review before generating"));
    window.get_all_by_label("Generate upload…").last().unwrap().click();
    settle(&mut window);
    let path = home.path().join("upload.json");
    fill(&mut window, "Path of the upload file", path.to_str().unwrap());
    click(&mut window, "Write the file");
    assert!(shows(&window, "The upload is written"));
    let upload: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(upload["rtin"], "27AAAAA0000A1Z2");
    assert_eq!(upload["invdata"]["b2b"].as_array().unwrap().len(), undecided);
    assert!(upload["invdata"]["b2b"].as_array().unwrap().iter().all(|r| r["action"] == "A"));

    click(&mut window, "Yes, I uploaded it");
    assert!(shows(&window, "0 changed"), "the portal knows it now");
}
