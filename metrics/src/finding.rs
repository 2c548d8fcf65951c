//! Faults: rules that a row, a voucher or a file breaks, as ids and arguments.
//!
//! A fault names the place, what was expected and what was found. Its severity and legal basis are
//! data of the policy pack; its sentence is made from the words in `config`, key `rule-<id>`. A
//! stored fault with a life of its own is a finding.

pub mod life;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::party::PartyId;
use crate::period::Period;

/// At most so many faults of one rule are kept of one submission; the rest is counted.
pub const FAULTS_PER_RULE_MAX: u64 = 1_000;

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
    /// A file says of itself other totals than it has (error).
    pub const DECLARED: &str = "R-13";
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

/// The faults of one submission: kept up to [`FAULTS_PER_RULE_MAX`] a rule, counted beyond.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    kept: Vec<Fault>,
    counts: BTreeMap<&'static str, u64>,
}

impl Faults {
    /// Adds a fault.
    pub fn push(&mut self, fault: Fault) {
        let count = self.counts.entry(fault.rule).or_default();
        *count += 1;
        if *count <= FAULTS_PER_RULE_MAX {
            self.kept.push(fault);
        }
    }

    /// Adds every fault of another list.
    pub fn append(&mut self, other: Self) {
        for fault in other.kept {
            let count = self.counts.entry(fault.rule).or_default();
            if *count < FAULTS_PER_RULE_MAX {
                self.kept.push(fault);
            }
            *count += 1;
        }
        for (rule, count) in other.counts {
            let excess = count.saturating_sub(FAULTS_PER_RULE_MAX);
            *self.counts.entry(rule).or_default() += excess;
        }
    }

    /// The faults kept, in the order in which they were found.
    #[must_use]
    pub fn kept(&self) -> &[Fault] {
        &self.kept
    }

    /// How many faults of each rule were found, kept or not.
    #[must_use]
    pub fn counts(&self) -> &BTreeMap<&'static str, u64> {
        &self.counts
    }

    /// How many were found but not kept.
    #[must_use]
    pub fn truncated(&self) -> u64 {
        self.counts.values().map(|count| count.saturating_sub(FAULTS_PER_RULE_MAX)).sum()
    }

    /// Whether no rule is broken.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// Says of which sheet the faults kept are.
    pub fn on_sheet(&mut self, sheet: &str) {
        for fault in &mut self.kept {
            fault.place.sheet = Some(sheet.to_owned());
        }
    }

    /// Numbers the faults kept that have the same identity (rule, subject, period, cause), in their
    /// order: each is a finding of its own.
    pub fn distinguish(&mut self) {
        let mut seen: BTreeMap<_, u64> = BTreeMap::new();
        for fault in &mut self.kept {
            let subject = fault.subject.clone();
            let count = seen.entry((fault.rule, subject, fault.period, fault.cause.clone()));
            let count = count.or_default();
            *count += 1;
            if 1 < *count {
                fault.cause = format!("{} #{count}", fault.cause);
            }
        }
    }

    /// Sorts the faults kept by place, then rule, so that the order of checks does not show.
    pub fn sort(&mut self) {
        self.kept.sort_by(|a, b| {
            let key = |it: &Fault| (it.place.sheet.clone(), it.place.row, it.rule);
            key(a).cmp(&key(b)).then_with(|| a.cause.cmp(&b.cause))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(row: u64) -> Fault {
        Fault {
            rule: reading::CELL_EMPTY,
            place: Place::cell(row, "account"),
            subject: None,
            period: None,
            cause: row.to_string(),
            expected: String::new(),
            actual: String::new(),
            difference: None,
            arguments: Vec::new(),
        }
    }

    #[test]
    fn faults_of_one_cause_are_told_apart() {
        let mut faults = Faults::default();
        for (row, cause) in
            [(2, "记-1 debit"), (3, "记-1 debit"), (4, "记-2 debit"), (5, "记-1 debit")]
        {
            faults.push(Fault { cause: cause.to_owned(), ..fault(row) });
        }
        faults.distinguish();
        let causes: Vec<&str> = faults.kept().iter().map(|it| it.cause.as_str()).collect();
        assert_eq!(causes, ["记-1 debit", "记-1 debit #2", "记-2 debit", "记-1 debit #3"]);
    }

    #[test]
    fn what_is_not_kept_is_counted() {
        let mut faults = Faults::default();
        for row in 0..FAULTS_PER_RULE_MAX + 5 {
            faults.push(fault(row));
        }
        assert_eq!(faults.truncated(), 5);
        let mut twice = faults.clone();
        twice.append(faults);
        assert_eq!(twice.counts()[reading::CELL_EMPTY], 2 * FAULTS_PER_RULE_MAX + 10);
        assert_eq!(twice.truncated(), FAULTS_PER_RULE_MAX + 10);
    }
}
