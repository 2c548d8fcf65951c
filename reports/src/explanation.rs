//! An explanation as plain text for a terminal of 80 columns: from the score down to the rows.
//!
//! What was submitted cannot steer the terminal. What is longer than a line is wide, not cut: it proves.

use config::locale::Words;
use jiff::tz::TimeZone;
use metrics::clean::clean_inline;
use metrics::evaluation::explanation::{Dimension, Explanation, Fact, FailedRow, Part, Path};
use metrics::evaluation::scheme::method::Scale;
use metrics::evaluation::scorecard::{ScoreResult, score_text};
use metrics::ratio::Ratio;
use serde_json::Value;

use crate::text::{Cell, left, right, table};
use crate::wording;

/// Renders an explanation, ending with a line feed; `skipped` facts of each count were passed over.
#[must_use]
pub fn text(it: &Explanation, skipped: u64, zone: &TimeZone, words: &Words) -> String {
    let documents = [&it.scheme, &it.policy].map(|it| wording::document(words, it)).join("  ");
    let mut lines = vec![
        format!("{}  {}  {documents}", wording::name(words, &it.name), it.period),
        wording::instant(it.as_of, zone),
        format!("{}  {}", clean_inline(&it.subject_name), clean_inline(it.subject.as_str())),
        match &it.result {
            ScoreResult::Scored { score, band, .. } => {
                format!(
                    "{} {score}  {}",
                    words.get("reports-score"),
                    wording::name(words, &band.name)
                )
            }
            ScoreResult::NotApplicable => words.get("reports-not-applicable"),
        },
    ];
    for dimension in &it.dimensions {
        lines.push(String::new());
        lines.extend(of_dimension(dimension, words));
        for path in &dimension.indicators {
            lines.extend(of_path(path, skipped, words).into_iter().map(|line| format!("  {line}")));
        }
    }
    let verdict = if it.holds() { "explain-holds" } else { "explain-differs" };
    lines.extend([String::new(), words.get(verdict)]);
    lines.into_iter().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn of_dimension(it: &Dimension, words: &Words) -> [String; 2] {
    let weights = (it.weight, it.effective_weight_ppm);
    let head =
        format!("{} {}  {}", it.id, wording::name(words, &it.name), points(it.score_nano, words));
    [head, format!("  {}  {}", weight(weights, words), wording::source(words, &it.source))]
}

/// An indicator, then what it measures, then both counts with their facts, then the rows that failed.
fn of_path(path: &Path, skipped: u64, words: &Words) -> Vec<String> {
    let it = &path.indicator;
    let adds = points(it.contribution_nano(), words);
    let weights = weight((it.weight, it.effective_weight_ppm), words);
    let adds = words.format("explain-adds", &[("points", &adds)]);
    let mut lines = vec![
        format!("{} {}  {}", it.id, wording::name(words, &it.name), points(it.score_nano, words)),
        format!("  {weights}  {adds}  {}", wording::source(words, &it.source)),
        format!("  {}", words.format("explain-scale", &[("scale", &scale(&path.scale))])),
    ];
    let Some((measured, definition)) = it.measure.as_ref().zip(path.measure.as_ref()) else {
        lines.push(format!("  {}", words.get("reports-not-counted")));
        return lines;
    };
    let ratio =
        measured.ratio.map_or_else(|| words.get("reports-not-applicable"), |it| it.to_string());
    let (above, below) = (measured.numerator.value, measured.denominator.value);
    let name = wording::name(words, &definition.name);
    lines.push(format!("  {name} = {above} / {below} = {ratio}"));
    lines.push(format!("    {}", wording::source(words, &definition.source)));
    let parts =
        [("reports-numerator", &path.numerator), ("reports-denominator", &path.denominator)];
    for (word, part) in parts {
        let Some(part) = part else { continue };
        lines.extend(
            of_part(word, part, skipped, words).into_iter().map(|line| format!("  {line}")),
        );
    }
    if !path.failed.is_empty() {
        lines.push(format!("  {}", words.get("explain-failed")));
        let rows: Vec<_> = path.failed.iter().map(|it| failed(it, words)).collect();
        lines.extend(table(&rows).lines().map(|line| format!("    {line}")));
    }
    lines
}

fn of_part(word: &str, part: &Part, skipped: u64, words: &Words) -> Vec<String> {
    let facts = &part.count.facts;
    let is_so = words.get(if part.holds { "explain-part-holds" } else { "explain-part-differs" });
    let arguments = [
        ("part", words.get(word)),
        ("name", part.name.clone()),
        ("value", part.count.value.to_string()),
        ("facts", facts.count.to_string()),
        ("hash", facts.sha256.get(..8).unwrap_or_default().to_owned()),
        ("holds", is_so),
    ];
    let mut lines = vec![words.format("explain-part", &arguments)];
    let rows: Vec<_> = part.facts.iter().map(|it| fact(it, words)).collect();
    lines.extend(table(&rows).lines().map(|line| format!("  {line}")));
    let listed = u64::try_from(part.facts.len()).unwrap_or(u64::MAX);
    let more = facts.count.saturating_sub(skipped).saturating_sub(listed);
    if 0 < more {
        let arguments = [("more", more.to_string()), ("next", (skipped + listed).to_string())];
        lines.push(format!("  {}", words.format("explain-more", &arguments)));
    }
    lines
}

/// What a fact adds, what it is called, and where it stands.
fn fact(it: &Fact, words: &Words) -> Vec<Cell> {
    let place = place((&it.file_name, "", it.row, ""), words);
    vec![
        right(it.value.to_string()),
        left(clean_inline(&it.name)),
        left(place),
        left(clean_inline(&it.receipt)),
    ]
}

fn failed(it: &FailedRow, words: &Words) -> Vec<Cell> {
    let values = [("expected", clean_inline(&it.expected)), ("actual", clean_inline(&it.actual))];
    vec![
        left(it.rule.clone()),
        left(place((&it.file_name, &it.sheet, it.row, &it.column), words)),
        left(words.format("explain-values", &values)),
    ]
}

/// File, sheet, row and column, as far as there are any.
fn place((file, sheet, row, column): (&str, &str, Option<u64>, &str), words: &Words) -> String {
    let row = row.map(|row| words.format("explain-row", &[("row", &row.to_string())]));
    let parts =
        [clean_inline(file), clean_inline(sheet), row.unwrap_or_default(), clean_inline(column)];
    parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

fn points(nano: Option<i64>, words: &Words) -> String {
    nano.map_or_else(|| words.get("reports-not-applicable"), score_text)
}

fn weight((weight, effective_ppm): (u32, i64), words: &Words) -> String {
    let effective = Ratio::from_ppm(effective_ppm).to_string();
    words.format("explain-weight", &[("weight", weight.to_string()), ("effective", effective)])
}

/// A scale in the words of its scheme: the method, then its settings.
fn scale(it: &Scale) -> String {
    let Ok(Value::Object(settings)) = serde_json::to_value(it) else { return String::new() };
    let method = settings.get("method").and_then(Value::as_str).unwrap_or_default().to_owned();
    let others = settings.iter().filter(|(name, _)| *name != "method");
    others.fold(method, |text, (name, value)| format!("{text} {name}={value}"))
}
