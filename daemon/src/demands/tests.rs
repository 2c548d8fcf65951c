//! Demands through all stages: what waits too long is found on the day after, cured when it is done, and
//! counted.

use std::path::Path;

use config::settings::Settings;
use jiff::civil::date;

use super::*;
use crate::clock::Clock;
use crate::duties::Lookout;
use crate::evaluate::{Page, Request, counted};
use crate::pipeline::{self, Scope, Stage};
use crate::testing::{self, Paper};

const DEPARTMENT: &str = "name:某局";
const HEADER: &str = "number,party,code,raised_on,sharing,consented,answered_on,answer,ground\n";

/// An installation in a folder whose clock stands at an instant.
fn at(folder: &Path, instant: &str) -> Installation {
    let url = format!("sqlite:{}", folder.join("mingjing.db").display());
    let settings = format!("[database]\nurl = \"{url}\"\n");
    let settings = Settings::parse(&folder.join("mingjing.toml"), &settings, &[]).unwrap();
    let clock = Clock::Fixed(instant.parse().unwrap());
    Installation { clock, ..Installation::with(settings).unwrap() }
}

/// A row of demands comes, and is posted.
async fn hand_in(installation: &Installation, folder: &Path, row: &str) -> String {
    hand_in_for(installation, folder, (DEPARTMENT, row, None)).await
}

/// A row of demands comes from a sender, in the place of those of a file or of none, and is posted.
async fn hand_in_for(
    installation: &Installation,
    folder: &Path,
    (party, row, supersedes): (&str, &str, Option<&str>),
) -> String {
    let body = format!("{HEADER}{row}\n");
    let paper = Paper { kind: Kind::Demand, party, period: None, body: &body, supersedes };
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

/// Monday 1 June: what is shared unconditionally is answered by the end of Tuesday in Shanghai.
const RAISED: &str = "XQ-1,name:某局,A,2026-06-01,unconditional,,,,";

#[tokio::test]
async fn what_waits_too_long_is_found_and_cured() {
    let folder = tempfile::tempdir().unwrap();
    let (folder, lookout) = (folder.path(), Lookout::default());
    let in_time = at(folder, "2026-06-02T23:59:59+08:00");
    hand_in(&in_time, folder, RAISED).await;
    assert_eq!(looked(&in_time, &lookout).await, [""; 0]);
    let late = at(folder, "2026-06-03T00:00:00+08:00");
    let open = "DD-4 XQ-1 answer open";
    assert_eq!(looked(&late, &lookout).await, [open]);
    // A second one of the same day is read although the look remembers the first.
    let second = RAISED.replace("XQ-1", "XQ-2");
    hand_in(&at(folder, "2026-06-03T09:00:00+08:00"), folder, &second).await;
    let later = at(folder, "2026-06-03T10:00:00+08:00");
    assert_eq!(looked(&later, &lookout).await, ["DD-4 XQ-2 answer open", open]);
    let answered = RAISED.replace(",,,,", ",,2026-06-03,refused,依法保密");
    hand_in(&at(folder, "2026-06-03T11:00:00+08:00"), folder, &answered).await;
    let cured = at(folder, "2026-06-03T12:00:00+08:00");
    let states = ["DD-4 XQ-2 answer open", "DD-4 XQ-1 answer closed"];
    assert_eq!(looked(&cured, &lookout).await, states);
}

/// The file of the first day says nothing that the second does not, and is in force no more: it counts all the
/// same, until its sender takes it back by name.
#[tokio::test]
async fn handing_it_in_again_makes_it_no_less_strict() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let consented = RAISED.replace("unconditional,,", "unconditional,yes,");
    hand_in(&at(folder, "2026-06-02T09:00:00+08:00"), folder, &consented).await;
    let now = at(folder, "2026-06-10T09:00:00+08:00");
    let later = "XQ-1,name:某局,A,2026-06-10,,,2026-06-10,refused,依法保密";
    let told = async || {
        let reader = now.reader().await.unwrap();
        let all = in_force(&reader, None, now.clock.now()).await.unwrap();
        let [it] = &all[..] else { panic!("{all:?}") };
        let it = &it.content;
        format!("{} {} {}", it.raised_on, it.sharing.is_some(), it.consented)
    };
    let receipt = hand_in(&now, folder, later).await;
    assert_eq!(told().await, "2026-06-01 true true");
    let found = looked(&now, &Lookout::default()).await;
    let of = |rule: &str| found.iter().filter(|it| it.starts_with(rule)).count();
    assert_eq!((of("DD-5 "), of("SH-15-1 ")), (3, 1), "{found:?}");
    let corrected = later.replace("保密", "不公开");
    hand_in_for(&now, folder, (DEPARTMENT, &corrected, Some(&receipt))).await;
    assert_eq!(told().await, "2026-06-10 false false");
}

/// To take back one's own file by name does not take back another's beneath it.
#[tokio::test]
async fn what_another_said_binds_when_the_own_file_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let agreed = RAISED.replace("unconditional,,,,", "unconditional,yes,2026-06-02,agreed,");
    let of_body = ("name:市数据局", agreed.as_str(), None);
    hand_in_for(&at(folder, "2026-06-02T09:00:00+08:00"), folder, of_body).await;
    let now = at(folder, "2026-06-10T09:00:00+08:00");
    let later = "XQ-1,name:某局,A,2026-06-10,,,2026-06-10,refused,依法保密";
    let receipt = hand_in(&now, folder, later).await;
    let corrected = later.replace("保密", "不公开");
    hand_in_for(&now, folder, (DEPARTMENT, &corrected, Some(&receipt))).await;
    let reader = now.reader().await.unwrap();
    let all = in_force(&reader, None, now.clock.now()).await.unwrap();
    let [it] = &all[..] else { panic!("{all:?}") };
    assert_eq!(it.content.ground, "依法不公开");
    let stays = it.content.strictness();
    let (raised_on, agreed_on) = (date(2026, 6, 1), Some(date(2026, 6, 2)));
    assert_eq!((stays.raised_on, stays.consented, stays.agreed_on), (raised_on, true, agreed_on));
}

#[tokio::test]
async fn a_count_leads_to_file_and_row_and_is_as_known_then() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    hand_in(&at(folder, "2026-06-02T09:00:00+08:00"), folder, RAISED).await;
    let answered = RAISED.replace(",,,,", ",,2026-06-02,refused,依法保密");
    let now = at(folder, "2026-06-09T09:00:00+08:00");
    hand_in(&now, folder, &answered).await;
    let reader = now.reader().await.unwrap();
    let party = DEPARTMENT.parse().unwrap();
    let due = async |as_of: &str| {
        let (span, as_of) = ("2026-06".parse().unwrap(), as_of.parse().unwrap());
        let request = Request { scheme: "supply", span, subject: None, as_of };
        let page = Page { skip: 0, limit: 10 };
        let all = counted(&now, &reader, (&party, &request), page).await.unwrap();
        let facts = all["demands_due"].facts.iter();
        let facts: Vec<_> = facts.map(|it| (it.name.clone(), it.row)).collect();
        let [in_time, to_meet] =
            ["demands_in_time", "demands_to_meet"].map(|it| all[it].count.value);
        (in_time, to_meet, facts)
    };
    let fact = || vec![("XQ-1".to_owned(), Some(2))];
    assert_eq!(due("2026-06-02T10:00:00+08:00").await, (0, 0, vec![]));
    assert_eq!(due("2026-06-08T10:00:00+08:00").await, (0, 1, fact()), "nobody knew of an answer");
    assert_eq!(due("2026-06-10T10:00:00+08:00").await, (1, 0, fact()), "lawfully refused");
}

/// Whatever somebody writes into a cell stays text: it no statement, no sentence, and not lost.
#[tokio::test]
async fn hostile_text_stays_text() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let now = at(folder, "2026-06-02T09:00:00+08:00");
    let hostile = "=HYPERLINK(1)'; DROP TABLE demands; -- { $row }";
    let row = format!("XQ-1,name:某局,{hostile},2026-06-01,,,2026-06-02,refused,{hostile}");
    hand_in(&now, folder, &row).await;
    let reader = now.reader().await.unwrap();
    let all = in_force(&reader, None, now.clock.now()).await.unwrap();
    assert_eq!((all[0].content.code.as_str(), all[0].content.ground.as_str()), (hostile, hostile));
}
