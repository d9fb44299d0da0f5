//! xlsx. Any bytes, and any XML as a sheet, its strings and its styles, are refused or become cells in order; of a workbook that
//! is made here every cell comes out.

#![cfg_attr(fuzzing, no_main)]

use arbitrary::{Arbitrary, Unstructured};
use ims_desk_fuzz::cells::{Table, any};
use ims_desk_fuzz::workbooks::{xlsx, xlsx_of};

ims_desk_fuzz::law!(|bytes: &[u8]| {
    if let [0, rest @ ..] = bytes {
        if let Ok(table) = Table::arbitrary(&mut Unstructured::new(rest)) {
            table.comes_out(xlsx(std::slice::from_ref(&table.0)));
        }
    } else if bytes.starts_with(b"PK") {
        let _ = any(bytes.to_vec(), bytes.len() * 1100);
    } else {
        let text = String::from_utf8_lossy(bytes);
        let mut parts = text.split('\0');
        let mut part = || parts.next().unwrap_or("<a/>");
        let sheet = [("S", false, part().to_owned())];
        let _ = any(xlsx_of(&sheet, part(), part()), bytes.len());
    }
});
