//! How safe the work is, at the right of the status bar; with what can be done about it.

use egui::{Label, RichText, Ui};

use crate::app::actions::UserAction;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, size, space, tokens};
use crate::session::Session;
use crate::session::keeping::journal::Keeping;
use crate::store::Store;
use crate::store::journal::Kept;

/// Draws it, from right to left.
pub fn show(ui: &mut Ui, open: &Session, store: &Store, out: &mut Requests) {
    let (words, why, bad) = words(open);
    if bad {
        if theme::link(ui, UserAction::KeepElsewhere.name()).clicked() {
            out.push(Request::Do(UserAction::KeepElsewhere));
        }
        if theme::link(ui, TRY_AGAIN).clicked() {
            out.push(Request::SaveNow);
        }
    }
    let text = RichText::new(words).font(theme::font(size::CAPTION));
    let text = if bad { text.color(tokens(ui).reject.colour) } else { text.weak() };
    // What could not be read may be read in a moment.
    if let Keeping::Unread { .. } = open.keeping()
        && !bad
        && theme::link(ui, TRY_AGAIN).clicked()
    {
        out.push(Request::SaveNow);
    }
    let why = store.problem().map_or_else(|| why.clone(), |problem| format!("{why}\n{problem}"));
    ui.add(Label::new(text).truncate()).hint(why);
}

/// The room that it needs to be read whole; of a long reason the most that is kept for it.
pub fn width(ui: &Ui, open: &Session) -> f32 {
    const MOST: f32 = 320.0;
    let wide = |text: &str, points: f32| theme::text_width(ui.painter(), text, theme::font(points));
    let (words, _, bad) = words(open);
    let gap = ui.spacing().item_spacing.x;
    let links = match (bad, open.keeping()) {
        (true, _) => wide(UserAction::KeepElsewhere.name(), size::BODY) + wide(TRY_AGAIN, size::BODY) + 2.0 * gap,
        (false, Keeping::Unread { .. }) => wide(TRY_AGAIN, size::BODY) + gap,
        _ => 0.0,
    };
    wide(&words, size::CAPTION).min(MOST) + links + gap + 2.0 * space::STEP
}

const TRY_AGAIN: &str = "Try again";

/// In words: how it is, why, and whether something should be done about it.
fn words(open: &Session) -> (String, String, bool) {
    match open.keeping() {
        Keeping::LookOnly(look) => (
            "To look at only".into(),
            format!("Open in another window: {}. Close it there to decide here.", look.who),
            false,
        ),
        Keeping::Waiting { why, .. } if open.unwritten() => (
            "Decisions in memory: save them with Ctrl+S".into(),
            format!(
                "They are written as soon as the disk allows it. They are lost when the window closes before that, unless you save \
                 them or generate the upload. Not kept now: {why}."
            ),
            true,
        ),
        Keeping::InMemory(why) | Keeping::Waiting { why, .. } | Keeping::Unread { why, .. } => {
            // There is no need to keep what was done to the sample.
            let of_file = open.book().sources().list().iter().any(|source| source.path.is_some());
            match (open.unwritten(), open.log().in_force() > 0) {
                (true, _) => (
                    "Decisions in memory: save them with Ctrl+S".into(),
                    format!(
                        "They are lost when the window closes unless you save them or generate the upload. Not kept as you go: \
                     {why}."
                    ),
                    of_file,
                ),
                (false, _) if of_file => (
                    "New decisions are not saved".into(),
                    format!(
                        "What you decide from now on is in memory alone, until you save it or generate the upload: {why}."
                    ),
                    true,
                ),
                (false, true) => ("Decisions written".into(), "Everything you decided is in a file.".into(), false),
                (false, false) => {
                    ("No decisions yet".into(), "Every decision is as the portal holds it.".into(), false)
                }
            }
        }
        Keeping::Journal(journal) => {
            let folder = format!("Every step is kept in {}.", journal.folder.display());
            match open.keeping().kept() {
                Kept::Saved if open.log().steps().is_empty() => ("Saved as you go".into(), folder, false),
                Kept::Saved => ("All steps saved".into(), folder, false),
                Kept::Saving => ("Saving…".into(), folder, false),
                Kept::NotSaved(why) => (
                    format!("Not saved: {why}"),
                    "Your decisions are in memory and are written as soon as the disk allows it. Do not close the window."
                        .into(),
                    true,
                ),
            }
        }
    }
}
