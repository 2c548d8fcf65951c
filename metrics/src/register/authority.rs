//! Who may say what of the register: its products and accounts are a party's own to say, but not that an
//! account is of its separate ledger no more, which would take back what it owes an account of (Measures
//! art. 18), nor that a product is registered, which a registry institution 登记机构 says (CN-26); who it is and
//! who may act in it is not. A register that has no data authority and no implementing body is
//! anybody's to fill, or nobody could begin one; but its first body is the one that hands it in: nobody
//! makes another the keeper of the register, or keeps the right one out.

use std::collections::{BTreeMap, BTreeSet};

use super::Entry;
use crate::authority::{Authority, BODIES, bodies};
use crate::finding::{Fault, Place};
use crate::form::entries;

/// What the register lists of a party, and it may not change by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Codes of its accounts of the separate ledger 专账.
    pub separate_accounts: BTreeSet<String>,
    /// Those of them that what a file supersedes lists, or what that took the place of.
    pub superseded_accounts: BTreeSet<String>,
    /// Registration numbers of its products, by product.
    pub registrations: BTreeMap<String, String>,
}

/// Whether a file begins a register: it has no body yet, and the sender names itself one.
pub(super) fn begins(authority: &Authority, rows: &[entries::Entry<Entry>]) -> bool {
    !authority.has_body()
        && rows.iter().any(|it| it.party == authority.sender && names_body(&it.content))
}

/// The fault of a row that its sender, of whom this is listed, has no say in.
pub(super) fn refused(
    (authority, listed): (&Authority, &Listed),
    row: &entries::Entry<Entry>,
) -> Option<Fault> {
    let changes_listed = match &row.content {
        Entry::Account { code, separate_ledger, .. } => {
            !separate_ledger && listed.separate_accounts.contains(code)
        }
        Entry::Product { code, registration: Some(number), .. } => {
            listed.registrations.get(code) != Some(number)
        }
        Entry::Product { .. } | Entry::Party { .. } | Entry::Person { .. } => false,
    };
    let (may, expected) = match &row.content {
        entry if !authority.has_body() => (!names_body(entry), row.party.to_string()),
        Entry::Product { .. } | Entry::Account { .. }
            if row.party != authority.sender || !changes_listed =>
        {
            (authority.speaks_for(&row.party), format!("{}, {}", row.party, bodies()))
        }
        _ => (authority.is_body(), bodies()),
    };
    let said = (&row.party, &*row.label);
    (!may).then(|| authority.refusal(said, row.origin.row, expected))
}

/// The faults of accounts that the rows of a file leave out, although what it supersedes lists them as
/// 专账: they stay listed, as if the file said that they are 专账 no more.
pub(super) fn left_out(
    (authority, listed): (&Authority, &Listed),
    rows: &[entries::Entry<Entry>],
) -> impl Iterator<Item = Fault> {
    let own = rows.iter().filter(|it| it.party == authority.sender);
    let accounts = own.filter(|it| matches!(it.content, Entry::Account { .. }));
    let named: BTreeSet<&str> = accounts.map(|it| it.content.code()).collect();
    let missing = listed.superseded_accounts.iter().filter(move |it| !named.contains(it.as_str()));
    missing.map(|code| {
        let label = format!("account {code}");
        let mut fault = authority.refusal((&authority.sender, &label), 0, bodies());
        fault.place = Place::default();
        fault.arguments.push(("check", "left-out".to_owned()));
        fault
    })
}

fn names_body(entry: &Entry) -> bool {
    matches!(entry, Entry::Party { kind, .. } if BODIES.contains(kind))
}
