//! Prices, usage and opinions from rows of their forms.

use metrics::finding::Faults;
use metrics::form::{Origin, Row};
use metrics::opinion::OpinionIntake;
use metrics::pricing::PricingIntake;
use metrics::usage::UsageIntake;

use super::{Checked, Facts};
use crate::formats::RowSink;

/// What rows are given to, one by one.
pub(super) trait Intake {
    /// Takes a row.
    fn row(&mut self, row: &Row<'_>);

    /// Notes a row that could not be read.
    fn unreadable(&mut self);

    /// Ends the file.
    fn finish(self) -> Checked;
}

impl Intake for PricingIntake {
    fn row(&mut self, row: &Row<'_>) {
        self.row(row);
    }

    fn unreadable(&mut self) {
        self.unreadable();
    }

    fn finish(self) -> Checked {
        let found = self.finish();
        let understood = found.facts.len() as u64;
        let facts = Facts::Pricing(found.facts);
        Checked { facts, faults: found.faults, rows: found.rows, understood }
    }
}

impl Intake for UsageIntake {
    fn row(&mut self, row: &Row<'_>) {
        self.row(row);
    }

    fn unreadable(&mut self) {
        self.unreadable();
    }

    fn finish(self) -> Checked {
        let found = self.finish();
        let understood = found.facts.len() as u64;
        let facts = Facts::Usage(found.facts);
        Checked { facts, faults: found.faults, rows: found.rows, understood }
    }
}

impl Intake for OpinionIntake {
    fn row(&mut self, row: &Row<'_>) {
        self.row(row);
    }

    fn unreadable(&mut self) {
        self.unreadable();
    }

    fn finish(self) -> Checked {
        let found = self.finish();
        let understood = found.facts.len() as u64;
        let facts = Facts::Opinion(found.facts);
        Checked { facts, faults: found.faults, rows: found.rows, understood }
    }
}

/// Takes rows of a form.
pub(super) struct RowsSink<T>(pub(super) T);

impl<T: Intake> RowsSink<T> {
    /// What was understood, and with the faults of reading what was not.
    pub(super) fn finish(self, reading: Faults) -> Checked {
        let mut checked = self.0.finish();
        checked.faults.append(reading);
        checked
    }
}

impl<T: Intake> RowSink for RowsSink<T> {
    fn row(&mut self, row: &Row<'_>) {
        self.0.row(row);
    }

    fn unreadable(&mut self, _row: &Row<'_>) {
        self.0.unreadable();
    }

    fn record(&mut self, _origin: Origin, _json: &str) {}
}
