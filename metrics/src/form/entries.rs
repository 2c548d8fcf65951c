//! What the rows of a file say together: repeated identities and unknown parties. The verdict does
//! not depend on the order of the rows.

use std::collections::{BTreeMap, BTreeSet};

use super::Origin;
use crate::finding::{Fault, Faults, Place, reading};
use crate::kind::Kind;
use crate::party::PartyId;

/// A row understood, before it is compared with the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry<T> {
    /// The party it is about.
    pub(crate) party: PartyId,
    /// What tells it from other entries of the party.
    pub(crate) label: String,
    /// What it says.
    pub(crate) content: T,
    /// Where it stands.
    pub(crate) origin: Origin,
}

/// Leaves one entry for each identity, in file order. Where entries of one identity differ, none of
/// them counts and `R-8` names them all: there is no telling which is right.
pub(crate) fn settle<T: PartialEq>(entries: Vec<Entry<T>>, faults: &mut Faults) -> Vec<Entry<T>> {
    let mut groups: BTreeMap<(PartyId, String), Vec<Entry<T>>> = BTreeMap::new();
    for entry in entries {
        groups.entry((entry.party.clone(), entry.label.clone())).or_default().push(entry);
    }
    let mut settled = Vec::new();
    for group in groups.into_values() {
        match group.iter().find(|it| it.content != group[0].content) {
            Some(other) => faults.push(conflict(&group, other)),
            None => settled.extend(group.into_iter().next()),
        }
    }
    settled.sort_by_key(|it| it.origin.row);
    settled
}

fn conflict<T>(group: &[Entry<T>], other: &Entry<T>) -> Fault {
    let shown = |it: &Entry<T>| format!("{} #{}", it.label, it.origin.row);
    let rows: Vec<String> = group.iter().map(|it| it.origin.row.to_string()).collect();
    Fault {
        rule: reading::DUPLICATE,
        place: Place::row(other.origin.row),
        subject: Some(other.party.clone()),
        period: None,
        expected: shown(&group[0]),
        actual: shown(other),
        difference: None,
        arguments: vec![("rows", rows.join(", "))],
        cause: other.label.clone(),
    }
}

/// Notes each party that is not among the known ones, once (`R-7`). Its rows stay.
pub(crate) fn note_unknown<T>(
    entries: &[Entry<T>],
    known: &BTreeSet<PartyId>,
    faults: &mut Faults,
) {
    let mut noted = BTreeSet::new();
    for entry in entries {
        if known.contains(&entry.party) || !noted.insert(&entry.party) {
            continue;
        }
        faults.push(Fault {
            rule: reading::PARTY_UNKNOWN,
            place: Place::cell(entry.origin.row, "party"),
            subject: Some(entry.party.clone()),
            period: None,
            expected: Kind::Registry.to_string(),
            actual: entry.party.to_string(),
            difference: None,
            arguments: Vec::new(),
            cause: entry.party.to_string(),
        });
    }
}
