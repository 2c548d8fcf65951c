//! F-9: subsidies by account, use and side.

use super::*;
use crate::ledger::Sums;
use crate::money::Currency;
use crate::register::Standard;
use crate::shipped;
use crate::tie_out::CounterpartySum;
use crate::tie_out::testing::{Chart, books, movement, shown};

fn netted(books: &Books, standard: Standard) -> Vec<Fault> {
    let spent = shipped::usage().tie_out.spent.words;
    subsidies_not_netted(books, (&Chart::new().roles_of(standard), &spent))
}

/// A sum with this money on an account in a month.
fn received(
    period: &str,
    (account, funding): (&str, &str),
    (debit_minor, credit_minor): (i64, i64),
) -> CounterpartySum {
    CounterpartySum {
        period: period.parse().unwrap(),
        account: account.to_owned(),
        currency: Currency::CNY,
        counterparty: String::new(),
        funding: funding.to_owned(),
        sums: Sums { debit_minor, credit_minor },
    }
}

/// What is found of a sum with this money on an account.
fn booked(standard: Standard, on: (&str, &str), sums: (i64, i64)) -> Vec<String> {
    let counterparties = vec![received("2026-03", on, sums)];
    shown(&netted(&Books { counterparties, ..books() }, standard))
}

#[test]
fn a_subsidy_is_received_on_the_accounts_for_it() {
    let cas = |account, sums| booked(Standard::Cas, (account, "subsidy"), sums);
    let found = |account: &str| [format!("F-9 2026-03 {account} 2401, 6117 {account} -")];
    // Revenue, non-operating income, capital, a payable, a special payable, and what no chart has.
    for account in ["6001.01", "6051", "6301", "4002", "2241", "2711", "6002"] {
        assert_eq!(cas(account, (0, 1)), found(account));
        assert_eq!(cas(account, (1, 0)), [""; 0], "{account}: nothing is received");
        let own = booked(Standard::Cas, (account, "own"), (0, 1));
        assert_eq!(own, [""; 0], "{account}: money of its own");
    }
    assert_eq!(cas("6001.01", (0, 0)), [""; 0]);
    for account in ["2401", "2401.01", "6117"] {
        assert_eq!(cas(account, (0, 1)), [""; 0], "{account} is for subsidies");
    }
    let small = |account, sums| booked(Standard::Small, (account, "subsidy"), sums);
    assert_eq!(small("5301", (0, 1)), ["F-9 2026-03 5301 2401 5301 -"], "non-operating income");
    assert_eq!(small("2401", (0, 1)), [""; 0]);
}

/// Money that was a subsidy when it came in is spent by credits, too: from the bank, to suppliers and
/// staff, by depreciation, and by the transfer of costs to the profit of the year.
#[test]
fn a_subsidy_that_is_spent_is_not_received() {
    for account in ["1002", "1123", "1221", "1602", "1702", "2202", "2211", "2221", "4103", "5301"]
    {
        let found = booked(Standard::Cas, (account, "subsidy"), (0, 1));
        assert_eq!(found, [""; 0], "{account}");
    }
}

/// Under the net method (CAS 16 art. 9, recalled) a subsidy is credited to the cost that it pays for. Of
/// cost only debits count, so that nothing is reduced by it; cost that a subsidy paid is credited when it
/// is transferred to the profit of the year.
#[test]
fn a_subsidy_is_not_taken_off_the_cost_account() {
    let found = |months: &[(&str, (i64, i64))]| {
        let months = months.iter();
        let sums = months.map(|(month, sums)| received(month, ("6401.01", "subsidy"), *sums));
        let books = Books { counterparties: sums.collect(), ..books() };
        let faults = netted(&books, Standard::Cas);
        let shown = |it: &Fault| format!("{} {}", it.period.unwrap(), it.arguments[1].1);
        faults.iter().map(shown).collect::<Vec<_>>()
    };
    assert_eq!(found(&[("2026-03", (0, 100))]), ["2026-03 1.00"]);
    assert_eq!(found(&[("2026-03", (100, 100))]), [""; 0], "transferred in its month");
    assert_eq!(found(&[("2026-03", (100, 101))]), ["2026-03 0.01"]);
    let year = [("2026-12", (0, 150)), ("2026-01", (100, 0)), ("2026-02", (50, 0))];
    assert_eq!(found(&year), [""; 0], "transferred at the end of the year");
    assert_eq!(found(&[("2026-12", (100, 0)), ("2027-01", (0, 100))]), ["2027-01 1.00"]);
    assert_eq!(found(&[("2026-01", (0, 100)), ("2026-02", (100, 0))]), ["2026-01 1.00"]);
    assert_eq!(found(&[("2026-03", (-100, 0))]), [""; 0], "a negative debit does reduce it");
    let own = booked(Standard::Cas, ("6401", "own"), (0, 1));
    assert_eq!(own, [""; 0], "money of its own");
}

/// What is credited within what subsidies paid is a transfer where something is transferred: a subsidy received
/// in another month does not hide behind its own cost.
#[test]
fn a_subsidy_does_not_hide_behind_the_cost_that_it_paid() {
    let costs = [("2026-02", (100, 0)), ("2026-03", (0, 60)), ("2026-12", (0, 100))];
    let found = |transfers: &[(&str, i64, i64)], is_separate: bool| {
        let sums = costs.iter().map(|(month, sums)| received(month, ("6401.01", "subsidy"), *sums));
        let of = |(period, debit, credit): &(&str, i64, i64)| {
            movement((period, "4103", "", *debit, *credit))
        };
        let moved: Vec<_> = transfers.iter().map(of).collect();
        let (movements, elsewhere) = if is_separate { (moved, vec![]) } else { (vec![], moved) };
        let books = Books { counterparties: sums.collect(), movements, elsewhere, ..books() };
        let shown = |it: &Fault| format!("{} {}", it.period.unwrap(), it.arguments[1].1);
        netted(&books, Standard::Cas).iter().map(shown).collect::<Vec<_>>()
    };
    assert_eq!(found(&[("2026-12", 100, 0)], true), ["2026-03 0.60"], "the year is closed");
    assert_eq!(found(&[("2026-12", 0, 900)], true), ["2026-03 0.60"], "net of revenue");
    assert_eq!(found(&[("2026-12", 100, 0)], false), ["2026-03 0.60"], "on another account");
    assert_eq!(found(&[], true), ["2026-12 0.60"], "nobody knows how it is closed");
    assert_eq!(found(&[("2026-12", 100, 0), ("2026-03", 0, 0)], true), ["2026-03 0.60"]);
    // Where the month closes, too, F-20 looks at the vouchers.
    let monthly = [("2026-12", 40, 0), ("2026-03", 60, 0)];
    assert_eq!(found(&monthly, true), ["2026-12 0.60"]);
}

#[test]
fn a_subsidy_without_use_reduces_no_cost() {
    let found = |account: &str, use_: &str, (debit, credit)| {
        let mut it = movement(("2026-03", account, "", debit, credit));
        use_.clone_into(&mut it.use_);
        let books = Books { movements: vec![it], ..books() };
        shown(&netted(&books, Standard::Cas))
    };
    let unused =
        |account: &str| [format!("F-9 2026-03 {account} industry, public, shared {account} -")];
    assert_eq!(found("6117", "", (0, 1)), unused("6117"));
    assert_eq!(found("2401.01", "", (0, 1)), unused("2401.01"));
    assert_eq!(found("2401", "", (1, 1)), [""; 0], "received and passed on");
    for use_ in ["industry", "public", "shared"] {
        assert_eq!(found("6117", use_, (0, 1)), [""; 0], "{use_}");
    }
    assert_eq!(found("6001", "", (0, 1)), [""; 0], "no subsidy");
}
