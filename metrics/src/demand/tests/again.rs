//! Told again: what makes a demand strict stays, and no step is moved back.

use super::*;
use crate::case::testing::{self, History, steps};

#[track_caller]
fn check(histories: &[History<'_>]) {
    testing::check(histories, told);
}

#[test]
fn what_makes_it_strict_stays() {
    let strict = "06-02 own 1|06-02|conditional|yes";
    for (row, faults) in [
        ("06-03 own 1|06-02|conditional|yes", vec![]),
        ("06-03 own 1|06-01|unconditional|yes", vec![]),
        ("06-03 own 1|06-03|conditional|yes", vec!["DD-5 raised_on … 2026-06-02 (F1)"]),
        ("06-03 own 1|06-02||yes", vec!["DD-5 sharing 有条件共享 conditional"]),
        ("06-03 own 1|06-02|conditional|", vec!["DD-5 consented 是 yes"]),
        (
            "06-05 own 1|06-02|conditional|no||06-04|refused|撤回同意",
            vec!["DD-5 consented 是 yes", "SH-15-1 answer 同意提供 agreed"],
        ),
        // What another leaves blank is not named, nor what is not understood a second time.
        ("06-03 body 1|06-02", vec![]),
        ("06-03 body 1|06-02||no", vec!["DD-5 consented 是 yes"]),
        ("06-03 own 1|06-02|x|yes", vec!["R-6 sharing unconditional, conditional"]),
    ] {
        let (found, it) = told(&[strict, row]);
        assert_eq!(found, faults, "{row}");
        assert!(it.raised_on <= date(2026, 6, 2) && it.consented && it.sharing.is_some(), "{row}");
    }
}

/// Nobody said how departments share it, so that it is to be answered on the next working day. It may be said
/// until then; and that a department asks is not taken back.
#[test]
fn sharing_that_was_assumed_is_said_in_time_or_not_at_all() {
    let open = "06-01 own 1|06-01||||||||部门";
    let person = "DD-5 raised_by 部门 department";
    let late = "DD-5 sharing 无条件共享 unconditional";
    let unread = "R-6 sharing unconditional, conditional";
    for (files, faults, judged_as) in [
        (vec!["06-02 own 1|06-01|conditional|||||||部门"], vec![], Sharing::Conditional),
        (vec!["06-03 own 1|06-01|conditional|||||||部门"], vec![late], Sharing::Unconditional),
        (vec!["06-03 own 1|06-01|unconditional|||||||部门"], vec![], Sharing::Unconditional),
        (vec!["06-03 body 1|06-01|conditional|||||||部门"], vec![late], Sharing::Unconditional),
        (vec!["06-02 own 1|06-01||||||||个人"], vec![person], Sharing::Unconditional),
        (
            vec!["06-03 own 1|06-01|conditional|||||||个人"],
            vec![person, late],
            Sharing::Unconditional,
        ),
        (vec!["06-03 own 1|06-01|x|||||||部门"], vec![unread], Sharing::Unconditional),
        (
            vec![
                "06-02 own 1|06-01|conditional|||||||部门",
                "06-09 own 1|06-01|conditional|||||||部门",
            ],
            vec![],
            Sharing::Conditional,
        ),
        (
            vec![
                "06-03 own 1|06-01|conditional|||||||部门",
                "06-09 own 1|06-01|conditional|||||||部门",
            ],
            vec![late],
            Sharing::Unconditional,
        ),
        (vec!["06-01 body 1|06-01|conditional|||||||部门"], vec![], Sharing::Conditional),
    ] {
        let (found, it) = told(&[&[open], &files[..]].concat());
        assert_eq!(found, faults, "{files:?}");
        assert_eq!(it.judged_as(&deadlines()), Some(judged_as), "{files:?}");
        assert_eq!(it.raised_by, Some(Raiser::Department), "{files:?}");
    }
    let said = "1|06-01|conditional|||||||部门";
    for (first, judged_as) in [
        // Who leaves open who asks, too, gains nothing; nor who says it on the same day.
        ("06-01 own 1|06-01", Sharing::Unconditional),
        ("06-20 own 1|06-01||||||||部门", Sharing::Unconditional),
        // What another leaves open is not the department's.
        ("06-01 body 1|06-01", Sharing::Conditional),
        ("06-01 body 1|06-01||||||||部门", Sharing::Conditional),
    ] {
        let (_, it) = told(&[first, &format!("06-20 own {said}")]);
        assert_eq!(it.judged_as(&deadlines()), Some(judged_as), "{first}");
    }
    // Nor is it said by another row of the same file.
    let person = "1|06-01|conditional|||||||个人";
    for rows in [[person, "1|06-01||||||||部门"], ["1|06-01||||||||部门", person]] {
        let (found, it) = told(&[&format!("06-01 own {}", rows.join(" & "))]);
        assert_eq!(found, ["R-5 sharing 共享类型 sharing", "R-8  1 #2"]);
        assert_eq!(it.judged_as(&deadlines()), Some(Sharing::Unconditional));
    }
}

/// Rows that agree on different days agree: on which day nobody can say, so that the answer is not in time, and
/// the data are owed from the earliest.
#[test]
fn a_yes_on_two_days_is_a_yes() {
    let [early, middle, late] = ["05", "08", "09"]
        .map(|it| format!("1|2026-06-01|||2026-06-02|2026-06-{it}|agreed||2026-06-15"));
    let refused = "1|2026-06-01|||2026-06-02|2026-06-08|refused|依法保密";
    for (rows, faults, stands, counts) in [
        (vec![&*late, &*early], "R-8  1 #2", "06-02 06-05+? 06-15", "1011"),
        (vec![&*middle, &*early, &*late], "R-8  1 #2", "06-02 06-05+? 06-15", "1011"),
        (vec![&*late, &*early, refused], "R-8  1 #2", "06-02 - -", "1010"),
        (vec![refused, &*late, &*early], "R-8  1 #2", "06-02 - -", "1010"),
    ] {
        let found = checked(&rows);
        assert_eq!(said(&found), [faults], "{rows:?}");
        let it = &found.facts[0].content;
        assert_eq!(steps(it), stands, "{rows:?}");
        assert_eq!(counted(it, "2026-06", date(2026, 6, 30)), counts, "{rows:?}");
    }
}

/// It stays so until its file is superseded, whatever a later row says.
#[test]
fn a_yes_on_two_days_stays_so() {
    let two = "06-10 own 1|06-01||||06-05|agreed & 1|06-01||||06-08|agreed";
    let supersede = "DD-5 answered_on --supersedes F1";
    check(&[
        (&[two, "06-11 own 1|06-01||||06-05|agreed"], &[supersede], "- 06-05+? -"),
        (&[two, "06-11 own 1|06-01||||06-11|agreed"], &[supersede], "- 06-05+? -"),
        (&[two, "06-11 body 1|06-01||||06-08|agreed"], &[supersede], "- 06-05+? -"),
        (&[two, "06-11 own 1|06-01"], &["DD-5 answer 同意提供 agreed (F1)"], "- 06-05+? -"),
        (&[two, "06-11 body 1|06-01"], &[], "- 06-05+? -"),
        (
            &[two, "06-11 own 1|06-01||||06-08|agreed", "06-12 own 1|06-01||||06-08|agreed"],
            &[supersede],
            "- 06-05+? -",
        ),
        // Whichever file bounds the day.
        (
            &["06-09 own 1|06-01", two, "06-11 own 1|06-01||||06-11|agreed"],
            &["DD-5 answered_on --supersedes F2"],
            "- 06-09+? -",
        ),
        // Nor does a yes of one day become one of two.
        (
            &[
                "06-08 own 1|06-01|||06-02|06-08|agreed",
                "06-09 own 1|06-01|||06-02|06-05|agreed & 1|06-01|||06-02|06-04|agreed",
            ],
            &["DD-5 answered_on 2026-06-08 (F1)", "DD-5 answered_on 2026-06-08 (F1)", "R-8  1 #2"],
            "06-02 06-08+ -",
        ),
    ]);
}

/// The data stay owed, whatever is said of them later.
#[test]
fn a_yes_is_not_taken_back() {
    let agreed = "06-08 own 1|06-01|||06-02|06-08|agreed";
    let lost = "DD-5 answer 同意提供 agreed (F1)";
    let moved = "DD-5 answered_on 2026-06-08 (F1)";
    for (row, faults) in [
        ("06-09 own 1|06-01|||06-02|06-08|agreed", vec![]),
        ("06-09 own 1|06-01|||06-02|06-05|agreed", vec![moved]),
        ("06-09 own 1|06-01|||06-02|06-09|agreed", vec![moved]),
        ("06-09 own 1|06-01|||06-02|06-08|refused|数据安全法第二十一条", vec![lost]),
        ("06-09 body 1|06-01|||06-02|06-08|refused|数据安全法第二十一条", vec![lost]),
        ("06-09 own 1|06-01|||06-02", vec![lost]),
        ("06-09 body 1|06-01", vec![]),
        // A yes was accepted by then.
        (
            "06-09 own 1|06-01|||06-09|06-09|agreed",
            vec!["DD-5 accepted_on … 2026-06-08 (F1)", moved],
        ),
        // What is not understood has its own fault.
        ("06-09 own 1|06-01|||06-02|06-08|refused|无", vec!["DD-3 ground 法定理由 ground"]),
        ("06-09 own 1|06-01|x||06-02|06-08|agreed", vec!["R-6 sharing unconditional, conditional"]),
        ("06-09 own 1|06-01|||06-02||agreed", vec!["DD-1 answer 答复日期 answered_on"]),
        (
            "06-09 own 1|06-01|||06-02|05-30|agreed",
            vec!["DD-2 answered_on 2026-06-02 … 2026-06-09"],
        ),
        ("06-09 own 1|06-01|||06-02|06-08|maybe", vec!["R-6 answer agreed, refused"]),
    ] {
        let (found, it) = told(&[agreed, row]);
        assert_eq!(found, faults, "{row}");
        assert_eq!(
            (it.waits_for(), it.promised_on()),
            (Some(Step::Delivery), Some(date(2026, 6, 8)))
        );
        assert_eq!(counted(&it, "2026-06", date(2026, 6, 16)), "1110", "{row}");
    }
}

/// Not before a day that was told, nor before a file of the party's own that had it open.
#[test]
fn a_step_is_not_moved_back() {
    let open = "06-10 own 1|06-01";
    let told_late = "06-21 own 1|06-01||||06-20|refused|依法保密";
    let still_open = "06-21 own 1|06-01";
    let unsaid = "06-22 body 1|06-01";
    let early = "06-23 own 1|06-01||||06-05|refused|依法保密";
    let (by_first, by_second) =
        ("DD-5 answered_on 2026-06-20 … (F1)", "DD-5 answered_on 2026-06-20 … (F2)");
    check(&[
        // What the file did not know yet.
        (&[open, "07-10 own 1|06-01|||06-10|06-10|agreed||06-10"], &[], "06-10 06-10+ 06-10"),
        (
            &[open, "07-10 own 1|06-01|||06-02|06-05|agreed||06-08"],
            &[
                "DD-5 accepted_on 2026-06-10 … (F1)",
                "DD-5 answered_on 2026-06-10 … (F1)",
                "DD-5 delivered_on 2026-06-10 … (F1)",
            ],
            "06-10 06-10+ 06-10",
        ),
        // What was told, wherever a list without steps stands.
        (&[told_late, early], &[by_first], "- 06-20 -"),
        (&[told_late, unsaid, early], &[by_first], "- 06-20 -"),
        (
            &[unsaid, "06-22 own 1|06-01||||06-20|refused|依法保密", early],
            &[by_second],
            "- 06-20 -",
        ),
        (&[still_open, early], &["DD-5 answered_on 2026-06-21 … (F1)"], "- 06-21 -"),
        (&[still_open, unsaid, early], &["DD-5 answered_on 2026-06-21 … (F1)"], "- 06-21 -"),
        (&[still_open, early, early], &["DD-5 answered_on 2026-06-21 … (F1)"], "- 06-21 -"),
        (&[unsaid, early], &[], "- 06-05 -"),
        // Later is stricter.
        (&[early, "06-24 own 1|06-01||||06-20|refused|依法保密"], &[], "- 06-20 -"),
        (
            &[
                "07-06 own 1|06-01||||06-20|agreed||07-06",
                "07-10 own 1|06-01||||06-20|agreed||06-22",
            ],
            &["DD-5 delivered_on 2026-07-06 … (F1)"],
            "- 06-20+ 07-06",
        ),
        // A yes after a no is a new answer.
        (
            &[told_late, "07-01 own 1|06-01||||06-05|agreed"],
            &["DD-5 answered_on 2026-06-21 … (F1)"],
            "- 06-21+ -",
        ),
        (&[told_late, "07-01 own 1|06-01||||06-30|agreed"], &[], "- 06-30+ -"),
        (
            &[
                told_late,
                "07-01 own 1|06-01||||06-05|agreed",
                "07-02 own 1|06-01||||06-05|refused|依法保密",
            ],
            &["DD-5 answer 同意提供 agreed (F2)"],
            "- 06-21+ -",
        ),
    ]);
}

/// The steps stay in order, by the file that says so.
#[test]
fn no_step_is_sooner_than_the_one_before_it() {
    check(&[
        // However often it is told otherwise.
        (
            &["06-20 body 1|06-01|||06-20", "06-21 own 1|06-01|||06-01|06-02|refused|依法保密"],
            &["DD-5 accepted_on 2026-06-20 … (F1)", "DD-5 answered_on 2026-06-20 … (F1)"],
            "06-20 06-20 -",
        ),
        (
            &[
                "06-20 body 1|06-01|||06-20",
                "06-21 own 1|06-01|||06-01|06-02|refused|依法保密",
                "06-22 own 1|06-01|||06-01|06-02|refused|依法保密",
            ],
            &["DD-5 accepted_on 2026-06-20 … (F1)", "DD-5 answered_on 2026-06-20 … (F1)"],
            "06-20 06-20 -",
        ),
        // What was answered was accepted by then.
        (
            &["06-05 own 1|06-01||||06-05|refused|依法保密", "06-25 body 1|06-01|||06-20"],
            &["DD-5 accepted_on … 2026-06-05 (F1)"],
            "06-05 06-05 -",
        ),
        // When it was may be told later.
        (
            &[
                "06-02 own 1|06-01",
                "06-06 own 1|06-01||||06-05|refused|依法保密",
                "06-10 own 1|06-01|||06-03|06-05|refused|依法保密",
            ],
            &[],
            "06-03 06-05 -",
        ),
        (
            &["06-15 own 1|06-01|||06-20|06-07|agreed", "06-15 own 1|06-01|||06-03|06-07|agreed"],
            &[],
            "06-03 06-07+ -",
        ),
        // Of what is told again, the last file that says so.
        (
            &[
                "06-20 body 1|06-01|||06-20",
                "06-21 own 1|06-01||||06-05|agreed",
                "06-22 own 1|06-01||||06-05|agreed",
            ],
            &["DD-5 answered_on 2026-06-20 (F1)"],
            "06-20 06-20+ -",
        ),
        (
            &[
                "06-21 own 1|06-01||||06-20|refused|依法保密",
                "06-22 own 1|06-01||||06-20|refused|依法保密",
                "06-23 own 1|06-01||||06-05|refused|依法保密",
            ],
            &["DD-5 answered_on 2026-06-20 … (F2)"],
            "- 06-20 -",
        ),
        (
            &[
                "06-09 own 1|06-01||||06-08|agreed",
                "06-10 own 1|06-01||||06-08|agreed",
                "06-11 own 1|06-01||||06-08|refused|依法保密",
            ],
            &["DD-5 answer 同意提供 agreed (F2)"],
            "- 06-08+ -",
        ),
    ]);
}

/// Another's silence says nothing, nor does what is not understood; the party itself may say that a step was
/// not taken after all.
#[test]
fn only_the_party_takes_a_step_back() {
    let refused = "06-02 own 1|06-01|||06-02|06-02|refused|依法保密";
    let met = "06-10 own 1|06-01|||06-02|06-05|agreed||06-09";
    check(&[
        (&[refused, "06-03 body 1|06-01"], &[], "06-02 06-02 -"),
        (&[refused, "06-03 own 1|06-01"], &[], "- - -"),
        (
            &[refused, "06-03 own 1|06-01", "06-04 own 1|06-01||||06-02|refused|依法保密"],
            &["DD-5 answered_on 2026-06-03 … (F2)"],
            "- 06-03 -",
        ),
        (
            &[refused, "06-03 own 1|06-01|||06-02|06-02"],
            &["DD-1 answered_on 答复结论 answer"],
            "06-02 06-02 -",
        ),
        (
            &[refused, "06-03 own 1|06-01|||06-02|06-02|refused"],
            &["DD-3 ground 法定理由 ground"],
            "06-02 06-02 -",
        ),
        (&[met, "06-11 own 1|06-01||||06-05|agreed"], &[], "06-02 06-05+ -"),
        (&[met, "06-11 body 1|06-01||||06-05|agreed"], &[], "06-02 06-05+ 06-09"),
        (
            &[met, "06-11 own 1|06-01|||06-0g|06-05|agreed||06-0g"],
            &["R-6 accepted_on YYYY-MM-DD", "R-6 delivered_on YYYY-MM-DD"],
            "06-02 06-05+ 06-09",
        ),
        // Nor do rows that contradict each other.
        (
            &[
                refused,
                "06-05 own 1|06-01|||06-02|06-03|refused|依法 & 1|06-01|||06-02|06-04|refused|依法",
            ],
            &["R-8  1 #2"],
            "06-02 06-02 -",
        ),
        // A day that cannot be read is none: it is told later, not before.
        (
            &["06-10 own 1|06-01||||06-0g|refused|依法", "06-11 own 1|06-01||||06-05|refused|依法"],
            &["DD-5 answered_on 2026-06-10 … (F1)"],
            "- 06-10 -",
        ),
        // What was provided needs what owes it.
        (
            &["06-10 own 1|06-01||yes||06-05|refused|规定|06-09", "06-11 own 1|06-01||yes"],
            &[],
            "- - -",
        ),
    ]);
}

/// What was told and taken back by name leaves nothing; what the party told last of its own stays all the same,
/// until it tells of it again.
#[test]
fn what_is_taken_back_leaves_nothing() {
    let row = |is_own: bool, is_taken_back: bool, row: &str| Told {
        content: one(row),
        receipt: row.to_owned(),
        origin: Origin::default(),
        received_on: RECEIVED_ON,
        is_own,
        is_taken_back,
    };
    let (open, answered) = ("1|2026-06-01", "1|2026-06-01||||2026-06-05|refused|依法");
    let stands = |rows: &[Told<Demand>]| {
        Standing::of(rows.to_vec()).map(|it| (steps(&it.case), it.receipt, it.left_out))
    };
    let of = |stands: &str, row: &str, left_out: Option<&str>| {
        Some((stands.to_owned(), row.to_owned(), left_out.map(str::to_owned)))
    };
    for (rows, expected) in [
        (vec![row(false, true, answered)], None),
        (vec![row(true, true, answered)], of("- 06-05 -", answered, Some(answered))),
        (vec![row(true, true, answered), row(true, false, open)], of("- - -", open, None)),
        (vec![row(true, true, answered), row(true, true, open)], of("- - -", open, Some(open))),
        // Wherever the list of another stands.
        (
            vec![row(true, true, answered), row(false, false, open)],
            of("- 06-05 -", open, Some(answered)),
        ),
        (
            vec![row(false, false, open), row(true, true, answered)],
            of("- 06-05 -", answered, Some(answered)),
        ),
        (vec![row(false, true, answered), row(true, false, open)], of("- - -", open, None)),
        (vec![row(true, false, open), row(false, true, answered)], of("- - -", open, None)),
    ] {
        assert_eq!(stands(&rows), expected, "{rows:?}");
    }
}

/// Files of the party's own or of another.
fn files() -> impl Strategy<Value = Vec<(bool, String)>> {
    prop::collection::vec((any::<bool>(), row()), 0..5)
}

/// What files say that are handed in on days of June by their place.
fn told_on(day: impl Fn(usize) -> usize, files: &[(bool, String)]) -> Demand {
    let file = |(at, (is_own, row)): (usize, &(bool, String))| {
        format!("06-{} {} {row}", day(at), if *is_own { "own" } else { "body" })
    };
    let files: Vec<String> = files.iter().enumerate().map(file).collect();
    told(&files.iter().map(String::as_str).collect::<Vec<_>>()).1
}

proptest! {
    /// Wherever another lists what was asked, without steps, the same holds.
    #[test]
    fn a_list_without_steps_changes_nothing(files in files(), at in any::<prop::sample::Index>()) {
        let listed = [(false, "1|2026-06-05".to_owned())];
        let (before, after) = files.split_at(at.index(files.len() + 1));
        let with = told_on(|_| 15, &[before, &listed, after].concat());
        let first = told_on(|_| 15, &[&listed, before, after].concat());
        let last = |it: Demand| Demand { unclear: [].into(), ..it };
        prop_assert_eq!(last(with), last(first));
    }

    /// What was late as the party told it is not in time by another row of its own, nor owed no more; and the
    /// steps stay in order, each after what it follows.
    #[test]
    fn another_row_of_the_party_wins_nothing(files in files(), own in row(), row in row()) {
        let before = [files, vec![(true, own)]].concat();
        let day = i8::try_from(10 + before.len() - 1).unwrap();
        let after = told_on(|at| 10 + at, &[&before[..], &[(true, row)]].concat());
        let before = told_on(|at| 10 + at, &before);
        let answer = |it: &Demand| it.course(&deadlines()).steps[1];
        let was_late = answer(&before).is_late(date(2026, 6, day));
        prop_assert!(!was_late || answer(&after).is_late(date(2026, 8, 1)), "{before:?} {after:?}");
        prop_assert!(answer(&after).due_on <= answer(&before).due_on);
        prop_assert!(before.promised_on().is_none_or(|on| after.promised_on() == Some(on)));
        prop_assert!(!before.consented || after.consented);
        let days = [after.accepted_on(), after.answer.map(|it| it.on), after.delivered_on];
        prop_assert!(days.iter().flatten().is_sorted(), "{after:?}");
        prop_assert!(after.delivered_on.is_none() || after.is_owed());
    }
}
