//! The figures of the page *Credit* as scripts read them: `credit` of `check --json` (cli/README.md).

use serde_json::{Map, Value, json};

use super::report::heads;
use crate::book::Book;
use crate::rules::calendar;
use crate::rules::credit::{CreditFigure, Sum};
use crate::rules::gstr_3b::TABLE_4;
use crate::values::{Day, money};
use crate::view::credit::{CreditPage, CreditWalk, NotComing, SupplierNotComing};
use crate::view::suppliers::SupplierNumbers;
use crate::work::Progress;

/// All figures of a book on a day.
pub(super) fn report(book: &Book, day: Day) -> Value {
    let numbers = SupplierNumbers::of(book);
    let page = CreditWalk::new(book, day, &numbers, None).page(&Progress::default()).unwrap_or_default();
    let closing = calendar::closing(book, day);
    let figures = &page.figures;
    let mut object = Map::new();
    let mut member = |name: &str, value: Value| object.insert(name.to_owned(), value);
    member("period", closing.portal().into());
    member("drawn_up", iso(calendar::gstr_2b_drawn_up(book, closing)));
    member("gstr_3b_due", iso(calendar::gstr_3b_due(book, closing)));
    member("as_it_stands", heads(figures.as_it_stands));
    member("after", heads(figures.after));
    member("difference", heads(figures.difference()));
    for (name, sum) in [
        ("waits", &figures.waits),
        ("given_up", &figures.given_up),
        ("added", &figures.added),
        ("deducted", &figures.deducted),
        ("pending", &figures.pending.all()),
        ("rejected", &figures.rejected.all()),
    ] {
        member(name, with_count(sum));
    }
    // A part and its only reason have one name and one value.
    for figure in CreditFigure::ALL {
        member(figure.key(), with_count(&page.of(figure)));
    }
    member("pending_by_last_return", last_returns(book, &page));
    let suppliers = page.not_coming.iter().map(|supplier| not_coming(book, &numbers, supplier));
    member("not_coming", suppliers.collect::<Vec<_>>().into());
    member("gstr_3b", table_4(&page));
    Value::Object(object)
}

/// A sum by head under the portal's names, and of how many records it is.
pub(super) fn with_count(sum: &Sum) -> Value {
    let mut value = heads(sum.heads);
    value["records"] = sum.records.into();
    value
}

fn iso(day: Option<Day>) -> Value {
    day.map_or(Value::Null, |day| {
        let (year, month, of_month) = day.ymd();
        format!("{year:04}-{month:02}-{of_month:02}").into()
    })
}

fn last_returns(book: &Book, page: &CreditPage) -> Value {
    let one = |(last, sum): (&Option<_>, &Sum)| {
        let mut value = with_count(sum);
        value["period"] = last.map_or(Value::Null, |last: crate::values::Period| last.portal().into());
        value["due"] = iso(last.and_then(|last| calendar::gstr_3b_due(book, last)));
        value
    };
    page.last_returns.iter().map(one).collect::<Vec<_>>().into()
}

fn not_coming(book: &Book, numbers: &SupplierNumbers, supplier: &SupplierNotComing) -> Value {
    let mut value = json!({
        "stin": numbers.gstin(book, supplier.supplier), "name": supplier.name(book),
        "total": money::plain(supplier.total()),
    });
    for why in NotComing::ALL {
        let sum = &supplier.parts[why as usize];
        value[why.key()] = json!({"records": sum.records, "tax": money::plain(sum.total())});
    }
    value
}

fn table_4(page: &CreditPage) -> Value {
    let line = |line: &crate::rules::gstr_3b::Table4Line| match line.why_not {
        None => json!({"line": line.number, "name": line.name, "heads": heads(page.figures.after)}),
        Some(why) => json!({"line": line.number, "name": line.name, "not_from_this_file": why}),
    };
    TABLE_4.iter().map(line).collect::<Vec<_>>().into()
}
