//! Steps: which count, and which faults are told of those that do not.

use super::*;
use crate::case::Case as _;

/// A row, its faults, and the step that it waits for.
type Case = (&'static str, Vec<&'static str>, Option<Step>);

#[track_caller]
fn check_steps(cases: impl IntoIterator<Item = Case>) {
    for (row, faults, waits_for) in cases {
        let found = checked(&[row]);
        let mut expected = faults;
        expected.sort_unstable();
        let mut told = said(&found);
        told.sort_unstable();
        assert_eq!(told, expected, "{row}");
        assert_eq!(found.facts.len(), 1, "a demand is not hidden: {row}");
        assert_eq!(found.facts[0].content.waits_for(), waits_for, "{row}");
    }
}

#[test]
fn steps_count_that_are_whole_and_in_order() {
    check_steps([
        (MET, vec![], None),
        ("1|2026-06-01", vec![], Some(Step::Acceptance)),
        ("1|2026-07-10", vec![], Some(Step::Acceptance)),
        ("1|2026-06-01|||2026-06-01", vec![], Some(Step::Answer)),
        ("1|2026-06-01|conditional||2026-06-02|2026-06-02|agreed", vec![], Some(Step::Delivery)),
        // An answer accepts, and a refusal with its ground is the end.
        ("1|2026-06-01||||2026-06-02|refused|数据安全法第二十一条", vec![], None),
        ("1|2026-06-01||||2026-06-02|同意提供||2026-06-02", vec![], None),
        // Half a step.
        (
            "1|2026-06-01||||2026-06-02",
            vec!["DD-1 answered_on 答复结论 answer"],
            Some(Step::Acceptance),
        ),
        (
            "1|2026-06-01|||||agreed",
            vec!["DD-1 answer 答复日期 answered_on"],
            Some(Step::Acceptance),
        ),
        // Data without an answer, or in spite of a refusal.
        (
            "1|2026-06-01|||||||2026-06-05",
            vec!["DD-1 delivered_on 答复结论 answer = 同意提供 agreed"],
            Some(Step::Acceptance),
        ),
        (
            "1|2026-06-01||||2026-06-02|refused|依法保密|2026-06-05",
            vec!["DD-1 delivered_on 答复结论 answer = 同意提供 agreed"],
            None,
        ),
        // Days out of order, or to come.
        (
            "1|2026-06-02|||2026-06-01",
            vec!["DD-2 accepted_on 2026-06-02 … 2026-07-10"],
            Some(Step::Acceptance),
        ),
        (
            "1|2026-06-02|||2026-06-04|2026-06-03|agreed",
            vec!["DD-2 answered_on 2026-06-04 … 2026-07-10"],
            Some(Step::Answer),
        ),
        (
            "1|2026-06-02||||2026-06-03|agreed||2026-07-11",
            vec!["DD-2 delivered_on 2026-06-03 … 2026-07-10"],
            Some(Step::Delivery),
        ),
    ]);
}

#[test]
fn refusals_have_a_ground_and_consented_data_are_owed() {
    let consented = "SH-15-1 answer 同意提供 agreed";
    check_steps([
        // Without a ground.
        (
            "1|2026-06-01|||2026-06-02|2026-06-03|refused",
            vec!["DD-3 ground 法定理由 ground"],
            Some(Step::Answer),
        ),
        (
            "1|2026-06-01|||2026-06-02|2026-06-03|refused|无",
            vec!["DD-3 ground 法定理由 ground"],
            Some(Step::Answer),
        ),
        // What is consented to is owed in spite of a refusal, whatever ground it names.
        ("1|2026-06-01||yes||2026-06-02|refused|内部规定", vec![consented], Some(Step::Delivery)),
        (
            "1|2026-06-01||是||2026-06-02|refused",
            vec![consented, "DD-3 ground 法定理由 ground"],
            Some(Step::Acceptance),
        ),
        ("1|2026-06-01||是||2026-06-02|refused|内部规定|2026-06-05", vec![consented], None),
        ("1|2026-06-01||是||2026-06-02|agreed||2026-06-05", vec![], None),
        // Nobody knows whether it may be refused, or by when it was to be answered.
        (
            "1|2026-06-01||Y||2026-06-02|refused|依法保密",
            vec!["R-6 consented yes 是, no 否"],
            Some(Step::Acceptance),
        ),
        (
            "1|2026-06-01|some||2026-06-02|2026-06-02|agreed",
            vec!["R-6 sharing unconditional, conditional"],
            Some(Step::Answer),
        ),
    ]);
}
