//! A demand as it was handed in: only steps that are whole and in order.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::case::{Answer, Raiser, Turn, last_written};
use crate::form::entries::least;
use crate::ledger::says_nothing;

/// One demand, in the canonical form that is stored and hashed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// Its number, unique among those of the party.
    pub number: String,
    /// The catalogue item that is asked for, where there is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// What is asked for; never published.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// When it was raised 提出.
    pub raised_on: Date,
    /// What whoever asks is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raised_by: Option<Raiser>,
    /// How departments share the data; `None` where it is not theirs to share, or nobody says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sharing: Option<Sharing>,
    /// Whether whom the data are about clearly consented (Measures art. 15 para. 3).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub consented: bool,
    /// When it was first said how they do, where the party itself had left it open until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sharing_told_on: Option<Date>,
    /// When it was accepted 受理.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_on: Option<Date>,
    /// Whether the data will be provided 答复. A refusal without a ground is none. Agreed on several days, it
    /// is of the earliest of these, from which the data are owed, and unclear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// The legal ground of a refusal.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ground: String,
    /// When the data could be used 提供. Only what is owed after an answer has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_on: Option<Date>,
    /// Steps of which something is said that is not understood.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unclear: BTreeSet<Step>,
}

/// How departments share data with each other (政务数据共享条例), the sooner answered first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sharing {
    /// 无条件共享.
    Unconditional,
    /// 有条件共享.
    Conditional,
}

impl Sharing {
    /// Every sort.
    pub(super) const ALL: [Self; 2] = [Self::Unconditional, Self::Conditional];

    /// The words of files, in English and in Chinese.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Unconditional => ("unconditional", "无条件共享"),
            Self::Conditional => ("conditional", "有条件共享"),
        }
    }
}

/// What a demand waits for, in order. Acceptance and answer wait together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// 受理: from the day on which it was raised.
    Acceptance,
    /// 答复: from the same day.
    Answer,
    /// 提供: from the day of the answer.
    Delivery,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Acceptance => "acceptance",
            Self::Answer => "answer",
            Self::Delivery => "delivery",
        })
    }
}

impl Demand {
    /// Whether the data are to be provided after the answer: it is yes, or the data are consented to, which
    /// nobody may refuse (Measures art. 15 para. 3).
    pub(super) fn is_owed(&self) -> bool {
        self.answer.is_some_and(|it| it.yes || self.consented)
    }

    /// When the data were agreed to, if they were.
    #[must_use]
    pub fn promised_on(&self) -> Option<Date> {
        self.answer.filter(|it| it.yes).map(|it| it.on)
    }

    /// When it was answered, if one day is told.
    pub(super) fn answered_on(&self) -> Option<Date> {
        self.answer.map(|it| it.on).filter(|_| !self.unclear.contains(&Step::Answer))
    }

    /// When it was accepted: an answer accepts.
    pub(super) fn accepted_on(&self) -> Option<Date> {
        self.accepted_on.or(self.answered_on())
    }

    /// Whether a department asks, so that it is judged by how departments share data.
    pub(super) fn is_between_departments(&self) -> bool {
        self.raised_by == Some(Raiser::Department)
    }

    /// Whether it says what is asked for, and what whoever asks is.
    pub(super) fn is_specified(&self) -> bool {
        self.raised_by.is_some() && [&self.code, &self.text].iter().any(|it| !says_nothing(it))
    }

    /// What is asked for, no less strict than in another version: the earlier day of raising, the stricter
    /// sharing, a consent that either has, and a department that asks in either.
    pub(super) fn no_less_strict(self, other: &Self) -> Self {
        let is_either = self.is_between_departments() || other.is_between_departments();
        Self {
            raised_on: self.raised_on.min(other.raised_on),
            raised_by: if is_either { Some(Raiser::Department) } else { self.raised_by },
            sharing: least(self.sharing, other.sharing),
            consented: self.consented || other.consented,
            ..self
        }
    }

    /// What is asked for by a row, after what was asked before. Sharing that the party itself left open, and
    /// nobody told, counted as the sooner sort until then, where a department asks.
    pub(super) fn asked_again(self, before: Self, turn: &Turn<'_, Step>) -> Self {
        let asked = self.no_less_strict(&before);
        let is_assumed = before.sharing.is_none() && turn.is_told_by_party();
        let told_on = asked.sharing.filter(|_| is_assumed).map(|_| turn.received_on);
        Self {
            code: last_written(before.code, asked.code),
            text: last_written(before.text, asked.text),
            raised_by: asked.raised_by.or(before.raised_by),
            sharing_told_on: before.sharing_told_on.or(told_on),
            ground: last_written(before.ground, asked.ground),
            ..asked
        }
    }
}
