//! Error files that are pasted as text.

use crate::app::desk::Desk;
use crate::app::dialogs::{AttachErrors, Dialog};
use crate::portal::Input;
use crate::portal::errors;
use crate::session::refused::ErrorFiles;

impl Desk {
    /// Whether a pasted text is an error file, which then is asked about.
    pub(crate) fn pasted_errors(&mut self, text: &str) -> bool {
        /// Who has more copies the file.
        const MOST: usize = 4_000_000;
        let Some(open) = self.open.as_deref().filter(|_| text.len() <= MOST && text.trim_start().starts_with('{'))
        else {
            return false;
        };
        let input = Input { name: "the pasted text".into(), path: None, bytes: text.as_bytes().to_vec() };
        let Ok(Some(found)) = errors::from(vec![input]) else { return false };
        let files = ErrorFiles { name: "the pasted text".into(), ..ErrorFiles::of(found, Vec::new()) };
        self.dialog = Some(Dialog::Attach(AttachErrors::new(open, files)));
        true
    }
}
