//! What counts once. A rater who sits on several panels of one kind rates an indicator, party and period
//! once; a document of an authority of one kind determines a matter about a party once; and a third
//! party's report about a period is one. Of what says it again, what was said first counts; on one day,
//! the first in the order of codes. So neither the order of rows nor that of files matters.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::OpinionEntry;
use crate::party::PartyId;
use crate::tie_out::plain;

/// What tells a pseudonym, an id or the number of a document from others: neither widths nor case,
/// neither blanks nor what cannot be seen.
pub(super) fn identity(text: &str) -> String {
    plain(text).to_uppercase()
}

/// An entry as one is chosen: its day, its code, and its place in the list.
type Candidate = (Date, String, usize);

/// The entries that count and say again what another one says, by their places in the list, with the
/// place of that one.
pub(super) fn repeats<'a>(
    entries: impl IntoIterator<Item = (&'a PartyId, &'a OpinionEntry)>,
) -> BTreeMap<usize, usize> {
    let mut groups: BTreeMap<(&PartyId, String), Vec<Candidate>> = BTreeMap::new();
    for (at, (party, entry)) in entries.into_iter().enumerate() {
        if entry.counts() {
            let group = groups.entry((party, what(entry))).or_default();
            group.push((entry.said_on(), entry.code(), at));
        }
    }
    let mut repeats = BTreeMap::new();
    for mut group in groups.into_values() {
        group.sort_unstable();
        if let [(_, _, first), again @ ..] = &*group {
            repeats.extend(again.iter().map(|(_, _, at)| (*at, *first)));
        }
    }
    repeats
}

/// What is said once of a party.
fn what(entry: &OpinionEntry) -> String {
    match entry {
        OpinionEntry::Rating(it) => {
            let (kind, rater) = (it.panel_kind.as_str(), identity(&it.rater));
            format!("rating {} {kind} {} {rater}", it.period, it.indicator)
        }
        OpinionEntry::Determination(it) => {
            let (body, document) = (it.body.words().0, identity(&it.document));
            format!("determination {} {body} {document}", it.matter)
        }
        OpinionEntry::Annulment(it) => {
            let (annuls, document) = (identity(&it.annuls), identity(&it.document));
            format!("annulment {} {annuls} {} {document}", it.matter, it.body.words().0)
        }
        OpinionEntry::Opinion(it) => {
            let (institution, document) = (identity(&it.institution), identity(&it.document));
            format!("opinion {} {institution} {document}", it.period)
        }
    }
}
