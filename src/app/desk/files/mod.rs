//! Files come to the desk and leave it: what is opened, what an opened file is to the client that is open, going back to the
//! list of clients, what is written, and what the window is called after.

mod arrival;
mod clients;
mod look_again;
mod opening;
mod pasted_errors;
mod title;
mod writing;
