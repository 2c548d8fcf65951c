//! Statements for reading: a title, blocks of rows, notes and lines to sign, written as XLSX, HTML, CSV
//! or JSON.
//!
//! The same statement gives the same bytes. What nobody knows is an empty cell in CSV, `null` in JSON and
//! a dash in XLSX and HTML, never 0.

mod csv;
mod feedback;
mod html;
mod incident;
mod json;
mod ledger;
mod monthly;
mod public;
mod xlsx;

#[cfg(test)]
mod tests;

use config::locale::Words;
use config::policy::Policy;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use metrics::money::{Currency, format_minor};
use metrics::party::PartyId;
use metrics::ratio::Ratio;
use metrics::source::Source;

use crate::wording;

pub use csv::{CsvFile, csv};
pub use feedback::{Feedback, feedback};
pub use html::html;
pub use incident::{incident_report, incident_statistics};
pub use json::json;
pub use ledger::{account_register, trial_balance};
pub use monthly::statement;
pub use public::{Audience, Personal, personal};
pub use xlsx::{LINES_MAX, xlsx};

/// How ids of parties with a credit code begin.
const CREDIT_CODE: &str = "uscc:";

/// What is printed beside the figures.
#[derive(Clone, Copy)]
pub struct Printed<'a> {
    /// The name of whom the statement is of, as submitted; its id where there is none.
    pub unit: &'a str,
    /// As known when.
    pub as_of: Timestamp,
    /// Whose clock instants are shown on.
    pub zone: &'a TimeZone,
    /// The language.
    pub words: &'a Words,
    /// What instruments are called.
    pub policy: &'a Policy,
    /// Who reads it.
    pub audience: Audience,
}

impl Printed<'_> {
    fn word(&self, id: &str) -> String {
        self.words.get(&format!("statement-{id}"))
    }

    fn say(&self, id: &str, argument: (&str, &str)) -> String {
        self.words.format(&format!("statement-{id}"), &[argument])
    }

    /// Text as it was submitted, for the house alone: no search finds every name in free text, so nothing
    /// of it is published.
    fn submitted(&self, text: &str) -> String {
        match self.audience {
            Audience::Public if !text.is_empty() => self.word("withheld"),
            Audience::Public | Audience::House => text.to_owned(),
        }
    }

    /// A party, by an id that only organisations have, or withheld.
    fn party(&self, party: &PartyId) -> String {
        if is_organisation(party) { party.to_string() } else { self.submitted(party.as_str()) }
    }

    /// The unit. Of what has no credit code nobody knows that it is no person.
    fn unit_of(&self, party: &PartyId) -> String {
        let name =
            if is_organisation(party) { self.unit.to_owned() } else { self.submitted(self.unit) };
        self.say("unit", ("name", &name))
    }

    /// A month as the language writes it; anything else as it is.
    fn period(&self, period: &str) -> String {
        let is_month = period.parse::<metrics::period::Period>().is_ok();
        match period.split_once('-').filter(|_| is_month) {
            Some((year, month)) => {
                self.words.format("statement-month", &[("year", year), ("month", month)])
            }
            None => period.to_owned(),
        }
    }

    /// Where figures or forms come from, and as known when they are.
    fn origin(&self, source: &Source) -> [String; 2] {
        let source = self.policy.citation(source, self.words);
        [self.say("form-source", ("source", &source)), self.cut_off()]
    }

    /// As known when.
    fn cut_off(&self) -> String {
        self.say("as-of", ("instant", &wording::instant(self.as_of, self.zone)))
    }
}

/// Whether a party has a code that only organisations have (GB 32100).
fn is_organisation(party: &PartyId) -> bool {
    party.as_str().starts_with(CREDIT_CODE)
}

/// A statement for reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Which statement.
    pub id: &'static str,
    /// Whose, as an id.
    pub party: String,
    /// Of what: a month, months, a cycle, a year or the number of an incident.
    pub period: String,
    /// Of which currency alone it is, if of one.
    pub currency: Option<Currency>,
    /// As known when.
    pub as_of: Timestamp,
    /// Its title.
    pub title: String,
    /// Whose, of what, in which unit: left, middle, right.
    pub header: [String; 3],
    /// The rows, the first block being the statement itself.
    pub blocks: Vec<Block>,
    /// What has to be read with it.
    pub notes: Vec<String>,
    /// Who signs.
    pub signers: String,
}

/// Rows under one head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its id.
    pub id: &'static str,
    /// Its title, `""` for the statement itself.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its id.
    pub id: &'static str,
    /// Its head.
    pub head: String,
    /// Its width in a workbook, in characters.
    pub width: u16,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// How deep it stands under a section; 0 stands out.
    pub depth: u8,
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Text as it is, never a formula.
    Text(String),
    /// Minor units with the digits of their currency.
    Amount(i128, u8),
    /// A ratio.
    Share(Ratio),
    /// Nobody knows.
    Unknown,
}

impl Cell {
    /// An amount as a decimal, a ratio as a decimal of 1, nothing for what nobody knows.
    fn decimal(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Amount(minor, digits) => Some(format_minor(*minor, *digits)),
            Self::Share(ratio) => Some(format_minor(ratio.ppm().into(), 6)),
            Self::Unknown => None,
        }
    }
}
