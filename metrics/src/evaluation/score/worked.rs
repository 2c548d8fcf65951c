//! Deductions, bonuses, vetoes and draws on a scorecard, worked out by hand, and the laws they keep.

use std::num::NonZeroU64;

use proptest::prelude::*;

use super::laws::{
    counts, dimension, indicator, marks, measures, name, real, scheme, score_nano, scored, source,
    subject, target, verdict,
};
use super::*;
use crate::evaluation::measure::Counting;
use crate::evaluation::scheme::adjust::{Adjustment, Adjustments, Veto};
use crate::evaluation::scheme::method::{Aggregation, Draw, Uncertainty};
use crate::evaluation::scorecard::ScoreResult;

fn adjustment(id: &str, points: f64, points_max: Option<f64>) -> Adjustment {
    Adjustment {
        id: id.to_owned(),
        name: None,
        count: id.to_owned(),
        points: real(points),
        points_max: points_max.map(real),
        source: source(),
    }
}

fn veto(id: &str, at_least: u64, band: &str) -> Veto {
    Veto {
        id: id.to_owned(),
        name: name(id),
        condition: name(id),
        count: id.to_owned(),
        at_least: NonZeroU64::new(at_least).unwrap(),
        band: band.to_owned(),
        ground: source(),
        source: source(),
    }
}

/// One indicator, 5 points for each incident, 2 for each order up to 4, a bonus of 3 for each idea up
/// to 5 in all; two falsified ledgers leave the lowest grade, one refusal the second.
fn strict() -> Scheme {
    let mut scheme = scheme(vec![dimension("d", 100, vec![indicator("i", 100, target(0.0, 1.0))])]);
    scheme.adjustments = Some(Adjustments {
        bonus_max: real(5.0),
        least: real(0.0),
        most: real(100.0),
        source: source(),
        deductions: vec![adjustment("incidents", 5.0, None), adjustment("orders", 2.0, Some(4.0))],
        bonuses: vec![adjustment("ideas", 3.0, None)],
    });
    scheme.vetoes = vec![veto("refused", 1, "good"), veto("falsified", 2, "fail")];
    scheme
}

/// Counts beside those of indicators.
type Extra<'a> = &'a [(&'a str, u64)];

fn with(rows: &[(&str, u64, u64)], extra: Extra) -> Counts {
    let count = |&(name, value): &(&str, u64)| {
        let mut counting = Counting::new(name);
        counting.add(name, value);
        (name.to_owned(), counting.done())
    };
    counts(rows).into_iter().chain(extra.iter().map(count)).collect()
}

/// By hand: 37 of 40 is 92.5, which alone is excellent. One incident takes 5; three orders would take
/// 6, at most 4: 92.5 − 9 = 83.5. Two ideas would add 6, at most 5: 88.5, good. Two falsified ledgers
/// leave `fail`; the score stays 88.5.
#[test]
fn two_deductions_a_capped_bonus_and_a_veto_come_out_as_by_hand() {
    let extra = [("incidents", 1), ("orders", 3), ("ideas", 2), ("falsified", 2)];
    let card = scored(&strict(), &with(&[("i", 37, 40)], &extra));
    assert_eq!(verdict(&card), ("88.50", "fail"));
    assert_eq!(score_nano(&card), Some(88_500_000_000));
    assert_eq!(card.band_of_score.as_ref().unwrap().id, "good");
    assert_eq!((card.cap.as_ref(), card.grade()), (card.grade(), card.cap.as_ref()));

    let adjusted = card.adjusted.unwrap();
    assert_eq!(adjusted.base_nano, Some(92_500_000_000));
    let points = |of: &[crate::evaluation::adjusted::Points]| -> Vec<(u64, i64)> {
        of.iter().map(|it| (it.count.as_ref().unwrap().value, it.points_nano)).collect()
    };
    assert_eq!(points(&adjusted.deductions), [(1, 5_000_000_000), (3, 4_000_000_000)]);
    assert_eq!(points(&adjusted.bonuses), [(2, 6_000_000_000)]);
    assert_eq!(adjusted.bonus_max_nano, 5_000_000_000);

    let [veto] = card.vetoes.as_slice() else { panic!("{:?}", card.vetoes) };
    assert_eq!((veto.id.as_str(), veto.count.value, veto.at_least), ("falsified", 2, 2));
    assert_eq!(veto.band.id, "fail");
}

/// Nobody counted is no deduction and no veto; one below the number that a veto asks is none, too.
/// Of two vetoes the lower band counts, and a veto never lifts a grade.
#[test]
fn vetoes_apply_from_their_number_on_and_only_lower() {
    let rows: [(u64, Extra, &str, usize); 6] = [
        (95, &[], "excellent", 0),
        (95, &[("falsified", 1), ("refused", 0)], "excellent", 0),
        (95, &[("falsified", 2)], "fail", 1),
        (95, &[("refused", 1)], "good", 1),
        (95, &[("refused", 3), ("falsified", 9)], "fail", 2),
        (10, &[("refused", 1)], "fail", 1),
    ];
    for (above, extra, grade, applied) in rows {
        let card = scored(&strict(), &with(&[("i", above, 100)], extra));
        assert_eq!(verdict(&card).1, grade, "{above} {extra:?}");
        assert_eq!(card.vetoes.len(), applied, "{above} {extra:?}");
        assert_eq!(score_nano(&card), Some(i64::try_from(above).unwrap() * 1_000_000_000));
        assert_eq!(card.adjusted.unwrap().deductions[0].count, None);
    }
}

#[test]
fn who_has_no_score_has_the_grade_of_a_veto_all_the_same() {
    let card = scored(&strict(), &with(&[("i", 0, 0)], &[("refused", 1), ("incidents", 2)]));
    assert_eq!(card.result, ScoreResult::NotApplicable);
    assert_eq!(card.grade().unwrap().id, "good");
    let adjusted = card.adjusted.unwrap();
    assert_eq!(adjusted.base_nano, None);
    assert_eq!(adjusted.deductions[0].points_nano, 10_000_000_000);
    assert_eq!(scored(&strict(), &with(&[("i", 0, 0)], &[])).grade(), None);
}

#[test]
fn the_facts_hash_knows_what_deductions_and_vetoes_read() {
    let hash = |extra: &[(&str, u64)]| scored(&strict(), &with(&[("i", 1, 2)], extra)).facts_sha256;
    assert_eq!(hash(&[("unread", 1)]), hash(&[]));
    assert_ne!(hash(&[("incidents", 0)]), hash(&[]));
    assert_ne!(hash(&[("falsified", 0)]), hash(&[]));
}

#[test]
fn a_veto_of_an_unknown_band_is_refused_by_name() {
    let mut scheme = strict();
    scheme.vetoes[0].band = "superb".to_owned();
    let error = score(
        &scheme,
        &measures(&scheme),
        vec![subject(&with(&[("i", 1, 2)], &[]))],
        NonZeroUsize::MIN,
    );
    let message = "veto refused names band \"superb\", which is not there";
    assert_eq!(error.unwrap_err().to_string(), message);
}

/// Two indicators of the same weight, and the geometric mean as what might have been chosen.
fn uncertain() -> Scheme {
    let leaf = |id| indicator(id, 50, target(0.0, 1.0));
    let mut scheme = scheme(vec![dimension("d", 100, vec![leaf("i"), leaf("j")])]);
    scheme.uncertainty = Some(Uncertainty {
        weight_noise_ppm: Vec::new(),
        impute: Vec::new(),
        normalise: Vec::new(),
        aggregate: vec![Aggregation::Geometric],
        draw: Some(Draw { samples: 1_000, seed: 7 }),
        source: source(),
    });
    scheme
}

fn pair() -> Vec<Subject> {
    [64, 60].map(|j| subject(&counts(&[("i", 100, 100), ("j", j, 100)]))).to_vec()
}

/// By hand: 100 and 64 are 82 in the arithmetic and 80 in the geometric mean, good in both; 100 and 60
/// are 80, good, and 77.46, fail. A fair draw of two means is within 5 % of halves in 1 000 draws (three
/// standard errors are 4.7 %). Without `j` both are first, so that the second moves by one of its two
/// ranks, half a rank in the mean; without `i` none moves; without `d` nothing is left.
#[test]
fn draws_say_whose_verdict_would_change() {
    let found = marks(&uncertain(), pair());
    let [holds, changes] = found.scorecards.as_slice() else { panic!("two subjects") };
    let (holds, changes) =
        (holds.robustness.as_ref().unwrap(), changes.robustness.as_ref().unwrap());
    assert!(!holds.verdict_changes && changes.verdict_changes);
    assert_eq!(holds.rank_interval_ppm, Some([1_000_000, 1_000_000]));
    assert_eq!(changes.rank_interval_ppm, Some([2_000_000, 2_000_000]));
    let shares = |it: &crate::evaluation::robustness::Standing| -> Vec<i64> {
        it.bands.iter().map(|it| it.share_ppm).collect()
    };
    assert_eq!(shares(holds), [0, 1_000_000, 0]);
    let [excellent, good, fail] = shares(changes)[..] else { panic!("three bands") };
    assert_eq!((excellent, good + fail), (0, 1_000_000));
    assert!((450_000..550_000).contains(&good), "{good}");

    let robustness = found.robustness.unwrap();
    assert_eq!(robustness.draw, Draw { samples: 1_000, seed: 7 });
    assert!(robustness.influences.is_empty(), "one choice has all of it");
    let without: Vec<_> =
        robustness.without.iter().map(|it| (it.id.as_str(), it.moved_ppm)).collect();
    assert_eq!(without, [("i", Some(0)), ("j", Some(500_000)), ("d", None)]);
}

#[test]
fn of_one_subject_ranks_say_nothing_and_grades_do() {
    let found = marks(&uncertain(), pair().split_off(1));
    let standing = found.scorecards[0].robustness.as_ref().unwrap();
    assert_eq!(standing.rank_interval_ppm, None);
    assert!(standing.verdict_changes);
    let robustness = found.robustness.unwrap();
    assert!(robustness.influences.is_empty() && robustness.without.is_empty());

    let mut certain = uncertain();
    certain.uncertainty.as_mut().unwrap().draw = None;
    let found = marks(&certain, pair());
    assert_eq!((found.robustness, &found.scorecards[0].robustness), (None, &None));
}

/// A veto that leaves the lowest grade leaves no draw another; who has no score has nothing to spread.
#[test]
fn no_draw_lifts_a_veto() {
    let mut scheme = uncertain();
    scheme.vetoes = vec![veto("falsified", 1, "fail")];
    let rows = [("i", 100, 100), ("j", 60, 100)];
    let vetoed = subject(&with(&rows, &[("falsified", 1)]));
    let unscored = subject(&with(&[("i", 0, 0)], &[("falsified", 1)]));
    let found = marks(&scheme, vec![vetoed, unscored]);
    let standing = found.scorecards[0].robustness.as_ref().unwrap();
    assert!(!standing.verdict_changes);
    assert_eq!(standing.bands[2].share_ppm, 1_000_000);
    assert_eq!(found.scorecards[1].robustness, None);
}

#[test]
fn threads_do_not_show_in_the_marks() {
    let scheme = uncertain();
    let drawn = |threads| {
        score(&scheme, &measures(&scheme), pair(), NonZeroUsize::new(threads).unwrap()).unwrap()
    };
    let one = drawn(1);
    for threads in [2, 3, 16] {
        assert_eq!(drawn(threads), one, "{threads}");
    }
}

/// How high a grade stands: the place of its band from the lowest.
fn height(card: &Scorecard) -> usize {
    let grades = ["fail", "good", "excellent"];
    grades.iter().position(|it| *it == verdict(card).1).unwrap()
}

const READ: [&str; 5] = ["incidents", "orders", "ideas", "refused", "falsified"];

proptest! {
    #[test]
    fn one_more_deduction_or_veto_never_raises_and_a_bonus_never_lowers(
        above in 0_u64..=100, numbers in prop::array::uniform5(0_u64..4), more in 0_usize..5,
    ) {
        let card = |numbers: &[u64; 5]| {
            let extra: Vec<_> = READ.into_iter().zip(*numbers).collect();
            scored(&strict(), &with(&[("i", above, 100)], &extra))
        };
        let before = card(&numbers);
        let mut other = numbers;
        other[more] += 1;
        let after = card(&other);
        let (low, high) = if READ[more] == "ideas" { (&before, &after) } else { (&after, &before) };
        prop_assert!(score_nano(low) <= score_nano(high));
        prop_assert!(height(low) <= height(high));
        if 3 <= more {
            prop_assert_eq!(score_nano(low), score_nano(high), "a veto leaves the score");
        }
        prop_assert!((0..=100_000_000_000).contains(&score_nano(&before).unwrap()));
    }
}
