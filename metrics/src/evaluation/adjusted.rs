//! What came after the mean, as it stands on a scorecard: each deduction and bonus with its points, each
//! veto with its ground. Points are integers of 1e-9, as scores are.

use serde::{Deserialize, Serialize};

use super::measure::Count;
use super::scorecard::BandRef;
use crate::source::{Name, Source};

/// How deductions and bonuses lead from the score of the indicators to the final one: what is taken
/// first, not below the least; then what is added, not above the most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjusted {
    /// The score before; `None` where there is none.
    pub base_nano: Option<i64>,
    /// What is taken, in the scheme's order.
    pub deductions: Vec<Points>,
    /// What is added, in the scheme's order.
    pub bonuses: Vec<Points>,
    /// The most that all bonuses add.
    pub bonus_max_nano: i64,
    /// The lowest score that deductions lead to.
    pub least_nano: i64,
    /// The highest score that bonuses lead to.
    pub most_nano: i64,
    /// Where these three come from.
    pub source: Source,
}

impl Adjusted {
    /// What all deductions take.
    #[must_use]
    pub fn taken_nano(&self) -> i64 {
        self.deductions.iter().map(|it| it.points_nano).fold(0, i64::saturating_add)
    }

    /// What all bonuses add, not more than their most.
    #[must_use]
    pub fn added_nano(&self) -> i64 {
        let sum = self.bonuses.iter().map(|it| it.points_nano).fold(0, i64::saturating_add);
        sum.min(self.bonus_max_nano)
    }
}

/// One deduction or bonus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Points {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// The name of the count.
    pub counted: String,
    /// What was counted; `None` when nobody counted it, which is no points.
    pub count: Option<Count>,
    /// Points for each.
    pub each_nano: i64,
    /// The most points of this kind; `None` where as many as there are.
    pub max_nano: Option<i64>,
    /// The points, above 0 for a deduction, too.
    pub points_nano: i64,
    /// Where points and limit come from.
    pub source: Source,
}

/// A veto that applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vetoed {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// When it applies, in words.
    pub condition: Name,
    /// The name of the count.
    pub counted: String,
    /// What was counted.
    pub count: Count,
    /// It applies from so many on.
    pub at_least: u64,
    /// The highest grade that it leaves.
    pub band: BandRef,
    /// The provision that the fact breaks.
    pub ground: Source,
    /// Where it comes from that the fact caps the grade.
    pub source: Source,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::score::laws::source;

    #[test]
    fn bonuses_add_no_more_than_their_most_and_deductions_all() {
        let points = |points_nano| Points {
            id: String::new(),
            name: Name { zh: String::new(), en: String::new() },
            counted: String::new(),
            count: None,
            each_nano: 0,
            max_nano: None,
            points_nano,
            source: source(),
        };
        for (bonuses, added) in [(vec![2, 2], 4), (vec![2, 3], 5), (vec![3, 3], 5)] {
            let adjusted = Adjusted {
                base_nano: None,
                deductions: vec![points(7), points(8)],
                bonuses: bonuses.into_iter().map(points).collect(),
                bonus_max_nano: 5,
                least_nano: 0,
                most_nano: 100,
                source: source(),
            };
            assert_eq!((adjusted.taken_nano(), adjusted.added_nano()), (15, added));
        }
    }
}
