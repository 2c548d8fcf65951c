//! Faults: rules that a row, a voucher or a file breaks, as ids and arguments.
//!
//! A fault names the place, what was expected and what was found. Its severity and legal basis are
//! data of the policy pack; its sentence is made from the words in `config`, key `rule-<id>`. A
//! stored fault with a life of its own is a finding.

pub mod life;
pub mod waiver;

mod faults;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::party::PartyId;
use crate::period::Period;

pub use faults::{ALIKE, ALIKE_ROWS, FAULTS_PER_RULE_MAX, Faults, LOOK_ALIKES_MAX};

/// Ids of the rules that are not about one kind of fact but about reading a file.
pub mod reading {
    /// The file as a whole cannot be read (fatal).
    pub const UNREADABLE: &str = "R-1";
    /// A required column is missing (fatal).
    pub const COLUMN_MISSING: &str = "R-2";
    /// A column is not known (warning: its cells are kept in the raw bytes only).
    pub const COLUMN_UNKNOWN: &str = "R-3";
    /// A row cannot be read as a row (error).
    pub const ROW_UNREADABLE: &str = "R-4";
    /// A required cell is empty (error).
    pub const CELL_EMPTY: &str = "R-5";
    /// A cell does not hold what its column asks for (error).
    pub const CELL_INVALID: &str = "R-6";
    /// A row names a party that the register does not know (warning; the row stays).
    pub const PARTY_UNKNOWN: &str = "R-7";
    /// A row repeats the identity of an earlier row of the file with other content (error).
    pub const DUPLICATE: &str = "R-8";
    /// A limit of the system is reached (fatal).
    pub const LIMIT: &str = "R-9";
    /// A credit code does not pass GB 32100 (error).
    pub const CREDIT_CODE: &str = "R-10";
    /// Cells of a workbook are computed by formulas (clue: what they last gave was read).
    pub const FORMULA: &str = "R-11";
    /// A row says what is out of scope, such as a quantity, a lot or a price of one (error).
    pub const UNSUPPORTED: &str = "R-12";
    /// A row about prices or revenue is in another currency than the renminbi (error). Part of R-12.
    pub const CURRENCY: &str = "R-12-currency";
    /// A file says of itself other totals than it has (error).
    pub const DECLARED: &str = "R-13";
    /// A row that is not its sender's to say.
    pub const AUTHORITY: &str = "R-14";
    /// A file has records that are not of its kind (clue: they are counted by type).
    pub const OTHER_RECORDS: &str = "R-15";

    /// The rules whose rows of a ledger are not understood: vouchers that they belong to are not believed
    /// to be whole.
    pub const NOT_UNDERSTOOD: [&str; 3] = [ROW_UNREADABLE, CELL_EMPTY, CELL_INVALID];
}

/// So many of a list at most, with a sign where there are more: a name can be written in endless ways.
pub(crate) fn listed<T: ToString>(all: &BTreeSet<T>, max: usize) -> String {
    let first: Vec<String> = all.iter().take(max).map(ToString::to_string).collect();
    let more = if max < all.len() { " …" } else { "" };
    format!("{}{more}", first.join(", "))
}

/// How much a fault weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look; never a verdict.
    Clue,
    /// Must be explained.
    Warning,
    /// Must be corrected.
    Error,
    /// The submission is refused whole.
    Fatal,
}

impl Severity {
    /// Every severity, mildest first.
    pub const ALL: [Self; 4] = [Self::Clue, Self::Warning, Self::Error, Self::Fatal];

    /// The word used in JSON, in policy packs and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clue => "clue",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Fatal => "fatal",
        }
    }

    /// Reads what [`Severity::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == word)
    }
}

/// Where in a file a fault is. The file itself is known to whoever checks it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The sheet, where the format has sheets.
    pub sheet: Option<String>,
    /// The row as a person counts: the header of a table is row 1. For JSON, the number of the
    /// record, from 1.
    pub row: Option<u64>,
    /// The column's name as the form has it, such as `debit`.
    pub column: Option<String>,
}

impl Place {
    /// A row as a whole.
    #[must_use]
    pub fn row(row: u64) -> Self {
        Self { row: Some(row), ..Self::default() }
    }

    /// One cell.
    #[must_use]
    pub fn cell(row: u64, column: &str) -> Self {
        Self { row: Some(row), column: Some(column.to_owned()), sheet: None }
    }
}

/// One rule broken at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule's id, such as `F-1`.
    pub rule: &'static str,
    /// Where.
    pub place: Place,
    /// The receipt of the submission that the place is in, where a fault rests on several; `None` for the
    /// one that is checked.
    pub receipt: Option<String>,
    /// Whom it is about, where the row says; else the party of the submission.
    pub subject: Option<PartyId>,
    /// The period it is about, where the row or the submission says.
    pub period: Option<Period>,
    /// What, within rule, subject and period, tells this fault from others, such as the voucher.
    /// The same fault found again has the same cause.
    pub cause: String,
    /// What would be right.
    pub expected: String,
    /// What was found, as submitted.
    pub actual: String,
    /// Expected less actual, where both are figures.
    pub difference: Option<String>,
    /// Further arguments of the sentence, by placeholder.
    pub arguments: Vec<(&'static str, String)>,
}

impl Fault {
    /// A rule broken at a place, with nothing more said of it yet.
    #[must_use]
    pub fn at(rule: &'static str, place: Place) -> Self {
        Self {
            rule,
            place,
            receipt: None,
            subject: None,
            period: None,
            cause: String::new(),
            expected: String::new(),
            actual: String::new(),
            difference: None,
            arguments: Vec::new(),
        }
    }
}
