//! What people did with evaluations. Append-only; whether an act is allowed is decided by `metrics`, on
//! the history of the same transaction.

use jiff::Timestamp;
use jiff::civil::Date;
use metrics::actor::{Actor, Hands};
use metrics::evaluation::lifecycle::{
    self, Case, EvaluationAct, EvaluationEvent, EvaluationState, Guide, Refused, Said, Standing,
};
use metrics::evaluation::procedure::{Procedure, ProcedurePolicy};
use metrics::incident::ClockContext;
use metrics::party::PartyId;

use crate::db::{Reader, Tx, in_transaction, on_engine};
use crate::desk::{self, DeskError};
use crate::register::Person;
use crate::{StoreError, parties, proposals, text};

const INSERT: &str = "
    INSERT INTO evaluation_events (evaluation_id, sequence, act, at, actor, typed_by, note, subject_id,
                                   document, name, due_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
";

pub(crate) const SELECT: &str = "
    SELECT evaluation_events.act, evaluation_events.at, evaluation_events.actor,
           evaluation_events.typed_by, evaluation_events.note, COALESCE(parties.party, '') AS subject,
           evaluation_events.document, evaluation_events.name, evaluation_events.due_on
    FROM evaluation_events
    LEFT JOIN parties ON parties.id = evaluation_events.subject_id
    WHERE evaluation_events.evaluation_id = $1
    ORDER BY evaluation_events.sequence
";

const SELECT_ASKED: &str = "SELECT scheme_id, requested_by FROM evaluations WHERE id = $1";

const SELECT_SUBJECTS: &str = "
    SELECT parties.party
    FROM scorecards
    JOIN parties ON parties.id = scorecards.subject_id
    WHERE scorecards.evaluation_id = $1
    ORDER BY parties.party
";

// Another one by the same scheme of the same months, which nothing replaced itself: whether two people
// approved it, and how many subjects it lacks.
const SELECT_SUCCESSOR: &str = "
    SELECT (
               SELECT COUNT(*)
               FROM evaluation_events
               WHERE evaluation_events.evaluation_id = new.id AND evaluation_events.act = 'approve'
           ) AS approved,
           (
               SELECT COUNT(*)
               FROM scorecards AS graded
               WHERE graded.evaluation_id = old.id
                 AND NOT EXISTS (
                     SELECT 1
                     FROM scorecards
                     WHERE scorecards.evaluation_id = new.id
                       AND scorecards.subject_id = graded.subject_id
                 )
           ) AS lacking
    FROM evaluations AS new
    JOIN evaluations AS old ON old.scheme_id = new.scheme_id
                           AND old.first_period = new.first_period
                           AND old.last_period = new.last_period
    WHERE new.id = $1 AND old.id = $2 AND new.id <> old.id
      AND NOT EXISTS (
          SELECT 1
          FROM evaluation_events
          WHERE evaluation_events.evaluation_id = new.id AND evaluation_events.act = 'supersede'
      )
";

// Of what is superseded, orders to rectify that were not checked again are left.
const SELECT_COURSES: &str = "
    SELECT evaluations.id, evaluations.scheme_id, evaluations.requested_by,
           CASE WHEN EXISTS (SELECT 1 FROM reports WHERE reports.id = evaluations.id)
                THEN 1 ELSE 0 END AS files
    FROM evaluations
    WHERE evaluations.created_at <= $1
      AND (
          NOT EXISTS (
              SELECT 1
              FROM evaluation_events
              WHERE evaluation_events.evaluation_id = evaluations.id
                AND evaluation_events.act = 'supersede'
                AND evaluation_events.at <= $1
          )
          OR 0 < (
              SELECT COALESCE(SUM(CASE WHEN evaluation_events.act = 'rectify' THEN 1 ELSE -1 END), 0)
              FROM evaluation_events
              WHERE evaluation_events.evaluation_id = evaluations.id
                AND evaluation_events.act IN ('rectify', 'pass', 'fail')
                AND evaluation_events.at <= $1
          )
      )
    ORDER BY evaluations.created_at DESC, evaluations.id DESC
    LIMIT $2
";

/// What a person asks to do with an evaluation.
#[derive(Clone, Copy, Debug)]
pub struct OnEvaluation<'a> {
    /// Its id.
    pub id: &'a str,
    /// What.
    pub act: EvaluationAct,
    /// What is said with it.
    pub said: &'a Said,
    /// The procedures of schemes.
    pub policy: &'a ProcedurePolicy,
    /// The instant of the act, zone and calendar.
    pub context: &'a ClockContext<'a>,
}

/// The course of an evaluation, without what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Its id.
    pub id: String,
    /// The id of its scheme.
    pub scheme: String,
    /// Who asked for it.
    pub requested_by: String,
    /// Whom it grades.
    pub subjects: Vec<PartyId>,
    /// What people did, oldest first.
    pub events: Vec<EvaluationEvent>,
    /// Whether its file was made.
    pub has_file: bool,
}

impl Course {
    /// Where it stands at the instant of the context.
    #[must_use]
    pub fn standing(&self, policy: &ProcedurePolicy, context: &ClockContext<'_>) -> Standing {
        let Self { requested_by, subjects, events, .. } = self;
        let case = Case { requested_by, subjects, events };
        lifecycle::standing(case, Guide { procedure: policy.of(&self.scheme), context })
    }
}

impl Reader {
    /// At most `limit` courses of evaluations that stood at an instant and were not superseded, or left
    /// an open order to rectify, newest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn courses(&self, as_of: Timestamp, limit: i64) -> Result<Vec<Course>, StoreError> {
        let rows: Vec<(String, String, String, i32)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_COURSES)
                .bind(text::instant(as_of))
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        let mut courses = Vec::with_capacity(rows.len());
        for (id, scheme, requested_by, files) in rows {
            let events: Vec<Row> = on_engine!(&self.db, |pool| {
                sqlx::query_as(SELECT).bind(&id).fetch_all(pool).await?
            });
            let subjects: Vec<String> = on_engine!(&self.db, |pool| {
                sqlx::query_scalar(SELECT_SUBJECTS).bind(&id).fetch_all(pool).await?
            });
            let (subjects, events) = (parties_of(&subjects)?, history(events)?);
            let has_file = files != 0;
            courses.push(Course { id, scheme, requested_by, subjects, events, has_file });
        }
        Ok(courses)
    }
}

/// What the audit log says of an act.
fn detail(Said { note, document, subject, name, due_on }: &Said) -> String {
    let subject = subject.as_ref().map_or("", PartyId::as_str);
    let due_on = due_on.as_ref().map(Date::to_string).unwrap_or_default();
    desk::said([
        ("subject", subject),
        ("name", name),
        ("document", document),
        ("due_on", &due_on),
        ("note", note),
    ])
}

/// Records what a person asks for, if it is of the body that evaluates and the evaluation allows it. Returns
/// what the audit log says of it, with the last day that follows from the act. The
/// audit head is locked before, so that two people do not act on the same history. `named` is the person
/// whom the act names to review an appeal, if the register knows one.
pub(crate) async fn act(
    tx: &mut Tx,
    asked: &OnEvaluation<'_>,
    (person, actor): (&Person, Actor<'_>),
    named: Option<&Person>,
) -> Result<String, DeskError> {
    let (scheme, requested_by, subjects) = asked_in(tx, asked.id).await?;
    let events = events_in(tx, asked.id).await?;
    let case = Case { requested_by: &requested_by, subjects: &subjects, events: &events };
    let guide = Guide { procedure: asked.policy.of(&scheme), context: asked.context };
    guide.procedure.admit(person.belonging())?;
    let event = lifecycle::apply(case, (asked.act, asked.said), actor, guide)?;
    match asked.act {
        EvaluationAct::Assign => reviews(named, guide.procedure)?,
        EvaluationAct::Supersede => {
            if let Some(refused) = unfit(tx, &asked.said.name, asked.id).await? {
                return Err(refused.into());
            }
        }
        EvaluationAct::Decide | EvaluationAct::Rectify => proposals::allow(tx, asked).await?,
        _ => {}
    }
    append(tx, asked.id, (&events, &event)).await?;
    Ok(detail(&event.said))
}

/// Whether the person that is named may review an appeal: a supervisor of the body that evaluates.
fn reviews(named: Option<&Person>, procedure: &Procedure) -> Result<(), Refused> {
    let named = named.filter(|it| EvaluationAct::Uphold.needs() <= it.role);
    let named = named.ok_or(Refused::UnknownReviewer)?;
    procedure.admit(named.belonging()).map_err(|_| Refused::ReviewerOfOtherBody)
}

/// Marks an evaluation as built on a month that was opened again, unless it is superseded already.
pub(crate) async fn supersede(
    tx: &mut Tx,
    id: &str,
    (hands, at, note): (Hands<'_>, Timestamp, &str),
) -> Result<(), StoreError> {
    let events = events_in(tx, id).await?;
    if EvaluationState::after(&events) == EvaluationState::Superseded {
        return Ok(());
    }
    let said = Said { note: note.to_owned(), ..Said::default() };
    let (account, typed_by) = (hands.account.to_owned(), hands.typed_by.to_owned());
    let act = EvaluationAct::Supersede;
    append(tx, id, (&events, &EvaluationEvent { act, at, account, typed_by, said })).await
}

/// Appends an event to those there are.
async fn append(
    tx: &mut Tx,
    id: &str,
    (events, event): (&[EvaluationEvent], &EvaluationEvent),
) -> Result<(), StoreError> {
    let sequence = i64::try_from(events.len()).unwrap_or(i64::MAX) + 1;
    let Said { note, document, subject, name, due_on } = &event.said;
    let subject_id = match subject {
        Some(subject) => Some(parties::number(tx, subject).await?),
        None => None,
    };
    let due_on = due_on.map(|it| it.to_string()).unwrap_or_default();
    in_transaction!(tx, |it| {
        sqlx::query(INSERT)
            .bind(id)
            .bind(sequence)
            .bind(event.act.as_str())
            .bind(text::instant(event.at))
            .bind(&event.account)
            .bind(&event.typed_by)
            .bind(note)
            .bind(subject_id)
            .bind(document)
            .bind(name)
            .bind(&due_on)
            .execute(it)
            .await?;
    });
    Ok(())
}

/// Why one evaluation may not take the place of another.
async fn unfit(tx: &mut Tx, new: &str, old: &str) -> Result<Option<Refused>, StoreError> {
    let found: Option<(i64, i64)> = in_transaction!(tx, |it| {
        sqlx::query_as(SELECT_SUCCESSOR).bind(new).bind(old).fetch_optional(it).await?
    });
    Ok(match found {
        None => Some(Refused::NoSuccessor),
        Some((0, _)) => Some(Refused::SuccessorNotApproved),
        Some((_, 0)) => None,
        Some(_) => Some(Refused::SuccessorLacksSubjects),
    })
}

/// By which scheme an evaluation grades, who asked for it, and whom it grades.
async fn asked_in(tx: &mut Tx, id: &str) -> Result<(String, String, Vec<PartyId>), StoreError> {
    let asked: Option<(String, String)> = in_transaction!(&mut *tx, |it| {
        sqlx::query_as(SELECT_ASKED).bind(id).fetch_optional(it).await?
    });
    let missing = || StoreError::NotFound { what: "evaluation", name: id.to_owned() };
    let (scheme, requested_by) = asked.ok_or_else(missing)?;
    let subjects: Vec<String> = in_transaction!(&mut *tx, |it| {
        sqlx::query_scalar(SELECT_SUBJECTS).bind(id).fetch_all(it).await?
    });
    Ok((scheme, requested_by, parties_of(&subjects)?))
}

/// What people did to an evaluation, read within a transaction.
async fn events_in(tx: &mut Tx, id: &str) -> Result<Vec<EvaluationEvent>, StoreError> {
    let rows: Vec<Row> =
        in_transaction!(tx, |it| sqlx::query_as(SELECT).bind(id).fetch_all(it).await?);
    history(rows)
}

fn parties_of(texts: &[String]) -> Result<Vec<PartyId>, StoreError> {
    texts.iter().map(|it| text::parse("parties", "party", it)).collect()
}

/// Rows as events.
pub(crate) fn history(rows: Vec<Row>) -> Result<Vec<EvaluationEvent>, StoreError> {
    rows.into_iter().map(EvaluationEvent::try_from).collect()
}

#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Row {
    act: String,
    at: String,
    actor: String,
    typed_by: String,
    note: String,
    subject: String,
    document: String,
    name: String,
    due_on: String,
}

impl TryFrom<Row> for EvaluationEvent {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let table = "evaluation_events";
        let is_some = |it: &&String| !it.is_empty();
        let subject = Some(&row.subject).filter(is_some);
        let due_on = Some(&row.due_on).filter(is_some);
        Ok(Self {
            act: text::word(table, "act", &row.act, EvaluationAct::parse)?,
            at: text::parse(table, "at", &row.at)?,
            account: row.actor,
            typed_by: row.typed_by,
            said: Said {
                subject: subject.map(|it| text::parse(table, "subject", it)).transpose()?,
                due_on: due_on.map(|it| text::parse(table, "due_on", it)).transpose()?,
                note: row.note,
                document: row.document,
                name: row.name,
            },
        })
    }
}
