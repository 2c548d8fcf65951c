//! Handing in through the program.

use std::fs;
use std::process::Command;

use serde_json::Value;

const SETTINGS: &str =
    "[database]\nurl = \"sqlite:m.db\"\n[clock]\nat = 2026-08-01T09:00:00+08:00\n";
const LEDGER: &str = "\
voucher_type,voucher_no,date,account,debit,credit,product,use,maker,reviewer
记,1,2026-06-01,1002,1.00,,,,甲,乙
记,1,2026-06-01,6001,,1.00,P-1,public,甲,乙
";

/// A check of the file alone does not see that another one has its voucher already (V-1): what was said when
/// it was posted is said again.
#[test]
fn a_file_handed_in_again_answers_as_it_did() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mingjing.toml"), SETTINGS).unwrap();
    fs::write(folder.path().join("a.csv"), LEDGER).unwrap();
    fs::write(folder.path().join("b.csv"), LEDGER.replace("1.00", "2.00")).unwrap();
    let submit = |file: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_mingjingd"));
        let arguments = ["submit", file, "--kind", "ledger", "--party", "uscc:91310000MADEM0011A"];
        program.args(arguments).args(["--period", "2026-06", "--json"]);
        let output = program.current_dir(folder.path()).output().unwrap();
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        let listed = answer["findings"].as_array().unwrap().len() as u64;
        let found = listed + answer["truncated"].as_u64().unwrap();
        (output.status.code(), answer["verdict"].as_str().unwrap().to_owned(), found)
    };
    submit("a.csv");
    let (first, again) = (submit("b.csv"), submit("b.csv"));
    assert_eq!(first, again);
    assert_eq!(first.0, Some(1), "{first:?}");
}
