//! Evaluations: computed once, never changed; people's acts on them are append-only events.

use jiff::Timestamp;
use metrics::evaluation::lifecycle::{
    self, Case, EvaluationEvent, EvaluationState, Guide, Standing,
};
use metrics::evaluation::procedure::ProcedurePolicy;
use metrics::evaluation::scorecard::{Evaluation, ScoreResult, Scorecard};
use metrics::incident::ClockContext;
use metrics::party::PartyId;
use metrics::period::Period;
use sha2::{Digest, Sha256};

use crate::audit::{self, Act, hex};
use crate::db::{Reader, Tx, Writer, in_transaction, on_engine};
use crate::findings::json;
use crate::{StoreError, closings, evaluation_events, fail, parties, text};

const INSERT: &str = "
    INSERT INTO evaluations (id, scheme_id, scheme_sha256, policy_sha256, facts_sha256,
                             first_period, last_period, as_of, created_at, requested_by, body)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT (id) DO NOTHING
";

const INSERT_SCORECARD: &str = "
    INSERT INTO scorecards (evaluation_id, subject_id, subject_name, score, band)
    VALUES ($1, $2, $3, $4, $5)
";

const SELECT_ONE: &str = "
    SELECT id, created_at, requested_by, body FROM evaluations WHERE id = $1
";

const SELECT_BODY: &str = "SELECT body FROM evaluations WHERE id = $1";

const SELECT_PAGE: &str = "
    SELECT id, created_at, requested_by, body
    FROM evaluations
    WHERE created_at < $1 OR (created_at = $1 AND id < $2)
    ORDER BY created_at DESC, id DESC
    LIMIT $3
";

/// Whether a row of `evaluations` stands: approved, and neither superseded nor changed by an appeal.
macro_rules! stands {
    () => {
        "EXISTS (
          SELECT 1
          FROM evaluation_events
          WHERE evaluation_events.evaluation_id = evaluations.id
            AND evaluation_events.act = 'approve'
      )
      AND NOT EXISTS (
          SELECT 1
          FROM evaluation_events
          WHERE evaluation_events.evaluation_id = evaluations.id
            AND evaluation_events.act IN ('supersede', 'change')
      )"
    };
}

const SELECT_BEFORE: &str = concat!(
    "
    SELECT evaluations.id, evaluations.created_at, evaluations.requested_by, evaluations.body
    FROM evaluations
    WHERE evaluations.scheme_id = $1 AND evaluations.last_period < $2
      AND ",
    stands!(),
    "
    ORDER BY evaluations.last_period DESC, evaluations.created_at DESC, evaluations.id DESC
    LIMIT 1
"
);

// While an older file on the same subjects and months is out
// and stands, the new one waits: it goes out once it takes the place, and names what it replaces.
const SELECT_UNRENDERED: &str = concat!(
    "
    SELECT evaluations.id, evaluations.created_at, evaluations.requested_by, evaluations.body
    FROM evaluations
    WHERE NOT EXISTS (SELECT 1 FROM reports WHERE reports.id = evaluations.id)
      AND ",
    stands!(),
    "
      AND NOT EXISTS (
          SELECT 1
          FROM evaluations AS old
          JOIN reports ON reports.id = old.id
          JOIN scorecards AS before ON before.evaluation_id = old.id
          JOIN scorecards ON scorecards.evaluation_id = evaluations.id
                         AND scorecards.subject_id = before.subject_id
          WHERE old.id <> evaluations.id AND old.scheme_id = evaluations.scheme_id
            AND old.first_period = evaluations.first_period
            AND old.last_period = evaluations.last_period
            AND NOT EXISTS (
                SELECT 1
                FROM evaluation_events
                WHERE evaluation_events.evaluation_id = old.id
                  AND evaluation_events.act = 'supersede'
            )
      )
    ORDER BY evaluations.id
    LIMIT $1
"
);

const SELECT_REPLACED: &str = "
    SELECT evaluation_events.evaluation_id, COALESCE(reports.sha256, '') AS sha256,
           evaluation_events.note AS reason
    FROM evaluation_events
    LEFT JOIN reports ON reports.id = evaluation_events.evaluation_id
    WHERE evaluation_events.act = 'supersede' AND evaluation_events.name = $1
    ORDER BY evaluation_events.evaluation_id
";

/// Approved evaluations that are rendered in one pass at most.
const UNRENDERED_MAX: i64 = 100;

/// An evaluation with what people did to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvaluation {
    /// Its id: scheme, period and the beginning of the hash of its content.
    pub id: String,
    /// When it was computed.
    pub created_at: Timestamp,
    /// Who asked for it.
    pub requested_by: String,
    /// Its content.
    pub evaluation: Evaluation,
    /// What people did, oldest first.
    pub acts: Vec<EvaluationEvent>,
}

/// An evaluation whose place another one took.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Replaced {
    /// Its id.
    pub evaluation_id: String,
    /// SHA-256 of its package, `""` where none was made.
    pub sha256: String,
    /// Why, in a person's words.
    pub reason: String,
}

impl StoredEvaluation {
    /// How far it has come.
    #[must_use]
    pub fn state(&self) -> EvaluationState {
        EvaluationState::after(&self.acts)
    }

    /// Whom it grades.
    #[must_use]
    pub fn subjects(&self) -> Vec<PartyId> {
        self.evaluation.scorecards.iter().map(|it| it.subject.clone()).collect()
    }

    /// Where it stands at the instant of the context.
    #[must_use]
    pub fn standing(&self, policy: &ProcedurePolicy, context: &ClockContext<'_>) -> Standing {
        let subjects = &self.subjects();
        let case = Case { requested_by: &self.requested_by, subjects, events: &self.acts };
        let procedure = policy.of(&self.evaluation.scheme.id);
        lifecycle::standing(case, Guide { procedure, context })
    }
}

/// An evaluation was handed to the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedEvaluation {
    /// Its id.
    pub id: String,
    /// Whether the same content was there already: nothing changed.
    pub duplicate: bool,
}

impl Writer {
    /// Keeps an evaluation as a draft. The same content again changes nothing.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn record_evaluation(
        &self,
        evaluation: &Evaluation,
        requested_by: &str,
        at: Timestamp,
    ) -> Result<RecordedEvaluation, StoreError> {
        let body = json(evaluation)?;
        let sha256 = hash_of(&body);
        let id = format!("{}-{}-{}", evaluation.scheme.id, evaluation.period, &sha256[..8]);
        let mut tx = self.begin().await?;
        let inserted = insert(&mut tx, &id, evaluation, (&body, requested_by, at)).await?;
        if !inserted {
            return Ok(RecordedEvaluation { id, duplicate: true });
        }
        for card in &evaluation.scorecards {
            let subject_id = parties::number(&mut tx, &card.subject).await?;
            let [_, name, score, band] = graded(card);
            in_transaction!(&mut tx, |it| {
                sqlx::query(INSERT_SCORECARD)
                    .bind(&id)
                    .bind(subject_id)
                    .bind(name)
                    .bind(score)
                    .bind(band)
                    .execute(it)
                    .await?;
            });
        }
        let act = Act { at, actor: requested_by, act: "evaluate", object: &id, detail: &sha256 };
        audit::append(&mut tx, act).await?;
        closings::supersede_new(&mut tx, (&id, evaluation.period), evaluation.as_of).await?;
        fail::point("evaluate.before-commit")?;
        tx.commit().await?;
        fail::point("evaluate.after-commit")?;
        Ok(RecordedEvaluation { id, duplicate: false })
    }
}

async fn insert(
    tx: &mut Tx,
    id: &str,
    evaluation: &Evaluation,
    (body, requested_by, at): (&str, &str, Timestamp),
) -> Result<bool, StoreError> {
    let columns = columns(evaluation);
    let inserted = in_transaction!(tx, |it| {
        let query =
            columns.iter().fold(sqlx::query(INSERT).bind(id), |it, (_, value)| it.bind(value));
        query
            .bind(text::instant(at))
            .bind(requested_by)
            .bind(body)
            .execute(it)
            .await?
            .rows_affected()
    });
    Ok(inserted == 1)
}

/// What columns say of a body, in the order in which they are written.
pub(crate) fn columns(evaluation: &Evaluation) -> [(&'static str, String); 7] {
    let mut facts = Sha256::new();
    for card in &evaluation.scorecards {
        facts.update(card.facts_sha256.as_bytes());
    }
    [
        ("scheme_id", evaluation.scheme.id.clone()),
        ("scheme_sha256", evaluation.scheme.sha256.clone()),
        ("policy_sha256", evaluation.policy.sha256.clone()),
        ("facts_sha256", hex(&facts.finalize())),
        ("first_period", evaluation.period.first().to_string()),
        ("last_period", evaluation.period.last().to_string()),
        ("as_of", text::instant(evaluation.as_of)),
    ]
}

/// What the row of a scorecard says: whom it grades, under which name, the score and the band.
pub(crate) fn graded(card: &Scorecard) -> [String; 4] {
    let score = match &card.result {
        ScoreResult::Scored { score, .. } => score.clone(),
        ScoreResult::NotApplicable => String::new(),
    };
    let band = card.grade().map(|it| it.id.clone()).unwrap_or_default();
    [card.subject.to_string(), card.subject_name.clone(), score, band]
}

pub(crate) fn hash_of(body: &str) -> String {
    hex(&Sha256::digest(body.as_bytes()))
}

/// A body whose hash the id ends with: one that was changed is read by nobody.
fn unaltered<'a>(id: &str, body: &'a str) -> Result<&'a str, StoreError> {
    let sha256 = hash_of(body);
    if id.ends_with(&sha256[..8]) {
        return Ok(body);
    }
    Err(text::corrupt("evaluations", "body", sha256))
}

/// What a body says.
pub(crate) fn read(id: &str, body: &str) -> Result<Evaluation, StoreError> {
    let body = unaltered(id, body)?;
    serde_json::from_str(body).map_err(|_| text::corrupt("evaluations", "body", body))
}

impl Reader {
    /// The evaluation with that id.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn evaluation(&self, id: &str) -> Result<Option<StoredEvaluation>, StoreError> {
        let row: Option<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_ONE).bind(id).fetch_optional(pool).await?
        });
        match row {
            Some(row) => Ok(Some(self.with_acts(row).await?)),
            None => Ok(None),
        }
    }

    /// The bytes of the evaluation with that id, as it was recorded: canonical JSON.
    ///
    /// # Errors
    ///
    /// [`StoreError::Corrupt`] if they have another hash, or an error if the database fails.
    pub async fn evaluation_body(&self, id: &str) -> Result<Option<String>, StoreError> {
        let body: Option<String> = on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_BODY).bind(id).fetch_optional(pool).await?
        });
        if let Some(body) = &body {
            unaltered(id, body)?;
        }
        Ok(body)
    }

    /// At most `limit` evaluations older than the one given (time and id), newest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn evaluations_before(
        &self,
        before: Option<(Timestamp, &str)>,
        limit: i64,
    ) -> Result<Vec<StoredEvaluation>, StoreError> {
        // Every instant sorts before a letter.
        let (at, id) = before.map_or(("z".to_owned(), ""), |(at, id)| (text::instant(at), id));
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_PAGE).bind(&at).bind(id).bind(limit).fetch_all(pool).await?
        });
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            found.push(self.with_acts(row).await?);
        }
        Ok(found)
    }

    /// The evaluations whose place one took.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn replaced_by(&self, id: &str) -> Result<Vec<Replaced>, StoreError> {
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_REPLACED).bind(id).fetch_all(pool).await?
        }))
    }

    /// The evaluation by a scheme that stands of the last months that ended before `first`: approved, and
    /// neither superseded nor changed by an appeal. Of several, the one that was computed last.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn evaluation_of_months_before(
        &self,
        scheme: &str,
        first: Period,
    ) -> Result<Option<StoredEvaluation>, StoreError> {
        let row: Option<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_BEFORE)
                .bind(scheme)
                .bind(first.to_string())
                .fetch_optional(pool)
                .await?
        });
        match row {
            Some(row) => Ok(Some(self.with_acts(row).await?)),
            None => Ok(None),
        }
    }

    /// Approved evaluations that have no package yet and may leave the house.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn evaluations_to_render(&self) -> Result<Vec<StoredEvaluation>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_UNRENDERED).bind(UNRENDERED_MAX).fetch_all(pool).await?
        });
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            found.push(self.with_acts(row).await?);
        }
        Ok(found)
    }

    async fn with_acts(&self, row: Row) -> Result<StoredEvaluation, StoreError> {
        let acts: Vec<evaluation_events::Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(evaluation_events::SELECT).bind(&row.id).fetch_all(pool).await?
        });
        Ok(StoredEvaluation {
            created_at: text::parse("evaluations", "created_at", &row.created_at)?,
            evaluation: read(&row.id, &row.body)?,
            acts: evaluation_events::history(acts)?,
            id: row.id,
            requested_by: row.requested_by,
        })
    }
}

/// What an evaluation says, read within a transaction.
pub(crate) async fn content(tx: &mut Tx, id: &str) -> Result<Evaluation, StoreError> {
    let body: String =
        in_transaction!(tx, |it| sqlx::query_scalar(SELECT_BODY).bind(id).fetch_one(it).await?);
    read(id, &body)
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: String,
    created_at: String,
    requested_by: String,
    body: String,
}
