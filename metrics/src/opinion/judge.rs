//! The faults of panels: too few raters (OP-8), and a single one (OP-9). What a single row breaks is
//! found where it is read.

use std::collections::BTreeMap;

use super::{OpinionEntry, OpinionPolicy, Rating, rules};
use crate::finding::{Fault, Faults, Place};
use crate::form::entries::Entry;
use crate::party::PartyId;
use crate::period::Span;

/// What one panel says of one indicator of one party.
type Sitting<'a> = (&'a PartyId, Span, &'a str, &'a str);

/// The faults of the panels of a file. A panel hands in all its ratings of a period in one file.
pub(super) fn panels(entries: &[Entry<OpinionEntry>], policy: &OpinionPolicy) -> Faults {
    let mut sittings: BTreeMap<Sitting<'_>, Vec<(u64, &Rating)>> = BTreeMap::new();
    for entry in entries {
        let OpinionEntry::Rating(it) = &entry.content else { continue };
        let sitting = (&entry.party, it.period, it.panel.as_str(), it.indicator.as_str());
        sittings.entry(sitting).or_default().push((entry.origin.row, it));
    }
    let mut faults = Faults::default();
    for ((party, period, panel, indicator), ratings) in sittings {
        let Some(&(row, first)) = ratings.first() else { continue };
        let raters = ratings.iter().filter(|(_, it)| it.counts()).count() as u64;
        let raters_min = policy.panel(first.panel_kind).map_or(0, |it| it.raters_min);
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
