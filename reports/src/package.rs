//! Evaluation files: a signed ZIP that a receiver checks with tools they have.
//!
//! The same evaluation, settings and key give the same bytes. Only approved evaluations leave the
//! house; that is for the caller to see to.

use thiserror::Error;

use crate::container::{self, Entry};
use crate::json::{JsonError, canonical};
use crate::manifest::{Extract, ListedFile, Manifest, SCHEMA, Superseded};
use crate::signature::{NAMESPACE, SignatureError, Signer};
use crate::xlsx::{self, Report};

/// The signed list of everything else.
pub const MANIFEST: &str = "manifest.json";
/// The signature of [`MANIFEST`].
pub const SIGNATURE: &str = "manifest.json.sig";
/// The public key, for information only.
pub const SIGNER: &str = "signer.pub";
/// What the package is and how to verify it, in Chinese and English.
pub const README: &str = "README.txt";
/// The evaluation as canonical JSON.
pub const DATA: &str = "data.json";
/// The evaluation as tables.
pub const REPORT: &str = "report.xlsx";

/// Every file of a package, in its order.
pub const FILES: [&str; 6] = [MANIFEST, SIGNATURE, SIGNER, README, DATA, REPORT];

/// The largest package that is made or verified.
pub const PACKAGE_BYTES_MAX: usize = 256 << 20;

/// What a package is made from.
#[derive(Clone, Copy)]
pub struct PackageInput<'a> {
    /// The evaluation and what is printed beside it.
    pub report: Report<'a>,
    /// The evaluations whose place this one took.
    pub supersedes: &'a [Superseded],
}

/// Why no package was made.
#[derive(Debug, Error)]
pub enum PackageError {
    /// The evaluation has no canonical form.
    #[error("the evaluation cannot be written as canonical JSON")]
    Json(#[from] JsonError),
    /// The tables cannot be written.
    #[error("the tables cannot be written")]
    Xlsx(#[from] xlsx::XlsxError),
    /// The key cannot sign.
    #[error("the manifest cannot be signed")]
    Signature(#[from] SignatureError),
    /// It would exceed [`PACKAGE_BYTES_MAX`].
    #[error("the package would exceed {PACKAGE_BYTES_MAX} bytes")]
    TooLarge,
}

/// Makes the package of an evaluation.
///
/// # Errors
///
/// See [`PackageError`].
pub fn package(input: &PackageInput<'_>, signer: &Signer) -> Result<Vec<u8>, PackageError> {
    let report = xlsx::report(&input.report)?;
    seal(input, report, signer)
}

/// Lists, signs and packs, with the tables already written.
pub(crate) fn seal(
    input: &PackageInput<'_>,
    report: Vec<u8>,
    signer: &Signer,
) -> Result<Vec<u8>, PackageError> {
    let entry = |name: &str, bytes: Vec<u8>| Entry { name: name.to_owned(), bytes };
    let public_key = format!("{}\n", signer.public_line()?);
    let listed = [
        entry(SIGNER, public_key.into_bytes()),
        entry(README, readme(input.report.issuer, signer).into_bytes()),
        entry(DATA, canonical(input.report.evaluation)?),
        entry(REPORT, report),
    ];
    let manifest = canonical(&Manifest {
        schema: SCHEMA,
        issuer: input.report.issuer.to_owned(),
        signer: signer.identity().to_owned(),
        evaluation: Extract::of(input.report.evaluation),
        files: listed.iter().map(ListedFile::of).collect(),
        audit_head: input.report.audit_head.to_owned(),
        by_one_hand: input.report.by_one_hand,
        supersedes: Some(input.supersedes.to_vec()).filter(|it| !it.is_empty()),
    })?;
    let signature = signer.sign(&manifest)?;
    let mut entries = vec![entry(MANIFEST, manifest), entry(SIGNATURE, signature.into_bytes())];
    entries.extend(listed);
    container::write(&entries)
        .filter(|zip| zip.len() <= PACKAGE_BYTES_MAX)
        .ok_or(PackageError::TooLarge)
}

/// The same text for every receiver, so both languages stand in it.
fn readme(issuer: &str, signer: &Signer) -> String {
    include_str!("../templates/README.txt")
        .replace("{identity}", signer.identity())
        .replace("{namespace}", NAMESPACE)
        .replace("{fingerprint}", &signer.fingerprint())
        .replace("{issuer}", issuer)
}
