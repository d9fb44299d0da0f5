//! Pages of HTML, part by part. Every text is escaped in one place.

use std::borrow::Cow;

/// A page on its way.
pub(super) struct Page {
    html: String,
}

/// The looks of all pages: black on white, lines only, A4.
const STYLE: &str = "@page{size:A4;margin:11mm 12mm 9mm}*{box-sizing:border-box}\
body{font:10px/1.3 'Noto Sans','Segoe UI','Helvetica Neue',Arial,'Nirmala UI','Noto Sans Devanagari',sans-serif;color:#000;\
background:#fff;max-width:186mm;margin:8mm auto;font-variant-numeric:tabular-nums}\
h1{font-size:17px;margin:0;line-height:1.2}h2{font-size:10.5px;margin:8px 0 2px}p{margin:4px 0}\
table{width:100%;border-collapse:collapse;margin:0 0 2px}\
th,td{font-size:8.7px;line-height:1.25;text-align:left;padding:1.5px 8px 1.5px 0;vertical-align:top}\
th{font-weight:600;border-bottom:1px solid #000;vertical-align:bottom}td{border-bottom:.5px solid #ccc}\
th:last-child,td:last-child{padding-right:0}\
td,h1,p,.foot div{overflow-wrap:anywhere}\
.n{text-align:right;padding-right:0;padding-left:8px}.n+td:not(.n),.n+th:not(.n){padding-left:12px}\
td.n,td.x{white-space:nowrap}\
.sum td{font-weight:600;border-top:1px solid #000;border-bottom:1px solid #000}\
.small{font-size:8px;color:#333;margin:3px 0}.head{display:flex;justify-content:space-between;align-items:flex-end;gap:20px;\
border-bottom:1.5px solid #000;padding-bottom:4px;margin-bottom:6px}.head div:last-child{text-align:right}\
.head b{font-size:12px}.two{display:flex;gap:28px;margin-top:7px}.two>div{flex:1}.two>div:first-child{flex:1.25}\
.sign{display:flex;gap:22px;margin-top:34px}.sign div{flex:1;border-top:1px solid #000;padding-top:3px;font-size:9px}\
.foot{display:flex;justify-content:space-between;gap:20px;margin-top:10px;font-size:8px;color:#333}\
thead{display:table-header-group}tr,.sign,.foot{break-inside:avoid}h2,.sign{break-after:avoid}\
.close td,.close th{padding-top:.8px;padding-bottom:.8px}.close .sign{margin-top:24px}.close h2{margin-top:6px}\
@media print{body{margin:0;max-width:none}}";

impl Page {
    /// Begins one with this title.
    pub fn new(title: &str) -> Page {
        let mut page = Page { html: String::new() };
        page.raw("<!DOCTYPE html>\n<html lang=\"en-IN\"><head><meta charset=\"utf-8\">");
        page.raw(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        );
        page.raw("<title>");
        page.text(title);
        page.raw("</title><style>");
        page.raw(STYLE);
        page.raw("</style></head><body>\n");
        page
    }

    /// Rows stand closer, so that more of them fit.
    pub fn stand_closer(&mut self) {
        self.html = self.html.replacen("<body>", "<body class=\"close\">", 1);
    }

    /// Adds markup of this program.
    pub fn raw(&mut self, html: &str) {
        self.html += html;
    }

    /// Adds text, which is never markup.
    pub fn text(&mut self, text: &str) {
        let mut before = ' ';
        for c in text.chars() {
            match c {
                // A figure stays in the line of its sign.
                ' ' if before == '₹' => self.html.push('\u{a0}'),
                '&' => self.html += "&amp;",
                '<' => self.html += "&lt;",
                '>' => self.html += "&gt;",
                '"' => self.html += "&quot;",
                '\'' => self.html += "&#39;",
                '\n' | '\t' => self.html.push(' '),
                c if c.is_control() => self.html.push(char::REPLACEMENT_CHARACTER),
                c => self.html.push(c),
            }
            before = c;
        }
    }

    /// Adds text in an element.
    pub fn element(&mut self, tag: &str, class: &str, text: &str) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.raw(&format!("<{tag}{class}>"));
        self.text(text);
        self.raw(&format!("</{tag}>\n"));
    }

    /// Adds text within a line, in bold.
    pub fn bold(&mut self, text: &str) {
        self.raw("<b>");
        self.text(text);
        self.raw("</b>");
    }

    /// The head of a page: large at the left, smaller at the right, each with a line under it.
    pub fn head(&mut self, left: (&str, &str), right: (&str, &str)) {
        self.raw("<div class=\"head\"><div>");
        self.element("h1", "", left.0);
        self.text(left.1);
        self.raw("</div><div>");
        self.element("b", "", right.0);
        self.raw("<br>");
        self.text(right.1);
        self.raw("</div></div>\n");
    }

    /// Adds a table. Nothing in it is cut: what is too long goes on in a next line.
    pub fn table(&mut self, columns: &[PaperColumn], rows: &[PaperRow]) {
        let all = columns;
        self.raw("<table><colgroup>");
        for column in columns {
            self.raw(&format!("<col style=\"width:{}%\">", column.percent));
        }
        self.raw("</colgroup><thead><tr>");
        for column in columns {
            self.element("th", column.holds.class(), column.title);
        }
        self.raw("</tr></thead><tbody>\n");
        for row in rows {
            self.raw(if row.sum { "<tr class=\"sum\">" } else { "<tr>" });
            let first = row.cells.first().zip(columns.first());
            if let Some((cell, column)) = first {
                self.element("td", column.holds.class(), cell);
            }
            if row.joined > 1 {
                self.raw(&format!("<td colspan=\"{}\">", row.joined));
                self.text(row.cells.get(1).map_or("", |cell| cell));
                self.raw("</td>\n");
            }
            let (columns, cells) = if row.joined > 1 { (1 + row.joined, 2) } else { (1, 1) };
            self.cells(all.get(columns..).unwrap_or_default(), row.cells.get(cells..).unwrap_or_default());
            self.raw("</tr>\n");
        }
        self.raw("</tbody></table>\n");
    }

    fn cells(&mut self, columns: &[PaperColumn], cells: &[Cow<'static, str>]) {
        for (column, cell) in columns.iter().zip(cells) {
            self.element("td", column.holds.class(), cell);
        }
    }

    /// The page as a file.
    pub fn end(mut self) -> String {
        self.raw("</body></html>\n");
        self.html
    }
}

/// What a column of a printed table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PaperHolds {
    /// Words: where there is no room they go on in a next line.
    Words,
    /// Text that is never cut and never broken: a number of a document, a GSTIN, a day.
    Exact,
    /// Numbers, at the right; never cut.
    Numbers,
}

impl PaperHolds {
    fn class(self) -> &'static str {
        match self {
            PaperHolds::Words => "",
            PaperHolds::Exact => "x",
            PaperHolds::Numbers => "n",
        }
    }
}

/// A column of a printed table: it gets this part of the width, and more where it holds what is never cut.
pub(super) struct PaperColumn {
    pub title: &'static str,
    pub percent: u8,
    pub holds: PaperHolds,
}

/// A column of words.
pub(super) fn words(title: &'static str, percent: u8) -> PaperColumn {
    PaperColumn { title, percent, holds: PaperHolds::Words }
}

/// A column of text that is never cut.
pub(super) fn exact(title: &'static str, percent: u8) -> PaperColumn {
    PaperColumn { title, percent, holds: PaperHolds::Exact }
}

/// A column of numbers.
pub(super) fn numbers(title: &'static str, percent: u8) -> PaperColumn {
    PaperColumn { title, percent, holds: PaperHolds::Numbers }
}

/// A row of a printed table.
pub(super) struct PaperRow {
    pub cells: Vec<Cow<'static, str>>,
    pub sum: bool,
    /// How many columns the second cell goes over.
    pub joined: usize,
}

/// A row.
pub(super) fn row<T: Into<Cow<'static, str>>>(cells: impl IntoIterator<Item = T>) -> PaperRow {
    PaperRow { cells: cells.into_iter().map(Into::into).collect(), sum: false, joined: 1 }
}

/// A row that sums up others.
pub(super) fn sum_row<T: Into<Cow<'static, str>>>(cells: impl IntoIterator<Item = T>) -> PaperRow {
    PaperRow { sum: true, ..row(cells) }
}

#[cfg(test)]
mod tests {
    use super::Page;

    #[test]
    fn no_text_is_markup() {
        let mut page = Page::new("</title><script>");
        page.element("p", "", "<img src=x> & \"a\" 'b' \u{1b}");
        let html = page.end();
        assert!(!html.contains("<script") && !html.contains("<img"));
        assert!(html.contains("&lt;img src=x&gt; &amp; &quot;a&quot; &#39;b&#39; \u{fffd}"));
    }
}
