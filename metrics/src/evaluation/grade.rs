//! Rounding in decimal and banding: integers only. Part of the scoring kernel.
//!
//! A score is rounded by the scheme's rule before it is banded, and bounds are inclusive at the
//! lower end unless the scheme says otherwise; both are the usual convention, written in the scheme
//! and printed with every score.

use super::aggregate::nano;
use super::scheme::{Band, Bounds, Rounding, RoundingMode};

/// Decimals of a score that is fixed to 1e-9.
const DECIMALS_MAX: u8 = 9;

/// A score of 1e-9 rounded to the decimals of the rule, still in 1e-9. Below 0 as above.
#[must_use]
pub fn round(score_nano: i64, rounding: Rounding) -> i64 {
    let step_nano = 10_u64.pow(u32::from(DECIMALS_MAX - decimals(rounding)));
    let size_nano = score_nano.unsigned_abs();
    let (steps, rest_nano) = (size_nano / step_nano, size_nano % step_nano);
    let up = match rounding.mode {
        RoundingMode::HalfUp => step_nano <= 2 * rest_nano,
        RoundingMode::HalfEven => step_nano < 2 * rest_nano + steps % 2,
        RoundingMode::Down | RoundingMode::None => false,
    };
    let rounded_nano = i64::try_from((steps + u64::from(up)) * step_nano).unwrap_or(i64::MAX);
    score_nano.signum() * rounded_nano
}

/// The place of the band of a rounded score: of those that reach down to it, the highest. `None` where
/// none does.
#[must_use]
pub fn band(rounded_nano: i64, bands: &[Band], bounds: Bounds) -> Option<usize> {
    let bound = |place: &usize| nano(bands[*place].from.get());
    let lowest = (0..bands.len()).map(|place| bound(&place)).min();
    let reaches = |place: &usize| match bounds {
        Bounds::Inclusive => bound(place) <= rounded_nano,
        Bounds::Exclusive => {
            bound(place) < rounded_nano
                || Some(bound(place)) == lowest && lowest == Some(rounded_nano)
        }
    };
    (0..bands.len()).filter(reaches).max_by_key(bound)
}

/// The lower of two bands, by their places.
#[must_use]
pub fn lower(one: usize, other: usize, bands: &[Band]) -> usize {
    if bands[one].from < bands[other].from { one } else { other }
}

fn decimals(rounding: Rounding) -> u8 {
    match rounding.mode {
        RoundingMode::HalfUp | RoundingMode::HalfEven | RoundingMode::Down => {
            rounding.decimals.min(DECIMALS_MAX)
        }
        RoundingMode::None => DECIMALS_MAX,
    }
}

/// The text of a rounded score, with exactly the decimals of the rule; what lies beyond is zero.
#[must_use]
pub fn decimal(rounded_nano: i64, rounding: Rounding) -> String {
    let sign = if rounded_nano < 0 { "-" } else { "" };
    let size_nano = rounded_nano.unsigned_abs();
    let text = format!("{sign}{}.{:09}", size_nano / 1_000_000_000, size_nano % 1_000_000_000);
    let kept = text.len() - usize::from(DECIMALS_MAX - decimals(rounding));
    text[..kept].trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::scheme::method::Real;
    use crate::source::{Confidence, Name, Source};

    /// The usual bands: 优秀 from 90, 良好 from 80, 合格 from 60, 不合格 below.
    fn bands() -> Vec<Band> {
        let band = |id: &str, from: u32| Band {
            id: id.to_owned(),
            name: Name { zh: id.to_owned(), en: id.to_owned() },
            from: Real::new(f64::from(from)).unwrap(),
            source: Source {
                instrument: "default".to_owned(),
                article: String::new(),
                confidence: Confidence::Default,
            },
        };
        vec![band("优秀", 90), band("良好", 80), band("合格", 60), band("不合格", 0)]
    }

    fn check(mode: RoundingMode, decimals: u8, rows: &[(i64, &str, &str)]) {
        for &(given_nano, text, grade_id) in rows {
            let rounding = Rounding { decimals, mode };
            let rounded_nano = round(given_nano, rounding);
            let place = band(rounded_nano, &bands(), Bounds::Inclusive).unwrap();
            let found = (decimal(rounded_nano, rounding), bands()[place].id.clone());
            assert_eq!(found, (text.to_owned(), grade_id.to_owned()), "{given_nano} {mode:?}");
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
    fn a_score_below_every_band_has_none() {
        let excellent_only = &bands()[..1];
        assert_eq!(band(89_999_999_999, excellent_only, Bounds::Inclusive), None);
        assert_eq!(band(90_000_000_000, excellent_only, Bounds::Inclusive), Some(0));
        assert_eq!(band(90_000_000_000, &[], Bounds::Inclusive), None);
    }

    #[test]
    fn an_exclusive_bound_belongs_to_the_band_below() {
        let place = |rounded_nano| band(rounded_nano, &bands(), Bounds::Exclusive);
        assert_eq!(place(90_000_000_001), Some(0));
        assert_eq!(place(90_000_000_000), Some(1));
        assert_eq!(place(0), Some(3));
        assert_eq!(place(-1), None);
    }

    #[test]
    fn scores_below_zero_round_and_print_as_those_above() {
        let half_up = Rounding { decimals: 2, mode: RoundingMode::HalfUp };
        for (score_nano, text) in
            [(-1_005_000_000, "-1.01"), (-1_004_999_999, "-1.00"), (-4_999_999, "0.00")]
        {
            assert_eq!(decimal(round(score_nano, half_up), half_up), text, "{score_nano}");
        }
    }
}
