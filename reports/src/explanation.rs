//! An explanation as plain text for a terminal of 80 columns: from the score down to the rows.
//!
//! What was submitted cannot steer the terminal. What is longer than a line goes on below: it proves.

use config::locale::Words;
use config::mean::mean;
use jiff::tz::TimeZone;
use metrics::clean::clean_inline;
use metrics::evaluation::adjusted::{Points, Vetoed};
use metrics::evaluation::explanation::{Dimension, Explanation, Fact, FailedRow, Part, Path};
use metrics::evaluation::measure::MeasureDefinition;
use metrics::evaluation::scorecard::{ScoreResult, score_text};
use metrics::ratio::Ratio;

use crate::table::{Cell, WIDTH, fold, left, right, table};
use crate::{gains, marks, scale, wording};

/// Blanks before the facts of a count, and before rows that failed.
const INDENT_MAX: usize = 6;

/// Renders an explanation, ending with a line feed; `skipped` facts of each count were passed over.
#[must_use]
pub fn text(it: &Explanation, skipped: u64, zone: &TimeZone, words: &Words) -> String {
    let documents = [&it.scheme, &it.policy].map(|it| wording::document(words, it)).join("  ");
    let mut lines = vec![
        format!("{}  {}  {documents}", wording::name(words, &it.name), it.period),
        wording::instant(it.as_of, zone),
        format!("{}  {}", clean_inline(&it.subject_name), clean_inline(it.subject.as_str())),
    ];
    lines.extend(marks::under_way(words, (it.period, it.as_of), zone));
    lines.extend(outcome(it, words));
    lines.push(String::new());
    lines.extend(gains::lines(it.gains.as_deref(), words));
    for dimension in &it.dimensions {
        lines.push(String::new());
        lines.extend(of_dimension(dimension, words));
        let adds = it.mean.is_arithmetic() && dimension.mean.is_arithmetic();
        for path in &dimension.indicators {
            lines.extend(
                of_path((path, adds), skipped, words).into_iter().map(|line| format!("  {line}")),
            );
        }
    }
    for (kind, points) in it.adjusted.iter().flat_map(marks::points) {
        lines.push(String::new());
        lines.extend(of_points((kind, points), words));
        lines.extend(facts(it, &points.counted, skipped, words));
    }
    for veto in &it.vetoes {
        lines.push(String::new());
        lines.extend(of_veto(veto, words));
        lines.extend(facts(it, &veto.counted, skipped, words));
    }
    let verdict = if it.holds() { "explain-holds" } else { "explain-differs" };
    lines.extend([String::new(), words.get(verdict)]);
    lines.iter().map(|line| fold(line.trim_end())).collect()
}

/// The score with the grade, then how points and vetoes lead to both.
fn outcome(it: &Explanation, words: &Words) -> Vec<String> {
    let score = match &it.result {
        ScoreResult::Scored { score, .. } => format!("{} {score}", words.get("reports-score")),
        ScoreResult::NotApplicable => words.get("reports-not-applicable"),
    };
    let grade = it.grade.as_ref().map(|band| marks::graded(words, band, !it.vetoes.is_empty()));
    let by = words.format("explain-mean", &[("mean", mean(words, &it.mean))]);
    let mut lines = vec![format!("{score}  {}", grade.unwrap_or_default()), format!("  {by}")];
    let based = it.adjusted.as_ref().and_then(|it| Some((it, it.base_nano?)));
    if let (Some((adjusted, base_nano)), ScoreResult::Scored { score, .. }) = (based, &it.result) {
        let sums = [
            ("base", score_text(base_nano)),
            ("taken", score_text(adjusted.taken_nano())),
            ("added", score_text(adjusted.added_nano())),
            ("score", score.clone()),
        ];
        let limits = [
            ("least", score_text(adjusted.least_nano)),
            ("max", score_text(adjusted.bonus_max_nano)),
            ("most", score_text(adjusted.most_nano)),
            ("source", wording::source(words, &adjusted.source)),
        ];
        lines.push(format!("  {}", words.format("explain-reckoned", &sums)));
        lines.push(format!("  {}", words.format("explain-limits", &limits)));
    }
    if !it.vetoes.is_empty() {
        let band = it.band_of_score.as_ref().map(|it| wording::name(words, &it.name).to_owned());
        let band = band.unwrap_or_else(|| words.get("reports-not-applicable"));
        lines.push(format!("  {}", words.format("explain-by-score", &[("grade", band)])));
    }
    lines
}

/// A deduction or a bonus: so many, at so many points each.
fn of_points((kind, it): (&str, &Points), words: &Words) -> Vec<String> {
    let (kind, name) = (words.get(kind), wording::name(words, &it.name));
    let points = it.count.as_ref().map_or_else(
        || words.get("reports-not-counted"),
        |count| {
            let id = if it.max_nano.is_some() { "explain-points-max" } else { "explain-points" };
            let arguments = [
                ("count", count.value.to_string()),
                ("each", score_text(it.each_nano)),
                ("points", score_text(it.points_nano)),
                ("max", it.max_nano.map(score_text).unwrap_or_default()),
            ];
            words.format(id, &arguments)
        },
    );
    vec![
        format!("{kind} {}  {name}", clean_inline(&it.id)),
        format!("  {points}"),
        format!("  {}", wording::source(words, &it.source)),
    ]
}

/// A veto: when it applies, what it leaves of the grade, and on what ground.
fn of_veto(it: &Vetoed, words: &Words) -> Vec<String> {
    let arguments = [
        ("grade", wording::name(words, &it.band.name).to_owned()),
        ("least", it.at_least.to_string()),
        ("ground", wording::source(words, &it.ground)),
        ("source", wording::source(words, &it.source)),
    ];
    let (kind, name) = (words.get("reports-veto"), wording::name(words, &it.name));
    let sentences = ["explain-veto-caps", "explain-veto-ground", "explain-veto-effect"];
    let sentences = sentences.map(|id| format!("  {}", words.format(id, &arguments)));
    let head = [
        format!("{kind} {}  {name}", clean_inline(&it.id)),
        format!("  {}", wording::name(words, &it.condition)),
    ];
    head.into_iter().chain(sentences).collect()
}

/// The facts of a count that stands beside the indicators.
fn facts(it: &Explanation, counted: &str, skipped: u64, words: &Words) -> Vec<String> {
    let part = it.counted.get(counted);
    let lines = part.map(|it| of_part("reports-counted", it, skipped, words)).unwrap_or_default();
    lines.into_iter().map(|line| format!("  {line}")).collect()
}

fn of_dimension(it: &Dimension, words: &Words) -> [String; 3] {
    let weights = (it.weight, it.effective_weight_ppm);
    let head =
        format!("{} {}  {}", it.id, wording::name(words, &it.name), points(it.score_nano, words));
    let by = words.format("explain-mean", &[("mean", mean(words, &it.mean))]);
    let weight = format!("  {}  {}", weight(weights, words), wording::source(words, &it.source));
    [head, weight, format!("  {by}")]
}

/// An indicator, then what it measures, then both counts with their facts, then the rows that failed. What it
/// adds is said where anything is added.
fn of_path((path, adds): (&Path, bool), skipped: u64, words: &Words) -> Vec<String> {
    let it = &path.indicator;
    let weights = weight((it.weight, it.effective_weight_ppm), words);
    let points_added = || points(path.adds_nano, words);
    let adds = if adds {
        words.format("explain-adds", &[("points", points_added())])
    } else {
        String::new()
    };
    let scale = scale::sentence(words, &path.scale, path.direction);
    let mut lines = vec![
        format!("{} {}  {}", it.id, wording::name(words, &it.name), points(it.score_nano, words)),
        format!("  {weights}  {adds}"),
        format!("  {}", wording::source(words, &it.source)),
        format!("  {}", words.format("explain-scale", &[("scale", scale)])),
    ];
    let Some(definition) = path.measure.as_ref() else {
        lines.push(format!("  {}", words.get("reports-not-counted")));
        return lines;
    };
    let Some(measured) = &it.measure else {
        let MeasureDefinition { numerator, denominator, .. } = definition;
        let name = wording::name(words, &definition.name);
        let formula = format!("{name} = {numerator} / {denominator}");
        lines.push(format!("  {formula}  {}", words.get("reports-not-counted")));
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
    for (word, rows, is_more) in [
        ("explain-failed", &path.failed, path.more_failed),
        ("explain-unread", &path.unread, path.more_unread),
    ] {
        if !rows.is_empty() {
            lines.push(format!("  {}", words.get(word)));
            let rows: Vec<_> = rows.iter().map(|it| failed(it, words)).collect();
            lines.extend(rows_of(&rows).lines().map(|line| format!("    {line}")));
        }
        if is_more {
            let next = skipped + u64::try_from(rows.len()).unwrap_or(u64::MAX);
            let more = words.format("explain-more-rows", &[("next", next.to_string())]);
            lines.push(format!("    {more}"));
        }
    }
    lines
}

/// Rows that stand as far in as those of any part do.
fn rows_of(rows: &[Vec<Cell>]) -> String {
    table(rows, WIDTH - INDENT_MAX)
}

fn of_part(word: &str, part: &Part, skipped: u64, words: &Words) -> Vec<String> {
    let facts = &part.count.facts;
    let is_so = words.get(if part.holds { "explain-part-holds" } else { "explain-part-differs" });
    let arguments = [
        ("part", words.get(word)),
        ("name", part.name.clone()),
        ("value", part.count.value.to_string()),
        ("facts", facts.count.to_string()),
    ];
    let hash = facts.sha256.get(..8).unwrap_or_default();
    let mut lines = vec![words.format("explain-part", &arguments), format!("  {hash}.. {is_so}")];
    let rows: Vec<_> = part.facts.iter().map(|it| fact(it, words)).collect();
    lines.extend(rows_of(&rows).lines().map(|line| format!("  {line}")));
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
    let place = place((&it.file_name, &it.sheet), (it.row, it.last_row), "", words);
    vec![
        right(it.value.to_string()),
        left(clean_inline(&it.name)),
        left(place),
        left(clean_inline(&it.receipt)),
    ]
}

fn failed(it: &FailedRow, words: &Words) -> Vec<Cell> {
    let values = [("expected", clean_inline(&it.expected)), ("actual", clean_inline(&it.actual))];
    let word = match (it.expected.is_empty(), it.actual.is_empty()) {
        (true, true) => "explain-empty",
        (true, false) => "explain-value",
        (false, _) => "explain-values",
    };
    vec![
        left(it.rule.clone()),
        left(place((&it.file_name, &it.sheet), (it.row, None), &it.column, words)),
        left(words.format(word, &values)),
    ]
}

/// File, sheet, row or rows, and column, as far as there are any.
fn place(
    (file, sheet): (&str, &str),
    (row, last): (Option<u64>, Option<u64>),
    column: &str,
    words: &Words,
) -> String {
    let row = row.map(|row| match last.filter(|last| *last != row) {
        None => words.format("explain-row", &[("row", row.to_string())]),
        Some(last) => {
            let arguments = [("row", row.to_string()), ("last", last.to_string())];
            words.format("explain-rows", &arguments)
        }
    });
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

#[cfg(test)]
mod tests;
