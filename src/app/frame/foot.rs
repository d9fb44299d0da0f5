//! The foot of a dialog: its buttons are seen whatever is above them. Where the rest of the dialog is higher than the window has
//! room for, the rest scrolls and the foot stays below it.

use egui::{Align, Context, Id, Layout, Rect, Ui, UiBuilder, pos2, vec2};

use crate::app::keyboard::tab;
use crate::app::theme::{space, tokens};

/// What is above the buttons.
const ABOVE: f32 = 4.0 * space::STEP;

/// What is known of the dialog that is being drawn.
#[derive(Clone, Copy, Default)]
struct Foot {
    /// Which dialog it is.
    of: Option<Id>,
    /// How high the dialog may be.
    most: f32,
    /// Where its contents begin, as far as they are scrolled.
    top: f32,
    /// How high the foot was when it was drawn last, with what is above it.
    height: f32,
    /// It is drawn below what scrolls.
    below: bool,
    /// It has to be, as was seen when it was drawn.
    too_high: bool,
}

fn with<R>(ctx: &Context, change: impl FnOnce(&mut Foot) -> R) -> R {
    ctx.data_mut(|data| change(data.get_temp_mut_or_default(Id::unique("foot of the dialog"))))
}

/// Draws the contents of a dialog, which is at most so high. They scroll if they are higher, all but their foot.
pub fn scrolls_above(ui: &mut Ui, dialog: Id, most: f32, contents: impl FnOnce(&mut Ui)) {
    let kept = with(ui.ctx(), |foot| {
        let before = if foot.of == Some(dialog) { *foot } else { Foot::default() };
        *foot = Foot { of: Some(dialog), most, below: before.too_high, too_high: false, ..before };
        if foot.below { foot.height } else { 0.0 }
    });
    let room = (most - kept).max(0.0);
    // A dialog that grows must not scroll in the height that it had before.
    let scroll = egui::ScrollArea::vertical().max_height(room).min_scrolled_height(room);
    scroll.show(ui, |ui| {
        let top = ui.cursor().top();
        with(ui.ctx(), |foot| foot.top = top);
        contents(ui);
    });
    if kept > 0.0 {
        ui.add_space(kept - ui.spacing().item_spacing.y);
    }
    if with(ui.ctx(), |foot| foot.below != foot.too_high) {
        // It takes its place in the next frame.
        ui.ctx().request_repaint();
    }
}

/// The buttons at the foot, from right to left; Tab goes through them from the left.
pub fn foot<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let Foot { most, top, height, below, .. } = with(ui.ctx(), |foot| *foot);
    let high = ui.cursor().top() - top + height.max(ABOVE + space::BUTTON);
    let (left, width) = (ui.max_rect().left(), ui.available_width());
    // Buttons that find no room in one line go on in the next, not out of the dialog.
    let layout = Layout::right_to_left(Align::Center).with_main_wrap(true);
    let buttons = |ui: &mut Ui| tab::as_one_reads(ui, add);
    if !below {
        ui.add_space(ABOVE);
        let drawn = ui.allocate_ui_with_layout(vec2(width, space::BUTTON), layout, buttons);
        let height = ABOVE + drawn.response.rect.height();
        with(ui.ctx(), |foot| (foot.height, foot.too_high) = (height, high > most));
        return drawn.inner;
    }
    let end = ui.clip_rect().bottom();
    let at = Rect::from_min_size(pos2(left, end + ABOVE), vec2(width, space::BUTTON));
    let mut below = ui.new_child(UiBuilder::new().max_rect(at).layout(layout));
    below.set_clip_rect(Rect::from_min_size(pos2(left, end), vec2(width, height + space::STEP)).expand(space::STEP));
    // It says that more is above it.
    below.painter().hline(at.x_range(), end + space::STEP, tokens(ui).line());
    let drawn = buttons(&mut below);
    let height = ABOVE + below.min_rect().height().max(space::BUTTON);
    with(ui.ctx(), |foot| (foot.height, foot.too_high) = (height, high > most));
    drawn
}
