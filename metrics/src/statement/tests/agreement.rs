//! The permitted revenue and the statement of the separate ledger, made of the same facts with the policy
//! pack as shipped: where they show the same they agree, and where they do not they are known to.

use super::*;
use crate::pricing::PermittedRevenue;

/// What is said of January by both.
struct Said {
    cycle: PermittedRevenue,
    statement: Statement,
}

impl Said {
    fn fen(&self, id: &str) -> i128 {
        self.statement.fen(id, 0).unwrap()
    }
}

fn said(sums: Vec<SumFact>) -> Said {
    let validity = Validity { from: jiff::civil::date(2026, 1, 1), to: None };
    let share = |use_: &str, ppm| PricingEntry::Allocation {
        key: "K1".to_owned(),
        driver: "calls".to_owned(),
        driver_quantity: None,
        use_: use_.to_owned(),
        product: String::new(),
        share: Ratio::from_ppm(ppm),
        validity,
        document: String::new(),
    };
    let allowance = PricingEntry::Allowance {
        cycle: "2026".to_owned(),
        validity,
        profit: None,
        taxes_fen: None,
        approved_fen: None,
        deducted_fen: None,
        document: String::new(),
    };
    let unit = unit(vec![allowance, share("industry", 333_333), share("public", 666_667)]);
    let facts = facts("2026-01", sums);
    let (charts, statements) = (shipped::charts(), shipped::statements());
    let standard = statements.standards.iter().find(|it| it.standard == Standard::Cas).unwrap();
    let prices = Prices::new(&unit, &facts, (&shipped::pricing(), &charts)).unwrap();
    let input = SeparateInput {
        facts: &facts,
        form: Form { standard, chart: charts.of(Standard::Cas) },
        unit: &unit,
        prices: &prices,
    };
    Said { statement: separate_ledger(&input), cycle: prices.cycle.clone().unwrap() }
}

/// The month is closed: what an account moved stands on its other side too, and on 4103.
fn close(sums: &mut Vec<SumFact>) {
    let mut closing = Vec::new();
    for it in sums.iter() {
        let Sums { debit_minor, credit_minor } = it.sums;
        let back = Sums { debit_minor: credit_minor, credit_minor: debit_minor };
        closing.push(SumFact { sums: back, ..it.clone() });
        closing.push(SumFact { account: "4103".to_owned(), ..it.clone() });
    }
    sums.append(&mut closing);
}

/// Revenue and operating cost, each on its own side, corrections red.
fn booked() -> impl Strategy<Value = Vec<SumFact>> {
    let accounts = ["6001.01", "6051", "6401", "6401.07", "6402"];
    let one = (0..accounts.len(), 0..4usize, -1_000i64..1_000_000).prop_map(
        move |(account, use_, amount)| {
            let (account, use_) = (accounts[account], ["industry", "public", "shared", ""][use_]);
            let sums = if account < "6100" { (0, amount) } else { (amount, 0) };
            fact("2026-01", (account, use_), sums)
        },
    );
    prop::collection::vec(one, 1..40)
}

proptest! {
    /// Revenue is the fees with other business, and cost is the operating cost, whether the month was
    /// closed or not.
    #[test]
    fn both_show_the_same_revenue_and_cost(mut sums in booked(), is_closed: bool) {
        if is_closed {
            close(&mut sums);
        }
        let said = said(sums);
        prop_assert_eq!(i128::from(said.cycle.actual_fen), said.fen("fee") + said.fen("other"));
        prop_assert_eq!(i128::from(said.cycle.cost_fen), said.fen("operating-cost"));
        prop_assert_eq!(i128::from(said.cycle.net_cost_fen), said.fen("net-cost"));
        prop_assert_eq!(i128::from(said.cycle.booked.cost.public_fen), said.fen("public-cost"));
        let shared = said.cycle.booked.cost.shared_industry_fen;
        prop_assert_eq!(i128::from(shared), said.fen("shared"));
    }
}

#[test]
fn what_they_count_differently_is_known() {
    let fact = |account, sums| fact("2026-01", (account, "industry"), sums);
    let said = |sums: &[SumFact]| said(sums.to_vec());
    // What is given back on the other side, not red, while the month is open.
    let returned = said(&[fact("6001", (30, 100))]);
    assert_eq!((returned.cycle.actual_fen, returned.fen("fee")), (100, 70));
    // Expenses are no operating cost of either.
    let expense = said(&[fact("6401", (50, 0)), fact("6602", (7, 0))]);
    assert_eq!((expense.cycle.cost_fen, expense.fen("operating-cost")), (50, 50));
    assert_eq!(expense.fen("expenses"), 7);
    // A subsidy counts for the permitted revenue when it is received, in the income of the statement when
    // it is recognised; the net cost of both is the same.
    let received = said(&[fact("6401", (50, 0)), fact("2401", (10, 30)), fact("6117", (0, 10))]);
    assert_eq!((received.cycle.subsidy_fen, received.fen("subsidy")), (30, 10));
    assert_eq!((received.cycle.net_cost_fen, received.fen("net-cost")), (20, 20));
}
