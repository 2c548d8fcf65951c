//! The settings of an installation, `mingjing.toml`. `example.toml` shows every key.

mod mail;
mod network;
mod place;
mod read;
mod recipient;
mod schedule;
mod section;
mod types;

use std::fmt;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use metrics::kind::Kind;
use metrics::party::PartyId;

use crate::fault::{Expected, FileFault, Wrong};
use crate::locale::{Language, Words};
use crate::secret::Secret;

pub use mail::{Digest, Login, Mail, Reminder, Sender, Tls};
pub use network::Network;
pub use place::{Address, Https, Place};
pub use recipient::{Channel, Recipient, SubjectSort, Wanted, Which};
pub use schedule::{Missed, Schedule, parse_cron};
pub(crate) use types::is_id;
pub use types::{LogFormat, LogLevel, PeriodFrom};

/// What an environment variable that overrides a key starts with: `MINGJING_DATABASE__URL`.
pub const ENVIRONMENT_PREFIX: &str = "MINGJING_";

/// Settings to start from, with every key and what it is for.
pub const EXAMPLE: &str = include_str!("../example.toml");

/// The settings, with relative paths resolved against the folder of the settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What people are addressed in unless they say otherwise.
    pub language: Language,
    /// The reporting database.
    pub database: Database,
    /// The clock.
    pub clock: Clock,
    /// A pack folder instead of the built-in pack.
    pub policy_folder: Option<PathBuf>,
    /// A folder of schemes that stand beside the built-in ones, or in their place.
    pub schemes_folder: Option<PathBuf>,
    /// Where the daemon may go over HTTPS.
    pub https: Https,
    /// Where submissions come from.
    pub sources: Vec<Source>,
    /// What packages are signed with.
    pub keys: Keys,
    /// Who gets evaluation files.
    pub recipients: Vec<Recipient>,
    /// The server that mail goes out through; without, no mail is sent.
    pub mail: Option<Mail>,
    /// The supervisors' digest; without, there is none.
    pub digest: Option<Digest>,
    /// Who is reminded of the clocks of incidents.
    pub reminders: Vec<Reminder>,
    /// The daemon's rhythm.
    pub daemon: Daemon,
    /// Where the daemon answers whether it is well; without, nowhere.
    pub health: Option<SocketAddr>,
    /// The largest submission taken, in bytes.
    pub submission_bytes_max: u64,
    /// The log.
    pub log: Log,
}

/// The reporting database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// `sqlite:PATH` or `postgres://…`, without password.
    pub url: String,
    /// The password, which is kept in a file or an environment variable of its own.
    pub password: Option<Secret>,
}

/// The clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// The instant at which it stands still, for demonstrations and for looking back.
    pub at: Option<Timestamp>,
    /// The zone that days and times are meant in.
    pub zone: TimeZone,
}

/// Where submissions of one kind and party come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// What its submissions are about.
    pub kind: Kind,
    /// Who submits.
    pub party: PartyId,
    /// Where it lies.
    pub place: Place,
    /// When it is looked at; without, only when a person asks.
    pub schedule: Option<Schedule>,
    /// The format of its files; without, by file ending.
    pub format: Option<String>,
    /// The mapping that its files are read with.
    pub mapping: Option<PathBuf>,
    /// Where the period of a file is taken from, if not from its rows.
    pub period: Option<PeriodFrom>,
    /// A delivery that is smaller than the last one by more than this is held, in percent.
    pub shrink_percent: u64,
}

/// What packages are signed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// An OpenSSH private key; without, nothing leaves the house signed.
    pub signing: Option<PathBuf>,
    /// The identity that signatures name.
    pub signer: Option<String>,
}

/// The daemon's rhythm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Daemon {
    /// What it is called in leases and heartbeats; without, by host and process.
    pub name: Option<String>,
    /// How often it looks for work.
    pub tick_s: u64,
    /// How long a job belongs to a daemon that gives no sign of life.
    pub job_lease_s: u64,
    /// How long a job may take.
    pub job_limit_s: u64,
    /// How often a job is begun whose daemon was lost each time.
    pub job_attempts: u64,
    /// How many jobs are done at once.
    pub workers: u64,
    /// How long a stop waits for the work in hand.
    pub stop_grace_s: u64,
}

/// The log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Log {
    /// From which level on.
    pub level: LogLevel,
    /// For people or for machines.
    pub format: LogFormat,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::Zh,
            database: Database { url: "sqlite:mingjing.db".to_owned(), password: None },
            clock: Clock { at: None, zone: types::default_zone() },
            policy_folder: None,
            schemes_folder: None,
            https: Https::default(),
            sources: Vec::new(),
            keys: Keys { signing: None, signer: None },
            recipients: Vec::new(),
            mail: None,
            digest: None,
            reminders: Vec::new(),
            daemon: Daemon {
                name: None,
                tick_s: 5,
                job_lease_s: 60,
                job_limit_s: 3600,
                job_attempts: 3,
                workers: 4,
                stop_grace_s: 30,
            },
            health: None,
            submission_bytes_max: 1 << 30,
            log: Log { level: LogLevel::Info, format: LogFormat::Text },
        }
    }
}

/// Everything that is wrong in the settings, at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsFaults(pub Vec<FileFault>);

impl std::error::Error for SettingsFaults {}

/// For logs and error chains: a count and one line for each. People are shown
/// [`SettingsFaults::sentences`].
impl fmt::Display for SettingsFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} faults in the settings", self.0.len())?;
        let sentences = self.sentences(&Words::new(Language::En));
        sentences.iter().try_for_each(|sentence| write!(f, "\n{sentence}"))
    }
}

impl SettingsFaults {
    /// One sentence for each fault.
    #[must_use]
    pub fn sentences(&self, words: &Words) -> Vec<String> {
        self.0.iter().map(|fault| fault.sentence(words)).collect()
    }
}

impl Settings {
    /// Reads a settings file, the environment variables that override its keys, and the secrets
    /// that it points to.
    ///
    /// # Errors
    ///
    /// Every fault of the file and of the variables, at once.
    pub fn load(path: &Path, env: &[(String, String)]) -> Result<Self, SettingsFaults> {
        let text = fs::read_to_string(path).map_err(|error| {
            SettingsFaults(vec![FileFault {
                file: path.display().to_string(),
                key: String::new(),
                wrong: Wrong::Unreadable,
                actual: error.to_string(),
                expected: Expected::word("expected-settings-file"),
            }])
        })?;
        Self::parse(path, &text, env)
    }

    /// Reads the text of a settings file that stands at `path`.
    ///
    /// # Errors
    ///
    /// Every fault of the text and of the variables, at once.
    pub fn parse(
        path: &Path,
        text: &str,
        env: &[(String, String)],
    ) -> Result<Self, SettingsFaults> {
        read::settings(path, text, env).map_err(SettingsFaults)
    }

    /// Whether they are those of a demonstration: their clock stands still, and their database is a SQLite
    /// file that lies, links resolved, in a folder that was made for one. Neither alone makes one: a clock
    /// may stand still elsewhere, and a marker may be left behind in a folder that became a real one.
    #[must_use]
    pub fn is_demonstration(&self) -> bool {
        let path = self.database.url.strip_prefix("sqlite:");
        let file = path.and_then(|path| fs::canonicalize(path).ok());
        let is_marked = file.is_some_and(|it| it.with_file_name(DEMONSTRATION).is_file());
        is_marked && self.clock.at.is_some()
    }
}

/// The file that marks a folder as a demonstration's. Only the making of one writes it.
pub const DEMONSTRATION: &str = ".mingjing-demo";

impl Database {
    /// The address to connect to, password included.
    #[must_use]
    pub fn address(&self) -> Secret {
        let Some(password) = &self.password else { return Secret::new(&*self.url) };
        let separator = if self.url.contains('?') { '&' } else { '?' };
        let encoded: String = password.expose().bytes().map(percent_encoded).collect();
        Secret::new(format!("{}{separator}password={encoded}", self.url))
    }
}

/// A byte as it stands in a query (RFC 3986, 2.3: everything but unreserved characters encoded).
fn percent_encoded(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

#[cfg(test)]
mod tests;
