//! The finances of the made-up operator: two months with a missing one between, and a statement.

use std::collections::{BTreeMap, BTreeSet};

use config::policy::Policy;
use metrics::ledger::{EntryKind, SumFact, Sums};

use metrics::money::Currency;
use metrics::ratio::Ratio;
use metrics::register::Standard;
use metrics::statement::{
    LedgerFacts, PermittedUse, Prices, SeparateInput, Shared, Statement, Unit, separate_ledger,
};

use super::{World, party};
use crate::query::{FinanceMonth, Finances};

/// Three months, the middle one missing, at 93 % of what is permitted.
pub(super) fn finances(world: &World) -> Finances {
    let month = |period: &str, figures: Option<[i128; 3]>| FinanceMonth {
        period: period.parse().unwrap(),
        is_handed_in: figures.is_some(),
        is_closed: period == "2026-04",
        income_fen: figures.map(|it| it[0]),
        cost_fen: figures.map(|it| it[1]),
        balance_fen: figures.map(|it| it[2]),
    };
    Finances {
        months: vec![
            month("2026-06", Some([120_000_000, 81_920_050, 38_079_950])),
            month("2026-05", None),
            month("2026-04", Some([60_000_000, 80_000_000, -20_000_000])),
        ],
        permitted: Some(PermittedUse {
            cycle: world.text.clone(),
            allowed_fen: Some(1_000_000_000),
            actual_fen: 931_234_567,
            marks: [800_000, 900_000, 1_000_000].map(Ratio::from_ppm).into(),
        }),
    }
}

/// Revenue of a product, cost for both uses, and taxes in a month of which the year is not known.
pub(super) fn statement(world: &World) -> Statement {
    let fact = |account: &str, use_: &str, (debit_minor, credit_minor): (i64, i64)| SumFact {
        period: "2026-06".parse().unwrap(),
        account: account.to_owned(),
        currency: Currency::CNY,
        entry: EntryKind::Movement,
        product: world.text.clone(),
        use_: use_.to_owned(),
        cost_class: String::new(),
        sums: Sums { debit_minor, credit_minor },
    };
    let mut april = fact("6001.01", "industry", (0, 60_000_000));
    april.period = "2026-04".parse().unwrap();
    let facts = LedgerFacts {
        party: party(),
        period: "2026-06".parse().unwrap(),
        account_names: BTreeMap::from([("6401.02".to_owned(), world.text.clone())]),
        sums: vec![
            april,
            fact("6001.01", "industry", (0, 120_000_000)),
            fact("6401.02", "industry", (80_000_050, 0)),
            fact("6401.03", "public", (1_200_000, 0)),
            fact("6403", "", (720_000, 0)),
        ],
        usage: Vec::new(),
        separate_accounts: BTreeSet::new(),
        files: Vec::new(),
    };
    let policy = Policy::builtin();
    separate_ledger(&SeparateInput {
        facts: &facts,
        form: policy.statement_form(Standard::Cas).unwrap(),
        unit: &Unit {
            party: party(),
            name: None,
            standard: Standard::Cas,
            separate_accounts: BTreeSet::new(),
            entries: Vec::new(),
        },
        prices: &Prices {
            shares: vec![Shared {
                payee: world.text.clone(),
                kind: "enterprise",
                form: "cash",
                share: Ratio::from_ppm(300_000),
                amount_fen: None,
                document: String::new(),
            }],
            ..Prices::default()
        },
    })
}
