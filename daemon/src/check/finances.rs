//! Prices and usage from rows of their forms.

use metrics::finding::Faults;
use metrics::form::{Origin, Row};
use metrics::pricing::PricingIntake;
use metrics::usage::UsageIntake;

use super::{Checked, Facts};
use crate::formats::RowSink;

/// Takes rows of prices.
pub(super) struct PricingSink(pub(super) PricingIntake);

impl PricingSink {
    /// What was understood, and with the faults of reading what was not.
    pub(super) fn finish(self, reading: Faults) -> Checked {
        let mut found = self.0.finish();
        found.faults.append(reading);
        let understood = found.facts.len() as u64;
        let facts = Facts::Pricing(found.facts);
        Checked { facts, faults: found.faults, rows: found.rows, understood }
    }
}

impl RowSink for PricingSink {
    fn row(&mut self, row: &Row<'_>) {
        self.0.row(row);
    }

    fn unreadable(&mut self, _row: &Row<'_>) {
        self.0.unreadable();
    }

    fn record(&mut self, _origin: Origin, _json: &str) {}
}

/// Takes rows of usage.
pub(super) struct UsageSink(pub(super) UsageIntake);

impl UsageSink {
    /// What was understood, and with the faults of reading what was not.
    pub(super) fn finish(self, reading: Faults) -> Checked {
        let mut found = self.0.finish();
        found.faults.append(reading);
        let understood = found.facts.len() as u64;
        let facts = Facts::Usage(found.facts);
        Checked { facts, faults: found.faults, rows: found.rows, understood }
    }
}

impl RowSink for UsageSink {
    fn row(&mut self, row: &Row<'_>) {
        self.0.row(row);
    }

    fn unreadable(&mut self, _row: &Row<'_>) {
        self.0.unreadable();
    }

    fn record(&mut self, _origin: Origin, _json: &str) {}
}
