//! What was copied goes onto the clipboard.

use crate::app::clipboard::NotTaken;
use crate::app::desk::Desk;

impl Desk {
    /// Puts on the clipboard what was copied, and says what did not get there.
    pub(crate) fn put_on_clipboard(&mut self) {
        let refused = self.clipboard.poll(&self.ctx, &self.wake);
        let Some(open) = self.open.as_deref_mut() else { return };
        match refused {
            None => {}
            // Where there is no table that was said when it was copied.
            Some((copied, NotTaken::OnlyText)) if copied.table.is_some() => open.copied_as_text(&copied),
            Some((_, NotTaken::OnlyText)) => {}
            Some((_, NotTaken::Busy)) => open.nothing_copied(),
        }
        if let Some(copied) = open.take_copied() {
            self.clipboard.copy(copied, &self.ctx, &self.wake);
        }
    }
}
