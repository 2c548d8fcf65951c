//! Feedback: what a subject is told of an evaluation, made of its scorecard. Nothing is kept.

use config::locale::Words;
use metrics::evaluation::lifecycle::{EvaluationAct, EvaluationState, may_leave};
use metrics::party::PartyId;
use reports::statement::{Audience, Document, Feedback, Printed, feedback};
use store::{Reader, StoreError};
use thiserror::Error;

use crate::evaluate::Page;
use crate::explain::{Asked, ExplainError, mended, with_means};
use crate::installation::Installation;

/// Why there is no feedback.
#[derive(Debug, Error)]
pub enum FeedbackError {
    /// There is no such evaluation.
    #[error("there is no evaluation {id:?}")]
    Evaluation {
        /// What was asked for.
        id: String,
    },
    /// Nobody has reviewed it.
    #[error("the evaluation {id} is a draft")]
    Draft {
        /// Which.
        id: String,
    },
    /// The subject or the scheme cannot be had.
    #[error(transparent)]
    Explain(#[from] ExplainError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The feedback for a subject of an evaluation that somebody reviewed.
///
/// # Errors
///
/// [`FeedbackError`].
pub async fn document(
    (installation, words): (&Installation, &Words),
    reader: &Reader,
    (id, subject): (&str, &PartyId),
) -> Result<Document, FeedbackError> {
    let unknown = || FeedbackError::Evaluation { id: id.to_owned() };
    let stored = reader.evaluation(id).await?.ok_or_else(unknown)?;
    if stored.state() == EvaluationState::Draft {
        return Err(FeedbackError::Draft { id: id.to_owned() });
    }
    let evaluation = &stored.evaluation;
    let unknown = || ExplainError::Subject { subject: subject.clone() };
    let known = installation.of(reader, evaluation).await.map_err(ExplainError::from)?;
    let evaluation = &with_means(&known, evaluation);
    let card = evaluation.card(subject).ok_or_else(unknown)?;
    let asked = Asked { subject, indicator: None, page: Page::default() };
    let gains = mended(&known, (evaluation, asked));
    let mut annulled = reader.annulled_since(evaluation).await?;
    annulled.retain(|it| it.subject == *subject);
    let is_open = stored.state() == EvaluationState::Feedback;
    let opened = stored.acts.iter().rfind(|it| it.act == EvaluationAct::OpenFeedback);
    let told = Feedback {
        id,
        evaluation,
        card,
        gains: gains.as_deref(),
        answer_by: opened.filter(|_| is_open).and_then(|it| it.said.due_on),
        stands: may_leave(&stored.acts),
        annulled: &annulled,
    };
    let printed = Printed {
        unit: &card.subject_name,
        as_of: evaluation.as_of,
        zone: &known.settings.clock.zone,
        words,
        policy: &known.policy,
        audience: Audience::House,
    };
    Ok(feedback(&told, &printed))
}
