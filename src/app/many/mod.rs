//! Many clients at once: what files that were opened together are and whose, the uploads of all that are ready, what came of it.

mod arrive;
mod done;
mod generate;
pub mod list;
mod whose;

pub use arrive::ArriveMany;
pub use done::ManyDone;
pub use generate::GenerateMany;
pub use whose::WhoseRegister;
