//! Cases as `show objections` and `show demands` give them: how far each has come, and what it waits for.

use jiff::Timestamp;
use jiff::civil::Date;
use metrics::case::{Case, Course, Taken};
use metrics::party::PartyId;
use serde_json::{Value, json};
use store::numbered::Numbered;
use store::{Reader, StoreError};

use crate::cases;
use crate::installation::Installation;

/// The cases as they stand, of one party or of all; perhaps only those that are not closed.
pub(super) async fn shown<T: Case + Numbered>(
    installation: &Installation,
    reader: &Reader,
    (party, as_of, open_only): (Option<&PartyId>, Timestamp, bool),
) -> Result<Value, StoreError> {
    let today = installation.settings.clock.zone.to_datetime(as_of).date();
    let deadlines = cases::deadlines(&installation.policy);
    let mut shown = Vec::new();
    for (party, it) in cases::standing::<T>(installation, reader, (party, as_of)).await? {
        let course = it.case.course(&deadlines);
        let closed_on = course.closed_on();
        if open_only && closed_on.is_some() {
            continue;
        }
        shown.push(json!({
            "party": party,
            "closed_on": closed_on,
            "steps": steps(&course, today),
            "receipt": it.receipt,
            "row": it.origin.row,
            (T::KIND.as_str()): it.case,
        }));
    }
    Ok(json!({ "count": shown.len(), (format!("{}s", T::KIND)): shown }))
}

/// Each step by its word, as known on a day.
fn steps<S: ToString>(course: &Course<S>, today: Date) -> Vec<Value> {
    let step = |it: &Taken<S>| {
        json!({
            "step": it.step.to_string(),
            "on": it.on,
            "due_on": it.due_on,
            "late": it.is_late(today),
        })
    };
    course.steps.iter().map(step).collect()
}
