//! The views that the user made: showing, saving, renaming and removing them.

use crate::app::desk::Desk;
use crate::app::dialogs::{Dialog, NameView};
use crate::app::requests::OwnViewRequest;
use crate::session::result_line::ResultLine;
use crate::session::suppliers::SupplierRequest;
use crate::session::{Place, Session};
use crate::store::kept_view::suppliers::{SUPPLIERS, understood_of_suppliers};
use crate::store::kept_view::{KeptView, can_be_kept, same_name, understood};

impl Desk {
    /// Does what is asked for of the views.
    pub(crate) fn own_view(&mut self, wanted: OwnViewRequest) {
        match wanted {
            OwnViewRequest::Show(at) => self.show_own_view(at),
            OwnViewRequest::Save(name) => self.save_own_view(&name),
            OwnViewRequest::AskName(at) => {
                self.dialog = self.named(at).map(|(sheet, name)| Dialog::NameView(NameView::rename(sheet, name, at)));
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
                let removed = self.named(at).map(|(_, name)| format!("The view “{name}” is removed."));
                if let (Some(open), Some(words)) = (&mut self.open, removed) {
                    open.say(ResultLine::new(words));
                }
            }
        }
        self.own_views = understood(&self.store.get().views);
        self.own_supplier_views = understood_of_suppliers(&self.store.get().views);
    }

    /// The sheet of the view that is kept at a place, and its name.
    fn named(&self, at: usize) -> Option<(&'static str, &str)> {
        let of_records = self.own_views.iter().find(|view| view.at == at);
        let of_suppliers = || self.own_supplier_views.iter().find(|view| view.at == at);
        of_records
            .map(|view| (view.scope.name(), view.name.as_str()))
            .or_else(|| of_suppliers().map(|view| (SUPPLIERS, view.name.as_str())))
    }

    fn show_own_view(&mut self, at: usize) {
        if let (Some(view), Some(open)) = (self.own_supplier_views.iter().find(|view| view.at == at), &mut self.open) {
            return open.on_suppliers(SupplierRequest::Show(view.filter.clone(), view.sort.clone()));
        }
        let Some(view) = self.own_views.iter().find(|view| view.at == at) else { return };
        let Some(open) = &mut self.open else { return };
        open.show_saved_view(view.scope, view.filter.clone(), view.sort.clone());
    }

    fn save_own_view(&mut self, name: &str) {
        let Some(open) = &mut self.open else { return };
        let Some(kept) = kept(open, name) else { return };
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

/// What is shown, to be kept under this name.
fn kept(open: &mut Session, name: &str) -> Option<KeptView> {
    if open.place() == Place::Suppliers {
        let suppliers = open.suppliers();
        return Some(KeptView::of_suppliers(name, suppliers.filter(), suppliers.sort()));
    }
    let scope = open.scope()?;
    let view = open.view(scope);
    can_be_kept(&view.filter, &view.sort).ok()?;
    let kept = KeptView::of(name, scope, &view.filter, &view.sort);
    if let Some(read) = kept.read(0) {
        // The same rows; only how many values there were to choose from is not kept.
        open.respell_filter(scope, read.filter);
    }
    Some(kept)
}
