//! What a catalogue said of an item before the row in force: how often it was to be updated until when. To
//! declare something else later takes away nothing that was due by then.

use std::collections::BTreeMap;

use jiff::civil::DateTime;

use super::facts::{Frequency, Item};
use crate::partial_date::PartialDate;

/// The rows of an item that stood before the one in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// Until when each frequency was last declared, in local time.
    pub(super) declared: BTreeMap<Frequency, DateTime>,
    /// The last update that any of them tells.
    pub(super) updated_on: Option<PartialDate>,
}

impl Earlier {
    /// Adds a row that stood until an instant of local time. The order does not matter.
    pub fn add(&mut self, item: &Item, until: DateTime) {
        if let Some(frequency) = item.frequency {
            let last = self.declared.entry(frequency).or_insert(until);
            *last = until.max(*last);
        }
        let told = item.updated_on.filter(|it| it.first_day() <= until.date());
        let all = [self.updated_on, told].into_iter().flatten();
        self.updated_on = all.max_by_key(|it| it.last_day());
    }
}
