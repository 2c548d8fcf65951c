//! Rows of one entry of the register that differ (`R-8`). What the rows have in common stands; what is to
//! someone's credit only where they agree, and what rules look into is all that is said.

use super::Entry;
use crate::form::entries::{agreed, least};

impl Entry {
    /// What stands of two rows of one entry, if anything does: a person has no role where the rows
    /// differ, and a party of two kinds is none. The order of the rows does not matter.
    pub(super) fn in_common(self, other: &Self) -> Option<Self> {
        match (self, other.clone()) {
            (
                Self::Party { name, kind, state_owned, since, standard, controllers },
                Self::Party {
                    name: other_name,
                    kind: other_kind,
                    state_owned: other_owned,
                    since: other_since,
                    standard: other_standard,
                    controllers: other_controllers,
                },
            ) if kind == other_kind => Some(Self::Party {
                name: name.min(other_name),
                kind,
                state_owned: state_owned || other_owned,
                since: least(since, other_since),
                standard: agreed(standard, other_standard.as_ref()),
                controllers: &controllers | &other_controllers,
            }),
            (
                Self::Product { code, name, registration, developers },
                Self::Product {
                    name: other_name,
                    registration: other_registration,
                    developers: other_developers,
                    ..
                },
            ) => Some(Self::Product {
                code,
                name: name.min(other_name),
                registration: agreed(registration, other_registration.as_ref()),
                developers: &developers | &other_developers,
            }),
            (
                Self::Account { code, name, separate_ledger, bank_accounts },
                Self::Account {
                    name: other_name,
                    separate_ledger: other_separate,
                    bank_accounts: other_bank_accounts,
                    ..
                },
            ) => Some(Self::Account {
                code,
                name: name.min(other_name),
                // 专账 is asked more of (F-4).
                separate_ledger: separate_ledger || other_separate,
                bank_accounts: &bank_accounts | &other_bank_accounts,
            }),
            _ => None,
        }
    }
}
