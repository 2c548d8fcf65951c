//! Cost shifted between public and industry use: only the latter is in permitted revenue (CN-65).

use std::collections::BTreeMap;

use super::{ComminglingPolicy, rules};
use crate::finding::Fault;
use crate::period::Period;
use crate::pricing::AccountRoles;
use crate::pricing::booked::uses;
use crate::pricing::policy::Component;
use crate::ratio::Ratio;
use crate::tie_out::{Books, about};

/// 100 % in parts per million.
const WHOLE_PPM: i128 = 1_000_000;

/// Cost of one class in a month, fen.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    public: i128,
    total: i128,
}

impl Cost {
    /// Public use in the total, rounded down; `None` where there is no cost.
    fn share_ppm(self) -> Option<i128> {
        (0 < self.total).then(|| (self.public * WHOLE_PPM).div_euclid(self.total))
    }
}

/// Cost classes whose share of public use moves by more than the policy allows from one month to the
/// next, while the total stays about the same.
#[must_use]
pub fn shifted_costs(
    books: &Books,
    roles: &AccountRoles<'_>,
    policy: &ComminglingPolicy,
) -> Vec<Fault> {
    let mut costs: BTreeMap<(&str, Period), Cost> = BTreeMap::new();
    for it in books.movements.iter().filter(|it| !it.cost_class.is_empty()) {
        let Some(fen) = roles.amount_fen(Component::Cost, (it.period, &it.account), it.sums) else {
            continue;
        };
        let cost = costs.entry((&it.cost_class, it.period)).or_default();
        cost.total += fen;
        cost.public += if it.use_ == uses::PUBLIC { fen } else { 0 };
    }
    let mut faults = Vec::new();
    for (&(class, period), now) in &costs {
        let before = period.previous().and_then(|it| costs.get(&(class, it)));
        let Some(before) = before else { continue };
        let (Some(was), Some(is)) = (before.share_ppm(), now.share_ppm()) else { continue };
        let moved = (now.total - before.total).abs() * WHOLE_PPM;
        let is_steady = moved <= before.total * i128::from(policy.total_within.value);
        if !is_steady || (is - was).abs() <= i128::from(policy.shift.value) {
            continue;
        }
        let shown = |ppm: i128| Ratio::from_ppm(i64::try_from(ppm).unwrap_or(i64::MAX)).to_string();
        let mut fault = about(rules::SHIFTED, &books.party, Some(period), class.to_owned());
        fault.expected = shown(was);
        fault.actual = shown(is);
        fault.difference = Some(shown(was - is));
        fault.arguments = vec![("class", class.to_owned()), ("period", period.to_string())];
        faults.push(fault);
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped;
    use crate::tie_out::testing::{Chart, books, movement, shown};

    /// What is found where March and April have so much cost in public and industry use.
    fn found(march: (i64, i64), april: (i64, i64)) -> Vec<String> {
        let mut policy = shipped::usage().commingling;
        (policy.shift.value, policy.total_within.value) = (200_000, 100_000);
        let mut books = books();
        for (period, (public, industry)) in [("2026-03", march), ("2026-04", april)] {
            for (use_, fen) in [("public", public), ("industry", industry)] {
                let mut it = movement((period, "6401.02", "", fen, 0));
                (it.use_, it.cost_class) = (use_.to_owned(), "platform".to_owned());
                books.movements.push(it);
            }
        }
        shown(&shifted_costs(&books, &Chart::new().roles(), &policy))
    }

    #[test]
    fn a_share_that_jumps_while_the_total_stays_is_a_clue() {
        assert_eq!(found((50, 50), (70, 30)), [""; 0], "as far as the policy allows");
        let down = ["M-3 2026-04 platform 50.00 % 29.00 % 21.00 %"];
        assert_eq!(found((50, 50), (29, 71)), down);
        let up = ["M-3 2026-04 platform 50.00 % 71.00 % -21.00 %"];
        assert_eq!(found((50, 50), (71, 29)), up);
        assert_eq!(found((50, 50), (10, 100)).len(), 1, "the total moves by 10 %");
        assert_eq!(found((50, 50), (10, 101)), [""; 0], "the total moves by 11 %");
        assert_eq!(found((0, 0), (100, 0)), [""; 0], "there is no share of nothing");
    }
}
