//! A disk in memory that fails where a test asks for it, and that a crash treats as crashes do.
//!
//! Each file is known twice: as programs see it, and as it is on the disk for certain since the last sync. What lies
//! between may be lost in a crash, wholly or from any byte on. A sync that failed loses it for good, though programs still
//! read it, as systems do. Names that were made or changed are certain once the call returned; a rename that the crash
//! met may be done, not done or torn, and a file that was removed may be back.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use ims_desk::disk::{Disk, EntryKind, Lock, Sink};

/// What a call meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No room is left; the call does nothing. A sync that meets this loses what it was to keep, as with all faults.
    Full,
    /// The disk cannot read or write there.
    Broken,
    /// The disk is write-protected.
    Protected,
    /// A write takes this many bytes, and the next one finds no room.
    Short(usize),
    /// Pulled out, or the power fails, in this very call; all calls fail until [`FaultyDisk::plug_in`].
    Gone,
}

/// What is left behind by a crash, or a stick pulled out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crash {
    /// How many bytes have arrived of what was written to a file since its last sync. None: not even that it was cut.
    pub arrived: Option<usize>,
    /// The file has grown to its length all the same; zeros stand where no bytes arrived.
    pub zeros: bool,
    /// The rename that was going on.
    pub rename: Rename,
    /// Files that were removed are back.
    pub removed_are_back: bool,
}

/// What a crash makes of a rename.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rename {
    /// It was not begun.
    #[default]
    NotDone,
    /// It was done.
    Done,
    /// As on FAT: the old file is lost, both names stand, and this many bytes of the new file are found under its name.
    Torn(usize),
}

/// Shared until it is written to, as tests make many disks of one.
type Bytes = Arc<Vec<u8>>;

/// A file as programs see it, as a sync would keep it, and as it is on the disk for certain.
#[derive(Clone, Default)]
struct Node {
    seen: Bytes,
    due: Bytes,
    certain: Bytes,
    /// Where the bytes begin that are not certain.
    from: usize,
}

impl Node {
    fn of(bytes: Bytes) -> Node {
        Node { from: bytes.len(), due: bytes.clone(), certain: bytes.clone(), seen: bytes }
    }

    fn cut(&mut self, at: usize) {
        Arc::make_mut(&mut self.seen).truncate(at);
        Arc::make_mut(&mut self.due).truncate(at);
        self.from = self.from.min(at);
    }

    fn write(&mut self, bytes: &[u8]) {
        Arc::make_mut(&mut self.seen).extend_from_slice(bytes);
        Arc::make_mut(&mut self.due).extend_from_slice(bytes);
    }

    fn sync(&mut self) {
        self.certain = self.due.clone();
        self.from = self.due.len();
    }

    fn fail_to_sync(&mut self) {
        Arc::make_mut(&mut self.due)[self.from..].fill(0);
    }

    fn after(&self, crash: Crash) -> Bytes {
        let Some(arrived) = crash.arrived else { return self.certain.clone() };
        if self.due == self.certain {
            return self.certain.clone();
        }
        let mut left = self.due.to_vec();
        let end = left.len().min(self.from.saturating_add(arrived));
        if crash.zeros {
            left[end..].fill(0);
        } else {
            left.truncate(end);
        }
        left.into()
    }
}

#[derive(Clone, Default)]
struct State {
    nodes: Vec<Node>,
    names: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
    removed: Vec<(PathBuf, usize)>,
    /// The rename that a crash met.
    renaming: Option<(PathBuf, PathBuf)>,
    calls: usize,
    /// The calls that write, and how much.
    writes: Vec<(usize, usize)>,
    plan: BTreeMap<usize, Fault>,
    met: usize,
    gone: bool,
    /// How often it was plugged in: what was opened before stays dead.
    times: usize,
}

fn error(kind: ErrorKind, words: &str) -> io::Error {
    io::Error::new(kind, words)
}

impl State {
    /// Counts a call, and gives the fault that it meets. The fault `Gone` is given once; from then on the call fails here.
    fn call(&mut self) -> io::Result<Option<Fault>> {
        let fault = self.plan.remove(&self.calls);
        self.calls += 1;
        if self.gone {
            return Err(gone());
        }
        self.met += usize::from(fault.is_some());
        self.gone = fault == Some(Fault::Gone);
        Ok(fault)
    }

    /// A call that happens wholly or not at all. Whether `Gone` met it after it was done, no one can tell.
    fn whole_call(&mut self) -> io::Result<()> {
        self.call()?.map_or(Ok(()), |fault| Err(words(fault)))
    }

    fn node(&self, path: &Path) -> io::Result<usize> {
        self.names.get(path).copied().ok_or_else(|| error(ErrorKind::NotFound, "no such file"))
    }

    fn make(&mut self, path: &Path, bytes: Bytes) -> io::Result<usize> {
        let folder = path.parent().unwrap_or(Path::new(""));
        if !folder.as_os_str().is_empty() && !self.folders.contains(folder) {
            return Err(error(ErrorKind::NotFound, "no such folder"));
        }
        self.nodes.push(Node::of(bytes));
        self.names.insert(path.to_owned(), self.nodes.len() - 1);
        Ok(self.nodes.len() - 1)
    }

    fn after(&self, crash: Crash) -> State {
        let mut left = State { folders: self.folders.clone(), times: self.times + 1, ..State::default() };
        let mut put = |path: &Path, bytes: Bytes| {
            left.nodes.push(Node::of(bytes));
            left.names.insert(path.to_owned(), left.nodes.len() - 1);
        };
        for (path, node) in self.removed.iter().filter(|_| crash.removed_are_back) {
            put(path, self.nodes[*node].after(crash));
        }
        for (path, &node) in &self.names {
            put(path, self.nodes[node].after(crash));
        }
        if let Some((from, to)) = &self.renaming {
            let new = self.names.get(from).map_or(Bytes::default(), |&node| self.nodes[node].after(crash));
            match crash.rename {
                Rename::NotDone => {}
                Rename::Done => {
                    put(to, new);
                    left.names.remove(from);
                }
                Rename::Torn(bytes) => put(to, new[..bytes.min(new.len())].to_vec().into()),
            }
        }
        left
    }
}

/// Every byte from none to this many, or five of them.
fn places(bytes: usize) -> impl Iterator<Item = usize> {
    let all = bytes < 10_000;
    let some = [0, 1, bytes / 2, bytes.saturating_sub(1), bytes];
    (0..if all { bytes + 1 } else { 0 }).chain(some.into_iter().filter(move |_| !all))
}

fn gone() -> io::Error {
    error(ErrorKind::NotConnected, "the disk is gone")
}

fn words(fault: Fault) -> io::Error {
    match fault {
        Fault::Full | Fault::Short(_) => error(ErrorKind::StorageFull, "no space left on the disk"),
        Fault::Broken => error(ErrorKind::Other, "the disk is broken"),
        Fault::Protected => error(ErrorKind::ReadOnlyFilesystem, "the disk is write-protected"),
        Fault::Gone => gone(),
    }
}

/// The disk. Its clones are the same disk.
#[derive(Clone, Default)]
pub struct FaultyDisk(Arc<Mutex<State>>);

impl FaultyDisk {
    /// An empty disk on which nothing fails.
    pub fn new() -> FaultyDisk {
        FaultyDisk::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Lets a call fail: the next is call 0. Opening, creating, cutting, reading a piece, writing a piece, syncing,
    /// renaming, removing, making and listing a folder are a call each.
    pub fn fail(&self, call: usize, fault: Fault) {
        let mut state = self.state();
        let at = state.calls + call;
        state.plan.insert(at, fault);
    }

    /// How many calls are still to fail.
    pub fn faults_left(&self) -> usize {
        self.state().plan.len()
    }

    /// How many calls there were.
    pub fn calls(&self) -> usize {
        self.state().calls
    }

    /// The calls that wrote a piece, and its length.
    pub fn writes(&self) -> Vec<(usize, usize)> {
        self.state().writes.clone()
    }

    /// How many faults were met.
    pub fn met(&self) -> usize {
        self.state().met
    }

    /// Another disk just like this one, with all that is on its way.
    pub fn twin(&self) -> FaultyDisk {
        FaultyDisk(Arc::new(Mutex::new(self.state().clone())))
    }

    /// What the next start would find if the machine died now.
    pub fn crash(&self, crash: Crash) -> FaultyDisk {
        FaultyDisk(Arc::new(Mutex::new(self.state().after(crash))))
    }

    /// The stick is back, and holds what a crash would have left. Files that were open stay dead.
    pub fn plug_in(&self, crash: Crash) {
        let mut state = self.state();
        *state = State { met: state.met, calls: state.calls, ..state.after(crash) };
    }

    /// All that a crash may leave now: torn at every single byte where files are small, at some where they are large.
    pub fn crashes(&self) -> Vec<Crash> {
        let state = self.state();
        let mut crashes = vec![Crash::default()];
        let dirty = state.names.values().map(|&node| &state.nodes[node]).filter(|node| node.due != node.certain);
        if let Some(bytes) = dirty.map(|node| node.due.len() - node.from).max() {
            crashes.extend(places(bytes).map(|n| Crash { arrived: Some(n), ..Crash::default() }));
            crashes.extend(places(bytes).map(|n| Crash { arrived: Some(n), zeros: true, ..Crash::default() }));
        }
        if !state.removed.is_empty() {
            let arrived = [None, Some(0), Some(usize::MAX)];
            crashes.extend(arrived.map(|arrived| Crash { arrived, removed_are_back: true, ..Crash::default() }));
        }
        if let Some(&node) = state.renaming.as_ref().and_then(|(from, _)| state.names.get(from)) {
            let torn = places(state.nodes[node].due.len()).map(Rename::Torn);
            crashes.extend([Rename::Done].into_iter().chain(torn).map(|rename| Crash { rename, ..Crash::default() }));
        }
        crashes
    }

    /// Puts a file on the disk for certain, and its folders; no call is counted.
    pub fn put(&self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) {
        let mut state = self.state();
        let path = path.as_ref();
        state.folders.extend(path.ancestors().skip(1).map(Path::to_owned));
        state.make(path, Bytes::new(bytes.into())).unwrap();
    }

    /// Removes a file, or a folder with all in it, for certain, as another program would; no call is counted.
    pub fn delete(&self, path: impl AsRef<Path>) {
        let mut state = self.state();
        state.names.retain(|name, _| !name.starts_with(path.as_ref()));
        state.folders.retain(|name| !name.starts_with(path.as_ref()));
    }

    /// What programs find in a file; no call is counted.
    pub fn get(&self, path: impl AsRef<Path>) -> Option<Vec<u8>> {
        let state = self.state();
        state.node(path.as_ref()).ok().map(|node| state.nodes[node].seen.to_vec())
    }

    /// The paths of all files, in order; no call is counted.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.state().names.keys().cloned().collect()
    }
}

/// A file that is open, to be read or written.
struct Open {
    disk: FaultyDisk,
    node: usize,
    /// When it was opened.
    times: usize,
    /// What there is to read, and how much of it was.
    content: Bytes,
    read: usize,
}

impl Open {
    /// Counts a call on this file.
    fn call(&self, state: &mut State) -> io::Result<Option<Fault>> {
        let fault = state.call()?;
        if state.times == self.times { Ok(fault) } else { Err(gone()) }
    }
}

impl Read for Open {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.call(&mut self.disk.state())? {
            None => {
                let taken = (&self.content[self.read..]).read(buffer)?;
                self.read += taken;
                Ok(taken)
            }
            Some(fault) => Err(words(fault)),
        }
    }
}

impl Write for Open {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.disk.state();
        let fault = self.call(&mut state)?;
        let number = state.calls - 1;
        state.writes.push((number, bytes.len()));
        let taken = match fault {
            Some(Fault::Short(taken)) => taken.min(bytes.len()),
            // The power fails while they are on their way: how many arrive is asked in the crash.
            None | Some(Fault::Gone) => bytes.len(),
            Some(fault) => return Err(words(fault)),
        };
        state.nodes[self.node].write(&bytes[..taken]);
        match fault {
            Some(Fault::Gone) => Err(gone()),
            Some(fault) if taken == 0 => Err(words(fault)),
            Some(_) => {
                let next = state.calls;
                state.plan.insert(next, Fault::Full);
                Ok(taken)
            }
            None => Ok(taken),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink for Open {
    /// Asks nothing of the disk that a test counts.
    fn found_at(&self, path: &Path, bytes: u64) -> io::Result<bool> {
        let state = self.disk.state();
        if state.gone || state.times != self.times {
            return Err(gone());
        }
        let here = state.names.get(path) == Some(&self.node);
        Ok(here && state.nodes[self.node].seen.len() as u64 == bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.state();
        let fault = self.call(&mut state)?;
        let node = &mut state.nodes[self.node];
        match fault {
            None => node.sync(),
            Some(Fault::Gone) => return Err(gone()),
            Some(fault) => {
                node.fail_to_sync();
                return Err(words(fault));
            }
        }
        Ok(())
    }
}

impl Disk for FaultyDisk {
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        let mut state = self.state();
        state.whole_call()?;
        let node = state.node(path)?;
        let content = state.nodes[node].seen.clone();
        Ok(Box::new(Open { disk: self.clone(), node, times: state.times, content, read: 0 }))
    }

    fn length(&self, path: &Path) -> io::Result<u64> {
        let mut state = self.state();
        state.whole_call()?;
        let node = state.node(path)?;
        Ok(state.nodes[node].seen.len() as u64)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Sink>> {
        let mut state = self.state();
        let fault = state.call()?;
        if let Some(fault) = fault.filter(|f| *f != Fault::Gone) {
            return Err(words(fault));
        }
        if state.names.contains_key(path) {
            return Err(error(ErrorKind::AlreadyExists, "the file is there"));
        }
        let node = state.make(path, Bytes::default())?;
        if fault.is_some() {
            return Err(gone());
        }
        Ok(Box::new(Open { disk: self.clone(), node, times: state.times, content: Bytes::default(), read: 0 }))
    }

    fn write_from(&self, path: &Path, at: u64) -> io::Result<Box<dyn Sink>> {
        let mut state = self.state();
        let fault = state.call()?;
        if let Some(fault) = fault.filter(|f| *f != Fault::Gone) {
            return Err(words(fault));
        }
        let node = state.node(path).or_else(|missing| match at {
            0 => state.make(path, Bytes::default()),
            _ => Err(missing),
        })?;
        if (state.nodes[node].seen.len() as u64) < at {
            return Err(error(ErrorKind::UnexpectedEof, "the file has become shorter"));
        }
        state.nodes[node].cut(at as usize);
        if fault.is_some() {
            return Err(gone());
        }
        Ok(Box::new(Open { disk: self.clone(), node, times: state.times, content: Bytes::default(), read: 0 }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        if let Some(fault) = state.call()? {
            state.renaming = (fault == Fault::Gone).then(|| (from.to_owned(), to.to_owned()));
            return Err(words(fault));
        }
        let node = state.node(from)?;
        state.names.remove(from);
        state.names.insert(to.to_owned(), node);
        Ok(())
    }

    fn lock(&self, _: &Path, _: &str) -> io::Result<Lock> {
        self.state().whole_call()?;
        Ok(Lock::Ours(None))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.whole_call()?;
        let node = state.node(path)?;
        state.names.remove(path);
        state.removed.push((path.to_owned(), node));
        Ok(())
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        state.whole_call()?;
        state.folders.extend(path.ancestors().map(Path::to_owned));
        Ok(())
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut state = self.state();
        state.whole_call()?;
        let inside = state.names.keys().chain(&state.folders).filter(|path| path.parent() == Some(folder));
        Ok(inside.filter_map(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned()).collect())
    }
    fn entries(&self, folder: &Path) -> io::Result<Vec<(String, EntryKind)>> {
        let kind = |name: &str| self.get(folder.join(name)).map_or(EntryKind::Folder, |_| EntryKind::File);
        Ok(self.names(folder)?.into_iter().map(|name| (name.clone(), kind(&name))).collect())
    }
}
