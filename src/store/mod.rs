//! What is on the stick beside the program. No window is needed to read or write it.
//!
#![doc = include_str!("README.md")]

pub mod book_facts;
pub mod copies;
pub mod crash_report;
pub mod home;
pub mod journal;
pub mod kept_view;
pub mod layout;
pub mod match_settings;
pub mod merged;
pub mod renderer;
pub mod settings;
pub mod settings_file;
pub mod settings_merge;
pub mod supplier_summary;

pub use book_facts::BookFacts;
pub use home::Home;
pub use kept_view::{KeptView, OwnView};
pub use layout::Layout;
pub use match_settings::KeptMatching;
pub use renderer::Renderer;
pub use settings::{Density, FOLDER, LeftAt, Looks, Recent, Settings, Store};
