//! Commingling: what looks as if the money of two operators, or of public and industry use, was
//! mixed. Clues, never verdicts: each has an innocent reading, and the rules are project defaults.

mod accounts;
mod shared;
mod shift;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::finding::Fault;
use crate::party::{PartyId, PartyKind};
use crate::period::Period;
use crate::pricing::AccountRoles;
use crate::pricing::policy::Component;
use crate::source::Sourced;
use crate::tie_out::{Books, Directory, about, yuan};

pub use accounts::{PaidInto, paid_into, shared_bank_accounts};
pub use shared::{Contact, Excluded, contacts, shared_counterparties};
pub use shift::shifted_costs;

/// 100 % in parts per million.
const WHOLE_PPM: i128 = 1_000_000;

/// Ids of the rules.
pub mod rules {
    /// One bank account stands behind accounts of several operators.
    pub const BANK_ACCOUNT: &str = "M-1";
    /// What one operator books as revenue with another, the other books as cost with it.
    pub const MIRRORED: &str = "M-2";
    /// The share of public use in a cost class jumps while its total stays.
    pub const SHIFTED: &str = "M-3";
    /// Several operators have the same counterparty in a month, each with much.
    pub const SHARED: &str = "M-4";
}

/// What the policy pack says of commingling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComminglingPolicy {
    /// A share that moves by more than this from one month to the next is a clue, parts per million.
    pub shift: Sourced,
    /// Only where the total moves by at most this part of the month before, parts per million.
    pub total_within: Sourced,
    /// Revenue and cost of two operators with each other that differ by at most this part of the
    /// revenue are a clue, parts per million.
    pub mirror_within: Sourced,
    /// What an operator pays a counterparty in a month and receives from it, from which on it is looked
    /// at, fen.
    pub shared_least: Sourced,
    /// So many operators that have the same counterparty in a month are a clue.
    pub shared_operators: Sourced,
    /// Counterparties that every operator has.
    pub excluded: Vec<Excluded>,
}

impl ComminglingPolicy {
    /// Every figure with its key in the pack.
    #[must_use]
    pub fn figures(&self) -> [(&'static str, &Sourced); 5] {
        [
            ("shift", &self.shift),
            ("total_within", &self.total_within),
            ("mirror_within", &self.mirror_within),
            ("shared_least", &self.shared_least),
            ("shared_operators", &self.shared_operators),
        ]
    }
}

/// What a party booked with another in a month, fen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dealing {
    /// The month.
    pub period: Period,
    /// Whose books.
    pub party: PartyId,
    /// With whom.
    pub counterparty: PartyId,
    /// As revenue.
    pub revenue_fen: i128,
    /// As cost.
    pub cost_fen: i128,
}

/// What an operator booked with other operators.
#[must_use]
pub fn dealings(books: &Books, roles: &AccountRoles<'_>, directory: &Directory) -> Vec<Dealing> {
    let mut sums: BTreeMap<(Period, PartyId), (i128, i128)> = BTreeMap::new();
    for it in &books.counterparties {
        let Some(other) = directory.find(&it.counterparty) else { continue };
        if other == books.party || directory.kind(&other) != Some(PartyKind::Operator) {
            continue;
        }
        let sums = sums.entry((it.period, other)).or_default();
        sums.0 += roles
            .amount_fen(Component::Revenue, (it.period, &it.account), it.sums)
            .unwrap_or_default();
        sums.1 += roles
            .amount_fen(Component::Cost, (it.period, &it.account), it.sums)
            .unwrap_or_default();
    }
    let dealing = |((period, counterparty), (revenue_fen, cost_fen))| Dealing {
        period,
        party: books.party.clone(),
        counterparty,
        revenue_fen,
        cost_fen,
    };
    sums.into_iter().map(dealing).collect()
}

/// Months in which one operator's revenue with another is the other's cost with it, in that month or
/// in the one before or after, as near as the policy says. Both are told.
#[must_use]
pub fn mirrored(dealings: &[Dealing], policy: &ComminglingPolicy) -> Vec<Fault> {
    let costs: BTreeMap<(Period, &PartyId, &PartyId), i128> = (dealings.iter())
        .map(|it| ((it.period, &it.party, &it.counterparty), it.cost_fen))
        .collect();
    let within = i128::from(policy.mirror_within.value);
    let mut faults = Vec::new();
    for it in dealings.iter().filter(|it| 0 < it.revenue_fen) {
        let months = [Some(it.period), it.period.previous(), it.period.next()];
        let is_near =
            |cost: &i128| (cost - it.revenue_fen).abs() * WHOLE_PPM <= it.revenue_fen * within;
        let found = months.into_iter().flatten().find_map(|month| {
            let cost = costs.get(&(month, &it.counterparty, &it.party)).filter(|it| is_near(it))?;
            Some((month, *cost))
        });
        let Some((month, cost)) = found else { continue };
        for (party, other) in [(&it.party, &it.counterparty), (&it.counterparty, &it.party)] {
            let cause = format!("{} {}", it.party, it.counterparty);
            let mut fault = about(rules::MIRRORED, party, Some(it.period), cause);
            fault.actual = yuan(it.revenue_fen);
            fault.arguments = vec![
                ("seller", it.party.to_string()),
                ("buyer", it.counterparty.to_string()),
                ("other", other.to_string()),
                ("period", it.period.to_string()),
                ("cost", yuan(cost)),
                ("month", month.to_string()),
            ];
            faults.push(fault);
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shipped;

    fn id(name: &str) -> PartyId {
        format!("name:{name}").parse().unwrap()
    }

    fn shown(faults: &[Fault]) -> Vec<String> {
        let shown = |it: &Fault| {
            format!("{} {} {}", it.rule, it.subject.as_ref().unwrap().code(), it.actual)
        };
        faults.iter().map(shown).collect()
    }

    #[test]
    fn equal_amounts_on_opposite_sides_are_a_clue() {
        let dealing = |party, counterparty, (revenue_fen, cost_fen), period: &str| Dealing {
            period: period.parse().unwrap(),
            party: id(party),
            counterparty: id(counterparty),
            revenue_fen,
            cost_fen,
        };
        let mut policy = shipped::usage().commingling;
        policy.mirror_within.value = 10_000;
        let sold = dealing("甲", "乙", (100, 0), "2026-04");
        let found = |other| shown(&mirrored(&[sold.clone(), other], &policy));
        let both = ["M-2 甲 1.00", "M-2 乙 1.00"];
        assert_eq!(found(dealing("乙", "甲", (0, 100), "2026-04")), both);
        assert_eq!(
            found(dealing("乙", "甲", (0, 101), "2026-04")),
            both,
            "as far as the policy says"
        );
        assert_eq!(found(dealing("乙", "甲", (0, 102), "2026-04")), [""; 0]);
        assert_eq!(found(dealing("乙", "甲", (0, 99), "2026-04")), both);
        assert_eq!(found(dealing("乙", "甲", (0, 100), "2026-05")), both);
        assert_eq!(found(dealing("乙", "甲", (0, 100), "2026-03")), both);
        assert_eq!(found(dealing("乙", "甲", (0, 100), "2026-06")), [""; 0]);
        assert_eq!(found(dealing("乙", "丙", (0, 100), "2026-04")), [""; 0]);
        assert_eq!(found(dealing("乙", "甲", (100, 0), "2026-04")), [""; 0]);
    }
}
