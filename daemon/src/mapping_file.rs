//! A mapping with its lookup files as one document, so that a submission can be read again years
//! later with exactly what it was read with.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::formats::mapping::{Mapping, MappingError};

/// A mapping file and the lookup files that it names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingDocument {
    /// The file's name.
    pub name: String,
    mapping: String,
    lookups: BTreeMap<String, String>,
}

/// Why a mapping cannot be used.
#[derive(Debug, Error)]
pub enum MappingFileError {
    /// The file cannot be read.
    #[error("the mapping cannot be read")]
    Io(#[from] io::Error),
    /// It is wrong.
    #[error(transparent)]
    Mapping(#[from] MappingError),
    /// A document of the database is not one of ours.
    #[error("the mapping kept in the database is not readable")]
    Document(#[from] serde_json::Error),
}

impl MappingDocument {
    /// Reads a mapping and, beside it, the lookup files that it names.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn open(path: &Path) -> Result<Self, MappingFileError> {
        let mapping = fs::read_to_string(path)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let lookups = RefCell::new(BTreeMap::new());
        Mapping::parse(&mapping, &|name: &str| {
            let text = fs::read_to_string(folder.join(name))?;
            lookups.borrow_mut().insert(name.to_owned(), text.clone());
            Ok(text.into_bytes())
        })?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Self { name, mapping, lookups: lookups.into_inner() })
    }

    /// Reads what [`MappingDocument::to_text`] wrote.
    ///
    /// # Errors
    ///
    /// If it was not written by it.
    pub fn from_text(text: &str) -> Result<Self, MappingFileError> {
        Ok(serde_json::from_str(text)?)
    }

    /// The document as one text.
    ///
    /// # Errors
    ///
    /// None in practice: text is always JSON.
    pub fn to_text(&self) -> Result<String, MappingFileError> {
        Ok(serde_json::to_string(self)?)
    }

    /// The mapping, ready to read with.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn mapping(&self) -> Result<Mapping, MappingFileError> {
        Ok(Mapping::parse(&self.mapping, &|name: &str| match self.lookups.get(name) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => Err(io::Error::from(io::ErrorKind::NotFound)),
        })?)
    }
}
