//! `clients`: all clients that are kept in a data folder, as the window lists them. It writes nothing: a summary that differs from its
//! journal is made again for this list alone.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use parking_lot::Mutex;
use serde_json::{Value, json};

use super::print::Lines;
use super::report::Object;
use super::{Exit, Failure, printed};
use crate::clients::{
    self, CheckedBook, Client, ClientLine, ClientMark, ClientOrder, ClientRow, Clients, KnownBook, KnownClients,
};
use crate::store::{FOLDER, Home, Store};
use crate::values::{Day, counted, grouped, money};
use crate::work::Progress;

/// Options of `clients`.
#[derive(clap::Args)]
pub struct ClientsOptions {
    /// The data folder; ims-desk-data beside the program if it is not given
    folder: Option<PathBuf>,
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

/// Runs `clients`.
pub fn run(options: &ClientsOptions) -> Result<Exit, Failure> {
    let (today, folder) = (Day::today(), data_folder(options.folder.as_deref())?);
    let all = clients_in(&folder, today)?;
    let damaged = all.list().iter().any(|client| lines_of(client).any(|line| line.problem.is_some()));
    let mut out = BufWriter::new(io::stdout().lock());
    printed(if options.json { as_json(&folder, today, &all, &mut out) } else { as_text(&all, &mut out) })?;
    printed(out.flush())?;
    Ok(if damaged { Exit::Refused } else { Exit::Done })
}

/// The data folder that is named, or the one beside the program.
pub(super) fn data_folder(named: Option<&Path>) -> Result<PathBuf, Failure> {
    let folder = match named {
        Some(folder) => folder.to_owned(),
        None => {
            let program = std::env::current_exe();
            program
                .map_err(|e| Failure(format!("the program's own folder: {}", crate::disk::words(&e))))?
                .with_file_name(FOLDER)
        }
    };
    if !folder.is_dir() {
        return Err(Failure(format!("{}: there is no such folder", folder.display())));
    }
    Ok(folder)
}

/// The clients of a data folder on a day.
pub(super) fn clients_in(folder: &Path, day: Day) -> Result<Clients, Failure> {
    let store = Store::at(folder.to_owned());
    let home = store.home().map_err(Failure)?;
    let (books, marks) = known(&home, &store, day)?;
    Ok(Clients::of(&KnownClients { books: &books, facts: &store.get().books, marks: &marks, day }))
}

/// The books of a data folder, each as its journal is now, and what the user said of clients.
fn known(home: &Home, store: &Store, today: Day) -> Result<(Vec<KnownBook>, BTreeMap<String, ClientMark>), Failure> {
    let mut file = clients::load(home);
    let unreadable = Mutex::new(None);
    let tell = |checked| {
        if let CheckedBook::Unreadable(why) = checked {
            *unreadable.lock() = Some(why);
        }
    };
    let checked = clients::check_all(home, &file, (today, &store.get().books), &Progress::default(), tell);
    if let Some(why) = unreadable.into_inner() {
        return Err(Failure(format!("{}: {why}", home.folder.display())));
    }
    checked.renewed.into_iter().for_each(|summary| file.take(summary));
    let folders = checked.folders.unwrap_or_default();
    let books = file.books.into_iter().filter(|book| folders.contains(&book.folder));
    let known = |summary| KnownBook { summary, kept: true, checked: true, unread: false };
    Ok((books.map(known).collect(), checked.marks))
}

fn lines_of(client: &Client) -> impl Iterator<Item = &ClientLine> {
    std::iter::once(&client.current).chain(&client.older)
}

fn as_json(folder: &std::path::Path, today: Day, all: &Clients, out: &mut dyn Write) -> io::Result<()> {
    let mut object = Object::open(out)?;
    object.member("folder", &folder.display().to_string())?;
    object.member("day", &today.to_string())?;
    object.list("clients", in_order(all).map(client_json))?;
    object.close()
}

/// All clients, hidden ones too, by name.
fn in_order(all: &Clients) -> impl Iterator<Item = &Client> {
    let hidden = ClientOrder { filter: clients::ClientFilter::Hidden, ..ClientOrder::default() };
    let rows = [all.shown(&ClientOrder::default()), all.shown(&hidden)].concat();
    let client = |row: ClientRow| match row {
        ClientRow::Client(at, _) => all.list().get(at),
        _ => None,
    };
    rows.into_iter().filter_map(client)
}

fn client_json(client: &Client) -> Value {
    let (due, what, _) = client.times.next();
    let mut object = line_json(&client.current);
    let more = json!({
        "gstin": client.gstin,
        "name": client.name,
        "state": client.state(),
        "return": if client.times.quarterly { "qrmp" } else { "monthly" },
        "closing": client.times.closing.portal(),
        "due": {"what": what, "day": due.to_string()},
        "gstr_2b": client.times.drawn_up.to_string(),
        "gstr_3b": client.times.due.to_string(),
        "pmt_06": client.times.pmt_06.map(|day| day.to_string()),
        "hidden": client.mark.hidden,
        "older": client.older.iter().map(line_json).collect::<Vec<_>>(),
    });
    if let (Value::Object(object), Value::Object(more)) = (&mut object, more) {
        object.extend(more);
    }
    object
}

fn line_json(line: &ClientLine) -> Value {
    let amount = |paise: i128| money::plain(paise);
    json!({
        "folder": line.folder,
        "files": line.paths,
        "status": line.status.code(),
        "problem": line.problem,
        "periods": line.months.map(|(first, last)| [first.portal(), last.portal()]),
        "downloaded": (line.downloaded > 0).then(|| crate::values::clock::in_full(line.downloaded)),
        "download_again": line.too_early,
        "records": line.records,
        "to_decide": line.to_decide,
        "credit_notes_to_answer": line.to_answer,
        "changed": line.changed,
        "blocked": line.blocked,
        "portal_errors": line.errors,
        "not_confirmed": line.awaiting,
        "itc": line.credit.map(|(with, change)| json!({
            "as_it_stands": amount(with.saturating_sub(change)),
            "with_your_decisions": amount(with),
            "change": amount(change),
        })),
    })
}

fn as_text(all: &Clients, out: &mut dyn Write) -> io::Result<()> {
    let mut out = Lines(out);
    out.line(counted(all.list().len() as u64, "client", "clients"))?;
    for client in in_order(all) {
        let line = &client.current;
        let gstin = client.gstin.as_deref().filter(|_| !client.name.is_empty()).unwrap_or_default();
        let change = line.credit.map_or_else(String::new, |(_, change)| format!("  change {}", money::indian(change)));
        let hidden = if client.mark.hidden { "  hidden" } else { "" };
        out.line(format_args!(
            "{:<24} {gstin:<15} {:<7} {:>7} records {:>7} to decide {:>7} changed  {:<24} {}{change}{hidden}",
            client.title(),
            client.files_by(),
            grouped(line.records),
            grouped(line.to_decide),
            grouped(line.changed),
            line.status.words(),
            client.times.in_words(),
        ))?;
        for why in line.problem.iter().chain(&client.left_open()) {
            out.line(format_args!("  {why}"))?;
        }
    }
    Ok(())
}
