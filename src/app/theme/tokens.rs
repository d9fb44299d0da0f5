//! The colours, type sizes and spaces of the window, each named once.

use egui::Color32;

use super::paint::Mark;
use crate::store::Looks;

/// The looks the user can choose from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark text on white.
    #[default]
    Light,
    /// Light text on near black.
    Dark,
    /// Black on white, with thicker lines.
    HighContrast,
}

impl Theme {
    /// All looks, in the order a menu lists them.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::HighContrast];

    /// The name a menu shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "Light",
            Self::Dark => "Dark",
            Self::HighContrast => "High contrast",
        }
    }

    /// What the user chose means this just now.
    pub fn of(looks: Looks, system: Option<egui::Theme>) -> Theme {
        match (looks, system) {
            (Looks::Dark, _) | (Looks::System, Some(egui::Theme::Dark)) => Theme::Dark,
            (Looks::HighContrast, _) => Theme::HighContrast,
            _ => Theme::Light,
        }
    }

    /// The colours of this look.
    pub fn tokens(self) -> &'static Tokens {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
            Self::HighContrast => &HIGH_CONTRAST,
        }
    }
}

/// How an action or a finding is drawn: never by colour alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// The shape that says the same as the colour.
    pub mark: Mark,
    /// Text and mark.
    pub colour: Color32,
    /// The ground behind them.
    pub tint: Color32,
    /// The edge of that ground; the tint itself where no edge is wanted.
    pub edge: Color32,
}

/// The colours of one look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tokens {
    /// Which look this is.
    pub theme: Theme,
    /// Grid, inspector, fields.
    pub background: Color32,
    /// Bars, rail, headings.
    pub panel: Color32,
    /// The line between things.
    pub line: Color32,
    /// Frames of suggestions and of progress.
    pub outline: Color32,
    /// The fainter line between rows.
    pub row_line: Color32,
    /// How thick the line between things is.
    pub line_width: f32,
    /// Text.
    pub text: Color32,
    /// Labels, secondary values, shortcuts.
    pub muted: Color32,
    /// What cannot be used just now, where it is no button.
    pub off: Color32,
    /// The main button, focus, changed marks, links.
    pub accent: Color32,
    /// The main button under the pointer.
    pub accent_hover: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// How thick the line around the focused widget is.
    pub focus_width: f32,
    /// Selected rows, the current sheet and view.
    pub selection: Color32,
    /// Under the pointer.
    pub hover: Color32,
    /// Behind what was found.
    pub found: Color32,
    /// Accept.
    pub accept: Look,
    /// Reject, and findings that block the upload.
    pub reject: Look,
    /// Pending, and findings that warn.
    pub pending: Look,
    /// No action.
    pub no_action: Look,
    /// Matches that agree, fully or but for one thing.
    pub agrees: Look,
    /// Matches of which something differs.
    pub differs: Look,
    /// Without a partner, and what is there twice.
    pub missing: Look,
}

impl Tokens {
    /// The line between things.
    pub fn line(&self) -> egui::Stroke {
        egui::Stroke::new(self.line_width, self.line)
    }

    /// The line between rows.
    pub fn row_line(&self) -> egui::Stroke {
        egui::Stroke::new(1.0, self.row_line)
    }

    /// The line around the focused widget.
    pub fn focus(&self) -> egui::Stroke {
        egui::Stroke::new(self.focus_width, self.accent)
    }
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const fn look(mark: Mark, colour: u32, tint: u32, edge: u32) -> Look {
    Look { mark, colour: rgb(colour), tint: rgb(tint), edge: rgb(edge) }
}

static LIGHT: Tokens = Tokens {
    theme: Theme::Light,
    background: rgb(0xFFFFFF),
    panel: rgb(0xF5F6F8),
    line: rgb(0xE2E5EA),
    outline: rgb(0x8C95A3),
    row_line: rgb(0xF0F2F5),
    line_width: 1.0,
    text: rgb(0x1A1E25),
    muted: rgb(0x5A6371),
    off: rgb(0x5A6371),
    accent: rgb(0x2B59E0),
    accent_hover: rgb(0x2249BE),
    on_accent: rgb(0xFFFFFF),
    focus_width: 1.5,
    selection: rgb(0xE4ECFF),
    hover: rgb(0xEDF0F5),
    found: rgb(0xFFE08A),
    accept: look(Mark::Circle, 0x0B6E43, 0xDFF3E8, 0xDFF3E8),
    reject: look(Mark::Square, 0xB1271B, 0xFCE6E3, 0xFCE6E3),
    pending: look(Mark::Triangle, 0x805300, 0xFFF0CC, 0xFFF0CC),
    no_action: look(Mark::OpenCircle, 0x5A6371, 0xECEEF2, 0xECEEF2),
    agrees: look(Mark::OpenCircle, 0x0B6474, 0xDDF1F4, 0xDDF1F4),
    differs: look(Mark::OpenCircle, 0x6A3FA8, 0xEEE7F8, 0xEEE7F8),
    missing: look(Mark::OpenCircle, 0x96420A, 0xFBE9DC, 0xFBE9DC),
};

static DARK: Tokens = Tokens {
    theme: Theme::Dark,
    background: rgb(0x15181D),
    panel: rgb(0x1B1F25),
    line: rgb(0x2C323B),
    outline: rgb(0x6E7886),
    row_line: rgb(0x20252C),
    line_width: 1.0,
    text: rgb(0xE5E8EE),
    muted: rgb(0x9BA5B3),
    off: rgb(0x9BA5B3),
    accent: rgb(0x86A4FF),
    accent_hover: rgb(0xA3BAFF),
    on_accent: rgb(0x15181D),
    focus_width: 1.5,
    selection: rgb(0x24345F),
    hover: rgb(0x252B34),
    found: rgb(0x45370C),
    accept: look(Mark::Circle, 0x62D09B, 0x17362A, 0x17362A),
    reject: look(Mark::Square, 0xFF938A, 0x412120, 0x412120),
    pending: look(Mark::Triangle, 0xF3C55B, 0x3B2F14, 0x3B2F14),
    no_action: look(Mark::OpenCircle, 0xA3ACB9, 0x2A3038, 0x2A3038),
    agrees: look(Mark::OpenCircle, 0x5CC4D4, 0x12343A, 0x12343A),
    differs: look(Mark::OpenCircle, 0xBBA5F5, 0x312A4A, 0x312A4A),
    missing: look(Mark::OpenCircle, 0xF2A66E, 0x40291A, 0x40291A),
};

static HIGH_CONTRAST: Tokens = Tokens {
    theme: Theme::HighContrast,
    background: rgb(0xFFFFFF),
    panel: rgb(0xFFFFFF),
    line: rgb(0x000000),
    outline: rgb(0x000000),
    row_line: rgb(0x000000),
    line_width: 2.0,
    text: rgb(0x000000),
    muted: rgb(0x000000),
    // As buttons that are greyed.
    off: rgb(0x6E6E6E),
    accent: rgb(0x000000),
    accent_hover: rgb(0x333333),
    on_accent: rgb(0xFFFFFF),
    focus_width: 4.0,
    selection: rgb(0xD0D0D0),
    hover: rgb(0xE6E6E6),
    found: rgb(0xFFFFFF),
    accept: look(Mark::Circle, 0x000000, 0xFFFFFF, 0x000000),
    reject: look(Mark::Square, 0x000000, 0xFFFFFF, 0x000000),
    pending: look(Mark::Triangle, 0x000000, 0xFFFFFF, 0x000000),
    no_action: look(Mark::OpenCircle, 0x000000, 0xFFFFFF, 0x000000),
    agrees: look(Mark::OpenCircle, 0x000000, 0xFFFFFF, 0x000000),
    differs: look(Mark::OpenCircle, 0x000000, 0xFFFFFF, 0x000000),
    missing: look(Mark::OpenCircle, 0x000000, 0xFFFFFF, 0x000000),
};

/// The sizes of type, in points. There are no others.
pub mod size {
    /// Labels and running text.
    pub const BODY: f32 = 13.0;
    /// Cells of the grid, buttons.
    pub const GRID: f32 = 12.5;
    /// Chips, and the headings of the grid.
    pub const SMALL: f32 = 12.0;
    /// Captions, shortcuts, portal text.
    pub const CAPTION: f32 = 11.0;
    /// The title of a part.
    pub const HEADING: f32 = 15.0;
    /// The title of a screen or dialog.
    pub const TITLE: f32 = 18.0;
}

/// Heights, widths and radii, in points. Spaces between things go in steps of 4.
pub mod space {
    /// The step of all spaces.
    pub const STEP: f32 = 4.0;
    /// Height of the bars above the rows.
    pub const BAR: f32 = 40.0;
    /// Height of the line with the dates: two points less than drawn, as of the status bar, so that there are 27 whole rows at
    /// 1440 × 900 with it.
    pub const LINE: f32 = 24.0;
    /// Height of the row of chips.
    pub const CHIPS: f32 = 30.0;
    /// Height of the bar at the bottom, with what has changed and the credit.
    pub const BOTTOM_BAR: f32 = 44.0;
    /// Height of the grid's headings.
    pub const HEADINGS: f32 = 28.0;
    /// Height of a row.
    pub const ROW: f32 = 26.0;
    /// Height of a compact row.
    pub const ROW_COMPACT: f32 = 22.0;
    /// Height of a comfortable row.
    pub const ROW_COMFORTABLE: f32 = 32.0;
    /// Height of the status bar.
    pub const STATUS_BAR: f32 = 22.0;
    /// Width of the rail.
    pub const RAIL: f32 = 168.0;
    /// Width of the details.
    pub const INSPECTOR: f32 = 286.0;
    /// The same where a voucher is beside the record.
    pub const INSPECTOR_MATCHED: f32 = 292.0;
    /// Width of the lists that take the place of the details.
    pub const SIDE_LIST: f32 = 316.0;
    /// The inspector folds away in a window narrower than this.
    pub const INSPECTOR_FOLDS: f32 = 1200.0;
    /// The columns of the sheet *Register* need more room: there it folds away in one narrower than this.
    const REGISTER_FOLDS: f32 = 1700.0;

    /// Whether a window of this width has room for the details, as long as the user does not say.
    pub fn has_room_for_details(width: f32, on_register: bool) -> bool {
        width >= if on_register { REGISTER_FOLDS } else { INSPECTOR_FOLDS }
    }

    /// Height of a button and of a field.
    pub const BUTTON: f32 = 28.0;
    /// Height of a button in a line of a table.
    pub const BUTTON_IN_LINE: f32 = 22.0;
    /// Height of a line in a menu.
    pub const MENU_ITEM: f32 = 26.0;
    /// Height of a chip.
    pub const CHIP: f32 = 20.0;
    /// Width and height of a mark.
    pub const MARK: f32 = 10.0;
    /// Width and height of a checkbox.
    pub const CHECK: f32 = 14.0;
    /// Height of a checkbox or radio button with its text.
    pub const CHECK_LINE: f32 = 24.0;
    /// Corners of buttons and cards.
    pub const RADIUS: u8 = 6;
    /// Corners of chips and dialogs.
    pub const RADIUS_CHIP: u8 = 10;
    /// Corners of small boxes: checkboxes, shortcuts.
    pub const RADIUS_MARK: u8 = 3;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(colour: Color32) -> f64 {
        let [r, g, b, _] = colour.to_array().map(|byte| {
            let value = f64::from(byte) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn all_text_can_be_read_on_every_ground_it_is_on() {
        for theme in Theme::ALL {
            let t = theme.tokens();
            let mut pairs = vec![(t.on_accent, t.accent), (t.on_accent, t.accent_hover)];
            for ground in [t.background, t.panel, t.selection, t.hover] {
                pairs.extend([(t.text, ground), (t.muted, ground), (t.accent, ground)]);
            }
            pairs.extend([t.background, t.panel].map(|ground| (t.off, ground)));
            pairs.extend([
                (t.text, t.found),
                (t.muted, t.found),
                (t.pending.colour, t.found),
                (t.reject.colour, t.found),
            ]);
            for look in [t.accept, t.reject, t.pending, t.no_action] {
                pairs.extend([
                    (look.colour, look.tint),
                    (look.colour, t.background),
                    (t.text, look.tint),
                    (t.accent, look.tint),
                ]);
            }
            for (text, ground) in pairs {
                let ratio = contrast(text, ground);
                assert!(ratio >= 4.5, "{theme:?}: {text:?} on {ground:?} is {ratio:.2}");
            }
        }
    }

    #[test]
    fn the_four_actions_differ_in_shape_in_every_look() {
        for theme in Theme::ALL {
            let t = theme.tokens();
            let marks = [t.accept, t.reject, t.pending, t.no_action].map(|look| look.mark);
            for (i, mark) in marks.iter().enumerate() {
                assert!(!marks[..i].contains(mark), "{theme:?}: {mark:?} means two");
            }
        }
    }
}
