//! Objections as `show objections` gives them: how far each has come, and what it waits for.

use jiff::Timestamp;
use jiff::civil::Date;
use metrics::objection::{Objection, Taken};
use metrics::party::PartyId;
use serde::Serialize;
use serde_json::{Value, json};
use store::{Reader, StoreError};

use crate::installation::Installation;
use crate::objections;

#[derive(Debug, Serialize)]
struct ObjectionJson {
    party: PartyId,
    closed_on: Option<Date>,
    steps: Vec<StepJson>,
    receipt: String,
    row: u64,
    objection: Objection,
}

#[derive(Debug, Serialize)]
struct StepJson {
    step: &'static str,
    on: Option<Date>,
    due_on: Option<Date>,
    late: bool,
}

/// The objections in force, of one party or of all; perhaps only those that are not closed.
pub(super) async fn shown(
    installation: &Installation,
    reader: &Reader,
    (party, as_of, open_only): (Option<&PartyId>, Timestamp, bool),
) -> Result<Value, StoreError> {
    let today = installation.settings.clock.zone.to_datetime(as_of).date();
    let deadlines = objections::deadlines(installation);
    let mut shown = Vec::new();
    for it in objections::in_force(reader, party, as_of).await? {
        let course = it.objection.course(&deadlines);
        let closed_on = course.closed_on();
        if open_only && closed_on.is_some() {
            continue;
        }
        let step = |it: Taken| StepJson {
            step: it.step.as_str(),
            on: it.on,
            due_on: it.due_on,
            late: it.is_late(today),
        };
        shown.push(ObjectionJson {
            party: it.party,
            closed_on,
            steps: course.steps.into_iter().map(step).collect(),
            receipt: it.receipt,
            row: it.origin.row,
            objection: it.objection,
        });
    }
    Ok(json!({ "count": shown.len(), "objections": shown }))
}
