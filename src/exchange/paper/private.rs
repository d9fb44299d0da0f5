//! What a letter to one supplier must not say: the GSTIN or the name of a different supplier, and where files are on this computer.

use std::collections::{HashMap, HashSet};

use crate::book::{Book, Section};
use crate::values::gstin;

/// The suppliers of a book by their names.
#[derive(Default)]
pub(super) struct OtherSuppliers {
    /// Who has a name: names as [`words`], joined by blanks.
    of_name: HashMap<String, HashSet<String>>,
    /// Of how many words the longest name is.
    longest: usize,
    /// The recipient's GSTIN.
    recipient: String,
}

impl OtherSuppliers {
    /// Of a book.
    pub fn of(book: &Book) -> OtherSuppliers {
        let mut others =
            OtherSuppliers { recipient: key(book.recipient.gstin().unwrap_or("")), ..OtherSuppliers::default() };
        for section in Section::ALL {
            let sheet = book.sheet(section);
            let records = sheet.records();
            // The same supplier comes again and again.
            let mut seen = HashSet::new();
            for row in 0..sheet.rows() {
                let (name, gstin) = (records.names.get(row), records.suppliers.get(row));
                if seen.insert((name, gstin)) {
                    others.add(name, gstin);
                }
            }
        }
        others
    }

    fn add(&mut self, name: &str, gstin: &str) {
        let words = words(name);
        if words.is_empty() {
            return;
        }
        self.longest = self.longest.max(words.len());
        self.of_name.entry(words.join(" ")).or_default().insert(key(gstin));
    }

    /// Whether a text may not go to the supplier with this GSTIN.
    pub fn stays_here(&self, text: &str, own: &str) -> bool {
        self.names_a_gstin(text, own) || has_path(text) || self.names_a_supplier(text, own)
    }

    fn names_a_gstin(&self, text: &str, own: &str) -> bool {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_ascii_uppercase);
        words.filter(|word| gstin::well_formed(word)).any(|word| word != own && word != self.recipient)
    }

    /// Whether the whole name of a different supplier is in a text. The longest name that begins at a word is meant there, so
    /// that *Alpha Traders* may read its own name where there is an *Alpha* too.
    fn names_a_supplier(&self, text: &str, own: &str) -> bool {
        let words = words(text);
        let mut from = 0;
        while from < words.len() {
            let most = self.longest.min(words.len() - from);
            let name = (1..=most).rev().find_map(|long| {
                let have = self.of_name.get(&words[from..from + long].join(" "))?;
                Some((long, have.contains(own)))
            });
            match name {
                Some((_, false)) => return true,
                Some((long, true)) => from += long,
                None => from += 1,
            }
        }
        false
    }
}

/// A GSTIN as it is compared.
pub(super) fn key(gstin: &str) -> String {
    gstin.trim().to_ascii_uppercase()
}

/// The words of a text in small letters; *Alpha's* is *alpha*.
fn words(text: &str) -> Vec<String> {
    let text = text.replace('’', "'").to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    let plain = words.map(|word| word.strip_suffix("'s").unwrap_or(word).replace('\'', ""));
    plain.filter(|word| !word.is_empty()).collect()
}

/// Folders in which each system begins.
const ROOTS: [&str; 14] =
    ["home", "Users", "mnt", "media", "tmp", "var", "etc", "opt", "root", "srv", "usr", "run", "Volumes", "private"];

/// Whether a text says where something is on a disk or in a network: `C:\Bills`, `\\server\share`, `/home/meera`, `~/x`, `file:`.
fn has_path(text: &str) -> bool {
    let blank = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | '[' | '<' | '=' | ',' | ';' | ':' | '|');
    let drive = text.as_bytes().windows(3).enumerate().any(|(at, three)| {
        let alone = at == 0 || !text.as_bytes()[at - 1].is_ascii_alphanumeric();
        alone && three[0].is_ascii_alphabetic() && three[1] == b':' && three[2] == b'/'
    });
    text.contains('\\') || drive || text.to_ascii_lowercase().contains("file:/") || text.split(blank).any(is_path)
}

/// Whether a word is a path from the root, of the user's folder, or from the folder where one is.
fn is_path(word: &str) -> bool {
    if ["~/", "./", "../"].iter().any(|from| word.starts_with(from)) {
        return true;
    }
    let Some(rest) = word.strip_prefix('/') else { return false };
    let (first, more) = rest.split_once('/').map_or((rest, false), |(first, _)| (first, true));
    let first = first.trim_end_matches(['.', ')']);
    let named = (first.is_empty() || first.contains(char::is_alphanumeric)) && rest.contains(char::is_alphanumeric);
    more && named || ROOTS.iter().any(|root| root.eq_ignore_ascii_case(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_known_and_what_people_write_with_strokes_is_none() {
        for text in [
            r"C:\Users\me\x.pdf",
            "see c:/bills/x.pdf",
            r"on \\server\share",
            "//server/share",
            "/home/u/y",
            "(/home)",
            "scan:/Users/meera/1.pdf",
            "~/bills",
            "../x.pdf",
            r"Bills\1.pdf",
            "file:///x",
        ] {
            assert!(has_path(text), "{text}");
        }
        for text in
            ["", "Rs 500/-", "5/11/2026", "A/1/2026", "and/or", "w/o GRN", "/-", "ratio 1:2", "Bill No:7", "/ see mail"]
        {
            assert!(!has_path(text), "{text}");
        }
    }

    #[test]
    fn a_name_is_found_as_a_whole_in_any_case_and_ones_own_is_none() {
        let mut others = OtherSuppliers::default();
        others.add("Alpha", "A");
        others.add("Alpha Traders", "T");
        others.add("M/s. Beta & Sons", "B");
        others.add("  ", "E");
        for (text, own, stays) in [
            ("price of ALPHA", "T", true),
            ("Alpha's price", "T", true),
            ("alphabet, as in O'Alpha", "T", false),
            ("Alpha traders: twice", "T", false),
            ("Alpha traders: twice", "A", true),
            ("see m/s Beta and", "A", false),
            ("see M/S BETA & SONS bill", "A", true),
            ("see M/S BETA & SONS bill", "B", false),
            ("no remark", "A", false),
        ] {
            assert_eq!(others.stays_here(text, own), stays, "{text} to {own}");
        }
    }
}
