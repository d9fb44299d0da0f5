//! Keys act in the order in which they were pressed, each on the state that the one before it left, however many come in one
//! frame; and so do clicks and pastes between them.

use crate::common;

use common::window::{
    Window, at_once, click, click_events, key, press, screen, settle, shows, shows_part, start, typed,
};
use common::{Folder, download, invoice, note};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, pos2, vec2};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;
use ims_desk::book::Action::{self, Accept, NoAction, Pending, Reject};
use ims_desk::book::Section;
use proptest::prelude::*;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;

/// Twelve invoices, four debit notes, three credit notes. Only the credit notes make the program ask.
fn window() -> Window {
    window_of("b2bcn")
}

/// The table of all sheets of records of which none makes the program ask.
fn window_of_all() -> Window {
    let mut window = window_of("ecom");
    click(&mut window, "All sheets");
    press(&mut window, CTRL, Key::Home);
    window
}

/// Twelve invoices, four debit notes, and three records of another section.
fn window_of(third: &str) -> Window {
    let folder = Folder::new();
    let invoices: Vec<_> = (1..=12).map(|i| invoice(&format!("INV/{i}")).with("val", 5_000 - i)).collect();
    let debit: Vec<_> = (1..=4).map(|i| note(&format!("DN/{i}"))).collect();
    let other = |i: u32| if third == "ecom" { invoice(&format!("ECO/{i}")) } else { note(&format!("CN/{i}")) };
    let others: Vec<_> = (1..=3).map(other).collect();
    let sections: [(&str, &[common::Record]); 3] = [("b2b", &invoices), ("b2bdn", &debit), (third, &others)];
    let file = folder.put("download.json", download(&sections));
    start([1280.0, 800.0], Store::in_memory(), vec![file])
}

fn actions(window: &Window, section: Section) -> Vec<Action> {
    window.state().book().unwrap().sheet(section).actions().to_vec()
}

fn invoices(window: &Window) -> Vec<Action> {
    actions(window, Section::B2b)
}

fn all(parts: &[Vec<Event>]) -> Vec<Event> {
    parts.concat()
}

fn again(parts: &[Vec<Event>], times: usize) -> Vec<Event> {
    (0..times).flat_map(|_| parts.concat()).collect()
}

fn row_at(window: &Window, number: &str) -> Pos2 {
    window.get_by_label_contains(&format!(": {number},")).rect().left_center() + vec2(200.0, 0.0)
}

/// What is different in the outcomes of two windows.
fn differences(quick: &mut Window, slow: &mut Window) -> Vec<(String, String)> {
    // Whatever is done next comes ten seconds later.
    for window in [&mut *quick, &mut *slow] {
        let later = window.ctx.input(|input| input.time) + 10.0;
        window.input_mut().time = Some(later);
    }
    if different_now(quick, slow).is_empty() {
        return Vec::new();
    }
    // Good news leaves by the clock, which goes on with each frame: in one of the two it may be gone already.
    settle(quick);
    settle(slow);
    different_now(quick, slow)
}

fn different_now(quick: &Window, slow: &Window) -> Vec<(String, String)> {
    // Each of them had its download in a folder of its own, which is gone: that is said of what is opened again.
    let named = |line: String| match line.split_once("download.json: there is no") {
        Some((_, rest)) => rest.to_owned(),
        None => line,
    };
    // Where the lines of a sentence end depends on how wide the name of that folder is; the whole sentence is compared.
    let whole = |line: &String| !line.starts_with("TextRun ");
    let [quick, slow] =
        [quick, slow].map(|window| outcome(window).into_iter().filter(whole).map(named).collect::<Vec<_>>());
    let at = |lines: &[String], i: usize| lines.get(i).cloned().unwrap_or_default();
    let pairs = (0..quick.len().max(slow.len())).map(|i| (at(&quick, i), at(&slow, i)));
    pairs.filter(|(quick, slow)| quick != slow).take(8).collect()
}

/// Everything of a book that decisions can change, and what the screen shows.
fn outcome(window: &Window) -> Vec<String> {
    // Ctrl W leaves the client.
    let Some(book) = window.state().book() else { return screen(window) };
    let decided = Section::ALL.into_iter().flat_map(|section| {
        let sheet = book.sheet(section);
        (0..sheet.rows()).map(move |row| {
            let decision = sheet.decision(row);
            let answer = book.answers().get(decision.answer);
            format!("{:?} {:?} {answer:?}", decision.action, book.text(decision.remarks))
        })
    });
    decided.chain(screen(window)).collect()
}

#[test]
fn letters_and_arrows_of_one_frame_decide_row_after_row() {
    let mut window = window();
    let (a, r, down) = (key(NONE, Key::A), key(NONE, Key::R), key(NONE, Key::ArrowDown));
    at_once(&mut window, again(&[a, down.clone(), r, down], 5));
    let turns = [Accept, Reject].repeat(5);
    assert_eq!(invoices(&window)[..10], turns);
    assert_eq!(invoices(&window)[10..], [NoAction; 2]);
}

#[test]
fn letters_of_one_frame_are_taken_in_their_order() {
    let mut window = window();
    at_once(&mut window, all(&[key(NONE, Key::P), key(NONE, Key::R), key(NONE, Key::A)]));
    assert_eq!(invoices(&window)[0], Accept, "the last one counts");
    at_once(&mut window, key(CTRL, Key::Z));
    assert_eq!(invoices(&window)[0], Reject, "three steps were made");
    at_once(&mut window, all(&[key(CTRL, Key::Z), key(CTRL, Key::Z)]));
    assert_eq!(invoices(&window)[0], NoAction);
    at_once(&mut window, all(&[key(CTRL, Key::A), key(NONE, Key::A), key(CTRL, Key::Z), key(NONE, Key::Escape)]));
    at_once(&mut window, all(&[key(CTRL, Key::End), key(NONE, Key::P)]));
    let last = [[NoAction; 11].as_slice(), &[Pending]].concat();
    assert_eq!(invoices(&window), last);
}

#[test]
fn a_hundred_keys_of_one_frame_lose_none() {
    let mut window = window();
    let there_and_back = [key(NONE, Key::A), key(CTRL, Key::Z), key(NONE, Key::ArrowDown), key(NONE, Key::ArrowUp)];
    at_once(&mut window, again(&there_and_back, 24));
    at_once(&mut window, all(&[key(NONE, Key::ArrowDown), key(NONE, Key::R)]));
    assert_eq!(invoices(&window)[..3], [NoAction, Reject, NoAction]);
}

/// Every pair of these and every triple of the first six, in one frame and one a frame. The windows go on from one to the
/// next, so that each also begins where another ended.
#[test]
fn pairs_and_triples_of_keys_in_one_frame_do_the_same_as_one_a_frame() {
    let keys = [
        key(NONE, Key::A),
        key(NONE, Key::R),
        key(NONE, Key::ArrowDown),
        key(NONE, Key::Space),
        key(NONE, Key::Enter),
        key(NONE, Key::Escape),
        key(CTRL, Key::Z),
        key(CTRL, Key::A),
        key(NONE, Key::ArrowUp),
        key(NONE, Key::Delete),
        key(NONE, Key::F7),
        key(SHIFT, Key::ArrowDown),
    ];
    let names = keys.clone().map(|events| match events[1] {
        Event::Key { key, modifiers, .. } => (key, modifiers.command, modifiers.shift),
        _ => panic!("no key"),
    });
    let (mut quick, mut slow) = (window(), window());
    for (i, first) in keys.iter().enumerate() {
        for (j, second) in keys.iter().enumerate() {
            let all_three = i.max(j) < 6;
            for (k, third) in keys.iter().enumerate().take(if all_three { 6 } else { 1 }) {
                at_once(&mut quick, all(&[first.clone(), second.clone(), third.clone()]));
                for key in [first, second, third] {
                    at_once(&mut slow, key.clone());
                }
                assert_eq!(differences(&mut quick, &mut slow), [], "{:?}", [names[i], names[j], names[k]]);
            }
        }
    }
}

/// Everything that a user may do between two looks at the screen. Without Ctrl+W: of a client that is in memory only it asks, and
/// whether the question is there to be answered depends on when it is drawn.
fn anything() -> impl Strategy<Value = Vec<Event>> {
    let keys = [
        (NONE, Key::A),
        (NONE, Key::R),
        (NONE, Key::P),
        (NONE, Key::N),
        (NONE, Key::M),
        (NONE, Key::Delete),
        (NONE, Key::Space),
        (NONE, Key::Enter),
        (NONE, Key::Escape),
        (NONE, Key::Tab),
        (NONE, Key::ArrowDown),
        (NONE, Key::ArrowUp),
        (NONE, Key::PageDown),
        (NONE, Key::Home),
        (NONE, Key::F6),
        (NONE, Key::F7),
        (NONE, Key::F8),
        (NONE, Key::F3),
        (NONE, Key::F1),
        (SHIFT, Key::ArrowDown),
        (SHIFT, Key::F10),
        (CTRL, Key::Home),
        (CTRL, Key::End),
        (CTRL, Key::A),
        (CTRL, Key::D),
        (CTRL, Key::F),
        (CTRL, Key::G),
        (CTRL, Key::H),
        (CTRL, Key::K),
        (CTRL, Key::Y),
        (CTRL, Key::Z),
        (CTRL, Key::Enter),
        (CTRL, Key::PageDown),
        (Modifiers::ALT, Key::ArrowDown),
    ];
    let pressed = prop::sample::select(keys.to_vec()).prop_map(|(modifiers, pressed)| key(modifiers, pressed));
    // Down to the fifth row, the headings, the buttons above, the lists at both sides. No funnel: how much Ctrl+Z takes back
    // in a field depends on when it was typed.
    let x = prop::sample::select(vec![40.0, 200.0, 230.0, 300.0, 440.0, 700.0, 1150.0]);
    let y = prop::sample::select(vec![20.0, 60.0, 95.0, 125.0, 160.0, 190.0, 240.0, 700.0]);
    let clicked = (x, y, prop::sample::select(vec![NONE, NONE, CTRL, SHIFT]))
        // Not on the button of the review: what was pressed before it is on the screen is not for it, and when it is drawn is not the same.
        .prop_map(|(x, y, modifiers)| {
            click_events(pos2(x, if x > 1000.0 { f32::min(y, 240.0) } else { y }), modifiers)
        });
    let pasted =
        // What raises a question is left out: how much of what follows it is dropped depends on when it is drawn.
        prop::sample::select(vec!["R", "Pending"]).prop_map(|text| vec![Event::Paste(text.into())]);
    prop_oneof![12 => pressed, 3 => clicked, 1 => pasted, 1 => Just(typed("inv/3"))]
}

/// The same without taking back where a field may have the keyboard: how much Ctrl+Z takes back there depends on when it was typed.
fn without_undo_in_fields(done: Vec<Vec<Event>>) -> Vec<Vec<Event>> {
    let of = |events: &[Event], keys: &[Key]| {
        events.iter().any(|event| matches!(event, Event::Key { key, pressed: true, .. } if keys.contains(key)))
    };
    let mut field = false;
    let mut kept = Vec::new();
    for events in done {
        field |= of(&events, &[Key::F, Key::H, Key::K, Key::G, Key::M]);
        if !(field && of(&events, &[Key::Z, Key::Y])) {
            kept.push(events);
        }
    }
    kept
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_in_one_frame_does_the_same_as_one_by_one(done in prop::collection::vec(anything(), 2..12).prop_map(without_undo_in_fields)) {
        let (mut quick, mut slow) = (window(), window());
        at_once(&mut quick, done.concat());
        for part in done {
            at_once(&mut slow, part);
        }
        prop_assert_eq!(differences(&mut quick, &mut slow), []);
    }

    #[test]
    fn whatever_is_done_to_all_sheets_in_one_frame_does_the_same_as_one_by_one(
        done in prop::collection::vec(anything(), 2..12).prop_map(without_undo_in_fields),
    ) {
        let (mut quick, mut slow) = (window_of_all(), window_of_all());
        at_once(&mut quick, done.concat());
        for part in done {
            at_once(&mut slow, part);
        }
        prop_assert_eq!(differences(&mut quick, &mut slow), []);
    }
}

#[test]
fn letters_and_arrows_of_one_frame_decide_row_after_row_of_all_sheets() {
    let mut window = window();
    click(&mut window, "All sheets");
    at_once(&mut window, all(&[key(CTRL, Key::Home), again(&[key(NONE, Key::ArrowDown)], 11)]));
    let (r, p, down) = (key(NONE, Key::R), key(NONE, Key::P), key(NONE, Key::ArrowDown));
    at_once(&mut window, again(&[r, down.clone(), p, down], 2));
    assert_eq!(invoices(&window)[10..], [NoAction, Reject]);
    assert_eq!(actions(&window, Section::B2bdn), [Pending, Reject, Pending, NoAction], "over the end of a sheet");
}

#[test]
fn what_follows_a_key_that_opens_a_dialog_goes_into_its_field() {
    let mut window = window();
    let remarks = all(&[key(NONE, Key::R), key(NONE, Key::M), typed("late, ap"), key(CTRL, Key::Enter)]);
    at_once(&mut window, all(&[remarks, key(NONE, Key::ArrowDown), key(NONE, Key::P)]));
    assert_eq!(invoices(&window)[..3], [Reject, Pending, NoAction]);
    let book = window.state().book().unwrap();
    assert_eq!(
        book.text(book.sheet(Section::B2b).remarks()[0]),
        "late, ap",
        "and the letter that opened it is not in it"
    );

    at_once(&mut window, all(&[key(NONE, Key::M), key(NONE, Key::A), key(NONE, Key::ArrowDown), key(NONE, Key::R)]));
    assert_eq!(invoices(&window)[..4], [Reject, Pending, NoAction, NoAction], "no row hears of it");
    assert!(shows(&window, "Save remarks"));
}

#[test]
fn going_to_a_row_finding_and_commands_go_on_with_the_row_that_they_came_to() {
    let mut window = window();
    let go = all(&[key(CTRL, Key::G), typed("7"), key(NONE, Key::Enter), key(NONE, Key::A)]);
    at_once(&mut window, all(&[go, key(NONE, Key::ArrowDown), key(NONE, Key::R)]));
    assert_eq!(invoices(&window)[5..9], [NoAction, Accept, Reject, NoAction]);

    // A row that is not there: the dialog stays, and what was meant for the row is for nothing.
    at_once(&mut window, all(&[key(CTRL, Key::G), typed("99"), key(NONE, Key::Enter), key(NONE, Key::P)]));
    assert!(shows(&window, "Go to"));
    assert!(!invoices(&window).contains(&Pending));
    press(&mut window, NONE, Key::Escape);

    let find = all(&[key(CTRL, Key::F), typed("inv/11"), key(NONE, Key::Enter)]);
    at_once(&mut window, all(&[find, key(NONE, Key::P)]));
    assert_eq!(invoices(&window)[10], Pending, "Enter goes to the row that was found");
    let command = all(&[key(CTRL, Key::K), typed("select nothing"), key(NONE, Key::Enter)]);
    at_once(&mut window, all(&[command, key(CTRL, Key::Home), key(NONE, Key::R)]));
    assert_eq!(invoices(&window)[0], Reject);
}

#[test]
fn a_menu_that_a_key_opens_is_walked_and_left_in_one_frame() {
    let mut window = window();
    let down = key(NONE, Key::ArrowDown);
    let pending = all(&[key(NONE, Key::Enter), down.clone(), down.clone(), down.clone(), key(NONE, Key::Enter)]);
    at_once(&mut window, all(&[pending, down.clone(), key(NONE, Key::A)]));
    assert_eq!(invoices(&window)[..3], [Pending, Accept, NoAction]);
    at_once(&mut window, all(&[key(NONE, Key::Enter), key(NONE, Key::Escape), key(NONE, Key::R)]));
    assert_eq!(invoices(&window)[..3], [Pending, Reject, NoAction]);
}

#[test]
fn a_question_is_neither_answered_nor_passed_by_what_was_typed_before_it_could_be_read() {
    for (select, decide, asked) in
        [(CTRL, Key::A, "One answer for all 3 credit notes"), (NONE, Key::R, "Reject 1 record?")]
    {
        let mut window = window();
        while !shows(&window, "B2B-CN, 3 rows") {
            press(&mut window, CTRL, Key::PageDown);
        }
        let notes = |window: &Window| actions(window, Section::B2bcn);
        if select == CTRL {
            press(&mut window, CTRL, Key::A);
        }
        let along = [key(NONE, Key::Enter), key(NONE, Key::Space), key(NONE, Key::Tab), key(NONE, Key::Escape)];
        let along = all(&[all(&along), key(NONE, Key::A), key(NONE, Key::ArrowDown), key(NONE, Key::P)]);
        at_once(&mut window, all(&[key(NONE, decide), along.clone()]));
        assert!(shows_part(&window, asked), "{asked}");
        assert_eq!(notes(&window), [NoAction; 3]);
        // It hears of keys once it could be read.
        press(&mut window, NONE, Key::Escape);
        assert!(!shows_part(&window, asked));
        press(&mut window, CTRL, Key::Home);
        press(&mut window, NONE, Key::P);
        assert_eq!(notes(&window), [Pending, NoAction, NoAction]);
    }
}

#[test]
fn a_question_waits_until_the_keyboard_is_quiet() {
    let mut window = window();
    while !shows(&window, "B2B-CN, 3 rows") {
        press(&mut window, CTRL, Key::PageDown);
    }
    press(&mut window, CTRL, Key::A);
    let mut time = window.ctx.input(|i| i.time);
    let mut at = |window: &mut Window, later: f64, events: Vec<Event>| {
        time += later;
        window.input_mut().time = Some(time);
        at_once(window, events);
    };
    at(&mut window, 1.0, key(NONE, Key::A));
    // A rhythm of 0.2 s: anyone who types so does not read.
    for pressed in [Key::ArrowDown, Key::R, Key::Enter, Key::Enter, Key::Escape] {
        at(&mut window, 0.2, key(NONE, pressed));
    }
    assert!(shows_part(&window, "One answer for all 3 credit notes"));
    assert_eq!(actions(&window, Section::B2bcn), [NoAction; 3]);
    at(&mut window, 0.5, key(NONE, Key::Enter));
    assert_eq!(actions(&window, Section::B2bcn), [Accept; 3]);
}

#[test]
fn clicks_and_pastes_between_keys_come_in_their_turn() {
    let mut window = window();
    let (third, fifth) = (row_at(&window, "INV/3"), row_at(&window, "INV/5"));
    let done = [
        key(NONE, Key::A),
        click_events(third, NONE),
        key(NONE, Key::R),
        click_events(fifth, SHIFT),
        vec![Event::Paste("P".into())],
        key(NONE, Key::ArrowDown),
        key(NONE, Key::A),
    ];
    at_once(&mut window, all(&done));
    assert_eq!(invoices(&window)[..7], [Accept, NoAction, Pending, Pending, Pending, Accept, NoAction]);
    at_once(&mut window, all(&[key(CTRL, Key::Z), key(CTRL, Key::Z)]));
    assert_eq!(invoices(&window)[..7], [Accept, NoAction, Reject, NoAction, NoAction, NoAction, NoAction]);
}

#[test]
fn what_was_dragged_over_within_one_frame_is_selected() {
    let mut window = window();
    let (from, to) = (row_at(&window, "INV/2"), row_at(&window, "INV/6"));
    let button = |pos, pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: NONE };
    let moves = (1..=8).map(|i| Event::PointerMoved(from + (to - from) * (i as f32 / 8.0)));
    let mut events = vec![Event::PointerMoved(from), button(from, true)];
    events.extend(moves);
    events.push(button(to, false));
    at_once(&mut window, all(&[events, key(NONE, Key::R)]));
    let rejected = (0..12).filter(|&i| invoices(&window)[i] == Reject).collect::<Vec<_>>();
    assert_eq!(rejected, [1, 2, 3, 4, 5]);
}

#[test]
fn clicks_are_double_by_the_time_between_them_and_not_by_how_long_they_waited() {
    for (apart, double) in [(0.1, true), (0.6, false)] {
        let mut window = window();
        let at = row_at(&window, "INV/2") + vec2(60.0, 0.0);
        let note = |window: &Window| shows(window, "Save note");
        press(&mut window, NONE, Key::End);
        let heading = window.get_by_role_and_label(Role::Button, "Internal note").rect();
        let at = pos2(heading.center().x, at.y);
        let time = window.ctx.input(|i| i.time) + 1.0;
        window.input_mut().time = Some(time);
        window.input_mut().events.extend(click_events(at, NONE));
        // Both are still on their way when the next frame comes.
        window.input_mut().events.push(Event::PointerMoved(at));
        window.step();
        window.input_mut().time = Some(time + apart);
        at_once(&mut window, click_events(at, NONE));
        assert_eq!(note(&window), double, "{apart}");
    }
}

#[test]
fn keys_that_edit_in_fields_elsewhere_edit_no_field_here() {
    let mut window = window();
    at_once(&mut window, all(&[key(CTRL, Key::F), typed("inv 12")]));
    at_once(&mut window, key(CTRL, Key::H));
    assert_eq!(window.get_by_label("Find in all columns").value().as_deref(), Some("inv 12"));
    at_once(&mut window, all(&[key(NONE, Key::Home), key(CTRL, Key::K)]));
    assert!(shows(&window, "What do you want to do, or go to?"));
    at_once(&mut window, typed("undo the"));
    for taken in [Key::W, Key::H, Key::K] {
        at_once(&mut window, all(&[key(NONE, Key::Home), key(CTRL, taken)]));
    }
    let field = window.get_by_role_and_label(Role::TextInput, "What do you want to do, or go to?");
    assert_eq!(field.value().as_deref(), Some("undo the"));
    press(&mut window, NONE, Key::Escape);
    assert_eq!(window.get_by_label("Find in all columns").value().as_deref(), Some("inv 12"));
}

#[test]
fn the_window_closes_after_what_was_pressed_before() {
    let mut window = window();
    let viewport = window.input_mut().viewports.get_mut(&egui::ViewportId::ROOT).unwrap();
    viewport.events.push(egui::ViewportEvent::Close);
    let pressed =
        again(&[key(NONE, Key::A), key(NONE, Key::ArrowDown), key(NONE, Key::R), key(NONE, Key::ArrowDown)], 20);
    window.input_mut().events.extend(pressed);
    window.step();
    let commands = |window: &Window| window.output().viewport_output[&egui::ViewportId::ROOT].commands.clone();
    let mut closes = commands(&window);
    assert!(closes.contains(&egui::ViewportCommand::CancelClose));
    for _ in 0..200 {
        window.step();
        closes.extend(commands(&window));
    }
    assert_eq!(invoices(&window)[..2], [Accept, Reject]);
    assert_eq!(invoices(&window)[11], Reject);
    assert!(closes.contains(&egui::ViewportCommand::Close), "it is asked to close again");
}

#[test]
fn an_idle_window_is_not_drawn() {
    let mut window = window();
    at_once(&mut window, all(&[key(NONE, Key::A), key(NONE, Key::ArrowDown)]));
    assert!(!window.state().busy());
    window.step();
    let delay = window.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(delay > std::time::Duration::from_millis(100), "{delay:?}");
}
