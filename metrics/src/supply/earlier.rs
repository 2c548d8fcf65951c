//! What a catalogue said of an item before the row in force: how often it was to be updated until when. To
//! declare something else later takes away nothing that was due by then.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::facts::{Frequency, Item};
use crate::partial_date::PartialDate;

/// A row of an item, in force or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What was handed in.
    pub item: Item,
    /// Since when it is known.
    pub accepted_at: Timestamp,
    /// When its file was superseded, if it was.
    pub superseded_at: Option<Timestamp>,
}

/// The rows of an item that stood before the one in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// Until when each frequency was last declared, in local time.
    pub(super) declared: BTreeMap<Frequency, DateTime>,
    /// The last update that any of them tells.
    pub(super) updated_on: Option<PartialDate>,
}

impl Earlier {
    /// What was said before by the rows of an item, in the order in which they came. Of those that stand,
    /// the last one is in force: a row stood until a later one came or its file was superseded, and stands
    /// again where what came later is taken back.
    #[must_use]
    pub fn of(rows: &[Said], zone: &TimeZone) -> Self {
        let mut standing = BTreeSet::new();
        let mut until: BTreeMap<usize, Timestamp> = BTreeMap::new();
        for (instant, turn, row) in turns(rows) {
            let before = standing.last().copied();
            match turn {
                Turn::Came => standing.insert(row),
                Turn::Went => standing.remove(&row),
            };
            until.extend(before.map(|it| (it, instant)));
            if let Some(in_force) = standing.last() {
                until.remove(in_force);
            }
        }
        let mut earlier = Self::default();
        for (row, until) in until {
            earlier.add(&rows[row].item, zone.to_datetime(until));
        }
        earlier
    }

    /// Adds a row that stood until an instant of local time. The order does not matter.
    pub(super) fn add(&mut self, item: &Item, until: DateTime) {
        if let Some(frequency) = item.frequency {
            let last = self.declared.entry(frequency).or_insert(until);
            *last = until.max(*last);
        }
        let told = item.updated_on.filter(|it| it.first_day() <= until.date());
        let all = [self.updated_on, told].into_iter().flatten();
        self.updated_on = all.max_by_key(|it| it.last_day());
    }
}

/// What becomes of a row. What comes at an instant does so before what goes: nothing stands between a file
/// and its successor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Came,
    Went,
}

/// When each row came and went, in order.
fn turns(rows: &[Said]) -> Vec<(Timestamp, Turn, usize)> {
    let of_row = |(row, it): (usize, &Said)| {
        let went = it.superseded_at.map(|at| (at.max(it.accepted_at), Turn::Went, row));
        std::iter::once((it.accepted_at, Turn::Came, row)).chain(went)
    };
    let mut turns: Vec<_> = rows.iter().enumerate().flat_map(of_row).collect();
    turns.sort_unstable();
    turns
}
