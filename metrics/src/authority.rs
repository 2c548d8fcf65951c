//! Who may say what of whom (R-14, P-15, U-2): data authorities and implementing bodies say everything,
//! everybody else what is its own. That is a project default: no instrument says who keeps the register.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Fault, Place, reading};
use crate::party::{PartyId, PartyKind};

/// Those who may say everything, of everybody.
pub const BODIES: [PartyKind; 2] = [PartyKind::DataAuthority, PartyKind::ImplementingBody];

/// Who hands in a file, and what the register knows of everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// Who hands in.
    pub sender: PartyId,
    /// The registered parties, each with what it is.
    pub kinds: BTreeMap<PartyId, PartyKind>,
}

impl Authority {
    /// The registered parties.
    pub(crate) fn known(&self) -> BTreeSet<PartyId> {
        self.kinds.keys().cloned().collect()
    }

    /// Whether the sender may say everything.
    pub(crate) fn is_body(&self) -> bool {
        self.kinds.get(&self.sender).is_some_and(|it| BODIES.contains(it))
    }

    /// Whether what is a party's own to say is the sender's to say.
    pub(crate) fn speaks_for(&self, party: &PartyId) -> bool {
        self.sender == *party || self.is_body()
    }

    /// The one party that the sender speaks for; `None` where it may say everything.
    #[must_use]
    pub fn only_for(&self) -> Option<&PartyId> {
        (!self.is_body()).then_some(&self.sender)
    }

    /// a row, by its party and what it is called there, that is not the sender's to say. The finding
    /// is about who hands it in.
    pub(crate) fn refusal(
        &self,
        (party, label): (&PartyId, &str),
        row: u64,
        expected: String,
    ) -> Fault {
        Fault {
            cause: format!("{party} {label}"),
            expected,
            actual: self.sender.to_string(),
            arguments: vec![("record", label.to_owned()), ("party", party.to_string())],
            ..Fault::at(reading::AUTHORITY, Place::cell(row, "party"))
        }
    }

    /// Whether the register has anybody who may say everything.
    pub(crate) fn has_body(&self) -> bool {
        self.kinds.values().any(|it| BODIES.contains(it))
    }
}

/// Rows of a file that are not their sender's to say, by whose they are and what they are called
/// there, each with the first of them. They count for nothing, and nothing else is said of them: it would be
/// said of their party.
#[derive(Debug, Default)]
pub(crate) struct RefusedRows(BTreeMap<(PartyId, String), u64>);

impl RefusedRows {
    /// Whether a row is refused, and then keeps it. Nobody is asked where there is no register, or where the
    /// row names no party.
    pub(crate) fn take(
        &mut self,
        authority: Option<&Authority>,
        (party, label): (Option<&PartyId>, &str),
        row: u64,
    ) -> bool {
        let Some((authority, party)) = authority.zip(party) else { return false };
        let is_refused = !authority.speaks_for(party);
        if is_refused {
            self.0.entry((party.clone(), label.to_owned())).or_insert(row);
        }
        is_refused
    }

    /// The faults of what was refused.
    pub(crate) fn faults<'a>(
        &'a self,
        authority: &'a Authority,
    ) -> impl Iterator<Item = Fault> + 'a {
        self.0.iter().map(|((party, label), row)| {
            authority.refusal((party, label), *row, format!("{party}, {}", bodies()))
        })
    }
}

/// Those who may say everything, in the words of files.
pub(crate) fn bodies() -> String {
    BODIES.map(PartyKind::as_str).join(", ")
}
