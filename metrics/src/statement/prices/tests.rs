//! Prices of a statement: the ceiling in force, and what a payee is given.

use jiff::civil::date;

use super::*;
use crate::form::Origin;
use crate::money::Quantity;
use crate::pricing::Validity;

const DAY: Date = date(2026, 6, 30);

/// A tier of calls of product P1 from a quantity on, in force from the first of a month.
fn tariff(month: i8, from: &str, price: &str) -> Tariff {
    Tariff {
        product: "P1".to_owned(),
        unit: "call".to_owned(),
        validity: Validity { from: date(2026, month, 1), to: None },
        tier_from: Quantity::parse(from).unwrap(),
        price: UnitPrice::parse(price).unwrap(),
        vat_included: false,
        trial: false,
    }
}

fn entered(tariff: Tariff) -> Entered {
    let entry = PricingEntry::Ceiling {
        tariff,
        planned_units: None,
        document: String::new(),
        reported_on: None,
        data_reported_on: None,
    };
    Entered { entry, receipt: String::new(), origin: Origin::default() }
}

#[test]
fn the_limit_shown_is_the_one_in_force() {
    let entries = [
        entered(tariff(1, "0", "9.00")),
        entered(tariff(5, "0", "5.00")),
        entered(tariff(5, "100", "4.00")),
        entered(tariff(7, "0", "1.00")),
    ];
    let ceilings = ceilings(&entries);
    for (from, unit, expected) in [
        ("0", "call", Some("5.00")),
        ("99", "call", Some("5.00")),
        ("100", "call", Some("4.00")),
        ("0", "hour", None),
    ] {
        let of = Tariff { unit: unit.to_owned(), ..tariff(1, from, "3.00") };
        let expected = expected.map(|it| UnitPrice::parse(it).unwrap());
        assert_eq!(ceiling(&ceilings, &of, DAY), expected, "{from} {unit}");
    }
}

#[test]
fn a_payee_is_given_what_is_stated_else_its_part() {
    let share = |amount_fen| Share {
        scheme: "S1".to_owned(),
        payee: None,
        payee_kind: None,
        share: Ratio::from_ppm(333_333),
        amount_fen,
        form: ShareForm::Cash,
        account_kind: None,
        account_no: String::new(),
        finance_rule: String::new(),
        document: String::new(),
        validity: Validity { from: DAY, to: None },
    };
    let scheme = |base_fen| Distribution {
        scheme: "S1".to_owned(),
        validity: Validity { from: DAY, to: None },
        revenue_fen: 0,
        taxes_fen: 0,
        net_cost_fen: 0,
        carried_fen: 0,
        base_fen,
        available_fen: base_fen,
        taken_fen: 0,
        cash_fen: 0,
        in_kind_fen: 0,
        shares: Vec::new(),
    };
    for (stated, base, expected) in [
        (Some(7), Some(1_000), Some(7)),
        (None, Some(1_000), Some(333)),
        (None, Some(-1_000), Some(0)),
        (None, None, None),
    ] {
        let given: Vec<Distribution> = base.map(scheme).into_iter().collect();
        assert_eq!(amount_fen(&share(stated), &given), expected);
    }
}
