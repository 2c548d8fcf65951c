//! Two people are two hands, for whomever they act.

use super::*;
use crate::actor::Typist::{self, Other, Person, Player};

fn by<'a>(account: &'a str, typist: Typist<'a>) -> Actor<'a> {
    Actor { account, role: Approver, typist }
}

/// Reviewed and approved by these, where that is allowed.
fn approved(review: Actor<'_>, approval: Actor<'_>) -> Result<Course, Refused> {
    let mut course = Course::new(false);
    let nothing = Said::default();
    course.events.push(course.ask_by(0, (Act::Review, &nothing), review).unwrap());
    course.events.push(course.ask_by(1, (Act::Approve, &nothing), approval)?);
    Ok(course)
}

#[test]
fn one_hand_does_not_review_and_approve() {
    let rows = [
        (by("li", Person), by("wang", Person), Ok(false)),
        (by("li", Other("root")), by("wang", Person), Ok(false)),
        (by("li", Other("root")), by("wang", Other("root")), Err(Refused::SameHand)),
        (by("li", Person), by("wang", Other("li")), Err(Refused::SameHand)),
        (by("li", Other("root")), by("root", Person), Err(Refused::SameHand)),
        (by("li", Other("root")), by("li", Person), Err(Refused::SamePerson)),
        (by("li", Player("root")), by("wang", Player("root")), Ok(true)),
        (by("li", Player("root")), by("li", Player("root")), Err(Refused::SamePerson)),
    ];
    for (review, approval, expected) in rows {
        let found = approved(review, approval).map(|it| is_by_one_hand(&it.events));
        assert_eq!(found, expected, "{review:?}, {approval:?}");
    }
}

/// `root` typed the review for li; the appeal is decided by chen.
#[test]
fn whose_hand_had_a_part_decides_no_appeal() {
    let mut course = approved(by("li", Other("root")), by("wang", Person)).unwrap();
    course.did(1, Act::Publish, &Said::default(), "wang").did(2, Act::Appeal, &said(A), "sun");
    let named = |name: &str| Said { name: name.to_owned(), ..said(A) };
    let assign = |course: &Course, name: &str, actor| {
        course.ask_by(3, (Act::Assign, &named(name)), actor).map(|_| ())
    };
    for (name, actor) in [("root", by("wang", Person)), ("chen", by("wang", Other("chen")))] {
        let found = assign(&course, name, actor);
        assert_eq!(found, Err(Refused::ReviewerInvolved), "{name} named by {actor:?}");
    }
    course.events.push(course.ask_by(3, (Act::Assign, &said(A)), by("wang", Other("bo"))).unwrap());
    let rows = [
        (by("chen", Person), Ok(())),
        (by("chen", Other("zhou")), Ok(())),
        (by("chen", Other("root")), Err(Refused::ReviewerInvolved)),
        (by("chen", Other("bo")), Err(Refused::ReviewerInvolved)),
        (by("chen", Other("sun")), Err(Refused::ReviewerInvolved)),
        (by("chen", Player("root")), Ok(())),
    ];
    for (actor, expected) in rows {
        let found = course.ask_by(4, (Act::Uphold, &said(A)), actor).map(|_| ());
        assert_eq!(found, expected, "{actor:?}");
    }
}
