//! The list of incidents that may be open: every one that is, and some that no look has found settled yet.
//!
//! It is derived from the facts, and spares reading all of them. Whatever changes what is known of an
//! incident puts it here in the same transaction, with the number of the act in the audit log; so the list
//! is also what tells a look which incidents changed. The look takes out what asks for nothing any more, and
//! says how much the rest presses, so that what presses most is read first.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use metrics::incident::lifecycle::Urgency;
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

/// What stands for an urgency without an instant.
const AT_ONCE: &str = "at_once";
const UNCLEAR: &str = "unclear";
const LATER: &str = "none";

/// How much incidents press, by their numbers.
pub type PressingIncidents = BTreeMap<i64, Urgency>;

/// A place in the list of what may be open, in the order in which it presses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenPlace {
    /// How much the incident presses, as the last look found it.
    pub urgency: Urgency,
    /// The number of the incident.
    pub incident_id: i64,
}

/// A stretch of the list of which the column has the order, too: what stands after a place, up to an
/// urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OpenSpan {
    pub(crate) after: OpenPlace,
    pub(crate) last: Urgency,
}

/// What stands after a place in the list of an instant. The column does not say what is missed, as what
/// has time left misses it without anybody's doing.
pub(crate) fn spans(after: Option<OpenPlace>, as_of: Timestamp) -> impl Iterator<Item = OpenSpan> {
    let before = as_of.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(Timestamp::MIN);
    let spans = [
        (Urgency::Missed(Timestamp::MIN), Urgency::Missed(before)),
        (Urgency::AtOnce, Urgency::AtOnce),
        (Urgency::Unclear, Urgency::Unclear),
        (Urgency::Due(as_of), Urgency::Due(Timestamp::MAX)),
        (Urgency::Later, Urgency::Later),
    ];
    spans.into_iter().filter(move |(_, last)| after.is_none_or(|it| it.urgency <= *last)).map(
        move |(first, last)| {
            let start = OpenPlace { urgency: first, incident_id: 0 };
            let after = after.filter(|it| first <= it.urgency).unwrap_or(start);
            OpenSpan { after, last }
        },
    )
}

/// An urgency as it stands in the list; instants to the nanosecond: whoever compares finds them unchanged.
pub(crate) fn urgency_text(urgency: Urgency) -> String {
    match urgency {
        Urgency::Missed(due_at) | Urgency::Due(due_at) => format!("{due_at:.9}"),
        Urgency::AtOnce => AT_ONCE.to_owned(),
        Urgency::Unclear => UNCLEAR.to_owned(),
        Urgency::Later => LATER.to_owned(),
    }
}

/// Reads it back, as it is at an instant.
pub(crate) fn urgency(column: &str, as_of: Timestamp) -> Result<Urgency, StoreError> {
    Ok(match column {
        AT_ONCE => Urgency::AtOnce,
        UNCLEAR => Urgency::Unclear,
        LATER => Urgency::Later,
        instant => match text::parse("open_incidents", "due_at", instant)? {
            due_at if due_at < as_of => Urgency::Missed(due_at),
            due_at => Urgency::Due(due_at),
        },
    })
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
    /// span, with how much they press at an instant, as the look before found them. Some are not in force.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn incidents_listed(
        &self,
        (after, last): (i64, i64),
        as_of: Timestamp,
    ) -> Result<PressingIncidents, StoreError> {
        let rows: Vec<(i64, String)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_LISTED).bind(after).bind(last).fetch_all(pool).await?
        });
        rows.into_iter().map(|(id, it)| Ok((id, urgency(&it, as_of)?))).collect()
    }
}

impl Writer {
    /// Lists what a look found unsettled, with how much it presses, and drops what it found
    /// settled or out of force; the look knew the acts of the audit log up to `sequence`, and what later
    /// ones list stays.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn list_incidents(
        &self,
        (unsettled, settled): (&PressingIncidents, &BTreeSet<i64>),
        sequence: i64,
    ) -> Result<(), StoreError> {
        if unsettled.is_empty() && settled.is_empty() {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        in_transaction!(&mut tx, |it| {
            for (id, urgency) in unsettled {
                let keep = sqlx::query(KEEP).bind(id).bind(sequence).bind(urgency_text(*urgency));
                keep.execute(&mut *it).await?;
            }
            for id in settled {
                sqlx::query(DROP).bind(id).bind(sequence).execute(&mut *it).await?;
            }
        });
        tx.commit().await
    }
}
