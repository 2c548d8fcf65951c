//! Nobody gains by bad rows: what rows that cannot be read, or that contradict others, do to counts raises
//! the score of no scheme that this release comes with. Nor does handing in no ledger.
//!
//! What they do is the law of each kind, held beside its intake: a count below the line does not fall, one
//! above it and a bonus do not rise, a deduction does not shrink. A share of nothing stays one, but for
//! reports that become due by the gravest of what is said of an incident, for updates, by an item whose
//! frequency is contradicted, and for objections, by a step that is: those count as failed.

use proptest::prelude::*;

use super::laws::{counts, marks, score_nano, subject};
use super::*;
use crate::evaluation::measure::Counting;

const SCHEMES: [&str; 3] = [
    include_str!("../../../../config/schemes/operator.toml"),
    include_str!("../../../../config/schemes/supply.toml"),
    include_str!("../../../../config/schemes/effectiveness.toml"),
];

/// The measures of which a share of nothing may become none of something.
const BECOME_DUE: [&str; 3] =
    ["incident-report-timeliness", "supply-update-timeliness", "objection-timeliness"];

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
        let before = scored(&scheme, &before, &counted);
        let after = scored(&scheme, &after, &more);
        prop_assert!(before.is_none() || after <= before, "{before:?} became {after:?}");
        prop_assert!(before.is_some() || after.is_none() || becomes_due, "lifted to {after:?}");
    }
}

/// What an operator's shares come to, and what those of O3 come to by themselves.
fn operated(shares: &[(u64, u64)]) -> (Option<i64>, Option<i64>) {
    let mut scheme: Scheme = toml::from_str(SCHEMES[0]).unwrap();
    scheme.uncertainty = None;
    let score = scored(&scheme, shares, &[0; 20]);
    scheme.dimensions.retain(|it| it.id == "O3");
    scheme.threshold = None;
    let own: Vec<_> = shares[1..7].to_vec();
    (score, scored(&scheme, &own, &[0; 20]))
}

proptest! {
    /// Of the shares the second to the seventh are those of O3, and the second is ledgers handed in by
    /// ledgers due.
    #[test]
    fn no_ledger_scores_no_more_than_any(
        (due, handed_in) in (1_u64..7).prop_flat_map(|due| (Just(due), 1..=due)),
        shares in prop::collection::vec((0_u64..6, 0_u64..6), 10),
    ) {
        let mut any: Vec<_> = shares.iter().map(|&(a, b)| (a.min(b), b)).collect();
        any[1] = (handed_in, due);
        let mut none = any.clone();
        none[1] = (0, due);
        none[2..7].fill((0, 0));
        let ((none, own), (any, _)) = (operated(&none), operated(&any));
        prop_assert_eq!(own, Some(0));
        prop_assert!(none <= any, "{none:?} is more than {any:?}");
    }
}

#[test]
fn of_ledgers_not_due_nothing_is_known() {
    let mut shares = [(1, 1); 10];
    shares[1..7].fill((0, 0));
    assert_eq!(operated(&shares), (Some(100_000_000_000), None), "the rest is known");
}
