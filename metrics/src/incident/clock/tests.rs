//! Clocks against the law: each at its last second, with the policy pack as shipped.

use std::collections::BTreeMap;
use std::sync::LazyLock;

mod breach;
mod laws;
mod verdicts;

use super::*;
use crate::calendar::YearNotice;
use crate::form::Origin;
use crate::incident::facts::{Act, IncidentFact};
use crate::incident::instant::{format_instant, parse_instant};
use crate::incident::lifecycle::level_known;
use crate::incident::{IncidentPolicy, Matter, Quantity, Word, classify};

const PACK: &str = include_str!("../../../../config/policies/shanghai/incident.toml");
const NOTICES: [&str; 2] = [
    include_str!("../../../../config/policies/shanghai/calendar-2025.toml"),
    include_str!("../../../../config/policies/shanghai/calendar-2026.toml"),
];

static POLICY: LazyLock<IncidentPolicy> = LazyLock::new(|| toml::from_str(PACK).unwrap());
static CALENDAR: LazyLock<Calendar> = LazyLock::new(calendar);

fn shanghai() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

fn calendar() -> Calendar {
    // The policy pack writes days without quotes, which serde does not take for text.
    let quoted = |line: &str| match line.strip_prefix("date = ") {
        Some(day) => format!("date = \"{day}\"\n"),
        None => format!("{line}\n"),
    };
    let notices = NOTICES.map(|it| it.lines().map(quoted).collect::<String>());
    Calendar::new(&notices.map(|it| toml::from_str::<YearNotice>(&it).unwrap())).unwrap()
}

fn at(text: &str) -> Timestamp {
    parse_instant(text, &shanghai()).unwrap()
}

fn persons(count: u64) -> BTreeMap<Quantity, u64> {
    BTreeMap::from([(Quantity::Persons, count)])
}

/// It is said that neither core nor important data are threatened.
fn no_threat() -> BTreeMap<Matter, Word> {
    [Matter::CoreDataThreat, Matter::ImportantDataThreat].map(|it| (it, Word::Nothing)).into()
}

fn leak() -> Incident {
    Incident {
        incident_no: "2026-7".to_owned(),
        discovered_at: Some(at("2026-10-01 23:30")),
        figures: persons(1_200_000),
        ..Incident::default()
    }
}

fn act(event: Event, text: &str) -> Act {
    Act { at: at(text), event, items: Vec::new(), note: String::new() }
}

/// With further acts, in the order in which intake leaves them.
fn with(mut incident: Incident, acts: impl IntoIterator<Item = Act>) -> Incident {
    incident.acts.extend(acts);
    incident.acts.sort();
    incident
}

/// The level that counts where people decided on none.
fn level_of(incident: &Incident) -> Option<Level> {
    let facts = incident.facts();
    let scale = &POLICY.thresholds;
    level_known((&facts, scale), classify(&facts, scale).level, None)
}

fn clocks_at(incident: &Incident, as_of: Timestamp, zone: &TimeZone) -> Clocks {
    let level = level_of(incident);
    clocks(incident, level, &POLICY.clocks, &ClockContext { as_of, zone, calendar: &CALENDAR })
}

fn clocks_of(incident: &Incident, as_of: &str) -> Clocks {
    clocks_at(incident, at(as_of), &shanghai())
}

fn clock_of(incident: &Incident, id: ClockId, as_of: &str) -> Clock {
    clocks_of(incident, as_of).all().find(|it| it.id == id).unwrap().clone()
}

fn state_of(incident: &Incident, id: ClockId, as_of: &str) -> ClockState {
    clock_of(incident, id, as_of).state
}

fn fact(incident: Incident) -> IncidentFact {
    IncidentFact { party: "name:甲".parse().unwrap(), incident, origin: Origin::default() }
}

/// A grave incident of whoever a clock is for, with what starts it at an instant.
fn started(rule: &ClockRule, start: Timestamp) -> Incident {
    let mut incident = Incident {
        reporter: rule.reporters[0],
        figures: persons(100_000_000),
        discovered_at: Some(start),
        report_items: vec![1, 2],
        ..Incident::default()
    };
    match rule.starts {
        Event::Discovery => {}
        Event::Report => incident.reported_at = Some(start),
        Event::HandlingEnd => incident.handled_at = Some(start),
        event => {
            incident.acts.push(Act { at: start, event, items: Vec::new(), note: String::new() });
        }
    }
    incident
}

/// The same, with what ends it at an instant.
fn ended(rule: &ClockRule, start: Timestamp, end: Timestamp) -> Incident {
    let mut incident = started(rule, start);
    match rule.ends[0] {
        Event::Report => incident.reported_at = Some(end),
        Event::Summary => incident.summarised_at = Some(end),
        event => incident.acts.push(Act {
            at: end,
            event,
            items: (1..=7).collect(),
            note: "理由".to_owned(),
        }),
    }
    incident.acts.sort();
    incident
}

fn state(rule: &ClockRule, incident: &Incident, as_of: Timestamp) -> ClockState {
    let zone = shanghai();
    let context = ClockContext { as_of, zone: &zone, calendar: &CALENDAR };
    let level = level_of(incident);
    rule.clock(&incident.known_at(as_of), level, (&POLICY.clocks, &context)).state
}

fn rules() -> Vec<ClockRule> {
    POLICY.clocks.statutory.iter().chain(&POLICY.clocks.agreement).cloned().collect()
}

/// The last instant of every clock with a number that starts at 2026-10-01 23:30, as the law has it: the
/// hours run through the National Day holiday; thirty days end on Saturday, 31 October, and so on Monday.
const LAST: [(&str, &str); 9] = [
    ("I-1", "2026-10-02 00:30"),
    ("I-1-police", "2026-10-02 00:30"),
    ("I-2", "2026-10-02 00:00"),
    ("I-3", "2026-10-02 01:30"),
    ("I-4", "2026-10-02 00:30"),
    ("I-5", "2026-10-02 03:30"),
    ("I-6", "2026-10-02 00:30"),
    ("L-5", "2026-10-02 23:30"),
    ("I-A", "2026-10-02 23:30"),
];

#[test]
fn every_clock_is_in_time_at_its_last_second_and_not_one_after() {
    let (start, second) = (at("2026-10-01 23:30"), SignedDuration::from_secs(1));
    for rule in rules() {
        let id = rule.id.as_str();
        let check = |due: Timestamp| {
            for (end, expected) in [
                (due - second, ClockState::Met),
                (due, ClockState::Met),
                (due + second, ClockState::Late { by_s: 1 }),
            ] {
                assert_eq!(state(&rule, &ended(&rule, start, end), end), expected, "{id} {end}");
            }
            let nothing = started(&rule, start);
            assert_eq!(state(&rule, &nothing, due - second), ClockState::Running, "{id}");
            assert_eq!(state(&rule, &nothing, due), ClockState::Running, "{id}");
            assert_eq!(state(&rule, &nothing, due + second), ClockState::Missed, "{id}");
        };
        match (rule.limit, LAST.iter().find(|it| it.0 == id)) {
            (Limit::Minutes(_) | Limit::Hours(_), Some((_, last))) => check(at(last)),
            (Limit::Days(_), None) => check(at("2026-11-02 23:59:59")),
            (Limit::AtOnce | Limit::AsRuled, None) => {
                let (ages, end) = (start + 87_600 * second * 3_600, start + second);
                let open = match rule.limit {
                    Limit::AtOnce => ClockState::Open,
                    _ => ClockState::NotComputable { missing: Missing::Limit },
                };
                assert_eq!(state(&rule, &started(&rule, start), ages), open, "{id}");
                let done = ended(&rule, start, end);
                assert_eq!(state(&rule, &done, start), open, "{id}");
                assert_eq!(state(&rule, &done, end), ClockState::Done, "{id}");
            }
            (limit, known) => {
                panic!("{id} with {limit:?} has no line here, or one too many: {known:?}")
            }
        }
    }
}

#[test]
fn the_pack_has_every_clock_once() {
    let ids: Vec<ClockId> = rules().iter().map(|it| it.id).collect();
    assert_eq!(ids, ClockId::ALL);
    let numbered = rules().into_iter().filter(|it| it.by == Bearer::Party);
    for rule in numbered {
        let has_number = matches!(rule.limit, Limit::Minutes(_) | Limit::Hours(_) | Limit::Days(_));
        assert_eq!(has_number, rule.id.rules().is_some(), "{}", rule.id.as_str());
    }
    let unchecked: Vec<&str> = POLICY.clocks.unchecked.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(unchecked, ["L-2", "L-7", "L-8"]);
}

/// Worked examples of domain facts 11: which clocks apply, with their last instant.
#[track_caller]
fn check_example(incident: &Incident, as_of: &str, expected: &[&str]) {
    let clocks = clocks_of(incident, as_of);
    let said = clocks.all().filter(|it| it.state.applies()).map(|it| {
        let state = serde_json::to_value(it.state).unwrap();
        let state = state["missing"].as_str().or(state["state"].as_str()).unwrap().to_owned();
        match it.due_at {
            Some(due) => {
                let due = format_instant(due, &shanghai());
                format!("{} {state} {}", it.id.as_str(), &due[..16])
            }
            None => format!("{} {state}", it.id.as_str()),
        }
    });
    assert_eq!(said.collect::<Vec<_>>(), expected);
}

#[test]
fn the_worked_examples_have_the_clocks_of_the_law() {
    check_example(
        &leak(),
        "2026-10-01 23:30",
        &[
            "I-5 running 2026-10-02T03:30",
            "I-8 limit",
            "I-9 containment",
            "I-10 handling_end",
            "I-11 report",
            "L-1 open",
            "L-3 open",
            "L-4 open",
            "L-4-report limit",
            "L-6 open",
            "L-6-report limit",
            "I-A running 2026-10-02T23:30",
        ],
    );
    let small = Incident { figures: persons(999_999), loss_fen: Some(30_000_000), ..leak() };
    let agreed = "I-A running 2026-10-02T23:30";
    let told = ["L-1 open", "L-3 open", "L-4 open", "L-4-report limit"];
    let of_law = [&told[..], &["L-6 open", "L-6-report limit", agreed]].concat();
    check_example(&small, "2026-10-01 23:30", &of_law);
    let cii = Incident {
        reporter: Reporter::CiiOperator,
        figures: persons(0),
        words: no_threat(),
        ..leak()
    };
    let out = |quantity| Incident {
        figures: BTreeMap::from([(Quantity::Persons, 0), (quantity, 120)]),
        ..cii.clone()
    };
    let main = out(Quantity::OutageMainMinutes);
    let later = ["I-8 limit", "I-9 containment", "I-10 handling_end", "I-11 report"];
    let mut expected = vec!["I-1 running 2026-10-02T00:30", "I-1-police running 2026-10-02T00:30"];
    expected.extend(later);
    expected.push(agreed);
    check_example(&main, "2026-10-01 23:30", &expected);
    let whole = out(Quantity::OutageWholeMinutes);
    expected.insert(2, "I-2 receipt");
    check_example(&whole, "2026-10-01 23:30", &expected);
    let received = with(
        Incident { reported_at: Some(at("2026-10-02 00:10")), ..whole },
        [act(Event::Receipt, "2026-10-02 00:12")],
    );
    let relay = clock_of(&received, ClockId::CiiRelay, "2026-10-02 00:12");
    assert_eq!(relay.due_at, Some(at("2026-10-02 00:42")));
    let loss = Incident { figures: persons(0), loss_fen: Some(10_000_000_000), ..leak() };
    assert_eq!(state_of(&loss, ClockId::LocalReport, "2026-10-02 03:30"), ClockState::Running);
}

#[test]
fn a_part_of_a_second_is_late_and_what_comes_later_is_not_known() {
    let reported = |text| Incident { reported_at: Some(at(text)), ..leak() };
    let state = |incident: &Incident, as_of| state_of(incident, ClockId::LocalReport, as_of);
    let later = "2026-10-03 00:00";
    assert_eq!(
        state(&reported("2026-10-02T03:30:00.25+08:00"), later),
        ClockState::Late { by_s: 1 }
    );
    assert_eq!(state(&reported("2026-10-02 05:00"), "2026-10-02 04:00"), ClockState::Missed);
    assert_eq!(state(&reported("2026-10-02 05:00"), "2026-10-02 03:00"), ClockState::Running);
    let missing = Missing::Event(Event::Discovery);
    assert_eq!(state(&leak(), "2026-10-01 23:29"), ClockState::NotComputable { missing });
}

#[test]
fn whoever_told_first_starts_the_clock() {
    let told = Incident { learned_at: Some(at("2026-10-01 20:00")), ..leak() };
    let state = |as_of| state_of(&told, ClockId::LocalReport, as_of);
    assert_eq!(state("2026-10-02 00:00"), ClockState::Running);
    assert_eq!(state("2026-10-02 00:01"), ClockState::Missed);
}

#[test]
fn a_clock_that_does_not_apply_or_cannot_be_computed_says_why() {
    let later = "2026-10-03 00:00";
    let not = |because| ClockState::NotApplicable { because };
    let unknown = |missing| ClockState::NotComputable { missing };
    let small = Incident { figures: persons(999_999), ..leak() };
    assert_eq!(state_of(&small, ClockId::LocalReport, later), not(Inapplicable::LevelBelow));
    assert_eq!(state_of(&small, ClockId::Agreement, later), ClockState::Missed);
    assert_eq!(clocks_of(&small, later).report(), None);
    assert_eq!(state_of(&leak(), ClockId::CiiReport, later), not(Inapplicable::OtherReporter));
    assert_eq!(state_of(&leak(), ClockId::PoliceReport, later), not(Inapplicable::NoOccasion));
    let old = Incident { discovered_at: Some(at("2025-10-31 23:59:59")), ..leak() };
    assert_eq!(state_of(&old, ClockId::LocalReport, later), not(Inapplicable::NotInForce));
    assert_eq!(state_of(&old, ClockId::AuthorityNotice, later), ClockState::Open);

    let undated = Incident { discovered_at: None, ..leak() };
    let discovery = unknown(Missing::Event(Event::Discovery));
    assert_eq!(state_of(&undated, ClockId::LocalReport, later), discovery);
    // Nothing to grade it by, and no beginning: nobody can say that the clock does not apply.
    let blank = Incident { figures: BTreeMap::new(), ..undated };
    assert_eq!(state_of(&blank, ClockId::LocalReport, later), discovery);

    let outage =
        Incident { figures: BTreeMap::new(), incident_type: Some("DETECH".to_owned()), ..leak() };
    let personal = unknown(Missing::PersonalInformation);
    assert_eq!(state_of(&outage, ClockId::AuthorityNotice, later), personal);
    let nobody = Incident { figures: persons(0), ..leak() };
    let none = not(Inapplicable::NoPersonalInformation);
    assert_eq!(state_of(&nobody, ClockId::AuthorityNotice, later), none);
}

#[test]
fn thirty_days_end_at_midnight_of_the_next_working_day() {
    // 30 days after 7 October is Friday, 6 November; after 1 September, Thursday, 1 October, a holiday
    // until the 7th; after 27 September, Tuesday; after 1 December, the new year's holiday until the 3rd,
    // and the 4th is a Sunday that is worked.
    for (handled, last) in [
        ("2026-10-07 09:00", "2026-11-06"),
        ("2026-09-01 00:00", "2026-10-08"),
        ("2026-09-27 23:59:59", "2026-10-27"),
        ("2025-12-02 12:00", "2026-01-04"),
    ] {
        let handled = Incident {
            discovered_at: Some(at("2025-11-01 00:00")),
            handled_at: Some(at(handled)),
            ..leak()
        };
        let summarised = |time: &str| Incident {
            summarised_at: Some(at(&format!("{last} {time}"))),
            ..handled.clone()
        };
        let state = |incident: &Incident| state_of(incident, ClockId::Summary, "2027-01-01 00:00");
        assert_eq!(state(&summarised("23:59:59")), ClockState::Met, "{last}");
        let next = Incident {
            summarised_at: Some(at(&format!("{last} 23:59:59")) + SignedDuration::from_secs(1)),
            ..handled.clone()
        };
        assert_eq!(state(&next), ClockState::Late { by_s: 1 }, "{last}");
        assert_eq!(state(&handled), ClockState::Missed);
    }
    let missing = Missing::Event(Event::HandlingEnd);
    let unhandled = state_of(&leak(), ClockId::Summary, "2026-12-01 00:00");
    assert_eq!(unhandled, ClockState::NotComputable { missing });
    // No notice of 2027 is known.
    let handled = Incident { handled_at: Some(at("2026-12-20 09:00")), ..leak() };
    assert!(clock_of(&handled, ClockId::Summary, "2026-12-31 00:00").provisional);
}

#[test]
fn an_incident_is_open_until_nothing_is_left_to_do() {
    let small = Incident { figures: persons(0), words: no_threat(), ..leak() };
    let is_open =
        |incident: &Incident| clocks_of(incident, "2026-10-09 00:00").pending().next().is_some();
    assert!(is_open(&small), "nobody told the implementing body");
    let told = with(small, [act(Event::AgreementNotice, "2026-10-02 08:00")]);
    assert!(!is_open(&told));
    // What a provider still owes is not the party's to do.
    let detected = with(told, [act(Event::ProviderDetection, "2026-10-01 20:00")]);
    assert!(!is_open(&detected));
    assert!(is_open(&with(detected, [act(Event::CrimeSuspicion, "2026-10-03 08:00")])));
    // What a rule of the sector asks for beside cannot be told, and nobody waits for it for ever.
    let down = Incident {
        figures: BTreeMap::from([(Quantity::OutageMainMinutes, 120), (Quantity::Persons, 0)]),
        words: no_threat(),
        incident_type: Some("DEACCFAC".to_owned()),
        reporter: Reporter::CiiOperator,
        handled_at: Some(at("2026-10-02 08:00")),
        summarised_at: Some(at("2026-10-03 08:00")),
        reported_at: Some(at("2026-10-01 23:40")),
        report_items: (1..=8).collect(),
        ..leak()
    };
    let done = with(
        down,
        [
            act(Event::AgreementNotice, "2026-10-02 08:00"),
            act(Event::Containment, "2026-10-02 08:00"),
            act(Event::PoliceReport, "2026-10-01 23:40"),
        ],
    );
    let found = clocks_of(&done, "2026-10-09 00:00");
    let sector = found.all().find(|it| it.id == ClockId::SectorReport).map(|it| it.state);
    assert_eq!(sector, Some(ClockState::NotComputable { missing: Missing::Limit }));
    assert_eq!(
        found.pending().count(),
        0,
        "{:?}",
        found.all().map(|it| (it.id, it.state)).collect::<Vec<_>>()
    );
}
