//! `mingjingd evaluation compare`: what changed since another evaluation, or since the last period.

use clap::Args;
use jiff::tz::TimeZone;
use metrics::evaluation::scorecard::Evaluation;
use metrics::period::Period;
use reports::moves::{self, Recorded};
use serde_json::{Value, json};
use store::Reader;
use store::evaluations::StoredEvaluation;

use super::super::{Exit, Failure, Shell, output};
use crate::compare::{compare, not_due};

/// How subjects moved from one evaluation to another, and what made them move.
#[derive(Debug, Args)]
pub struct Compare {
    /// The evaluation's id.
    evaluation: String,
    /// The later one that it is compared with; without, it is compared with the last one of an earlier
    /// period that is approved and stands.
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
        let found = Box::pin(compare(&installation, &reader, sides)).await?;
        let then_not_due = not_due(&installation, &reader, sides.0).await?;
        let now_not_due = not_due(&installation, &reader, sides.1).await?;
        let recorded = [recorded(&then, &then_not_due), recorded(&now, &now_not_due)];
        let zone = &installation.settings.clock.zone;
        if self.json {
            let sides = recorded.map(|it| side(&it, zone));
            let (then, now) = (then.id, now.id);
            output::json(&json!({ "then": then, "now": now, "sides": sides, "moves": found }))?;
        } else {
            let rows: Vec<_> = found.iter().map(|it| (&it.moved, it.parts.as_ref())).collect();
            let text = moves::text([sides.0, sides.1], &rows, &words);
            output::line(&(moves::named(&recorded, zone, &words) + "\n" + &text));
        }
        Ok(Exit::Good)
    }
}

fn recorded<'a>(stored: &'a StoredEvaluation, not_due: &'a [Period]) -> Recorded<'a> {
    Recorded { id: &stored.id, state: stored.state(), evaluation: &stored.evaluation, not_due }
}

/// One side as JSON: which, where it stands, and what was not known of it.
fn side(it: &Recorded<'_>, zone: &TimeZone) -> Value {
    let Evaluation { period, as_of, .. } = it.evaluation;
    json!({
        "id": it.id,
        "state": it.state,
        "period": period,
        "as_of": as_of,
        "under_way_until": period.unfinished(*as_of, zone),
        "ledgers_not_due": it.not_due,
    })
}

async fn stored(reader: &Reader, id: &str) -> Result<StoredEvaluation, Failure> {
    let unknown = || Failure::usage("cli-no-evaluation", &[("evaluation", id)]);
    reader.evaluation(id).await?.ok_or_else(unknown)
}
