//! Every method that COINr offers against COINr itself: its figures are in `coinr/`, made by `coinr.R`.
//!
//! What differs on purpose is no row there. A reference or target that is the least value has no
//! distance here, COINr divides by 0. Across times, a unit of reference is its first known value here
//! and a row there. The geometric mean of what has a 0 is 0 here, COINr refuses it.
//! Harmonic and generalised means of negative scores are refused here. The generalised mean leaves out
//! what is missing, as COINr says of it; its code then gives none. Copeland compares by what both have.

use super::*;
use crate::evaluation::table::Unit;
use crate::evaluation::uncertainty::{Plan, uncertainty};
use std::num::NonZeroUsize;

const TABLES: &str = include_str!("coinr/tables.csv");
const WHOLE: &str = include_str!("coinr/whole.csv");
const STAGES: &str = include_str!("coinr/stages.csv");
const SAMPLES: &str = include_str!("coinr/samples.csv");
const RANKS: &str = include_str!("coinr/ranks.csv");
const SOURCE: &str = "source = { instrument = \"default\", confidence = \"default\" }";
/// The figures have twelve digits.
const NEAR: f64 = 1e-9;

/// Figures of units; none where there is none.
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
        "winsorise_all" => "winsorise_max = 4\nwinsorise_all = true",
        "log" => "winsorise_max = 1\nthen = { method = \"log\" }",
        "log_combined" => "winsorise_max = 1\ncombined = true\nthen = { method = \"log\" }",
        "log_either" => "winsorise_max = 1\nthen = { method = \"log-either\" }",
        "log_one" => "winsorise_max = 1\nthen = { method = \"log-one\" }",
        "box_cox_0" => "winsorise_max = 1\nthen = { method = \"box-cox\", lambda = 0 }",
        "box_cox_half" => "winsorise_max = 1\nthen = { method = \"box-cox\", lambda = 0.5 }",
        "box_cox_combined" => {
            "winsorise_max = 1\ncombined = true\nthen = { method = \"box-cox\", lambda = -1 }"
        }
        other => panic!("{other}"),
    };
    format!("[treat]\nskewness_max = 1\nkurtosis_max = 1\n{how}\n{SOURCE}\n")
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
    format!("screen = {{ {how}, by = \"count\", {SOURCE} }}\n")
}

/// The scheme of the script with more of it in TOML.
fn scheme([impute, scale, means]: [&str; 3], more: &str) -> Scheme {
    let [first, second, third] = means_of(means);
    let (impute, scale) = (impute_of(impute), scale_of(scale));
    let dimension = |id: &str, within: &str, weight: u32, how: &str, indicators: &str| {
        format!(
            "[[dimension]]\nid = \"{id}\"\n{within}weight = {weight}\naggregate = {{ {how} }}\n\
             indicator = [{indicators}]\n"
        )
    };
    let (left, right) = ("within = \"left\"\n", "within = \"right\"\n");
    let down = ", direction = \"down\"";
    let text = [
        format!(
            "id = \"whole\"\nversion = 1\nname = {{ zh = \"\", en = \"\" }}\n{SOURCE}\n\
             missing = \"redistribute\"\nrounding = {{ decimals = 0, mode = \"none\" }}\n\
             impute = {{ {impute} }}\nnormalise = {{ {scale} }}\naggregate = {{ {third} }}\n{more}"
        ),
        dimension("left", "", 3, second, ""),
        dimension("right", "", 2, second, ""),
        dimension("one", left, 2, first, "{ id = \"a\", weight = 3 }, { id = \"b\", weight = 1 }"),
        dimension(
            "two",
            left,
            3,
            first,
            &format!("{{ id = \"c\", weight = 2{down} }}, {{ id = \"d\", weight = 5 }}"),
        ),
        dimension(
            "three",
            right,
            1,
            first,
            &format!("{{ id = \"e\", weight = 1{down} }}, {{ id = \"f\", weight = 4 }}"),
        ),
    ];
    toml::from_str(&text.concat()).unwrap()
}

/// The head of a row and its figures.
fn rows<const N: usize>(file: &'static str) -> impl Iterator<Item = ([&'static str; N], Figures)> {
    file.lines().skip(1).map(|line| {
        let mut cells = line.split(',');
        let head = [(); N].map(|()| cells.next().unwrap());
        (head, cells.map(|it| (!it.is_empty()).then(|| it.parse().unwrap())).collect())
    })
}

fn values(cells: &[Cell]) -> Figures {
    cells.iter().map(|it| it.value()).collect()
}

fn assert_near(what: &[&str], found: &[Option<f64>], expected: &[Option<f64>]) {
    assert_eq!(found.len(), expected.len(), "{what:?}");
    for (found, expected) in found.iter().zip(expected) {
        let is_near = match (found, expected) {
            (Some(found), Some(expected)) => {
                (found - expected).abs() <= NEAR * expected.abs().max(1.0)
            }
            (found, expected) => found == expected,
        };
        assert!(is_near, "{what:?}: {found:?} {expected:?}");
    }
}

#[test]
fn every_combination_is_that_of_coinr() {
    let mut compared = 0;
    for (head, expected) in rows(WHOLE) {
        let [name, impute, scale, across, means, least] = head;
        let threshold = match least {
            "0" => String::new(),
            _ => format!("threshold = {{ at_least_ppm = {least}, by = \"count\", {SOURCE} }}\n"),
        };
        let layout = format!("table = {{ normalise_across = {} }}\n", across == "TRUE");
        let scheme = scheme([impute, scale, means], &format!("{threshold}{layout}"));
        let scored = score(&scheme, &table(name)).unwrap();
        assert_near(&head, &values(scored.scores.last().unwrap()), &expected);
        compared += expected.len();
    }
    assert_eq!(compared, 18_940);
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
        let more = match stage {
            "treat" => treat_of(method),
            "screen" => screen_of(method),
            _ => String::new(),
        };
        let mut scheme = scheme(choice, &more);
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
        assert_near(&head, &found, &expected);
        compared += 1;
    }
    assert_eq!(compared, 325);
}

/// COINr draws the weights; by them it ranks as the kernel does.
#[test]
fn ranks_by_given_weights_are_those_of_coinr() {
    let table = table("units");
    let base = scheme(["none", "min_max", "arithmetic"], "");
    let tree = Tree::of(&base).unwrap();
    let names: Vec<&str> = SAMPLES.lines().next().unwrap().split(',').collect();
    let sample = |line: &str| -> Vec<f64> {
        let numbers: Vec<f64> = line.split(',').map(|it| it.parse().unwrap()).collect();
        let place = |id: &str| names.iter().position(|it| *it == id);
        tree.nodes.iter().map(|node| place(node.id).map_or(1.0, |at| numbers[at])).collect()
    };
    let weights: Vec<Vec<f64>> = SAMPLES.lines().skip(1).map(sample).collect();
    let (samples, threads) = (weights.len(), NonZeroUsize::MIN);
    let plan = Plan { samples, seed: 1, weights: &weights, threads };
    let mut compared = 0;
    for (head, expected) in rows(RANKS) {
        let [impute, scale, means, figure] = head;
        let found = uncertainty(&scheme([impute, scale, means], ""), &table, &plan).unwrap();
        let ranks = found.spreads.iter().map(|spread| {
            let spread = spread.as_ref()?;
            Some(match figure {
                "0" => spread.extremes[0],
                "0.05" => spread.interval[0],
                "0.95" => spread.interval[1],
                _ => spread.extremes[1],
            })
        });
        assert_near(&head, &ranks.collect::<Vec<_>>(), &expected);
        compared += 1;
    }
    assert_eq!(compared, 108);
}
