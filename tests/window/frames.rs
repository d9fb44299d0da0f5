//! How long frames take while someone works on a very large book, and while its register is being matched.
//!
//! What counts is the program's own time: that of the window's thread on a processor, as all processors are busy matching
//! meanwhile; what a screen reader gets is part of it. Where the system does not say it, the time that passes is taken.

use crate::common;

use std::time::{Duration, Instant};

use common::window::{Window, settle};
use egui::accesskit::Role;
use egui::{Context, Event, FullOutput, Key, Modifiers, Plugin, RawInput, vec2};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::edit::Command;

/// The program's own time a frame.
pub const MOST: Duration = Duration::from_millis(8);
/// Frames between two things that someone does.
const BETWEEN: usize = 6;
/// Frames of a stage that nothing is waited for in.
const AFTER: usize = 30;
/// Nothing takes longer than that.
const PATIENCE: Duration = Duration::from_secs(120);

/// One thing that someone does.
pub enum Act {
    /// A key.
    Key(Modifiers, Key),
    /// Text, or what the system hands over.
    Event(Event),
    /// A click on what has this name.
    Click(&'static str),
    /// Waits until this name is shown.
    Until(&'static str),
    /// Anything else.
    Do(fn(&mut Window)),
}

/// A key alone.
pub fn key(key: Key) -> Act {
    Act::Key(Modifiers::NONE, key)
}

/// A key with Ctrl.
pub fn ctrl(key: Key) -> Act {
    Act::Key(Modifiers::COMMAND, key)
}

/// A key with Shift.
pub fn shift(key: Key) -> Act {
    Act::Key(Modifiers::SHIFT, key)
}

/// Letters, one after another.
pub fn letters(text: &str) -> Vec<Act> {
    text.chars().map(|letter| Act::Event(Event::Text(letter.to_string()))).collect()
}

/// One after another.
pub fn all<const N: usize>(acts: [Vec<Act>; N]) -> Vec<Act> {
    acts.into_iter().flatten().collect()
}

/// Keys alone, one after another.
pub fn keys<const N: usize>(keys: [Key; N]) -> Vec<Act> {
    keys.map(key).into()
}

/// Opens a funnel, leaves some of its values out, and shows the rest.
pub fn all_but_some(funnel: &'static str) -> Vec<Act> {
    let [first, third]: [fn(&mut Window); 2] = [|window| tick(window, 0), |window| tick(window, 2)];
    vec![Act::Click(funnel), Act::Until("Select all"), Act::Do(first), Act::Do(third), Act::Click("Apply")]
}

fn tick(window: &mut Window, place: usize) {
    values(window).nth(place).expect("a value").click();
}

/// The boxes of the values in the funnel that is open, as far as they are in sight.
pub fn values(window: &Window) -> impl Iterator<Item = Node<'_>> {
    let mut boxes = window.query_all_by_role(Role::CheckBox);
    boxes.by_ref().find(|one| one.accesskit_node().label().is_some_and(|label| label == "Select all"));
    boxes
}

/// The wheel turns over the middle of the window.
pub fn wheel(lines: f32) -> Act {
    let turn =
        if lines < 0.0 { |window: &mut Window| turn(window, -25.0) } else { |window: &mut Window| turn(window, 25.0) };
    Act::Do(turn)
}

fn turn(window: &mut Window, lines: f32) {
    window.event(Event::PointerMoved(egui::pos2(700.0, 500.0)));
    window.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        delta: vec2(0.0, lines),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
}

/// A key goes down, or is let go.
fn press(window: &mut Window, modifiers: Modifiers, key: Key, pressed: bool) {
    let held = |modifiers| Event::ModifiersChanged(modifiers);
    let name = key.name();
    let text = pressed && modifiers.is_none() && name.len() == 1;
    let mut events = vec![held(modifiers), Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }];
    events.extend(text.then(|| Event::Text(name.to_lowercase())));
    events.extend((!pressed).then(|| held(Modifiers::NONE)));
    window.input_mut().events.extend(events);
}

/// Whether something of this name is shown.
fn shown(window: &Window, name: &str) -> bool {
    window.query_all_by_label(name).next().is_some()
}

/// Time of this thread on a processor, where the system says it.
#[cfg(unix)]
fn on_processor() -> Option<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Some(Duration::new(time.tv_sec.try_into().ok()?, time.tv_nsec.try_into().ok()?))
}

#[cfg(not(unix))]
fn on_processor() -> Option<Duration> {
    None
}

/// Takes the program's own time for a picture, without what the window of the tests does with it.
#[derive(Default)]
struct Stopwatch {
    began: Option<Duration>,
    longest: Option<Duration>,
}

impl Plugin for Stopwatch {
    fn debug_name(&self) -> &'static str {
        "stopwatch"
    }

    fn input_hook(&mut self, _: &Context, _: &mut RawInput) {
        // Several passes may be made for one picture.
        self.began = self.began.or_else(on_processor);
    }

    fn output_hook(&mut self, _: &Context, _: &mut FullOutput) {
        let own = self.began.take().zip(on_processor()).map(|(began, now)| now - began);
        self.longest = self.longest.max(own);
    }
}

/// A frame.
struct Taken {
    own: Duration,
    passed: Duration,
    /// After which of the things that someone did.
    act: usize,
    began: Instant,
}

/// The frames of all stages.
#[derive(Default)]
pub struct Frames {
    own: Vec<Duration>,
    /// The longest of each stage.
    longest: Vec<(Duration, String)>,
    slow: Vec<String>,
}

impl Frames {
    /// Someone does this; `matching`: while a match runs.
    pub fn stage(&mut self, window: &mut Window, matching: bool, what: &str, acts: &[Act]) {
        let (mut taken, mut ran) = (Vec::new(), 0);
        if matching {
            let complete = !window
                .state()
                .book()
                .is_some_and(|book| book.register().parts().iter().all(|part| part.complete == Some(true)));
            window.state_mut().carry_out(Command::RegisterComplete(complete));
        }
        for (n, act) in acts.iter().enumerate() {
            match act {
                Act::Key(modifiers, key) => press(window, *modifiers, *key, true),
                Act::Event(event) => window.event(event.clone()),
                Act::Click(name) => window.query_all_by_label(name).next().expect(name).click(),
                Act::Do(what) => what(window),
                Act::Until(_) => {}
            }
            let begin = Instant::now();
            let waits = |window: &Window| match act {
                Act::Until(name) => !shown(window, name),
                // What takes long beside a match is not waited for: one goes on.
                _ => !matching && window.state().busy(),
            };
            let mut frames = 0;
            while frames < BETWEEN || waits(window) {
                // It is let go a few frames after it was pressed, as people do.
                if let (Act::Key(modifiers, key), 3) = (act, frames) {
                    press(window, *modifiers, *key, false);
                }
                let on = || common::window::screen(window).join("\n");
                assert!(begin.elapsed() < PATIENCE, "{what}: what was done at {n} does not end:\n{}", on());
                taken.push(frame(window, n));
                ran += usize::from(matching && window.state().is_matching());
                frames += 1;
            }
        }
        for _ in 0..AFTER {
            taken.push(frame(window, acts.len()));
        }
        settle(window);
        self.say(matching, what, &taken, ran);
    }

    fn say(&mut self, matching: bool, what: &str, taken: &[Taken], ran: usize) {
        let mut own: Vec<Duration> = taken.iter().map(|frame| frame.own).collect();
        own.sort();
        let passed = taken.iter().map(|frame| frame.passed).max().unwrap_or_default();
        let name = if matching { format!("{what}, while matching") } else { what.to_owned() };
        let ran = if matching { format!(" (matching in {ran})") } else { String::new() };
        let (middle, longest) = (ms(own[own.len() / 2]), own[own.len() - 1]);
        println!(
            "{name}: {} frames{ran}, {middle} in the middle, {} at the most; with all else on the processor {}",
            own.len(),
            ms(longest),
            ms(passed)
        );
        for slow in taken.iter().filter(|frame| frame.own > MOST) {
            let line = format!("{name}, at {}: {}", slow.act, ms(slow.own));
            println!(
                "    over {}: at {}: {} ({} passed, from {:?})",
                ms(MOST),
                slow.act,
                ms(slow.own),
                ms(slow.passed),
                slow.began
            );
            self.slow.push(line);
        }
        self.own.extend(own);
        self.longest.push((longest, name));
    }

    /// Says what all frames took, and that none took too long.
    pub fn none_was_slow(&mut self) {
        self.own.sort();
        self.longest.sort();
        let of = |part: f64| ms(self.own[((self.own.len() - 1) as f64 * part) as usize]);
        println!(
            "all {} frames: {} in the middle, 99 of 100 within {}, 999 of 1,000 within {}; {} over {}",
            self.own.len(),
            of(0.5),
            of(0.99),
            of(0.999),
            self.slow.len(),
            ms(MOST)
        );
        println!("the longest:");
        for (longest, stage) in self.longest.iter().rev().take(10) {
            println!("    {}: {stage}", ms(*longest));
        }
        assert!(self.slow.is_empty(), "{:#?}", self.slow);
    }
}

fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

/// Draws a frame, and rests for the remainder of its time.
fn frame(window: &mut Window, act: usize) -> Taken {
    let began = Instant::now();
    let (own, passed) = draw(window);
    std::thread::sleep(Duration::from_millis(16).saturating_sub(passed));
    Taken { own, passed, act, began }
}

/// Draws a frame for each event that waits, or one: the program's own time in the longest of them, and the time that passed.
pub fn draw(window: &mut Window) -> (Duration, Duration) {
    window.ctx.add_plugin(Stopwatch::default());
    window.ctx.with_plugin(|watch: &mut Stopwatch| *watch = Stopwatch::default());
    let began = Instant::now();
    window.step();
    let passed = began.elapsed();
    let own = window.ctx.with_plugin(|watch: &mut Stopwatch| watch.longest.take()).flatten();
    (own.unwrap_or(passed), passed)
}
