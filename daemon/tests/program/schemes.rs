//! A city puts a scheme of its own in force, as its administrator does it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_mingjingd"));
    program.args(["--lang", "en"]).args(arguments).current_dir(folder).output().unwrap()
}

/// The exit code, and what was said.
fn said(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = run(folder, arguments);
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

/// Kind, id, version and whether it is in force, newest first.
fn listed(folder: &Path) -> Vec<Value> {
    let output = run(folder, &["policy", "list"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let documents = answer["documents"].as_array().unwrap();
    documents
        .iter()
        .map(|it| json!([it["kind"], it["id"], it["version"], it["in_force"]]))
        .collect()
}

#[test]
fn a_scheme_is_written_out_changed_checked_and_put_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("mingjing.toml"), "[schemes]\nfolder = \"schemes\"\n").unwrap();
    assert_eq!(said(folder, &["policy", "export", "operator", "schemes"]).0, Some(0));
    let path = folder.join("schemes/operator.toml");
    let builtin = fs::read_to_string(&path).unwrap();
    let (code, _) = said(folder, &["policy", "export", "operator", "schemes"]);
    assert_eq!(code, Some(3), "nothing is overwritten");
    let (code, unknown) = said(folder, &["policy", "export", "operators", "schemes"]);
    assert!(
        code == Some(2) && unknown.contains("effectiveness, operator, supply, pack"),
        "{unknown}"
    );
    assert_eq!(said(folder, &["migrate"]).0, Some(0), "as it is");

    // A fault is told with its line, by the lint and by whatever would put it in force.
    let line = builtin.lines().position(|it| it == "weight = 40").unwrap() + 1;
    fs::write(&path, builtin.replacen("weight = 40\n", "weight = 140\n", 1)).unwrap();
    let first = builtin.lines().position(|it| it == "[[dimension]]").unwrap() + 1;
    assert!(first < line);
    for (arguments, exit) in
        [(&["policy", "lint"][..], 1), (&["policy", "lint", "schemes"], 1), (&["migrate"], 2)]
    {
        let (code, said) = said(folder, arguments);
        assert_eq!(code, Some(exit), "{arguments:?} {said}");
        let expected = format!(
            "schemes/operator.toml:{first}: dimension: the weights sum to 200; expected: 100\n"
        );
        assert!(said.ends_with(&expected), "{said}");
    }

    // Another text of one version is refused; one above is in force.
    let changed = builtin.replacen("from = 90", "from = 95", 1);
    fs::write(&path, &changed).unwrap();
    for (arguments, exit) in
        [(&["policy", "lint"][..], 1), (&["policy", "lint", "schemes"], 1), (&["migrate"], 2)]
    {
        let (code, refused) = said(folder, arguments);
        assert_eq!(code, Some(exit), "{arguments:?} {refused}");
        assert!(refused.contains("which has been in force"), "{arguments:?} {refused}");
    }
    let version = builtin.lines().find(|it| it.starts_with("version = ")).unwrap();
    let number: u64 = version.trim_start_matches("version = ").parse().unwrap();
    fs::write(&path, changed.replacen(version, &format!("version = {}", number + 1), 1)).unwrap();
    assert_eq!(said(folder, &["migrate"]).0, Some(0));
    let history = listed(folder);
    assert_eq!(history[0], json!(["scheme", "operator", number + 1, true]));
    assert!(history.contains(&json!(["scheme", "operator", number, false])), "{history:?}");
    assert!(history.contains(&json!(["zone", "zone", 0, true])), "{history:?}");
}

#[test]
fn a_pack_that_is_written_out_is_the_built_in_one_and_a_faulty_one_is_not_begun_with() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    assert_eq!(said(folder, &["policy", "export", "pack", "policy"]).0, Some(0));
    assert_eq!(said(folder, &["policy", "lint", "policy"]).0, Some(0));
    fs::write(folder.join("mingjing.toml"), "[policy]\nfolder = \"policy\"\n").unwrap();
    assert_eq!(said(folder, &["migrate"]).0, Some(0));
    let path = folder.join("policy/ledger.toml");
    let sound = fs::read_to_string(&path).unwrap();
    fs::write(&path, sound.replacen("value = 15", "value = 29", 1)).unwrap();
    let (code, refused) = said(folder, &["migrate"]);
    assert_eq!(code, Some(2));
    assert!(
        refused.starts_with("ledger.toml:") && refused.contains("submission_due.value"),
        "{refused}"
    );
}

/// A slip does not make a mapping of a scheme, and what is neither is told to be neither.
#[test]
fn what_a_file_means_to_be_is_told_by_its_keys() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    assert_eq!(said(folder, &["policy", "export", "operator", "."]).0, Some(0));
    let scheme = fs::read_to_string(folder.join("operator.toml")).unwrap();
    let linted = |text: &[u8]| {
        fs::write(folder.join("file.toml"), text).unwrap();
        said(folder, &["policy", "lint", "file.toml"])
    };
    let slip = scheme.replacen("[[dimension]]", "[[dimension]", 1);
    let (bare, _) = scheme.split_once("[[dimension]]").unwrap();
    for (text, expected) in [
        (slip.as_bytes(), "expected: the shape of a scheme"),
        (bare.as_bytes(), "missing field `dimension`"),
        (b"id = \"x\"\nmissing = \"zero\"\n", "missing field `version`"),
        (b"", "expected: a scheme, with [[dimension]], or a mapping, with kind"),
        (b"\x00\xff\xfe[[", "expected: a scheme, with [[dimension]], or a mapping, with kind"),
    ] {
        let (code, said) = linted(text);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.starts_with("file.toml") && said.contains(expected), "{said}");
    }
    let (code, said) = linted(b"kind = \"ledgr\"\n");
    assert!(code == Some(2) && said.contains("mapping"), "{code:?} {said}");
}
