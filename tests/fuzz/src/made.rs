//! Downloads and decisions made of arbitrary bytes: everything that the portal may write, spelled in every way, and mostly
//! valid, so that what is made gets far.

use arbitrary::{Arbitrary, Unstructured};
use ims_desk::book::{Action, Answer, Book, Section};
use ims_desk::edit::{Change, Command, Log, plan};
use ims_desk::store::journal::Event;

use crate::book::{RECIPIENT, rows, today};
use crate::json::SECTIONS;

/// A short text with everything that is hard to carry: quotes, escapes, line breaks, signs of other scripts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub String);

impl Text {
    /// What it says as a cell of a table. None: as a cell it means something else, as a dash does, which clears.
    pub fn as_cell(&self) -> Option<&str> {
        let cell = self.0.trim();
        (cell != "-" && !cell.starts_with('\'')).then_some(cell)
    }
}

impl<'a> Arbitrary<'a> for Text {
    fn arbitrary(u: &mut Unstructured<'a>) -> arbitrary::Result<Text> {
        const SIGNS: [&str; 32] = [
            "a", "]", "Z", "7", "0", " ", "\"", "\\", "\n", "\t", "\r", "\u{1}", "\u{7f}", "₹", "é", "😀", "/", "-",
            "<", ",", ";", "=", "{", "}", "[", ":", "'", "\u{2028}", "ı", "part", "N", ".",
        ];
        let length = u.int_in_range(0..=9)?;
        (0..length).map(|_| Ok(*u.choose(&SIGNS)?)).collect::<arbitrary::Result<String>>().map(Text)
    }
}

/// A text as JSON spells it, all of it in escapes if `escaped`.
pub fn quoted(text: &str, escaped: bool) -> String {
    if !escaped {
        return serde_json::to_string(text).unwrap();
    }
    let units: String = text.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
    format!("\"{units}\"")
}

/// An amount in one of the spellings that files have.
#[derive(Arbitrary, Clone, Debug)]
pub struct Amount {
    number: u16,
    spelling: u8,
}

impl Amount {
    /// As it is written in the file; the text of it without quotes is what an upload repeats.
    pub fn spelled(&self) -> String {
        let (whole, part) = (self.number / 100, self.number % 100);
        match self.spelling % 9 {
            0 | 1 => whole.to_string(),
            2 => format!("{whole}.{part:02}"),
            3 => format!("{whole}.{}", part / 10),
            4 => format!("\"{whole}.{part:02}\""),
            5 => format!("\" {whole} \""),
            6 => format!("{whole}.{part:02}0"),
            7 => format!("{whole}E0"),
            _ => "0".to_owned(),
        }
    }

    /// What an upload repeats of it.
    pub fn echoed(&self) -> String {
        self.spelled().trim_matches('"').trim().to_owned()
    }
}

/// One record of a download.
#[derive(Arbitrary, Clone, Debug)]
pub struct Record {
    section: u8,
    supplier: u8,
    number: u8,
    day: u8,
    words: Text,
    amounts: [Amount; 6],
    place: u8,
    kind: u8,
    form: u8,
    period: u8,
    filing: u8,
    action: u8,
    remarks: Option<Text>,
    flags: [u8; 3],
    answer: u8,
    declared: [u16; 4],
    unknown: Option<Text>,
    order: u8,
    escaped: bool,
}

/// What an upload may say of a record: the independent reading of what was imported, and of what was decided since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Says {
    /// The action's letter, or the text of the record where it is none that we know.
    pub action: String,
    /// The remarks.
    pub remarks: String,
    /// The answer to "reduce ITC?", and in paise how much of each head.
    pub answer: Option<(char, Option<[i64; 4]>)>,
}

fn one_of<'t>(list: &[&'t str], chosen: u8) -> &'t str {
    list[chosen as usize % list.len()]
}

const ACTIONS: [(&str, &str); 8] = [
    ("\"N\"", "N"),
    ("\"A\"", "A"),
    ("\"R\"", "R"),
    ("\"P\"", "P"),
    ("\"Accepted\"", "A"),
    ("\"no action\"", "N"),
    ("null", "N"),
    ("\"Q\"", "Q"),
];

/// Flags as files spell them, and whether they block.
const FLAGS: [(&str, bool); 7] =
    [("", false), ("\"N\"", false), ("false", false), ("0", false), ("\"Y\"", true), ("true", true), ("1", true)];

impl Record {
    /// Its section.
    pub fn section(&self) -> Section {
        Section::ALL[self.section as usize % 8]
    }

    /// Whether the portal takes an answer to "reduce ITC?" with it.
    pub fn itc_open(&self) -> bool {
        let never = matches!(self.section(), Section::B2b | Section::B2bdn | Section::Ecom);
        !never && !FLAGS[self.flags[2] as usize % 7].1
    }

    /// The same with one part as another record has it.
    pub fn with(&self, part: u8, other: &Record) -> Record {
        let (mut changed, other) = (self.clone(), other.clone());
        match part % 8 {
            0 => changed.amounts = other.amounts,
            1 => changed.action = other.action,
            2 => changed.remarks = other.remarks,
            3 => (changed.answer, changed.declared) = (other.answer, other.declared),
            4 => changed.filing = other.filing,
            5 => changed.flags = other.flags,
            6 => changed.unknown = other.unknown,
            _ => (changed.order, changed.escaped) = (other.order, other.escaped),
        }
        changed
    }

    /// What the portal holds of it.
    pub fn imported(&self) -> Says {
        let declared = self.declared.map(|paise| i64::from(paise) * 100);
        Says {
            action: ACTIONS[self.action as usize % ACTIONS.len()].1.to_owned(),
            remarks: self.remarks.clone().unwrap_or_default().0,
            answer: match self.answer % 6 {
                0 => Some(('Y', None)),
                1 => Some(('N', None)),
                2 => Some(('Y', Some(declared))),
                _ => None,
            },
        }
    }

    /// The members in the order in which the rules of the domain name them, as they are written in the file. `number` makes
    /// records different that would otherwise be one.
    pub fn members(&self, number: Option<usize>) -> Vec<(&'static str, String)> {
        let section = self.section();
        let quoted = |text: &str| quoted(text, self.escaped);
        let days = ["10-02-2026", "31-12-2025", "2026-02-10"];
        let number = number.map_or(format!("INV/{}", self.number % 5), |n| format!("{n}{}", self.words.0));
        let names: [&str; 4] =
            if section.is_note() { ["nt_num", "nt_dt", "ont_num", "ont_dt"] } else { ["inum", "idt", "oinum", "oidt"] };
        let suppliers = ["29AAAAA0000A1ZY", "24AAAAA0000A1Z8", " 33AAAAA0000A1Z9"];
        let mut members = vec![
            ("stin", quoted(one_of(&suppliers, self.supplier))),
            (names[0], quoted(&number)),
            ("inv_typ", one_of(&["\"R\"", "", "\"DE\"", "\"SEZWP\"", "\"new\""], self.kind).to_owned()),
            (names[1], quoted(one_of(&days, self.day))),
            ("val", self.amounts[0].spelled()),
            ("action", ACTIONS[self.action as usize % ACTIONS.len()].0.to_owned()),
            ("pos", one_of(&["\"27\"", "\"97\"", "27", "\"\\u0032\\u0037\""], self.place).to_owned()),
            ("txval", self.amounts[1].spelled()),
            ("iamt", self.amounts[2].spelled()),
            ("camt", self.amounts[3].spelled()),
            ("samt", self.amounts[4].spelled()),
            ("cess", self.amounts[5].spelled()),
            ("remarks", self.remarks.as_ref().map_or(String::new(), |text| quoted(&text.0))),
            ("srcform", one_of(&["\"R1\"", "\"R1A\"", "\"r5\"", "\"R9\""], self.form).to_owned()),
            ("rtnprd", one_of(&["\"022026\"", "\"02\"", "122025"], self.period).to_owned()),
            ("srcfilstatus", one_of(&["\"Filed\"", "\"N\"", "", "\"?\""], self.filing).to_owned()),
            ("ispendactblocked", FLAGS[self.flags[0] as usize % 7].0.to_owned()),
            ("isRemarksBlocked", FLAGS[self.flags[1] as usize % 7].0.to_owned()),
            ("itcRedReqBlocked", FLAGS[self.flags[2] as usize % 7].0.to_owned()),
        ];
        if section.is_amendment() {
            members.push((names[2], quoted("INV/1")));
            members.push((names[3], quoted(days[0])));
        }
        if let Some((letter, heads)) = self.imported().answer {
            members.push(("itcRedReq", format!("\"{letter}\"")));
            for (name, paise) in
                ["declIgst", "declCgst", "declSgst", "declCess"].into_iter().zip(heads.into_iter().flatten())
            {
                members.push((name, format!("{}.00", paise / 100)));
            }
        }
        members.retain(|(_, value)| !value.is_empty());
        members
    }

    /// The record as it is written in the file: its members in another order, and one that is not known.
    pub fn text(&self, number: Option<usize>) -> String {
        let mut members = self.members(number);
        members.extend(
            self.unknown.iter().map(|text| ("unheard_of", format!("[{{\"inum\":{}}}]", quoted(&text.0, false)))),
        );
        let turn = self.order as usize % members.len();
        members.rotate_left(turn);
        let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
        format!("{{{}}}", members.join(","))
    }
}

/// The records of a download.
#[derive(Arbitrary, Clone, Debug)]
pub struct Download {
    shape: u8,
    /// In the order of the file.
    pub records: Vec<Record>,
}

impl Download {
    /// The file. `apart`: no two of the records have the same identity.
    pub fn text(&self, apart: bool) -> String {
        let mut sections: Vec<String> = Vec::new();
        for section in Section::ALL {
            let numbered = self.records.iter().enumerate().filter(|(_, record)| record.section() == section);
            let records: Vec<String> = numbered.map(|(n, record)| record.text(apart.then_some(n))).collect();
            let name = SECTIONS[section as usize][usize::from(self.shape & 4 != 0)];
            if !records.is_empty() || self.shape & 8 != 0 {
                sections.push(format!("\"{name}\":[{}]", records.join(",")));
            }
        }
        if self.shape & 16 != 0 {
            sections.reverse();
        }
        sections.insert(0, format!("\"rtin\":\"{RECIPIENT}\""));
        let details = format!("{{{}}}", sections.join(", "));
        match self.shape % 3 {
            0 => format!("{{\"imsDetails\":{details}}}"),
            1 => format!("{{\"status\":1,\"data\":{{\"imsDetails\":{details}}}}}"),
            _ => format!("\u{FEFF}{{\n\"imsDetails\":{details}}}\n"),
        }
    }

    /// The records in the order in which a book has them: by section, then as they are written in the file.
    pub fn in_order(&self) -> Vec<&Record> {
        let mut records: Vec<&Record> = self.records.iter().collect();
        records.sort_by_key(|record| record.section());
        records
    }
}

/// What someone decides of one record.
#[derive(Arbitrary, Clone, Debug)]
pub struct Decide {
    /// Which, counted around those that count.
    pub row: u8,
    action: u8,
    remarks: Option<Text>,
    answer: u8,
    heads: [u8; 3],
    note: Option<Text>,
}

impl Decide {
    /// The change.
    pub fn change(&self) -> Change {
        let [igst, both, cess] = self.heads.map(i64::from);
        let actions = [Action::Accept, Action::Accept, Action::Reject, Action::Pending, Action::NoAction];
        Change {
            action: actions.get(self.action as usize % 7).copied(),
            remarks: self.remarks.as_ref().and_then(|text| Change::remarks(&text.0).remarks),
            // Most records take none.
            answer: match self.answer % 16 {
                0 => Some(Answer::FULL),
                1 => Some(Answer::NO),
                2 => Some(Answer::part([igst * 50, both, both, cess])),
                3 => Some(Answer::FULL.by_default()),
                4 => Some(Answer::default()),
                _ => None,
            },
            note: self.note.as_ref().and_then(|text| Change::note(&text.0).note),
            answer_if_missing: (self.answer & 16 != 0).then_some(Answer::NO.by_default()),
            ..Change::default()
        }
    }

    /// Decides it, if the rules let the record have it. Gives the record, and whether they did.
    pub fn carry_out(&self, book: &mut Book, log: &mut Log) -> Option<(Section, u32, bool)> {
        let rows = rows(book);
        let &(section, row) = rows.get(self.row as usize % rows.len().max(1))?;
        let (rows, change) = ([row].into_iter().collect(), self.change());
        let allowed = plan(book, section, &rows, &change, today()).allowed.contains(row);
        if allowed {
            log.apply(book, Command::decide(section, rows, change));
        }
        Some((section, row, allowed))
    }
}

/// One thing that someone does to a book.
#[derive(Arbitrary, Clone, Debug)]
pub enum Step {
    /// Decides, if the rules allow it.
    Decide(Decide),
    /// Takes the last step back.
    Undo,
    /// Carries it out again.
    Redo,
    /// Puts a record back to what was imported.
    Restore(u8),
    /// Picks a copy.
    Pick(u8),
    /// Uploads what is to be uploaded.
    Upload,
}

impl Step {
    /// Does it. Gives what a journal is to hear of it; none if nothing was done.
    pub fn carry_out(&self, book: &mut Book, log: &mut Log) -> Option<Event> {
        let rows = rows(book);
        let at = |n: u8| rows.get(n as usize % rows.len().max(1)).copied();
        let command = match self {
            Step::Undo => {
                log.undo(book)?;
                return Some(Event::InForce(log.in_force()));
            }
            Step::Redo => {
                log.redo(book)?;
                return Some(Event::InForce(log.in_force()));
            }
            Step::Decide(decide) => {
                let (_, _, done) = decide.carry_out(book, log)?;
                return done.then(|| Event::Do(log.steps()[log.in_force() - 1].command.clone()));
            }
            Step::Restore(n) => {
                at(*n).map(|(s, row)| Command::Restore { rows: vec![(s, [row].into_iter().collect())] })?
            }
            Step::Pick(n) => Command::Pick { keep: vec![at(*n)?] },
            Step::Upload => {
                let delta = rows.iter().filter(|&&(s, row)| book.in_delta(s, row));
                let said = delta.map(|&(s, row)| (s, row, book.said(s, row))).collect();
                Command::Uploaded { name: "up.json".into(), said }
            }
        };
        log.apply(book, command.clone());
        Some(Event::Do(command))
    }
}
