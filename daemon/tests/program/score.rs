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

/// The scheme with 5 points off for each of what is late, no more than 12, a bonus of 1, and a veto on bans.
fn adjusting() -> String {
    let name = "name = { zh = \"\", en = \"\" }";
    let ground = "ground = { instrument = \"SH-AO\", article = \"26\", confidence = \"law\" }";
    let beside = format!(
        "[adjustments]\nbonus_max = 3\nleast = 0\nmost = 100\n{SOURCE}\n\
         [[adjustments.deduction]]\nid = \"late\"\ncount = \"late\"\npoints = 5\npoints_max = 12\n{SOURCE}\n\
         [[adjustments.bonus]]\nid = \"idea\"\ncount = \"ideas\"\npoints = 1\n{SOURCE}\n\
         [[veto]]\nid = \"ban\"\n{name}\ncondition = {{ zh = \"\", en = \"\" }}\ncount = \"bans\"\nat_least = 1\n\
         band = \"fail\"\n{ground}\n{SOURCE}\n[[band]]\n"
    );
    scheme().replacen("[[band]]\n", &beside, 1).replacen("harmonic", "median", 1)
}

/// By hand: 95 of indicators, less 12 (3 × 5 is more than the most), and 1 more: 84, vetoed.
#[test]
fn deductions_bonuses_and_vetoes_are_told() {
    let table = "unit,a,b,late,ideas,bans\n甲,9,10,3,1,1\n乙,5,,0,0,0\n";
    let folder = written(&adjusting(), table);
    let output = run(folder.path(), &["--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let first = &answer["units"][0];
    assert_eq!((&first["score"], &first["base"]), (&json!(84.0), &json!(95)));
    let adjusted = json!({ "deductions": { "late": 12 }, "bonuses": { "idea": 1 } });
    assert_eq!(first["adjusted"], adjusted);
    assert_eq!((&first["grade"], &first["grade_of_score"]), (&json!("fail"), &json!("pass")));
    let ground = json!({ "instrument": "SH-AO", "article": "26", "confidence": "law" });
    assert_eq!(first["vetoes"], json!([{ "id": "ban", "grade": "fail", "ground": ground }]));
    assert_eq!(answer["units"][1]["vetoes"], json!([]));

    let path = run(folder.path(), &["--explain", "甲"]).stdout;
    let path = String::from_utf8(path).unwrap();
    for line in [
        "score 84.0 (before rounding 84.000000000), rank 1",
        "  grade fail",
        "  veto ban: bans = 1, from 1 on the grade is not above “fail” (by the score: pass). Ground: SH-AO 26",
        "  before deductions and bonuses 95.000000000; not below 0 by deductions, bonuses 3 in all, not above 100 by",
        "  Deduction late: late = 3, 5 points each, at most 12: 12.000000000",
        "  Bonus idea: ideas = 1, 1 points each: 1.000000000",
        "  whole Whole (weight 1): 95  weighted mean",
        "linear, 0 points at 0 and 100 points at 10",
    ] {
        assert!(path.contains(line), "{line}\n{path}");
    }
}

/// Ranks have at most one decimal; every grade drawn has its share, and what is left out its movement.
#[test]
fn what_scores_can_bear_is_read_by_people() {
    let folder = written(&scheme(), TABLE);
    let table = run(folder.path(), &["--uncertainty", "40"]).stdout;
    let table = String::from_utf8(table).unwrap();
    let row = table.lines().find(|it| it.contains('乙')).unwrap();
    assert!(row.contains("2–2") && row.contains("pass 100.00 %"), "{table}");
    assert!(
        table.contains("without a: ranks move by") && table.contains("shares of grades"),
        "{table}"
    );
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
