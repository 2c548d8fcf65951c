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

    fn unreadable(&mut self, _row: &Row<'_>) {}

    fn record(&mut self, _origin: Origin, _json: &str) {}
}
