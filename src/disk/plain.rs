//! Only plain files are opened. A pipe in the place of a file would make the program wait for ever, a device could do
//! anything: what is not a plain file is left alone, and the error says what it is.

use std::fmt;
use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::Path;

/// Something that is not a plain file has the name of one.
#[derive(Debug)]
struct NotPlain(&'static str);

impl fmt::Display for NotPlain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it is {}, not a file", self.0)
    }
}

impl std::error::Error for NotPlain {}

/// The error for what is not a plain file; `what` with its article.
pub fn not_plain(what: &'static str) -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, NotPlain(what))
}

/// Whether an error says that something else than a plain file is there.
pub fn is_not_plain(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<NotPlain>())
}

/// What is known of a plain file. Errors: it is missing, or something else.
pub fn metadata(path: &Path) -> io::Result<Metadata> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(metadata),
        Ok(metadata) => Err(not_plain(kind(metadata.file_type()))),
        Err(e) if e.kind() == ErrorKind::NotFound && fs::symlink_metadata(path).is_ok() => {
            Err(not_plain("a link to nothing"))
        }
        Err(e) => Err(e),
    }
}

/// Opens a plain file and never waits for another program to do so too. One that is missing may be made, if the options
/// say so.
pub fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    match metadata(path) {
        Ok(_) => {}
        Err(e) if e.kind() == ErrorKind::NotFound => {}
        Err(e) => return Err(e),
    }
    let file = without_waiting(options).open(path)?;
    // It may have been exchanged in between.
    let opened = file.metadata()?;
    if opened.is_file() { Ok(file) } else { Err(not_plain(kind(opened.file_type()))) }
}

#[cfg(unix)]
fn without_waiting(options: &mut OpenOptions) -> &mut OpenOptions {
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, libc::O_NONBLOCK | libc::O_NOCTTY)
}

#[cfg(not(unix))]
fn without_waiting(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn kind(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_dir() {
        "a folder"
    } else if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn kind(kind: FileType) -> &'static str {
    if kind.is_dir() { "a folder" } else { "a device" }
}

/// Whether the name leads to this very file.
pub fn leads_to(path: &Path, file: &File) -> io::Result<bool> {
    match metadata(path) {
        Ok(named) => same(path, &named, file),
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) || is_not_plain(&e) => Ok(false),
        Err(e) => Err(e),
    }
}

#[cfg(unix)]
fn same(_: &Path, named: &Metadata, file: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let own = file.metadata()?;
    Ok((own.dev(), own.ino()) == (named.dev(), named.ino()))
}

#[cfg(not(unix))]
fn same(path: &Path, _: &Metadata, file: &File) -> io::Result<bool> {
    Ok(same_file::Handle::from_file(file.try_clone()?)? == same_file::Handle::from_path(path)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &Path) -> io::Result<File> {
        open(OpenOptions::new().read(true), path)
    }

    #[test]
    fn a_folder_in_the_place_of_a_file_is_said_to_be_one() {
        let folder = tempfile::tempdir().unwrap();
        let error = read(folder.path()).unwrap_err();
        assert!(is_not_plain(&error));
        assert_eq!(error.to_string(), "it is a folder, not a file");
        assert_eq!(read(&folder.path().join("missing")).unwrap_err().kind(), ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn pipes_devices_and_links_to_nothing_are_not_opened_and_no_one_waits() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let nothing = folder.path().join("nothing");
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), &nothing).unwrap();
        let socket = folder.path().join("socket");
        let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        for path in [pipe.as_path(), &nothing, &socket, Path::new("/dev/null")] {
            let written = open(OpenOptions::new().write(true).create(true), path);
            assert!(is_not_plain(&read(path).unwrap_err()), "{}", path.display());
            assert!(is_not_plain(&written.unwrap_err()), "{}", path.display());
        }
        assert!(!folder.path().join("elsewhere").exists(), "nothing is made at the other end of a link");
    }

    #[test]
    fn a_name_leads_to_a_file_until_another_takes_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "text").unwrap();
        let file = read(&path).unwrap();
        assert!(leads_to(&path, &file).unwrap());
        let copy = folder.path().join("copy");
        std::fs::copy(&path, &copy).unwrap();
        assert!(!leads_to(&copy, &file).unwrap());
        std::fs::rename(&path, folder.path().join("moved")).unwrap();
        assert!(!leads_to(&path, &file).unwrap());
        std::fs::rename(&copy, &path).unwrap();
        assert!(!leads_to(&path, &file).unwrap(), "a copy under its name is another file");
        std::fs::rename(folder.path().join("moved"), &path).unwrap();
        assert!(leads_to(&path, &file).unwrap());
    }
}
