//! `mingjingd init`: settings to start from.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use config::locale::Words;
use config::settings::EXAMPLE;

use super::{Exit, Failure, Shell, output};

/// Write settings to start from.
#[derive(Debug, Args)]
pub struct Init {
    /// The folder; nothing in it is overwritten.
    folder: PathBuf,
}

impl Init {
    pub(super) fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        fs::create_dir_all(&self.folder).map_err(|error| Failure::file(&self.folder, error))?;
        let path = self.folder.join("mingjing.toml");
        output::new_file(&path, EXAMPLE.as_bytes())?;
        let words = Words::new(shell.language.unwrap_or_default());
        let path = path.display().to_string();
        output::say(&words.format("cli-initialised", &[("path", path)]));
        Ok(Exit::Good)
    }
}
