//! The grids of one book: where each sheet's rows are scrolled to.

use super::Grid;
use crate::book::Section;

/// A grid for each sheet.
#[derive(Default)]
pub struct Grids {
    sheets: [Grid; 8],
    register: Grid,
    others: Vec<Grid>,
}

impl Grids {
    /// That of a sheet.
    pub fn of(&self, section: Section) -> &Grid {
        &self.sheets[section as usize]
    }

    /// The same, to draw it.
    pub fn of_mut(&mut self, section: Section) -> &mut Grid {
        &mut self.sheets[section as usize]
    }

    /// That of the vouchers.
    pub fn register(&self) -> &Grid {
        &self.register
    }

    /// The same, to draw it.
    pub fn register_mut(&mut self) -> &mut Grid {
        &mut self.register
    }

    /// That of a sheet which is only shown, by its place in the book.
    pub fn of_other(&mut self, place: usize) -> &mut Grid {
        if place >= self.others.len() {
            self.others.resize_with(place + 1, Grid::default);
        }
        &mut self.others[place]
    }
}
