//! Small books for the tests of each rule.

use std::collections::BTreeSet;

use super::{AccountRoles, Books, Movement, TieOutPolicy, WordList};
use crate::finding::Fault;
use crate::ledger::Sums;
use crate::money::{Quantity, UnitPrice};
use crate::pricing::policy::{Role, RoleAccount, Side};
use crate::register::Standard;
use crate::source::{Confidence, Source};
use crate::usage::{SumKey, UsageSum};

/// The roles of a few accounts.
pub(crate) struct Chart {
    accounts: Vec<RoleAccount>,
    money: BTreeSet<String>,
    owed: BTreeSet<String>,
}

impl Chart {
    pub(crate) fn new() -> Self {
        let account = |(prefix, role, side): (&str, Role, Side)| RoleAccount {
            standard: Standard::Cas,
            prefix: prefix.to_owned(),
            role,
            side,
            source: source(),
        };
        let accounts = [
            ("6001", Role::Revenue, Side::Credit),
            ("6051", Role::Revenue, Side::Credit),
            ("6401", Role::Cost, Side::Debit),
            ("2401", Role::Subsidy, Side::NetCredit),
            ("6117", Role::Subsidy, Side::Credit),
        ];
        let money = ["1001", "1002"].map(str::to_owned).into();
        let owed = ["2202", "2241"].map(str::to_owned).into();
        Self { accounts: accounts.map(account).into(), money, owed }
    }

    pub(crate) fn roles(&self) -> AccountRoles<'_> {
        AccountRoles::new(&self.accounts, &self.money, &self.owed)
    }
}

pub(crate) fn source() -> Source {
    let instrument = "default".to_owned();
    Source { instrument, article: String::new(), confidence: Confidence::Default }
}

pub(crate) fn policy() -> TieOutPolicy {
    let list = |words: &[&str]| WordList {
        words: words.iter().map(|it| (*it).to_owned()).collect(),
        source: source(),
    };
    TieOutPolicy {
        money: list(&["1001", "1002"]),
        owed: list(&["2202", "2241"]),
        free: list(&["免费", "free"]),
    }
}

pub(crate) fn books() -> Books {
    Books {
        party: "uscc:91310000MADEM0011A".parse().unwrap(),
        movements: Vec::new(),
        elsewhere: Vec::new(),
        counterparties: Vec::new(),
        usage: Vec::new(),
    }
}

/// A movement from month, account, product, debit and credit in fen.
pub(crate) fn movement(
    (period, account, product, debit_minor, credit_minor): (&str, &str, &str, i64, i64),
) -> Movement {
    Movement {
        period: period.parse().unwrap(),
        account: account.to_owned(),
        product: product.to_owned(),
        use_: "industry".to_owned(),
        cost_class: String::new(),
        sums: Sums { debit_minor, credit_minor },
    }
}

/// A sum of usage of a product at a price in millionths of a yuan.
pub(crate) fn sum(product: &str, price_millionths: i64, amount_fen: i64) -> UsageSum {
    UsageSum {
        key: SumKey {
            product: product.to_owned(),
            use_: "industry".to_owned(),
            buyer: "乙".to_owned(),
            unit: "次".to_owned(),
            price: UnitPrice { millionths: price_millionths },
            vat_included: false,
        },
        first_on: jiff::civil::date(2026, 4, 1),
        last_on: jiff::civil::date(2026, 4, 30),
        units: Quantity { millionths: 1_000_000 },
        amount_fen,
        records: 1,
        first_number: "1".to_owned(),
    }
}

/// Each fault as rule, month, cause, expected, actual and difference.
pub(crate) fn shown(faults: &[Fault]) -> Vec<String> {
    let shown = |it: &Fault| {
        let period = it.period.map(|it| it.to_string()).unwrap_or_default();
        let difference = it.difference.as_deref().unwrap_or("-");
        let Fault { rule, cause, expected, actual, .. } = it;
        format!("{rule} {period} {cause} {expected} {actual} {difference}")
    };
    faults.iter().map(shown).collect()
}
