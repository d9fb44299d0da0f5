//! Pages with tables.

use super::{refused, words, workbook};

fn sheets(page: &str) -> Vec<(String, String)> {
    let read = workbook("a.xls", page.as_bytes());
    read.sheets.iter().map(|sheet| (sheet.name.clone().unwrap(), words(sheet))).collect()
}

fn only(page: &str) -> String {
    let mut sheets = sheets(page);
    assert_eq!(sheets.len(), 1, "{sheets:?}");
    sheets.remove(0).1
}

#[test]
fn each_table_is_a_sheet() {
    let page = "<html><table><tr><td>a</td></tr></table><p>x</p><TABLE><TR><TH>b<TD>c</TABLE></html>";
    assert_eq!(sheets(page), [("Table 1".into(), "1: A=a\n".into()), ("Table 2".into(), "1: A=b, B=c\n".into())]);
    let nested = "<table><tr><td>out<table><tr><td>in</td></tr></table>er</td><td>z</td></tr></table>";
    assert_eq!(
        sheets(nested),
        [("Table 1".into(), "1: A=outer, B=z\n".into()), ("Table 2".into(), "1: A=in\n".into())]
    );
}

#[test]
fn spans_take_the_cells_they_cover() {
    let page = "<table><tr><td rowspan=2>a</td><td colspan=\"2\">b</td><td rowspan='3'>c</td></tr><tr><td>d</td><td>e</td><td>f</td></tr><tr><td>g</td></tr></table>";
    assert_eq!(only(page), "1: A=a, B=b, D=c\n2: B=d, C=e, E=f\n3: A=g\n");
}

#[test]
fn text_is_what_is_seen() {
    let page = "<table><tr><td style=\"mso-number-format:'\\@'; x>y\"> INV&#47;1&nbsp;\n <b>A</b>b<br>c &lt;5 &amp; &#x20B9;&rsquo; a<b </td><td><!-- <td>no</td> -->1 < 2<script>var a = '</td>';</script></td></tr></table>";
    assert_eq!(only(page), "1: A=INV/1 Ab c <5 & ₹’ a, B=1 < 2\n");
}

#[test]
fn marks_that_are_not_closed_end_where_the_next_begins() {
    assert_eq!(only("<table><td>a<td>b<tr><td>c<tr><tr><td>d"), "1: A=a, B=b\n2: A=c\n4: A=d\n");
    assert_eq!(only("<table><tr><td>a</td></tr>text</table></table></td>"), "1: A=a\n");
    assert_eq!(only("<table><tr><td title=\"5>a</td></tr></table>"), "1: A=a\n");
}

#[test]
fn a_table_beyond_a_sheet_is_refused() {
    let wide = format!("<table><tr>{}</tr></table>", "<td colspan=9999>a</td>".repeat(3));
    assert!(refused("a.xls", wide.as_bytes()).contains("larger than a sheet"));
}
