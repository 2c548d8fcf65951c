//! Every combination of imputation, scale and mean against R: `combinations.R` made the figures.

use super::*;
use crate::evaluation::table::Unit;

const FIGURES: &str = include_str!("combinations.csv");
const SOURCE: &str = "source = { instrument = \"default\", confidence = \"default\" }";

fn table() -> Table {
    const GAP: f64 = f64::NAN;
    let columns = [
        ("a", [12.5, 3.25, GAP, 8.0, 8.0, 41.0, 17.0, 2.5]),
        ("b", [0.4, 0.9, 0.75, GAP, 0.1, 0.6, 0.6, 0.35]),
        ("c", [1200.0, 150.0, 3300.0, 870.0, GAP, 640.0, 640.0, 95.0]),
        ("d", [7.0, 7.0, 2.0, 9.0, 4.0, GAP, 1.0, 3.0]),
    ];
    let cell = |number: f64| if number.is_nan() { Cell::Missing } else { Cell::Value(number) };
    let groups = ["x", "x", "x", "y", "y", "y", "y", "x"].map(str::to_owned).to_vec();
    Table {
        units: (1..=8).map(|at| Unit { id: format!("u{at}"), time: None }).collect(),
        columns: columns
            .map(|(name, numbers)| (name.to_owned(), numbers.map(cell).to_vec()))
            .into(),
        groups: [("g".to_owned(), groups)].into(),
    }
}

fn method(name: &str) -> &'static str {
    match name {
        "none" => "method = \"none\"",
        "mean" => "method = \"mean\"",
        "median" => "method = \"median\"",
        "group_mean" => "method = \"group-mean\", group = \"g\"",
        "group_median" => "method = \"group-median\", group = \"g\"",
        "min_max" => "method = \"min-max\", from = 1, to = 100",
        "z_score" => "method = \"z-score\", mean = 10, sd = 2",
        "rank_min" => "method = \"rank\", first = 1, ties = \"min\"",
        "rank_average" => "method = \"rank\", first = 1, ties = \"average\"",
        "borda" => "method = \"rank\", first = 0, ties = \"min\"",
        "percentile" => "method = \"percentile-rank\", scale = 1, ties = \"min\"",
        "to_best" => "method = \"distance\", reference = \"best\", scale = 1, capped = false",
        "to_unit" => {
            "method = \"distance\", reference = { unit = \"u1\" }, scale = 1, capped = false"
        }
        "of_max" => "method = \"fraction-of-max\", scale = 1",
        "arithmetic" => "method = \"arithmetic\"",
        "geometric" => "method = \"geometric\"",
        "harmonic" => "method = \"harmonic\"",
        "cubic" => "method = \"generalised\", power = 3",
        "copeland" => "method = \"copeland\"",
        other => panic!("{other}"),
    }
}

fn scheme([impute, normalise, aggregate, least]: [&str; 4]) -> Scheme {
    let threshold = match least {
        "0" => String::new(),
        _ => {
            format!("threshold = {{ at_least_ppm = {least}_000_000, by = \"count\", {SOURCE} }}\n")
        }
    };
    let text = format!(
        "id = \"whole\"\nversion = 1\nname = {{ zh = \"\", en = \"\" }}\n{SOURCE}\n\
         missing = \"redistribute\"\nrounding = {{ decimals = 0, mode = \"none\" }}\n\
         impute = {{ {} }}\nnormalise = {{ {} }}\naggregate = {{ {} }}\n{threshold}\
         [[dimension]]\nid = \"one\"\nweight = 2\nindicator = [\n\
         {{ id = \"a\", weight = 3 }},\n{{ id = \"b\", weight = 1 }},\n]\n\
         [[dimension]]\nid = \"two\"\nweight = 3\nindicator = [\n\
         {{ id = \"c\", weight = 2, direction = \"down\" }},\n{{ id = \"d\", weight = 5 }},\n]\n",
        method(impute),
        method(normalise),
        method(aggregate),
    );
    toml::from_str(&text).unwrap()
}

#[test]
fn every_combination_is_that_of_r() {
    let table = table();
    let mut compared = 0;
    for line in FIGURES.lines().skip(1) {
        let (head, expected) = line.split_at(line.match_indices(',').nth(3).unwrap().0);
        let choice: Vec<&str> = head.split(',').collect();
        let scored = score(&scheme(choice.try_into().unwrap()), &table).unwrap();
        let whole = scored.scores.last().unwrap();
        for (found, expected) in whole.iter().zip(expected[1..].split(',')) {
            let is_near = match (found, expected.parse::<f64>()) {
                (Some(found), Ok(expected)) => {
                    (found - expected).abs() <= 1e-9 * expected.abs().max(1.0)
                }
                (None, _) => expected == "NA",
                (Some(_), Err(_)) => false,
            };
            assert!(is_near, "{head}: {found:?} {expected}");
            compared += 1;
        }
    }
    assert_eq!(compared, 214 * 8);
}
