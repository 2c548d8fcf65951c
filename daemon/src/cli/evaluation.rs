//! `mingjingd evaluation`: review, approve, send back, each by a named person.

mod compare;
mod rebuild;

use clap::{Args, Subcommand};
use metrics::evaluation::lifecycle::EvaluationAct;
use serde_json::json;

use super::person::{acting, desk};
use super::{Exit, Failure, Shell, output};

/// What people do to an evaluation.
#[derive(Debug, Subcommand)]
pub enum Act {
    /// The evaluations, newest first.
    List,
    /// Vouch for a draft.
    Review(Target),
    /// Approve what another person reviewed.
    Approve(Target),
    /// Make what was reviewed a draft again.
    SendBack(Target),
    /// Compute one again as known at its instant, and compare every byte.
    Rebuild(rebuild::Rebuild),
    /// How subjects moved from one to another, and what facts, scheme and policy made of it.
    Compare(compare::Compare),
}

/// Which evaluation, and who acts.
#[derive(Debug, Args)]
pub struct Target {
    /// The evaluation's id.
    evaluation: String,
    /// Act as this person: only for administrators, and in the demo. Otherwise the Unix account.
    #[arg(long = "as", value_name = "PERSON")]
    person: Option<String>,
    /// Why.
    #[arg(long, default_value = "")]
    note: String,
}

impl Act {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let (target, act) = match self {
            Self::List => return list(shell).await,
            Self::Review(target) => (target, EvaluationAct::Review),
            Self::Approve(target) => (target, EvaluationAct::Approve),
            Self::SendBack(target) => (target, EvaluationAct::SendBack),
            Self::Rebuild(rebuild) => return rebuild.run(shell).await,
            Self::Compare(compare) => return compare.run(shell).await,
        };
        let installation = shell.installation()?;
        let account = acting(&installation, target.person.as_deref()).await?;
        let desk = desk(&installation, &account).await?;
        let now = installation.clock.now();
        desk.act_on_evaluation((&target.evaluation, act), &target.note, now).await?;
        let words = shell.words(&installation);
        let arguments = [("evaluation", target.evaluation.as_str()), ("person", &account)];
        output::say(&words.format(&format!("cli-did-{}", act.as_str()), &arguments));
        Ok(Exit::Good)
    }
}

async fn list(shell: &Shell) -> Result<Exit, Failure> {
    let installation = shell.installation()?;
    let reader = installation.reader().await?;
    let found = reader.evaluations_before(None, 1_000).await?;
    let shown: Vec<_> = (found.iter())
        .map(|it| {
            json!({
                "id": it.id,
                "state": it.state().as_str(),
                "created_at": it.created_at,
                "requested_by": it.requested_by,
                "subjects": it.evaluation.scorecards.len(),
            })
        })
        .collect();
    output::json(&json!({ "evaluations": shown }))?;
    Ok(Exit::Good)
}
