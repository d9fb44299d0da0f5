//! What the program remembers between starts, in `ims-desk-data/settings.json` beside the executable and nowhere else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::book_facts::BookFacts;
use super::grid;
use super::theme::Theme;

/// The folder beside the executable.
pub const FOLDER: &str = "ims-desk-data";
const FILE: &str = "settings.json";
/// So many books are remembered.
const RECENT: usize = 8;

/// What the user chose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Colours.
    pub looks: Looks,
    /// Height of rows.
    pub density: Density,
    /// Repeat filing status and flags in uploads.
    pub repeat_flags: bool,
    /// Books that were opened, the last one first.
    pub recent: Vec<Recent>,
    /// What is known of recipients, by GSTIN.
    pub books: BTreeMap<String, BookFacts>,
    /// The columns that were laid out otherwise, by sheet.
    pub layouts: BTreeMap<String, grid::Layout>,
}

/// Which colours the window has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // see `name`
pub enum Looks {
    #[default]
    Light,
    Dark,
    HighContrast,
    System,
}

impl Looks {
    /// All, in the order of the menu.
    pub const ALL: [Looks; 4] = [Looks::Light, Looks::Dark, Looks::HighContrast, Looks::System];

    /// The name in the menu.
    pub fn name(self) -> &'static str {
        match self {
            Looks::Light => Theme::Light.name(),
            Looks::Dark => Theme::Dark.name(),
            Looks::HighContrast => Theme::HighContrast.name(),
            Looks::System => "As the system",
        }
    }

    /// The colours that this means just now.
    pub fn theme(self, system: Option<egui::Theme>) -> Theme {
        match (self, system) {
            (Looks::Dark, _) | (Looks::System, Some(egui::Theme::Dark)) => Theme::Dark,
            (Looks::HighContrast, _) => Theme::HighContrast,
            _ => Theme::Light,
        }
    }
}

/// How high the rows of the grid are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // see `name`
pub enum Density {
    Compact,
    #[default]
    Normal,
    Comfortable,
}

impl Density {
    /// All, in the order of the menu.
    pub const ALL: [Density; 3] = [Density::Compact, Density::Normal, Density::Comfortable];

    /// The name in the menu.
    pub fn name(self) -> &'static str {
        match self {
            Density::Compact => "Compact rows",
            Density::Normal => "Normal rows",
            Density::Comfortable => "Comfortable rows",
        }
    }

    /// The same for the grid, which knows nothing of settings.
    pub fn of_grid(self) -> grid::Density {
        match self {
            Density::Compact => grid::Density::Compact,
            Density::Normal => grid::Density::Normal,
            Density::Comfortable => grid::Density::Comfortable,
        }
    }
}

/// A book that was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recent {
    /// Its files.
    pub paths: Vec<String>,
    /// Whose book it is, if the files said so.
    pub gstin: Option<String>,
    /// When it was opened: seconds since 1970.
    pub when: u64,
}

/// The settings and where they are kept.
pub struct Store {
    settings: Settings,
    folder: Option<PathBuf>,
    problem: Option<String>,
}

impl Store {
    /// Settings that are forgotten at the end.
    pub fn in_memory() -> Store {
        Store { settings: Settings::default(), folder: None, problem: None }
    }

    /// The settings kept beside the executable.
    pub fn beside_program() -> Store {
        match std::env::current_exe() {
            Ok(program) => Store::at(program.with_file_name(FOLDER)),
            Err(e) => Store { problem: Some(format!("Settings are not kept: {e}.")), ..Store::in_memory() },
        }
    }

    /// The settings kept in this folder. One that is missing is no problem; a damaged file is said and not used.
    pub fn at(folder: PathBuf) -> Store {
        let file = folder.join(FILE);
        let (mut settings, mut problem) = (Settings::default(), None);
        if file.exists() {
            let read = std::fs::read(&file).map_err(|e| e.to_string());
            match read.and_then(|bytes| serde_json::from_slice(&bytes).map_err(|e| e.to_string())) {
                Ok(found) => settings = found,
                Err(why) => {
                    problem = Some(format!("{} cannot be read ({why}); the usual settings are used.", file.display()))
                }
            }
        }
        Store { settings, folder: Some(folder), problem }
    }

    /// The settings.
    pub fn get(&self) -> &Settings {
        &self.settings
    }

    /// Why settings are not kept, or were not read.
    pub fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// Changes the settings and keeps them. That they cannot be kept is no error, only said.
    pub fn change(&mut self, change: impl FnOnce(&mut Settings)) {
        let before = self.settings.clone();
        change(&mut self.settings);
        if let (Some(folder), true) = (&self.folder, before != self.settings) {
            self.problem = write(folder, &self.settings)
                .err()
                .map(|e| format!("Settings cannot be kept in {}: {e}.", folder.display()));
        }
    }

    /// Puts a book at the head of the recent ones.
    pub fn remember(&mut self, recent: Recent) {
        self.change(|settings| {
            settings.recent.retain(|r| r.paths != recent.paths);
            settings.recent.insert(0, recent);
            settings.recent.truncate(RECENT);
        });
    }
}

fn write(folder: &Path, settings: &Settings) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer_pretty(&mut file, settings)?;
    file.persist(folder.join(FILE))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recent(path: &str) -> Recent {
        Recent { paths: vec![path.into()], gstin: None, when: 1 }
    }

    #[test]
    fn what_was_chosen_is_there_at_the_next_start() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join(FOLDER);
        let mut store = Store::at(folder.clone());
        store.change(|s| s.looks = Looks::Dark);
        store.remember(recent("a.json"));
        assert_eq!(store.problem(), None);
        let again = Store::at(folder.clone());
        assert_eq!(again.get(), store.get());
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "no temporary file stays");
    }

    #[test]
    fn a_book_opened_again_moves_to_the_head() {
        let mut store = Store::in_memory();
        for path in ["a", "b", "a"] {
            store.remember(recent(path));
        }
        let paths: Vec<_> = store.get().recent.iter().map(|r| r.paths[0].as_str()).collect();
        assert_eq!(paths, ["a", "b"]);
        (0..20).for_each(|n| store.remember(recent(&n.to_string())));
        assert_eq!(store.get().recent.len(), RECENT);
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_said_and_harms_nothing() {
        let home = tempfile::tempdir().unwrap();
        let in_the_way = home.path().join("file");
        std::fs::write(&in_the_way, "").unwrap();
        let mut store = Store::at(in_the_way.join(FOLDER));
        store.change(|s| s.density = Density::Compact);
        assert_eq!(store.get().density, Density::Compact);
        assert!(store.problem().unwrap().contains("cannot be kept"));
    }

    #[test]
    fn damaged_settings_are_said_and_the_usual_ones_used() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join(FILE), "{\"looks\":").unwrap();
        let store = Store::at(home.path().to_owned());
        assert_eq!(store.get(), &Settings::default());
        assert!(store.problem().unwrap().contains("settings.json cannot be read"));
    }
}
