//! Published examples, computed again by `expected.py`, what has no answer, and laws.

use proptest::prelude::*;

use super::*;

const GAP: i64 = 0;
/// Krippendorff (2011): four observers, twelve units.
const KRIPPENDORFF: [[i64; 12]; 4] = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
    [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
];
/// The data "anxiety" of the R package irr: three raters, twenty persons, with ties.
const ANXIETY: [[i64; 20]; 3] = [
    [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
    [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
    [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
];

/// Units from what each rater said.
fn units<const N: usize>(raters: &[[i64; N]]) -> Vec<Vec<i64>> {
    (0..N).map(|unit| raters.iter().map(|it| it[unit]).filter(|it| *it != GAP).collect()).collect()
}

fn raters<const N: usize>(raters: &[[i64; N]]) -> Vec<Vec<i64>> {
    raters.iter().map(|it| it.to_vec()).collect()
}

/// Published: interval .849. To the millionth: `expected.py`.
#[test]
fn the_alpha_of_the_published_example() {
    assert_eq!(alpha_ppm(&units(&KRIPPENDORFF)), Some(849_107));
    assert_eq!(alpha_ppm(&units(&ANXIETY)), Some(170_099));
}

/// Published: Wt = 0.54, χ²(19) = 30.8. To the millionth: `expected.py`.
#[test]
fn the_w_of_the_published_example() {
    let w = kendall_w_ppm(&raters(&ANXIETY)).unwrap();
    assert_eq!(w, 539_657);
    // χ² = m (n − 1) W, to one decimal.
    assert_eq!((3 * 19 * w + 50_000) / 100_000, 308);
}

#[test]
fn extremes_and_what_has_no_answer() {
    let alpha =
        |units: &[&[i64]]| alpha_ppm(&units.iter().map(|it| it.to_vec()).collect::<Vec<_>>());
    assert_eq!(alpha(&[&[1, 1], &[5, 5]]), Some(1_000_000));
    // Two units in which two raters contradict each other: D(o) = 16, D(e) = 2/3 of it.
    assert_eq!(alpha(&[&[1, 5], &[5, 1]]), Some(-500_000));
    assert_eq!(alpha(&[&[3, 3], &[3, 3]]), None);
    assert_eq!(alpha(&[&[1], &[5]]), None);
    assert_eq!(alpha(&[]), None);
    let w =
        |raters: &[&[i64]]| kendall_w_ppm(&raters.iter().map(|it| it.to_vec()).collect::<Vec<_>>());
    assert_eq!(w(&[&[1, 2, 3], &[10, 20, 30]]), Some(1_000_000));
    assert_eq!(w(&[&[1, 2, 3], &[3, 2, 1]]), Some(0));
    assert_eq!(w(&[&[1, 1], &[1, 1]]), None);
    assert_eq!(w(&[&[1, 2, 3]]), None);
    assert_eq!(w(&[&[1], &[2]]), None);
    assert_eq!(w(&[]), None);
}

#[test]
fn quotients_round_half_to_even() {
    for (above, below, expected) in [
        (1, 2, 0),
        (3, 2, 2),
        (5, 2, 2),
        (-1, 2, 0),
        (-3, 2, -2),
        (2, 3, 1),
        (-2, 3, -1),
        (7, 1, 7),
    ] {
        assert_eq!(half_even(above, below), Some(expected), "{above}/{below}");
    }
    assert_eq!(half_even(1, 0), None);
}

proptest! {
    /// Neither the order of raters or units nor moving every score changes anything.
    #[test]
    fn agreement_is_the_raters_own(
        table in prop::collection::vec(prop::collection::vec(1_i64..=5, 6), 2..6),
        moved in 0_i64..1_000,
    ) {
        let w = kendall_w_ppm(&table);
        prop_assert!(w.is_none_or(|it| (0..=1_000_000).contains(&it)));
        let columns: Vec<Vec<i64>> =
            (0..6).map(|unit| table.iter().map(|it| it[unit]).collect()).collect();
        let alpha = alpha_ppm(&columns);
        prop_assert!(alpha.is_none_or(|it| it <= 1_000_000));
        let mut others: Vec<Vec<i64>> =
            table.iter().map(|row| row.iter().rev().map(|it| it + moved).collect()).collect();
        others.reverse();
        prop_assert_eq!(kendall_w_ppm(&others), w);
        let mut units: Vec<Vec<i64>> =
            columns.iter().map(|unit| unit.iter().rev().map(|it| it + moved).collect()).collect();
        units.reverse();
        prop_assert_eq!(alpha_ppm(&units), alpha);
    }
}
