//! The life of an evaluation through the program, on the demonstration.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

/// Exit code, answer and words.
fn run(folder: &Path, arguments: &[&str]) -> (i32, Value, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_mingjingd"));
    let output = program.args(arguments).current_dir(folder).output().unwrap();
    let answer = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output.status.code().unwrap(), answer, String::from_utf8(output.stderr).unwrap())
}

/// The folder of a demonstration.
fn demonstration() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Command::new(env!("CARGO_BIN_EXE_mingjingd"));
    let made = demo.args(["--lang", "en", "demo"]).arg(folder.path()).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    folder
}

/// The evaluations of a demonstration.
fn listed(folder: &Path) -> Vec<Value> {
    let (_, listed, _) = run(folder, &["evaluation", "list"]);
    listed["evaluations"].as_array().unwrap().clone()
}

/// The id of the evaluation of operators that is published.
fn published(folder: &Path) -> String {
    let published = listed(folder).into_iter().filter(|it| it["state"] == "published");
    let mut ids = published.map(|it| it["id"].as_str().unwrap().to_owned());
    ids.find(|it| it.starts_with("operator")).unwrap()
}

#[test]
fn people_go_the_steps_that_are_due() {
    let folder = demonstration();
    let evaluation = |arguments: &[&str]| {
        run(folder.path(), &[&["--lang", "en", "evaluation"], arguments].concat())
    };

    let (_, listed, _) = evaluation(&["list"]);
    let listed = listed["evaluations"].as_array().unwrap();
    let of = |scheme: &str, state: &str| {
        let ids =
            listed.iter().filter(|it| it["state"] == state).filter_map(|it| it["id"].as_str());
        ids.into_iter().find(|it| it.starts_with(scheme)).unwrap()
    };
    let (waiting, published) = (of("supply", "reviewed"), of("operator", "published"));

    let (_, shown, _) = evaluation(&["show", published]);
    let appeal = &shown["standing"]["appeals"][0];
    assert_eq!((&appeal["outcome"], &appeal["is_late"]), (&json!("upheld"), &json!(false)));
    // Published on 1 July 2026: 10 working days end on the 15th, and the report is due 5 later.
    assert_eq!(shown["standing"]["appeals_until"], "2026-07-15");
    let next: Vec<_> =
        shown["next"].as_array().unwrap().iter().map(|it| (&it["kind"], &it["due_on"])).collect();
    let expected = [(json!("appeal"), json!("2026-07-15")), (json!("report"), json!("2026-07-22"))];
    assert_eq!(next, expected.iter().map(|it| (&it.0, &it.1)).collect::<Vec<_>>());

    let subject = appeal["subject"].as_str().unwrap();
    let about = ["--as", "demo-body-approver", "--subject", subject, "--document", "D-1"];
    let (code, _, said) =
        evaluation(&[&["decide", published, "--consequence", "nothing"], &about[..]].concat());
    assert!(code == 0 && said.contains("nothing follows"), "{said}");
    let (code, _, said) =
        evaluation(&[&["decide", published, "--consequence", "nothing"], &about[..]].concat());
    assert!(code != 0 && said.contains("decided on the subject already"), "{said}");
    let (_, shown, _) = evaluation(&["show", published]);
    assert_eq!(shown["remedies"], json!([]), "there is nothing to appeal against");

    let proposal = &shown["proposals"][0];
    let (graded, what) = (&proposal["subject"], &proposal["consequence"]);
    let (graded, what) = (graded.as_str().unwrap(), what.as_str().unwrap());
    let decide = |consequence| {
        let to = ["--as", "demo-body-approver", "--subject", graded, "--document", "D-2"];
        evaluation(&[&["decide", published, "--consequence", consequence], &to[..]].concat())
    };
    let (code, _, said) = decide(what);
    assert!(code != 0 && said.contains("not final"), "appeals may come until the 15th: {said}");
    let settings = folder.path().join("mingjing.toml");
    let known = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, known.replacen("at = 2026-07-01T", "at = 2026-07-20T", 1)).unwrap();
    let (code, _, said) = decide("bar_application");
    assert!(code != 0 && said.contains("not proposed"), "{said}");
    let (code, _, said) = decide(what);
    assert!(code == 0, "{said}");
    let (_, shown, _) = evaluation(&["show", published]);
    // 60 days from 20 July end on 18 September, a Friday.
    let until: Vec<_> =
        shown["remedies"].as_array().unwrap().iter().map(|it| it["until"].clone()).collect();
    assert_eq!(until[0], "2026-09-18");
    let (code, _, said) =
        evaluation(&[&["appeal", published, "--note", "again"], &about[..]].concat());
    assert!(code != 0 && said.contains("one appeal is decided once"), "{said}");

    let (code, _, said) = evaluation(&["approve", waiting, "--as", "demo-supervisor"]);
    assert!(code != 0 && said.contains("approver"), "{said}");
    let (code, did, said) = evaluation(&["approve", waiting, "--as", "demo-approver", "--json"]);
    assert!(code == 0, "a supply evaluation needs no hearing: {said}");
    assert!(said.contains("you play “demo-approver”"), "{said}");
    let typist = whoami::username().unwrap();
    let act = &did["act"];
    assert_eq!((&did["state"], &act["act"]), (&json!("approved"), &json!("approve")));
    assert_eq!((&act["person"], &act["typed_by"]), (&json!("demo-approver"), &json!(typist)));
    let (_, log, _) = run(folder.path(), &["show", "audit", "--json"]);
    let log = log["audit"].as_array().unwrap();
    let approve = log.iter().find(|it| it["act"] == "approve" && it["object"] == waiting).unwrap();
    let typed = format!("typed_by=\"{typist}\"");
    assert_eq!((&approve["actor"], &approve["detail"]), (&json!("demo-approver"), &json!(typed)));

    let (code, _, said) = evaluation(&["approve", "nonesuch", "--as", "demo-approver"]);
    assert!(code == 2 && said.contains("no evaluation nonesuch"), "{said}");
    assert!(said.contains("evaluation list"), "{said}");
}

/// Operators are evaluated by implementing bodies, supply by the data authority (Measures art. 28).
#[test]
fn people_of_the_body_that_evaluates_act() {
    let folder = demonstration();
    let (code, _, said) = run(folder.path(), &["evaluate", "operator", "--period", "2026-Q2"]);
    assert_eq!(code, 0, "{said}");
    let mut listed = listed(folder.path()).into_iter();
    let draft = listed.find(|it| it["scheme"]["id"] == "operator" && it["state"] == "draft");
    let draft = draft.unwrap()["id"].as_str().unwrap().to_owned();
    let act = |words: &[&str], person: &str| {
        let asked = [&["--lang", "en", "evaluation"], words, &["--as", person]].concat();
        let (code, _, said) = run(folder.path(), &asked);
        // The first line tells that one account plays everybody.
        (code, said.lines().last().unwrap_or_default().to_owned())
    };
    let refused = "People of another body evaluate by this scheme: implementing body (SH-AO art. 28). \
                   You belong to name:演示市数据局 (data authority). Have one of them act; if the \
                   register is wrong about whom you belong to, or what that party is, an \
                   administrator corrects it. Looking is not refused.";
    assert_eq!(act(&["review", &draft], "demo-supervisor"), (2, refused.to_owned()));
    assert_eq!(act(&["review", &draft], "demo-body-supervisor").0, 0);
    assert_eq!(act(&["open-feedback", &draft], "demo-body-supervisor").0, 0);
    for subject in ["91310000MADEM0011A", "91310000MADEM002X2", "91310000MADEM0062J"] {
        let about = ["comment", &draft, "--subject", subject];
        let said = [&about[..], &["--document", "D-1", "--note", "agreed"]].concat();
        assert_eq!(act(&said, "demo-body-supervisor").0, 0);
    }
    assert_eq!(act(&["approve", &draft], "demo-approver"), (2, refused.to_owned()));
    assert_eq!(act(&["approve", &draft], "demo-body-approver").0, 0);
    let (code, _, said) = run(folder.path(), &["evaluation", "show", &draft]);
    assert_eq!(code, 0, "{said}");
    let (_, log, _) = run(folder.path(), &["show", "audit", "--json"]);
    let is_refusal = |it: &&Value| it["act"] == "refused" && it["object"] == *draft;
    assert_eq!(log["audit"].as_array().unwrap().iter().filter(is_refusal).count(), 2);
}

/// July is compared with what was published, and has only begun; the ledgers of June were not due.
#[test]
fn a_draft_is_compared_with_what_stands_and_told_to_nobody() {
    let folder = demonstration();
    let published = published(folder.path());
    let (code, _, said) = run(folder.path(), &["evaluate", "operator", "--period", "2026-07"]);
    assert_eq!(code, 0, "{said}");
    let mut ids = listed(folder.path()).into_iter().map(|it| it["id"].as_str().unwrap().to_owned());
    let july = ids.rfind(|it| it.contains("2026-07")).unwrap();
    let (code, compared, said) = run(folder.path(), &["evaluation", "compare", &july, "--json"]);
    assert_eq!((code, compared["then"].as_str()), (0, Some(&*published)), "{said}");
    let [then, now] = [0, 1].map(|it| &compared["sides"][it]);
    assert_eq!((&then["state"], &now["state"]), (&json!("published"), &json!("draft")));
    assert_eq!(then["under_way_until"], json!(null));
    assert_eq!(then["ledgers_not_due"], json!(["2026-06"]));
    assert_eq!(now["under_way_until"], json!("2026-07-31"));
    assert_eq!(now["ledgers_not_due"], json!([]));

    // What its subject is told leaves as a file, with what to mend first; a draft does not.
    let subject = "uscc:91310000MADEM002X2";
    let told = |id: &str, out: &str, more: &[&str]| {
        let asked = ["--lang", "en", "render", "evaluation-feedback", "--evaluation", id];
        let to = ["--party", subject, "--format", "json", "--out", out];
        run(folder.path(), &[&asked[..], &to[..], more].concat())
    };
    let (code, _, said) = told(&published, "told", &[]);
    assert_eq!(code, 0, "{said}");
    let files: Vec<_> = fs::read_dir(folder.path().join("told")).unwrap().collect();
    let bytes = fs::read(files[0].as_ref().unwrap().path()).unwrap();
    let document: Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!((files.len(), &document["party"]), (1, &json!(subject)));
    let gains = document["blocks"].as_array().unwrap().iter().find(|it| it["id"] == "gains");
    assert!(gains.is_some_and(|it| it["rows"][0]["all"].as_str().unwrap().starts_with('+')));
    let is_to_answer = |it: &Value| it.as_str().unwrap().contains("Answers are taken");
    let notes = document["notes"].as_array().unwrap();
    assert!(!notes.is_empty() && !notes.iter().any(is_to_answer), "approved long ago");
    let (code, _, said) = told(&july, "draft", &[]);
    assert!(code == 2 && said.contains("evaluation review"), "{said}");
    let (code, _, said) = told(&published, "public", &["--public"]);
    assert!(code == 2 && said.contains("Leave --public out"), "{said}");
}

/// Fifty later files, another scheme in force, and a process of its own for each step.
#[test]
fn what_was_published_comes_out_again_after_all_that_came_later() {
    let folder = demonstration();
    let id = published(folder.path());
    let submissions = || {
        let (_, shown, _) = run(folder.path(), &["show", "submissions", "--json"]);
        shown["submissions"].as_array().unwrap().len()
    };
    let before = submissions();
    for number in 0..50 {
        let text = format!(
            "record,party,code,name,kind,registration\n\
             product,91310000MADEM0011A,P-L{number},later,,\n"
        );
        fs::write(folder.path().join(format!("registry/later-{number}.csv")), text).unwrap();
    }
    let scheme = include_str!("../../../config/schemes/operator.toml");
    let scheme = scheme.replacen("version = 7", "version = 8", 1);
    let heavier = scheme.replacen("points_max = 8", "points_max = 9", 1);
    fs::create_dir(folder.path().join("schemes")).unwrap();
    fs::write(folder.path().join("schemes/operator.toml"), heavier).unwrap();
    let settings = folder.path().join("mingjing.toml");
    let known = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, known + "\n[schemes]\nfolder = \"schemes\"\n").unwrap();
    let (code, _, said) = run(folder.path(), &["migrate"]);
    assert_eq!(code, 0, "{said}");
    let (code, _, said) = run(folder.path(), &["once"]);
    assert!(code < 2, "{said}");
    assert_eq!(submissions(), before + 50);

    let (code, rebuilt, said) = run(folder.path(), &["evaluation", "rebuild", &id, "--json"]);
    assert_eq!((code, &rebuilt["difference"]), (0, &json!(null)), "{said}");
    // What is in force now is something else: the comparison can fail.
    let again = ["evaluate", "operator", "--period", "2026-H1", "--json"];
    let (code, _, said) = run(folder.path(), &again);
    assert_eq!(code, 0, "{said}");
    let version =
        |it: &Value| (it["scheme"]["id"] == "operator").then(|| it["scheme"]["version"].clone());
    let versions: Vec<Value> = listed(folder.path()).iter().filter_map(version).collect();
    assert!(versions.contains(&json!(7)) && versions.contains(&json!(8)), "{versions:?}");
}
