//! A dialog that only says something: an error with its file, line and column, or the notes on reading.

use std::path::PathBuf;

use egui::Ui;

use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head};
use crate::app::requests::{ManyRequest, Requests};
use crate::app::theme;
use crate::app::theme::plain_button;
use crate::clients::words_of;
use crate::exchange::cell::lines_to_clipboard;

/// A title and paragraphs.
#[derive(Clone, Debug)]
pub struct Message {
    /// The title.
    pub title: String,
    /// What is said, a paragraph each.
    pub lines: Vec<String>,
    /// Files that are named in it: while other clients are covered, these are initials.
    files: Vec<String>,
    /// What can be done about it: what the button says, and the client to open with these files.
    opens: Option<(String, String, Vec<PathBuf>)>,
}

impl Message {
    /// A message.
    pub fn new(title: impl Into<String>, lines: Vec<String>) -> Message {
        Message { title: title.into(), lines, files: Vec::new(), opens: None }
    }

    /// The same where it names a file, which may be another client's.
    pub fn about(self, file: String) -> Message {
        Message { files: vec![file], ..self }
    }

    /// The same with a button that opens the client of a GSTIN, with these files over it.
    pub fn opens(self, words: String, gstin: String, files: Vec<PathBuf>) -> Message {
        Message { opens: Some((words, gstin, files)), ..self }
    }

    pub fn show(&mut self, ui: &mut Ui, covered: bool, out: &mut Requests) -> bool {
        head(ui, &self.title);
        let files: Vec<&str> = self.files.iter().map(String::as_str).collect();
        // What names no file is of the open client or of none.
        let covered = covered && !files.is_empty();
        let lines: Vec<String> = self.lines.iter().map(|line| words_of(line, &files, covered)).collect();
        for line in &lines {
            theme::sentence_to_copy(ui, line);
        }
        foot(ui, |ui| {
            let closed = confirm::main(ui, "Close");
            if ui.add(plain_button("Copy the text")).clicked() {
                ui.ctx().copy_text(lines_to_clipboard(&lines));
            }
            let opens = self.opens.clone().filter(|(words, ..)| ui.add(plain_button(words)).clicked());
            let goes = opens.is_some();
            out.extend(opens.map(|(_, gstin, files)| ManyRequest::OpenWith(gstin, files).into()));
            !(closed || goes)
        })
    }
}
