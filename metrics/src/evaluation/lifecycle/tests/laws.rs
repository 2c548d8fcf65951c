//! Laws over random courses.

use proptest::prelude::*;

use super::*;

/// An attempt: what, by whom of four people, about whom, naming whom, and how many days later.
fn attempts() -> impl Strategy<Value = Vec<(usize, usize, bool, usize, i64)>> {
    prop::collection::vec(
        (0..Act::ALL.len(), 0..4_usize, any::<bool>(), 0..5_usize, 0..9_i64),
        0..60,
    )
}

/// The arrows of the design: what an evaluation may become.
const ARROWS: [(EvaluationState, EvaluationState); 12] = [
    (Draft, Reviewed),
    (Reviewed, Draft),
    (Reviewed, Feedback),
    (Reviewed, Approved),
    (Feedback, Draft),
    (Feedback, Approved),
    (Approved, Published),
    (Draft, Superseded),
    (Reviewed, Superseded),
    (Feedback, Superseded),
    (Approved, Superseded),
    (Published, Superseded),
];

proptest! {
    #[test]
    fn nobody_goes_the_way_alone(attempts in attempts(), required in any::<bool>()) {
        const PEOPLE: [&str; 4] = ["li", "wang", "chen", "zhao"];
        const NAMES: [&str; 5] = ["li", "wang", "chen", "zhao", "rectification"];
        let mut course = Course::new(required);
        let mut number = 0;
        for (act, who, is_a, name, later) in attempts {
            number += later;
            let before = EvaluationState::after(&course.events);
            let said = Said { name: NAMES[name].to_owned(), ..said(if is_a { A } else { B }) };
            let asked = (Act::ALL[act], &said);
            let Ok(event) = course.ask(number, asked, (PEOPLE[who], Administrator)) else {
                continue;
            };
            course.events.push(event);
            let after = EvaluationState::after(&course.events);
            prop_assert!(before == after || ARROWS.contains(&(before, after)));
            let (events, last) = (&course.events, course.events.last().unwrap());
            let part = |wanted| events.iter().rev().find(|it| it.act == wanted);
            match last.act {
                Act::Approve => {
                    prop_assert_ne!(&part(Act::Review).unwrap().account, &last.account);
                    prop_assert!(!required || before == Feedback);
                }
                Act::Uphold | Act::Change => {
                    for wanted in [Act::Review, Act::Approve] {
                        prop_assert_ne!(&part(wanted).unwrap().account, &last.account);
                    }
                }
                _ => {}
            }
        }
    }

    /// What has passed stays passed: time takes nothing back.
    #[test]
    fn time_never_reopens(attempts in attempts(), from in 0..300_i64, later in 0..300_i64) {
        let mut course = Course::new(true);
        let mut number = 0;
        for (act, who, is_a, _, days) in attempts {
            number += days;
            let said = said(if is_a { A } else { B });
            let person = (["li", "wang", "chen", "zhao"][who], Administrator);
            course.events.extend(course.ask(number, (Act::ALL[act], &said), person));
        }
        let (now, then) = (course.standing(number + from), course.standing(number + from + later));
        prop_assert_eq!(now.state, then.state);
        prop_assert!(!now.is_final || then.is_final);
        let over = |it: &Standing| it.feedback.as_ref().is_some_and(|it| it.is_over);
        prop_assert!(!over(&now) || over(&then));
        let may_appeal = |it: &Standing| it.next.iter().any(|it| it.kind == StepKind::Appeal);
        prop_assert!(may_appeal(&now) || !may_appeal(&then));
        for late in now.next.iter().filter(|it| it.is_late && it.kind != StepKind::Comment) {
            prop_assert!(then.next.contains(late));
        }
    }
}
