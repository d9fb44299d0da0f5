//! ods. Any bytes, and any XML as the content, are refused or become cells in order; of a workbook that is made here every cell
//! comes out.

#![cfg_attr(fuzzing, no_main)]

use arbitrary::{Arbitrary, Unstructured};
use ims_desk_fuzz::cells::{Table, any};
use ims_desk_fuzz::workbooks::{ods, ods_of};

ims_desk_fuzz::law!(|bytes: &[u8]| {
    if let [0, rest @ ..] = bytes {
        if let Ok(table) = Table::arbitrary(&mut Unstructured::new(rest)) {
            table.comes_out(ods(std::slice::from_ref(&table.0)));
        }
    } else if bytes.starts_with(b"PK") {
        let _ = any(bytes.to_vec(), bytes.len() * 1100);
    } else {
        // What is repeated may come to far more than is written, within bounds of its own.
        let _ = any(ods_of(&String::from_utf8_lossy(bytes)), bytes.len() + (128 << 20));
    }
});
