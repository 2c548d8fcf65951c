//! The list of incidents that may be open: every one that is, and some that no look has found settled yet.
//!
//! It is derived from the facts, and spares reading all of them. Whatever changes what is known of an
//! incident puts it here in the same transaction, with the number of the act in the audit log; so the list
//! is also what tells a look which incidents changed. The look takes out what asks for nothing any more.

use metrics::party::PartyId;

use crate::db::{Reader, Tx, in_transaction, on_engine};
use crate::submissions::Submission;
use crate::{StoreError, Writer};

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
    SELECT incident_id FROM open_incidents WHERE sequence > $1 AND sequence <= $2 ORDER BY incident_id
";

const KEEP: &str = "
    INSERT INTO open_incidents (incident_id, sequence) VALUES ($1, $2)
    ON CONFLICT (incident_id) DO NOTHING
";

// What was listed after the look began is not settled by it.
const DROP: &str = "DELETE FROM open_incidents WHERE incident_id = $1 AND sequence <= $2";

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
    /// The numbers of the reports that were listed by acts of the audit log above the first and at most
    /// the last of a span, in rising order. Some are not in force.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn incidents_listed(
        &self,
        (after, last): (i64, i64),
    ) -> Result<Vec<i64>, StoreError> {
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_LISTED).bind(after).bind(last).fetch_all(pool).await?
        }))
    }
}

impl Writer {
    /// Lists what a look found unsettled, and drops what it found settled or out of force, by their
    /// numbers; the look knew the acts of the audit log up to `sequence`, and what later ones list stays.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn list_incidents(
        &self,
        (unsettled, settled): (&[i64], &[i64]),
        sequence: i64,
    ) -> Result<(), StoreError> {
        if unsettled.is_empty() && settled.is_empty() {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        in_transaction!(&mut tx, |it| {
            for (statement, ids) in [(KEEP, unsettled), (DROP, settled)] {
                for id in ids {
                    sqlx::query(statement).bind(id).bind(sequence).execute(&mut *it).await?;
                }
            }
        });
        tx.commit().await
    }
}
