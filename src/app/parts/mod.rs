//! The parts of the window around the rows.

pub mod action_bar;
pub mod bars;
pub mod clients_menu;
pub mod due_banner;
pub mod history;
pub mod look_only_bar;
pub mod menu;
pub mod other_sheet;
pub mod rail;
pub mod result_bar;
pub mod row_menu;
pub mod save_status;
pub mod side_list;
pub mod supplier_sums;
pub mod top_bar;
pub mod voucher_sums;
