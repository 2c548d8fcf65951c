//! Who may say what of an operator's prices (P-15). Ceilings, permitted revenue and shares are set
//! for an operator (CN-65; Measures art. 19), so that it cannot say them of itself; what it charges,
//! how it splits its cost and that it reported is its own to say.

use std::collections::{BTreeMap, BTreeSet};

use super::{PricingEntry, rules};
use crate::finding::{Fault, Place};
use crate::form::entries::Entry;
use crate::party::{PartyId, PartyKind};

/// Who hands in a file of prices, and what the register knows of everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// Who hands in.
    pub sender: PartyId,
    /// The registered parties, each with what it is.
    pub kinds: BTreeMap<PartyId, PartyKind>,
}

impl Authority {
    /// The registered parties.
    pub(super) fn known(&self) -> BTreeSet<PartyId> {
        self.kinds.keys().cloned().collect()
    }

    /// The fault of a row that its sender has no say in. Data authorities and implementing bodies
    /// may say everything.
    pub(super) fn refuses(&self, row: &Entry<PricingEntry>) -> Option<Fault> {
        let bodies = [PartyKind::DataAuthority, PartyKind::ImplementingBody];
        let is_body = self.kinds.get(&self.sender).is_some_and(|it| bodies.contains(it));
        let bodies = bodies.map(PartyKind::as_str).join(", ");
        let (is_own, expected) = match row.content {
            PricingEntry::Price { .. }
            | PricingEntry::Allocation { .. }
            | PricingEntry::AnnualReport { .. } => {
                let own = self.sender == row.party;
                (own, format!("{}, {bodies}", row.party))
            }
            PricingEntry::Ceiling { .. }
            | PricingEntry::Allowance { .. }
            | PricingEntry::Share(_) => (false, bodies),
        };
        (!is_body && !is_own).then(|| Fault {
            cause: format!("{} {}", row.party, row.label),
            expected,
            actual: self.sender.to_string(),
            arguments: vec![("record", row.label.clone()), ("operator", row.party.to_string())],
            ..Fault::at(rules::AUTHORITY, Place::cell(row.origin.row, "party"))
        })
    }
}
