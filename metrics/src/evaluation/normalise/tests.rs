//! Each scale on values that pass, that fail and that stand on a bound.

use super::super::aggregate::nano;
use super::*;
use crate::evaluation::scheme::method::{Real, Ties};

fn real(number: f64) -> Real {
    Real::new(number).unwrap()
}

fn posts(low: f64, high: f64) -> Scale {
    let (low, high) = (real(low), real(high));
    Scale::Goalposts { low, high, scale: real(100.0), capped: true, log: false }
}

fn piecewise(points: &[(f64, f64)]) -> Scale {
    let point = |&(at, score)| Point { at: real(at), score: real(score) };
    Scale::Piecewise { points: points.iter().map(point).collect() }
}

/// The scores of units `a`, `b`, … with these values.
fn scores(values: &[f64], scale: &Scale, direction: Direction) -> Vec<Option<f64>> {
    let ids = ["a", "b", "c", "d", "e"];
    let known: Vec<Known> =
        ids.iter().zip(values).map(|(unit, &value)| Known { unit, value }).collect();
    normalise(&known, scale, direction)
}

/// Compares ratios at 1e-9, where every score is fixed.
fn check(scale: &Scale, rows: &[(u32, u32, i64)]) {
    for &(numerator, denominator, score_nano) in rows {
        let ratio = f64::from(numerator) / f64::from(denominator);
        let score = scores(&[ratio], scale, Direction::Up)[0];
        assert_eq!(score.map(nano), Some(score_nano), "{numerator}/{denominator} on {scale:?}");
    }
}

#[test]
fn rising_posts_are_linear_between_and_capped() {
    check(
        &posts(0.8, 1.0),
        &[
            (0, 1, 0),
            (799_999, 1_000_000, 0),
            (800_000, 1_000_000, 0),
            (800_001, 1_000_000, 500_000), // 100 × 0.000001 / 0.2 = 0.0005
            (9, 10, 50_000_000_000),
            (5, 6, 16_666_666_667), // 100 × (1/30) / (1/5) = 16.666…
            (1, 1, 100_000_000_000),
            (3, 2, 100_000_000_000),
        ],
    );
}

#[test]
fn falling_posts_score_low_rates_high() {
    check(
        &posts(1.0, 0.0),
        &[(0, 100, 100_000_000_000), (2, 100, 98_000_000_000), (100, 100, 0), (101, 100, 0)],
    );
    check(&posts(0.5, 0.1), &[(1, 10, 100_000_000_000), (3, 10, 50_000_000_000)]);
    let down = scores(&[0.0, 2.0, 10.0], &posts(0.0, 10.0), Direction::Down);
    assert_eq!(down, [Some(100.0), Some(80.0), Some(0.0)]);
}

#[test]
fn posts_at_one_point_are_a_step() {
    let all = posts(1.0, 1.0);
    check(&all, &[(999_999, 1_000_000, 0), (1, 1, 100_000_000_000), (2, 1, 100_000_000_000)]);
    let down = scores(&[0.5, 1.0, 1.5], &all, Direction::Down);
    assert_eq!(down, [Some(100.0), Some(100.0), Some(0.0)]);
}

/// The income index of UNDP: (ln 10 000 - ln 100) / (ln 75 000 - ln 100) = 0.695 637 …, by Python.
#[test]
fn logarithms_and_open_posts_are_those_of_the_human_development_index() {
    let income = Scale::Goalposts {
        low: real(100.0),
        high: real(75_000.0),
        scale: real(1.0),
        capped: true,
        log: true,
    };
    let found = scores(&[10_000.0, 75_000.0, 99_000.0, 0.0, -5.0], &income, Direction::Up);
    assert!((found[0].unwrap() - 0.695_637_350_572).abs() < 1e-12, "{found:?}");
    assert_eq!(found[1..], [Some(1.0), Some(1.0), Some(0.0), Some(0.0)]);
    let down = scores(&[75_000.0, 100.0, 0.0], &income, Direction::Down);
    assert_eq!(down, [Some(0.0), Some(1.0), Some(1.0)], "nothing is the least, so the best");
    let (low, high, scale) = (real(20.0), real(85.0), real(1.0));
    let life = Scale::Goalposts { low, high, scale, capped: false, log: false };
    assert_eq!(scores(&[85.0, 7.0], &life, Direction::Up), [Some(1.0), Some(-0.2)]);
}

#[test]
fn a_piecewise_scale_passes_through_its_points() {
    check(
        &piecewise(&[(0.5, 60.0), (0.9, 90.0), (1.0, 100.0)]),
        &[
            (0, 1, 60_000_000_000),
            (1, 2, 60_000_000_000),
            (3, 4, 78_750_000_000), // 60 + 30 × 0.25 / 0.4
            (9, 10, 90_000_000_000),
            (19, 20, 95_000_000_000),
            (7, 5, 100_000_000_000),
        ],
    );
    check(&piecewise(&[(0.0, 40.0)]), &[(0, 1, 40_000_000_000), (1, 1, 40_000_000_000)]);
    assert_eq!(scores(&[1.0], &piecewise(&[]), Direction::Up), [None]);
}

/// By hand, of 2, 4, 8, 8: mean 5.5, deviation 3, least 2, best 8.
#[test]
fn relative_scales_look_at_the_others() {
    let values = [2.0, 4.0, 8.0, 8.0];
    let some = |scores: [f64; 4]| scores.map(Some).to_vec();
    let third = 1.0 / 3.0;
    let distance = |reference, capped| Scale::Distance { reference, scale: real(1.0), capped };
    for (scale, up) in [
        (Scale::None, some([2.0, 4.0, 8.0, 8.0])),
        (Scale::MinMax { from: real(1.0), to: real(100.0) }, some([1.0, 34.0, 100.0, 100.0])),
        (Scale::ZScore { mean: real(10.0), sd: real(6.0) }, some([3.0, 7.0, 15.0, 15.0])),
        (Scale::Rank { first: 1, ties: Ties::Min }, some([1.0, 2.0, 3.0, 3.0])),
        (Scale::Rank { first: 0, ties: Ties::Average }, some([0.0, 1.0, 2.5, 2.5])),
        (
            Scale::PercentileRank { scale: real(100.0), ties: Ties::Min },
            some([0.0, 100.0 * third, 200.0 * third, 200.0 * third]),
        ),
        (distance(Reference::Best, false), some([0.0, third, 1.0, 1.0])),
        (distance(Reference::Unit("b".to_owned()), false), some([0.0, 1.0, 3.0, 3.0])),
        (distance(Reference::Unit("b".to_owned()), true), some([0.0, 1.0, 1.0, 1.0])),
        (distance(Reference::Value(real(14.0)), false), some([0.0, third / 2.0, 0.5, 0.5])),
        (distance(Reference::Unit("a".to_owned()), false), vec![None; 4]),
        (distance(Reference::Unit("z".to_owned()), false), vec![None; 4]),
        (Scale::FractionOfMax { scale: real(1.0) }, some([0.25, 0.5, 1.0, 1.0])),
    ] {
        let found = scores(&values, &scale, Direction::Up);
        for (found, expected) in found.iter().zip(&up) {
            let close = match (found, expected) {
                (Some(found), Some(expected)) => (found - expected).abs() < 1e-12,
                (found, expected) => found == expected,
            };
            assert!(close, "{scale:?}: {found:?} {expected:?}");
        }
    }
}

#[test]
fn less_is_better_turns_a_scale_round() {
    let values = [2.0, 4.0, 8.0];
    let min_max = Scale::MinMax { from: real(0.0), to: real(3.0) };
    assert_eq!(scores(&values, &min_max, Direction::Down), [Some(3.0), Some(2.0), Some(0.0)]);
    assert_eq!(scores(&values, &Scale::None, Direction::Down)[0], Some(-2.0));
    let target =
        Scale::Distance { reference: Reference::Value(real(4.0)), scale: real(1.0), capped: true };
    assert_eq!(scores(&values, &target, Direction::Down), [Some(1.0), Some(1.0), Some(0.0)]);
}

#[test]
fn equals_cannot_be_told_apart() {
    let equals = [7.0, 7.0];
    for scale in [
        Scale::MinMax { from: real(0.0), to: real(1.0) },
        Scale::ZScore { mean: real(0.0), sd: real(1.0) },
        Scale::Distance { reference: Reference::Best, scale: real(1.0), capped: false },
    ] {
        assert_eq!(scores(&equals, &scale, Direction::Up), [None, None], "{scale:?}");
        assert_eq!(scores(&[], &scale, Direction::Up), []);
    }
    let share = Scale::FractionOfMax { scale: real(1.0) };
    assert_eq!(scores(&[0.0, 0.0], &share, Direction::Up), [None, None]);
}
