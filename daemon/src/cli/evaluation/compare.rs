//! `mingjingd evaluation compare`: what changed since another evaluation, or since the last period.

use clap::Args;
use metrics::evaluation::scorecard::Evaluation;
use serde_json::json;
use store::Reader;
use store::evaluations::StoredEvaluation;

use super::super::{Exit, Failure, Shell, output};
use crate::compare::compare;

/// How subjects moved from one evaluation to another, and what made them move.
#[derive(Debug, Args)]
pub struct Compare {
    /// The evaluation's id.
    evaluation: String,
    /// The later one that it is compared with; without, it is compared with the last period.
    with: Option<String>,
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
}

impl Compare {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let words = shell.words(&installation);
        let reader = installation.reader().await?;
        let named = stored(&reader, &self.evaluation).await?;
        let (then, now) = if let Some(with) = &self.with {
            (named, stored(&reader, with).await?)
        } else {
            let none = || Failure::usage("compare-no-period", &[("evaluation", &self.evaluation)]);
            let Evaluation { scheme, period, .. } = &named.evaluation;
            let then = reader.evaluation_of_months_before(&scheme.id, period.first()).await?;
            (then.ok_or_else(none)?, named)
        };
        if then.evaluation.scheme.id != now.evaluation.scheme.id {
            return Err(Failure::usage("compare-schemes", &[("then", &then.id), ("now", &now.id)]));
        }
        let sides = (&then.evaluation, &now.evaluation);
        if !sides.0.scorecards.iter().any(|it| sides.1.card(&it.subject).is_some()) {
            return Err(Failure::usage(
                "compare-no-subject",
                &[("then", &then.id), ("now", &now.id)],
            ));
        }
        let moves = Box::pin(compare(&installation, &reader, sides)).await?;
        if self.json {
            output::json(&json!({ "then": then.id, "now": now.id, "moves": moves }))?;
        } else {
            let rows: Vec<_> = moves.iter().map(|it| (&it.moved, it.parts)).collect();
            output::line(&reports::moves::text([sides.0, sides.1], &rows, &words));
        }
        Ok(Exit::Good)
    }
}

async fn stored(reader: &Reader, id: &str) -> Result<StoredEvaluation, Failure> {
    let unknown = || Failure::usage("cli-no-evaluation", &[("evaluation", id)]);
    reader.evaluation(id).await?.ok_or_else(unknown)
}
