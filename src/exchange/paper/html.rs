//! Pages of HTML, part by part. Every text is escaped in one place.

use std::borrow::Cow;

/// A page on its way.
pub(super) struct Page {
    html: String,
}

/// The looks of all pages: black on white, lines only, A4.
const STYLE: &str = "@page{size:A4;margin:11mm 12mm 10mm}*{box-sizing:border-box}\
body{font:11px/1.35 'Noto Sans','Segoe UI','Helvetica Neue',Arial,'Noto Sans Devanagari',sans-serif;color:#000;background:#fff;\
max-width:186mm;margin:8mm auto;font-variant-numeric:tabular-nums}\
h1{font-size:19px;margin:0;line-height:1.2}h2{font-size:12px;margin:10px 0 3px}p{margin:4px 0}\
table{width:100%;border-collapse:collapse;margin:0 0 3px;table-layout:fixed}\
th{font-size:10px;font-weight:600;text-align:left;border-bottom:1px solid #000;padding:2px 3px 2px 0;vertical-align:bottom}\
td{font-size:10px;padding:2px 3px 2px 0;border-bottom:1px solid #ddd;overflow:hidden;text-overflow:ellipsis;vertical-align:top}\
.one td{white-space:nowrap}.n{text-align:right;white-space:nowrap;padding-right:0;padding-left:6px}\
.sum td{font-weight:600;border-top:1px solid #000;border-bottom:1px solid #000}\
.small{font-size:9px;color:#333}.head{display:flex;justify-content:space-between;align-items:flex-end;\
border-bottom:1.5px solid #000;padding-bottom:5px;margin-bottom:7px}.head div:last-child{text-align:right}\
.head b{font-size:13px}.two{display:flex;gap:28px}.two>div{flex:1}\
.sign{display:flex;gap:22px;margin-top:44px}.sign div{flex:1;border-top:1px solid #000;padding-top:4px;font-size:10px}\
.foot{display:flex;justify-content:space-between;margin-top:14px;font-size:9px;color:#333}\
thead{display:table-header-group}tr,.sign{break-inside:avoid}\
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

    /// Adds markup of this program.
    pub fn raw(&mut self, html: &str) {
        self.html += html;
    }

    /// Adds text, which is never markup.
    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.html += "&amp;",
                '<' => self.html += "&lt;",
                '>' => self.html += "&gt;",
                '"' => self.html += "&quot;",
                '\'' => self.html += "&#39;",
                '\n' | '\t' => self.html.push(' '),
                c if c.is_control() => self.html.push(char::REPLACEMENT_CHARACTER),
                c => self.html.push(c),
            }
        }
    }

    /// Adds text in an element.
    pub fn element(&mut self, tag: &str, class: &str, text: &str) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.raw(&format!("<{tag}{class}>"));
        self.text(text);
        self.raw(&format!("</{tag}>\n"));
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

    /// Adds a table. `one_line`: each row is one line, and what is too long is cut.
    pub fn table(&mut self, columns: &[PaperColumn], rows: &[PaperRow], one_line: bool) {
        self.raw(if one_line { "<table class=\"one\">" } else { "<table>" });
        self.raw("<colgroup>");
        for column in columns {
            self.raw(&format!("<col style=\"width:{}%\">", column.percent));
        }
        self.raw("</colgroup><thead><tr>");
        for column in columns {
            self.element("th", if column.number { "n" } else { "" }, column.title);
        }
        self.raw("</tr></thead><tbody>\n");
        for row in rows {
            self.raw(if row.sum { "<tr class=\"sum\">" } else { "<tr>" });
            for (column, cell) in columns.iter().zip(&row.cells) {
                self.element("td", if column.number { "n" } else { "" }, cell);
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody></table>\n");
    }

    /// The page as a file.
    pub fn end(mut self) -> String {
        self.raw("</body></html>\n");
        self.html
    }
}

/// A column of a printed table.
pub(super) struct PaperColumn {
    pub title: &'static str,
    pub percent: u8,
    pub number: bool,
}

/// A column of text.
pub(super) fn words(title: &'static str, percent: u8) -> PaperColumn {
    PaperColumn { title, percent, number: false }
}

/// A column of numbers.
pub(super) fn numbers(title: &'static str, percent: u8) -> PaperColumn {
    PaperColumn { title, percent, number: true }
}

/// A row of a printed table.
pub(super) struct PaperRow {
    pub cells: Vec<Cow<'static, str>>,
    pub sum: bool,
}

/// A row.
pub(super) fn row<T: Into<Cow<'static, str>>>(cells: impl IntoIterator<Item = T>) -> PaperRow {
    PaperRow { cells: cells.into_iter().map(Into::into).collect(), sum: false }
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
