//! The measures of a table that its parts share.

use egui::Rangef;

/// Space between the edge of a cell and its text.
pub(in crate::app) const PAD: f32 = 8.0;
/// A text may reach this far into that space.
pub(in crate::app) const SLACK: f32 = 1.0;
/// The width of the bar that marks changed rows with the checkbox beside it.
pub(in crate::app) const CHECKS: f32 = 27.0;
/// No column is narrower or wider.
pub(in crate::app) const WIDTHS: Rangef = Rangef { min: 40.0, max: 900.0 };
/// The room of a funnel beside a title.
pub(in crate::app) const FUNNEL: f32 = 16.0;
