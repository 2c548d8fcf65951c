//! `mingjingd once`: one pass of the pipeline.

use clap::Args;
use config::locale::Words;
use config::settings::Source;
use metrics::period::Span;
use store::causes;
use store::deliveries::DeliveryState;
use store::sources::LookState;

use super::person::desk;
use super::{Exit, Failure, Shell, delivery, output, source};
use crate::collect::{self, Collected};
use crate::deliver::Delivered;
use crate::installation::Installation;
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
    /// Take what the source holds back because it shrank; kept in the audit log.
    #[arg(long, requires = "source")]
    accept_shrunk: bool,
    /// Act as this person: only for administrators, and in the demo. Otherwise the Unix account.
    #[arg(long = "as", value_name = "PERSON", requires = "accept_shrunk")]
    person: Option<String>,
}

impl Once {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let installation = shell.installation()?;
        let source = self.source.as_deref().map(|id| known(&installation, id)).transpose()?;
        if let Some(source) = source.filter(|_| self.accept_shrunk) {
            return self.accept(shell, (&installation, source)).await;
        }
        let scope = Scope { stage: self.stage, source: self.source.as_deref(), span: self.period };
        pass(shell, &installation, scope).await
    }

    /// A person takes what a source holds, although it shrank.
    async fn accept(
        &self,
        shell: &Shell,
        (installation, source): (&Installation, &Source),
    ) -> Result<Exit, Failure> {
        if self.stage != Some(Stage::Collect) {
            return Err(Failure::usage("source-stage", &[]));
        }
        let writer = installation.writer().await?;
        let desk = desk((shell, installation), self.person.as_deref()).await?;
        let taken = collect::accept_shrunk(installation, &writer, (source, &desk)).await?;
        let Some(collected) = taken else {
            return Err(Failure::usage("source-not-held", &[("source", &source.id)]));
        };
        let words = shell.words(installation);
        if exit(collected.look.state) == Exit::Good {
            let arguments = [("person", desk.person().account.as_str()), ("source", &source.id)];
            output::say(&words.format("source-accepted", &arguments));
        }
        Ok(say(&Pass { collected: vec![collected], ..Pass::default() }, &words))
    }
}

/// The source with that id.
fn known<'a>(installation: &'a Installation, id: &str) -> Result<&'a Source, Failure> {
    let found = installation.settings.sources.iter().find(|it| it.id == id);
    found.ok_or_else(|| Failure::usage("cli-not-found", &[("name", id)]))
}

/// Puts out what waits.
pub(super) async fn deliver(shell: &Shell) -> Result<Exit, Failure> {
    let scope = Scope { stage: Some(Stage::Deliver), ..Scope::default() };
    pass(shell, &shell.installation()?, scope).await
}

async fn pass(
    shell: &Shell,
    installation: &Installation,
    scope: Scope<'_>,
) -> Result<Exit, Failure> {
    let writer = installation.writer().await?;
    let pass = pipeline::run(installation, &writer, scope).await?;
    Ok(say(&pass, &shell.words(installation)))
}

/// Says what a pass did, and how it ends.
fn say(pass: &Pass, words: &Words) -> Exit {
    for sentence in sentences(pass, words) {
        output::say(&sentence);
    }
    let exits = pass.collected.iter().map(|it| exit(it.look.state));
    exits.chain(pass.delivered.iter().map(sent)).max_by_key(|it| *it as u8).unwrap_or(Exit::Good)
}

/// How a pass ends that found a source so. A delivery that is held is something that a check found.
fn exit(state: LookState) -> Exit {
    match state {
        LookState::Empty | LookState::Unchanged | LookState::Received => Exit::Good,
        LookState::Shrunk => Exit::Faults,
        LookState::Unreachable | LookState::NotTaken => Exit::Environment,
    }
}

/// How a pass ends that left a delivery so.
fn sent(delivered: &Delivered) -> Exit {
    if delivered.state.is_trouble() || delivered.state == DeliveryState::Deferred {
        return Exit::Environment;
    }
    Exit::Good
}

/// What a pass did, in words.
pub(super) fn sentences(pass: &Pass, words: &Words) -> Vec<String> {
    let mut sentences = Vec::new();
    for collected in &pass.collected {
        sentences.extend(collected_sentences(collected, words));
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
    sentences.extend(pass.rendered.iter().map(|it| {
        let id = if it.recipients == 0 { "once-rendered-nobody" } else { "once-rendered" };
        words.format(id, &[("evaluation", &it.evaluation), ("scheme", &it.scheme)])
    }));
    sentences.extend(pass.delivered.iter().map(|it| delivery::said(it, words)));
    sentences
}

/// What became of a source: how many files are new and which were not taken, else how it stands.
fn collected_sentences(collected: &Collected, words: &Words) -> Vec<String> {
    let Collected { look, kept, files } = collected;
    if files.is_empty() {
        return vec![source::sentence(look, kept.as_ref(), words)];
    }
    let taken = files.iter().filter_map(|(_, it)| it.as_ref().ok());
    let new = taken.filter(|it| !it.duplicate).count().to_string();
    let all = files.len().to_string();
    let arguments = [("source", look.source.as_str()), ("files", &all), ("new", &new)];
    let refused = files.iter().filter_map(|(name, it)| Some((name, it.as_ref().err()?)));
    let refused = refused.map(|(name, error)| {
        let cause = causes(error);
        words.format("once-not-taken", &[("file", name), ("cause", &cause)])
    });
    [words.format("once-collected", &arguments)].into_iter().chain(refused).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_somebody_ends_badly() {
        let exits = LookState::ALL.map(|it| (it.as_str(), exit(it) as u8));
        let expected = [
            ("unreachable", 3),
            ("empty", 0),
            ("shrunk", 1),
            ("unchanged", 0),
            ("received", 0),
            ("not_taken", 3),
        ];
        assert_eq!(exits, expected);
    }
}
