//! The kernel on small tables worked by hand, and the laws that any scoring must keep.

use proptest::prelude::*;

use super::*;
use crate::evaluation::table::Unit;

/// A scheme of one dimension of three indicators, and more of it in TOML.
pub(in super::super) fn scheme(head: &str, weights: [u32; 3]) -> Scheme {
    let [a, b, c] = weights;
    let source = "source = { instrument = \"default\", confidence = \"default\" }";
    let text = format!(
        "id = \"whole\"\nversion = 1\nname = {{ zh = \"\", en = \"\" }}\n{source}\n\
         missing = \"redistribute\"\nrounding = {{ decimals = 0, mode = \"none\" }}\n{head}\n\
         [[dimension]]\nid = \"all\"\nweight = 1\nindicator = [\n\
         {{ id = \"a\", weight = {a} }},\n{{ id = \"b\", weight = {b} }},\n\
         {{ id = \"c\", weight = {c}, direction = \"down\" }},\n]\n"
    );
    toml::from_str(&text).unwrap()
}

/// Columns `a`, `b` and `c` of a table; a number that is none is missing.
pub(in super::super) fn table(rows: &[[f64; 3]]) -> Table {
    let unit = |at: usize| Unit { id: at.to_string(), time: None };
    let cell = |number: f64| if number.is_nan() { Cell::Missing } else { Cell::Value(number) };
    let column = |at: usize| rows.iter().map(|row| cell(row[at])).collect();
    Table {
        units: (0..rows.len()).map(unit).collect(),
        columns: ["a", "b", "c"].map(str::to_owned).into_iter().zip((0..3).map(column)).collect(),
        ..Table::default()
    }
}

fn nano(scheme: &Scheme, rows: &[[f64; 3]]) -> Vec<Option<i64>> {
    let verdicts = score(scheme, &table(rows)).unwrap().verdicts;
    verdicts.into_iter().map(|it| it.map(|it| it.score_nano)).collect()
}

const GAP: f64 = f64::NAN;
const MIN_MAX: &str = "normalise = { method = \"min-max\", from = 0, to = 100 }";
const POSTS: &str = "normalise = { method = \"goalposts\", low = 0, high = 10 }";

#[test]
fn what_is_missing_is_shared_or_zero_and_too_little_is_nothing() {
    let rows = [[10.0, GAP, 0.0], [GAP, GAP, 5.0], [GAP, GAP, GAP]];
    let check = |head: &str, expected: [Option<i64>; 3]| {
        assert_eq!(
            nano(&scheme(&format!("{POSTS}\n{head}"), [2, 1, 1]), &rows),
            expected,
            "{head}"
        );
    };
    let hundreds = |it: i64| Some(it * 1_000_000_000);
    check("", [hundreds(100), hundreds(50), None]);
    let least = |ppm: u32, by: &str, what: &str| {
        format!(
            "{what} = {{ at_least_ppm = {ppm}, by = \"{by}\", source = {{ instrument = \"default\", \
             confidence = \"default\" }} }}"
        )
    };
    for what in ["threshold", "screen"] {
        check(&least(333_333, "count", what), [hundreds(100), hundreds(50), None]);
        check(&least(333_334, "count", what), [hundreds(100), None, None]);
        check(&least(250_000, "weight", what), [hundreds(100), hundreds(50), None]);
        check(&least(250_001, "weight", what), [hundreds(100), None, None]);
    }
    let mut zero = scheme(POSTS, [2, 1, 1]);
    zero.missing = Missing::Zero;
    let expected = [Some(75_000_000_000), Some(12_500_000_000), Some(0)];
    assert_eq!(nano(&zero, &rows), expected);
}

#[test]
fn deductions_and_bonuses_stop_at_their_limits() {
    let source = "source = { instrument = \"default\", confidence = \"default\" }";
    let text = format!(
        "{POSTS}\n[adjustments]\nbonus_max = 5\nleast = 0\nmost = 100\n{source}\n\
         [[adjustments.deduction]]\nid = \"incident\"\ncount = \"incidents\"\npoints = 20\n\
         points_max = 50\n{source}\n\
         [[adjustments.bonus]]\nid = \"idea\"\ncount = \"ideas\"\npoints = 3\n{source}\n"
    );
    let scheme = scheme(&text, [1, 0, 0]);
    for (score, incidents, ideas, expected) in [
        (8.0, 0.0, 0.0, 80),
        (8.0, 1.0, 0.0, 60),
        (8.0, 3.0, 0.0, 30),  // 50 at most
        (3.0, 2.0, 0.0, 0),   // not below 0
        (3.0, 2.0, 1.0, 3),   // the bonus comes after
        (8.0, 0.0, 2.0, 85),  // 5 at most
        (9.8, 0.0, 9.0, 100), // not above 100
        (8.0, GAP, GAP, 80),
    ] {
        let mut table = table(&[[score, 0.0, 0.0]]);
        for (name, number) in [("incidents", incidents), ("ideas", ideas)] {
            let cell = if number.is_nan() { Cell::Missing } else { Cell::Value(number) };
            table.columns.insert(name.to_owned(), vec![cell]);
        }
        let verdict = super::score(&scheme, &table).unwrap().verdicts[0].unwrap();
        assert_eq!(verdict.score_nano, expected * 1_000_000_000, "{score} {incidents} {ideas}");
    }
}

/// Two units at two times. Within a time each is the best or the least; across, 1 to 4.
#[test]
fn a_panel_is_looked_at_time_by_time_or_across() {
    let panel = |across: bool| {
        let head = format!("{MIN_MAX}\ntable = {{ time = \"t\", normalise_across = {across} }}");
        let mut table =
            table(&[[1.0, GAP, GAP], [4.0, GAP, GAP], [2.0, GAP, GAP], [3.0, GAP, GAP]]);
        for (unit, time) in table.units.iter_mut().zip([1.0, 1.0, 2.0, 2.0]) {
            unit.time = Some(time);
        }
        let verdicts = score(&scheme(&head, [1, 1, 1]), &table).unwrap().verdicts;
        verdicts.into_iter().flatten().map(|it| (it.score_nano, it.rank)).collect::<Vec<_>>()
    };
    let hundred = 100_000_000_000;
    assert_eq!(panel(false), [(0, 2.0), (hundred, 1.0), (0, 2.0), (hundred, 1.0)]);
    let third = 33_333_333_333;
    assert_eq!(panel(true), [(0, 2.0), (hundred, 1.0), (third, 2.0), (2 * third + 1, 1.0)]);
}

#[test]
fn what_cannot_be_computed_is_named() {
    let check = |head: &str, rows: &[[f64; 3]], message: &str| {
        let error = score(&scheme(head, [1, 1, 1]), &table(rows)).unwrap_err();
        assert_eq!(error.to_string(), message);
    };
    let two = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    check(
        "normalise = { method = \"z-score\", mean = 0, sd = 1 }\naggregate = { method = \"geometric\" }",
        &two,
        "the mean of all needs scores that are not negative, and unit 0 has one",
    );
    check(
        "impute = { method = \"group-mean\", group = \"g\" }",
        &two,
        "there is no column \"g\" of groups",
    );
    check("", &[[1e300, 0.0, 0.0]], "the figure of whole for unit 0 is out of range");
    check("", &[[f64::MAX, f64::MAX, 0.0]], "the figure of all for unit 0 is out of range");
    let mut short = table(&two);
    short.columns.remove("b");
    let error = score(&scheme("", [1, 1, 1]), &short).unwrap_err();
    assert_eq!(error.to_string(), "there is no column \"b\" of numbers");
}

fn rows() -> impl Strategy<Value = Vec<[f64; 3]>> {
    let number = prop_oneof![9 => (-1_000_i32..1_000).prop_map(f64::from), 1 => Just(GAP)];
    prop::collection::vec([number.clone(), number.clone(), number], 2..12)
}

fn weights() -> impl Strategy<Value = [u32; 3]> {
    [0_u32..5, 1_u32..5, 0_u32..5]
}

/// Scales that do not ask in what unit a figure is said.
fn scales() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        MIN_MAX,
        "normalise = { method = \"z-score\", mean = 10, sd = 2 }",
        "normalise = { method = \"rank\", first = 1, ties = \"average\" }",
        "normalise = { method = \"percentile-rank\", scale = 100, ties = \"min\" }",
        "normalise = { method = \"distance\", reference = \"best\", scale = 1, capped = false }",
    ])
}

fn means() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "aggregate = { method = \"arithmetic\" }",
        "aggregate = { method = \"geometric\" }",
        "aggregate = { method = \"harmonic\" }",
        "aggregate = { method = \"generalised\", power = 0.5 }",
        "aggregate = { method = \"median\" }",
    ])
}

proptest! {
    #[test]
    fn better_figures_never_lower_a_score(
        rows in rows(), weights in weights(), mean in means(),
        at: prop::sample::Index, column in 0_usize..3, more in 1_i32..500,
    ) {
        let posts = "normalise = { method = \"goalposts\", low = -1000, high = 1000 }";
        let scheme = scheme(&format!("{posts}\n{mean}"), weights);
        let at = at.index(rows.len());
        let mut better = rows.clone();
        better[at][column] += f64::from(more) * if column == 2 { -1.0 } else { 1.0 };
        // Fixed to 1e-9: a median or a root may lose the last of them.
        let (before, after) = (nano(&scheme, &rows)[at], nano(&scheme, &better)[at]);
        prop_assert!(before.is_none() || before <= after.map(|it| it + 1), "{before:?} {after:?}");
    }

    #[test]
    fn the_unit_of_a_figure_does_not_matter(
        rows in rows(), weights in weights(), scale in scales(), column in 0_usize..3,
        power in -3_i32..4, shift in -500_i32..500,
    ) {
        let scheme = scheme(scale, weights);
        let mut other = rows.clone();
        for row in &mut other {
            row[column] = row[column] * 2_f64.powi(power) + f64::from(shift);
        }
        prop_assert_eq!(nano(&scheme, &rows), nano(&scheme, &other));
    }

    #[test]
    fn only_the_ratio_of_weights_matters(
        rows in rows(), weights in weights(), scale in scales(), factor in 1_u32..1_000,
    ) {
        let heavier = weights.map(|it| it * factor);
        let (one, other) = (scheme(scale, weights), scheme(scale, heavier));
        let near = |(a, b): (&Option<i64>, &Option<i64>)| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() <= 1,
            (a, b) => a == b,
        };
        prop_assert!(nano(&one, &rows).iter().zip(&nano(&other, &rows)).all(near));
    }

    #[test]
    fn the_order_of_units_does_not_matter(
        rows in rows(), weights in weights(), scale in scales(), by: prop::sample::Index,
    ) {
        let impute = "impute = { method = \"mean\" }";
        let treat = "[treat]\nskewness_max = 1\nkurtosis_max = 1\nwinsorise_max = 2\n\
                     then = { method = \"log\" }\n\
                     source = { instrument = \"default\", confidence = \"default\" }";
        let scheme = scheme(&format!("{scale}\n{impute}\n{treat}"), weights);
        let by = by.index(rows.len());
        let mut turned = rows.clone();
        turned.rotate_left(by);
        let mut expected = nano(&scheme, &rows);
        expected.rotate_left(by);
        prop_assert_eq!(nano(&scheme, &turned), expected);
    }

    #[test]
    fn what_weighs_nothing_changes_no_score(
        rows in rows(), first in 1_u32..5, scale in scales(), other in -1e6_f64..1e6,
    ) {
        for how in ["", "aggregate = { method = \"copeland\" }"] {
            let scheme = scheme(&format!("{scale}\n{how}"), [first, 0, 3]);
            let mut changed = rows.clone();
            for row in &mut changed {
                row[1] = other;
            }
            prop_assert_eq!(nano(&scheme, &rows), nano(&scheme, &changed));
        }
    }
}
