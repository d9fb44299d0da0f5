//! `ims-desk.com`, for cmd and PowerShell: a program with a window gets no console from them, and they do not wait for it.
//! This one does: it runs `ims-desk.exe` beside it and hands on what is typed, what is printed, and the exit status.

use std::env;
use std::io::{self, IsTerminal, Read, Write};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;

fn main() -> ExitCode {
    match run() {
        Ok(status) => ExitCode::from(status),
        Err(e) => {
            let why = match e.kind() {
                io::ErrorKind::NotFound => "it is not in the folder of this program",
                io::ErrorKind::PermissionDenied => "this computer does not allow it",
                _ => "unpack the download of IMS Desk again",
            };
            let _ = writeln!(io::stderr(), "ims-desk: ims-desk.exe cannot be started: {why}");
            ExitCode::from(2)
        }
    }
}

fn run() -> io::Result<u8> {
    let program = env::current_exe()?.with_extension("exe");
    let mut child = Command::new(program)
        .args(env::args_os().skip(1))
        .stdin(pipe_instead_of_console(io::stdin().is_terminal()))
        .stdout(pipe_instead_of_console(io::stdout().is_terminal()))
        .stderr(pipe_instead_of_console(io::stderr().is_terminal()))
        .spawn()?;
    let printers = hand_on(&mut child);
    let status = child.wait()?;
    for printer in printers {
        // One that broke has printed what it could.
        let _ = printer.join();
    }
    // Windows ends a program that breaks with a number above 255.
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX))
}

/// A program with a window cannot use the console of another; it can use a pipe. Files and pipes are its own to use.
fn pipe_instead_of_console(console: bool) -> Stdio {
    if console { Stdio::piped() } else { Stdio::inherit() }
}

/// Copies between the pipes and the console. What is typed is no one's any more once the program has ended, so only those
/// that print are waited for.
fn hand_on(child: &mut Child) -> Vec<thread::JoinHandle<()>> {
    if let Some(input) = child.stdin.take() {
        thread::spawn(move || copy(io::stdin().lock(), input));
    }
    let output = child.stdout.take().map(|output| thread::spawn(move || copy(output, io::stdout())));
    let errors = child.stderr.take().map(|errors| thread::spawn(move || copy(errors, io::stderr())));
    output.into_iter().chain(errors).collect()
}

/// Copies as it comes: someone may be waiting to read it.
fn copy(mut from: impl Read, mut to: impl Write) {
    let mut bytes = [0; 8192];
    while let Ok(read @ 1..) = from.read(&mut bytes) {
        if to.write_all(&bytes[..read]).and_then(|()| to.flush()).is_err() {
            return;
        }
    }
}
