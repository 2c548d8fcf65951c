//! A scheme of four levels on a scorecard, worked out by hand.

use super::laws::{counts, dimension, indicator, scheme, score_nano, scored, target, worked};
use super::*;
use crate::evaluation::scheme::Dimension;
use crate::evaluation::scheme::method::Aggregation;
use crate::evaluation::scorecard::level::Line;
use crate::evaluation::scorecard::tests::evaluation;
use crate::evaluation::scorecard::{DimensionScore, Evaluation, IndicatorScore};

const POINT: i64 = 1_000_000_000;

fn of(id: &str, weight: u32, indicators: &[(&str, u32)]) -> Dimension {
    let indicators = indicators.iter().map(|(id, weight)| indicator(id, *weight, target(0.0, 1.0)));
    dimension(id, weight, indicators.collect())
}

fn within(above: &str, it: Dimension) -> Dimension {
    Dimension { within: Some(above.to_owned()), ..it }
}

/// `a` holds an indicator and `b`, whose mean is the geometric one; `b` holds an indicator and `c`. What is
/// within stands first in the scheme.
fn deep() -> Scheme {
    let b = within("a", of("b", 75, &[("b1", 50)]));
    scheme(vec![
        within("b", of("c", 50, &[("c1", 75), ("c2", 25)])),
        Dimension { aggregate: Some(Aggregation::Geometric), ..b },
        of("a", 60, &[("a1", 25)]),
        of("z", 40, &[("z1", 100)]),
    ])
}

const FIGURES: [(&str, u64, u64); 5] =
    [("a1", 40, 100), ("b1", 1, 1), ("c1", 52, 100), ("c2", 1, 1), ("z1", 90, 100)];

/// Each line of a dimension: depth, id, weight of the whole, score.
fn lines<'a>(it: &'a DimensionScore) -> Vec<(usize, &'a str, i64, Option<i64>)> {
    let of = |(depth, line): (usize, Line<'a, IndicatorScore>)| match line {
        Line::Branch(it) => (depth, it.id, it.effective_weight_ppm, it.score_nano),
        Line::Indicator(it) => (depth, &*it.id, it.effective_weight_ppm, it.score_nano),
    };
    it.outline().into_iter().map(of).collect()
}

/// By hand: c = 0.75 × 52 + 0.25 × 100 = 64; b = √(100 × 64) = 80; a = 0.25 × 40 + 0.75 × 80 = 70; the whole
/// = 0.6 × 70 + 0.4 × 90 = 78. Of the whole a has 0.6, b 0.6 × 0.75 = 0.45, c half of that.
#[test]
fn every_level_has_its_score_between_the_dimension_and_the_indicators() {
    let card = scored(&deep(), &counts(&FIGURES));
    assert_eq!(score_nano(&card), Some(78 * POINT));
    let [a, z] = card.dimensions.as_slice() else { panic!("{:?}", card.dimensions) };
    assert_eq!(
        (a.id.as_str(), a.score_nano, z.score_nano),
        ("a", Some(70 * POINT), Some(90 * POINT))
    );
    assert_eq!(
        lines(a),
        [
            (0, "a", 600_000, Some(70 * POINT)),
            (1, "a1", 150_000, Some(40 * POINT)),
            (1, "b", 450_000, Some(80 * POINT)),
            (2, "b1", 225_000, Some(100 * POINT)),
            (2, "c", 225_000, Some(64 * POINT)),
            (3, "c1", 168_750, Some(52 * POINT)),
            (3, "c2", 56_250, Some(100 * POINT)),
        ]
    );
    assert_eq!(lines(z)[1..], [(1, "z1", 400_000, Some(90 * POINT))]);
    let levels: Vec<_> = a.levels.iter().map(|it| (&*it.id, it.weight, it.mean.clone())).collect();
    let means = [("b", 75, Aggregation::Geometric), ("c", 50, Aggregation::Arithmetic)];
    assert_eq!(levels, means);
    let way = |id: &str| -> Vec<&str> {
        let of = a.indicators.iter().find(|it| it.id == id).unwrap();
        a.way(of).into_iter().map(|it| &*it.id).collect()
    };
    assert_eq!([way("a1"), way("b1"), way("c2")], [vec![], vec!["b"], vec!["b", "c"]]);
}

/// By hand: nothing counted of c leaves b with b1 alone, 100: a = 0.25 × 40 + 0.75 × 100 = 85.
#[test]
fn a_level_without_data_has_no_score_and_no_weight() {
    let card = scored(&deep(), &counts(&[FIGURES[0], FIGURES[1], FIGURES[4]]));
    let a = lines(&card.dimensions[0]);
    assert_eq!(card.dimensions[0].score_nano, Some(85 * POINT));
    assert_eq!(a[3..5], [(2, "b1", 450_000, Some(100 * POINT)), (2, "c", 0, None)]);
}

/// What is within a level of another mean adds nothing; what stands beside it does.
#[test]
fn an_indicator_adds_where_all_means_above_it_are_arithmetic() {
    let card = scored(&deep(), &counts(&FIGURES));
    let added = |mean: Aggregation| -> Vec<(String, Option<i64>)> {
        let evaluation = Evaluation { mean: Some(mean), ..evaluation(vec![card.clone()]) };
        let each =
            card.dimensions.iter().flat_map(|of| of.indicators.iter().map(move |it| (of, it)));
        each.map(|(of, it)| (it.id.clone(), evaluation.contribution_nano(of, it))).collect()
    };
    let expected = [("c1", None), ("c2", None), ("b1", None), ("a1", Some(6)), ("z1", Some(36))];
    let expected = expected.map(|(id, points)| (id.to_owned(), points.map(|it: i64| it * POINT)));
    assert_eq!(added(Aggregation::Arithmetic), expected);
    assert!(added(Aggregation::Geometric).iter().all(|(_, points)| points.is_none()));
}

#[test]
fn a_scheme_without_levels_is_written_as_before() {
    let (flat, counts_of_flat) = worked();
    let written = |card: &Scorecard| serde_json::to_string(&card.dimensions).unwrap();
    let flat = written(&scored(&flat, &counts_of_flat));
    assert!(!flat.contains("levels") && !flat.contains("within"), "{flat}");
    let card = scored(&deep(), &counts(&FIGURES));
    let deep = written(&card);
    assert_eq!(deep.matches("\"levels\"").count(), 1);
    assert_eq!(deep.matches("\"within\"").count(), 4, "b1, c, c1 and c2");
    let read: Vec<DimensionScore> = serde_json::from_str(&deep).unwrap();
    assert_eq!(read, card.dimensions);
}
