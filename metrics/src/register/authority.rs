//! Who may say what of the register: its products and accounts are a party's own to say, who it
//! is and who may act in it is not. A register that has no data authority and no implementing body is
//! anybody's to fill, or nobody could begin one.

use super::Entry;
use crate::authority::{Authority, bodies};
use crate::finding::Fault;
use crate::form::entries;

/// The fault of a row that its sender has no say in.
pub(super) fn refused(authority: &Authority, row: &entries::Entry<Entry>) -> Option<Fault> {
    let (may, expected) = match row.content {
        Entry::Product { .. } | Entry::Account { .. } => {
            (authority.speaks_for(&row.party), format!("{}, {}", row.party, bodies()))
        }
        Entry::Party { .. } | Entry::Person { .. } => (authority.is_body(), bodies()),
    };
    let said = (&row.party, &*row.label);
    (authority.has_body() && !may).then(|| authority.refusal(said, row.origin.row, expected))
}
