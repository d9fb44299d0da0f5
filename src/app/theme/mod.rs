//! How the window looks: one place for its colours, type, spaces and small widgets.

mod button;
mod forms;
mod matches;
mod middle;
mod paint;
mod radios;
mod sentence;
mod style;
mod tokens;
mod widgets;

pub use button::{PushButton, main_button, menu_item, plain_button};
pub use forms::{BarForm, paint_bar};
pub use matches::{match_look, paint_match, paint_suggestion, suggestion_chip, suggestion_colour, suggestion_width};
pub use middle::in_the_middle;
pub use paint::{
    Check, Mark, chip_width, cut_line, drawn, is_figure, paint_badge, paint_check, paint_chip, paint_focus, paint_mark,
    paint_portal_error, paint_radio, paint_sign, text_width,
};
pub use radios::Radios;
pub use sentence::{Hint, copy_usual_spaces, label, sentence, sentence_to_click, sentence_to_copy};
pub use style::{apply, font, mono, strong, tokens};
pub use tokens::{Look, Theme, Tokens, size, space};
pub use widgets::{
    FilterChip, badge, box_with_keyboard, caption, card, check_box, chip, choice_ground, dialog, filter_chip, heading,
    link, menu_at, notice, progress, semibold, tick, title,
};
