//! The views that the user made: showing, saving, renaming and removing them.

use crate::app::desk::Desk;
use crate::app::dialogs::{Dialog, NameView};
use crate::app::requests::OwnViewRequest;
use crate::session::result_line::ResultLine;
use crate::store::kept_view::{KeptView, can_be_kept, same_name, understood};

impl Desk {
    /// Does what is asked for of the views.
    pub(crate) fn own_view(&mut self, wanted: OwnViewRequest) {
        match wanted {
            OwnViewRequest::Show(at) => self.show_own_view(at),
            OwnViewRequest::Save(name) => self.save_own_view(&name),
            OwnViewRequest::AskName(at) => {
                let view = self.own_views.iter().find(|view| view.at == at);
                self.dialog = view.map(|view| Dialog::NameView(NameView::rename(view)));
            }
            OwnViewRequest::Rename(at, name) => self.store.change(|settings| {
                if let Some(view) = settings.views.get_mut(at) {
                    view.name = name;
                }
            }),
            OwnViewRequest::Remove(at) => {
                self.store.change(|settings| {
                    if at < settings.views.len() {
                        settings.views.remove(at);
                    }
                });
                let removed = self.own_views.iter().find(|view| view.at == at);
                if let (Some(open), Some(view)) = (&mut self.open, removed) {
                    open.say(ResultLine::new(format!("The view “{}” is removed.", view.name)));
                }
            }
        }
        self.own_views = understood(&self.store.get().views);
    }

    fn show_own_view(&mut self, at: usize) {
        let Some(view) = self.own_views.iter().find(|view| view.at == at) else { return };
        let Some(open) = &mut self.open else { return };
        open.show_saved_view(view.scope, view.filter.clone(), view.sort.clone());
    }

    fn save_own_view(&mut self, name: &str) {
        let Some(open) = &mut self.open else { return };
        let Some(scope) = open.scope() else { return };
        let view = open.view(scope);
        if can_be_kept(&view.filter, &view.sort).is_err() {
            return;
        }
        let kept = KeptView::of(name, scope, &view.filter, &view.sort);
        if let Some(read) = kept.read(0) {
            // The same rows; only how many values there were to choose from is not kept.
            open.respell_filter(scope, read.filter);
        }
        open.say(ResultLine::new(format!("The view “{}” is saved. It is listed at the left.", kept.name)));
        self.store.change(|settings| {
            let same = |other: &&mut KeptView| other.sheet == kept.sheet && same_name(&other.name, &kept.name);
            match settings.views.iter_mut().find(same) {
                Some(other) => *other = kept,
                None => settings.views.push(kept),
            }
        });
    }
}
