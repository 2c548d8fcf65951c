//! The faults of panels: too few raters (OP-8), and a single one (OP-9); and what is said again (OP-11,
//! OP-12). What a single row breaks is found where it is read.

use std::collections::BTreeMap;

use super::once::repeats;
use super::{OpinionEntry, OpinionPolicy, PanelKind, rules};
use crate::finding::{Fault, Faults, Place};
use crate::form::entries::Entry;
use crate::party::PartyId;
use crate::period::Span;

/// What one panel says of one indicator of one party.
type Sitting<'a> = (&'a PartyId, Span, &'a str, &'a str);

/// The faults of the panels of a file, and of what it says again. A panel hands in all its ratings of a
/// period in one file; what other files say again counts once without a fault.
pub(super) fn judge(entries: &[Entry<OpinionEntry>], policy: &OpinionPolicy) -> Faults {
    let again = repeats(entries.iter().map(|it| (&it.party, &it.content)));
    let mut faults = Faults::default();
    for (at, first) in &again {
        faults.push(said_again(&entries[*at], &entries[*first]));
    }
    let mut sittings: BTreeMap<Sitting<'_>, (u64, PanelKind, u64)> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let OpinionEntry::Rating(it) = &entry.content else { continue };
        let sitting = (&entry.party, it.period, it.panel.as_str(), it.indicator.as_str());
        let (_, _, raters) =
            sittings.entry(sitting).or_insert((entry.origin.row, it.panel_kind, 0));
        *raters += u64::from(entry.content.counts() && !again.contains_key(&at));
    }
    for ((party, period, panel, indicator), (row, kind, raters)) in sittings {
        let raters_min = policy.panel(kind).map_or(0, |it| it.raters_min);
        let (rule, expected) = match raters {
            few if few < raters_min => (rules::FEW_RATERS, raters_min),
            1 => (rules::ONE_RATER, 2),
            _ => continue,
        };
        faults.push(Fault {
            subject: Some(party.clone()),
            period: Some(period.last()),
            cause: format!("{period} {panel} {indicator}"),
            expected: expected.to_string(),
            actual: raters.to_string(),
            difference: Some((expected - raters).to_string()),
            arguments: vec![("panel", panel.to_owned()), ("indicator", indicator.to_owned())],
            ..Fault::at(rule, Place::cell(row, "rater"))
        });
    }
    faults
}

/// An entry that says again what another one of the file says.
fn said_again(again: &Entry<OpinionEntry>, first: &Entry<OpinionEntry>) -> Fault {
    let (rule, column, actual, period) = match &again.content {
        OpinionEntry::Rating(it) => (rules::RATER_AGAIN, "rater", &it.rater, Some(it.period)),
        OpinionEntry::Determination(it) => (rules::DOCUMENT_AGAIN, "document", &it.document, None),
        OpinionEntry::Annulment(it) => (rules::DOCUMENT_AGAIN, "document", &it.document, None),
        OpinionEntry::Opinion(it) => {
            (rules::DOCUMENT_AGAIN, "document", &it.document, Some(it.period))
        }
    };
    Fault {
        subject: Some(again.party.clone()),
        period: period.map(Span::last),
        cause: again.label.clone(),
        actual: actual.clone(),
        arguments: vec![("other", first.origin.row.to_string())],
        ..Fault::at(rule, Place::cell(again.origin.row, column))
    }
}
