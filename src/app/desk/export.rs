//! Workbooks and paper are written on a job; a workbook to decide in that came back is applied as one step.

use crate::app::actions::UserAction;
use crate::app::desk::Desk;
use crate::app::desk::tasks::{BROKE, Task, WritingExport};
use crate::app::dialogs::{AskExport, Dialog, ExportKind, ExportWritten};
use crate::app::requests::ExportRequest;
use crate::disk::Guard;
use crate::disk::paths::name_of;
use crate::exchange::workbook::Unwritten;
use crate::session::export::{TakenBack, ToExport};
use crate::session::result_line::ResultLine;
use crate::values::counted;
use crate::work::Progress;
use crate::work::job::{Job, State};

impl Desk {
    /// Asks what is to be written, and where. False: the action is none of these.
    pub(crate) fn ask_for_export(&mut self, action: UserAction) -> bool {
        let kind = match action {
            UserAction::SaveWorkbook => ExportKind::Workbook,
            UserAction::DecideWorkbook => ExportKind::Decide,
            UserAction::Print => ExportKind::Print,
            UserAction::ToSuppliers => ExportKind::Letters,
            _ => return false,
        };
        let folder = self.folder();
        if let Some(open) = self.open.as_deref() {
            self.dialog = Some(Dialog::Export(AskExport::new(kind, open, &folder)));
        }
        true
    }

    /// Carries out what is asked of workbooks and paper; `closed` is the dialog that has just closed.
    pub(crate) fn export(&mut self, wanted: ExportRequest, closed: &Option<Box<Dialog>>) {
        match wanted {
            ExportRequest::Write(to) => self.write_export(to, closed.clone()),
            ExportRequest::Apply(back, confirmed) => self.apply_back(&back, confirmed),
        }
    }

    fn write_export(&mut self, to: ToExport, back: Option<Box<Dialog>>) {
        let guard = Guard { ask: !to.replace, ..self.guard(true) };
        let Some(open) = self.open.as_deref() else { return };
        let (exporting, disk) = (open.exporting(to.what, to.notes), self.store.disk());
        let words = format!("Writing {}", name_of(&to.path));
        let work = move |progress: &Progress| exporting.write(&to, &*disk, &guard, progress);
        self.task = Some(Task::Export(Job::start(&self.wake, words, work), back));
    }

    /// Looks whether it is written.
    pub(crate) fn poll_export(&mut self, mut job: WritingExport, back: Option<Box<Dialog>>) {
        match job.poll() {
            State::Running => self.task = Some(Task::Export(job, back)),
            State::Done(Ok(exported)) if exported.files.is_empty() => {
                self.tell("Nothing was written", "There is nothing to say to any supplier.".into());
            }
            State::Done(Ok(exported)) => {
                self.dialog = Some(Dialog::ExportWritten(ExportWritten::new(exported)));
            }
            State::Done(Err(Unwritten::Stopped)) => self.dialog = back.map(|dialog| *dialog),
            State::Done(Err(Unwritten::There)) => {
                self.dialog = back.map(|dialog| *dialog);
                if let Some(Dialog::Export(dialog)) = &mut self.dialog {
                    dialog.ask_to_replace();
                }
            }
            State::Done(Err(Unwritten::Failed(why))) => self.back_with(back, why),
            State::Died => self.tell("Nothing was written", BROKE.into()),
        }
    }

    fn apply_back(&mut self, back: &TakenBack, confirmed: bool) {
        let Some(open) = self.open.as_deref() else { return };
        let chosen = back.chosen(open.book(), open.day(), confirmed);
        let refused = match chosen.refused.len() as u64 {
            0 => String::new(),
            n => format!(" {} left out.", counted(n, "row was", "rows were")),
        };
        let what = format!("Decisions of {}", back.name);
        self.apply_rows(what, chosen.changes, ResultLine::new(refused));
    }
}
