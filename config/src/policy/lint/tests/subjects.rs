//! What schemes for subjects may not be, though each of their parts could stand in one for tables.

use super::{linted_scheme, scheme, table_scheme};

const GEOMETRIC: &str = "aggregate = [{ method = \"geometric\" }]";
const MEAN: &str = "; expected: a mean, whose scores lie between 0 and 100, or a rescale to there";
const SCALE: &str = "; expected: a scale whose scores lie between 0 and 100";
const SCORE: &str = " is not right; expected: a score from 0 to 100";

/// What is said of the scheme of operators with one text replaced, without the file.
fn said(from: &str, to: &str) -> String {
    scheme(from, to).replace("operator.toml: ", "")
}

#[test]
fn means_and_their_alternatives_keep_scores_to_a_hundred() {
    let missing = "missing = \"redistribute\"";
    let dimension = "id = \"O3\"";
    for how in ["sum", "copeland"] {
        let method = format!("aggregate = {{ method = \"{how}\" }}");
        let wrong = |key: &str| format!("{key}: “aggregate” is not right{MEAN}");
        assert_eq!(said(missing, &format!("{missing}\n{method}")), wrong("aggregate"));
        let of = said(dimension, &format!("{dimension}\n{method}"));
        assert_eq!(of, wrong("dimension[O3].aggregate"));
        let other = said(GEOMETRIC, &GEOMETRIC.replace("geometric", how));
        assert_eq!(other, wrong("uncertainty.aggregate"));
        let rescale = "rescale = { method = \"min-max\", from = 0, to = 100 }";
        assert_eq!(said(missing, &format!("{missing}\n{method}\n{rescale}")), "");
    }
    for how in ["\"median\"", "\"harmonic\"", "\"generalised\", power = 2"] {
        let method = format!("aggregate = {{ method = {how} }}");
        assert_eq!(said(missing, &format!("{missing}\n{method}")), "");
    }
}

#[test]
fn scales_that_might_have_been_chosen_keep_scores_to_a_hundred() {
    for (scale, is_right) in [
        ("\"min-max\", from = 0, to = 100", true),
        ("\"min-max\", from = 0, to = 101", false),
        ("\"z-score\", mean = 50, sd = 10", false),
        ("\"rank\", first = 1, ties = \"min\"", false),
        ("\"goalposts\", low = 0, high = 1, capped = false", false),
    ] {
        let found = said(GEOMETRIC, &format!("{GEOMETRIC}\nnormalise = [{{ method = {scale} }}]"));
        let wrong = format!("uncertainty.normalise: “normalise” is not right{SCALE}");
        assert_eq!(found, if is_right { String::new() } else { wrong }, "{scale}");
    }
}

/// A rescale brings any score to 0 to 100, but roots are taken before, and what is turned stays turned.
#[test]
fn what_a_rescale_does_not_mend_is_named() {
    let own = "normalise = { method = \"goalposts\", low = 0, high = 1 }";
    let with = |scale: &str| {
        let rescale = "rescale = { method = \"min-max\", from = 0, to = 100 }";
        said(own, &format!("normalise = {{ method = {scale} }}\n{rescale}"))
    };
    let roots = "uncertainty.aggregate: “aggregate” is not right; expected: a mean that takes scores below \
                 0, or scales without any";
    for (scale, expected) in [
        ("\"none\"", ""),
        ("\"rank\", first = 0, ties = \"min\"", ""),
        ("\"min-max\", from = 0, to = 1", ""),
        ("\"min-max\", from = -1, to = 1", roots),
        ("\"z-score\", mean = 50, sd = 10", roots),
        ("\"goalposts\", low = 0, high = 1, capped = false", roots),
    ] {
        assert_eq!(with(scale), expected, "{scale}");
    }
    let turned = with("\"distance\", reference = { value = 0 }, scale = 1, capped = true");
    let last = "indicator[O2-1].normalise: “normalise” is not right; expected: a scale on which a better \
                figure never scores lower, wherever the others stand";
    assert!(turned.contains(last), "{turned}");
}

#[test]
fn limits_are_scores_and_let_deductions_lead_to_the_lowest_grade() {
    let pass = " is not right; expected: less than the lowest score that passes, so that deductions may \
                lead below it";
    for (from, to, expected) in [
        ("bonus_max = 5", "bonus_max = 0", String::new()),
        (
            "bonus_max = 5",
            "bonus_max = -5",
            "adjustments.bonus_max: “-5” is not right; expected: a number from 0".to_owned(),
        ),
        ("least = 0", "least = 59.99", String::new()),
        ("least = 0", "least = 60", format!("adjustments.least: “60”{pass}")),
        ("least = 0", "least = -50", format!("adjustments.least: “-50”{SCORE}")),
        ("most = 100", "most = 200", format!("adjustments.most: “200”{SCORE}")),
        (
            "most = 100",
            "most = 0",
            "adjustments: is out of order: 0 … 0; expected: values that rise".to_owned(),
        ),
        ("from = 90", "from = 100", String::new()),
        ("from = 90", "from = 100.01", format!("band[excellent].from: “100.01”{SCORE}")),
    ] {
        assert_eq!(said(from, to), expected, "{to}");
    }
}

#[test]
fn names_are_there_and_say_something() {
    let expected = ".name: is missing; expected: a name in Chinese and in English";
    for (from, to, key) in [
        ("en = \"Data security\"", "en = \" \"", "dimension[O2]"),
        ("zh = \"优秀\"", "zh = \"\"", "band[excellent]"),
        ("en = \"Incidents reported in time\"", "en = \"\"", "indicator[O2-1]"),
        ("en = \"Raw data on the market\"", "en = \"\"", "veto[raw-data]"),
        ("en = \"Overdue rectification\"", "en = \"\"", "adjustments[rectification-overdue]"),
    ] {
        assert_eq!(said(from, to), format!("{key}{expected}"), "{to}");
    }
    let none = said("en = \"Comprehensive evaluation of operators\"", "en = \"\"");
    assert_eq!(none, expected.trim_start_matches('.'));
}

/// The scores of a table are told by id, and the whole has that of the scheme.
#[test]
fn no_dimension_has_the_id_of_the_whole() {
    let text = include_str!("../../../../schemes/examples/hdi.toml");
    let found = linted_scheme("hdi.toml", &text.replace("id = \"health\"", "id = \"hdi\""));
    let expected = "hdi.toml: dimension[hdi]: “hdi” is there twice; expected: an id of its own";
    assert_eq!(found, expected);
    assert_eq!(table_scheme("id = \"health\"", "id = \"healthy\""), "");
}
