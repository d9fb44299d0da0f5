//! Moving among the lines of suppliers and selecting them, as among the rows of a sheet.

use roaring::RoaringBitmap;

use crate::session::result_line::ResultLine;
use crate::session::{Scroll, Session};
use crate::view::suppliers::{SupplierEntry, SupplierLine};

/// How a line is clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Click {
    /// It alone is selected.
    Alone,
    /// It is selected, or not any more.
    Toggle,
    /// All lines from the last one to it are.
    Range,
}

impl Session {
    /// A line is clicked, or reached by a key that extends.
    pub fn click_supplier(&mut self, entry: SupplierEntry, click: Click) {
        let sheet = &mut self.suppliers;
        match click {
            Click::Alone => {
                sheet.selected = sheet.list.suppliers(entry).into_iter().collect();
                sheet.anchor = Some(entry);
            }
            Click::Toggle => {
                sheet.toggle(entry);
                sheet.anchor = Some(entry);
            }
            Click::Range => {
                let place = |of: Option<SupplierEntry>| sheet.shown.iter().position(|&one| Some(one) == of);
                let (from, to) = (place(sheet.anchor).unwrap_or(0), place(Some(entry)).unwrap_or(0));
                let between = &sheet.shown[from.min(to)..(from.max(to) + 1).min(sheet.shown.len())];
                // A PAN that is not folded is selected by its suppliers.
                let picked = between.iter().filter(|&&one| match one {
                    SupplierEntry::Pan(pan) => sheet.folded.contains(&pan),
                    _ => true,
                });
                sheet.selected = picked.flat_map(|&one| sheet.list.suppliers(one)).collect();
            }
        }
        sheet.focus = Some(entry);
        self.look_at_suppliers();
    }

    /// The focus goes to a line; what is selected stays if more than the focused line was, else the selection follows.
    pub fn move_among_suppliers(&mut self, place: usize, extend: bool) {
        let sheet = &mut self.suppliers;
        let Some(&entry) = sheet.shown.get(place.min(sheet.shown.len().saturating_sub(1))) else { return };
        sheet.scroll = Some(Scroll::To(place.min(sheet.shown.len() - 1)));
        if extend {
            return self.click_supplier(entry, Click::Range);
        }
        (sheet.focus, sheet.anchor) = (Some(entry), Some(entry));
        sheet.selected.clear();
        self.look_at_suppliers();
    }

    /// Selects the focused line, or not any more.
    pub fn toggle_focused_supplier(&mut self) {
        if let Some(focus) = self.suppliers.focus {
            self.suppliers.toggle(focus);
        }
        self.look_at_suppliers();
    }

    /// Selects all lines that are shown as well, or none of them if all are selected. What is hidden stays as it is.
    pub fn toggle_all_suppliers(&mut self) {
        let sheet = &mut self.suppliers;
        let shown: RoaringBitmap = sheet.list.shown_suppliers().collect();
        match shown.is_subset(&sheet.selected) {
            true => sheet.selected -= shown,
            false => sheet.selected |= shown,
        }
        self.look_at_suppliers();
    }

    /// Selects all lines that are shown.
    pub fn select_all_suppliers(&mut self) {
        let sheet = &mut self.suppliers;
        sheet.selected = sheet.list.shown_suppliers().collect();
        self.look_at_suppliers();
    }

    /// Selects none.
    pub fn select_no_suppliers(&mut self) {
        self.suppliers.selected.clear();
        self.look_at_suppliers();
    }

    /// Selects those that are shown and are not selected, in place of those that are.
    pub fn invert_suppliers(&mut self) {
        let before = self.suppliers.selected.clone();
        self.select_all_suppliers();
        self.suppliers.selected -= before;
        self.look_at_suppliers();
    }
}

impl super::SupplierSheet {
    fn toggle(&mut self, entry: SupplierEntry) {
        let all = self.is_selected(entry) == Some(true);
        for supplier in self.list.suppliers(entry) {
            if all {
                self.selected.remove(supplier)
            } else {
                self.selected.insert(supplier)
            };
        }
    }
}

impl Session {
    /// Goes to the next line of a supplier that fits, around the end if need be; `called`: what none of them is.
    pub fn seek_supplier(&mut self, step: isize, fits: fn(&SupplierLine) -> bool, called: &str) {
        let sheet = &self.suppliers;
        let count = sheet.shown.len() as isize;
        let from = sheet.focus_place().map_or(if step > 0 { -1 } else { 0 }, |place| place as isize);
        let places = (1..=count).map(|i| (from + step * i).rem_euclid(count) as usize);
        let fitting = |&place: &usize| sheet.shown[place].supplier().is_some() && fits(&sheet.line(sheet.shown[place]));
        match places.into_iter().find(fitting) {
            Some(place) => self.move_among_suppliers(place, false),
            None => self.say(ResultLine::new(format!("No supplier that is shown {called}."))),
        }
    }
}
