//! The command line of `mingjingd`. With `--json` stdout is one JSON document; words for people go
//! to stderr.

mod annotate;
mod audit;
mod check;
mod closing;
mod delivery;
mod demo;
mod evaluate;
mod evaluation;
mod explain;
mod failure;
mod finding;
mod generate;
mod incident;
mod init;
mod job;
mod key;
mod once;
mod output;
mod person;
mod policy;
mod render;
mod run;
mod score;
mod show;
mod source;
mod submit;
mod template;
mod verify;
mod waiver;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use config::locale::{Language, Words};
use config::settings::Settings;
use metrics::party::PartyId;
use metrics::period::Span;

use crate::installation::Installation;
use crate::progress::Progress;
use crate::tls;
pub use failure::{Exit, Failure};

/// 明镜: supervises the authorized operation of public data 公共数据资源授权运营监管.
#[derive(Debug, Parser)]
#[command(name = "mingjingd", version, about, after_help = EXITS)]
pub struct Arguments {
    /// The settings file.
    #[arg(long, global = true, default_value = "mingjing.toml", value_name = "FILE")]
    pub config: PathBuf,
    /// The language of messages: zh or en; without, that of the settings.
    #[arg(long, global = true, value_parser = language, value_name = "LANG")]
    pub lang: Option<Language>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXITS: &str = "Exit codes: 0 all is well; 1 a check found faults; 2 wrong usage or settings; \
3 the environment failed.";

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a small world with planted faults, run the whole pipeline on it, and open the console.
    Demo(demo::Demo),
    /// Write settings to start from.
    Init(init::Init),
    /// Run the daemon: schedules and jobs, until told to stop.
    Run,
    /// One pass of the pipeline, or of one stage, and of waiting jobs.
    Once(once::Once),
    /// Check a file by the same rules as the daemon, changing nothing.
    Check(check::Check),
    /// Write an empty form to fill in.
    Template(template::Template),
    /// Hand in one file.
    Submit(submit::Submit),
    /// Show what is kept, as JSON.
    Show(show::Show),
    /// Close a month of a party's ledger: its trial balance is kept, and nothing is posted any more.
    Freeze(closing::Freeze),
    /// Open a closed month again: the first person asks, another one agrees.
    Reopen(closing::Reopen),
    /// Render a statement of a party and month.
    Render(render::Render),
    /// Compute scorecards.
    Evaluate(evaluate::Evaluate),
    /// Score any table by a scheme, without a database.
    Score(score::Score),
    /// What people do to an evaluation.
    #[command(subcommand)]
    Evaluation(evaluation::Act),
    /// Findings that do not count as open for a while, agreed on by two people.
    #[command(subcommand)]
    Waiver(waiver::Act),
    /// How the score of a subject comes about, down to the rows that were handed in.
    Explain(explain::Explain),
    /// Incidents, and what supervisors do with one; level and clocks of a described one.
    #[command(subcommand)]
    Incident(incident::Incident),
    /// The deadline calculator.
    Due(incident::Due),
    /// Check a package offline, by public key only.
    Verify(verify::Verify),
    /// Jobs, and those that are held for a person.
    #[command(subcommand)]
    Job(job::Act),
    /// Put out what waits in the outbox.
    Deliver,
    /// Send a delivery that has ended once more.
    Resend(delivery::Resend),
    /// What people decide about a delivery.
    #[command(subcommand)]
    Delivery(delivery::Act),
    /// The audit log.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// The policy pack and the schemes: check, start from, and what is in force.
    #[command(subcommand)]
    Policy(policy::Policy),
    /// People and their roles.
    #[command(subcommand)]
    Person(person::Person),
    /// Signing keys.
    #[command(subcommand)]
    Key(key::Key),
    /// Bring the database's tables up to date.
    Migrate,
    /// Deterministic load data, for sizing and benchmarks.
    Generate(generate::Generate),
}

/// What every command works with.
pub struct Shell {
    config: PathBuf,
    language: Option<Language>,
    environment: Vec<(String, String)>,
}

impl Shell {
    /// The installation that `--config` names.
    fn installation(&self) -> Result<Installation, Failure> {
        let installation = self.watched(Installation::open(&self.config, &self.environment)?);
        let words = self.words(&installation);
        for fault in &installation.recipient_faults {
            let fault = fault.sentence(&words);
            output::say(&words.format("cli-recipient-waits", &[("fault", fault)]));
        }
        Ok(installation)
    }

    /// The installation, if there is a settings file; the built-in policy alone otherwise.
    fn installation_or_builtin(&self) -> Result<(Installation, bool), Failure> {
        if self.config.exists() {
            return Ok((self.installation()?, true));
        }
        let installation = Installation::with(Settings::default())?;
        Ok((self.watched(installation), false))
    }

    /// The settings alone, if there is a file of them; the defaults otherwise.
    fn settings_or_default(&self) -> Result<Settings, Failure> {
        if !self.config.exists() {
            return Ok(Settings::default());
        }
        Settings::load(&self.config, &self.environment).map_err(|faults| Failure::faulty(faults.0))
    }

    /// Whoever sits at the command is told how far it is.
    fn watched(&self, installation: Installation) -> Installation {
        let progress = Progress::on_stderr(self.words(&installation));
        Installation { progress, ..installation }
    }

    /// The words of `--lang`, else of the settings.
    fn words(&self, installation: &Installation) -> Words {
        Words::new(self.language.unwrap_or(installation.settings.language))
    }
}

fn language(word: &str) -> Result<Language, String> {
    Language::parse(word).ok_or_else(|| "zh, en".to_owned())
}

/// A party, as the command line takes it.
fn party(text: &str) -> Result<PartyId, String> {
    text.parse().map_err(|error: metrics::party::PartyIdError| error.to_string())
}

/// Months, as the command line takes them.
fn span(text: &str) -> Result<Span, String> {
    text.parse().map_err(|error: metrics::period::PeriodError| error.to_string())
}

/// Does what the arguments say, and says in the right language what went wrong. Returns the exit
/// code.
pub fn main(arguments: Arguments, environment: Vec<(String, String)>) -> Exit {
    tls::install_provider();
    let shell = Shell { config: arguments.config, language: arguments.lang, environment };
    match dispatch(&shell, arguments.command) {
        Ok(exit) => exit,
        Err(failure) => {
            let language = shell.language.or_else(|| {
                Installation::open(&shell.config, &shell.environment)
                    .ok()
                    .map(|it| it.settings.language)
            });
            let words = Words::new(language.unwrap_or_default());
            output::say(&failure.sentence(&words));
            failure.exit
        }
    }
}

fn dispatch(shell: &Shell, command: Command) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::environment)?;
    let exit = runtime.block_on(async {
        match command {
            Command::Demo(demo) => Box::pin(demo.run(shell)).await,
            Command::Init(init) => init.run(shell),
            Command::Run => run::run(shell).await,
            Command::Once(once) => once.run(shell).await,
            Command::Check(check) => check.run(shell).await,
            Command::Template(template) => template.run(shell),
            Command::Submit(submit) => submit.run(shell).await,
            Command::Show(show) => show.run(shell).await,
            Command::Freeze(freeze) => freeze.run(shell).await,
            Command::Reopen(reopen) => reopen.run(shell).await,
            Command::Render(render) => render.run(shell).await,
            Command::Evaluate(evaluate) => Box::pin(evaluate.run(shell)).await,
            Command::Score(score) => score.run(shell),
            Command::Evaluation(act) => act.run(shell).await,
            Command::Waiver(act) => act.run(shell).await,
            Command::Explain(explain) => explain.run(shell).await,
            Command::Incident(incident) => incident.run(shell).await,
            Command::Due(due) => due.run(shell),
            Command::Verify(verify) => verify.run(shell),
            Command::Job(act) => act.run(shell).await,
            Command::Deliver => once::deliver(shell).await,
            Command::Resend(resend) => resend.run(shell).await,
            Command::Delivery(act) => act.run(shell).await,
            Command::Audit(audit) => audit.run(shell).await,
            Command::Policy(policy) => policy.run(shell).await,
            Command::Person(person) => person.run(shell).await,
            Command::Key(key) => key.run(shell),
            Command::Migrate => migrate(shell).await,
            Command::Generate(generate) => generate.run(shell),
        }
    });
    // A file that hangs is not waited for.
    runtime.shutdown_background();
    exit
}

async fn migrate(shell: &Shell) -> Result<Exit, Failure> {
    let installation = shell.installation()?;
    installation.writer().await?;
    output::say(&shell.words(&installation).get("cli-migrated"));
    Ok(Exit::Good)
}
