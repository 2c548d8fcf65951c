//! The life of an evaluation through the program, on the demonstration.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

/// Exit code, answer and words.
fn run(folder: &Path, arguments: &[&str]) -> (i32, Value, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_mingjingd"));
    let output = program.args(arguments).current_dir(folder).output().unwrap();
    let answer = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output.status.code().unwrap(), answer, String::from_utf8(output.stderr).unwrap())
}

#[test]
fn people_go_the_steps_that_are_due() {
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Command::new(env!("CARGO_BIN_EXE_mingjingd"));
    let made = demo.args(["--lang", "en", "demo"]).arg(folder.path()).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
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
    let about = ["--as", "demo-approver", "--subject", subject, "--document", "D-1"];
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
        let to = ["--as", "demo-approver", "--subject", graded, "--document", "D-2"];
        evaluation(&[&["decide", published, "--consequence", consequence], &to[..]].concat())
    };
    let (code, _, said) = decide("bar_application");
    assert!(code != 0 && said.contains("not proposed"), "{said}");
    let (code, _, said) = decide(what);
    assert!(code == 0, "{said}");
    let (_, shown, _) = evaluation(&["show", published]);
    // 60 days from 1 July end on 30 August, a Sunday, and so on Monday.
    let until: Vec<_> =
        shown["remedies"].as_array().unwrap().iter().map(|it| it["until"].clone()).collect();
    assert_eq!(until[0], "2026-08-31");
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
    let typed = format!("as demo-approver by {typist}");
    assert_eq!((&approve["actor"], &approve["detail"]), (&json!("demo-approver"), &json!(typed)));

    let (code, _, said) = evaluation(&["approve", "nonesuch", "--as", "demo-approver"]);
    assert!(code == 2 && said.contains("no evaluation nonesuch"), "{said}");
    assert!(said.contains("evaluation list"), "{said}");
}
