//! Which rows and columns are shown: filters, sorting, columns, views of the user, going to a row.

pub mod chips;
pub mod choose_column;
pub mod columns_menu;
pub mod funnel;
pub mod go_to;
pub mod name_view;
pub mod search_bar;
