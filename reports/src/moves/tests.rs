//! Moves as text.

use config::locale::Language;
use metrics::evaluation::difference::Stage;
use metrics::source::Name;

use super::*;
use crate::sample;

fn name(zh: &str, en: &str) -> Name {
    Name { zh: zh.to_owned(), en: en.to_owned() }
}

fn standing(score_nano: i64, rank: usize, (zh, en): (&str, &str)) -> Standing {
    let band = BandRef { id: en.to_owned(), name: name(zh, en) };
    Standing { score_nano, score: score_text(score_nano), rank: Some(rank), band }
}

fn contribution(
    id: &str,
    (zh, en): (&str, &str),
    then_nano: Option<i64>,
    now_nano: Option<i64>,
) -> Contribution {
    let change_nano = now_nano.unwrap_or_default() - then_nano.unwrap_or_default();
    Contribution { id: id.to_owned(), name: name(zh, en), then_nano, now_nano, change_nano }
}

/// A grade by the score, and what the vetoes of these names leave of it.
fn graded((zh, en): (&str, &str), vetoed: Option<&[&str]>) -> Graded {
    let band = |zh, en: &str| BandRef { id: en.to_owned(), name: name(zh, en) };
    let by_score = band(zh, en);
    let cap = vetoed.map(|_| band("不合格", "poor"));
    let veto = |it: &&str| VetoRef { id: (*it).to_owned(), name: name("未建专账", it) };
    Graded {
        band: Some(cap.unwrap_or_else(|| by_score.clone())),
        band_of_score: Some(by_score),
        vetoes: vetoed.unwrap_or_default().iter().map(veto).collect(),
    }
}

fn rendered(language: Language) -> String {
    let (then, mut now) = (sample::evaluation(), sample::evaluation());
    now.scheme.version += 1;
    now.scheme.sha256 = "1".repeat(64);
    let fell = Move {
        subject: "name:甲".parse().unwrap(),
        subject_name: "示范数据运营（上海）有限公司\u{1b}[2J".to_owned(),
        then: Some(standing(91_230_000_000, 1, ("优秀", "excellent"))),
        now: Some(standing(83_999_000_000, 2, ("良好", "good"))),
        change_nano: Some(-7_231_000_000),
        adds_up: true,
        comes_out: true,
        indicators: vec![
            contribution(
                "O3-1",
                ("专账按期报送", "Ledgers handed in"),
                Some(15_000_000_000),
                Some(7_500_000_000),
            ),
            contribution(
                "O4-1",
                ("产品登记", "Products registered"),
                Some(9_000_000_000),
                Some(9_000_000_000),
            ),
            contribution("O6-1", ("答复", "Answers"), None, Some(0)),
            contribution("O7-1", ("按期披露", "Disclosed in time"), None, Some(269_000_000)),
        ],
        deductions: Vec::new(),
        bonuses: Vec::new(),
        limits_nano: Some(0),
        interaction_nano: Some(0),
        graded_then: graded(("优秀", "excellent"), None),
        graded_now: graded(("良好", "good"), None),
    };
    let still = Move {
        subject_name: "乙".to_owned(),
        then: fell.now.clone(),
        graded_then: fell.graded_now.clone(),
        change_nano: Some(0),
        indicators: Vec::new(),
        ..fell.clone()
    };
    let new = Move {
        subject_name: "丙".to_owned(),
        then: None,
        graded_then: Graded::default(),
        change_nano: None,
        limits_nano: None,
        interaction_nano: None,
        ..still.clone()
    };
    let (means, weights) = (Stage::Means, Stage::Weights);
    let parts = Parts {
        policy_nano: 0,
        scheme_nano: 269_000_000,
        facts_nano: -7_500_000_000,
        stages: [(weights, 300_000_000), (means, -31_000_000)]
            .map(|(stage, nano)| StagePart { stage, nano })
            .to_vec()
            .into(),
    };
    let rows = [(&fell, Some(&parts)), (&still, None), (&new, None)];
    text([&then, &now], &rows, &Words::new(language))
}

#[test]
fn who_moved_and_why_fits_eighty_columns() {
    for language in Language::ALL {
        for line in rendered(language).lines() {
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
        }
    }
    insta::assert_snapshot!(rendered(Language::Zh), @r"
    运营机构综合评价  2026-H1
    方案：operator（第 3 版） 00000000 → operator（第 4 版） 11111111
    政策：shanghai（第 2 版）

    示范数据运营（上海）有限公司<ESC>[2J  name:甲
      91.23 → 84.00 (-7.23)  排名 1 → 2  优秀 → 良好
      政策 0.00  方案 +0.27  事实 -7.50
      方案各环节：权重 +0.30  平均方法 -0.03
      O3-1  专账按期报送  15.00 → 7.50  -7.50
      O6-1  答复              – → 0.00   0.00
      O7-1  按期披露          – → 0.27  +0.27

    丙  name:甲
      – → 84.00  排名 – → 2  – → 良好

    3 个评价对象中 1 个没有变化。
    ");
    insta::assert_snapshot!(rendered(Language::En), @r"
    Operator evaluation  2026-H1
    Scheme: operator (version 3) 00000000 → operator (version 4) 11111111
    Policy: shanghai (version 2)

    示范数据运营（上海）有限公司<ESC>[2J  name:甲
      91.23 → 84.00 (-7.23)  rank 1 → 2  excellent → good
      policy 0.00  scheme +0.27  facts -7.50
      Of the scheme: weights +0.30  means -0.03
      O3-1  Ledgers handed in  15.00 → 7.50  -7.50
      O6-1  Answers                – → 0.00   0.00
      O7-1  Disclosed in time      – → 0.27  +0.27

    丙  name:甲
      – → 84.00  rank – → 2  – → good

    1 of 3 subjects stay where they were.
    ");
}

/// The half year was over and its June not due; the year has half of it before it.
#[test]
fn both_sides_are_named_with_what_was_not_known() {
    let then = sample::evaluation();
    let now = Evaluation { period: "2026".parse().unwrap(), ..sample::evaluation() };
    let june = ["2026-06".parse().unwrap()];
    let side = |id, state, evaluation, not_due| Recorded { id, state, evaluation, not_due };
    let sides = [
        side("operator-2026-H1-1a2b3c4d", EvaluationState::Published, &then, &june[..]),
        side("operator-2026-5e6f7a8b", EvaluationState::Draft, &now, &[]),
    ];
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    insta::assert_snapshot!(named(&sides, &zone, &Words::new(Language::Zh)), @r"
    operator-2026-H1-1a2b3c4d（2026-H1，已公布），事实截至 2026-07-01 09:00:00
      +08:00
      当时 2026-06 的专账尚未到报送期限，此后报送的不在其事实之内。
    operator-2026-5e6f7a8b（2026，草稿），事实截至 2026-07-01 09:00:00 +08:00
      期间到 2026-12-31 才结束：得分只计入截至 2026-07-01 09:00:00 +08:00 的事实，此
        后的事实可能改变得分。
    ");
    insta::assert_snapshot!(named(&sides, &zone, &Words::new(Language::En)), @r"
    operator-2026-H1-1a2b3c4d (2026-H1, published), facts until 2026-07-01 09:00:00
      +08:00
      The ledgers of 2026-06 were not due by then: those that came later are not
        among its facts.
    operator-2026-5e6f7a8b (2026, draft), facts until 2026-07-01 09:00:00 +08:00
      The period is under way until 2026-12-31: these scores count facts until
        2026-07-01 09:00:00 +08:00, and what follows may change them.
    ");
}

/// Five incidents and three ideas instead of one each, and a ledger that nobody kept.
#[test]
fn points_and_vetoes_stand_beside_the_indicators() {
    let evaluation = sample::evaluation();
    let nano = |points: i64| Some(points * 1_000_000_000);
    let fell = Move {
        subject: "name:甲".parse().unwrap(),
        subject_name: "甲".to_owned(),
        then: Some(standing(97_000_000_000, 1, ("优秀", "excellent"))),
        now: Some(standing(84_000_000_000, 1, ("不合格", "poor"))),
        change_nano: nano(-13),
        adds_up: true,
        comes_out: true,
        indicators: Vec::new(),
        deductions: vec![contribution("incident", ("一般事件", "incidents"), nano(-5), nano(-20))],
        bonuses: vec![
            contribution("idea", ("场景创新", "innovation"), nano(2), nano(6)),
            contribution("link", ("数据对接", "links"), nano(1), nano(1)),
        ],
        limits_nano: nano(-2),
        interaction_nano: nano(0),
        graded_then: graded(("优秀", "excellent"), None),
        graded_now: graded(("良好", "good"), Some(&["no ledger"])),
    };
    let text = |language, it: &Move| {
        let text = text([&evaluation, &evaluation], &[(it, None)], &Words::new(language));
        let shown: Vec<&str> = text.lines().skip(5).collect();
        shown.join("\n") + "\n"
    };
    insta::assert_snapshot!(text(Language::Zh, &fell), @r"
      97.00 → 84.00 (-13.00)  排名 1  优秀 → 不合格（一票否决）
      一票否决使等级由“良好”（按得分）变为“不合格”：未建专账
      incident  一般事件    -5.00 → -20.00  -15.00
      idea      场景创新       2.00 → 6.00   +4.00
                加减分限额                   -2.00

    1 个评价对象中 0 个没有变化。
    ");
    insta::assert_snapshot!(text(Language::En, &fell), @r"
      97.00 → 84.00 (-13.00)  rank 1  excellent → poor (veto)
      A veto moved the grade from “good” (by the score) to “poor”: no ledger
      incident  incidents                         -5.00 → -20.00  -15.00
      idea      innovation                           2.00 → 6.00   +4.00
                limits of deductions and bonuses                   -2.00

    0 of 1 subjects stay where they were.
    ");

    // What only a veto moved has moved.
    let (vetoed, free) = (Some(&["no ledger"][..]), graded(("良好", "good"), None));
    let rows = [
        (vetoed, vetoed, ""),
        (
            vetoed,
            Some(&["no ledger", "raw data"][..]),
            "New veto (by the score “good”, given “poor”): raw data",
        ),
        (None, vetoed, "A veto moved the grade from “good” (by the score) to “poor”: no ledger"),
        (vetoed, None, "No longer vetoed: no ledger"),
    ];
    for (then, now, said) in rows {
        let of =
            |it: Option<&[&str]>| it.map_or(free.clone(), |it| graded(("良好", "good"), Some(it)));
        let it = Move {
            then: fell.now.clone(),
            change_nano: Some(0),
            graded_then: of(then),
            graded_now: of(now),
            ..fell.clone()
        };
        let text = text(Language::En, &it);
        assert!(text.contains(said), "{text}");
        assert_eq!(has_moved(&it), !said.is_empty(), "{text}");
    }
}

/// A part is shown where the score of the indicator is what it was: others moved its scale. Where the score
/// does not come out again, that is said in the place of parts.
#[test]
fn what_each_made_of_a_change_is_shown_where_nothing_is_added() {
    let evaluation = sample::evaluation();
    let nano = |points: i64| Some(points * 1_000_000_000);
    let kept = Move {
        subject: "name:甲".parse().unwrap(),
        subject_name: "甲".to_owned(),
        then: Some(standing(84_000_000_000, 1, ("良好", "good"))),
        now: Some(standing(90_000_000_000, 1, ("良好", "good"))),
        change_nano: nano(6),
        adds_up: false,
        comes_out: true,
        indicators: vec![
            Contribution {
                change_nano: 5_000_000_000,
                ..contribution("a", ("按期报送", "in time"), nano(70), nano(70))
            },
            contribution("b", ("答复", "answers"), nano(60), nano(60)),
        ],
        deductions: Vec::new(),
        bonuses: Vec::new(),
        limits_nano: nano(0),
        interaction_nano: nano(1),
        graded_then: graded(("良好", "good"), None),
        graded_now: graded(("良好", "good"), None),
    };
    let parts = Parts {
        policy_nano: 0,
        scheme_nano: 0,
        facts_nano: 6_000_000_000,
        stages: Some(Vec::new()),
    };
    let text = |it: &Move, parts: &Parts| {
        let text =
            text([&evaluation, &evaluation], &[(it, Some(parts))], &Words::new(Language::En));
        text.lines().skip(5).collect::<Vec<_>>().join("\n") + "\n"
    };
    insta::assert_snapshot!(text(&kept, &parts), @r"
      84.00 → 90.00 (+6.00)  rank 1  good
      policy 0.00  scheme 0.00  facts +6.00
      Not all means are arithmetic, or the whole is rescaled: scores of indicators
        do not add up. Below: the score of each indicator, and what it makes of the
        change: what would not have changed had that one stayed as it was.
      a  in time      70.00  +5.00
         interaction         +1.00

    0 of 1 subjects stay where they were.
    ");
    let untold =
        Move { comes_out: false, indicators: Vec::new(), interaction_nano: None, ..kept.clone() };
    let parts = Parts { stages: None, ..parts };
    insta::assert_snapshot!(text(&untold, &parts), @r"
      84.00 → 90.00 (+6.00)  rank 1  good
      policy 0.00  scheme 0.00  facts +6.00
      Of the scheme, stage by stage: not told, since the score by the new scheme
        does not come out again from these scorecards.
      The later score does not come out again from these scorecards: others that it
        depends on are not among them, or they were made otherwise. What each
        indicator made of the change is not told. Compare evaluations of all
        subjects.

    0 of 1 subjects stay where they were.
    ");
}
