//! What is waited for: the notice before the review, and a final result before what follows from it.

use super::*;

/// 10 working days from the 1st end on the 15th. What is announced is waited for, also where it might have
/// been left out; the two that the procedure may ask for are asked for alone.
#[test]
fn what_is_announced_is_waited_for() {
    let mut course = Course::new(false);
    let review = |course: &Course, number| {
        course.ask(number, (Act::Review, &Said::default()), ("li", Supervisor)).map(|_| ())
    };
    assert_eq!(review(&course, 0), Ok(()), "it may be left out");
    for visits in [false, true] {
        let flags = (&mut course.procedure.announcement, &mut course.procedure.visit);
        (flags.0.required, flags.1.required) = (!visits, visits);
        assert_eq!(review(&course, 0), Err(Refused::NotAnnounced), "{visits}");
        assert_eq!(course.next(0), [("announce", String::new(), false)]);
    }
    let early = course.ask(0, (Act::SelfAssess, &said(A)), ("li", Supervisor));
    assert_eq!(early, Err(Refused::NotAnnounced));
    let unnumbered = Said { document: String::new(), ..said(A) };
    let unnumbered = course.ask(0, (Act::Announce, &unnumbered), ("li", Supervisor));
    assert_eq!(unnumbered, Err(Refused::NoDocument));
    course.did(0, Act::Announce, &said(A), "li");
    assert_eq!(course.next(14), [("self_assess", "2026-07-15".to_owned(), false)]);
    assert_eq!(course.standing(14).waiting().count(), 0);
    assert_eq!(review(&course, 14), Err(Refused::NoticeRuns), "the last day counts whole");
    course.did(3, Act::SelfAssess, &said(B), "li").did(5, Act::Visit, &said(A), "li");
    let again = course.ask(6, (Act::SelfAssess, &said(B)), ("li", Supervisor));
    assert_eq!(again, Err(Refused::AlreadyAssessed));
    let notice = course.standing(15).notice.unwrap();
    assert_eq!((notice.assessed, notice.visited), (vec![party(B)], vec![party(A)]));
    assert_eq!(review(&course, 15), Err(Refused::NotVisited));
    assert_eq!(course.next(15), [("visit", String::new(), false)]);
    course.did(15, Act::Visit, &said(B), "li").did(15, Act::Visit, &said(B), "li");
    assert_eq!(course.next(15), [("review", String::new(), false)]);
    course.did(15, Act::Review, &Said::default(), "li");
    course.did(16, Act::SendBack, &Said::default(), "wang");
    assert_eq!(review(&course, 16), Ok(()), "one announcement holds for the whole course");
}

/// Published on the 1st: appeals until the 15th. A timely one of A is open until it is decided on the 20th.
#[test]
fn what_touches_rights_follows_a_final_result() {
    let mut course = Course::published(0);
    let decide = |course: &Course, number, word: &str| {
        let decision = Said { name: word.to_owned(), ..said(B) };
        course.ask(number, (Act::Decide, &decision), ("bo", Approver)).map(|_| ())
    };
    let report = |course: &Course, number| {
        course.ask(number, (Act::Report, &said(A)), ("li", Supervisor)).map(|_| ())
    };
    let not_final = Err(Refused::NotFinal);
    for (word, at_once) in [
        ("nothing", Ok(())),
        ("suggestions", Ok(())),
        ("rectification", not_final),
        ("freeze_authorizations", not_final),
        ("end_authorization", not_final),
        ("bar_application", not_final),
    ] {
        assert_eq!(decide(&course, 14, word), at_once, "{word}");
        assert_eq!(decide(&course, 15, word), Ok(()), "{word}");
    }
    assert_eq!((report(&course, 0), report(&course, 14)), (not_final, not_final));
    assert_eq!(report(&course, 15), Ok(()));
    course.did(14, Act::Appeal, &said(A), "li").did(15, Act::Assign, &said(A), "wang");
    assert_eq!(decide(&course, 19, "freeze_authorizations"), not_final);
    assert_eq!(report(&course, 19), not_final);
    course.did(19, Act::Uphold, &said(A), "chen");
    assert_eq!(decide(&course, 19, "freeze_authorizations"), not_final, "the day counts whole");
    assert_eq!(decide(&course, 20, "freeze_authorizations"), Ok(()));
    assert_eq!(report(&course, 20), Ok(()));
}
