//! The folder of a demonstration: whose it is, its settings and its keys.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use config::settings::DEMONSTRATION as MARKER;
use reports::signature::{self, Signer};
use thiserror::Error;

use super::DemoError;

const SETTINGS: &str = include_str!("settings.toml");
/// The identity that the settings name.
const SIGNER: &str = "demo@mingjing.invalid";

/// DEMONSTRATION KEY. Whoever reads this can sign with it: it proves nothing, and must never be
/// used or trusted outside of a demonstration. It stands here so that every demonstration gives
/// the same package.
const DEMO_KEY_SEED: [u8; 32] = *b"mingjing demonstration key, FAKE";

/// Why a folder cannot be used.
#[derive(Debug, Error)]
pub enum FolderError {
    /// Something is in it, and it was not made here.
    #[error("{} is not a demonstration and not empty", folder.display())]
    Foreign {
        /// The folder.
        folder: PathBuf,
    },
    /// It cannot be made, read or emptied.
    #[error("{} cannot be used", folder.display())]
    Io {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// What stands in the folder before anything happens.
#[derive(Clone, Debug)]
pub(super) struct Furnished {
    pub(super) settings: PathBuf,
    pub(super) database: PathBuf,
    pub(super) allowed_signers: PathBuf,
    pub(super) signer: String,
}

/// Makes the folder, or empties one that has the marker; nothing else is touched.
pub(super) fn claim(folder: &Path) -> Result<(), FolderError> {
    let io = |source| FolderError::Io { folder: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(io)?;
    let entries: Vec<_> = fs::read_dir(folder).and_then(Iterator::collect).map_err(io)?;
    let is_ours = entries.iter().any(|it| it.file_name() == MARKER);
    if !is_ours && !entries.is_empty() {
        return Err(FolderError::Foreign { folder: folder.to_owned() });
    }
    fs::write(folder.join(MARKER), "").map_err(io)?;
    for entry in entries.iter().filter(|it| it.file_name() != MARKER) {
        let is_folder = entry.file_type().map_err(io)?.is_dir();
        let path = entry.path();
        let removed = if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        removed.map_err(io)?;
    }
    Ok(())
}

/// Writes settings and keys, and makes the folders of the sources.
pub(super) fn furnish(folder: &Path) -> Result<Furnished, DemoError> {
    let (private, _) = signature::generate(&DEMO_KEY_SEED, SIGNER)?;
    let signer = Signer::from_openssh(&private, SIGNER)?;
    let furnished = Furnished {
        settings: folder.join("mingjing.toml"),
        database: folder.join("mingjing.db"),
        allowed_signers: folder.join("allowed_signers"),
        signer: SIGNER.to_owned(),
    };
    fs::create_dir_all(folder.join("keys"))?;
    let mut key = OpenOptions::new();
    let mut key = key.write(true).create_new(true).mode(0o600).open(folder.join("keys/signing"))?;
    key.write_all(private.as_bytes())?;
    write(&furnished.allowed_signers, format!("{}\n", signer.allowed_signers_line()?).as_bytes())?;
    write(&furnished.settings, SETTINGS.as_bytes())?;
    Ok(furnished)
}

/// Writes a file and makes its folder.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}
