//! Who is scored at all: units with enough data, and those that are named.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]

use super::super::aggregate::is_enough;
use super::super::scheme::Scheme;
use super::super::tree::Tree;
use super::{Cell, Table};

/// Which units of a table are scored, by their indicators. Weights are those of the indicators in the
/// whole. A unit of which nothing is known has no zeros either.
pub(super) fn screen(
    scheme: &Scheme,
    tree: &Tree,
    (table, columns): (&Table, &[Vec<Cell>]),
) -> Vec<bool> {
    let Some(screen) = &scheme.screen else { return vec![true; table.units.len()] };
    let shares = shares(tree);
    let cells = |row: usize| shares.iter().zip(columns).map(move |(&it, column)| (it, column[row]));
    let is_in = |(row, id): (usize, &String)| {
        let known = cells(row)
            .filter(|(_, cell)| cell.applies())
            .map(|(share, cell)| (share, cell.value().is_some()));
        let nonzero = cells(row).filter_map(|(share, cell)| Some((share, cell.value()? != 0.0)));
        let has_enough = is_enough(known, (screen.at_least_ppm, screen.by))
            && (screen.nonzero_at_least_ppm)
                .is_none_or(|at_least| is_enough(nonzero, (at_least, screen.by)));
        (has_enough || screen.with.contains(id)) && !screen.without.contains(id)
    };
    table.units.iter().map(|it| &it.id).enumerate().map(is_in).collect()
}

/// The share of each indicator in the whole, by the weights of the scheme.
fn shares(tree: &Tree) -> Vec<f64> {
    let weights = tree.weights();
    let mut shares = vec![1.0; tree.nodes.len()];
    for (at, branch) in tree.branches().collect::<Vec<_>>().into_iter().rev() {
        let whole: f64 = branch.parts.iter().map(|&part| weights[part]).sum();
        for &part in &branch.parts {
            let share = if 0.0 < whole { weights[part] / whole } else { 0.0 };
            shares[part] = shares[at] * share;
        }
    }
    shares.truncate(tree.leaves().count());
    shares
}
