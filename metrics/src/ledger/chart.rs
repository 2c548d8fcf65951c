//! Charts of accounts 会计科目表: the accounts of an accounting standard, with what they are and what they
//! are for. Prices, tie-outs and statements name roles; the chart alone says which accounts have
//! them. Standards let an enterprise add accounts and choose numbers of its own, so
//! that an account that is not on the chart is worth a look, not an error (F-19).

use serde::{Deserialize, Serialize};

use crate::register::{Standard, is_below};
use crate::source::{Name, Source};

/// The chart of each accounting standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charts {
    /// 企业会计准则.
    pub cas: Chart,
    /// 小企业会计准则.
    pub small: Chart,
}

impl Charts {
    /// The chart of a standard.
    #[must_use]
    pub const fn of(&self, standard: Standard) -> &Chart {
        match standard {
            Standard::Cas => &self.cas,
            Standard::Small => &self.small,
        }
    }
}

/// A chart of accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    /// The accounting standard.
    pub standard: Name,
    /// Where the accounts come from.
    pub source: Source,
    /// The accounts.
    #[serde(rename = "account")]
    pub accounts: Vec<Account>,
}

/// An account of a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Name,
    /// What it is.
    pub kind: AccountKind,
    /// The side on which it grows.
    pub side: Side,
    /// What it is for, if anything asks: [`Chart::role`] is what its detail accounts have, too.
    pub role: Option<Role>,
    /// Where it comes from, if not from where the chart does.
    pub source: Option<Source>,
}

/// What an account is: the first digit of its code in 企业会计准则.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// 资产.
    Asset,
    /// 负债.
    Liability,
    /// 共同.
    Common,
    /// 所有者权益.
    Equity,
    /// 成本.
    Cost,
    /// 损益.
    ProfitAndLoss,
}

/// A side of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// 借.
    Debit,
    /// 贷.
    Credit,
}

/// What accounts are for: the lines of the income statement (会企02表, 财会〔2019〕6号) that they add up
/// to, and four roles outside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 主营业务收入, a part of 营业收入.
    MainRevenue,
    /// 其他业务收入, the other part.
    OtherRevenue,
    /// 营业成本.
    OperatingCost,
    /// 税金及附加.
    Taxes,
    /// 销售费用.
    Selling,
    /// 管理费用.
    Administrative,
    /// 研发费用.
    Research,
    /// 财务费用.
    Financial,
    /// 其他收益.
    OtherIncome,
    /// 投资收益.
    InvestmentIncome,
    /// 公允价值变动收益.
    FairValue,
    /// 信用减值损失.
    CreditImpairment,
    /// 资产减值损失.
    AssetImpairment,
    /// 资产处置收益.
    AssetDisposal,
    /// 营业外收入.
    NonOperatingIncome,
    /// 营业外支出.
    NonOperatingExpense,
    /// 所得税费用.
    IncomeTax,
    /// 本年利润, to which a month is closed.
    ProfitOfYear,
    /// 递延收益, on which subsidies stand until they are income.
    DeferredIncome,
    /// 货币资金: cash and bank.
    Money,
    /// 无形资产、存货, under which data resources stand (CN-DRA).
    DataResource,
}

impl Role {
    /// The word of the policy pack.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MainRevenue => "main_revenue",
            Self::OtherRevenue => "other_revenue",
            Self::OperatingCost => "operating_cost",
            Self::Taxes => "taxes",
            Self::Selling => "selling",
            Self::Administrative => "administrative",
            Self::Research => "research",
            Self::Financial => "financial",
            Self::OtherIncome => "other_income",
            Self::InvestmentIncome => "investment_income",
            Self::FairValue => "fair_value",
            Self::CreditImpairment => "credit_impairment",
            Self::AssetImpairment => "asset_impairment",
            Self::AssetDisposal => "asset_disposal",
            Self::NonOperatingIncome => "non_operating_income",
            Self::NonOperatingExpense => "non_operating_expense",
            Self::IncomeTax => "income_tax",
            Self::ProfitOfYear => "profit_of_year",
            Self::DeferredIncome => "deferred_income",
            Self::Money => "money",
            Self::DataResource => "data_resource",
        }
    }

    /// The side on which accounts of the role grow.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::MainRevenue
            | Self::OtherRevenue
            | Self::OtherIncome
            | Self::InvestmentIncome
            | Self::FairValue
            | Self::AssetDisposal
            | Self::NonOperatingIncome
            | Self::ProfitOfYear
            | Self::DeferredIncome => Side::Credit,
            Self::OperatingCost
            | Self::Taxes
            | Self::Selling
            | Self::Administrative
            | Self::Research
            | Self::Financial
            | Self::CreditImpairment
            | Self::AssetImpairment
            | Self::NonOperatingExpense
            | Self::IncomeTax
            | Self::Money
            | Self::DataResource => Side::Debit,
        }
    }
}

impl Chart {
    /// The account of the chart that a code is or lies below; of several, the one closest to it.
    #[must_use]
    pub fn account(&self, code: &str) -> Option<&Account> {
        let above = self.accounts.iter().filter(|it| is_below(code, &it.code));
        above.max_by_key(|it| it.code.len())
    }

    /// The account of the chart whose code a code begins with; of several, the longest. Here `6001-01` is
    /// of 6001, although F-19 finds fault with its code: what is booked on it must not be missing from sums.
    #[must_use]
    pub fn summed(&self, code: &str) -> Option<&Account> {
        let above = self.accounts.iter().filter(|it| code.starts_with(&it.code));
        above.max_by_key(|it| it.code.len())
    }

    /// What an account is for, as sums have it: see [`Chart::summed`].
    #[must_use]
    pub fn role(&self, code: &str) -> Option<Role> {
        self.summed(code)?.role
    }

    /// The codes of the accounts that have one of these roles, in the order of the chart.
    pub fn codes(&self, roles: &[Role]) -> impl Iterator<Item = &str> {
        let own = self.accounts.iter().filter(|it| it.role.is_some_and(|it| roles.contains(&it)));
        own.map(|it| it.code.as_str())
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use crate::source::Confidence;

    /// A chart of accounts with their roles.
    pub(crate) fn chart(accounts: &[(&str, Option<Role>)]) -> Chart {
        let name = |text: &str| Name { zh: text.to_owned(), en: text.to_owned() };
        let account = |&(code, role): &(&str, Option<Role>)| Account {
            code: code.to_owned(),
            name: name(code),
            kind: AccountKind::ProfitAndLoss,
            side: role.map_or(Side::Debit, Role::side),
            role,
            source: None,
        };
        let (instrument, article) = ("default".to_owned(), String::new());
        Chart {
            standard: name("准则"),
            source: Source { instrument, article, confidence: Confidence::Default },
            accounts: accounts.iter().map(account).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_goes_on_with_a_point_or_a_digit() {
        let check = |account, expected| assert_eq!(is_below(account, "6001"), expected);
        for below in ["6001", "6001.01", "600101", "6001.主营"] {
            check(below, true);
        }
        for other in ["600", "6001X", "6001-01", "16001", "", "６００１"] {
            check(other, false);
        }
    }

    #[test]
    fn a_role_is_that_of_the_closest_account_that_the_code_begins_with() {
        let chart = testing::chart(&[
            ("6401", Some(Role::OperatingCost)),
            ("6401.07", Some(Role::Research)),
            ("6401.08", None),
        ]);
        for (code, expected) in [
            ("6401", Some(Role::OperatingCost)),
            ("640101", Some(Role::OperatingCost)),
            ("6401-01", Some(Role::OperatingCost)),
            ("6401.07.1", Some(Role::Research)),
            ("6401.08", None),
            ("640", None),
            ("", None),
        ] {
            assert_eq!(chart.role(code), expected, "{code}");
        }
        let codes: Vec<&str> = chart.codes(&[Role::Research, Role::OperatingCost]).collect();
        assert_eq!(codes, ["6401", "6401.07"]);
    }
}
