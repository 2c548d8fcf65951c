//! What may follow from an evaluation: proposed by the ladder of its scheme, given the grades before.

use metrics::evaluation::consequence::{Consequence, Ladder, Proposed};
use metrics::evaluation::lifecycle::{EvaluationAct, Refused, may_leave};
use metrics::evaluation::procedure::ProcedurePolicy;
use metrics::evaluation::scorecard::Evaluation;
use metrics::party::PartyId;
use metrics::period::Period;

use crate::db::{Reader, Tx, in_transaction, on_engine};
use crate::desk::DeskError;
use crate::evaluation_events::OnEvaluation;
use crate::evaluations::{self, StoredEvaluation};
use crate::{StoreError, text};

// The last published grade of each subject; a time without any does not make the failure before it forgotten.
// What is superseded counts until its successor is published.
const SELECT_BANDS_BEFORE: &str = "
    SELECT graded.party, graded.band
    FROM (
        SELECT parties.party, scorecards.band,
               ROW_NUMBER() OVER (
                   PARTITION BY scorecards.subject_id
                   ORDER BY evaluations.last_period DESC, published.at DESC, evaluations.id DESC
               ) AS place
        FROM scorecards
        JOIN parties ON parties.id = scorecards.subject_id
        JOIN evaluations ON evaluations.id = scorecards.evaluation_id
        JOIN evaluation_events AS published ON published.evaluation_id = evaluations.id
                                           AND published.act = 'publish'
        WHERE evaluations.scheme_id = $1 AND evaluations.last_period < $2
          AND scorecards.band <> ''
          AND NOT EXISTS (
              SELECT 1
              FROM evaluation_events AS superseded
              JOIN evaluation_events AS successor ON successor.evaluation_id = superseded.name
                                                 AND successor.act = 'publish'
              WHERE superseded.evaluation_id = evaluations.id AND superseded.act = 'supersede'
          )
    ) AS graded
    WHERE graded.place = 1
    ORDER BY graded.party
";

impl Reader {
    /// What is proposed for each subject of an evaluation; for one that is superseded, or that an appeal
    /// changed, nothing.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn proposed(
        &self,
        stored: &StoredEvaluation,
        policy: &ProcedurePolicy,
    ) -> Result<Vec<Proposed>, StoreError> {
        let evaluation = &stored.evaluation;
        let scheme = &evaluation.scheme.id;
        let ladder = policy.of(scheme).ladder.as_ref();
        let Some(ladder) = ladder.filter(|_| may_leave(&stored.acts).is_ok()) else {
            return Ok(Vec::new());
        };
        let before = self.bands_before(scheme, evaluation.period.first()).await?;
        Ok(ladder.proposed(evaluation, &before))
    }

    /// The bands that the subjects of a scheme were given last in what was published of months that
    /// ended before `first`.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn bands_before(
        &self,
        scheme: &str,
        first: Period,
    ) -> Result<Vec<(PartyId, String)>, StoreError> {
        bands(on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_BANDS_BEFORE)
                .bind(scheme)
                .bind(first.to_string())
                .fetch_all(pool)
                .await?
        }))
    }
}

/// Whether what is to be decided is proposed for the subject, as nothing always may be; and whether anything
/// is, for a subject that is ordered to rectify by a scheme that has a ladder.
pub(crate) async fn allow(tx: &mut Tx, asked: &OnEvaluation<'_>) -> Result<(), DeskError> {
    let orders = asked.act == EvaluationAct::Rectify;
    let decided = Consequence::parse(&asked.said.name).filter(|_| !orders);
    if decided == Some(Consequence::Nothing) {
        return Ok(());
    }
    let evaluation = evaluations::content(tx, asked.id).await?;
    let Some(ladder) = &asked.policy.of(&evaluation.scheme.id).ladder else {
        return if orders { Ok(()) } else { Err(Refused::NotProposed.into()) };
    };
    let proposed = proposed_in(tx, &evaluation, ladder).await?;
    let of = proposed.iter().filter(|it| asked.said.subject.as_ref() == Some(&it.subject));
    let mut consequences = of.flat_map(|it| &it.proposals).map(|it| it.consequence);
    if consequences.any(|it| orders || decided == Some(it)) {
        return Ok(());
    }
    let refused = if orders { Refused::NothingProposed } else { Refused::NotProposed };
    Err(refused.into())
}

async fn proposed_in(
    tx: &mut Tx,
    evaluation: &Evaluation,
    ladder: &Ladder,
) -> Result<Vec<Proposed>, StoreError> {
    let scheme = &evaluation.scheme.id;
    let first = evaluation.period.first().to_string();
    let before = bands(in_transaction!(tx, |it| {
        sqlx::query_as(SELECT_BANDS_BEFORE).bind(scheme).bind(&first).fetch_all(it).await?
    }))?;
    Ok(ladder.proposed(evaluation, &before))
}

fn bands(rows: Vec<(String, String)>) -> Result<Vec<(PartyId, String)>, StoreError> {
    let band =
        |(party, band): (String, String)| Ok((text::parse("parties", "party", &party)?, band));
    rows.into_iter().map(band).collect()
}
