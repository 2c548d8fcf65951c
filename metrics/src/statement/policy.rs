//! Forms of statements as policy data, per accounting standard: which roles of accounts make which
//! line.

use serde::{Deserialize, Serialize};

use super::Sign;
use crate::ledger::chart::{Chart, Role, Side};
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
    /// Lines of the income statement, in order.
    #[serde(rename = "line")]
    pub lines: Vec<FormLine>,
    /// Roles of accounts by what they mean in the separate ledger.
    pub separate: SeparateRoles,
}

/// The forms of an accounting standard with its chart of accounts.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    /// The forms.
    pub standard: &'a StandardForm,
    /// Which accounts have which role.
    pub chart: &'a Chart,
}

impl Form<'_> {
    /// The codes of the accounts that have one of these roles.
    pub(super) fn codes(&self, roles: &[Role]) -> Vec<String> {
        self.chart.codes(roles).map(str::to_owned).collect()
    }
}

/// A line of the income statement: of accounts, or a total of lines before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormLine {
    /// Its id.
    pub id: String,
    /// Its name, with the number or 加、减 of the form.
    pub name: Name,
    /// Roles of its accounts, all of which grow on one side. A total has none.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Ids of lines before it, those to be taken off with `-`.
    #[serde(default)]
    pub total: Vec<String>,
}

impl FormLine {
    /// The side on which its accounts grow; a total has none.
    #[must_use]
    pub fn side(&self) -> Option<Side> {
        self.roles.first().map(|it| it.side())
    }

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

/// Roles of accounts by what they mean in the separate ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeparateRoles {
    /// Where the assignment comes from.
    pub source: Source,
    /// 公共数据运营服务费.
    pub fee: Vec<Role>,
    /// 政府补助, as recognised.
    pub subsidy: Vec<Role>,
    /// Other income.
    pub other: Vec<Role>,
    /// Operating cost, as the permitted revenue counts it.
    pub cost: Vec<Role>,
    /// Expenses that the permitted revenue does not count.
    pub expenses: Vec<Role>,
    /// 税金.
    pub taxes: Vec<Role>,
}

impl SeparateRoles {
    /// Each list with its name and the side on which its accounts grow.
    #[must_use]
    pub fn lists(&self) -> [(&'static str, Side, &[Role]); 6] {
        [
            ("fee", Side::Credit, &self.fee),
            ("subsidy", Side::Credit, &self.subsidy),
            ("other", Side::Credit, &self.other),
            ("cost", Side::Debit, &self.cost),
            ("expenses", Side::Debit, &self.expenses),
            ("taxes", Side::Debit, &self.taxes),
        ]
    }
}
