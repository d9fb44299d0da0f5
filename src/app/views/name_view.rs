//! The name of a view that is saved, or its other name.

use egui::Ui;

use crate::app::frame::confirm;
use crate::app::frame::parts::{entered, field, focus_once, foot, head, quiet, refusal};
use crate::app::frame::scene::Scene;
use crate::app::requests::OwnViewRequest;
use crate::app::requests::{Request, Requests};
use crate::app::theme::space;
use crate::store::kept_view::same_name;
use crate::store::kept_view::suppliers::SUPPLIERS;
use crate::view::BuiltIn;
use crate::view::built_in::PLAIN_VIEWS;

/// Longer names are cut at the left of the window.
const LONGEST: usize = 40;

/// What is called how.
#[derive(Clone, Debug)]
pub struct NameView {
    /// The sheet of the view.
    sheet: &'static str,
    name: String,
    /// The view that gets another name; none for a new one.
    renames: Option<usize>,
    focused: bool,
    refused: Option<String>,
}

impl NameView {
    /// Asks for the name of what is shown.
    pub fn save(sheet: &'static str) -> NameView {
        NameView { sheet, name: String::new(), renames: None, focused: false, refused: None }
    }

    /// Asks for another name.
    pub fn rename(sheet: &'static str, name: &str, at: usize) -> NameView {
        NameView { name: name.to_owned(), renames: Some(at), ..NameView::save(sheet) }
    }

    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        let sheet = self.sheet;
        let kept = scene.store.get().views.iter().enumerate();
        let mut others = kept.filter(|(at, view)| view.sheet == sheet && self.renames != Some(*at));
        let taken = others.any(|(_, view)| same_name(&view.name, &self.name));
        head(ui, if self.renames.is_some() { "Rename view" } else { "Save view" });
        if self.renames.is_none() {
            quiet(ui, format!("Filter and order of {sheet} are kept under this name, for every client."));
            ui.add_space(space::STEP);
        }
        let response = field(ui, "Name of the view", &mut self.name, ui.available_width());
        focus_once(&response, &mut self.focused);
        if response.changed() {
            self.refused = None;
        }
        if taken {
            quiet(ui, "There is a view of this name.");
        }
        refusal(ui, &self.refused);
        let mut done = entered(ui, &response);
        let mut stays = true;
        foot(ui, |ui| {
            let name = match (self.renames, taken) {
                (Some(_), _) => "Rename",
                (None, true) => "Replace it",
                (None, false) => "Save view",
            };
            done |= confirm::main(ui, name);
            stays = !confirm::cancel(ui, "Cancel");
        });
        if done && stays {
            match self.asked_for(taken) {
                Ok(asked_for) => {
                    out.push(Request::OwnView(asked_for));
                    return false;
                }
                Err(why) => {
                    self.refused = Some(why);
                    response.request_focus();
                }
            }
        }
        stays
    }

    fn asked_for(&self, taken: bool) -> Result<OwnViewRequest, String> {
        let name = self.name.trim().to_owned();
        match self.renames {
            _ if name.is_empty() => Err("Give it a name.".into()),
            _ if name.chars().count() > LONGEST => Err(format!("A name may have {LONGEST} characters.")),
            _ if is_built_in(self.sheet, &name) => {
                Err("A view at the left has this name already, and it cannot be replaced: choose another.".into())
            }
            Some(_) if taken => Err("There is a view of this name: choose another.".into()),
            Some(at) => Ok(OwnViewRequest::Rename(at, name)),
            None => Ok(OwnViewRequest::Save(name)),
        }
    }
}

/// Whether a view that the program brings along is called so. (Of suppliers it brings none.)
fn is_built_in(sheet: &str, name: &str) -> bool {
    let mut names = PLAIN_VIEWS.into_iter().chain(BuiltIn::ALL.map(BuiltIn::name));
    sheet != SUPPLIERS && names.any(|built_in| same_name(built_in, name))
}
