//! Levels, clocks and rows against the worked examples of the law, with the policy pack as shipped.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;

use super::*;
use crate::authority::Authority;
use crate::calendar::Calendar;
use crate::finding::reading;
use crate::form::Row;
use crate::party::PartyKind;

mod levels;
mod order;
mod types;
mod vcdb;

const PACK: &str = include_str!("../../../config/policies/shanghai/incident.toml");
const TYPES: &str = include_str!("../../../config/policies/shanghai/incident-types.toml");

/// When the rows are checked.
const CHECKED: &str = "2026-12-31 12:00";

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

/// Describes an incident and renders the answer in short.
fn described(json: &str) -> String {
    let input: ClassifyInput = serde_json::from_str(json).unwrap();
    let (zone, calendar) = (shanghai(), Calendar::default());
    let context = ClockContext { as_of: Timestamp::UNIX_EPOCH, zone: &zone, calendar: &calendar };
    let output = match classify_described(&input, &policy(), &context) {
        Ok(output) => output,
        Err(error) => return error.to_string(),
    };
    let clock = |it: &DescribedClock| {
        format!("{} {} by {}", it.id.as_str(), it.receiver.zh, it.due_at.as_deref().unwrap_or("?"))
    };
    let mut lines =
        vec![format!("{}; pipl {}", output.level.as_str(), output.pipl_notice_required)];
    let actual = |compared: Compared| match compared {
        Compared::Figure { actual, .. } => actual.to_string(),
        Compared::Word { actual, .. } => actual.to_string(),
    };
    let matched = |it: &Matched| format!("{} {}", it.id, actual(it.compared));
    lines.extend(output.conditions.iter().map(matched));
    lines.extend(output.withheld.iter().map(|it| format!("withheld: {}", matched(it))));
    lines.extend(output.clocks.iter().map(clock));
    lines.extend(
        output.later.iter().map(|it| format!("{} after {}", it.id.as_str(), it.starts.as_str())),
    );
    lines.extend(output.agreement.iter().map(|it| format!("(agreement) {}", clock(it))));
    let further = |it: &Classification| format!("by {}: {}", it.scale, it.level.as_str());
    lines.extend(output.further.iter().map(further));
    lines.extend(output.ignored.iter().map(|it| format!("{it} ignored")));
    lines.join("\n")
}

#[test]
fn worked_example_1_a_leak_of_1_2_million_persons() {
    let json =
        r#"{"discovered_at":"2026-10-01T23:30:00+08:00","reporter":"operator","persons":1200000}"#;
    insta::assert_snapshot!(described(json), @"
    fairly_major; pipl true
    personal-information 1200000
    I-5 属地省级网信部门（上海市委网信办） by 2026-10-02T03:30:00+08:00
    I-8 行业主管监管部门 by ?
    L-1 履行个人信息保护职责的部门 by ?
    L-3 个人 by ?
    L-4 用户和利害关系人 by ?
    L-4-report 有关主管部门 by ?
    L-6 本单位应急预案 by ?
    L-6-report 有关主管部门 by ?
    I-7 after crime_suspicion
    I-9 after containment
    I-10 after handling_end
    I-12 after provider_detection
    L-5 after defect_found
    (agreement) I-A 实施机构和市数据主管部门 by 2026-10-02T23:30:00+08:00
    ");
}

#[test]
fn worked_example_2_one_person_fewer_than_a_million() {
    let json = r#"{"discovered_at":"2026-10-01 23:30","persons":999999,"loss_yuan":300000}"#;
    insta::assert_snapshot!(described(json), @"
    general; pipl true
    L-1 履行个人信息保护职责的部门 by ?
    L-3 个人 by ?
    L-4 用户和利害关系人 by ?
    L-4-report 有关主管部门 by ?
    L-6 本单位应急预案 by ?
    L-6-report 有关主管部门 by ?
    I-7 after crime_suspicion
    I-12 after provider_detection
    L-5 after defect_found
    (agreement) I-A 实施机构和市数据主管部门 by 2026-10-02T23:30:00+08:00
    ");
}

#[test]
fn worked_example_3_a_main_function_down_for_exactly_two_hours() {
    let json = r#"{"discovered_at":"2026-10-01T15:30:00Z","reporter":"cii_operator",
        "outage":[{"scope":"main","minutes":120,"cii":true}]}"#;
    insta::assert_snapshot!(described(json), @"
    fairly_major; pipl false
    cii-outage-main 120
    I-1 保护工作部门 by 2026-10-02T00:30:00+08:00
    I-1-police 公安机关 by 2026-10-02T00:30:00+08:00
    I-8 行业主管监管部门 by ?
    I-7 after crime_suspicion
    I-9 after containment
    I-10 after handling_end
    I-12 after provider_detection
    L-5 after defect_found
    (agreement) I-A 实施机构和市数据主管部门 by 2026-10-02T23:30:00+08:00
    ");
}

#[test]
fn worked_example_4_a_whole_infrastructure_down_for_two_hours() {
    let json = r#"{"discovered_at":"2026-10-01 23:30","reporter":"cii_operator",
        "reported_at":"2026-10-02 00:10","outage":[{"scope":"whole","minutes":120,"cii":true}]}"#;
    insta::assert_snapshot!(described(json), @"
    major; pipl false
    cii-outage-whole 120
    I-1 保护工作部门 by 2026-10-02T00:30:00+08:00
    I-1-police 公安机关 by 2026-10-02T00:30:00+08:00
    I-2 国家网信部门和国务院公安部门 by 2026-10-02T00:40:00+08:00
    I-8 行业主管监管部门 by ?
    I-7 after crime_suspicion
    I-9 after containment
    I-10 after handling_end
    I-12 after provider_detection
    L-5 after defect_found
    (agreement) I-A 实施机构和市数据主管部门 by 2026-10-02T23:30:00+08:00
    ");
}

#[test]
fn worked_example_5_a_loss_of_exactly_100_million() {
    for loss in ["100000000", "100000000.00", "1e8", "\"100000000.00\""] {
        let json = format!(r#"{{"loss_yuan":{loss}}}"#);
        assert_eq!(described(&json).lines().next(), Some("especially_major; pipl false"), "{loss}");
    }
    let json = r#"{"loss_yuan":99999999.99}"#;
    assert_eq!(described(json).lines().next(), Some("major; pipl false"));
}

#[test]
fn a_description_is_read_whole_or_refused() {
    let ordinary = r#"{"outage":[{"scope":"whole","minutes":9999,"cii":false}],"color":"red"}"#;
    insta::assert_snapshot!(described(ordinary), @"
    general; pipl false
    I-7 after crime_suspicion
    I-12 after provider_detection
    L-5 after defect_found
    (agreement) I-A 实施机构和市数据主管部门 by ?
    color ignored
    ");
    assert_eq!(
        described(r#"{"discovered_at":"2026-10-01"}"#),
        r#"discovered_at is "2026-10-01", not YYYY-MM-DD HH:MM or RFC 3339 with offset"#,
    );
    assert_eq!(described(r#"{"persons":1.5}"#), "persons is not a whole number of at least 0");
    assert_eq!(described(r#"{"persons":-1}"#), "persons is not a whole number of at least 0");
    assert_eq!(described(r#"{"persons":null}"#).lines().next(), Some("general; pipl false"));
    for json in [r#"{"reporter":"nobody"}"#, r#"{"loss_yuan":-1}"#, r#"{"loss_yuan":0.001}"#] {
        assert!(serde_json::from_str::<ClassifyInput>(json).is_err(), "{json}");
    }
}

#[test]
fn before_the_rules_were_in_force_no_statutory_clock_runs() {
    let json = r#"{"discovered_at":"2025-10-31 23:59","persons":1000000}"#;
    assert!(!described(json).contains("I-5"));
    let json = r#"{"discovered_at":"2025-11-01 00:00","persons":1000000}"#;
    assert!(described(json).contains("I-5"));
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

/// Rows of incidents, given without the cell that says so.
fn checked(lines: &[&str]) -> CheckedIncidents {
    let lines: Vec<String> = lines.iter().map(|it| format!("|{it}")).collect();
    checked_records(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

fn checked_records(lines: &[&str]) -> CheckedIncidents {
    handed_in(lines, Some(PartyKind::DataAuthority))
}

/// Rows that the party 甲 hands in, of such a kind in the register, or without a register.
fn handed_in(lines: &[&str], kind: Option<PartyKind>) -> CheckedIncidents {
    let sender: crate::party::PartyId = "name:甲".parse().unwrap();
    let authority = kind.map(|kind| Authority { kinds: [(sender.clone(), kind)].into(), sender });
    let (policy, types) = (policy(), types());
    let context = IncidentContext {
        at: at(CHECKED),
        zone: shanghai(),
        authority,
        policy: &policy,
        types: &types,
    };
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
fn what_is_said_of_anothers_incident_counts_for_nothing() {
    let rows = [
        "|1|name:甲|乙|||2026-10-01 23:30",
        "|1|name:乙|x|||2026-10-01 23:30",
        "act|1|name:乙||||||||||",
        "evidence|2|name:乙||||||||||",
        "|1|name:乙||||",
    ];
    let found = |kind| {
        let checked = handed_in(&rows, kind);
        let about = |it: &&crate::finding::Fault| it.rule == reading::AUTHORITY;
        let refused = checked.faults.kept().iter().filter(about);
        let refused: Vec<String> = refused
            .map(|it| {
                format!("#{} {} {} {:?}", it.place.row.unwrap(), it.cause, it.actual, it.subject)
            })
            .collect();
        let others = checked.faults.total() - refused.len() as u64;
        (checked.facts.len(), refused, others)
    };
    let refused = ["#3 name:乙 1 name:甲 None", "#5 name:乙 2 name:甲 None"].map(str::to_owned);
    for kind in [PartyKind::Operator, PartyKind::Department] {
        assert_eq!(found(Some(kind)), (1, refused.to_vec(), 0), "{kind:?}");
    }
    for kind in [Some(PartyKind::DataAuthority), Some(PartyKind::ImplementingBody), None] {
        let (facts, refused, others) = found(kind);
        assert_eq!((facts, refused), (2, Vec::new()), "{kind:?}");
        assert!(0 < others, "what the rows say is read and judged");
    }
}

#[test]
fn a_number_has_no_control_characters() {
    for (number, faults) in
        [("1", 0), ("1 号", 0), ("1\r\nBcc: x", 1), ("1\u{1b}", 1), ("1\u{85}2", 1)]
    {
        let row = format!("|{number}|name:甲|乙|||2026-10-01 23:30");
        let checked = checked_records(&[&row]);
        let found: Vec<_> = checked.faults.kept().iter().map(|it| it.rule).collect();
        assert_eq!(found, vec![reading::CELL_INVALID; faults], "{number:?}");
        assert_eq!(checked.facts.len(), 1 - faults);
    }
}

#[test]
fn an_incident_that_is_told_twice_stays_one_in_any_order() {
    let first = "1|name:甲|乙|||2026-10-01 23:30";
    let second = "1|name:甲|丙|||2026-10-01 23:30";
    for rows in [[first, second, first], [second, first, first]] {
        let checked = checked(&rows);
        assert_eq!(checked.facts.len(), 1);
        assert_eq!(checked.facts[0].incident.title, "丙", "the least");
        let rules: Vec<_> = checked.faults.kept().iter().map(|it| it.rule).collect();
        assert_eq!(rules, [reading::DUPLICATE]);
    }
    assert_eq!(checked(&[first, first]).facts.len(), 1);
    assert_eq!(checked(&[first, "1|name:丁|乙|||2026-10-01 23:30"]).facts.len(), 2);
}

#[test]
fn every_clock_of_the_pack_names_its_source() {
    let policy = policy();
    let statutory = policy.clocks.statutory.iter();
    assert!(statutory.into_iter().all(|it| it.source.instrument.starts_with("CN-")));
    let agreement = policy.clocks.agreement.iter();
    assert!(agreement.into_iter().all(|it| it.source.instrument == "default"));
    assert_eq!(policy.thresholds.effective_from, date(2025, 11, 1));
}
