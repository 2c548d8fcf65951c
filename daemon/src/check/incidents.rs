//! Incidents from rows of the form or from VERIS records. Their clocks are looked at by `duties`: time
//! passes although nothing is handed in.

use std::collections::BTreeSet;

use metrics::finding::{Fault, Faults, Place, reading};
use metrics::form::{Origin, Row};
use metrics::incident::{IncidentContext, IncidentFact, IncidentIntake, veris};
use metrics::party::PartyId;

use super::{Checked, Facts, Plan};
use crate::formats::RowSink;

/// Takes rows and records.
pub(super) struct IncidentSink<'a> {
    party: PartyId,
    intake: IncidentIntake<'a>,
    records: Vec<IncidentFact>,
    faults: Faults,
    rows: u64,
}

impl<'a> IncidentSink<'a> {
    /// Records that name no party are the submitter's.
    pub(super) fn new(
        party: PartyId,
        plan: &Plan<'a>,
        known_parties: Option<BTreeSet<PartyId>>,
    ) -> Self {
        let context = IncidentContext {
            zone: plan.zone.clone(),
            known_parties,
            policy: &plan.policy.incident,
            types: &plan.policy.incident_types,
        };
        Self {
            party,
            intake: IncidentIntake::new(context),
            records: Vec::new(),
            faults: Faults::default(),
            rows: 0,
        }
    }

    pub(super) fn finish(mut self) -> Checked {
        let found = self.intake.finish();
        self.faults.append(found.faults);
        let mut facts = found.facts;
        facts.append(&mut self.records);
        let understood = facts.len() as u64;
        let rows = found.rows + self.rows;
        Checked { facts: Facts::Incident(facts), faults: self.faults, rows, understood }
    }
}

impl RowSink for IncidentSink<'_> {
    fn row(&mut self, row: &Row<'_>) {
        self.intake.row(row);
    }

    fn unreadable(&mut self, _row: &Row<'_>) {}

    fn record(&mut self, origin: Origin, json: &str) {
        self.rows += 1;
        let incident = serde_json::from_str::<veris::Record>(json)
            .map_err(|error| error.to_string())
            .and_then(|record| record.into_incident().map_err(|error| error.to_string()));
        match incident {
            Ok(incident) => {
                let party = self.party.clone();
                self.records.push(IncidentFact { party, incident, origin });
            }
            Err(error) => self.faults.push(Fault {
                cause: origin.row.to_string(),
                expected: "a VERIS incident record".to_owned(),
                actual: error,
                ..Fault::at(reading::ROW_UNREADABLE, Place::row(origin.row))
            }),
        }
    }
}
