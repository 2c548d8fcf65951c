//! Forms of statements as policy data, per accounting standard: which accounts make which line.

use serde::{Deserialize, Serialize};

use super::Sign;
use crate::register::Standard;
use crate::source::{Name, Source};

/// The forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementPolicy {
    /// One for each accounting standard.
    #[serde(rename = "standard")]
    pub standards: Vec<StandardForm>,
}

/// The forms of an accounting standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandardForm {
    /// Which.
    pub standard: Standard,
    /// Where its income statement comes from.
    pub source: Source,
    /// Beginnings of the codes of 本年利润, to which a month is closed.
    pub profit: Vec<String>,
    /// Lines of the income statement, in order.
    #[serde(rename = "line")]
    pub lines: Vec<FormLine>,
    /// Accounts of the separate ledger by what they mean.
    pub separate: SeparateRoles,
}

/// A line of the income statement: of accounts, or a total of lines before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormLine {
    /// Its id.
    pub id: String,
    /// Its name, with the number or 加、减 of the form.
    pub name: Name,
    /// The side on which its accounts grow; a total has none.
    pub side: Option<Side>,
    /// Beginnings of the codes of its accounts. The longest beginning wins.
    #[serde(default)]
    pub accounts: Vec<String>,
    /// Ids of lines before it, those to be taken off with `-`.
    #[serde(default)]
    pub total: Vec<String>,
    /// Where it comes from, if not from where the form does.
    pub source: Option<Source>,
}

impl FormLine {
    /// The parts of a total.
    #[must_use]
    pub fn parts(&self) -> Vec<(Sign, String)> {
        let part = |text: &String| match text.strip_prefix('-') {
            Some(id) => (Sign::Minus, id.to_owned()),
            None => (Sign::Plus, text.clone()),
        };
        self.total.iter().map(part).collect()
    }
}

/// The side on which an account grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Cost and expense.
    Debit,
    /// Revenue.
    Credit,
}

/// Beginnings of account codes by what they mean in the separate ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeparateRoles {
    /// Where the assignment comes from.
    pub source: Source,
    /// 公共数据运营服务费.
    pub fee: Vec<String>,
    /// 政府补助, as recognised.
    pub subsidy: Vec<String>,
    /// Other income.
    pub other: Vec<String>,
    /// Operating cost.
    pub cost: Vec<String>,
    /// 税金.
    pub taxes: Vec<String>,
}
