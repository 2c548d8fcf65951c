//! Objections: the day of raising stays.

use super::*;

pub(super) const EXAMPLE: Example = Example {
    kind: Kind::Objection,
    header: "number,party,code,raised_on,decided_on,decision,verified_on,result,reason",
    raised: ("YY-1", RAISED),
    refused: (",,,,,", ",DAY,refused,,,无关"),
    overdue: "DO-5 decision",
    counts: &[("objections_due", [0, 1, 1]), ("objections_in_time", [0, 0, 1])],
};

const RAISED: &str = "YY-1,name:某局,A,2026-06-01,,,,,";

/// The file of the first day says nothing that the second does not, and is in force no more: its day counts
/// all the same, until its sender takes it back by name.
#[tokio::test]
async fn a_later_day_of_raising_brings_nothing_back_into_time() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let first = at(folder, "2026-06-02T09:00:00+08:00");
    let first = hand_in(&first, folder, &EXAMPLE, RAISED).await;
    let now = at(folder, "2026-06-10T09:00:00+08:00");
    let later = RAISED.replace("06-01,,,,,", "06-10,2026-06-10,refused,,,无关");
    let days = async || {
        let all = all::<Objection>(&now).await;
        all.iter().map(|it| it.case.raised_on.to_string()).collect::<Vec<_>>()
    };
    hand_in(&now, folder, &EXAMPLE, &later).await;
    assert_eq!(days().await, ["2026-06-01"]);
    let found = looked(&now, &Lookout::default()).await;
    assert!(found.iter().any(|it| it.starts_with("DO-2 ")), "{found:?}");
    let corrected = later.replace("无关", "不属于");
    hand_in_for(&now, folder, &EXAMPLE, (DEPARTMENT, &corrected, Some(&first))).await;
    assert_eq!(days().await, ["2026-06-10"]);
}
