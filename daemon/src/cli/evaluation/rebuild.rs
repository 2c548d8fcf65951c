//! `mingjingd evaluation rebuild`: whether an evaluation still comes out as it was recorded.

use clap::Args;
use metrics::clean::clean_inline;

use super::super::{Exit, Failure, Shell, output};
use crate::rebuild::rebuild;

/// Compute an evaluation again as known at its instant, and compare every byte.
#[derive(Debug, Args)]
pub struct Rebuild {
    /// The evaluation's id.
    evaluation: String,
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
}

impl Rebuild {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let words = shell.words(&installation);
        let reader = installation.reader().await?;
        let id = self.evaluation.as_str();
        let unknown = || Failure::usage("cli-no-evaluation", &[("evaluation", id)]);
        let recorded = reader.evaluation_body(id).await?.ok_or_else(unknown)?;
        let rebuilt = rebuild(&installation, &reader, (id, &recorded)).await?;
        let exit = if rebuilt.difference.is_some() { Exit::Faults } else { Exit::Good };
        if self.json {
            output::json(&rebuilt)?;
            return Ok(exit);
        }
        if rebuilt.release != rebuilt.rebuilt_by {
            let releases =
                [("recorded", rebuilt.release.as_str()), ("rebuilt", &rebuilt.rebuilt_by)];
            output::say(&words.format("rebuild-release", &releases));
        }
        let bytes = rebuilt.size_bytes.to_string();
        let sentence = match &rebuilt.difference {
            None => words.format("rebuild-same", &[("evaluation", id), ("bytes", &bytes)]),
            Some(it) => {
                let shown = |value: &Option<serde_json::Value>| {
                    value.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string)
                };
                let arguments = [
                    ("evaluation", id.to_owned()),
                    ("path", it.path.clone()),
                    ("recorded", shown(&it.recorded)),
                    ("rebuilt", shown(&it.rebuilt)),
                ];
                words.format("rebuild-differs", &arguments)
            }
        };
        output::line(&clean_inline(&sentence));
        if let Some(first) = rebuilt.backdated.first() {
            let as_of = installation.instant(rebuilt.as_of);
            let arguments = [
                ("acts", rebuilt.backdated.len().to_string()),
                ("as_of", as_of),
                ("sequence", first.sequence.to_string()),
                ("act", first.act.clone()),
                ("object", first.object.clone()),
            ];
            output::line(&clean_inline(&words.format("rebuild-clock", &arguments)));
        }
        Ok(exit)
    }
}
