//! Means in words: how parts become a whole.

use metrics::evaluation::scheme::method::{Aggregation, Direction, Scale};

use crate::locale::Words;
use crate::scale;

/// What the mean of the whole is called, with the scale that the whole is then put on.
#[must_use]
pub fn whole(words: &Words, by: Option<&Aggregation>, rescale: Option<&Scale>) -> String {
    let by = mean(words, by);
    let Some(rescale) = rescale else { return by };
    let scale = scale::sentence(words, rescale, Direction::Up);
    words.format("mean-rescaled", &[("mean", by), ("scale", scale)])
}

/// What a mean is called; that it was not recorded where there is none.
#[must_use]
pub fn mean(words: &Words, mean: Option<&Aggregation>) -> String {
    let Some(mean) = mean else { return words.get("mean-unrecorded") };
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

#[cfg(test)]
mod tests {
    use metrics::evaluation::scheme::method::Real;

    use super::*;
    use crate::locale::Language;

    #[test]
    fn a_mean_that_was_not_recorded_is_not_guessed_and_a_scale_of_the_whole_is_named() {
        let real = |it| Real::new(it).unwrap();
        let scale = Scale::MinMax { from: real(0.0), to: real(100.0) };
        let mean = Aggregation::Arithmetic;
        let rows = [
            (Some(&mean), None, "加权算术平均", "weighted mean"),
            (None, None, "当时未记录", "not recorded at that time"),
            (
                Some(&mean),
                Some(&scale),
                "加权算术平均；总体再换算：在各对象最差值（0 分）与最好值（100 分）之间按直线折算",
                "weighted mean; the whole is then rescaled: linear, from 0 at the worst value to 100 at the best",
            ),
        ];
        for (mean, rescale, zh, en) in rows {
            let said = |language| whole(&Words::new(language), mean, rescale);
            assert_eq!([Language::Zh, Language::En].map(said), [zh, en]);
        }
    }
}
