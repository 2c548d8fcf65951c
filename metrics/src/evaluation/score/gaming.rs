//! Nobody gains by bad rows: what rows that cannot be read, or that contradict others, do to counts raises
//! the score of no scheme that this release comes with. Nor does handing in no ledger or no catalogue.
//!
//! What they do is the law of each kind, held beside its intake: a count below the line does not fall, one
//! above it and a bonus do not rise, a deduction does not shrink. A share of nothing stays one, but for
//! reports that become due by the gravest of what is said of an incident, for updates, by an item whose
//! frequency is contradicted, and for objections and demands, by a step that is: those count as failed. Of
//! a report that is in time by everything that is said, and is not due by some of it, nobody can say that
//! it was: it is in neither count.

use proptest::prelude::*;

use super::super::grade;
use super::laws::{counts, marks, score_nano, subject};
use super::*;
use crate::evaluation::measure::Counting;

const SCHEMES: [&str; 3] = [
    include_str!("../../../../config/schemes/operator.toml"),
    include_str!("../../../../config/schemes/supply.toml"),
    include_str!("../../../../config/schemes/effectiveness.toml"),
];

/// The measures of which a share of nothing may become none of something.
const BECOME_DUE: [&str; 5] = [
    REPORTS,
    "supply-update-timeliness",
    "objection-timeliness",
    "demand-timeliness",
    "demand-satisfaction",
];

/// The measure of which something in time may leave both counts.
const REPORTS: &str = "incident-report-timeliness";

/// Of one count: what is above and below the line, and by how much bad rows change each.
type Change = ((u64, u64), (u64, u64));

/// The score of a scheme from a share for each of its indicators and a number for each other count.
fn scored(scheme: &Scheme, shares: &[(u64, u64)], others: &[u64]) -> Option<i64> {
    let measures = scheme.indicators().map(Indicator::measure);
    let rows: Vec<_> = measures.zip(shares).map(|(id, &(a, b))| (id, a, b)).collect();
    let mut all = counts(&rows);
    for (name, value) in scheme.counts().zip(others) {
        let mut counting = Counting::new(name);
        counting.add(name, *value);
        all.insert(name.to_owned(), counting.done());
    }
    score_nano(&marks(scheme, vec![subject(&all)]).scorecards[0])
}

proptest! {
    #[test]
    fn bad_rows_raise_no_score(
        which in 0..SCHEMES.len(),
        changes in prop::collection::vec(((0_u64..6, 0_u64..6), (0_u64..6, 0_u64..4)), 20),
        others in prop::collection::vec((0_u64..4, 0_u64..4), 20),
    ) {
        let mut scheme: Scheme = toml::from_str(SCHEMES[which]).unwrap();
        scheme.uncertainty = None;
        let measures: Vec<&str> = scheme.indicators().map(Indicator::measure).collect();
        prop_assume!(measures.len() <= changes.len());
        let before: Vec<_> = changes.iter().map(|&((a, b), _)| (a.min(b), b)).collect();
        let mut becomes_due = false;
        let worse = |(at, &((a, b), (less, more))): (usize, &Change)| {
            if measures.get(at) == Some(&REPORTS) {
                let (a, disputed) = (a.min(b), less.min(a.min(b)));
                becomes_due |= b == 0 && 0 < more;
                return (a - disputed, b - disputed + more);
            }
            if 0 < b {
                return (a.min(b).saturating_sub(less), b + more);
            }
            let is_so = measures.get(at).is_some_and(|it| BECOME_DUE.contains(it));
            becomes_due |= is_so && 0 < more;
            (0, if is_so { more } else { 0 })
        };
        let after: Vec<_> = changes.iter().enumerate().map(worse).collect();
        let deductions: Vec<&str> = (scheme.adjustments.iter())
            .flat_map(|it| it.deductions.iter().map(|it| it.count.as_str()))
            .collect();
        let counted: Vec<u64> = others.iter().map(|it| it.0).collect();
        let more = scheme.counts().zip(&others);
        let more: Vec<u64> = more
            .map(|(name, &(count, more))| count + if deductions.contains(&name) { more } else { 0 })
            .collect();
        let is_due = after.iter().take(measures.len()).any(|&(_, due)| 0 < due);
        let before = scored(&scheme, &before, &counted);
        let after = scored(&scheme, &after, &more);
        prop_assert_eq!(after.is_some(), is_due, "only of whom nothing is due there is nothing to say");
        prop_assert!(before.is_none() || after <= before, "{before:?} became {after:?}");
        prop_assert!(before.is_some() || after.is_none() || becomes_due, "lifted to {after:?}");
    }
}

/// The grade and the score by a scheme, by the share of each indicator: its place, its dimension and its
/// measure.
fn graded(
    scheme: &str,
    share: impl Fn(usize, &str, &str) -> (u64, u64),
) -> (Option<String>, Option<i64>) {
    let mut scheme: Scheme = toml::from_str(scheme).unwrap();
    scheme.uncertainty = None;
    let indicators =
        scheme.dimensions.iter().flat_map(|of| of.indicators.iter().map(move |it| (of, it)));
    let shares: Vec<_> =
        indicators.enumerate().map(|(at, (of, it))| share(at, &of.id, it.measure())).collect();
    let score = scored(&scheme, &shares, &[0; 20]);
    let rounded = score.map(|it| grade::round(it, scheme.rounding));
    let band = rounded.and_then(|it| grade::band(it, &scheme.bands, scheme.bounds));
    (band.map(|it| scheme.bands[it].id.clone()), score)
}

/// The grade and the score of an operator.
fn operated(share: impl Fn(usize, &str, &str) -> (u64, u64)) -> (Option<String>, Option<i64>) {
    graded(SCHEMES[0], share)
}

/// Catalogues handed in by catalogues due: without one, of the rest of supply only objections and demands
/// apply.
const CATALOGUES: &str = "supply-catalogue-rate";

/// Ledgers handed in by ledgers due.
const LEDGERS: &str = "ledger-submission-rate";

/// Of months that are due too: without a ledger none is reconciled or within its ceilings, and nothing else
/// of O3 applies.
const OF_LEDGERS: [&str; 2] = ["ledger-reconciliation-rate", "price-compliance-rate"];

proptest! {
    /// Whoever hands in no ledger is graded, and no better than with any; if nothing else applies, it fails.
    #[test]
    fn no_ledger_scores_no_more_than_any(
        (due, handed_in) in (1_u64..7).prop_flat_map(|due| (Just(due), 1..=due)),
        shares in prop::collection::vec((0_u64..6, 0_u64..6), 40), disclosures in 0_u64..3,
    ) {
        let other = |at: usize| (shares[at].0.min(shares[at].1), shares[at].1);
        let (_, any) = operated(|at, _, measure| match measure {
            LEDGERS => (handed_in, due),
            _ if OF_LEDGERS.contains(&measure) => (shares[at].0.min(handed_in), due),
            _ => other(at),
        });
        let is_due = |measure: &str| measure == LEDGERS || OF_LEDGERS.contains(&measure);
        let (_, none) = operated(|at, dimension, measure| match dimension {
            "O3" => (0, if is_due(measure) { due } else { 0 }),
            _ => other(at),
        });
        prop_assert!(none.is_some() && none <= any, "{none:?} is more than {any:?}");
        let nothing = operated(|_, dimension, measure| match dimension {
            "O7" => (0, disclosures),
            _ => (0, if is_due(measure) { due } else { 0 }),
        });
        prop_assert_eq!(nothing, (Some("unqualified".to_owned()), Some(0)));
    }

    /// Whoever hands in no catalogue is graded, fails, and scores no more than with any.
    #[test]
    fn no_catalogue_scores_no_more_than_any(
        shares in prop::collection::vec((0_u64..6, 0_u64..6), 10),
    ) {
        let other = |at: usize| (shares[at].0.min(shares[at].1), shares[at].1);
        let (_, any) = graded(SCHEMES[1], |at, _, measure| match measure {
            CATALOGUES => (1, 1),
            _ => other(at),
        });
        let (band, none) = graded(SCHEMES[1], |at, _, measure| match measure {
            CATALOGUES => (0, 1),
            "objection-timeliness" | "demand-timeliness" | "demand-satisfaction" => other(at),
            _ => (0, 0),
        });
        prop_assert_eq!(band.as_deref(), Some("unqualified"));
        prop_assert!(none.is_some() && none <= any, "{none:?} is more than {any:?}");
    }

    /// Only of whom nothing was due there is nothing to say.
    #[test]
    fn whoever_had_something_due_has_a_score(
        which in 0..SCHEMES.len(), shares in prop::collection::vec((0_u64..3, 0_u64..2), 40),
    ) {
        let mut scheme: Scheme = toml::from_str(SCHEMES[which]).unwrap();
        scheme.uncertainty = None;
        let shares: Vec<_> = shares.iter().map(|&(a, b)| (a.min(b), b)).collect();
        let any_due = shares.iter().zip(scheme.indicators()).any(|(&(_, due), _)| 0 < due);
        prop_assert_eq!(scored(&scheme, &shares, &[0; 20]).is_some(), any_due);
    }
}

/// An operator whose ledgers are not due, and to whom no incident happened, is not punished for either.
#[test]
fn what_is_not_due_costs_nothing() {
    let (band, score) = operated(|_, of, _| if of == "O7" { (1, 1) } else { (0, 0) });
    assert_eq!((band.as_deref(), score), (Some("excellent"), Some(100_000_000_000)));
    assert_eq!(operated(|_, _, _| (0, 0)), (None, None));
}
