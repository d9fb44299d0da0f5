//! What drawing code asks the desk to do: data, never a dialog.

pub mod all;
pub mod own_view;
