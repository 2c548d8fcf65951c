//! Demands as `show demands` gives them: how far each has come, and what it waits for.

use jiff::Timestamp;
use jiff::civil::Date;
use metrics::demand::{Demand, Step};
use metrics::party::PartyId;
use serde::Serialize;
use serde_json::{Value, json};
use store::{Reader, StoreError};

use super::steps::{StepJson, steps};
use crate::demands;
use crate::installation::Installation;

#[derive(Debug, Serialize)]
struct DemandJson {
    party: PartyId,
    closed_on: Option<Date>,
    steps: Vec<StepJson>,
    receipt: String,
    row: u64,
    demand: Demand,
}

/// The demands in force, of one party or of all; perhaps only those that are not closed.
pub(super) async fn shown(
    installation: &Installation,
    reader: &Reader,
    (party, as_of, open_only): (Option<&PartyId>, Timestamp, bool),
) -> Result<Value, StoreError> {
    let today = installation.settings.clock.zone.to_datetime(as_of).date();
    let deadlines = demands::deadlines(installation);
    let mut shown = Vec::new();
    for it in demands::in_force(reader, party, as_of).await? {
        let course = it.content.course(&deadlines);
        let closed_on = course.closed_on();
        if open_only && closed_on.is_some() {
            continue;
        }
        shown.push(DemandJson {
            party: it.party,
            closed_on,
            steps: steps(&course, Step::as_str, today),
            receipt: it.receipt,
            row: it.origin.row,
            demand: it.content,
        });
    }
    Ok(json!({ "count": shown.len(), "demands": shown }))
}
