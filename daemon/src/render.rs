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

/// Deliveries of one evaluation that are looked through.
const DELIVERIES_MAX: i64 = 10_000;

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

/// Renders one: whole, and an excerpt for each choice of subjects that a recipient takes, apart for those
/// who had different files of what it supersedes. Returns how many recipients want any of it.
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
    let mut takers = takers(reader, installation, (evaluation, &replaced)).await?;
    // What stands is made whole, whoever takes it.
    let whole = takers.remove(&Taken::whole(evaluation)).unwrap_or_default();
    let mut files = vec![file((installation, signer), &input, (stored.id.clone(), &whole))?];
    for (taken, recipients) in &takers {
        let (id, excerpt) = excerpt(stored, taken)?;
        let supersedes = superseded_for(&replaced, taken);
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

/// What a recipient takes of an evaluation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Taken<'a> {
    /// The subjects whose scorecards it takes.
    subjects: Vec<&'a PartyId>,
    /// Of an excerpt: the hash of the file that it had of each superseded evaluation, if it had one.
    former: Vec<Option<String>>,
}

impl<'a> Taken<'a> {
    /// Everything: such a file names the whole files of what it supersedes.
    fn whole(evaluation: &'a Evaluation) -> Self {
        Self { subjects: everybody(evaluation), former: Vec::new() }
    }

    /// What a recipient takes of these subjects; `None` if it takes none.
    async fn by(
        reader: &Reader,
        recipient: &Recipient,
        (evaluation, graded, replaced): (&'a Evaluation, &[Graded<'a>], &[Replaced]),
    ) -> Result<Option<Self>, StoreError> {
        let is_taken = |it: &&Graded<'_>| recipient.wanted.takes(&evaluation.scheme.id, it.1);
        let subjects: Vec<&PartyId> = graded.iter().filter(is_taken).map(|it| it.0).collect();
        if subjects.is_empty() {
            return Ok(None);
        }
        let whole = Self::whole(evaluation);
        if subjects == whole.subjects {
            return Ok(Some(whole));
        }
        let mut former = Vec::with_capacity(replaced.len());
        for it in replaced {
            let sent = reader.deliveries_of(&it.evaluation_id, DELIVERIES_MAX).await?;
            let own = sent.into_iter().find(|it| it.recipient == recipient.id);
            let file = match own {
                Some(own) => reader.report(&own.report_id).await?,
                None => None,
            };
            former.push(file.map(|it| it.sha256));
        }
        Ok(Some(Self { subjects, former }))
    }
}

/// The recipients who want an evaluation, by what they take of it.
async fn takers<'a>(
    reader: &Reader,
    installation: &'a Installation,
    (evaluation, replaced): (&'a Evaluation, &[Replaced]),
) -> Result<BTreeMap<Taken<'a>, Vec<&'a Recipient>>, StoreError> {
    let graded = graded(reader, evaluation).await?;
    let mut takers: BTreeMap<Taken<'_>, Vec<&Recipient>> = BTreeMap::new();
    for recipient in &installation.settings.recipients {
        let asked = (evaluation, graded.as_slice(), replaced);
        if let Some(taken) = Taken::by(reader, recipient, asked).await? {
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

fn everybody(evaluation: &Evaluation) -> Vec<&PartyId> {
    evaluation.scorecards.iter().map(|it| &it.subject).collect()
}

/// The excerpt of some subjects, and the id of its file: of what it says, and of which files it names as former
/// ones.
fn excerpt(
    stored: &StoredEvaluation,
    taken: &Taken<'_>,
) -> Result<(String, Evaluation), JsonError> {
    let sha256 = sha256_hex(&canonical(&stored.evaluation)?);
    let excerpt = stored.evaluation.excerpt((&stored.id, &sha256), &taken.subjects);
    let mut said = canonical(&excerpt)?;
    said.extend(taken.former.iter().flatten().flat_map(|it| it.bytes()));
    Ok((excerpt_id(&stored.id, &sha256_hex(&said)), excerpt))
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
    let (evaluation, replaced) = (&stored.evaluation, reader.replaced_by(&stored.id).await?);
    let graded = graded(reader, evaluation).await?;
    let taken = Taken::by(reader, recipient, (evaluation, &graded, &replaced)).await?;
    Ok(match taken {
        None => None,
        Some(taken) if taken == Taken::whole(evaluation) => Some(stored.id.clone()),
        Some(taken) => Some(excerpt(stored, &taken)?.0),
    })
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

/// What an excerpt says of the evaluations that it supersedes: the hash of the file that whoever takes it had,
/// and nothing in anybody's words, which may be about others.
fn superseded_for(replaced: &[Replaced], taken: &Taken<'_>) -> Vec<Superseded> {
    let of = |(it, package_sha256): (&Replaced, &Option<String>)| Superseded {
        evaluation: it.evaluation_id.clone(),
        package_sha256: package_sha256.clone(),
        reason: String::new(),
    };
    replaced.iter().zip(&taken.former).map(of).collect()
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
