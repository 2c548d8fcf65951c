//! Whether what people did, what judged by when, and what left the house, is as the audit log has it: each
//! row of a table of acts against the entry that was appended with it. Of deliveries, what was said of an
//! end is in no entry.

use super::evaluations;
use crate::StoreError;
use crate::db::{Reader, on_engine};

/// A column as the log has it, after a blank.
macro_rules! quoted {
    ($name:literal, $value:expr) => {
        concat!("' ", $name, "=\"' || REPLACE(", $value, ", '\"', '\"\"') || '\"'")
    };
}

/// What the log says of several columns, each after a blank: as [`crate::desk::said`].
macro_rules! said {
    ($($name:literal: $value:expr),+) => {
        concat!(
            $("CASE WHEN ", $value, " = '' THEN '' ELSE ", quoted!($name, $value), " END || ",)+
            "''"
        )
    };
}

/// What the log says of a row, and who typed it: as `Desk` appends it.
macro_rules! typed {
    ($table:literal, $said:expr) => {
        concat!(
            "SUBSTR(",
            $said,
            " || CASE WHEN ",
            $table,
            ".typed_by = ",
            $table,
            ".actor THEN '' ELSE ",
            quoted!("typed_by", concat!($table, ".typed_by")),
            " END, 2)"
        )
    };
}

/// Whether an act on an evaluation is that its month was opened again: the log has the reopening alone.
macro_rules! is_marked {
    ($table:literal) => {
        concat!("(", $table, ".act = 'supersede' AND ", $table, ".name = '')")
    };
}

/// Every row of acts, in the words of the log. An ordinal counts the acts on one object.
macro_rules! rows {
    () => {
        concat!(
            "SELECT 'evaluations' AS named, evaluations.id AS object, 1 AS ordinal,
                    'evaluate' AS act, evaluations.created_at AS at,
                    evaluations.requested_by AS actor, '' AS detail
             FROM evaluations
             UNION ALL
             SELECT 'evaluation_events', evaluation_events.evaluation_id,
                    evaluation_events.sequence - (
                        SELECT COUNT(*)
                        FROM evaluation_events AS marked
                        WHERE marked.evaluation_id = evaluation_events.evaluation_id
                          AND marked.sequence < evaluation_events.sequence AND ",
            is_marked!("marked"),
            "
                    ),
                    evaluation_events.act, evaluation_events.at, evaluation_events.actor, ",
            typed!(
                "evaluation_events",
                said!(
                    "subject": "COALESCE(parties.party, '')",
                    "name": "evaluation_events.name",
                    "document": "evaluation_events.document",
                    "due_on": "evaluation_events.due_on",
                    "note": "evaluation_events.note"
                )
            ),
            "
             FROM evaluation_events
             LEFT JOIN parties ON parties.id = evaluation_events.subject_id
             WHERE NOT ",
            is_marked!("evaluation_events"),
            "
             UNION ALL
             SELECT 'incident_events', parties.party || ' ' || incident_events.incident_no,
                    incident_events.sequence, incident_events.act, incident_events.at,
                    incident_events.actor, ",
            typed!(
                "incident_events",
                said!(
                    "level": "incident_events.level",
                    "due_on": "incident_events.due_on",
                    "note": "incident_events.note"
                )
            ),
            "
             FROM incident_events
             JOIN parties ON parties.id = incident_events.party_id
             UNION ALL
             SELECT 'closings', parties.party || ' ' || closings.period, closings.sequence,
                    closings.act, closings.at, closings.actor, ",
            typed!("closings", said!("sha256": "closings.sha256", "note": "closings.note")),
            "
             FROM closings
             JOIN parties ON parties.id = closings.party_id
             UNION ALL
             SELECT 'waivers', parties.party || ' ' || waivers.rule, waivers.number,
                    waiver_events.act || '-waiver', waiver_events.at, waiver_events.actor, ",
            typed!(
                "waiver_events",
                concat!(
                    "CASE WHEN waivers.cause IS NULL THEN ' causes=\"all\"' ELSE ",
                    said!("cause": "waivers.cause"),
                    " END || ",
                    said!(
                        "first_period": "waivers.first_period",
                        "last_period": "waivers.last_period",
                        "from_day": "waivers.from_day",
                        "until_day": "waivers.until_day",
                        "document": "waivers.document",
                        "reason": "waivers.reason",
                        "note": "waiver_events.note"
                    )
                )
            ),
            "
             FROM waivers
             JOIN parties ON parties.id = waivers.party_id
             LEFT JOIN waiver_events ON waiver_events.waiver_number = waivers.number
                                    AND waiver_events.sequence = 1
             UNION ALL
             SELECT 'waiver_events', 'waiver ' || waiver_events.waiver_number,
                    waiver_events.sequence - 1, waiver_events.act || '-waiver', waiver_events.at,
                    waiver_events.actor, ",
            typed!("waiver_events", said!("note": "waiver_events.note")),
            "
             FROM waiver_events
             WHERE waiver_events.sequence <> 1
             UNION ALL
             SELECT 'documents_in_force', documents_in_force.kind || ' ' || documents_in_force.name,
                    ROW_NUMBER() OVER (
                        PARTITION BY documents_in_force.kind, documents_in_force.name
                        ORDER BY documents_in_force.id
                    ),
                    documents_in_force.kind, documents_in_force.in_force_from, 'mingjingd',
                    documents_in_force.sha256
             FROM documents_in_force
             UNION ALL
             SELECT 'reports', reports.id, 1, 'render', reports.rendered_at, 'mingjingd',
                    reports.sha256
             FROM reports
             UNION ALL
             SELECT 'delivery_events', deliveries.report_id || ' ' || deliveries.recipient, 0,
                    CASE WHEN delivery_events.actor = 'mingjingd' THEN 'deliver'
                         WHEN delivery_events.state = 'queued' THEN 'resend'
                         WHEN delivery_events.state = 'received' THEN 'settle-received'
                         WHEN delivery_events.state = 'failed' THEN 'settle-lost'
                         ELSE delivery_events.state END,
                    delivery_events.at, delivery_events.actor,
                    CASE WHEN delivery_events.actor = 'mingjingd' THEN delivery_events.state
                         ELSE '' END
             FROM delivery_events
             JOIN deliveries ON deliveries.id = delivery_events.delivery_id
             WHERE NOT (delivery_events.actor = 'mingjingd'
                        AND delivery_events.state IN ('queued', 'sending'))"
        )
    };
}

/// The entries of the log that tell of acts, by table and object. Acts on an evaluation and on an incident may
/// have one name: an incident's object has a blank.
macro_rules! entries {
    () => {
        "SELECT named, object,
                CASE WHEN named = 'delivery_events' THEN 0
                     ELSE ROW_NUMBER() OVER (
                         PARTITION BY named, CASE WHEN named = 'waivers' THEN '' ELSE object END
                         ORDER BY sequence
                     ) END AS ordinal,
                act, at, actor,
                CASE WHEN act IN ('evaluate', 'resend', 'settle-received', 'settle-lost') THEN ''
                     ELSE detail END AS detail
         FROM (
             SELECT sequence, act, at, actor, detail,
                    CASE WHEN act IN ('policy', 'scheme', 'zone') THEN act || ' ' || object
                         ELSE object END AS object,
                    CASE WHEN act = 'evaluate' THEN 'evaluations'
                         WHEN act = 'render' THEN 'reports'
                         WHEN act IN ('policy', 'scheme', 'zone') THEN 'documents_in_force'
                         WHEN act = 'propose-waiver' THEN 'waivers'
                         WHEN act IN ('approve-waiver', 'refuse-waiver', 'withdraw-waiver')
                         THEN 'waiver_events'
                         WHEN act IN ('freeze', 'ask_reopening', 'reopen', 'refuse_reopening')
                         THEN 'closings'
                         WHEN act IN ('deliver', 'resend', 'settle-received', 'settle-lost')
                         THEN 'delivery_events'
                         WHEN act IN ('triage', 'upgrade', 'propose_downgrade',
                                      'confirm_downgrade', 'refuse_downgrade', 'order',
                                      'accept_rectification', 'archive', 'comment')
                          AND object LIKE '% %'
                         THEN 'incident_events'
                         WHEN act IN ('announce', 'self_assess', 'visit', 'review', 'send_back',
                                      'open_feedback', 'comment', 'approve', 'publish', 'appeal',
                                      'assign', 'uphold', 'change', 'report', 'rectify',
                                      'receive_plan', 'pass', 'fail', 'decide', 'supersede')
                         THEN 'evaluation_events'
                    END AS named
             FROM audit
         ) AS entries
         WHERE named IS NOT NULL"
    };
}

const COUNT: &str = concat!("SELECT COUNT(*) FROM (", entries!(), ") AS told");

/// The first that only one side has: what the log has before what stands in its place.
const SELECT_UNLIKE: &str = concat!(
    "SELECT named, object, ordinal, COALESCE(act, ''), COALESCE(at, ''), COALESCE(actor, ''),
            COALESCE(detail, ''), CAST(SUM(rows) AS BIGINT)
     FROM (
         SELECT named, object, ordinal, act, at, actor, detail, 1 AS rows FROM (",
    rows!(),
    ") AS done
         UNION ALL
         SELECT named, object, ordinal, act, at, actor, detail, -1 FROM (",
    entries!(),
    ") AS told
     ) AS both_sides
     GROUP BY named, object, ordinal, act, at, actor, detail
     HAVING SUM(rows) <> 0
     ORDER BY named, object, ordinal, SUM(rows)
     LIMIT 2"
);

/// An evaluation that says that a month was opened again which was not, or does not say so of one that was.
const SELECT_UNMARKED: &str = concat!(
    "SELECT evaluation_id, sequence, expected, actual
     FROM (
         SELECT evaluation_events.evaluation_id, evaluation_events.sequence, '' AS expected,
                evaluation_events.note AS actual
         FROM evaluation_events
         WHERE ",
    is_marked!("evaluation_events"),
    "
           AND NOT EXISTS (
               SELECT 1
               FROM closings
               JOIN parties ON parties.id = closings.party_id
               JOIN scorecards ON scorecards.subject_id = closings.party_id
               JOIN evaluations ON evaluations.id = scorecards.evaluation_id
               WHERE evaluations.id = evaluation_events.evaluation_id
                 AND closings.act = 'reopen'
                 AND closings.period BETWEEN evaluations.first_period AND evaluations.last_period
                 AND closings.at = evaluation_events.at
                 AND closings.actor = evaluation_events.actor
                 AND closings.typed_by = evaluation_events.typed_by
                 AND parties.party || ' ' || closings.period = evaluation_events.note
           )
         UNION ALL
         SELECT evaluations.id, 0, parties.party || ' ' || closings.period, ''
         FROM closings
         JOIN parties ON parties.id = closings.party_id
         JOIN scorecards ON scorecards.subject_id = closings.party_id
         JOIN evaluations ON evaluations.id = scorecards.evaluation_id
         WHERE closings.act = 'reopen'
           AND closings.period BETWEEN evaluations.first_period AND evaluations.last_period
           AND evaluations.as_of < closings.at
           AND NOT EXISTS (
               SELECT 1
               FROM evaluation_events
               WHERE evaluation_events.evaluation_id = evaluations.id
                 AND evaluation_events.act = 'supersede'
           )
     ) AS unmarked
     ORDER BY evaluation_id, sequence
     LIMIT 1"
);

/// Whether acts are as the audit log has them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ActsVerification {
    /// Each is, and each evaluation is what was computed.
    Whole {
        /// How many there are.
        acts: i64,
    },
    /// One is not.
    Broken(ActDifference),
}

/// A difference between an act and the audit log, or between an evaluation and what was computed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ActDifference {
    /// The table.
    pub table: String,
    /// On what, in the words of the log.
    pub object: String,
    /// Which act on it, from 1; 0 where they have no order.
    pub ordinal: i64,
    /// The column, or `detail` for all that an act says; `None` where one side has no such act.
    pub column: Option<String>,
    /// What the log has; `None` if it has no such act.
    pub expected: Option<String>,
    /// What stands; `None` if nothing does.
    pub actual: Option<String>,
}

/// Table, object, ordinal, act, instant, actor, detail; and how many more there are than the log has.
type Unlike = (String, String, i64, String, String, String, String, i64);

impl Reader {
    /// Whether every act is as the audit log has it and every evaluation what was computed: the first that is
    /// not is named.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn acts_verify(&self) -> Result<ActsVerification, StoreError> {
        let unlike: Vec<Unlike> =
            on_engine!(&self.db, |pool| sqlx::query_as(SELECT_UNLIKE).fetch_all(pool).await?);
        let difference = match named(unlike) {
            None => self.marks_differ().await?,
            some => some,
        };
        let difference = match difference {
            None => evaluations::differs(self).await?,
            some => some,
        };
        if let Some(difference) = difference {
            return Ok(ActsVerification::Broken(difference));
        }
        let acts = on_engine!(&self.db, |pool| sqlx::query_scalar(COUNT).fetch_one(pool).await?);
        Ok(ActsVerification::Whole { acts })
    }

    /// The first evaluation that does not say which of its months was opened again.
    async fn marks_differ(&self) -> Result<Option<ActDifference>, StoreError> {
        let found: Option<(String, i64, String, String)> =
            on_engine!(&self.db, |pool| sqlx::query_as(SELECT_UNMARKED)
                .fetch_optional(pool)
                .await?);
        Ok(found.map(|(object, ordinal, expected, actual)| ActDifference {
            table: "evaluation_events".to_owned(),
            object,
            ordinal,
            column: None,
            expected: Some(expected).filter(|it| !it.is_empty()),
            actual: Some(actual).filter(|it| !it.is_empty()),
        }))
    }
}

/// The first of what only one side has, with what the other has in its place.
fn named(unlike: Vec<Unlike>) -> Option<ActDifference> {
    let mut unlike = unlike.into_iter();
    let (first, second) = (unlike.next()?, unlike.next());
    let is_in_place = |it: &Unlike| (&it.0, &it.1, it.2) == (&first.0, &first.1, first.2);
    let second = second.filter(|it| is_in_place(it) && first.7 < 0 && 0 < it.7);
    let (table, object, ordinal) = (first.0.clone(), first.1.clone(), first.2);
    let columns = |it: Unlike| [("act", it.3), ("at", it.4), ("actor", it.5), ("detail", it.6)];
    let (column, expected, actual) = match (first.7 < 0, second) {
        (true, None) => (None, Some(first.3), None),
        (false, _) => (None, None, Some(first.3)),
        (true, Some(second)) => {
            let mut pairs = columns(first).into_iter().zip(columns(second));
            let (expected, actual) = pairs.find(|(expected, actual)| expected != actual)?;
            (Some(expected.0.to_owned()), Some(expected.1), Some(actual.1))
        }
    };
    Some(ActDifference { table, object, ordinal, column, expected, actual })
}
