//! Means in words: how parts become a whole.

use metrics::evaluation::scheme::method::Aggregation;

use crate::locale::Words;

/// What a mean is called.
#[must_use]
pub fn mean(words: &Words, mean: &Aggregation) -> String {
    words.get(match mean {
        Aggregation::Arithmetic => "mean-arithmetic",
        Aggregation::Geometric => "mean-geometric",
        Aggregation::Harmonic => "mean-harmonic",
        Aggregation::Median => "mean-median",
        Aggregation::Sum => "mean-sum",
        Aggregation::Copeland => "mean-copeland",
        Aggregation::Generalised { power } => {
            return words.format("mean-generalised", &[("power", power.get().to_string())]);
        }
    })
}
