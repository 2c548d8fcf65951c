//! The laws that any scoring must keep, and the small tables on which it is tried.

use proptest::prelude::*;

use super::*;
use crate::evaluation::scheme::Missing;
use crate::evaluation::table::Unit;

/// A scheme of one dimension of three indicators, and more of it in TOML.
pub(in super::super) fn scheme(head: &str, weights: [u32; 3]) -> Scheme {
    let [a, b, c] = weights;
    let text = format!(
        "id = \"whole\"\nversion = 1\nname = {{ zh = \"\", en = \"\" }}\n{SOURCE}\n\
         missing = \"redistribute\"\nrounding = {{ decimals = 0, mode = \"none\" }}\n{head}\n\
         [[dimension]]\nid = \"all\"\nweight = 1\nindicator = [\n\
         {{ id = \"a\", weight = {a} }},\n{{ id = \"b\", weight = {b} }},\n\
         {{ id = \"c\", weight = {c}, direction = \"down\" }},\n]\n"
    );
    toml::from_str(&text).unwrap()
}

/// Columns `a`, `b` and `c` of a table; a number that is none is missing, an endless one not applicable.
pub(in super::super) fn table(rows: &[[f64; 3]]) -> Table {
    let unit = |at: usize| Unit { id: at.to_string(), time: None };
    let cell = |number: f64| match number {
        NOTHING => Cell::NotApplicable,
        _ if number.is_nan() => Cell::Missing,
        _ => Cell::Value(number),
    };
    let column = |at: usize| rows.iter().map(|row| cell(row[at])).collect();
    Table {
        units: (0..rows.len()).map(unit).collect(),
        columns: ["a", "b", "c"].map(str::to_owned).into_iter().zip((0..3).map(column)).collect(),
        ..Table::default()
    }
}

pub(super) fn nano(scheme: &Scheme, rows: &[[f64; 3]]) -> Vec<Option<i64>> {
    let verdicts = score(scheme, &table(rows)).unwrap().verdicts;
    verdicts.into_iter().map(|it| it.map(|it| it.score_nano)).collect()
}

pub(super) const GAP: f64 = f64::NAN;
pub(super) const NOTHING: f64 = f64::INFINITY;
pub(in super::super) const SOURCE: &str =
    "source = { instrument = \"default\", confidence = \"default\" }";
pub(super) const MIN_MAX: &str = "normalise = { method = \"min-max\", from = 0, to = 100 }";
pub(in super::super) const POSTS: &str =
    "normalise = { method = \"goalposts\", low = 0, high = 10 }";

fn rows() -> impl Strategy<Value = Vec<[f64; 3]>> {
    let number = prop_oneof![9 => (-1_000_i32..1_000).prop_map(f64::from), 1 => Just(GAP)];
    prop::collection::vec([number.clone(), number.clone(), number], 2..12)
}

/// Of each unit more is better in `a` and `b`, less in `c`, wherever the others stand.
fn rising() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "normalise = { method = \"goalposts\", low = -1000, high = 1000 }",
        "normalise = { method = \"goalposts\", low = 0, high = 500 }",
        "normalise = { method = \"goalposts\", low = 5, high = 5 }",
        "normalise = { method = \"goalposts\", low = 0.01, high = 500, log = true }",
        "normalise = { method = \"rank\", first = 0, ties = \"min\" }",
        "normalise = { method = \"percentile-rank\", scale = 100, ties = \"average\" }",
        MIN_MAX,
        "normalise = { method = \"distance\", reference = \"best\", scale = 100, capped = true }",
    ])
}

/// What is done about what is missing.
fn gaps() -> impl Strategy<Value = (Missing, String)> {
    let impute =
        prop::sample::select(vec!["none", "zero", "mean", "median", "unit-mean", "unit-median"]);
    let least = prop::sample::select(vec![0, 500_000, 1_000_000]);
    let missing = prop::sample::select(vec![Missing::Redistribute, Missing::Zero]);
    (missing, impute, least).prop_map(|(missing, impute, least)| {
        let how = format!(
            "impute = {{ method = \"{impute}\" }}\n\
             threshold = {{ at_least_ppm = {least}, by = \"weight\", {SOURCE} }}"
        );
        (missing, how)
    })
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
        "aggregate = { method = \"copeland\" }",
        "aggregate = { method = \"sum\" }",
        "aggregate = { method = \"arithmetic\" }",
        "aggregate = { method = \"geometric\" }",
        "aggregate = { method = \"harmonic\" }",
        "aggregate = { method = \"generalised\", power = 0.5 }",
        "aggregate = { method = \"median\" }",
    ])
}

/// Means that take scores below 0 as well.
fn any_sign() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "aggregate = { method = \"arithmetic\" }",
        "aggregate = { method = \"median\" }",
        "aggregate = { method = \"sum\" }",
        "aggregate = { method = \"copeland\" }",
    ])
}

proptest! {
    #[test]
    fn better_figures_never_lower_a_score(
        rows in rows(), weights in weights(), scale in rising(), mean in means(),
        (missing, how) in gaps(),
        at: prop::sample::Index, column in 0_usize..3, more in 1_i32..500,
    ) {
        // Where the figures of one fill the gaps of others, it may help them past each other and itself.
        let fills_others = !["none", "zero"].iter().any(|it| how.contains(it));
        prop_assume!(!(mean.contains("copeland") && fills_others));
        let mut scheme = scheme(&format!("{scale}\n{mean}\n{how}"), weights);
        scheme.missing = missing;
        let at = at.index(rows.len());
        let mut better = rows.clone();
        better[at][column] += f64::from(more) * if column == 2 { -1.0 } else { 1.0 };
        let scored = |rows: &[[f64; 3]]| score(&scheme, &table(rows)).unwrap();
        let (before, after) = (scored(&rows), scored(&better));
        // Among equals some scales say nothing at all, of anybody.
        let is_said = |it: &Scored| it.scores[column].iter().any(|it| it.value().is_some());
        prop_assume!(is_said(&before) == is_said(&after));
        let [before, after] = [before, after].map(|it| it.verdicts[at].map(|it| it.score_nano));
        // Fixed to 1e-9: a median or a root may lose the last of them.
        prop_assert!(before.is_none() || before <= after.map(|it| it + 1), "{before:?} {after:?}");
    }

    #[test]
    fn to_say_something_is_never_worse_than_nothing_where_that_is_zero(
        rows in rows(), weights in weights(), mean in means(), at: prop::sample::Index,
        column in 0_usize..3, said in -1_000_i32..1_000, is_log: bool,
    ) {
        let posts = format!("normalise = {{ method = \"goalposts\", low = 1, high = 500, log = {is_log} }}");
        prop_assume!(!mean.contains("copeland"), "who is nowhere is beaten by nobody");
        let mut scheme = scheme(&format!("{posts}\n{mean}"), weights);
        scheme.missing = Missing::Zero;
        let at = at.index(rows.len());
        let [mut with, mut without] = [rows.clone(), rows];
        with[at][column] = f64::from(said);
        without[at][column] = GAP;
        prop_assert!(nano(&scheme, &without)[at] <= nano(&scheme, &with)[at].map(|it| it + 1));
    }

    #[test]
    fn what_does_not_apply_weighs_nothing(
        rows in rows(), weights in weights(), mean in means(), (missing, how) in gaps(),
        column in 0_usize..3,
    ) {
        let mut whole = scheme(&format!("{POSTS}\n{mean}\n{how}"), weights);
        whole.missing = missing;
        let mut light = whole.clone();
        light.dimensions[0].indicators[column].weight = 0;
        let mut rows = rows;
        for row in &mut rows {
            row[column] = NOTHING;
        }
        prop_assert_eq!(nano(&whole, &rows), nano(&light, &rows));
    }

    /// Whatever the limits: more of what goes wrong never lifts, more of what goes well never lowers, and
    /// who has neither keeps its score.
    #[test]
    fn deductions_take_and_bonuses_add(
        score in 0_u32..1_000, (wrong, well) in (0_u32..6, 0_u32..6), more in 1_u32..4,
        (least, most, bonus_max) in (0_u32..120, 0_u32..120, 0_u32..30),
    ) {
        let each = |list: &str| {
            format!(
                "[[adjustments.{list}]]\nid = \"{list}\"\ncount = \"{list}-count\"\npoints = 7\n\
                 points_max = 20\n{SOURCE}\n"
            )
        };
        let limits = format!("bonus_max = {bonus_max}\nleast = {least}\nmost = {most}\n{SOURCE}\n");
        let (deduction, bonus) = (each("deduction"), each("bonus"));
        let scheme = scheme(&format!("{POSTS}\n[adjustments]\n{limits}{deduction}{bonus}"), [1, 0, 0]);
        let with = |wrong: u32, well: u32| {
            let mut table = table(&[[f64::from(score) / 100.0, 0.0, 0.0]]);
            for (name, count) in [("deduction-count", wrong), ("bonus-count", well)] {
                table.columns.insert(name.to_owned(), vec![Cell::Value(count.into())]);
            }
            let verdict = super::score(&scheme, &table).unwrap().verdicts[0].unwrap();
            (verdict.base_nano, verdict.score_nano)
        };
        let (base, own) = with(wrong, well);
        prop_assert!(with(wrong + more, well).1 <= own);
        prop_assert!(own <= with(wrong, well + more).1);
        prop_assert!(with(wrong, 0).1 <= base && base <= with(0, well).1);
        prop_assert_eq!(with(0, 0), (base, base));
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
        rows in rows(), weights in weights(), scale in scales(), mean in any_sign(),
        factor in 1_u32..1_000,
    ) {
        prop_assume!(!mean.contains("sum"), "which is not divided by the weights");
        let heavier = weights.map(|it| it * factor);
        let head = format!("{scale}\n{mean}");
        let (one, other) = (scheme(&head, weights), scheme(&head, heavier));
        let near = |(a, b): (&Option<i64>, &Option<i64>)| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() <= 1,
            (a, b) => a == b,
        };
        prop_assert!(nano(&one, &rows).iter().zip(&nano(&other, &rows)).all(near));
    }

    #[test]
    fn the_order_of_units_and_indicators_does_not_matter(
        (rows, order) in rows().prop_flat_map(|it| {
            let places: Vec<usize> = (0..it.len()).collect();
            (Just(it), Just(places).prop_shuffle())
        }),
        weights in weights(), scale in scales(), mean in any_sign(), by in 0_usize..3,
    ) {
        let impute = "impute = { method = \"mean\" }";
        let treat = "[treat]\nskewness_max = 1\nkurtosis_max = 1\nwinsorise_max = 2\n\
                     then = { method = \"log\" }\n\
                     source = { instrument = \"default\", confidence = \"default\" }";
        let scheme = scheme(&format!("{scale}\n{mean}\n{impute}\n{treat}"), weights);
        let mut turned = scheme.clone();
        turned.dimensions[0].indicators.rotate_left(by);
        let shuffled: Vec<[f64; 3]> = order.iter().map(|&at| rows[at]).collect();
        let scores = nano(&scheme, &rows);
        let expected: Vec<Option<i64>> = order.iter().map(|&at| scores[at]).collect();
        prop_assert_eq!(nano(&turned, &shuffled), expected);
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
