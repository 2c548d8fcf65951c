//! Documents that are made from the code: tables and examples between markers. The test compares
//! them; with `MINGJING_UPDATE_DOCS=1` it writes them.

use std::fmt::Write as _;
use std::fs;

use config::policy::Policy;
use daemon::formats::Format;
use jiff::tz::TimeZone;
use metrics::form::{CellKind, columns};
use metrics::incident::{Bearer, ClassifyInput, ClockContext, Limit, classify_described};
use metrics::kind::Kind;
use metrics::ledger::{Sums, roll_forward};
use metrics::money::Currency;
use metrics::source::Source;

use crate::tree;
use crate::world::instant;

/// A part of a document: its marker, and how it is made.
type Part = (&'static str, fn() -> String);

/// The documents, each with the parts that are made here.
const DOCUMENTS: [(&str, &[Part]); 2] = [
    (
        "docs/formats.md",
        &[
            ("formats", formats),
            ("columns", all_columns),
            ("rules", rules),
            ("clocks", clocks),
            ("unchecked", unchecked),
            ("due", due),
            ("classify-input", classify_input),
            ("classify-output", classify_output),
            ("balances", balances),
        ],
    ),
    ("docs/sources.md", &[("instruments", instruments), ("confidence", confidence)]),
];

#[test]
fn documents_are_made_from_the_code() {
    for (path, parts) in DOCUMENTS {
        let text = tree::read(path);
        let mut made = text.clone();
        for (part, make) in parts {
            made = splice(&made, part, &make()).unwrap_or_else(|| panic!("{path} has no {part}"));
        }
        if std::env::var_os("MINGJING_UPDATE_DOCS").is_some() {
            fs::write(tree::root().join(path), made).unwrap();
        } else {
            assert!(made == text, "{path} is out of date; run again with MINGJING_UPDATE_DOCS=1");
        }
    }
}

#[test]
fn a_part_that_is_out_of_date_is_seen() {
    let text = "a\n<!-- made: x -->\nold\n<!-- end -->\nb\n";
    let made = splice(text, "x", "new\n").unwrap();
    assert_eq!(made, "a\n<!-- made: x -->\n\nnew\n\n<!-- end -->\nb\n");
    assert_eq!(splice(&made, "x", "new\n").unwrap(), made);
    assert_eq!(splice(text, "y", "new"), None);
}

/// The text with what stands between the markers of a part replaced; `None` without markers.
fn splice(text: &str, part: &str, body: &str) -> Option<String> {
    let (before, rest) = text.split_once(&format!("<!-- made: {part} -->\n"))?;
    let (_, after) = rest.split_once("<!-- end -->")?;
    Some(format!("{before}<!-- made: {part} -->\n\n{body}\n<!-- end -->{after}"))
}

/// A table row; what would end a cell is written so that it does not.
fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|it| it.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | ")).replace("  |", " |")
}

fn head(cells: &[&str]) -> String {
    format!("{}{}\n", row(cells), "|---".repeat(cells.len()) + "|")
}

/// What a source is called in a table.
fn cited(source: &Source) -> String {
    let article = if source.article.is_empty() { "" } else { " " };
    format!("{}{article}{} ({})", source.instrument, source.article, source.confidence.as_str())
}

fn formats() -> String {
    let mut text = head(&["`--format`", "by ending", "kinds"]);
    for format in Format::ALL {
        let endings = ["csv", "xlsx", "json", "jsonl", "ndjson"].map(|ending| {
            let promised = Format::of_file_name(&format!("a.{ending}"));
            (promised == Some(format)).then(|| format!("`.{ending}`"))
        });
        let endings = endings.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let endings = if endings.is_empty() { "–" } else { &endings };
        let kinds = Kind::ALL.into_iter().filter(|it| format.carries(*it));
        let kinds = kinds.map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
        text += &row(&[&format!("`{format}`"), endings, &kinds]);
    }
    text
}

fn all_columns() -> String {
    let mut text = String::new();
    for kind in Kind::ALL {
        // Writing to a string cannot fail.
        let _ = write!(text, "### `{kind}`\n\n");
        text += &head(&["column", "列名", "in the file", "cell", "what goes in", "填写内容"]);
        for it in columns(kind) {
            let required = if it.required { "required" } else { "" };
            let (name, cell) = (format!("`{}`", it.name), cell(it.cell));
            text += &row(&[&name, it.name_zh, required, &cell, it.note, it.note_zh]);
        }
        text.push('\n');
    }
    text.trim_end().to_owned() + "\n"
}

/// What a cell holds; the words of a list in both languages.
fn cell(kind: CellKind) -> String {
    let text = match kind {
        CellKind::Words(words) => {
            let pair = |(en, zh): &(&str, &str)| {
                if en == zh { format!("`{en}`") } else { format!("`{en}` {zh}") }
            };
            return words.iter().map(pair).collect::<Vec<String>>().join(", ");
        }
        CellKind::Text => "text",
        CellKind::Currency => "currency",
        CellKind::Date => "day",
        CellKind::Month => "month",
        CellKind::Instant => "day and time",
        CellKind::Amount => "decimal",
        CellKind::AmountFromZero => "decimal from 0",
        CellKind::Count => "whole number",
    };
    text.to_owned()
}

fn rules() -> String {
    let mut text = head(&["rule", "kind", "severity", "what", "名称", "rests on"]);
    for it in Policy::builtin().rules {
        let kind = it.kind.map_or("all", Kind::as_str);
        let id = if it.enabled { format!("`{}`", it.id) } else { format!("`{}` (off)", it.id) };
        let severity = it.severity.as_str();
        text += &row(&[&id, kind, severity, &it.name.en, &it.name.zh, &cited(&it.basis)]);
    }
    text
}

fn clocks() -> String {
    let mut text =
        head(&["clock", "of", "from level", "starts", "ends", "limit", "told", "告知", "rests on"]);
    let clocks = Policy::builtin().incident.clocks;
    for it in clocks.statutory.iter().chain(&clocks.agreement) {
        let words = |words: Vec<&str>| {
            words.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
        };
        let of = match it.by {
            Bearer::Party => words(it.reporters.iter().map(|it| it.as_str()).collect()),
            Bearer::Receiver => "the receiver".to_owned(),
            Bearer::Provider => "a provider".to_owned(),
        };
        let limit = match it.limit {
            Limit::Minutes(it) => format!("{it} min"),
            Limit::Hours(it) => format!("{it} h"),
            Limit::Days(it) => format!("{it} days"),
            Limit::AtOnce => "at once".to_owned(),
            Limit::AsRuled => "as ruled elsewhere".to_owned(),
        };
        text += &row(&[
            it.id.as_str(),
            &of,
            &words(vec![it.level_at_least.as_str()]),
            &words(vec![it.starts.as_str()]),
            &words(it.ends.iter().map(|it| it.as_str()).collect()),
            &limit,
            &it.receiver.en,
            &it.receiver.zh,
            &cited(&it.source),
        ]);
    }
    text
}

fn unchecked() -> String {
    let mut text = head(&["duty", "what", "内容", "why a person has to look", "原因", "rests on"]);
    for it in Policy::builtin().incident.clocks.unchecked {
        let source = cited(&it.source);
        text += &row(&[&it.id, &it.duty.en, &it.duty.zh, &it.reason.en, &it.reason.zh, &source]);
    }
    text
}

fn json(value: &impl serde::Serialize) -> String {
    format!("```json\n{}\n```\n", serde_json::to_string_pretty(value).unwrap())
}

/// Five working days from before the National Day holidays, whose days the State Council sets.
fn due() -> String {
    json(&Policy::builtin().calendar().due("2025-09-30".parse().unwrap(), 5).unwrap())
}

const DESCRIBED: &str = r#"{
  "discovered_at": "2026-03-02 09:00",
  "reporter": "operator",
  "persons": 1000000,
  "loss_yuan": 4999999.99,
  "outage": [{ "scope": "whole", "minutes": 45, "cii": false }],
  "important_data_threat": "fairly_serious",
  "scale": ["CN-MIIT-DS"]
}"#;

fn classify_input() -> String {
    format!("```json\n{DESCRIBED}\n```\n")
}

fn classify_output() -> String {
    let policy = Policy::builtin();
    let input: ClassifyInput = serde_json::from_str(DESCRIBED).unwrap();
    let (zone, calendar) = (TimeZone::get("Asia/Shanghai").unwrap(), policy.calendar());
    let as_of = instant("2026-03-02T02:00:00Z");
    let context = ClockContext { as_of, zone: &zone, calendar: &calendar };
    json(&classify_described(&input, &policy.incident, &context).unwrap())
}

fn balances() -> String {
    let sums = |debit_minor, credit_minor| Sums { debit_minor, credit_minor };
    let movement = sums(106_000, 30_000);
    let cny = (Currency::CNY, 2);
    let bank = roll_forward("1002", "银行存款", cny, sums(10_000_000, 0), movement).unwrap();
    json(&serde_json::json!({ "balances": [bank] }))
}

fn instruments() -> String {
    let mut text = head(&["id", "instrument", "文件", "number", "in force", "known from"]);
    for it in Policy::builtin().instruments {
        let from = it.effective_from.map(|day| day.to_string()).unwrap_or_default();
        let to = it.effective_to.map(|day| format!(" – {day}")).unwrap_or_default();
        let id = format!("`{}`", it.id);
        let force = format!("{from}{to}");
        let known = it.confidence.as_str();
        text += &row(&[&id, &it.title.en, &it.title.zh, &it.number, &force, known]);
    }
    text
}

/// How many rules of the pack are known how well.
fn confidence() -> String {
    let policy = Policy::builtin();
    let mut counts = std::collections::BTreeMap::new();
    for rule in &policy.rules {
        *counts.entry(rule.basis.confidence).or_insert(0) += 1;
    }
    let mut text = head(&["confidence", "rules"]);
    for (confidence, count) in counts {
        text += &row(&[confidence.as_str(), &count.to_string()]);
    }
    text
}
