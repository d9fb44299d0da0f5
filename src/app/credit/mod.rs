//! The page *Credit*: what the ITC is, what changes it, what does not come, and when it ends; tables, and pictures painted with
//! rectangles and lines. A click on a figure or a bar shows its records in *All*.

mod bars;
pub mod page;
mod rows;
mod shape;
mod side;
mod statement;
mod three;
