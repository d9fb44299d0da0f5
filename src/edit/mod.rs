//! Editing: commands change a book, and the log can take each back.

pub mod change;
mod comings;
pub mod command;
pub mod decided_with;
pub mod each;
pub mod effect;
pub mod links;
pub mod log;
pub mod merge;
pub mod named;
pub mod plan;
pub mod register_parts;
mod revert;

pub use change::{Change, Saying};
pub use command::{Command, RowChange};
pub use decided_with::{DecidedWith, RowsOfClass};
pub use each::{EachPlan, RefusedChange, plan_each, plan_each_confirmed};
pub use effect::{Effect, SheetEffect};
pub use log::{Log, Step};
pub use plan::{Ahead, Plan, Refusal, SheetPlans, keeps_no_action, plan, plan_sheets};
