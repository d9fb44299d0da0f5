//! The review supplier by supplier.

use egui::Ui;

use crate::app::frame::parts::search;
use crate::app::grid::{List, ListCell, ListClick, ListColumn, ListData};
use crate::app::theme::{self, space};
use crate::rules::credit::change_called;
use crate::session::review::{By, SupplierReview, ordered};
use crate::values::{grouped, money};

/// The list of suppliers.
#[derive(Clone, Debug)]
pub struct SupplierList {
    text: String,
    by: By,
    descending: bool,
    /// The suppliers that are shown, by their places; none until they were ordered.
    shown: Option<Vec<u32>>,
    list: List,
}

impl Default for SupplierList {
    fn default() -> SupplierList {
        let by = By::default();
        SupplierList { text: String::new(), by, descending: true, shown: None, list: List::default() }
    }
}

const fn column(title: &'static str, width: f32, right: bool, sorts: bool) -> ListColumn {
    ListColumn { title, width, right, sorts }
}

fn columns(quarterly: bool) -> [ListColumn; 9] {
    [
        column("Supplier", 0.0, false, true),
        column("GSTIN", 164.0, false, false),
        column("Records", 82.0, true, true),
        column("Accept", 64.0, true, false),
        column("Reject", 64.0, true, false),
        column("Pending", 72.0, true, false),
        column("No action", 80.0, true, false),
        column(change_called(quarterly), 152.0, true, true),
        column("Not counted", 104.0, true, false),
    ]
}

impl SupplierList {
    /// Draws the list; gives the GSTIN of the supplier that was clicked.
    pub fn show(&mut self, ui: &mut Ui, height: f32, suppliers: &[SupplierReview], quarterly: bool) -> Option<String> {
        ui.horizontal(|ui| {
            if search(ui, "Find a supplier or GSTIN", &mut self.text, 280.0) {
                self.shown = None;
                self.list.to_top();
            }
            let words =
                "A click shows the supplier's records. Not counted: not filed, to check, or of the next GSTR-2B.";
            ui.add(egui::Label::new(theme::caption(words)).truncate());
        });
        let shown = self.shown.get_or_insert_with(|| ordered(suppliers, &self.text, self.by, self.descending));
        let by = [(By::Name, 0), (By::Records, 2), (By::Change, 7)].into_iter().find(|(by, _)| *by == self.by);
        let data = ListData {
            name: "Suppliers",
            columns: &columns(quarterly),
            sorted: by.map(|(_, column)| (column, self.descending)),
            rows: shown.len() as u64,
        };
        let supplier = |row: u64| shown.get(row as usize).and_then(|&place| suppliers.get(place as usize));
        let mut cell = |row, column| supplier(row).map_or_else(|| ListCell::Text(String::new()), |s| cell(s, column));
        match self.list.show(ui, height - space::BUTTON - 4.0, &data, &mut cell)? {
            ListClick::Row(row) => return supplier(row).map(|s| s.gstin.clone()),
            ListClick::Heading(column) => self.order(column),
        }
        None
    }

    /// By this column; a second click turns the order round.
    fn order(&mut self, column: usize) {
        let by = match column {
            0 => By::Name,
            2 => By::Records,
            _ => By::Change,
        };
        // Names are read from A, numbers from the largest.
        self.descending = if by == self.by { !self.descending } else { by != By::Name };
        (self.by, self.shown) = (by, None);
        self.list.to_top();
    }
}

fn cell(supplier: &SupplierReview, column: usize) -> ListCell {
    let count = |n: u64| if n == 0 { ListCell::Quiet("–".into()) } else { ListCell::Text(grouped(n)) };
    match column {
        0 => ListCell::Text(supplier.name.clone()),
        1 => ListCell::Quiet(supplier.gstin.clone()),
        2 => count(supplier.records()),
        3..=6 => count(supplier.by_action[column - 3]),
        7 => ListCell::Text(money::signed_rupees(supplier.change)),
        _ => count(supplier.uncounted),
    }
}
