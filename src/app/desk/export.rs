//! Workbooks and paper are written on a job; a workbook to decide in that came back is applied as one step.

use crate::app::actions::UserAction;
use crate::app::desk::Desk;
use crate::app::desk::tasks::{BROKE, Task, WritingExport};
use crate::app::dialogs::{AskExport, Dialog, ExportKind, ExportWritten};
use crate::app::requests::ExportRequest;
use crate::disk::Guard;
use crate::disk::paths::name_of;
use crate::exchange::workbook::{TableExport, Unwritten};
use crate::session::export::{ExportWhat, Exported, TakenBack, ToExport};
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
        let (folder, clients) = (self.folder(), self.clients.all().listed(self.clients.order()).len() as u64);
        match AskExport::new(kind, self.open.as_deref(), clients, &folder) {
            Some(ask) => self.dialog = Some(Dialog::Export(ask)),
            None => self.tell("Nothing to write", "No client is listed.".into()),
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
        let (disk, words) = (self.store.disk(), format!("Writing {}", name_of(&to.path)));
        let job = if to.what == ExportWhat::Clients {
            let clients = self.clients_to_export();
            let work = move |progress: &Progress| {
                let count = clients.table.rows.len() as u64;
                let bytes = clients.write(&*disk, &to.path, &guard, progress)?;
                Ok(Exported { what: to.what, files: vec![(to.path, bytes)], count, older: 0 })
            };
            Job::start(&self.wake, words, work)
        } else {
            let Some(open) = self.open.as_deref() else { return };
            let exporting = open.exporting(to.what, to.notes);
            let work = move |progress: &Progress| exporting.write(&to, &*disk, &guard, progress);
            Job::start(&self.wake, words, work)
        };
        self.task = Some(Task::Export(job, back));
    }

    /// The list of clients as a workbook, the open one as it is now.
    fn clients_to_export(&mut self) -> TableExport {
        if let Some(open) = &self.open {
            self.clients.left(open.client_summary());
        }
        self.clients.all().workbook(self.clients.order(), self.clients.day(), self.cover.on)
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
