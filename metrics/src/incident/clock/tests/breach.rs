//! What is a fault, what is a clue, and of what people are reminded.

use super::*;
use crate::finding::Fault;
use crate::incident::facts::Evidence;

#[test]
fn an_exemption_counts_with_its_reason_and_the_authority_is_told_all_the_same() {
    let later = "2026-10-03 00:00";
    let mut exemption = act(Event::NoticeExemption, "2026-10-02 09:00");
    let bare = with(leak(), [exemption.clone()]);
    assert_eq!(state_of(&bare, ClockId::IndividualNotice, later), ClockState::Open);
    assert_eq!(said(&faults_at(bare.clone(), later)), ["I-5-missed", "L-3-reason"]);
    // Nobody asks for a reason where the individuals were told, or where nobody has to tell them.
    let told = with(bare, [act(Event::IndividualNotice, "2026-10-02 08:00")]);
    assert_eq!(said(&faults_at(told, later)), ["I-5-missed"]);
    let nobody = Incident { figures: persons(0), ..leak() };
    assert_eq!(said(&faults_at(with(nobody, [exemption.clone()]), later)), [""; 0]);
    exemption.note = "数据已加密，密钥未泄露".to_owned();
    let reasoned = with(leak(), [exemption]);
    assert_eq!(state_of(&reasoned, ClockId::IndividualNotice, later), ClockState::Done);
    assert_eq!(state_of(&reasoned, ClockId::AuthorityNotice, later), ClockState::Open);
}

fn faults_at(incident: Incident, as_of: &str) -> Vec<Fault> {
    let clocks = clocks_of(&incident, as_of);
    let (policy, zone) = (&*POLICY, shanghai());
    let context = ClockContext { as_of: at(as_of), zone: &zone, calendar: &CALENDAR };
    // The agreement's clock is not what these tests are about.
    let found = faults(&fact(incident), &clocks, (&policy.clocks, &context));
    found.into_iter().filter(|it| !it.rule.starts_with("I-A")).collect()
}

fn said(faults: &[Fault]) -> Vec<&str> {
    faults.iter().map(|it| it.rule).collect()
}

#[test]
fn a_clock_that_ran_out_is_a_fault() {
    let incident = Incident { reported_at: Some(at("2026-10-02 04:30")), ..leak() };
    let faults = faults_at(incident.clone(), "2026-10-05 00:00");
    let said = faults.iter().map(|it| {
        let difference = it.difference.as_deref().unwrap_or_default();
        format!("{} {} {} {} {difference}", it.rule, it.cause, it.expected, it.actual)
    });
    assert_eq!(
        said.collect::<Vec<_>>(),
        ["I-5-late 2026-7 2026-10-02T03:30:00+08:00 2026-10-02T04:30:00+08:00 3600"]
    );
    assert_eq!(self::said(&faults_at(incident.clone(), "2026-10-02 04:29")), ["I-5-missed"]);
    assert_eq!(self::said(&faults_at(incident, "2026-10-02 03:30")), Vec::<&str>::new());
}

#[test]
fn a_first_report_holds_items_1_and_2_and_is_completed() {
    let reported = |items: &[u8]| Incident {
        reported_at: Some(at("2026-10-02 03:00")),
        report_items: items.to_vec(),
        ..leak()
    };
    let (late, later) = ("2026-10-04 03:00", "2026-10-04 03:00:01");
    let completion = |incident: &Incident| state_of(incident, ClockId::Completion, later);
    let check = |incident: &Incident, as_of, rules: &[&str]| {
        assert_eq!(said(&faults_at(incident.clone(), as_of)), rules);
    };
    let unsaid = ClockState::NotComputable { missing: Missing::ReportItems };
    assert_eq!(completion(&reported(&[])), unsaid);
    check(&reported(&[]), later, &[]);
    let complete = ClockState::NotApplicable { because: Inapplicable::Complete };
    assert_eq!(completion(&reported(&[1, 2, 3, 4, 5, 6, 7])), complete);
    check(&reported(&[1, 2, 3, 4, 5, 6, 7]), later, &[]);

    let preliminary = reported(&[1, 2]);
    assert_eq!(completion(&preliminary), ClockState::Open);
    check(&preliminary, late, &[]);
    check(&preliminary, later, &["I-11-open"]);
    check(&reported(&[1, 3]), late, &["I-11-lacking"]);
    check(&reported(&[2]), later, &["I-11-lacking", "I-11-open"]);
    let lacking = faults_at(reported(&[2, 3]), late).remove(0);
    assert_eq!((lacking.expected, lacking.actual), ("1;2".to_owned(), "2;3".to_owned()));
    assert_eq!(lacking.difference.as_deref(), Some("1"));

    // A supplement begins the silence anew; what brings the rest ends it.
    let brings = |items: &[u8], text| Act { items: items.to_vec(), ..act(Event::Supplement, text) };
    let half = with(preliminary, [brings(&[3, 4], "2026-10-03 03:00")]);
    assert_eq!(completion(&half), ClockState::Open);
    check(&half, later, &[]);
    check(&half, "2026-10-05 03:00:01", &["I-11-open"]);
    let whole = with(half, [brings(&[5, 6, 7], "2026-10-03 09:00")]);
    let done = clock_of(&whole, ClockId::Completion, later);
    assert_eq!((done.state, done.done_at), (ClockState::Done, Some(at("2026-10-03 09:00"))));
    check(&whole, "2026-12-05 03:00:01", &[]);
}

#[test]
fn a_stage_result_is_reported_by_a_later_supplement() {
    let supplement = |text| act(Event::Supplement, text);
    let contained = with(leak(), [act(Event::Containment, "2026-10-02 12:00")]);
    let state = |incident: &Incident| state_of(incident, ClockId::StageReport, "2026-10-09 00:00");
    assert_eq!(state(&contained), ClockState::Open);
    assert_eq!(state(&with(contained.clone(), [supplement("2026-10-02 11:59")])), ClockState::Open);
    assert_eq!(state(&with(contained, [supplement("2026-10-02 12:00")])), ClockState::Done);
}

/// The clues of an incident, given what was handed in before, as receipt, instant and content.
fn clues(
    incident: &Incident,
    (received, earlier): (&str, &[(&str, &str, &Incident)]),
    as_of: &str,
) -> Vec<Fault> {
    let (policy, zone) = (&*POLICY, shanghai());
    let context = ClockContext { as_of: at(as_of), zone: &zone, calendar: &CALENDAR };
    let earlier: Vec<Version<'_>> = (earlier.iter())
        .map(|&(receipt, text, incident)| Version { incident, receipt, received_at: at(text) })
        .collect();
    let current = Version { incident, receipt: "R-2", received_at: at(received) };
    let rules = (level_of, &policy.clocks);
    concealed(&fact(incident.clone()), (current, &earlier), rules, &context)
}

#[test]
fn evidence_of_earlier_knowledge_is_a_clue_where_it_changes_the_verdict() {
    let evidence = |text, proves| Evidence {
        file: "日志.zip".to_owned(),
        sha256: "a".repeat(64),
        effective_at: at(text),
        proves,
    };
    let incident = |evidence| Incident {
        reported_at: Some(at("2026-10-02 03:00")),
        evidence: vec![evidence],
        ..leak()
    };
    let later = "2026-10-05 00:00";
    let clues = |incident: &Incident| clues(incident, (later, &[]), later);
    let discovery = Some(Event::Discovery);
    // Reported 3 h 30 min after the claimed discovery; 4 h and a second after what is proven.
    let found = clues(&incident(evidence("2026-10-01 22:59:59", discovery)));
    assert_eq!(said(&found), ["I-C-known"]);
    assert_eq!(found[0].expected, "2026-10-01T22:59:59+08:00");
    assert_eq!(found[0].actual, "2026-10-01T23:30:00+08:00");
    assert!(found[0].arguments.contains(&("proof", "日志.zip".to_owned())));
    assert_eq!(clues(&incident(evidence("2026-10-01 23:00", discovery))), []);
    assert_eq!(clues(&incident(evidence("2026-10-01 20:00", None))), []);
    let plan = with(
        Incident { reported_at: Some(at("2026-10-02 03:00")), ..leak() },
        [act(Event::PlanStart, "2026-10-01 20:00")],
    );
    assert_eq!(said(&clues(&plan)), ["I-C-known"]);
    // What is late as claimed is no clue but a fault.
    let late = Incident { reported_at: Some(at("2026-10-02 09:00")), ..plan };
    assert_eq!(clues(&late), []);
}

#[test]
fn a_later_version_that_undoes_a_breach_is_a_clue_with_both_receipts() {
    let (before, after) = ("2026-10-02 03:30", "2026-10-02 03:30:01");
    let first = leak();
    let check = |changed: &Incident, received, rules: &[&str]| {
        let earlier = [("R-1", "2026-10-02 00:00", &first)];
        let found = clues(changed, (received, &earlier), "2026-10-05 00:00");
        assert_eq!(said(&found), rules, "{changed:?} {received}");
        if let Some(it) = found.first() {
            assert!(it.arguments.contains(&("before", "R-1".to_owned())));
            assert!(it.arguments.contains(&("after", "R-2".to_owned())));
        }
    };
    let lower = Incident { figures: persons(999_999), ..leak() };
    check(&lower, before, &[]);
    check(&lower, after, &["I-C-changed"]);
    let moved = Incident { discovered_at: Some(at("2026-10-02 01:00")), ..leak() };
    check(&moved, before, &[]);
    check(&moved, after, &["I-C-changed"]);
    // A report that was in time and is told of afterwards is no clue.
    let told = Incident { reported_at: Some(at("2026-10-02 03:00")), ..leak() };
    check(&told, after, &[]);
    // Nor is a change after which it is as late as before.
    let fewer = Incident { figures: persons(1_000_000), ..leak() };
    check(&fewer, after, &[]);
}

#[test]
fn people_are_reminded_at_half_and_nine_tenths_of_the_time() {
    let (policy, zone) = (&*POLICY, shanghai());
    let incident = leak();
    // 4 h: half after 2 h, nine tenths after 3 h 36 min.
    for (as_of, step, next) in [
        ("2026-10-01 23:30", None, Some("2026-10-02 01:30")),
        ("2026-10-02 01:29:59", None, Some("2026-10-02 01:30")),
        ("2026-10-02 01:30", Some(500_000), Some("2026-10-02 03:06")),
        ("2026-10-02 03:05:59", Some(500_000), Some("2026-10-02 03:06")),
        ("2026-10-02 03:06", Some(900_000), Some("2026-10-02T03:30:00.000000001+08:00")),
        ("2026-10-02 03:30", Some(900_000), Some("2026-10-02T03:30:00.000000001+08:00")),
        ("2026-10-02 03:30:01", None, Some("2026-10-02 11:30")),
    ] {
        let context = ClockContext { as_of: at(as_of), zone: &zone, calendar: &CALENDAR };
        let clocks = clocks_of(&incident, as_of);
        let due = reminders(&incident, &clocks, (&policy.clocks, &context));
        let due = due.iter().find(|it| it.clock.id == ClockId::LocalReport);
        assert_eq!(due.map(|it| it.step), step, "{as_of}");
        let change = next_change(&incident, &clocks, (&policy.clocks, &context));
        assert_eq!(change, next.map(at), "{as_of}");
    }
}

#[test]
fn people_are_reminded_of_a_preliminary_report_each_day() {
    let (policy, zone) = (&*POLICY, shanghai());
    let incident =
        Incident { reported_at: Some(at("2026-10-02 03:00")), report_items: vec![1, 2], ..leak() };
    for (as_of, step) in [
        ("2026-10-03 02:59:59", None),
        ("2026-10-03 03:00", Some(1)),
        ("2026-10-04 02:59:59", Some(1)),
        ("2026-10-04 03:00", Some(2)),
        ("2026-10-12 03:00", Some(10)),
    ] {
        let context = ClockContext { as_of: at(as_of), zone: &zone, calendar: &CALENDAR };
        let clocks = clocks_of(&incident, as_of);
        let due = reminders(&incident, &clocks, (&policy.clocks, &context));
        let due = due.iter().find(|it| it.clock.id == ClockId::Completion);
        assert_eq!(due.map(|it| it.step), step, "{as_of}");
    }
}
