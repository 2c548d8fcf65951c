//! Laws of statements: parts add up, splitting changes nothing, profit is what is transferred.

mod agreement;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::form::Origin;
use crate::ledger::chart::{Chart, Role, testing};
use crate::ledger::{EntryKind, Sums};
use crate::money::Currency;
use crate::pricing::{Entered, PricingEntry, ProfitStrategy, Validity};
use crate::register::Standard;
use crate::shipped;
use crate::source::Confidence;

fn default_source() -> Source {
    let (instrument, article) = ("default".to_owned(), String::new());
    Source { instrument, article, confidence: Confidence::Default }
}

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

/// Accounts with their roles, one of them a detail account with a role of its own.
fn chart() -> Chart {
    testing::chart(&[
        ("4103", Some(Role::ProfitOfYear)),
        ("6001", Some(Role::MainRevenue)),
        ("6117", Some(Role::OtherIncome)),
        ("6401", Some(Role::OperatingCost)),
        ("6401.07", Some(Role::Research)),
        ("6403", Some(Role::Taxes)),
        ("6601", Some(Role::Selling)),
    ])
}

/// A form with revenue, cost, research, taxes and a profit.
fn forms() -> StandardForm {
    let line = |id: &str, roles: &[Role], total: &[&str]| FormLine {
        id: id.to_owned(),
        name: Name { zh: id.to_owned(), en: id.to_owned() },
        roles: roles.to_vec(),
        total: total.iter().map(|it| (*it).to_owned()).collect(),
    };
    StandardForm {
        standard: Standard::Cas,
        source: default_source(),
        lines: vec![
            line("revenue", &[Role::MainRevenue, Role::OtherIncome], &[]),
            line("cost", &[Role::OperatingCost], &[]),
            line("labour", &[Role::Research], &[]),
            line("taxes", &[Role::Taxes], &[]),
            line("profit", &[], &["revenue", "-cost", "-labour", "-taxes"]),
        ],
        separate: SeparateRoles {
            source: default_source(),
            fee: vec![Role::MainRevenue],
            subsidy: vec![Role::OtherIncome],
            other: Vec::new(),
            cost: vec![Role::OperatingCost, Role::Research],
            expenses: vec![Role::Selling],
            taxes: vec![Role::Taxes],
        },
    }
}

fn income(facts: &LedgerFacts) -> Statement {
    income_statement(facts, Form { standard: &forms(), chart: &chart() })
}

/// A movement of a month on an account, for a use, with debit and credit.
fn fact(
    month: &str,
    (account, use_): (&str, &str),
    (debit_minor, credit_minor): (i64, i64),
) -> SumFact {
    SumFact {
        period: period(month),
        account: account.to_owned(),
        currency: Currency::CNY,
        entry: EntryKind::Movement,
        product: if account == "6001" { "P1".to_owned() } else { String::new() },
        use_: use_.to_owned(),
        cost_class: if use_ == "shared" { "K1".to_owned() } else { String::new() },
        sums: Sums { debit_minor, credit_minor },
    }
}

fn facts(month: &str, sums: Vec<SumFact>) -> LedgerFacts {
    let party = "uscc:91310000MADEM0011A".parse().unwrap();
    LedgerFacts {
        party,
        period: period(month),
        account_names: BTreeMap::new(),
        sums,
        usage: Vec::new(),
        separate_accounts: BTreeSet::new(),
        files: Vec::new(),
    }
}

fn allocation(use_: &str, ppm: i64) -> Allocation {
    Allocation {
        key: "K1".to_owned(),
        driver: "calls".to_owned(),
        use_: use_.to_owned(),
        share: Ratio::from_ppm(ppm),
        validity: Validity { from: jiff::civil::date(2026, 1, 1), to: None },
    }
}

fn unit(entries: Vec<PricingEntry>) -> Unit {
    let entered = |entry| Entered { entry, receipt: String::new(), origin: Origin::default() };
    Unit {
        party: "uscc:91310000MADEM0011A".parse().unwrap(),
        name: None,
        standard: Standard::Cas,
        separate_accounts: BTreeSet::new(),
        entries: entries.into_iter().map(entered).collect(),
    }
}

fn separate(facts: &LedgerFacts, allocations: &[Allocation]) -> Statement {
    let allocations = allocations.to_vec();
    separate_ledger(&SeparateInput {
        facts,
        form: Form { standard: &forms(), chart: &chart() },
        unit: &unit(Vec::new()),
        prices: &Prices { allocations, ..Prices::default() },
    })
}

fn columns(statement: &Statement, id: &str) -> [Option<i128>; 3] {
    [0, 1, 2].map(|column| statement.fen(id, column))
}

#[test]
fn every_section_has_its_amounts() {
    let facts = facts(
        "2026-04",
        vec![
            fact("2026-04", ("6001", "industry"), (0, 1_000)),
            fact("2026-04", ("6117", ""), (0, 100)),
            fact("2026-04", ("6401.01", "industry"), (500, 0)),
            fact("2026-04", ("6401.02", "public"), (300, 0)),
            fact("2026-04", ("6401.07", "shared"), (101, 0)),
            fact("2026-04", ("6401.10", ""), (7, 0)),
            fact("2026-04", ("6403", ""), (60, 0)),
            fact("2026-04", ("6601", "industry"), (9, 0)),
        ],
    );
    let shares = [allocation("industry", 625_000), allocation("public", 375_000)];
    let statement = separate(&facts, &shares);
    for (id, expected) in [
        ("income", 1_100),
        ("fee", 1_000),
        ("fee.P1", 1_000),
        ("subsidy", 100),
        ("operating-cost", 563),
        ("shared", 63),
        ("public-cost", 338),
        ("unattributed", 7),
        ("expenses", 9),
        ("taxes", 60),
        ("balance", 123),
        ("net-cost", 563),
    ] {
        assert_eq!(columns(&statement, id), [Some(expected), Some(expected), None], "{id}");
    }
    // Shares that are not whole attribute nothing.
    let statement = separate(&facts, &shares[..1]);
    assert_eq!(statement.fen("operating-cost", 0), Some(500));
    assert_eq!(statement.fen("unattributed", 0), Some(108));
    assert_eq!(statement.fen("balance", 0), Some(123));
}

#[test]
fn quantities_are_summed_by_product_and_unit() {
    let sum = |product: &str, unit: &str, (millionths, amount_fen): (i64, i64)| {
        let mut sum = crate::tie_out::testing::sum(product, 1_000_000, amount_fen);
        sum.key.unit = unit.to_owned();
        sum.units.millionths = millionths;
        sum
    };
    let mut facts = facts("2026-04", vec![fact("2026-04", ("6001", "industry"), (0, 1_000))]);
    facts.usage = vec![
        sum("P1", "次", (1_500_000, 150)),
        sum("P1", "条", (7_000_000, 1)),
        sum("P1", "次", (i64::MAX, i64::MAX)),
        sum("P0", "次", (0, 0)),
    ];
    let statement = separate(&facts, &[]);
    let table = statement.tables.iter().find(|it| it.id == "usage").unwrap();
    let text = |it: &Item| match it {
        Item::Label(Label::Text(text)) => text.clone(),
        Item::Figure(Some(Figure::Fen(fen))) => fen.to_string(),
        _ => panic!("{it:?}"),
    };
    let rows = table.rows.iter().map(|row| row.iter().map(text).collect::<Vec<_>>().join(" "));
    let expected = ["P0 次 0 0", "P1 条 7 1", "P1 次 9223372036856.275807 9223372036854775957"];
    assert_eq!(rows.collect::<Vec<_>>(), expected);
    facts.usage.clear();
    let silent = separate(&facts, &[]);
    assert_eq!(silent.lines, statement.lines, "the fees are those of the ledger");
    assert!(silent.tables.iter().find(|it| it.id == "usage").unwrap().rows.is_empty());
}

#[test]
fn a_column_is_known_when_no_month_of_it_is_missing() {
    let revenue = |month: &str| fact(month, ("6001", "industry"), (0, 10));
    for (months, expected) in [
        (vec!["2026-03"], [Some(10), Some(10), None]),
        (vec!["2026-01", "2026-02", "2026-03"], [Some(10), Some(30), None]),
        // The ledger began in February.
        (vec!["2026-02", "2026-03"], [Some(10), Some(20), None]),
        (vec!["2026-01", "2026-03"], [Some(10), None, None]),
        // It began the year before, so January is missing.
        (vec!["2025-12", "2026-02", "2026-03"], [Some(10), None, None]),
        (vec!["2025-03", "2026-02"], [None, None, Some(10)]),
        (vec![], [None, None, None]),
    ] {
        let facts = facts("2026-03", months.iter().map(|it| revenue(it)).collect());
        let statement = income(&facts);
        assert_eq!(columns(&statement, "revenue"), expected, "{months:?}");
        assert_eq!(columns(&statement, "profit"), expected, "{months:?}");
    }
}

#[test]
fn closing_a_month_changes_nothing_but_what_is_transferred() {
    let open = vec![
        fact("2026-01", ("6001", "industry"), (0, 1_000)),
        fact("2026-01", ("6401", "industry"), (400, 0)),
        // A red-letter entry takes back on its own side.
        fact("2026-01", ("6401", "industry"), (-50, 0)),
        fact("2026-01", ("6401.07", "industry"), (200, 0)),
    ];
    let mut closed = open.clone();
    closed.extend([
        fact("2026-01", ("6001", ""), (1_000, 0)),
        fact("2026-01", ("6401", ""), (0, 350)),
        fact("2026-01", ("6401.07", ""), (0, 200)),
        fact("2026-01", ("4103", ""), (550, 1_000)),
    ]);
    let before = income(&facts("2026-01", open));
    let after = income(&facts("2026-01", closed.clone()));
    for (id, expected) in [("revenue", 1_000), ("cost", 350), ("labour", 200), ("profit", 450)] {
        assert_eq!(before.fen(id, 0), Some(expected), "{id}");
        assert_eq!(after.fen(id, 0), Some(expected), "{id}");
    }
    assert_eq!(before.fen("transferred", 0), None);
    assert_eq!(after.fen("transferred", 0), Some(450));
    assert_eq!(after.fen("transfer_difference", 0), Some(0));
    // One fen too little was transferred.
    closed.last_mut().unwrap().sums.debit_minor += 1;
    let wrong = income(&facts("2026-01", closed));
    assert_eq!(wrong.fen("transfer_difference", 0), Some(1));
}

#[test]
fn other_currencies_and_openings_are_left_out() {
    let mut yen = fact("2026-01", ("6001", ""), (0, 5));
    yen.currency = Currency::parse("JPY").unwrap();
    let mut opening = fact("2026-01", ("6001", ""), (0, 7));
    opening.entry = EntryKind::Opening;
    let facts = facts("2026-01", vec![yen, opening, fact("2026-01", ("6001", ""), (0, 1))]);
    let statement = income(&facts);
    assert_eq!(statement.fen("revenue", 0), Some(1));
    assert!(statement.notes.contains(&"currency"));
}

/// The permitted revenue of 2026, of which so much was earned in January, and its statement.
fn permitted(actual: i64, approved_fen: Option<i64>) -> (Statement, PermittedUse) {
    let allowance = PricingEntry::Allowance {
        cycle: "2026".to_owned(),
        validity: Validity { from: jiff::civil::date(2026, 1, 1), to: None },
        profit: Some(ProfitStrategy::Fixed { amount_fen: 600 }),
        taxes_fen: Some(100),
        approved_fen,
        deducted_fen: None,
        document: String::new(),
    };
    let facts = facts(
        "2026-01",
        vec![
            fact("2026-01", ("6001", "industry"), (0, actual)),
            fact("2026-01", ("6117", "industry"), (0, 100)),
            fact("2026-01", ("6401", "industry"), (500, 0)),
            fact("2026-01", ("6401", "public"), (300, 0)),
        ],
    );
    let unit = unit(vec![allowance]);
    let prices = Prices::new(&unit, &facts, (&shipped::pricing(), &shipped::charts())).unwrap();
    let cycle = prices.cycle.as_ref().unwrap();
    let statement = permitted_revenue(&facts, cycle, (&prices.marks, &default_source()));
    (statement, prices.permitted_use().unwrap())
}

/// Amounts as in the worked examples X8, X9 and X10.
#[test]
fn permitted_revenue_follows_the_notice() {
    let share = |statement: &Statement, id: &str| statement.line(id).unwrap().figures[0];
    let ppm = |ppm| Some(Figure::Share(Ratio::from_ppm(ppm)));

    let (above, permitted_use) = permitted(1_080, Some(1_000));
    assert_eq!(above.fen("net-cost", 0), Some(400), "X10");
    assert_eq!(above.fen("computed", 0), Some(1_100), "X8: C + P + T");
    assert_eq!(above.fen("excess", 0), Some(80), "X8");
    assert_eq!(share(&above, "used"), ppm(1_080_000));
    assert_eq!(permitted_use.used(), Some(Ratio::from_ppm(1_080_000)));
    let (below, _) = permitted(900, Some(1_000));
    assert_eq!(below.fen("excess", 0), Some(0), "X9");
    for (actual, mark) in
        [(799, None), (800, ppm(800_000)), (899, ppm(800_000)), (900, ppm(900_000))]
    {
        assert_eq!(share(&permitted(actual, Some(1_000)).0, "mark"), mark, "{actual}");
    }
    // Nobody approved one, so that the computed one binds.
    assert_eq!(permitted(550, None).0.fen("permitted", 0), Some(1_100));
}

#[test]
fn trial_balances_and_registers_add_up() {
    let digits = (Currency::CNY, 2);
    let sums = |debit_minor, credit_minor| Sums { debit_minor, credit_minor };
    let roll = |account, opening, movement| {
        crate::ledger::roll_forward(account, "", digits, opening, movement).unwrap()
    };
    let (cash, revenue) =
        (roll("1002", sums(100, 0), sums(70, 20)), roll("6001", sums(0, 100), sums(0, 50)));
    let party: PartyId = "uscc:91310000MADEM0011A".parse().unwrap();
    let accounts = vec![cash.clone(), revenue];
    let trial = TrialBalance::new(party.clone(), period("2026-01"), accounts);
    assert_eq!(trial.totals[0].minor, [100, 100, 70, 70, 150, 150]);
    assert!(trial.totals[0].is_balanced());

    let line = |debit, credit| RegisterLine {
        day: 1,
        voucher: String::new(),
        summary: String::new(),
        sums: sums(debit, credit),
    };
    let lines = vec![line(70, 0), line(0, 20)];
    let register = AccountRegister { party, period: period("2026-01"), balance: cash, lines };
    let running: Vec<i128> = register.running().map(|(_, balance)| balance).collect();
    assert_eq!(running, [170, 150]);
    assert_eq!(running.last(), Some(&register.closing_minor()));
}

/// Movements of three months on a few accounts and uses.
fn movements() -> impl Strategy<Value = Vec<SumFact>> {
    let accounts = ["6001", "6117", "6401", "6401.01", "6401.07", "6403"];
    let one = (0..3usize, 0..accounts.len(), 0..4usize, -1_000i64..1_000_000).prop_map(
        move |(month, account, use_, amount)| {
            let month = ["2026-01", "2026-02", "2026-03"][month];
            let (account, use_) = (accounts[account], ["industry", "public", "shared", ""][use_]);
            let is_revenue = account == "6001" || account == "6117";
            fact(month, (account, use_), if is_revenue { (0, amount) } else { (amount, 0) })
        },
    );
    prop::collection::vec(one, 1..40)
}

fn shares() -> [Allocation; 2] {
    [allocation("industry", 333_333), allocation("public", 666_667)]
}

proptest! {
    /// A statement of a split file equals that of the whole.
    #[test]
    fn splitting_changes_nothing(sums in movements(), offset in -9i64..9) {
        let mut split = Vec::new();
        for it in &sums {
            let part = |whole: i64| whole / 3 + offset;
            let (debit, credit) = (part(it.sums.debit_minor), part(it.sums.credit_minor));
            let first = Sums { debit_minor: debit, credit_minor: credit };
            let rest = Sums {
                debit_minor: it.sums.debit_minor - debit,
                credit_minor: it.sums.credit_minor - credit,
            };
            split.push(SumFact { sums: first, ..it.clone() });
            split.push(SumFact { sums: rest, ..it.clone() });
        }
        split.reverse();
        let (whole, split) = (facts("2026-03", sums), facts("2026-03", split));
        prop_assert_eq!(separate(&whole, &shares()), separate(&split, &shares()));
        prop_assert_eq!(income(&whole), income(&split));
    }

    /// Parts add up to their totals, and nothing is lost between income and balance.
    #[test]
    fn parts_add_up(sums in movements()) {
        let facts = facts("2026-03", sums);
        let statement = separate(&facts, &shares());
        for column in 0..3 {
            let fen = |id: &str| statement.fen(id, column);
            let under = |id: &str| {
                let is_under = |line: &&Line| line.id.strip_prefix(id).is_some_and(|it| it.starts_with('.'));
                let lines = statement.lines.iter().filter(is_under);
                lines.filter_map(|line| statement.fen(&line.id, column)).sum::<i128>()
            };
            for id in ["fee", "operating-cost", "public-cost", "unattributed"] {
                prop_assert!(fen(id).is_none_or(|it| it == under(id)), "{}", id);
            }
            let income = income(&facts);
            prop_assert_eq!(fen("balance"), income.fen("profit", column));
        }
    }

    /// When every account of profit and loss is closed, the profit is what was transferred.
    #[test]
    fn the_profit_is_what_was_transferred(sums in movements()) {
        let mut closed = sums.clone();
        for it in &sums {
            let Sums { debit_minor, credit_minor } = it.sums;
            let back = Sums { debit_minor: credit_minor, credit_minor: debit_minor };
            let profit = Sums { debit_minor, credit_minor };
            closed.push(SumFact { sums: back, ..it.clone() });
            closed.push(SumFact { account: "4103".to_owned(), sums: profit, ..it.clone() });
        }
        let open = income(&facts("2026-03", sums));
        let statement = income(&facts("2026-03", closed));
        prop_assert_eq!(statement.fen("profit", 0), open.fen("profit", 0));
        prop_assert_eq!(statement.fen("transferred", 0), statement.fen("profit", 0));
        prop_assert!(statement.fen("transfer_difference", 0).is_none_or(|it| it == 0));
    }
}
