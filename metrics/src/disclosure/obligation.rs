//! The duty to disclose: whose it is, by when, and what goes in. Data of the policy pack.

use std::fmt;
use std::ops::RangeInclusive;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::content::Block;
use crate::party::PartyKind;
use crate::source::Source;

/// What the policy pack says of disclosures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisclosurePolicy {
    /// The day by which a year is disclosed.
    pub due: AnnualDue,
    /// The first year that had to be disclosed.
    pub first_year: FirstYear,
    /// When a duty is shown as due soon.
    pub reminders: Reminders,
    /// The duties.
    #[serde(rename = "duty")]
    pub duties: Vec<DutyRule>,
}

/// A day of the year after the one disclosed. It counts whole and is not moved by weekends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnualDue {
    /// The month.
    pub month: i8,
    /// The day.
    pub day: i8,
    /// Where it comes from.
    pub source: Source,
}

/// The first year that had to be disclosed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstYear {
    /// The year.
    pub value: i16,
    /// Where it comes from.
    pub source: Source,
}

/// How many days before the last one a duty is due soon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminders {
    /// Days.
    pub days: Vec<i32>,
    /// Where they come from.
    pub source: Source,
}

/// One duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyRule {
    /// Its id.
    pub id: Duty,
    /// Who has it.
    pub who: PartyKind,
    /// What goes in.
    pub content: Content,
}

/// What goes into a disclosure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// Where the fields come from.
    pub source: Source,
    /// The blocks of the form.
    #[serde(rename = "block")]
    pub blocks: Vec<BlockContent>,
}

/// A block of the form: which columns of its rows have to be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockContent {
    /// Which.
    pub record: Block,
    /// Columns that every row fills in. A block has at least one row.
    pub fields: Vec<String>,
    /// Columns that a row fills in where it says that it is registered.
    #[serde(default)]
    pub fields_if_registered: Vec<String>,
}

/// Which duty, by its number in the rule catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Duty {
    /// The yearly disclosure of an implementing body.
    #[serde(rename = "D-01")]
    Body,
    /// The yearly disclosure of an operator.
    #[serde(rename = "D-02")]
    Operator,
}

/// The rules of a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DutyRules {
    /// It came after the last day.
    pub late: &'static str,
    /// The last day has passed and nothing is in force.
    pub missing: &'static str,
    /// A field is not filled in.
    pub incomplete: &'static str,
}

impl Duty {
    /// Every duty.
    pub const ALL: [Self; 2] = [Self::Body, Self::Operator];

    /// The id.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Body => "D-01",
            Self::Operator => "D-02",
        }
    }

    /// Reads what [`Duty::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|duty| duty.as_str() == word)
    }

    /// The ids of its rules.
    #[must_use]
    pub const fn rules(self) -> DutyRules {
        match self {
            Self::Body => DutyRules {
                late: "D-01-late",
                missing: "D-01-missing",
                incomplete: "D-01-incomplete",
            },
            Self::Operator => DutyRules {
                late: "D-02-late",
                missing: "D-02-missing",
                incomplete: "D-02-incomplete",
            },
        }
    }
}

impl fmt::Display for Duty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl DisclosurePolicy {
    /// The duty of parties of this kind, if they have one.
    #[must_use]
    pub fn duty_of(&self, kind: PartyKind) -> Option<&DutyRule> {
        self.duties.iter().find(|it| it.who == kind)
    }

    /// What goes into the disclosure of a duty; `None` where the pack does not know the duty.
    #[must_use]
    pub fn content(&self, duty: Duty) -> Option<&Content> {
        self.duties.iter().find(|it| it.id == duty).map(|it| &it.content)
    }

    /// The last day on which a year is disclosed in time: it counts until 24:00. `None` beyond the
    /// last year that dates have.
    #[must_use]
    pub fn due_on(&self, year: i16) -> Option<Date> {
        Date::new(year.checked_add(1)?, self.due.month, self.due.day).ok()
    }

    /// The years that a party has to disclose which started in `started_in`, as seen on a day: up to
    /// the one that runs.
    #[must_use]
    pub fn years(&self, started_in: i16, today: Date) -> RangeInclusive<i16> {
        started_in.max(self.first_year.value)..=today.year()
    }
}
