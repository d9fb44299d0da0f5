//! How the window looks: one place for its colours, type, spaces and small widgets.

mod paint;
mod style;
mod tokens;
mod widgets;

pub use paint::{
    Check, Mark, chip_width, paint_badge, paint_check, paint_chip, paint_focus, paint_mark,
};
pub use style::{apply, font, mono, strong, tokens};
pub use tokens::{Look, Theme, Tokens, size, space};
pub use widgets::{
    FilterChip, PushButton, badge, caption, card, check_box, chip, filter_chip, heading, link,
    main_button, menu_item, notice, plain_button, semibold, tick, title,
};
