//! The list of clients as a workbook: the lines of the list, with the figures that they show.

use super::cover::{gstin_of, name_of};
use super::line::{Client, ClientLine};
use super::list::{ClientColumn, ClientFilter, ClientOrder, ClientRow, Clients};
use super::times::ClientTimes;
use crate::exchange::workbook::{CellValue, Holds, NewColumn, SmallTable, TableExport};
use crate::values::{Day, clock, grouped};

/// Columns behind those of the list: what its signs and hints say.
const MORE: [(&str, u16, Holds); 5] = [
    ("GSTR-2B", 12, Holds::Day),
    ("GSTR-3B due", 12, Holds::Day),
    ("PMT-06 due", 12, Holds::Day),
    ("Portal errors", 11, Holds::Count),
    ("To look at", 60, Holds::Text),
];

impl Clients {
    /// The clients that are listed in this order, as a workbook; `covered`: initials and no amounts.
    pub fn workbook(&self, order: &ClientOrder, day: Day, covered: bool) -> TableExport {
        let clients = self.listed(order);
        let columns = ClientColumn::ALL.map(|column| NewColumn::new(column.name(), width(column), holds(column)));
        let more = MORE.map(|(title, width, holds)| NewColumn::new(title, width, holds));
        let row = |client: &&Client| {
            let cells = ClientColumn::ALL.map(|column| cell(column, client, covered));
            cells.into_iter().chain(behind(client, covered)).collect()
        };
        let table = SmallTable {
            name: "Clients".to_owned(),
            columns: columns.into_iter().chain(more).collect(),
            rows: clients.iter().map(row).collect(),
        };
        let fact = |name: &str, text: String| (name.to_owned(), text);
        let monthly = ClientTimes::of(None, &Default::default(), day);
        let mut facts = vec![
            fact("Day", day.to_string()),
            fact("GSTR-2B being closed", format!("{} (who files by the month)", monthly.closing)),
            fact("Clients", format!("{} of {}", grouped(clients.len() as u64), grouped(self.list().len() as u64))),
            fact("Which", which(order, covered)),
            fact(
                "ITC",
                "in GSTR-2B, of the current download of each client alone; none is summed over clients".to_owned(),
            ),
        ];
        facts.extend(covered.then(|| fact("Covered", "names are initials, and amounts are left out".to_owned())));
        TableExport { title: "Clients".to_owned(), facts, now: clock::now(), table }
    }

    /// The clients that are listed, in their order, each once.
    pub fn listed(&self, order: &ClientOrder) -> Vec<&Client> {
        // Those below a PAN that is folded are listed as well.
        let order = ClientOrder { folded: Default::default(), ..order.clone() };
        let client = |row: ClientRow| match row {
            ClientRow::Client(at, _) => self.list().get(at),
            ClientRow::Pan(_) | ClientRow::Older(..) => None,
        };
        self.shown(&order).into_iter().filter_map(client).collect()
    }
}

/// In words which clients are listed. What is typed may be a name.
fn which(order: &ClientOrder, covered: bool) -> String {
    let of = match order.filter {
        ClientFilter::All => "all that are not hidden".to_owned(),
        filter => filter.name().to_owned(),
    };
    match order.text.trim() {
        "" => of,
        _ if covered => format!("{of}; found by what was typed"),
        text => format!("{of}; found by \"{text}\""),
    }
}

fn holds(column: ClientColumn) -> Holds {
    use ClientColumn::*;
    match column {
        Records | ToDecide | ToAnswer | Changed => Holds::Count,
        WithDecisions | Change => Holds::Amount,
        Client | Gstin | Return | Downloaded | Status | Due => Holds::Text,
    }
}

fn width(column: ClientColumn) -> u16 {
    use ClientColumn::*;
    match column {
        Client => 34,
        Gstin => 18,
        Return => 10,
        Downloaded => 18,
        Records | ToDecide | Changed => 11,
        ToAnswer => 14,
        Status => 26,
        WithDecisions | Change => 18,
        Due => 30,
    }
}

/// What the list shows of a client in a column.
fn cell(column: ClientColumn, client: &Client, covered: bool) -> CellValue {
    let line = &client.current;
    let known = line.problem.is_none() && line.status != super::ClientStatus::Unread;
    let count = |n: u64| if known { CellValue::Count(n) } else { CellValue::Empty };
    let amount = |of: fn((i128, i128)) -> i128| match line.credit.filter(|_| !covered) {
        Some(credit) => CellValue::Amount(of(credit)),
        None => CellValue::Empty,
    };
    match column {
        ClientColumn::Client => CellValue::Text(name_of(&client.title(), covered)),
        ClientColumn::Gstin => CellValue::Text(gstin_of(client.gstin.as_deref().unwrap_or_default(), covered)),
        ClientColumn::Return => CellValue::Text(client.files_by().to_owned()),
        ClientColumn::Downloaded if line.downloaded == 0 => CellValue::Empty,
        ClientColumn::Downloaded => CellValue::Text(clock::in_full(line.downloaded)),
        ClientColumn::Records => count(line.records),
        ClientColumn::ToDecide => count(line.to_decide),
        ClientColumn::ToAnswer => count(line.to_answer),
        ClientColumn::Changed => count(line.changed),
        ClientColumn::Status => CellValue::Text(line.status.words()),
        ClientColumn::WithDecisions => amount(|(with, _)| with),
        ClientColumn::Change => amount(|(_, change)| change),
        ClientColumn::Due => CellValue::Text(client.times.in_words()),
    }
}

/// What is behind the columns of the list.
fn behind(client: &Client, covered: bool) -> [CellValue; 5] {
    let (times, line) = (&client.times, &client.current);
    let day = |day: Day| if day == Day::NONE { CellValue::Empty } else { CellValue::Day(day) };
    [
        day(times.drawn_up),
        day(times.due),
        times.pmt_06.map_or(CellValue::Empty, CellValue::Day),
        if line.errors > 0 { CellValue::Count(line.errors) } else { CellValue::Empty },
        CellValue::Text(to_look_at(client, line, covered)),
    ]
}

fn to_look_at(client: &Client, line: &ClientLine, covered: bool) -> String {
    let unchecked = !line.checked && line.problem.is_none();
    let parts = [
        // It may say in which file.
        line.problem.clone().filter(|_| !covered),
        line.too_early.map(|why| format!("downloaded {why}: download again")),
        (line.blocked > 0).then(|| format!("{} blocked", grouped(line.blocked))),
        client.left_open(),
        unchecked.then(|| "not checked yet: its figures may be older than its work".to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}
