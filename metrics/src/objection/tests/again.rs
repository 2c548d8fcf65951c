//! Told again: no step is moved back, and a yes stays.

use super::*;
use crate::case::testing::{self, History};

/// What was told of objection 1 by files ([`testing::told`]).
fn told(files: &[&str]) -> (Vec<String>, Objection) {
    testing::told(files, &alone(), checked_in)
}

#[track_caller]
fn check(histories: &[History<'_>]) {
    testing::check(histories, told);
}

/// Not before a day that was told, nor before a file of the party's own that had it open, wherever a list
/// without steps stands.
#[test]
fn a_step_is_not_moved_back() {
    let open = "06-10 own 1|06-01";
    let late = "06-10 own 1|06-01||06-04|refused|||不属于";
    let unsaid = "06-11 body 1|06-01";
    let early = "06-12 own 1|06-01||06-02|refused|||不属于";
    let verified = "06-18 own 1|06-01|准确性|06-02|收办|06-09|属实";
    check(&[
        (&[open, "06-12 own 1|06-01||06-10|accepted"], &[], "06-10+ - - -"),
        (
            &[open, "06-12 own 1|06-01||06-02|accepted"],
            &["DO-2 decided_on 2026-06-10 … (F1)"],
            "06-10+ - - -",
        ),
        (&[open, unsaid, early], &["DO-2 decided_on 2026-06-10 … (F1)"], "06-10 - - -"),
        (&[late, late], &[], "06-04 - - -"),
        (&[late, early], &["DO-2 decided_on 2026-06-04 … (F1)"], "06-04 - - -"),
        (&[late, unsaid, early], &["DO-2 decided_on 2026-06-04 … (F1)"], "06-04 - - -"),
        (&[unsaid, early], &[], "06-02 - - -"),
        (
            &[verified, "06-20 own 1|06-01|准确性|06-02|收办|06-09|属实||06-16|06-20|错"],
            &["DO-2 corrected_on 2026-06-18 … (F1)"],
            "06-02+ 06-09+ 06-18 06-20",
        ),
        // The steps stay in order.
        (
            &[
                "06-08 body 1|06-01||06-08|收办",
                "06-09 own 1|06-01||06-02|收办|06-05|属实||06-05|06-05|错",
            ],
            &[
                "DO-2 corrected_on 2026-06-08 … (F1)",
                "DO-2 decided_on 2026-06-08 (F1)",
                "DO-2 reviewed_on 2026-06-08 … (F1)",
                "DO-2 verified_on 2026-06-08 … (F1)",
            ],
            "06-08+ 06-08+ 06-08 06-08",
        ),
    ]);
    let (_, it) = told(&[late, unsaid, early]);
    let counted = it.counted(&deadlines(), ("2026-06".parse().unwrap(), date(2026, 6, 30)));
    assert!(counted.contains(&(counts::IN_TIME, Some(0))), "{counted:?}");
}

/// Of the days of raising, the earliest counts.
#[test]
fn a_later_day_of_raising_does_not_count() {
    for (row, day, faults) in [
        ("06-03 own 1|06-01", date(2026, 6, 1), vec![]),
        ("06-03 own 1|06-02", date(2026, 6, 2), vec![]),
        ("06-03 own 1|06-03", date(2026, 6, 2), vec!["DO-2 raised_on … 2026-06-02 (F1)"]),
    ] {
        let (found, it) = told(&["06-02 own 1|06-02", row]);
        assert_eq!(
            (found, it.raised_on),
            (faults.into_iter().map(str::to_owned).collect(), day),
            "{row}"
        );
    }
}

/// What waits for a verification or a correction is not closed by taking back what it waits since.
#[test]
fn a_yes_is_not_taken_back() {
    let accepted = "06-02 own 1|06-01||06-02|accepted";
    let founded = "06-09 own 1|06-01||06-02|accepted|06-09|founded";
    let (is_accepted, is_founded) =
        ("DO-2 decision 收办 accepted (F1)", "DO-2 result 属实 founded (F1)");
    check(&[
        (&[accepted, "06-20 own 1|06-01||06-02|refused|||不属于"], &[is_accepted], "06-02+ - - -"),
        (&[accepted, "06-20 body 1|06-01||06-02|refused|||不属于"], &[is_accepted], "06-02+ - - -"),
        (&[accepted, "06-20 own 1|06-01"], &[is_accepted], "06-02+ - - -"),
        (&[accepted, "06-20 body 1|06-01"], &[], "06-02+ - - -"),
        (
            &[accepted, "06-20 own 1|06-01||06-19|accepted"],
            &["DO-2 decided_on 2026-06-02 (F1)"],
            "06-02+ - - -",
        ),
        // It is closed as unfounded.
        (
            &[accepted, "06-20 own 1|06-01||06-02|accepted|06-20|unfounded|一致"],
            &[],
            "06-02+ 06-20 - -",
        ),
        (
            &[founded, "06-20 own 1|06-01||06-02|accepted|06-09|unfounded|一致"],
            &[is_founded],
            "06-02+ 06-09+ - -",
        ),
        (
            &[founded, "06-20 own 1|06-01||06-02|refused|||不属于"],
            &[is_accepted, is_founded],
            "06-02+ 06-09+ - -",
        ),
        // A yes after a no is a new one.
        (
            &["06-02 own 1|06-01||06-02|refused|||不属于", "06-20 own 1|06-01||06-02|accepted"],
            &[],
            "06-02+ - - -",
        ),
        (
            &["06-05 own 1|06-01||06-02|refused|||不属于", "06-20 own 1|06-01||06-02|accepted"],
            &["DO-2 decided_on 2026-06-05 … (F1)"],
            "06-05+ - - -",
        ),
    ]);
}

/// Another's silence says nothing, nor does what is not understood; the party itself may say that a step was
/// not taken after all.
#[test]
fn only_the_party_takes_a_step_back() {
    let closed = "06-20 own 1|06-01|准确性|06-02|收办|06-09|属实||06-16|06-20|错";
    let stands = "06-02+ 06-09+ 06-16 06-20";
    check(&[
        (&[closed, "06-21 body 1|06-01"], &[], stands),
        (
            &[closed, "06-21 own 1|06-01|准确性|06-02|收办|06-0g|属实||06-1g|06-20|错"],
            &[
                "DO-1 reviewed_on 核实结果 result = 属实 founded",
                "R-6 corrected_on YYYY-MM-DD",
                "R-6 verified_on YYYY-MM-DD",
            ],
            stands,
        ),
        (
            &[closed, "06-21 own 1|06-01|准确性|06-02|收办|06-09|属实|||06-20|错"],
            &[],
            "06-02+ 06-09+ - 06-20",
        ),
    ]);
}

proptest! {
    /// Wherever another lists what was doubted, without steps, the same holds.
    #[test]
    fn a_list_without_steps_changes_nothing(
        files in prop::collection::vec((any::<bool>(), row()), 0..5),
        at in any::<prop::sample::Index>(),
    ) {
        let file = |(is_own, row): &(bool, String)| {
            format!("06-15 {} {row}", if *is_own { "own" } else { "body" })
        };
        let files: Vec<String> = files.iter().map(file).collect();
        let (before, after) = files.split_at(at.index(files.len() + 1));
        let listed = ["06-15 body 1|2026-06-05".to_owned()];
        let told = |files: Vec<String>| {
            let (_, it) = told(&files.iter().map(String::as_str).collect::<Vec<_>>());
            Objection { unclear: [].into(), ..it }
        };
        let with = told([before, &listed, after].concat());
        prop_assert_eq!(with, told([&listed, before, after].concat()));
    }

    /// What was late as the party told it is not in time by another row of its own; steps are in order, and
    /// each of what it follows.
    #[test]
    fn another_row_of_the_party_wins_nothing(
        before in prop::collection::vec((any::<bool>(), row()), 0..5),
        (own, row) in (row(), row()),
    ) {
        let day = i8::try_from(10 + before.len()).unwrap();
        let rows = before.into_iter().chain([(true, own), (true, row)]);
        let file = |(day, (is_own, row))| {
            format!("06-{day} {} {row}", if is_own { "own" } else { "body" })
        };
        let files: Vec<String> = (10..).zip(rows).map(file).collect();
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let (before, after) = (told(&files[..files.len() - 1]).1, told(&files).1);
        let is_late = |it: &Objection, today| it.course(&deadlines()).late_since(today).is_some();
        let was_late = is_late(&before, date(2026, 6, day));
        prop_assert!(!was_late || is_late(&after, date(2026, 8, 1)), "{before:?} {after:?}");
        let is_yes = |it: Option<Answer>| it.is_some_and(|it| it.yes);
        prop_assert!(!is_yes(before.decision) || after.decision == before.decision);
        prop_assert!(!is_yes(before.verification) || after.verification == before.verification);
        prop_assert!(after.verification.is_none() || is_yes(after.decision));
        prop_assert!(after.corrected_on.max(after.reviewed_on).is_none() || is_yes(after.verification));
        let days = [after.decision.map(|it| it.on), after.verification.map(|it| it.on), after.corrected_on];
        prop_assert!(days.iter().flatten().is_sorted(), "{after:?}");
    }
}
