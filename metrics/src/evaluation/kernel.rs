//! The scoring kernel: from a table, by a scheme, to the score of each unit. Every stage is kept.
//!
//! Denominate, screen, impute, treat, normalise, aggregate, adjust, round, band, rank. What the
//! evaluation of subjects calls and what scores any table is this one function.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]

mod beside;
#[cfg(test)]
mod coinr;
#[cfg(test)]
pub(super) mod laws;
mod on_scale;
mod screen;
mod verdict;
#[cfg(test)]
mod worked;

use thiserror::Error;

use super::aggregate::{Part, aggregate, copeland, is_enough};
use super::impute::impute;
use super::scheme::method::{Aggregation, Impute, Real, Scale};
use super::scheme::{Indicator, Scheme};
use super::table::{Cell, Table};
use super::treat::{Treatment, treat};
use super::tree::{Branch, Tree, TreeError};
use beside::Beside;
pub use beside::{applies, points};
use screen::screen;
pub use verdict::Verdict;

/// Scores of units. Of what is not applicable there is none to miss: it counts for no mean and for no
/// share of what is known. Whatever else has no score is missing.
pub type Scores = Vec<Cell>;

/// Why a table cannot be scored by a scheme.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KernelError {
    /// The scheme is no hierarchy.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// A column that the scheme reads is not there, or holds no numbers.
    #[error("there is no column {column:?} of numbers")]
    Column {
        /// The column.
        column: String,
    },
    /// The column of groups is not there.
    #[error("there is no column {column:?} of groups")]
    Group {
        /// The column.
        column: String,
    },
    /// A veto names a band that the scheme does not have.
    #[error("veto {veto} names band {band:?}, which is not there")]
    Band {
        /// The veto.
        veto: String,
        /// What it names.
        band: String,
    },
    /// A mean that takes roots or logarithms meets a negative score.
    #[error("the mean of {node} needs scores that are not negative, and unit {unit} has one")]
    Negative {
        /// The dimension or the whole.
        node: String,
        /// The unit.
        unit: String,
    },
    /// A distance is measured from a unit that is not among those scored.
    #[error("the scale of {node} measures from unit {unit:?}, which is not among those scored")]
    Reference {
        /// The indicator or the whole.
        node: String,
        /// What the scale names.
        unit: String,
    },
    /// A scale without caps takes the logarithm of a figure that has none.
    #[error(
        "the scale of {node} takes logarithms and has no caps, and the figure of unit {unit} is not above 0"
    )]
    Logarithm {
        /// The indicator or the whole.
        node: String,
        /// The unit.
        unit: String,
    },
    /// A figure is too large to be computed with, or to be fixed to 1e-9.
    #[error("the figure of {node} for unit {unit} is out of range")]
    Range {
        /// The indicator, dimension or whole.
        node: String,
        /// The unit.
        unit: String,
    },
}

/// A table as scored by a scheme, stage by stage. Indicators are in the order of the scheme, nodes in
/// that of its [`Tree`].
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// Each indicator, over the units, as the table has it.
    pub raw: Vec<Vec<Cell>>,
    /// Each divided by its denominator.
    pub denominated: Vec<Vec<Cell>>,
    /// Which units have enough data. The others take no part in what follows.
    pub screened_in: Vec<bool>,
    /// With what stands for missing values.
    pub imputed: Vec<Vec<Cell>>,
    /// After the treatment of outliers.
    pub treated: Vec<Vec<Cell>>,
    /// What was done to each indicator, time by time.
    pub treatments: Vec<Vec<Treatment>>,
    /// The scores of each node, of which the indicators are the first.
    pub scores: Vec<Scores>,
    /// The final score of each unit with its band and its rank within its time.
    pub verdicts: Vec<Option<Verdict>>,
    /// The place of the highest band that vetoes leave each unit; `None` where no veto applies.
    pub caps: Vec<Option<usize>>,
}

impl Scored {
    /// The place of the band given to a unit: that of its score, or what vetoes leave of it. Without a
    /// score a veto gives it by itself.
    #[must_use]
    pub fn band(&self, row: usize) -> Option<usize> {
        self.verdicts[row].map_or(self.caps[row], |it| it.band)
    }
}

/// Scores a table.
///
/// # Errors
///
/// What the scheme or the table lacks.
pub fn score(scheme: &Scheme, table: &Table) -> Result<Scored, KernelError> {
    let tree = Tree::of(scheme)?;
    let kernel = Kernel::new(scheme, &tree, table)?;
    let prepared = kernel.prepare(&scheme.impute, None)?;
    let branches = kernel.aggregate(&prepared.normalised, &Choice::of(&tree))?;
    let mut scores = prepared.normalised;
    scores.extend(branches);
    let verdicts = kernel.verdicts(&scores[tree.whole()])?;
    Ok(Scored {
        raw: kernel.raw,
        denominated: kernel.denominated,
        screened_in: kernel.screened_in,
        imputed: prepared.imputed,
        treated: prepared.treated,
        treatments: prepared.treatments,
        scores,
        verdicts,
        caps: kernel.beside.caps,
    })
}

/// A scheme before a table: what no choice of weights, scales or means changes.
pub(super) struct Kernel<'a> {
    pub(super) scheme: &'a Scheme,
    pub(super) tree: &'a Tree<'a>,
    pub(super) table: &'a Table,
    raw: Vec<Vec<Cell>>,
    denominated: Vec<Vec<Cell>>,
    screened_in: Vec<bool>,
    beside: Beside<'a>,
    /// The rows of each time that are screened in.
    times: Vec<Vec<usize>>,
}

/// Indicators on their scales.
pub(super) struct Prepared {
    imputed: Vec<Vec<Cell>>,
    treated: Vec<Vec<Cell>>,
    treatments: Vec<Vec<Treatment>>,
    pub(super) normalised: Vec<Scores>,
}

/// Weights of all nodes, and a mean that stands for all of the scheme's.
pub(super) struct Choice<'a> {
    pub(super) weights: Vec<f64>,
    pub(super) aggregate: Option<&'a Aggregation>,
}

impl Choice<'_> {
    /// What the scheme says.
    pub(super) fn of(tree: &Tree) -> Self {
        Self { weights: tree.weights(), aggregate: None }
    }
}

impl<'a> Kernel<'a> {
    /// Denominates and screens.
    pub(super) fn new(
        scheme: &'a Scheme,
        tree: &'a Tree<'a>,
        table: &'a Table,
    ) -> Result<Self, KernelError> {
        let raw: Vec<Vec<Cell>> =
            tree.leaves().map(|it| column(table, it.measure())).collect::<Result<_, _>>()?;
        let denominated: Vec<Vec<Cell>> = (tree.leaves().zip(&raw))
            .map(|(indicator, raw)| denominate(indicator, raw, table))
            .collect::<Result<_, _>>()?;
        let screened_in = screen(scheme, tree, (table, &denominated));
        let mut times = table.times();
        for rows in &mut times {
            rows.retain(|&row| screened_in[row]);
        }
        let beside = Beside::of(scheme, table)?;
        let kernel = Self { scheme, tree, table, raw, denominated, screened_in, beside, times };
        for (indicator, column) in tree.leaves().zip(&kernel.denominated) {
            kernel.finite(column, &indicator.id)?;
        }
        Ok(kernel)
    }

    /// Imputes, treats and normalises; a scale given stands for that of the scheme.
    pub(super) fn prepare(
        &self,
        how: &Impute,
        scale: Option<&Scale>,
    ) -> Result<Prepared, KernelError> {
        if let Some(group) = how.group().filter(|it| !self.table.groups.contains_key(*it)) {
            return Err(KernelError::Group { column: group.to_owned() });
        }
        let mut imputed = self.denominated.clone();
        impute(&mut imputed, how, (self.table, &self.times, self.tree));
        let mut treated = imputed.clone();
        let treatments = (self.tree.leaves().zip(&mut treated))
            .map(|(indicator, column)| self.treat(indicator, column))
            .collect();
        let normalised = (self.tree.leaves().zip(&treated))
            .map(|(indicator, column)| self.normalise(indicator, column, scale))
            .collect::<Result<_, _>>()?;
        Ok(Prepared { imputed, treated, treatments, normalised })
    }

    fn treat(&self, indicator: &Indicator, column: &mut [Cell]) -> Vec<Treatment> {
        let Some(how) = self.scheme.treat(indicator) else { return Vec::new() };
        let treat_rows = |rows: &Vec<usize>| {
            let known: Vec<usize> =
                rows.iter().copied().filter(|&row| column[row].value().is_some()).collect();
            let mut values: Vec<f64> =
                known.iter().filter_map(|&row| column[row].value()).collect();
            let treatment = treat(&mut values, how);
            for (&row, value) in known.iter().zip(values) {
                column[row] = Cell::Value(value);
            }
            treatment
        };
        self.times.iter().map(treat_rows).collect()
    }

    /// The verdicts of a choice over indicators on their scales.
    pub(super) fn judge(
        &self,
        leaves: &[Scores],
        choice: &Choice,
    ) -> Result<Vec<Option<Verdict>>, KernelError> {
        let branches = self.aggregate(leaves, choice)?;
        self.verdicts(branches.last().map_or(&[], Vec::as_slice))
    }

    /// The scores of all dimensions and of the whole, in the order of the tree after its leaves.
    fn aggregate(&self, leaves: &[Scores], choice: &Choice) -> Result<Vec<Scores>, KernelError> {
        let mut branches: Vec<Scores> = Vec::with_capacity(self.tree.nodes.len() - leaves.len());
        let mut parts = Vec::new();
        for (at, branch) in self.tree.branches() {
            let columns: Vec<&[Cell]> = (branch.parts.iter())
                .map(|&part| match part.checked_sub(leaves.len()) {
                    None => leaves[part].as_slice(),
                    Some(part) => branches[part].as_slice(),
                })
                .collect();
            let node = self.node(branch, &columns, (choice, &mut parts));
            let node = node.map_err(|row| KernelError::Negative {
                node: self.tree.nodes[at].id.to_owned(),
                unit: self.table.units[row].id.clone(),
            })?;
            self.finite(&node, self.tree.nodes[at].id)?;
            branches.push(node);
        }
        Ok(branches)
    }

    /// The scores of a dimension or of the whole; the unit whose negative score forbids the mean.
    fn node(
        &self,
        branch: &Branch,
        columns: &[&[Cell]],
        (choice, scratch): (&Choice, &mut Vec<Part>),
    ) -> Result<Scores, usize> {
        let how = choice.aggregate.unwrap_or(branch.aggregate);
        let weights: Vec<f64> = branch.parts.iter().map(|&part| choice.weights[part]).collect();
        let mut node = vec![Cell::Missing; self.table.units.len()];
        for rows in &self.times {
            let outranking =
                (*how == Aggregation::Copeland).then(|| copeland(columns, &weights, rows));
            for (place, &row) in rows.iter().enumerate() {
                let parts = || weights.iter().copied().zip(columns.iter().map(|it| it[row]));
                let apply = || parts().filter(|(weight, it)| 0.0 < *weight && it.applies());
                if apply().next().is_none() {
                    node[row] = Cell::NotApplicable;
                    continue;
                }
                let known = || apply().map(|(weight, it)| (weight, it.value().is_some()));
                if (branch.threshold)
                    .is_some_and(|it| !is_enough(known(), (it.at_least_ppm, it.by)))
                {
                    continue;
                }
                let mean = if let Some(outranking) = &outranking {
                    outranking[place]
                } else {
                    scratch.clear();
                    let with_score = parts()
                        .filter_map(|(weight, it)| Some(Part { score: it.value()?, weight }));
                    scratch.extend(with_score);
                    aggregate(scratch, how).map_err(|_| row)?
                };
                node[row] = mean.map_or(Cell::Missing, Cell::Value);
            }
        }
        Ok(node)
    }

    /// Refuses what has grown beyond what a number holds.
    fn finite(&self, scores: &[Cell], node: &str) -> Result<(), KernelError> {
        match scores.iter().position(|score| score.value().is_some_and(|it| !it.is_finite())) {
            None => Ok(()),
            Some(row) => Err(self.range(node, row)),
        }
    }

    fn range(&self, node: &str, row: usize) -> KernelError {
        KernelError::Range { node: node.to_owned(), unit: self.table.units[row].id.clone() }
    }
}

fn column(table: &Table, name: &str) -> Result<Vec<Cell>, KernelError> {
    let missing = || KernelError::Column { column: name.to_owned() };
    table.columns.get(name).cloned().ok_or_else(missing)
}

fn denominate(
    indicator: &Indicator,
    raw: &[Cell],
    table: &Table,
) -> Result<Vec<Cell>, KernelError> {
    let Some(denominator) = &indicator.denominator else { return Ok(raw.to_vec()) };
    let below = column(table, denominator)?;
    let per = indicator.per.map_or(1.0, Real::get);
    let divide = |(above, below): (&Cell, Cell)| match (*above, below) {
        (Cell::Value(_), Cell::Value(0.0))
        | (Cell::NotApplicable, _)
        | (_, Cell::NotApplicable) => Cell::NotApplicable,
        (Cell::Value(above), Cell::Value(below)) => Cell::Value(above / (below / per)),
        (Cell::Missing, Cell::Value(_) | Cell::Missing) | (Cell::Value(_), Cell::Missing) => {
            Cell::Missing
        }
    };
    Ok(raw.iter().zip(below).map(divide).collect())
}
