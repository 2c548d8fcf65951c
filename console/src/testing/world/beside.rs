//! What stands beside the scorecard: two half-years before, the older by another scheme and pack.

use metrics::demand;
use metrics::evaluation::gain::{Gain, Mended};
use metrics::evaluation::scorecard::{BandRef, FindingCount};
use metrics::objection;
use store::levels::Level;

use super::{SHA256, name};
use crate::query::Beside;

fn level(period: &str, score: &str, (version, sha256): (i64, &str)) -> Level {
    Level {
        evaluation: format!("operator-{period}-00000000"),
        period: period.parse().unwrap(),
        scheme_sha256: sha256.to_owned(),
        scheme_version: version,
        policy_sha256: sha256.to_owned(),
        score: score.to_owned(),
    }
}

fn gain(of: Mended, (id, zh, en): (&str, &str, &str), [now, right]: [u64; 2]) -> Gain {
    Gain {
        of,
        id: id.to_owned(),
        name: name(zh, en),
        now,
        right,
        whole: None,
        one_nano: 0,
        all_nano: 0,
        grade_of_one: None,
        grade_of_all: None,
        findings: None,
    }
}

/// Two scores, an incident and two unbalanced vouchers, an open objection and three open demands.
pub(super) fn beside() -> Beside {
    let incident = ("incident", "一般事件", "General incidents");
    let vouchers = ("O3-2", "凭证借贷平衡", "Vouchers balance");
    let excellent = BandRef { id: "excellent".to_owned(), name: name("优秀", "Excellent") };
    let gains = vec![
        Gain {
            one_nano: 5_000_000_000,
            all_nano: 5_000_000_000,
            grade_of_all: Some(excellent),
            ..gain(Mended::Deduction, incident, [1, 0])
        },
        Gain {
            whole: Some(120),
            one_nano: 750_000_000,
            all_nano: 1_500_000_000,
            findings: Some(FindingCount { rule: "F-1".to_owned(), open: 2 }),
            ..gain(Mended::Indicator, vouchers, [118, 120])
        },
    ];
    let levels =
        vec![level("2025-H2", "81.20", (1, SHA256)), level("2025-H1", "92.00", (7, "0000"))];
    let objections = vec![("YY-2026-04".to_owned(), objection::Step::Review)];
    let demands = vec![
        ("XQ-07".to_owned(), demand::Step::Answer),
        ("XQ-09".to_owned(), demand::Step::Delivery),
        ("XQ-11".to_owned(), demand::Step::Acceptance),
    ];
    Beside { levels, gains: Some(gains), objections, demands }
}
