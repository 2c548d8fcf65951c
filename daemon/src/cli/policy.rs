//! `mingjingd policy`: are pack and schemes sound, what is in force since when, and which articles do they
//! serve?

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use config::fault::{Expected, FileFault, Wrong};
use config::locale::{Language, Words};
use config::policy::{self, Pack, coverage, lint};
use config::scheme::SchemeDocument;
use config::settings::Settings;
use metrics::source::Name;
use serde_json::{Value, json};
use store::documents::{DocumentKind, PutInForce};
use store::{Reader, StoreError};

use super::{Exit, Failure, Shell, output};
use crate::installation::{not_above, recipient_faults};
use crate::mapping_file::MappingDocument;

/// What [`Export`] calls the policy pack, beside the ids of schemes.
const PACK: &str = "pack";
/// Changes listed at most.
const LISTED_MAX: i64 = 1_000;

/// The policy pack and the schemes.
#[derive(Debug, Subcommand)]
pub enum Policy {
    /// Name everything that is wrong with a pack, schemes or a mapping, with file and line.
    Lint {
        /// A pack folder, a folder of schemes, a scheme or a mapping; without, what the settings name.
        file: Option<PathBuf>,
    },
    /// The 34 articles, what serves each, and what no machine can check.
    Coverage,
    /// Write out the built-in pack or a built-in scheme, to start one's own from.
    Export(Export),
    /// Which pack, schemes and zone are and were in force since when, newest first.
    List {
        /// The answer is JSON in any case; scripts may say so.
        #[arg(long)]
        json: bool,
    },
}

/// What is written out.
#[derive(Debug, Args)]
pub struct Export {
    /// The id of a scheme, such as operator, or `pack`.
    what: String,
    /// The folder; nothing in it is overwritten.
    folder: PathBuf,
}

impl Policy {
    pub(super) async fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        match self {
            Self::Lint { file } => run_lint(shell, file.as_deref()).await,
            Self::Coverage => {
                let (installation, _) = shell.installation_or_builtin()?;
                print_coverage(&installation.policy, &shell.words(&installation));
                Ok(Exit::Good)
            }
            Self::Export(export) => export.run(shell),
            Self::List { .. } => list(shell).await,
        }
    }
}

async fn run_lint(shell: &Shell, file: Option<&Path>) -> Result<Exit, Failure> {
    let settings = shell.settings_or_default()?;
    let words = Words::new(shell.language.unwrap_or(settings.language));
    let linted = match file {
        Some(folder) if folder.is_dir() && folder.join("pack.toml").is_file() => {
            pack_of(Some(folder))?.map(|policy| (Some(policy), Vec::new()))
        }
        Some(path) if !path.is_dir() => {
            lint_file(path, &pack_of(settings.policy_folder.as_deref())?)?.map(|it| (None, it))
        }
        folder => pack_of(settings.policy_folder.as_deref())?.and_then(|policy| {
            // Schemes are linted against a pack that is sound.
            let schemes = folder.or(settings.schemes_folder.as_deref());
            let schemes = SchemeDocument::open(schemes, &policy)?;
            Ok((folder.is_none().then_some(policy), schemes))
        }),
    };
    // Recipients name the schemes of the settings, not those of another folder.
    let linted = linted.and_then(|(policy, schemes)| {
        let of_settings = || recipient_faults(&shell.config, &settings, &schemes);
        let faults = if file.is_none() { of_settings() } else { Vec::new() };
        if faults.is_empty() { Ok((policy, schemes)) } else { Err(faults) }
    });
    let faults = match linted {
        Err(faults) => faults,
        Ok(sound) if shell.config.exists() => match beside_database(&settings, &sound).await {
            Ok(faults) => faults,
            Err(error) => {
                let arguments = [("cause", error.to_string())];
                output::say(&words.format("cli-lint-no-database", &arguments));
                Vec::new()
            }
        },
        Ok(_) => Vec::new(),
    };
    if faults.is_empty() {
        output::say(&words.get("cli-lint-clean"));
        return Ok(Exit::Good);
    }
    for fault in &faults {
        output::say(&fault.sentence(&words));
    }
    Ok(Exit::Faults)
}

/// The pack of a folder, else the built-in one, or what is wrong with it.
fn pack_of(folder: Option<&Path>) -> Result<Result<policy::Policy, Vec<FileFault>>, Failure> {
    let pack = Pack::open(folder).map_err(Failure::environment)?;
    let faults = lint(&pack);
    Ok(if faults.is_empty() { policy::Policy::read(&pack) } else { Err(faults) })
}

/// Versions that could not come into force in the database of the settings, as `migrate` says it.
async fn beside_database(
    settings: &Settings,
    (policy, schemes): &(Option<policy::Policy>, Vec<SchemeDocument>),
) -> Result<Vec<FileFault>, StoreError> {
    let reader = Reader::open(settings.database.address().expose()).await?;
    not_above((policy.as_ref(), schemes), &reader).await
}

/// A scheme or a mapping, whichever it means to be. A scheme for tables has no version in any database.
fn lint_file(
    path: &Path,
    policy: &Result<policy::Policy, Vec<FileFault>>,
) -> Result<Result<Vec<SchemeDocument>, Vec<FileFault>>, Failure> {
    let policy = match policy {
        Ok(policy) => policy,
        Err(faults) => return Ok(Err(faults.clone())),
    };
    let bytes = fs::read(path).map_err(|error| Failure::file(path, error))?;
    let file = path.display().to_string();
    let text = String::from_utf8_lossy(&bytes);
    if has_key(&text, &["dimension", "band", "missing", "rounding", "subjects"]) {
        let read = SchemeDocument::read(&file, &bytes, policy);
        return Ok(read.map(|it| if it.scheme.subjects.is_empty() { Vec::new() } else { vec![it] }));
    }
    if has_key(&text, &["kind"]) {
        MappingDocument::open(path)?;
        return Ok(Ok(Vec::new()));
    }
    let expected = Expected::word("expected-scheme-or-mapping");
    let (key, actual) = (String::new(), String::new());
    Ok(Err(vec![FileFault { file, key, wrong: Wrong::Missing, actual, expected }]))
}

/// Whether a line begins with one of these keys, be the rest of the file written right or not.
fn has_key(text: &str, keys: &[&str]) -> bool {
    let is_word = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '-';
    let words = text.lines().filter_map(|line| {
        line.trim_start_matches([' ', '\t', '[']).split(|it| !is_word(it)).next()
    });
    words.into_iter().any(|word| keys.contains(&word))
}

impl Export {
    fn run(&self, shell: &Shell) -> Result<Exit, Failure> {
        let schemes = SchemeDocument::builtin();
        let of_id = schemes.iter().find(|(id, _)| *id == self.what);
        let pack = Pack::builtin();
        let files: Vec<(String, &str)> = match of_id {
            Some((id, text)) => vec![(format!("{id}.toml"), *text)],
            None if self.what == PACK => {
                pack.files().map(|(name, text)| (name.to_owned(), text)).collect()
            }
            None => {
                let known = schemes.iter().map(|(id, _)| *id).chain([PACK]).collect::<Vec<_>>();
                let arguments = [("what", self.what.as_str()), ("known", &known.join(", "))];
                return Err(Failure::usage("cli-export-unknown", &arguments));
            }
        };
        fs::create_dir_all(&self.folder).map_err(|error| Failure::file(&self.folder, error))?;
        for (name, text) in &files {
            output::new_file(&self.folder.join(name), text.as_bytes())?;
        }
        let settings = shell.settings_or_default()?;
        let words = Words::new(shell.language.unwrap_or(settings.language));
        let word = if of_id.is_some() { "cli-exported-scheme" } else { "cli-exported-pack" };
        // Settings mean folders from where they stand, which is not where the command is given.
        let folder = fs::canonicalize(&self.folder);
        let folder = folder.map_err(|error| Failure::file(&self.folder, error))?;
        let folder = folder.display().to_string();
        output::say(&words.format(word, &[("what", self.what.as_str()), ("folder", &folder)]));
        Ok(Exit::Good)
    }
}

async fn list(shell: &Shell) -> Result<Exit, Failure> {
    let reader = shell.installation()?.reader().await?;
    let mut seen = HashSet::new();
    // There is one pack and one zone at a time, whatever its id.
    let mut is_first = |it: &PutInForce| {
        let name = if it.kind == DocumentKind::Scheme { it.name.as_str() } else { "" };
        seen.insert((it.kind.as_str(), name.to_owned()))
    };
    let found = reader.put_in_force_before(i64::MAX, LISTED_MAX).await?;
    let shown: Vec<Value> = (found.iter())
        .map(|it| {
            json!({
                "kind": it.kind.as_str(),
                "id": it.name,
                "version": it.version,
                "sha256": it.sha256,
                "since": it.since,
                "in_force": is_first(it),
            })
        })
        .collect();
    output::json(&json!({ "documents": shown }))?;
    Ok(Exit::Good)
}

fn print_coverage(policy: &policy::Policy, words: &Words) {
    let in_words = |name: &Name| match words.language() {
        Language::Zh => name.zh.clone(),
        Language::En => name.en.clone(),
    };
    for article in coverage(policy) {
        let number = article.number.to_string();
        let arguments = [("number", number), ("title", in_words(&article.title))];
        output::line(&words.format("cli-article", &arguments));
        if let Some(reason) = &article.reason {
            let reason = in_words(reason);
            output::line(&words.format("cli-article-reason", &[("reason", reason)]));
        }
        for obligation in &article.obligations {
            let served = if obligation.served_by.is_empty() {
                let needs = obligation.needs.as_deref().unwrap_or_default();
                words.get(&format!("needs-{needs}"))
            } else {
                obligation.served_by.join(", ")
            };
            let arguments = [
                ("id", obligation.id.clone()),
                ("duty", in_words(&obligation.duty)),
                ("served", served),
            ];
            output::line(&words.format("cli-obligation", &arguments));
        }
    }
}
