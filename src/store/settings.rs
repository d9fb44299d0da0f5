//! What the program remembers between starts, in `ims-desk-data` beside the executable and nowhere else.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::book_facts::BookFacts;
use super::home::Home;
use super::kept_view::KeptView;
use super::layout::Layout;
use super::match_settings::KeptMatching;
use super::renderer::Renderer;
use super::settings_file::SettingsFile;
use crate::disk::{self, Disk, RealDisk};

/// The folder beside the executable.
pub const FOLDER: &str = "ims-desk-data";
/// How many books are remembered: all clients of an office.
const RECENT: usize = 500;
/// How many remarks are remembered.
const REMARKS: usize = 8;

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
    /// Keep no compressed copies of the portal's files beside the decisions.
    pub no_copies: bool,
    /// The system has no file dialogs, or the user wants none: paths are typed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub no_system_dialogs: bool,
    /// Cover the clients after this number of minutes without a key or click.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover_after: Option<u32>,
    /// Books that were opened, the last one first.
    pub recent: Vec<Recent>,
    /// What is known of recipients, by GSTIN.
    pub books: BTreeMap<String, BookFacts>,
    /// The columns that were laid out otherwise, by sheet.
    pub layouts: BTreeMap<String, Layout>,
    /// The columns of suppliers that are put away, by their headings.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub hidden_supplier_columns: BTreeSet<String>,
    /// The views that the user made, in the order in which they are listed.
    pub views: Vec<KeptView>,
    /// Remarks that were written, the last ones first.
    pub remarks: Vec<String>,
    /// Layouts of purchase registers that were confirmed, as JSON, the last ones first: one of a later version is left alone.
    pub registers: Vec<String>,
    /// How registers are matched unless something else was said.
    pub usual_matching: KeptMatching,
    /// How they are matched for recipients, by GSTIN.
    pub matchings: BTreeMap<String, KeptMatching>,
    /// What drew the window last, unless it was OpenGL.
    pub renderer: Option<Renderer>,
    /// What is to draw it, if that is not left to the program.
    #[serde(rename = "wished_renderer")]
    pub chosen_renderer: Option<Renderer>,
}

impl Settings {
    /// Lists that two windows wrote together may be longer than one alone lets them become, and name a book twice.
    fn tidy(mut self) -> Settings {
        let mut seen = BTreeSet::new();
        self.recent.retain(|recent| seen.insert(recent.paths.clone()));
        self.recent.truncate(RECENT);
        self.remarks.truncate(REMARKS);
        self
    }
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
            Looks::Light => "Light",
            Looks::Dark => "Dark",
            Looks::HighContrast => "High contrast",
            Looks::System => "As the system",
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
    /// Where it is kept, in `ims-desk-data`.
    pub folder: Option<String>,
    /// Of which period it is, such as `October 2026`, as it was left.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub period: String,
    /// How many records were to be decided when it was left, and how many were changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<LeftAt>,
}

/// How a book was left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeftAt {
    /// Records without an action.
    pub to_decide: u64,
    /// Records that the next JSON would hold.
    pub changed: u64,
    /// Errors of the portal that are not answered.
    pub errors: u64,
}

/// The settings and where they are kept.
pub struct Store {
    settings: Settings,
    disk: Arc<dyn Disk>,
    /// Where books are kept, and the settings too unless they cannot be read.
    folder: Option<PathBuf>,
    file: Option<SettingsFile>,
    /// Why they were not read.
    unread: Option<String>,
    /// What was left alone in the folder.
    stranger: Option<String>,
}

impl Store {
    /// Settings that are forgotten at the end.
    pub fn in_memory() -> Store {
        Store {
            settings: Settings::default(),
            disk: Arc::new(RealDisk),
            folder: None,
            file: None,
            unread: None,
            stranger: None,
        }
    }

    /// The settings kept beside the executable.
    pub fn beside_program() -> Store {
        match std::env::current_exe() {
            Ok(program) => {
                let mut store = Store::at(program.with_file_name(FOLDER));
                if let Err(why) = store.home().and_then(|home| home.usable()) {
                    store.unread = Some(format!("{why}. Your work is not saved."));
                }
                store
            }
            Err(e) => {
                let why = format!("Settings are not saved: {}.", disk::words(&e));
                Store { unread: Some(why), ..Store::in_memory() }
            }
        }
    }

    /// The settings kept in this folder.
    pub fn at(folder: PathBuf) -> Store {
        Store::on(Arc::new(RealDisk), folder)
    }

    /// The settings kept in this folder of a disk. One that is missing is no problem. Damaged settings are said and not
    /// used; those that cannot be read just now are not written over either.
    pub fn on(disk: Arc<dyn Disk>, folder: PathBuf) -> Store {
        let (file, found) = SettingsFile::open(disk.clone(), folder.clone());
        let path = file.path();
        let alone = |path: &PathBuf| format!("{} is not a file of IMS Desk and was left alone.", path.display());
        let strangers: Vec<String> = file.strangers().iter().map(alone).collect();
        let stranger = (!strangers.is_empty()).then(|| strangers.join(" "));
        let (settings, folder, file) = (Settings::default(), Some(folder), Some(file));
        let mut store = Store { settings, disk, folder, file, unread: None, stranger };
        let unread = |why: &str, kept: &str| {
            Some(format!("{} cannot be read ({why}); the usual settings are used{kept}.", path.display()))
        };
        match found {
            Ok(None) => {}
            Ok(Some(text)) => match serde_json::from_slice(&text) {
                Ok(settings) => store.settings = Settings::tidy(settings),
                Err(_) => store.unread = unread("the file is damaged", ""),
            },
            Err(e) if e.kind() == ErrorKind::InvalidData => store.unread = unread(&disk::words(&e), ""),
            Err(e) => {
                store.unread = unread(&disk::words(&e), " and not saved");
                store.file = None;
            }
        }
        store
    }

    /// The folder in which books are kept. The error says why there is none.
    pub fn home(&self) -> Result<Home, String> {
        let home = self.folder.clone().map(|folder| Home { disk: self.disk.clone(), folder });
        home.ok_or_else(|| "there is no folder to save it in".to_owned())
    }

    /// The disk that everything is written to.
    pub fn disk(&self) -> Arc<dyn Disk> {
        self.disk.clone()
    }

    /// The settings.
    pub fn get(&self) -> &Settings {
        &self.settings
    }

    /// Keeps the settings, as they are now, in another folder from now on.
    pub fn move_to(&mut self, folder: PathBuf) {
        let (file, _) = SettingsFile::open(self.disk.clone(), folder.clone());
        if let Ok(text) = serde_json::to_vec_pretty(&self.settings) {
            // Whatever is there, these are chosen.
            file.keep(Vec::new(), text);
        }
        (self.folder, self.file, self.unread, self.stranger) = (Some(folder), Some(file), None, None);
    }

    /// Why settings are not kept, or were not read.
    pub fn problem(&self) -> Option<String> {
        let unkept = self.file.as_ref().and_then(|file| Some((file.path(), file.problem()?)));
        let unkept = unkept.map(|(path, why)| format!("Settings cannot be saved in {}: {why}.", path.display()));
        unkept.or_else(|| self.unread.clone()).or_else(|| self.stranger.clone())
    }

    /// Changes the settings and keeps them, soon. That they cannot be kept is no error, only said.
    pub fn change(&mut self, change: impl FnOnce(&mut Settings)) {
        let before = self.settings.clone();
        change(&mut self.settings);
        if before == self.settings {
            return;
        }
        let texts = (serde_json::to_vec_pretty(&before), serde_json::to_vec_pretty(&self.settings));
        if let (Some(file), (Ok(before), Ok(text))) = (&self.file, texts) {
            self.unread = None;
            file.keep(before, text);
        }
    }

    /// Waits until all that was changed is kept, or could not be.
    pub fn finish(&self) {
        self.file.iter().for_each(SettingsFile::finish);
    }

    /// Puts a book at the head of the recent ones.
    pub fn remember(&mut self, recent: Recent) {
        self.change(|settings| {
            settings.recent.retain(|r| r.paths != recent.paths);
            settings.recent.insert(0, recent);
            settings.recent.truncate(RECENT);
        });
    }

    /// Takes note of how a book was left, which is kept in this folder or read from these files.
    pub fn left(&mut self, folder: Option<&str>, paths: &[String], period: String, left: LeftAt) {
        self.change(|settings| {
            let same = |recent: &&mut Recent| match folder {
                Some(folder) => recent.folder.as_deref() == Some(folder),
                None => recent.folder.is_none() && recent.paths == paths,
            };
            if let Some(recent) = settings.recent.iter_mut().find(same) {
                (recent.period, recent.left) = (period, Some(left));
            }
        });
    }

    /// Puts remarks at the head of those that were written.
    pub fn remember_remarks(&mut self, remarks: &str) {
        self.change(|settings| {
            settings.remarks.retain(|other| other != remarks);
            settings.remarks.insert(0, remarks.to_owned());
            settings.remarks.truncate(REMARKS);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recent(path: &str) -> Recent {
        Recent { paths: vec![path.into()], when: 1, ..Recent::default() }
    }

    #[test]
    fn what_was_chosen_is_there_at_the_next_start() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join(FOLDER);
        let mut store = Store::at(folder.clone());
        store.change(|s| s.looks = Looks::Dark);
        store.finish();
        store.remember(recent("a.json"));
        store.finish();
        assert_eq!(store.problem(), None);
        let again = Store::at(folder.clone());
        assert_eq!(again.get(), store.get());
        let mut names = RealDisk.names(&folder).unwrap();
        names.sort();
        assert_eq!(names, ["settings.json.1", "settings.json.2"]);
    }

    #[test]
    fn two_windows_keep_what_the_other_chose() {
        let home = tempfile::tempdir().unwrap();
        let (mut first, mut second) = (Store::at(home.path().to_owned()), Store::at(home.path().to_owned()));
        first.change(|s| s.looks = Looks::Dark);
        first.remember(recent("a"));
        first.finish();
        second.change(|s| s.density = Density::Compact);
        second.remember(recent("b"));
        second.finish();
        first.remember_remarks("Not ours");
        drop((first, second));
        let both = Store::at(home.path().to_owned());
        assert_eq!((both.get().looks, both.get().density), (Looks::Dark, Density::Compact));
        assert_eq!(both.get().recent, [recent("b"), recent("a")]);
        assert_eq!(both.get().remarks, ["Not ours"]);
    }

    #[test]
    fn settings_of_early_versions_are_read_until_new_ones_are_kept() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("settings.json"), r#"{"looks":"dark"}"#).unwrap();
        let mut store = Store::at(home.path().to_owned());
        assert_eq!(store.get().looks, Looks::Dark);
        store.change(|s| s.looks = Looks::HighContrast);
        drop(store);
        assert_eq!(Store::at(home.path().to_owned()).get().looks, Looks::HighContrast);
    }

    #[test]
    fn a_book_opened_again_moves_to_the_head() {
        let mut store = Store::in_memory();
        for path in ["a", "b", "a"] {
            store.remember(recent(path));
        }
        let paths: Vec<_> = store.get().recent.iter().map(|r| r.paths[0].as_str()).collect();
        assert_eq!(paths, ["a", "b"]);
        (0..RECENT + 20).for_each(|n| store.remember(recent(&n.to_string())));
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
        store.finish();
        assert!(store.problem().unwrap().contains("cannot be saved"));
    }

    #[test]
    fn damaged_settings_are_said_and_the_usual_ones_used() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("settings.json"), "{\"looks\":").unwrap();
        let store = Store::at(home.path().to_owned());
        assert_eq!(store.get(), &Settings::default());
        assert!(store.problem().unwrap().contains("settings.json cannot be read"));
    }
}
