//! The sections of the settings, in the order of `example.toml`.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use toml::{Table, Value};

use super::mail::{digest, mail, reminder};
use super::place::{self, Https};
use super::schedule::{CronText, schedule};
use super::section::{Context, Section};
use super::types::{ChannelWord, DatabaseUrl, Id, LoopbackAddress, MailAddress};
use super::{
    Channel, Clock, Daemon, Database, ENVIRONMENT_PREFIX, Keys, Log, Recipient, Settings, Source,
};
use crate::fault::{Expected, FileFault, Wrong, line_of};

/// By how much a delivery may be smaller than the last one, if the source does not say. A half is
/// a default of this project: more than corrections take away, less than an outage does.
const SHRINK_PERCENT: u64 = 50;

/// Reads everything and keeps going after a fault.
pub(super) fn settings(
    path: &Path,
    text: &str,
    env: &[(String, String)],
) -> Result<Settings, Vec<FileFault>> {
    let mut context =
        Context { path, env, overrides: BTreeMap::new(), faults: RefCell::new(Vec::new()) };
    let mut table = text.parse::<Table>().unwrap_or_else(|error| {
        // Only the message: the line itself may hold a secret.
        let key = line_of(text, error.span());
        context.fault(&key, Wrong::Syntax, error.message(), Expected::word("expected-toml"));
        Table::new()
    });
    context.overrides = override_keys(&mut table, env);
    let settings = root(Section::new(&context, String::new(), table));
    let faults = context.faults.into_inner();
    if faults.is_empty() { Ok(settings) } else { Err(faults) }
}

/// Puts the variables into the table, as text; gives which variable set which key. A variable
/// without `__` overrides only `language`: others of that shape are not settings.
fn override_keys(table: &mut Table, env: &[(String, String)]) -> BTreeMap<String, String> {
    let mut overrides = BTreeMap::new();
    for (variable, value) in env {
        let Some(name) = variable.strip_prefix(ENVIRONMENT_PREFIX) else { continue };
        let name = name.to_lowercase();
        if name != "language" && !name.contains("__") {
            continue;
        }
        let keys: Vec<&str> = name.split("__").collect();
        set(table, &keys, value);
        overrides.insert(keys.join("."), variable.clone());
    }
    overrides
}

fn set(table: &mut Table, keys: &[&str], value: &str) {
    match keys {
        [] => {}
        [key] => {
            table.insert((*key).to_owned(), Value::String(value.to_owned()));
        }
        [key, rest @ ..] => {
            let below = table.entry(*key).or_insert_with(|| Value::Table(Table::new()));
            if !below.is_table() {
                *below = Value::Table(Table::new());
            }
            if let Some(below) = below.as_table_mut() {
                set(below, rest, value);
            }
        }
    }
}

fn root(mut root: Section<'_>) -> Settings {
    let default = Settings::default();
    let language = root.get("language").unwrap_or(default.language);
    let database = database(root.section("database"), default.database);
    let clock = clock(root.section("clock"), default.clock);
    let policy_folder = folder(root.section("policy"));
    let schemes_folder = folder(root.section("schemes"));
    let https = place::https(root.section("https"));
    let around = (&clock.zone, &https);
    let sources = distinct(&mut root, "source", |section| source(section, around));
    let keys = keys(root.section("keys"));
    let recipients = distinct(&mut root, "recipient", recipient);
    let mail_section = root.optional("mail");
    let has_mail = mail_section.is_some();
    let mail = mail_section.and_then(mail);
    let digest = root.optional("digest").and_then(|it| digest(it, &clock.zone));
    let reminders = distinct(&mut root, "reminder", reminder);
    let is_mailed = |it: &Recipient| matches!(it.channel, Channel::Mail { .. });
    let is_mailing = digest.is_some() || !reminders.is_empty() || recipients.iter().any(is_mailed);
    if !has_mail && is_mailing {
        root.context().fault("mail", Wrong::Missing, "", Expected::value("[mail]"));
    }
    let daemon = daemon(root.section("daemon"), &default.daemon);
    let mut health = root.section("health");
    let listen = health.get::<LoopbackAddress>("listen");
    health.finish();
    let mut limits = root.section("limits");
    let bytes_max = limits.integer("submission_bytes_max", 1..=1 << 40);
    limits.finish();
    let log = log(root.section("log"), default.log);
    root.finish();
    Settings {
        language,
        database,
        clock,
        policy_folder,
        schemes_folder,
        https,
        sources,
        keys,
        recipients,
        mail,
        digest,
        reminders,
        daemon,
        health: listen.map(|it| it.0),
        submission_bytes_max: bytes_max.unwrap_or(default.submission_bytes_max),
        log,
    }
}

fn database(mut section: Section<'_>, default: Database) -> Database {
    let url = section.get::<DatabaseUrl>("url").map_or(default.url, |it| it.0);
    let url = match url.strip_prefix("sqlite:") {
        Some(path) if path != ":memory:" => {
            format!("sqlite:{}", section.context().resolve(path).display())
        }
        _ => url,
    };
    let password = section.secret("password");
    section.finish();
    Database { url, password }
}

fn clock(mut section: Section<'_>, default: Clock) -> Clock {
    let at = section.get("at");
    let zone = section.get("zone").unwrap_or(default.zone);
    section.finish();
    Clock { at, zone }
}

/// A folder that takes the place of what is built in, or stands beside it.
fn folder(mut section: Section<'_>) -> Option<PathBuf> {
    let folder = section.path("folder");
    section.finish();
    folder
}

/// Reads the tables of an array whose ids have to differ. A table with a fault is left out.
fn distinct<T>(
    root: &mut Section<'_>,
    key: &'static str,
    read: impl Fn(Section<'_>) -> (Option<Id>, Option<T>),
) -> Vec<T> {
    let mut ids = BTreeSet::new();
    let mut entries = Vec::new();
    for section in root.sections(key) {
        let (context, at) = (section.context(), section.key("id"));
        let (id, entry) = read(section);
        if let Some(Id(id)) = id
            && !ids.insert(id.clone())
        {
            context.fault(&at, Wrong::Duplicate, &id, Expected::word("expected-unique"));
        }
        entries.extend(entry);
    }
    entries
}

fn source(
    mut section: Section<'_>,
    (clock_zone, https): (&TimeZone, &Https),
) -> (Option<Id>, Option<Source>) {
    let id = section.required::<Id>("id");
    let kind = section.required("kind");
    let party = section.required("party");
    let place = place::place(&mut section, https);
    let cron = section.get::<CronText>("schedule");
    let schedule = schedule(&mut section, (cron, clock_zone));
    let format = section.get::<String>("format");
    let mapping = section.path("mapping");
    let period = section.get("period");
    let shrink_percent = section.integer("shrink_percent", 1..=100).unwrap_or(SHRINK_PERCENT);
    section.finish();
    let entry = || {
        let id = id.as_ref()?.0.clone();
        let (kind, party, place) = (kind?, party?, place?);
        Some(Source { id, kind, party, place, schedule, format, mapping, period, shrink_percent })
    };
    let entry = entry();
    (id, entry)
}

fn keys(mut section: Section<'_>) -> Keys {
    let keys = Keys { signing: section.path("signing"), signer: section.get("signer") };
    section.finish();
    keys
}

fn recipient(mut section: Section<'_>) -> (Option<Id>, Option<Recipient>) {
    let id = section.required::<Id>("id");
    let name = section.required("name");
    let word = section.required("channel");
    // Path and address are asked for only where they have a use, so that they are faults elsewhere.
    let channel = match word {
        Some(ChannelWord::Folder) => {
            section.required_path("path").map(|path| Channel::Folder { path })
        }
        Some(ChannelWord::Eml) => {
            let path = section.required_path("path");
            let address = section.required::<MailAddress>("address");
            path.zip(address).map(|(path, MailAddress(address))| Channel::Eml { path, address })
        }
        Some(ChannelWord::Mail) => {
            let address = section.required::<MailAddress>("address");
            address.map(|MailAddress(address)| Channel::Mail { address })
        }
        None => {
            section.path("path");
            section.get::<MailAddress>("address");
            None
        }
    };
    section.finish();
    let entry = || Some(Recipient { id: id.as_ref()?.0.clone(), name: name?, channel: channel? });
    let entry = entry();
    (id, entry)
}

fn daemon(mut section: Section<'_>, default: &Daemon) -> Daemon {
    let mut number = |key, range, default| section.integer(key, range).unwrap_or(default);
    let daemon = Daemon {
        tick_s: number("tick_s", 1..=60, default.tick_s),
        job_lease_s: number("job_lease_s", 1..=86_400, default.job_lease_s),
        job_limit_s: number("job_limit_s", 1..=604_800, default.job_limit_s),
        job_attempts: number("job_attempts", 1..=100, default.job_attempts),
        workers: number("workers", 1..=64, default.workers),
        stop_grace_s: number("stop_grace_s", 0..=3_600, default.stop_grace_s),
        name: section.get::<Id>("name").map(|it| it.0),
    };
    section.finish();
    daemon
}

fn log(mut section: Section<'_>, default: Log) -> Log {
    let level = section.get("level").unwrap_or(default.level);
    let format = section.get("format").unwrap_or(default.format);
    section.finish();
    Log { level, format }
}
