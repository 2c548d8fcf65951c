//! Levels, clocks and rows against the worked examples of the law, with the policy pack as shipped.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;

use super::*;
use crate::calendar::Calendar;
use crate::finding::reading;
use crate::form::{Origin, Row};

mod described;
mod levels;
mod types;
mod vcdb;

const PACK: &str = include_str!("../../../config/policies/shanghai/incident.toml");
const TYPES: &str = include_str!("../../../config/policies/shanghai/incident-types.toml");

fn policy() -> IncidentPolicy {
    toml::from_str(PACK).unwrap()
}

fn types() -> Types {
    toml::from_str(TYPES).unwrap()
}

fn shanghai() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap()
}

fn at(text: &str) -> Timestamp {
    parse_instant(text, &shanghai()).unwrap()
}

fn persons(count: u64) -> BTreeMap<Quantity, u64> {
    BTreeMap::from([(Quantity::Persons, count)])
}

fn leak() -> Incident {
    Incident {
        incident_no: "2026-7".to_owned(),
        discovered_at: Some(at("2026-10-01 23:30")),
        figures: persons(1_200_000),
        ..Incident::default()
    }
}

fn clocks_of(incident: &Incident, as_of: &str) -> Clocks {
    let level = classify(&incident.facts(), &policy().thresholds).level;
    let (zone, calendar) = (shanghai(), Calendar::default());
    let context = ClockContext { as_of: at(as_of), zone: &zone, calendar: &calendar };
    clocks(incident, level, &policy().clocks, &context)
}

fn state_of(incident: &Incident, id: ClockId, as_of: &str) -> ClockState {
    let clocks = clocks_of(incident, as_of);
    clocks.statutory.iter().chain(&clocks.agreement).find(|it| it.id == id).unwrap().state
}

#[test]
fn a_report_at_the_last_instant_is_in_time() {
    let reported = |text| Incident { reported_at: Some(at(text)), ..leak() };
    let state = |incident: &Incident, as_of| state_of(incident, ClockId::LocalReport, as_of);
    let later = "2026-10-03 00:00";
    assert_eq!(state(&reported("2026-10-02 03:29:59"), later), ClockState::Met);
    assert_eq!(state(&reported("2026-10-02 03:30"), later), ClockState::Met);
    let clocks = clocks_of(&reported("2026-10-02 03:30"), later);
    assert_eq!(clocks.report().map(|it| it.id), Some(ClockId::LocalReport));
    assert_eq!(state(&reported("2026-10-02 03:30:01"), later), ClockState::Late { by_s: 1 });
    assert_eq!(
        state(&reported("2026-10-02T03:30:00.25+08:00"), later),
        ClockState::Late { by_s: 1 }
    );
    assert_eq!(state(&leak(), "2026-10-02 03:30"), ClockState::Running);
    assert_eq!(state(&leak(), "2026-10-02 03:30:01"), ClockState::Missed);
    // What is reported later was not known then.
    assert_eq!(state(&reported("2026-10-02 05:00"), "2026-10-02 04:00"), ClockState::Missed);
}

#[test]
fn whoever_told_first_starts_the_clock() {
    let told = Incident { learned_at: Some(at("2026-10-01 20:00")), ..leak() };
    let state = |as_of| state_of(&told, ClockId::LocalReport, as_of);
    assert_eq!(state("2026-10-02 00:00"), ClockState::Running);
    assert_eq!(state("2026-10-02 00:01"), ClockState::Missed);
}

#[test]
fn a_clock_that_does_not_apply_or_cannot_be_computed_says_so() {
    let later = "2026-10-03 00:00";
    let small = Incident { figures: persons(999_999), ..leak() };
    assert_eq!(state_of(&small, ClockId::LocalReport, later), ClockState::NotApplicable);
    assert_eq!(state_of(&small, ClockId::Agreement, later), ClockState::Missed);
    assert!(clocks_of(&small, later).pipl_notice);
    assert_eq!(clocks_of(&small, later).report(), None);

    let unknown = Incident { discovered_at: None, ..leak() };
    let missing = Event::Discovery;
    assert_eq!(
        state_of(&unknown, ClockId::LocalReport, later),
        ClockState::NotComputable { missing }
    );
    // Nothing to grade it by, and no beginning: nobody can say that the clock does not apply.
    let blank = Incident { figures: BTreeMap::new(), ..unknown };
    assert_eq!(
        state_of(&blank, ClockId::LocalReport, later),
        ClockState::NotComputable { missing }
    );
    let nobody = Incident { figures: persons(0), ..leak() };
    assert!(!clocks_of(&nobody, later).pipl_notice);
}

#[test]
fn the_summary_is_due_thirty_days_after_handling_until_midnight() {
    // 30 days after 7 October is Friday, 6 November.
    let handled = Incident { handled_at: Some(at("2026-10-07 09:00")), ..leak() };
    let summarised = |text| Incident { summarised_at: Some(at(text)), ..handled.clone() };
    let state = |incident: &Incident| state_of(incident, ClockId::Summary, "2026-12-01 00:00");
    assert_eq!(state(&summarised("2026-11-06 23:59:59")), ClockState::Met);
    assert_eq!(state(&summarised("2026-11-07 00:00")), ClockState::Late { by_s: 1 });
    assert_eq!(state(&handled), ClockState::Missed);
    let missing = Event::HandlingEnd;
    assert_eq!(state(&leak()), ClockState::NotComputable { missing });
}

#[test]
fn a_clock_that_ran_out_is_a_fault() {
    let incident = Incident { reported_at: Some(at("2026-10-02 04:30")), ..leak() };
    let clocks = clocks_of(&incident, "2026-10-05 00:00");
    let party = "name:甲".parse().unwrap();
    let fact = IncidentFact { party, incident, origin: Origin::default() };
    let faults = faults(&fact, &clocks, &shanghai());
    let said = faults.kept().iter().map(|it| {
        let difference = it.difference.as_deref().unwrap_or_default();
        format!("{} {} {} {} {difference}", it.rule, it.cause, it.expected, it.actual)
    });
    assert_eq!(
        said.collect::<Vec<_>>(),
        ["I-5-late 2026-7 2026-10-02T03:30:00+08:00 2026-10-02T04:30:00+08:00 3600"]
    );
}

/// Rows of incidents, given without the cell that says so.
fn checked(lines: &[&str]) -> CheckedIncidents {
    let lines: Vec<String> = lines.iter().map(|it| format!("|{it}")).collect();
    checked_records(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

fn checked_records(lines: &[&str]) -> CheckedIncidents {
    let known_parties = Some(["name:甲".parse().unwrap()].into());
    let (policy, types) = (policy(), types());
    let context =
        IncidentContext { zone: shanghai(), known_parties, policy: &policy, types: &types };
    let mut intake = IncidentIntake::new(context);
    for (number, line) in (2..).zip(lines) {
        let mut cells: Vec<&str> = line.split('|').collect();
        cells.resize(COLUMNS.len(), "");
        intake.row(&Row { number, byte_offset: 0, byte_length: 0, cells: &cells });
    }
    intake.finish()
}

/// A row with these cells.
fn named(cells: &[(&str, &str)]) -> String {
    let cell = |column: &Column| cells.iter().find(|it| it.0 == column.name).map_or("", |it| it.1);
    COLUMNS.iter().map(cell).collect::<Vec<_>>().join("|")
}

/// The faults of one row, and whether the row stays.
#[track_caller]
fn check_row(line: &str, faults: &[&str], stays: bool) {
    let checked = checked(&[line]);
    let said = checked.faults.kept().iter();
    let said = said.map(|it| format!("{} {}", it.rule, it.place.column.as_deref().unwrap_or("-")));
    assert_eq!(said.collect::<Vec<_>>(), faults, "{line}");
    assert_eq!(checked.facts.len(), usize::from(stays), "{line}");
}

#[test]
fn a_row_is_an_incident() {
    let cells = [
        ("incident_no", "2026-7"),
        ("party", "name:甲"),
        ("title", "数据泄露"),
        ("type", "DSDATALEAK"),
        ("occurred", "2026-09"),
        ("discovered_at", "2026-10-01 23:30"),
        ("reported_at", "2026-10-02T03:00:00+08:00"),
        ("reporter", "cii_operator"),
        ("scale", "CN-MIIT-DS"),
        ("persons", "1200000"),
        ("loss_yuan", "300000.50"),
        ("outage_whole_minutes", "30"),
        ("province_share_percent", "0.0001"),
        ("important_data_threat", "较严重"),
        ("report_items", "1;3;2"),
        ("products", "P-1;P-2"),
        ("resources", "R-1"),
        ("description", "说明"),
    ];
    let row = &named(&cells);
    let incident = Incident {
        title: "数据泄露".to_owned(),
        incident_type: Some("DSDATALEAK".to_owned()),
        occurred: PartialDate::new(2026, Some(9), None),
        reported_at: Some(at("2026-10-02 03:00")),
        reporter: Reporter::CiiOperator,
        loss_fen: Some(30_000_050),
        figures: BTreeMap::from([
            (Quantity::Persons, 1_200_000),
            (Quantity::OutageWholeMinutes, 30),
            (Quantity::ProvinceSharePpm, 1),
        ]),
        words: BTreeMap::from([(Matter::ImportantDataThreat, Word::FairlySerious)]),
        scales: vec!["CN-MIIT-DS".to_owned()],
        report_items: vec![1, 2, 3],
        products: vec!["P-1".to_owned(), "P-2".to_owned()],
        resources: vec!["R-1".to_owned()],
        description: "说明".to_owned(),
        ..leak()
    };
    let checked = checked_records(&[row]);
    assert!(checked.faults.is_empty(), "{:?}", checked.faults);
    assert_eq!(checked.facts[0].incident, incident);
    assert_eq!(incident.facts().figures[&Quantity::CiiOutageWholeMinutes], 30);

    let chinese = row.replace("cii_operator", "关键信息基础设施运营者");
    assert_eq!(checked_records(&[&chinese]), checked);

    let canonical = serde_json::to_string(&incident).unwrap();
    assert_eq!(serde_json::from_str::<Incident>(&canonical).unwrap(), incident);
}

#[test]
fn each_fault_of_a_row_is_named() {
    check_row("1|name:甲|乙||2026-10-02|2026-10-01 23:30", &["S-1 occurred"], true);
    check_row("1|name:甲|乙||2026-10-01|2026-10-01 23:30", &[], true);
    check_row("1|name:甲|乙||2026-10|2026-10-01 23:30", &[], true);
    check_row("1|name:甲|乙|||2026-10-01 23:30||2026-10-01 23:29", &["S-1 reported_at"], true);
    check_row("1|name:甲|乙|||2026-10-01 23:30||2026-10-01 23:30", &[], true);
    check_row(
        "1|name:甲|乙|||2026-10-01 23:30|||2026-10-01 23:29|2026-10-01 23:28",
        &["S-1 handled_at", "S-1 summarised_at"],
        true,
    );
    check_row("1|name:甲|乙", &["S-2 discovered_at"], true);
    check_row("1|name:甲|乙||||2026-10-01 23:30", &[], true);
    check_row("1|name:甲|乙|XX||2026-10-01 23:30", &["S-3 type"], true);
    check_row("1|name:丙|乙|||2026-10-01 23:30", &["R-7 party"], true);
    check_row("", &["R-5 incident_no", "R-5 party", "R-5 title"], false);
    check_row("1|91310000MADEM0011B|乙|||2026-10-01 23:30", &["R-10 party"], false);
}

#[test]
fn each_cell_that_cannot_be_read_is_named() {
    let wrong = [
        ("occurred", "10月"),
        ("discovered_at", "2026-10-01"),
        ("learned_at", "昨天"),
        ("reporter", "police"),
        ("cii", "perhaps"),
        ("persons", "1,000"),
        ("loss_yuan", "-1"),
        ("outage_whole_minutes", "1.5"),
        ("province_share_percent", "100.0001"),
        ("prefecture_share_percent", "-1"),
        ("content_recognised", "serious"),
    ];
    let right = [("incident_no", "1"), ("party", "name:甲"), ("title", "乙")];
    let checked = checked_records(&[&named(&[&right[..], &wrong].concat())]);
    let found = checked.faults.kept().iter();
    let mut found: Vec<_> = found.map(|it| (it.place.column.as_deref(), it.rule)).collect();
    found.sort_unstable();
    let mut expected: Vec<_> = wrong.map(|(column, _)| (Some(column), "R-6")).to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!(checked.facts, []);
}

/// A row of an act or of evidence of incident 1, by the cells that such rows have.
fn addition(record: &str, cells: &[(&str, &str)]) -> String {
    let head = [("record", record), ("incident_no", "1"), ("party", "name:甲")];
    named(&[&head, cells].concat())
}

#[test]
fn acts_and_evidence_belong_to_the_incident_of_their_file_in_any_order() {
    let sha256 = "AB".repeat(32);
    let incident = "|1|name:甲|乙|||2026-10-01 23:30".to_owned();
    let rows = [
        addition(
            "act",
            &[("event", "supplement"), ("at", "2026-10-03 08:00"), ("report_items", "4；5")],
        ),
        addition(
            "处置行为",
            &[("event", "控制事态"), ("at", "2026-10-02 08:00"), ("description", "隔离")],
        ),
        addition(
            "evidence",
            &[
                ("file", "日志.zip"),
                ("sha256", &sha256),
                ("at", "2026-10-01 23:00"),
                ("event", "discovery"),
            ],
        ),
        incident,
    ];
    let forth: Vec<&str> = rows.iter().map(String::as_str).collect();
    let back: Vec<&str> = forth.iter().rev().copied().collect();
    let [found, turned] = [checked_records(&forth), checked_records(&back)];
    assert!(found.faults.is_empty(), "{:?}", found.faults);
    assert_eq!((found.rows, found.facts.len()), (4, 1));
    assert_eq!(found.facts[0].incident, turned.facts[0].incident);

    let incident = &found.facts[0].incident;
    assert_eq!(incident.at(Event::Containment), Some(at("2026-10-02 08:00")));
    assert_eq!(incident.at(Event::Supplement), Some(at("2026-10-03 08:00")));
    assert_eq!(incident.acts[1].items, [4, 5]);
    assert_eq!(incident.acts[0].note, "隔离");
    assert_eq!(incident.evidence[0].sha256, sha256.to_lowercase());
    assert_eq!(incident.evidence[0].proves, Some(Event::Discovery));
    let canonical = serde_json::to_string(incident).unwrap();
    assert_eq!(serde_json::from_str::<Incident>(&canonical).unwrap(), *incident);
}

#[test]
fn an_act_without_its_incident_or_without_its_instant_is_named() {
    let check = |row: String, faults: &[&str]| {
        let incident = "|1|name:甲|乙|||2026-10-01 23:30";
        let checked = checked_records(&[incident, &row]);
        let said = checked.faults.kept().iter();
        let said =
            said.map(|it| format!("{} {}", it.rule, it.place.column.as_deref().unwrap_or("-")));
        assert_eq!(said.collect::<Vec<_>>(), faults, "{row}");
        assert_eq!(checked.facts.len(), 1, "the incident stays");
    };
    let act = |cells: &[(&str, &str)]| addition("act", cells);
    let done = [("event", "containment"), ("at", "2026-10-02 08:00")];
    check(act(&done), &[]);
    check(act(&done).replacen("act|1|", "act|2|", 1), &["S-4 incident_no"]);
    check(act(&done[..1]), &["R-5 at"]);
    check(act(&done[1..]), &["R-5 event"]);
    check(act(&[("event", "party"), done[1]]), &["R-6 event"]);
    check(act(&[done[0], done[1], ("report_items", "9")]), &["R-6 report_items"]);
    check(act(&[done[0], done[1], ("report_items", "0")]), &["R-6 report_items"]);
    let proof = [("file", "a"), ("sha256", "12"), ("at", "2026-10-01 23:00")];
    check(addition("evidence", &proof), &["R-6 sha256"]);
    check(addition("evidence", &[]), &["R-5 at", "R-5 file", "R-5 sha256"]);
    check(addition("paper", &[]), &["R-6 record"]);
}

#[test]
fn the_same_number_with_other_content_is_a_conflict_in_any_order() {
    let first = "1|name:甲|乙|||2026-10-01 23:30";
    let second = "1|name:甲|丙|||2026-10-01 23:30";
    for rows in [[first, second, first], [second, first, first]] {
        let checked = checked(&rows);
        assert_eq!(checked.facts, []);
        let rules: Vec<_> = checked.faults.kept().iter().map(|it| it.rule).collect();
        assert_eq!(rules, [reading::DUPLICATE]);
    }
    assert_eq!(checked(&[first, first]).facts.len(), 1);
    assert_eq!(checked(&[first, "1|name:丁|乙|||2026-10-01 23:30"]).facts.len(), 2);
}

#[test]
fn a_veris_record_is_an_incident_without_clocks() {
    let record = |month: u8| {
        let json = format!(
            r#"{{"incident_id":"A-1","security_incident":"Confirmed",
                "timeline":{{"incident":{{"year":2026,"month":{month}}}}},
                "attribute":{{"confidentiality":{{"data_disclosure":"Yes",
                    "data":[{{"variety":"Personal","amount":2000000}}]}}}}}}"#
        );
        serde_json::from_str::<veris::Record>(&json).unwrap()
    };
    let (policy, types) = (policy(), types());
    let context =
        IncidentContext { zone: shanghai(), known_parties: None, policy: &policy, types: &types };
    let mut intake = IncidentIntake::new(context);
    let party = || "name:甲".parse().unwrap();
    intake.record(party(), record(9), Origin { row: 1, ..Origin::default() });
    intake.record(party(), record(13), Origin { row: 2, ..Origin::default() });
    let checked = intake.finish();
    assert_eq!(checked.rows, 2);
    let fault = &checked.faults.kept()[0];
    assert_eq!((fault.rule, fault.actual.as_str()), ("R-6", "2026-13-1 is no date"));

    let incident = &checked.facts[0].incident;
    let missing = Event::Discovery;
    assert_eq!(
        state_of(incident, ClockId::LocalReport, "2026-10-03 00:00"),
        ClockState::NotComputable { missing }
    );
}

#[test]
fn every_clock_of_the_pack_names_its_source() {
    let policy = policy();
    let statutory = policy.clocks.statutory.iter();
    assert!(statutory.into_iter().all(|it| it.source.instrument == "CN-NIR"));
    let agreement = policy.clocks.agreement.iter();
    assert!(agreement.into_iter().all(|it| it.source.instrument == "default"));
    assert_eq!(policy.thresholds.effective_from, date(2025, 11, 1));
}
