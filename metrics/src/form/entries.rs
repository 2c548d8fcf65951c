//! What the rows of a file say together: repeated identities and unknown parties. The verdict does
//! not depend on the order of the rows.

use std::collections::{BTreeMap, BTreeSet};

use super::Origin;
use crate::finding::{Fault, Faults, Place, reading};
use crate::kind::Kind;
use crate::party::PartyId;

/// A row understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<T> {
    /// The party it is about.
    pub party: PartyId,
    /// What tells it from other entries of the party.
    pub label: String,
    /// What it says.
    pub content: T,
    /// Where it stands.
    pub origin: Origin,
}

impl<T> Entry<T> {
    /// The same entry with other content.
    pub(crate) fn map<U>(self, content: impl FnOnce(T) -> U) -> Entry<U> {
        let Self { party, label, content: said, origin } = self;
        Entry { party, label, content: content(said), origin }
    }
}

/// The longest identity of a record as a whole, in bytes: what several cells of
/// [`super::screen::KEY_BYTES_MAX`] come to fits. A foreign record's own identity is one text.
const LABEL_BYTES_MAX: usize = 1_024;
/// So many characters of one that is longer are shown.
const LABEL_CHARACTERS_SHOWN: usize = 60;

/// Leaves one entry for each identity, in file order. Where entries of one identity differ, there is no
/// telling which is right, and `R-8` names them all: what two of them have in common stays at the place of
/// the first, so that repeating an entry does not take it out of what is counted. An identity that is
/// blank (`R-5`) or too long to be found by (`R-6`) is none.
pub(crate) fn settle<T: PartialEq>(
    entries: Vec<Entry<T>>,
    in_common: impl Fn(T, &T) -> Option<T>,
    faults: &mut Faults,
) -> Vec<Entry<T>> {
    let mut groups: BTreeMap<(PartyId, String), Vec<Entry<T>>> = BTreeMap::new();
    for entry in entries {
        if let Some(fault) = unidentified(&entry) {
            faults.push(fault);
            continue;
        }
        groups.entry((entry.party.clone(), entry.label.clone())).or_default().push(entry);
    }
    let mut settled = Vec::new();
    for group in groups.into_values() {
        if let Some(other) = group.iter().find(|it| it.content != group[0].content) {
            faults.push(conflict(&group, other));
        }
        settled.extend(merged(group, &in_common));
    }
    settled.sort_by_key(|it| it.origin.row);
    settled
}

/// What entries of one identity have in common, at the place of the first.
fn merged<T: PartialEq>(
    group: Vec<Entry<T>>,
    in_common: impl Fn(T, &T) -> Option<T>,
) -> Option<Entry<T>> {
    let mut group = group.into_iter();
    let first = group.next()?;
    group.try_fold(first, |one, other| {
        let content = if one.content == other.content {
            Some(one.content)
        } else {
            in_common(one.content, &other.content)
        };
        Some(Entry { content: content?, origin: one.origin, ..other })
    })
}

/// What two entries of one identity both say; nothing where they differ. One that says nothing differs from
/// one that does.
pub(crate) fn agreed<T: PartialEq>(one: Option<T>, other: Option<&T>) -> Option<T> {
    one.filter(|it| other == Some(it))
}

/// The least of what is said.
pub(crate) fn least<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    one.into_iter().chain(other).min()
}

/// Entries that differ have nothing in common that could count: of what only permits something, to say
/// it in two ways is to say nothing.
pub(crate) fn nothing<T>(_one: T, _other: &T) -> Option<T> {
    None
}

/// The fault of an entry that nothing tells from others.
fn unidentified<T>(entry: &Entry<T>) -> Option<Fault> {
    let Entry { party, label, origin, .. } = entry;
    let (rule, expected) = match label.len() {
        _ if label.trim().is_empty() => (reading::CELL_EMPTY, "id".to_owned()),
        LABEL_BYTES_MAX.. => (reading::CELL_INVALID, format!("< {LABEL_BYTES_MAX} bytes")),
        _ => return None,
    };
    Some(Fault {
        subject: Some(party.clone()),
        cause: format!("{} id", origin.row),
        expected,
        actual: label.chars().take(LABEL_CHARACTERS_SHOWN).collect(),
        ..Fault::at(rule, Place::cell(origin.row, "id"))
    })
}

fn conflict<T>(group: &[Entry<T>], other: &Entry<T>) -> Fault {
    let rows: Vec<u64> = group.iter().map(|it| it.origin.row).collect();
    repeated((&other.party, &other.label), &rows, other.origin.row)
}

/// Rows of one identity that differ, one of them from the first (`R-8`).
pub(crate) fn repeated((party, label): (&PartyId, &str), rows: &[u64], other: u64) -> Fault {
    let shown = |row: u64| format!("{label} #{row}");
    let listed: Vec<String> = rows.iter().map(ToString::to_string).collect();
    Fault {
        rule: reading::DUPLICATE,
        place: Place::row(other),
        receipt: None,
        subject: Some(party.clone()),
        period: None,
        expected: rows.first().copied().map(shown).unwrap_or_default(),
        actual: shown(other),
        difference: None,
        arguments: vec![("rows", listed.join(", "))],
        cause: label.to_owned(),
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
        faults.push(unknown(&entry.party, entry.origin.row));
    }
}

/// A row about a party that the register does not know (`R-7`).
pub(crate) fn unknown(party: &PartyId, row: u64) -> Fault {
    Fault {
        rule: reading::PARTY_UNKNOWN,
        place: Place::cell(row, "party"),
        receipt: None,
        subject: Some(party.clone()),
        period: None,
        expected: Kind::Registry.to_string(),
        actual: party.to_string(),
        difference: None,
        arguments: Vec::new(),
        cause: party.to_string(),
    }
}
