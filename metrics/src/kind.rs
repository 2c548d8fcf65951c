//! The kinds of submission, and what a check says of one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What a submission is about; each kind has columns and rules of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Parties, people, products, which accounts are 专账.
    Registry,
    /// Lines of a separate ledger (专账) of one party and period.
    Ledger,
    /// Ceilings, prices, permitted revenue, allocation of cost and shares of revenue.
    Pricing,
    /// Usage and invoices of one operator and month.
    Usage,
    /// What departments list in their catalogues, and how fresh it is.
    Supply,
    /// Security incidents.
    Incident,
    /// Yearly disclosures of implementing bodies and operators.
    Disclosure,
    /// What panels, authorities and third parties say of a party.
    Opinion,
    /// Objections to supplied data, and how far each has come.
    Objection,
    /// Demands for data, and how they were answered and met.
    Demand,
}

impl Kind {
    /// Every kind, in the order in which they are listed to people.
    pub const ALL: [Self; 10] = [
        Self::Registry,
        Self::Ledger,
        Self::Pricing,
        Self::Usage,
        Self::Supply,
        Self::Incident,
        Self::Disclosure,
        Self::Opinion,
        Self::Objection,
        Self::Demand,
    ];

    /// The word used on the command line, in files and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registry => "registry",
            Self::Ledger => "ledger",
            Self::Pricing => "pricing",
            Self::Usage => "usage",
            Self::Supply => "supply",
            Self::Incident => "incident",
            Self::Disclosure => "disclosure",
            Self::Opinion => "opinion",
            Self::Objection => "objection",
            Self::Demand => "demand",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no kind.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "{word:?} is not a kind of submission (registry, ledger, pricing, usage, supply, incident, disclosure, opinion, objection, demand)"
)]
pub struct UnknownKind {
    /// What was written.
    pub word: String,
}

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(word: &str) -> Result<Self, UnknownKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| UnknownKind { word: word.to_owned() })
    }
}

/// What a check says of a submission as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every row was understood and no rule is broken.
    Accepted,
    /// It counts, and its faults are findings.
    AcceptedWithFindings,
    /// A fatal fault: nothing of it counts.
    Refused,
}

impl Verdict {
    /// The word used in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::AcceptedWithFindings => "accepted_with_findings",
            Self::Refused => "refused",
        }
    }

    /// Reads what [`Verdict::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Accepted, Self::AcceptedWithFindings, Self::Refused]
            .into_iter()
            .find(|verdict| verdict.as_str() == word)
    }
}
