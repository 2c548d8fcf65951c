//! The kernel against an example worked by hand, and against the laws that any scoring must keep.

use proptest::prelude::*;

use super::*;
use crate::evaluation::measure::Counting;
use crate::evaluation::scheme::method::{Aggregation, Direction, Impute, Point, Real, Scale, Ties};
use crate::evaluation::scheme::{Band, Bounds, Dimension, Layout, Missing, Rounding, RoundingMode};
use crate::evaluation::scorecard::ScoreResult;
use crate::party::PartyKind;
use crate::source::{Confidence, Name, Source};

pub(in super::super) fn source() -> Source {
    Source {
        instrument: "default".to_owned(),
        article: String::new(),
        confidence: Confidence::Default,
    }
}

pub(in super::super) fn name(text: &str) -> Name {
    Name { zh: text.to_owned(), en: text.to_owned() }
}

/// An indicator and the measure of the same id that it reads, with the counts `id-a` and `id-b`.
pub(in super::super) fn indicator(id: &str, weight: u32, scale: Scale) -> Indicator {
    Indicator {
        id: id.to_owned(),
        name: Some(name(id)),
        measure: None,
        denominator: None,
        per: None,
        weight,
        direction: Direction::Up,
        untreated: false,
        treat: None,
        normalise: Some(scale),
        rounding: None,
        source: None,
    }
}

pub(in super::super) fn dimension(id: &str, weight: u32, indicators: Vec<Indicator>) -> Dimension {
    Dimension {
        id: id.to_owned(),
        name: None,
        within: None,
        weight,
        aggregate: None,
        threshold: None,
        source: None,
        indicators,
    }
}

pub(in super::super) fn scheme(dimensions: Vec<Dimension>) -> Scheme {
    let band = |id: &str, from: f64| Band {
        id: id.to_owned(),
        name: name(id),
        from: real(from),
        source: source(),
    };
    Scheme {
        id: "operator".to_owned(),
        version: 1,
        name: name("operator"),
        subjects: vec![PartyKind::Operator],
        source: source(),
        missing: Missing::Redistribute,
        rounding: Rounding { decimals: 2, mode: RoundingMode::HalfUp },
        bounds: Bounds::Inclusive,
        ties: Ties::Min,
        table: Layout::default(),
        screen: None,
        impute: Impute::None,
        treat: None,
        normalise: None,
        aggregate: Aggregation::Arithmetic,
        threshold: None,
        rescale: None,
        adjustments: None,
        uncertainty: None,
        vetoes: Vec::new(),
        bands: vec![band("excellent", 90.0), band("good", 80.0), band("fail", 0.0)],
        dimensions,
    }
}

pub(in super::super) fn real(number: f64) -> Real {
    Real::new(number).unwrap()
}

pub(in super::super) fn target(floor: f64, target: f64) -> Scale {
    let (low, high) = (real(floor), real(target));
    Scale::Goalposts { low, high, scale: real(100.0), capped: true, log: false }
}

pub(in super::super) fn counts(rows: &[(&str, u64, u64)]) -> Counts {
    let count = |name: String, value| {
        let mut counting = Counting::new(&name);
        counting.add(&name, value);
        (name, counting.done())
    };
    let both =
        |&(id, a, b): &(&str, u64, u64)| [count(format!("{id}-a"), a), count(format!("{id}-b"), b)];
    rows.iter().flat_map(both).collect()
}

/// One measure for each indicator of the scheme.
pub(in super::super) fn measures(scheme: &Scheme) -> Vec<MeasureDefinition> {
    let ids = scheme.indicators().map(Indicator::measure);
    ids.map(|id| MeasureDefinition {
        id: id.to_owned(),
        name: name(id),
        numerator: format!("{id}-a"),
        denominator: format!("{id}-b"),
        rule: None,
        source: source(),
    })
    .collect()
}

pub(in super::super) fn subject(counts: &Counts) -> Subject {
    Subject {
        party: "name:某运营机构".parse().unwrap(),
        name: "某运营机构".to_owned(),
        findings: vec![FindingCount { rule: "F-4".to_owned(), open: 2 }],
        waived: Vec::new(),
        counts: counts.clone(),
    }
}

pub(in super::super) fn scored(scheme: &Scheme, counts: &Counts) -> Scorecard {
    marks(scheme, vec![subject(counts)]).scorecards.remove(0)
}

pub(in super::super) fn marks(scheme: &Scheme, subjects: Vec<Subject>) -> Marks {
    score(scheme, &measures(scheme), subjects, NonZeroUsize::MIN).unwrap()
}

pub(in super::super) fn score_nano(card: &Scorecard) -> Option<i64> {
    match card.result {
        ScoreResult::Scored { score_nano, .. } => Some(score_nano),
        ScoreResult::NotApplicable => None,
    }
}

/// The score as printed, with its grade.
pub(in super::super) fn verdict(card: &Scorecard) -> (&str, &str) {
    match &card.result {
        ScoreResult::Scored { score, band, .. } => (score, &band.id),
        ScoreResult::NotApplicable => ("n/a", ""),
    }
}

/// Three dimensions, of which one has an indicator that is not applicable and one was not counted.
pub(in super::super) fn worked() -> (Scheme, Counts) {
    let point = |at, score| Point { at: real(at), score: real(score) };
    let points = vec![point(0.5, 60.0), point(0.9, 90.0), point(1.0, 100.0)];
    let scheme = scheme(vec![
        dimension(
            "finance",
            50,
            vec![
                indicator("balanced", 60, target(0.0, 1.0)),
                indicator("labelled", 40, Scale::Piecewise { points }),
            ],
        ),
        dimension(
            "quality",
            30,
            vec![
                indicator("duplicates", 70, target(1.0, 0.0)),
                indicator("objections", 30, target(0.0, 1.0)),
            ],
        ),
        dimension("opinion", 20, vec![indicator("satisfied", 100, target(0.0, 1.0))]),
    ]);
    let rows = [
        ("balanced", 17_999, 20_000),
        ("labelled", 3, 4),
        ("duplicates", 2, 100),
        ("objections", 0, 0),
    ];
    (scheme, counts(&rows))
}

/// By hand:
///
/// * balanced: 17 999 / 20 000 = 0.899 95, target 0 to 1: 89.995
/// * labelled: 3 / 4, between (0.5, 60) and (0.9, 90): 60 + 30 × 0.25 / 0.4 = 78.75
/// * finance: 0.6 × 89.995 + 0.4 × 78.75 = 53.997 + 31.5 = 85.497
/// * duplicates: 2 %, falling: 98. Objections: 0 of 0, not applicable. Quality: 98
/// * opinion: nobody counted, its 20 are shared: finance 50 / 80 = 0.625, quality 30 / 80 = 0.375
/// * score: 0.625 × 85.497 + 0.375 × 98 = 53.435 625 + 36.75 = 90.185 625, half up 90.19
/// * of the whole: balanced 0.6 × 0.625 = 0.375, labelled 0.4 × 0.625 = 0.25, duplicates 0.375
#[test]
fn the_worked_example_comes_out_as_by_hand() {
    let (scheme, counts) = worked();
    let card = scored(&scheme, &counts);
    assert_eq!(verdict(&card), ("90.19", "excellent"));
    assert_eq!(score_nano(&card), Some(90_185_625_000));

    let dimensions: Vec<_> = (card.dimensions.iter())
        .map(|it| (it.id.as_str(), it.effective_weight_ppm, it.score_nano))
        .collect();
    let expected = [
        ("finance", 625_000, Some(85_497_000_000)),
        ("quality", 375_000, Some(98_000_000_000)),
        ("opinion", 0, None),
    ];
    assert_eq!(dimensions, expected);

    let indicators: Vec<_> = (card.dimensions.iter().flat_map(|it| &it.indicators))
        .map(|it| (it.effective_weight_ppm, it.score_nano, it.contribution_nano()))
        .collect();
    let expected = [
        (375_000, Some(89_995_000_000), Some(33_748_125_000)),
        (250_000, Some(78_750_000_000), Some(19_687_500_000)),
        (375_000, Some(98_000_000_000), Some(36_750_000_000)),
        (0, None, None),
        (0, None, None),
    ];
    assert_eq!(indicators, expected); // the contributions sum to 90.185 625 again
    assert_eq!(card.findings[0].open, 2);
}

/// By hand: as above with 0 for opinion, 0.5 × 85.497 + 0.3 × 98 + 0.2 × 0 = 72.148 5. Objections
/// stay not applicable: 0 of 0 is nobody's fault.
#[test]
fn what_nobody_counted_scores_zero_if_the_scheme_says_so() {
    let (mut scheme, counts) = worked();
    scheme.missing = Missing::Zero;
    let card = scored(&scheme, &counts);
    assert_eq!(score_nano(&card), Some(72_148_500_000));
    assert_eq!(verdict(&card), ("72.15", "fail"));
    assert_eq!(card.dimensions[1].score_nano, Some(98_000_000_000));
    assert_eq!(card.dimensions[2].score_nano, Some(0));
}

#[test]
fn nothing_applicable_is_no_score_under_either_policy() {
    let scheme = scheme(vec![dimension("d", 100, vec![indicator("i", 100, target(0.0, 1.0))])]);
    let nothing = counts(&[("i", 0, 0)]);
    for missing in [Missing::Redistribute, Missing::Zero] {
        let card = scored(&Scheme { missing, ..scheme.clone() }, &nothing);
        assert_eq!(card.result, ScoreResult::NotApplicable);
        assert_eq!(card.dimensions[0].effective_weight_ppm, 0);
    }
    assert_eq!(scored(&scheme, &Counts::new()).result, ScoreResult::NotApplicable);
}

#[test]
fn a_score_is_rounded_before_it_is_banded() {
    let scheme = scheme(vec![dimension("d", 100, vec![indicator("i", 100, target(0.0, 1.0))])]);
    let rows = [
        (17_997, 20_000, "89.99", "good"),      // 89.985
        (17_999, 20_000, "90.00", "excellent"), // 89.995
        (89_994_999_999, 100_000_000_000, "89.99", "good"),
        (9, 10, "90.00", "excellent"),
        (2, 3, "66.67", "fail"),
    ];
    for (a, b, score, band) in rows {
        assert_eq!(verdict(&scored(&scheme, &counts(&[("i", a, b)]))), (score, band), "{a}/{b}");
    }
}

#[test]
fn a_faulty_scheme_is_refused_by_name() {
    let (sound, counts) = worked();
    let check = |scheme: &Scheme, measures: &[MeasureDefinition], message: &str| {
        let error = score(scheme, measures, vec![subject(&counts)], NonZeroUsize::MIN).unwrap_err();
        assert_eq!(error.to_string(), message);
    };
    let all = measures(&sound);
    let unknown = "indicator labelled names measure \"labelled\", which is not defined";
    check(&sound, &all[..1], unknown);

    let mut pointless = sound.clone();
    pointless.dimensions[0].indicators[1].normalise = Some(Scale::Piecewise { points: Vec::new() });
    check(&pointless, &all, "the scale of indicator labelled has no points");

    let unbanded = Scheme { bands: Vec::new(), ..sound };
    check(&unbanded, &all, "no band covers a score of 90185625000 billionths");
}

#[test]
fn the_facts_hash_knows_every_count_of_the_scheme_and_no_other() {
    let (scheme, counts) = worked();
    let before = scored(&scheme, &counts).facts_sha256;
    let mut other = counts.clone();
    other.extend(self::counts(&[("unused", 1, 2)]));
    assert_eq!(scored(&scheme, &other).facts_sha256, before);
    other.get_mut("objections-b").unwrap().facts.sha256 = "00".to_owned();
    assert_ne!(scored(&scheme, &other).facts_sha256, before);
}

/// Dimensions of a weight, each with indicators of a weight, a numerator and a denominator.
pub(in super::super) type World = Vec<(u32, Vec<(u32, u64, u64)>)>;

pub(in super::super) fn worlds() -> impl Strategy<Value = World> {
    let leaf = (0_u32..=100, 0_u64..=1_000, 0_u64..=1_000);
    prop::collection::vec((0_u32..=100, prop::collection::vec(leaf, 1..5)), 1..5)
}

/// The scheme and counts of a world. Ids follow the place, scales alternate between two.
pub(in super::super) fn built(world: &World) -> (Scheme, Counts) {
    let scales = [target(0.2, 0.9), target(0.0, 1.0)];
    let mut rows: Vec<(String, u64, u64)> = Vec::new();
    let mut dimensions = Vec::new();
    for (d, (weight, leaves)) in world.iter().enumerate() {
        let mut indicators = Vec::new();
        for (i, &(weight, a, b)) in leaves.iter().enumerate() {
            let id = format!("{d}-{i}");
            indicators.push(indicator(&id, weight, scales[(d + i) % 2].clone()));
            rows.push((id, a, b));
        }
        dimensions.push(dimension(&d.to_string(), *weight, indicators));
    }
    let rows: Vec<(&str, u64, u64)> = rows.iter().map(|(id, a, b)| (id.as_str(), *a, *b)).collect();
    (scheme(dimensions), counts(&rows))
}

fn nano_of(world: &World) -> Option<i64> {
    let (scheme, counts) = built(world);
    score_nano(&scored(&scheme, &counts))
}

proptest! {
    #[test]
    fn more_above_the_line_never_lowers_a_score(
        world in worlds(), d: prop::sample::Index, i: prop::sample::Index, more in 1_u64..500,
    ) {
        let before = nano_of(&world);
        let mut better = world;
        let d = d.index(better.len());
        let i = i.index(better[d].1.len());
        better[d].1[i].1 += more;
        prop_assert!(before <= nano_of(&better));
    }

    #[test]
    fn what_weighs_nothing_changes_nothing(world in worlds(), a in 0_u64..10, b in 0_u64..10) {
        let mut heavier = world.clone();
        heavier[0].1.push((0, a, b));
        heavier.push((0, vec![(100, a, b)]));
        heavier.push((100, vec![(0, a, b)]));
        prop_assert_eq!(nano_of(&world), nano_of(&heavier));
    }

    #[test]
    fn the_order_of_a_scheme_does_not_show_in_its_scores(world in worlds(), by: prop::sample::Index) {
        let (scheme, counts) = built(&world);
        let mut turned = scheme.clone();
        for dimension in &mut turned.dimensions {
            let by = by.index(dimension.indicators.len());
            dimension.indicators.rotate_left(by);
            dimension.indicators.swap(0, by);
        }
        turned.dimensions.reverse();
        let (before, after) = (scored(&scheme, &counts), scored(&turned, &counts));
        prop_assert_eq!(before.result, after.result);
        prop_assert_eq!(before.facts_sha256, after.facts_sha256);
    }

    #[test]
    fn the_unit_of_counting_does_not_matter(world in worlds(), factor in 1_u64..1_000_000_000) {
        let mut scaled = world.clone();
        for (_, a, b) in scaled.iter_mut().flat_map(|(_, leaves)| leaves) {
            (*a, *b) = (*a * factor, *b * factor);
        }
        prop_assert_eq!(nano_of(&world), nano_of(&scaled));
    }

    #[test]
    fn scores_lie_on_the_scale_and_weights_and_contributions_add_up(world in worlds()) {
        let (scheme, counts) = built(&world);
        let card = scored(&scheme, &counts);
        let leaves: Vec<_> = card.dimensions.iter().flat_map(|it| &it.indicators).collect();
        let weight_ppm: i64 = leaves.iter().map(|it| it.effective_weight_ppm).sum();
        let Some(score_nano) = score_nano(&card) else {
            prop_assert_eq!(weight_ppm, 0);
            return Ok(());
        };
        prop_assert!((0..=100_000_000_000).contains(&score_nano));
        // Half a millionth of weight for each indicator, which is 50 000 nano of a full score.
        let count = i64::try_from(leaves.len()).unwrap();
        prop_assert!(2 * (weight_ppm - 1_000_000).abs() <= count, "{}", weight_ppm);
        let explained: i64 = leaves.iter().filter_map(|it| it.contribution_nano()).sum();
        prop_assert!((explained - score_nano).abs() <= count * 50_002);
    }
}
