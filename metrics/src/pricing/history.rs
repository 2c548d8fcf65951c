//! How the allocations in force were said before: a key that is handed in again under the same first
//! day leaves no trace among the entries in force.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Entered, PricingEntry};

/// An allocation in force, with what was said in its place before.
#[derive(Clone, Debug)]
struct Kept<'a> {
    in_force: &'a Entered,
    from: Date,
    /// The day on which it was accepted.
    accepted_on: Option<Date>,
    /// What had been said when its first day came, else what was said first.
    before: Option<Entered>,
}

/// The allocations in force by their codes. Of each, little is kept, however often it was handed in.
#[derive(Clone, Debug, Default)]
pub struct History<'a> {
    kept: BTreeMap<String, Kept<'a>>,
}

impl<'a> History<'a> {
    /// Nothing is known yet of the allocations among entries in force.
    #[must_use]
    pub fn of(entries: &'a [Entered]) -> Self {
        let kept = |in_force: &'a Entered| {
            let PricingEntry::Allocation { validity, .. } = &in_force.entry else { return None };
            let kept = Kept { in_force, from: validity.from, accepted_on: None, before: None };
            Some((in_force.entry.code(), kept))
        };
        Self { kept: entries.iter().filter_map(kept).collect() }
    }

    /// Whether there is nothing to know.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Takes the next of what was ever accepted, in that order, with its day.
    pub fn add(&mut self, entered: Entered, accepted_on: Date) {
        let Some(kept) = self.kept.get_mut(&entered.entry.code()) else { return };
        if entered == *kept.in_force {
            kept.accepted_on = Some(accepted_on);
        }
        if kept.before.is_none() || accepted_on <= kept.from {
            kept.before = Some(entered);
        }
    }

    /// Allocations that were accepted after their first day: each with that day, and what had been said
    /// until then.
    pub(super) fn restated(&self) -> impl Iterator<Item = (&'a Entered, Date, &Entered)> {
        self.kept.values().filter_map(|kept| {
            let accepted_on = kept.accepted_on.filter(|it| kept.from < *it)?;
            Some((kept.in_force, accepted_on, kept.before.as_ref()?))
        })
    }
}
