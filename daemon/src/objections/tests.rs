//! Objections through all stages: what waits too long is found on the day after, cured when it is done, and
//! counted.

use std::path::Path;

use config::settings::Settings;

use super::*;
use crate::clock::Clock;
use crate::duties::Lookout;
use crate::evaluate::{Page, Request, counted};
use crate::pipeline::{self, Scope, Stage};
use crate::testing::{self, Paper};

const DEPARTMENT: &str = "name:某局";
const HEADER: &str = "number,party,code,raised_on,decided_on,decision,verified_on,result,reason\n";

/// An installation in a folder whose clock stands at an instant.
fn at(folder: &Path, instant: &str) -> Installation {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let settings = Settings::parse(&folder.join("mingjing.toml"), &settings, &[]).unwrap();
    let clock = Clock::Fixed(instant.parse().unwrap());
    Installation { clock, ..Installation::with(settings).unwrap() }
}

/// A row of objections comes, and is posted.
async fn hand_in(installation: &Installation, folder: &Path, row: &str) -> String {
    hand_in_for(installation, folder, (row, None)).await
}

/// A row of objections comes, in the place of those of a file or of none, and is posted.
async fn hand_in_for(
    installation: &Installation,
    folder: &Path,
    (row, supersedes): (&str, Option<&str>),
) -> String {
    let body = format!("{HEADER}{row}\n");
    let paper =
        Paper { kind: Kind::Objection, party: DEPARTMENT, period: None, body: &body, supersedes };
    let receipt = testing::hand_in(installation, folder, &paper).await;
    let writer = installation.writer().await.unwrap();
    let scope = Scope { stage: Some(Stage::Post), ..Scope::default() };
    pipeline::run(installation, &writer, scope).await.unwrap();
    receipt
}

/// Every finding as `rule cause state` after a look.
async fn looked(installation: &Installation, lookout: &Lookout) -> Vec<String> {
    let writer = installation.writer().await.unwrap();
    lookout.watch(installation, &writer).await.unwrap();
    let all = store::findings::FindingFilter::default();
    let found = writer.reader().findings_before(&all, i64::MAX, 100).await.unwrap();
    let said = found.iter().map(|it| format!("{} {} {}", it.rule, it.cause, it.state.as_str()));
    said.collect()
}

/// Monday 1 June: a decision is due by the end of Tuesday in Shanghai.
const RAISED: &str = "YY-1,name:某局,A,2026-06-01,,,,,";

#[tokio::test]
async fn what_waits_too_long_is_found_and_cured() {
    let folder = tempfile::tempdir().unwrap();
    let (folder, lookout) = (folder.path(), Lookout::default());
    let in_time = at(folder, "2026-06-02T23:59:59+08:00");
    hand_in(&in_time, folder, RAISED).await;
    assert_eq!(looked(&in_time, &lookout).await, [""; 0]);
    let late = at(folder, "2026-06-03T00:00:00+08:00");
    let open = "DO-5 YY-1 decision open";
    assert_eq!(looked(&late, &lookout).await, [open]);
    // A second one of the same day is read although the look remembers the first.
    let second = RAISED.replace("YY-1", "YY-2");
    hand_in(&at(folder, "2026-06-03T09:00:00+08:00"), folder, &second).await;
    let later = at(folder, "2026-06-03T10:00:00+08:00");
    assert_eq!(looked(&later, &lookout).await, ["DO-5 YY-2 decision open", open]);
    let decided = RAISED.replace(",,,,,", ",2026-06-03,refused,,,无关");
    hand_in(&at(folder, "2026-06-03T11:00:00+08:00"), folder, &decided).await;
    let cured = at(folder, "2026-06-03T12:00:00+08:00");
    let states = ["DO-5 YY-2 decision open", "DO-5 YY-1 decision closed"];
    assert_eq!(looked(&cured, &lookout).await, states);
}

/// The file of the first day says nothing that the second does not, and is in force no more: its day counts
/// all the same, until its sender takes it back by name.
#[tokio::test]
async fn a_later_day_of_raising_brings_nothing_back_into_time() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    hand_in(&at(folder, "2026-06-02T09:00:00+08:00"), folder, RAISED).await;
    let now = at(folder, "2026-06-10T09:00:00+08:00");
    let later = RAISED.replace("06-01,,,,,", "06-10,2026-06-10,refused,,,无关");
    let days = async || {
        let reader = now.reader().await.unwrap();
        let all = in_force(&reader, None, now.clock.now()).await.unwrap();
        all.iter().map(|it| it.content.raised_on.to_string()).collect::<Vec<_>>()
    };
    let receipt = hand_in(&now, folder, &later).await;
    assert_eq!(days().await, ["2026-06-01"]);
    let found = looked(&now, &Lookout::default()).await;
    assert!(found.iter().any(|it| it.starts_with("DO-2 ")), "{found:?}");
    hand_in_for(&now, folder, (&later.replace("无关", "不属于"), Some(&receipt))).await;
    assert_eq!(days().await, ["2026-06-10"]);
}

#[tokio::test]
async fn a_count_leads_to_file_and_row_and_is_as_known_then() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    hand_in(&at(folder, "2026-06-02T09:00:00+08:00"), folder, RAISED).await;
    let decided = RAISED.replace(",,,,,", ",2026-06-02,refused,,,无关");
    let now = at(folder, "2026-06-09T09:00:00+08:00");
    hand_in(&now, folder, &decided).await;
    let reader = now.reader().await.unwrap();
    let party = DEPARTMENT.parse().unwrap();
    let due = async |as_of: &str| {
        let (span, as_of) = ("2026-06".parse().unwrap(), as_of.parse().unwrap());
        let request = Request { scheme: "supply", span, subject: None, as_of };
        let page = Page { skip: 0, limit: 10 };
        let all = counted(&now, &reader, (&party, &request), page).await.unwrap();
        let facts = all["objections_due"].facts.iter();
        let facts: Vec<_> = facts.map(|it| (it.name.clone(), it.row)).collect();
        (all["objections_in_time"].count.value, facts)
    };
    let fact = || vec![("YY-1".to_owned(), Some(2))];
    assert_eq!(due("2026-06-02T10:00:00+08:00").await, (0, vec![]));
    assert_eq!(due("2026-06-08T10:00:00+08:00").await, (0, fact()), "nobody knew of a decision");
    assert_eq!(due("2026-06-10T10:00:00+08:00").await, (1, fact()));
}
