//! Imports between files flow one way: no circle between rooms, and none of more than three files inside one.
//!
//! What counts as an import is what a stranger reads: a `use`, or a path in the code that begins with `crate` or `super`. A
//! folder's own `mod.rs` is the folder: its files may use it, as it may use them.

use std::collections::{BTreeMap, BTreeSet};

use crate::walls::{Source, sources, words};

/// Who imports whom.
type Arrows = BTreeMap<String, BTreeSet<String>>;

/// The module path of a file: `view/sort.rs` is `view`, `sort`; `view/mod.rs` is `view`.
fn module(name: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = name.trim_end_matches(".rs").split('/').collect();
    if matches!(parts.last(), Some(&"mod" | &"lib" | &"main")) {
        parts.pop();
    }
    parts
}

/// The folder of a file: that of `view/mod.rs` is `view`, as that of `view/sort.rs`.
fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The paths that code names from `crate` or `super` on, each as a module path from the top, braces taken apart.
fn paths(source: &Source) -> Vec<Vec<String>> {
    // What is behind `#[cfg(test)]` is a test's.
    let code = &source.code[..source.code.find("#[cfg(test)]").unwrap_or(source.code.len())];
    let own: Vec<String> = module(&source.name).into_iter().map(str::to_owned).collect();
    let mut found = Vec::new();
    for (at, word) in words(code) {
        let first = !code[..at].trim_end().ends_with("::");
        if first && matches!(word, "crate" | "super") {
            walk(&code[at..], &own, &mut found);
        }
    }
    found
}

/// Reads a path such as `super::{a::{B, C}, d}` and gives the path of each of its ends.
fn walk(code: &str, own: &[String], found: &mut Vec<Vec<String>>) {
    let mut stack: Vec<Vec<String>> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    let mut begun = false;
    let mut rest = code;
    loop {
        rest = rest.trim_start();
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        rest = &rest[name.len()..];
        match name.as_str() {
            "" | "self" => {}
            "crate" if !begun => path = Vec::new(),
            "super" => {
                let from = if begun { path.clone() } else { own.to_vec() };
                path = from[..from.len().saturating_sub(1)].to_vec();
            }
            name => path.push(name.to_owned()),
        }
        begun = true;
        if let Some(behind) = rest.strip_prefix("::") {
            rest = behind;
            if let Some(inside) = rest.trim_start().strip_prefix('{') {
                stack.push(path.clone());
                rest = inside;
            }
            continue;
        }
        if !path.is_empty() {
            found.push(path.clone());
        }
        loop {
            let Some(outer) = stack.last() else { return };
            path = outer.clone();
            rest = rest.trim_start();
            let mut chars = rest.chars();
            match chars.next() {
                Some('}') => {
                    stack.pop();
                    rest = chars.as_str();
                }
                Some(',') => {
                    rest = chars.as_str();
                    if !rest.trim_start().starts_with('}') {
                        break;
                    }
                }
                // `as another name`
                Some(_) => rest = &rest[rest.find([',', '}']).unwrap_or(rest.len())..],
                None => return,
            }
        }
    }
}

fn arrows(sources: &[Source]) -> Arrows {
    let files: BTreeMap<Vec<&str>, &str> = sources.iter().map(|s| (module(&s.name), s.name.as_str())).collect();
    let mut arrows = Arrows::new();
    for source in sources.iter().filter(|s| !s.is_tests()) {
        let to = arrows.entry(source.name.clone()).or_default();
        for path in paths(source) {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            let target = (1..=path.len()).rev().find_map(|n| files.get(&path[..n]));
            if let Some(&target) = target {
                let own_folder = target.ends_with("mod.rs") && source.name.starts_with(folder(target));
                if target != source.name && !own_folder {
                    to.insert(target.to_owned());
                }
            }
        }
    }
    arrows
}

/// The circles: sets of names that reach each other.
fn circles(arrows: &Arrows) -> Vec<BTreeSet<String>> {
    let reach = |from: &String| {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&String> = vec![from];
        while let Some(name) = next.pop() {
            for to in arrows.get(name).into_iter().flatten() {
                if seen.insert(to.clone()) {
                    next.push(to);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<String>> = arrows.keys().map(|name| (name, reach(name))).collect();
    let mut found = BTreeSet::new();
    for (name, to) in &reached {
        let circle: BTreeSet<String> =
            to.iter().filter(|other| reached.get(other).is_some_and(|back| back.contains(*name))).cloned().collect();
        if circle.len() > 1 {
            found.insert(circle);
        }
    }
    found.into_iter().collect()
}

#[test]
fn no_circle_of_imports_has_more_than_three_files() {
    let large: Vec<_> = circles(&arrows(sources())).into_iter().filter(|circle| circle.len() > 3).collect();
    assert!(large.is_empty(), "{large:#?}");
}

#[test]
fn no_circle_of_imports_goes_between_folders_of_a_room() {
    let arrows = arrows(sources());
    let mut folders = Arrows::new();
    for (from, to) in &arrows {
        for to in to {
            let (from, to) = (folder(from), folder(to));
            // A folder and the one that it lies in are one thing to look at.
            let nested = from.starts_with(to) || to.starts_with(from);
            if !nested {
                folders.entry(from.to_owned()).or_default().insert(to.to_owned());
            }
        }
    }
    assert!(circles(&folders).is_empty(), "{:#?}", circles(&folders));
}

#[test]
fn no_circle_of_imports_goes_between_rooms() {
    let arrows = arrows(sources());
    let room = |name: &str| name.split('/').next().unwrap_or_default().to_owned();
    let between = arrows.iter().flat_map(|(from, to)| to.iter().map(move |to| (room(from), room(to))));
    let mut rooms = Arrows::new();
    for (from, to) in between.filter(|(from, to)| from != to) {
        rooms.entry(from).or_default().insert(to);
    }
    assert!(circles(&rooms).is_empty(), "{:#?}", circles(&rooms));
}

#[test]
fn a_circle_is_seen_through_braces_super_and_paths_in_the_code() {
    let source = |name: &str, code: &str| Source { name: name.into(), code: code.into(), texts: Vec::new() };
    let sources = [
        source("a/mod.rs", "mod x; mod y; pub use x::X;"),
        source("a/x.rs", "use super::y::{self, Y as Other, z::{W}}; use super::Own;"),
        source("a/y.rs", "fn f() { crate::b::c::call() }"),
        source("b/c.rs", "use crate::{a::{x::X, y}, d};"),
        source("d.rs", "#[cfg(test)] mod tests { use crate::a::x; }"),
    ];
    let arrows = arrows(&sources);
    let of = |name: &str| arrows[name].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(of("a/x.rs"), ["a/y.rs"]);
    assert_eq!(of("a/y.rs"), ["b/c.rs"]);
    assert_eq!(of("b/c.rs"), ["a/x.rs", "a/y.rs", "d.rs"]);
    assert!(of("d.rs").is_empty());
    let circle: BTreeSet<String> = ["a/x.rs", "a/y.rs", "b/c.rs"].map(String::from).into();
    assert_eq!(circles(&arrows), [circle]);
}
