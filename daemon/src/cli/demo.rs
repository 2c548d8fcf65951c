//! `mingjingd demo`: a small world with planted faults, the whole pipeline on it, and the console.

use std::convert::Infallible;
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use config::policy::Policy;
use console::theme::Theme;
use console::{Ended, Options};

use super::person::account;
use super::{Exit, Failure, Shell, output};
use crate::demo::{self, VISITOR};
use crate::installation::Installation;
use crate::service::Service;

/// How often the hosted daemon looks for work: somebody watches.
const TICK: Duration = Duration::from_millis(250);

/// Make a demonstration.
#[derive(Debug, Args)]
pub struct Demo {
    /// The folder; refused if it is there and no demonstration made it.
    #[arg(default_value = "./mingjing-demo")]
    folder: PathBuf,
    /// Print scorecards and paths instead of opening the console.
    #[arg(long)]
    headless: bool,
}

impl Demo {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let words = config::locale::Words::new(shell.language.unwrap_or_default());
        output::say(&words.get("demo-making"));
        let made = Box::pin(demo::build(&self.folder)).await?;
        let is_watched = io::stdin().is_terminal() && io::stdout().is_terminal();
        if self.headless || !is_watched {
            output::line(&made.summary(&words));
            return Ok(Exit::Good);
        }
        let installation = Installation::open(&made.settings, &[])?;
        let language = shell.language.unwrap_or(installation.settings.language);
        let clock = installation.clock;
        let options = Options {
            database_url: installation.settings.database.address(),
            account: account()?,
            on_behalf_of: Some(VISITOR.to_owned()),
            is_demonstration: true,
            scheme_faults: installation.scheme_faults.clone(),
            language,
            clock: Arc::new(move || clock.now()),
            zone: installation.settings.clock.zone.clone(),
            policy: Policy::clone(&installation.policy),
            schemes: installation.schemes.clone(),
            sources: installation.settings.sources.clone(),
            theme: if no_colour(&shell.environment) { Theme::Mono } else { Theme::Colour },
        };
        let ended = tokio::select! {
            // Boxed: with its policy pack it is more than a stack should hold.
            ended = Box::pin(console::run(options)) => ended.map_err(Failure::environment)?,
            failed = serve(&installation) => return Err(failed),
        };
        output::line(&made.summary(&words));
        Ok(match ended {
            Ended::Left => Exit::Good,
            Ended::Signal(_) => Exit::Environment,
        })
    }
}

/// The daemon's loop beside the console, until the console ends. Returns why it could not go on.
async fn serve(installation: &Installation) -> Failure {
    match work(installation).await {
        Err(failure) => failure,
        Ok(never) => match never {},
    }
}

async fn work(installation: &Installation) -> Result<Infallible, Failure> {
    let writer = installation.writer().await?;
    let mut service = Service::new(Arc::new(installation.clone()), writer)?;
    loop {
        service.tick().await?;
        tokio::time::sleep(TICK).await;
    }
}

fn no_colour(environment: &[(String, String)]) -> bool {
    environment.iter().any(|(name, value)| name == "NO_COLOR" && !value.is_empty())
}
