//! Disclosures from rows of the form.

use metrics::disclosure::{DisclosureContext, DisclosureIntake};
use metrics::form::{Origin, Row};

use super::{Checked, Facts};
use crate::formats::RowSink;

/// Takes rows.
pub(super) struct DisclosureSink(DisclosureIntake);

impl DisclosureSink {
    pub(super) fn new(context: DisclosureContext) -> Self {
        Self(DisclosureIntake::new(context))
    }

    pub(super) fn finish(self) -> Checked {
        let found = self.0.finish();
        Checked {
            facts: Facts::Disclosure(found.facts),
            faults: found.faults,
            rows: found.rows,
            understood: found.understood,
        }
    }
}

impl RowSink for DisclosureSink {
    fn row(&mut self, row: &Row<'_>) {
        self.0.row(row);
    }

    fn unreadable(&mut self, _row: &Row<'_>) {
        self.0.unreadable();
    }

    fn record(&mut self, _origin: Origin, _json: &str) {}
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use config::policy::Policy;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_row_that_cannot_be_read_was_handed_in() {
        let mut sink = DisclosureSink::new(DisclosureContext {
            policy: Policy::builtin().disclosure,
            received_on: date(2026, 3, 31),
            parties: None,
            products: None,
            disclosed: BTreeMap::new(),
        });
        sink.unreadable(&Row { number: 2, byte_offset: 0, byte_length: 0, cells: &[] });
        let checked = sink.finish();
        assert_eq!((checked.rows, checked.understood), (1, 0));
    }
}
