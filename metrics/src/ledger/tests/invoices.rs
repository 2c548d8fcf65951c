//! The invoices that lines name.

use super::{context, faults, lines, read};

const TABLE: &str = "
    voucher_no date       account debit credit invoice maker reviewer
    1          2026-04-01 1002    9.00  _      FP-1    甲    乙
    1          2026-04-01 4001    _     5.00   _       甲    乙
    1          2026-04-01 4001    _     3.00   FP-2    甲    乙
    1          2026-04-01 4001    _     1.00   —       甲    乙
    ";

#[test]
fn each_line_keeps_the_invoice_that_it_names() {
    let mut checked = read(context(), TABLE);
    assert_eq!(faults(&checked), "");
    let lines = lines(&mut checked);
    let kept: Vec<&str> = lines.iter().map(|it| checked.invoices.get(it.invoice)).collect();
    assert_eq!(kept, ["FP-1", "", "FP-2", ""]);
}

/// Numbers of invoices are given anew in each file: what they say is compared.
#[test]
fn another_invoice_is_another_voucher() {
    let changes = |table: &str| {
        let (mut before, mut now) = (read(context(), TABLE), read(context(), table));
        let faults = now.changes_since(&mut before, |_, _| true).unwrap();
        faults.kept().iter().map(|it| it.arguments[2].1.clone()).collect::<Vec<_>>()
    };
    assert_eq!(changes(TABLE), [""; 0]);
    assert_eq!(changes(&TABLE.replace('—', "_")), [""; 0]);
    let turned = TABLE.replace("FP-2", "FP-3").replace("FP-1", "FP-2").replace("FP-3", "FP-1");
    for table in [turned, TABLE.replace("FP-1", "FP-01"), TABLE.replace("FP-2", "_")] {
        assert_eq!(changes(&table).len(), 1, "{table}");
    }
    assert_eq!(changes(&TABLE.replace("FP-1", "FP-01")), ["invoice"]);
}
