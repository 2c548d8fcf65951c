//! A month that comes in several files, and in any order of them.

use std::path::Path;

use metrics::kind::Kind;
use metrics::ledger::rules;
use store::findings::FindingFilter;

use crate::clock::Clock;
use crate::installation::Installation;
use crate::pipeline::{self, Scope, Stage};
use crate::testing::{self, Paper};

const HEADER: &str = "record,voucher_no,date,account,debit,credit,maker,reviewer\n";

fn installed(folder: &Path) -> Installation {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let path = folder.join("mingjing.toml");
    let settings = config::settings::Settings::parse(&path, &settings, &[]).unwrap();
    let clock = Clock::Fixed("2026-06-20T12:00:00+08:00".parse().unwrap());
    Installation { clock, ..Installation::with(settings).unwrap() }
}

/// Hands rows of a month in, in the place of another file or not, without posting them.
async fn receive(
    at: (&Installation, &Path),
    (month, rows): (&str, &str),
    supersedes: Option<&str>,
) -> String {
    let body = &format!("{HEADER}{rows}");
    let (kind, party, period) = (Kind::Ledger, "name:甲", Some(month));
    testing::hand_in(at.0, at.1, &Paper { kind, party, period, body, supersedes }).await
}

async fn post(installation: &Installation) {
    let writer = installation.writer().await.unwrap();
    let scope = Scope { stage: Some(Stage::Post), ..Scope::default() };
    pipeline::run(installation, &writer, scope).await.unwrap();
}

async fn hand_in(at: (&Installation, &Path), of: (&str, &str)) -> String {
    let receipt = receive(at, of, None).await;
    post(at.0).await;
    receipt
}

/// Findings of a rule, each as `cause | expected | actual | state`, sorted.
async fn found(installation: &Installation, rule: &str) -> Vec<String> {
    let reader = installation.reader().await.unwrap();
    let filter = FindingFilter { rule: Some(rule.to_owned()), ..FindingFilter::default() };
    let found = reader.findings_before(&filter, i64::MAX, 1_000).await.unwrap();
    let mut shown: Vec<String> = (found.iter())
        .map(|it| format!("{} | {} | {} | {}", it.cause, it.expected, it.actual, it.state.as_str()))
        .collect();
    shown.sort();
    shown
}

/// A voucher of a month that moves so much from 4001 to 1002.
fn voucher(number: &str, month: &str, amount: &str) -> String {
    let line = |sides: &str| format!("line,{number},{month}-10,{sides},甲,乙\n");
    line(&format!("1002,{amount},")) + &line(&format!("4001,,{amount}"))
}

fn numbered(numbers: &[&str]) -> String {
    numbers.iter().map(|it| voucher(it, "2026-04", "1")).collect()
}

#[tokio::test]
async fn what_a_later_file_of_the_month_brings_is_missing_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installed(folder.path());
    let at = (&installation, folder.path());
    let gaps = || found(&installation, rules::CONTINUOUS);
    hand_in(at, ("2026-04", &numbered(&["2", "5"]))).await;
    assert_eq!(gaps().await, ["1 | 1 | 2 | open", "3–4 | 3–4 | 5 | open"]);
    hand_in(at, ("2026-04", &numbered(&["1"]))).await;
    assert_eq!(gaps().await, ["1 | 1 | 2 | closed", "3–4 | 3–4 | 5 | open"]);
    hand_in(at, ("2026-04", &numbered(&["3"]))).await;
    // What is left of the gap is another one.
    let all = ["1 | 1 | 2 | closed", "3–4 | 3–4 | 5 | closed", "4 | 4 | 5 | open"];
    assert_eq!(gaps().await, all);
    hand_in(at, ("2026-04", &numbered(&["4"]))).await;
    assert_eq!(gaps().await, all.map(|it| it.replace("open", "closed")));
}

#[tokio::test]
async fn files_that_come_together_are_judged_as_one_month() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installed(folder.path());
    let at = (&installation, folder.path());
    for numbers in [["2", "9"], ["1", "7"], ["3", "8"], ["4", "6"]] {
        receive(at, ("2026-04", &numbered(&numbers)), None).await;
    }
    post(&installation).await;
    assert_eq!(found(&installation, rules::CONTINUOUS).await, ["5 | 5 | 6 | open"]);
}

/// Closings that come first are held against nothing, then against half a month, then against all of it.
/// Whatever is found says the figures of its day, and those before stay readable in its life.
#[tokio::test]
async fn closings_that_come_first_are_judged_with_what_comes_later() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installed(folder.path());
    let at = (&installation, folder.path());
    let closings = "closing,,,1002,3,,,\nclosing,,,4001,,3,,\n";
    let sheet = hand_in(at, ("2026-04", closings)).await;
    let found = || found(&installation, rules::TRIAL_BALANCE);
    let [cash, capital] = ["closing 1002 CNY", "closing 4001 CNY"];
    let shown = |expected: &str, state: &str| {
        [
            format!("{cash} | {expected} | 3.00 | {state}"),
            format!("{capital} | -{expected} | -3.00 | {state}").replace("-0.00", "0.00"),
        ]
    };
    assert_eq!(found().await, shown("0.00", "open"));
    hand_in(at, ("2026-04", &voucher("1", "2026-04", "1"))).await;
    assert_eq!(found().await, shown("1.00", "open"));
    let reader = installation.reader().await.unwrap();
    let dump = reader.canonical_dump().await.unwrap();
    let told = |table: &str| dump.lines().filter(|it| it.starts_with(table)).count();
    assert_eq!(told("finding_figures"), 2, "each says something else once");
    assert!(dump.contains("\"retold\""));
    let filter = FindingFilter { rule: Some("F-3".to_owned()), ..FindingFilter::default() };
    let findings = reader.findings_before(&filter, i64::MAX, 9).await.unwrap();
    let rows: Vec<_> = findings.iter().map(|it| (it.receipt.as_str(), it.row)).collect();
    assert_eq!(rows, [(&*sheet, Some(3)), (&*sheet, Some(2))], "the rows that show it");
    hand_in(at, ("2026-04", &voucher("2", "2026-04", "2"))).await;
    assert_eq!(found().await, shown("1.00", "closed"));
    // Looking again tells nothing anew.
    post(&installation).await;
    let again = installation.reader().await.unwrap().canonical_dump().await.unwrap();
    assert_eq!(again.lines().filter(|it| it.starts_with("finding_figures")).count(), 2);
}

/// May says what it opens with before April is there; what April brings, and what takes its place, is what
/// May goes on from.
#[tokio::test]
async fn a_month_goes_on_from_one_that_comes_later() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installed(folder.path());
    let at = (&installation, folder.path());
    let found = || found(&installation, rules::TRIAL_BALANCE);
    hand_in(at, ("2026-05", "opening,,,1002,5,,,\nopening,,,4001,,5,,\n")).await;
    assert_eq!(found().await, [""; 0]);
    let april = hand_in(at, ("2026-04", &voucher("1", "2026-04", "4"))).await;
    let open = ["opening 1002 CNY | 4.00 | 5.00 | open", "opening 4001 CNY | -4.00 | -5.00 | open"];
    assert_eq!(found().await, open);
    receive(at, ("2026-04", &voucher("1", "2026-04", "5")), Some(&april)).await;
    post(&installation).await;
    assert_eq!(
        found().await,
        open.map(|it| it.replace("open", "closed").replacen("closed", "open", 1))
    );
}

/// A middle month goes on from the one before it, whatever the later ones move.
#[tokio::test]
async fn a_month_between_others_goes_on_from_the_one_before() {
    for (opening, wrong) in [("9", false), ("12", true)] {
        let folder = tempfile::tempdir().unwrap();
        let installation = installed(folder.path());
        let at = (&installation, folder.path());
        let opens =
            |amount: &str| format!("opening,,,1002,{amount},,,\nopening,,,4001,,{amount},,\n");
        for (month, opening, moved) in
            [("2026-01", "5", "4"), ("2026-02", opening, "3"), ("2026-03", "12", "1")]
        {
            hand_in(at, (month, &(opens(opening) + &voucher("1", month, moved)))).await;
        }
        let found = found(&installation, rules::TRIAL_BALANCE).await;
        let expected = ["opening 1002 CNY | 9.00 | 12.00 | open"];
        assert_eq!(found.iter().any(|it| it == expected[0]), wrong, "{found:?}");
        assert_eq!(found.is_empty(), !wrong, "{found:?}");
    }
}

/// A row that nobody understands says nothing of its month: what was found stands until all is understood, and
/// is open again when it comes back.
#[tokio::test]
async fn what_is_not_understood_cures_nothing() {
    for (rule, wrong) in [
        (rules::TRIAL_BALANCE, "opening,,,1002,5,,,\n"),
        (rules::TRIAL_BALANCE, "closing,,,1002,5,,,\nclosing,,,4001,,1,,\n"),
        (rules::TRIAL_BALANCE, "movement,,,1002,5,,,\nmovement,,,4001,,1,,\n"),
        (rules::GENERAL_LEDGER, "general,,,1002,5,,,\n"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let installation = installed(folder.path());
        let at = (&installation, folder.path());
        let (right, lost) = (voucher("1", "2026-04", "1"), wrong.replace("1002,5", "1002,x"));
        let mut receipt = hand_in(at, ("2026-04", &format!("{right}{wrong}"))).await;
        let open = found(&installation, rule).await;
        assert!(!open.is_empty() && open.iter().all(|it| it.ends_with("open")), "{open:?}");
        for (rows, state) in [(&*lost, "open"), ("", "closed"), (&format!("{wrong}\n"), "open")] {
            let rows = format!("{right}{rows}");
            receipt = receive(at, ("2026-04", &rows), Some(&receipt)).await;
            post(&installation).await;
            let expected: Vec<String> =
                open.iter().map(|it| it.replace("| open", &format!("| {state}"))).collect();
            assert_eq!(found(&installation, rule).await, expected, "{rows}");
        }
    }
}

/// Whether a month closes as computed, nobody knows where one of its openings is not understood, in whatever
/// file.
#[tokio::test]
async fn an_opening_that_is_not_understood_cures_no_closing() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installed(folder.path());
    let at = (&installation, folder.path());
    hand_in(at, ("2026-04", "closing,,,1002,5,,,\n")).await;
    let open = ["closing 1002 CNY | 0.00 | 5.00 | open"];
    assert_eq!(found(&installation, rules::TRIAL_BALANCE).await, open);
    hand_in(at, ("2026-04", "opening,,,1002,x,,,\n")).await;
    assert_eq!(found(&installation, rules::TRIAL_BALANCE).await, open);
}
