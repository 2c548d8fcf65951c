//! A draft of an evaluation: one subject with a score and a veto, one without.

use std::sync::Arc;

use metrics::evaluation::adjusted::{Adjusted, Points, Vetoed};
use metrics::evaluation::measure::{Count, Counting, Measure};
use metrics::evaluation::robustness::{BandShare, Robustness, Standing, Without};
use metrics::evaluation::scheme::method::{Aggregation, Availability, Draw, Share};
use metrics::evaluation::scheme::{Missing, Rounding, RoundingMode};
use metrics::evaluation::scorecard::{
    BandRef, DimensionScore, DocumentRef, Evaluation, FindingCount, IndicatorScore, ScoreResult,
    Scorecard,
};
use metrics::ratio::Ratio;
use metrics::source::{Name, Source};
use store::evaluations::StoredEvaluation;

use super::super::World;
use super::{RECEIPT, SHA256, ago, course, default_source, law, name, party, waivers};

fn document(id: &str) -> DocumentRef {
    DocumentRef { id: id.to_owned(), version: 1, sha256: SHA256.to_owned() }
}

fn count(world: &World, value: u64) -> Count {
    let filter = format!("ledger party={} {}", party(), world.text);
    let mut counting = Counting::new(&filter);
    counting.add(RECEIPT, value);
    counting.done()
}

fn indicator(world: &World, (id, weight): (&str, u32), source: Source) -> IndicatorScore {
    IndicatorScore {
        id: id.to_owned(),
        name: name("凭证借贷平衡", "Vouchers balance"),
        weight,
        effective_weight_ppm: 90_000,
        measure: (id != "O3-9").then(|| Measure {
            id: "voucher-balance-rate".to_owned(),
            numerator: count(world, 118),
            denominator: count(world, 120),
            ratio: Some(Ratio::from_ppm(983_333)),
        }),
        score_nano: (id != "O3-9").then_some(83_333_000_000),
        source,
        agreement: Vec::new(),
    }
}

/// 5 points for one incident; a bonus that nobody counted.
fn adjusted(world: &World) -> Adjusted {
    let points = |id: &str, name: Name, value: Option<u64>| Points {
        id: id.to_owned(),
        name,
        counted: "incidents_general".to_owned(),
        count: value.map(|it| count(world, it)),
        each_nano: 5_000_000_000,
        max_nano: None,
        points_nano: value.map_or(0, |_| 5_000_000_000),
        source: default_source(),
    };
    Adjusted {
        base_nano: Some(94_985_000_000),
        deductions: vec![points("incident", name("一般事件", "General incidents"), Some(1))],
        bonuses: vec![points("idea", name("场景创新", "Scenario innovation"), None)],
        bonus_max_nano: 5_000_000_000,
        least_nano: 0,
        most_nano: 100_000_000_000,
        source: default_source(),
    }
}

fn vetoed(world: &World) -> Vetoed {
    Vetoed {
        id: "no-ledger".to_owned(),
        name: name("未建专账", "No ledger"),
        condition: name("未建专账，经认定属实", "None was kept, as determined"),
        counted: "determination:no-ledger".to_owned(),
        count: count(world, 1),
        at_least: 1,
        band: unqualified(),
        ground: law(),
        source: default_source(),
    }
}

fn unqualified() -> BandRef {
    BandRef { id: "unqualified".to_owned(), name: name("不合格", "Unqualified") }
}

fn good() -> BandRef {
    BandRef { id: "good".to_owned(), name: name("良好", "Good") }
}

fn standing() -> Standing {
    let share = |band: BandRef, share_ppm| BandShare { id: band.id, name: band.name, share_ppm };
    Standing {
        rank_interval_ppm: Some([1_000_000, 2_500_000]),
        bands: vec![share(good(), 750_000), share(unqualified(), 250_000)],
        unscored_ppm: 0,
        verdict_changes: true,
    }
}

fn robustness() -> Robustness {
    let without = |id: &str, moved_ppm| Without {
        id: id.to_owned(),
        name: name("凭证借贷平衡", "Vouchers balance"),
        moved_ppm,
    };
    Robustness {
        draw: Draw { samples: 1_000, seed: 1 },
        influences: Vec::new(),
        without: vec![without("O3-2", Some(500_000)), without("O3", None)],
        source: default_source(),
    }
}

fn card(world: &World, result: ScoreResult) -> Scorecard {
    let is_scored = result != ScoreResult::NotApplicable;
    Scorecard {
        subject: party(),
        subject_name: if world.text == World::default().text {
            "上海示范数据运营有限公司".to_owned()
        } else {
            world.text.clone()
        },
        result,
        findings: vec![FindingCount { rule: "F-1".to_owned(), open: 2 }],
        waived: vec![waivers::waived()],
        dimensions: vec![DimensionScore {
            id: "O3".to_owned(),
            name: name("财务规范", "Financial discipline"),
            weight: 45,
            effective_weight_ppm: 450_000,
            score_nano: Some(91_250_000_000),
            mean: Aggregation::Arithmetic,
            source: default_source(),
            indicators: vec![
                indicator(world, ("O3-2", 20), law()),
                indicator(world, ("O3-9", 10), default_source()),
            ],
        }],
        facts_sha256: SHA256.to_owned(),
        adjusted: Some(adjusted(world)),
        band_of_score: is_scored.then(good),
        vetoes: if is_scored { vec![vetoed(world)] } else { Vec::new() },
        cap: is_scored.then(unqualified),
        robustness: is_scored.then(standing),
    }
}

/// A draft of the first half-year with one subject that has a score and one that has none.
pub(crate) fn evaluation(world: &World) -> Arc<StoredEvaluation> {
    let scored = ScoreResult::Scored {
        score_nano: 89_985_000_000,
        score: "89.99".to_owned(),
        band: unqualified(),
    };
    Arc::new(StoredEvaluation {
        id: "operator-2026-H1-5f1c2a90".to_owned(),
        created_at: ago(2),
        requested_by: "li".to_owned(),
        evaluation: Evaluation {
            schema: 2,
            scheme: document("operator"),
            name: name("运营机构综合评价", "Comprehensive evaluation of operators"),
            policy: document("shanghai"),
            release: "0.1.0".to_owned(),
            period: "2026-H1".parse().unwrap(),
            as_of: ago(3),
            zone: None,
            missing: Missing::Redistribute,
            rounding: Rounding { decimals: 2, mode: RoundingMode::HalfUp },
            scorecards: vec![card(world, scored), card(world, ScoreResult::NotApplicable)],
            mean: Aggregation::Arithmetic,
            threshold: Some(Availability {
                at_least_ppm: Ratio::from_ppm(500_000),
                by: Share::Weight,
                source: default_source(),
            }),
            robustness: Some(robustness()),
            excerpt: None,
        },
        acts: course::answered(world),
    })
}
