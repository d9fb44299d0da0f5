//! The engine without a window: check, apply, match, merge, tie-out, export, clients, sample, inspect (cli/README.md).
//!
#![doc = include_str!("README.md")]

pub mod apply;
pub mod check;
pub mod clients;
mod credit;
mod decided;
pub mod export;
pub mod inspect;
pub mod matching;
pub mod merge;
pub mod print;
pub mod report;
pub mod tie_out;
pub mod window;

use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::book::Book;
use crate::disk::{self, Blocked, Guard, RealDisk};
use crate::exchange::decisions::{self, Table};
use crate::portal::upload::WriteError;
use crate::portal::what::WrongFile;
use crate::portal::{self, Input, ReadError};
use crate::values::shown::shown;
use crate::values::{grouped, short};
use crate::work::Progress;
use crate::work::allowance::{Allowance, NO_ROOM};

use print::complain;
use window::Window;

/// Decide on the records of the GST portal's Invoice Management System offline, and generate the JSON to upload.
#[derive(Parser)]
#[command(name = "ims-desk", version, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    window: Window,
}

#[derive(Subcommand)]
enum Command {
    /// Reads portal files, validates, and prints sheets, counts and alerts
    Check(check::CheckOptions),
    /// Applies a table of decisions, validates, and writes the JSON to upload
    Apply(apply::ApplyOptions),
    /// Compares a download, with decisions, with a newer one, and prints what became of each record
    Merge(merge::MergeOptions),
    /// Finds which records are in the books, says why or why not, and suggests decisions; decides nothing
    Match(Box<matching::MatchOptions>),
    /// Compares a download, as it is decided, with the GSTR-2B that the portal drew up
    TieOut(tie_out::TieOutOptions),
    /// Writes records as an Excel workbook, a workbook to decide in, or pages to print and to send
    Export(Box<export::ExportOptions>),
    /// Writes a made-up download
    Sample(SampleOptions),
    /// Writes a made-up purchase register that belongs to the sample of the same rows and seed
    SampleRegister(SampleRegisterOptions),
    /// Lists all clients that are kept on the drive: how far each is, and what is due
    Clients(clients::ClientsOptions),
    /// Lists the sections and keys of portal files, and marks what is not known
    Inspect(inspect::InspectOptions),
}

#[derive(clap::Args)]
struct SampleOptions {
    /// Records in all: at most 1,00,00,000
    #[arg(long, value_parser = rows)]
    rows: u64,
    /// Other seeds give other records; the same seed the same bytes
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where to write; standard output if it is not given
    #[arg(long)]
    out: Option<PathBuf>,
}

/// More would only fill the drive.
const MOST_ROWS: u64 = 1_00_00_000;

fn rows(text: &str) -> Result<u64, String> {
    let rows = text.parse().ok().filter(|rows| *rows <= MOST_ROWS);
    rows.ok_or_else(|| format!("a number of records is at most {}", grouped(MOST_ROWS)))
}

#[derive(clap::Args)]
struct SampleRegisterOptions {
    #[command(flatten)]
    sample: SampleOptions,
    /// Where to write which lines belong to which record
    #[arg(long, value_name = "FILE")]
    truth: Option<PathBuf>,
}

/// How a command ended (cli/README.md, the table of exits).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done; warnings, or nothing to write, included.
    Done = 0,
    /// The files were read, but something is refused or blocks.
    Refused = 1,
    /// A file cannot be read or written, a table lacks a column, the command line is wrong.
    Failed = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// What stops a command with [`Exit::Failed`], in words.
pub struct Failure(pub String);

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Failure {
        let hint = if error.wrong == Some(WrongFile::Decisions) { " Here it goes to --decisions." } else { "" };
        Failure(error.to_string() + hint)
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Failure {
        Failure(error.to_string())
    }
}

/// Runs the command that the arguments name. Gives back the window to open if they name none.
pub fn run(arguments: Arguments) -> Result<Exit, Window> {
    let done = match arguments.command {
        None => return Err(arguments.window),
        Some(Command::Check(options)) => check::run(&options),
        Some(Command::Apply(options)) => apply::run(&options),
        Some(Command::Merge(options)) => merge::run(&options),
        Some(Command::Match(options)) => matching::run(&options),
        Some(Command::TieOut(options)) => tie_out::run(&options),
        Some(Command::Export(options)) => export::run(&options),
        Some(Command::Sample(options)) => sample(&options),
        Some(Command::SampleRegister(options)) => sample_register(&options),
        Some(Command::Clients(options)) => clients::run(&options),
        Some(Command::Inspect(options)) => inspect::run(&options),
    };
    Ok(done.unwrap_or_else(|Failure(what)| {
        complain(&what);
        Exit::Failed
    }))
}

/// Refuses to print where standard output is one of the files that are read.
fn not_onto<'p>(files: impl IntoIterator<Item = &'p PathBuf>) -> Result<(), Failure> {
    let blocked = |why: Blocked| Failure(format!("standard output: {}", why.words()));
    Guard::of(files).check_standard_output().map_err(blocked)
}

/// What printing came to: it may fail as writing any file may.
fn printed<T>(done: io::Result<T>) -> Result<T, Failure> {
    done.map_err(|e| Failure(format!("standard output: cannot be written: {}", disk::words(&e))))
}

impl Arguments {
    /// Reads what the program was started with. Gives the exit where that is wrong, or asks for help alone.
    pub fn read(given: impl IntoIterator<Item = OsString>) -> Result<Arguments, ExitCode> {
        let given: Vec<OsString> = given.into_iter().collect();
        Arguments::try_parse_from(&given).map_err(|wrong| {
            // The message repeats arguments, so it is made once more of arguments that a terminal can show.
            let plain = given.iter().map(|argument| shown(&argument.to_string_lossy()).into_owned());
            let wrong = Arguments::try_parse_from(plain).err().unwrap_or(wrong);
            let done = wrong.print().and_then(|()| io::stdout().flush());
            // What is wrong with the command line cannot be said where it cannot be printed; help that was asked for can.
            match printed(done) {
                Err(Failure(why)) if wrong.exit_code() == 0 => {
                    complain(&why);
                    Exit::Failed.into()
                }
                _ => ExitCode::from(wrong.exit_code() as u8),
            }
        })
    }
}

/// Reads a table of decisions from a file, or from standard input for `-`.
fn load_table(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read =
        if is_standard(path) { io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes) } else { std::fs::read(path) };
    read.map_err(|e| Failure(format!("{}: cannot be read: {}", table_name(path), disk::words(&e))))
}

fn table_name(path: &Path) -> String {
    if is_standard(path) { "standard input".to_owned() } else { path.display().to_string() }
}

/// The table of decisions that a file holds.
fn read_table<'t>(path: &Path, bytes: &'t [u8]) -> Result<Table<'t>, Failure> {
    decisions::read(bytes).map_err(|what| Failure(format!("{}: {what}", table_name(path))))
}

/// Whether there is memory to find the records of a table. Asked before the work begins, so that a shortage is a message.
fn room_for(path: &Path, table: &Table<'_>) -> Result<(), Failure> {
    if Allowance::of(table.bytes()).is_there() {
        return Ok(());
    }
    Err(Failure(format!("{}: the table {NO_ROOM}", table_name(path))))
}

/// A text from a file as a line for people holds it: cut, however long it is.
pub fn in_line(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 1_000;
    short(text, LONGEST)
}

/// Whether a path means standard input or output.
pub fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads files, and standard input for `-`.
pub fn load(files: &[PathBuf]) -> Result<Vec<Input>, ReadError> {
    files
        .iter()
        .map(|path| if is_standard(path) { standard_input() } else { portal::load(path, &Progress::default()) })
        .collect()
}

fn standard_input() -> Result<Input, ReadError> {
    let mut bytes = Vec::new();
    let name = "standard input".to_owned();
    match io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => Ok(Input { name, path: None, bytes }),
        Err(e) => Err(portal::cannot_read(&name, &e)),
    }
}

/// Opens files as one book.
pub fn open(files: &[PathBuf]) -> Result<Book, ReadError> {
    portal::read(load(files)?, &Progress::default())
}

/// Opens files as one book, with error files of the portal attached to it.
pub fn open_with_errors(files: &[PathBuf], errors: &[PathBuf]) -> Result<Book, Failure> {
    for path in errors.iter().filter(|path| !is_standard(path)) {
        if !portal::errors::are_errors(path)? {
            return Err(Failure(format!("{}: this is not an error file of the portal", path.display())));
        }
    }
    let mut inputs = load(files)?;
    inputs.extend(load(errors)?);
    Ok(portal::read(inputs, &Progress::default())?)
}

fn sample(options: &SampleOptions) -> Result<Exit, Failure> {
    write_to(options.out.as_deref(), |mut out| portal::sample::write(options.rows, options.seed, &mut out))?;
    Ok(Exit::Done)
}

fn sample_register(options: &SampleRegisterOptions) -> Result<Exit, Failure> {
    let SampleRegisterOptions { sample: SampleOptions { rows, seed, out }, truth } = options;
    let mut right = Vec::new();
    write_to(out.as_deref(), |mut out| {
        right.clear();
        let truth: Option<&mut dyn Write> = if truth.is_some() { Some(&mut right) } else { None };
        portal::sample::register::write(*rows, *seed, &mut out, truth)
    })?;
    if let Some(path) = truth {
        write_to(Some(path), |out| out.write_all(&right))?;
    }
    Ok(Exit::Done)
}

/// Writes to a file, to a stream, or to standard output where none is named.
fn write_to(path: Option<&Path>, mut write: impl FnMut(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let Some(path) = path.filter(|path| !is_standard(path) && !disk::is_standard_output(path)) else {
        return printed(write(&mut io::stdout().lock()));
    };
    let failed = |e: io::Error| Failure(format!("{}: cannot be written: {}", path.display(), disk::words(&e)));
    if disk::is_stream(path) {
        return std::fs::File::options().write(true).open(path).and_then(|mut file| write(&mut file)).map_err(failed);
    }
    let mut file = disk::temporary(&RealDisk, path).map_err(failed)?;
    write(&mut file).map_err(failed)?;
    file.settle().and_then(disk::Settled::arrive).map_err(failed)?;
    Ok(())
}
