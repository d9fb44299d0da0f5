//! Settings, what is known of a client, and where work is kept.

pub mod choose;
pub mod facts;
pub mod keep;
