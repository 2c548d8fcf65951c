//! Who may say what of an operator's prices (P-15). Ceilings, permitted revenue and shares are set
//! for an operator (CN-65; Measures art. 19), so that it cannot say them of itself; what it charges,
//! how it splits its cost and that it reported is its own to say.

use super::{PricingEntry, rules};
use crate::authority::{Authority, bodies};
use crate::finding::{Fault, Place};
use crate::form::entries::Entry;

/// The fault of a row that its sender has no say in.
pub(super) fn refused(authority: &Authority, row: &Entry<PricingEntry>) -> Option<Fault> {
    let (may, expected) = match row.content {
        PricingEntry::Price { .. }
        | PricingEntry::Allocation { .. }
        | PricingEntry::AnnualReport { .. } => {
            (authority.speaks_for(&row.party), format!("{}, {}", row.party, bodies()))
        }
        PricingEntry::Ceiling { .. } | PricingEntry::Allowance { .. } | PricingEntry::Share(_) => {
            (authority.is_body(), bodies())
        }
    };
    (!may).then(|| Fault {
        cause: format!("{} {}", row.party, row.label),
        expected,
        actual: authority.sender.to_string(),
        arguments: vec![("record", row.label.clone()), ("operator", row.party.to_string())],
        ..Fault::at(rules::AUTHORITY, Place::cell(row.origin.row, "party"))
    })
}
