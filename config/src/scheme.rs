//! Evaluation schemes as documents: read from TOML, known by the hash of their bytes.

use metrics::evaluation::scheme::Scheme;

use crate::fault::{Expected, FileFault, Wrong};
use crate::hash::sha256_hex;
use crate::policy::{self, Policy};

/// The schemes that this release comes with, by file name.
const BUILTIN: [(&str, &str); 3] = [
    ("effectiveness.toml", include_str!("../schemes/effectiveness.toml")),
    ("operator.toml", include_str!("../schemes/operator.toml")),
    ("supply.toml", include_str!("../schemes/supply.toml")),
];

/// A scheme with the bytes that it was read from, which the database keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeDocument {
    /// The scheme.
    pub scheme: Scheme,
    /// Its bytes.
    pub document: Vec<u8>,
    /// SHA-256 of the bytes, in lowercase hexadecimal.
    pub sha256: String,
}

impl SchemeDocument {
    /// Reads a scheme and lints it against the pack that it is to be used with.
    ///
    /// # Errors
    ///
    /// Every fault of the scheme, at once; `file` names it in them.
    pub fn read(file: &str, document: &[u8], policy: &Policy) -> Result<Self, Vec<FileFault>> {
        let text = std::str::from_utf8(document).map_err(|error| {
            vec![FileFault {
                file: file.to_owned(),
                key: String::new(),
                wrong: Wrong::Unreadable,
                actual: error.to_string(),
                expected: Expected::word("expected-toml"),
            }]
        })?;
        let scheme = policy::parse(file, text).map_err(|fault| vec![fault])?;
        let faults = policy::lint_scheme(file, &scheme, policy);
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self { scheme, document: document.to_vec(), sha256: sha256_hex(document) })
    }

    /// The schemes that this release comes with.
    ///
    /// # Errors
    ///
    /// Those that do not fit the pack: another pack may lack their measures.
    pub fn builtin(policy: &Policy) -> Result<Vec<Self>, Vec<FileFault>> {
        BUILTIN.iter().map(|(file, text)| Self::read(file, text.as_bytes(), policy)).collect()
    }
}
