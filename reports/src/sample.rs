//! An evaluation for tests, with the names and gaps that make reports go wrong.

use metrics::evaluation::measure::{Count, FactsCounted, Measure};
use metrics::evaluation::scheme::{Missing, Rounding, RoundingMode};
use metrics::evaluation::scorecard::{
    BandRef, DimensionScore, DocumentRef, Evaluation, FindingCount, IndicatorScore, ScoreResult,
    Scorecard, WaivedFinding,
};
use metrics::ratio::Ratio;
use metrics::source::{Confidence, Name, Source};

/// A name that a spreadsheet would run and a terminal would obey.
pub(crate) const HOSTILE_NAME: &str = "=HYPERLINK(\"http://x\",\"示范\")\u{1b}[2J\u{202e}";

/// Three subjects: one graded, one with a hostile name and gaps, one without any score.
pub(crate) fn evaluation() -> Evaluation {
    Evaluation {
        schema: 1,
        scheme: document("operator", 3),
        name: name("运营机构综合评价", "Operator evaluation"),
        policy: document("shanghai", 2),
        release: "0.1.0".to_owned(),
        period: "2026-H1".parse().unwrap(),
        as_of: "2026-07-01T01:00:00Z".parse().unwrap(),
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
    }
}

/// The smallest evaluation, for tests that repeat themselves for every byte.
pub(crate) fn empty_evaluation() -> Evaluation {
    Evaluation { scorecards: Vec::new(), ..evaluation() }
}

fn scorecard(subject: &str, subject_name: &str, score: Option<(i64, &str)>) -> Scorecard {
    let result = match score {
        Some((score_nano, score)) => ScoreResult::Scored {
            score_nano,
            score: score.to_owned(),
            band: BandRef { id: "good".to_owned(), name: name("良好", "good") },
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
    let count = |value| Count {
        value,
        facts: FactsCounted { filter: "ledger".to_owned(), count: value, sha256: "a".repeat(64) },
    };
    let ratio = std::num::NonZeroU64::new(denominator)
        .and_then(|denominator| Ratio::of_floor(numerator, denominator));
    Measure {
        id: "balance".to_owned(),
        numerator: count(numerator),
        denominator: count(denominator),
        ratio,
    }
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
