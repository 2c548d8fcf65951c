//! Catalogues: what was due stays due, however often the item is said to be updated later.

use super::*;

/// The updates due and those on time on a day, of an item whose rows were handed in on days before: the
/// day, how often it is updated, and when it was.
async fn found(rows: &[(&str, &str, &str)], day: &str) -> [u64; 2] {
    let folder = tempfile::tempdir().unwrap();
    hand_in(&at(folder.path(), "2026-04-01"), folder.path(), (Kind::Registry, REGISTRY)).await;
    for (day, frequency, updated_on) in rows {
        let body = format!(
            "party,code,title,frequency,updated_on,contact\n\
             91310000MADEM0011A,A,甲,{frequency},{updated_on},{day}\n"
        );
        hand_in(&at(folder.path(), day), folder.path(), (Kind::Supply, &body)).await;
    }
    let counted = counted(&at(folder.path(), day)).await;
    ["supply_updates_due", "supply_updates_on_time"].map(|it| counted[it])
}

/// A daily item of 1 May is due on the 3rd and overdue from the 4th on. Each catalogue says it whole again,
/// so that the one before is superseded.
#[tokio::test]
async fn another_frequency_takes_nothing_back_that_was_due() {
    let daily = ("2026-05-02", "每日", "2026-05-01");
    for (rows, expected) in [
        (&[daily][..], [1, 0]),
        (&[daily, ("2026-05-20", "不定期", "2026-05-01")], [1, 0]),
        (&[daily, ("2026-05-20", "每年", "2026-05-01")], [1, 0]),
        (&[daily, ("2026-05-20", "", "")], [1, 0]),
        (&[daily, ("2026-05-20", "每年", "2026-05-01"), ("2026-05-21", "不定期", "")], [1, 0]),
        // An update came, or nothing was overdue yet.
        (&[daily, ("2026-05-20", "不定期", "2026-05-20")], [0, 0]),
        (&[daily, ("2026-05-20", "每年", "2026-05-19")], [1, 1]),
        (&[daily, ("2026-05-03", "不定期", "2026-05-01")], [0, 0]),
        (&[daily, ("2026-05-20", "不定期", ""), ("2026-05-21", "不定期", "2026-05-21")], [0, 0]),
        (&[("2026-05-02", "不定期", "2026-05-01")], [0, 0]),
    ] {
        assert_eq!(found(rows, "2026-05-31").await, expected, "{rows:?}");
    }
    // As it was known on a day before the change.
    let changed = [daily, ("2026-05-20", "不定期", "2026-05-01")];
    assert_eq!(found(&changed[..1], "2026-05-03").await, [1, 1]);
    // Both came on one day, in either order.
    for rows in [[0, 1], [1, 0]] {
        let both = [("2026-05-20", "每日", "2026-05-01"), ("2026-05-20", "不定期", "2026-05-01")];
        assert_eq!(found(&rows.map(|it| both[it]), "2026-05-31").await, [1, 0]);
    }
}

/// Whoever takes a change of frequency back by name has the item updated as before, and overdue as before.
#[tokio::test]
async fn a_frequency_that_is_in_force_again_stands_until_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    hand_in(&at(folder, "2026-02-01"), folder, (Kind::Registry, REGISTRY)).await;
    let mut receipts: Vec<String> = Vec::new();
    for (day, supersedes, rows, expected) in [
        ("2026-03-01", None, &["A,每周,2026-03-01", "B,,"][..], [1, 1]),
        ("2026-03-02", None, &["A,不定期,2026-03-01", "C,,"], [0, 0]),
        ("2026-03-03", Some(1), &["C,,"], [1, 1]),
        ("2026-06-20", None, &["A,不定期,", "B,,", "C,,"], [1, 0]),
    ] {
        let rows: Vec<String> =
            rows.iter().map(|it| format!("91310000MADEM0011A,甲,{it},{day}\n")).collect();
        let body = format!("party,title,code,frequency,updated_on,contact\n{}", rows.concat());
        let supersedes = supersedes.map(|it: usize| receipts[it].as_str());
        let paper =
            Paper { kind: Kind::Supply, party: OPERATOR, period: None, body: &body, supersedes };
        let installation = at(folder, day);
        receipts.push(testing::hand_in(&installation, folder, &paper).await);
        let writer = installation.writer().await.unwrap();
        let scope = Scope { stage: Some(Stage::Post), ..Scope::default() };
        pipeline::run(&installation, &writer, scope).await.unwrap();
        let counted = counted(&installation).await;
        let found = ["supply_updates_due", "supply_updates_on_time"].map(|it| counted[it]);
        assert_eq!(found, expected, "{day}");
    }
}
