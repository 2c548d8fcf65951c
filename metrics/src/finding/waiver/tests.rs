//! Who may grant what, until when, and what a waiver covers.

use std::collections::BTreeSet;

use super::WaiverAct::{Approve, Propose, Refuse, Withdraw};
use super::WaiverState::{Expired, InForce, Proposed, Refused, Waiting, Withdrawn};
use super::*;
use crate::actor::Typist;
use crate::source::{Confidence, Source};

fn waiver() -> Waiver {
    Waiver {
        subject: "name:甲".parse().unwrap(),
        rule: "F-4".to_owned(),
        cause: None,
        span: "2026-Q2".parse().unwrap(),
        reason: "科目体系切换".to_owned(),
        document: "沪数函〔2026〕1号".to_owned(),
        from: "2026-07-02".parse().unwrap(),
        until: "2026-09-30".parse().unwrap(),
    }
}

/// At most three months, and begun at most a hundred days before.
fn policy() -> WaiverPolicy {
    let source = Source {
        instrument: "default".to_owned(),
        article: String::new(),
        confidence: Confidence::Default,
    };
    let limit = |value| Limit { value, source: source.clone() };
    WaiverPolicy { longest_months: limit(3), backdated_days: limit(100) }
}

fn terms(waivable: Waivable, policy: &WaiverPolicy) -> Terms<'_> {
    Terms { waivable, is_registered: true, policy }
}

/// Each act by an account: `li` proposes.
fn history(acts: &[(WaiverAct, &str)]) -> Vec<WaiverEvent> {
    let event = |&(act, account): &(WaiverAct, &str)| WaiverEvent {
        act,
        at: Timestamp::UNIX_EPOCH,
        account: account.to_owned(),
        typed_by: account.to_owned(),
        note: String::new(),
    };
    acts.iter().map(event).collect()
}

#[test]
fn it_holds_from_its_first_day_to_its_last_once_two_people_granted_it() {
    let granted = history(&[(Propose, "li"), (Approve, "wang")]);
    let ended = history(&[(Propose, "li"), (Approve, "wang"), (Withdraw, "li")]);
    let rows = [
        (history(&[(Propose, "li")]), "2026-07-02", Proposed),
        (history(&[(Propose, "li")]), "2026-09-30", Proposed),
        (history(&[(Propose, "li")]), "2026-10-01", Expired),
        (history(&[(Propose, "li"), (Refuse, "li")]), "2026-07-02", Refused),
        (history(&[(Propose, "li"), (Refuse, "li")]), "2026-10-01", Refused),
        (granted.clone(), "2026-07-01", Waiting),
        (granted.clone(), "2026-07-02", InForce),
        (granted.clone(), "2026-09-30", InForce),
        (granted, "2026-10-01", Expired),
        (ended.clone(), "2026-07-02", Withdrawn),
        (ended, "2026-10-01", Withdrawn),
    ];
    let waiver = waiver();
    for (events, day, state) in rows {
        let case = Case { waiver: &waiver, events: &events, today: day.parse().unwrap() };
        assert_eq!(case.state(), state, "{day} {events:?}");
    }
}

/// Every history × act × role × person × day, against the table written once more.
#[test]
fn every_act_is_allowed_or_refused_for_its_reason() {
    let histories = [
        vec![(Propose, "li")],
        vec![(Propose, "li"), (Refuse, "wang")],
        vec![(Propose, "li"), (Approve, "wang")],
        vec![(Propose, "li"), (Approve, "wang"), (Withdraw, "li")],
    ];
    let (waiver, policy) = (waiver(), policy());
    for acts in &histories {
        let events = history(acts);
        for (day, is_over) in [("2026-07-01", false), ("2026-09-30", false), ("2026-10-01", true)] {
            let case = Case { waiver: &waiver, events: &events, today: day.parse().unwrap() };
            for (act, role, account) in asked() {
                let found =
                    case.allow(act, Actor::own(account, role), terms(Waivable::Yes, &policy));
                let expected = expected(acts.last().unwrap().0, is_over, (act, role, account));
                assert_eq!(found, expected, "{acts:?} {act:?} {role:?} {account} {day}");
            }
        }
    }
}

#[test]
fn one_hand_does_not_propose_and_grant() {
    let (waiver, policy) = (waiver(), policy());
    let mut events = history(&[(Propose, "li")]);
    "root".clone_into(&mut events[0].typed_by);
    let case = Case { waiver: &waiver, events: &events, today: "2026-07-01".parse().unwrap() };
    for (typist, expected) in [
        (Typist::Person, Ok(())),
        (Typist::Other("root"), Err(WaiverRefused::SameHand)),
        (Typist::Other("zhou"), Ok(())),
        (Typist::Player("root"), Ok(())),
    ] {
        let wang = Actor { typist, ..Actor::own("wang", Role::Approver) };
        assert_eq!(
            case.allow(Approve, wang, terms(Waivable::Yes, &policy)),
            expected,
            "{typist:?}"
        );
    }
}

/// Every act on a waiver that `li` proposed, in every role, by `li` and by another.
fn asked() -> impl Iterator<Item = (WaiverAct, Role, &'static str)> {
    let of_role = |act, role| ["li", "wang"].map(|account| (act, role, account));
    let of_act = move |act| Role::ALL.into_iter().flat_map(move |role| of_role(act, role));
    [Approve, Refuse, Withdraw].into_iter().flat_map(of_act)
}

/// The table of what is allowed, by the last act, written out without the rules of the code.
fn expected(
    last: WaiverAct,
    is_over: bool,
    (act, role, account): (WaiverAct, Role, &str),
) -> Result<(), WaiverRefused> {
    match (role, act) {
        (Role::Viewer, Refuse | Withdraw) => return Err(WaiverRefused::NeedsSupervisor),
        (Role::Viewer | Role::Supervisor, Approve) => return Err(WaiverRefused::NeedsApprover),
        _ => {}
    }
    match (last, act) {
        (Propose | Approve, Approve) if is_over => Err(WaiverRefused::Days),
        (Propose, Approve) if account == "li" => Err(WaiverRefused::SamePerson),
        (Propose, Approve) => Ok(()),
        (Propose, Refuse) | (Approve, Withdraw) if !is_over => Ok(()),
        (_, Withdraw) => Err(WaiverRefused::NotGranted),
        _ => Err(WaiverRefused::Decided),
    }
}

#[test]
fn what_is_proposed_needs_a_rule_a_ground_and_days_to_come() {
    let long = "字".repeat(TEXT_CHARACTERS_MAX);
    let with = |change: &dyn Fn(&mut Waiver)| {
        let mut waiver = waiver();
        change(&mut waiver);
        waiver
    };
    let supervisor = Actor::own("li", Role::Supervisor);
    let policy = policy();
    let on = |waiver: &Waiver, day: &str, waivable| {
        let case = Case { waiver, events: &[], today: day.parse().unwrap() };
        case.allow(Propose, supervisor, terms(waivable, &policy))
    };
    let rows = [
        (waiver(), "2026-09-30", Ok(())),
        (waiver(), "2026-10-01", Err(WaiverRefused::Days)),
        (with(&|it| it.until = it.from), "2026-07-02", Ok(())),
        (
            with(&|it| it.from = it.until.tomorrow().unwrap()),
            "2026-07-02",
            Err(WaiverRefused::Days),
        ),
        (with(&|it| it.reason = " ".to_owned()), "2026-07-02", Err(WaiverRefused::NoGround)),
        (with(&|it| it.document.clear()), "2026-07-02", Err(WaiverRefused::NoGround)),
        (with(&|it| it.reason.clone_from(&long)), "2026-07-02", Ok(())),
        (with(&|it| it.reason = format!("{long}字")), "2026-07-02", Err(WaiverRefused::NoGround)),
    ];
    for (waiver, day, expected) in rows {
        assert_eq!(on(&waiver, day, Waivable::Yes), expected, "{waiver:?} {day}");
    }
    let of_rule = |waivable| on(&waiver(), "2026-07-02", waivable);
    assert_eq!(of_rule(Waivable::Never), Err(WaiverRefused::NeverWaived));
    assert_eq!(of_rule(Waivable::Unknown), Err(WaiverRefused::NoSuchRule));
}

/// Proposed on the second of July, or granted on a later day.
#[test]
fn it_holds_no_longer_and_no_earlier_than_the_policy_allows() {
    let (policy, proposed) = (policy(), history(&[(Propose, "li")]));
    let on = |act, (from, until): (&str, &str), day: &str| {
        let (from, until) = (from.parse().unwrap(), until.parse().unwrap());
        let waiver = Waiver { from, until, ..waiver() };
        let events = if act == Propose { &[] } else { &proposed[..] };
        let case = Case { waiver: &waiver, events, today: day.parse().unwrap() };
        let wang = Actor::own("wang", Role::Approver);
        case.allow(act, wang, terms(Waivable::Yes, &policy))
    };
    let rows = [
        (Propose, ("2026-03-24", "2026-10-02"), "2026-07-02", Ok(())),
        (Propose, ("2026-03-23", "2026-10-02"), "2026-07-02", Err(WaiverRefused::TooEarly)),
        (Propose, ("2026-03-24", "2026-10-03"), "2026-07-02", Err(WaiverRefused::TooLong)),
        // It is the day of the grant that counts, and a month has a last day.
        (Approve, ("2026-06-22", "2026-10-02"), "2026-08-30", Ok(())),
        (Approve, ("2026-06-22", "2027-02-28"), "2026-11-30", Ok(())),
        (Approve, ("2026-06-22", "2027-03-01"), "2026-11-30", Err(WaiverRefused::TooLong)),
        (Propose, ("9999-12-30", "9999-12-31"), "9999-12-30", Ok(())),
    ];
    for (act, days, day, expected) in rows {
        assert_eq!(on(act, days, day), expected, "{act:?} {days:?} on {day}");
    }
}

#[test]
fn who_is_not_registered_is_waived_nothing() {
    let (waiver, policy) = (waiver(), policy());
    let case = Case { waiver: &waiver, events: &[], today: waiver.from };
    let li = Actor::own("li", Role::Supervisor);
    let unknown = Terms { is_registered: false, ..terms(Waivable::Yes, &policy) };
    assert_eq!(case.allow(Propose, li, unknown), Err(WaiverRefused::NoSuchParty));
}

#[test]
fn it_covers_its_rule_its_months_and_its_cause() {
    let of_rule = waiver();
    let of_one = Waiver { cause: Some("记 1".to_owned()), ..waiver() };
    let rows = [
        ("F-4", Some("2026-04"), "记 1", true, true),
        ("F-4", Some("2026-06"), "记 2", true, false),
        ("F-4", Some("2026-03"), "记 1", false, false),
        ("F-4", Some("2026-07"), "记 1", false, false),
        ("F-4", None, "记 1", true, true),
        ("F-40", Some("2026-04"), "记 1", false, false),
    ];
    for (rule, period, cause, by_rule, by_one) in rows {
        let period = period.map(|it| it.parse().unwrap());
        let covers = |it: &Waiver| it.covers(rule, period, cause);
        assert_eq!((covers(&of_rule), covers(&of_one)), (by_rule, by_one), "{rule} {cause}");
    }
}

#[test]
fn words_come_back_and_reasons_have_ids_of_their_own() {
    for act in WaiverAct::ALL {
        assert_eq!(WaiverAct::parse(act.as_str()), Some(act));
    }
    let ids: BTreeSet<&str> = WaiverRefused::ALL.into_iter().map(WaiverRefused::id).collect();
    assert_eq!(ids.len(), WaiverRefused::ALL.len());
    let words: BTreeSet<&str> = WaiverState::ALL.into_iter().map(WaiverState::as_str).collect();
    assert_eq!(words.len(), WaiverState::ALL.len());
}
