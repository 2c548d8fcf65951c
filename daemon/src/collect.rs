//! Collect: what sources hold becomes submissions, byte for byte.
//!
//! A source that cannot be reached, one that is empty, one that shrank and one that holds what it held
//! are different states; none reads as a deletion. Handing the same file in again changes nothing.

mod folder;
mod guard;
mod https;
mod look;
#[cfg(test)]
mod tests;
mod unreachable;

use std::fs::{self, File};
use std::io;
use std::path::Path;

use config::settings::Source;
use metrics::kind::Kind;
use metrics::party::PartyId;
use metrics::period::Period;
use store::desk::DeskError;
use store::documents::{DocumentKind, NewDocument};
use store::sources::{LookState, SourceLook};
use store::submissions::{NewSubmission, Received};
use store::{Desk, StoreError, Writer};
use thiserror::Error;

use crate::check;
use crate::formats::{Format, NotOfKind, Reading};
use crate::installation::Installation;
use crate::mapping_file::{MappingDocument, MappingFileError};

use look::{Looker, Volume};

pub use unreachable::Cause;

/// What became of one source.
#[derive(Debug)]
pub struct Collected {
    /// What was found.
    pub look: SourceLook,
    /// What was taken last before that, if anything was.
    pub kept: Option<SourceLook>,
    /// The files that were to be taken, by name, with what became of each.
    pub files: Vec<(String, Result<Received, CollectError>)>,
}

/// Why a file was not taken.
#[derive(Debug, Error)]
pub enum CollectError {
    /// It cannot be read.
    #[error("the file cannot be read")]
    Io(#[from] io::Error),
    /// It is larger than any honest submission.
    #[error("the file has {size_bytes} bytes, more than the limit of {limit_bytes}")]
    TooLarge {
        /// Its size.
        size_bytes: u64,
        /// The limit.
        limit_bytes: u64,
    },
    /// Nobody said how it is written, and its name does not either.
    #[error("the format of the file is not known")]
    Format,
    /// Its format does not carry its kind.
    #[error(transparent)]
    Kind(#[from] NotOfKind),
    /// A ledger of nobody knows which month.
    #[error("the month of the ledger is not known")]
    Period,
    /// Its mapping cannot be used.
    #[error("the mapping cannot be used")]
    Mapping(#[from] MappingFileError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CollectError {
    /// The id of the sentence that says what to do.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Io(_) => "collect-unreadable",
            Self::TooLarge { .. } => "collect-too-large",
            Self::Format => "collect-format",
            Self::Kind(_) => "collect-kind",
            Self::Period => "collect-period",
            Self::Mapping(_) => "collect-mapping",
            Self::Store(_) => "collect-store",
        }
    }
}

/// A file to hand in, and what is known beside it.
#[derive(Clone, Debug)]
pub struct Handover<'a> {
    /// The file.
    pub path: &'a Path,
    /// What it is about.
    pub kind: Kind,
    /// Who submits.
    pub party: &'a PartyId,
    /// The month of a ledger, if it was said.
    pub period: Option<Period>,
    /// How it is written, if it was said.
    pub format: Option<Format>,
    /// How a foreign file is read.
    pub mapping: Option<&'a MappingDocument>,
    /// Who hands it in.
    pub sender: &'a str,
    /// Through which source.
    pub source: &'a str,
    /// The receipt that it corrects.
    pub supersedes: Option<&'a str>,
}

/// Looks at one source, or at all.
///
/// # Errors
///
/// Returns an error if the database fails; what is wrong with a source or file is said of it.
pub async fn collect(
    installation: &Installation,
    writer: &Writer,
    only: Option<&str>,
) -> Result<Vec<Collected>, StoreError> {
    let mut collected = Vec::new();
    let wanted = |source: &&Source| only.is_none_or(|id| id == source.id);
    for source in installation.settings.sources.iter().filter(wanted) {
        let looker = Looker { installation, writer, source, accepted: None };
        // Boxed: what a fetch remembers would make every future around it large.
        collected.push(Box::pin(looker.look()).await?);
    }
    Ok(collected)
}

/// A person takes what a source holds, although it shrank: just what the last look at it found, and
/// held. `None` if nothing is held.
///
/// # Errors
///
/// Returns an error if the person may not, or the database fails.
pub async fn accept_shrunk(
    installation: &Installation,
    writer: &Writer,
    (source, desk): (&Source, &Desk),
) -> Result<Option<Collected>, DeskError> {
    let last = writer.reader().last_look(&source.id).await?;
    let Some(held) = last.filter(|it| it.state == LookState::Shrunk) else {
        return Ok(None);
    };
    let detail = format!("{} files, {} bytes", held.files, held.size_bytes);
    desk.accept_shrunk((&source.id, &detail), installation.clock.now()).await?;
    let accepted = Some(Volume::of(&held));
    Ok(Some(Looker { installation, writer, source, accepted }.look().await?))
}

/// Hands in one file.
///
/// # Errors
///
/// Why it was not taken.
pub async fn submit(
    installation: &Installation,
    writer: &Writer,
    handover: &Handover<'_>,
) -> Result<Received, CollectError> {
    let limit_bytes = installation.settings.submission_bytes_max;
    let mut file = open_regular(handover.path, limit_bytes)?;
    let name = handover.path.file_name().unwrap_or_default().to_string_lossy();
    let format = match handover.format {
        Some(format) => format,
        None => Format::of_file_name(&name).ok_or(CollectError::Format)?,
    };
    let format = format.for_kind(handover.kind)?;
    let period = match (handover.kind, handover.period) {
        (Kind::Ledger | Kind::Usage, Some(period)) => Some(period),
        (Kind::Ledger | Kind::Usage, None) => {
            let mapping = handover.mapping.map(MappingDocument::mapping).transpose()?;
            let reading = Reading { kind: handover.kind, format, mapping: mapping.as_ref() };
            Some(check::period_of(&mut file, reading)?.ok_or(CollectError::Period)?)
        }
        (
            Kind::Registry
            | Kind::Pricing
            | Kind::Supply
            | Kind::Incident
            | Kind::Disclosure
            | Kind::Opinion
            | Kind::Objection
            | Kind::Demand,
            _,
        ) => None,
    };
    let now = installation.clock.now();
    let mapping_sha256 = match handover.mapping {
        None => None,
        Some(mapping) => {
            let body = mapping.to_text()?;
            let document = NewDocument {
                kind: DocumentKind::Mapping,
                name: &mapping.name,
                version: 0,
                body: &body,
            };
            Some(writer.keep_document(document, now).await?)
        }
    };
    let submission = NewSubmission {
        kind: handover.kind,
        party: handover.party,
        period,
        sender: handover.sender,
        source: handover.source,
        format: format.as_str(),
        mapping_sha256: mapping_sha256.as_deref(),
        file_name: &name,
        received_at: now,
        supersedes: handover.supersedes,
    };
    // Read once for its hash, and once to be kept.
    let twice_bytes = 2 * file.metadata()?.len();
    let mut watched = installation.progress.reading("progress-keep", &name, (file, twice_bytes));
    Ok(writer.receive(&submission, &mut watched).await?)
}

/// Opens a file of bounded size. A pipe or device has no end.
///
/// # Errors
///
/// It cannot be read, is no file, or is too large.
pub fn open_regular(path: &Path, limit_bytes: u64) -> Result<File, CollectError> {
    // Asked before opening: opening a pipe waits for somebody to write to it.
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("this is not a regular file").into());
    }
    let size_bytes = metadata.len();
    if limit_bytes < size_bytes {
        return Err(CollectError::TooLarge { size_bytes, limit_bytes });
    }
    Ok(File::open(path)?)
}
