//! Prices, usage, disclosures, opinions, objections and demands from rows of their forms.

use std::io;

use metrics::case::CaseIntake;
use metrics::demand::Demand;
use metrics::disclosure::DisclosureIntake;
use metrics::finding::Faults;
use metrics::form::{Origin, Row};
use metrics::objection::Objection;
use metrics::opinion::OpinionIntake;
use metrics::pricing::PricingIntake;
use metrics::usage::UsageIntake;

use super::{Checked, Facts};
use crate::formats::{Content, Reading, RowSink};

/// What rows are given to, one by one.
pub(super) trait Intake {
    /// Takes a row.
    fn row(&mut self, row: &Row<'_>);

    /// Notes a row that could not be read.
    fn unreadable(&mut self);

    /// Ends the file.
    fn finish(self) -> Checked;
}

/// They say alike what they found, but for how many rows were understood.
macro_rules! intake {
    ($intake:ty, $facts:path, $found:ident => $understood:expr) => {
        impl Intake for $intake {
            fn row(&mut self, row: &Row<'_>) {
                self.row(row);
            }

            fn unreadable(&mut self) {
                self.unreadable();
            }

            fn finish(self) -> Checked {
                let $found = self.finish();
                let (rows, understood) = ($found.rows, $understood);
                Checked { facts: $facts($found.facts), faults: $found.faults, rows, understood }
            }
        }
    };
}

intake!(PricingIntake, Facts::Pricing, found => found.facts.len() as u64);
intake!(UsageIntake, Facts::Usage, found => found.facts.len() as u64);
intake!(DisclosureIntake, Facts::Disclosure, found => found.understood);
intake!(OpinionIntake, Facts::Opinion, found => found.facts.len() as u64);
intake!(CaseIntake<Objection>, Facts::Objection, found => found.facts.len() as u64);
intake!(CaseIntake<Demand>, Facts::Demand, found => found.facts.len() as u64);

/// Reads a file of rows.
///
/// # Errors
///
/// The source cannot be read.
pub(super) fn read<T: Intake>(
    content: &mut Content<'_>,
    reading: Reading<'_>,
    intake: T,
) -> io::Result<Checked> {
    let mut sink = RowsSink(intake);
    let faults = content.read(reading, &mut sink)?;
    Ok(sink.finish(faults))
}

/// Takes rows of a form.
struct RowsSink<T>(T);

impl<T: Intake> RowsSink<T> {
    /// What was understood, and with the faults of reading what was not.
    fn finish(self, reading: Faults) -> Checked {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use config::policy::Policy;
    use jiff::civil::date;
    use metrics::disclosure::DisclosureContext;

    use super::*;

    #[test]
    fn a_row_that_cannot_be_read_was_handed_in() {
        let mut sink = RowsSink(DisclosureIntake::new(DisclosureContext {
            policy: Policy::builtin().disclosure,
            received_on: date(2026, 3, 31),
            authority: None,
            products: None,
            disclosed: BTreeMap::new(),
        }));
        sink.unreadable(&Row { number: 2, byte_offset: 0, byte_length: 0, cells: &[] });
        let checked = sink.finish(Faults::default());
        assert_eq!((checked.rows, checked.understood), (1, 0));
    }
}
