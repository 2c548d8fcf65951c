//! The life of a finding: open, notified, rectifying, closed.
//!
//! The events are append-only and the state is what the last one left. Who may cause them is for
//! whoever records them. That a finding is waived is no part of its life: it stands where it stood, and
//! [`super::waiver`] says until when it does not count as open.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Where a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// Found, and nobody outside was told.
    Open,
    /// The subject was told and asked for rectification.
    Notified,
    /// The subject is at it.
    Rectifying,
    /// It is gone.
    Closed,
}

/// What happens to a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingEvent {
    /// The subject was told.
    Notified,
    /// The subject said that rectification began.
    RectificationBegun,
    /// A person saw that rectification is done.
    Closed,
    /// A superseding submission no longer has it.
    Cured,
    /// A later submission has it again. Without this, what was closed once could never be found
    /// again: a finding is identified by rule, subject, period and cause.
    Recurred,
    /// The facts behind it changed, and it says something else since: its figures, or the row that shows it.
    Retold,
}

/// Why an event cannot happen to a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum FindingRefused {
    /// A step was left out or taken back: it goes open, notified, rectifying, closed.
    #[error("the finding is not at the step before")]
    OutOfOrder,
    /// It is closed; only a submission that has it again opens it.
    #[error("the finding is closed")]
    Closed,
    /// It cannot recur while it is not closed: finding it twice finds nothing new.
    #[error("the finding is not closed")]
    NotClosed,
}

impl FindingState {
    /// Every state, in the order of life.
    pub const ALL: [Self; 4] = [Self::Open, Self::Notified, Self::Rectifying, Self::Closed];

    /// The state that an event leads to. Curing is possible until the end.
    ///
    /// # Errors
    ///
    /// Why the event cannot happen.
    pub fn after(self, event: FindingEvent) -> Result<Self, FindingRefused> {
        match (self, event) {
            (Self::Open, FindingEvent::Notified) => Ok(Self::Notified),
            (Self::Notified, FindingEvent::RectificationBegun) => Ok(Self::Rectifying),
            (Self::Rectifying, FindingEvent::Closed)
            | (Self::Open | Self::Notified | Self::Rectifying, FindingEvent::Cured) => {
                Ok(Self::Closed)
            }
            (Self::Closed, FindingEvent::Recurred) => Ok(Self::Open),
            (Self::Open | Self::Notified | Self::Rectifying, FindingEvent::Retold) => Ok(self),
            (Self::Open | Self::Notified | Self::Rectifying, FindingEvent::Recurred) => {
                Err(FindingRefused::NotClosed)
            }
            (Self::Open, FindingEvent::RectificationBegun | FindingEvent::Closed)
            | (Self::Notified, FindingEvent::Notified | FindingEvent::Closed)
            | (Self::Rectifying, FindingEvent::Notified | FindingEvent::RectificationBegun) => {
                Err(FindingRefused::OutOfOrder)
            }
            (
                Self::Closed,
                FindingEvent::Notified
                | FindingEvent::RectificationBegun
                | FindingEvent::Closed
                | FindingEvent::Cured
                | FindingEvent::Retold,
            ) => Err(FindingRefused::Closed),
        }
    }

    /// The word used in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Notified => "notified",
            Self::Rectifying => "rectifying",
            Self::Closed => "closed",
        }
    }

    /// Reads what [`FindingState::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

impl FindingEvent {
    /// Every event.
    pub const ALL: [Self; 6] = [
        Self::Notified,
        Self::RectificationBegun,
        Self::Closed,
        Self::Cured,
        Self::Recurred,
        Self::Retold,
    ];

    /// The word used in the database and in the audit log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Notified => "notified",
            Self::RectificationBegun => "rectification_begun",
            Self::Closed => "closed",
            Self::Cured => "cured",
            Self::Recurred => "recurred",
            Self::Retold => "retold",
        }
    }

    /// Reads what [`FindingEvent::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.as_str() == word)
    }
}

impl FindingRefused {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::OutOfOrder, Self::Closed, Self::NotClosed];

    /// The id of its sentence in the words of `config`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::OutOfOrder => "refused-finding-out-of-order",
            Self::Closed => "refused-finding-closed",
            Self::NotClosed => "refused-finding-not-closed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One row a state; columns as in [`FindingEvent::ALL`]. `!` marks a refusal.
    #[test]
    fn every_event_leads_on_or_is_refused_for_its_reason() {
        let rows = "
            //         notified  begun       closed   cured    recurred  retold
            open       notified  !order      !order   closed   !live     open
            notified   !order    rectifying  !order   closed   !live     notified
            rectifying !order    !order      closed   closed   !live     rectifying
            closed     !closed   !closed     !closed  !closed  open      !closed
        ";
        let outcome = |word: &str| match word {
            "!order" => Err(FindingRefused::OutOfOrder),
            "!closed" => Err(FindingRefused::Closed),
            "!live" => Err(FindingRefused::NotClosed),
            state => Ok(FindingState::parse(state).unwrap()),
        };
        let table: Vec<Vec<&str>> = (rows.lines().map(str::trim))
            .filter(|line| !line.is_empty() && !line.starts_with("//"))
            .map(|line| line.split_whitespace().collect())
            .collect();
        assert_eq!(table.len(), FindingState::ALL.len());
        for (row, state) in table.iter().zip(FindingState::ALL) {
            assert_eq!((row[0], row.len()), (state.as_str(), 1 + FindingEvent::ALL.len()));
            for (word, event) in row[1..].iter().zip(FindingEvent::ALL) {
                assert_eq!(state.after(event), outcome(word), "{state:?} {event:?}");
            }
        }
    }

    #[test]
    fn words_come_back_and_reasons_have_ids_of_their_own() {
        for event in FindingEvent::ALL {
            assert_eq!(FindingEvent::parse(event.as_str()), Some(event));
        }
        for (index, reason) in FindingRefused::ALL.into_iter().enumerate() {
            let same = FindingRefused::ALL.iter().position(|other| other.id() == reason.id());
            assert_eq!(same, Some(index));
        }
    }
}
