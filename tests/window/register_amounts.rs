//! Amounts on the sheet *Register* are seen whole.

use crate::common;
use crate::register::show_register;

use common::window::{click, drop_on, press, settle, start};
use common::{Folder, download, invoice};
use egui::{Key, Modifiers};
use ims_desk::app::Store;

fn texts(shape: &egui::Shape, found: &mut Vec<String>) {
    match shape {
        egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts(shape, found)),
        egui::Shape::Text(text) => found.push(text.galley.job.text.clone()),
        _ => {}
    }
}

#[test]
fn no_amount_of_a_voucher_is_cut_at_any_width_of_the_window() {
    let folder = Folder::new();
    let download = folder.put("download.json", download(&[("b2b", &[invoice("1")])]));
    let head = "Party GSTIN,Party,Bill No,Bill Date,Vch Date,Taxable Value,IGST,Invoice Value";
    let line = "29AAAAA0000A1ZY,Test Works of a long name,1,10-02-2026,11-02-2026,123456789012.00,22222222022.16,145679011034.16";
    let register = folder.put("books.csv", format!("{head}\n{line}\n"));
    for width in [1280.0, 1366.0, 1440.0, 1600.0] {
        let mut window = start([width, 800.0], Store::in_memory(), vec![download.clone()]);
        drop_on(&mut window, &register);
        click(&mut window, "Match 1 voucher");
        show_register(&mut window);
        for beside in [false, true] {
            if beside {
                press(&mut window, Modifiers::COMMAND, Key::H);
            }
            settle(&mut window);
            let mut found = Vec::new();
            window.output().shapes.iter().for_each(|shape| texts(&shape.shape, &mut found));
            let whole = found.iter().any(|text| text == "1,23,45,67,89,012.00");
            assert!(whole || beside, "{width}: {found:?}");
            let cut: Vec<_> = found.iter().filter(|text| text.starts_with('#')).collect();
            assert!(cut.is_empty(), "{width} {beside}: {cut:?}");
        }
    }
}
