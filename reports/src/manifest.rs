//! The manifest of a package: what it says, of whom, computed from what, and each file's digests.
//!
//! It is the only file that is signed; everything else is bound to it by digest.

use jiff::Timestamp;
use metrics::evaluation::scheme::{Missing, Rounding};
use metrics::evaluation::scorecard::{DocumentRef, Evaluation, Excerpt};
use metrics::party::PartyId;
use metrics::period::Span;
use serde::{Deserialize, Serialize};

use crate::container::Entry;
use crate::hash::{sha256_hex, sm3_hex};

/// Version of the manifest's shape.
pub const SCHEMA: u32 = 1;

/// What a package says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of this shape, [`SCHEMA`].
    pub schema: u32,
    /// Who issued it, in words.
    pub issuer: String,
    /// The identity that signed it, as it stands in `allowed_signers`.
    pub signer: String,
    /// What of the evaluation stands here too, so that a reader needs no other file.
    pub evaluation: Extract,
    /// Every file of the package but the manifest and its signature, in the package's order.
    pub files: Vec<ListedFile>,
    /// Head of the audit chain when the package was made.
    pub audit_head: String,
    /// Whether one account had its hand in the review and in the approval: a demonstration, in which two
    /// people are played by one. Absent where two people approved.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_one_hand: bool,
    /// The evaluations whose place this one took; `None` where it took none.
    pub supersedes: Option<Vec<Superseded>>,
}

/// An evaluation whose place another one took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Superseded {
    /// Its id.
    pub evaluation: String,
    /// SHA-256 of its package, in lowercase hexadecimal: of the whole one, in an excerpt of the one that
    /// its recipient had; `None` where there was none.
    pub package_sha256: Option<String>,
    /// Why, in the words of the person who decided it; `""` in an excerpt, as they may be about others.
    pub reason: String,
}

/// What is evaluated and from what: the head of the evaluation, without scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extract {
    /// Who is evaluated.
    pub subjects: Vec<PartyId>,
    /// The months covered.
    pub period: Span,
    /// What was known at this instant was counted.
    pub cut_off: Timestamp,
    /// The scheme.
    pub scheme: DocumentRef,
    /// The policy pack.
    pub policy: DocumentRef,
    /// The release that computed it.
    pub release: String,
    /// The missing-data policy.
    pub missing: Missing,
    /// The rounding.
    pub rounding: Rounding,
    /// How many rows there are of each kind.
    pub rows: RowCounts,
    /// The evaluation that this is an excerpt of; left out of a whole one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<Excerpt>,
}

/// Rows of the evaluation, as many as in the sheets of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowCounts {
    /// Scorecards, one for each subject.
    pub scorecards: usize,
    /// Dimensions of all scorecards.
    pub dimensions: usize,
    /// Indicators of all scorecards.
    pub indicators: usize,
}

/// A file with its digests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedFile {
    /// Its name.
    pub name: String,
    /// Its size.
    pub size_bytes: usize,
    /// SHA-256, in lowercase hexadecimal.
    pub sha256: String,
    /// SM3 (GB/T 32905), in lowercase hexadecimal.
    pub sm3: String,
}

impl Extract {
    /// The head of an evaluation.
    #[must_use]
    pub fn of(evaluation: &Evaluation) -> Self {
        Self {
            subjects: evaluation.scorecards.iter().map(|it| it.subject.clone()).collect(),
            period: evaluation.period,
            cut_off: evaluation.as_of,
            scheme: evaluation.scheme.clone(),
            policy: evaluation.policy.clone(),
            release: evaluation.release.clone(),
            missing: evaluation.missing,
            rounding: evaluation.rounding,
            rows: RowCounts::of(evaluation),
            excerpt: evaluation.excerpt.clone(),
        }
    }
}

impl RowCounts {
    /// Counts the rows of an evaluation.
    #[must_use]
    pub fn of(evaluation: &Evaluation) -> Self {
        let dimensions = || evaluation.scorecards.iter().flat_map(|it| &it.dimensions);
        Self {
            scorecards: evaluation.scorecards.len(),
            dimensions: dimensions().count(),
            indicators: dimensions().map(|it| it.indicators.len()).sum(),
        }
    }
}

impl ListedFile {
    /// Lists an entry of the package.
    pub(crate) fn of(entry: &Entry) -> Self {
        Self {
            name: entry.name.clone(),
            size_bytes: entry.bytes.len(),
            sha256: sha256_hex(&entry.bytes),
            sm3: sm3_hex(&entry.bytes),
        }
    }
}
