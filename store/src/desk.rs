//! The desk: a named person's acts. Each checks the role and is in the audit log, refused or not.

use jiff::Timestamp;
use metrics::actor::{Actor, Hands, Typist};
use metrics::evaluation::evaluator::OtherBody;
use metrics::evaluation::lifecycle::{self, EvaluationAct, Refused};
use metrics::finding::waiver::WaiverRefused;
use metrics::incident::lifecycle::IncidentRefused;
use metrics::ledger::close::PeriodRefused;
use metrics::register::Role;
use thiserror::Error;

use crate::audit::{self, Act};
use crate::closings::{self, OnPeriod};
use crate::db::{self, Db, Reader, Tx};
use crate::deliveries::{self, Decision, DeliveryState};
use crate::evaluation_events::{self, OnEvaluation};
use crate::incident_events::{self, OnIncident};
use crate::jobs::{self, JobState, NewJob};
use crate::register::Person;
use crate::waivers::{self, Asked, OnWaiver};
use crate::{StoreError, open_incidents};

/// The act of taking a delivery that was held because it shrank.
const ACCEPT_SHRUNK: &str = "accept-shrunk";

/// Why a person could not act.
#[derive(Debug, Error)]
pub enum DeskError {
    /// The register knows no such person.
    #[error("{account:?} is not a registered person")]
    Unknown {
        /// The account.
        account: String,
    },
    /// The role does not allow it.
    #[error("this needs the role {}", needed.as_str())]
    Role {
        /// The role that would.
        needed: Role,
    },
    /// The job is not held for a person.
    #[error("job {job} is not held")]
    NotHeld {
        /// Its number.
        job: i64,
    },
    /// The evaluation's life does not allow it.
    #[error("the evaluation refuses it")]
    Evaluation(#[from] Refused),
    /// Another body evaluates.
    #[error("the evaluation is another body's")]
    OtherBody(#[from] OtherBody),
    /// The month's life, or the months around it, do not allow it.
    #[error("the period refuses it")]
    Period(#[from] PeriodRefused),
    /// The incident does not allow it.
    #[error("the incident refuses it")]
    Incident(#[from] IncidentRefused),
    /// The waiver does not allow it.
    #[error("the waiver refuses it")]
    Waiver(#[from] WaiverRefused),
    /// The delivery stands where this cannot be decided.
    #[error("the delivery is {}", state.as_str())]
    Delivery {
        /// Its number.
        id: i64,
        /// Where it stands.
        state: DeliveryState,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a recipient said about a delivery of which nobody knew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// They have it.
    Received,
    /// They do not have it.
    Lost,
}

/// What a person says of a job that was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobAnswer {
    /// It is to be done.
    Run,
    /// It is not.
    Drop,
}

impl JobAnswer {
    /// The word used in the audit log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Run => "run-job",
            Self::Drop => "drop-job",
        }
    }
}

impl Hand {
    /// As acts are judged.
    #[must_use]
    pub fn typist(&self) -> Typist<'_> {
        match self {
            Self::Person => Typist::Person,
            Self::Other(account) => Typist::Other(account),
            Self::Player(account) => Typist::Player(account),
        }
    }
}

/// A named person's door.
#[derive(Clone, Debug)]
pub struct Desk {
    db: Db,
    reader: Reader,
    person: Person,
    hand: Hand,
}

/// By whose hand a person acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hand {
    /// The person's own.
    Person,
    /// That of another account, which acts for the person: it is no second one beside itself.
    Other(String),
    /// That of an account which plays every person of a demonstration.
    Player(String),
}

impl Desk {
    /// Opens the desk of a person who is in the register at `at`, and acts with the own hand.
    ///
    /// # Errors
    ///
    /// [`DeskError::Unknown`] if the register knows nobody of that account, or an error if the
    /// database fails.
    pub async fn open(url: &str, account: &str, at: Timestamp) -> Result<Self, DeskError> {
        let reader = Reader::open(url).await?;
        let Some(person) = reader.person(account, at).await? else {
            return Err(DeskError::Unknown { account: account.to_owned() });
        };
        Ok(Self { db: db::open_for_writing(url).await?, reader, person, hand: Hand::Person })
    }

    /// The same desk by this hand. Every act keeps it, and two people are two hands; the audit log names
    /// the person as the actor, and another hand in the detail.
    #[must_use]
    pub fn by(self, hand: Hand) -> Self {
        Self { hand, ..self }
    }

    /// The person, as acts are judged.
    fn actor(&self) -> Actor<'_> {
        let Person { account, role, .. } = &self.person;
        Actor { account, role: *role, typist: self.hand.typist() }
    }

    /// Who sits here.
    #[must_use]
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// The reading door to the same database.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Asks the daemon for a job. Returns its number.
    ///
    /// # Errors
    ///
    /// [`DeskError::Role`] for viewers, or an error if the database fails.
    pub async fn request_job(&self, job: NewJob<'_>, at: Timestamp) -> Result<i64, DeskError> {
        self.needs(Role::Supervisor, (job.kind, job.arguments), at).await?;
        let mut tx = db::begin(&self.db).await?;
        let (id, duplicate) =
            jobs::insert(&mut tx, (job, JobState::Waiting), (&self.person.account, at)).await?;
        if !duplicate {
            let detail = said([("arguments", job.arguments)]);
            self.append(&mut tx, ("request", job.kind, &detail), at).await?;
        }
        tx.commit().await?;
        Ok(id)
    }

    /// Lets a job that was held for a person run, or drops it.
    ///
    /// # Errors
    ///
    /// [`DeskError::Role`] for viewers, [`DeskError::NotHeld`] if the job is not held (the refusal is
    /// in the audit log), or an error if the database fails.
    pub async fn answer_job(
        &self,
        id: i64,
        answer: JobAnswer,
        at: Timestamp,
    ) -> Result<(), DeskError> {
        let object = id.to_string();
        self.needs(Role::Supervisor, (answer.as_str(), &object), at).await?;
        let answered = match answer {
            JobAnswer::Run => (JobState::Waiting, ""),
            JobAnswer::Drop => (JobState::Dropped, self.person.account.as_str()),
        };
        let mut tx = db::begin(&self.db).await?;
        if !jobs::answer(&mut tx, id, answered).await? {
            drop(tx);
            let error = DeskError::NotHeld { job: id };
            self.refused((answer.as_str(), &object), &error.to_string(), at).await?;
            return Err(error);
        }
        self.append(&mut tx, (answer.as_str(), &object, ""), at).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Goes a step in the life of an evaluation. Two people are needed to approve, and others to decide
    /// an appeal, all of the body that evaluates.
    ///
    /// # Errors
    ///
    /// [`DeskError::OtherBody`] if the person is of another body, [`DeskError::Evaluation`] if the
    /// evaluation's life does not allow it (the refusal is in the audit log), or an error if there is no
    /// such evaluation or the database fails.
    pub async fn act_on_evaluation(&self, asked: &OnEvaluation<'_>) -> Result<(), DeskError> {
        let at = asked.context.as_of;
        let (act, object) = (asked.act.as_str(), asked.id);
        let actor = self.actor();
        let named = match asked.act {
            EvaluationAct::Assign => self.reader.person(&asked.said.name, at).await?,
            _ => None,
        };
        let mut tx = db::begin(&self.db).await?;
        // The audit head is locked first, so that two people cannot act on the same history.
        audit::hold(&mut tx).await?;
        let acted = evaluation_events::act(&mut tx, asked, (&self.person, actor), named.as_ref());
        let (reason, error) = match acted.await {
            Err(DeskError::OtherBody(other)) => (other.to_string(), other.into()),
            Err(DeskError::Evaluation(refused)) => (refused.to_string(), refused.into()),
            Err(error) => return Err(error),
            Ok(detail) => {
                self.append(&mut tx, (act, object, &detail), at).await?;
                return Ok(tx.commit().await?);
            }
        };
        drop(tx);
        self.refused((act, object), &reason, at).await?;
        Err(error)
    }

    /// Freezes a month of a party, asks for it to be reopened, agrees to that or refuses it. Two people
    /// are needed to reopen. Returns the hash of the trial balance that was frozen, `""` for other acts.
    ///
    /// # Errors
    ///
    /// [`DeskError::Period`] if the month's life or the months around it do not allow it (the refusal
    /// is in the audit log), or an error if the database fails.
    pub async fn act_on_period(
        &self,
        asked: &OnPeriod<'_>,
        at: Timestamp,
    ) -> Result<String, DeskError> {
        let object = asked.object();
        let actor = self.actor();
        let mut tx = db::begin(&self.db).await?;
        let allowed = match closings::allow(&mut tx, asked, actor).await {
            Err(DeskError::Period(refused)) => {
                drop(tx);
                self.refused((asked.act.as_str(), &object), &refused.to_string(), at).await?;
                return Err(refused.into());
            }
            allowed => allowed?,
        };
        // A freeze is anchored by its hash.
        let sha256 = allowed.sha256.clone();
        let detail = said([("sha256", sha256.as_str()), ("note", asked.note)]);
        self.append(&mut tx, (asked.act.as_str(), &object, &detail), at).await?;
        closings::record(&mut tx, asked, allowed, (actor.hands(), at)).await?;
        tx.commit().await?;
        Ok(sha256)
    }

    /// Confirms the level of an incident or changes it, orders rectification or accepts it, archives
    /// or comments. Two people are needed to lower a level.
    ///
    /// # Errors
    ///
    /// [`DeskError::Incident`] if the incident does not allow it (the refusal is in the audit log), or
    /// an error if there is no such incident or the database fails.
    pub async fn act_on_incident(&self, asked: &OnIncident<'_>) -> Result<(), DeskError> {
        let at = asked.guide.context.as_of;
        let (act, object, detail) = (asked.act.as_str(), asked.object(), asked.detail());
        let actor = self.actor();
        let mut tx = db::begin(&self.db).await?;
        let sequence = self.append(&mut tx, (act, &object, &detail), at).await?;
        match incident_events::act(&mut tx, asked, actor).await {
            Err(DeskError::Incident(refused)) => {
                drop(tx);
                self.refused((act, &object), &refused.to_string(), at).await?;
                return Err(refused.into());
            }
            acted => acted?,
        }
        open_incidents::list(&mut tx, (asked.party, asked.incident_no), sequence).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Proposes a waiver, or grants, refuses or withdraws one. Two people are needed to grant it.
    /// Returns its number.
    ///
    /// # Errors
    ///
    /// [`DeskError::Waiver`] if the waiver, or the rule that it is about, does not allow it (the
    /// refusal is in the audit log), or an error if there is no such waiver or the database fails.
    pub async fn act_on_waiver(&self, on: &OnWaiver<'_>, at: Timestamp) -> Result<i64, DeskError> {
        let act = on.asked.act().audited();
        let (object, detail) = (on.asked.object(), on.asked.detail());
        let actor = self.actor();
        let is_registered = match on.asked {
            Asked::Propose(it) => {
                !self.reader.registered_of("party", &it.subject, at).await?.is_empty()
            }
            Asked::Decide { .. } => true,
        };
        let mut tx = db::begin(&self.db).await?;
        self.append(&mut tx, (act, &object, &detail), at).await?;
        let number = match waivers::act(&mut tx, on, (actor, is_registered), at).await {
            Err(DeskError::Waiver(refused)) => {
                drop(tx);
                self.refused((act, &object), &refused.to_string(), at).await?;
                return Err(refused.into());
            }
            acted => acted?,
        };
        tx.commit().await?;
        Ok(number)
    }

    /// Queues a delivery that has ended again: the same bytes, the same message id.
    ///
    /// # Errors
    ///
    /// [`DeskError::Role`] for viewers, [`DeskError::Delivery`] while it is under way,
    /// [`DeskError::Evaluation`] if it is an evaluation that was superseded or changed by an
    /// appeal since, or an error if there is no such delivery or the database fails.
    pub async fn resend(&self, delivery: i64, at: Timestamp) -> Result<(), DeskError> {
        let queued = self.reader.delivery(delivery).await?;
        let evaluation = self.reader.evaluation(queued.evaluation_id()).await?;
        if let Some(Err(refused)) = evaluation.map(|it| lifecycle::may_leave(&it.acts)) {
            self.refused(("resend", &queued.report_id), &refused.to_string(), at).await?;
            return Err(refused.into());
        }
        self.decide(delivery, (Decision::Again, "resend", ""), at).await
    }

    /// Says of a delivery whose fate is unknown what its recipient said.
    ///
    /// # Errors
    ///
    /// [`DeskError::Role`] for viewers, [`DeskError::Delivery`] if its fate is known, or an error
    /// if there is no such delivery or the database fails.
    pub async fn settle(
        &self,
        delivery: i64,
        (fate, note): (Fate, &str),
        at: Timestamp,
    ) -> Result<(), DeskError> {
        let (decision, act) = match fate {
            Fate::Received => (Decision::Received, "settle-received"),
            Fate::Lost => (Decision::Lost, "settle-lost"),
        };
        self.decide(delivery, (decision, act, note), at).await
    }

    async fn decide(
        &self,
        id: i64,
        (decision, act, note): (Decision, &str, &str),
        at: Timestamp,
    ) -> Result<(), DeskError> {
        let delivery = self.reader.delivery(id).await?;
        let object = format!("{} {}", delivery.report_id, delivery.recipient);
        self.needs(Role::Supervisor, (act, &object), at).await?;
        let mut tx = db::begin(&self.db).await?;
        let decided = (decision, self.person.account.as_str(), note);
        if !deliveries::decide(&mut tx, id, decided, at).await? {
            drop(tx);
            let error = DeskError::Delivery { id, state: delivery.state };
            self.refused((act, &object), &error.to_string(), at).await?;
            return Err(error);
        }
        self.append(&mut tx, (act, &object, &said([("note", note)])), at).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Says that what a source holds is to be taken, although it is much less than before: `held` says
    /// how much.
    ///
    /// # Errors
    ///
    /// [`DeskError::Role`] for viewers, or an error if the database fails.
    pub async fn accept_shrunk(
        &self,
        (source, held): (&str, &str),
        at: Timestamp,
    ) -> Result<(), DeskError> {
        self.needs(Role::Supervisor, (ACCEPT_SHRUNK, source), at).await?;
        self.log((ACCEPT_SHRUNK, source, &said([("held", held)])), at).await?;
        Ok(())
    }

    /// Keeps in the log that the person came.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn signed_in(&self, at: Timestamp) -> Result<(), StoreError> {
        let detail = said([("role", self.person.role.as_str())]);
        self.log(("sign-in", &self.person.account, &detail), at).await
    }

    async fn needs(
        &self,
        needed: Role,
        (act, object): (&str, &str),
        at: Timestamp,
    ) -> Result<(), DeskError> {
        if needed <= self.person.role {
            return Ok(());
        }
        let error = DeskError::Role { needed };
        self.refused((act, object), &error.to_string(), at).await?;
        Err(error)
    }

    async fn refused(
        &self,
        (act, object): (&str, &str),
        reason: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let detail = said([("act", act), ("reason", reason)]);
        self.log(("refused", object, &detail), at).await
    }

    async fn log(&self, done: (&str, &str, &str), at: Timestamp) -> Result<(), StoreError> {
        let mut tx = db::begin(&self.db).await?;
        self.append(&mut tx, done, at).await?;
        tx.commit().await
    }

    /// Keeps in the log an act, its object and what is [`said`] of it, and who typed it for the person.
    /// Returns the entry's number.
    async fn append(
        &self,
        tx: &mut Tx,
        (act, object, detail): (&str, &str, &str),
        at: Timestamp,
    ) -> Result<i64, StoreError> {
        let Hands { account: actor, typed_by } = self.actor().hands();
        let typed_by = if typed_by == actor { "" } else { typed_by };
        let detail = format!("{detail} {}", said([("typed_by", typed_by)]));
        audit::append(tx, Act { at, actor, act, object, detail: detail.trim() }).await
    }
}

/// What the log says of several columns, as `name="value"`: no two rows are one text, as a quotation mark
/// within is doubled, and what is empty is left out. [`crate::proof`] reckons the same of what stands.
pub(crate) fn said<'a>(columns: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let columns = columns.into_iter().filter(|(_, value)| !value.is_empty());
    let quoted = columns.map(|(name, it)| format!("{name}=\"{}\"", it.replace('"', "\"\"")));
    quoted.collect::<Vec<_>>().join(" ")
}
