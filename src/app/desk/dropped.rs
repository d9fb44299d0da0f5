//! Files that are dropped on the window: they are opened; where a dialog asks for a file or a folder, they answer it.

use crate::app::desk::Desk;
use crate::app::dialogs::Dialog;
use crate::app::requests::{RegisterRequest, Request, Requests};
use egui::Context;
use std::path::PathBuf;

impl Desk {
    /// Takes what was dropped.
    pub(crate) fn dropped(&mut self, ctx: &Context, out: &mut Requests) {
        let paths: Vec<PathBuf> =
            ctx.input(|i| i.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        let Some(first) = paths.first() else { return };
        match &mut self.dialog {
            // What each of them is, is seen by its content.
            None => out.push(Request::Open(paths)),
            Some(Dialog::Open(_)) => {
                self.dialog = None;
                out.push(Request::Open(paths));
            }
            Some(Dialog::AskRegister(_)) => {
                self.dialog = None;
                out.push(RegisterRequest::Read(paths).into());
            }
            Some(dialog) if dialog.takes(first) => dialog.picked(first),
            Some(_) => {}
        }
    }
}
