//! The queue: keys, clicks and pastes reach the window one by one, in the order in which they were made.
//!
//! egui hands over all that happened since the last frame at once. After a slow frame that may be twenty keys, and anyone who
//! looks for one of them first takes it out of its order: "A ↓ R ↓" would decide other records than the user meant. So each
//! of them waits here until the one before it was carried out and the window has come to rest: what it opened is drawn and
//! has the keyboard, what it looked for is found, its job is done. All keys in one frame then do the same as one key a
//! frame, as every part of the window only ever sees one.
//!
//! - Keys wait while a search looks for the rows that they may be for, and while a job runs. What was pressed while a book
//!   opened was meant for no record of it, and is dropped.
//! - Where the user asked for a dialog (remarks, going to a row), the keys after that are for it, and those after it closes
//!   for what it leaves. A question that the program raises by itself is not answered, closed or passed by what was pressed
//!   before it could be read: that is dropped, until the keyboard was quiet for a moment. The review is protected so as well:
//!   who goes on from it says that it was read.
//! - A second click at the place of the first is for nothing where what was clicked first is there no more ([`SecondClicks`]).
//! - While events wait, the clock of the window is that of their arrival, so that two clicks are a double click by the time
//!   between them, not by the time they waited.
//!
//! Several events are carried out for one picture on the screen as far as they fit into its time (egui calls that discarding
//! a pass), and more where the window has fallen behind.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::second_click::SecondClicks;
use egui::{Context, DroppedFileHandle, Event, Id, Key, Modifiers, Plugin, RawInput, Rect, Ui};

/// While more is waiting no further pass begins that would make a picture later than this, by what its longest pass took. The rest of
/// the 8 milliseconds of a picture are for what follows its passes. Where the program is not optimised one pass may take longer than
/// that: then several are made all the same, as in the program that people use.
const PICTURE: Duration = Duration::from_millis(if cfg!(debug_assertions) { 50 } else { 6 });

/// Where this many keys and clicks wait, the window has fallen behind: it catches up before it shows more pictures.
const BEHIND: usize = 8;

/// How long it may take for one picture then.
const CATCHING_UP: Duration = Duration::from_millis(50);

/// This many times the window is drawn for one picture at most.
const MOST_PASSES: usize = 64;

/// The window is at rest after this many passes in which nothing moved: what closes in one gives the keyboard back in the next.
const CALM: u8 = 2;

/// What moves by itself, as a menu that fades in, is not waited for any longer than this many passes.
const PATIENCE: u8 = 6;

/// A question hears keys and clicks once there were none for this many seconds: what is typed along was not meant for it.
const QUIET: f64 = 0.3;

/// What the next key, click or paste waits for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum WaitsFor {
    /// For nothing.
    #[default]
    Nothing,
    /// For the rows that it may be for.
    Rows,
    /// For a job; this button stops it.
    Job(Option<(Id, Rect)>),
}

/// What waits, and when it came.
struct Waiting {
    at: f64,
    what: What,
}

enum What {
    Event(Event),
    Files(Vec<DroppedFileHandle>),
}

/// How events are let through.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// It does nothing by itself: a key is let go.
    Still,
    /// The pointer moves, the wheel turns: as many at once as there are.
    Moves,
    /// It does something: one at a time.
    Acts,
}

/// Whether a question is to be protected from what was not meant for it.
#[derive(Clone, Copy, PartialEq)]
enum Question {
    /// There is none, or it was quiet long enough.
    Heard,
    /// It is about to be drawn.
    Opens,
    /// The time since which it was quiet.
    Deaf(f64),
}

/// Keys, clicks and pastes that wait for their turn.
pub struct Queue {
    waiting: VecDeque<Waiting>,
    waits_for: WaitsFor,
    question: Question,
    /// Something acted in this pass.
    acted: bool,
    /// Passes since then.
    passes: u8,
    /// Passes since something moved.
    calm: u8,
    /// What had the keyboard at the end of the last pass.
    focused: Option<Id>,
    /// Someone asked to be drawn again at once.
    moving: Arc<AtomicBool>,
    picture: Picture,
    clicks: SecondClicks,
}

/// The passes of one picture.
struct Picture {
    began: Instant,
    pass_began: Instant,
    longest_pass: Duration,
}

/// Lets all that the user does in this window go through a queue.
pub fn install(ctx: &Context) {
    let moving = Arc::new(AtomicBool::new(false));
    let (seen, window) = (moving.clone(), std::thread::current().id());
    ctx.set_repaint_observer(move |asked| {
        // Whatever ends on a thread only wakes the window.
        if asked.delay.is_zero() && std::thread::current().id() == window {
            seen.store(true, Ordering::Relaxed);
        }
    });
    ctx.options_mut(|options| options.max_passes = NonZeroUsize::new(MOST_PASSES).unwrap_or(NonZeroUsize::MIN));
    ctx.add_plugin(Queue {
        waiting: VecDeque::new(),
        waits_for: WaitsFor::Nothing,
        question: Question::Heard,
        acted: false,
        passes: PATIENCE,
        calm: CALM,
        focused: None,
        moving,
        picture: Picture::begin(),
        clicks: SecondClicks::default(),
    });
}

/// Whether anything waits for its turn.
pub fn waits(ctx: &Context) -> bool {
    ctx.with_plugin(|queue: &mut Queue| !queue.waiting.is_empty()).unwrap_or(false)
}

/// Says what the next one waits for.
pub fn wait_for(ctx: &Context, what: WaitsFor) {
    ctx.with_plugin(|queue: &mut Queue| queue.waits_for = what);
}

/// A question was raised that the user did not ask for: it takes nothing that was pressed before it could be read.
pub fn question_raised(ctx: &Context) {
    ctx.with_plugin(|queue: &mut Queue| queue.question = Question::Opens);
}

/// Drops all keys, clicks and pastes that wait: what they were for is gone.
pub fn drop_all(ctx: &Context) {
    ctx.with_plugin(|queue: &mut Queue| queue.waiting.retain(|waiting| waiting.kind() != Kind::Acts));
}

impl Waiting {
    fn kind(&self) -> Kind {
        match &self.what {
            What::Files(_) => Kind::Acts,
            What::Event(event) => match event {
                Event::Key { pressed: false, .. }
                | Event::PointerButton { pressed: false, .. }
                | Event::ModifiersChanged(_)
                | Event::WindowFocused(_) => Kind::Still,
                Event::PointerMoved(_)
                | Event::MouseMoved(_)
                | Event::PointerGone
                | Event::Touch { .. }
                | Event::MouseWheel { .. }
                | Event::Zoom(_)
                | Event::Rotate(_) => Kind::Moves,
                _ => Kind::Acts,
            },
        }
    }

    fn is_button(&self) -> bool {
        matches!(self.what, What::Event(Event::PointerButton { .. }))
    }

    fn is_text(&self) -> bool {
        matches!(self.what, What::Event(Event::Text(_)))
    }

    /// Whether a question that cannot have been read yet must not hear of it. Screen readers name what they mean.
    fn is_blind(&self) -> bool {
        let named = matches!(self.what, What::Event(Event::AccessKitActionRequest(_)));
        self.kind() == Kind::Acts && !named
    }

    /// A key that only changes the text of a field.
    fn edits_text(&self) -> bool {
        let What::Event(event) = &self.what else { return false };
        let edits = [Key::Backspace, Key::Delete, Key::ArrowLeft, Key::ArrowRight];
        match event {
            Event::Text(_) | Event::Ime(_) => true,
            Event::Key { key, modifiers, .. } => edits.contains(key) && !modifiers.command,
            _ => false,
        }
    }
}

impl Picture {
    fn begin() -> Picture {
        let now = Instant::now();
        Picture { began: now, pass_began: now, longest_pass: Duration::ZERO }
    }

    /// Whether one more pass fits in, at the end of one.
    fn has_time(&mut self, most: Duration) -> bool {
        self.longest_pass = self.longest_pass.max(self.pass_began.elapsed());
        self.began.elapsed() + self.longest_pass < most
    }
}

impl Queue {
    /// Takes in what has just come. Given back is what concerns the button that stops a job: it need not wait for the job.
    fn take_in(&mut self, input: &mut RawInput, now: f64) -> Vec<Event> {
        let mut past = Vec::new();
        for event in std::mem::take(&mut input.events) {
            if self.stops_the_job(&event) {
                past.push(event);
            } else {
                self.waiting.push_back(Waiting { at: now, what: What::Event(event) });
            }
        }
        if !input.dropped_files.is_empty() {
            let files = std::mem::take(&mut input.dropped_files);
            self.waiting.push_back(Waiting { at: now, what: What::Files(files) });
        }
        past
    }

    fn stops_the_job(&self, event: &Event) -> bool {
        let WaitsFor::Job(Some((id, rect))) = self.waits_for else { return false };
        match event {
            Event::PointerButton { pos, .. } => rect.contains(*pos),
            Event::Key { key: Key::Escape, pressed: true, modifiers: Modifiers::NONE, .. } => true,
            Event::AccessKitActionRequest(request) => request.target_node == id.accesskit_id(),
            _ => false,
        }
    }

    /// Whether the first one may go on; `typing`: a text field has the keyboard.
    fn first_may_go(&self, typing: bool) -> bool {
        let Some(first) = self.waiting.front() else { return false };
        match self.waits_for {
            WaitsFor::Nothing => true,
            // What is typed into a field is for no row.
            WaitsFor::Rows => typing && (first.edits_text() || self.waiting.get(1).is_some_and(Waiting::is_text)),
            WaitsFor::Job(_) => false,
        }
    }

    /// Whether so much waits that keys count more than pictures.
    fn is_behind(&self) -> bool {
        self.waiting.iter().filter(|waiting| waiting.kind() == Kind::Acts).nth(BEHIND - 1).is_some()
    }

    /// Whether all is drawn that the last one did.
    fn rests(&self) -> bool {
        self.calm >= CALM || self.passes >= PATIENCE
    }

    /// Lets through what has its turn.
    fn let_through(&mut self, ctx: &Context, input: &mut RawInput, dragging: bool, typing: bool) {
        let mut moved = false;
        while let Some(first) = self.waiting.front() {
            let goes = match first.kind() {
                // Let go after it was moved: the move comes first.
                _ if moved && first.is_button() => false,
                // What is dragged over may change with the rows.
                Kind::Moves => !dragging || self.waits_for == WaitsFor::Nothing,
                // A click is at rest before it ends, so that what its press did is seen by it.
                Kind::Still => !first.is_button() || (self.waits_for == WaitsFor::Nothing && self.rests()),
                Kind::Acts if self.is_dropped() => {
                    self.waiting.pop_front();
                    continue;
                }
                Kind::Acts => self.rests() && self.first_may_go(typing),
            };
            let Some(waiting) = self.waiting.pop_front_if(|_| goes) else { return };
            let (kind, button) = (waiting.kind(), waiting.is_button());
            moved |= kind == Kind::Moves;
            match waiting.what {
                What::Event(event) if self.clicks.is_stray(ctx, &event, waiting.at) => continue,
                What::Event(event) => input.events.push(event),
                What::Files(files) => input.dropped_files = files,
            }
            if kind == Kind::Acts || button {
                self.acted = true;
                // The text of a key belongs to it.
                if let Some(Waiting { what: What::Event(text), .. }) = self.waiting.pop_front_if(|next| next.is_text())
                {
                    input.events.push(text);
                }
                return;
            }
        }
    }

    /// Whether the first one was not meant for the question on the screen.
    fn is_dropped(&mut self) -> bool {
        let (Question::Deaf(since), Some(first)) = (self.question, self.waiting.front()) else { return false };
        if !first.is_blind() {
            return false;
        }
        let quiet = first.at - since >= QUIET;
        self.question = if quiet { Question::Heard } else { Question::Deaf(since.max(first.at)) };
        !quiet
    }
}

impl Plugin for Queue {
    fn debug_name(&self) -> &'static str {
        "queue"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        if ctx.output(|output| output.num_completed_passes) == 0 {
            self.picture = Picture::begin();
        } else {
            self.picture.pass_began = Instant::now();
        }
        let last = ctx.input(|i| i.time);
        let now = input.time.unwrap_or(last + f64::from(input.predicted_dt));
        if self.question == Question::Opens {
            self.question = Question::Deaf(now);
        }
        let past = self.take_in(input, now);
        if let Some(first) = self.waiting.front() {
            input.time = Some(first.at.clamp(last.min(now), now).max(last));
            let dragging = ctx.input(|i| i.pointer.any_down());
            self.let_through(ctx, input, dragging, ctx.text_edit_focused());
        }
        input.events.extend(past);
    }

    fn on_begin_pass(&mut self, _: &mut Ui) {
        // That there are events is no unrest.
        self.moving.store(false, Ordering::Relaxed);
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        let acted = std::mem::take(&mut self.acted);
        let ctx = ui.ctx();
        let focused = ctx.memory(|memory| memory.focused());
        if focused != self.focused {
            // Anyone who has the keyboard now says in its next pass which keys it wants.
            self.focused = focused;
            ctx.request_repaint();
        }
        let moving = self.moving.swap(false, Ordering::Relaxed);
        self.passes = if acted { 0 } else { self.passes.saturating_add(1) };
        self.calm = if acted || moving { 0 } else { self.calm.saturating_add(1) };
        // Who waits for a job or a search is woken by its end.
        if self.first_may_go(ctx.text_edit_focused()) {
            ctx.request_repaint();
            if self.picture.has_time(if self.is_behind() { CATCHING_UP } else { PICTURE }) {
                ctx.request_discard("more waits in the queue");
            }
        }
    }
}
