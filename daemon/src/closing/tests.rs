//! A month is closed, and what comes after is refused; what is changed before is named.

use std::path::Path;

use config::settings::Settings;
use metrics::kind::{Kind, Verdict};
use metrics::ledger::close::PeriodAct;
use store::Desk;
use store::closings::OnPeriod;
use store::findings::FindingFilter;

use super::*;
use crate::clock::Clock;
use crate::pipeline::{self, Scope, Stage};
use crate::testing::{self, Paper};

const OPERATOR: &str = "uscc:91310000MADEM0011A";
const REGISTRY: &str = "\
record,party,code,name,kind,role
party,91310000MADEM0011A,,甲,developer,
person,91310000MADEM0011A,li,李,,supervisor
person,91310000MADEM0011A,wang,王,,approver
";

/// April: one voucher of an amount.
fn april(amount: &str) -> String {
    format!(
        "period,voucher_type,voucher_no,date,account,debit,credit,maker,reviewer\n\
         2026-04,记,1,2026-04-10,1002,{amount},,陈,周\n\
         2026-04,记,1,2026-04-10,6001,,{amount},陈,周\n"
    )
}

/// An installation in a folder whose clock stands at noon of a day.
fn at(folder: &Path, day: &str) -> Installation {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let settings = Settings::parse(&folder.join("mingjing.toml"), &settings, &[]).unwrap();
    let clock = Clock::Fixed(format!("{day}T12:00:00+08:00").parse().unwrap());
    Installation { clock, ..Installation::with(settings).unwrap() }
}

/// A file comes, perhaps in place of another, and is posted. Returns receipt and verdict.
async fn hand_in(
    installation: &Installation,
    (folder, kind): (&Path, Kind),
    body: &str,
    supersedes: Option<&str>,
) -> (String, Verdict) {
    let period = (kind == Kind::Ledger).then_some("2026-04");
    let paper = Paper { kind, party: OPERATOR, period, body, supersedes };
    let receipt = testing::hand_in(installation, folder, &paper).await;
    pass(installation).await;
    let writer = installation.writer().await.unwrap();
    let submission = writer.reader().submission(&receipt).await.unwrap().unwrap();
    (receipt, submission.check.unwrap().verdict)
}

async fn pass(installation: &Installation) {
    let writer = installation.writer().await.unwrap();
    let scope = Scope { stage: Some(Stage::Post), ..Scope::default() };
    pipeline::run(installation, &writer, scope).await.unwrap();
}

async fn act(installation: &Installation, account: &str, act: PeriodAct) {
    let now = installation.clock.now();
    let url = installation.settings.database.address();
    let desk = Desk::open(url.expose(), account, now).await.unwrap();
    let today = installation.settings.clock.zone.to_datetime(now).date();
    let (party, period) = (&OPERATOR.parse().unwrap(), "2026-04".parse().unwrap());
    let asked = OnPeriod { party, period, act, note: "补记", today };
    desk.act_on_period(&asked, now).await.unwrap();
}

/// Every finding as `rule month cause state`.
async fn findings(installation: &Installation) -> Vec<String> {
    let reader = installation.reader().await.unwrap();
    let found = reader.findings_before(&FindingFilter::default(), i64::MAX, 100).await.unwrap();
    let said = found.iter().map(|it| {
        let month = it.period.map(|it| it.to_string()).unwrap_or_default();
        format!("{} {month} {} {}", it.rule, it.cause, it.state.as_str())
    });
    let mut said: Vec<String> = said.collect();
    said.sort();
    said
}

#[tokio::test]
async fn a_month_that_is_open_after_its_day_is_found_and_cured_by_closing_it() {
    let folder = tempfile::tempdir().unwrap();
    let day = |day| at(folder.path(), day);
    let (registry, ledger) = ((folder.path(), Kind::Registry), (folder.path(), Kind::Ledger));
    hand_in(&day("2026-05-04"), registry, REGISTRY, None).await;
    hand_in(&day("2026-05-05"), ledger, &april("100.00"), None).await;
    pass(&day("2026-05-15")).await;
    assert_eq!(findings(&day("2026-05-15")).await, [""; 0]);
    pass(&day("2026-05-16")).await;
    assert_eq!(
        findings(&day("2026-05-16")).await,
        ["F-11 2026-04 open uscc:91310000MADEM0011A open"]
    );
    act(&day("2026-05-17"), "li", PeriodAct::Freeze).await;
    pass(&day("2026-05-17")).await;
    assert_eq!(
        findings(&day("2026-05-17")).await,
        ["F-11 2026-04 open uscc:91310000MADEM0011A closed"]
    );
}

#[tokio::test]
async fn a_closed_month_takes_nothing_until_two_people_open_it() {
    let folder = tempfile::tempdir().unwrap();
    let day = |day| at(folder.path(), day);
    let (registry, ledger) = ((folder.path(), Kind::Registry), (folder.path(), Kind::Ledger));
    hand_in(&day("2026-05-04"), registry, REGISTRY, None).await;
    let (first, _) = hand_in(&day("2026-05-05"), ledger, &april("100.00"), None).await;
    act(&day("2026-05-06"), "li", PeriodAct::Freeze).await;

    // Neither beside what is there nor in its place; asking to reopen changes nothing yet.
    let changed = april("100.01");
    let (_, verdict) = hand_in(&day("2026-05-07"), ledger, &april("7.00"), None).await;
    assert_eq!(verdict, Verdict::Refused);
    act(&day("2026-05-07"), "li", PeriodAct::AskReopening).await;
    let (_, verdict) = hand_in(&day("2026-05-07"), ledger, &changed, Some(&first)).await;
    assert_eq!(verdict, Verdict::Refused);
    let reader = day("2026-05-07").reader().await.unwrap();
    let period = "2026-04".parse().unwrap();
    let now = day("2026-05-07").clock.now();
    let facts = reader.balance_facts(&OPERATOR.parse().unwrap(), period, now).await.unwrap();
    assert_eq!(facts[0].sums.debit_minor, 10_000);
    assert_eq!(findings(&day("2026-05-07")).await, ["F-12-closed 2026-04 closed open"]);

    act(&day("2026-05-08"), "wang", PeriodAct::Reopen).await;
    // The same bytes once more would be the same submission; a space is another one.
    let again = format!("{changed} \n");
    let (_, verdict) = hand_in(&day("2026-05-08"), ledger, &again, Some(&first)).await;
    assert_eq!(verdict, Verdict::AcceptedWithFindings);
    let found = findings(&day("2026-05-08")).await;
    assert!(found.contains(&"F-15 2026-04 记-1 open".to_owned()), "{found:?}");
}

/// X18: a voucher edited after posting.
#[tokio::test]
async fn a_voucher_that_a_superseding_file_changes_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let day = |day| at(folder.path(), day);
    let (registry, ledger) = ((folder.path(), Kind::Registry), (folder.path(), Kind::Ledger));
    hand_in(&day("2026-05-04"), registry, REGISTRY, None).await;
    let (first, _) = hand_in(&day("2026-05-05"), ledger, &april("100.00"), None).await;
    // Another file with the same content: nothing was changed.
    let same = april("100.00") + "\n";
    let (second, verdict) = hand_in(&day("2026-05-06"), ledger, &same, Some(&first)).await;
    assert_eq!((verdict, findings(&day("2026-05-06")).await), (Verdict::Accepted, vec![]));
    let edited = april("99.99");
    hand_in(&day("2026-05-07"), ledger, &edited, Some(&second)).await;
    assert_eq!(findings(&day("2026-05-07")).await, ["F-15 2026-04 记-1 open"]);
    let reader = day("2026-05-07").reader().await.unwrap();
    let found = reader.findings_before(&FindingFilter::default(), i64::MAX, 9).await.unwrap();
    assert_eq!(
        (&*found[0].expected, &*found[0].actual),
        ("1002 +100.00, 6001 -100.00", "1002 +99.99, 6001 -99.99")
    );
    assert_eq!(found[0].difference, "0.01");
}

/// Handing a change in once more, or nothing in between, does not undo it; what was posted first does.
#[tokio::test]
async fn a_changed_voucher_is_named_until_it_is_as_it_was_posted_first() {
    let folder = tempfile::tempdir().unwrap();
    let day = at(folder.path(), "2026-05-05");
    let ledger = (folder.path(), Kind::Ledger);
    hand_in(&day, (folder.path(), Kind::Registry), REGISTRY, None).await;
    let header = april("1.00").lines().next().unwrap().to_owned() + "\n";
    let (first, _) = hand_in(&day, ledger, &april("100.00"), None).await;
    let mut latest = first.clone();
    let edited = april("99.99");
    for (body, state) in [
        (edited.clone(), "open"),
        (edited.clone() + "\n", "open"),
        (header, "open"),
        (edited + "\n\n", "open"),
        (april("100.00") + "\n", "closed"),
    ] {
        (latest, _) = hand_in(&day, ledger, &body, Some(&latest)).await;
        let found = findings(&day).await;
        assert!(found.contains(&format!("F-15 2026-04 记-1 {state}")), "{body}{found:?}");
    }
}

#[tokio::test]
async fn an_opening_that_a_superseding_file_changes_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let day = at(folder.path(), "2026-05-05");
    let ledger = (folder.path(), Kind::Ledger);
    hand_in(&day, (folder.path(), Kind::Registry), REGISTRY, None).await;
    let opening = |yuan: &str| {
        format!(
            "record,period,voucher_type,voucher_no,date,account,debit,credit,maker,reviewer\n\
             ,2026-04,记,1,2026-04-10,1002,100.00,,陈,周\n\
             ,2026-04,记,1,2026-04-10,6001,,100.00,陈,周\n\
             opening,2026-04,,,,1002,{yuan},,,\n\
             opening,2026-04,,,,4001,,{yuan},,\n"
        )
    };
    let (first, verdict) = hand_in(&day, ledger, &opening("50.00"), None).await;
    assert_eq!(verdict, Verdict::Accepted);
    let (second, _) = hand_in(&day, ledger, &opening("49.00"), Some(&first)).await;
    let found = |state: &str| {
        ["1002", "4001"].map(|it| format!("F-15 2026-04 opening {it} CNY {state}")).to_vec()
    };
    assert_eq!(findings(&day).await, found("open"));
    hand_in(&day, ledger, &(opening("50.00") + "\n"), Some(&second)).await;
    assert_eq!(findings(&day).await, found("closed"));
}

#[tokio::test]
async fn a_file_that_is_refused_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let day = at(folder.path(), "2026-05-05");
    let ledger = (folder.path(), Kind::Ledger);
    hand_in(&day, (folder.path(), Kind::Registry), REGISTRY, None).await;
    let (first, _) = hand_in(&day, ledger, &april("100.00"), None).await;
    let unreadable = april("99.99").replace("account", "konto");
    let (second, verdict) = hand_in(&day, ledger, &unreadable, Some(&first)).await;
    assert_eq!(verdict, Verdict::Refused);
    let found = findings(&day).await;
    assert!(!found.iter().any(|it| it.starts_with("F-15")), "{found:?}");
    // Nor has it replaced anything that what replaces it could change.
    let (_, verdict) = hand_in(&day, ledger, &april("98.00"), Some(&second)).await;
    let found = findings(&day).await;
    assert!(!found.iter().any(|it| it.starts_with("F-15")), "{verdict:?} {found:?}");
}

/// A month in two files is judged as one.
#[tokio::test]
async fn a_month_in_two_files_has_no_gap_between_them() {
    let folder = tempfile::tempdir().unwrap();
    let day = at(folder.path(), "2026-05-05");
    let ledger = (folder.path(), Kind::Ledger);
    hand_in(&day, (folder.path(), Kind::Registry), REGISTRY, None).await;
    hand_in(&day, ledger, &april("100.00"), None).await;
    let header = "record,period,voucher_type,voucher_no,date,account,debit,credit,maker,reviewer\n";
    let second = format!(
        "{header}\
         ,2026-04,记,2,2026-04-11,1002,5.00,,陈,周\n\
         ,2026-04,记,2,2026-04-11,6001,,5.00,陈,周\n\
         closing,2026-04,,,,1002,105.00,,,\n\
         closing,2026-04,,,,6001,,105.00,,\n"
    );
    let (receipt, verdict) = hand_in(&day, ledger, &second, None).await;
    assert_eq!((verdict, findings(&day).await), (Verdict::Accepted, vec![]));
    let third = second.replace("记,2", "收,1") + "\n";
    let (_, verdict) = hand_in(&day, ledger, &third, Some(&receipt)).await;
    assert_eq!(verdict, Verdict::AcceptedWithFindings, "posted vouchers were renumbered");
    assert_eq!(findings(&day).await, ["F-15 2026-04 记-2 open"]);
}
