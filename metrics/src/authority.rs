//! Who may say what of whom (R-14, P-15, U-2): data authorities and implementing bodies say everything,
//! everybody else what is its own. That is a project default: no instrument says who keeps the register.

use std::collections::{BTreeMap, BTreeSet};

use crate::party::{PartyId, PartyKind};

/// Those who may say everything, of everybody.
pub(crate) const BODIES: [PartyKind; 2] = [PartyKind::DataAuthority, PartyKind::ImplementingBody];

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

    /// Whether the register has anybody who may say everything.
    pub(crate) fn has_body(&self) -> bool {
        self.kinds.values().any(|it| BODIES.contains(it))
    }
}

/// Those who may say everything, in the words of files.
pub(crate) fn bodies() -> String {
    BODIES.map(PartyKind::as_str).join(", ")
}
