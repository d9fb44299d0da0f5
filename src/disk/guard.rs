//! What must not be lost where a file is to be written: the files that were read, this program's own folder, and files that
//! the user was not asked about. And what a name leads to, as not everything that has one is a file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use same_file::Handle;

/// What must not be written over.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    /// Files that were read.
    pub inputs: Vec<PathBuf>,
    /// Standard input was read.
    pub standard_input: bool,
    /// The folder in which this program keeps its work.
    pub own: Option<PathBuf>,
    /// No file that is there is replaced.
    pub ask: bool,
}

/// Why something may not be written there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// It was read, perhaps under another name.
    Input,
    /// It is in this program's own folder.
    Own,
    /// A file is there.
    There,
}

impl Blocked {
    /// The reason in words, behind the path.
    pub fn words(self) -> &'static str {
        match self {
            Blocked::Input => "is one of the files that you opened, which are never written over: choose another name",
            Blocked::Own => "is where IMS Desk keeps its own work: choose another folder",
            Blocked::There => "already exists",
        }
    }
}

impl Guard {
    /// A guard of files that were read; `-` is standard input.
    pub fn of<'p>(inputs: impl IntoIterator<Item = &'p PathBuf>) -> Guard {
        let (standard, inputs): (Vec<_>, Vec<_>) =
            inputs.into_iter().cloned().partition(|path| path.as_os_str() == "-");
        Guard { inputs, standard_input: !standard.is_empty(), ..Guard::default() }
    }

    /// Whether a file may be written there.
    pub fn check(&self, target: &Path) -> Result<(), Blocked> {
        if let Some(own) = &self.own
            && is_inside(target, own)
        {
            return Err(Blocked::Own);
        }
        // Links are followed. What is no file, such as a terminal, is not written over by writing to it.
        if !target.is_file() {
            return Ok(());
        }
        let standard = || Handle::stdin().is_ok_and(|input| Handle::from_path(target).is_ok_and(|out| out == input));
        if self.inputs.iter().any(|input| same_file(input, target)) || (self.standard_input && standard()) {
            return Err(Blocked::Input);
        }
        if self.ask { Err(Blocked::There) } else { Ok(()) }
    }

    /// Whether standard output is a file that was read.
    pub fn check_standard_output(&self) -> Result<(), Blocked> {
        let Ok(out) = Handle::stdout() else { return Ok(()) };
        let is_out = |path: &PathBuf| path.is_file() && Handle::from_path(path).is_ok_and(|input| input == out);
        if self.inputs.iter().any(is_out) { Err(Blocked::Input) } else { Ok(()) }
    }
}

/// Whether two names lead to one file, by whatever spelling or link. What is no file is not opened: to open a pipe waits for
/// the other end, and closing it breaks that.
pub fn same_file(a: &Path, b: &Path) -> bool {
    a.is_file() && b.is_file() && same_file::is_same_file(a, b).unwrap_or(false)
}

fn is_inside(target: &Path, folder: &Path) -> bool {
    let Ok(folder) = folder.canonicalize() else { return false };
    let target = std::path::absolute(target).unwrap_or_else(|_| target.to_owned());
    // The file itself may be a link out of the folder or into it.
    let of = |path: Option<PathBuf>| path.is_some_and(|path| path.starts_with(&folder));
    of(target.canonicalize().ok()) || of(target.ancestors().skip(1).find_map(|above| above.canonicalize().ok()))
}

/// Whether what has this name takes bytes but keeps none: a pipe, a terminal, a device such as `/dev/null`.
pub fn is_stream(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        fs::metadata(path).is_ok_and(|found| found.file_type().is_fifo() || found.file_type().is_char_device())
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Whether what has this name is standard output.
pub fn is_standard_output(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        use std::os::unix::fs::MetadataExt;
        let Ok(out) = io::stdout().as_fd().try_clone_to_owned() else { return false };
        let same = |a: &fs::Metadata, b: &fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
        matches!((fs::File::from(out).metadata(), fs::metadata(path)), (Ok(out), Ok(found)) if same(&out, &found))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Where a file of this name is to be written: behind links. Errors: what has the name is no file.
pub fn place(target: &Path) -> io::Result<PathBuf> {
    let refused = |words: &str| Err(io::Error::other(words.to_owned()));
    if target.file_name().is_none() || is_device_name(target) {
        return refused(if target.is_dir() { "this is a folder: add a file name" } else { "this is not a file name" });
    }
    match fs::metadata(target) {
        Ok(found) if found.is_dir() => refused("this is a folder: add a file name"),
        Ok(found) if !found.is_file() => refused("this is a device or a pipe, not a file"),
        Ok(_) if target.is_symlink() => target.canonicalize(),
        Err(_) if target.is_symlink() => refused("this link leads to nothing"),
        _ => Ok(target.to_owned()),
    }
}

/// Whether this is the name of a device of this system.
fn is_device_name(path: &Path) -> bool {
    cfg!(windows) && is_device(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// Whether Windows has a device under this name in every folder, whatever ending is behind it.
pub fn is_device(name: &str) -> bool {
    let stem = name.to_ascii_uppercase();
    let stem = stem.split('.').next().unwrap_or_default().trim_end();
    let numbered =
        |name: &str| stem.strip_prefix(name).is_some_and(|n| n.len() == 1 && n.as_bytes()[0].is_ascii_digit());
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&stem) || numbered("COM") || numbered("LPT")
}

/// Gives a new file the mode, and where that is allowed the owner, of the one whose place it will take.
pub fn dress(new: &Path, old: &Path) {
    #[cfg(unix)]
    if let Ok(old) = fs::metadata(old) {
        use std::os::unix::fs::MetadataExt;
        // Nothing is lost where the system does not allow it. The owner first, as that may take rights away.
        let _ = std::os::unix::fs::chown(new, Some(old.uid()), Some(old.gid()));
        let _ = fs::set_permissions(new, old.permissions());
    }
    #[cfg(not(unix))]
    let _ = (new, old);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(path: &Path) -> Guard {
        Guard::of([&path.to_owned()])
    }

    #[test]
    fn what_was_read_is_found_under_every_name() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("sub")).unwrap();
        fs::write(at("in.json"), "read").unwrap();
        fs::hard_link(at("in.json"), at("hard.json")).unwrap();
        let mut names = vec![at("in.json"), at("./in.json"), at("sub/../in.json"), at("hard.json")];
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(at("in.json"), at("soft.json")).unwrap();
            std::os::unix::fs::symlink(folder.path(), at("sub/up")).unwrap();
            names.extend([at("soft.json"), at("sub/up/in.json")]);
        }
        for name in &names {
            assert_eq!(guard(&at("in.json")).check(name), Err(Blocked::Input), "{}", name.display());
            assert_eq!(guard(name).check(&at("in.json")), Err(Blocked::Input), "{}", name.display());
        }
        fs::write(at("other.json"), "read").unwrap();
        assert_eq!(guard(&at("in.json")).check(&at("other.json")), Ok(()));
        assert_eq!(guard(&at("in.json")).check(&at("new.json")), Ok(()));
        assert_eq!(Guard { ask: true, ..Guard::default() }.check(&at("other.json")), Err(Blocked::There));
        assert_eq!(Guard { ask: true, ..Guard::default() }.check(&at("new.json")), Ok(()));
    }

    #[test]
    fn nothing_is_written_into_this_programs_own_folder() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("data");
        fs::create_dir_all(own.join("27/key")).unwrap();
        let guard = Guard { own: Some(own.clone()), ..Guard::default() };
        for inside in ["a.json", "27/key/journal.1", "27/new/a.json", "27/../a.json"] {
            assert_eq!(guard.check(&own.join(inside)), Err(Blocked::Own), "{inside}");
        }
        assert_eq!(guard.check(&folder.path().join("a.json")), Ok(()));
        assert_eq!(guard.check(&folder.path().join("data.json")), Ok(()));
        assert_eq!(guard.check(&own.join("../a.json")), Ok(()));
    }

    #[cfg(unix)]
    #[test]
    fn only_files_have_a_place_and_links_are_followed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().canonicalize().unwrap().join(name);
        fs::write(at("real"), "").unwrap();
        std::os::unix::fs::symlink(at("real"), at("link")).unwrap();
        std::os::unix::fs::symlink(at("nowhere"), at("broken")).unwrap();
        assert_eq!(place(&at("new")).unwrap(), at("new"));
        assert_eq!(place(&at("link")).unwrap(), at("real"));
        for (name, words) in [(at("broken"), "leads to nothing"), (at("."), "folder"), ("/dev/null".into(), "device")] {
            assert!(place(&name).unwrap_err().to_string().contains(words), "{}", name.display());
        }
        assert!(is_stream(Path::new("/dev/null")) && !is_stream(&at("real")) && !is_stream(&at("new")));
    }
}
