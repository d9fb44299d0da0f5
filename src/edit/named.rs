//! What commands are called: in the history, in the result line, and in the details of one of their records.

use super::{Change, Command};
use crate::book::{Action, LinkKind, ReadPart, Section};
use crate::values::{counted, last_part};
use roaring::RoaringBitmap;

/// In the words of a table: how many records it changed. No name of a file can have it.
pub const HOW_MANY: &str = "{n/}";

impl Command {
    /// The command in words, for history and result lines; `rows` is how many records it changed.
    pub fn words(&self, rows: u64) -> String {
        let n = crate::values::grouped(rows);
        let records = |sheets: &[(Section, RoaringBitmap)]| match sheets {
            [(section, _)] => format!("{n} in {}", section.sheet_name()),
            _ => crate::values::records(rows),
        };
        match self {
            Command::Decide { rows: sheets, change } => {
                let records = records(sheets);
                match change {
                    Change { action: Some(Action::Accept), .. } => format!("Accepted {records}"),
                    Change { action: Some(Action::Reject), .. } => format!("Rejected {records}"),
                    Change { action: Some(Action::Pending), .. } => format!("Set {records} to Pending"),
                    Change { action: Some(_), .. } => format!("Set {records} to No action"),
                    Change { answer: Some(_), .. } => format!("Answered \"ITC to be reduced?\" of {records}"),
                    Change { remarks: Some(text), .. } if text.is_empty() => {
                        format!("Cleared the remarks of {records}")
                    }
                    Change { remarks: Some(_), .. } => format!("Wrote remarks on {records}"),
                    _ => format!("Wrote a note on {records}"),
                }
            }
            Command::Restore { rows: sheets } => format!("Restored the portal action of {}", records(sheets)),
            // Copies that were set aside are among the rows that it touched, and are not counted.
            Command::Table { what, rows } => match what.split_once(HOW_MANY) {
                Some((before, after)) => format!("{before}{}{after}", crate::values::grouped(rows.len() as u64)),
                None => format!("{what}: {}", crate::values::records(rows.len() as u64)),
            },
            Command::Pick { .. } => format!("Set {n} copies aside"),
            Command::Uploaded { name, .. } => format!("Marked {name} as uploaded ({})", records(&[])),
            Command::Errors { file, reports } => {
                format!("Opened {} from {}", counted(reports.len() as u64, "error", "errors"), last_part(file))
            }
            Command::Merge { later, .. } => match rows {
                0 => format!("Newer download {}: nothing changed", later.name()),
                rows => format!("Newer download {}: {} changed", later.name(), crate::values::records(rows)),
            },
            Command::Dismiss { marks } => {
                format!("Dismissed {}", counted(marks.len(), "error", "errors"))
            }
            Command::ImportRegister { parts, .. } => {
                let vouchers = parts.iter().map(|part| u64::from(part.part.entries)).sum();
                format!("Imported {}: {}", files(parts), counted(vouchers, "voucher", "vouchers"))
            }
            Command::RemoveRegister { parts } => {
                format!("Removed {} of the purchase register", counted(parts.len() as u64, "part", "parts"))
            }
            Command::RegisterComplete(true) => "Said that the purchase register is complete".to_owned(),
            Command::RegisterComplete(false) => "Said that the purchase register is not complete".to_owned(),
            Command::Link { links } => match links.as_slice() {
                [link] if link.kind == LinkKind::Linked => {
                    let (records, entries) = (link.records.len() as u64, link.entries.len() as u64);
                    format!(
                        "Linked {} with {}",
                        crate::values::records(records),
                        counted(entries, "voucher", "vouchers")
                    )
                }
                _ => format!("Confirmed {}", counted(links.len() as u64, "match", "matches")),
            },
            Command::Apart { pairs } => {
                format!("Marked {} as not the same", counted(pairs.len() as u64, "pair", "pairs"))
            }
            Command::Unlink { links, aparts } => {
                format!("Undid {}", counted((links.len() + aparts.len()) as u64, "link", "links"))
            }
            Command::KeepGstr2b { kept: Some(kept) } => format!("Put GSTR-2B of {} beside the records", kept.period),
            Command::KeepGstr2b { kept: None } => "Took GSTR-2B away".to_owned(),
        }
    }

    /// The command in words, as it looks from one of its records; `rows` is how many it touched.
    pub fn words_for_one(&self, rows: u64) -> String {
        if let Command::Merge { later, .. } = self {
            return format!("Newer download {}", later.name());
        }
        let done = match self {
            Command::Decide { change, .. } => match change {
                Change { action: Some(Action::Accept), .. } => "Accepted",
                Change { action: Some(Action::Reject), .. } => "Rejected",
                Change { action: Some(Action::Pending), .. } => "Set to Pending",
                Change { action: Some(_), .. } => "Set to No action",
                Change { answer: Some(_), .. } => "Answered \"ITC to be reduced?\"",
                Change { remarks: Some(text), .. } if text.is_empty() => "Remarks cleared",
                Change { remarks: Some(_), .. } => "Remarks written",
                _ => "Note written",
            },
            Command::Restore { .. } => "Portal action restored",
            Command::Table { what, .. } => {
                what.split_once(HOW_MANY).map_or(what.as_str(), |(before, _)| before.trim_end_matches([' ', ':']))
            }
            Command::Pick { .. } => "Copy set aside, or counts again",
            Command::Uploaded { .. } => "Uploaded",
            Command::Errors { .. } => "Refused by the portal",
            Command::Dismiss { .. } => "Error dismissed",
            Command::ImportRegister { .. } => "Purchase register imported",
            Command::RemoveRegister { .. } => "Purchase register removed",
            Command::RegisterComplete(_) => "Said whether the purchase register is complete",
            Command::Link { links } if links.iter().all(|link| link.kind == LinkKind::Confirmed) => "Match confirmed",
            Command::Link { .. } => "Linked",
            Command::Apart { .. } => "Marked as not the same",
            Command::Unlink { links, .. } if links.is_empty() => "\"Not the same\" undone",
            Command::Unlink { .. } => "Link undone",
            Command::KeepGstr2b { .. } => "GSTR-2B put beside the records, or taken away",
            Command::Merge { .. } => "Newer download", // named above
        };
        match rows {
            0 | 1 => done.to_owned(),
            n => format!("{done} with {}", counted(n - 1, "other", "others")),
        }
    }
}

/// The files of parts, each once.
fn files(parts: &[ReadPart]) -> String {
    let mut files: Vec<&str> = parts.iter().map(|part| part.part.file.as_str()).collect();
    files.dedup();
    files.join(", ")
}
