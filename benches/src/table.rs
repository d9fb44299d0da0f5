//! The table: what was measured, beside what others take for the same, and what is aimed at.

use std::time::Duration;

/// Something measured.
#[derive(Clone, Copy, Debug)]
pub enum Amount {
    /// How long.
    Time(Duration),
    /// How much memory.
    Bytes(u64),
}

impl Amount {
    fn size(self) -> f64 {
        match self {
            Amount::Time(time) => time.as_secs_f64(),
            Amount::Bytes(bytes) => bytes as f64,
        }
    }

    fn words(self) -> String {
        match self {
            Amount::Time(time) => match time.as_secs_f64() * 1e3 {
                ms if ms < 10.0 => format!("{ms:.2} ms"),
                ms if ms < 1e3 => format!("{ms:.0} ms"),
                ms => format!("{:.2} s", ms / 1e3),
            },
            Amount::Bytes(bytes) => format!("{} MB", (bytes + 500_000) / 1_000_000),
        }
    }
}

impl From<Duration> for Amount {
    fn from(time: Duration) -> Amount {
        Amount::Time(time)
    }
}

/// What is aimed at.
#[derive(Clone, Copy, Debug)]
pub enum Aim {
    /// At most this many times the first of what is beside it.
    Times(f64),
    /// At most this many milliseconds at a million records.
    Ms(f64),
    /// At least this many megabytes a second, of this many bytes.
    Speed(f64, u64),
}

impl Aim {
    fn words(self, line: &Line, rows: u64) -> Option<String> {
        let time = line.ours.size();
        let (words, met) = match self {
            Aim::Times(most) => (format!("≤ {most} ×"), line.ratio()? <= most),
            Aim::Ms(most) if rows == 1_000_000 => (format!("≤ {most} ms"), time * 1e3 <= most),
            Aim::Ms(_) => return None,
            Aim::Speed(least, bytes) => {
                let speed = bytes as f64 / 1e6 / time;
                (format!("{speed:.0} of {least} MB/s"), speed >= least)
            }
        };
        Some(format!("{words}: {}", if met { "met" } else { "NOT MET" }))
    }
}

/// One thing that was measured.
#[derive(Clone, Debug)]
pub struct Line {
    /// What.
    pub what: String,
    /// What this program takes.
    pub ours: Amount,
    /// What others take, the one that counts first.
    pub others: Vec<(String, Amount)>,
    aims: Vec<Aim>,
}

impl Line {
    /// What this program takes beside the first of the others.
    fn ratio(&self) -> Option<f64> {
        self.others.first().map(|other| self.ours.size() / other.1.size())
    }

    /// How long it took, in seconds; none if it is no time.
    pub fn seconds(&self) -> Option<f64> {
        if let Amount::Time(time) = self.ours { Some(time.as_secs_f64()) } else { None }
    }
}

/// All lines, printed as they come in.
pub struct Table {
    /// Of this many records.
    pub rows: u64,
    /// What was measured.
    pub lines: Vec<Line>,
    silent: bool,
}

impl Table {
    /// An empty table of measurements of this many records.
    pub fn new(rows: u64) -> Table {
        let head = |what, ours, others, theirs, ratio, aim| print_row(what, ours, others, theirs, ratio, aim);
        head("", "this program", "beside it", "", "ratio", "aim");
        println!("|{:-<48}|{:->14}|{:-<38}|{:->12}|{:->9}|{:-<30}|", "", ":", "", ":", ":", "");
        Table { rows, lines: Vec::new(), silent: false }
    }

    /// The same, printing nothing.
    pub fn silent(rows: u64) -> Table {
        Table { rows, lines: Vec::new(), silent: true }
    }

    /// What this program takes for something beside the first of the others.
    pub fn ratio(&self, what: &str) -> Option<f64> {
        self.lines.iter().find(|line| line.what == what)?.ratio()
    }

    /// Adds a line.
    pub fn line(&mut self, what: &str, ours: impl Into<Amount>, others: Vec<(String, Amount)>, aims: &[Aim]) {
        let line = Line { what: what.into(), ours: ours.into(), others, aims: aims.into() };
        if !self.silent {
            self.print(&line);
        }
        self.lines.push(line);
    }

    fn print(&self, line: &Line) {
        let ratio = |other: Amount| match line.ours.size() / other.size() {
            times if times < 0.095 => format!("1/{:.0}", 1.0 / times),
            times => format!("{times:.2} ×"),
        };
        let aims: Vec<String> = line.aims.iter().filter_map(|aim| aim.words(line, self.rows)).collect();
        let (ours, aims) = (line.ours.words(), aims.join(", "));
        if line.others.is_empty() {
            print_row(&line.what, &ours, "", "", "", &aims);
        }
        for (n, (name, theirs)) in line.others.iter().enumerate() {
            let (what, ours, aims) = if n == 0 { (&*line.what, &*ours, &*aims) } else { ("", "", "") };
            print_row(what, ours, name, &theirs.words(), &ratio(*theirs), aims);
        }
    }
}

fn print_row(what: &str, ours: &str, other: &str, theirs: &str, ratio: &str, aims: &str) {
    println!("| {what:<46} | {ours:>12} | {other:<36} | {theirs:>10} | {ratio:>7} | {aims:<28} |");
}
