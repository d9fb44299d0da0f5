//! Decisions that a newer download set aside: taken up or left, named where they are in no table, and waiting through later downloads.

use std::path::PathBuf;

use egui::{Key, Modifiers};

use crate::basics::fill;
use crate::common::window::{at_once, click, drop_on, press, shows, shows_part, typed};
use crate::common::{Folder, Record, download, invoice};
use crate::newer::{A, N, R, Scene, a_week_later, action, scene};
use egui_kittest::kittest::Queryable;

#[test]
fn what_was_set_aside_is_taken_up_or_left_for_one_record_or_for_all_and_both_can_be_undone() {
    let scene = scene();
    let mut window = scene.merged();
    assert!(shows_part(&window, "2 decisions were set aside and wait for you."));
    click(&mut window, "B2B · 3, Taxable: 1,000.00 → 2,000.00, 2 more · 29AAAAA0000A1ZY");
    click(&mut window, "Use my decision");
    assert_eq!(action(&window, "3"), R);
    assert!(shows_part(&window, "1 decision was set aside and waits for you."));
    click(&mut window, "B2B · 2, portal Accept, yours Reject · 29AAAAA0000A1ZY");
    assert!(shows_part(&window, "You had decided: Reject") && shows_part(&window, "It is set aside."));
    click(&mut window, "Keep as on the portal");
    assert_eq!(action(&window, "2"), A);
    assert!(shows_part(&window, "No decision waits for you."));
    assert!(shows_part(&window, "You had decided: Reject") && !shows_part(&window, "It is set aside."));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(shows_part(&window, "1 decision was set aside and waits for you."));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(action(&window, "3"), N);
    assert!(shows_part(&window, "2 decisions were set aside and wait for you."));
}

/// The third download: invoice 2 as in the second, invoice 3 accepted elsewhere.
fn third(scene: &Scene) -> PathBuf {
    let mut records = a_week_later();
    records[2] = records[2].clone().with("action", "A");
    scene.folder.put("third.json", download(&[("b2b", &records)]))
}

#[test]
fn a_decision_that_was_set_aside_waits_through_a_later_download() {
    let scene = scene();
    let mut window = scene.merged();
    drop_on(&mut window, &third(&scene));
    assert!(shows(&window, "Set aside by an earlier download · still waiting for you"));
    click(&mut window, "Import this download");
    assert!(shows_part(&window, "2 decisions were set aside and wait for you."), "that on 2 and that on 3");
    assert!(shows(&window, "2 set aside"));
}

#[test]
fn what_was_left_as_on_the_portal_is_not_asked_about_again_with_a_later_download() {
    let scene = scene();
    let mut window = scene.merged();
    click(&mut window, "B2B · 3, Taxable: 1,000.00 → 2,000.00, 2 more · 29AAAAA0000A1ZY");
    click(&mut window, "Keep as on the portal");
    drop_on(&mut window, &third(&scene));
    click(&mut window, "Import this download");
    assert!(shows_part(&window, "1 decision was set aside and waits for you."), "that on 2");
}

#[test]
fn a_table_of_decisions_names_those_that_are_set_aside_or_gone_as_it_has_them_not() {
    let scene = scene();
    let mut window = scene.merged();
    press(&mut window, Modifiers::COMMAND, Key::S);
    let table = scene.folder.path("decisions.csv");
    fill(&mut window, "Path of the table", table.to_str().unwrap());
    click(&mut window, "Save the table");
    assert!(shows_part(&window, "2 decisions that a newer download set aside: use or leave them first"));
    assert!(shows_part(&window, "1 decision on records that are gone from the portal"));
}

#[test]
fn many_rejections_that_are_taken_up_at_once_are_asked_about() {
    let numbers: Vec<String> = (1..=24).map(|n| n.to_string()).collect();
    let before: Vec<Record> = numbers.iter().map(|number| invoice(number)).collect();
    let after: Vec<Record> =
        before.iter().map(|record| record.clone().with("val", 2360).with("txval", 2000).with("iamt", 360)).collect();
    let folder = Folder::new();
    let first = folder.put("first.json", download(&[("b2b", &before)]));
    let second = folder.put("second.json", download(&[("b2b", &after)]));
    let scene = Scene { folder, first, second };
    let mut window = scene.window(&[&scene.first]);
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::R);
    click(&mut window, "Reject 24 records");
    drop_on(&mut window, &scene.second);
    click(&mut window, "Import this download");
    press(&mut window, Modifiers::NONE, Key::F8);
    click(&mut window, "Use my 24 decisions");
    assert!(shows(&window, "Use your decisions?") && shows(&window, "24 records"));
    click(&mut window, "Cancel");
    assert_eq!(action(&window, "1"), N, "nothing was decided");
    press(&mut window, Modifiers::NONE, Key::F8);
    click(&mut window, "Use my 24 decisions");
    click(&mut window, "Use my decisions");
    assert_eq!(["1", "24"].map(|number| action(&window, number)), [R, R]);
}

/// The third download: invoice 2, which was accepted elsewhere, has no action again.
fn without_action(scene: &Scene) -> PathBuf {
    let mut records = a_week_later();
    records[1] = records[1].clone().with("action", "N");
    scene.folder.put("third.json", download(&[("b2b", &records)]))
}

#[test]
fn the_list_names_the_users_decision_and_not_what_the_portal_held_between() {
    let scene = scene();
    let mut window = scene.merged();
    drop_on(&mut window, &without_action(&scene));
    click(&mut window, "Import this download");
    let line = |yours: &str| format!("B2B · 2, portal No action, {yours} · 29AAAAA0000A1ZY");
    click(&mut window, &line("yours Reject"));
    assert!(shows_part(&window, "You had decided: Reject"));
    click(&mut window, "Use my decision");
    assert_eq!(action(&window, "2"), R);
    assert!(!shows_part(&window, "It is set aside."), "it counts again");
    assert!(shows(&window, &line("yours Reject")));
    assert!(window.query_by_label("Use my decision").is_none());
}

#[test]
fn the_title_of_the_window_names_the_download_that_counts() {
    let scene = scene();
    let mut window = scene.merged();
    let title = |window: &crate::common::window::Window| window.state().title().to_owned();
    let second = title(&window);
    drop_on(&mut window, &without_action(&scene));
    click(&mut window, "Import this download");
    assert_eq!(title(&window), "third.json · IMS Desk");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(title(&window), second);
}

#[test]
fn what_waits_is_decided_by_the_names_of_its_buttons_too() {
    let scene = scene();
    let mut window = scene.merged();
    let named = |window: &mut crate::common::window::Window, name: &str| {
        press(window, Modifiers::COMMAND, Key::K);
        for event in typed(name) {
            at_once(window, [event]);
        }
        press(window, Modifiers::NONE, Key::Enter);
    };
    click(&mut window, "B2B · 2, portal Accept, yours Reject · 29AAAAA0000A1ZY");
    named(&mut window, "use my decision");
    assert_eq!(action(&window, "2"), R);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    named(&mut window, "keep as on the portal");
    assert_eq!(action(&window, "2"), A);
    assert!(shows_part(&window, "1 decision was set aside and waits for you."), "that on 3");
}

#[test]
fn the_review_names_the_decisions_that_wait() {
    let scene = scene();
    let mut window = scene.merged();
    click(&mut window, "B2B · 2, portal Accept, yours Reject · 29AAAAA0000A1ZY");
    click(&mut window, "Use my decision");
    press(&mut window, Modifiers::COMMAND, Key::R);
    assert!(
        shows(&window, "decision of yours was set aside by a newer download: not in the JSON until you pick"),
        "{:#?}",
        crate::common::window::screen(&window)
    );
}
