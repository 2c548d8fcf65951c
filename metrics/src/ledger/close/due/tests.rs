//! A month is late from the day after the one named, and the delay is that of whoever may close it.

use jiff::civil::date;

use super::*;
use crate::party::PartyKind::{self, DataAuthority, Developer, ImplementingBody, Operator};
use crate::register::Role::{self, Administrator, Approver, Supervisor, Viewer};

/// The people registered, each of a party and with a role, and whose delay it is.
type Row = (&'static [(&'static str, Role)], &'static [&'static str]);

fn party(text: &str) -> PartyId {
    format!("name:{text}").parse().unwrap()
}

fn april() -> Period {
    Period::new(2026, 4).unwrap()
}

fn registered(name: &str, kind: PartyKind) -> (PartyId, Entry) {
    let entry = Entry::Party {
        name: name.to_owned(),
        kind,
        state_owned: false,
        since: None,
        standard: None,
        controllers: std::collections::BTreeSet::new(),
    };
    (party(name), entry)
}

fn person(of: &str, role: Role) -> (PartyId, Entry) {
    (party(of), Entry::Person { account: "li".to_owned(), name: "李".to_owned(), role })
}

#[test]
fn a_month_has_a_day_of_the_next() {
    for (period, day, expected) in [
        (april(), 15, Some(date(2026, 5, 15))),
        (Period::new(2026, 12).unwrap(), 1, Some(date(2027, 1, 1))),
        (Period::new(2026, 1).unwrap(), 28, Some(date(2026, 2, 28))),
        (Period::new(2026, 1).unwrap(), 29, None),
        (april(), 0, None),
    ] {
        assert_eq!(closes_on(period, day), expected, "{period} {day}");
    }
}

#[test]
fn a_month_is_late_from_the_day_after_the_one_named() {
    let supervisor = person("甲", Supervisor);
    let closers = Closers::of([(&supervisor.0, &supervisor.1)]);
    let due = date(2026, 5, 15);
    let found = |today| closers.not_closed(&party("甲"), april(), (due, today));
    assert_eq!(found(date(2026, 5, 14)), []);
    assert_eq!(found(due), []);
    let [fault] = &*found(date(2026, 5, 16)) else { panic!("one fault") };
    assert_eq!((fault.rule, &*fault.expected, &*fault.actual), ("F-11", "2026-05-15", "2026-04"));
    assert_eq!((&fault.subject, &*fault.cause), (&Some(party("甲")), "open name:甲"));
    assert_eq!(fault.arguments, [("party", "name:甲".to_owned())]);
}

#[test]
fn the_delay_is_that_of_whoever_may_close_the_month() {
    let parties = [
        registered("甲", Operator),
        registered("乙", Operator),
        registered("丙", Developer),
        registered("局", DataAuthority),
        registered("中心", ImplementingBody),
    ];
    let rows: [Row; 11] = [
        // The operator has somebody who may: nobody else is late, whoever else may.
        (&[("甲", Supervisor)], &["甲"]),
        (&[("甲", Approver), ("局", Supervisor)], &["甲"]),
        (&[("甲", Administrator)], &["甲"]),
        // It has not: it can only wait for the body.
        (&[("局", Supervisor)], &["局"]),
        (&[("甲", Viewer), ("中心", Administrator)], &["中心"]),
        (&[("局", Supervisor), ("中心", Approver)], &["中心", "局"]),
        (&[("局", Viewer), ("中心", Supervisor)], &["中心"]),
        // Another operator or a developer is not late with months that are not its own.
        (&[("乙", Supervisor), ("丙", Approver)], &[]),
        (&[("乙", Supervisor), ("局", Approver)], &["局"]),
        // Nobody may.
        (&[("甲", Viewer), ("局", Viewer)], &[]),
        (&[], &[]),
    ];
    for (people, expected) in rows {
        let people = people.iter().map(|&(of, role)| person(of, role));
        let entries: Vec<_> = people.chain(parties.clone()).collect();
        let closers = Closers::of(entries.iter().map(|(party, entry)| (party, entry)));
        let late = (date(2026, 5, 15), date(2026, 5, 16));
        let found = closers.not_closed(&party("甲"), april(), late);
        let subjects: Vec<PartyId> = found.into_iter().filter_map(|it| it.subject).collect();
        let expected: Vec<PartyId> = expected.iter().map(|it| party(it)).collect();
        assert_eq!(subjects, expected, "{entries:?}");
    }
}
