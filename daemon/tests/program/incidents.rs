//! Incidents through the program: handed in, posted and shown with level, class and edition.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

const SETTINGS: &str = "[database]\nurl = \"sqlite:m.db\"\n";

const INCIDENTS: &str = "\
事件编号,单位,标题,事件类型,发现时间,整体中断分钟数,涉及关键信息基础设施,影响一省人口比例（%）,重要数据事件的威胁程度,其他分级标准
A-1,name:某局,停电,DEACCFAC,2026-03-02 09:00,720,否,,,CN-MIIT-DS
A-2,name:某局,泄露,DSDATALEAK,2026-03-02 09:00,,,50,严重,
A-3,name:某局,不明,,2026-03-02 09:00,,,,,
";

/// What the program answers. That there are findings, such as limits that ran out, is no failure.
fn answer(folder: &Path, arguments: &[&str]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_mingjingd"));
    let output = program.args(arguments).current_dir(folder).output().unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?} {shown} {said}");
    shown
}

#[test]
fn incidents_are_shown_with_level_class_and_edition() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mingjing.toml"), SETTINGS).unwrap();
    fs::write(folder.path().join("a.csv"), INCIDENTS).unwrap();
    answer(folder.path(), &["submit", "a.csv", "--kind", "incident", "--party", "name:某局"]);
    answer(folder.path(), &["once"]);
    let shown = answer(folder.path(), &["show", "incidents", "--json"]);
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(
        shown["by_level"],
        json!({ "especially_major": 1, "general": 1, "unknown": 1 }),
        "{shown}"
    );
    let incidents = shown["incidents"].as_array().unwrap();
    let told = |it: &Value| {
        let further = it["further_levels"].as_array().unwrap();
        let further: Vec<_> = further.iter().map(|it| it["level"].clone()).collect();
        json!([it["class"]["category"], it["level"], further])
    };
    let expected = [
        json!(["DE", "general", ["major"]]),
        json!(["DS", "especially_major", []]),
        json!([null, null, []]),
    ];
    assert_eq!(incidents.iter().map(told).collect::<Vec<_>>(), expected);
    assert_eq!(incidents[1]["classification"]["guide_version"], "2025-09");
    let met = incidents[1]["classification"]["conditions"].as_array().unwrap();
    let met: Vec<_> = met.iter().map(|it| (&it["id"], &it["actual"])).collect();
    let (ppm, word) = (json!(500_000), json!("serious"));
    let ids = (json!("population-province"), json!("data-important"));
    assert_eq!(met, [(&ids.0, &ppm), (&ids.1, &word)]);

    // For a person: what presses most first, in lines that fit a terminal, the rest counted.
    let said = answer(folder.path(), &["show", "incidents", "--open"]);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], "A-2（特别重大），name:某局", "{said}");
    assert!(lines[1].starts_with("  运营者报告：逾期未办，期限 2026-03-02 13:00:00 +08:00；另有 "));
    let width = |it: &str| it.chars().map(|it| if it.is_ascii() { 1 } else { 2 }).sum::<usize>();
    assert!(lines.iter().all(|it| width(it) <= 80), "{said}");
    let last = lines.last().unwrap();
    assert!(last.contains("mingjingd incident show"), "{said}");
}
