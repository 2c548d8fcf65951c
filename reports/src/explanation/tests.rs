//! Explanations as text.

use config::locale::Language;
use metrics::evaluation::explanation::Dimension;
use metrics::evaluation::scheme::method::{Aggregation, Direction, Real, Scale};
use metrics::evaluation::scorecard::Evaluation;

use super::*;
use crate::sample;

fn rendered(language: Language, holds: bool) -> String {
    rendered_of(&sample::evaluation(), language, holds)
}

fn rendered_of(evaluation: &Evaluation, language: Language, holds: bool) -> String {
    rendered_for(evaluation, (2, "O1-1"), language, holds)
}

#[expect(clippy::too_many_lines, reason = "a sample of every part")]
fn rendered_for(
    evaluation: &Evaluation,
    (at, indicator): (usize, &str),
    language: Language,
    holds: bool,
) -> String {
    let card = &evaluation.scorecards[at];
    let score = card.dimensions[0].indicators.iter().find(|it| it.id == indicator).unwrap();
    let measured = score.measure.as_ref().unwrap();
    let fact = |value, name: &str, row: Option<u64>| Fact {
        label: name.to_owned(),
        name: name.to_owned(),
        value,
        receipt: "r-1a2b3c".to_owned(),
        file_name: "凭证\u{1b}[2J.csv".to_owned(),
        sheet: "四月".to_owned(),
        more: Vec::new(),
        row,
        last_row: row.filter(|_| name == "2026-04").map(|row| row + 39),
    };
    let part = |name: &str, count: &metrics::evaluation::measure::Count, facts| Part {
        name: name.to_owned(),
        count: count.clone(),
        holds,
        facts,
    };
    let number = |it: f64| Real::new(it).unwrap();
    let path = Path {
        adds_nano: evaluation.contribution_nano(&card.dimensions[0], score),
        more_failed: false,
        more_unread: true,
        indicator: score.clone(),
        scale: Scale::Goalposts {
            low: number(0.0),
            high: number(1.0),
            scale: number(100.0),
            capped: true,
            log: false,
        },
        direction: Direction::Up,
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
            vec![fact(99, "2026-04", Some(2)), fact(1, "E-1", Some(3))],
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
        unread: vec![FailedRow {
            rule: "R-6".to_owned(),
            receipt: "r-1a2b3c".to_owned(),
            file_name: "凭证.xlsx".to_owned(),
            sheet: "五月".to_owned(),
            row: Some(9),
            column: "debit".to_owned(),
            expected: "0.00".to_owned(),
            actual: "一百".to_owned(),
        }],
    };
    let vetoes: Vec<_> = evaluation.scorecards.iter().flat_map(|it| it.vetoes.clone()).collect();
    let incident = fact(1, "E-1", Some(2));
    let determination = fact(1, "某审计局 审〔2026〕1号", Some(4));
    let beside = [("incident", &incident), ("determination:no-ledger", &determination)];
    let explanation = Explanation {
        scheme: evaluation.scheme.clone(),
        name: evaluation.name.clone(),
        policy: evaluation.policy.clone(),
        period: evaluation.period,
        as_of: evaluation.as_of,
        subject: card.subject.clone(),
        subject_name: card.subject_name.clone(),
        result: card.result.clone(),
        mean: evaluation.mean.clone(),
        rescale: evaluation.rescale.clone(),
        band_of_score: card.band_of_score.clone(),
        gains: Some(sample::gains(card)),
        grade: vetoes.first().map(|it| it.band.clone()),
        dimensions: vec![Dimension::of(&card.dimensions[0], vec![path])],
        adjusted: card.adjusted.clone(),
        counted: (vetoes.iter().map(|it| &it.count))
            .flat_map(|count| {
                beside.map(|(name, fact)| (name.to_owned(), part(name, count, vec![fact.clone()])))
            })
            .collect(),
        vetoes,
    };
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    text(&explanation, 5, &zone, &Words::new(language))
}

#[test]
fn every_file_of_a_fact_has_a_row() {
    let files = ["甲.csv", "乙.csv", "丙.csv"];
    let file = |name: &&str| FactFile {
        receipt: format!("r-{name}"),
        file_name: (*name).to_owned(),
        sheet: String::new(),
    };
    let it = Fact {
        label: "2026-04".to_owned(),
        name: "2026-04".to_owned(),
        value: 12,
        receipt: "r-甲.csv".to_owned(),
        file_name: files[0].to_owned(),
        sheet: String::new(),
        more: files[1..].iter().map(file).collect(),
        row: None,
        last_row: None,
    };
    let rows = rows_of(&fact(&it, &Words::new(Language::Zh)));
    let rows: Vec<Vec<&str>> = rows.lines().map(|it| it.split_whitespace().collect()).collect();
    let expected = [
        vec!["12", "2026-04", "甲.csv", "r-甲.csv"],
        vec!["乙.csv", "r-乙.csv"],
        vec!["丙.csv", "r-丙.csv"],
    ];
    assert_eq!(rows, expected);
}

#[test]
#[expect(clippy::too_many_lines, reason = "snapshots of whole texts")]
fn a_path_leads_from_the_score_to_the_rows() {
    insta::assert_snapshot!(rendered(Language::Zh, true), @r"
    运营机构综合评价  2026-H1  operator（第 3 版）  shanghai（第 2 版）
    2026-07-01 09:00:00 +08:00
    示范数据运营（上海）有限公司  uscc:91310000MADEM0011A
    得分 91.23  不合格（一票否决）
      合成方法：加权算术平均
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
      合成方法：加权算术平均
      O1-1 凭证借贷平衡率  91.23
        权重 50 / 100（占总体 25.00 %）  贡献 22.81 分
        SH-AO 18（管理办法原文）
        量表：0 计 0 分，1 计 100 分，其间按直线折算，不低于 0 分，不高于满分
        凭证借贷平衡率 = 999999 / 1000000 = 99.99 %
          SH-AO 18（管理办法原文）
        分子 vouchers_balanced = 999999：999999 项事实
          aaaaaaaa.. ✓ 与记分卡一致
          99  2026-04  凭证<ESC>[2J.csv 四月 第 2–41 行  r-1a2b3c
           1  E-1      凭证<ESC>[2J.csv 四月 第 3 行     r-1a2b3c
          … 另有 999992 项：--skip 7
        分母 vouchers = 1000000：1000000 项事实
          aaaaaaaa.. ✓ 与记分卡一致
          … 另有 999995 项：--skip 5
        违反该规则的行：
          F-1  凭证.xlsx 四月 第 17 行 debit  “99.00”，应为 100.00
        无法读取的行，其所属凭证等不计为合格：
          R-6  凭证.xlsx 五月 第 9 行 debit  “一百”，应为 0.00
          …… 还有其他行：--skip 6

    扣分 incident  一般事件
      1 项 × 5.00 分：5.00 分
      项目默认值
      数量 incident = 1：1 项事实
        aaaaaaaa.. ✓ 与记分卡一致
        1  E-1  凭证<ESC>[2J.csv 四月 第 2 行  r-1a2b3c

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
        1  某审计局 审〔2026〕1号  凭证<ESC>[2J.csv 四月 第 4 行  r-1a2b3c

    重新清点，全部事实与记分卡所依据的一致。
    ");
    insta::assert_snapshot!(rendered(Language::En, false), @r"
    Operator evaluation  2026-H1  operator (version 3)  shanghai (version 2)
    2026-07-01 09:00:00 +08:00
    示范数据运营（上海）有限公司  uscc:91310000MADEM0011A
    Score 91.23  unqualified (veto)
      parts are put together by: weighted mean
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
      parts are put together by: weighted mean
      O1-1 balanced vouchers  91.23
        weight 50 / 100 (of the whole 25.00 %)  adds 22.81
        SH-AO 18 (text of the Measures)
        scale: linear, 0 points at 0 and 100 points at 1; never below 0 or above the
          most
        balanced vouchers = 999999 / 1000000 = 99.99 %
          SH-AO 18 (text of the Measures)
        Numerator vouchers_balanced = 999999: 999999 facts
          aaaaaaaa.. ✗ not as on the scorecard
          99  2026-04  凭证<ESC>[2J.csv 四月 rows 2–41  r-1a2b3c
           1  E-1      凭证<ESC>[2J.csv 四月 row 3      r-1a2b3c
          … 999992 more: --skip 7
        Denominator vouchers = 1000000: 1000000 facts
          aaaaaaaa.. ✗ not as on the scorecard
          … 999995 more: --skip 5
        Rows that broke the rule:
          F-1  凭证.xlsx 四月 row 17 debit  “99.00”, expected 100.00
        Rows that could not be read, so that what they belong to is not counted as
          right:
          R-6  凭证.xlsx 五月 row 9 debit  “一百”, expected 0.00
          … more rows: --skip 6

    Deduction incident  general incidents
      1 × 5.00 points: 5.00
      project default
      Count incident = 1: 1 facts
        aaaaaaaa.. ✗ not as on the scorecard
        1  E-1  凭证<ESC>[2J.csv 四月 row 2  r-1a2b3c

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
        1  某审计局 审〔2026〕1号  凭证<ESC>[2J.csv 四月 row 4  r-1a2b3c

    Some facts are not those of the scorecard: see mingjingd evaluation rebuild.
    ");
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

/// Under another mean of the whole, one that is not known, or where the whole is rescaled, nothing is said
/// to be added, and what the whole comes from is named.
#[test]
fn nothing_is_said_to_be_added_where_nothing_is() {
    let number = |it| Real::new(it).unwrap();
    let min_max = Scale::MinMax { from: number(0.0), to: number(100.0) };
    let arithmetic = Some(Aggregation::Arithmetic);
    let rows = [
        (arithmetic.clone(), None, true, "by: weighted mean"),
        (Some(Aggregation::Geometric), None, false, "by: weighted geometric mean"),
        (arithmetic, Some(min_max), false, "by: weighted mean; the whole is then rescaled: linear"),
        (None, None, false, "by: not recorded at that time"),
    ];
    for (mean, rescale, adds, by) in rows {
        let evaluation = Evaluation { mean, rescale, ..sample::evaluation() };
        let text = rendered_of(&evaluation, Language::En, true);
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(text.contains("adds 22.81"), adds, "{text}");
        assert!(line.contains(by), "{text}");
    }
}

/// The path to an indicator names every level on its way with weight, mean and score, and no other.
#[test]
fn every_level_on_the_way_is_explained() {
    let evaluation = sample::deep();
    let text = |indicator: &str, language| {
        let text = rendered_for(&evaluation, (0, indicator), language, true);
        let from = text.find("\nA ").unwrap() + 1;
        text[from..].lines().take(14).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(text("C2", Language::En), @"
    A separate ledgers  70.00
      weight 100 / 100 (of the whole 100.00 %)  SH-AO 18 (text of the Measures)
      parts are put together by: weighted mean
      B level B  80.00
        weight 75 / 100 (of the whole 75.00 %)  SH-AO 18 (text of the Measures)
        parts are put together by: weighted geometric mean (0 where a part is 0)
        C level C  64.00
          weight 50 / 100 (of the whole 37.50 %)  SH-AO 18 (text of the Measures)
          parts are put together by: weighted mean
          C2 balanced vouchers  100.00
            weight 25 / 100 (of the whole 9.37 %)
            SH-AO 18 (text of the Measures)
            scale: linear, 0 points at 0 and 100 points at 1; never below 0 or above
              the most
    ");
    insta::assert_snapshot!(text("C2", Language::Zh), @"
    A 专账管理  70.00
      权重 100 / 100（占总体 100.00 %）  SH-AO 18（管理办法原文）
      合成方法：加权算术平均
      B 层B  80.00
        权重 75 / 100（占总体 75.00 %）  SH-AO 18（管理办法原文）
        合成方法：加权几何平均（任一部分为 0 即为 0）
        C 层C  64.00
          权重 50 / 100（占总体 37.50 %）  SH-AO 18（管理办法原文）
          合成方法：加权算术平均
          C2 凭证借贷平衡率  100.00
            权重 25 / 100（占总体 9.37 %）
            SH-AO 18（管理办法原文）
            量表：0 计 0 分，1 计 100 分，其间按直线折算，不低于 0 分，不高于满分
            凭证借贷平衡率 = 100 / 100 = 100.00 %
    ");
    let beside = text("A1", Language::En);
    assert!(beside.contains("adds 10.00") && !beside.contains("level"), "{beside}");
}
