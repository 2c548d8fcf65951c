//! `mingjingd policy`: is the pack sound, and which articles does it serve?

use std::fs;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use config::fault::FileFault;
use config::locale::{Language, Words};
use config::policy::{self, Pack, coverage, lint};
use config::scheme::SchemeDocument;
use metrics::source::Name;

use super::{Exit, Failure, Shell, output};
use crate::mapping_file::MappingDocument;

/// The policy pack.
#[derive(Debug, Subcommand)]
pub enum Policy {
    /// Name everything that is wrong with a pack, a scheme or a mapping.
    Lint {
        /// A pack folder, a scheme or a mapping; without, the pack of the settings.
        file: Option<PathBuf>,
    },
    /// The 34 articles, what serves each, and what no machine can check.
    Coverage,
}

impl Policy {
    pub(super) fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        match self {
            Self::Lint { file } => run_lint(shell, file.as_deref()),
            Self::Coverage => {
                let (installation, _) = shell.installation_or_builtin()?;
                print_coverage(&installation.policy, &shell.words(&installation));
                Ok(Exit::Good)
            }
        }
    }
}

fn run_lint(shell: &Shell, file: Option<&Path>) -> Result<Exit, Failure> {
    let words = Words::new(shell.language.unwrap_or_default());
    let faults = match file {
        Some(path) if path.is_file() => lint_file(path)?,
        Some(folder) => lint(&Pack::open(Some(folder)).map_err(Failure::environment)?),
        None => {
            let (installation, _) = shell.installation_or_builtin()?;
            let folder = installation.settings.policy_folder.as_deref();
            lint(&Pack::open(folder).map_err(Failure::environment)?)
        }
    };
    if faults.is_empty() {
        output::say(&words.get("cli-lint-clean"));
        return Ok(Exit::Good);
    }
    for fault in &faults {
        output::say(&fault.sentence(&words));
    }
    Ok(Exit::Faults)
}

/// A scheme has dimensions; what has not is a mapping.
fn lint_file(path: &Path) -> Result<Vec<FileFault>, Failure> {
    let bytes = fs::read(path).map_err(Failure::environment)?;
    let is_scheme = String::from_utf8_lossy(&bytes).contains("[[dimension]]");
    if is_scheme {
        let name = path.display().to_string();
        let read = SchemeDocument::read(&name, &bytes, &policy::Policy::builtin());
        return Ok(read.err().unwrap_or_default());
    }
    MappingDocument::open(path)?;
    Ok(Vec::new())
}

fn print_coverage(policy: &policy::Policy, words: &Words) {
    let in_words = |name: &Name| match words.language() {
        Language::Zh => name.zh.clone(),
        Language::En => name.en.clone(),
    };
    for article in coverage(policy) {
        let number = article.number.to_string();
        let arguments = [("number", number), ("title", in_words(&article.title))];
        output::line(&words.format("cli-article", &arguments));
        if let Some(reason) = &article.reason {
            let reason = in_words(reason);
            output::line(&words.format("cli-article-reason", &[("reason", reason)]));
        }
        for obligation in &article.obligations {
            let served = if obligation.served_by.is_empty() {
                let needs = obligation.needs.as_deref().unwrap_or_default();
                words.get(&format!("needs-{needs}"))
            } else {
                obligation.served_by.join(", ")
            };
            let arguments = [
                ("id", obligation.id.clone()),
                ("duty", in_words(&obligation.duty)),
                ("served", served),
            ];
            output::line(&words.format("cli-obligation", &arguments));
        }
    }
}
