//! Files that are meant to break a reader, handed to the program as somebody would.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use daemon::formats::Format;

use crate::package;

/// Runs the program with at most 512 MiB of data and ten seconds.
fn confined(arguments: &[&str]) -> Output {
    let script = "ulimit -d 524288 && exec timeout 10 \"$0\" \"$@\"";
    let mut shell = Command::new("sh");
    shell.args(["-c", script, env!("CARGO_BIN_EXE_mingjingd")]).args(arguments);
    shell.current_dir(std::env::temp_dir()).output().unwrap()
}

/// An answer, and nothing that steers a terminal.
#[track_caller]
fn check(path: &Path, format: Option<&str>) -> Output {
    let mut last = None;
    for kind in ["ledger", "registry"] {
        let path = path.to_str().unwrap();
        let mut arguments = vec!["check", path, "--kind", kind];
        arguments.extend(format.iter().flat_map(|format| ["--format", format]));
        let output = confined(&arguments);
        let said = [&output.stdout[..], &output.stderr[..]].concat();
        let shown = String::from_utf8_lossy(&said).into_owned();
        let code = output.status.code();
        assert!(code.is_some_and(|it| it <= 2), "{path} {format:?}: {code:?} {shown}");
        let steers = |it: char| it.is_control() && it != '\n';
        assert!(!shown.contains(steers), "{path} {format:?}: {shown:?}");
        last = Some(output);
    }
    last.unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

#[test]
#[ignore = "needs the corpus"]
fn every_hostile_file_gets_an_answer() {
    let corpus = PathBuf::from(std::env::var("MINGJING_CORPUS").unwrap()).join("hostile");
    for path in files(&corpus) {
        check(&path, None);
        if Format::of_file_name(path.to_str().unwrap()).is_none() {
            for format in Format::ALL {
                check(&path, Some(format.as_str()));
            }
        }
    }
}

/// A form with one more shared text, in so many cells of so many rows, which a few kilobytes hold.
fn sharing(path: &Path, text: &str, (rows, cells): (usize, usize)) {
    let template = ["template", "ledger", "--out", path.to_str().unwrap()];
    assert_eq!(confined(&template).status.code(), Some(0));
    let mut parts = package::open(path);
    let mut replace = |name: &str, from: &str, to: &str| {
        let text = package::text(&parts, name).replacen(from, to, 1);
        parts.iter_mut().find(|(it, _)| it == name).unwrap().1 = text.into_bytes();
    };
    let cell = "<c t=\"s\"><v>0</v></c>".repeat(cells);
    let rows = format!("<row>{cell}</row>").repeat(rows);
    replace("xl/worksheets/sheet1.xml", "</sheetData>", &format!("{rows}</sheetData>"));
    replace("xl/sharedStrings.xml", "<si>", &format!("<si><t>{text}</t></si><si>"));
    package::save(path, &parts);
}

/// What is small because it says a thing once must not become large by saying it again.
#[test]
fn a_text_that_many_cells_share_costs_neither_time_nor_memory() {
    let folder = tempfile::tempdir().unwrap();
    let mut path = PathBuf::new();
    let annotated = folder.path().join("out.xlsx");
    for (text, size, limit) in
        [("a".repeat(1_000_000), (20, 500), "32767"), ("a".repeat(32_767), (300, 20), "134217728")]
    {
        path = folder.path().join(format!("{limit}.xlsx"));
        sharing(&path, &text, size);
        let output = check(&path, None);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(1) && said.contains(limit), "{said}");
    }
    let [file, out] = [&path, &annotated].map(|it| it.to_str().unwrap());
    let output = confined(&["check", file, "--kind", "ledger", "--annotate", out]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("--json") && !annotated.exists(), "{said}");
}

/// A workbook whose XML asks for a file and an address, wherever it can.
#[test]
fn nothing_that_xml_names_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret");
    fs::write(&secret, "the-secret").unwrap();
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    server.set_nonblocking(true).unwrap();
    let address = format!("http://{}/x", server.local_addr().unwrap());
    let path = folder.path().join("a.xlsx");
    let template = ["template", "ledger", "--out", path.to_str().unwrap()];
    assert_eq!(confined(&template).status.code(), Some(0));
    let parts = package::open(&path);
    for (index, (name, bytes)) in parts.iter().enumerate() {
        let xml = String::from_utf8_lossy(bytes);
        let (declaration, body) = xml.split_once('\n').unwrap_or(("", &xml));
        for target in [format!("file://{}", secret.display()), address.clone()] {
            let entity = format!("<!DOCTYPE x [<!ENTITY e SYSTEM \"{target}\">]>");
            let evil = format!("{declaration}\n{entity}{}", body.replacen("</", "&e;</", 1));
            let mut parts = parts.clone();
            parts[index].1 = evil.into_bytes();
            package::save(&path, &parts);
            let output = check(&path, None);
            let said = [&output.stdout[..], &output.stderr[..]].concat();
            assert!(!String::from_utf8_lossy(&said).contains("the-secret"), "{name}");
            assert_eq!(output.status.code(), Some(1), "{name}");
        }
    }
    assert!(server.accept().is_err(), "nobody asked the address");
}
