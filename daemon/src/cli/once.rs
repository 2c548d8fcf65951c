//! `mingjingd once`: one pass of the pipeline.

use clap::Args;
use config::locale::Words;
use metrics::period::Span;
use store::deliveries::DeliveryState;

use super::{Exit, Failure, Shell, delivery, output};
use crate::collect::{Collected, Found};
use crate::deliver::Delivered;
use crate::pipeline::{self, Pass, Scope, Stage};

/// One pass.
#[derive(Debug, Args)]
pub struct Once {
    /// Only this stage.
    stage: Option<Stage>,
    /// Only this source.
    #[arg(long)]
    source: Option<String>,
    /// Evaluate these months by every scheme.
    #[arg(long, value_parser = super::span)]
    period: Option<Span>,
}

impl Once {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let scope = Scope { stage: self.stage, source: self.source.as_deref(), span: self.period };
        pass(shell, scope).await
    }
}

/// Puts out what waits.
pub(super) async fn deliver(shell: &Shell) -> Result<Exit, Failure> {
    pass(shell, Scope { stage: Some(Stage::Deliver), ..Scope::default() }).await
}

async fn pass(shell: &Shell, scope: Scope<'_>) -> Result<Exit, Failure> {
    let installation = shell.installation()?;
    let writer = installation.writer().await?;
    let pass = pipeline::run(&installation, &writer, scope).await?;
    let words = shell.words(&installation);
    for sentence in sentences(&pass, &words) {
        output::say(&sentence);
    }
    let went_out = |it: &Delivered| !it.state.is_trouble() && it.state != DeliveryState::Deferred;
    let is_good = pass.collected.iter().all(is_good) && pass.delivered.iter().all(went_out);
    Ok(if is_good { Exit::Good } else { Exit::Environment })
}

fn is_good(collected: &Collected) -> bool {
    match &collected.found {
        Found::Unreachable(_) => false,
        Found::Empty => true,
        Found::Files(files) => files.iter().all(|(_, taken)| taken.is_ok()),
    }
}

/// What a pass did, in words.
pub(super) fn sentences(pass: &Pass, words: &Words) -> Vec<String> {
    let mut sentences = Vec::new();
    for Collected { source, found } in &pass.collected {
        match found {
            Found::Unreachable(error) => {
                let arguments = [("source", source.clone()), ("cause", error.to_string())];
                sentences.push(words.format("once-unreachable", &arguments));
            }
            Found::Empty => sentences.push(words.format("once-empty", &[("source", source)])),
            Found::Files(files) => {
                let taken = files.iter().filter_map(|(_, it)| it.as_ref().ok());
                let new = taken.filter(|it| !it.duplicate).count().to_string();
                let all = files.len().to_string();
                let arguments = [("source", source), ("files", &all), ("new", &new)];
                sentences.push(words.format("once-collected", &arguments));
                let refused =
                    files.iter().filter_map(|(name, it)| Some((name, it.as_ref().err()?)));
                sentences.extend(refused.map(|(name, error)| {
                    let cause = error.to_string();
                    let arguments = [("file", name), ("cause", &cause)];
                    words.format("once-not-taken", &arguments)
                }));
            }
        }
    }
    for posted in &pass.posted {
        let arguments = [
            ("receipt", posted.receipt.clone()),
            ("verdict", words.get(&format!("verdict-{}", posted.verdict.as_str()))),
            ("faults", posted.faults.to_string()),
        ];
        sentences.push(words.format("once-posted", &arguments));
    }
    sentences.extend(pass.jobs.iter().map(|it| words.format("once-job", &[("outcome", it)])));
    let rendered = pass.rendered.iter();
    sentences.extend(rendered.map(|it| words.format("once-rendered", &[("evaluation", it)])));
    sentences.extend(pass.delivered.iter().map(|it| delivery::said(it, words)));
    sentences
}
