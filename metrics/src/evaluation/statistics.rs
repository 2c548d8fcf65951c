//! Figures of samples. Part of the scoring kernel.
//!
//! Sums run from the lowest value up, so that the order of the units does not show in a single bit.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]
#![expect(clippy::float_cmp, reason = "what is equal is meant, not what is near")]
#![expect(clippy::cast_precision_loss, reason = "exact up to 2^53, beyond any number of units")]

use super::scheme::method::Ties;

/// The values, from the lowest up.
#[must_use]
pub fn sorted(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The mean of sorted values. `None` of none.
#[must_use]
pub fn mean(sorted: &[f64]) -> Option<f64> {
    (!sorted.is_empty()).then(|| sorted.iter().sum::<f64>() / sorted.len() as f64)
}

/// The median of sorted values; half way between the two in the middle.
#[must_use]
pub fn median(sorted: &[f64]) -> Option<f64> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    Some(if sorted.len() % 2 == 1 { upper } else { f64::midpoint(sorted[middle - 1], upper) })
}

/// The standard deviation of a sample (division by `n - 1`), of sorted values. `None` of fewer than two.
#[must_use]
pub fn deviation(sorted: &[f64]) -> Option<f64> {
    let squares = moment(sorted, 2)?;
    (1 < sorted.len()).then(|| (squares / (sorted.len() - 1) as f64).sqrt())
}

/// Skewness and kurtosis of sorted values, adjusted for the size of the sample: G1 and G2 of Joanes
/// and Gill (1998), which spreadsheets and COINr compute. `None` of fewer than four or of equals.
#[must_use]
pub fn shape(sorted: &[f64]) -> Option<(f64, f64)> {
    let n = sorted.len() as f64;
    if sorted.len() < 4 || sorted.first() == sorted.last() {
        return None;
    }
    let (squares, cubes, fourths) = (moment(sorted, 2)?, moment(sorted, 3)?, moment(sorted, 4)?);
    let skewness =
        n.sqrt() * cubes / (squares * squares.sqrt()) * (n * (n - 1.0)).sqrt() / (n - 2.0);
    let raw = n * fourths / (squares * squares);
    let kurtosis = ((n + 1.0) * (raw - 3.0) + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
    Some((skewness, kurtosis))
}

/// The sum of powers of the distances from the mean.
fn moment(sorted: &[f64], power: u32) -> Option<f64> {
    let mean = mean(sorted)?;
    let raised = |value: &f64| (1..power).fold(value - mean, |raised, _| raised * (value - mean));
    Some(sorted.iter().map(raised).sum())
}

/// The value below which a share of sorted values lies, linear between two (type 7 of Hyndman and
/// Fan, 1996). `None` of none.
#[must_use]
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * sorted.len().checked_sub(1)? as f64;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
    let below = place as usize;
    let (low, high) = (*sorted.get(below)?, *sorted.get(below + 1).unwrap_or(sorted.last()?));
    Some(low + (high - low) * (place - below as f64))
}

/// The rank of each value from the lowest, which is 1.
#[must_use]
pub fn ranks(values: &[f64], ties: Ties) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let (mut below, mut distinct) = (0, 0);
    for equals in order.chunk_by(|&a, &b| values[a] == values[b]) {
        distinct += 1;
        let (first, last) = ((below + 1) as f64, (below + equals.len()) as f64);
        let rank = match ties {
            Ties::Min => first,
            Ties::Max => last,
            Ties::Average => f64::midpoint(first, last),
            Ties::Dense => f64::from(distinct),
        };
        for &at in equals {
            ranks[at] = rank;
        }
        below += equals.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected with R 4.2: `mean`, `median`, `sd`, `quantile`; skewness and kurtosis by the formulas
    /// of the paper, as `e1071` has them under type 2.
    #[test]
    fn figures_are_those_of_r() {
        let values = sorted([2.0, 30.0, 4.0, 8.0, 1.0, 16.0]);
        let close = |found: Option<f64>, expected: f64| {
            assert!((found.unwrap() - expected).abs() < 1e-12, "{found:?} {expected}");
        };
        close(mean(&values), 10.166_666_666_666_666);
        close(median(&values), 6.0);
        close(median(&values[1..]), 8.0);
        close(deviation(&values), 11.143_009_766_964_52);
        close(quantile(&values, 0.05), 1.25);
        close(quantile(&values, 0.95), 26.5);
        let (skewness, kurtosis) = shape(&values).unwrap();
        close(Some(skewness), 1.396_487_497_627_167);
        close(Some(kurtosis), 1.417_166_433_944_42);
    }

    #[test]
    fn too_few_values_have_no_figure() {
        assert_eq!((mean(&[]), median(&[]), quantile(&[], 0.5)), (None, None, None));
        assert_eq!((deviation(&[1.0]), shape(&[1.0, 2.0, 3.0])), (None, None));
        assert_eq!(shape(&[3.0; 9]), None);
    }

    #[test]
    fn equals_share_a_rank_as_they_are_told() {
        let values = [3.0, 1.0, 3.0, 9.0];
        for (ties, expected) in [
            (Ties::Min, [2.0, 1.0, 2.0, 4.0]),
            (Ties::Max, [3.0, 1.0, 3.0, 4.0]),
            (Ties::Average, [2.5, 1.0, 2.5, 4.0]),
            (Ties::Dense, [2.0, 1.0, 2.0, 3.0]),
        ] {
            assert_eq!(ranks(&values, ties), expected, "{ties:?}");
        }
        assert_eq!(ranks(&[], Ties::Min), Vec::<f64>::new());
    }
}
