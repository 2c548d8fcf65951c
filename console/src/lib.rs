//! The terminal console: what supervisors look at all day.
//!
//! The core ([`app`], [`screens`]) is pure: messages in, commands out. `widgets` draw what a screen
//! says it shows, [`data`] reads through the store's doors, `run` and `terminal` are one host. The
//! console holds no SQL and no formula, never writes a fact, and never waits within a frame.

pub mod app;
pub mod command;
pub mod context;
pub mod data;
pub mod key;
pub mod page;
pub mod query;
mod row_finder;
mod run;
pub mod screens;
mod terminal;
pub mod text;
pub mod theme;
pub mod widgets;

#[cfg(test)]
mod testing;

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::sync::Arc;

use config::fault::FileFault;
use config::locale::{Language, Words};
use config::policy::Policy;
use config::scheme::SchemeDocument;
use config::secret::Secret;
use config::settings::Source;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use metrics::register::Role;
use store::desk::{Desk, DeskError, Hand};
use store::{Reader, StoreError};
use thiserror::Error;

use crate::app::Model;
use crate::context::{Context, Who};
use crate::data::StoreSource;
use crate::run::Session;
use crate::theme::Theme;

/// Tells the time. A demonstration's stands still.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What a session is opened with.
#[derive(Clone)]
pub struct Options {
    /// The reporting database.
    pub database_url: Secret,
    /// Who sits here, by Unix account. Whoever the register does not know may look only.
    pub account: String,
    /// Whose account is sat here with instead: an administrator's to ask, and anybody's where nothing is
    /// real.
    pub on_behalf_of: Option<String>,
    /// Whether the database is a demonstration's: then nothing is real.
    pub is_demonstration: bool,
    /// In which language it begins.
    pub language: Language,
    /// The time.
    pub clock: Clock,
    /// The zone that instants are shown in.
    pub zone: TimeZone,
    /// Sources, currencies, and what schemes refer to.
    pub policy: Policy,
    /// What can be asked for.
    pub schemes: Vec<SchemeDocument>,
    /// Everything that is wrong with the folder of schemes: then there are none.
    pub scheme_faults: Vec<FileFault>,
    /// Where submissions are fetched.
    pub sources: Vec<Source>,
    /// With or without colours.
    pub theme: Theme,
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options").field("account", &self.account).finish_non_exhaustive()
    }
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The person left.
    Left,
    /// A signal of this number came, or the terminal is gone (1).
    Signal(i32),
}

/// Why there is no session.
#[derive(Debug, Error)]
pub enum ConsoleError {
    /// The database could not be opened.
    #[error("the database cannot be opened")]
    Database(#[from] StoreError),
    /// Only an administrator may sit here for another.
    #[error("{account:?} is not a registered administrator, and may not sit here for another")]
    OnBehalf {
        /// Who asked.
        account: String,
    },
    /// The terminal failed.
    #[error("the terminal failed")]
    Terminal(#[from] io::Error),
}

/// Runs a session on the terminal of this process. The terminal is given back, however it ends.
///
/// # Errors
///
/// Returns an error if the database cannot be opened or the terminal fails.
pub async fn run(options: Options) -> Result<Ended, ConsoleError> {
    let Options { database_url, language, clock, zone, policy, schemes, .. } = &options;
    let Options { scheme_faults, sources, theme, .. } = &options;
    let now = clock();
    let reader = Reader::open(database_url.expose()).await?;
    let (account, hand) = seat(&options, &reader, now).await?;
    let desk = match Desk::open(database_url.expose(), &account, now).await {
        Ok(desk) => Some(desk.by(hand.clone())),
        Err(DeskError::Store(error)) => return Err(error.into()),
        // Whoever may not act may still look.
        Err(
            DeskError::Unknown { .. }
            | DeskError::Role { .. }
            | DeskError::NotHeld { .. }
            | DeskError::Evaluation(_)
            | DeskError::OtherBody(_)
            | DeskError::Period(_)
            | DeskError::Incident(_)
            | DeskError::Waiver(_)
            | DeskError::Delivery { .. },
        ) => None,
    };
    if let Some(desk) = &desk {
        desk.signed_in(now).await?;
    }
    let person = desk.as_ref().map(|desk| desk.person().clone());
    let named = |it: &SchemeDocument| (it.scheme.id.clone(), it.scheme.name.clone());
    let policy = Arc::new(policy.clone());
    let context = Context {
        words: Words::new(*language),
        policy: Arc::clone(&policy),
        zone: zone.clone(),
        who: Who { account, person, hand },
        schemes: schemes.iter().map(named).collect(),
        scheme_faults: scheme_faults.clone(),
        sources: sources.clone(),
        names: HashMap::new(),
        now,
        as_of: now,
    };
    let source = StoreSource::new(reader, desk, policy, zone.clone());
    let session = Session::new(source, Arc::clone(clock));
    Ok(run::run(Model::new(context, *theme), session).await?)
}

/// Who sits here, and by whose hand: the Unix account, or the person that an administrator sits here for
/// or that is played in a demonstration.
async fn seat(
    options: &Options,
    reader: &Reader,
    at: Timestamp,
) -> Result<(String, Hand), ConsoleError> {
    let account = options.account.clone();
    let Some(other) = options.on_behalf_of.clone().filter(|it| *it != account) else {
        return Ok((account, Hand::Person));
    };
    if options.is_demonstration {
        return Ok((other, Hand::Player(account)));
    }
    match reader.person(&account, at).await? {
        Some(person) if person.role == Role::Administrator => Ok((other, Hand::Other(account))),
        _ => Err(ConsoleError::OnBehalf { account }),
    }
}
