//! `mingjingd job`: what was asked for, and what a person says of jobs that are held for one.

use clap::{Args, Subcommand};
use serde_json::json;
use store::desk::JobAnswer;

use super::person::desk;
use super::{Exit, Failure, Shell, output, show};

/// Jobs shown at once.
const JOBS_MAX: i64 = 1_000;

/// What people do to a job.
#[derive(Debug, Subcommand)]
pub enum Act {
    /// The jobs, newest first.
    List,
    /// Let a job run that was missed and is held for a person.
    Run(Target),
    /// Drop a job that is held.
    Drop(Target),
}

/// Which job, and who acts.
#[derive(Debug, Args)]
pub struct Target {
    /// The job's number.
    job: i64,
    /// Act as this person: only for administrators, and in the demo. Otherwise the Unix account.
    #[arg(long = "as", value_name = "PERSON")]
    person: Option<String>,
}

impl Act {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let (target, answer) = match self {
            Self::List => return list(shell).await,
            Self::Run(target) => (target, JobAnswer::Run),
            Self::Drop(target) => (target, JobAnswer::Drop),
        };
        let installation = shell.installation()?;
        let desk = desk((shell, &installation), target.person.as_deref()).await?;
        desk.answer_job(target.job, answer, installation.clock.now()).await?;
        let words = shell.words(&installation);
        let arguments =
            [("job", target.job.to_string()), ("person", desk.person().account.clone())];
        output::say(&words.format(&format!("cli-did-{}", answer.as_str()), &arguments));
        Ok(Exit::Good)
    }
}

async fn list(shell: &Shell) -> Result<Exit, Failure> {
    let installation = shell.installation()?;
    let found = installation.reader().await?.jobs_before(i64::MAX, JOBS_MAX).await?;
    output::json(&json!({ "jobs": found.iter().map(show::job).collect::<Vec<_>>() }))?;
    Ok(Exit::Good)
}
