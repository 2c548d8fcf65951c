//! When a month is to be closed, and whose delay it is where it is not (F-11).
//!
//! Closing takes a person of a role, and the register says whose people those are. An operator that handed
//! its ledger in and has no such person did what it can: the delay is that of the body whose people close
//! its months. Whether the ledger itself came in time is measured elsewhere. Who closes whose months is
//! this project's default.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::PeriodAct;
use crate::authority::BODIES;
use crate::finding::{Fault, Place};
use crate::ledger::rules;
use crate::party::PartyId;
use crate::period::Period;
use crate::register::Entry;

/// The last day on which a month is closed in time: a day of the next month, from 1 to 28 (policy
/// `ledger.toml`). `None` for a day that not every month has, or after the last year.
#[must_use]
pub fn closes_on(period: Period, day: i64) -> Option<Date> {
    let next = period.next()?.first_day();
    let day = i8::try_from(day).ok().filter(|it| *it <= 28)?;
    Date::new(next.year(), next.month(), day).ok()
}

/// Whose people may close months.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closers {
    /// The parties that have a person who may.
    able: BTreeSet<PartyId>,
    /// Those of them that close the months of parties that have none: data authorities and implementing
    /// bodies.
    bodies: BTreeSet<PartyId>,
}

impl Closers {
    /// Those that the entries in force name: the parties and the persons of the register.
    #[must_use]
    pub fn of<'a>(entries: impl IntoIterator<Item = (&'a PartyId, &'a Entry)>) -> Self {
        let mut closers = Self::default();
        for (party, entry) in entries {
            match entry {
                Entry::Person { role, .. } if PeriodAct::Freeze.needs().0 <= *role => {
                    closers.able.insert(party.clone());
                }
                Entry::Party { kind, .. } if BODIES.contains(kind) => {
                    closers.bodies.insert(party.clone());
                }
                Entry::Party { .. }
                | Entry::Person { .. }
                | Entry::Product { .. }
                | Entry::Account { .. } => {}
            }
        }
        closers.bodies.retain(|it| closers.able.contains(it));
        closers
    }

    /// Whose delay an open month of a party is: its own where one of its people may close it, else that
    /// of each body one of whose people may. Nobody's where nobody may.
    fn whose<'a>(&'a self, party: &'a PartyId) -> Vec<&'a PartyId> {
        if self.able.contains(party) { vec![party] } else { self.bodies.iter().collect() }
    }

    /// F-11: a month of a party that is open after the day on which it was to be closed, once for each
    /// whose delay that is.
    #[must_use]
    pub fn not_closed(
        &self,
        party: &PartyId,
        period: Period,
        (closes_on, today): (Date, Date),
    ) -> Vec<Fault> {
        if today <= closes_on {
            return Vec::new();
        }
        let fault = |closer: &PartyId| Fault {
            subject: Some(closer.clone()),
            period: Some(period),
            cause: format!("open {party}"),
            expected: closes_on.to_string(),
            actual: period.to_string(),
            arguments: vec![("party", party.to_string())],
            ..Fault::at(rules::CLOSED_IN_TIME, Place::default())
        };
        self.whose(party).into_iter().map(fault).collect()
    }
}

#[cfg(test)]
mod tests;
