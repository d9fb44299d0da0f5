//! The three figures in large letters, the change with its parts: what only waits is not read as a loss.

use egui::{Align, FontId, Label, Layout, RichText, TextWrapMode, Ui, vec2};

use crate::app::credit::rows::width;
use crate::app::theme::{self, size, space};
use crate::rules::credit::{change_called, total};
use crate::session::credit::CreditShown;
use crate::session::credit_words::{self, IF_NOTHING, WITH_YOURS};
use crate::values::money;

/// Between two figures.
const GAP: f32 = 28.0;

/// A figure with what is over and below it.
struct Figure {
    caption: &'static str,
    amount: String,
    below: String,
}

/// Draws them, with what is said of the change below.
pub fn show(ui: &mut Ui, shown: &CreditShown) {
    let figures = &shown.page.figures;
    let parts = credit_words::parts(figures).join(" · ").replace("₹ ", "");
    let three = [
        Figure {
            caption: IF_NOTHING,
            amount: money::rupees(total(figures.as_it_stands)),
            below: "No action counts as accepted".to_owned(),
        },
        Figure {
            caption: WITH_YOURS,
            amount: money::rupees(total(figures.after)),
            below: "once uploaded: 4(A)(5) of GSTR-3B".to_owned(),
        },
        Figure {
            caption: change_called(shown.quarterly),
            amount: money::signed_rupees(total(figures.difference())),
            below: if parts.is_empty() { "none".to_owned() } else { parts },
        },
    ];
    beside_or_below(ui, &three);
    // Beside the figure itself: a fall that only waits is not to be read as a loss.
    ui.add_space(space::STEP);
    for words in &shown.said {
        theme::sentence(ui, RichText::new(words).font(theme::font(size::GRID)));
    }
}

/// Side by side in the largest letters in which each amount is on one line; in a room too narrow for any, one below the other.
fn beside_or_below(ui: &mut Ui, three: &[Figure; 3]) {
    let room = ui.available_width() - 2.0 * GAP;
    let needed = |ui: &Ui, face: &FontId| {
        three.each_ref().map(|figure| {
            let caption = width(ui, figure.caption, theme::font(size::CAPTION));
            width(ui, &figure.amount, face.clone()).max(caption).ceil() + 1.0
        })
    };
    let sizes = [size::TITLE, size::HEADING, size::BODY].map(theme::strong);
    let fits = |face: &&FontId| needed(ui, face).iter().sum::<f32>() <= room;
    let Some(face) = sizes.iter().find(fits) else {
        for figure in three {
            ui.vertical(|ui| one(ui, figure, &sizes[1]));
            ui.add_space(space::STEP);
        }
        return;
    };
    let mut widths = needed(ui, face);
    let mut left = room - widths.iter().sum::<f32>();
    // What is below a figure is on one line too, where there is room; else it has several.
    for (wide, figure) in widths.iter_mut().zip(three) {
        let more = (width(ui, &figure.below, theme::font(size::CAPTION)) + 1.0 - *wide).clamp(0.0, left.max(0.0));
        *wide += more;
        left -= more;
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for (wide, figure) in widths.into_iter().zip(three) {
            ui.allocate_ui_with_layout(vec2(wide, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(wide);
                one(ui, figure, face);
            });
        }
    });
}

fn one(ui: &mut Ui, figure: &Figure, face: &FontId) {
    ui.spacing_mut().item_spacing = vec2(0.0, 1.0);
    let whole = |text: RichText| Label::new(text).wrap_mode(TextWrapMode::Extend);
    ui.add(whole(theme::caption(figure.caption)));
    ui.add(whole(RichText::new(&figure.amount).font(face.clone())));
    theme::sentence(ui, theme::caption(&figure.below));
}
