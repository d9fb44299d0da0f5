//! The files of one GSTR-2B put together: what is in several of them counts once, and of several drawn up on different days the
//! newest is taken.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::book::Gstr2bDocument;
use crate::portal::keys::normal;
use crate::values::{Day, Period, and_more, counted, grouped};

/// What was read of one file.
pub(super) struct Gstr2bPart {
    pub(super) name: String,
    /// The day on which it was drawn up; [`Day::NONE`] where it does not say.
    pub(super) drawn_up: Day,
    pub(super) documents: Vec<Gstr2bDocument>,
    pub(super) filings: Vec<(Arc<str>, Period, Day)>,
    /// Documents whose own amounts are not the sum of their items.
    pub(super) differing: u64,
    /// What is no document where one is due.
    pub(super) skipped: u64,
    /// How many documents its summary by supplier counts in each list.
    pub(super) counted: BTreeMap<String, u64>,
}

impl Default for Gstr2bPart {
    fn default() -> Gstr2bPart {
        Gstr2bPart {
            name: String::new(),
            drawn_up: Day::NONE,
            documents: Vec::new(),
            filings: Vec::new(),
            differing: 0,
            skipped: 0,
            counted: BTreeMap::new(),
        }
    }
}

/// All of them together.
pub(super) struct JoinedGstr2b {
    pub(super) drawn_up: Day,
    pub(super) documents: Vec<Gstr2bDocument>,
    pub(super) filings: Vec<(Arc<str>, Period, Day)>,
    pub(super) notes: Vec<String>,
}

/// How many documents that cannot be read are named.
const NAMED: usize = 10;

/// Puts the files together.
pub(super) fn join(parts: Vec<Gstr2bPart>) -> JoinedGstr2b {
    let days = parts.iter().map(|part| part.drawn_up).filter(|&day| day != Day::NONE);
    let newest = days.max_by_key(|day| day.0).unwrap_or(Day::NONE);
    let mut joined = JoinedGstr2b { drawn_up: newest, documents: Vec::new(), filings: Vec::new(), notes: Vec::new() };
    let (mut differing, mut skipped, mut starts) = (0, 0, Vec::new());
    let mut due = BTreeMap::<String, u64>::new();
    for part in parts {
        if part.drawn_up != newest && part.drawn_up != Day::NONE {
            joined.notes.push(format!(
                "{} was drawn up on {}, before that of {newest}: it is no part of it, and was left out.",
                part.name, part.drawn_up
            ));
            continue;
        }
        starts.push(joined.documents.len());
        joined.documents.extend(part.documents);
        joined.filings.extend(part.filings);
        differing += part.differing;
        skipped += part.skipped;
        // Each part may have the summary of the whole.
        for (list, count) in part.counted {
            let most = due.entry(list).or_default();
            *most = count.max(*most);
        }
    }
    joined.filings.sort_unstable();
    joined.filings.dedup();
    joined.missing(&due);
    joined.once(&starts);
    joined.unreadable();
    if differing > 0 {
        joined.notes.push(format!(
            "Amounts of {} are not the sums of their items; their own amounts count.",
            counted(differing, "document", "documents")
        ));
    }
    if skipped > 0 {
        joined.notes.push(format!(
            "{} no document: left out.",
            is_or_are(counted(skipped, "value in the lists", "values in the lists"), skipped)
        ));
    }
    joined
}

/// What makes a document the same, in one number.
fn identity(document: &Gstr2bDocument) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&document.list, &document.listed_under, document.section, &document.supplier).hash(&mut hasher);
    (document.number.to_lowercase(), document.day.0).hash(&mut hasher);
    hasher.finish()
}

impl JoinedGstr2b {
    /// Keeps what is in several files, or twice in one, once; `starts`: where the documents of each file begin.
    fn once(&mut self, starts: &[usize]) {
        let mut places: Vec<(u64, usize)> =
            self.documents.iter().enumerate().map(|(place, document)| (identity(document), place)).collect();
        places.sort_unstable();
        let file = |place: usize| starts.partition_point(|&start| start <= place);
        let mut again = vec![false; self.documents.len()];
        let (mut twice, mut unlike) = (0, 0);
        for group in places.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
            for (nth, &(_, place)) in group.iter().enumerate() {
                let document = &self.documents[place];
                // Two imports of one file may be alike: their ports are not read.
                let same = |&&(_, before): &&(u64, usize)| {
                    !again[before]
                        && self.documents[before] == *document
                        && (document.section.is_some() || file(before) != file(place))
                };
                if group[..nth].iter().any(|before| same(&before)) {
                    again[place] = true;
                    twice += 1;
                } else if nth > 0 && document.section.is_some() {
                    unlike += 1;
                }
            }
        }
        let mut place = 0;
        self.documents.retain(|_| {
            place += 1;
            !again[place - 1]
        });
        let documents = |n: u64| counted(n, "document", "documents");
        if twice > 0 {
            self.notes.push(format!("{} in it twice: counted once.", is_or_are(documents(twice), twice)));
        }
        if unlike > 0 {
            let said = is_or_are(documents(unlike), unlike);
            self.notes.push(format!("{said} in it again with other values: each counts. Check them on the portal."));
        }
    }

    /// Says if there are fewer documents than the summary counts in each list: a part of a large GSTR-2B is easily forgotten.
    fn missing(&mut self, due: &BTreeMap<String, u64>) {
        let mut there = BTreeMap::<String, u64>::new();
        let own = self.documents.iter().filter(|document| document.listed_under.is_none());
        own.for_each(|document| *there.entry(normal(&document.list)).or_default() += 1);
        let missing = due.iter().map(|(list, due)| due.saturating_sub(there.get(list).copied().unwrap_or(0)));
        let missing = missing.fold(0, u64::saturating_add);
        if missing > 0 {
            let counts = counted(due.values().copied().fold(0, u64::saturating_add), "document", "documents");
            self.notes.push(format!(
                "Its own summary counts {counts}; {} of them {} not in these files. Is a part of it missing?",
                grouped(missing),
                if missing == 1 { "is" } else { "are" }
            ));
        }
    }

    /// Names the documents that cannot be read.
    fn unreadable(&mut self) {
        let wrong = self.documents.iter().filter(|document| !document.unreadable.is_empty());
        let count = wrong.clone().count();
        let named = wrong.take(NAMED).map(|document| {
            format!(
                "{} {} of {} cannot be read: {}. It is in no sum.",
                document.list, document.number, document.supplier, document.unreadable
            )
        });
        let mut notes: Vec<String> = named.collect();
        if count > NAMED {
            notes.push(format!("Cannot be read: {}", and_more((count - NAMED) as u64)));
        }
        self.notes.extend(notes);
    }
}

fn is_or_are(what: String, n: u64) -> String {
    format!("{what} {}", if n == 1 { "is" } else { "are" })
}
