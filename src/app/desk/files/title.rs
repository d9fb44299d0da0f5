//! The title of the window: the files of the download that counts, so that one sees which is open.

use egui::{Context, ViewportCommand};

use crate::app::desk::Desk;
use crate::session::Session;

impl Desk {
    /// The title that the window has.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Gives the window its title where that has changed: a newer download came, was taken back, or the clients are shown.
    pub(crate) fn renew_title(&mut self, ctx: &Context) {
        let files = self.open.as_deref().map(Session::current_file_names);
        let title = files.map_or_else(|| "IMS Desk".to_owned(), |files| format!("{files} · IMS Desk"));
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}
