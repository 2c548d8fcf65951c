//! What people do from the console, as plain values.

use jiff::civil::Date;
use metrics::evaluation::lifecycle::{EvaluationAct, Said};
use metrics::finding::waiver::{Waiver, WaiverAct};
use metrics::incident::lifecycle::IncidentAct;
use metrics::ledger::close::PeriodAct;
use metrics::party::PartyId;
use metrics::period::{Period, Span};
use store::deliveries::Delivery;
use store::desk::{Fate, JobAnswer};
use store::jobs::Job;

/// Something a person does. Each is in the audit log, refused or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Ask the daemon for an evaluation.
    Evaluate {
        /// The scheme's id.
        scheme: String,
        /// The months.
        span: Span,
    },
    /// A step in the life of an evaluation.
    OnEvaluation {
        /// The evaluation.
        id: String,
        /// What.
        act: EvaluationAct,
        /// What is said with it.
        said: Said,
    },
    /// Freeze a month, ask for it to be reopened, agree to that or refuse it.
    OnPeriod {
        /// Whose month.
        party: PartyId,
        /// Which.
        period: Period,
        /// What.
        act: PeriodAct,
        /// Why.
        note: String,
        /// The day, where the console is.
        today: Date,
    },
    /// Confirm or change the level of an incident, order rectification or accept it, archive, comment.
    OnIncident {
        /// Whose incident.
        party: PartyId,
        /// Its number, as submitted.
        incident_no: String,
        /// What.
        act: IncidentAct,
        /// Why, or of what.
        note: String,
    },
    /// Propose a waiver.
    ProposeWaiver {
        /// What is to be waived, until when and on what document; the reason comes last.
        waiver: Box<Waiver>,
        /// The day, where the console is.
        today: Date,
    },
    /// Grant a waiver that was proposed, refuse it, or end it.
    OnWaiver {
        /// Its number.
        number: i64,
        /// What.
        act: WaiverAct,
        /// Why.
        note: String,
        /// The day, where the console is.
        today: Date,
    },
    /// Send a delivery again, or say what became of it.
    OnDelivery {
        /// Which.
        delivery: Box<Delivery>,
        /// What.
        act: DeliveryAct,
        /// What the recipient said, where somebody asked.
        note: String,
    },
    /// Let a job run that is held for a person, or drop it.
    OnJob {
        /// Which.
        job: Box<Job>,
        /// What the person says.
        answer: JobAnswer,
    },
}

/// What a person does about a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryAct {
    /// Send it again.
    Resend,
    /// Say whether it arrived, where nobody knew.
    Settle(Fate),
}

impl DeliveryAct {
    /// The word in the ids of its sentences.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Resend => "resend",
            Self::Settle(Fate::Received) => "received",
            Self::Settle(Fate::Lost) => "lost",
        }
    }
}

/// What came of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// A job waits.
    Asked {
        /// Its number.
        job: i64,
    },
    /// The evaluation went on.
    Acted,
}

impl Act {
    /// The same act with a reason, where it takes one.
    #[must_use]
    pub fn with_note(self, note: &str) -> Self {
        match self {
            Self::OnEvaluation { id, act, said } => {
                Self::OnEvaluation { id, act, said: Said { note: note.to_owned(), ..said } }
            }
            Self::OnPeriod { party, period, act, today, .. } => {
                Self::OnPeriod { party, period, act, note: note.to_owned(), today }
            }
            Self::OnIncident { party, incident_no, act, .. } => {
                Self::OnIncident { party, incident_no, act, note: note.to_owned() }
            }
            Self::ProposeWaiver { waiver, today } => {
                let waiver = Box::new(Waiver { reason: note.to_owned(), ..*waiver });
                Self::ProposeWaiver { waiver, today }
            }
            Self::OnWaiver { number, act, today, .. } => {
                Self::OnWaiver { number, act, note: note.to_owned(), today }
            }
            Self::OnDelivery { delivery, act, .. } => {
                Self::OnDelivery { delivery, act, note: note.to_owned() }
            }
            Self::Evaluate { .. } | Self::OnJob { .. } => self,
        }
    }
}
