//! What stands in a portal file, key by key, and what of it this program does not know.
