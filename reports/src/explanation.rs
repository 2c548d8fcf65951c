//! An explanation as plain text for a terminal of 80 columns: from the score down to the rows.
//!
//! What was submitted cannot steer the terminal. What is longer than a line is wide, not cut: it proves.

use config::locale::Words;
use jiff::tz::TimeZone;
use metrics::clean::clean_inline;
use metrics::evaluation::adjusted::{Points, Vetoed};
use metrics::evaluation::explanation::{Dimension, Explanation, Fact, FailedRow, Part, Path};
use metrics::evaluation::scheme::method::Scale;
use metrics::evaluation::scorecard::{ScoreResult, score_text};
use metrics::ratio::Ratio;
use serde_json::Value;

use crate::text::{Cell, left, right, table};
use crate::{gains, marks, wording};

/// Renders an explanation, ending with a line feed; `skipped` facts of each count were passed over.
#[must_use]
pub fn text(it: &Explanation, skipped: u64, zone: &TimeZone, words: &Words) -> String {
    let documents = [&it.scheme, &it.policy].map(|it| wording::document(words, it)).join("  ");
    let mut lines = vec![
        format!("{}  {}  {documents}", wording::name(words, &it.name), it.period),
        wording::instant(it.as_of, zone),
        format!("{}  {}", clean_inline(&it.subject_name), clean_inline(it.subject.as_str())),
    ];
    lines.extend(outcome(it, words));
    lines.push(String::new());
    lines.extend(gains::lines(it.gains.as_deref(), words));
    for dimension in &it.dimensions {
        lines.push(String::new());
        lines.extend(of_dimension(dimension, words));
        for path in &dimension.indicators {
            lines.extend(of_path(path, skipped, words).into_iter().map(|line| format!("  {line}")));
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
    lines.into_iter().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// The score with the grade, then how points and vetoes lead to both.
fn outcome(it: &Explanation, words: &Words) -> Vec<String> {
    let score = match &it.result {
        ScoreResult::Scored { score, .. } => format!("{} {score}", words.get("reports-score")),
        ScoreResult::NotApplicable => words.get("reports-not-applicable"),
    };
    let grade = it.grade.as_ref().map(|band| marks::graded(words, band, !it.vetoes.is_empty()));
    let mut lines = vec![format!("{score}  {}", grade.unwrap_or_default())];
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

    #[expect(clippy::too_many_lines, reason = "a sample of every part")]
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
        let vetoes: Vec<_> =
            evaluation.scorecards.iter().flat_map(|it| it.vetoes.clone()).collect();
        let incident = fact(1, "E-1", Some(2));
        let determination = fact(1, "某审计局 审〔2026〕1号", Some(4));
        let explanation = Explanation {
            scheme: evaluation.scheme.clone(),
            name: evaluation.name.clone(),
            policy: evaluation.policy.clone(),
            period: evaluation.period,
            as_of: evaluation.as_of,
            subject: card.subject.clone(),
            subject_name: card.subject_name.clone(),
            result: card.result.clone(),
            band_of_score: card.band_of_score.clone(),
            gains: Some(sample::gains(card)),
            grade: vetoes.first().map(|it| it.band.clone()),
            dimensions: vec![Dimension::of(&card.dimensions[0], vec![path])],
            adjusted: card.adjusted.clone(),
            counted: [("incident", incident), ("determination:no-ledger", determination)]
                .map(|(name, fact)| (name.to_owned(), part(name, &vetoes[0].count, vec![fact])))
                .into(),
            vetoes,
        };
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        text(&explanation, 5, &zone, &Words::new(language))
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "snapshots of whole texts")]
    fn a_path_leads_from_the_score_to_the_rows() {
        insta::assert_snapshot!(rendered(Language::Zh, true), @r"
        运营机构综合评价  2026-H1  operator（第 3 版）  shanghai（第 2 版）
        2026-07-01 09:00:00 +08:00
        示范数据运营（上海）有限公司  uscc:91310000MADEM0011A
        得分 91.23  不合格（一票否决）
          指标得分 96.23 - 扣分 5.00 + 加分 0.00：91.23
          限额：0.00 至 100.00 分，加分合计不超过 5.00 分（项目默认值）
          仅按得分：良好

        先改什么（按本方案、本时点推算，不构成承诺）：
          incident 一般事件  +5.00
            现有 1 项；减少 1 项 +5.00
            届时等级为“良好”
          O1-1 凭证借贷平衡率  <+0.01
            现为 999999 / 1000000，应为 1000000；先改 1 项 <+0.01
            未关闭问题：F-1 × 3

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

        扣分 incident  一般事件
          1 项 × 5.00 分：5.00 分
          项目默认值
          数量 incident = 1：1 项事实
            aaaaaaaa.. ✓ 与记分卡一致
            1  E-1  凭证<ESC>[2J.csv 第 2 行  r-1a2b3c

        加分 idea  场景创新
          未统计
          项目默认值

        一票否决 no-ledger  未建专账
          未建专账，经认定属实
          达到 1 项，等级不高于“不合格”
          法律依据：SH-AO 18（管理办法原文）
          否决效果来源：项目默认值
          数量 determination:no-ledger = 1：1 项事实
            aaaaaaaa.. ✓ 与记分卡一致
            1  某审计局 审〔2026〕1号  凭证<ESC>[2J.csv 第 4 行  r-1a2b3c

        重新清点，全部事实与记分卡所依据的一致。
        ");
        insta::assert_snapshot!(rendered(Language::En, false), @r"
        Operator evaluation  2026-H1  operator (version 3)  shanghai (version 2)
        2026-07-01 09:00:00 +08:00
        示范数据运营（上海）有限公司  uscc:91310000MADEM0011A
        Score 91.23  unqualified (veto)
          indicators 96.23 - deductions 5.00 + bonuses 0.00: 91.23
          limits: 0.00 to 100.00, bonuses 5.00 in all (project default)
          by the score alone: good

        Mend first (arithmetic of this scheme at this instant, no promise):
          incident general incidents  +5.00
            counted 1; one fewer +5.00
            the grade would then be “good”
          O1-1 balanced vouchers  <+0.01
            now 999999 of 1000000, should be 1000000; the first one <+0.01
            open findings: F-1 × 3

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

        Deduction incident  general incidents
          1 × 5.00 points: 5.00
          project default
          Count incident = 1: 1 facts
            aaaaaaaa.. ✗ not as on the scorecard
            1  E-1  凭证<ESC>[2J.csv row 2  r-1a2b3c

        Bonus idea  innovation
          not counted
          project default

        Veto no-ledger  no ledger
          none was kept, as determined
          from 1 on, the grade is not above “unqualified”
          ground: SH-AO 18 (text of the Measures)
          effect: project default
          Count determination:no-ledger = 1: 1 facts
            aaaaaaaa.. ✗ not as on the scorecard
            1  某审计局 审〔2026〕1号  凭证<ESC>[2J.csv row 4  r-1a2b3c

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
