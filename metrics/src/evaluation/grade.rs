//! Rounding in decimal and banding: integers only. Part of the scoring kernel.
//!
//! A score is rounded by the scheme's rule before it is banded, and bounds are inclusive at the
//! lower end; both are the usual convention, written in the scheme and printed with every score.

use super::scheme::{Band, Rounding, RoundingMode};
use super::scorecard::{BandRef, ScoreResult};

/// Decimals of a score that is fixed to 1e-9.
const DECIMALS_MAX: u8 = 9;
/// One hundredth, the unit of bounds, in 1e-9.
const HUNDREDTH_NANO: i64 = 10_000_000;

/// The final result of a score that was fixed to 1e-9 and is not negative. `None` when no band
/// reaches down to it.
#[must_use]
pub fn grade(score_nano: i64, rounding: Rounding, bands: &[Band]) -> Option<ScoreResult> {
    let rounded_nano = round(score_nano, rounding);
    let bound_nano = |band: &Band| i64::from(band.from_hundredths) * HUNDREDTH_NANO;
    let band = bands
        .iter()
        .filter(|&band| bound_nano(band) <= rounded_nano)
        .max_by_key(|&band| bound_nano(band))?;
    Some(ScoreResult::Scored {
        score_nano,
        score: decimal(rounded_nano, decimals(rounding)),
        band: BandRef { id: band.id.clone(), name: band.name.clone() },
    })
}

/// A score of 1e-9 rounded to the decimals of the rule, still in 1e-9.
fn round(score_nano: i64, rounding: Rounding) -> i64 {
    let step_nano = 10_i64.pow(u32::from(DECIMALS_MAX - decimals(rounding)));
    let (steps, rest_nano) = (score_nano / step_nano, score_nano % step_nano);
    let up = match rounding.mode {
        RoundingMode::HalfUp => step_nano <= 2 * rest_nano,
        RoundingMode::HalfEven => step_nano < 2 * rest_nano + steps % 2,
        RoundingMode::Down | RoundingMode::None => false,
    };
    (steps + i64::from(up)) * step_nano
}

fn decimals(rounding: Rounding) -> u8 {
    match rounding.mode {
        RoundingMode::HalfUp | RoundingMode::HalfEven | RoundingMode::Down => {
            rounding.decimals.min(DECIMALS_MAX)
        }
        RoundingMode::None => DECIMALS_MAX,
    }
}

/// The decimal text of a score, with exactly so many decimals; what lies beyond them is zero.
fn decimal(score_nano: i64, decimals: u8) -> String {
    let text = format!("{}.{:09}", score_nano / 1_000_000_000, score_nano % 1_000_000_000);
    let kept = text.len() - usize::from(DECIMALS_MAX - decimals);
    text[..kept].trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Confidence, Name, Source};

    /// The usual bands: 优秀 from 90, 良好 from 80, 合格 from 60, 不合格 below.
    fn bands() -> Vec<Band> {
        let band = |id: &str, from_hundredths| Band {
            id: id.to_owned(),
            name: Name { zh: id.to_owned(), en: id.to_owned() },
            from_hundredths,
            source: Source {
                instrument: "default".to_owned(),
                article: String::new(),
                confidence: Confidence::Default,
            },
        };
        vec![band("优秀", 9_000), band("良好", 8_000), band("合格", 6_000), band("不合格", 0)]
    }

    fn check(mode: RoundingMode, decimals: u8, rows: &[(i64, &str, &str)]) {
        for &(given_nano, text, grade_id) in rows {
            let result = grade(given_nano, Rounding { decimals, mode }, &bands()).unwrap();
            let ScoreResult::Scored { score_nano, score, band } = result else {
                panic!("{given_nano} has no score");
            };
            assert_eq!(
                (score.as_str(), band.id.as_str()),
                (text, grade_id),
                "{given_nano} {mode:?}"
            );
            assert_eq!(score_nano, given_nano, "kept as it was before rounding");
        }
    }

    #[test]
    fn half_up_rounds_before_banding() {
        check(
            RoundingMode::HalfUp,
            2,
            &[
                (89_985_000_000, "89.99", "良好"),
                (89_984_999_999, "89.98", "良好"),
                (89_994_999_999, "89.99", "良好"),
                (89_995_000_000, "90.00", "优秀"),
                (90_000_000_000, "90.00", "优秀"),
                (79_994_999_999, "79.99", "合格"),
                (79_995_000_000, "80.00", "良好"),
                (59_994_999_999, "59.99", "不合格"),
                (59_995_000_000, "60.00", "合格"),
                (100_000_000_000, "100.00", "优秀"),
                (4_999_999, "0.00", "不合格"),
                (5_000_000, "0.01", "不合格"),
            ],
        );
        check(RoundingMode::HalfUp, 0, &[(89_500_000_000, "90", "优秀"), (0, "0", "不合格")]);
        check(RoundingMode::HalfUp, 9, &[(89_999_999_999, "89.999999999", "良好")]);
    }

    #[test]
    fn half_even_keeps_the_even_neighbour() {
        check(
            RoundingMode::HalfEven,
            2,
            &[
                (89_985_000_000, "89.98", "良好"),
                (89_985_000_001, "89.99", "良好"),
                (89_994_999_999, "89.99", "良好"),
                (89_995_000_000, "90.00", "优秀"),
            ],
        );
        check(RoundingMode::HalfEven, 9, &[(1, "0.000000001", "不合格")]);
    }

    #[test]
    fn down_and_none_never_lift_a_score_over_a_bound() {
        check(
            RoundingMode::Down,
            2,
            &[(89_999_999_999, "89.99", "良好"), (90_000_000_000, "90.00", "优秀")],
        );
        check(
            RoundingMode::None,
            2,
            &[
                (89_999_999_999, "89.999999999", "良好"),
                (89_995_000_000, "89.995000000", "良好"),
                (90_000_000_000, "90.000000000", "优秀"),
            ],
        );
    }

    #[test]
    fn a_score_below_every_band_has_no_grade() {
        let rounding = Rounding { decimals: 2, mode: RoundingMode::HalfUp };
        let excellent_only = &bands()[..1];
        assert_eq!(grade(89_994_999_999, rounding, excellent_only), None);
        assert!(grade(89_995_000_000, rounding, excellent_only).is_some());
    }
}
