//! What nobody knows, what came too early and who is bound: none of it gives a verdict that is not earned.

use super::*;
use crate::incident::facts::Evidence;

#[test]
fn what_was_done_before_a_clock_started_does_not_stop_it() {
    let (start, second) = (at("2026-10-01 23:30"), SignedDuration::from_secs(1));
    for rule in rules() {
        let id = rule.id.as_str();
        for early in [at("2020-01-01 00:00"), start - second] {
            let incident = ended(&rule, start, early);
            assert_eq!(
                state(&rule, &incident, start),
                state(&rule, &started(&rule, start), start),
                "{id} {early}"
            );
        }
        let once_more = ended(&rule, start, start);
        let expected = match rule.limit {
            Limit::AtOnce | Limit::AsRuled => ClockState::Done,
            _ => ClockState::Met,
        };
        assert_eq!(state(&rule, &once_more, start), expected, "{id}");
    }
    // An early one hides no later one.
    let notices =
        ["2020-01-01 00:00", "2026-10-02 08:00"].map(|it| act(Event::AgreementNotice, it));
    let told = clock_of(&with(leak(), notices), ClockId::Agreement, "2026-10-03 00:00");
    assert_eq!((told.state, told.done_at), (ClockState::Met, Some(at("2026-10-02 08:00"))));
}

#[test]
fn a_supplement_before_the_report_brings_nothing() {
    let supplement = |text| Act { items: vec![3, 4, 5, 6, 7], ..act(Event::Supplement, text) };
    let reported =
        Incident { reported_at: Some(at("2026-10-02 03:00")), report_items: vec![1, 2], ..leak() };
    for (text, expected) in [
        ("2026-10-02 02:59", ClockState::Open),
        ("2026-10-02 03:00", ClockState::Done),
        ("2026-10-02 03:01", ClockState::Done),
    ] {
        let incident = with(reported.clone(), [supplement(text)]);
        assert_eq!(
            state_of(&incident, ClockId::Completion, "2026-10-03 00:00"),
            expected,
            "{text}"
        );
    }
}

/// CN-NIR art. 4 in its order: critical infrastructure concerned, central organs, all others.
#[test]
fn whether_infrastructure_is_concerned_comes_before_who_reports() {
    use Reporter::{CentralOrgan, CiiOperator, Operator};
    for (reporter, cii, bound_as, clock) in [
        (Operator, None, Operator, ClockId::LocalReport),
        (Operator, Some(false), Operator, ClockId::LocalReport),
        (Operator, Some(true), CiiOperator, ClockId::CiiReport),
        (CiiOperator, None, CiiOperator, ClockId::CiiReport),
        (CiiOperator, Some(true), CiiOperator, ClockId::CiiReport),
        (CiiOperator, Some(false), Operator, ClockId::LocalReport),
        (CentralOrgan, None, CentralOrgan, ClockId::CentralReport),
        (CentralOrgan, Some(false), CentralOrgan, ClockId::CentralReport),
        (CentralOrgan, Some(true), CiiOperator, ClockId::CiiReport),
    ] {
        let incident = Incident { reporter, cii, ..leak() };
        assert_eq!(incident.bound_as(), bound_as);
        let clocks = clocks_of(&incident, "2026-10-01 23:30");
        assert_eq!(clocks.report().map(|it| it.id), Some(clock), "{reporter:?} {cii:?}");
    }
}

/// Art. 4 of CN-NIR names two receivers for critical infrastructure: what one is told settles nothing with
/// the other, and the report is in time when both had it in time.
#[test]
fn each_receiver_of_a_first_report_has_its_own_clock() {
    use ClockState::{Late, Met, Missed, Running};
    let check = |reported: Option<&str>, police: Option<&str>, as_of, expected| {
        let incident =
            Incident { reporter: Reporter::CiiOperator, reported_at: reported.map(at), ..leak() };
        let incident = with(incident, police.map(|it| act(Event::PoliceReport, it)));
        let states =
            [ClockId::CiiReport, ClockId::CiiPoliceReport].map(|id| state_of(&incident, id, as_of));
        let worst = clocks_of(&incident, as_of).report().map(|it| it.state);
        assert_eq!((states, worst), expected, "{reported:?} {police:?}");
    };
    let (in_time, last) = (Some("2026-10-01 23:50"), Some("2026-10-02 00:30"));
    let (late, later) = (Some("2026-10-02 00:31"), "2026-10-03 00:00");
    let minute = Late { by_s: 60 };
    check(None, None, "2026-10-02 00:30", ([Running, Running], Some(Running)));
    check(in_time, None, "2026-10-02 00:30", ([Met, Running], Some(Running)));
    check(in_time, None, later, ([Met, Missed], Some(Missed)));
    check(None, last, later, ([Missed, Met], Some(Missed)));
    check(last, late, later, ([Met, minute], Some(minute)));
    check(late, None, later, ([minute, Missed], Some(Missed)));
    check(in_time, last, later, ([Met, Met], Some(Met)));
    // Of the police an operator is asked for a suspected crime alone.
    let other = ClockState::NotApplicable { because: Inapplicable::OtherReporter };
    assert_eq!(state_of(&leak(), ClockId::CiiPoliceReport, later), other);
}

/// CN-DSL art. 29 and CN-NDR art. 11: as prescribed elsewhere, so that nothing is late or keeps it open.
#[test]
fn a_report_as_prescribed_is_done_by_any_report_to_the_authority() {
    let later = "2026-10-03 00:00";
    let unruled = ClockState::NotComputable { missing: Missing::Limit };
    let reported = Incident { reported_at: Some(at("2026-10-02 00:00")), ..leak() };
    let sector = with(leak(), [act(Event::SectorReport, "2026-10-02 00:00")]);
    let police = with(leak(), [act(Event::PoliceReport, "2026-10-02 00:00")]);
    let outage = Incident { figures: persons(0), words: no_threat(), ..leak() };
    for id in [ClockId::DataReport, ClockId::NetworkDataReport] {
        for (incident, expected) in [
            (&leak(), unruled),
            (&police, unruled),
            (&reported, ClockState::Done),
            (&sector, ClockState::Done),
            (&outage, ClockState::NotApplicable { because: Inapplicable::NoData }),
        ] {
            assert_eq!(state_of(incident, id, later), expected, "{incident:?}");
        }
    }
}

#[test]
fn harm_that_nobody_knows_of_is_not_below_a_level() {
    let later = "2026-10-03 00:00";
    let missing = ClockState::NotComputable { missing: Missing::Level };
    let below = ClockState::NotApplicable { because: Inapplicable::LevelBelow };
    let blank = Incident { figures: BTreeMap::new(), ..leak() };
    for id in [ClockId::LocalReport, ClockId::SectorReport] {
        assert_eq!(state_of(&blank, id, later), missing);
        assert_eq!(state_of(&Incident { figures: persons(0), ..leak() }, id, later), below);
    }
    // How long a system was out tells of no level where nobody says whether it was infrastructure.
    let outage = BTreeMap::from([(Quantity::OutageMainMinutes, 120)]);
    for (cii, id, expected) in [
        (None, ClockId::LocalReport, missing),
        (Some(false), ClockId::LocalReport, below),
        (Some(true), ClockId::CiiReport, ClockState::Missed),
    ] {
        let out = Incident { figures: outage.clone(), cii, ..leak() };
        assert_eq!(state_of(&out, id, later), expected, "{cii:?}");
    }
    // What applies at every level asks for none; what people decided on is a level.
    assert_eq!(state_of(&blank, ClockId::Agreement, later), ClockState::Missed);
    let zone = shanghai();
    let context = ClockContext { as_of: at(later), zone: &zone, calendar: &CALENDAR };
    for (decided, expected) in
        [(Level::General, None), (Level::FairlyMajor, Some(ClockState::Missed))]
    {
        let found = clocks(&blank, Some(decided), &POLICY.clocks, &context);
        assert_eq!(found.report().map(|it| it.state), expected);
    }
}

#[test]
fn that_no_data_are_concerned_is_said_and_not_assumed() {
    let later = "2026-10-03 00:00";
    let check = |kind: Option<&str>, people, threats: &[Matter], expected| {
        let incident = Incident {
            incident_type: kind.map(ToOwned::to_owned),
            figures: people,
            words: threats.iter().map(|it| (*it, Word::Nothing)).collect(),
            ..leak()
        };
        assert_eq!(state_of(&incident, ClockId::UserNotice, later), expected, "{incident:?}");
    };
    let missing = ClockState::NotComputable { missing: Missing::Data };
    let none = ClockState::NotApplicable { because: Inapplicable::NoData };
    let both = [Matter::CoreDataThreat, Matter::ImportantDataThreat];
    check(None, BTreeMap::new(), &[], missing);
    check(Some("DETECH"), BTreeMap::new(), &[], missing);
    check(Some("DETECH"), persons(0), &[], missing);
    check(Some("DETECH"), persons(0), &both[..1], missing);
    check(Some("DETECH"), BTreeMap::new(), &both, missing);
    check(None, persons(0), &both, none);
    check(None, persons(1), &both, ClockState::Open);
    check(Some("DSDATALEAK"), persons(0), &both, ClockState::Open);
}

/// CN-NIR is in force from 1 November 2025 in China, whatever the time is where the program runs.
#[test]
fn laws_come_into_force_with_a_day_in_china() {
    let not_yet = ClockState::NotApplicable { because: Inapplicable::NotInForce };
    for name in ["Asia/Shanghai", "America/New_York", "Pacific/Auckland"] {
        let zone = TimeZone::get(name).unwrap();
        for (discovered, expected) in
            [("2025-10-31 23:59:59", not_yet), ("2025-11-01 00:00", ClockState::Running)]
        {
            let incident = Incident { discovered_at: Some(at(discovered)), ..leak() };
            let report = clocks_at(&incident, at("2025-11-01 00:00"), &zone);
            let report = report.all().find(|it| it.id == ClockId::LocalReport).unwrap();
            assert_eq!(report.state, expected, "{name} {discovered}");
        }
    }
}

/// The clues of a version, received at 12:00, by how it is graded.
fn clues(
    current: &Incident,
    earlier: &[(&str, &Incident)],
    level: impl Fn(&Incident) -> Option<Level>,
) -> Vec<&'static str> {
    let zone = shanghai();
    let context = ClockContext { as_of: at("2026-10-05 00:00"), zone: &zone, calendar: &CALENDAR };
    let earlier: Vec<Version<'_>> = (earlier.iter())
        .map(|&(text, incident)| Version { incident, receipt: "R-1", received_at: at(text) })
        .collect();
    let now = Version { incident: current, receipt: "R-9", received_at: at("2026-10-02 12:00") };
    let by = (level, &POLICY.clocks);
    let found = concealed(&fact(current.clone()), (now, &earlier), by, &context);
    found.iter().map(|it| it.rule).collect()
}

#[test]
fn whatever_undoes_a_breach_is_a_clue() {
    let at_once = "2026-10-01 23:40";
    let check = |before: &Incident, current: &Incident, expected: &[&str]| {
        assert_eq!(clues(current, &[(at_once, before)], level_of), expected, "{current:?}");
    };
    let changed = ["I-C-changed"];
    let late = Incident { reported_at: Some(at("2026-10-02 09:00")), ..leak() };
    // Reported within the 4 h of others, not within the hour of infrastructure.
    let in_time = Incident { reported_at: Some(at("2026-10-02 02:00")), ..leak() };
    let cii = Incident { reporter: Reporter::CiiOperator, ..in_time.clone() };
    check(&cii, &in_time, &changed);
    check(&late, &Incident { discovered_at: None, ..late.clone() }, &changed);
    let before_law = Some(at("2025-10-01 00:00"));
    check(&late, &Incident { learned_at: before_law, ..late.clone() }, &changed);
    check(&late, &in_time, &changed);
    check(&late, &Incident { figures: BTreeMap::new(), ..late.clone() }, &changed);
    check(&late, &late, &[]);
    check(&in_time, &late, &[]);
    // Made after a submission that knew of none, the report is news; made before it, it is not.
    check(&leak(), &in_time, &[]);
    let lower = Incident { figures: persons(1), ..leak() };
    let told = [(at_once, &leak()), ("2026-10-02 05:00", &lower)];
    assert_eq!(clues(&in_time, &told, level_of), changed);
    let told = [(at_once, &leak()), ("2026-10-02 01:00", &lower)];
    assert_eq!(clues(&in_time, &told, level_of), [""; 0]);
}

#[test]
fn news_of_a_report_to_the_police_is_no_clue() {
    let cii = Incident {
        reporter: Reporter::CiiOperator,
        reported_at: Some(at("2026-10-01 23:35")),
        ..leak()
    };
    let told = |text| with(cii.clone(), [act(Event::PoliceReport, text)]);
    let clues = |current: &Incident| clues(current, &[("2026-10-01 23:40", &cii)], level_of);
    assert_eq!(clues(&told("2026-10-02 00:10")), [""; 0]);
    // Made before a submission that knew of none, it is not.
    assert_eq!(clues(&told("2026-10-01 23:39")), ["I-C-changed"]);
}

#[test]
fn clues_go_by_the_level_that_counts() {
    // By the guide 999,999 persons are no report; people decided that it is one.
    let small = Incident { figures: persons(999_999), ..leak() };
    let moved = Incident { discovered_at: Some(at("2026-10-02 11:00")), ..small.clone() };
    let earlier = [("2026-10-02 00:00", &small)];
    assert_eq!(clues(&moved, &earlier, level_of), [""; 0]);
    assert_eq!(clues(&moved, &earlier, |_| Some(Level::Major)), ["I-C-changed"]);
    let lower = Incident { figures: persons(1), ..leak() };
    assert_eq!(clues(&lower, &[("2026-10-02 00:00", &leak())], |_| Some(Level::General)), [""; 0]);
}

#[test]
fn a_proof_from_before_the_law_hides_no_other() {
    let proof = |text: &str| Evidence {
        file: "日志.zip".to_owned(),
        sha256: "a".repeat(64),
        effective_at: at(text),
        proves: Some(Event::Discovery),
    };
    let incident = |proofs: &[&str]| Incident {
        reported_at: Some(at("2026-10-02 03:00")),
        evidence: proofs.iter().map(|it| proof(it)).collect(),
        ..leak()
    };
    let clues = |it: &Incident| clues(it, &[], level_of);
    assert_eq!(clues(&incident(&["2025-01-01 00:00"])), [""; 0]);
    assert_eq!(clues(&incident(&["2025-01-01 00:00", "2026-10-01 20:00"])), ["I-C-known"]);
}
