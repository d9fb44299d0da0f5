//! Which parts of the purchase register are removed.

use crate::app::frame::confirm;
use crate::app::frame::parts::{foot, head, quiet};
use crate::app::requests::{RegisterRequest, Requests};
use crate::app::theme::check_box;
use crate::session::Session;
use crate::values::counted;
use egui::Ui;

/// Asks which parts go.
#[derive(Clone, Debug)]
pub struct RemoveRegister {
    /// Each with its name and whether it goes.
    parts: Vec<(String, bool)>,
}

impl RemoveRegister {
    /// Proposes all where there is one; else those that are named.
    pub fn new(open: &Session) -> RemoveRegister {
        let parts = open.register_parts();
        let name = |part: &crate::book::RegisterPart| {
            let vouchers = counted(u64::from(part.entries), "voucher", "vouchers");
            format!("{} · {vouchers}", part.name())
        };
        RemoveRegister { parts: parts.iter().map(|part| (name(part), parts.len() == 1)).collect() }
    }

    pub fn show(&mut self, ui: &mut Ui, out: &mut Requests) -> bool {
        head(ui, "Remove purchase register");
        quiet(
            ui,
            "The vouchers leave this client, and with them their matches. Decisions and your links stay; Undo brings all of it back. The file itself is not touched.",
        );
        for (name, goes) in &mut self.parts {
            check_box(ui, goes, name);
        }
        let chosen: Vec<u32> = (0..).zip(&self.parts).filter(|(_, (_, goes))| *goes).map(|(place, _)| place).collect();
        let mut stays = true;
        foot(ui, |ui| {
            let go = confirm::main_if(ui, !chosen.is_empty(), "Remove");
            stays = !(go || confirm::cancel(ui, "Cancel"));
            if go {
                out.push(RegisterRequest::Remove(chosen.clone()).into());
            }
        });
        stays
    }
}
