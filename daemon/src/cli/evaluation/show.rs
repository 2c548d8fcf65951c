//! Evaluations in a list, and where one stands.

use clap::Args;
use config::locale::Words;
use metrics::evaluation::consequence::{Consequence, Proposed};
use metrics::evaluation::lifecycle::{
    EvaluationAct, EvaluationEvent, EvaluationState, Standing, Step,
};
use metrics::incident::ClockContext;
use metrics::party::PartyId;
use serde_json::{Value, json};
use store::evaluations::StoredEvaluation;
use store::{Reader, StoreError};

use super::super::{Exit, Failure, Shell, output};
use crate::installation::Installation;

/// Evaluations listed at most.
const LISTED_MAX: i64 = 1_000;

/// The evaluations, newest first.
#[derive(Debug, Args)]
pub struct List {
    /// The answer is JSON in any case; scripts may say so.
    #[arg(long)]
    json: bool,
}

/// One evaluation.
#[derive(Debug, Args)]
pub struct Show {
    /// The evaluation's id.
    evaluation: String,
    /// The answer is JSON in any case; scripts may say so.
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let reader = installation.reader().await?;
        let found = reader.evaluations_before(None, LISTED_MAX).await?;
        let words = shell.words(&installation);
        let line = |it: &StoredEvaluation| {
            judged(&installation, |context| {
                summary(it, &standing(it, context, &installation), &words)
            })
        };
        let shown: Vec<Value> = found.iter().map(line).collect();
        output::json(&json!({ "evaluations": shown }))?;
        Ok(Exit::Good)
    }
}

impl Show {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let reader = installation.reader().await?;
        let stored = reader.evaluation(&self.evaluation).await?;
        let missing = || StoreError::NotFound { what: "evaluation", name: self.evaluation.clone() };
        let stored = stored.ok_or_else(missing)?;
        let proposed = reader.proposed(&stored, &installation.policy.procedure).await?;
        let words = shell.words(&installation);
        let newer = newer_scheme((&installation, &words), &reader, &stored).await?;
        let shown = judged(&installation, |context| {
            let standing = standing(&stored, context, &installation);
            let mut shown = summary(&stored, &standing, &words);
            shown["newer_scheme"] = json!(newer);
            shown["standing"] = json!(standing);
            shown["acts"] = stored.acts.iter().map(event).collect();
            shown["proposals"] = proposals(&proposed, (&installation, &words));
            shown["remedies"] = remedies(&stored, context, &installation);
            shown
        });
        output::json(&shown)?;
        Ok(Exit::Good)
    }
}

/// What is said of an evaluation that nobody has approved yet while another scheme came into force.
pub(super) async fn newer_scheme(
    (installation, words): (&Installation, &Words),
    reader: &Reader,
    stored: &StoredEvaluation,
) -> Result<Option<String>, StoreError> {
    let is_open = matches!(
        stored.state(),
        EvaluationState::Draft | EvaluationState::Reviewed | EvaluationState::Feedback
    );
    if !is_open {
        return Ok(None);
    }
    let evaluation = &stored.evaluation;
    let newer = installation.newer_scheme(reader, evaluation).await?;
    Ok(newer.map(|newer| {
        let arguments = [
            ("scheme", evaluation.scheme.id.clone()),
            ("version", evaluation.scheme.version.to_string()),
            ("newer", newer.to_string()),
            ("period", evaluation.period.to_string()),
        ];
        words.format("cli-scheme-changed", &arguments)
    }))
}

/// Judges by the clock of an installation.
fn judged<T>(installation: &Installation, judge: impl FnOnce(&ClockContext<'_>) -> T) -> T {
    let calendar = installation.policy.calendar();
    let (as_of, zone) = (installation.clock.now(), &installation.settings.clock.zone);
    judge(&ClockContext { as_of, zone, calendar: &calendar })
}

fn standing(
    stored: &StoredEvaluation,
    context: &ClockContext<'_>,
    installation: &Installation,
) -> Standing {
    stored.standing(&installation.policy.procedure, context)
}

fn summary(stored: &StoredEvaluation, standing: &Standing, words: &Words) -> Value {
    let next: Vec<Value> = standing.next.iter().map(|it| step(it, (&stored.id, words))).collect();
    json!({
        "id": stored.id,
        "state": standing.state,
        "scheme": stored.evaluation.scheme,
        "created_at": stored.created_at,
        "requested_by": stored.requested_by,
        "subjects": stored.evaluation.scorecards.len(),
        "next": next,
    })
}

/// A step, and what it asks for in words.
fn step(it: &Step, (id, words): (&str, &Words)) -> Value {
    let arguments =
        [("evaluation", id), ("subject", it.subject.as_ref().map_or("", PartyId::as_str))];
    let mut shown = json!(it);
    shown["say"] = json!(words.format(&format!("step-{}", it.kind.as_str()), &arguments));
    shown
}

fn event(it: &EvaluationEvent) -> Value {
    json!({
        "act": it.act,
        "at": it.at,
        "person": it.account,
        "note": it.said.note,
        "document": it.said.document,
        "subject": it.said.subject,
        "name": it.said.name,
        "due_on": it.said.due_on,
    })
}

/// What may follow: proposed with its ground, and decided by a person.
fn proposals(proposed: &[Proposed], (installation, words): (&Installation, &Words)) -> Value {
    let cite = |source| installation.policy.citation(source, words);
    let lines = proposed.iter().flat_map(|of| of.proposals.iter().map(move |it| (of, it)));
    let line = lines.map(|(of, it)| {
        let arguments = [
            ("consequence", words.get(&format!("consequence-{}", it.consequence.as_str()))),
            ("because", words.get(&format!("trigger-{}", it.on.as_str()))),
            ("ground", cite(&it.ground)),
            ("source", cite(&it.source)),
        ];
        json!({
            "subject": of.subject,
            "consequence": it.consequence,
            "because": it.on,
            "ground": it.ground,
            "source": it.source,
            "say": words.format("proposal", &arguments),
        })
    });
    line.collect()
}

/// Until when the law leaves time against what was decided, where that is an administrative act. That
/// nothing follows is none.
fn remedies(
    stored: &StoredEvaluation,
    context: &ClockContext<'_>,
    installation: &Installation,
) -> Value {
    let decided = stored.acts.iter().filter(|it| {
        it.act == EvaluationAct::Decide && it.said.name != Consequence::Nothing.as_str()
    });
    let remedies = &installation.policy.procedure.remedy;
    let each = decided.flat_map(|event| remedies.iter().map(move |remedy| (event, remedy)));
    let line = each.map(|(event, remedy)| {
        let day = context.zone.to_datetime(event.at).date();
        json!({
            "subject": event.said.subject,
            "document": event.said.document,
            "remedy": remedy.name,
            "until": remedy.within.due(day, context.calendar).map(|it| it.date),
            "source": remedy.within.source,
        })
    });
    line.collect()
}
