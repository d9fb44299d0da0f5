//! Cover: who looks over the shoulder reads initials and no amounts.

use std::path::{Component, Path, PathBuf};

use crate::values::gstin;

/// A name, or its initials: `Abhrak Minerals` is `A. M.`.
pub fn name_of(name: &str, covered: bool) -> String {
    if !covered {
        return name.to_owned();
    }
    // A GSTIN in the place of a name keeps its state alone.
    if gstin::well_formed(name) {
        return gstin_of(name, true);
    }
    let initials = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let initials: Vec<String> = initials.take(4).map(|c| format!("{}.", c.to_uppercase())).collect();
    if initials.is_empty() { "…".to_owned() } else { initials.join(" ") }
}

/// A GSTIN, or the code of its state.
pub fn gstin_of(gstin: &str, covered: bool) -> String {
    if covered { gstin.chars().take(2).collect() } else { gstin.to_owned() }
}

/// An amount, or nothing.
pub fn amount_of(paise: i128, covered: bool) -> String {
    if covered { "…".to_owned() } else { crate::values::money::indian(paise) }
}

/// The name of a file, or the initials of its words and its ending: `Abhrak Minerals June.json` is `A. M. J..json`. The zip in
/// which it is keeps its place before it.
pub fn file_of(name: &str, covered: bool) -> String {
    if !covered {
        return name.to_owned();
    }
    let one = |name: &str| {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        // Words of a file's name are joined by more than spaces.
        let words: Vec<String> = stem.split(|c: char| !c.is_alphanumeric()).map(initials_or_gstin).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).take(4).collect();
        let ending = if ending.is_empty() { String::new() } else { format!(".{ending}") };
        format!("{}{ending}", if words.is_empty() { "…".to_owned() } else { words.join(" ") })
    };
    name.split(WITHIN).map(one).collect::<Vec<_>>().join(WITHIN)
}

/// A path: covered, each folder is its initials, as the file is.
pub fn path_of(path: &Path, covered: bool) -> String {
    if !covered {
        return path.display().to_string();
    }
    let part = |part: Component<'_>| match part {
        Component::Normal(name) => file_of(&name.to_string_lossy(), true),
        other => other.as_os_str().to_string_lossy().into_owned(),
    };
    path.components().map(part).collect::<PathBuf>().display().to_string()
}

/// A sentence about a client: covered, each GSTIN in it is the code of its state, and each of these files is covered too, with its
/// folders where they are named.
pub fn words_of(text: &str, files: &[&str], covered: bool) -> String {
    if !covered {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    for file in files.iter().filter(|file| !file.is_empty()) {
        let path = Path::new(file);
        let initials = if path.is_absolute() { path_of(path, true) } else { file_of(file, true) };
        text = text.replace(file, &initials);
    }
    let mut shown = String::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let word: usize = rest.chars().take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum();
        let (part, behind) = rest.split_at(word.max(first.len_utf8()));
        match gstin::find(part) {
            Some(found) => shown.push_str(&format!("{}…", gstin_of(&found, true))),
            None => shown.push_str(part),
        }
        rest = behind;
    }
    shown
}

/// What comes between a zip and what is in it.
const WITHIN: &str = " › ";

/// Of a word its first letter, of a GSTIN its state, of a number all of it.
fn initials_or_gstin(word: &str) -> String {
    match gstin::find(word) {
        Some(found) => gstin_of(&found, true),
        None if word.chars().all(|c| c.is_ascii_digit()) => word.to_owned(),
        None => word.chars().next().map_or_else(String::new, |c| format!("{}.", c.to_uppercase())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_covered_client_shows_initials_and_no_amount() {
        assert_eq!(name_of("Abhrak Minerals", true), "A. M.");
        assert_eq!(name_of("27AAAAA0000A1Z2", true), "27");
        assert_eq!(name_of("…", true), "…");
        assert_eq!(gstin_of("27AAAAA0000A1Z2", true), "27");
        assert_eq!(amount_of(-123_456, true), "…");
        assert_eq!((name_of("Abhrak", false), amount_of(100, false)), ("Abhrak".into(), "1.00".into()));
    }

    #[test]
    fn a_covered_file_says_neither_a_name_nor_a_gstin() {
        assert_eq!(file_of("Abhrak Minerals_June.json", true), "A. M. J..json");
        assert_eq!(file_of("27AAAAA0000A1Z2_IMS_102026.json", true), "27 I. 102026.json");
        assert_eq!(file_of("All.zip › 27aaaaa0000a1z2/Abhrak.json", true), "A..zip › 27 A..json");
        assert_eq!((file_of("", true), file_of("Abhrak.json", false)), ("…".into(), "Abhrak.json".into()));
    }

    #[test]
    fn a_covered_path_says_initials_of_each_folder() {
        let path: PathBuf = ["Clients", "Abhrak Minerals", "27AAAAA0000A1Z2_IMS.json"].iter().collect();
        let covered: PathBuf = ["C.", "A. M.", "27 I..json"].iter().collect();
        assert_eq!(path_of(&path, true), covered.display().to_string());
        assert_eq!(path_of(&path, false), path.display().to_string());
        let root = path_of(&std::env::temp_dir().join("Abhrak"), true);
        assert!(Path::new(&root).is_absolute() && root.ends_with("A."), "{root}");
    }

    #[test]
    fn a_covered_sentence_names_no_client() {
        let words = "There is no client 27AAAAA0000A1Z2 here; see Abhrak.json (27aaaaa0000a1z2).";
        assert_eq!(words_of(words, &["Abhrak.json"], true), "There is no client 27… here; see A..json (27…).");
        assert_eq!(words_of(words, &["Abhrak.json"], false), words);
        let path = std::env::temp_dir().join("Abhrak Minerals").join("27AAAAA0000A1Z2.json").display().to_string();
        let covered = words_of(&format!("{path}: it is gone."), &[&path], true);
        assert!(
            covered.ends_with(": it is gone.") && covered.contains("A. M.") && !covered.contains("Abhrak"),
            "{covered}"
        );
        assert_eq!(words_of("IMS-upload_27AAAAA0000A1Z2_0.json", &[], true), "IMS-upload_27…_0.json");
    }
}
