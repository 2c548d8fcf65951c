//! The parameters of methods at their bounds and beyond them, in a scheme for tables.

use super::{scheme, table_scheme};

const ABOVE_ZERO: &str = "is not right; expected: a number above 0";
const RISING: &str = "; expected: values that rise";
const PART: &str = "is not right; expected: a whole number from 0 to 1000000";
const LEVEL: &str = "is not right; expected: a whole number from 2 to 4";
const SAMPLES: &str = "is not right; expected: a whole number from 2 to 100000";

#[test]
fn scales_are_within_their_bounds() {
    let said = |settings: &str| {
        let posts = "method = \"goalposts\", low = 20, high = 85, scale = 1";
        let said = table_scheme(posts, settings);
        said.replace("hdi.toml: indicator[life_expectancy].normalise", "")
    };
    for (settings, at, beyond) in [
        ("\"none\"", "", ""),
        ("\"rank\", first = 0, ties = \"min\"", "", ""),
        ("\"min-max\", from = 1, to = 1.5", "", ""),
        ("\"min-max\", from = 1, to = 1", ": is out of order: 1 … 1", RISING),
        ("\"min-max\", from = 2, to = 1", ": is out of order: 2 … 1", RISING),
        ("\"z-score\", mean = 0, sd = 0.1", "", ""),
        ("\"z-score\", mean = 0, sd = 0", ".sd: “0” ", ABOVE_ZERO),
        ("\"percentile-rank\", scale = 0, ties = \"min\"", ".scale: “0” ", ABOVE_ZERO),
        (
            "\"distance\", reference = \"best\", scale = -1, capped = true",
            ".scale: “-1” ",
            ABOVE_ZERO,
        ),
        ("\"fraction-of-max\", scale = 0", ".scale: “0” ", ABOVE_ZERO),
        ("\"goalposts\", low = 2, high = 1", "", ""),
        ("\"goalposts\", low = 0, high = 1, scale = 0", ".scale: “0” ", ABOVE_ZERO),
        ("\"goalposts\", low = 2, high = 0, log = true", ".high: “0” ", ABOVE_ZERO),
        ("\"piecewise\", points = [{ at = 0, score = 1 }]", "", ""),
        ("\"piecewise\", points = []", ": is missing", RISING),
        (
            "\"piecewise\", points = [{ at = 1, score = 1 }, { at = 1, score = 2 }]",
            ": is out of order: 1 … 1",
            RISING,
        ),
    ] {
        assert_eq!(said(&format!("method = {settings}")), format!("{at}{beyond}"), "{settings}");
    }
}

#[test]
fn what_comes_before_the_scale_is_within_its_bounds() {
    let said = |line: &str| {
        let source = "source = { instrument = \"default\", confidence = \"default\" } }";
        let missing = "missing = \"redistribute\"";
        let line = line.replace("SOURCE", source);
        table_scheme(missing, &format!("{missing}\n{line}")).replace("hdi.toml: ", "")
    };
    for (line, at, beyond) in [
        ("screen = { at_least_ppm = 0, by = \"count\", SOURCE", "", ""),
        ("screen = { at_least_ppm = 1_000_000, by = \"count\", SOURCE", "", ""),
        (
            "screen = { at_least_ppm = 1_000_001, by = \"count\", SOURCE",
            "screen.at_least_ppm: “1000001” ",
            PART,
        ),
        (
            "screen = { at_least_ppm = 0, nonzero_at_least_ppm = -1, by = \"count\", SOURCE",
            "screen.nonzero_at_least_ppm: “-1” ",
            PART,
        ),
        (
            "screen = { at_least_ppm = 0, by = \"count\", with = [\"A\"], without = [\"A\"], SOURCE",
            "screen[A]: “A” is there twice",
            "; expected: an id of its own",
        ),
        ("treat = { winsorise_max = 1, skewness_max = 0.1, kurtosis_max = 3.5, SOURCE", "", ""),
        (
            "treat = { winsorise_max = 1, skewness_max = 0, kurtosis_max = 3.5, SOURCE",
            "treat.skewness_max: “0” ",
            ABOVE_ZERO,
        ),
        (
            "rescale = { method = \"min-max\", from = 1, to = 0 }",
            "rescale: is out of order: 1 … 0",
            RISING,
        ),
        ("impute = { method = \"latest\", within = 1 }", "", ""),
        ("impute = { method = \"latest\", within = 0 }", "impute.within: “0” ", ABOVE_ZERO),
        ("impute = { method = \"unit-mean\", level = 2 }", "", ""),
        ("impute = { method = \"unit-median\", level = 4 }", "", ""),
        ("impute = { method = \"unit-mean\", level = 1 }", "impute.level: “1” ", LEVEL),
        ("impute = { method = \"unit-median\", level = 5 }", "impute.level: “5” ", LEVEL),
    ] {
        assert_eq!(said(line), format!("{at}{beyond}"), "{line}");
    }
    for method in ["\"latest\", within = 1", "\"step\"", "\"linear\""] {
        let timeless = format!("unit = \"iso3\" }}\nimpute = {{ method = {method} }}\n");
        let said = table_scheme("unit = \"iso3\", time = \"year\" }\n", &timeless);
        assert!(said.starts_with("hdi.toml: table.time: is missing"), "{method}: {said}");
    }
}

#[test]
fn a_denominator_is_for_more_than_nothing_of_it() {
    let said = |line: &str| {
        let id = "id = \"life_expectancy\"";
        let said = table_scheme(id, &format!("{id}\n{line}"));
        said.replace("hdi.toml: indicator[life_expectancy].", "")
    };
    for (line, at, beyond) in [
        ("denominator = \"people\"\nper = 0.001", "", ""),
        ("denominator = \"people\"\nper = 0", "per: “0” ", ABOVE_ZERO),
        ("denominator = \"people\"\nper = -1", "per: “-1” ", ABOVE_ZERO),
        ("per = 1_000", "per: “1000” ", "is not right; expected: a denominator beside it"),
    ] {
        assert_eq!(said(line), format!("{at}{beyond}"), "{line}");
    }
}

#[test]
fn what_might_have_been_chosen_is_within_its_bounds() {
    let power = "is not right; expected: a power other than 0; for 0 the method is geometric";
    let said = |line: &str| {
        let chosen = "aggregate = [{ method = \"arithmetic\" }]";
        table_scheme(chosen, line).replace("hdi.toml: uncertainty.", "")
    };
    for (line, at, beyond) in [
        ("weight_noise_ppm = [0, 1_000_000]", "", ""),
        ("weight_noise_ppm = [0, 1_000_001]", "weight_noise_ppm: “1000001” ", PART),
        (
            "normalise = [{ method = \"z-score\", mean = 0, sd = 0 }]",
            "normalise.sd: “0” ",
            ABOVE_ZERO,
        ),
        ("aggregate = [{ method = \"generalised\", power = 0 }]", "aggregate.power: “0” ", power),
        ("impute = [{ method = \"unit-mean\", level = 1 }]", "impute.level: “1” ", LEVEL),
    ] {
        assert_eq!(said(line), format!("{at}{beyond}"), "{line}");
    }
}

/// Where subjects are evaluated, something is drawn, and so often that it says something.
#[test]
fn schemes_for_subjects_say_what_is_drawn_and_how_often() {
    let drawn = "draw = { samples = 1_000, seed = 1 }\n";
    let said = |number: &str| {
        let said = scheme("samples = 1_000", &format!("samples = {number}"));
        said.replace("operator.toml: uncertainty.draw.samples: ", "")
    };
    for (number, at, beyond) in [
        ("2", "", ""),
        ("100_000", "", ""),
        ("1", "“1” ", SAMPLES),
        ("100_001", "“100001” ", SAMPLES),
    ] {
        assert_eq!(said(number), format!("{at}{beyond}"));
    }
    let undrawn = scheme(drawn, "");
    assert!(undrawn.starts_with("operator.toml: uncertainty.draw: is missing"), "{undrawn}");
    let chosen =
        "weight_noise_ppm = [250_000, 250_000]\naggregate = [{ method = \"geometric\" }]\n";
    let certain = scheme(chosen, "");
    assert!(certain.starts_with("operator.toml: uncertainty: is missing"), "{certain}");
}
