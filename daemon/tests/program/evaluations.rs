//! Evaluations through the program: computed again, explained, and tried with a draft of the scheme.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

const SETTINGS: &str =
    "[database]\nurl = \"sqlite:m.db\"\n[clock]\nat = 2026-08-01T09:00:00+08:00\n";
const SCHEME: &str = include_str!("../../../config/schemes/operator.toml");
const OPERATOR: &str = "uscc:91310000MADEM0011A";
const REGISTRY: &str = "\
record,party,code,name,kind,registration
party,91310000MADEM0011A,,甲,operator,
product,91310000MADEM0011A,P-1,指数,,SH-1
product,91310000MADEM0011A,P-2,画像,,
";

/// The exit code, what the program answers, and what it says.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_mingjingd"));
    let output = program.args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// A folder with a registered operator, and the id of its evaluation of June.
fn evaluated(folder: &Path) -> String {
    fs::write(folder.join("mingjing.toml"), SETTINGS).unwrap();
    fs::write(folder.join("registry.csv"), REGISTRY).unwrap();
    let registry = ["submit", "registry.csv", "--kind", "registry", "--party", OPERATOR];
    assert_eq!(run(folder, &registry).0, Some(0));
    run(folder, &["once"]);
    assert_eq!(run(folder, &["evaluate", "operator", "--period", "2026-06"]).0, Some(0));
    let listed: Value =
        serde_json::from_str(&run(folder, &["evaluation", "list", "--json"]).1).unwrap();
    listed["evaluations"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn an_evaluation_comes_out_again_and_leads_to_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    let id = evaluated(folder.path());
    let (code, rebuilt, _) = run(folder.path(), &["evaluation", "rebuild", &id, "--json"]);
    let rebuilt: Value = serde_json::from_str(&rebuilt).unwrap();
    assert_eq!((code, &rebuilt["difference"]), (Some(0), &json!(null)));

    let asked = ["explain", &id, "--subject", OPERATOR, "--indicator", "O4-1"];
    let (code, explained, _) = run(folder.path(), &asked);
    assert_eq!(code, Some(0));
    for line in
        ["= 1 / 2 = 50.00 %", "1  P-1  registry.csv 第 3 行", "0  P-2  registry.csv 第 4 行"]
    {
        assert!(explained.contains(line), "{explained}");
    }

    let early = ["evaluate", "operator", "--period", "2026-01", "--as-of", "2026-07-01T00:00:00Z"];
    let (code, _, said) = run(folder.path(), &early);
    assert_eq!(code, Some(2));
    assert!(said.contains("2026-07-01T00:00:00Z") && said.contains("audit export"), "{said}");
    let (code, _, said) = run(folder.path(), &["evaluation", "compare", &id]);
    assert_eq!(code, Some(2), "{said}");
}

/// By the scheme in force too little is known of O3, and so of the whole. Without its threshold O3 is 0
/// (June is due and not there) and O4 is 50: (40 × 0 + 15 × 50) / 55 = 13.636…
#[test]
fn a_draft_says_who_would_move_and_keeps_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let id = evaluated(folder.path());
    let lines = SCHEME.lines().filter(|it| !it.starts_with("threshold"));
    let draft = lines.collect::<Vec<_>>().join("\n");
    fs::write(folder.path().join("draft.toml"), &draft).unwrap();
    let trial = |file| {
        let drafted = ["evaluate", "operator", "--period", "2026-06", "--dry-run", "--draft", file];
        run(folder.path(), &[&drafted[..], &["--json"]].concat())
    };
    let (code, moves, said) = trial("draft.toml");
    assert_eq!(code, Some(0), "{said}");
    let moves: Value = serde_json::from_str(&moves).unwrap();
    let first = &moves["moves"][0];
    assert_eq!((&first["then"], &first["now"]["score"]), (&json!(null), &json!("13.64")));

    let wrong =
        draft.replace("weight = 30", "weight = 31").replace("product-registration", "nothing");
    fs::write(folder.path().join("wrong.toml"), wrong).unwrap();
    let (code, _, said) = trial("wrong.toml");
    assert_eq!((code, said.lines().count()), (Some(2), 2), "every fault is named: {said}");

    let listed: Value =
        serde_json::from_str(&run(folder.path(), &["evaluation", "list", "--json"]).1).unwrap();
    let ids: Vec<&Value> =
        listed["evaluations"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
    assert_eq!(ids, [&json!(id)]);
}
