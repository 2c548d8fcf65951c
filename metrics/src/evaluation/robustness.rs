//! How much the scores and grades of an evaluation can bear, as it is written: integers only.
//!
//! Shares are parts per million, half to even. Ranks are in millionths, too: a quantile may lie between
//! two of them.

use serde::{Deserialize, Serialize};

use super::scheme::method::Draw;
use crate::money::format_minor;
use crate::source::{Name, Source};

/// What was drawn for an evaluation, and which choices move its ranks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Robustness {
    /// How often was drawn, and from which seed.
    pub draw: Draw,
    /// The shares of what moves the ranks; empty where only one thing is drawn, or one subject is scored.
    pub influences: Vec<Influence>,
    /// How far ranks move without an indicator or dimension; empty where one subject is scored.
    pub without: Vec<Without>,
    /// Where the scheme takes from what might have been chosen otherwise.
    pub source: Source,
}

/// The share of the movement of ranks that one choice explains (Sobol' indices). Estimates: they may lie
/// a little outside of 0 to 1 000 000. `None` where no rank moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Influence {
    /// The choice: `weights`, `impute`, `normalise` or `aggregate`.
    pub factor: String,
    /// Alone (first order).
    pub first_order_ppm: Option<i64>,
    /// Together with all others (total order).
    pub total_ppm: Option<i64>,
}

/// What leaving out one indicator or dimension does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Without {
    /// What is left out.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// By how many ranks a subject moves in the mean, in millionths; `None` where nothing is left.
    pub moved_ppm: Option<i64>,
}

/// How one subject spreads over the samples.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Below these lie 5 % and 95 % of its ranks, in millionths; `None` where one subject is scored.
    pub rank_interval_ppm: Option<[i64; 2]>,
    /// The share of samples in which it has each grade, best first.
    pub bands: Vec<BandShare>,
    /// The share of samples in which it has no score.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unscored_ppm: i64,
    /// Whether any sample gives another grade, or none.
    pub verdict_changes: bool,
}

/// The share of samples that give a grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BandShare {
    /// The grade's id.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// The share.
    pub share_ppm: i64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
const fn is_zero(share_ppm: &i64) -> bool {
    *share_ppm == 0
}

impl Standing {
    /// The interval of ranks for reading, such as `1-2.5`.
    #[must_use]
    pub fn interval_text(&self) -> Option<String> {
        self.rank_interval_ppm.map(|[from, to]| format!("{}-{}", rank_text(from), rank_text(to)))
    }
}

/// Millionths of a rank for reading: one decimal where it is not whole, half up.
#[must_use]
pub fn rank_text(ppm: i64) -> String {
    let tenths = (i128::from(ppm) + 50_000).div_euclid(100_000);
    format_minor(tenths, 1).trim_end_matches(".0").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_read_with_at_most_one_decimal() {
        let shown = |interval| {
            let standing = Standing {
                rank_interval_ppm: interval,
                bands: Vec::new(),
                unscored_ppm: 0,
                verdict_changes: false,
            };
            standing.interval_text()
        };
        assert_eq!(shown(None), None);
        assert_eq!(shown(Some([1_000_000, 10_000_000])).unwrap(), "1-10");
        assert_eq!(shown(Some([1_049_999, 2_950_000])).unwrap(), "1-3");
        assert_eq!(shown(Some([1_050_000, 2_949_999])).unwrap(), "1.1-2.9");
    }
}
