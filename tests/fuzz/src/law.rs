//! What makes a target a program: under `cargo fuzz` a fuzzer looks for inputs that reach new code; built in the plain way the
//! program tries the kept inputs and changes of them, the same ones on every machine.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs};

use fastrand::Rng;

/// How many inputs are tried where `RUNS` says nothing.
const RUNS: usize = 600;
/// No input may take longer.
const LONGEST: Duration = Duration::from_secs(20);

/// `law!(|input: &[u8]| { … })`: the law of a target, of any bytes or of what `arbitrary` makes of them.
#[macro_export]
macro_rules! law {
    (|$input:ident: $kind:ty| $body:block) => {
        #[cfg(fuzzing)]
        libfuzzer_sys::fuzz_target!(|$input: $kind| $body);

        #[cfg(not(fuzzing))]
        fn main() -> std::process::ExitCode {
            $crate::law::hold(env!("CARGO_BIN_NAME"), |bytes| {
                let made = <$kind as arbitrary::Arbitrary>::arbitrary_take_rest(arbitrary::Unstructured::new(bytes));
                let Ok($input) = made else { return };
                $body
            })
        }
    };
}

/// Tries `law` on every kept input of `target`, then on changes of them, up to `RUNS` inputs; `SEED` chooses the changes. Where
/// files are named they alone are tried. An input that breaks the law is kept in `target/fuzz/TARGET`.
pub fn hold(target: &str, law: impl Fn(&[u8])) -> ExitCode {
    let named: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let (kept, words) = if named.is_empty() { kept_of(target) } else { (files(&named), Vec::new()) };
    let changed = if named.is_empty() { number("RUNS", RUNS).saturating_sub(kept.len()) } else { 0 };
    let mut changes = Changes { kept: &kept, words, dice: Rng::with_seed(number("SEED", 1) as u64) };
    for input in 0..kept.len() + changed {
        let bytes = kept.get(input).cloned().unwrap_or_else(|| changes.next());
        let begin = Instant::now();
        let held = catch_unwind(AssertUnwindSafe(|| law(&bytes))).is_ok();
        if !held || begin.elapsed() > LONGEST {
            let place = keep(target, &bytes);
            eprintln!(
                "{target}: {}; the input is {}",
                if held { "too slow" } else { "a law is broken" },
                place.display()
            );
            return ExitCode::FAILURE;
        }
    }
    println!("{target}: {} kept inputs and {changed} changes of them", kept.len());
    ExitCode::SUCCESS
}

fn number(name: &str, unsaid: usize) -> usize {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(unsaid)
}

fn files(paths: &[PathBuf]) -> Vec<Vec<u8>> {
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// The kept inputs of a target, in the order of their names, and the words that its reader looks for.
fn kept_of(target: &str) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut paths: Vec<PathBuf> = match fs::read_dir(corpus.join(target)) {
        Ok(entries) => entries.map(|entry| entry.unwrap().path()).collect(),
        Err(_) => Vec::new(),
    };
    paths.sort();
    let words = fs::read_to_string(corpus.join(target).with_extension("dict")).unwrap_or_default();
    (files(&paths), words.lines().filter_map(word).collect())
}

/// The word of a line of a dictionary: `"…"`, with `\"`, `\\` and `\x4A` in it.
fn word(line: &str) -> Option<Vec<u8>> {
    let quoted = line.split_once('"')?.1.rsplit_once('"')?.0;
    let mut word = Vec::new();
    let mut rest = quoted.as_bytes();
    while let [byte, more @ ..] = rest {
        let (meant, more) = match (byte, more) {
            (b'\\', [b'x', high, low, more @ ..]) => {
                (u8::from_str_radix(std::str::from_utf8(&[*high, *low]).ok()?, 16).ok()?, more)
            }
            (b'\\', [escaped, more @ ..]) => (*escaped, more),
            _ => (*byte, more),
        };
        word.push(meant);
        rest = more;
    }
    Some(word)
}

fn keep(target: &str, bytes: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/fuzz").join(target);
    fs::create_dir_all(&folder).unwrap();
    let place = folder.join(format!("crash-{:016x}", xxhash_rust::xxh3::xxh3_64(bytes)));
    fs::write(&place, bytes).unwrap();
    place
}

/// Makes new inputs of kept ones.
struct Changes<'a> {
    kept: &'a [Vec<u8>],
    words: Vec<Vec<u8>>,
    dice: Rng,
}

impl Changes<'_> {
    /// One kept input with one to five changes; any bytes where none is kept.
    fn next(&mut self) -> Vec<u8> {
        let Some(kept) = self.dice.choice(self.kept) else {
            let length = self.dice.usize(..2_000);
            return std::iter::repeat_with(|| self.dice.u8(..)).take(length).collect();
        };
        let mut bytes = kept.clone();
        for _ in 0..self.dice.usize(1..=5) {
            self.change(&mut bytes);
        }
        bytes
    }

    /// Replaces a short part, which may be empty, by nothing, other bytes, a word, or a part of this or another input.
    fn change(&mut self, bytes: &mut Vec<u8>) {
        let from = self.dice.usize(..=bytes.len());
        let to = (from + self.length()).min(bytes.len());
        let new = match self.dice.u8(..6) {
            0 => Vec::new(),
            1 => self.bytes(),
            2 => self.dice.choice(&self.words).cloned().unwrap_or_else(|| vec![0xFF]),
            3 => self.part(bytes),
            4 => self.dice.choice(self.kept).map_or_else(Vec::new, |other| self.part(other)),
            // One bit of a byte, so that lengths and numbers stay plausible.
            _ => bytes[from..to].iter().map(|byte| byte ^ (1 << self.dice.u8(..8))).collect(),
        };
        bytes.splice(from..to, new);
    }

    fn length(&mut self) -> usize {
        let most = 1 << self.dice.u32(..8);
        self.dice.usize(..=most)
    }

    fn bytes(&mut self) -> Vec<u8> {
        let length = self.length();
        std::iter::repeat_with(|| self.dice.u8(..)).take(length).collect()
    }

    fn part(&mut self, of: &[u8]) -> Vec<u8> {
        let from = self.dice.usize(..=of.len());
        of[from..(from + self.length()).min(of.len())].to_vec()
    }
}
