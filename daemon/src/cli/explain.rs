//! `mingjingd explain`: from a score down to the rows that were handed in.

use clap::Args;
use metrics::party::PartyId;
use serde_json::json;

use super::{Exit, Failure, Shell, output};
use crate::evaluate::Page;
use crate::explain::{Asked, explain};

/// How the score of a subject comes about, down to the rows that were handed in.
#[derive(Debug, Args)]
pub struct Explain {
    /// The evaluation's id.
    evaluation: String,
    /// Whose score.
    #[arg(long, value_parser = super::party)]
    subject: PartyId,
    /// Only this indicator.
    #[arg(long)]
    indicator: Option<String>,
    /// Facts of each count that are passed over.
    #[arg(long, value_name = "N", default_value_t = 0)]
    skip: u64,
    /// Facts of each count that are listed at most.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let words = shell.words(&installation);
        let reader = installation.reader().await?;
        let unknown = || Failure::usage("cli-no-evaluation", &[("evaluation", &self.evaluation)]);
        let stored = reader.evaluation(&self.evaluation).await?.ok_or_else(unknown)?;
        let page = Page { skip: self.skip, limit: self.limit };
        let asked = Asked { subject: &self.subject, indicator: self.indicator.as_deref(), page };
        let explanation = explain(&installation, &reader, (&stored.evaluation, asked)).await?;
        let holds = explanation.holds();
        if self.json {
            let evaluation = &self.evaluation;
            output::json(
                &json!({ "evaluation": evaluation, "holds": holds, "path": explanation }),
            )?;
        } else {
            let zone = &installation.settings.clock.zone;
            output::line(&reports::explanation::text(&explanation, self.skip, zone, &words));
        }
        Ok(if holds { Exit::Good } else { Exit::Faults })
    }
}
