//! Every fixture but pairs of downloads goes through the program: from the portal's file and a table of decisions to the upload, byte for byte.

use crate::common;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use common::{Folder, Run, desk, names_in, says};
use serde_json::{Value, json};

/// The files of a fixture that are not the portal's.
const OURS: [&str; 4] = ["upload.json", "refused.json", "check.json", "absent.json"];

/// One folder of `fixtures`.
struct Fixture {
    name: String,
    folder: PathBuf,
}

fn fixtures() -> Vec<Fixture> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    // Pairs of downloads go through `merge`, in a test of its own.
    let names = names_in(&root).into_iter().filter(|name| root.join(name).is_dir() && !name.starts_with("merge-"));
    names.map(|name| Fixture { folder: root.join(&name), name }).collect()
}

impl Fixture {
    fn text(&self, name: &str) -> Option<String> {
        std::fs::read_to_string(self.folder.join(name)).ok()
    }

    fn json(&self, name: &str) -> Option<Value> {
        self.text(name).map(|text| serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}/{name}: {e}", self.name)))
    }

    /// The portal's files, in the order of their names.
    fn inputs(&self) -> Vec<PathBuf> {
        let is_input =
            |name: &String| (name.ends_with(".json") || name.ends_with(".zip")) && !OURS.contains(&name.as_str());
        names_in(&self.folder).into_iter().filter(is_input).map(|name| self.folder.join(name)).collect()
    }

    fn exit(&self) -> i32 {
        self.text("exit").map_or(0, |text| text.trim().parse().unwrap())
    }

    fn has_decisions(&self) -> bool {
        self.folder.join("decisions.csv").exists()
    }

    fn apply(&self, out: &Path, json: bool) -> Run {
        let mut arguments: Vec<OsString> = vec!["apply".into()];
        arguments.extend(self.inputs().into_iter().map(Into::into));
        arguments.extend(["--decisions".into(), self.folder.join("decisions.csv").into(), "--out".into(), out.into()]);
        arguments.extend(self.text("args").unwrap_or_default().lines().map(OsString::from));
        arguments.extend(json.then(|| "--json".into()));
        desk(arguments)
    }

    fn check(&self) -> Run {
        let mut arguments: Vec<OsString> = vec!["check".into(), "--json".into()];
        arguments.extend(self.inputs().into_iter().map(Into::into));
        desk(arguments)
    }

    /// Runs a test of this fixture, and names the fixture if it fails.
    fn judge(&self, failures: &mut Vec<String>, what: impl FnOnce() -> Result<(), String>) {
        if let Err(why) = what() {
            failures.push(format!("{}: {why}", self.name));
        }
    }
}

fn report(failures: &[String]) {
    assert!(failures.is_empty(), "{} failures:\n\n{}\n", failures.len(), failures.join("\n\n"));
}

fn same(what: &str, found: impl AsRef<str>, expected: impl AsRef<str>) -> Result<(), String> {
    let (found, expected) = (found.as_ref(), expected.as_ref());
    if found == expected { Ok(()) } else { Err(format!("{what}\n   found {found}\nexpected {expected}")) }
}

#[test]
fn every_fixture_gives_its_upload_byte_for_byte() {
    let mut failures = Vec::new();
    for fixture in fixtures().iter().filter(|f| f.has_decisions()) {
        fixture.judge(&mut failures, || {
            let folder = Folder::new();
            let run = fixture.apply(&folder.path("out.json"), false);
            same("exit", run.exit.to_string(), fixture.exit().to_string())
                .map_err(|e| format!("{e}\n{}", run.stderr))?;
            let written = std::fs::read_to_string(folder.path("out.json"));
            match (fixture.text("upload.json"), written) {
                (Some(expected), Ok(found)) => same("upload", found, expected)?,
                (Some(_), Err(_)) => return Err(format!("no upload was written\n{}", run.stderr)),
                (None, Ok(found)) => return Err(format!("an upload was written: {found}")),
                (None, Err(_)) => {}
            }
            let left: Vec<String> = folder.names().into_iter().filter(|name| name != "out.json").collect();
            if left.is_empty() { Ok(()) } else { Err(format!("left behind: {left:?}")) }
        });
    }
    report(&failures);
}

#[test]
fn apply_reports_what_it_wrote_and_what_it_refused() {
    let mut failures = Vec::new();
    for fixture in fixtures().iter().filter(|f| f.has_decisions()) {
        fixture.judge(&mut failures, || {
            let folder = Folder::new();
            let out = folder.path("out.json");
            let run = fixture.apply(&out, true);
            let stated = run.json();
            let written = fixture.text("upload.json");
            let paths = if written.is_some() { json!([out.to_str().unwrap()]) } else { json!([]) };
            same("written", stated["written"].to_string(), paths.to_string())?;
            let bytes = written.as_ref().map_or(0, String::len);
            same("bytes", stated["bytes"].to_string(), bytes.to_string())?;
            let count = written.map_or(0, |text| records(&serde_json::from_str(&text).unwrap()));
            same("records", stated["records"].to_string(), count.to_string())?;
            match fixture.json("refused.json") {
                Some(expected) => {
                    let refused = stated["refused"].as_array().unwrap();
                    let found: Vec<Value> =
                        refused.iter().map(|r| json!({"line": r["line"], "rule": r["rule"]})).collect();
                    same("refused", Value::from(found).to_string(), expected.to_string())?;
                    if refused.iter().any(|r| r["reason"].as_str().unwrap().is_empty()) {
                        return Err("a refusal without a reason".into());
                    }
                    Ok(())
                }
                None if fixture.exit() == 0 => same("refused", stated["refused"].to_string(), "[]"),
                None => Ok(()),
            }
        });
    }
    report(&failures);
}

fn records(upload: &Value) -> usize {
    upload["invdata"].as_object().unwrap().values().map(|list| list.as_array().unwrap().len()).sum()
}

#[test]
fn check_tells_what_the_fixture_is_for() {
    let mut failures = Vec::new();
    for fixture in fixtures().iter().filter(|f| f.exit() != 2) {
        fixture.judge(&mut failures, || {
            let run = fixture.check();
            let stated = run.json();
            if let Some(expected) = fixture.json("check.json")
                && !says(&stated, &expected)
            {
                return Err(format!("check says\n   found {stated}\nexpected {expected}"));
            }
            let absent = fixture.json("absent.json").unwrap_or(json!([]));
            let findings = stated["findings"].as_array().unwrap();
            for unwanted in absent.as_array().unwrap() {
                if let Some(found) = findings.iter().find(|f| says(f, unwanted)) {
                    return Err(format!("there should be no finding {unwanted}, but there is {found}"));
                }
            }
            let blocks = findings.iter().any(|f| f["weight"] == "blocks");
            same("exit of check", run.exit.to_string(), i32::from(blocks).to_string())
        });
    }
    report(&failures);
}

#[test]
fn files_that_cannot_be_read_are_named_with_the_place() {
    let mut failures = Vec::new();
    for fixture in fixtures().iter().filter(|f| f.exit() == 2) {
        fixture.judge(&mut failures, || {
            let run = fixture.check();
            same("exit", run.exit.to_string(), "2")?;
            same("standard output", run.text(), "")?;
            stated(fixture, &run)
        });
    }
    report(&failures);
}

#[test]
fn refusals_and_warnings_say_what_matters() {
    let mut failures = Vec::new();
    for fixture in fixtures().iter().filter(|f| f.has_decisions()) {
        let folder = Folder::new();
        fixture.judge(&mut failures, || stated(fixture, &fixture.apply(&folder.path("out.json"), false)));
    }
    report(&failures);
}

/// Whether standard error has every line of the fixture's `message`.
fn stated(fixture: &Fixture, run: &Run) -> Result<(), String> {
    for due in fixture.text("message").unwrap_or_default().lines() {
        if !run.stderr.contains(due) {
            return Err(format!("the message lacks {due:?}:\n{}", run.stderr));
        }
    }
    Ok(())
}

#[test]
fn no_upload_can_be_opened_as_a_download() {
    let mut failures = Vec::new();
    for fixture in fixtures() {
        let upload = fixture.folder.join("upload.json");
        if upload.exists() {
            fixture.judge(&mut failures, || {
                let run = desk(["check".as_ref(), upload.as_os_str()]);
                same("exit", run.exit.to_string(), "2")?;
                let due = "This is a file made for uploading; open the download it was made from.";
                if run.stderr.contains(due) { Ok(()) } else { Err(run.stderr) }
            });
        }
    }
    report(&failures);
}

#[test]
fn the_readme_names_every_fixture() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/README.md")).unwrap();
    let named: Vec<&str> =
        readme.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | ").map(|p| p.0)).collect();
    for fixture in fixtures() {
        assert!(named.contains(&fixture.name.as_str()), "{} is not in the README", fixture.name);
        let purposes = fixture.has_decisions() || fixture.json("check.json").is_some() || fixture.exit() == 2;
        assert!(purposes && !fixture.inputs().is_empty(), "{} tests nothing", fixture.name);
    }
}
