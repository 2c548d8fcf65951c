//! An evaluation for tests, with the names and gaps that make reports go wrong.

use metrics::evaluation::adjusted::{Adjusted, Points, Vetoed};
use metrics::evaluation::gain::{Gain, Mended};
use metrics::evaluation::measure::{Count, FactsCounted, Measure};
use metrics::evaluation::robustness::{BandShare, Influence, Robustness, Standing, Without};
use metrics::evaluation::scheme::method::{Aggregation, Availability, Draw, Share};
use metrics::evaluation::scheme::{Missing, Rounding, RoundingMode};
use metrics::evaluation::scorecard::{
    BandRef, DimensionScore, DocumentRef, Evaluation, FindingCount, IndicatorScore, ScoreResult,
    Scorecard, WaivedFinding,
};
use metrics::ratio::Ratio;
use metrics::source::{Confidence, Name, Source};

/// A name that a spreadsheet would run and a terminal would obey.
pub(crate) const HOSTILE_NAME: &str = "=HYPERLINK(\"http://x\",\"示范\")\u{1b}[2J\u{202e}";

/// Three subjects: one graded, one with a hostile name, gaps and a veto, one without any score.
pub(crate) fn evaluation() -> Evaluation {
    Evaluation {
        schema: 2,
        scheme: document("operator", 3),
        name: name("运营机构综合评价", "Operator evaluation"),
        policy: document("shanghai", 2),
        release: "0.1.0".to_owned(),
        period: "2026-H1".parse().unwrap(),
        as_of: "2026-07-01T01:00:00Z".parse().unwrap(),
        zone: None,
        missing: Missing::Redistribute,
        rounding: Rounding { decimals: 2, mode: RoundingMode::HalfUp },
        scorecards: vec![
            Scorecard {
                waived: vec![waived()],
                ..scorecard("name:甲", HOSTILE_NAME, Some((79_985_000_000, "79.99")))
            },
            scorecard("name:乙", "示范未计分单位", None),
            scorecard(
                "uscc:91310000MADEM0011A",
                "示范数据运营（上海）有限公司",
                Some((91_234_567_891, "91.23")),
            ),
        ],
        mean: Aggregation::Arithmetic,
        threshold: Some(Availability {
            at_least_ppm: Ratio::from_ppm(500_000),
            by: Share::Weight,
            source: project_default(),
        }),
        robustness: Some(Robustness {
            draw: Draw { samples: 1_000, seed: 1 },
            influences: vec![Influence {
                factor: "weights".to_owned(),
                first_order_ppm: Some(250_000),
                total_ppm: Some(1_000_001),
            }],
            without: vec![Without {
                id: "O1-1".to_owned(),
                name: name("凭证借贷平衡率", "balanced vouchers"),
                moved_ppm: Some(500_000),
            }],
            source: project_default(),
        }),
        excerpt: None,
    }
}

fn project_default() -> Source {
    source("default", "", Confidence::Default)
}

/// The smallest evaluation, for tests that repeat themselves for every byte.
pub(crate) fn empty_evaluation() -> Evaluation {
    Evaluation { scorecards: Vec::new(), ..evaluation() }
}

fn scorecard(subject: &str, subject_name: &str, score: Option<(i64, &str)>) -> Scorecard {
    let is_vetoed = subject_name == HOSTILE_NAME;
    let band = |id: &str, zh: &str| BandRef { id: id.to_owned(), name: name(zh, id) };
    let (good, cap) = (band("good", "良好"), is_vetoed.then(|| band("unqualified", "不合格")));
    let result = match score {
        Some((score_nano, score)) => ScoreResult::Scored {
            score_nano,
            score: score.to_owned(),
            band: cap.clone().unwrap_or(good.clone()),
        },
        None => ScoreResult::NotApplicable,
    };
    let score_nano = score.map(|(score_nano, _)| score_nano);
    let law = source("SH-AO", "18", Confidence::Law);
    let project_default = source("SH-AO", "28", Confidence::Default);
    let full = indicator("O1-1", score_nano, Some(measure(999_999, 1_000_000)), law.clone());
    let gap = indicator("O1-2", None, None, project_default.clone());
    let undefined = indicator("O2-1", None, Some(measure(0, 0)), project_default.clone());
    Scorecard {
        subject: subject.parse().unwrap(),
        subject_name: subject_name.to_owned(),
        result,
        findings: vec![FindingCount { rule: "F-1".to_owned(), open: 3 }],
        dimensions: vec![
            dimension("O1", score_nano, law, vec![full, gap]),
            dimension("O2", None, project_default, vec![undefined]),
        ],
        facts_sha256: "f".repeat(64),
        waived: Vec::new(),
        adjusted: Some(adjusted(score_nano)),
        band_of_score: score.map(|_| good),
        vetoes: cap.iter().map(vetoed).collect(),
        cap,
        robustness: score.map(|_| Standing {
            rank_interval_ppm: Some([1_000_000, 2_500_000]),
            bands: vec![
                BandShare {
                    id: "good".to_owned(), name: name("良好", "good"), share_ppm: 750_000
                },
                BandShare {
                    id: "poor".to_owned(),
                    name: name("不合格", "poor"),
                    share_ppm: 250_000,
                },
            ],
            unscored_ppm: 0,
            verdict_changes: !is_vetoed,
        }),
    }
}

/// What to mend first: a deduction that would change the grade, and an indicator with open findings.
pub(crate) fn gains(card: &Scorecard) -> Vec<Gain> {
    let indicator = &card.dimensions[0].indicators[0];
    let incident = Gain {
        of: Mended::Deduction,
        id: "incident".to_owned(),
        name: name("一般事件", "general incidents"),
        now: 1,
        right: 0,
        whole: None,
        one_nano: 5_000_000_000,
        all_nano: 5_000_000_000,
        grade_of_one: card.band_of_score.clone(),
        grade_of_all: card.band_of_score.clone(),
        findings: None,
    };
    let balanced = Gain {
        of: Mended::Indicator,
        id: indicator.id.clone(),
        name: indicator.name.clone(),
        now: 999_999,
        right: 1_000_000,
        whole: Some(1_000_000),
        one_nano: 2_500,
        all_nano: 2_500,
        grade_of_one: None,
        grade_of_all: None,
        findings: card.findings.first().cloned(),
    };
    vec![incident, balanced]
}

/// 5 points for one incident; nobody counted ideas.
fn adjusted(score_nano: Option<i64>) -> Adjusted {
    let points = |id: &str, (zh, en): (&str, &str), value: Option<u64>| Points {
        id: id.to_owned(),
        name: name(zh, en),
        counted: id.to_owned(),
        count: value.map(count),
        each_nano: 5_000_000_000,
        max_nano: None,
        points_nano: value.map_or(0, |_| 5_000_000_000),
        source: project_default(),
    };
    Adjusted {
        base_nano: score_nano.map(|it| it + 5_000_000_000),
        deductions: vec![points("incident", ("一般事件", "general incidents"), Some(1))],
        bonuses: vec![points("idea", ("场景创新", "innovation"), None)],
        bonus_max_nano: 5_000_000_000,
        least_nano: 0,
        most_nano: 100_000_000_000,
        source: project_default(),
    }
}

fn vetoed(band: &BandRef) -> Vetoed {
    Vetoed {
        id: "no-ledger".to_owned(),
        name: name("未建专账", "no ledger"),
        condition: name("未建专账，经认定属实", "none was kept, as determined"),
        counted: "determination:no-ledger".to_owned(),
        count: count(1),
        at_least: 1,
        band: band.clone(),
        ground: source("SH-AO", "18", Confidence::Law),
        source: project_default(),
    }
}

fn waived() -> WaivedFinding {
    WaivedFinding {
        waiver: 7,
        rule: "F-4".to_owned(),
        waived: 2,
        reason: format!("科目体系切换{HOSTILE_NAME}"),
        document: "示范〔2026〕1号".to_owned(),
        approved_by: "wang".to_owned(),
        until: "2026-09-30".parse().unwrap(),
    }
}

fn dimension(
    id: &str,
    score_nano: Option<i64>,
    source: Source,
    indicators: Vec<IndicatorScore>,
) -> DimensionScore {
    DimensionScore {
        id: id.to_owned(),
        name: name("专账管理", "separate ledgers"),
        weight: 50,
        effective_weight_ppm: 500_000,
        score_nano,
        mean: Aggregation::Arithmetic,
        source,
        indicators,
    }
}

fn indicator(
    id: &str,
    score_nano: Option<i64>,
    measure: Option<Measure>,
    source: Source,
) -> IndicatorScore {
    IndicatorScore {
        id: id.to_owned(),
        name: name("凭证借贷平衡率", "balanced vouchers"),
        weight: 50,
        effective_weight_ppm: 250_000,
        measure,
        score_nano,
        source,
        agreement: Vec::new(),
    }
}

fn measure(numerator: u64, denominator: u64) -> Measure {
    let ratio = std::num::NonZeroU64::new(denominator)
        .and_then(|denominator| Ratio::of_floor(numerator, denominator));
    Measure {
        id: "balance".to_owned(),
        numerator: count(numerator),
        denominator: count(denominator),
        ratio,
    }
}

fn count(value: u64) -> Count {
    let (filter, sha256) = ("ledger".to_owned(), "a".repeat(64));
    Count { value, facts: FactsCounted { filter, count: value, sha256 } }
}

fn document(id: &str, version: u32) -> DocumentRef {
    DocumentRef { id: id.to_owned(), version, sha256: "0".repeat(64) }
}

fn name(zh: &str, en: &str) -> Name {
    Name { zh: zh.to_owned(), en: en.to_owned() }
}

fn source(instrument: &str, article: &str, confidence: Confidence) -> Source {
    Source { instrument: instrument.to_owned(), article: article.to_owned(), confidence }
}
