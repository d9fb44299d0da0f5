//! What is asked about the views that the user made.

/// What the user asks for of the views.
#[derive(Clone, Debug, PartialEq)]
pub enum OwnViewRequest {
    /// Show the rows of this view.
    Show(usize),
    /// Keep what is shown under this name, in place of a view that has it.
    Save(String),
    /// Ask for another name.
    AskName(usize),
    /// Call it so.
    Rename(usize, String),
    /// Forget it.
    Remove(usize),
}
