//! The list of incidents that may be open: every one that is, and some that no look has found settled yet.
//!
//! It is derived from the facts, and spares reading all of them. Whatever changes what is known of an
//! incident puts it here in the same transaction, with the number of the act in the audit log; so the list
//! is also what tells a look which incidents changed. The look takes out what asks for nothing any more, and
//! says by when the rest asks for something, so that what presses most is read first.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use metrics::party::PartyId;

use crate::db::{Reader, Tx, in_transaction, on_engine};
use crate::submissions::Submission;
use crate::{StoreError, Writer, text};

// Every report of the incidents that a submission names, and of those that what it supersedes named:
// which of them is in force may have changed.
const LIST_POSTED: &str = "
    INSERT INTO open_incidents (incident_id, sequence)
    SELECT DISTINCT incidents.id, CAST($3 AS BIGINT)
    FROM submissions
    JOIN incidents AS said ON said.submission_id = submissions.id
    JOIN incidents ON incidents.party_id = said.party_id
                  AND incidents.incident_no = said.incident_no
    WHERE submissions.receipt IN ($1, $2)
    ON CONFLICT (incident_id) DO UPDATE SET sequence = excluded.sequence
";

const LIST: &str = "
    INSERT INTO open_incidents (incident_id, sequence)
    SELECT incidents.id, CAST($3 AS BIGINT)
    FROM incidents
    WHERE incidents.party_id = (SELECT parties.id FROM parties WHERE parties.party = $1)
      AND incidents.incident_no = $2
    ON CONFLICT (incident_id) DO UPDATE SET sequence = excluded.sequence
";

const SELECT_LISTED: &str = "
    SELECT incident_id, due_at FROM open_incidents WHERE sequence > $1 AND sequence <= $2
";

const KEEP: &str = "
    INSERT INTO open_incidents (incident_id, sequence, due_at) VALUES ($1, $2, $3)
    ON CONFLICT (incident_id) DO UPDATE SET due_at = excluded.due_at
";

// What was listed after the look began is not settled by it.
const DROP: &str = "DELETE FROM open_incidents WHERE incident_id = $1 AND sequence <= $2";

/// What stands for no instant: it comes after every one.
const NO_DUE: &str = "none";

/// By when incidents ask for something, by their numbers; `None` where there is no such instant, or none
/// is known.
pub type DueIncidents = BTreeMap<i64, Option<Timestamp>>;

/// A place in the list of what may be open, in the order in which it presses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenPlace {
    /// By when the incident asks for something, as the last look found it.
    pub due_at: Option<Timestamp>,
    /// The number of the incident.
    pub incident_id: i64,
}

/// An instant as it stands in the list, to the nanosecond: whoever compares finds it unchanged.
pub(crate) fn due_text(due_at: Option<Timestamp>) -> String {
    due_at.map_or_else(|| NO_DUE.to_owned(), |it| format!("{it:.9}"))
}

/// Reads it back.
pub(crate) fn due_at(column: &str) -> Result<Option<Timestamp>, StoreError> {
    if column == NO_DUE {
        return Ok(None);
    }
    text::parse("open_incidents", "due_at", column).map(Some)
}

/// Lists what a submission that is accepted says something new about.
pub(crate) async fn list_posted(
    tx: &mut Tx,
    submission: &Submission,
    sequence: i64,
) -> Result<(), StoreError> {
    in_transaction!(tx, |it| {
        sqlx::query(LIST_POSTED)
            .bind(&submission.receipt)
            .bind(submission.supersedes.as_deref().unwrap_or_default())
            .bind(sequence)
            .execute(it)
            .await?;
    });
    Ok(())
}

/// Lists the incident that somebody acted on.
pub(crate) async fn list(
    tx: &mut Tx,
    (party, incident_no): (&PartyId, &str),
    sequence: i64,
) -> Result<(), StoreError> {
    in_transaction!(tx, |it| {
        sqlx::query(LIST).bind(party.as_str()).bind(incident_no).bind(sequence).execute(it).await?;
    });
    Ok(())
}

impl Reader {
    /// The reports that were listed by acts of the audit log above the first and at most the last of a
    /// span, with by when they asked for something at the look before. Some are not in force.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn incidents_listed(
        &self,
        (after, last): (i64, i64),
    ) -> Result<DueIncidents, StoreError> {
        let rows: Vec<(i64, String)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_LISTED).bind(after).bind(last).fetch_all(pool).await?
        });
        rows.into_iter().map(|(id, due)| Ok((id, due_at(&due)?))).collect()
    }
}

impl Writer {
    /// Lists what a look found unsettled, with by when it asks for something, and drops what it found
    /// settled or out of force; the look knew the acts of the audit log up to `sequence`, and what later
    /// ones list stays.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn list_incidents(
        &self,
        (unsettled, settled): (&DueIncidents, &BTreeSet<i64>),
        sequence: i64,
    ) -> Result<(), StoreError> {
        if unsettled.is_empty() && settled.is_empty() {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        in_transaction!(&mut tx, |it| {
            for (id, due_at) in unsettled {
                let keep = sqlx::query(KEEP).bind(id).bind(sequence).bind(due_text(*due_at));
                keep.execute(&mut *it).await?;
            }
            for id in settled {
                sqlx::query(DROP).bind(id).bind(sequence).execute(&mut *it).await?;
            }
        });
        tx.commit().await
    }
}
