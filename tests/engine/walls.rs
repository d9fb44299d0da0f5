//! The walls of the house: which room may use which, who may know egui, and who may know how the portal spells its keys.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The rooms, and which others each may use.
pub const ROOMS: [(&str, &[&str]); 17] = [
    ("values", &[]),
    ("work", &["values"]),
    ("disk", &[]),
    ("book", &["values", "work"]),
    ("portal", &["values", "work", "disk", "book"]),
    ("rules", &["values", "work", "book"]),
    ("edit", &["values", "work", "book", "rules"]),
    ("cells", &["values", "work", "disk"]),
    ("register", &["values", "work", "cells", "book"]),
    ("matching", &["values", "work", "book", "rules"]),
    ("view", &["values", "work", "book", "rules"]),
    ("exchange", &["values", "work", "disk", "book", "portal", "rules", "edit", "cells", "matching", "view"]),
    ("store", &["values", "work", "disk", "book", "portal", "rules", "edit", "cells", "register", "view", "exchange"]),
    ("clients", &["values", "work", "disk", "book", "portal", "rules", "edit", "view", "exchange", "store"]),
    (
        "cli",
        &[
            "values", "work", "disk", "book", "portal", "rules", "edit", "cells", "register", "matching", "view",
            "exchange", "store", "clients",
        ],
    ),
    (
        "session",
        &[
            "values", "work", "disk", "book", "portal", "rules", "edit", "cells", "register", "matching", "view",
            "exchange", "store", "clients",
        ],
    ),
    (
        "app",
        &[
            "values", "work", "disk", "book", "portal", "rules", "edit", "cells", "register", "matching", "view",
            "exchange", "store", "clients", "session",
        ],
    ),
];

/// What `main.rs` may use.
const MAIN: [&str; 3] = ["app", "cli", "store"];

/// How the portal spells its keys, but for those that are plain words (`val`, `pos`, `cess`, `action`, `remarks`, `hash`).
const KEYS: [&str; 43] = [
    "stin",
    "tradenm",
    "inum",
    "nt_num",
    "idt",
    "nt_dt",
    "oinum",
    "oidt",
    "ont_num",
    "ont_dt",
    "inv_typ",
    "txval",
    "iamt",
    "camt",
    "samt",
    "srcform",
    "rtnTyp",
    "rtnprd",
    "sRtnPrd",
    "srcfilstatus",
    "ispendactblocked",
    "ispendactnallwd",
    "isRemarksBlocked",
    "itcRedReqBlocked",
    "isItcRedReqBlocked",
    "itcRedReq",
    "itc_red_req",
    "declIgst",
    "declCgst",
    "declSgst",
    "declCess",
    "decl_igst",
    "decl_cgst",
    "decl_sgst",
    "decl_cess",
    "ItcAvailabilityCheck",
    "error_msg",
    "error_cd",
    "imsDetails",
    "imsDetailsErr",
    "invdata",
    "reqtyp",
    "rtin",
];

/// A source file: its code without comments and with its texts emptied, and its texts with their lines.
#[derive(Clone)]
pub struct Source {
    /// From `src`, such as `rules/itc.rs`.
    pub name: String,
    pub code: String,
    pub texts: Vec<(usize, String)>,
}

impl Source {
    /// The room, or the file itself at the top.
    fn room(&self) -> &str {
        self.name.split('/').next().unwrap()
    }

    /// Whether it is only compiled for tests.
    pub fn is_tests(&self) -> bool {
        self.name.ends_with("tests.rs") || self.name.contains("/tests/")
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

pub fn paths() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["src", "tests"] {
        files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    }
    found
}

/// All of them, taken apart once for all tests.
pub fn sources() -> &'static [Source] {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(taken_apart);
    &SOURCES
}

fn taken_apart() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let (code, texts) = split(&std::fs::read_to_string(&path).unwrap());
        Source { name, code, texts }
    };
    found.into_iter().map(read).collect()
}

/// Takes Rust apart: code without comments, every text literal left as `""`, and the texts with their lines.
fn split(rust: &str) -> (String, Vec<(usize, String)>) {
    let chars: Vec<char> = rust.chars().collect();
    let (mut code, mut texts) = (String::new(), Vec::new());
    let (mut i, mut line) = (0, 1);
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    while i < chars.len() {
        let start = i;
        match (at(i), at(i + 1)) {
            ('/', '/') => i += chars[i..].iter().take_while(|c| **c != '\n').count(),
            ('/', '*') => {
                let mut depth = 0;
                loop {
                    match (at(i), at(i + 1)) {
                        ('/', '*') => (depth, i) = (depth + 1, i + 2),
                        ('*', '/') => (depth, i) = (depth - 1, i + 2),
                        _ => i += 1,
                    }
                    if depth == 0 || i >= chars.len() {
                        break;
                    }
                }
            }
            ('r', '"' | '#') if !ends_in_name(&code) && raw_hashes(&chars, i + 1).is_some() => {
                let hashes = raw_hashes(&chars, i + 1).unwrap();
                let end: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
                let from = i + hashes + 2;
                let rest: String = chars[from..].iter().collect();
                let length = rest.find(&end).map_or(rest.len(), |at| at);
                texts.push((line, rest[..length].to_owned()));
                code.push_str("\"\"");
                i = from + rest[..length].chars().count() + end.len();
            }
            ('"', _) => {
                let mut text = String::new();
                i += 1;
                while i < chars.len() && at(i) != '"' {
                    if at(i) == '\\' {
                        text.push('\\');
                        i += 1;
                    }
                    text.push(at(i));
                    i += 1;
                }
                i += 1;
                texts.push((line, text));
                code.push_str("\"\"");
            }
            // A character, not a lifetime.
            ('\'', '\\') => {
                i += 3;
                i += chars[i..].iter().take_while(|c| **c != '\'').count() + 1;
            }
            ('\'', _) if at(i + 2) == '\'' => i += 3,
            (c, _) => {
                code.push(c);
                i += 1;
            }
        }
        let end = i.min(chars.len());
        let lines = chars[start..end].iter().filter(|c| **c == '\n').count();
        line += lines;
        // Lines of the code stay those of the file.
        if end - start > 1 {
            code.extend(std::iter::repeat_n('\n', lines));
        }
    }
    (code, texts)
}

fn ends_in_name(code: &str) -> bool {
    code.ends_with(|c: char| c.is_alphanumeric() || c == '_') && !code.ends_with('b') && !code.ends_with('c')
}

/// How many `#` stand before the quote of a raw text; none if it is none.
fn raw_hashes(chars: &[char], from: usize) -> Option<usize> {
    let hashes = chars[from..].iter().take_while(|c| **c == '#').count();
    (chars.get(from + hashes) == Some(&'"')).then_some(hashes)
}

/// The words of a text: runs of letters, digits and `_`, each with where it begins.
pub fn words(text: &str) -> Vec<(usize, &str)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    let mut from = None;
    for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_word(c), from) {
            (true, None) => from = Some(i),
            (false, Some(start)) => {
                found.push((start, &text[start..i]));
                from = None;
            }
            _ => {}
        }
    }
    found
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// The first names of all paths behind this word and `::`, those in braces included, with their lines.
fn names_behind<'c>(code: &'c str, word: &str) -> Vec<(usize, &'c str)> {
    let mut found = Vec::new();
    for (at, w) in words(code) {
        let rest = code[at + w.len()..].trim_start();
        if w != word || !rest.starts_with("::") {
            continue;
        }
        let rest = rest[2..].trim_start();
        let line = line_of(code, at);
        let first = |text: &'c str| words(text).first().filter(|(at, _)| *at == 0).map(|(_, name)| *name);
        let Some(inside) = rest.strip_prefix('{') else {
            found.extend(first(rest).map(|name| (line, name)));
            continue;
        };
        // Only the names at the outermost level of the braces are what is behind the word.
        let (mut depth, mut from) = (0, 0);
        for (i, c) in inside.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    found.extend(first(inside[from..i].trim_start()).map(|name| (line, name)));
                    from = i + 1;
                }
                _ => {}
            }
            if c == '}' && depth == 0 && from == i + 1 {
                break;
            }
        }
    }
    found
}

/// Rooms that a file names, with the lines.
fn rooms_used(source: &Source) -> Vec<(usize, &str)> {
    let behind = ["crate", "ims_desk", "super"].into_iter().flat_map(|word| names_behind(&source.code, word));
    behind.filter(|(_, name)| ROOMS.iter().any(|(room, _)| room == name)).collect()
}

#[test]
fn every_room_uses_only_those_it_may() {
    let mut broken = Vec::new();
    for source in sources().iter().filter(|s| s.name != "lib.rs") {
        let own = source.room();
        let may = ROOMS.iter().find(|(room, _)| *room == own).map(|(_, may)| *may);
        let may = may.unwrap_or_else(|| {
            assert!(["main.rs", "bin"].contains(&own), "{own}: a room or file that the house does not know");
            &MAIN
        });
        for (line, room) in rooms_used(source) {
            if room != own && !may.contains(&room) {
                broken.push(format!("src/{}:{line}: {own} may not use {room}", source.name));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn nothing_below_the_window_knows_egui() {
    let mut broken = Vec::new();
    for source in sources().iter().filter(|s| s.room() != "app" && s.name != "main.rs") {
        for (at, word) in words(&source.code) {
            if word == "eframe" || word.starts_with("egui") {
                broken.push(format!("src/{}:{}: {word}", source.name, line_of(&source.code, at)));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// What changes a book that was read. The compiler keeps it inside this crate, as all of it is `pub(crate)`.
const WRITERS: [&str; 15] = [
    "sheet_mut",
    "register_mut",
    "links_mut",
    "columns_mut",
    "errors_mut",
    "take_text",
    "take_answer",
    "exchange_beside",
    "add_files",
    "add_record",
    "skip_rows",
    "carry_decision",
    "lend_flags",
    "turn_rows",
    "link_versions",
];

#[test]
fn nothing_but_a_command_writes_to_a_book() {
    let mut broken = Vec::new();
    for source in sources().iter().filter(|s| s.room() != "book") {
        for (at, word) in words(&source.code).into_iter().filter(|(_, word)| WRITERS.contains(word)) {
            let called = source.code[..at].ends_with('.') && source.code[at + word.len()..].starts_with('(');
            if called && source.room() != "edit" {
                broken.push(format!("src/{}:{}: {word}", source.name, line_of(&source.code, at)));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    let book = sources().iter().filter(|s| s.room() == "book").map(|s| s.code.as_str()).collect::<String>();
    for writer in WRITERS {
        assert!(book.contains(&format!("pub(crate) fn {writer}(")), "{writer} is no writer of the book any more");
    }
    // Columns of a sheet and the fields of a book that a command changes are private.
    let private = [
        "actions: Vec",
        "answers: Vec",
        "remarks: Vec",
        "notes: Vec",
        "records: Arc",
        "texts: Texts",
        "errors: PortalErrors",
    ];
    for field in private {
        let of_sheet = |name: &str| &sources().iter().find(|s| s.name == name).unwrap().code;
        for name in ["book/sheet.rs", "book/mod.rs"] {
            let code = of_sheet(name);
            let body = code.split("pub struct Sheet {").nth(1).or(code.split("pub struct Book {").nth(1)).unwrap();
            let body = body.split("\n}").next().unwrap();
            assert!(!body.contains(&format!("    pub {field}")), "{name}: {field}");
        }
    }
}

#[test]
fn an_open_book_changes_by_its_own_verbs_alone() {
    let sources = sources();
    let session = &sources.iter().find(|s| s.name == "session/mod.rs").unwrap().code;
    let fields = session.split("pub struct Session {").nth(1).unwrap().split("\n}").next().unwrap();
    assert!(fields.contains("    book: Arc<Book>,"), "the fields are here");
    let public: Vec<&str> = fields.lines().filter(|line| line.trim_start().starts_with("pub")).collect();
    assert!(public.is_empty(), "{public:?}");
    // None of them is given away to be written to, either.
    let mut given = Vec::new();
    for source in sources.iter().filter(|s| s.room() == "session") {
        for verbs in source.code.split("impl Session {").skip(1) {
            let verbs = verbs.split("\n}").next().unwrap();
            let signatures = verbs.split("    pub fn ").skip(1).map(|verb| verb.split('{').next().unwrap());
            given.extend(
                signatures.filter(|verb| verb.contains("-> &mut")).map(|verb| format!("{}: {verb}", source.name)),
            );
        }
    }
    assert!(given.is_empty(), "{given:?}");
}

#[test]
fn what_judges_never_reads_the_clock() {
    let mut broken = Vec::new();
    for source in sources()
        .iter()
        .filter(|s| ["book", "rules", "edit", "register", "matching", "view"].contains(&s.room()) && !s.is_tests())
    {
        for (at, word) in words(&source.code) {
            if word == "SystemTime" || source.code[at..].starts_with("today()") {
                broken.push(format!("src/{}:{}: {word}", source.name, line_of(&source.code, at)));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn no_one_else_knows_how_the_portal_spells_its_keys() {
    let mut broken = Vec::new();
    for source in sources().iter().filter(|s| !["portal", "exchange", "cli"].contains(&s.room()) && !s.is_tests()) {
        // Tests inside a file stand at its end.
        let tests = source.code.find("#[cfg(test)]").map_or(usize::MAX, |at| line_of(&source.code, at));
        for (line, text) in source.texts.iter().filter(|(line, _)| *line < tests) {
            for (_, word) in words(text).into_iter().filter(|(_, word)| KEYS.contains(word)) {
                broken.push(format!("src/{}:{line}: {word:?}", source.name));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_file_begins_by_saying_what_it_is_for() {
    for path in paths() {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{}", path.display());
    }
}

#[test]
fn the_walls_are_seen_through_comments_texts_and_braces() {
    let rust = r##"
        //! use crate::app;
        use crate::{book::{Action, Book}, values}; /* crate::edit */
        fn f() -> &'static str { let _ = ('"', '\'', b"crate::rules", r#"a " crate::cli"#); super::super::view::rows() }
        const KEY: &str = "the \"inum\" key"; // "stin"
    "##;
    let (code, texts) = split(rust);
    let source = Source { name: "values/x.rs".into(), code, texts };
    assert_eq!(rooms_used(&source), [(3, "book"), (3, "values"), (4, "view")]);
    let texts: Vec<&str> = source.texts.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, ["crate::rules", "a \" crate::cli", "the \\\"inum\\\" key"]);
    assert_eq!(source.texts[2].0, 5);
    assert!(words(texts[2]).iter().any(|(_, word)| KEYS.contains(word)));
}
