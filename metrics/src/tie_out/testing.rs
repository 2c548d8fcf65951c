//! Small books for the tests of each rule.

use super::{Books, RULES_OF_PRICES, TieOutPolicy, WordList};
use crate::finding::Fault;
use crate::ledger::chart::Charts;
use crate::ledger::{EntryKind, SumFact, Sums};
use crate::money::{Currency, Quantity, UnitPrice};
use crate::pricing::{AccountRoles, PricingPolicy};
use crate::register::Standard;
use crate::shipped;
use crate::source::{Confidence, Source};
use crate::usage::{SumKey, UsageSum};

/// The roles of accounts as they are shipped.
pub(crate) struct Chart {
    charts: Charts,
    pricing: PricingPolicy,
}

impl Chart {
    pub(crate) fn new() -> Self {
        Self { charts: shipped::charts(), pricing: shipped::pricing() }
    }

    pub(crate) fn roles(&self) -> AccountRoles<'_> {
        self.roles_of(Standard::Cas)
    }

    pub(crate) fn roles_of(&self, standard: Standard) -> AccountRoles<'_> {
        AccountRoles::of(&self.pricing, &self.charts, standard)
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
        owed: list(&["2202", "2241"]),
        spent: list(&["2202"]),
        free: list(&["免费", "free"]),
        yuan: list(&["元", "yuan"]),
        yuan_signs: list(&["￥"]),
    }
}

pub(crate) fn books() -> Books {
    Books {
        party: "uscc:91310000MADEM0011A".parse().unwrap(),
        movements: Vec::new(),
        elsewhere: Vec::new(),
        foreign: Vec::new(),
        foreign_elsewhere: Vec::new(),
        counterparties: Vec::new(),
        foreign_counterparties: Vec::new(),
        usage: Vec::new(),
    }
}

/// A movement from month, account, product, debit and credit in fen.
pub(crate) fn movement(
    (period, account, product, debit_minor, credit_minor): (&str, &str, &str, i64, i64),
) -> SumFact {
    SumFact {
        period: period.parse().unwrap(),
        account: account.to_owned(),
        currency: Currency::CNY,
        entry: EntryKind::Movement,
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

/// [`shown`] of what rests on prices.
pub(crate) fn of_prices(faults: &[Fault]) -> Vec<String> {
    assert!(faults.iter().all(|it| RULES_OF_PRICES.contains(&it.rule)), "{faults:?}");
    shown(faults)
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
