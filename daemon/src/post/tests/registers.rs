//! Registry files that take the place of others: whom the register is asked about does not hang on what a
//! party leaves out of its own.

use super::*;
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
