//! Registers of all kinds, read from text.
