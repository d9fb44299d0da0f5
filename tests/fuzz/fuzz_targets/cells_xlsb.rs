//! xlsb. Any bytes, and any records as a sheet and its strings, are refused or become cells in order; of a workbook that is made
//! here every cell comes out.

#![cfg_attr(fuzzing, no_main)]

use arbitrary::{Arbitrary, Unstructured};
use ims_desk_fuzz::cells::{Table, any};
use ims_desk_fuzz::workbooks::{xlsb, xlsb_of};

ims_desk_fuzz::law!(|bytes: &[u8]| {
    if let [0, rest @ ..] = bytes {
        if let Ok(table) = Table::arbitrary(&mut Unstructured::new(rest)) {
            table.comes_out(xlsb(std::slice::from_ref(&table.0)));
        }
    } else if bytes.starts_with(b"PK") {
        let _ = any(bytes.to_vec(), bytes.len() * 1100);
    } else {
        let middle = bytes.first().map_or(0, |&b| usize::from(b) * bytes.len() / 256);
        let (sheet, strings) = bytes.split_at(middle);
        let _ = any(xlsb_of(&[("S", false, sheet.to_vec())], strings), bytes.len());
    }
});
