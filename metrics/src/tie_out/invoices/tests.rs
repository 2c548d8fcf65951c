//! F-6-invoice: rows that pass, fail and sit on the boundary, and what must not matter.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::super::testing::{Chart, shown};
use super::*;

/// What a row says: side, month, product, account (`""` of usage), fen credited, voucher or record.
type Row = (&'static str, &'static str, &'static str, i64, &'static str);

fn ledger(row: Row) -> Invoiced {
    let (month, product, account, credit_minor, voucher) = row;
    let side = InvoiceSide::Ledger {
        account: account.to_owned(),
        currency: Currency::CNY,
        sums: Sums { debit_minor: 0, credit_minor },
        voucher: voucher.to_owned(),
    };
    Invoiced { period: month.parse().unwrap(), product: product.to_owned(), side }
}

fn usage(month: &str, product: &str, amount_fen: i64, record: &str) -> Invoiced {
    let side = InvoiceSide::Usage { amount_fen, record: record.to_owned() };
    Invoiced { period: month.parse().unwrap(), product: product.to_owned(), side }
}

/// A line of 6001 about P-1.
fn booked(month: &'static str, fen: i64) -> Invoiced {
    ledger((month, "P-1", "6001", fen, "记-1"))
}

/// A record about P-1.
fn served(month: &str, fen: i64) -> Invoiced {
    usage(month, "P-1", fen, "U-1")
}

fn months(first: &str, last: &str) -> BTreeSet<Period> {
    Span::new(first.parse().unwrap(), last.parse().unwrap()).unwrap().periods().collect()
}

/// Months handed in and named, of one side.
type Kept = (BTreeSet<Period>, BTreeSet<Period>);

fn whole(first: &str, last: &str) -> Kept {
    (months(first, last), months(first, last))
}

/// What is found of invoice 1, where accounts are as shipped and all are of the separate ledger.
fn found_in(ledger: Kept, usage: Kept, said: &[Invoiced]) -> Vec<Fault> {
    found_with((None, "6001"), (ledger, usage, None), said)
}

/// The same, where months up to one were due.
fn found_due(due: &str, (ledger, usage): (Kept, Kept), said: &[Invoiced]) -> Vec<Fault> {
    found_with((None, "6001"), (ledger, usage, Some(due)), said)
}

/// The same, where some accounts are of the separate ledger, and lines of one name invoices.
fn found_with(
    (separate, account): (Option<&BTreeSet<String>>, &str),
    ((ledgers, named), (usages, used), due): (Kept, Kept, Option<&str>),
    said: &[Invoiced],
) -> Vec<Fault> {
    static CHART: LazyLock<Chart> = LazyLock::new(Chart::new);
    let (party, roles) = ("name:甲".parse().unwrap(), CHART.roles());
    let books = InvoiceBooks { party: &party, roles: &roles, separate };
    let ledger = named.into_iter().map(|it| (it, account.to_owned())).collect();
    let named = InvoicedMonths { ledger, usage: used };
    let due = due.map(|it| it.parse().unwrap());
    let months = HandedMonths { ledgers: &ledgers, usages: &usages, due };
    InvoiceJudge::of(books, months, &named).judge("1", said)
}

/// The same, where January to June are whole on both sides.
#[track_caller]
fn check(said: &[Invoiced], expected: &[&str]) {
    let found = found_in(whole("2026-01", "2026-06"), whole("2026-01", "2026-06"), said);
    assert_eq!(shown(&found), expected);
}

#[test]
fn an_invoice_comes_to_the_same_on_both_sides_to_the_fen() {
    check(&[booked("2026-04", 100), served("2026-04", 100)], &[]);
    let one_more = "F-6-invoice 2026-04 1 P-1 1.00 1.01 -0.01";
    check(&[booked("2026-04", 101), served("2026-04", 100)], &[one_more]);
    let one_less = "F-6-invoice 2026-04 1 P-1 1.00 0.99 0.01";
    check(&[booked("2026-04", 99), served("2026-04", 100)], &[one_less]);
    check(&[booked("2026-04", 100), served("2026-04", 60), served("2026-04", 40)], &[]);
}

#[test]
fn red_letters_take_back_and_no_other_account_counts() {
    check(&[booked("2026-04", 130), booked("2026-04", -30), served("2026-04", 100)], &[]);
    // Receivables and output tax name the invoice, too.
    let tax = ledger(("2026-04", "P-1", "2221", 6, "记-1"));
    let owed = ledger(("2026-04", "P-1", "1122", -106, "记-1"));
    check(&[booked("2026-04", 100), tax.clone(), owed, served("2026-04", 100)], &[]);
    let alone = "F-6-invoice-alone 2026-04 1 P-1 1.00 0.00 1.00";
    check(&[tax, served("2026-04", 100)], &[alone]);
}

/// What a side comes to.
fn fen(side: &mut InvoiceSide) -> &mut i64 {
    match side {
        InvoiceSide::Ledger { sums, .. } => &mut sums.credit_minor,
        InvoiceSide::Usage { amount_fen, .. } => amount_fen,
    }
}

/// Closing to profit is a debit of the account, which F-6 does not count.
#[test]
fn closing_to_profit_takes_nothing_back() {
    let mut closing = booked("2026-04", 0);
    if let InvoiceSide::Ledger { sums, .. } = &mut closing.side {
        sums.debit_minor = 100;
    }
    check(&[booked("2026-04", 100), closing, served("2026-04", 100)], &[]);
}

#[test]
fn products_of_an_invoice_are_compared_one_by_one() {
    let said = [
        ledger(("2026-04", "P-1", "6001", 60, "记-1")),
        ledger(("2026-04", "", "6001", 40, "记-1")),
        usage("2026-04", "P-1", 50, "1"),
        usage("2026-04", "P-2", 50, "2"),
    ];
    let off = [
        "F-6-invoice 2026-04 1  0.00 0.40 -0.40",
        "F-6-invoice 2026-04 1 P-1 0.50 0.60 -0.10",
        "F-6-invoice 2026-04 1 P-2 0.50 0.00 0.50",
    ];
    check(&said, &off);
}

#[test]
fn what_one_side_alone_names_is_a_clue() {
    check(&[booked("2026-04", 7)], &["F-6-invoice-alone 2026-04 1 P-1 0.00 0.07 -0.07"]);
    check(&[served("2026-04", 7)], &["F-6-invoice-alone 2026-04 1 P-1 0.07 0.00 0.07"]);
    check(&[booked("2026-04", 7), booked("2026-05", -7)], &[]);
}

#[test]
fn an_invoice_may_be_booked_in_another_month() {
    check(&[booked("2026-05", 100), served("2026-04", 100)], &[]);
    check(&[booked("2026-02", 100), served("2026-04", 60), served("2026-05", 40)], &[]);
    let off = ["F-6-invoice 2026-02 1 P-1 1.00 0.99 0.01"];
    check(&[booked("2026-02", 99), served("2026-04", 60), served("2026-05", 40)], &off);
}

/// The other half may stand in a month beside, so that nothing is said until that is there.
#[test]
fn nothing_is_said_until_the_months_around_are_there() {
    let said = [booked("2026-03", 100), served("2026-04", 60)];
    let kept = |first, last| whole(first, last);
    let long = || kept("2026-01", "2026-06");
    for (ledger, usage, faults) in [
        (kept("2026-02", "2026-05"), kept("2026-02", "2026-05"), 1),
        (kept("2026-03", "2026-05"), long(), 0),
        (long(), kept("2026-03", "2026-05"), 0),
        // What may come in May answers April's 60, and not that March has 40 more.
        (kept("2026-02", "2026-04"), long(), 1),
        (long(), kept("2026-02", "2026-04"), 1),
        (long(), long(), 1),
    ] {
        assert_eq!(found_in(ledger, usage, &said).len(), faults);
    }
    // April's usage is not handed in, or April's ledger.
    let gap = || {
        let mut without = months("2026-01", "2026-06");
        without.remove(&"2026-04".parse().unwrap());
        (without.clone(), without)
    };
    let (march, may) = ([booked("2026-03", 100)], [served("2026-05", 100)]);
    assert_eq!(found_in(long(), gap(), &march).len(), 0);
    assert_eq!(found_in(gap(), long(), &may).len(), 0);
    assert_eq!(found_due("2026-04", (long(), gap()), &march).len(), 1, "it was due");
    assert_eq!(found_due("2026-04", (gap(), long()), &may).len(), 1, "it was due");
}

/// Who names invoices in a single month waits for the months around it until these are due, and no longer.
#[test]
fn nobody_waits_for_ever() {
    let said = [served("2026-04", 100)];
    let april = || whole("2026-04", "2026-04");
    let found = |due| found_due(due, (april(), april()), &said).len();
    assert_eq!(found_in(april(), april(), &said).len(), 0);
    assert_eq!(["2026-03", "2026-04", "2026-05", "2026-06"].map(found), [0, 0, 1, 1]);
    // The months around are handed in, and name none: then there is none.
    let around = || (months("2026-03", "2026-05"), months("2026-04", "2026-04"));
    assert_eq!(found_in(around(), around(), &said).len(), 1);
    let since = || (months("2026-04", "2026-05"), months("2026-04", "2026-04"));
    assert_eq!(found_in(since(), since(), &said).len(), 0);
    assert_eq!(found_due("2026-03", (since(), since()), &said).len(), 1);
}

/// What stands in the last month waits for its own other half, and for nothing else.
#[test]
fn an_amount_makes_nobody_wait_for_more_than_itself() {
    let found = |said: &[Invoiced]| {
        let until_may = || whole("2026-01", "2026-05");
        shown(&found_in(until_may(), until_may(), said))
    };
    let (april, may) = (served("2026-04", 100), served("2026-05", 100));
    assert_eq!(found(std::slice::from_ref(&may)), [""; 0]);
    assert_eq!(found(&[april.clone(), booked("2026-05", 100)]), [""; 0]);
    assert_eq!(found(&[april.clone(), booked("2026-05", 101)]), [""; 0], "served in June");
    let off = ["F-6-invoice 2026-04 1 P-1 1.00 0.99 0.01"];
    assert_eq!(found(&[april.clone(), booked("2026-05", 99)]), off);
    assert_eq!(found(&[may.clone(), booked("2026-03", 100)]), [""; 0]);
    assert_eq!(found(&[may.clone(), booked("2026-03", 1)]), [""; 0], "booked in June");
    let off = ["F-6-invoice 2026-03 1 P-1 1.00 1.01 -0.01"];
    assert_eq!(found(&[may, booked("2026-03", 101)]), off);
    // What is given back may be booked later, and no more than that.
    let back = |fen| found(&[april.clone(), served("2026-05", -30), booked("2026-04", fen)]);
    assert_eq!([70, 100].map(back), [[""; 0]; 2]);
    assert_eq!(back(101), ["F-6-invoice 2026-04 1 P-1 0.70 1.01 -0.31"]);
    assert_eq!(back(69), ["F-6-invoice 2026-04 1 P-1 0.70 0.69 0.01"]);
}

/// A number that is used every month always stands in a month that is not settled.
#[test]
fn what_has_its_other_half_waits_for_nothing() {
    let found = |(served_fen, booked_fen), may_fen| {
        let later = ["2026-03", "2026-04"].map(|it| [served(it, 100), booked(it, 100)]);
        let february = [served("2026-02", served_fen), booked("2026-02", booked_fen)];
        let may = [served("2026-05", 100), booked("2026-05", may_fen)];
        let until_may = || whole("2026-01", "2026-05");
        let said: Vec<_> = later.into_iter().chain([february, may]).flatten().collect();
        shown(&found_in(until_may(), until_may(), &said))
    };
    assert_eq!(found((100, 100), 100), [""; 0]);
    assert_eq!(found((100, 0), 100), ["F-6-invoice 2026-02 1 P-1 4.00 3.00 1.00"]);
    assert_eq!(found((0, 100), 100), ["F-6-invoice 2026-02 1 P-1 3.00 4.00 -1.00"]);
    // What May lacks may come in June, and no more than that.
    assert_eq!(found((100, 100), 99), [""; 0]);
    assert_eq!(found((100, 99), 99), ["F-6-invoice 2026-02 1 P-1 4.00 3.98 0.02"]);
}

/// Before a side names its first invoice and after it names its last one, it does not use the column.
#[test]
fn where_a_side_names_no_invoices_nothing_is_missing() {
    let silent = || (months("2026-01", "2026-06"), BTreeSet::new());
    let long = || whole("2026-01", "2026-06");
    assert_eq!(found_in(silent(), long(), &[served("2026-04", 7)]).len(), 0);
    assert_eq!(found_in(long(), silent(), &[booked("2026-04", 7)]).len(), 0);
    let since = |first| (months("2026-01", "2026-06"), months(first, "2026-06"));
    assert_eq!(found_in(since("2026-03"), long(), &[served("2026-04", 7)]).len(), 1);
    assert_eq!(found_in(since("2026-04"), long(), &[served("2026-04", 7)]).len(), 1);
    assert_eq!(found_in(since("2026-05"), long(), &[served("2026-04", 7)]).len(), 0);
    assert_eq!(
        found_in(since("2026-05"), long(), &[served("2026-04", 7), booked("2026-05", 1)]).len(),
        1
    );
    // A month in between without any invoice has none, and is known.
    let between = months("2026-01", "2026-02").into_iter().chain(months("2026-06", "2026-06"));
    let rare = (months("2026-01", "2026-06"), between.collect());
    assert_eq!(found_in(rare, long(), &[served("2026-04", 7)]).len(), 1);
}

/// Neither nothing nor a fen in another month hides what an invoice lacks.
#[test]
fn what_comes_to_nothing_hides_no_invoice() {
    let alone = "F-6-invoice-alone 2026-04 1 P-1 1.00 0.00 1.00";
    let hundred = served("2026-04", 100);
    check(&[hundred.clone(), served("2026-01", 0)], &[alone]);
    check(&[hundred.clone(), served("2026-06", 5), served("2026-06", -5)], &[alone]);
    let both = "F-6-invoice 2026-04 1 P-1 1.00 0.00 1.00";
    check(&[hundred.clone(), booked("2026-01", 0)], &[both]);
    check(&[hundred.clone(), booked("2026-01", 5), booked("2026-01", -5)], &[both]);
    // The month before January is not there.
    let fen = booked("2026-01", 1);
    check(&[hundred.clone(), fen.clone()], &["F-6-invoice 2026-01 1 P-1 1.00 0.01 0.99"]);
    let both = "F-6-invoice 2026-01 1 P-1 1.01 0.01 1.00";
    check(&[hundred.clone(), fen, served("2026-01", 1)], &[both]);
    check(&[hundred, booked("2026-06", 1)], &["F-6-invoice 2026-04 1 P-1 1.00 0.01 0.99"]);
}

fn in_currency(word: &str, mut line: Invoiced) -> Invoiced {
    if let InvoiceSide::Ledger { currency, .. } = &mut line.side {
        *currency = Currency::parse(word).unwrap();
    }
    line
}

/// Renminbi is compared, whatever stands beside it: what is in another currency hides no invoice.
#[test]
fn revenue_in_another_currency_is_left_out() {
    let with = |lines: &[(&str, &'static str, i64)], expected: &str| {
        let foreign = lines.iter().map(|it| in_currency(it.0, booked(it.1, it.2)));
        let said = [booked("2026-04", 1), served("2026-04", 700)];
        check(&foreign.chain(said).collect::<Vec<_>>(), &[expected]);
    };
    let off = "F-6-invoice 2026-04 1 P-1 7.00 0.01 6.99";
    with(&[("USD", "2026-04", 100)], off);
    // A cent of one invoice may be taken back in another, where F-21 has nothing to say.
    with(&[("USD", "2026-04", 1)], off);
    with(&[("USD", "2026-04", -1)], off);
    with(&[("USD", "2026-01", 1), ("USD", "2026-06", -1)], off);
    check(
        &[in_currency("USD", booked("2026-04", 1)), booked("2026-04", 7), served("2026-04", 7)],
        &[],
    );
    let dollars = in_currency("USD", booked("2026-04", 100));
    check(std::slice::from_ref(&dollars), &[]);
    // Both sides name it, though one in dollars.
    check(&[dollars, served("2026-04", 700)], &["F-6-invoice 2026-04 1 P-1 7.00 0.00 7.00"]);
}

#[test]
fn only_the_separate_ledger_counts_where_one_is_registered() {
    let separate = BTreeSet::from(["6001.01".to_owned()]);
    let both = || (whole("2026-01", "2026-06"), whole("2026-01", "2026-06"), None);
    let line = |account: &'static str| ledger(("2026-04", "P-1", account, 100, "记-1"));
    let said = [line("6001.01"), line("6001.02"), served("2026-04", 100)];
    let found = |separate, account| shown(&found_with((separate, account), both(), &said));
    let all = ["F-6-invoice 2026-04 1 P-1 1.00 2.00 -1.00"];
    assert_eq!(found(None, "6001.01"), all);
    assert_eq!(found(Some(&separate), "6001.01"), [""; 0]);
    let short = [line("6001.02"), served("2026-04", 100)];
    let alone = ["F-6-invoice-alone 2026-04 1 P-1 1.00 0.00 1.00"];
    let found = |account| shown(&found_with((Some(&separate), account), both(), &short));
    assert_eq!(found("6001.01"), alone);
    assert_eq!(found("6001.02"), [""; 0], "the separate ledger names no invoices");
    assert_eq!(found("1122"), [""; 0], "receivables are no revenue");
}

#[test]
fn vouchers_and_records_are_named_by_the_first_of_each_month() {
    let said = [
        ledger(("2026-04", "P-1", "6001", 1, "记-9")),
        ledger(("2026-04", "P-2", "6051", 1, "记-2")),
        ledger(("2026-03", "P-1", "6001", 1, "收-7")),
        usage("2026-04", "P-1", 3, "U-2"),
        usage("2026-04", "P-1", 3, "U-1"),
    ];
    let found = found_in(whole("2026-01", "2026-06"), whole("2026-01", "2026-06"), &said);
    let of = |name| found[0].arguments.iter().find(|it| it.0 == name).unwrap().1.as_str();
    assert_eq!(of("vouchers"), "2026-03 收-7, 2026-04 记-2");
    assert_eq!((of("records"), of("side")), ("2026-04 U-1", "both"));
}

fn said() -> impl Strategy<Value = Vec<Invoiced>> {
    let month = prop::sample::select(vec!["2026-02", "2026-03", "2026-04"]);
    let product = prop::sample::select(vec!["", "P-1"]);
    let of = |(is_booked, month, product, fen, number): (bool, _, _, i64, u8)| {
        let number = ["1", "10", "2"][usize::from(number)];
        if is_booked {
            ledger((month, product, "6001", fen, number))
        } else {
            usage(month, product, fen, number)
        }
    };
    let one = (any::<bool>(), month, product, -3..9_i64, 0..3_u8).prop_map(of);
    prop::collection::vec(one, 0..12)
}

proptest! {
    /// Files of a month may be several, in any order, and what is one line in one may be two.
    #[test]
    fn neither_order_nor_splitting_matters(said in said(), at in 0..12_usize, part in 0..9_i64) {
        let long = || whole("2026-01", "2026-06");
        let mut other = said.clone();
        if let Some(whole) = other.get_mut(at) {
            let mut rest = whole.clone();
            *fen(&mut whole.side) -= part;
            *fen(&mut rest.side) = part;
            other.push(rest);
        }
        other.reverse();
        prop_assert_eq!(found_in(long(), long(), &said), found_in(long(), long(), &other));
    }

    /// What differs is told, and nothing else.
    #[test]
    fn a_fault_is_a_difference(said in said()) {
        let of = |product: &str| {
            let own = said.iter().filter(|it| it.product == product);
            own.map(|it| match &it.side {
                InvoiceSide::Ledger { sums, .. } => sums.credit_minor,
                InvoiceSide::Usage { amount_fen, .. } => -amount_fen,
            }).sum::<i64>()
        };
        let found = found_in(whole("2026-01", "2026-06"), whole("2026-01", "2026-06"), &said);
        let expected = ["", "P-1"].iter().filter(|it| of(it) != 0).count();
        prop_assert_eq!(found.len(), expected);
        // The same whatever else is handed in, once all was due.
        let own = || whole("2026-02", "2026-04");
        prop_assert_eq!(found_due("2026-05", (own(), own()), &said), found);
    }
}
