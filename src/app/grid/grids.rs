//! The grids of one book: where each sheet's rows are scrolled to.

use egui::Ui;

use super::Grid;
use super::widest::Measuring;
use crate::book::{Book, Scope};

/// A grid for each sheet, and one for all of them together.
#[derive(Default)]
pub struct Grids {
    sheets: [Grid; Scope::EACH.len()],
    vouchers: Grid,
    others: Vec<Grid>,
    measuring: Measuring,
}

impl Grids {
    /// Has a large book measured, so that its sheets are shown in a moment.
    pub fn measure(&mut self, ui: &Ui, book: &Book) {
        let widest = self.measuring.follow(ui, book);
        self.sheets.iter_mut().for_each(|grid| grid.widest = widest.clone());
    }

    /// That of a sheet, or of all.
    pub fn of(&self, scope: impl Into<Scope>) -> &Grid {
        &self.sheets[scope.into().place()]
    }

    /// The same, to draw it.
    pub fn of_mut(&mut self, scope: impl Into<Scope>) -> &mut Grid {
        &mut self.sheets[scope.into().place()]
    }

    /// That of the vouchers.
    pub fn vouchers(&self) -> &Grid {
        &self.vouchers
    }

    /// The same, to draw it.
    pub fn vouchers_mut(&mut self) -> &mut Grid {
        &mut self.vouchers
    }

    /// That of a sheet which is only shown, by its place in the book.
    pub fn of_other(&mut self, place: usize) -> &mut Grid {
        if place >= self.others.len() {
            self.others.resize_with(place + 1, Grid::default);
        }
        &mut self.others[place]
    }
}
