//! F-17: rate and tax of records and invoices.

use super::*;

#[test]
fn a_sale_says_its_tax() {
    let found = |changes: &[(&str, &str)]| {
        let checked = checked(None, &[row(changes)]);
        checked.faults.counts().get(rules::TAX_MISSING).copied().unwrap_or_default()
    };
    assert_eq!(found(&[]), 1);
    assert_eq!(found(&[("price", "0"), ("amount", "0")]), 0);
    assert_eq!(found(&[("use", "public")]), 0);
    assert_eq!(found(&[("tax_rate", "6"), ("tax", "2.16")]), 0);
    assert_eq!(found(&[("tax_rate", "0"), ("tax", "0")]), 0);
}

#[test]
fn the_tax_of_an_invoice_is_its_amount_times_the_rate() {
    let taxed = |rate, amount, tax| {
        [("tax_rate", rate), ("price", amount), ("units", "1"), ("amount", amount), ("tax", tax)]
    };
    one(&taxed("6", "100.00", "6.00"), &[]);
    // 6 % of 0.25 is 1.5 fen: half up.
    one(&taxed("6", "0.25", "0.02"), &[]);
    one(&taxed("6", "0.25", "0.01"), &["F-17 #2 0.02 0.01 0.01"]);
    one(&taxed("6", "0.24", "0.01"), &[]);
    let red = [("units", "-1"), ("price", "0.25"), ("amount", "-0.25"), ("tax_rate", "6")];
    one(&[&red[..], &[("tax", "-0.02")]].concat(), &[]);
    one(&[("tax", "2.16")], &["R-5 #2 税率 tax_rate  -"]);
    one(&[("tax", "0")], &[]);
}

#[test]
fn an_invoice_of_several_records_is_taxed_once() {
    // 3 × 0.25 is 0.75, of which 6 % are 4.5 fen: 0.05, not 3 × 0.02.
    let record = |number, invoice, tax| {
        row(&[
            ("number", number),
            ("invoice", invoice),
            ("units", "1"),
            ("price", "0.25"),
            ("amount", "0.25"),
            ("tax_rate", "6"),
            ("tax", tax),
        ])
    };
    let invoice =
        |last| [record("1", "A", "0.02"), record("2", "A", "0.02"), record("3", "A", last)];
    assert_eq!(broken(&invoice("0.01")), Vec::<String>::new());
    assert_eq!(broken(&invoice("0.02")), ["F-17 #2 0.05 0.06 -0.01"]);
    let apart = [record("1", "", "0.02"), record("2", "B", "0.02"), record("3", "C", "0.01")];
    assert_eq!(broken(&apart), ["F-17 #4 0.02 0.01 0.01"]);
    // A word for nothing is no invoice, so that each record stands for itself.
    let off = ["F-17 #2 0.02 0.01 0.01", "F-17 #3 0.02 0.03 -0.01"];
    for nothing in ["", "无", "-", "Ｎ/Ａ"] {
        assert_eq!(broken(&[record("1", nothing, "0.01"), record("2", nothing, "0.03")]), off);
    }
}

/// Art. 10 of the law has 13, 9, 6 and 0 %, art. 11 has 3 %, which is 1 % for small taxpayers to the end
/// of 2027. There is no other, and whoever owes no tax writes nothing but zeros.
#[test]
fn a_rate_is_one_that_there_is() {
    let taxed = |rate, tax| {
        let (price, units) = (("price", "100"), ("units", "1"));
        [price, units, ("amount", "100.00"), ("tax_rate", rate), ("tax", tax)]
    };
    for (rate, tax) in
        [("13", "13.00"), ("9", "9.00"), ("6", "6.00"), ("3", "3.00"), ("1", "1.00"), ("0", "0")]
    {
        one(&taxed(rate, tax), &[]);
    }
    one(&taxed("0", "6.00"), &["F-17 #2 0.00 6.00 -6.00"]);
    let known = "13.00 %, 9.00 %, 6.00 %, 3.00 %, 1.00 %, 0.00 %";
    for (rate, shown, tax) in
        [("5", "5.00", "5.00"), ("17", "17.00", "17.00"), ("0.01", "0.01", "0.01")]
    {
        one(&taxed(rate, tax), &[&format!("F-17-rate #2 {known} {shown} % -")]);
    }
}
