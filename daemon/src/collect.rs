//! Collect: files in the folders of the sources become submissions, byte for byte.
//!
//! A folder that cannot be reached, one that is empty and one with files are three states; none
//! reads as a deletion. Files stay where they are: handing the same one in again changes nothing.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use config::settings::{PeriodFrom, Source};
use metrics::kind::Kind;
use metrics::party::PartyId;
use metrics::period::Period;
use store::documents::{DocumentKind, NewDocument};
use store::submissions::{NewSubmission, Received};
use store::{StoreError, Writer};
use thiserror::Error;

use crate::check;
use crate::formats::{Format, Reading};
use crate::installation::Installation;
use crate::mapping_file::{MappingDocument, MappingFileError};

/// What became of one source.
#[derive(Debug)]
pub struct Collected {
    /// The source's id.
    pub source: String,
    /// What was found.
    pub found: Found,
}

/// What a folder held.
#[derive(Debug)]
pub enum Found {
    /// It cannot be read: nothing is known.
    Unreachable(io::Error),
    /// It can be read, and there is no file in it.
    Empty,
    /// Files, by name, with what became of each.
    Files(Vec<(String, Result<Received, CollectError>)>),
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
/// Returns an error if the database fails; what is wrong with a file is said of that file.
pub async fn collect(
    installation: &Installation,
    writer: &Writer,
    only: Option<&str>,
) -> Result<Vec<Collected>, StoreError> {
    let mut collected = Vec::new();
    let wanted = |source: &&Source| only.is_none_or(|id| id == source.id);
    for source in installation.settings.sources.iter().filter(wanted) {
        let found = match files(&source.folder) {
            Err(error) => Found::Unreachable(error),
            Ok(paths) if paths.is_empty() => Found::Empty,
            Ok(paths) => {
                let mut files = Vec::with_capacity(paths.len());
                for path in paths {
                    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                    let taken = take(installation, writer, source, &path).await;
                    if let Err(CollectError::Store(error)) = taken {
                        return Err(error);
                    }
                    files.push((name, taken));
                }
                Found::Files(files)
            }
        };
        collected.push(Collected { source: source.id.clone(), found });
    }
    Ok(collected)
}

async fn take(
    installation: &Installation,
    writer: &Writer,
    source: &Source,
    path: &Path,
) -> Result<Received, CollectError> {
    let mapping = source.mapping.as_deref().map(MappingDocument::open).transpose()?;
    let period = match source.period {
        Some(PeriodFrom::FileName) => period_in_name(path),
        None => None,
    };
    let handover = Handover {
        path,
        kind: source.kind,
        party: &source.party,
        period,
        format: source.format.as_deref().and_then(|it| it.parse().ok()),
        mapping: mapping.as_ref(),
        sender: "mingjingd",
        source: &source.id,
        supersedes: None,
    };
    submit(installation, writer, &handover).await
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
    let period = match (handover.kind, handover.period) {
        (Kind::Ledger, Some(period)) => Some(period),
        (Kind::Ledger, None) => {
            let mapping = handover.mapping.map(MappingDocument::mapping).transpose()?;
            let reading = Reading { kind: handover.kind, format, mapping: mapping.as_ref() };
            Some(check::period_of(&mut file, reading)?.ok_or(CollectError::Period)?)
        }
        (Kind::Registry | Kind::Supply | Kind::Incident, _) => None,
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
    Ok(writer.receive(&submission, &mut file).await?)
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

/// The files of a folder that are ready, by name. A link is not followed: it could name any file of
/// the house. What ends in `.part` or `.tmp`, or begins with a point, is still being written.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let unfinished = [".part", ".tmp"].iter().any(|ending| name.ends_with(ending));
        if entry.file_type()?.is_file() && !name.starts_with('.') && !unfinished {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

/// The month in a file's name: `ledger-2026-04.csv`.
fn period_in_name(path: &Path) -> Option<Period> {
    let name = path.file_name()?.to_str()?;
    let starts = name.char_indices().map(|(start, _)| start);
    starts.filter_map(|start| name.get(start..start + 7)).find_map(|text| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_is_found_in_a_name() {
        let found = |name: &str| period_in_name(Path::new(name)).map(|it| it.to_string());
        assert_eq!(found("ledger-2026-04.csv").as_deref(), Some("2026-04"));
        assert_eq!(found("专账2026-12号.csv").as_deref(), Some("2026-12"));
        assert_eq!(found("2026-13.csv"), None);
        assert_eq!(found("ledger.csv"), None);
    }

    #[test]
    fn unfinished_files_and_links_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.csv", "a.csv", "c.csv.part", ".hidden.csv"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("link.csv")).unwrap();
        let names: Vec<_> = files(folder.path()).unwrap();
        assert_eq!(names, [folder.path().join("a.csv"), folder.path().join("b.csv")]);
        assert!(files(&folder.path().join("nowhere")).is_err());
    }
}
