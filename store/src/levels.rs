//! Levels: the scores of one subject by one scheme over the months, as far as they still stand.

use metrics::party::PartyId;
use metrics::period::{Period, Span};

use crate::db::{Reader, on_engine};
use crate::{StoreError, text};

// Of several evaluations of the same months the published one, else the approved one, else the newest.
// What was superseded, or changed by an appeal, does not stand.
const SELECT: &str = "
    SELECT evaluation_id, first_period, last_period, scheme_sha256, policy_sha256, scheme_version, score
    FROM (
        SELECT evaluations.id AS evaluation_id, evaluations.first_period, evaluations.last_period,
               evaluations.scheme_sha256, evaluations.policy_sha256,
               COALESCE(documents.version, 0) AS scheme_version, scorecards.score,
               ROW_NUMBER() OVER (
                   PARTITION BY evaluations.first_period, evaluations.last_period
                   ORDER BY CASE
                                WHEN EXISTS (
                                    SELECT 1 FROM evaluation_events AS published
                                    WHERE published.evaluation_id = evaluations.id
                                      AND published.act = 'publish'
                                ) THEN 0
                                WHEN EXISTS (
                                    SELECT 1 FROM evaluation_events AS approved
                                    WHERE approved.evaluation_id = evaluations.id
                                      AND approved.act = 'approve'
                                ) THEN 1
                                ELSE 2
                            END,
                            evaluations.created_at DESC, evaluations.id DESC
               ) AS place
        FROM scorecards
        JOIN parties ON parties.id = scorecards.subject_id
        JOIN evaluations ON evaluations.id = scorecards.evaluation_id
        LEFT JOIN documents ON documents.sha256 = evaluations.scheme_sha256
        WHERE parties.party = $1 AND evaluations.scheme_id = $2 AND evaluations.last_period < $3
          AND NOT EXISTS (
              SELECT 1 FROM evaluation_events AS ended
              WHERE ended.evaluation_id = evaluations.id AND ended.act IN ('supersede', 'change')
          )
    ) AS standing
    WHERE place = 1
    ORDER BY last_period DESC, first_period DESC
    LIMIT $4
";

/// The score of a subject in some months.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// The id of the evaluation that gave it.
    pub evaluation: String,
    /// The months.
    pub period: Span,
    /// SHA-256 of the scheme.
    pub scheme_sha256: String,
    /// The version of the scheme; 0 where its document was not kept.
    pub scheme_version: i64,
    /// SHA-256 of the policy pack.
    pub policy_sha256: String,
    /// The score as decimal text, `""` where there was none.
    pub score: String,
}

impl Reader {
    /// At most `limit` levels of a subject by a scheme, of months that ended before `before`, the last
    /// ones first. Of the same months there is one: the published, else the approved, else the newest.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn levels_before(
        &self,
        (subject, scheme): (&PartyId, &str),
        (before, limit): (Period, i64),
    ) -> Result<Vec<Level>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT)
                .bind(subject.as_str())
                .bind(scheme)
                .bind(before.to_string())
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(Row::level).collect()
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    evaluation_id: String,
    first_period: String,
    last_period: String,
    scheme_sha256: String,
    policy_sha256: String,
    scheme_version: i64,
    score: String,
}

impl Row {
    fn level(self) -> Result<Level, StoreError> {
        let months = format!("{}..{}", self.first_period, self.last_period);
        let corrupt = || text::corrupt("evaluations", "first_period", &months);
        Ok(Level {
            evaluation: self.evaluation_id,
            period: months.parse().map_err(|_| corrupt())?,
            scheme_sha256: self.scheme_sha256,
            scheme_version: self.scheme_version,
            policy_sha256: self.policy_sha256,
            score: self.score,
        })
    }
}
