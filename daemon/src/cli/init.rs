//! `mingjingd init`: settings to start from.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
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
        let file = OpenOptions::new().write(true).create_new(true).open(&path);
        let mut file = file.map_err(|error| Failure::file(&path, error))?;
        file.write_all(EXAMPLE.as_bytes()).map_err(Failure::environment)?;
        let words = Words::new(shell.language.unwrap_or_default());
        let path = path.display().to_string();
        output::say(&words.format("cli-initialised", &[("path", path)]));
        Ok(Exit::Good)
    }
}
