//! What the command line says of the window.

use std::path::PathBuf;

pub use crate::store::Renderer;

/// The window that is asked for.
#[derive(clap::Args, Debug, Default)]
pub struct Window {
    /// Portal files to open in the window: .json or .zip
    pub files: Vec<PathBuf>,
    /// What draws the window, now and from now on; where it is missing, the others are tried
    #[arg(long, value_enum)]
    pub renderer: Option<Renderer>,
}
