//! Statements as values: lines with their formula and amounts, beside tables; no layout, no words.
//!
//! Amounts are fen of CNY (会计法 art. 12). What nobody knows is `None` and never 0. A total is made from
//! the lines that its formula names, so that it adds up by construction.

mod allocation;
mod columns;
mod income;
mod permitted;
mod policy;
mod prices;
mod register;
mod separate;
#[cfg(test)]
mod tests;
mod trial_balance;

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::SumFact;
use crate::ledger::month::MonthFile;
use crate::party::PartyId;
use crate::period::Period;
use crate::ratio::Ratio;
use crate::source::{Name, Source};
use crate::usage::UsageSum;

pub use allocation::{Allocation, allocate};
pub use income::income_statement;
pub use permitted::{PermittedUse, permitted_revenue};
pub use policy::{Form, FormLine, SeparateRoles, StandardForm, StatementPolicy};
pub use prices::{Prices, Unit};
pub use register::{AccountRegister, RegisterLine};
pub use separate::{Product, SeparateInput, Shared, separate_ledger};
pub use trial_balance::{TrialBalance, TrialTotal};

/// Ids of the columns of a monthly statement: 本期金额, 本年累计, 上年同期.
pub const MONTHLY: [&str; 3] = ["month", "year_to_date", "last_year"];

/// What monthly statements are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerFacts {
    /// Whose.
    pub party: PartyId,
    /// The month of the statement.
    pub period: Period,
    /// Names of accounts by code.
    pub account_names: BTreeMap<String, String>,
    /// The sums, up to the month.
    pub sums: Vec<SumFact>,
    /// Sums of usage of the month.
    pub usage: Vec<UsageSum>,
    /// Codes of the accounts that the register lists as 专账.
    pub separate_accounts: BTreeSet<String>,
    /// The files of the month; none where not all of them said what they say of it.
    pub files: Vec<MonthFile>,
}

/// One value of a line or table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Fen.
    Fen(i128),
    /// A ratio.
    Share(Ratio),
}

impl Figure {
    /// The amount, fen, if it is one.
    #[must_use]
    pub const fn fen(self) -> Option<i128> {
        match self {
            Self::Fen(fen) => Some(fen),
            Self::Share(_) => None,
        }
    }
}

/// What a line or cell is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// The word `statement-<this>`.
    Word(&'static str),
    /// A name of the policy pack.
    Name(Name),
    /// As submitted.
    Text(String),
}

/// Whether a part is added or taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Added.
    Plus,
    /// Taken off.
    Minus,
}

/// How the amounts of a line come about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// From other lines, by their ids.
    Sum(Vec<(Sign, String)>),
    /// From accounts whose codes begin so: those of the chart, or one as submitted.
    Accounts(Vec<String>),
    /// It was stated, or computed elsewhere.
    Stated,
}

/// A line of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its id within the statement.
    pub id: String,
    /// What it is called.
    pub label: Label,
    /// How deep it stands under a section.
    pub depth: u8,
    /// How its amounts come about.
    pub formula: Formula,
    /// One value for each column; `None` where nothing is known.
    pub figures: Vec<Option<Figure>>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A word or text.
    Label(Label),
    /// A value; `None` where nothing is known.
    Figure(Option<Figure>),
}

/// A table under the lines, such as the distribution of revenue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The word `statement-table-<this>` is its title.
    pub id: &'static str,
    /// The words `statement-column-<this>` are its heads.
    pub columns: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<Item>>,
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The word `statement-<this>` is its title.
    pub id: &'static str,
    /// Whose.
    pub party: PartyId,
    /// Of what: a month or a cycle.
    pub period: String,
    /// The words `statement-column-<this>` are the heads of the figures.
    pub columns: Vec<&'static str>,
    /// The lines.
    pub lines: Vec<Line>,
    /// The tables under them.
    pub tables: Vec<Table>,
    /// Where the form comes from.
    pub source: Source,
    /// The words `statement-note-<this>` that have to be read with it.
    pub notes: Vec<&'static str>,
}

impl Statement {
    /// The line with this id.
    #[must_use]
    pub fn line(&self, id: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// The amount of a line in a column, fen; `None` where nothing is known.
    #[must_use]
    pub fn fen(&self, id: &str, column: usize) -> Option<i128> {
        self.line(id)?.figures.get(column).copied().flatten()?.fen()
    }

    /// Adds a line.
    fn push(&mut self, depth: u8, (id, label): (&str, Label), (formula, fen): (Formula, Fen)) {
        let figures = fen.into_iter().map(|it| it.map(Figure::Fen)).collect();
        self.lines.push(Line { id: id.to_owned(), label, depth, formula, figures });
    }

    /// Adds a line that is the sum of other lines, known where `zero` and all of them are. Sections
    /// stand above their parts, so `at` says where it goes.
    fn total(
        &mut self,
        (at, depth): (usize, u8),
        (id, label): (&str, Label),
        (parts, zero): (Vec<(Sign, String)>, &[Option<i128>]),
    ) {
        let fen = |(column, zero): (usize, &Option<i128>)| {
            parts.iter().try_fold((*zero)?, |sum, (sign, part)| {
                let fen = self.fen(part, column)?;
                Some(match sign {
                    Sign::Plus => sum + fen,
                    Sign::Minus => sum - fen,
                })
            })
        };
        let figures = zero.iter().enumerate().map(|it| fen(it).map(Figure::Fen)).collect();
        let (id, formula) = (id.to_owned(), Formula::Sum(parts));
        self.lines.insert(at, Line { id, label, depth, formula, figures });
    }
}

/// Amounts in the columns of a statement, fen.
type Fen = Vec<Option<i128>>;
