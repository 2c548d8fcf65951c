//! `mingjingd verify`: a package is complete and unaltered, by public key only.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use config::locale::Words;
use reports::wording;
use serde_json::json;

use super::{Exit, Failure, Shell, output};

/// Check a package.
#[derive(Debug, Args)]
pub struct Verify {
    /// The package.
    package: PathBuf,
    /// Who may sign: a file as `ssh-keygen -Y verify -f` takes it. Without, `allowed_signers`
    /// beside the package.
    #[arg(long, value_name = "FILE")]
    allowed_signers: Option<PathBuf>,
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(super) fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let words = Words::new(shell.language.unwrap_or_default());
        let beside = self.package.with_file_name("allowed_signers");
        let signers = self.allowed_signers.as_ref().unwrap_or(&beside);
        let allowed = fs::read_to_string(signers).map_err(|error| {
            let path = signers.display().to_string();
            let arguments = [("path", path.as_str()), ("cause", &error.to_string())];
            Failure::usage("cli-allowed-signers", &arguments)
        })?;
        let package =
            fs::read(&self.package).map_err(|error| Failure::file(&self.package, error))?;
        match reports::verify::verify(&package, &allowed) {
            Ok(verified) => {
                let arguments = [
                    ("period", verified.evaluation.period.to_string()),
                    ("subjects", verified.evaluation.scorecards.len().to_string()),
                    ("fingerprint", verified.fingerprint.clone()),
                ];
                output::say(&words.format("cli-verified", &arguments));
                if let Some(excerpt) = wording::excerpt(&words, &verified.evaluation) {
                    output::say(&excerpt);
                }
                if self.json {
                    let excerpt = &verified.evaluation.excerpt;
                    output::json(&json!({ "verified": true, "excerpt": excerpt, "faults": [] }))?;
                }
                Ok(Exit::Good)
            }
            Err(faults) => {
                let sentences: Vec<String> =
                    faults.iter().map(|fault| fault.sentence(&words)).collect();
                for sentence in &sentences {
                    output::say(sentence);
                }
                if self.json {
                    output::json(&json!({ "verified": false, "faults": sentences }))?;
                }
                Ok(Exit::Faults)
            }
        }
    }
}
