//! Demands: what makes one strict stays.

use jiff::civil::date;

use super::*;

pub(super) const EXAMPLE: Example = Example {
    kind: Kind::Demand,
    header: "raised_by,number,party,code,raised_on,sharing,consented,answered_on,answer,ground",
    raised: ("XQ-1", RAISED),
    refused: (",,,,", ",,DAY,refused,依法保密"),
    overdue: "DD-4 answer",
    counts: &[
        ("demands_due", [0, 1, 1]),
        ("demands_in_time", [0, 0, 1]),
        // What was lawfully refused is not to be met.
        ("demands_to_meet", [0, 1, 0]),
    ],
};

/// What is shared unconditionally.
const RAISED: &str = "operator,XQ-1,name:某局,A,2026-06-01,unconditional,,,,";

/// The demand that stands.
async fn only(installation: &Installation) -> Demand {
    let mut all = all::<Demand>(installation).await;
    assert_eq!(all.len(), 1);
    all.remove(0).case
}

/// The file of the first day says nothing that the second does not, and is in force no more: it counts all the
/// same, until its sender takes it back by name.
#[tokio::test]
async fn handing_it_in_again_makes_it_no_less_strict() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let consented = RAISED.replace("unconditional,,", "unconditional,yes,");
    hand_in(&at(folder, "2026-06-02T09:00:00+08:00"), folder, &EXAMPLE, &consented).await;
    let now = at(folder, "2026-06-10T09:00:00+08:00");
    let later = "operator,XQ-1,name:某局,A,2026-06-10,,,2026-06-10,refused,依法保密";
    let told = async || {
        let it = only(&now).await;
        format!("{} {} {}", it.raised_on, it.sharing.is_some(), it.consented)
    };
    let receipt = hand_in(&now, folder, &EXAMPLE, later).await;
    assert_eq!(told().await, "2026-06-01 true true");
    let found = looked(&now, &Lookout::default()).await;
    let of = |rule: &str| found.iter().filter(|it| it.starts_with(rule)).count();
    assert_eq!((of("DD-5 "), of("SH-15-1 ")), (3, 1), "{found:?}");
    let corrected = later.replace("保密", "不公开");
    hand_in_for(&now, folder, &EXAMPLE, (DEPARTMENT, &corrected, Some(&receipt))).await;
    assert_eq!(told().await, "2026-06-10 false false");
}

/// To take back one's own file by name does not take back another's beneath it.
#[tokio::test]
async fn what_another_said_binds_when_the_own_file_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let agreed = RAISED.replace("unconditional,,,,", "unconditional,yes,2026-06-02,agreed,");
    let of_body = ("name:市数据局", agreed.as_str(), None);
    hand_in_for(&at(folder, "2026-06-02T09:00:00+08:00"), folder, &EXAMPLE, of_body).await;
    let now = at(folder, "2026-06-10T09:00:00+08:00");
    let later = "operator,XQ-1,name:某局,A,2026-06-10,,,2026-06-10,refused,依法保密";
    let receipt = hand_in(&now, folder, &EXAMPLE, later).await;
    let corrected = later.replace("保密", "不公开");
    hand_in_for(&now, folder, &EXAMPLE, (DEPARTMENT, &corrected, Some(&receipt))).await;
    let it = only(&now).await;
    assert_eq!(it.ground, "依法不公开");
    let (raised_on, promised_on) = (date(2026, 6, 1), Some(date(2026, 6, 2)));
    assert_eq!((it.raised_on, it.consented, it.promised_on()), (raised_on, true, promised_on));
}

/// Whatever somebody writes into a cell stays text: it is no statement, no sentence, and not lost.
#[tokio::test]
async fn hostile_text_stays_text() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let now = at(folder, "2026-06-02T09:00:00+08:00");
    let hostile = "=HYPERLINK(1)'; DROP TABLE demands; -- { $row }";
    let row =
        format!("operator,XQ-1,name:某局,{hostile},2026-06-01,,,2026-06-02,refused,{hostile}");
    hand_in(&now, folder, &EXAMPLE, &row).await;
    let it = only(&now).await;
    assert_eq!((it.code.as_str(), it.ground.as_str()), (hostile, hostile));
}
