//! Moves worked by hand, and the laws that their parts keep.

use std::num::NonZeroUsize;

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::evaluation::measure::{Counting, Counts, MeasureDefinition};
use crate::evaluation::score::{Subject, score};
use crate::evaluation::scorecard::DocumentRef;

/// What is counted beside the indicators: incidents, ideas and what is banned.
type Beside = [u64; 3];

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

/// That scheme, where each incident takes 5 points, no more than 20, each idea adds 2, no more than 4 in
/// all, and what is banned leaves nothing above poor.
fn adjusting(weights: (u32, u32)) -> Scheme {
    let mut scheme = serde_json::to_value(scheme(weights, "arithmetic")).unwrap();
    let source = json!({ "instrument": "default", "confidence": "default" });
    let name = |text: &str| json!({ "zh": text, "en": text });
    scheme["adjustments"] = json!({
        "bonus_max": 4.0, "least": 0.0, "most": 100.0, "source": source,
        "deduction": [{ "id": "incident", "name": name("incident"), "count": "incidents", "points": 5.0,
            "points_max": 20.0, "source": source }],
        "bonus": [{ "id": "idea", "name": name("idea"), "count": "ideas", "points": 2.0,
            "source": source }],
    });
    scheme["veto"] = json!([{ "id": "ban", "name": name("ban"), "condition": name("banned"),
        "count": "bans", "at_least": 1, "band": "poor", "ground": source, "source": source }]);
    serde_json::from_value(scheme).unwrap()
}

/// An evaluation of subjects.
fn evaluation(scheme: &Scheme, subjects: &[Given<'_>]) -> Evaluation {
    let subjects: Vec<_> = subjects.iter().map(|it| (*it, [0; 3])).collect();
    evaluation_beside(scheme, &subjects)
}

/// An evaluation of subjects with what is counted beside their indicators.
fn evaluation_beside(scheme: &Scheme, subjects: &[(Given<'_>, Beside)]) -> Evaluation {
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
    let subjects = subjects.iter().map(|((id, values), beside)| Subject {
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
            .chain(
                ["incidents", "ideas", "bans"]
                    .map(str::to_owned)
                    .into_iter()
                    .zip(beside.map(counted)),
            )
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
        mean: scheme.aggregate.clone(),
        robustness: None,
        excerpt: None,
        zone: None,
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
    let changes: Vec<_> = found.indicators.iter().map(|it| it.change_nano).collect();
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

#[test]
fn beside_an_evaluation_of_one_only_that_one_moves_and_without_ranks() {
    let scheme = scheme((60, 40), "arithmetic");
    let of = |of: &[(&'static str, u64)]| -> Vec<Given<'static>> {
        of.iter().map(|(id, each)| (*id, [Some(*each); 3])).collect()
    };
    let (both, one, other) = (of(&[("p", 90), ("q", 80)]), of(&[("q", 85)]), of(&[("r", 85)]));
    for (then, now, expected) in [
        (&both, &one, vec![("q", Some(5_000_000_000))]),
        (&one, &both, vec![("q", Some(-5_000_000_000))]),
        (&one, &one, vec![("q", Some(0))]),
        (&both, &other, vec![]),
        (&both, &both, vec![("p", Some(0)), ("q", Some(0))]),
    ] {
        let found = moved((&scheme, then), (&scheme, now));
        let said: Vec<_> =
            found.iter().map(|it| (it.subject_name.as_str(), it.change_nano)).collect();
        assert_eq!(said, expected);
        let sides = found.iter().flat_map(|it| [&it.then, &it.now]).flatten();
        let is_ranked = 1 < then.len() && 1 < now.len();
        assert!(sides.map(|it| it.rank.is_some()).all(|it| it == is_ranked));
    }
}

/// By hand, geometric of `a` and `c`: √(90 × 40) = 60 and √(90 × 90) = 90: all of it is `c`. Then √(40 × 90)
/// = 60 again: with `a` as it was 90, with `c` as it was 40, and 10 are neither's alone. Where `c` falls to 0,
/// the whole is 0; with `c` as it was it were √(100 × 90) = 94.868…
#[test]
fn under_another_mean_a_part_is_what_one_left_as_it_was_would_spare() {
    let scheme = scheme((100, 0), "geometric");
    let at = |[a, c]: [u64; 2]| [("p", [Some(a), None, Some(c)])];
    let nano = |points: i64| points * 1_000_000_000;
    let rows = [
        ([90, 40], [90, 90], nano(30), [0, nano(30)], 0),
        ([90, 40], [40, 90], 0, [nano(-30), nano(20)], nano(10)),
        ([90, 90], [100, 0], nano(-90), [0, -94_868_329_805], 4_868_329_805),
    ];
    for (then, now, change, parts, rest) in rows {
        let found = moved((&scheme, &at(then)), (&scheme, &at(now))).remove(0);
        assert!(!found.adds_up);
        assert_eq!(found.change_nano, Some(change));
        let of = |id: &str| found.indicators.iter().find(|it| it.id == id).unwrap();
        assert_eq!(["a", "c"].map(|id| of(id).change_nano), parts, "{then:?} → {now:?}");
        assert_eq!(found.interaction_nano, Some(rest));
        let scores = (of("c").then_nano, of("c").now_nano);
        assert_eq!(
            scores,
            (
                Some(nano(i64::try_from(then[1]).unwrap())),
                Some(nano(i64::try_from(now[1]).unwrap()))
            )
        );
    }
}

/// By hand: `a` 90 and `c` 40. As half of either 65; as a quarter and three, 52.5; geometric, by the new
/// weights, 90^¼ × 40^¾ = 48.989794855…
#[test]
fn a_scheme_moves_a_score_stage_by_stage() {
    let old = scheme((100, 0), "arithmetic");
    let mut new = scheme((100, 0), "geometric");
    (new.dimensions[0].weight, new.dimensions[1].weight) = (25, 75);
    let facts = [("p", [Some(90), None, Some(40)])];
    let subject = "name:p".parse().unwrap();
    let staged =
        |new: &Scheme| stages((&old, 65_000_000_000), (new, &evaluation(new, &facts)), &subject);
    let part = |stage, nano| StagePart { stage, nano };
    let expected = [
        part(Stage::Weights, -12_500_000_000),
        part(Stage::Means, 48_989_794_856 - 52_500_000_000),
    ];
    assert_eq!(staged(&new), expected);
    assert_eq!(staged(&old), []);
    let found = moved((&old, &facts), (&new, &facts)).remove(0);
    let nano = expected.iter().map(|it| it.nano).sum();
    let parts = Parts { policy_nano: 0, scheme_nano: nano, facts_nano: 0, stages: Vec::new() };
    assert_eq!(found.beside(Some(&parts)).interaction_nano, Some(0), "no fact changed");
}

#[test]
fn a_step_without_score_leaves_its_part_to_the_next() {
    let of = |policy_nano, scheme_nano, facts_nano| {
        Some(Parts { policy_nano, scheme_nano, facts_nano, stages: Vec::new() })
    };
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

/// How one subject moves, with what is counted beside its indicators.
fn moved_beside(
    scheme: &Scheme,
    then: ([Option<u64>; 3], Beside),
    now: ([Option<u64>; 3], Beside),
) -> Move {
    let at = |(values, beside)| evaluation_beside(scheme, &[(("p", values), beside)]);
    let (earlier, later) = (at(then), at(now));
    let then = Side { scheme, evaluation: &earlier };
    moves(then, Side { scheme, evaluation: &later }).unwrap().remove(0)
}

/// By hand: all indicators 100. Then one idea and one incident: 100 − 5 + 2 = 97. Now five incidents take
/// 20, not 25, and three ideas add 4, not 6: 100 − 20 + 4 = 84, good; what is banned makes it poor.
#[test]
fn points_are_parts_of_their_own_and_a_veto_is_named() {
    let (scheme, full) = (adjusting((60, 40)), [Some(100); 3]);
    let found = moved_beside(&scheme, (full, [1, 1, 0]), (full, [5, 3, 1]));
    let points = |it: &Contribution| (it.id.clone(), it.then_nano, it.now_nano);
    let nano = |points: i64| Some(points * 1_000_000_000);
    assert_eq!(found.change_nano, nano(-13));
    let deductions: Vec<_> = found.deductions.iter().map(points).collect();
    assert_eq!(deductions, [("incident".to_owned(), nano(-5), nano(-20))]);
    let bonuses: Vec<_> = found.bonuses.iter().map(points).collect();
    assert_eq!(bonuses, [("idea".to_owned(), nano(2), nano(6))]);
    assert_eq!((found.limits_nano, found.interaction_nano), (nano(-2), nano(0)));
    let graded = |it: &Graded| {
        let id = |it: &Option<BandRef>| it.as_ref().map(|it| it.id.clone()).unwrap_or_default();
        let vetoes: Vec<_> = it.vetoes.iter().map(|it| it.id.clone()).collect();
        (id(&it.band_of_score), id(&it.band), vetoes.join(" "))
    };
    let text = |it: &str| it.to_owned();
    assert_eq!(graded(&found.graded_then), (text("good"), text("good"), text("")));
    assert_eq!(graded(&found.graded_now), (text("good"), text("poor"), text("ban")));
}

/// By hand: 100, then 10 − 20 is not below 0.
#[test]
fn what_the_least_keeps_back_is_a_part_too() {
    let scheme = adjusting((60, 40));
    let found = moved_beside(&scheme, ([Some(100); 3], [0; 3]), ([Some(10); 3], [9, 0, 0]));
    let nano = |points: i64| Some(points * 1_000_000_000);
    assert_eq!((found.change_nano, found.limits_nano), (nano(-100), nano(10)));
    assert_eq!(found.interaction_nano, nano(0));
}

/// Without a score nothing is taken from it, and a veto gives a grade.
#[test]
fn a_veto_grades_who_has_no_score() {
    let found = moved_beside(&adjusting((60, 40)), ([None; 3], [0; 3]), ([None; 3], [1, 1, 1]));
    assert_eq!((found.change_nano, found.limits_nano, found.interaction_nano), (None, None, None));
    assert!(found.deductions.is_empty() && found.bonuses.is_empty());
    assert_eq!(found.graded_then, Graded::default());
    assert_eq!(found.graded_now.band.map(|it| it.id).as_deref(), Some("poor"));
}

fn beside() -> impl Strategy<Value = Beside> {
    [0_u64..30, 0_u64..5, 0_u64..2]
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

    /// Indicators, deductions, bonuses, limits and interaction add up exactly, and points never become
    /// interaction.
    #[test]
    fn points_add_up(then in (facts(), beside()), now in (facts(), beside()), weights in (1_u32..100, 1_u32..100)) {
        let found = moved_beside(&adjusting(weights), then, now);
        let all = found.indicators.iter().chain(&found.deductions).chain(&found.bonuses);
        let sum: i64 = all.map(|it| it.change_nano).sum();
        let rests = found.limits_nano.zip(found.interaction_nano);
        prop_assert_eq!(rests.map(|(limits, rest)| sum + limits + rest), found.change_nano);
        prop_assert!(found.interaction_nano.is_none_or(|it| it.abs() <= 4), "{:?}", found);
    }
}
