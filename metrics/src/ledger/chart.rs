//! Charts of accounts 会计科目表: the accounts of an accounting standard, with what they are and where
//! statements show them. Standards let an enterprise add accounts and choose numbers of its own, so
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
    /// Which line of the income statement (会企02表) it belongs to, if any.
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

/// The lines of the income statement (会企02表, 财会〔2019〕6号) that accounts add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 营业收入.
    Revenue,
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
}

impl Chart {
    /// The account of the chart that a code is or lies below; of several, the one closest to it.
    #[must_use]
    pub fn account(&self, code: &str) -> Option<&Account> {
        let above = self.accounts.iter().filter(|it| is_below(code, &it.code));
        above.max_by_key(|it| it.code.len())
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
}
