//! An installation: settings, policy, schemes and clock, opened once and handed to every stage.

use std::path::Path;

use config::fault::FileFault;
use config::policy::{Pack, PackError, Policy};
use config::scheme::SchemeDocument;
use config::settings::{Settings, SettingsFaults};
use store::documents::{DocumentKind, NewDocument};
use store::{Reader, StoreError, Writer};
use thiserror::Error;

use crate::clock::Clock;
use crate::progress::Progress;

/// What every stage works with.
#[derive(Clone, Debug)]
pub struct Installation {
    /// The settings.
    pub settings: Settings,
    /// The policy pack in force.
    pub policy: Policy,
    /// The evaluation schemes.
    pub schemes: Vec<SchemeDocument>,
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

impl Installation {
    /// Reads settings, environment, policy pack and schemes.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the first of these that is wrong.
    pub fn open(path: &Path, environment: &[(String, String)]) -> Result<Self, OpenError> {
        Self::with(Settings::load(path, environment)?)
    }

    /// An installation with these settings.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the policy pack or the schemes.
    pub fn with(settings: Settings) -> Result<Self, OpenError> {
        let pack = match &settings.policy_folder {
            Some(folder) => Pack::from_folder(folder)?,
            None => Pack::builtin(),
        };
        let policy = Policy::read(&pack).map_err(OpenError::Policy)?;
        let schemes = SchemeDocument::builtin(&policy).map_err(OpenError::Policy)?;
        let clock = settings.clock.at.map_or(Clock::System, Clock::Fixed);
        Ok(Self { settings, policy, schemes, clock, progress: Progress::Silent })
    }

    /// The scheme with this id.
    #[must_use]
    pub fn scheme(&self, id: &str) -> Option<&SchemeDocument> {
        self.schemes.iter().find(|it| it.scheme.id == id)
    }

    /// Opens the database for the daemon, and keeps the policy pack and the schemes in it.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn writer(&self) -> Result<Writer, StoreError> {
        let writer = Writer::open(self.settings.database.address().expose()).await?;
        let now = self.clock.now();
        let document = self.policy.document();
        let policy = NewDocument {
            kind: DocumentKind::Policy,
            name: &self.policy.id,
            version: self.policy.version,
            body: &String::from_utf8_lossy(&document),
        };
        writer.keep_document(policy, now).await?;
        for scheme in &self.schemes {
            let document = NewDocument {
                kind: DocumentKind::Scheme,
                name: &scheme.scheme.id,
                version: scheme.scheme.version,
                body: &String::from_utf8_lossy(&scheme.document),
            };
            writer.keep_document(document, now).await?;
        }
        Ok(writer)
    }

    /// Opens the database for looking.
    ///
    /// # Errors
    ///
    /// Returns an error if the database is not there or fails.
    pub async fn reader(&self) -> Result<Reader, StoreError> {
        Reader::open(self.settings.database.address().expose()).await
    }
}
