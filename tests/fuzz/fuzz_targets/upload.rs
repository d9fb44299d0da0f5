//! The whole way: a download is made, decided on, some of it undone, and the upload written. What is written is compared with
//! what another reader of the download and a plain copy of the rules expect: only records of which something new is said,
//! every echoed value letter for letter, keys in the portal's order, what was decided and nothing else.

#![cfg_attr(fuzzing, no_main)]

use arbitrary::Arbitrary;
use ims_desk::book::{Action, Answer, AnswerKind, Section};
use ims_desk::edit::{Change, Log};
use ims_desk_fuzz::book::{RECIPIENT, download, rows, upload};
use ims_desk_fuzz::json::{SECTIONS, elements, members, text};
use ims_desk_fuzz::made::{Decide, Download, Record, Says};

/// A download, what is decided of it in turn, how much of that is undone, and how the upload is laid out. What is short comes
/// first here and in the other targets: the last gets all that is left of an input.
#[derive(Arbitrary, Debug)]
struct Work {
    undone: u8,
    flags: bool,
    decided: Vec<Decide>,
    download: Download,
}

ims_desk_fuzz::law!(|work: Work| {
    let mut book = download(&work.download.text(true));
    let records = work.download.in_order();
    let places = rows(&book);
    assert_eq!(places.len(), records.len(), "every record is a row");
    let mut log = Log::default();
    // What is decided of each record, kept beside the book.
    let mut kept: Vec<Vec<Says>> = vec![records.iter().map(|record| record.imported()).collect()];
    for decide in &work.decided {
        if let Some((section, row, true)) = decide.carry_out(&mut book, &mut log) {
            let mut now = kept[kept.len() - 1].clone();
            let place = places.iter().position(|&place| place == (section, row)).unwrap();
            change(records[place], &mut now[place], &decide.change());
            kept.push(now);
        }
    }
    for _ in 0..work.undone % 3 {
        if log.undo(&mut book).is_some() {
            kept.pop();
        }
    }
    let written = upload(&book, work.flags);
    let expected = expected(&work.download, &kept[kept.len() - 1], work.flags);
    if expected.iter().all(Vec::is_empty) {
        assert!(written.is_empty(), "nothing is to be said: {}", String::from_utf8_lossy(&written));
    } else {
        compare(std::str::from_utf8(&written).unwrap(), &expected);
    }
});

fn change(record: &Record, says: &mut Says, change: &Change) {
    if let Some(action) = change.action {
        says.action = match action {
            Action::Accept => "A",
            Action::Reject => "R",
            Action::Pending => "P",
            Action::NoAction | Action::Other => "N",
        }
        .to_owned();
    }
    if let Some(remarks) = &change.remarks {
        says.remarks.clone_from(remarks);
    }
    let answered = |answer: Answer| match answer.kind {
        AnswerKind::None => None,
        AnswerKind::Full => Some(('Y', None)),
        AnswerKind::Part => Some(('Y', Some(answer.heads))),
        AnswerKind::No => Some(('N', None)),
    };
    says.answer = change.answer.map_or(says.answer, answered);
    let required = matches!(record.section(), Section::B2bcn | Section::B2bcna) && record.itc_open();
    if says.answer.is_none() && required && says.action == "A" {
        says.answer = change.answer_if_missing.and_then(answered);
    }
}

/// What of a decision is sent: remarks with Reject and Pending, and with an Accept that answers "no" or "part"; the answer
/// with Accept, where the portal takes one.
fn sent(record: &Record, says: &Says) -> Says {
    let answer = says.answer.filter(|_| says.action == "A" && record.itc_open());
    let remarks = matches!(says.action.as_str(), "R" | "P") || answer.is_some_and(|answer| answer != ('Y', None));
    let remarks = if remarks { says.remarks.clone() } else { String::new() };
    Says { action: says.action.clone(), answer, remarks }
}

/// A value as it must be in the upload.
#[derive(Debug)]
enum Value {
    /// Letter for letter.
    Echo(String),
    /// This text, however it is spelled.
    Text(String),
    /// This amount of paise, however it is spelled.
    Paise(i64),
}

/// The records that must be written, section by section, as their members in order.
fn expected(download: &Download, says: &[Says], flags: bool) -> [Vec<Vec<(String, Value)>>; 8] {
    let mut sections: [Vec<Vec<(String, Value)>>; 8] = Default::default();
    let numbered = download.records.iter().enumerate();
    let mut numbered: Vec<(usize, &Record)> = numbered.collect();
    numbered.sort_by_key(|(_, record)| record.section());
    for ((number, record), says) in numbered.into_iter().zip(says) {
        let imported = record.imported();
        let (before, now) = (sent(record, &imported), sent(record, says));
        if before != now {
            sections[record.section() as usize].push(line(record, number, &now, &before, flags));
        }
    }
    sections
}

fn line(record: &Record, number: usize, now: &Says, before: &Says, flags: bool) -> Vec<(String, Value)> {
    const FLAGS: [&str; 3] = ["srcfilstatus", "ispendactblocked", "isRemarksBlocked"];
    let mut line: Vec<(String, Value)> = Vec::new();
    let same_remarks = now.remarks == record.imported().remarks;
    for (name, value) in record.members(Some(number)) {
        let amount = matches!(name, "val" | "txval" | "iamt" | "camt" | "samt" | "cess");
        let said = match name {
            "action" => Value::Text(now.action.clone()),
            "remarks" => continue,
            "itcRedReqBlocked" => continue,
            "itcRedReq" | "declIgst" | "declCgst" | "declSgst" | "declCess" => continue,
            name if FLAGS.contains(&name) && !flags => continue,
            _ if amount => Value::Echo(value.trim_matches('"').trim().to_owned()),
            _ if value.starts_with('"') || FLAGS.contains(&name) => Value::Echo(value),
            // What came as a number is quoted.
            _ => Value::Echo(format!("\"{value}\"")),
        };
        line.push((name.to_owned(), said));
    }
    if !line.iter().any(|member| member.0 == "action") {
        let place = line.iter().position(|member| member.0 == "val").map_or(0, |place| place + 1);
        line.insert(place, ("action".to_owned(), Value::Text(now.action.clone())));
    }
    if !now.remarks.is_empty() {
        let place = line.iter().position(|member| member.0 == "srcform").unwrap();
        let imported = record.members(Some(number)).into_iter().find(|member| member.0 == "remarks");
        let said = match imported {
            Some((_, imported)) if same_remarks => Value::Echo(imported),
            _ => Value::Text(now.remarks.clone()),
        };
        line.insert(place, ("remarks".to_owned(), said));
    }
    // The flags come behind the period, the originals behind them.
    let (mut originals, mut rest): (Vec<_>, Vec<_>) =
        line.into_iter().partition(|(name, _)| matches!(name.as_str(), "oinum" | "oidt" | "ont_num" | "ont_dt"));
    rest.append(&mut originals);
    if let Some((letter, heads)) = now.answer {
        rest.push(("itcRedReq".to_owned(), Value::Text(letter.to_string())));
        let same = before.answer == now.answer || record.imported().answer == now.answer;
        for (name, paise) in
            ["declIgst", "declCgst", "declSgst", "declCess"].into_iter().zip(heads.into_iter().flatten())
        {
            let echo = record.members(None).into_iter().find(|member| member.0 == name).filter(|_| same);
            rest.push((name.to_owned(), echo.map_or(Value::Paise(paise), |member| Value::Echo(member.1))));
        }
    }
    rest
}

fn compare(written: &str, expected: &[Vec<Vec<(String, Value)>>; 8]) {
    let envelope = members(written).unwrap_or_else(|| panic!("no JSON: {written}"));
    let named: Vec<(&str, &str)> = envelope.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(named[..2], [("rtin", format!("\"{RECIPIENT}\"").as_str()), ("reqtyp", "\"SAVE\"")]);
    assert_eq!((named.len(), named[2].0), (3, "invdata"));
    let sections = members(named[2].1).unwrap();
    let due = Section::ALL.into_iter().filter(|&section| !expected[section as usize].is_empty());
    let due: Vec<Section> = due.collect();
    let names: Vec<&str> = sections.iter().map(|section| section.0.as_str()).collect();
    assert_eq!(names, due.iter().map(|&section| SECTIONS[section as usize][0]).collect::<Vec<_>>());
    for (section, (_, list)) in due.into_iter().zip(sections) {
        let (records, expected) = (elements(list).unwrap(), &expected[section as usize]);
        assert_eq!(records.len(), expected.len(), "{section:?}: {written}");
        for (record, expected) in records.into_iter().zip(expected) {
            let found = members(record).unwrap();
            let names = |names: Vec<&str>| names.join(" ");
            let (is, due) =
                (found.iter().map(|m| m.0.as_str()).collect(), expected.iter().map(|m| m.0.as_str()).collect());
            assert_eq!(names(is), names(due), "{record}");
            for ((name, found), (_, due)) in found.iter().zip(expected) {
                let right = match due {
                    Value::Echo(raw) => found == raw,
                    Value::Text(due) => text(found).as_deref() == Some(due),
                    Value::Paise(due) => paise(found) == Some(*due),
                };
                assert!(right, "{name} is {found} and not {due:?}: {record}");
            }
        }
    }
}

/// An amount that is written with at most two decimals.
fn paise(written: &str) -> Option<i64> {
    let (whole, part) = written.split_once('.').unwrap_or((written, ""));
    let part: i64 = format!("{part:0<2}").parse().ok().filter(|_| part.len() <= 2)?;
    Some(whole.parse::<i64>().ok()? * 100 + part)
}
