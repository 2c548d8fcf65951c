//! How much a score can bear: what its rank and band would be, had the scheme been made otherwise.
//!
//! Weights are drawn around those of the scheme, or given; scales, means and imputation are drawn
//! from the alternatives that the scheme names. The same seed gives the same figures, with any number
//! of threads. As the handbook (OECD/JRC 2008, chapter 7) and COINr do.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]
#![expect(clippy::cast_precision_loss, reason = "exact up to 2^53, beyond any number of samples")]

mod draw;
pub mod influence;

use std::num::NonZeroUsize;

use thiserror::Error;

use super::kernel::{Choice, Kernel, KernelError, Verdict};
use super::scheme::Scheme;
use super::statistics::{mean, quantile, sorted};
use super::table::Table;
use super::tree::Tree;
pub use draw::Factor;
use draw::World;
use influence::{Influence, sobol};

/// The most ranks that are kept at once.
const RANKS_MAX: usize = 200_000_000;

/// What to draw.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// How often.
    pub samples: usize,
    /// What makes the draws these ones.
    pub seed: u64,
    /// Weights to take instead of drawn ones, each a weight for every node of the [`Tree`].
    pub weights: &'a [Vec<f64>],
    /// How many threads may work.
    pub threads: NonZeroUsize,
}

/// Why nothing was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UncertaintyError {
    /// The scheme names nothing that might have been chosen otherwise, and no weights were given.
    #[error("the scheme names no uncertainty")]
    Nothing,
    /// Fewer than two samples, or more ranks than are kept.
    #[error("{samples} samples of {units} units: from 2 samples to {RANKS_MAX} ranks")]
    Samples {
        /// Samples asked for.
        samples: usize,
        /// Units of the table.
        units: usize,
    },
    /// A choice that was drawn cannot be computed.
    #[error(transparent)]
    Kernel(#[from] KernelError),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Robustness {
    /// For each unit with a score, how it spreads.
    pub spreads: Vec<Option<Spread>>,
    /// What moves the ranks most; empty where only one thing is drawn.
    pub influences: Vec<Influence>,
    /// What each indicator and dimension, left out, does to the ranks, in the order of the [`Tree`].
    pub without: Vec<Option<f64>>,
}

/// The ranks and bands of one unit over the samples.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// Below these lie 5 % and 95 % of its ranks.
    pub interval: [f64; 2],
    /// Its best and its worst rank.
    pub extremes: [f64; 2],
    /// The share of samples in which it has each band of the scheme.
    pub bands: Vec<f64>,
    /// The share of samples in which it has no score.
    pub unscored: f64,
    /// Whether any sample gives another band than the scheme does, or no score and so none.
    pub verdict_changes: bool,
}

/// What one sample gives: twice the rank, so that halves are whole, and the band of each unit.
#[derive(Clone, Copy, Default)]
struct Standing {
    rank_twice: u32,
    band: Option<u16>,
    is_scored: bool,
}

impl Standing {
    fn of(verdict: Option<&Verdict>) -> Self {
        let Some(verdict) = verdict else { return Self::default() };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank")]
        let rank_twice = (verdict.rank * 2.0) as u32;
        let band = verdict.band.and_then(|it| u16::try_from(it).ok());
        Self { rank_twice, band, is_scored: true }
    }
}

/// Draws, and says what comes of it.
///
/// # Errors
///
/// What the scheme or the table lacks, and choices that cannot be computed.
pub fn uncertainty(
    scheme: &Scheme,
    table: &Table,
    plan: &Plan,
) -> Result<Robustness, UncertaintyError> {
    let (samples, units) = (plan.samples, table.units.len());
    if samples < 2 || RANKS_MAX < samples.saturating_mul(units) {
        return Err(UncertaintyError::Samples { samples, units });
    }
    let tree = Tree::of(scheme).map_err(KernelError::from)?;
    let kernel = Kernel::new(scheme, &tree, table)?;
    let world = World::new(&kernel, plan)?;
    if world.factors.is_empty() {
        return Err(UncertaintyError::Nothing);
    }
    let nominal = world.nominal()?;
    let drawn = run(&world, plan, |sample| world.first(sample))?;
    let spreads = (0..units).map(|unit| spread(&drawn, unit, &nominal, scheme)).collect();
    Ok(Robustness {
        spreads,
        influences: influences(&world, plan, (&nominal, &drawn))?,
        without: without(&world, &nominal)?,
    })
}

/// The standings of all samples, one row of units after the other.
fn run(
    world: &World,
    plan: &Plan,
    point: impl Fn(u64) -> draw::Point + Sync,
) -> Result<Vec<Standing>, KernelError> {
    let units = world.kernel.table.units.len().max(1);
    let mut standings = vec![Standing::default(); units * plan.samples];
    let each = plan.samples.div_ceil(plan.threads.get()).max(1);
    let work = |(part, rows): (usize, &mut [Standing])| -> Result<(), KernelError> {
        for (row, sample) in rows.chunks_mut(units).zip(part * each..) {
            let verdicts = world.outcome(&point(sample as u64))?;
            for (standing, verdict) in row.iter_mut().zip(&verdicts) {
                *standing = Standing::of(verdict.as_ref());
            }
        }
        Ok(())
    };
    let ended: Vec<Result<(), KernelError>> = std::thread::scope(|scope| {
        let parts = standings.chunks_mut(units * each).enumerate();
        let running: Vec<_> = parts.map(|part| scope.spawn(|| work(part))).collect();
        let joined = running.into_iter().map(|it| it.join().expect("the kernel does not panic"));
        joined.collect()
    });
    ended.into_iter().collect::<Result<(), _>>()?;
    Ok(standings)
}

fn spread(
    drawn: &[Standing],
    unit: usize,
    nominal: &[Option<Verdict>],
    scheme: &Scheme,
) -> Option<Spread> {
    let own = Standing::of(Some(nominal[unit].as_ref()?));
    let mine = || drawn.iter().skip(unit).step_by(nominal.len());
    let scored = mine().filter(|it| it.is_scored);
    let ranks = sorted(scored.map(|it| f64::from(it.rank_twice) / 2.0));
    let share = |of: &dyn Fn(&Standing) -> bool| {
        mine().filter(|it| of(it)).count() as f64 / mine().count() as f64
    };
    let band = |band: usize| share(&|it| it.band.map(usize::from) == Some(band));
    Some(Spread {
        interval: [quantile(&ranks, 0.05)?, quantile(&ranks, 0.95)?],
        extremes: [*ranks.first()?, *ranks.last()?],
        bands: (0..scheme.bands.len()).map(band).collect(),
        unscored: share(&|it| !it.is_scored),
        verdict_changes: mine().any(|it| it.band != own.band),
    })
}

/// The mean distance of the ranks of a sample from those of the scheme.
fn distance(sample: &[Standing], nominal: &[Option<Verdict>]) -> f64 {
    let moved = |(standing, verdict): (&Standing, &Option<Verdict>)| {
        let rank = verdict.as_ref()?.rank;
        standing.is_scored.then(|| (f64::from(standing.rank_twice) / 2.0 - rank).abs())
    };
    mean(&sorted(sample.iter().zip(nominal).filter_map(moved))).unwrap_or(0.0)
}

/// First and total order of each factor on the mean distance of ranks, as COINr asks it.
fn influences(
    world: &World,
    plan: &Plan,
    (nominal, drawn): (&[Option<Verdict>], &[Standing]),
) -> Result<Vec<Influence>, KernelError> {
    if world.factors.len() < 2 {
        return Ok(Vec::new());
    }
    let units = nominal.len().max(1);
    let distances = |standings: &[Standing]| -> Vec<f64> {
        standings.chunks(units).map(|sample| distance(sample, nominal)).collect()
    };
    let first = distances(drawn);
    let second = distances(&run(world, plan, |sample| world.second(sample))?);
    let influence = |(at, factor): (usize, &Factor)| {
        let mixed = run(world, plan, |sample| world.mixed(sample, at))?;
        let (first_order, total) = sobol(&first, &second, &distances(&mixed));
        Ok(Influence { factor: *factor, first_order, total })
    };
    world.factors.iter().enumerate().map(influence).collect()
}

/// The mean distance of ranks without each node but the whole; `None` where nothing is left.
fn without(world: &World, nominal: &[Option<Verdict>]) -> Result<Vec<Option<f64>>, KernelError> {
    let tree = world.kernel.tree;
    let omit = |node: usize| {
        let mut choice = Choice::of(tree);
        choice.weights[node] = 0.0;
        let verdicts = world.verdicts(&choice)?;
        let standings: Vec<Standing> =
            verdicts.iter().map(|it| Standing::of(it.as_ref())).collect();
        let any = standings.iter().any(|it| it.is_scored);
        Ok(any.then(|| distance(&standings, nominal)))
    };
    (0..tree.whole()).map(omit).collect()
}

#[cfg(test)]
mod tests;
