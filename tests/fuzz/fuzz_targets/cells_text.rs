//! Text tables. Of any text no letter is lost or invented, and its lines are those of the file; of cells that are made here each
//! comes out in its line and column, in UTF-8 and in UTF-16.

#![cfg_attr(fuzzing, no_main)]

use arbitrary::{Arbitrary, Unstructured};
use ims_desk::cells::{FileKind, Opened};
use ims_desk_fuzz::cells::any;
use ims_desk_fuzz::made::Text;

ims_desk_fuzz::law!(|bytes: &[u8]| {
    if let [0, rest @ ..] = bytes {
        if let Ok(cells) = Cells::arbitrary(&mut Unstructured::new(rest)) {
            cells.come_out();
        }
        return;
    }
    let Ok(opened) = any(bytes.to_vec(), bytes.len()) else { return };
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if opened.workbooks[0].kind == FileKind::Text && !bytes.contains(&0) && !text.to_lowercase().starts_with("sep=") {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let read: String = cells(&opened).into_iter().map(|(_, _, text)| text).collect();
        assert_eq!(letters(&read), letters(text));
    }
});

fn cells(opened: &Opened) -> Vec<(u32, u16, String)> {
    let mut cells = Vec::new();
    for row in opened.workbooks[0].sheets[0].iter() {
        cells.extend(row.cells().map(|cell| (row.line(), cell.column, cell.text.into_owned())));
    }
    cells
}

/// Rows of texts, what separates them, and whether a text is quoted that need not be.
#[derive(Arbitrary, Debug)]
struct Cells {
    wide: bool,
    separator: u8,
    rows: Vec<Vec<(bool, Text)>>,
}

impl Cells {
    fn come_out(&self) {
        let separator = [',', ';', '\t', '|'][usize::from(self.separator % 4)];
        let mut text = format!("sep={separator}\n");
        let (mut line, mut wanted) = (2, Vec::new());
        for row in &self.rows {
            // A line of nothing but quotes and spaces is no line.
            let empty = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n' | '"') || c == separator;
            let counts = row.iter().any(|(_, text)| text.0.contains(|c| !empty(c)));
            let mut lines = 1;
            for (column, (quoted, cell)) in row.iter().enumerate() {
                let cell = &cell.0;
                if column > 0 {
                    text.push(separator);
                }
                let must = cell.contains(['"', '\n', '\r', separator]);
                text += &if must || *quoted { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() };
                lines += cell.replace("\r\n", "\n").matches(['\n', '\r']).count() as u32;
                if counts && !cell.is_empty() {
                    wanted.push((line, column as u16, cell.clone()));
                }
            }
            text.push('\n');
            line += lines;
        }
        let bytes = match self.wide {
            true => [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
            false => text.into_bytes(),
        };
        let holds = bytes.len();
        assert_eq!(cells(&any(bytes, holds).unwrap()), wanted);
    }
}
