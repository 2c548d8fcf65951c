//! Every state × act × role, and the windows to the day.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::EvaluationAct as Act;
use super::EvaluationState::{Approved, Draft, Feedback, Published, Reviewed, Superseded};
use super::*;
use crate::actor::Actor;
use crate::calendar::Calendar;
use crate::evaluation::procedure::{Demand, Unit, Window};
use crate::register::Role::{self, Administrator, Approver, Supervisor, Viewer};
use crate::source::{Confidence, Source};

mod hands;
mod laws;
mod waiting;

const A: &str = "uscc:91310000MADEM0011A";
const B: &str = "uscc:1131000000DEM0031H";

fn party(text: &str) -> PartyId {
    text.parse().unwrap()
}

/// A Wednesday; plain weekends count.
fn day(number: i64) -> Timestamp {
    let first: Timestamp = "2026-07-01T01:00:00Z".parse().unwrap();
    first + SignedDuration::from_hours(24 * number)
}

fn procedure(required: bool) -> Procedure {
    let source = Source {
        instrument: "default".to_owned(),
        article: String::new(),
        confidence: Confidence::Default,
    };
    let window = |value, unit| Window { value, unit, source: source.clone() };
    let demand = |required| Demand { required, source: source.clone() };
    Procedure {
        body: None,
        announcement: demand(false),
        notice: window(10, Unit::WorkingDays),
        visit: demand(false),
        hearing: demand(required),
        feedback: window(5, Unit::WorkingDays),
        publicity: window(5, Unit::WorkingDays),
        appeal: window(10, Unit::WorkingDays),
        review: window(20, Unit::WorkingDays),
        report: window(5, Unit::WorkingDays),
        plan: window(10, Unit::WorkingDays),
        rectification: window(3, Unit::Months),
        recheck: window(10, Unit::WorkingDays),
        ladder: None,
    }
}

fn said(subject: &str) -> Said {
    Said {
        note: "x".to_owned(),
        document: "沪数〔2026〕1号".to_owned(),
        subject: Some(party(subject)),
        name: "chen".to_owned(),
        due_on: None,
    }
}

/// A course under way.
struct Course {
    procedure: Procedure,
    calendar: Calendar,
    subjects: Vec<PartyId>,
    events: Vec<EvaluationEvent>,
}

impl Course {
    fn new(required: bool) -> Self {
        Self {
            procedure: procedure(required),
            calendar: Calendar::default(),
            subjects: vec![party(A), party(B)],
            events: Vec::new(),
        }
    }

    fn case(&self) -> Case<'_> {
        Case { requested_by: "qian", subjects: &self.subjects, events: &self.events }
    }

    fn on<T>(&self, number: i64, ask: impl FnOnce(Guide<'_>) -> T) -> T {
        let (zone, calendar) = (&TimeZone::UTC, &self.calendar);
        let context = &ClockContext { as_of: day(number), zone, calendar };
        ask(Guide { procedure: &self.procedure, context })
    }

    fn ask(
        &self,
        number: i64,
        (act, said): (Act, &Said),
        (account, role): (&str, Role),
    ) -> Result<EvaluationEvent, Refused> {
        self.ask_by(number, (act, said), Actor::own(account, role))
    }

    fn ask_by(
        &self,
        number: i64,
        (act, said): (Act, &Said),
        actor: Actor<'_>,
    ) -> Result<EvaluationEvent, Refused> {
        self.on(number, |guide| apply(self.case(), (act, said), actor, guide))
    }

    fn did(&mut self, number: i64, act: Act, said: &Said, account: &str) -> &mut Self {
        let event = self.ask(number, (act, said), (account, Approver)).unwrap();
        self.events.push(event);
        self
    }

    fn standing(&self, number: i64) -> Standing {
        self.on(number, |guide| standing(self.case(), guide))
    }

    /// What comes next: the step, its last day, and whether it is late.
    fn next(&self, number: i64) -> Vec<(&'static str, String, bool)> {
        let due = |it: &Step| it.due_on.map(|day| day.to_string()).unwrap_or_default();
        let next = self.standing(number).next;
        next.iter().map(|it| (it.kind.as_str(), due(it), it.is_late)).collect()
    }

    /// Reviewed by li, approved by wang, made known on a day.
    fn published(number: i64) -> Self {
        let mut course = Self::new(false);
        let nothing = Said::default();
        course.did(number, Act::Review, &nothing, "li");
        course.did(number, Act::Approve, &nothing, "wang");
        course.did(number, Act::Publish, &nothing, "wang");
        course
    }
}

/// Every state × act × role, for the person who reviewed (`li`) and for another (`wang`).
#[test]
fn every_act_is_allowed_or_refused_for_its_reason() {
    let course = |acts: &[(Act, &str)]| {
        let mut course = Course::new(false);
        for (act, account) in acts {
            course.did(0, *act, &said(A), account);
        }
        course
    };
    let approved = [(Act::Review, "li"), (Act::Approve, "wang")];
    let courses = [
        (Draft, course(&[])),
        (Draft, course(&[(Act::Review, "li"), (Act::SendBack, "wang")])),
        (Draft, course(&[(Act::Announce, "li")])),
        (Reviewed, course(&[(Act::Review, "li")])),
        (Reviewed, course(&[(Act::Review, "wang"), (Act::SendBack, "li"), (Act::Review, "li")])),
        (Feedback, course(&[(Act::Review, "li"), (Act::OpenFeedback, "zhao")])),
        (Approved, course(&approved)),
        (Published, course(&[approved[0], approved[1], (Act::Publish, "wang")])),
        (Superseded, course(&[(Act::Supersede, "wang")])),
        (Superseded, course(&[approved[0], approved[1], (Act::Supersede, "li")])),
    ];
    for (state, course) in &courses {
        assert_eq!(EvaluationState::after(&course.events), *state);
        for act in Act::ALL {
            for role in Role::ALL {
                for account in ["li", "wang"] {
                    let found = course.ask(0, (act, &said(A)), (account, role));
                    let found = found.map(|it| EvaluationState::left_by(it.act).unwrap_or(*state));
                    let is_announced = course.events.iter().any(|it| it.act == Act::Announce);
                    let expected = expected((*state, is_announced), act, (role, account));
                    assert_eq!(found, expected, "{state:?} {act:?} {role:?} {account}");
                }
            }
        }
    }
}

/// The table of the design, written out once more without the rules of the code. Nobody has appealed
/// and nothing is ordered; feedback and the notice run, and nobody has answered.
fn expected(
    (state, is_announced): (EvaluationState, bool),
    act: Act,
    (role, account): (Role, &str),
) -> Result<EvaluationState, Refused> {
    let for_approvers =
        [Act::Approve, Act::Publish, Act::Assign, Act::Rectify, Act::Decide, Act::Supersede];
    match (role, for_approvers.contains(&act)) {
        (Viewer, false) => return Err(Refused::NeedsSupervisor),
        (Viewer | Supervisor, true) => return Err(Refused::NeedsApprover),
        (Supervisor, false) | (Approver | Administrator, _) => {}
    }
    if state == Superseded {
        return Err(Refused::Superseded);
    }
    if act == Act::Supersede {
        return Ok(Superseded);
    }
    let ahead = [Act::Announce, Act::SelfAssess, Act::Visit, Act::Review];
    let before = [Act::SendBack, Act::OpenFeedback, Act::Comment, Act::Approve];
    match (state, act) {
        (Draft, Act::Announce) if is_announced => Err(Refused::AlreadyAnnounced),
        (Draft, Act::SelfAssess | Act::Visit) if !is_announced => Err(Refused::NotAnnounced),
        (Draft, Act::Review) if is_announced => Err(Refused::NoticeRuns),
        (Draft, Act::Review) => Ok(Reviewed),
        (Draft, Act::SendBack | Act::OpenFeedback | Act::Approve) => Err(Refused::NotReviewed),
        (Draft | Reviewed, Act::Comment) => Err(Refused::FeedbackNotOpen),
        (Reviewed | Feedback, act) if ahead.contains(&act) => Err(Refused::AlreadyReviewed),
        (Draft, Act::Announce | Act::SelfAssess | Act::Visit)
        | (Reviewed | Feedback, Act::SendBack) => Ok(Draft),
        (Reviewed, Act::OpenFeedback) | (Feedback, Act::Comment) => Ok(Feedback),
        (Reviewed, Act::Approve) if account == "li" => Err(Refused::SamePerson),
        (Reviewed, Act::Approve) => Ok(Approved),
        (Feedback, Act::OpenFeedback) => Err(Refused::FeedbackOpen),
        (Feedback, Act::Approve) => Err(Refused::FeedbackRuns),
        (Draft | Reviewed | Feedback, _) => Err(Refused::NotApproved),
        (_, act) if ahead.contains(&act) || before.contains(&act) => Err(Refused::AlreadyApproved),
        (Approved, Act::Publish) | (Published, Act::Appeal) => Ok(Published),
        (Published, Act::Publish) => Err(Refused::AlreadyPublished),
        (Approved, Act::Report | Act::Rectify | Act::Decide) => Err(Refused::NotPublished),
        (_, Act::Report | Act::Rectify) => Err(Refused::NotFinal),
        (_, Act::ReceivePlan | Act::Pass | Act::Fail) => Err(Refused::NoOrder),
        // What is said names no consequence.
        (_, Act::Decide) => Err(Refused::NoConsequence),
        (Approved, Act::Appeal | Act::Assign | Act::Uphold | Act::Change) => {
            Err(Refused::NotPublished)
        }
        (_, Act::Assign | Act::Uphold | Act::Change) => Err(Refused::NoAppeal),
        (state, act) => unreachable!("{state:?} {act:?}"),
    }
}

/// 5 working days from Wednesday the 1st end on Wednesday the 8th.
#[test]
fn subjects_are_heard_before_approval_where_the_procedure_says_so() {
    let mut course = Course::new(true);
    let nothing = Said::default();
    course.did(0, Act::Review, &nothing, "li");
    let approve = |course: &Course, number| {
        course.ask(number, (Act::Approve, &Said::default()), ("wang", Approver)).map(|_| ())
    };
    assert_eq!(approve(&course, 0), Err(Refused::NoFeedback));
    assert_eq!(course.next(0), [("open_feedback", String::new(), false)]);
    course.did(0, Act::OpenFeedback, &nothing, "li");
    assert_eq!(course.next(0), [("comment", "2026-07-08".to_owned(), false)]);
    assert_eq!(approve(&course, 7), Err(Refused::FeedbackRuns), "the last day counts whole");
    assert_eq!(course.next(8), [("approve", String::new(), false)]);
    assert_eq!(approve(&course, 8), Ok(()));
    let by_li = course.ask(8, (Act::Approve, &nothing), ("li", Approver));
    assert_eq!(by_li, Err(Refused::SamePerson));

    course.did(1, Act::Comment, &said(A), "li");
    assert_eq!(approve(&course, 1), Err(Refused::FeedbackRuns));
    course.did(2, Act::Comment, &said(B), "li");
    assert_eq!(approve(&course, 2), Ok(()), "everybody has answered");
    course.did(2, Act::SendBack, &nothing, "wang").did(3, Act::Review, &nothing, "li");
    assert_eq!(approve(&course, 20), Err(Refused::NoFeedback), "a new round asks anew");
}

/// 10 working days from the 1st end on the 15th; deciding within 20 from the 15th on 12 August.
#[test]
fn an_appeal_is_decided_by_others() {
    let mut course = Course::published(0);
    assert_eq!(
        course.next(14),
        [("appeal", "2026-07-15".to_owned(), false), ("report", "2026-07-22".to_owned(), false),]
    );
    let waits = |course: &Course, number| {
        let standing = course.standing(number);
        standing.waiting().map(|it| it.kind).collect::<Vec<_>>()
    };
    assert_eq!((waits(&course, 14), waits(&course, 15)), (vec![], vec![StepKind::Report]));
    course.did(14, Act::Appeal, &said(A), "li").did(15, Act::Appeal, &said(B), "li");
    let late: Vec<bool> = course.standing(15).appeals.iter().map(|it| it.is_late).collect();
    assert_eq!(late, [false, true]);
    assert_eq!(course.next(16)[0], ("assign", "2026-08-12".to_owned(), false));

    let name = |name: &str| Said { name: name.to_owned(), ..said(A) };
    let assign = |course: &Course, to: &str| {
        course.ask(16, (Act::Assign, &name(to)), ("wang", Approver)).map(|_| ())
    };
    for had_part in ["li", "wang", "qian"] {
        assert_eq!(assign(&course, had_part), Err(Refused::ReviewerInvolved), "{had_part}");
    }
    let himself = course.ask(16, (Act::Assign, &name("zhao")), ("zhao", Approver)).map(|_| ());
    assert_eq!(himself, Err(Refused::ReviewerInvolved));
    course.did(16, Act::Assign, &name("chen"), "wang");
    assert_eq!(assign(&course, "chen"), Err(Refused::AlreadyAssigned));
    assert_eq!(course.next(43)[0], ("decide_appeal", "2026-08-12".to_owned(), true));
    let by = |course: &Course, account| {
        course.ask(17, (Act::Uphold, &said(A)), (account, Supervisor)).map(|_| ())
    };
    assert_eq!(by(&course, "li"), Err(Refused::NotAssigned));
    assert_eq!(by(&course, "chen"), Ok(()));
    assert!(!course.standing(40).is_final, "an appeal is open");

    course.did(17, Act::Uphold, &said(A), "chen");
    assert_eq!(by(&course, "chen"), Err(Refused::NoAppeal));
    let again = course.ask(18, (Act::Appeal, &said(A)), ("li", Supervisor));
    assert_eq!(again, Err(Refused::AlreadyAppealed));
    // What was decided late is kept as what it is, and answered like any other.
    course.did(19, Act::Assign, &Said { name: "sun".to_owned(), ..said(B) }, "wang");
    course.did(20, Act::Uphold, &said(B), "sun");
    let late = course.standing(20).appeals[1].clone();
    assert_eq!((late.is_late, late.outcome), (true, Some(AppealOutcome::Upheld)));
    assert_eq!(late.decided_at, Some(day(20)));
    // Decided on the 18th, a Saturday: 5 working days end on Friday the 24th.
    assert!(course.standing(18).is_final, "the late one takes nothing back");
    assert!(course.next(18).contains(&("report", "2026-07-24".to_owned(), false)));
}

#[test]
fn a_clock_that_is_behind_reopens_nothing() {
    let course = Course::published(9);
    let again = course.ask(0, (Act::Review, &Said::default()), ("li", Supervisor));
    assert_eq!(again, Err(Refused::AlreadyApproved));
    assert_eq!((course.standing(0).state, course.standing(9).state), (Draft, Published));
}

#[test]
fn what_an_appeal_changes_is_superseded() {
    let mut course = Course::published(0);
    assert_eq!(may_leave(&course.events), Ok(()));
    course.did(1, Act::Appeal, &said(A), "sun").did(1, Act::Appeal, &said(B), "li");
    let by_sun = course.ask(
        1,
        (Act::Assign, &Said { name: "sun".to_owned(), ..said(A) }),
        ("wang", Approver),
    );
    assert_eq!(by_sun, Err(Refused::ReviewerInvolved), "recorded the appeal");
    course.did(1, Act::Assign, &said(A), "wang").did(2, Act::Change, &said(A), "chen");
    assert!(course.next(2).contains(&("supersede", String::new(), false)));
    assert_eq!(may_leave(&course.events), Err(Refused::Changed));
    for (act, subject) in [(Act::Report, A), (Act::Decide, A), (Act::Decide, B), (Act::Rectify, B)]
    {
        let decision = Said { name: "nothing".to_owned(), ..said(subject) };
        let found = course.ask(3, (act, &decision), ("bo", Approver)).map(|_| ());
        assert_eq!(found, Err(Refused::Changed), "{act:?} {subject}");
    }
    assert!(!course.standing(90).is_final);
    let unnamed = Said { name: String::new(), ..said(A) };
    let refused = course.ask(3, (Act::Supersede, &unnamed), ("wang", Approver));
    assert_eq!(refused, Err(Refused::NoSuccessor));
    course.did(3, Act::Supersede, &said(A), "wang");
    assert_eq!(course.next(90), []);
    assert_eq!(may_leave(&course.events), Err(Refused::Superseded));
    let standing = course.standing(3);
    let ended: Vec<_> = standing.appeals.iter().map(|it| it.outcome).collect();
    assert_eq!(ended, [Some(AppealOutcome::Changed), Some(AppealOutcome::Superseded)]);
    assert_eq!(standing.superseded_by.as_deref(), Some("chen"));
}

#[test]
fn a_late_appeal_that_changes_the_result_leaves_nothing_to_report() {
    let mut course = Course::published(0);
    course.did(20, Act::Appeal, &said(A), "li").did(20, Act::Assign, &said(A), "wang");
    assert!(course.next(21).iter().any(|it| it.0 == "report"));
    course.did(21, Act::Change, &said(A), "chen");
    assert_eq!(course.next(22), [("supersede", String::new(), false)]);
    assert!(!course.standing(90).is_final);
}

#[test]
fn an_order_outlives_the_result() {
    let mut course = Course::published(0);
    course.did(15, Act::Rectify, &said(A), "wang").did(16, Act::Supersede, &said(A), "wang");
    let steps = |course: &Course| course.next(18).into_iter().map(|it| it.0).collect::<Vec<_>>();
    assert_eq!(steps(&course), ["receive_plan", "recheck"]);
    let other = course.ask(17, (Act::Pass, &said(B)), ("li", Supervisor));
    assert_eq!(other, Err(Refused::NoOrder));
    course.did(17, Act::ReceivePlan, &said(A), "li").did(18, Act::Fail, &said(A), "li");
    assert_eq!(steps(&course), Vec::<&str>::new(), "what follows is for the new one");
    let again = course.ask(19, (Act::Pass, &said(A)), ("li", Supervisor));
    assert_eq!(again, Err(Refused::Superseded));
}

/// Final on 16 July, when the time for appeals is over. 3 months from then end on 16 October; the plan
/// within 10 working days on 30 July; the re-check within 10 working days of Friday 16 October on the 30th.
#[test]
fn an_order_is_checked_again() {
    let mut course = Course::published(0);
    let until = |date: &str| Said { due_on: Some(date.parse().unwrap()), ..said(A) };
    let order = |number, date| {
        course.ask(number, (Act::Rectify, &until(date)), ("wang", Approver)).map(|_| ())
    };
    for (number, date, expected) in [
        (14, "2026-07-16", Err(Refused::NotFinal)),
        (15, "2026-07-15", Err(Refused::DueBeforeToday)),
        (15, "2026-07-16", Ok(())),
        (15, "2026-10-16", Ok(())),
        (15, "2026-10-17", Err(Refused::DueTooLate)),
    ] {
        assert_eq!(order(number, date), expected, "{number} {date}");
    }
    course.did(15, Act::Rectify, &said(A), "wang");
    let steps =
        |course: &Course, number| course.next(number).into_iter().skip(1).collect::<Vec<_>>();
    assert_eq!(
        steps(&course, 15),
        [
            ("receive_plan", "2026-07-30".to_owned(), false),
            ("recheck", "2026-10-30".to_owned(), false),
        ]
    );
    course.did(19, Act::ReceivePlan, &said(A), "li");
    let again = course.ask(19, (Act::ReceivePlan, &said(A)), ("li", Supervisor));
    assert_eq!(again, Err(Refused::PlanReceived));
    course.did(23, Act::Fail, &said(A), "li");
    let follow_up = [("follow_up", String::new(), false)];
    assert_eq!(steps(&course, 23), follow_up);
    let mut decided = Course { events: course.events.clone(), ..Course::new(false) };
    let decision = Said { name: "nothing".to_owned(), ..said(A) };
    decided.did(24, Act::Decide, &decision, "wang");
    assert_eq!(steps(&decided, 24), []);
    course.did(24, Act::Rectify, &said(A), "wang").did(25, Act::Pass, &said(A), "li");
    let rectified: Vec<_> =
        course.standing(25).rectifications.iter().map(|it| it.is_rectified).collect();
    assert_eq!(rectified, [Some(false), Some(true)]);
}

#[test]
fn what_has_to_be_said_is_said() {
    let mut course = Course::published(0);
    course.did(1, Act::Appeal, &said(B), "li").did(1, Act::Assign, &said(B), "wang");
    let decided = course.events.clone();
    course.did(2, Act::Uphold, &said(B), "chen");
    let open = Course { events: decided, ..Course::new(false) };
    let uphold = Said { document: String::new(), ..said(B) };
    let found = open.ask(2, (Act::Uphold, &uphold), ("chen", Approver)).map(|_| ());
    assert_eq!(found, Err(Refused::NoDocument));
    let decide = Said { name: "rectification".to_owned(), ..said(A) };
    let rows = [
        (Act::Decide, decide.clone(), Ok(())),
        (
            Act::Decide,
            Said { document: " ".to_owned(), ..decide.clone() },
            Err(Refused::NoDocument),
        ),
        (Act::Decide, Said { note: "字".repeat(1_000), ..decide.clone() }, Ok(())),
        (Act::Decide, Said { note: "字".repeat(1_001), ..decide.clone() }, Err(Refused::TooLong)),
        (Act::Appeal, Said { note: " ".to_owned(), ..said(A) }, Err(Refused::NoReason)),
        (Act::Appeal, Said { subject: None, ..said(A) }, Err(Refused::NoSubject)),
        (Act::Appeal, said("name:别人"), Err(Refused::NoSubject)),
        (Act::Report, Said { document: String::new(), ..said(A) }, Err(Refused::NoDocument)),
    ];
    for (act, said, expected) in rows {
        let found = course.ask(15, (act, &said), ("chen", Approver)).map(|_| ());
        assert_eq!(found, expected, "{act:?} {said:?}");
    }
    course.did(15, Act::Decide, &decide, "chen");
    for (subject, expected) in [(A, Err(Refused::AlreadyDecided)), (B, Ok(()))] {
        let again = Said { name: "nothing".to_owned(), ..said(subject) };
        let again = course.ask(15, (Act::Decide, &again), ("chen", Approver)).map(|_| ());
        assert_eq!(again, expected, "{subject}");
    }
    course.did(15, Act::Report, &said(A), "li");
    let again = course.ask(15, (Act::Report, &said(A)), ("li", Supervisor));
    assert_eq!(again, Err(Refused::AlreadyReported));
}

#[test]
fn words_come_back_and_reasons_have_ids_of_their_own() {
    for state in EvaluationState::ALL {
        assert_eq!(EvaluationState::parse(state.as_str()), Some(state));
    }
    for act in Act::ALL {
        assert_eq!(Act::parse(act.as_str()), Some(act));
    }
    let ids: BTreeSet<&str> = Refused::ALL.iter().map(|it| it.id()).collect();
    assert_eq!(ids.len(), Refused::ALL.len());
}
