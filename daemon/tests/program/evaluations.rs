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

/// Hands in a file of the operator, and lets the daemon work.
fn submit(folder: &Path, file: &str, kind: &str) {
    let mut arguments = vec!["submit", file, "--kind", kind, "--party", OPERATOR];
    if matches!(kind, "ledger" | "usage") {
        arguments.extend(["--period", "2026-06"]);
    }
    let (code, _, said) = run(folder, &arguments);
    assert!(code < Some(2), "{said}");
    run(folder, &["once"]);
}

/// A folder with a registered operator, and the id of its evaluation of June.
fn evaluated(folder: &Path) -> String {
    fs::write(folder.join("mingjing.toml"), SETTINGS).unwrap();
    fs::write(folder.join("registry.csv"), REGISTRY).unwrap();
    submit(folder, "registry.csv", "registry");
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

    // What is recorded needs no folder of schemes; what writes does.
    let gone = format!("{SETTINGS}[schemes]\nfolder = \"gone\"\n");
    fs::write(folder.path().join("mingjing.toml"), gone).unwrap();
    assert_eq!(run(folder.path(), &["evaluation", "rebuild", &id]).0, Some(0));
    let (code, _, said) = run(folder.path(), &["migrate"]);
    assert!(code == Some(2) && said.contains("gone"), "{said}");
    fs::write(folder.path().join("mingjing.toml"), SETTINGS).unwrap();

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
    // As the house tells the time, however it was typed.
    let at = "2026-07-01 08:00:00 +08:00";
    assert!(said.contains(at) && said.contains("audit export"), "{said}");
    let (code, _, said) = run(folder.path(), &["evaluation", "compare", &id]);
    assert_eq!(code, Some(2), "{said}");
}

/// The clock stands still: what is handed in after the evaluation is known at its instant, too.
#[test]
fn what_carries_the_instant_of_an_evaluation_and_came_after_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let id = evaluated(folder.path());
    let changed = REGISTRY.replace("P-2,画像,,", "P-2,画像,,SH-2");
    fs::write(folder.path().join("registry.csv"), changed).unwrap();
    submit(folder.path(), "registry.csv", "registry");

    let (code, said, _) = run(folder.path(), &["evaluation", "rebuild", &id]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("时钟") && said.contains("2026-08-01 09:00:00 +08:00"), "{said}");
    let (_, rebuilt, _) = run(folder.path(), &["evaluation", "rebuild", &id, "--json"]);
    let rebuilt: Value = serde_json::from_str(&rebuilt).unwrap();
    assert_eq!(rebuilt["backdated"][0]["act"], json!("post"));
}

/// By hand: of two vouchers one has a line without an amount, and so is not counted as balanced.
#[test]
fn a_figure_leads_to_rows_that_could_not_be_read_and_to_usage() {
    let folder = tempfile::tempdir().unwrap();
    evaluated(folder.path());
    let line = |number: u8, account: u16, debit: &str, credit: &str| {
        format!("line,2026-06,记,{number},2026-06-12,{account},{debit},{credit},陈,周\n")
    };
    let ledger = "record,period,voucher_type,voucher_no,date,account,debit,credit,maker,reviewer\n"
        .to_owned()
        + &line(1, 1002, "530.00", "")
        + &line(1, 6001, "", "530.00")
        + &line(2, 1002, "十元", "")
        + &line(2, 6001, "", "10.00");
    fs::write(folder.path().join("ledger.csv"), ledger).unwrap();
    submit(folder.path(), "ledger.csv", "ledger");
    let usage = "number,date,product,use,buyer,unit,units,price,amount\n\
                 1,2026-06-01,P-1,public,丁,次,10,1.00,10.00\n";
    fs::write(folder.path().join("usage.csv"), usage).unwrap();
    submit(folder.path(), "usage.csv", "usage");

    let path = |scheme: &str, indicator: &str| -> Value {
        let (code, _, said) = run(folder.path(), &["evaluate", scheme, "--period", "2026-06"]);
        assert_eq!(code, Some(0), "{said}");
        let id = said.split([' ', '。']).find(|it| it.starts_with(scheme)).unwrap();
        let asked = ["explain", id, "--subject", OPERATOR, "--indicator", indicator, "--json"];
        let explained: Value = serde_json::from_str(&run(folder.path(), &asked).1).unwrap();
        explained["path"]["dimensions"][0]["indicators"][0].clone()
    };
    let balanced = path("operator", "O3-2");
    let values = ["numerator", "denominator"].map(|it| balanced[it]["count"]["value"].clone());
    assert_eq!((values, &balanced["failed"]), ([json!(1), json!(2)], &json!([])));
    let unread = &balanced["unread"][0];
    assert_eq!(
        (&unread["rule"], &unread["file_name"], &unread["row"], &unread["column"]),
        (&json!("R-6"), &json!("ledger.csv"), &json!(4), &json!("debit"))
    );
    let public = path("effectiveness", "O5-1");
    assert_eq!(public["numerator"]["facts"][0]["file_name"], json!("usage.csv"));
}

/// June is due and not there: of O3, O3-1 (20), O3-7 (10) and O3-8 (10) are known, and 0. These 40 % of its
/// weight reach its own threshold of 30 %, so that O3 is 0; by that of the scheme, 50 %, its 40 would go to
/// the others. O4 is 50, and nothing else applies: (40 × 0 + 15 × 50) / 55 = 13.636… With O4 at 40 and O2
/// at 15 it is (40 × 0 + 40 × 50) / 80 = 25. Without O3 it would be 50.
#[test]
fn a_draft_says_who_would_move_and_keeps_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let id = evaluated(folder.path());
    let (security, service) = ("weight = 40", "weight = 15");
    let draft = SCHEME.replacen(security, "weight = x", 1).replacen(service, security, 1);
    let draft = draft.replacen("weight = x", service, 1);
    fs::write(folder.path().join("draft.toml"), &draft).unwrap();
    let trial = |file| {
        let drafted = ["evaluate", "operator", "--period", "2026-06", "--dry-run", "--draft", file];
        run(folder.path(), &[&drafted[..], &["--json"]].concat())
    };
    let (code, moves, said) = trial("draft.toml");
    assert_eq!(code, Some(0), "{said}");
    let moves: Value = serde_json::from_str(&moves).unwrap();
    // It could never come into force: that version is there with another text.
    assert!(said.contains("version") && said.contains("draft.toml"), "{said}");
    let first = &moves["moves"][0];
    assert_eq!(
        (&first["then"]["score"], &first["now"]["score"]),
        (&json!("13.64"), &json!("25.00"))
    );
    // Why: 25 − 13.636 363 636 by other weights, of which O4 has all, for O3 adds nothing either way.
    let why = &first["parts"];
    let parts = ["policy_nano", "scheme_nano", "facts_nano"].map(|it| &why[it]);
    assert_eq!(parts, [&json!(0), &json!(11_363_636_364_i64), &json!(0)]);
    let stages = json!([{ "stage": "weights", "nano": 11_363_636_364_i64 }]);
    assert_eq!(why["stages"], stages);
    let drafted = ["evaluate", "operator", "--period", "2026-06", "--dry-run", "--draft"];
    let (_, told, _) = run(folder.path(), &[&drafted[..], &["draft.toml"]].concat());
    for line in ["政策 0.00  方案 +11.36  事实 0.00", "方案各环节：权重 +11.36"] {
        assert!(told.contains(line), "{told}");
    }

    let wrong =
        draft.replace("weight = 20", "weight = 21").replace("product-registration", "nothing");
    fs::write(folder.path().join("wrong.toml"), wrong).unwrap();
    let (code, _, said) = trial("wrong.toml");
    assert_eq!((code, said.lines().count()), (Some(2), 2), "every fault is named: {said}");

    let listed: Value =
        serde_json::from_str(&run(folder.path(), &["evaluation", "list", "--json"]).1).unwrap();
    let ids: Vec<&Value> =
        listed["evaluations"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
    assert_eq!(ids, [&json!(id)]);
}
