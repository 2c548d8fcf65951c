//! One look at a source: what its place holds is compared with what was taken last, then taken, held
//! for a person, or left alone; and what was found is kept.

use std::path::{Path, PathBuf};

use config::settings::{PeriodFrom, Place, Source};
use metrics::period::Period;
use sha2::{Digest, Sha256};
use store::sources::{LookState, SourceLook};
use store::submissions::Received;
use store::{StoreError, Writer};
use tempfile::TempDir;

use super::https::Bounds;
use super::unreachable::Unreachable;
use super::{CollectError, Collected, Handover, folder, https, submit};
use crate::formats::Format;
use crate::installation::Installation;
use crate::mapping_file::MappingDocument;
use crate::progress::Amount;

/// What a place holds.
#[derive(Debug)]
pub(super) enum Held {
    /// What was taken last, says the server.
    Unchanged,
    /// A file, by name, that is not taken.
    Refused(String, CollectError),
    /// Files, or none.
    Files(Delivery),
}

/// Files that are ready to be taken.
#[derive(Debug, Default)]
pub(super) struct Delivery {
    /// The files.
    pub(super) files: Vec<PathBuf>,
    /// How much that is.
    pub(super) volume: Volume,
    /// The format that the server promises.
    pub(super) promised: Option<Format>,
    /// What the server calls this content.
    pub(super) validators: Validators,
    /// The folder that the files were put into, which goes when they are taken.
    pub(super) _folder: Option<TempDir>,
}

/// How much something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Volume {
    /// Files.
    pub(super) files: u64,
    /// Bytes in all of them.
    pub(super) size_bytes: u64,
}

impl Volume {
    /// What a look found.
    pub(super) fn of(look: &SourceLook) -> Self {
        Self { files: look.files, size_bytes: look.size_bytes }
    }

    /// Whether this is less than before by more than so many percent, in files or in bytes.
    fn shrank(self, before: Self, percent: u64) -> bool {
        let less = |now: u64, before: u64| {
            u128::from(now) * 100 < u128::from(before) * u128::from(100_u64.saturating_sub(percent))
        };
        less(self.files, before.files) || less(self.size_bytes, before.size_bytes)
    }
}

/// What a server calls a content, to be asked whether it still holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Validators {
    /// The entity tag.
    pub(super) etag: Option<String>,
    /// The last change, in the server's words.
    pub(super) last_modified: Option<String>,
}

/// Whoever looks at a source.
pub(super) struct Looker<'a> {
    pub(super) installation: &'a Installation,
    pub(super) writer: &'a Writer,
    pub(super) source: &'a Source,
    /// What a person takes although it shrank.
    pub(super) accepted: Option<Volume>,
}

type Taken = (String, Result<Received, CollectError>);

impl Looker<'_> {
    /// Looks, takes what is to be taken, and keeps what was found.
    pub(super) async fn look(&self) -> Result<Collected, StoreError> {
        let kept = self.writer.reader().kept_look(&self.source.id).await?;
        let path = self.source.mapping.as_deref();
        let (look, files) = match path.map(MappingDocument::open).transpose() {
            Ok(mapping) => self.found(kept.as_ref(), mapping.as_ref()).await?,
            Err(error) => {
                let name = path.and_then(Path::file_name).unwrap_or_default();
                let files = vec![(name.to_string_lossy().into_owned(), Err(error.into()))];
                (not_taken(&files, self.blank(None)), files)
            }
        };
        if self.writer.keep_look(&look).await? {
            log(&look);
        }
        Ok(Collected { look, kept, files })
    }

    async fn found(
        &self,
        kept: Option<&SourceLook>,
        mapping: Option<&MappingDocument>,
    ) -> Result<(SourceLook, Vec<Taken>), StoreError> {
        let blank = self.blank(mapping);
        Ok(match self.held(kept, &blank).await {
            Err(Unreachable { cause, detail }) => {
                let cause = cause.as_str().to_owned();
                (SourceLook { state: LookState::Unreachable, cause, detail, ..blank }, Vec::new())
            }
            Ok(Held::Unchanged) => {
                let looked_at = blank.looked_at;
                let last = kept.cloned().unwrap_or(blank);
                (SourceLook { state: LookState::Unchanged, looked_at, ..last }, Vec::new())
            }
            Ok(Held::Refused(name, error)) => {
                let files = vec![(name, Err(error))];
                (not_taken(&files, blank), files)
            }
            Ok(Held::Files(delivery)) => self.take((&delivery, mapping), kept, blank).await?,
        })
    }

    /// What is known before anything is found.
    fn blank(&self, mapping: Option<&MappingDocument>) -> SourceLook {
        SourceLook {
            source: self.source.id.clone(),
            looked_at: self.installation.clock.now(),
            state: LookState::Empty,
            cause: String::new(),
            detail: String::new(),
            files: 0,
            size_bytes: 0,
            content_sha256: String::new(),
            reading_sha256: reading_sha256(self.source, mapping),
            etag: None,
            last_modified: None,
        }
    }

    async fn held(&self, kept: Option<&SourceLook>, now: &SourceLook) -> Result<Held, Unreachable> {
        let settings = &self.installation.settings;
        match &self.source.place {
            Place::Folder(folder) => folder::look(folder),
            Place::Https(address) => {
                // What was taken from another address, or read otherwise, is fetched again.
                let same = kept.filter(|it| it.reading_sha256 == now.reading_sha256);
                let known = same.map(|it| Validators {
                    etag: it.etag.clone(),
                    last_modified: it.last_modified.clone(),
                });
                let size_bytes_max = settings.submission_bytes_max;
                let bounds = Bounds { https: &settings.https, size_bytes_max };
                https::look(address, bounds, &known.unwrap_or_default()).await
            }
        }
    }

    /// Takes a delivery, unless there is nothing, or so little that a person has to say so.
    async fn take(
        &self,
        (delivery, mapping): (&Delivery, Option<&MappingDocument>),
        kept: Option<&SourceLook>,
        blank: SourceLook,
    ) -> Result<(SourceLook, Vec<Taken>), StoreError> {
        let volume = delivery.volume;
        let found = SourceLook { files: volume.files, size_bytes: volume.size_bytes, ..blank };
        if delivery.files.is_empty() {
            return Ok((found, Vec::new()));
        }
        let percent = self.source.shrink_percent;
        let shrank = kept.is_some_and(|kept| volume.shrank(Volume::of(kept), percent));
        if shrank && self.accepted != Some(volume) {
            return Ok((SourceLook { state: LookState::Shrunk, ..found }, Vec::new()));
        }
        let mut files = Vec::with_capacity(delivery.files.len());
        let amount = Amount::Steps(volume.files);
        let mut work =
            self.installation.progress.begin("progress-collect", &self.source.id, amount);
        for path in &delivery.files {
            work.add(1);
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let taken = self.hand_in((path, mapping), delivery.promised).await;
            if let Err(CollectError::Store(error)) = taken {
                return Err(error);
            }
            files.push((name, taken));
        }
        let found = SourceLook { content_sha256: content_sha256(&files), ..found };
        if files.iter().any(|(_, taken)| taken.is_err()) {
            return Ok((not_taken(&files, found), files));
        }
        let is_same = kept.is_some_and(|kept| kept.content_sha256 == found.content_sha256);
        let state = if is_same { LookState::Unchanged } else { LookState::Received };
        let Validators { etag, last_modified } = delivery.validators.clone();
        Ok((SourceLook { state, etag, last_modified, ..found }, files))
    }

    async fn hand_in(
        &self,
        (path, mapping): (&Path, Option<&MappingDocument>),
        promised: Option<Format>,
    ) -> Result<Received, CollectError> {
        let source = self.source;
        let period = match source.period {
            Some(PeriodFrom::FileName) => period_in_name(path),
            None => None,
        };
        let told = source.format.as_deref().map(str::parse).transpose();
        let told = told.map_err(|_| CollectError::Format)?;
        let named = path.file_name().and_then(|it| Format::of_file_name(&it.to_string_lossy()));
        let handover = Handover {
            path,
            kind: source.kind,
            party: &source.party,
            period,
            format: told.or(named).or(promised),
            mapping,
            sender: "mingjingd",
            source: &source.id,
            supersedes: None,
        };
        submit(self.installation, self.writer, &handover).await
    }
}

/// Says once that a source does not stand as it should.
fn log(look: &SourceLook) {
    if look.state.is_trouble() {
        let (source, state) = (&look.source, look.state.as_str());
        tracing::warn!(source, state, cause = look.cause, "source {source} is {state}");
    }
}

/// The look that says what was not taken, and why: the first such file. It has no validators, so that
/// it is fetched again.
fn not_taken(files: &[Taken], found: SourceLook) -> SourceLook {
    let refused = files.iter().find_map(|(name, taken)| Some((name, taken.as_ref().err()?)));
    let (cause, detail) = refused
        .map(|(name, error)| (error.word().to_owned(), format!("{name}: {error}")))
        .unwrap_or_default();
    SourceLook { state: LookState::NotTaken, cause, detail, ..found }
}

/// A hash over the names and receipts of what was taken; `""` if nothing was.
fn content_sha256(files: &[Taken]) -> String {
    let taken = || files.iter().filter_map(|(name, it)| Some((name, it.as_ref().ok()?)));
    if taken().next().is_none() {
        return String::new();
    }
    sha256(taken().flat_map(|(name, it)| [name.as_bytes(), it.receipt.as_bytes()]))
}

/// A hash over everything in the settings that says which address a file comes from and how it is
/// read. A mapping that cannot be used is refused when a file is handed in.
fn reading_sha256(source: &Source, mapping: Option<&MappingDocument>) -> String {
    let url = match &source.place {
        Place::Folder(_) => "",
        Place::Https(address) => &address.url,
    };
    let format = source.format.as_deref().unwrap_or_default();
    let period = source.period.map_or("", |PeriodFrom::FileName| "file-name");
    let mapping = mapping.and_then(|it| it.to_text().ok()).unwrap_or_default();
    let fields =
        [url, source.kind.as_str(), source.party.as_str(), format, period, mapping.as_str()];
    sha256(fields.map(str::as_bytes))
}

/// SHA-256 over fields, each preceded by its length.
fn sha256<'a>(fields: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for field in fields {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    let digits: Vec<String> = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
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

    #[track_caller]
    fn check((files, size_bytes): (u64, u64), percent: u64, expected: bool) {
        let before = Volume { files: 4, size_bytes: 1_000 };
        assert_eq!(
            Volume { files, size_bytes }.shrank(before, percent),
            expected,
            "{files} {size_bytes}"
        );
    }

    #[test]
    fn less_by_more_than_so_many_percent_is_shrunk() {
        check((4, 1_000), 50, false);
        check((9, 9_000), 50, false);
        check((4, 500), 50, false); // at the bar
        check((4, 499), 50, true);
        check((2, 1_000), 50, false);
        check((1, 1_000), 50, true);
        check((4, 990), 1, false);
        check((4, 989), 1, true);
        check((0, 0), 100, false); // nothing is less by more than all
        check((4, u64::MAX), 50, false);
    }
}
