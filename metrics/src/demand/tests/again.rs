//! Handed in again: what makes a demand strict stays, and no step is moved back.

use super::*;

/// A file in force is no less strict than one before it.
#[test]
fn handing_it_in_again_makes_it_no_less_strict() {
    let strict = one("1|2026-06-02|conditional|yes");
    for (row, faults) in [
        ("1|2026-06-02|conditional|yes", vec![]),
        ("1|2026-06-01|unconditional|yes", vec![]),
        ("1|2026-06-03|conditional|yes", vec!["DD-5 raised_on … 2026-06-02"]),
        ("1|2026-06-02||yes", vec!["DD-5 sharing 有条件共享 conditional"]),
        ("1|2026-06-02|conditional|", vec!["DD-5 consented 是 yes"]),
        (
            "1|2026-06-02|conditional|no||2026-06-04|refused|撤回同意",
            vec!["DD-5 consented 是 yes", "SH-15-1 answer 同意提供 agreed"],
        ),
        ("2|2026-06-03", vec![]),
    ] {
        let found = checked_again(&[row], &strict, date(2026, 6, 2));
        let mut told = said(&found);
        told.sort_unstable();
        assert_eq!(told, faults, "{row}");
        let it = &found.facts[0].content;
        let is_kept = it.raised_on <= strict.raised_on && it.consented && it.sharing.is_some();
        assert!(is_kept || it.number == "2", "{row}");
    }
}

/// Rows that agree on different days agree: on which day nobody can say, so that the answer is not in time, and
/// the data are owed from the earliest.
#[test]
fn a_yes_on_two_days_is_a_yes() {
    let [early, middle, late] = ["05", "08", "09"]
        .map(|it| format!("1|2026-06-01|||2026-06-02|2026-06-{it}|agreed||2026-06-15"));
    let refused = "1|2026-06-01|||2026-06-02|2026-06-08|refused|依法保密";
    for (rows, faults, agreed_on, counts) in [
        (vec![&*late, &*early], "R-8  1 #2", Some(date(2026, 6, 5)), "1011"),
        (vec![&*middle, &*early, &*late], "R-8  1 #2", Some(date(2026, 6, 5)), "1011"),
        (vec![&*late, &*early, refused], "R-8  1 #2", None, "1010"),
        (vec![refused, &*late, &*early], "R-8  1 #2", None, "1010"),
    ] {
        let found = checked(&rows);
        assert_eq!(said(&found), [faults], "{rows:?}");
        let it = &found.facts[0].content;
        assert_eq!((it.promised_on(), it.answer), (agreed_on, None), "{rows:?}");
        assert_eq!(counted(it, "2026-06", date(2026, 6, 30)), counts, "{rows:?}");
    }
}

/// Nor by a later file that agrees twice, each time sooner than before.
#[test]
fn a_yes_is_not_taken_back_by_saying_it_twice() {
    let agreed = one("1|2026-06-01|||2026-06-02|2026-06-08|agreed");
    let twice = ["05", "04"].map(|it| format!("1|2026-06-01|||2026-06-02|2026-06-{it}|agreed"));
    let found = checked_again(&[&twice[0], &twice[1]], &agreed, date(2026, 6, 8));
    assert_eq!(said(&found), ["DD-5 answered_on 2026-06-08"; 2]);
    assert_eq!(found.facts[0].content, agreed);
}

/// The data stay owed, whatever is said of them later.
#[test]
fn a_yes_is_not_taken_back() {
    let agreed = one("1|2026-06-01|||2026-06-02|2026-06-08|agreed");
    let lost = "DD-5 answer 同意提供 agreed";
    for (row, faults) in [
        ("1|2026-06-01|||2026-06-02|2026-06-08|agreed", vec![]),
        ("1|2026-06-01|||2026-06-02|2026-06-05|agreed", vec!["DD-5 answered_on 2026-06-08"]),
        ("1|2026-06-01|||2026-06-02|2026-06-09|agreed", vec!["DD-5 answered_on 2026-06-08"]),
        ("1|2026-06-01|||2026-06-02|2026-06-08|refused|数据安全法第二十一条", vec![lost]),
        (
            "1|2026-06-01|||2026-06-02|2026-06-08|refused|无",
            vec!["DD-3 ground 法定理由 ground", lost],
        ),
        ("1|2026-06-01|||2026-06-02", vec![lost]),
        // A yes that is none for another reason is not called another answer.
        (
            "1|2026-06-01|x||2026-06-02|2026-06-08|agreed",
            vec!["R-6 sharing unconditional, conditional"],
        ),
        ("1|2026-06-01|||2026-06-02||agreed", vec!["DD-1 answer 答复日期 answered_on"]),
        (
            "1|2026-06-01|||2026-06-02|2026-05-30|agreed",
            vec!["DD-2 answered_on 2026-06-02 … 2026-07-10"],
        ),
        ("1|2026-06-01|||2026-06-02|2026-06-08|maybe", vec!["R-6 answer agreed, refused"]),
    ] {
        let found = checked_again(&[row], &agreed, date(2026, 6, 8));
        let mut told = said(&found);
        told.sort_unstable();
        assert_eq!(told, faults, "{row}");
        assert_eq!(found.facts[0].content.waits_for(), Some(Step::Delivery), "{row}");
        let counted = counted(&found.facts[0].content, "2026-06", date(2026, 6, 16));
        assert_eq!(counted, "1110", "{row}");
    }
}

/// A step is not moved back before a day that was told, nor before a file that had it as not done.
#[test]
fn a_step_is_not_moved_back() {
    let open = "1|2026-06-01";
    let late = "1|2026-06-01||||2026-06-20|agreed||2026-07-06";
    let refused = "1|2026-06-01||||2026-06-20|refused|依法保密";
    let day = date(2026, 6, 10);
    for (before, row, faults, counts) in [
        // What the file did not know yet.
        (open, "1|2026-06-01|||2026-06-10|2026-06-10|agreed||2026-06-10", vec![], "1011"),
        (
            open,
            "1|2026-06-01|||2026-06-02|2026-06-05|agreed||2026-06-08",
            vec![
                "DD-5 accepted_on 2026-06-10 …",
                "DD-5 answered_on 2026-06-10 …",
                "DD-5 delivered_on 2026-06-10 …",
            ],
            "1011",
        ),
        (
            open,
            "1|2026-06-01||||2026-06-05|refused|依法保密",
            vec!["DD-5 answered_on 2026-06-10 …"],
            "10--",
        ),
        (
            late,
            "1|2026-06-01||||2026-06-05|agreed||2026-07-06",
            vec!["DD-5 answered_on 2026-06-20"],
            "1010",
        ),
        (
            late,
            "1|2026-06-01||||2026-06-20|agreed||2026-06-22",
            vec!["DD-5 delivered_on 2026-07-06 …"],
            "1010",
        ),
        (late, late, vec![], "1010"),
        (
            refused,
            "1|2026-06-01||||2026-06-05|agreed",
            vec!["DD-5 answered_on 2026-06-20 …"],
            "1010",
        ),
    ] {
        let found = checked_again(&[row], &one(before), day);
        assert_eq!(said(&found), faults, "{row}");
        let counted = counted(&found.facts[0].content, "2026-06", date(2026, 6, 30));
        assert_eq!(counted, counts, "{before} {row}");
    }
}

/// Rows that agree on different days are not made to agree in time by one that picks a day, or says nothing.
#[test]
fn a_yes_on_two_days_stays_so() {
    let rows = ["05", "08"].map(|it| format!("1|2026-06-01||||2026-06-{it}|agreed"));
    let two = checked(&[&rows[0], &rows[1]]).facts.remove(0).content;
    for (row, fault) in [
        (&*rows[0], "DD-5 answered_on 2026-06-10 …"),
        ("1|2026-06-01||||2026-06-11|agreed", "DD-5 answered_on … 2026-06-05"),
        ("1|2026-06-01", "DD-5 answer 同意提供 agreed"),
    ] {
        let found = checked_again(&[row], &two, date(2026, 6, 10));
        assert_eq!(said(&found), [fault]);
        assert_eq!(found.facts[0].content, two, "{row}");
    }
}

/// What another tells of it says of no step that it was not taken, and a day that cannot be read takes back
/// none that was told.
#[test]
fn a_step_that_was_told_or_that_its_party_never_denied_keeps_its_day() {
    let row = "1|2026-06-01||||2026-06-05|refused|依法保密";
    let before = Before { content: one("1|2026-06-01"), received_on: None };
    let before = [((PARTY.parse().unwrap(), "1".to_owned()), before)].into();
    let context = CaseContext { received_on: RECEIVED_ON, authority: None, before };
    let found = checked_in(&[row], context);
    assert_eq!(said(&found), [""; 0]);
    assert_eq!(found.facts[0].content.answer.map(|it| it.on), Some(date(2026, 6, 5)));

    let told = one("1|2026-06-01|||2026-06-02|2026-06-05|agreed||2026-06-09");
    let unread = "1|2026-06-01|||2026-06-0g|2026-06-05|agreed||2026-06-0g";
    let found = checked_again(&[unread], &told, date(2026, 6, 10));
    let kept = &found.facts[0].content;
    assert_eq!((kept.accepted_on, kept.delivered_on), (told.accepted_on, told.delivered_on));
    assert_eq!(said(&found).len(), 2, "{found:?}");
    let left_blank = "1|2026-06-01||||2026-06-05|agreed||";
    let found = checked_again(&[left_blank], &told, date(2026, 6, 10));
    assert_eq!(found.facts[0].content.delivered_on, None);
}
