//! What is shown in full at the right: a record, a supplier, a voucher. It scrolls by itself.

use egui::{Id, ScrollArea, Ui};

/// Draws it in all the room there is. `of`: what it is; of another one it begins at the top, of the same it stays where it was scrolled
/// to. `called`: its name among other things that scroll.
pub fn from_the_top<T: Clone + PartialEq + Send + Sync + 'static>(
    ui: &mut Ui,
    called: &'static str,
    of: T,
    add: impl FnOnce(&mut Ui),
) {
    let key = Id::unique(("in full", called));
    let known = ui.data_mut(|data| data.get_temp::<T>(key));
    let mut scroll = ScrollArea::vertical().id_salt(called).auto_shrink([false, false]);
    if known.as_ref() != Some(&of) {
        ui.data_mut(|data| data.insert_temp(key, of));
        scroll = scroll.vertical_scroll_offset(0.0);
    }
    scroll.show(ui, add);
}
