//! How cells of a workbook look: number formats, tints, widths.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Text, which stays what it is: `0045` is no number and `=1` no formula.
    Text,
    /// Rupees, from paise.
    Amount,
    /// A day.
    Day,
    /// How many.
    Count,
}

/// The ground of a column's cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tint {
    /// As the program that shows it draws it.
    #[default]
    Plain,
    /// Grey: not to be changed.
    Grey,
    /// Not shown.
    Hidden,
}

const GREY: Color = Color::RGB(0x00E9_EBEF);
const LINE: Color = Color::RGB(0x008C_95A3);

/// How cells that hold this look.
pub(super) fn cell(holds: Holds, tint: Tint) -> Format {
    let format = match holds {
        Holds::Text => Format::new().set_num_format("@").set_quote_prefix(),
        Holds::Amount => Format::new().set_num_format(INDIAN),
        Holds::Day => Format::new().set_num_format("dd-mm-yyyy").set_align(FormatAlign::Left),
        Holds::Count => Format::new().set_num_format(INDIAN_COUNT),
    };
    tinted(format, tint)
}

/// The same in a column behind figures, which end where it begins.
pub(super) fn behind_figures(format: Format) -> Format {
    format.set_indent(1)
}

fn tinted(format: Format, tint: Tint) -> Format {
    match tint {
        Tint::Grey => format.set_background_color(GREY).set_border(FormatBorder::Thin).set_border_color(Color::White),
        Tint::Plain | Tint::Hidden => format,
    }
}

/// How a heading looks.
pub(super) fn heading(holds: Holds) -> Format {
    let side = if matches!(holds, Holds::Amount | Holds::Count) { FormatAlign::Right } else { FormatAlign::Left };
    let format = Format::new().set_bold().set_align(side).set_align(FormatAlign::VerticalCenter).set_text_wrap();
    format.set_num_format("@").set_border_bottom(FormatBorder::Thin).set_border_bottom_color(LINE)
}

/// Groups of thousand, lakh and crore from zero to below a hundred crore: a number format may ask for two sizes.
const INDIAN: &str = r"[>=10000000]##\,##\,##\,##0.00;[>=100000]##\,##\,##0.00;#,##0.00";
const INDIAN_COUNT: &str = r"[>=10000000]##\,##\,##\,##0;[>=100000]##\,##\,##0;#,##0";

/// The format of an amount that the one of its column would not group as India does: one below zero, or of a hundred crore and
/// more.
pub(super) fn of_size(paise: i128, tint: Tint) -> Option<Format> {
    const HUNDRED_CRORE: i128 = 1_000_000_000_00;
    if (0..HUNDRED_CRORE).contains(&paise) {
        return None;
    }
    let digits = (paise.unsigned_abs() / 100).to_string().len();
    let pairs = digits.saturating_sub(3).div_ceil(2);
    let groups = match pairs {
        0 | 1 => "#,##0.00".to_owned(),
        pairs => format!("{}##0.00", r"##\,".repeat(pairs)),
    };
    Some(tinted(Format::new().set_num_format(format!("{groups};-{groups}")), tint))
}
