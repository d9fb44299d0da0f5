//! Drawing the cells of a purchase register: match, number as booked, tax difference, suggestion.

use egui::{Painter, Rect, vec2};

use super::measures::PAD;
use super::text;
use crate::app::theme::{Tokens, font, match_look, paint_match, paint_suggestion, size};
use crate::book::{Book, Class, Field, Section};

/// The room of the mark in front of a match.
pub(super) const MARK: f32 = 17.0;

/// Draws a cell and gives the place of its text.
pub(super) fn paint(
    painter: &Painter,
    t: &Tokens,
    (book, section, row): (&Book, Section, u32),
    field: Field,
    cell: Rect,
    words: &str,
) -> Rect {
    let Some(matched) = book.match_columns() else { return cell };
    let class = matched.class(section, row);
    let of_grid = font(size::GRID);
    match field {
        Field::Match if class != Class::None => {
            let mark = class.mark();
            let colour = match_look(t, mark).colour;
            paint_match(painter, cell.left_center() + vec2(PAD + 5.0, 0.0), mark, colour);
            let mut rest = cell;
            rest.min.x += MARK;
            text::paint(painter, rest, words, of_grid, false, colour)
        }
        Field::Suggested => paint_suggestion(painter, cell.left_center() + vec2(PAD, 0.0), words, t),
        Field::Register => {
            let same = words == book.sheet(section).records().numbers.get(row);
            let (shown, quiet) = match words {
                "" if class == Class::None => ("", true),
                "" => ("–", true),
                words => (words, same),
            };
            text::paint(painter, cell, shown, of_grid, false, if quiet { t.muted } else { t.text })
        }
        Field::TaxDifference => {
            let nothing = words == "0.00";
            let signed = match words {
                "" | "0.00" => words.to_owned(),
                words if words.starts_with(['−', '-']) => words.to_owned(),
                words => format!("+{words}"),
            };
            text::paint(painter, cell, &signed, of_grid, true, if nothing { t.muted } else { t.text })
        }
        _ => cell,
    }
}
