//! Pages. Any text with a table in it is read, or refused with a sentence; of tables that are made here, with spans, every cell
//! comes out where the spans leave it.

#![cfg_attr(fuzzing, no_main)]

use std::collections::BTreeSet;

use arbitrary::{Arbitrary, Unstructured};
use ims_desk_fuzz::cells::any;
use ims_desk_fuzz::made::Text;
use ims_desk_fuzz::workbooks::escaped;

ims_desk_fuzz::law!(|bytes: &[u8]| {
    if let [0, rest @ ..] = bytes {
        if let Ok(page) = Page::arbitrary(&mut Unstructured::new(rest)) {
            page.comes_out();
        }
    } else {
        let _ = any([b"<table>", bytes].concat(), bytes.len());
    }
});

/// Rows of cells: a text, and how many columns and lines it takes.
#[derive(Arbitrary, Debug)]
struct Page {
    closed: bool,
    rows: Vec<Vec<(u8, u8, Text)>>,
}

impl Page {
    fn comes_out(&self) {
        let mut page = "<html><table>".to_owned();
        let (mut taken, mut wanted) = (BTreeSet::new(), Vec::new());
        for (line, row) in self.rows.iter().enumerate() {
            page += "<tr>";
            let mut column = 0;
            for (wide, deep, text) in row.iter().take(16) {
                let (wide, deep) = (usize::from(wide % 3) + 1, usize::from(deep % 3) + 1);
                while taken.contains(&(line, column)) {
                    column += 1;
                }
                // A cell that would lie over one from above is nothing that pages have.
                let free = (0..wide).all(|beside| !taken.contains(&(line, column + beside)));
                let wide = if free { wide } else { 1 };
                page += &format!("<td colspan={wide} rowspan=\"{deep}\">{}", escaped(&text.0));
                if self.closed {
                    page += "</td>";
                }
                let seen = text.0.split_whitespace().collect::<Vec<_>>().join(" ");
                if !seen.is_empty() {
                    wanted.push((line as u32 + 1, column as u16, seen));
                }
                for below in 0..deep {
                    taken.extend((0..wide).map(|beside| (line + below, column + beside)));
                }
                column += wide;
            }
        }
        let bytes = (page + "</table>").into_bytes();
        let holds = bytes.len();
        let opened = any(bytes, holds).unwrap();
        let mut read = Vec::new();
        for row in opened.workbooks[0].sheets[0].iter() {
            read.extend(row.cells().map(|cell| (row.line(), cell.column, cell.text.into_owned())));
        }
        assert_eq!(read, wanted);
    }
}
