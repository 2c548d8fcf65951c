//! An installation: settings, policy, schemes and clock, opened once and handed to every stage.

mod recipients;

use std::path::Path;
use std::sync::Arc;

use config::fault::{Expected, FileFault, Wrong};
use config::policy::{Pack, PackError, Policy, lint};
use config::scheme::SchemeDocument;
use config::settings::{Recipient, Settings, SettingsFaults, Source};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use metrics::evaluation::scorecard::Evaluation;
use store::documents::{DocumentKind, InForce, NewDocument, Office};
use store::{Reader, StoreError, Writer};
use thiserror::Error;

use crate::clock::Clock;
use crate::formats::Format;
use crate::progress::Progress;
use recipients::not_there;

pub(crate) use recipients::recipient_faults;

/// What every stage works with.
#[derive(Clone, Debug)]
pub struct Installation {
    /// The settings.
    pub settings: Settings,
    /// The policy pack in force, which every check shares.
    pub policy: Arc<Policy>,
    /// The evaluation schemes.
    pub schemes: Vec<SchemeDocument>,
    /// Everything that is wrong with the folder of schemes: then there are none.
    pub scheme_faults: Vec<FileFault>,
    /// Recipients that name schemes that there are none of: what they are to get waits.
    pub recipient_faults: Vec<FileFault>,
    /// The clock.
    pub clock: Clock,
    /// Who is told how far long work is.
    pub progress: Progress,
}

/// Why an installation could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The settings are wrong.
    #[error(transparent)]
    Settings(#[from] SettingsFaults),
    /// The policy folder cannot be read.
    #[error("the policy pack cannot be read")]
    Pack(#[from] PackError),
    /// The policy pack or a scheme is wrong.
    #[error("the policy pack has {} faults", .0.len())]
    Policy(Vec<FileFault>),
}

/// Why the database was not opened for writing.
#[derive(Debug, Error)]
pub enum BeginError {
    /// Schemes or a policy pack of a folder cannot come into force.
    #[error("what the folders hold has {} faults", .0.len())]
    Faulty(Vec<FileFault>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why what was in force at an instant cannot be had.
#[derive(Debug, Error)]
pub enum AsKnownError {
    /// No policy pack was kept by then.
    #[error("nothing is known of the policy in force at {at}")]
    Nothing {
        /// When, on the clock of the installation.
        at: String,
    },
    /// There was no such scheme.
    #[error("there was no scheme {id:?} at {at}")]
    Scheme {
        /// What was asked for.
        id: String,
        /// When, on the clock of the installation.
        at: String,
    },
    /// This release cannot read what was kept.
    #[error("this release cannot read what was in force: {} faults", .0.len())]
    Faulty(Vec<FileFault>),
    /// The zone that was kept is none that this release knows.
    #[error("there is no zone {name:?}")]
    Zone {
        /// What was kept.
        name: String,
    },
    /// What was kept is no policy pack.
    #[error("the policy that was in force cannot be read")]
    Pack(#[from] PackError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Installation {
    /// Reads settings, environment, policy pack and schemes. What is wrong with schemes, or with what
    /// recipients say of them, is kept, and stops what needs them alone.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the first of these that is wrong.
    pub fn open(path: &Path, environment: &[(String, String)]) -> Result<Self, OpenError> {
        let settings = Settings::load(path, environment)?;
        let faults = format_faults(path, &settings);
        if !faults.is_empty() {
            return Err(SettingsFaults(faults).into());
        }
        let mut installation = Self::with(settings)?;
        // Without schemes nobody can say which of them are not there.
        if installation.scheme_faults.is_empty() {
            installation.recipient_faults =
                recipient_faults(path, &installation.settings, &installation.schemes);
        }
        Ok(installation)
    }

    /// An installation with these settings.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the policy pack.
    pub fn with(settings: Settings) -> Result<Self, OpenError> {
        let pack = Pack::open(settings.policy_folder.as_deref())?;
        let policy = Policy::read(&pack).map_err(OpenError::Policy)?;
        // What this release comes with is linted by a test.
        let faults = if settings.policy_folder.is_some() { lint(&pack) } else { Vec::new() };
        if !faults.is_empty() {
            return Err(OpenError::Policy(faults));
        }
        // What was evaluated can be read whatever became of the folder: the database keeps its schemes.
        let read = SchemeDocument::open(settings.schemes_folder.as_deref(), &policy);
        let (schemes, scheme_faults) =
            read.map_or_else(|faults| (Vec::new(), faults), |schemes| (schemes, Vec::new()));
        let clock = settings.clock.at.map_or(Clock::System, Clock::Fixed);
        let progress = Progress::Silent;
        let recipient_faults = Vec::new();
        Ok(Self {
            settings,
            policy: Arc::new(policy),
            schemes,
            scheme_faults,
            recipient_faults,
            clock,
            progress,
        })
    }

    /// The scheme with this id.
    #[must_use]
    pub fn scheme(&self, id: &str) -> Option<&SchemeDocument> {
        self.schemes.iter().find(|it| it.scheme.id == id)
    }

    /// Whether a recipient names only schemes that are there. What others are to get waits until somebody
    /// says which they are to get.
    #[must_use]
    pub fn knows_schemes_of(&self, recipient: &Recipient) -> bool {
        not_there(recipient, &self.schemes).next().is_none()
    }

    /// Opens the database for the daemon, and puts the policy pack, the schemes and the zone in force.
    ///
    /// # Errors
    ///
    /// The folder of schemes has a fault, a scheme or policy pack of a folder that is new here bears no new
    /// version, or the database fails.
    pub async fn writer(&self) -> Result<Writer, BeginError> {
        if !self.scheme_faults.is_empty() {
            return Err(BeginError::Faulty(self.scheme_faults.clone()));
        }
        let writer = Writer::open(self.settings.database.address().expose()).await?;
        let faults = not_above((Some(&self.policy), &self.schemes), writer.reader()).await?;
        if !faults.is_empty() {
            return Err(BeginError::Faulty(faults));
        }
        let document = self.policy.document();
        let policy = NewDocument {
            kind: DocumentKind::Policy,
            name: &self.policy.id,
            version: self.policy.version,
            body: &String::from_utf8_lossy(&document),
        };
        self.put_in_force(&writer, (Office::Policy, policy)).await?;
        for it in &self.schemes {
            let document = NewDocument {
                kind: DocumentKind::Scheme,
                name: &it.scheme.id,
                version: it.scheme.version,
                body: &String::from_utf8_lossy(&it.document),
            };
            self.put_in_force(&writer, (Office::Scheme(&it.scheme.id), document)).await?;
        }
        if let Some(body) = self.settings.clock.zone.iana_name() {
            let zone = NewDocument { kind: DocumentKind::Zone, name: "zone", version: 0, body };
            self.put_in_force(&writer, (Office::Zone, zone)).await?;
        }
        Ok(writer)
    }

    async fn put_in_force(
        &self,
        writer: &Writer,
        (office, document): (Office<'_>, NewDocument<'_>),
    ) -> Result<(), StoreError> {
        writer.put_in_force(office, document, || self.clock.now()).await
    }

    /// The version of the scheme that took the place of the one that an evaluation was computed by; `None`
    /// while that one is in force.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn newer_scheme(
        &self,
        reader: &Reader,
        evaluation: &Evaluation,
    ) -> Result<Option<i64>, StoreError> {
        let office = Office::Scheme(&evaluation.scheme.id);
        let in_force = reader.document_at(office, self.clock.now()).await?;
        let newer = in_force.filter(|it| it.sha256 != evaluation.scheme.sha256);
        Ok(newer.map(|it| it.version))
    }

    /// This installation with the policy pack, the one scheme and the zone that were in force at an instant.
    ///
    /// # Errors
    ///
    /// Why they cannot be had.
    pub async fn as_known(
        &self,
        reader: &Reader,
        (scheme, at): (&str, Timestamp),
    ) -> Result<Self, AsKnownError> {
        let policy = reader.document_at(Office::Policy, at).await?;
        let policy = policy.ok_or_else(|| AsKnownError::Nothing { at: self.instant(at) })?;
        let unknown = || AsKnownError::Scheme { id: scheme.to_owned(), at: self.instant(at) };
        let document = reader.document_at(Office::Scheme(scheme), at).await?.ok_or_else(unknown)?;
        let zone = zone_at(reader, at).await?;
        let known = self.with_policy((&policy.sha256, &policy.body))?;
        Ok(known.with_scheme((scheme, &document.body))?.with_zone(zone))
    }

    /// This installation with the policy pack, the one scheme and the zone that an evaluation names.
    ///
    /// # Errors
    ///
    /// Why they cannot be had.
    pub async fn of(&self, reader: &Reader, evaluation: &Evaluation) -> Result<Self, AsKnownError> {
        let Evaluation { policy, scheme, zone, as_of: at, .. } = evaluation;
        let body = reader.document(&policy.sha256).await?;
        let body = body.ok_or_else(|| AsKnownError::Nothing { at: self.instant(*at) })?;
        let unknown = || AsKnownError::Scheme { id: scheme.id.clone(), at: self.instant(*at) };
        let document = reader.document(&scheme.sha256).await?.ok_or_else(unknown)?;
        // What was evaluated before zones were named was counted in that of its instant.
        let zone = match zone {
            Some(name) => Some(zone_named(name)?),
            None => zone_at(reader, *at).await?,
        };
        let known = self.with_policy((&policy.sha256, &body))?;
        Ok(known.with_scheme((&scheme.id, &document))?.with_zone(zone))
    }

    /// This installation as it judged at an instant: its clock stands there, with the zone of then and the
    /// policy pack of that hash.
    ///
    /// # Errors
    ///
    /// Why they cannot be had.
    pub async fn judging(
        &self,
        reader: &Reader,
        (policy_sha256, at): (&str, Timestamp),
    ) -> Result<Self, AsKnownError> {
        let body = reader.document(policy_sha256).await?;
        let body = body.ok_or_else(|| AsKnownError::Nothing { at: self.instant(at) })?;
        let known = self.with_policy((policy_sha256, &body))?;
        Ok(Self { clock: Clock::Fixed(at), ..known.with_zone(zone_at(reader, at).await?) })
    }

    /// This installation in another zone, if there is one.
    fn with_zone(mut self, zone: Option<TimeZone>) -> Self {
        if let Some(zone) = zone {
            self.settings.clock.zone = zone;
        }
        self
    }

    /// This installation with another policy pack, given its hash and its document.
    fn with_policy(&self, (sha256, document): (&str, &str)) -> Result<Self, AsKnownError> {
        if sha256 == self.policy.sha256 {
            return Ok(self.clone());
        }
        let pack = Pack::from_document(document.as_bytes())?;
        let policy = Policy::read(&pack).map_err(AsKnownError::Faulty)?;
        Ok(Self { policy: Arc::new(policy), ..self.clone() })
    }

    /// This installation with one scheme only, given the name that faults bear and its document.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, beside the policy pack.
    pub fn with_scheme(&self, (name, document): (&str, &str)) -> Result<Self, AsKnownError> {
        let read = SchemeDocument::read(name, document.as_bytes(), &self.policy);
        Ok(Self { schemes: vec![read.map_err(AsKnownError::Faulty)?], ..self.clone() })
    }

    /// An instant as people read it: on the clock of the installation, to the second, with its offset.
    #[must_use]
    pub fn instant(&self, at: Timestamp) -> String {
        reports::wording::instant(at, &self.settings.clock.zone)
    }

    /// Opens the database for looking.
    ///
    /// # Errors
    ///
    /// Returns an error if the database is not there or fails.
    pub async fn reader(&self) -> Result<Reader, StoreError> {
        Reader::open(self.settings.database.address().expose()).await
    }

    /// Opens the database for reading all of it once.
    ///
    /// # Errors
    ///
    /// Returns an error if the database is not there or fails.
    pub async fn reader_of_all(&self) -> Result<Reader, StoreError> {
        Reader::open_for_all(self.settings.database.address().expose()).await
    }
}

/// The zone in force at an instant; `None` in a database that is older than the keeping of zones: it was
/// counted in that of the settings.
async fn zone_at(reader: &Reader, at: Timestamp) -> Result<Option<TimeZone>, AsKnownError> {
    let Some(InForce { body: name, .. }) = reader.document_at(Office::Zone, at).await? else {
        return Ok(None);
    };
    Ok(Some(zone_named(&name)?))
}

fn zone_named(name: &str) -> Result<TimeZone, AsKnownError> {
    TimeZone::get(name).map_err(|_| AsKnownError::Zone { name: name.to_owned() })
}

/// What came from a folder, is new to the database, and bears a version that was in force with another text
/// or lies below one: which of two texts a version means would be open. What comes back as it was may.
///
/// # Errors
///
/// Returns an error if the database fails.
pub async fn not_above(
    (policy, schemes): (Option<&Policy>, &[SchemeDocument]),
    reader: &Reader,
) -> Result<Vec<FileFault>, StoreError> {
    let mut faults = Vec::new();
    if let Some(it) = policy.filter(|it| !it.is_builtin()) {
        let named = (DocumentKind::Policy, it.id.as_str(), it.version);
        if let Some(newest) = newest_above(named, &it.sha256, reader).await? {
            let (version, above) = (it.version.to_string(), Expected::version_above(newest));
            faults.push(it.fault("version", (Wrong::Invalid, &version), above));
        }
    }
    for it in schemes.iter().filter(|it| !it.is_builtin) {
        let named = (DocumentKind::Scheme, it.scheme.id.as_str(), it.scheme.version);
        if let Some(newest) = newest_above(named, &it.sha256, reader).await? {
            let (version, above) = (it.scheme.version.to_string(), Expected::version_above(newest));
            faults.push(it.fault("version", (Wrong::Invalid, &version), above));
        }
    }
    Ok(faults)
}

/// The newest version that was in force, where a text that the database does not know is not above it.
async fn newest_above(
    (kind, name, version): (DocumentKind, &str, u32),
    sha256: &str,
    reader: &Reader,
) -> Result<Option<u32>, StoreError> {
    let newest = reader.newest_version(kind, name).await?;
    let Some(newest) = newest.filter(|newest| version <= *newest) else { return Ok(None) };
    Ok(reader.document(sha256).await?.is_none().then_some(newest))
}

/// Sources whose format is no known word, or does not carry their kind. `config` knows no formats.
fn format_faults(path: &Path, settings: &Settings) -> Vec<FileFault> {
    let fault = |source: &Source| {
        let actual = source.format.clone()?;
        let formats = Format::ALL.into_iter().filter(|it| it.carries(source.kind));
        let words: Vec<&str> = formats.map(Format::as_str).collect();
        (!words.contains(&actual.as_str())).then(|| FileFault {
            file: path.display().to_string(),
            key: format!("source[{}].format", source.id),
            wrong: Wrong::Invalid,
            actual,
            expected: Expected::one_of(words),
        })
    };
    settings.sources.iter().filter_map(fault).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// What is said of a source of a kind and format.
    fn said(kind: &str, format: &str) -> String {
        said_of(&format!(
            "[[source]]\nid = \"a\"\nkind = \"{kind}\"\nparty = \"name:某局\"\nfolder = \"in\"\n\
             format = \"{format}\"\n"
        ))
    }

    /// What is said of settings.
    fn said_of(settings: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mingjing.toml");
        fs::write(&path, settings).unwrap();
        match Installation::open(&path, &[]) {
            Err(OpenError::Settings(faults)) => {
                faults.to_string().replace(&format!("{}/", folder.path().display()), "")
            }
            opened => opened.map_or_else(|error| error.to_string(), |_| String::new()),
        }
    }

    /// What is said of recipients in settings that are opened all the same.
    fn said_of_recipients(settings: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mingjing.toml");
        fs::write(&path, settings).unwrap();
        let installation = Installation::open(&path, &[]).unwrap();
        let recipients = &installation.settings.recipients;
        let waiting = recipients.iter().filter(|it| !installation.knows_schemes_of(it)).count();
        assert_eq!(waiting, usize::from(!installation.recipient_faults.is_empty()));
        let faults = installation.recipient_faults.iter();
        faults.map(|it| format!("{}: {}", it.key, it.actual)).collect()
    }

    #[test]
    fn the_format_of_a_source_is_a_word_that_carries_its_kind() {
        assert_eq!(said("supply", "dcat-us"), "");
        assert_eq!(said("incident", "veris"), "");
        insta::assert_snapshot!(said("supply", "ckann"), @r"
        1 faults in the settings
        mingjing.toml: source[a].format: “ckann” is not right; expected: one of csv, xlsx, json, jsonl, ckan, dcat-us, dcat-us-federal
        ");
        insta::assert_snapshot!(said("ledger", "ckan"), @r"
        1 faults in the settings
        mingjing.toml: source[a].format: “ckan” is not right; expected: one of csv, xlsx, json, jsonl, saf-t, gbt24589-xml, gbt24589-json
        ");
    }

    #[test]
    fn a_recipient_takes_scorecards_by_schemes_that_are_there() {
        let of = |schemes: &str| {
            said_of_recipients(&format!(
                "[[recipient]]\nid = \"gzw\"\nname = \"某委\"\nchannel = \"folder\"\npath = \"out\"\n\
                 schemes = {schemes}\nsubjects = \"all\"\n"
            ))
        };
        for schemes in ["\"all\"", "[\"supply\", \"operator\"]"] {
            assert_eq!(of(schemes), [""; 0], "{schemes}");
        }
        assert_eq!(of("[\"operator\", \"suply\"]"), ["recipient[gzw].schemes: suply"]);
    }
}
