//! An evaluation as plain text for a terminal of 80 columns: one table, by what rules, then the dimensions
//! and indicators of each subject with what was taken, added or vetoed.
//!
//! Columns are aligned by display width, and submitted text cannot steer the terminal.

use config::agreement::agreement;
use metrics::clean::clean_inline;
use metrics::evaluation::adjusted::Points;
use metrics::evaluation::scorecard::{
    DimensionScore, IndicatorScore, ScoreResult, Scorecard, score_text,
};
use metrics::opinion::agreement::beside;

use crate::table::{Cell, WIDTH, fold, left, right, table};
use crate::xlsx::Report;
use crate::{marks, wording};

/// Renders the evaluation, ending with a line feed.
#[must_use]
pub fn evaluation(report: &Report<'_>) -> String {
    let evaluation = report.evaluation;
    let mut text = fold(&format!(
        "{}  {}  {}",
        wording::name(report.words, &evaluation.name),
        evaluation.period,
        wording::instant(evaluation.as_of, report.zone),
    ));
    text.extend(marks::reservations(report).iter().map(|it| fold(it)));
    text.push('\n');
    text.push_str(&summary(report));
    text.push('\n');
    text.push_str(&rules(report));
    for (indicator, panel) in beside(evaluation) {
        text.push_str(&fold(&clean_inline(&agreement(report.words, indicator, panel))));
    }
    for (_, scorecard) in evaluation.ranked() {
        text.push('\n');
        text.push_str(&scorecard_text(report, scorecard));
    }
    text
}

/// Who stands where. What there is no rank among has no column of it.
fn summary(report: &Report<'_>) -> String {
    let words = report.words;
    let word = |id: &str| words.get(&format!("reports-{id}"));
    let not_applicable = || words.get("reports-not-applicable");
    let is_ranked = !report.evaluation.is_of_one();
    let mut heads = vec![left(word("subject"))];
    heads.extend(is_ranked.then(|| right(word("rank"))));
    heads.extend([right(word("score")), left(word("grade")), left(word("verdict"))]);
    heads.extend(is_ranked.then(|| left(word("interval"))));
    let row = |(rank, scorecard): (Option<usize>, &Scorecard)| {
        let score = match &scorecard.result {
            ScoreResult::Scored { score, .. } => score.clone(),
            ScoreResult::NotApplicable => not_applicable(),
        };
        let rank = rank.map_or_else(String::new, |rank| rank.to_string());
        let mut row = vec![left(clean_inline(&scorecard.subject_name))];
        row.extend(is_ranked.then(|| right(rank)));
        let grade = marks::grade(words, scorecard).unwrap_or_default();
        row.extend([right(score), left(grade), left(marks::verdict(words, scorecard))]);
        row.extend(is_ranked.then(|| left(marks::interval(words, scorecard))));
        row
    };
    let rows = report.evaluation.ranked().into_iter().map(row);
    table(&std::iter::once(heads).chain(rows).collect::<Vec<_>>(), WIDTH)
}

/// By what rules: the mean, missing data, what a mean needs, rounding, draws.
fn rules(report: &Report<'_>) -> String {
    let Report { evaluation, words, .. } = *report;
    let lines = [
        ("reports-mean", marks::means(words, evaluation)),
        ("reports-missing", wording::missing(words, evaluation.missing)),
        ("reports-threshold", marks::threshold(words, evaluation.threshold.as_ref())),
        ("reports-rounding", wording::rounding(words, evaluation.rounding)),
        ("reports-robustness", marks::draws(words, evaluation.robustness.as_ref())),
    ];
    let rows = lines.map(|(id, line)| vec![left(words.get(id)), left(line)]);
    table(&rows, WIDTH)
}

/// The indicators of one subject, under its name.
fn scorecard_text(report: &Report<'_>, scorecard: &Scorecard) -> String {
    let words = report.words;
    let name = clean_inline(&scorecard.subject_name);
    let mut text = fold(&format!("{name}  {}", clean_inline(scorecard.subject.as_str())));
    if !scorecard.findings.is_empty() {
        let rules = wording::findings(&scorecard.findings);
        text.push_str(&fold(&words.format("reports-open-findings", &[("rules", &rules)])));
    }
    for waived in &scorecard.waived {
        text.push_str(&fold(&clean_inline(&wording::waived(words, waived))));
    }
    let heads = [
        left(words.get("reports-indicator-id")),
        left(words.get("reports-indicator")),
        right(words.get("reports-numerator")),
        right(words.get("reports-denominator")),
        right(words.get("reports-ratio")),
        right(words.get("reports-score")),
        left(words.get("reports-source")),
    ];
    let mut rows = vec![Vec::from(heads)];
    for dimension in &scorecard.dimensions {
        rows.push(dimension_row(report, dimension));
        rows.extend(dimension.indicators.iter().map(|it| indicator_row(report, it)));
    }
    text.push_str(&table(&rows, WIDTH));
    text.push_str(&outcome(report, scorecard));
    text
}

/// What stands beside the indicators: points, vetoes, and how much the grade can bear.
fn outcome(report: &Report<'_>, scorecard: &Scorecard) -> String {
    let words = report.words;
    let mut text = String::new();
    if let Some(adjusted) = &scorecard.adjusted {
        let heads = ["points-kind", "points-name", "counted", "points-each", "points", "source"];
        let heads = heads.map(|id| left(words.get(&format!("reports-{id}"))));
        let rows = marks::points(adjusted).map(|it| points_row(report, it));
        let rows: Vec<_> = std::iter::once(heads.into()).chain(rows).collect();
        text.push_str(&table(&rows, WIDTH));
    }
    let vetoes = scorecard.vetoes.iter().map(|it| marks::veto(words, scorecard, it));
    let standing = scorecard
        .robustness
        .as_ref()
        .map(|it| words.format("reports-shares", &[("shares", marks::shares(words, it))]));
    let lines = marks::reckoned(words, scorecard).into_iter().chain(vetoes).chain(standing);
    text.extend(lines.map(|line| fold(&line)));
    text
}

fn points_row(report: &Report<'_>, (kind, points): (&str, &Points)) -> Vec<Cell> {
    let words = report.words;
    let count = points.count.as_ref().map(|it| it.value.to_string());
    let each = score_text(points.each_nano);
    let most = |it| words.format("reports-points-most", &[("points", score_text(it))]);
    let each = points.max_nano.map_or_else(|| each.clone(), |it| format!("{each} {}", most(it)));
    vec![
        left(words.get(kind)),
        left(wording::name(words, &points.name).to_owned()),
        right(count.unwrap_or_else(|| words.get("reports-not-counted"))),
        right(each),
        right(score_text(points.points_nano)),
        left(wording::source(words, &points.source)),
    ]
}

/// What its indicators come to, above them.
fn dimension_row(report: &Report<'_>, dimension: &DimensionScore) -> Vec<Cell> {
    let words = report.words;
    let score =
        dimension.score_nano.map_or_else(|| words.get("reports-not-applicable"), score_text);
    let none = || right(String::new());
    vec![
        left(dimension.id.clone()),
        left(wording::name(words, &dimension.name).to_owned()),
        none(),
        none(),
        none(),
        right(score),
        left(wording::source(words, &dimension.source)),
    ]
}

fn indicator_row(report: &Report<'_>, indicator: &IndicatorScore) -> Vec<Cell> {
    let words = report.words;
    let not_applicable = || words.get("reports-not-applicable");
    let not_counted = || words.get("reports-not-counted");
    let measure = indicator.measure.as_ref();
    let count = |value: Option<u64>| value.map_or_else(not_counted, |it| it.to_string());
    let ratio = measure.and_then(|it| it.ratio).map(|it| it.to_string());
    vec![
        left(format!("  {}", indicator.id)),
        left(wording::name(words, &indicator.name).to_owned()),
        right(count(measure.map(|it| it.numerator.value))),
        right(count(measure.map(|it| it.denominator.value))),
        right(ratio.unwrap_or_else(not_applicable)),
        right(indicator.score_nano.map_or_else(not_applicable, score_text)),
        left(wording::source(words, &indicator.source)),
    ]
}

#[cfg(test)]
mod tests {
    use config::locale::{Language, Words};
    use jiff::tz::TimeZone;

    use super::*;
    use crate::sample;

    fn rendered(language: Language) -> String {
        let words = Words::new(language);
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        evaluation(&Report {
            evaluation: &sample::evaluation(),
            issuer: "示范市数据主管部门",
            audit_head: "1f2e",
            by_one_hand: false,
            zone: &zone,
            words: &words,
        })
    }

    #[test]
    fn nothing_submitted_steers_the_terminal() {
        for language in Language::ALL {
            let text = rendered(language);
            assert!(!text.contains(['\u{1b}', '\u{202e}']));
            assert!(text.contains("<ESC>[2J<U+202E>"));
        }
    }

    #[test]
    fn every_line_fits_eighty_columns() {
        for language in Language::ALL {
            for line in rendered(language).lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= WIDTH, "{line}");
            }
        }
    }

    /// The eighty columns show that a year is not over, and that a single subject has no rank.
    #[test]
    fn what_a_reader_has_to_know_stands_before_the_grades() {
        let mut evaluation = sample::evaluation();
        evaluation.period = "2026".parse().unwrap();
        evaluation.scorecards.truncate(1);
        let head = |language| {
            let words = Words::new(language);
            let zone = TimeZone::get("Asia/Shanghai").unwrap();
            let text = super::evaluation(&Report {
                evaluation: &evaluation,
                issuer: "",
                audit_head: "",
                by_one_hand: false,
                zone: &zone,
                words: &words,
            });
            text.lines().take(8).collect::<Vec<_>>().join("\n")
        };
        insta::assert_snapshot!(head(Language::En), @r#"
        Operator evaluation  2026  2026-07-01 09:00:00 +08:00
        The period is under way until 2026-12-31: these scores count facts until
          2026-07-01 09:00:00 +08:00, and what follows may change them.
        A single subject is graded: it has no rank among others.

        Subject                                     Score  Grade               Otherwise
        =HYPERLINK("http://x","示范                 79.99  unqualified (veto)  holds
        ")<ESC>[2J<U+202E>
        "#);
        insta::assert_snapshot!(head(Language::Zh), @r#"
        运营机构综合评价  2026  2026-07-01 09:00:00 +08:00
        期间到 2026-12-31 才结束：得分只计入截至 2026-07-01 09:00:00 +08:00 的事实，此后
          的事实可能改变得分。
        只评价一个对象，没有与其他对象比较的排名。

        评价对象                                    得分  等级                换一种选择
        =HYPERLINK("http://x","示范                79.99  不合格（一票否决）  不变
        ")<ESC>[2J<U+202E>
        "#);
    }

    #[test]
    fn columns_are_aligned_by_width() {
        insta::assert_snapshot!(rendered(Language::Zh), @r#"
        运营机构综合评价  2026-H1  2026-07-01 09:00:00 +08:00

        评价对象                排名    得分  等级                换一种选择  排名 5–95%
        示范数据运营（上海）有     1   91.23  良好                会变        1-2.5
        限公司
        =HYPERLINK("http://x",     2   79.99  不合格（一票否决）  不变        1-2.5
        "示范
        ")<ESC>[2J<U+202E>
        示范未计分单位                不适用                      不适用      不适用

        合成方法  加权算术平均
        缺失数据  无数值的指标不计分，其权重按比例分给同一维度的其他指标；整个维度无数值
                  时，分给其他维度。
        数据门槛  适用的权重中至少 50.00 % 有数值才计分（项目默认值）。
        舍入规则  总分四舍五入，保留 2 位小数，再按舍入后的分数定等级。
        稳健性    抽样 1000 次，种子 1（项目默认值）。占排名变动的份额：权重单独
                  25.00 %，连同交互 100.00 %。

        示范数据运营（上海）有限公司  uscc:91310000MADEM0011A
        未关闭问题：F-1×3
        指标编号  指标              分子     分母     比率    得分  依据
        O1        专账管理                                   91.23  SH-AO 18（管理办法原
                                                                    文）
          O1-1    凭证借贷平衡率  999999  1000000  99.99 %   91.23  SH-AO 18（管理办法原
                                                                    文）
          O1-2    凭证借贷平衡率  未统计   未统计   不适用  不适用  项目默认值
        O2        专账管理                                  不适用  项目默认值
          O2-1    凭证借贷平衡率       0        0   不适用  不适用  项目默认值
        类别  事项      数量    每项分值  分值  依据
        扣分  一般事件       1      5.00  5.00  项目默认值
        加分  场景创新  未统计      5.00  0.00  项目默认值
        指标得分 96.23，扣 5.00（不低于 0.00），加 0.00（合计至多 5.00，总分不高于
          100.00），总分 91.23（限度：项目默认值）
        抽样中各等级所占份额：良好 75.00 %  不合格 25.00 %

        =HYPERLINK("http://x","示范")<ESC>[2J<U+202E>  name:甲
        未关闭问题：F-1×3
        豁免，不计为未关闭：F-4×2，至 2026-09-30，依据 示范〔2026〕1号，批准人 wang，理
          由：科目体系切换=HYPERLINK("http://x","示范")<ESC>[2J<U+202E>
        指标编号  指标              分子     分母     比率    得分  依据
        O1        专账管理                                   79.99  SH-AO 18（管理办法原
                                                                    文）
          O1-1    凭证借贷平衡率  999999  1000000  99.99 %   79.99  SH-AO 18（管理办法原
                                                                    文）
          O1-2    凭证借贷平衡率  未统计   未统计   不适用  不适用  项目默认值
        O2        专账管理                                  不适用  项目默认值
          O2-1    凭证借贷平衡率       0        0   不适用  不适用  项目默认值
        类别  事项      数量    每项分值  分值  依据
        扣分  一般事件       1      5.00  5.00  项目默认值
        加分  场景创新  未统计      5.00  0.00  项目默认值
        指标得分 84.99，扣 5.00（不低于 0.00），加 0.00（合计至多 5.00，总分不高于
          100.00），总分 79.99（限度：项目默认值）
        一票否决：未建专账。未建专账，经认定属实（1 项）。等级不高于“不合格”（按得分为良
          好）。法律依据：SH-AO 18（管理办法原文）；否决效果：项目默认值。
        抽样中各等级所占份额：良好 75.00 %  不合格 25.00 %

        示范未计分单位  name:乙
        未关闭问题：F-1×3
        指标编号  指标              分子     分母     比率    得分  依据
        O1        专账管理                                  不适用  SH-AO 18（管理办法原
                                                                    文）
          O1-1    凭证借贷平衡率  999999  1000000  99.99 %  不适用  SH-AO 18（管理办法原
                                                                    文）
          O1-2    凭证借贷平衡率  未统计   未统计   不适用  不适用  项目默认值
        O2        专账管理                                  不适用  项目默认值
          O2-1    凭证借贷平衡率       0        0   不适用  不适用  项目默认值
        类别  事项      数量    每项分值  分值  依据
        扣分  一般事件       1      5.00  5.00  项目默认值
        加分  场景创新  未统计      5.00  0.00  项目默认值
        "#);
    }
}
