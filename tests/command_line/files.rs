//! What goes in is never written over, and what comes out is what was meant.

use crate::common;

use std::path::Path;
use std::process::{Command, Stdio};

use common::{Desk, Folder, Run, SUPPLIER, desk, invoice, one_invoice, text};

const TABLE: &str = "section,stin,number,action\nb2b,29AAAAA0000A1ZY,1,A\n";

fn apply(desk_: &Desk, out: &Path, options: &[&str]) -> Run {
    let table = desk_.folder.put("decisions.csv", TABLE);
    let (download, table, out) = (text(&desk_.download), text(&table), text(out));
    let fixed = ["apply", &download, "--decisions", &table, "--out", &out];
    desk(fixed.iter().chain(options))
}

#[test]
fn no_input_is_written_over_under_whatever_name() {
    let desk_ = one_invoice();
    let at = |name: &str| desk_.folder.path(name);
    let errors = desk_.folder.put("errors.json", common::download(&[("b2b", &[invoice("1").with("error_msg", "no")])]));
    desk_.folder.put("decisions.csv", TABLE);
    std::fs::create_dir(at("sub")).unwrap();
    std::fs::hard_link(&desk_.download, at("hard.json")).unwrap();
    let mut names = vec![
        desk_.download.clone(),
        at("./download.json"),
        at("sub/../download.json"),
        at("hard.json"),
        at("decisions.csv"),
        errors.clone(),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("download.json", at("soft.json")).unwrap();
        std::os::unix::fs::symlink(".", at("here")).unwrap();
        names.extend([at("soft.json"), at("here/download.json"), at("here/hard.json")]);
    }
    let inputs = || [&desk_.download, &at("decisions.csv"), &errors].map(|path| std::fs::read(path).unwrap());
    let before = (inputs(), desk_.folder.names());
    for out in &names {
        for options in [&[][..], &["--json"], &["--partial", "--confirm", "all"]] {
            let options: Vec<&str> = options.iter().copied().chain(["--errors", errors.to_str().unwrap()]).collect();
            let run = apply(&desk_, out, &options);
            assert_eq!(run.exit, 2, "{}", out.display());
            assert!(run.stderr.contains("never written over"), "{}", run.stderr);
            assert!((inputs(), desk_.folder.names()) == before, "{}", out.display());
        }
    }
}

#[test]
fn a_numbered_part_is_not_written_over_an_input_either() {
    let desk_ = one_invoice();
    let download = desk_.folder.path("out-1.json");
    std::fs::rename(&desk_.download, &download).unwrap();
    let desk_ = Desk { download, ..desk_ };
    let before = std::fs::read(&desk_.download).unwrap();
    let run = apply(&desk_, &desk_.out(), &["--parts"]);
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("out-1.json") && run.stderr.contains("never written over"), "{}", run.stderr);
    assert_eq!(std::fs::read(&desk_.download).unwrap(), before);
    assert_eq!(desk_.folder.names(), ["decisions.csv", "out-1.json"]);
    // The name without a number is not written, so it may be that of an input.
    let named = one_invoice();
    assert_eq!(apply(&named, &named.download.clone(), &["--parts"]).exit, 0);
    assert_eq!(named.folder.names(), ["decisions.csv", "download-1.json", "download.json"]);
}

#[test]
fn standard_input_that_is_a_file_is_not_written_over() {
    let desk_ = one_invoice();
    let table = desk_.folder.put("decisions.csv", TABLE);
    let before = std::fs::read(&desk_.download).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ims-desk"));
    command.args(["apply", "-", "--decisions", &text(&table), "--out", &text(&desk_.download)]);
    command.stdin(std::fs::File::open(&desk_.download).unwrap());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("never written over"));
    assert_eq!(std::fs::read(&desk_.download).unwrap(), before);

    // Nor is a file that standard output goes to.
    let out = std::fs::File::options().append(true).open(&desk_.download).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ims-desk"));
    command.args(["apply", &text(&desk_.download), "--decisions", &text(&table), "--out", "-"]).stdout(out);
    assert_eq!(command.stdin(Stdio::null()).output().unwrap().status.code(), Some(2));
    assert_eq!(std::fs::read(&desk_.download).unwrap(), before);
}

#[test]
fn parts_of_an_earlier_upload_that_stay_are_named() {
    let desk_ = one_invoice();
    desk_.folder.put("out-2.json", "older");
    let run = apply(&desk_, &desk_.out(), &["--parts"]);
    assert_eq!(run.exit, 0);
    assert!(
        run.stderr.contains("out-2.json") && run.stderr.contains("does not belong to this upload"),
        "{}",
        run.stderr
    );
}

#[cfg(unix)]
mod on_unix {
    use super::*;
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};

    #[test]
    fn a_file_that_is_replaced_keeps_its_mode_and_a_link_stays_a_link() {
        let desk_ = one_invoice();
        let real = desk_.folder.put("real.json", "older");
        std::fs::set_permissions(&real, PermissionsExt::from_mode(0o640)).unwrap();
        symlink(&real, desk_.out()).unwrap();
        assert_eq!(apply(&desk_, &desk_.out(), &[]).exit, 0);
        assert!(desk_.out().is_symlink() && desk_.upload()["invdata"]["b2b"].is_array());
        assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(desk_.folder.names(), ["decisions.csv", "download.json", "out.json", "real.json"]);
    }

    #[test]
    fn a_pipe_and_a_device_are_written_to_and_stay_what_they_are() {
        let desk_ = one_invoice();
        assert_eq!(apply(&desk_, &desk_.out(), &[]).exit, 0);
        let due = std::fs::read(desk_.out()).unwrap();
        let pipe = desk_.folder.path("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for options in [&[][..], &["--json"]] {
            let reader = std::thread::spawn({
                let pipe = pipe.clone();
                move || std::fs::read(pipe).unwrap()
            });
            let run = apply(&desk_, &pipe, options);
            assert_eq!((run.exit, reader.join().unwrap() == due), (0, true), "{}", run.stderr);
            assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo());
        }
        let run = apply(&desk_, Path::new("/dev/null"), &["--json"]);
        assert_eq!((run.exit, &run.json()["written"][0]), (0, &serde_json::json!("/dev/null")));
        assert!(std::fs::metadata("/dev/null").unwrap().file_type().is_char_device());
        assert_eq!(apply(&desk_, Path::new("/dev/full"), &[]).exit, 2);
        assert_eq!(apply(&desk_, Path::new("/dev/null"), &["--parts"]).exit, 2);
        assert!(!Path::new("/dev/null-1").exists());
        assert_eq!(desk(["sample", "--rows", "3", "--out", "/dev/null"]).exit, 0);
        assert_eq!(desk(["sample", "--rows", "3", "--out", "/dev/full"]).exit, 2);
        assert!(std::fs::metadata("/dev/full").unwrap().file_type().is_char_device());
    }

    #[test]
    fn standard_output_under_another_name_is_written_to_and_its_name_stays() {
        let desk_ = one_invoice();
        assert_eq!(apply(&desk_, &desk_.out(), &[]).exit, 0);
        let due = std::fs::read(desk_.out()).unwrap();
        let (link, file) = (desk_.folder.path("link"), desk_.folder.path("printed.json"));
        symlink("/dev/fd/1", &link).unwrap();
        let run = |out: &Path| {
            let (download, table) = (text(&desk_.download), text(&desk_.folder.path("decisions.csv")));
            let mut command = Command::new(env!("CARGO_BIN_EXE_ims-desk"));
            command.args(["apply", &download, "--decisions", &table, "--out", &text(out)]);
            command.stdout(std::fs::File::create(&file).unwrap()).status().unwrap().code()
        };
        for out in [&link, &file] {
            assert_eq!((run(out), std::fs::read(&file).unwrap() == due), (Some(0), true), "{}", out.display());
            assert!(link.is_symlink(), "the link is no file of ours");
        }
        assert_eq!(desk_.folder.names(), ["decisions.csv", "download.json", "link", "out.json", "printed.json"]);
    }

    #[test]
    fn a_link_to_nothing_and_a_socket_are_refused_and_stay() {
        let desk_ = one_invoice();
        let (link, socket) = (desk_.folder.path("link"), desk_.folder.path("socket"));
        symlink("nowhere", &link).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        for out in [&link, &socket] {
            assert_eq!(apply(&desk_, out, &[]).exit, 2, "{}", out.display());
            assert_eq!(desk(["sample", "--rows", "3", "--out", &text(out)]).exit, 2);
        }
        assert!(link.is_symlink() && std::fs::metadata(&socket).unwrap().file_type().is_socket());
        assert_eq!(desk_.folder.names(), ["decisions.csv", "download.json", "link", "socket"]);
    }

    #[test]
    fn what_a_killed_run_left_is_cleared_away_by_the_next() {
        let folder = Folder::new();
        let out = folder.path("sample.json");
        let mut command = Command::new(env!("CARGO_BIN_EXE_ims-desk"));
        command.args(["sample", "--rows", "3000000", "--out", &text(&out)]);
        let mut first = command.spawn().unwrap();
        let left = || folder.names().into_iter().filter(|name| name.starts_with(".ims-desk-")).count();
        while left() == 0 {
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        // One that is still at work is left alone.
        assert_eq!(desk(["sample", "--rows", "3", "--out", &text(&folder.path("other.json"))]).exit, 0);
        assert_eq!((left(), first.try_wait().unwrap().is_none()), (1, true));
        first.kill().unwrap();
        first.wait().unwrap();
        assert_eq!(left(), 1);
        assert_eq!(desk(["sample", "--rows", "3", "--out", &text(&out)]).exit, 0);
        assert_eq!(folder.names(), ["other.json", "sample.json"]);
    }

    #[test]
    fn a_report_that_cannot_be_printed_means_that_nothing_was_written() {
        let desk_ = one_invoice();
        desk_.folder.put("decisions.csv", TABLE);
        let run = |options: &[&str], out: &str| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_ims-desk"));
            let (download, table) = (text(&desk_.download), text(&desk_.folder.path("decisions.csv")));
            command.args(["apply", &download, "--decisions", &table, "--out", out]).args(options);
            let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
            command.stdout(full).output().unwrap()
        };
        let output = run(&["--json"], &text(&desk_.out()));
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), desk_.written()), (Some(2), false));
        assert!(words.contains("nothing was written"), "{words}");
        assert_eq!(desk_.folder.names(), ["decisions.csv", "download.json"]);
        // Without --json the exit says what was done.
        assert_eq!((run(&[], &text(&desk_.out())).status.code(), desk_.written()), (Some(0), true));
        assert_eq!(run(&[], "-").status.code(), Some(2));
    }

    #[test]
    fn what_is_asked_for_and_cannot_be_printed_leaves_with_2() {
        let desk_ = one_invoice();
        let download = text(&desk_.download);
        for arguments in [
            &["--help"][..],
            &["--version"],
            &["apply", "--help"],
            &["check", &download],
            &["check", "--json", &download],
            &["inspect", &download],
            &["merge", &download, &download],
            &["sample", "--rows", "1"],
            &["sample", "--rows", "3", "--out", "-"],
        ] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_ims-desk"));
            let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
            let output = command.args(arguments).stdout(full).output().unwrap();
            let words = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {words}");
            assert_eq!(words, "ims-desk: standard output: cannot be written: the disk is full\n", "{arguments:?}");
        }
    }
}

#[test]
fn control_characters_never_reach_a_terminal() {
    let evil = "\u{1b}[31mred\u{9b}2J\u{7}\u{7f}\rover\nline";
    let record = || {
        invoice(evil)
            .with("trade\u{1b}nm", evil)
            .with("remarks", evil)
            .with("action", evil)
            .with("srcform", evil)
            .with("idt", evil)
            .with("stin", format!("{SUPPLIER}\u{1b}"))
            .with("rtnprd", evil)
    };
    let mut file: serde_json::Value =
        serde_json::from_str(&common::download(&[("b2b", &[record(), invoice("1")]), ("se\u{1b}c", &[record()])]))
            .unwrap();
    file["imsDetails"]["fact\u{1b}"] = evil.into();
    let desk_ = Desk::with(&file.to_string());
    let name = if cfg!(windows) { "plain.json" } else { "na\u{1b}[31m\u{9b}me.json" };
    let named = desk_.folder.put(name, file.to_string());
    let (named, plain) = (text(&named), text(&desk_.download));
    let tables = [
        format!("section,stin,number,action,col\u{1b}\nb2b,{SUPPLIER},1,\u{1b}[0m,x\n"),
        format!("section,stin,number,action,col\u{1b}\nb2b\u{1b},{SUPPLIER},1,A,x\nb2b,{SUPPLIER},\u{9b},A,x\n"),
        format!("section,stin,number,action,itc\nb2b,{SUPPLIER},1,A,\u{1b}\n"),
        "\u{1b}section\nx\n".to_owned(),
    ];
    let mut runs: Vec<Vec<String>> = vec![
        vec!["check".into(), named.clone()],
        vec!["check".into(), named.clone(), "--json".into()],
        vec!["inspect".into(), named.clone()],
        vec!["merge".into(), named.clone(), plain.clone()],
        vec!["merge".into(), named.clone(), plain.clone(), "--json".into()],
        vec!["check".into(), format!("missing{evil}.json")],
        vec![format!("--{evil}")],
        vec!["check".into(), named.clone(), format!("--{evil}")],
        vec!["sample".into(), "--rows".into(), evil.into()],
        vec!["sample".into(), "--rows".into(), "1".into(), "--out".into(), format!("/nowhere/{evil}")],
    ];
    for (n, table) in tables.iter().enumerate() {
        let table = text(&desk_.folder.put(&format!("{n}{}.csv", if cfg!(windows) { "" } else { "\u{1b}" }), table));
        for json in [false, true] {
            let fixed =
                ["apply", &named, "--decisions", &table, "--out", &text(&desk_.out()), "--confirm", "all", "--partial"];
            let fixed = fixed.iter().map(|argument| (*argument).to_owned());
            runs.push(fixed.chain(json.then(|| "--json".to_owned())).collect());
        }
    }
    runs.push(
        ["apply", &plain, "--decisions", &plain, "--out", &text(&desk_.out()), "--confirm", evil]
            .map(str::to_owned)
            .to_vec(),
    );
    for arguments in runs {
        let run = desk(&arguments);
        for printed in [run.text(), run.stderr.clone()] {
            let control = printed.chars().find(|&c| c.is_control() && c != '\n');
            assert_eq!(control, None, "{arguments:?}: {printed:?}");
            assert!(!printed.lines().any(|line| line.starts_with("line")), "{arguments:?}: {printed}");
        }
    }
    let stated = desk(["check", &named]).text();
    assert!(stated.contains("\\x1b[31mred\\x9b2J\\x07\\x7f\\x0dover\\x0aline"), "{stated}");
    let stated = String::from_utf8(desk(["check", &named, "--json"]).stdout).unwrap();
    assert!(stated.contains("\\u001b[31mred\\u009b2J\\u0007\\u007f\\rover\\nline"), "{stated}");
}
