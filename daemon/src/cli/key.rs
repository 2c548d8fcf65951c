//! `mingjingd key`: the key that packages are signed with.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use reports::signature::{Signer, generate};

use super::{Exit, Failure, Shell, output};
use crate::render;

/// Signing keys.
#[derive(Debug, Subcommand)]
pub enum Key {
    /// Make an Ed25519 key, and the line that receivers put into `allowed_signers`.
    Generate(Generate),
    /// The key of the settings, as receivers compare it.
    List,
}

/// Make a key.
#[derive(Debug, Args)]
pub struct Generate {
    /// Where the private key goes; nothing is overwritten.
    file: PathBuf,
    /// The identity that signatures name, such as evaluation@example.org.
    #[arg(long)]
    identity: String,
}

impl Key {
    pub(super) fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let signer = match self {
            Self::List => render::signer(&shell.installation()?)?,
            Self::Generate(Generate { file, identity }) => {
                let mut seed = [0; 32];
                let mut random = File::open("/dev/urandom").map_err(Failure::environment)?;
                random.read_exact(&mut seed).map_err(Failure::environment)?;
                let (private, _) = generate(&seed, identity).map_err(Failure::environment)?;
                write_private(file, &private).map_err(Failure::environment)?;
                Signer::from_openssh(&private, identity).map_err(Failure::environment)?
            }
        };
        output::line(&signer.allowed_signers_line().map_err(Failure::environment)?);
        output::say(&signer.fingerprint());
        Ok(Exit::Good)
    }
}

/// Writes a private key that only its owner may read, where no file is yet.
pub(crate) fn write_private(path: &Path, private: &str) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(private.as_bytes())
}
