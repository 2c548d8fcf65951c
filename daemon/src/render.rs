//! Render: an approved evaluation becomes a signed package, and its deliveries are queued.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use config::locale::Words;
use config::settings::{Channel, Recipient};
use metrics::evaluation::lifecycle::is_by_one_hand;
use metrics::evaluation::scorecard::Evaluation;
use metrics::party::{PartyId, PartyKind};
use metrics::register::Entry;
use reports::hash::sha256_hex;
use reports::json::{JsonError, canonical};
use reports::mail::{Attached, MailError, Person, evaluation};
use reports::manifest::Superseded;
use reports::package::{PackageError, PackageInput, package};
use reports::signature::{SignatureError, Signer};
use reports::xlsx::Report;
use store::deliveries::{NewDelivery, NewReport, excerpt_id};
use store::evaluations::{Replaced, StoredEvaluation};
use store::{Reader, StoreError, Writer};
use thiserror::Error;

use crate::installation::Installation;
use crate::message::{Content, Outgoing};

/// Why nothing was rendered.
#[derive(Debug, Error)]
pub enum RenderError {
    /// There is no signing key in the settings.
    #[error("no signing key is set")]
    NoKey,
    /// The key file cannot be read.
    #[error("the signing key cannot be read")]
    KeyFile(#[from] std::io::Error),
    /// The key is not one.
    #[error("the signing key cannot be used")]
    Key(#[from] SignatureError),
    /// The evaluation has no canonical form.
    #[error("the evaluation cannot be written as canonical JSON")]
    Json(#[from] JsonError),
    /// The package could not be made.
    #[error("the package cannot be made")]
    Package(#[from] PackageError),
    /// A mail could not be written.
    #[error("a mail cannot be written")]
    Mail(#[from] MailError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The kind of a report that is an evaluation file.
pub const EVALUATION: &str = "evaluation";

/// An evaluation that was rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Its id.
    pub evaluation: String,
    /// The id of its scheme.
    pub scheme: String,
    /// How many recipients want it.
    pub recipients: usize,
}

/// Renders every approved evaluation that has no package yet.
///
/// # Errors
///
/// Why the first one was not rendered.
pub async fn render_approved(
    installation: &Installation,
    writer: &Writer,
) -> Result<Vec<Rendered>, RenderError> {
    let approved = writer.reader().evaluations_to_render().await?;
    if approved.is_empty() {
        return Ok(Vec::new());
    }
    let signer = signer(installation)?;
    let mut rendered = Vec::with_capacity(approved.len());
    for evaluation in approved {
        let recipients = render(installation, writer, (&evaluation, &signer)).await?;
        if recipients == 0 {
            tracing::warn!(evaluation = evaluation.id, "an evaluation file goes to nobody");
        }
        let scheme = evaluation.evaluation.scheme.id;
        rendered.push(Rendered { evaluation: evaluation.id, scheme, recipients });
    }
    Ok(rendered)
}

/// Renders one: whole, and an excerpt for each choice of subjects that a recipient takes. Returns how many
/// recipients want any of it.
async fn render(
    installation: &Installation,
    writer: &Writer,
    (stored, signer): (&StoredEvaluation, &Signer),
) -> Result<usize, RenderError> {
    let (reader, evaluation) = (writer.reader(), &stored.evaluation);
    let head = reader.audit_head().await?;
    let issuer = issuer(reader, installation, stored).await?;
    let words = Words::new(installation.settings.language);
    let report = Report {
        evaluation,
        issuer: &issuer,
        audit_head: &head.sha256,
        by_one_hand: is_by_one_hand(&stored.acts),
        zone: &installation.settings.clock.zone,
        words: &words,
    };
    let replaced = reader.replaced_by(&stored.id).await?;
    let supersedes: Vec<Superseded> = replaced.iter().map(superseded).collect();
    let input = PackageInput { report, supersedes: &supersedes };
    let mut takers = takers(reader, installation, evaluation).await?;
    // What stands is made whole, whoever takes it.
    let whole = takers.remove(&everybody(evaluation)).unwrap_or_default();
    let mut files = vec![file((installation, signer), &input, (stored.id.clone(), &whole))?];
    for (subjects, recipients) in &takers {
        let (id, excerpt) = excerpt(stored, subjects)?;
        let supersedes = superseded_for(reader, &replaced, subjects).await?;
        let report = Report { evaluation: &excerpt, ..report };
        let input = PackageInput { report, supersedes: &supersedes };
        files.push(file((installation, signer), &input, (id, recipients))?);
    }
    let deliveries: Vec<Vec<NewDelivery<'_>>> =
        files.iter().map(|it| it.outgoing.iter().map(Outgoing::delivery).collect()).collect();
    let period = evaluation.period.to_string();
    let report = |it| File::report(it, &period, &head.sha256);
    let reports: Vec<(NewReport<'_>, &[NewDelivery<'_>])> =
        files.iter().map(report).zip(deliveries.iter().map(Vec::as_slice)).collect();
    writer.record_reports(&reports, installation.clock.now()).await?;
    Ok(deliveries.iter().map(Vec::len).sum())
}

/// The recipients who want an evaluation, by the subjects whose scorecards they take.
async fn takers<'a>(
    reader: &Reader,
    installation: &'a Installation,
    evaluation: &'a Evaluation,
) -> Result<BTreeMap<Vec<&'a PartyId>, Vec<&'a Recipient>>, StoreError> {
    let graded = graded(reader, evaluation).await?;
    let mut takers: BTreeMap<Vec<&PartyId>, Vec<&Recipient>> = BTreeMap::new();
    for recipient in &installation.settings.recipients {
        let taken = taken(recipient, &evaluation.scheme.id, &graded);
        if !taken.is_empty() {
            takers.entry(taken).or_default().push(recipient);
        }
    }
    Ok(takers)
}

/// A subject, with its kind and whether it is state-owned.
type Graded<'a> = (&'a PartyId, Option<(PartyKind, bool)>);

/// The subjects of an evaluation, by what the register knew of them then.
async fn graded<'a>(
    reader: &Reader,
    evaluation: &'a Evaluation,
) -> Result<Vec<Graded<'a>>, StoreError> {
    let registered = reader.registered("party", evaluation.as_of).await?;
    let known = |subject: &PartyId| {
        registered.iter().find(|it| it.party == *subject).and_then(|it| match it.entry {
            Entry::Party { kind, state_owned, .. } => Some((kind, state_owned)),
            Entry::Person { .. } | Entry::Product { .. } | Entry::Account { .. } => None,
        })
    };
    Ok(everybody(evaluation).into_iter().map(|it| (it, known(it))).collect())
}

/// The subjects whose scorecards by a scheme a recipient takes.
fn taken<'a>(recipient: &Recipient, scheme: &str, graded: &[Graded<'a>]) -> Vec<&'a PartyId> {
    let is_taken = |it: &&Graded<'_>| recipient.wanted.takes(scheme, it.1);
    graded.iter().filter(is_taken).map(|it| it.0).collect()
}

fn everybody(evaluation: &Evaluation) -> Vec<&PartyId> {
    evaluation.scorecards.iter().map(|it| &it.subject).collect()
}

/// The excerpt of some subjects, and the id of its file.
fn excerpt(
    stored: &StoredEvaluation,
    subjects: &[&PartyId],
) -> Result<(String, Evaluation), JsonError> {
    let sha256 = sha256_hex(&canonical(&stored.evaluation)?);
    let excerpt = stored.evaluation.excerpt((&stored.id, &sha256), subjects);
    Ok((excerpt_id(&stored.id, &sha256_hex(&canonical(&excerpt)?)), excerpt))
}

/// The id of the file with the scorecards of some subjects; `None` if an evaluation has none of them.
fn file_id(stored: &StoredEvaluation, subjects: &[&PartyId]) -> Result<Option<String>, JsonError> {
    let mut found = everybody(&stored.evaluation);
    let all = found.len();
    found.retain(|it| subjects.contains(it));
    match found.len() {
        0 => Ok(None),
        some if some == all => Ok(Some(stored.id.clone())),
        _ => Ok(Some(excerpt(stored, &found)?.0)),
    }
}

/// The id of the file of an evaluation that a recipient has a claim to by the settings as they are; `None`
/// if it takes none.
///
/// # Errors
///
/// The evaluation has no canonical form, or the database fails.
pub(crate) async fn file_of(
    reader: &Reader,
    stored: &StoredEvaluation,
    recipient: &Recipient,
) -> Result<Option<String>, RenderError> {
    let graded = graded(reader, &stored.evaluation).await?;
    Ok(file_id(stored, &taken(recipient, &stored.evaluation.scheme.id, &graded))?)
}

/// A package, and who gets it.
struct File {
    id: String,
    name: String,
    bytes: Vec<u8>,
    outgoing: Vec<Outgoing>,
}

impl File {
    fn report<'a>(&'a self, period: &'a str, audit_sha256: &'a str) -> NewReport<'a> {
        NewReport {
            kind: EVALUATION,
            id: &self.id,
            period,
            bytes: &self.bytes,
            file_name: &self.name,
            audit_sha256,
        }
    }
}

fn file(
    (installation, signer): (&Installation, &Signer),
    input: &PackageInput<'_>,
    (id, recipients): (String, &[&Recipient]),
) -> Result<File, RenderError> {
    let bytes = package(input, signer)?;
    let name = format!("{id}.zip");
    let file = (id.as_str(), name.as_str(), bytes.as_slice());
    let outgoing = outgoing((installation, recipients), (&input.report, file))?;
    Ok(File { id, name, bytes, outgoing })
}

fn superseded(it: &Replaced) -> Superseded {
    let package_sha256 = Some(it.sha256.clone()).filter(|it| !it.is_empty());
    Superseded { evaluation: it.evaluation_id.clone(), package_sha256, reason: it.reason.clone() }
}

/// What an excerpt says of the evaluations that it supersedes: the hash of the file with the same subjects,
/// and nothing in anybody's words, which may be about others.
async fn superseded_for(
    reader: &Reader,
    replaced: &[Replaced],
    subjects: &[&PartyId],
) -> Result<Vec<Superseded>, RenderError> {
    let mut superseded = Vec::with_capacity(replaced.len());
    for Replaced { evaluation_id: id, .. } in replaced {
        let former = reader.evaluation(id).await?;
        let file = former.map(|it| file_id(&it, subjects)).transpose()?.flatten();
        let report = match file {
            Some(file) => reader.report(&file).await?,
            None => None,
        };
        let package_sha256 = report.map(|it| it.sha256);
        superseded.push(Superseded {
            evaluation: id.clone(),
            package_sha256,
            reason: String::new(),
        });
    }
    Ok(superseded)
}

/// One delivery for each of these recipients.
fn outgoing(
    (installation, recipients): (&Installation, &[&Recipient]),
    (report, (id, file_name, bytes)): (&Report<'_>, (&str, &str, &[u8])),
) -> Result<Vec<Outgoing>, MailError> {
    let (sha256, now) = (sha256_hex(bytes), installation.clock.now());
    let letter =
        evaluation::letter(report, evaluation::File { evaluation_id: id, sha256: &sha256 });
    let subject = evaluation::subject(report);
    let name = evaluation::file_name(report);
    let attachment =
        Some(Attached { name: &name, plain_name: file_name, media_type: "application/zip", bytes });
    let content = Content { report_id: id, subject: &subject, letter: &letter, attachment };
    let addressed = |it: &&Recipient| {
        let to = Person { name: &it.name, address: "" };
        match &it.channel {
            Channel::Folder { path } => Ok(Outgoing::file(&it.id, path)),
            Channel::Eml { address, .. } => {
                let to = (it.id.as_str(), Person { address, ..to });
                Outgoing::message(&installation.settings, ("eml", to), (&content, now))
            }
            Channel::Mail { address } => {
                let to = (it.id.as_str(), Person { address, ..to });
                Outgoing::message(&installation.settings, ("mail", to), (&content, now))
            }
        }
    };
    recipients.iter().map(addressed).collect()
}

/// The key that packages are signed with.
///
/// # Errors
///
/// There is none, or it cannot be used.
pub fn signer(installation: &Installation) -> Result<Signer, RenderError> {
    let keys = &installation.settings.keys;
    let (Some(path), Some(identity)) = (&keys.signing, &keys.signer) else {
        return Err(RenderError::NoKey);
    };
    read_signer(path, identity)
}

fn read_signer(path: &Path, identity: &str) -> Result<Signer, RenderError> {
    Ok(Signer::from_openssh(&fs::read_to_string(path)?, identity)?)
}

/// Who issues it: the registered implementing body (Measures art. 28 para 2), else the signer.
async fn issuer(
    reader: &Reader,
    installation: &Installation,
    stored: &StoredEvaluation,
) -> Result<String, StoreError> {
    let registered = reader.registered("party", stored.evaluation.as_of).await?;
    let body = registered.into_iter().find_map(|it| match it.entry {
        Entry::Party { name, kind: PartyKind::ImplementingBody, .. } => Some(name),
        Entry::Party { .. }
        | Entry::Person { .. }
        | Entry::Product { .. }
        | Entry::Account { .. } => None,
    });
    Ok(body.or_else(|| installation.settings.keys.signer.clone()).unwrap_or_default())
}
