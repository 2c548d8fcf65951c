//! `mingjing`: opens the console on this terminal.

use std::error::Error;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use config::fault::FileFault;
use config::locale::{Language, Words};
use config::policy::{Pack, Policy};
use config::scheme::SchemeDocument;
use config::settings::Settings;
use console::theme::Theme;
use console::{Clock, ConsoleError, Ended, Options};
use jiff::Timestamp;

/// The terminal console of mingjing.
///
/// Exits 0 when you leave, 2 on wrong usage, 3 when settings, database or terminal fail, and 128
/// and the number of a signal that ended it.
#[derive(Debug, Parser)]
#[command(name = "mingjing", version)]
struct Arguments {
    /// The settings file.
    #[arg(long, default_value = "mingjing.toml", value_name = "FILE")]
    config: PathBuf,
    /// The language to begin with: zh or en.
    #[arg(long, value_parser = language)]
    lang: Option<Language>,
    /// Whose account to sit here with, instead of the Unix account. For administrators.
    #[arg(long = "as", value_name = "PERSON")]
    person: Option<String>,
}

fn language(word: &str) -> Result<Language, &'static str> {
    Language::parse(word).ok_or("zh or en")
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        eprintln!("mingjing needs a terminal; `mingjingd show` prints the same figures");
        return ExitCode::from(3);
    }
    match run(arguments) {
        Ok(Ended::Left) => ExitCode::SUCCESS,
        Ok(Ended::Signal(number)) => ExitCode::from(u8::try_from(128 + number).unwrap_or(u8::MAX)),
        Err(Failure::Settings(sentences)) => {
            eprintln!("{sentences}");
            ExitCode::from(2)
        }
        Err(Failure::Other(error)) => {
            eprintln!("mingjing: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                eprintln!("  because: {error}");
                cause = error.source();
            }
            ExitCode::from(3)
        }
    }
}

/// Why the console did not open.
enum Failure {
    /// What is wrong in settings and policy pack, in words.
    Settings(String),
    /// Anything else.
    Other(Box<dyn Error>),
}

impl<E: Into<Box<dyn Error>>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

fn run(arguments: Arguments) -> Result<Ended, Failure> {
    let env: Vec<(String, String)> = (std::env::vars_os())
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let settings = Settings::load(&arguments.config, &env).map_err(|faults| {
        let words = Words::new(arguments.lang.unwrap_or_default());
        Failure::Settings(faults.sentences(&words).join("\n"))
    })?;
    let words = Words::new(arguments.lang.unwrap_or(settings.language));
    let pack = Pack::open(settings.policy_folder.as_deref())?;
    let faulty = |faults: Vec<FileFault>| {
        let sentences: Vec<String> = faults.iter().map(|it| it.sentence(&words)).collect();
        Failure::Settings(sentences.join("\n"))
    };
    let policy = Policy::read(&pack).map_err(faulty)?;
    // What was evaluated can be read whatever became of the folder: the database keeps its schemes.
    let read = SchemeDocument::open(settings.schemes_folder.as_deref(), &policy);
    let (schemes, scheme_faults) =
        read.map_or_else(|faults| (Vec::new(), faults), |schemes| (schemes, Vec::new()));
    let no_colour = env.iter().any(|(name, value)| name == "NO_COLOR" && !value.is_empty());
    let options = Options {
        database_url: settings.database.address(),
        account: whoami::username()?,
        on_behalf_of: arguments.person,
        is_demonstration: settings.is_demonstration(),
        language: words.language(),
        clock: clock(settings.clock.at),
        zone: settings.clock.zone,
        policy,
        schemes,
        scheme_faults,
        sources: settings.sources,
        theme: if no_colour { Theme::Mono } else { Theme::Colour },
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(ConsoleError::Terminal)?;
    Ok(runtime.block_on(console::run(options))?)
}

/// The composition root is where the system's clock may be read.
#[expect(clippy::disallowed_methods, reason = "the one clock of this program")]
fn clock(fixed: Option<Timestamp>) -> Clock {
    match fixed {
        Some(at) => Arc::new(move || at),
        None => Arc::new(Timestamp::now),
    }
}
