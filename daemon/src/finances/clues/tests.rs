//! A month gives the same clues in however many files it is handed in.

use std::path::Path;
use std::sync::Arc;

use config::settings::Settings;
use metrics::finding::{Fault, Place, Severity};
use metrics::kind::Kind;
use metrics::ledger::rules;
use store::findings::{Finding, FindingFilter, NewFinding};

use crate::check;
use crate::clock::Clock;
use crate::duties;
use crate::installation::Installation;
use crate::post;
use crate::testing::{self, Paper};

const HEADER: &str = "voucher_no,date,account,debit,credit,maker,reviewer\n";

/// Vouchers of two amounts each. Of 20 amounts all begin with 1 and 6 are round (over 20 %), and 10, not
/// more than half, are of the last day; of the last five vouchers by themselves all are.
const VOUCHERS: [(&str, &str); 10] = [
    ("10", "1000"),
    ("10", "1.37"),
    ("11", "1000"),
    ("12", "1.01"),
    ("13", "13"),
    ("30", "12000"),
    ("30", "1.90"),
    ("30", "1.90"),
    ("30", "100"),
    ("30", "1000.01"),
];

/// An installation that takes a look at as few as ten amounts.
fn installation(folder: &Path) -> Installation {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let settings = Settings::parse(&folder.join("mingjing.toml"), &settings, &[]).unwrap();
    let clock = Clock::Fixed("2026-05-10T09:00:00+08:00".parse().unwrap());
    let mut installation = Installation { clock, ..Installation::with(settings).unwrap() };
    Arc::make_mut(&mut installation.policy).ledger.clues.amounts_min.value = 10;
    installation
}

/// Hands in the vouchers from one to another as a file of April, and posts it; gives its receipt.
async fn hand_in(
    (installation, folder): (&Installation, &Path),
    (first, last): (usize, usize),
    supersedes: Option<&str>,
) -> String {
    let rows = (first..last).map(|it| {
        let (day, amount) = VOUCHERS[it];
        let begin = format!("{},2026-04-{day}", it + 1);
        format!("{begin},1002,{amount},,甲,乙\n{begin},4001,,{amount},甲,乙\n")
    });
    let body = HEADER.to_owned() + &rows.collect::<String>();
    let (party, period) = ("name:丙", Some("2026-04"));
    let paper = Paper { kind: Kind::Ledger, party, period, body: &body, supersedes };
    let receipt = testing::hand_in(installation, folder, &paper).await;
    let writer = installation.writer().await.unwrap();
    post::post_waiting(installation, &writer).await.unwrap();
    receipt
}

async fn look(installation: &Installation) {
    duties::watch(installation, &installation.writer().await.unwrap()).await.unwrap();
}

/// The clues, each as what it shows and where it stands.
async fn clues(installation: &Installation) -> Vec<String> {
    let reader = installation.reader().await.unwrap();
    let filter = FindingFilter { rule: Some(rules::CLUES.to_owned()), ..FindingFilter::default() };
    let found = reader.findings_before(&filter, i64::MAX, 1_000).await.unwrap();
    let shown = |it: &Finding| format!("{} {} {}", it.cause, it.actual, it.state.as_str());
    let mut shown: Vec<String> = found.iter().map(shown).collect();
    shown.sort();
    shown
}

/// 1 − 0.301030 and the other shares of Benford's law, which come to as much, divided by nine digits.
const OF_MONTH: [&str; 2] = ["first_digits 15.53 % open", "round 30.00 % open"];

#[tokio::test]
async fn a_month_in_parts_gives_the_clues_of_the_month() {
    for cut in 0..VOUCHERS.len() {
        let folder = tempfile::tempdir().unwrap();
        let installation = installation(folder.path());
        let at = (&installation, folder.path());
        if 0 < cut {
            hand_in(at, (0, cut), None).await;
        }
        hand_in(at, (cut, VOUCHERS.len()), None).await;
        look(&installation).await;
        assert_eq!(clues(&installation).await, OF_MONTH, "cut before {cut}");
        let act = installation.reader().await.unwrap().audit_head().await.unwrap();
        look(&installation).await;
        let again = installation.reader().await.unwrap().audit_head().await.unwrap();
        assert_eq!(act.sequence, again.sequence, "a look at the same finds nothing new");
    }
}

#[tokio::test]
async fn what_a_part_shows_and_the_month_does_not_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installation(folder.path());
    let at = (&installation, folder.path());
    let last = hand_in(at, (5, 10), None).await;
    look(&installation).await;
    let [digits, round] = OF_MONTH;
    assert_eq!(clues(&installation).await, [digits, "month_end 100.00 % open"]);
    let first = hand_in(at, (0, 5), None).await;
    look(&installation).await;
    let closed = "month_end 100.00 % closed";
    assert_eq!(clues(&installation).await, [digits, closed, round]);
    // What stands in two files counts once.
    hand_in(at, (4, 10), None).await;
    look(&installation).await;
    assert_eq!(clues(&installation).await, [digits, closed, round]);
    // What is superseded counts no more: four amounts are left, too few to look at.
    hand_in(at, (0, 1), Some(&first)).await;
    hand_in(at, (5, 6), Some(&last)).await;
    look(&installation).await;
    let all_closed = [digits, closed, round].map(|it| it.replace("open", "closed"));
    assert_eq!(clues(&installation).await, all_closed);
}

/// A clue about a month that was posted before spreads were kept: nothing is known that would cure it.
#[tokio::test]
async fn a_month_that_was_not_counted_keeps_its_clues() {
    let folder = tempfile::tempdir().unwrap();
    let installation = installation(folder.path());
    hand_in((&installation, folder.path()), (0, 1), None).await;
    let writer = installation.writer().await.unwrap();
    let basis = check::basis(&installation.policy, rules::CLUES);
    for (month, actual) in [("2026-03", "not counted"), ("2026-04", "counted")] {
        let fault = Fault {
            subject: Some("name:丙".parse().unwrap()),
            period: Some(month.parse().unwrap()),
            cause: "round".to_owned(),
            actual: actual.to_owned(),
            ..Fault::at(rules::CLUES, Place::default())
        };
        let finding = NewFinding { fault: &fault, severity: Severity::Clue, basis: &basis };
        writer.keep_of_look(&[finding], &[], installation.clock.now()).await.unwrap();
    }
    look(&installation).await;
    assert_eq!(clues(&installation).await, ["round counted closed", "round not counted open"]);
}
