//! Going through all records that would be written, a slice in each frame: a million of them must not hold the window up.

use std::time::{Duration, Instant};

use crate::book::Section;
use crate::session::Session;

/// So long may a slice take.
pub const SLICE: Duration = Duration::from_millis(6);
/// The clock is asked once for this many records.
const STRIDE: u32 = 256;

/// How far one went.
#[derive(Clone, Copy, Debug, Default)]
pub struct Walk {
    sheet: usize,
    /// The next row of that sheet that may be in the delta.
    row: u32,
    /// How many records are behind.
    pub done: u64,
}

impl Walk {
    /// Goes on for a slice; true at the end.
    pub fn go_on(&mut self, open: &Session, slice: Duration, mut each: impl FnMut(Section, u32)) -> bool {
        let start = Instant::now();
        while let Some(&section) = Section::ALL.get(self.sheet) {
            for row in open.view(section).changed.range(self.row..) {
                each(section, row);
                self.done += 1;
                if self.done.is_multiple_of(STRIDE.into()) && start.elapsed() >= slice {
                    self.row = row + 1;
                    return false;
                }
            }
            (self.sheet, self.row) = (self.sheet + 1, 0);
        }
        true
    }
}
