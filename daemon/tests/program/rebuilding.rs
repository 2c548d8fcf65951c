//! An approved evaluation through the program: what comes later never changes it.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// When everything else has come.
const LATER: &str = "2026-09-01T09:00:00+08:00";

/// Exit code, answer and words.
fn run(folder: &Path, arguments: &[&str]) -> (i32, Value, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_mingjingd"));
    let output =
        program.args(["--lang", "en"]).args(arguments).current_dir(folder).output().unwrap();
    let answer = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output.status.code().unwrap(), answer, String::from_utf8(output.stderr).unwrap())
}

fn replaced(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} in {}", path.display());
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// Fifty files more, a pack and a scheme of the city's own, and another process for every step.
#[test]
fn an_approved_evaluation_stays_what_it_is_after_files_a_pack_and_a_scheme() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    assert_eq!(run(folder, &["demo", "."]).0, 0);
    let (_, listed, _) = run(folder, &["evaluation", "list"]);
    let is_published = |it: &&Value| it["scheme"]["id"] == "operator" && it["state"] == "published";
    let published = listed["evaluations"].as_array().unwrap().iter().find(is_published).unwrap();
    let id = published["id"].as_str().unwrap();

    let first = folder.join("shenjiang/incident/incidents-2026-H1.csv");
    let first = fs::read_to_string(first).unwrap();
    for number in 100..150 {
        let path = folder.join(format!("shenjiang/incident/later-{number}.csv"));
        fs::write(path, first.replace("SJ-2026-", &format!("SJ-{number}-"))).unwrap();
    }
    assert_eq!(run(folder, &["policy", "export", "pack", "policy"]).0, 0);
    assert_eq!(run(folder, &["policy", "export", "operator", "schemes"]).0, 0);
    let settings = folder.join("mingjing.toml");
    replaced(&settings, "2026-07-01T09:00:00+08:00", LATER);
    let folders = "[policy]\nfolder = \"policy\"\n\n[schemes]\nfolder = \"schemes\"\n\n[keys]";
    replaced(&settings, "[keys]", folders);
    replaced(&folder.join("policy/ledger.toml"), "value = 15", "value = 7");
    replaced(&folder.join("schemes/operator.toml"), "from = 90", "from = 95");

    // A text that is new bears a new version: the lint and what would put it in force say so.
    for arguments in [&["policy", "lint"][..], &["migrate"]] {
        let (code, _, said) = run(folder, arguments);
        assert!(code != 0 && said.contains("pack.toml:"), "{arguments:?} {said}");
        assert!(said.contains("operator.toml:"), "{arguments:?} {said}");
    }
    for path in ["policy/pack.toml", "schemes/operator.toml"] {
        let text = fs::read_to_string(folder.join(path)).unwrap();
        let line = text.lines().find(|it| it.starts_with("version = ")).unwrap();
        replaced(&folder.join(path), line, "version = 90");
    }
    assert_eq!(run(folder, &["policy", "lint"]).0, 0);
    let (_, _, said) = run(folder, &["once"]);
    assert_eq!(said.matches(" accepted, 0 findings.").count(), 50, "{said}");

    let (code, _, said) = run(folder, &["evaluation", "rebuild", id]);
    assert_eq!(code, 0, "{said}");
    // Each of the three counts from now on: the comparison can fail.
    let again = ["evaluate", "operator", "--period", "2026-H1", "--dry-run", "--json"];
    let (_, now, said) = run(folder, &again);
    assert_eq!(now["policy"]["version"], 90, "{said}");
    assert_eq!(now["scheme"]["version"], 90);
    let (_, shown, _) = run(folder, &["show", "scorecards", "--json"]);
    let kept = shown["evaluations"].as_array().unwrap().iter().find(|it| it["id"] == id).unwrap();
    let kept = &kept["evaluation"]["scorecards"][0];
    assert_ne!(now["scorecards"][0]["facts_sha256"], kept["facts_sha256"]);
}
