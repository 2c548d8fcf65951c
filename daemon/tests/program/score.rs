//! `mingjingd score` as somebody runs it: no settings, no database.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

const SOURCE: &str = "source = { instrument = \"default\", confidence = \"default\" }";
const TABLE: &str = "unit,a,b\n甲,9,10\n乙,5,\n\"丙\u{1b}[2J\",1,2\n";

/// Two indicators of equal weight on posts from 0 to 10, two bands, and two means.
fn scheme() -> String {
    let band = |id: &str, from: u32| {
        format!(
            "[[band]]\nid = \"{id}\"\nname = {{ zh = \"\", en = \"\" }}\nfrom = {from}\n{SOURCE}\n"
        )
    };
    format!(
        "id = \"whole\"\nversion = 1\nname = {{ zh = \"总分\", en = \"Whole\" }}\n{SOURCE}\n\
         missing = \"redistribute\"\nrounding = {{ decimals = 1, mode = \"half-up\" }}\n\
         normalise = {{ method = \"goalposts\", low = 0, high = 10 }}\n\
         [uncertainty]\nweight_noise_ppm = [500_000]\naggregate = [{{ method = \"harmonic\" }}]\n{SOURCE}\n\
         {}{}[[dimension]]\nid = \"d\"\nweight = 1\nindicator = [\n\
         {{ id = \"a\", weight = 1 }},\n{{ id = \"b\", weight = 1 }},\n]\n",
        band("pass", 50),
        band("fail", 0),
    )
}

fn run(folder: &Path, more: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_mingjingd"));
    program.args(["--lang", "en", "score", "--scheme", "s.toml", "--data", "t.csv"]).args(more);
    program.current_dir(folder).output().unwrap()
}

fn written(scheme: &str, table: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("s.toml"), scheme).unwrap();
    fs::write(folder.path().join("t.csv"), table).unwrap();
    folder
}

#[test]
fn scores_come_as_json_and_the_seed_decides_the_rest() {
    let folder = written(&scheme(), TABLE);
    let output = run(folder.path(), &["--json"]);
    assert_eq!(output.status.code(), Some(0));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let first = json!({
        "unit": "甲", "rank": 1, "grade": "pass", "score": 95.0,
        "scores": { "a": 90.0, "b": 100.0, "d": 95.0, "whole": 95.0 },
    });
    assert_eq!(answer["units"][0], first);
    assert_eq!(answer["units"][1]["scores"], json!({ "a": 50.0, "d": 50.0, "whole": 50.0 }));
    let drawn =
        |seed| run(folder.path(), &["--json", "--uncertainty", "50", "--seed", seed]).stdout;
    assert_eq!(drawn("7"), drawn("7"));
    assert_ne!(drawn("7"), drawn("8"));
    let answer: Value = serde_json::from_slice(&drawn("7")).unwrap();
    assert_eq!(answer["units"][2]["rank_interval"], json!([3, 3]));
    assert_eq!(answer["uncertainty"]["influences"].as_array().unwrap().len(), 2);
}

#[test]
fn people_read_a_table_or_the_path_of_one_unit() {
    let folder = written(&scheme(), TABLE);
    let said = |more: &[&str]| String::from_utf8(run(folder.path(), more).stdout).unwrap();
    let table = said(&[]);
    assert!(table.lines().nth(1).unwrap().contains("甲") && !table.contains('\u{1b}'), "{table}");
    let path = said(&["--explain", "乙"]);
    assert!(path.contains("rank 2") && path.contains("b = missing"), "{path}");
    assert_eq!(run(folder.path(), &["--explain", "丁"]).status.code(), Some(2));
}

#[test]
fn given_weights_are_taken() {
    let folder = written(&scheme(), TABLE);
    fs::write(folder.path().join("w.csv"), "a,b\n1,0\n0,1\n").unwrap();
    let output = run(folder.path(), &["--json", "--weights", "w.csv"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["uncertainty"]["samples"], 2);
    fs::write(folder.path().join("w.csv"), "a,c\n1,0\n").unwrap();
    assert_eq!(run(folder.path(), &["--weights", "w.csv"]).status.code(), Some(2));
}

#[test]
fn what_is_wrong_ends_in_its_exit_code() {
    for (scheme, table, code) in [
        (scheme(), TABLE.to_owned(), 0),
        (scheme(), TABLE.replace("10", "ten"), 1),
        (scheme(), TABLE.replace("unit,a", "unit,c"), 1),
        (scheme().replace("low = 0", "low = 10"), TABLE.to_owned(), 2),
        (scheme().replace("version = 1", "version = x"), TABLE.to_owned(), 2),
        (
            scheme().replace("high = 10", "high = 10, capped = false"),
            TABLE.replace('9', "9e300"),
            2,
        ),
    ] {
        let output = run(written(&scheme, &table).path(), &[]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert_eq!(said.is_empty(), code == 0, "{said}");
    }
}
