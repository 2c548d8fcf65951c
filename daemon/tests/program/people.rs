//! Who may register people, and what is refused.

use std::fs;
use std::path::Path;
use std::process::Command;

const SETTINGS: &str =
    "[database]\nurl = \"sqlite:m.db\"\n[clock]\nat = 2026-08-01T09:00:00+08:00\n";

/// Registers somebody; the exit code, and what is said.
fn add(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_mingjingd"));
    program.args(["--lang", "en", "person", "add"]).args(arguments);
    let output = program.args(["--party", "name:甲局"]).current_dir(folder).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn only_an_administrator_registers_people() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mingjing.toml"), SETTINGS).unwrap();
    let add = |arguments: &[&str]| add(folder.path(), arguments);
    let (code, said) = add(&["nobody", "--name", "", "--role", "administrator"]);
    assert!(code == Some(1) && said.contains("nobody was not registered"), "{code:?} {said}");
    let (code, said) = add(&["boss", "--name", "李", "--role", "administrator"]);
    assert_eq!(code, Some(0), "the first one is whoever may write the database: {said}");
    let li = ["li", "--name", "李", "--role", "supervisor"];
    let (code, said) = add(&li);
    assert!(code == Some(2) && said.contains("administrator"), "{code:?} {said}");
    let played = || add(&[&li[..], &["--as", "boss"]].concat());
    let (code, said) = played();
    assert!(
        code == Some(2) && said.contains("--as"),
        "a clock that stands still makes no demonstration: {said}"
    );
    // What is a demonstration's is known by its database, wherever the settings lie.
    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join(".mingjing-demo"), "").unwrap();
    std::os::unix::fs::symlink(folder.path().join("m.db"), other.path().join("m.db")).unwrap();
    fs::write(other.path().join("mingjing.toml"), SETTINGS).unwrap();
    let (code, said) = self::add(other.path(), &[&li[..], &["--as", "boss"]].concat());
    assert!(code == Some(2) && said.contains("--as"), "nor does a marker elsewhere: {said}");
    fs::write(folder.path().join(".mingjing-demo"), "").unwrap();
    let running =
        SETTINGS.lines().filter(|it| !it.starts_with("at = ")).collect::<Vec<_>>().join("\n");
    fs::write(folder.path().join("mingjing.toml"), running).unwrap();
    let (code, said) = played();
    assert!(
        code == Some(2) && said.contains("--as"),
        "nor does one beside a clock that runs: {said}"
    );
    fs::write(folder.path().join("mingjing.toml"), SETTINGS).unwrap();
    let (code, said) = played();
    assert_eq!(code, Some(0), "{said}");
}
