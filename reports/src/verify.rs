//! Verifying a package, offline: its bytes and the receiver's own `allowed_signers`, nothing else.
//!
//! No byte of the archive is without meaning: what is not bound by the signature is compared with
//! the one way in which a package is written.

mod sentence;

use std::io::{Cursor, Read};

use metrics::evaluation::scorecard::Evaluation;
use thiserror::Error;
use zip::ZipArchive;

use crate::container::{self, Entry};
use crate::hash::{sha256_hex, sm3_hex};
use crate::json::{JsonError, read_canonical};
use crate::manifest::{Extract, ListedFile, Manifest, SCHEMA};
use crate::package::{DATA, FILES, MANIFEST, PACKAGE_BYTES_MAX, SIGNATURE, SIGNER};
use crate::signature::{self, SignatureFault};

/// The most entries that are looked at: a few more than a package has, to name those too many.
pub const ENTRIES_MAX: usize = 64;

/// A package that passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What the package says of itself.
    pub manifest: Manifest,
    /// The evaluation.
    pub evaluation: Evaluation,
    /// `SHA256:…` of the key that signed.
    pub fingerprint: String,
}

/// One thing wrong with a package.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum VerifyFault {
    /// The archive, or what it unpacks to, exceeds [`PACKAGE_BYTES_MAX`]; nothing more was read.
    #[error("more than {PACKAGE_BYTES_MAX} bytes")]
    TooLarge,
    /// There are more than [`ENTRIES_MAX`] entries; nothing more was read.
    #[error("more than {ENTRIES_MAX} entries")]
    TooManyEntries,
    /// It is not a whole ZIP: none, cut off, or damaged in its directory.
    #[error("not a whole ZIP archive")]
    NotZip,
    /// An entry cannot be unpacked, or its check sum is wrong.
    #[error("{name} cannot be unpacked")]
    EntryUnreadable {
        /// Its name, where that could be read.
        name: String,
    },
    /// A name stands in the archive twice.
    #[error("a name is there more than once")]
    Duplicate,
    /// A file of a package is not there.
    #[error("{name} is missing")]
    Missing {
        /// Its name.
        name: String,
    },
    /// A file is there that no package has.
    #[error("{name} does not belong here")]
    Extra {
        /// Its name.
        name: String,
    },
    /// The manifest cannot be read as one.
    #[error("manifest.json is not a manifest: {reason}")]
    ManifestUnreadable {
        /// What is wrong with it.
        reason: String,
    },
    /// The manifest is of a version that this release does not know.
    #[error("manifest.json has schema {found}, known is {SCHEMA}")]
    Schema {
        /// The version found.
        found: u32,
    },
    /// The evaluation cannot be read as one.
    #[error("data.json is not an evaluation: {reason}")]
    DataUnreadable {
        /// What is wrong with it.
        reason: String,
    },
    /// JSON that is not in canonical form (RFC 8785).
    #[error("{name} is not canonical JSON")]
    NotCanonical {
        /// The file.
        name: String,
    },
    /// The signature is not one, is wrong, or is of an unknown signer.
    #[error("manifest.json.sig: {0}")]
    Signature(SignatureFault),
    /// The manifest does not list the files of a package, in its order.
    #[error("manifest.json lists other files than a package has")]
    Listing,
    /// A size is not the one listed.
    #[error("{name} has {found} bytes, listed are {listed}")]
    Size {
        /// The file.
        name: String,
        /// What the manifest says.
        listed: usize,
        /// What it has.
        found: usize,
    },
    /// SHA-256 is not the one listed.
    #[error("SHA-256 of {name} is not the one listed")]
    Sha256 {
        /// The file.
        name: String,
    },
    /// SM3 is not the one listed.
    #[error("SM3 of {name} is not the one listed")]
    Sm3 {
        /// The file.
        name: String,
    },
    /// The number of rows is not the one that the manifest says.
    #[error("data.json has other row counts than manifest.json says")]
    RowCounts,
    /// Subjects, period, cut-off, scheme, policy or rounding are not those of the manifest.
    #[error("data.json is of another evaluation than manifest.json says")]
    Extract,
    /// The public key enclosed is not the one that signed.
    #[error("signer.pub is not the key that signed")]
    SignerKey,
    /// The archive was packed again, or bytes were changed that hold no content.
    #[error("the archive is not packed as it was issued")]
    Container,
}

/// Checks a package.
///
/// # Errors
///
/// Every fault found, in the order in which the checks are made; later checks that an earlier fault
/// makes pointless are left out.
pub fn verify(package: &[u8], allowed_signers: &str) -> Result<Verified, Vec<VerifyFault>> {
    let entries = unpack(package).map_err(|fault| vec![fault])?;
    let mut faults = name_faults(&entries);
    if faults.is_empty() && !is_packed_as_issued(package, &entries) {
        faults.push(VerifyFault::Container);
    }
    let manifest = keep(read_manifest(&entries), &mut faults);
    let evaluation = keep(read_evaluation(&entries), &mut faults);
    let mut fingerprint = None;
    if let Some(manifest) = &manifest {
        faults.extend(listing_faults(manifest, &entries));
        fingerprint = keep(check_signature(manifest, &entries, allowed_signers), &mut faults);
    }
    match (manifest, evaluation, fingerprint) {
        (Some(manifest), Some(evaluation), fingerprint) => {
            faults.extend(extract_fault(&manifest, &evaluation));
            match fingerprint {
                Some(fingerprint) if faults.is_empty() => {
                    Ok(Verified { manifest, evaluation, fingerprint })
                }
                Some(_) | None => Err(faults),
            }
        }
        (None, _, _) | (_, None, _) => Err(faults),
    }
}

/// Sets a fault aside and goes on with what there is.
fn keep<T>(result: Result<T, VerifyFault>, faults: &mut Vec<VerifyFault>) -> Option<T> {
    result.map_err(|fault| faults.push(fault)).ok()
}

/// Every entry of the archive. Reads no more than the limits allow, whatever the archive says of
/// its sizes.
fn unpack(package: &[u8]) -> Result<Vec<Entry>, VerifyFault> {
    if PACKAGE_BYTES_MAX < package.len() {
        return Err(VerifyFault::TooLarge);
    }
    let mut archive = ZipArchive::new(Cursor::new(package)).map_err(|_| VerifyFault::NotZip)?;
    // Of a package that is cut off, what is found may be the workbook that lies in it.
    if archive.offset() != 0 {
        return Err(VerifyFault::NotZip);
    }
    if archive.has_duplicate_names() {
        return Err(VerifyFault::Duplicate);
    }
    if ENTRIES_MAX < archive.len() {
        return Err(VerifyFault::TooManyEntries);
    }
    let mut entries = Vec::with_capacity(archive.len());
    let mut rest_bytes = PACKAGE_BYTES_MAX;
    for index in 0..archive.len() {
        let entry = unpack_entry(&mut archive, index, rest_bytes)?;
        rest_bytes = rest_bytes.checked_sub(entry.bytes.len()).ok_or(VerifyFault::TooLarge)?;
        entries.push(entry);
    }
    Ok(entries)
}

/// One entry, at most one byte longer than allowed, so that the caller sees when it is too long.
fn unpack_entry(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    size_bytes_max: usize,
) -> Result<Entry, VerifyFault> {
    let file = archive.by_index(index).map_err(|_| VerifyFault::NotZip)?;
    let name = String::from_utf8_lossy(file.name_raw()).into_owned();
    let mut bytes = Vec::new();
    match file.take(size_bytes_max as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) => Ok(Entry { name, bytes }),
        Err(_) => Err(VerifyFault::EntryUnreadable { name }),
    }
}

/// Names that are missing or too many.
fn name_faults(entries: &[Entry]) -> Vec<VerifyFault> {
    let has = |name: &str| entries.iter().any(|it| it.name == name);
    let missing = FILES.into_iter().filter(|name| !has(name));
    let extra = entries.iter().map(|it| it.name.as_str()).filter(|name| !FILES.contains(name));
    missing
        .map(|name| VerifyFault::Missing { name: name.to_owned() })
        .chain(extra.map(|name| VerifyFault::Extra { name: name.to_owned() }))
        .collect()
}

/// Whether the files, packed again in their order, give the very same bytes.
fn is_packed_as_issued(package: &[u8], entries: &[Entry]) -> bool {
    entries.iter().map(|it| it.name.as_str()).eq(FILES)
        && container::write(entries).as_deref() == Some(package)
}

/// The bytes of a file, empty where it is missing: that is a fault already.
fn bytes_of<'a>(entries: &'a [Entry], name: &str) -> &'a [u8] {
    entries.iter().find(|it| it.name == name).map_or(&[], |it| &it.bytes)
}

fn read_manifest(entries: &[Entry]) -> Result<Manifest, VerifyFault> {
    let manifest: Manifest = read_canonical(bytes_of(entries, MANIFEST)).map_err(|err| {
        let reason =
            |err: &dyn ToString| VerifyFault::ManifestUnreadable { reason: err.to_string() };
        json_fault(MANIFEST, &err, reason)
    })?;
    if manifest.schema != SCHEMA {
        return Err(VerifyFault::Schema { found: manifest.schema });
    }
    Ok(manifest)
}

fn read_evaluation(entries: &[Entry]) -> Result<Evaluation, VerifyFault> {
    read_canonical(bytes_of(entries, DATA)).map_err(|err| {
        let reason = |err: &dyn ToString| VerifyFault::DataUnreadable { reason: err.to_string() };
        json_fault(DATA, &err, reason)
    })
}

fn json_fault(
    name: &str,
    err: &JsonError,
    unreadable: impl Fn(&dyn ToString) -> VerifyFault,
) -> VerifyFault {
    match err {
        JsonError::NotCanonical => VerifyFault::NotCanonical { name: name.to_owned() },
        JsonError::Json(source) => unreadable(source),
        JsonError::NumberTooLarge { .. } => unreadable(err),
    }
}

/// Files that are not what the manifest lists.
fn listing_faults(manifest: &Manifest, entries: &[Entry]) -> Vec<VerifyFault> {
    let mut faults = Vec::new();
    if !manifest.files.iter().map(|it| it.name.as_str()).eq(FILES.into_iter().skip(2)) {
        faults.push(VerifyFault::Listing);
    }
    for ListedFile { name, size_bytes, sha256, sm3 } in &manifest.files {
        let bytes = bytes_of(entries, name);
        let name = name.clone();
        if bytes.len() != *size_bytes {
            let found = bytes.len();
            faults.push(VerifyFault::Size { name: name.clone(), listed: *size_bytes, found });
        }
        if sha256_hex(bytes) != *sha256 {
            faults.push(VerifyFault::Sha256 { name: name.clone() });
        }
        if sm3_hex(bytes) != *sm3 {
            faults.push(VerifyFault::Sm3 { name });
        }
    }
    faults
}

/// The fingerprint of the key that signed.
fn check_signature(
    manifest: &Manifest,
    entries: &[Entry],
    allowed_signers: &str,
) -> Result<String, VerifyFault> {
    let text = String::from_utf8_lossy(bytes_of(entries, SIGNATURE));
    let message = bytes_of(entries, MANIFEST);
    let key = signature::verify(message, &text, &manifest.signer, allowed_signers)
        .map_err(VerifyFault::Signature)?;
    let enclosed = std::str::from_utf8(bytes_of(entries, SIGNER))
        .ok()
        .and_then(|line| line.parse::<ssh_key::PublicKey>().ok());
    if enclosed.is_none_or(|enclosed| enclosed.key_data() != key.key_data()) {
        return Err(VerifyFault::SignerKey);
    }
    Ok(signature::fingerprint(&key).to_string())
}

fn extract_fault(manifest: &Manifest, evaluation: &Evaluation) -> Option<VerifyFault> {
    let found = Extract::of(evaluation);
    if found.rows != manifest.evaluation.rows {
        return Some(VerifyFault::RowCounts);
    }
    (found != manifest.evaluation).then_some(VerifyFault::Extract)
}

#[cfg(test)]
mod tests;
