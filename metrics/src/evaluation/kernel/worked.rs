//! The kernel on small tables worked by hand.

use super::laws::{GAP, MIN_MAX, NOTHING, POSTS, SOURCE, nano, scheme, table};
use super::*;
use crate::evaluation::scheme::Missing;

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
        format!("{what} = {{ at_least_ppm = {ppm}, by = \"{by}\", {SOURCE} }}")
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

/// What does not apply is known to be nothing: it is on neither side of the share that has to be known, in
/// a dimension as in the whole, and a dimension of which nothing applies does not apply itself.
#[test]
fn what_does_not_apply_is_not_unknown() {
    let rows = [[0.0, NOTHING, NOTHING], [0.0, GAP, NOTHING], [0.0, GAP, GAP], [NOTHING; 3]];
    for what in ["threshold", "screen"] {
        let half = format!("{what} = {{ at_least_ppm = 500_000, by = \"weight\", {SOURCE} }}");
        for missing in [Missing::Redistribute, Missing::Zero] {
            let mut scheme = scheme(&format!("{POSTS}\n{half}"), [2, 2, 1]);
            scheme.missing = missing;
            let too_little = (missing == Missing::Zero && what == "threshold").then_some(0);
            let expected = [Some(0), Some(0), too_little, None];
            assert_eq!(nano(&scheme, &rows), expected, "{what} {missing:?}");
        }
    }
    let scored = score(&scheme(POSTS, [1, 1, 1]), &table(&rows)).unwrap();
    assert_eq!(scored.scores[3][2..], [Cell::Value(0.0), Cell::NotApplicable]);
}

/// A capped logarithm of nothing, or of less, is the end of the lower post, whatever is done about what is
/// missing. Without caps there is no such figure.
#[test]
fn what_has_no_logarithm_scores_the_end_or_is_refused() {
    let posts = |capped: bool| {
        format!(
            "normalise = {{ method = \"goalposts\", low = 0.01, high = 1, log = true, capped = {capped} }}"
        )
    };
    let rows = [[0.0, 1.0, 0.0], [-5.0, 1.0, -5.0], [0.01, 1.0, 0.01], [0.1, 1.0, 1.0]];
    for missing in [Missing::Redistribute, Missing::Zero] {
        let mut scheme = scheme(&posts(true), [2, 1, 1]);
        scheme.missing = missing;
        let half = 50_000_000_000;
        assert_eq!(nano(&scheme, &rows), [Some(half); 4], "{missing:?}");
    }
    let error = score(&scheme(&posts(false), [2, 1, 1]), &table(&rows)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the scale of a takes logarithms and has no caps, and the figure of unit 0 is not above 0"
    );
}

/// By hand: the mean of 0.1 and 0.2 is that of 0.05 and 0.25. In binary the first is the larger.
#[test]
fn equal_means_beat_nobody() {
    let head = "normalise = { method = \"none\" }\naggregate = { method = \"copeland\" }";
    let mut scheme = scheme(head, [1, 1, 0]);
    scheme.dimensions[0].aggregate = Some(Aggregation::Arithmetic);
    let rows = [[0.1, 0.2, 0.0], [0.05, 0.25, 0.0], [0.15, 0.150_000_002, 0.0]];
    assert_eq!(
        nano(&scheme, &rows),
        [Some(-1), Some(-1), Some(2)].map(|it| Some(it? * 1_000_000_000))
    );
}

#[test]
fn a_veto_gives_a_grade_without_a_score_and_lifts_none() {
    let bands = [("good", 80), ("fair", 60), ("poor", 40)].map(|(id, from)| {
        format!(
            "[[band]]\nid = \"{id}\"\nname = {{ zh = \"\", en = \"\" }}\nfrom = {from}\n{SOURCE}\n"
        )
    });
    let veto = format!(
        "[[veto]]\nid = \"v\"\nname = {{ zh = \"\", en = \"\" }}\ncondition = {{ zh = \"\", en = \"\" }}\n\
         count = \"facts\"\nat_least = 1\nband = \"fair\"\nground = {{ instrument = \"SH-AO\", \
         article = \"26\", confidence = \"law\" }}\n{SOURCE}\n"
    );
    let scheme = scheme(&format!("{POSTS}\n{veto}{}", bands.concat()), [1, 0, 0]);
    for (value, facts, expected) in [
        (9.0, 0.0, Some("good")),
        (9.0, 1.0, Some("fair")),
        (6.0, 1.0, Some("fair")),
        (4.0, 1.0, Some("poor")),
        (3.0, 1.0, None), // below every band
        (GAP, 1.0, Some("fair")),
        (GAP, 0.0, None),
    ] {
        let mut table = table(&[[value, 0.0, 0.0]]);
        table.columns.insert("facts".to_owned(), vec![Cell::Value(facts)]);
        let band = score(&scheme, &table).unwrap().band(0);
        assert_eq!(band.map(|it| scheme.bands[it].id.as_str()), expected, "{value} {facts}");
    }
}

#[test]
fn deductions_and_bonuses_stop_at_their_limits() {
    let text = format!(
        "{POSTS}\n[adjustments]\nbonus_max = 5\nleast = 0\nmost = 100\n{SOURCE}\n\
         [[adjustments.deduction]]\nid = \"incident\"\ncount = \"incidents\"\npoints = 20\n\
         points_max = 50\n{SOURCE}\n\
         [[adjustments.bonus]]\nid = \"idea\"\ncount = \"ideas\"\npoints = 3\n{SOURCE}\n"
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
    // Limits are where deductions and bonuses end, and move nobody who is beyond them without any.
    for (least, most, score, expected) in
        [(60, 100, 0.5, 8), (60, 100, 6.5, 63), (0, 70, 9.9, 79), (0, 70, 5.0, 33)]
    {
        let text = text.replace("least = 0", &format!("least = {least}"));
        let text = text.replace("most = 100", &format!("most = {most}"));
        let scheme = super::laws::scheme(&text, [1, 0, 0]);
        let mut table = table(&[[score, 0.0, 0.0]]);
        for name in ["incidents", "ideas"] {
            table.columns.insert(name.to_owned(), vec![Cell::Value(1.0)]);
        }
        let verdict = super::score(&scheme, &table).unwrap().verdicts[0].unwrap();
        assert_eq!(verdict.score_nano, expected * 1_000_000_000, "{least} {most} {score}");
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
        "normalise = { method = \"distance\", reference = { unit = \"nobody\" }, scale = 1, capped = true }",
        &two,
        "the scale of a measures from unit \"nobody\", which is not among those scored",
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
