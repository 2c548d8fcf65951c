//! Registry files that take the place of others: whom the register is asked about does not hang on what a
//! party leaves out of its own.

use super::*;
use crate::pipeline::{self, Scope, Stage};
use crate::testing::{self, Paper};

const BODY: &str = "name:示例市数据局";
const OPERATOR: &str = "uscc:91310000MADEM0011A";
const HEAD: &str = "record,party,code,name,kind,separate_ledger\n";

/// Hands a registry file in and posts it; gives its receipt.
async fn register(
    (installation, folder): (&Installation, &Path),
    (party, rows, supersedes): (&str, &str, Option<&str>),
) -> String {
    let body = format!("{HEAD}{rows}");
    let paper = Paper { kind: Kind::Registry, party, period: None, body: &body, supersedes };
    let receipt = testing::hand_in(installation, folder, &paper).await;
    post_waiting(installation, &installation.writer().await.unwrap()).await.unwrap();
    receipt
}

/// The 专账 accounts of the operator, and the accounts that findings about its say name.
async fn listed(installation: &Installation, writer: &Writer) -> (String, String) {
    let (reader, now) = (writer.reader(), installation.clock.now());
    let accounts = reader.separate_accounts(&OPERATOR.parse().unwrap(), now).await.unwrap();
    let open =
        FindingFilter { rule: Some("R-14".to_owned()), open_only: true, ..Default::default() };
    let found = reader.findings_before(&open, i64::MAX, 9).await.unwrap();
    let mut causes: Vec<_> =
        found.iter().filter_map(|it| it.cause.split(' ').next_back()).collect();
    causes.sort_unstable();
    (accounts.into_iter().collect::<Vec<_>>().join(" "), causes.join(" "))
}

/// A file that leaves an account of the separate ledger out unlists it no more than a row that says so.
#[tokio::test]
async fn an_account_that_is_left_out_stays_listed() {
    let folder = tempfile::tempdir().unwrap();
    let (installation, writer) = world(folder.path()).await;
    let at = (&installation, folder.path());
    let account = |code: &str, listed: &str| format!("account,{OPERATOR},{code},收入,,{listed}\n");
    let body = format!("party,{BODY},,局,data_authority,\nparty,{OPERATOR},,甲,operator,\n");
    register(at, (BODY, &body, None)).await;
    let both = account("6001", "yes") + &account("6051", "yes") + &account("1002", "no");
    let first = register(at, (OPERATOR, &both, None)).await;
    let said = async || listed(&installation, &writer).await;
    let is = |accounts: &str, named: &str| (accounts.to_owned(), named.to_owned());
    assert_eq!(said().await, is("6001 6051", ""));

    let one = account("6001", "yes");
    let second = register(at, (OPERATOR, &one, Some(&first))).await;
    assert_eq!(said().await, is("6001 6051", "6051"));
    // Nor does another one in its place, or one that lists nothing.
    let third = register(at, (OPERATOR, &(one + "\n"), Some(&second))).await;
    assert_eq!(said().await, is("6001 6051", "6051"));
    let nothing = register(at, (OPERATOR, "", Some(&third))).await;
    assert_eq!(said().await, is("6001 6051", "6001 6051"));
    let no = account("6001", "yes") + &account("6051", "no");
    let fifth = register(at, (OPERATOR, &no, Some(&nothing))).await;
    assert_eq!(said().await, is("6001 6051", "6051"));

    // A body may say so, and take back what it said.
    let unlisted = register(at, (BODY, &account("6051", "no"), None)).await;
    assert_eq!(said().await, is("6001", "6051"));
    let sixth = register(at, (OPERATOR, &(account("6001", "yes") + "\n\n"), Some(&fifth))).await;
    assert_eq!(said().await, is("6001", ""));
    register(at, (BODY, &account("6001", "yes"), Some(&unlisted))).await;
    assert_eq!(said().await, is("6001 6051", ""));
    register(at, (OPERATOR, &both, Some(&sixth))).await;
    assert_eq!(said().await, is("6001 6051", ""));
    let proof = prove(&installation, writer.reader()).await.unwrap();
    assert!(matches!(proof, Proof::Whole { .. }), "{proof:?}");
}

/// Of a file that takes the place of another, only what that one or those before it list is left out.
#[tokio::test]
async fn what_another_file_lists_is_not_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let (installation, writer) = world(folder.path()).await;
    let at = (&installation, folder.path());
    let account = format!("account,{OPERATOR},6001,收入,,yes\n");
    let product = |code: &str| format!("product,{OPERATOR},{code},产品,,\n");
    let body = format!("party,{BODY},,局,data_authority,\nparty,{OPERATOR},,甲,operator,\n");
    register(at, (BODY, &body, None)).await;
    let first = register(at, (OPERATOR, &(account.clone() + &product("P-1")), None)).await;
    let other = register(at, (OPERATOR, &product("P-2"), None)).await;
    let named = async || listed(&installation, &writer).await.1;
    let second = register(at, (OPERATOR, &product("P-1"), Some(&first))).await;
    assert_eq!(named().await, "6001");
    let found = async |receipt: &str| {
        let receipt = Some(receipt.to_owned());
        let of_it = FindingFilter { rule: Some("R-14".to_owned()), receipt, ..Default::default() };
        writer.reader().findings_before(&of_it, i64::MAX, 9).await.unwrap().len()
    };
    let next = register(at, (OPERATOR, &(product("P-2") + "\n"), Some(&other))).await;
    assert_eq!((found(&second).await, found(&next).await), (1, 0));
    // What is left out once is left out by the file after, too.
    let third = register(at, (OPERATOR, &(product("P-1") + "\n"), Some(&second))).await;
    assert_eq!((found(&third).await, named().await), (1, "6001".to_owned()));
    register(at, (OPERATOR, &(account + &product("P-1")), Some(&third))).await;
    assert_eq!(named().await, "");
}

/// Findings of the rules that ask the register about a file, each as `rule cause state`.
async fn asked(installation: &Installation, writer: &Writer) -> Vec<String> {
    let scope = Scope { stage: Some(Stage::Post), ..Scope::default() };
    pipeline::run(installation, writer, scope).await.unwrap();
    let all = FindingFilter::default();
    let found = writer.reader().findings_before(&all, i64::MAX, 1_000).await.unwrap();
    let of_register = found.iter().filter(|it| ["F-4", "F-19", "R-7"].contains(&&*it.rule));
    let mut shown: Vec<_> =
        of_register.map(|it| format!("{} {} {}", it.rule, it.cause, it.state.as_str())).collect();
    shown.sort();
    shown
}

/// F-4, F-19 and R-7 are judged once, by the register in force when the file is: entries have no days, and
/// the day on which one was handed in says nothing of the months that it is about. What is registered later
/// opens and cures nothing.
#[tokio::test]
async fn a_file_is_judged_by_the_register_in_force_when_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (installation, writer) = world(folder.path()).await;
    let at = (&installation, folder.path());
    let party = |standard: &str| {
        format!(
            "record,party,code,name,kind,separate_ledger,standard\n\
             party,{BODY},,局,data_authority,,\nparty,{OPERATOR},,甲,operator,,{standard}\n"
        )
    };
    let account = |listed: &str| format!("account,{OPERATOR},6001,收入,,{listed},\n");
    let hand_in = async |(kind, party, period): (Kind, &str, Option<&str>), body: &str| {
        let paper = Paper { kind, party, period, body, supersedes: None };
        testing::hand_in(at.0, at.1, &paper).await;
        post_waiting(&installation, &writer).await.unwrap();
    };
    let ledger = |month: &str| {
        format!(
            "voucher_type,voucher_no,date,account,debit,credit,maker,reviewer\n\
             记,1,{month}-10,9999,1,,甲,乙\n记,1,{month}-10,6001,,1,甲,乙\n"
        )
    };
    hand_in((Kind::Registry, BODY, None), &party("")).await;
    let stranger = "name:丙";
    // Of April nothing is known yet, and the list of accounts comes long after the month.
    hand_in((Kind::Ledger, OPERATOR, Some("2026-04")), &ledger("2026-04")).await;
    hand_in((Kind::Ledger, stranger, Some("2026-04")), &ledger("2026-04")).await;
    assert_eq!(asked(&installation, &writer).await, ["R-7 name:丙 open"]);
    hand_in((Kind::Registry, BODY, None), &(party("cas") + &account("yes"))).await;
    assert_eq!(asked(&installation, &writer).await, ["R-7 name:丙 open"]);
    hand_in((Kind::Ledger, OPERATOR, Some("2026-05")), &ledger("2026-05")).await;
    let found = asked(&installation, &writer).await;
    let rules: Vec<&str> = found.iter().filter_map(|it| it.split(' ').next()).collect();
    assert_eq!(rules, ["F-19", "F-4", "R-7"], "{found:?}");
    let known = party("small") + &account("no") + "party,name:丙,,丙,operator,,\n";
    hand_in((Kind::Registry, BODY, None), &known).await;
    assert_eq!(asked(&installation, &writer).await, found);
    let proof = prove(&installation, writer.reader()).await.unwrap();
    assert!(matches!(proof, Proof::Whole { .. }), "{proof:?}");
}
