//! Described incidents: the worked examples of the law, X1 to X5.

use super::*;

/// Describes an incident and renders the answer in short.
pub(super) fn described(json: &str) -> String {
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
    I-10 after handling_end
    (agreement) I-A 实施机构和市数据主管部门 by 2026-10-02T23:30:00+08:00
    ");
}

#[test]
fn worked_example_2_one_person_fewer_than_a_million() {
    let json = r#"{"discovered_at":"2026-10-01 23:30","persons":999999,"loss_yuan":300000}"#;
    insta::assert_snapshot!(described(json), @"
    general; pipl true
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
    I-1 保护工作部门和公安机关 by 2026-10-02T00:30:00+08:00
    I-10 after handling_end
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
    I-1 保护工作部门和公安机关 by 2026-10-02T00:30:00+08:00
    I-2 国家网信部门和国务院公安部门 by 2026-10-02T00:40:00+08:00
    I-10 after handling_end
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
