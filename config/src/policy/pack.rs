//! A pack as files, and as the one document that the database keeps.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::iter;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::hash::sha256_hex;

const HEADER: &str = "mingjing policy pack 1";

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../policies/shanghai/", $name)))),*]
    };
}

/// The files of the built-in pack. Other packs have files of the same names, and calendars of any years.
pub(super) const BUILTIN: [(&str, &str); 26] = files![
    "accounts-cas.toml",
    "accounts-small.toml",
    "articles.toml",
    "calendar-2023.toml",
    "calendar-2024.toml",
    "calendar-2025.toml",
    "calendar-2026.toml",
    "currencies.toml",
    "dcat-us.toml",
    "disclosure.toml",
    "incident-types.toml",
    "incident.toml",
    "instruments.toml",
    "ledger.toml",
    "measures.toml",
    "obligations.toml",
    "opinion.toml",
    "pack.toml",
    "pricing.toml",
    "privacy.toml",
    "procedure.toml",
    "rules.toml",
    "statements.toml",
    "supply.toml",
    "usage.toml",
    "waiver.toml",
];

/// The files of a pack, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    files: BTreeMap<String, String>,
}

/// Why a pack cannot be had.
#[derive(Debug, Error)]
pub enum PackError {
    /// The folder or a file of it cannot be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Bytes that are not a document of a pack.
    #[error("not the document of a policy pack")]
    NotADocument,
}

impl Pack {
    /// The pack that this release comes with.
    #[must_use]
    pub fn builtin() -> Self {
        Self::new(BUILTIN.map(|(name, text)| (name.to_owned(), text.to_owned())))
    }

    /// The pack of a folder, as [`crate::settings::Settings::policy_folder`] names one, else the
    /// built-in one.
    ///
    /// # Errors
    ///
    /// The first file that cannot be read.
    pub fn open(folder: Option<&Path>) -> Result<Self, PackError> {
        folder.map_or_else(|| Ok(Self::builtin()), Self::from_folder)
    }

    /// A pack of these files.
    pub fn new(files: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { files: files.into_iter().collect() }
    }

    /// The `.toml` files of a folder.
    ///
    /// # Errors
    ///
    /// The first file that cannot be read.
    pub fn from_folder(folder: &Path) -> Result<Self, PackError> {
        let unreadable =
            |path: &Path, source| PackError::Unreadable { path: path.to_owned(), source };
        let entries = fs::read_dir(folder).map_err(|source| unreadable(folder, source))?;
        let mut files = BTreeMap::new();
        for entry in entries {
            let path = entry.map_err(|source| unreadable(folder, source))?.path();
            if path.extension().is_none_or(|ending| ending != "toml") {
                continue;
            }
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            let text = fs::read_to_string(&path).map_err(|source| unreadable(&path, source))?;
            files.insert(name.unwrap_or_default(), text);
        }
        Ok(Self { files })
    }

    /// The files, by name.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The text of a file.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(String::as_str)
    }

    /// All files in name order, each behind a line with its name and length: what is hashed and
    /// kept, so that an evaluation can be computed again with the pack of its time.
    #[must_use]
    pub fn document(&self) -> Vec<u8> {
        let framed = |(name, text): (&str, &str)| format!("{} {name}\n{text}\n", text.len());
        let parts: Vec<String> =
            iter::once(format!("{HEADER}\n")).chain(self.files().map(framed)).collect();
        parts.concat().into_bytes()
    }

    /// SHA-256 of [`Pack::document`], in lowercase hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        sha256_hex(&self.document())
    }

    /// Reads what [`Pack::document`] wrote.
    ///
    /// # Errors
    ///
    /// [`PackError::NotADocument`].
    pub fn from_document(document: &[u8]) -> Result<Self, PackError> {
        Self::parse(document).ok_or(PackError::NotADocument)
    }

    fn parse(document: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(document).ok()?;
        let mut rest = text.strip_prefix(HEADER)?.strip_prefix('\n')?;
        let mut files = BTreeMap::new();
        while !rest.is_empty() {
            let (line, after) = rest.split_once('\n')?;
            let (length, name) = line.split_once(' ')?;
            let (text, after) = after.split_at_checked(length.parse().ok()?)?;
            files.insert(name.to_owned(), text.to_owned());
            rest = after.strip_prefix('\n')?;
        }
        Some(Self { files })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_gives_the_pack_back() {
        let pack = Pack::builtin();
        assert_eq!(Pack::from_document(&pack.document()).unwrap(), pack);
        for wrong in ["", "mingjing policy pack 2\n", "mingjing policy pack 1\n9 a.toml\nx\n"] {
            assert!(Pack::from_document(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_document_is_its_files_in_name_order() {
        let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let pack = Pack::new([file("b.toml", "x = 1\n"), file("a.toml", "")]);
        let document = String::from_utf8(pack.document()).unwrap();
        assert_eq!(document, "mingjing policy pack 1\n0 a.toml\n\n6 b.toml\nx = 1\n\n");
    }

    #[test]
    fn a_folder_is_read_and_other_files_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in Pack::builtin().files() {
            fs::write(folder.path().join(name), text).unwrap();
        }
        fs::write(folder.path().join("README.md"), "x").unwrap();
        let pack = Pack::from_folder(folder.path()).unwrap();
        assert_eq!(pack.sha256(), Pack::builtin().sha256());
        assert!(Pack::from_folder(&folder.path().join("none")).is_err());
    }

    #[test]
    fn the_built_in_pack_has_every_file_of_its_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/shanghai");
        assert_eq!(Pack::open(Some(&folder)).unwrap(), Pack::open(None).unwrap());
    }
}
