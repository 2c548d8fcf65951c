//! Small books for the tests of each rule.

use super::{AccountRoles, Books, Movement, TieOutPolicy, WordList};
use crate::finding::Fault;
use crate::ledger::Sums;
use crate::money::{Quantity, UnitPrice};
use crate::register::Standard;
use crate::source::{Confidence, Source};
use crate::usage::{SumKey, UsageSum};

pub(crate) fn policy() -> TieOutPolicy {
    let source = Source {
        instrument: "default".to_owned(),
        article: String::new(),
        confidence: Confidence::Default,
    };
    let codes = |codes: &[&str]| codes.iter().map(|it| (*it).to_owned()).collect();
    let cas = AccountRoles {
        standard: Standard::Cas,
        revenue: codes(&["6001", "6051"]),
        cost: codes(&["6401"]),
        subsidy: codes(&["2401", "6117"]),
        subsidy_income: codes(&["6117"]),
        money: codes(&["1001", "1002"]),
        source: source.clone(),
    };
    let words = ["免费".to_owned(), "free".to_owned()].into();
    TieOutPolicy { roles: vec![cas], free: WordList { words, source } }
}

pub(crate) fn books() -> Books {
    Books {
        party: "uscc:91310000MADEM0011A".parse().unwrap(),
        standard: Standard::Cas,
        movements: Vec::new(),
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
