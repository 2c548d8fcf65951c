//! Instants of rows: what is said to have happened before it could, or is still to come.

use super::*;

const E1: &str = "incident|1|name:甲|乙|||2026-10-01 23:30";

fn act(event: &str, at: &str) -> String {
    let cells = [("record", "act"), ("incident_no", "1"), ("party", "name:甲"), ("event", event)];
    named(&[&cells[..], &[("at", at)]].concat())
}

fn evidence(proves: &str, at: &str) -> String {
    let hash = "a".repeat(64);
    let cells = [("record", "evidence"), ("incident_no", "1"), ("party", "name:甲")];
    named(
        &[&cells[..], &[("event", proves), ("at", at), ("file", "x"), ("sha256", &hash)]].concat(),
    )
}

/// The faults of a file with one incident and a further row.
#[track_caller]
fn check(row: &str, expected: &[&str]) -> CheckedIncidents {
    // The verdict does not depend on the order of the rows.
    let [checked, turned] = [[E1, row], [row, E1]].map(|it| checked_records(&it));
    assert_eq!(checked.faults.counts(), turned.faults.counts());
    let said = checked.faults.kept().iter();
    let said = said.map(|it| format!("{} {} {}", it.rule, it.cause, it.expected));
    assert_eq!(said.collect::<Vec<_>>(), expected, "{row}");
    checked
}

#[test]
fn an_act_follows_the_discovery_unless_others_found_it() {
    let before = "2026-10-01 23:29";
    for (event, _, _) in Event::WORDS {
        let word = event.as_str();
        check(&act(word, "2026-10-01 23:30"), &[]);
        let others = ["discovery", "provider_detection", "defect_found", "defect_report"];
        if others.contains(&word) {
            check(&act(word, before), &[]);
        } else {
            let expected = format!("S-1 1 {word} ≥ 2026-10-01T23:30:00+08:00");
            check(&act(word, before), &[&expected]);
        }
    }
}

#[test]
fn evidence_of_a_report_is_no_older_than_the_discovery() {
    check(&evidence("report", "2026-10-01 23:29"), &["S-1 1 report ≥ 2026-10-01T23:30:00+08:00"]);
    check(&evidence("report", "2026-10-01 23:30"), &[]);
    check(&evidence("notice_exemption", "2024-01-01 00:00"), &[]);
    check(&evidence("discovery", "2026-10-01 20:00"), &[]);
    check(&evidence("", "2020-01-01 00:00"), &[]);
}

/// What the row of an incident leaves open, its acts may say, and what it says they may contradict.
#[test]
fn the_columns_of_a_row_are_judged_with_its_acts() {
    let check = |columns: &[(&str, &str)], acts: &[(&str, &str)], expected: &[&str]| {
        let base = [("incident_no", "1"), ("party", "name:甲"), ("title", "乙")];
        let rows = acts.iter().map(|(event, at)| act(event, at));
        let rows: Vec<String> =
            [named(&[&base[..], columns].concat())].into_iter().chain(rows).collect();
        let found = checked_records(&rows.iter().map(String::as_str).collect::<Vec<_>>());
        let said = found.faults.kept().iter().map(|it| {
            let column = it.place.column.as_deref().unwrap_or_default();
            format!("{} {}:{column} {}", it.rule, it.place.row.unwrap_or_default(), it.expected)
        });
        assert_eq!(said.collect::<Vec<_>>(), expected, "{columns:?} {acts:?}");
    };
    let day = |time: &'static str| format!("2026-10-01 {time}");
    let (early, found, late) = (day("23:29"), day("23:30"), day("23:31"));
    let limit = "≥ 2026-10-01T23:30:00+08:00";
    // Nobody says when it was discovered, or an act does.
    check(&[], &[], &["S-2 2:discovered_at YYYY-MM-DD HH:MM, YYYY-MM-DDTHH:MM:SS+08:00"]);
    check(&[], &[("discovery", &found)], &[]);
    // A report before a discovery that an act tells.
    for (reported, expected) in [(&early, Some(limit)), (&found, None), (&late, None)] {
        let expected = expected.map(|it| format!("S-1 2:reported_at {it}"));
        let expected: Vec<&str> = expected.as_deref().into_iter().collect();
        check(&[("reported_at", reported)], &[("discovery", &found)], &expected);
    }
    let columns = [("discovered_at", &*late), ("reported_at", &*found)];
    check(&columns, &[], &["S-1 2:reported_at ≥ 2026-10-01T23:31:00+08:00"]);
    check(&columns, &[("discovery", &early)], &[]);
    let next_day = [("discovered_at", "2026-10-03 08:00"), ("occurred", "2026-10-02")];
    check(&next_day, &[], &[]);
    check(&next_day, &[("discovery", &found)], &["S-1 2:occurred ≤ 2026-10-01"]);
    // A summary follows the end of handling, whichever rows say so.
    let summary = [("discovered_at", &*early), ("summarised_at", &*found)];
    let handled = "≥ 2026-10-01T23:31:00+08:00";
    check(&summary, &[("handling_end", &found)], &[]);
    check(&summary, &[("handling_end", &late)], &[&format!("S-1 2:summarised_at {handled}")]);
    let handling = [("discovered_at", &*early), ("handled_at", &*late)];
    check(&handling, &[("summary", &found)], &[&format!("S-1 3:at {handled}")]);
    check(&handling, &[("summary", &late)], &[]);
}

#[test]
fn what_lies_ahead_of_the_check_counts_for_nothing() {
    let ahead = "2026-12-31 12:00:01";
    let found = check(&act("agreement_notice", CHECKED), &[]);
    assert_eq!(found.facts[0].incident.acts.len(), 1);
    let expected = ["S-1 1 agreement_notice ≤ 2026-12-31T12:00:00+08:00"];
    let found = check(&act("agreement_notice", ahead), &expected);
    assert_eq!(found.facts[0].incident.acts, []);
    for column in ["discovered_at", "learned_at", "reported_at", "handled_at", "summarised_at"] {
        let right = [("incident_no", "1"), ("party", "name:甲"), ("title", "乙")];
        let discovered = [("discovered_at", "2026-10-01 23:30")];
        let base = if column == "discovered_at" { &[][..] } else { &discovered[..] };
        for (text, faults) in [(CHECKED, 0), (ahead, 1)] {
            let row = named(&[&right[..], base, &[(column, text)]].concat());
            let found = checked_records(&[&row]);
            let counted = found.faults.counts().get("S-1").copied().unwrap_or_default();
            assert_eq!(counted, faults, "{column} {text}");
            let said = serde_json::to_value(&found.facts[0].incident).unwrap();
            assert_eq!(said.get(column).is_some(), faults == 0, "{column} {text}");
        }
    }
}

#[test]
fn a_row_that_contradicts_itself_on_infrastructure_is_told_who_is_bound() {
    for (reporter, cii, expected) in [
        ("", "是", ""),
        ("", "否", ""),
        ("operator", "是", "cii_operator"),
        ("operator", "否", ""),
        ("cii_operator", "是", ""),
        ("cii_operator", "", ""),
        ("cii_operator", "否", "operator"),
        ("central_organ", "是", "cii_operator"),
        ("central_organ", "否", ""),
    ] {
        let right = [("incident_no", "1"), ("party", "name:甲"), ("title", "乙")];
        let said = [("discovered_at", "2026-10-01 23:30"), ("reporter", reporter), ("cii", cii)];
        let found = checked_records(&[&named(&[&right[..], &said].concat())]);
        let faults: Vec<_> =
            found.faults.kept().iter().map(|it| (it.rule, &*it.expected)).collect();
        let wanted: Vec<_> =
            Some(("S-12", expected)).filter(|it| !it.1.is_empty()).into_iter().collect();
        assert_eq!(faults, wanted, "{reporter} {cii}");
    }
}

#[test]
fn a_description_says_each_thing_once_and_in_order() {
    let check = |json: &str, expected: &str| {
        let said = match serde_json::from_str::<ClassifyInput>(json) {
            Ok(_) => described(json),
            Err(error) => error.to_string(),
        };
        assert!(said.contains(expected), "{json}: {said}");
    };
    let whole = r#""outage":[{"scope":"whole","minutes":40,"cii":true}]"#;
    check(r#"{"persons":1,"persons":2000000}"#, "persons is there twice");
    check(&format!("{{{whole},\"outage_whole_minutes\":9}}"), "outage_whole_minutes is said twice");
    check(&format!("{{{whole},\"cii\":false}}"), "cii is said twice");
    let found = r#""discovered_at":"2026-10-01 23:30""#;
    for member in ["handled_at", "reported_at"] {
        let early = format!("{{{found},\"{member}\":\"2026-10-01 23:29\"}}");
        check(&early, &format!("{member} comes before the discovery"));
        check(&early.replace(":29", ":30"), "general");
    }
    // Infrastructure makes its operator's clock run, whoever is said to report.
    let one_hour = "I-1 保护工作部门 by 2026-10-02T00:30:00+08:00";
    check(&format!("{{{found},{whole}}}"), one_hour);
    check(&format!("{{{found},\"cii\":true,\"persons\":1000000}}"), one_hour);
}
