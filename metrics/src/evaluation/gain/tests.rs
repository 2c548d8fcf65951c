//! Gains worked out by hand, and the laws that they keep: what is promised is what scoring the mended
//! counts gives.

use proptest::prelude::*;

use super::super::measure::{Counting, Counts};
use super::super::scheme::Scheme;
use super::super::scheme::adjust::{Adjustment, Adjustments};
use super::super::scheme::method::{Point, Scale, Ties};
use super::super::score::laws::{
    World, built, counts, dimension, indicator, marks, measures, name, real, scheme, score_nano,
    scored, source, subject, target, worked, worlds,
};
use super::*;

/// The gains of a single subject.
fn of(scheme: &Scheme, counts: &Counts) -> Vec<Gain> {
    let card = scored(scheme, counts);
    gains(scheme, &measures(scheme), (std::slice::from_ref(&card), &card.subject)).unwrap()
}

fn single(scale: Scale) -> Scheme {
    scheme(vec![dimension("d", 100, vec![indicator("i", 100, scale)])])
}

fn set(counts: &mut Counts, count: &str, value: u64) {
    let mut counting = Counting::new(count);
    counting.add(count, value);
    counts.insert(count.to_owned(), counting.done());
}

/// By hand, from the worked example of `score`, in which 90.185 625 is the score:
///
/// * labelled, 3 of 4: 78.75 becomes 100, of the whole 0.25: 5.312 5, and one more is all
/// * balanced, 17 999 of 20 000: 89.995 becomes 100, of the whole 0.375: 3.751 875; one more is
///   90.000: 0.001 875
/// * duplicates, 2 of 100 on a falling scale: 98 becomes 100, of the whole 0.375: 0.75; one fewer is 99
/// * objections, 0 of 0, and opinions, which nobody counted: nothing
#[test]
fn the_gains_of_the_worked_example_are_as_by_hand() {
    let (scheme, counts) = worked();
    let mut measures = measures(&scheme);
    measures[1].rule = Some("F-4".to_owned());
    let card = scored(&scheme, &counts);
    let found = gains(&scheme, &measures, (std::slice::from_ref(&card), &card.subject)).unwrap();
    let rows: Vec<_> =
        (found.iter()).map(|it| (&*it.id, it.now, it.right, it.one_nano, it.all_nano)).collect();
    let expected = [
        ("labelled", 3, 4, 5_312_500_000, 5_312_500_000),
        ("balanced", 17_999, 20_000, 1_875_000, 3_751_875_000),
        ("duplicates", 2, 0, 375_000_000, 750_000_000),
    ];
    assert_eq!(rows, expected);
    let open: Vec<_> = found.iter().map(|it| it.findings.as_ref().map(|it| it.open)).collect();
    assert_eq!(open, [Some(2), None, None]);
    assert!(found.iter().all(|it| it.grade_of_all.is_none()), "excellent is the best grade");
}

#[test]
fn a_grade_is_named_where_it_would_be_another_one() {
    let scheme = single(target(0.0, 1.0));
    let rows = [
        (88, None, Some("excellent")),
        (89, Some("excellent"), Some("excellent")),
        (90, None, None),
    ];
    for (now, one, all) in rows {
        let found = of(&scheme, &counts(&[("i", now, 100)])).remove(0);
        let id = |it: &Option<BandRef>| it.as_ref().map(|it| it.id.clone());
        let grades = (id(&found.grade_of_one), id(&found.grade_of_all));
        assert_eq!(grades, (one.map(str::to_owned), all.map(str::to_owned)), "{now}");
    }
}

/// Between 0.9 and 1 points rise, so that one more of 50 changes nothing; a third of all is enough; a
/// band is met from both sides, at the nearest count. A gain is the difference of scores that are fixed to
/// 1e-9: 1 of 9 is 33.333 366 667, 2 of 9 are 66.666 733 333.
#[test]
fn what_is_right_is_what_the_scale_says() {
    let point = |at, score| Point { at: real(at), score: real(score) };
    let band = || Scale::Piecewise {
        points: vec![point(0.2, 0.0), point(0.4, 100.0), point(0.6, 100.0), point(0.8, 0.0)],
    };
    let rows = [
        (target(0.9, 1.0), (50, 100), Some((100, 0, 100_000_000_000))),
        (target(0.0, 0.333_333), (1, 9), Some((3, 33_333_366_666, 66_666_633_333))),
        (target(0.0, 0.333_333), (3, 9), None),
        (band(), (3, 10), Some((4, 50_000_000_000, 50_000_000_000))),
        (band(), (5, 10), None),
        (band(), (9, 10), Some((6, 0, 100_000_000_000))),
        (target(0.0, 1.0), (7, 7), None),
        (target(0.0, 1.0), (8, 7), None),
    ];
    for (scale, (now, whole), expected) in rows {
        let found = of(&single(scale.clone()), &counts(&[("i", now, whole)]));
        let found: Vec<_> = found.iter().map(|it| (it.right, it.one_nano, it.all_nano)).collect();
        assert_eq!(found, Vec::from_iter(expected), "{scale:?} {now} of {whole}");
    }
}

/// Three subjects on a scale of percentile ranks, by hand: the last of three has 0, the first 100. One
/// more changes no rank; with all of 100 the last is the first.
#[test]
fn on_a_relative_scale_the_others_are_scored_too() {
    let scheme = single(Scale::PercentileRank { scale: real(100.0), ties: Ties::Min });
    let subjects = [("甲", 50), ("乙", 60), ("丙", 70)].map(|(name, now)| {
        let party = format!("name:{name}").parse().unwrap();
        super::super::score::Subject { party, ..subject(&counts(&[("i", now, 100)])) }
    });
    let cards = marks(&scheme, subjects.into()).scorecards;
    let measures = measures(&scheme);
    let found = gains(&scheme, &measures, (&cards, &cards[0].subject)).unwrap().remove(0);
    assert_eq!((found.right, found.one_nano, found.all_nano), (100, 0, 100_000_000_000));
    assert_eq!(gains(&scheme, &measures, (&cards, &cards[2].subject)).unwrap(), []);

    // Alone, the score does not come out again, and nothing is guessed.
    let alone = gains(&scheme, &measures, (&cards[1..2], &cards[1].subject));
    let subject = cards[1].subject.clone();
    assert_eq!(alone, Err(GainError::Differs { subject: subject.clone() }));
    let nobody = gains(&scheme, &measures, (&cards[..1], &subject));
    assert_eq!(nobody, Err(GainError::Subject { subject }));
}

/// 80 points less 5 for each of two incidents, at most 8: 72. One fewer leaves 5: 75. A late order is not
/// below the least; what nobody counted brings nothing.
#[test]
fn deductions_that_would_fall_away_are_told_with_what_the_limits_leave() {
    let deduction = |id: &str, points, most| Adjustment {
        id: id.to_owned(),
        name: Some(name(id)),
        count: id.to_owned(),
        points: real(points),
        points_max: most,
        source: source(),
    };
    let mut scheme = single(target(0.0, 1.0));
    scheme.adjustments = Some(Adjustments {
        bonus_max: real(0.0),
        least: real(0.0),
        most: real(100.0),
        source: source(),
        deductions: vec![deduction("late", 2.0, None), deduction("incident", 5.0, Some(real(8.0)))],
        bonuses: Vec::new(),
    });
    let mut counts = counts(&[("i", 80, 100)]);
    set(&mut counts, "incident", 2);
    let found = of(&scheme, &counts);
    let rows: Vec<_> = (found.iter())
        .map(|it| (it.of, &*it.id, (it.now, it.right, it.whole), (it.one_nano, it.all_nano)))
        .collect();
    let expected = [
        (Mended::Indicator, "i", (80, 100, Some(100)), (1_000_000_000, 20_000_000_000)),
        (Mended::Deduction, "incident", (2, 0, None), (3_000_000_000, 8_000_000_000)),
    ];
    assert_eq!(rows, expected);
}

#[test]
fn gains_are_read_as_points() {
    let rows = [(0, "+0.00"), (1, "<+0.01"), (9_999_999, "<+0.01"), (10_000_000, "+0.01")];
    for (nano, text) in rows.into_iter().chain([(3_751_875_000, "+3.75"), (-50_000_000, "-0.05")]) {
        assert_eq!(gain_text(nano), text);
    }
}

/// Scales of any shape: posts and points between 0 and 1, rising, falling or neither.
fn scales() -> impl Strategy<Value = Scale> {
    let part = || prop::sample::select(vec![0.0, 0.1, 0.25, 0.3, 0.5, 0.6, 0.75, 0.8, 0.9, 1.0]);
    let score = || prop::sample::select(vec![0.0, 20.0, 50.0, 80.0, 100.0]);
    let posts = (part(), part()).prop_map(|(low, high)| target(low, high));
    let points = prop::collection::vec((part(), score()), 1..6).prop_map(|mut points| {
        points.sort_by(|one, other| one.0.total_cmp(&other.0));
        let point = |(at, score)| Point { at: real(at), score: real(score) };
        Scale::Piecewise { points: points.into_iter().map(point).collect() }
    });
    prop_oneof![posts, points]
}

proptest! {
    /// No other count gives more than that at which all is said to be right, and none that gives as much
    /// is among those nearer at which the scale bends.
    #[test]
    fn nothing_is_better_than_all_right(
        scale in scales(), whole in 1_u64..40, now: prop::sample::Index,
    ) {
        let now = u64::try_from(now.index(41)).unwrap().min(whole);
        let scheme = single(scale);
        let of_count = |it| score_nano(&scored(&scheme, &counts(&[("i", it, whole)]))).unwrap();
        let best = (0..=whole).map(of_count).max().unwrap();
        match of(&scheme, &counts(&[("i", now, whole)])).as_slice() {
            [] => prop_assert_eq!(of_count(now), best),
            [gain] => {
                prop_assert_eq!(of_count(gain.right), best);
                prop_assert_eq!(of_count(now) + gain.all_nano, best);
            }
            more => prop_assert!(false, "{more:?}"),
        }
    }

    /// The schemes of these worlds are monotone: rising scales and an arithmetic mean.
    #[test]
    fn what_is_promised_comes_out_and_is_never_negative(world in worlds()) {
        let (scheme, counts) = built(&world);
        let before = score_nano(&scored(&scheme, &counts));
        for gain in of(&scheme, &counts) {
            prop_assert!(0 <= gain.one_nano && gain.one_nano <= gain.all_nano && 0 < gain.all_nano);
            let nearer = if gain.now < gain.right { gain.now + 1 } else { gain.now - 1 };
            for (count, gain_nano) in [(nearer, gain.one_nano), (gain.right, gain.all_nano)] {
                let mut mended = counts.clone();
                set(&mut mended, &format!("{}-a", gain.id), count);
                let after = score_nano(&scored(&scheme, &mended));
                prop_assert_eq!(before.map(|it| it + gain_nano), after);
            }
        }
    }

    #[test]
    fn the_order_of_a_scheme_does_not_show_in_its_gains(world in worlds()) {
        let (scheme, counts) = built(&world);
        let mut turned = scheme.clone();
        turned.dimensions.reverse();
        turned.dimensions.iter_mut().for_each(|it| it.indicators.reverse());
        let found = of(&scheme, &counts);
        prop_assert!(found.is_sorted_by_key(|it| Reverse(it.all_nano)));
        prop_assert_eq!(found, of(&turned, &counts));
    }
}

/// What the worlds are is told by `score::laws`.
#[test]
fn a_world_without_score_has_no_gains() {
    let world: World = vec![(100, vec![(100, 0, 0)])];
    let (scheme, counts) = built(&world);
    assert_eq!(of(&scheme, &counts), []);
}
