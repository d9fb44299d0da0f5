//! What is said where no client is in the list.

use egui::{Rect, RichText, Ui, UiBuilder, pos2, vec2};

use super::columns::LEFT;
use crate::app::requests::{ClientsRequest, Requests};
use crate::app::theme::{self, tokens};
use crate::clients::{ClientFilter, ClientOrder, Clients};
use crate::values::counted;

/// The height of the line, and the room above it.
const ROOM: f32 = 24.0;

/// What is said in the place of the list where no client is in it; and where else there are clients that have what is typed.
pub(super) fn none_found(ui: &mut Ui, order: &ClientOrder, all: &Clients, body: Rect, out: &mut Requests) {
    let words = match (order.text.trim(), order.filter) {
        ("", ClientFilter::All) => "All clients are hidden.".to_owned(),
        ("", filter) => format!("No client is under {}.", filter.name()),
        (text, ClientFilter::All) => format!("No client has \"{text}\"."),
        (text, ClientFilter::Hidden) => format!("No hidden client has \"{text}\"."),
        (text, filter) => format!("No client under {} has \"{text}\".", filter.name()),
    };
    let elsewhere = elsewhere(order, all);
    let words = match (elsewhere.is_empty(), order.text.trim(), order.filter) {
        (false, text, ClientFilter::All) => format!("No client in this list has \"{text}\"."),
        _ => words,
    };
    let line =
        |n: f32| Rect::from_min_size(pos2(body.left() + LEFT, body.top() + n * ROOM), vec2(body.width() - LEFT, ROOM));
    ui.put(
        line(1.0),
        egui::Label::new(RichText::new(words).color(tokens(ui).muted)).truncate().halign(egui::Align::Min),
    );
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(line(2.0)).layout(layout), |ui| {
        for (words, filter) in elsewhere {
            if theme::link(ui, &words).clicked() {
                out.push(ClientsRequest::Order(ClientOrder { filter, ..order.clone() }).into());
            }
        }
    });
}

/// Links to the lists in which there are clients that have what is typed.
fn elsewhere(order: &ClientOrder, all: &Clients) -> Vec<(String, ClientFilter)> {
    if order.text.trim().is_empty() {
        return Vec::new();
    }
    let others = [
        (ClientFilter::All, "other client", "other clients"),
        (ClientFilter::Hidden, "hidden client", "hidden clients"),
    ];
    let link = |(filter, one, many): (ClientFilter, &str, &str)| {
        let found = all.listed(&ClientOrder { filter, ..order.clone() }).len() as u64;
        (found > 0).then(|| (format!("Show {}", counted(found, one, many)), filter))
    };
    others.into_iter().filter(|(filter, ..)| *filter != order.filter).filter_map(link).collect()
}
