//! What the documents beside the code say is there: files that comments name, a heading for each rule, the rooms of the plan.

use std::path::Path;

use ims_desk::book::{ReadPart, Register};
use ims_desk::rules::ALL_IDS;
use ims_desk::store::journal::Event;

use crate::walls::{ROOMS, paths, sources, words};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// The names of documents in a text: words that end in `.md`.
fn documents(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    text.split(move |c| !is_part(c)).filter(|word| word.ends_with(".md") && word.len() > 3)
}

#[test]
fn every_document_that_a_comment_names_is_there() {
    let mut missing = Vec::new();
    for path in paths() {
        let text = std::fs::read_to_string(&path).unwrap();
        for (line, comment) in (1..).zip(text.lines()).filter(|(_, line)| line.trim_start().starts_with("//")) {
            for document in documents(comment) {
                let there = ["", "src"].into_iter().any(|folder| root().join(folder).join(document).is_file());
                if !there {
                    missing.push(format!("{}:{line}: {document}", path.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn links_between_documents_lead_to_files() {
    let all = [
        "README.md",
        "CONTRIBUTING.md",
        "src/README.md",
        "src/portal/README.md",
        "src/rules/README.md",
        "src/store/README.md",
    ];
    for name in all.into_iter().chain(["src/cli/README.md", "benches/README.md", "fixtures/README.md"]) {
        let text = read(name);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let local = !link.contains("://");
            // Behind the # is the heading in it.
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let path = root().join(name).parent().unwrap().join(file);
            assert!(!local || path.exists(), "{name}: {link}");
            let spelled = |line: &str| line.trim_matches(['#', ' ', '?']).to_lowercase().replace(' ', "-");
            let there = || {
                std::fs::read_to_string(&path)
                    .unwrap()
                    .lines()
                    .any(|line| line.starts_with('#') && spelled(line) == heading)
            };
            assert!(!local || heading.is_empty() || there(), "{name}: {link}");
        }
    }
}

#[test]
fn every_rule_has_its_heading() {
    let rules = read("src/rules/README.md");
    for id in ALL_IDS {
        let heading = format!("### {} (", id.name());
        assert!(rules.lines().any(|line| line.starts_with(&heading)), "{heading}");
    }
}

#[test]
fn the_plan_of_the_house_has_the_rooms_of_the_walls() {
    let plan = read("src/README.md");
    let table = plan.split("## Rooms").nth(1).unwrap().split("## How").next().unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let rooms: Vec<&str> = rows.collect();
    assert_eq!(rooms, ROOMS.map(|(room, _)| room));
}

#[test]
fn the_steps_that_the_store_shows_are_steps_of_a_journal() {
    let store = read("src/store/README.md");
    let shown = store.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let mut book = crate::common::book_of("b2b", &[crate::common::invoice("1")]);
    book.set_register(Register::of(vec![ReadPart::default()]));
    for line in shown.lines() {
        assert!(Event::from_json(line, &mut book).is_some(), "{line}");
    }
    let kinds = |text: &str| text.trim_start_matches('{').split('"').nth(1).unwrap().to_owned();
    let shown: std::collections::BTreeSet<String> = shown.lines().map(kinds).collect();
    assert_eq!(shown.len(), 22, "one of each kind: {shown:?}");
}

/// Words that the code and the documents do without, as they are bookish or mean too many things.
const NOT_PLAIN: [&str; 11] = [
    "told",
    "wish",
    "wishes",
    "wished",
    "anew",
    "whoever",
    "nobody",
    "none of ours",
    "so many",
    "stands",
    "is another",
];

/// This file, which names them.
const EXEMPT: &str = "tests/engine/documents.rs";

/// The lines of a text that have a word, each with its number. Letters alone make a word, so that names are looked at too.
fn with_words(text: &str) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        let plain: String =
            text.chars().map(|c| if c.is_alphabetic() { c.to_ascii_lowercase() } else { ' ' }).collect();
        let padded = format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "));
        // The name of a figure of the credit, which scripts know.
        let padded = padded.replace("as it stands", "");
        found.extend(NOT_PLAIN.iter().filter(|word| padded.contains(&format!(" {word} "))).map(|word| (line, *word)));
    }
    found
}

/// The comments of a source file and the names of its functions, line by line; its other lines are empty.
fn comments(text: &str) -> String {
    let starts = |line: &str| ["//", "fn ", "pub fn "].iter().any(|start| line.trim_start().starts_with(start));
    text.lines().map(|line| if starts(line) { line } else { "" }).collect::<Vec<_>>().join("\n")
}

/// A document without what it quotes: words of the screen, and code.
fn unquoted(text: &str) -> String {
    let mut plain = String::new();
    for line in text.lines() {
        for (place, part) in line.split(['`', '"', '*']).enumerate() {
            plain.push_str(if place % 2 == 0 { part } else { "…" });
        }
        plain.push('\n');
    }
    plain
}

#[test]
fn comments_names_and_documents_are_in_plain_words() {
    let mut broken = Vec::new();
    let mut look = |name: &str, text: &str| {
        if name != EXEMPT {
            broken.extend(with_words(text).into_iter().map(|(line, word)| format!("{name}:{line}: {word}")));
        }
    };
    for path in paths() {
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        look(&name, &comments(&std::fs::read_to_string(&path).unwrap()));
    }
    for source in sources() {
        look(&format!("src/{}", source.name), &source.code);
    }
    let documents = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "benches/README.md", "tests/fuzz/README.md"];
    let rooms = ["src", "src/cli", "src/portal", "src/rules", "src/store"].map(|room| format!("{room}/README.md"));
    for name in documents.into_iter().map(str::to_owned).chain(rooms) {
        look(&name, &unquoted(&read(&name)));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn words_that_are_not_plain_are_found_in_comments_and_names() {
    assert_eq!(with_words("/// So many rows.\nfn is_told() {}"), [(1, "so many"), (2, "told")]);
    assert!(with_words("fn wishbone() {} // a retold tale").is_empty());
    assert_eq!(comments("let told = 1;\n    // told\nfn is_told() {"), "\n    // told\nfn is_told() {");
    assert_eq!(with_words(&unquoted("the button `told` and *so many* are told")), [(1, "told")]);
}

/// Types that two rooms below the window still both have.
const SAME_NAMES: [&str; 47] = [
    "Amounts",
    "Apart",
    "Cells",
    "Context",
    "Dates",
    "Document",
    "Facts",
    "Field",
    "Figures",
    "Fit",
    "Flag",
    "Found",
    "Group",
    "Held",
    "How",
    "Kind",
    "Layout",
    "Lines",
    "Mark",
    "Marks",
    "Match",
    "Meaning",
    "Note",
    "Number",
    "Opened",
    "Outcome",
    "Place",
    "Places",
    "Question",
    "Read",
    "Reader",
    "Reading",
    "Refused",
    "Row",
    "Sheet",
    "Side",
    "Source",
    "State",
    "Sum",
    "Suppliers",
    "Taken",
    "Text",
    "Texts",
    "Value",
    "Why",
    "Words",
    "Written",
];

#[test]
fn a_public_type_has_a_name_of_its_own() {
    let mut seen = std::collections::BTreeMap::<String, String>::new();
    let mut twice = Vec::new();
    // The window's are still to go.
    for source in sources().iter().filter(|source| !source.name.starts_with("app/") && !source.is_tests()) {
        let all = words(&source.code);
        for pair in all.windows(2).filter(|pair| ["struct", "enum", "trait", "type"].contains(&pair[0].1)) {
            let line = source.code[..pair[0].0].rsplit('\n').next().unwrap();
            let name = pair[1].1;
            if !line.trim_start().starts_with("pub") || SAME_NAMES.contains(&name) {
                continue;
            }
            if let Some(other) = seen.insert(name.to_owned(), source.name.clone()) {
                twice.push(format!("{name}: src/{other} and src/{}", source.name));
            }
        }
    }
    assert!(seen.len() > 100, "types are found: {}", seen.len());
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}
