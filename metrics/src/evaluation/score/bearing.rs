//! How much the marks can bear: drawn as for any table, and fixed to integers.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]

use std::num::NonZeroUsize;

use super::super::robustness::{BandShare, Influence, Robustness, Standing, Without};
use super::super::scheme::{Band, Scheme};
use super::super::table::Table;
use super::super::tree::{Node, Tree};
use super::super::uncertainty::{self, Plan, Spread, uncertainty};
use super::{Marks, ScoreError};

/// Draws what the scheme asks for, and writes it to the marks.
pub(super) fn draw(
    scheme: &Scheme,
    (tree, table): (&Tree, &Table),
    threads: NonZeroUsize,
    marks: &mut Marks,
) -> Result<(), ScoreError> {
    let Some((choices, draw)) = scheme.uncertainty.as_ref().and_then(|it| Some((it, it.draw?)))
    else {
        return Ok(());
    };
    let samples = usize::try_from(draw.samples).unwrap_or(usize::MAX);
    let plan = Plan { samples, seed: draw.seed.into(), weights: &[], threads };
    let found = uncertainty(scheme, table, &plan)?;
    let is_ranked = 1 < found.spreads.iter().flatten().count();
    for (card, spread) in marks.scorecards.iter_mut().zip(&found.spreads) {
        card.robustness = spread.as_ref().map(|it| standing(scheme, it, is_ranked));
    }
    // Of one subject alone, ranks say nothing.
    let (influences, without) = if is_ranked {
        (found.influences.iter().map(influence).collect(), without(scheme, tree, &found))
    } else {
        (Vec::new(), Vec::new())
    };
    let source = choices.source.clone();
    marks.robustness = Some(Robustness { draw, influences, without, source });
    Ok(())
}

fn standing(scheme: &Scheme, spread: &Spread, is_ranked: bool) -> Standing {
    let share = |(band, share): (&Band, &f64)| BandShare {
        id: band.id.clone(),
        name: band.name.clone(),
        share_ppm: ppm(*share),
    };
    Standing {
        rank_interval_ppm: is_ranked.then(|| spread.interval.map(ppm)),
        bands: scheme.bands.iter().zip(&spread.bands).map(share).collect(),
        unscored_ppm: ppm(spread.unscored),
        verdict_changes: spread.verdict_changes,
    }
}

fn influence(found: &uncertainty::influence::Influence) -> Influence {
    Influence {
        factor: found.factor.as_str().to_owned(),
        first_order_ppm: found.first_order.map(ppm),
        total_ppm: found.total.map(ppm),
    }
}

fn without(scheme: &Scheme, tree: &Tree, found: &uncertainty::Robustness) -> Vec<Without> {
    let without = |(node, moved): (&Node, &Option<f64>)| Without {
        id: node.id.to_owned(),
        name: node.name(scheme),
        moved_ppm: moved.map(ppm),
    };
    tree.nodes.iter().zip(&found.without).map(without).collect()
}

/// Millionths, half to even. Indices that fly off stay at the bound of an integer that JSON keeps.
#[must_use]
pub fn ppm(share: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped")]
    let ppm = (share * 1e6).round_ties_even().clamp(-1e15, 1e15) as i64;
    ppm
}
