//! Every method that COINr offers against COINr itself: its figures are in `coinr/`, made by `coinr.R`.
//!
//! It is the whole product of imputations, scales, means and thresholds, over units and over a panel, time
//! by time and across: of 9 562 combinations the scores (`whole.csv`), and of 9 406 the ranks by given
//! weights (`given.csv`). Stages are compared one by one, spreads of ranks in a part of the product.
//!
//! A combination that COINr refuses is no row, and neither is what differs on purpose (or it is `?`).
//! A reference or target that is the least value has no distance here, COINr divides by 0. Across times,
//! a unit of reference is its first known value here and its first row there. Geometric and harmonic
//! means, and generalised ones with a negative power, of what has a 0 are 0 here, COINr refuses them.
//! Harmonic and generalised means of negative scores are refused here. The generalised mean leaves out
//! what is missing, as COINr says of it; its code then gives none. Copeland compares by what both have,
//! and nobody wins by what binary fractions lose; in COINr the first of two equals may lose by it.

use super::*;
use crate::evaluation::table::Unit;
use crate::evaluation::uncertainty::{Plan, Spread, uncertainty};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::LazyLock;

const TABLES: &str = include_str!("coinr/tables.csv");
const WHOLE: &str = include_str!("coinr/whole.csv");
const STAGES: &str = include_str!("coinr/stages.csv");
const SAMPLES: &str = include_str!("coinr/samples.csv");
const GIVEN: &str = include_str!("coinr/given.csv");
const RANKS: &str = include_str!("coinr/ranks.csv");
const SOURCE: &str = "source = { instrument = \"default\", confidence = \"default\" }";
/// The figures have twelve digits.
const NEAR: f64 = 1e-9;

/// Figures of units; none where there is none, and no number where the two differ on purpose.
type Figures = Vec<Option<f64>>;

/// The table of a name; `turned` is `units` with the other end up.
fn table(name: &str) -> Table {
    let (name, sign) = if name == "turned" { ("units", -1.0) } else { (name, 1.0) };
    let rows = || {
        let rows = TABLES.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
        rows.filter(|cells| cells[0] == name)
    };
    let cell = |text: &str| match text.parse::<f64>() {
        Ok(number) => Cell::Value(number * sign),
        Err(_) => Cell::Missing,
    };
    let unit = |cells: Vec<&str>| Unit { id: cells[1].to_owned(), time: cells[2].parse().ok() };
    let column = |at: usize| rows().map(|cells| cell(cells[at])).collect();
    Table {
        units: rows().map(unit).collect(),
        columns: "abcdef".chars().map(|it| it.to_string()).zip((4..).map(column)).collect(),
        groups: [("g".to_owned(), rows().map(|cells| cells[3].to_owned()).collect())].into(),
    }
}

fn impute_of(name: &str) -> &str {
    match name {
        "group_mean" => "method = \"group-mean\", group = \"g\"",
        "group_median" => "method = \"group-median\", group = \"g\"",
        "unit_mean" => "method = \"unit-mean\"",
        "unit_median" => "method = \"unit-median\"",
        "unit_mean_2" => "method = \"unit-mean\", level = 2",
        "unit_median_3" => "method = \"unit-median\", level = 3",
        "unit_mean_raw" => "method = \"unit-mean\", scaled = false",
        "latest" => "method = \"latest\", within = 9",
        "latest_1" => "method = \"latest\", within = 1",
        "none" => "method = \"none\"",
        "mean" => "method = \"mean\"",
        "median" => "method = \"median\"",
        "step" => "method = \"step\"",
        "linear" => "method = \"linear\"",
        other => panic!("{other}"),
    }
}

fn scale_of(name: &str) -> &str {
    match name {
        "min_max" => "method = \"min-max\", from = 1, to = 100",
        "z_score" => "method = \"z-score\", mean = 10, sd = 2",
        "rank" => "method = \"rank\", first = 1, ties = \"min\"",
        "borda" => "method = \"rank\", first = 0, ties = \"min\"",
        "percentile" => "method = \"percentile-rank\", scale = 1, ties = \"min\"",
        "to_best" => "method = \"distance\", reference = \"best\", scale = 1, capped = false",
        "to_unit" => {
            "method = \"distance\", reference = { unit = \"u1\" }, scale = 1, capped = false"
        }
        "to_unit_capped" => {
            "method = \"distance\", reference = { unit = \"u1\" }, scale = 1, capped = true"
        }
        "to_value" => "method = \"distance\", reference = { value = 5 }, scale = 1, capped = false",
        "to_value_capped" => {
            "method = \"distance\", reference = { value = 5 }, scale = 1, capped = true"
        }
        "of_max" => "method = \"fraction-of-max\", scale = 1",
        "scaled" => "method = \"goalposts\", low = 1, high = 9, capped = false",
        "posts" => "method = \"goalposts\", low = 1, high = 9, scale = 10",
        "posts_beyond" => "method = \"goalposts\", low = 1, high = 9, scale = 10, capped = false",
        "none" => "method = \"none\"",
        other => panic!("{other}"),
    }
}

/// The means of indicators, of the dimensions above them, and of the whole.
fn means_of(name: &str) -> [&str; 3] {
    match name {
        "cubic" => ["method = \"generalised\", power = 3"; 3],
        "inverse_root" => ["method = \"generalised\", power = -0.5"; 3],
        "arithmetic" => ["method = \"arithmetic\""; 3],
        "geometric" => ["method = \"geometric\""; 3],
        "harmonic" => ["method = \"harmonic\""; 3],
        "copeland" => ["method = \"copeland\""; 3],
        "mixed" => ["method = \"arithmetic\"", "method = \"geometric\"", "method = \"harmonic\""],
        "ranked" => ["method = \"copeland\"", "method = \"arithmetic\"", "method = \"copeland\""],
        other => panic!("{other}"),
    }
}

fn treat_of(name: &str) -> String {
    let how = match name {
        "winsorise" => "winsorise_max = 5",
        "winsorise_1" => "winsorise_max = 1",
        "winsorise_all" => "winsorise_max = 4, winsorise_all = true",
        "log" => "winsorise_max = 1, then = { method = \"log\" }",
        "log_combined" => "winsorise_max = 1, combined = true, then = { method = \"log\" }",
        "log_either" => "winsorise_max = 1, then = { method = \"log-either\" }",
        "log_one" => "winsorise_max = 1, then = { method = \"log-one\" }",
        "box_cox_0" => "winsorise_max = 1, then = { method = \"box-cox\", lambda = 0 }",
        "box_cox_half" => "winsorise_max = 1, then = { method = \"box-cox\", lambda = 0.5 }",
        "box_cox_combined" => {
            "winsorise_max = 1, combined = true, then = { method = \"box-cox\", lambda = -1 }"
        }
        other => panic!("{other}"),
    };
    format!("skewness_max = 1, kurtosis_max = 1, {how}, {SOURCE}")
}

fn screen_of(name: &str) -> String {
    let how = match name {
        "known_half" => "at_least_ppm = 500_000",
        "known_two_thirds" => "at_least_ppm = 666_666",
        "known_all" => "at_least_ppm = 1_000_000",
        "nonzero_half" => "at_least_ppm = 0, nonzero_at_least_ppm = 500_000",
        "nonzero_all" => "at_least_ppm = 0, nonzero_at_least_ppm = 1_000_000",
        "both" => "at_least_ppm = 833_333, nonzero_at_least_ppm = 500_000",
        "named" => "at_least_ppm = 1_000_000, with = [\"u10\"], without = [\"u1\"]",
        other => panic!("{other}"),
    };
    format!("{how}, by = \"count\", {SOURCE}")
}

/// The scheme of the script.
fn scheme([impute, scale, means]: [&str; 3]) -> Scheme {
    let mut scheme = BASE.clone();
    scheme.impute = read(impute_of(impute));
    scheme.normalise = Some(read(scale_of(scale)));
    let [first, second, third] = means_of(means).map(read::<Aggregation>);
    for dimension in &mut scheme.dimensions {
        let is_lowest = !dimension.indicators.is_empty();
        dimension.aggregate = Some(if is_lowest { &first } else { &second }.clone());
    }
    scheme.aggregate = third;
    scheme
}

/// What stands between braces in TOML.
fn read<T: DeserializeOwned>(text: &str) -> T {
    let mut table: BTreeMap<String, T> = toml::from_str(&format!("it = {{ {text} }}")).unwrap();
    table.remove("it").unwrap()
}

/// What is part of what, without methods.
static BASE: LazyLock<Scheme> = LazyLock::new(|| {
    let dimension = |id: &str, within: &str, weight: u32, indicators: &str| {
        format!(
            "[[dimension]]\nid = \"{id}\"\n{within}weight = {weight}\nindicator = [{indicators}]\n"
        )
    };
    let indicator = |id: &str, weight: u32, direction: &str| {
        format!("{{ id = \"{id}\", weight = {weight}, direction = \"{direction}\" }}, ")
    };
    let (left, right) = ("within = \"left\"\n", "within = \"right\"\n");
    let text = [
        format!(
            "id = \"whole\"\nversion = 1\nname = {{ zh = \"\", en = \"\" }}\n{SOURCE}\n\
             missing = \"redistribute\"\nrounding = {{ decimals = 0, mode = \"none\" }}\n"
        ),
        dimension("left", "", 3, ""),
        dimension("right", "", 2, ""),
        dimension("one", left, 2, &(indicator("a", 3, "up") + &indicator("b", 1, "up"))),
        dimension("two", left, 3, &(indicator("c", 2, "down") + &indicator("d", 5, "up"))),
        dimension("three", right, 1, &(indicator("e", 1, "down") + &indicator("f", 4, "up"))),
    ];
    toml::from_str(&text.concat()).unwrap()
});

/// The head of a row and its figures.
fn rows<const N: usize>(file: &'static str) -> impl Iterator<Item = ([&'static str; N], Figures)> {
    file.lines().skip(1).map(|line| {
        let mut cells = line.split(',');
        let head = [(); N].map(|()| cells.next().unwrap());
        let figure = |text: &str| match text {
            "" => None,
            "?" => Some(f64::NAN),
            number => Some(number.parse().unwrap()),
        };
        (head, cells.map(figure).collect())
    })
}

fn values(cells: &[Cell]) -> Figures {
    cells.iter().map(|it| it.value()).collect()
}

/// Asserts that each figure is the one expected, and counts them.
fn compare(what: &[&str], found: &[Option<f64>], expected: &[Option<f64>]) -> usize {
    assert_eq!(found.len(), expected.len(), "{what:?}");
    let pairs = || found.iter().zip(expected).filter(|(_, it)| !it.is_some_and(f64::is_nan));
    for (found, expected) in pairs() {
        let is_near = match (found, expected) {
            (Some(found), Some(expected)) => {
                (found - expected).abs() <= NEAR * expected.abs().max(1.0)
            }
            (found, expected) => found == expected,
        };
        assert!(is_near, "{what:?}: {found:?} {expected:?}");
    }
    pairs().count()
}

/// The scheme of a combination, at each of the thresholds that come to the same.
fn at_each_threshold(
    choice: [&str; 3],
    (across, at_least_ppm): (&str, &'static str),
) -> impl Iterator<Item = Scheme> {
    let mut scheme = scheme(choice);
    scheme.table.normalise_across = across == "TRUE";
    at_least_ppm.split(';').map(move |at_least| {
        let threshold = format!("at_least_ppm = {at_least}, by = \"count\", {SOURCE}");
        scheme.threshold = (at_least != "0").then(|| read(&threshold));
        scheme.clone()
    })
}

#[test]
fn every_combination_is_that_of_coinr() {
    let mut compared = 0;
    for (head, expected) in rows(WHOLE) {
        let [name, impute, scale, across, means, at_least] = head;
        let table = table(name);
        for scheme in at_each_threshold([impute, scale, means], (across, at_least)) {
            let scored = score(&scheme, &table).unwrap();
            compared += compare(&head, &values(scored.scores.last().unwrap()), &expected);
        }
    }
    assert_eq!(compared, 158_716);
}

/// The samples of weights that COINr drew, in the order of the nodes of the tree.
fn samples() -> Vec<Vec<f64>> {
    let tree = Tree::of(&BASE).unwrap();
    let names: Vec<&str> = SAMPLES.lines().next().unwrap().split(',').collect();
    let sample = |line: &str| -> Vec<f64> {
        let numbers: Vec<f64> = line.split(',').map(|it| it.parse().unwrap()).collect();
        let place = |id: &str| names.iter().position(|it| *it == id);
        tree.nodes.iter().map(|node| place(node.id).map_or(1.0, |at| numbers[at])).collect()
    };
    SAMPLES.lines().skip(1).map(sample).collect()
}

#[test]
fn every_rank_by_given_weights_is_that_of_coinr() {
    let samples = samples();
    let mut compared = 0;
    for (head, expected) in rows(GIVEN) {
        let [name, impute, scale, across, means, at_least, sample] = head;
        let (table, first) = (table(name), sample.parse::<usize>().unwrap());
        for scheme in at_each_threshold([impute, scale, means], (across, at_least)) {
            let tree = Tree::of(&scheme).unwrap();
            let kernel = Kernel::new(&scheme, &tree, &table).unwrap();
            let leaves = kernel.prepare(&scheme.impute, None).unwrap().normalised;
            let ranks = samples[first..first + 2].iter().flat_map(|weights| {
                let choice = Choice { weights: weights.clone(), aggregate: None };
                let verdicts = kernel.judge(&leaves, &choice).unwrap();
                verdicts.into_iter().map(|it| it.map(|it| it.rank)).collect::<Vec<_>>()
            });
            compared += compare(&head, &ranks.collect::<Vec<_>>(), &expected);
        }
    }
    assert_eq!(compared, 313_560);
}

/// What `coinr.R` gives COINr as the scale factor of a column's denominator.
fn scale_factor(column: &str) -> Real {
    Real::new(match column {
        "a" => 1_000.0,
        "b" => 0.5,
        _ => 1.0,
    })
    .unwrap()
}

#[test]
fn every_stage_is_that_of_coinr() {
    let mut compared = 0;
    for (head, expected) in rows(STAGES) {
        let [name, stage, method, column] = head;
        let choice = match stage {
            "impute" => [method, "none", "arithmetic"],
            "normalise" => ["none", method, "arithmetic"],
            _ => ["none", "none", "arithmetic"],
        };
        let mut scheme = scheme(choice);
        scheme.treat = (stage == "treat").then(|| read(&treat_of(method)));
        scheme.screen = (stage == "screen").then(|| read(&screen_of(method)));
        if stage == "denominate" {
            for it in scheme.dimensions.iter_mut().flat_map(|it| &mut it.indicators) {
                it.denominator = Some("f".to_owned());
                it.per = (method == "f_scaled").then(|| scale_factor(&it.id));
            }
        }
        let scored = score(&scheme, &table(name)).unwrap();
        let leaf = scheme.indicators().position(|it| it.id == column).unwrap_or_default();
        let found = match stage {
            "denominate" => values(&scored.denominated[leaf]),
            "screen" => {
                scored.screened_in.iter().map(|&it| Some(f64::from(u8::from(it)))).collect()
            }
            "impute" => values(&scored.imputed[leaf]),
            "treat" => values(&scored.treated[leaf]),
            _ => values(&scored.scores[leaf]),
        };
        compared += compare(&head, &found, &expected);
    }
    assert_eq!(compared, 4_510);
}

#[test]
fn ranks_spread_as_those_of_coinr() {
    let weights = samples();
    let (samples, threads) = (weights.len(), NonZeroUsize::MIN);
    let plan = Plan { samples, seed: 1, weights: &weights, threads };
    let mut compared = 0;
    for (head, expected) in rows(RANKS) {
        let [name, impute, scale, means, at_least] = head;
        for scheme in at_each_threshold([impute, scale, means], ("FALSE", at_least)) {
            let spreads = uncertainty(&scheme, &table(name), &plan).unwrap().spreads;
            let figure = |of: fn(&Spread) -> f64| spreads.iter().map(move |it| it.as_ref().map(of));
            let found = figure(|it| it.extremes[0])
                .chain(figure(|it| it.interval[0]))
                .chain(figure(|it| it.interval[1]))
                .chain(figure(|it| it.extremes[1]));
            compared += compare(&head, &found.collect::<Vec<_>>(), &expected);
        }
    }
    assert_eq!(compared, 5_280);
}
