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
        format!("  {weights}  {adds}"),
        format!("  {}", wording::source(words, &it.source)),
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
    ];
    let hash = facts.sha256.get(..8).unwrap_or_default();
    let mut lines = vec![words.format("explain-part", &arguments), format!("  {hash}.. {is_so}")];
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
    others.fold(method, |text, (name, value)| match value {
        Value::Array(points) => {
            points.iter().fold(text, |text, it| format!("{text} {}→{}", it["at"], it["score"]))
        }
        value => format!("{text} {name}={value}"),
    })
}

#[cfg(test)]
mod tests {
    use config::locale::Language;
    use metrics::evaluation::measure::MeasureDefinition;
    use metrics::evaluation::scheme::method::Real;

    use super::*;
    use crate::sample;

    fn rendered(language: Language, holds: bool) -> String {
        let evaluation = sample::evaluation();
        let card = &evaluation.scorecards[2];
        let score = &card.dimensions[0].indicators[0];
        let measured = score.measure.as_ref().unwrap();
        let fact = |value, name: &str, row| Fact {
            label: name.to_owned(),
            name: name.to_owned(),
            value,
            receipt: "r-1a2b3c".to_owned(),
            file_name: "凭证\u{1b}[2J.csv".to_owned(),
            row,
        };
        let part = |name: &str, count: &metrics::evaluation::measure::Count, facts| Part {
            name: name.to_owned(),
            count: count.clone(),
            holds,
            facts,
        };
        let number = |it: f64| Real::new(it).unwrap();
        let path = Path {
            indicator: score.clone(),
            scale: Scale::Goalposts {
                low: number(0.0),
                high: number(1.0),
                scale: number(100.0),
                capped: true,
                log: false,
            },
            measure: Some(MeasureDefinition {
                id: "balance".to_owned(),
                name: score.name.clone(),
                numerator: "vouchers_balanced".to_owned(),
                denominator: "vouchers".to_owned(),
                rule: Some("F-1".to_owned()),
                source: score.source.clone(),
            }),
            numerator: Some(part(
                "vouchers_balanced",
                &measured.numerator,
                vec![fact(99, "2026-04", None), fact(1, "E-1", Some(3))],
            )),
            denominator: Some(part("vouchers", &measured.denominator, Vec::new())),
            failed: vec![FailedRow {
                rule: "F-1".to_owned(),
                receipt: "r-1a2b3c".to_owned(),
                file_name: "凭证.xlsx".to_owned(),
                sheet: "四月".to_owned(),
                row: Some(17),
                column: "debit".to_owned(),
                expected: "100.00".to_owned(),
                actual: "99.00".to_owned(),
            }],
        };
        let explanation = Explanation {
            scheme: evaluation.scheme.clone(),
            name: evaluation.name.clone(),
            policy: evaluation.policy.clone(),
            period: evaluation.period,
            as_of: evaluation.as_of,
            subject: card.subject.clone(),
            subject_name: card.subject_name.clone(),
            result: card.result.clone(),
            dimensions: vec![Dimension::of(&card.dimensions[0], vec![path])],
        };
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        text(&explanation, 5, &zone, &Words::new(language))
    }

    #[test]
    fn a_path_leads_from_the_score_to_the_rows() {
        insta::assert_snapshot!(rendered(Language::Zh, true), @r"
        运营机构综合评价  2026-H1  operator（第 3 版）  shanghai（第 2 版）
        2026-07-01 09:00:00 +08:00
        示范数据运营（上海）有限公司  uscc:91310000MADEM0011A
        得分 91.23  良好

        O1 专账管理  91.23
          权重 50 / 100（占总体 50.00 %）  SH-AO 18（管理办法原文）
          O1-1 凭证借贷平衡率  91.23
            权重 50 / 100（占总体 25.00 %）  贡献 22.81 分
            SH-AO 18（管理办法原文）
            量表：goalposts capped=true high=1.0 log=false low=0.0 scale=100.0
            凭证借贷平衡率 = 999999 / 1000000 = 99.99 %
              SH-AO 18（管理办法原文）
            分子 vouchers_balanced = 999999：999999 项事实
              aaaaaaaa.. ✓ 与记分卡一致
              99  2026-04  凭证<ESC>[2J.csv          r-1a2b3c
               1  E-1      凭证<ESC>[2J.csv 第 3 行  r-1a2b3c
              … 另有 999992 项：--skip 7
            分母 vouchers = 1000000：1000000 项事实
              aaaaaaaa.. ✓ 与记分卡一致
              … 另有 999995 项：--skip 5
            违反该规则的行：
              F-1  凭证.xlsx 四月 第 17 行 debit  “99.00”，应为 100.00

        重新清点，全部事实与记分卡所依据的一致。
        ");
        insta::assert_snapshot!(rendered(Language::En, false), @r"
        Operator evaluation  2026-H1  operator (version 3)  shanghai (version 2)
        2026-07-01 09:00:00 +08:00
        示范数据运营（上海）有限公司  uscc:91310000MADEM0011A
        Score 91.23  good

        O1 separate ledgers  91.23
          weight 50 / 100 (of the whole 50.00 %)  SH-AO 18 (text of the Measures)
          O1-1 balanced vouchers  91.23
            weight 50 / 100 (of the whole 25.00 %)  adds 22.81
            SH-AO 18 (text of the Measures)
            scale: goalposts capped=true high=1.0 log=false low=0.0 scale=100.0
            balanced vouchers = 999999 / 1000000 = 99.99 %
              SH-AO 18 (text of the Measures)
            Numerator vouchers_balanced = 999999: 999999 facts
              aaaaaaaa.. ✗ not as on the scorecard
              99  2026-04  凭证<ESC>[2J.csv        r-1a2b3c
               1  E-1      凭证<ESC>[2J.csv row 3  r-1a2b3c
              … 999992 more: --skip 7
            Denominator vouchers = 1000000: 1000000 facts
              aaaaaaaa.. ✗ not as on the scorecard
              … 999995 more: --skip 5
            Rows that broke the rule:
              F-1  凭证.xlsx 四月 row 17 debit  “99.00”, expected 100.00

        Some facts are not those of the scorecard: see mingjingd evaluation rebuild.
        ");
    }

    #[test]
    fn the_points_of_a_scale_are_told_in_order() {
        let points = r#"{ "method": "piecewise", "points": [
            { "at": 0, "score": 0 }, { "at": 0.8, "score": 60 }, { "at": 1, "score": 100 }] }"#;
        let piecewise = serde_json::from_str(points).unwrap();
        assert_eq!(scale(&piecewise), "piecewise 0.0→0.0 0.8→60.0 1.0→100.0");
    }

    #[test]
    fn a_path_fits_eighty_columns_and_steers_no_terminal() {
        for language in Language::ALL {
            let text = rendered(language, false);
            assert!(!text.contains('\u{1b}'));
            for line in text.lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
            }
        }
    }
}
