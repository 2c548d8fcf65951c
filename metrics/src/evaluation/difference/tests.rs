//! Moves worked by hand, and the laws that their parts keep.

use std::num::NonZeroUsize;

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::evaluation::measure::{Counting, Counts, MeasureDefinition};
use crate::evaluation::score::{Subject, score};
use crate::evaluation::scorecard::DocumentRef;

/// A subject with what `a`, `b` and `c` have of 100; `None` is not applicable.
type Given<'a> = (&'a str, [Option<u64>; 3]);

/// `a` and `b` share one dimension by weight; `c` is the other one, which weighs as much.
fn scheme(weights: (u32, u32), method: &str) -> Scheme {
    let source = json!({ "instrument": "default", "confidence": "default" });
    let name = |text: &str| json!({ "zh": text, "en": text });
    let indicator = |id: &str, weight: u32| json!({ "id": id, "name": name(id), "measure": id, "weight": weight });
    let scheme = json!({
        "id": "s", "version": 1, "name": name("s"), "subjects": "operator", "source": source,
        "missing": "redistribute", "rounding": { "decimals": 2, "mode": "half-up" },
        "normalise": { "method": "goalposts", "low": 0.0, "high": 1.0 },
        "aggregate": { "method": method },
        "band": [
            { "id": "good", "name": name("good"), "from": 80.0, "source": source },
            { "id": "poor", "name": name("poor"), "from": 0.0, "source": source },
        ],
        "dimension": [
            { "id": "X", "weight": 50, "indicator": [indicator("a", weights.0), indicator("b", weights.1)] },
            { "id": "Y", "weight": 50, "indicator": [indicator("c", 100)] },
        ],
    });
    serde_json::from_value(scheme).unwrap()
}

/// An evaluation of subjects.
fn evaluation(scheme: &Scheme, subjects: &[Given<'_>]) -> Evaluation {
    let ids = ["a", "b", "c"];
    let measures = ids.map(|id| MeasureDefinition {
        id: id.to_owned(),
        name: Name { zh: String::new(), en: String::new() },
        numerator: format!("{id}-n"),
        denominator: format!("{id}-d"),
        rule: None,
        source: scheme.source.clone(),
    });
    let counted = |value| {
        let mut counting = Counting::new("");
        counting.add("", value);
        counting.done()
    };
    let subjects = subjects.iter().map(|(id, values)| Subject {
        party: format!("name:{id}").parse().unwrap(),
        name: (*id).to_owned(),
        findings: Vec::new(),
        waived: Vec::new(),
        counts: (ids.iter().zip(values))
            .flat_map(|(id, value)| {
                let below = if value.is_some() { 100 } else { 0 };
                [
                    (format!("{id}-n"), counted(value.unwrap_or_default())),
                    (format!("{id}-d"), counted(below)),
                ]
            })
            .collect::<Counts>(),
    });
    let marks = score(scheme, &measures, subjects.collect(), NonZeroUsize::MIN).unwrap();
    let document = || DocumentRef { id: String::new(), version: 1, sha256: String::new() };
    Evaluation {
        schema: 1,
        scheme: document(),
        name: scheme.name.clone(),
        policy: document(),
        release: String::new(),
        period: "2026-01".parse().unwrap(),
        as_of: Timestamp::UNIX_EPOCH,
        missing: scheme.missing,
        rounding: scheme.rounding,
        scorecards: marks.scorecards,
        threshold: None,
        robustness: None,
    }
}

/// How subjects move between two evaluations, by a scheme each.
fn moved(then: (&Scheme, &[Given<'_>]), now: (&Scheme, &[Given<'_>])) -> Vec<Move> {
    let (earlier, later) = (evaluation(then.0, then.1), evaluation(now.0, now.1));
    let then = Side { scheme: then.0, evaluation: &earlier };
    moves(then, Side { scheme: now.0, evaluation: &later }).unwrap()
}

/// By hand: `p` had 0.5 × (0.6 × 90 + 0.4 × 80) + 0.5 × 100 = 43 + 50 = 93 and has
/// 0.5 × (0.6 × 90 + 0.4 × 30) + 0.5 × 100 = 33 + 50 = 83; `q` had and has 0.5 × 90 + 0.5 × 80 = 85.
#[test]
fn a_fall_is_put_down_to_its_indicator() {
    let scheme = scheme((60, 40), "arithmetic");
    let q = ("q", [Some(90), Some(90), Some(80)]);
    let then = [("p", [Some(90), Some(80), Some(100)]), q];
    let now = [("p", [Some(90), Some(30), Some(100)]), q];
    let found = moved((&scheme, &then), (&scheme, &now));
    let stood = |it: &Option<Standing>| it.as_ref().map(|it| (it.score.clone(), it.rank.unwrap()));
    assert_eq!(stood(&found[0].then), Some(("93.00".to_owned(), 1)));
    assert_eq!(stood(&found[0].now), Some(("83.00".to_owned(), 2)));
    assert_eq!(stood(&found[1].now), Some(("85.00".to_owned(), 1)));
    assert_eq!((found[0].change_nano, found[1].change_nano), (Some(-10_000_000_000), Some(0)));
    let added: Vec<_> =
        found[0].indicators.iter().map(|it| (it.id.as_str(), it.then_nano, it.now_nano)).collect();
    let nano = |points: i64| Some(points * 1_000_000_000);
    let expected = [("a", nano(27), nano(27)), ("b", nano(16), nano(6)), ("c", nano(50), nano(50))];
    assert_eq!(added, expected);
    assert_eq!(found[0].interaction_nano, Some(0));
}

/// By hand: without `b`, `a` has all of its dimension: 0.5 × 90 + 0.5 × 100 = 95, two more than 93.
#[test]
fn what_is_not_applicable_any_more_gives_its_weight_away() {
    let scheme = scheme((60, 40), "arithmetic");
    let then = [("p", [Some(90), Some(80), Some(100)])];
    let now = [("p", [Some(90), None, Some(100)])];
    let found = moved((&scheme, &then), (&scheme, &now)).remove(0);
    let changes: Vec<_> = found.indicators.iter().map(Contribution::change_nano).collect();
    assert_eq!(changes, [18_000_000_000, -16_000_000_000, 0]);
    assert_eq!((found.change_nano, found.interaction_nano), (Some(2_000_000_000), Some(0)));
}

#[test]
fn who_is_new_or_gone_has_no_change() {
    let scheme = scheme((60, 40), "arithmetic");
    let (all, nothing) = ([Some(90); 3], [None; 3]);
    let found = moved(
        (&scheme, &[("gone", all), ("none", all)]),
        (&scheme, &[("new", all), ("none", nothing)]),
    );
    let said: Vec<_> = (found.iter())
        .map(|it| (it.subject_name.as_str(), it.then.is_some(), it.now.is_some(), it.change_nano))
        .collect();
    let expected =
        [("gone", true, false, None), ("new", false, true, None), ("none", true, false, None)];
    assert_eq!(said, expected);
}

/// By hand, geometric: √(90 × 40) = 60 and √(90 × 90) = 90. Half of each score: 45 + 20 and 45 + 45,
/// 25 more; the other 5 of 30 are neither's alone.
#[test]
fn under_another_mean_the_rest_is_interaction() {
    let scheme = scheme((100, 0), "geometric");
    let at = |c| [("p", [Some(90), None, Some(c)])];
    let found = moved((&scheme, &at(40)), (&scheme, &at(90))).remove(0);
    assert_eq!(found.change_nano, Some(30_000_000_000));
    assert_eq!(found.interaction_nano, Some(5_000_000_000));
}

#[test]
fn a_step_without_score_leaves_its_part_to_the_next() {
    let of =
        |policy_nano, scheme_nano, facts_nano| Some(Parts { policy_nano, scheme_nano, facts_nano });
    let rows = [
        ([Some(80), Some(81), Some(78), Some(90)], of(1, -3, 12)),
        ([Some(80), None, Some(78), Some(90)], of(0, -2, 12)),
        ([Some(80), None, None, Some(90)], of(0, 0, 10)),
        ([Some(80), Some(81), None, Some(90)], of(1, 0, 9)),
        ([None, Some(81), Some(78), Some(90)], None),
        ([Some(80), Some(81), Some(78), None], None),
    ];
    for (scores, expected) in rows {
        assert_eq!(parts(scores), expected, "{scores:?}");
    }
}

fn facts() -> impl Strategy<Value = [Option<u64>; 3]> {
    let one = || prop_oneof![4 => (0_u64..=100).prop_map(Some), 1 => Just(None)];
    [one(), one(), one()]
}

proptest! {
    /// Parts add up to the change, and indicators do under an arithmetic mean: to the rounding of the
    /// three on either side and of the two scores, half a billionth each.
    #[test]
    fn parts_add_up(
        (then, now) in (facts(), facts()),
        (old, new) in ((1_u32..100, 1_u32..100), (1_u32..100, 1_u32..100)),
    ) {
        let (old, new) = (scheme(old, "arithmetic"), scheme(new, "arithmetic"));
        let found = moved((&old, &[("p", then)]), (&new, &[("p", now)])).remove(0);
        let between = moved((&old, &[("p", then)]), (&new, &[("p", then)])).remove(0);
        let score = |it: &Option<Standing>| it.as_ref().map(|it| it.score_nano);
        let steps = [score(&found.then), None, score(&between.now), score(&found.now)];
        let sum = parts(steps).map(|it| it.policy_nano + it.scheme_nano + it.facts_nano);
        prop_assert_eq!(sum, found.change_nano);
        prop_assert!(found.interaction_nano.is_none_or(|it| it.abs() <= 4), "{:?}", found);
    }
}
