//! What is counted of vouchers.

use super::counts;
use super::voucher::{Mark, Marks};

/// How many vouchers there are, and how many of them are as they have to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    vouchers: i64,
    /// Vouchers of which no line is understood: they are named, and no more is known.
    pub(super) lost: i64,
    balanced: i64,
    in_period: i64,
    two_people: i64,
    repeated: i64,
}

impl Tally {
    /// Counts vouchers by what is marked of them; a number that is given once more is counted beside them.
    pub(super) fn of(vouchers: impl Iterator<Item = Marks>) -> Self {
        let mut tally = Self::default();
        for marks in vouchers {
            if marks.has(Mark::Repeated) {
                tally.repeated += 1;
                continue;
            }
            tally.vouchers += 1;
            tally.balanced += i64::from(marks.has(Mark::Counted));
            tally.in_period += i64::from(!marks.has(Mark::DateOutside));
            tally.two_people += i64::from(marks.has(Mark::TwoPeople));
        }
        tally
    }

    /// The counts with their names.
    pub(super) const fn counts(self) -> [(&'static str, i64); 6] {
        [
            (counts::VOUCHERS, self.vouchers.saturating_add(self.lost)),
            (counts::VOUCHERS_LOST, self.lost),
            (counts::VOUCHERS_BALANCED, self.balanced),
            (counts::VOUCHERS_IN_PERIOD, self.in_period),
            (counts::VOUCHERS_TWO_PEOPLE, self.two_people),
            (counts::VOUCHERS_REPEATED, self.repeated),
        ]
    }
}
