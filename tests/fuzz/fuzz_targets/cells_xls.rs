//! xls. Any bytes, and any records as the stream of a workbook, are refused or become cells in order; of a workbook that is made
//! here every cell comes out, wherever its shared texts are cut.

#![cfg_attr(fuzzing, no_main)]

use arbitrary::{Arbitrary, Unstructured};
use ims_desk_fuzz::cells::{Table, any};
use ims_desk_fuzz::workbooks::{compound, xls};

ims_desk_fuzz::law!(|bytes: &[u8]| {
    if let [0, most, rest @ ..] = bytes {
        let most = 12 + usize::from(*most);
        if let Ok(table) = Table::arbitrary(&mut Unstructured::new(rest)) {
            table.comes_out(xls(std::slice::from_ref(&table.0), most));
        }
    } else if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        let _ = any(bytes.to_vec(), bytes.len());
    } else {
        let _ = any(compound(&[("Workbook", &bytes[..bytes.len().min(1 << 15)])]), bytes.len());
    }
});
