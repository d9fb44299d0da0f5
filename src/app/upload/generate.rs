//! Where the upload is written, and how it is laid out.

use std::path::{Path, PathBuf};

use egui::{CollapsingHeader, Ui};

use crate::app::frame::confirm;
use crate::app::frame::expanded::expanded;
use crate::app::frame::parts::{PathField, foot, head, quiet, refusal};
use crate::app::frame::scene::Scene;
use crate::app::requests::PickFor;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{Radios, check_box, plain_button, space};
use crate::disk::paths::name_of;
use crate::session::files::write_upload::WriteUpload;
use crate::values::grouped;

/// Asks where to write the upload.
#[derive(Clone, Debug)]
pub struct GenerateFile {
    /// Where.
    pub path: PathField,
    records: u64,
    /// Those of them that the portal refused.
    failed: u64,
    only_failed: bool,
    flags: bool,
    parts: bool,
    /// What few need is unfolded: it stays so when the dialog comes back with a question.
    more: bool,
    /// The size in bytes if it is more than the portal is known to take, and one file was not yet insisted on.
    pub too_large: Option<u64>,
    /// Files that stand there already and were asked about, for this path, in parts or not.
    there: Option<(PathBuf, bool, Vec<PathBuf>)>,
    /// Why the last try failed.
    pub refused: Option<String>,
}

impl GenerateFile {
    /// Proposes a file.
    pub fn new(path: &Path, records: u64, failed: u64, flags: bool) -> GenerateFile {
        GenerateFile {
            path: PathField::new(path),
            records,
            failed,
            only_failed: false,
            flags,
            parts: false,
            more: false,
            too_large: None,
            there: None,
            refused: None,
        }
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        head(ui, "Generate JSON");
        quiet(
            ui,
            format!(
                "{} will be written, read back and compared.",
                match if self.only_failed { self.failed } else { self.records } {
                    1 => "1 record".to_owned(),
                    n => format!("{} records", grouped(n)),
                }
            ),
        );
        if self.failed > 0 && self.failed < self.records {
            let (all, failed) = (grouped(self.records), grouped(self.failed));
            let mut group = Radios::new(ui.ctx(), "what is written");
            if group.one(ui, !self.only_failed, &format!("Everything changed ({all})")) {
                self.only_failed = false;
            }
            if group.one(ui, self.only_failed, &format!("Only what the portal refused ({failed})")) {
                self.only_failed = true;
            }
        }
        let browse = scene.browse(PickFor::Upload);
        let enter = self.path.show(ui, "Path of the JSON", browse, out);
        let parts = self.parts || self.too_large.is_some();
        ui.add_space(space::STEP);
        let more = CollapsingHeader::new("More").default_open(self.more).show(ui, |ui| {
            check_box(ui, &mut self.flags, "Repeat filing status and flags, as older files do");
            check_box(ui, &mut self.parts, "Several numbered files, each under 4 MB");
        });
        self.more = more.body_returned.is_some();
        let asked = self.asked(parts).map(<[PathBuf]>::len);
        refusal(ui, &self.asked(parts).map(question));
        if let Some(bytes) = self.too_large {
            let megabytes = bytes as f64 / 1_000_000.0;
            refusal(
                ui,
                &Some(format!(
                    "The upload has {megabytes:.1} MB. Related interfaces of the portal refuse files over 4 to 5 MB: numbered parts are safer."
                )),
            );
        }
        refusal(ui, &self.refused);
        let mut stays = true;
        foot(ui, |ui| {
            let name = match (asked, self.too_large) {
                (Some(1), _) => "Replace it",
                (Some(_), _) => "Replace them",
                (_, Some(_)) => "Write in parts",
                _ => "Write the JSON",
            };
            let able = self.path.path().is_some();
            // A file that is there is replaced by a click alone.
            let go = match asked {
                Some(_) => confirm::dangerous(ui, name),
                None => confirm::main_if(ui, able, name) || enter,
            };
            let whole = self.too_large.is_some() && ui.add(plain_button("Write one file")).clicked();
            let cancel = confirm::cancel(ui, "Cancel");
            if go || whole {
                stays = !self.go_on(parts && !whole, whole, out);
            }
            stays &= !cancel;
        });
        stays
    }

    /// The files that were asked about for what is here now.
    fn asked(&self, parts: bool) -> Option<&[PathBuf]> {
        let path = self.path.path().map(expanded);
        let (asked, in_parts, files) = self.there.as_ref()?;
        (Some(asked) == path.as_ref() && *in_parts == parts).then_some(files)
    }

    /// Asks about files that are there already.
    pub fn ask_about(&mut self, files: Vec<PathBuf>) {
        let Some(path) = self.path.path().map(expanded) else { return };
        // Numbered files have other names than the one that was typed.
        self.parts = !files.contains(&path);
        self.there = Some((path, self.parts, files));
    }

    /// Asks for the file to be written; false if something must be asked here first.
    fn go_on(&mut self, parts: bool, whole: bool, out: &mut Requests) -> bool {
        let Some(path) = self.path.path().map(expanded) else { return false };
        self.refused = None;
        let replace = self.asked(parts).is_some();
        if path.is_file() && !replace && !parts {
            self.there = Some((path.clone(), parts, vec![path]));
            return false;
        }
        let only_failed = self.only_failed;
        out.push(Request::Generate(WriteUpload {
            path,
            flags: self.flags,
            parts,
            any_size: whole,
            only_failed,
            replace,
        }));
        true
    }
}

fn question(files: &[PathBuf]) -> String {
    const NAMED: usize = 5;
    if let [_] = files {
        return "This file is there already. Write the upload in its place?".into();
    }
    let mut names: Vec<String> = files.iter().take(NAMED).map(|file| name_of(file)).collect();
    if files.len() > NAMED {
        names.push(format!("and {} more", files.len() - NAMED));
    }
    format!("These files are there already: {}. Write the upload in their place?", names.join(", "))
}
