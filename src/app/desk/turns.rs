//! What the queue of keys waits for: jobs, searches, questions; and the window closes after it.

use std::mem::Discriminant;

use egui::{Context, Key, Modifiers, Ui};

use crate::app::desk::Desk;
use crate::app::desk::tasks::Task;
use crate::app::dialogs::Dialog;
use crate::app::keyboard::queue::{self, WaitsFor};
use crate::app::requests::{After, Request, Requests};
use crate::app::theme::{self, plain_button, space};

/// Which dialog one is.
type Kind = Discriminant<Dialog>;

impl Desk {
    /// Shows how far a job is; says what the keys wait for.
    pub(crate) fn draw_progress(&self, ui: &Ui, out: &mut Requests) -> WaitsFor {
        let Some(task) = &self.task else { return WaitsFor::Nothing };
        let (words, done) = task.progress();
        let shown = theme::dialog(ui, "progress", 420.0, |ui| {
            theme::label(ui, theme::semibold(words));
            ui.add_space(2.0 * space::STEP);
            theme::progress(ui, done, words);
            // The line is there from the beginning, so that nothing moves.
            theme::label(ui, task.pace().unwrap_or_default());
            ui.add_space(2.0 * space::STEP);
            let stop = ui.add(plain_button("Cancel").shortcut("Esc"));
            if stop.clicked() || ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
                out.push(Request::Cancel);
            }
            (stop.id, stop.rect)
        });
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(50));
        WaitsFor::Job(Some(shown.inner))
    }

    /// Says to the queue what the next key waits for, and that a question was raised. `before`: the dialog that was open
    /// when this pass began; `closed`: it closed in it.
    pub(crate) fn lead_the_queue(&self, mut waits_for: WaitsFor, before: Option<Kind>, closed: bool) {
        let now = self.dialog.as_ref().map(std::mem::discriminant);
        // A dialog that comes back says why what was asked for in it cannot be.
        let raised = self.dialog.as_ref().is_some_and(Dialog::is_raised) && (now != before || closed);
        if raised || (closed && now.is_some() && now == before) {
            queue::question_raised(&self.ctx);
        }
        if self.task.is_some() && waits_for == WaitsFor::Nothing {
            waits_for = WaitsFor::Job(None);
        } else if self.task.is_none() {
            let looking = self.open.as_ref().is_some_and(|open| open.keys_wait());
            waits_for = if looking { WaitsFor::Rows } else { WaitsFor::Nothing };
        }
        queue::wait_for(&self.ctx, waits_for);
    }

    /// Asks before the window closes on decisions that stand in no file.
    pub(crate) fn close_requested(&mut self, ctx: &Context) {
        let asked = ctx.input(|i| i.viewport().close_requested());
        // Whatever was pressed before is done before; a book that is still being opened has nothing to lose.
        if asked && queue::waits(ctx) && !self.closing && !matches!(self.task, Some(Task::Open(_))) {
            self.close_waits = true;
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            return;
        }
        if self.close_waits && !queue::waits(ctx) {
            self.close_waits = false;
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            return;
        }
        if !asked || self.closing {
            return;
        }
        let writing = matches!(self.task, Some(Task::Upload(..) | Task::SaveTable(..)));
        let writing = writing || matches!(&self.task, Some(Task::Many(task)) if task.writes());
        if writing {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
        } else if self.open.as_mut().is_some_and(|o| !o.may_be_left()) {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.ask_before(After::Close);
        }
    }
}
