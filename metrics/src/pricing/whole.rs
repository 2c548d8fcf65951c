//! Parts of a whole that hold for some days: whether they add up on each day.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Validity;
use crate::ratio::Ratio;

/// The days on which the sum of parts becomes something other than 100.0000 %, with that sum. Days
/// on which no part holds are left out.
#[must_use]
pub(super) fn broken(parts: impl IntoIterator<Item = (Validity, Ratio)>) -> Vec<(Date, Ratio)> {
    let mut changes: BTreeMap<Date, (i64, i128)> = BTreeMap::new();
    let mut change = |day: Date, count: i64, ppm: i128| {
        let it = changes.entry(day).or_default();
        *it = (it.0 + count, it.1 + ppm);
    };
    for (validity, ratio) in parts {
        change(validity.from, 1, ratio.ppm().into());
        if let Some(after) = validity.to.and_then(|it| it.tomorrow().ok()) {
            change(after, -1, -i128::from(ratio.ppm()));
        }
    }
    let (mut broken, mut sum) = (Vec::new(), (0, 0));
    for (day, (count, ppm)) in changes {
        let before = sum;
        sum = (sum.0 + count, sum.1 + ppm);
        if sum.0 != 0
            && sum.1 != i128::from(Ratio::ONE.ppm())
            && (before.0 == 0 || before.1 != sum.1)
        {
            broken.push((day, Ratio::from_ppm(i64::try_from(sum.1).unwrap_or(i64::MAX))));
        }
    }
    broken
}
