//! Opening a book again that is open in another window, to see what was decided there or to take it over.

use crate::app::desk::Desk;
use crate::app::requests::OnceOpen;
use crate::disk::paths::absolute;
use crate::portal;
use crate::session::files::opening::only_files;
use crate::store::journal;
use crate::store::merged::from_copies;
use std::path::PathBuf;

impl Desk {
    /// Opens the book once more as it is kept now; where the other window is closed, this one takes it over.
    pub(crate) fn look_again(&mut self) {
        let Some(look) = self.open.as_ref().and_then(|open| open.keeping().look_only()) else { return };
        let (home, folder) = (look.place().0.clone(), look.place().1.to_owned());
        let sources = journal::head_in(&*home.disk, &folder).map(|head| head.sources).unwrap_or_default();
        let paths: Vec<PathBuf> = sources.iter().filter_map(|source| source.path.clone()).collect();
        let shown = paths.iter().map(|path| absolute(path).display().to_string()).collect();
        let own = home.clone();
        let once_open = OnceOpen { again: true, ..OnceOpen::default() };
        self.start_opening("Looking again".into(), shown, Ok(home), once_open, move |progress| {
            match from_copies(&own, &folder) {
                Some(inputs) => portal::read(inputs, progress),
                None => only_files(&paths).and_then(|()| portal::open(&paths, progress)),
            }
        });
    }
}
