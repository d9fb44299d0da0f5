//! What the documents beside the code say is there: files that comments name, a heading for each rule, the rooms of the plan.

use std::path::Path;

use ims_desk::rules::ALL_IDS;
use ims_desk::store::journal::Event;

use crate::walls::{ROOMS, paths};

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
            let path = root().join(name).parent().unwrap().join(link);
            assert!(!local || path.exists(), "{name}: {link}");
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
    for line in shown.lines() {
        assert!(Event::from_json(line, &mut book).is_some(), "{line}");
    }
    let kinds = |text: &str| text.trim_start_matches('{').split('"').nth(1).unwrap().to_owned();
    let shown: std::collections::BTreeSet<String> = shown.lines().map(kinds).collect();
    assert_eq!(shown.len(), 12, "one of each kind: {shown:?}");
}
