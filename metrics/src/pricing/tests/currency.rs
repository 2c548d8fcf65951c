//! R-12-currency: prices and amounts in another currency than the renminbi are not understood.

use super::*;

/// How many entries a row gives, and what is found of it.
fn read(row: &str) -> (usize, Vec<String>) {
    let mut intake = PricingIntake::new(None);
    intake.row(&Row { number: 2, cells: &cells(row), byte_offset: 0, byte_length: 0 });
    let checked = intake.finish();
    let shown = |it: &crate::finding::Fault| {
        let column = it.place.column.as_deref().unwrap_or_default();
        format!("{} {column}: {}, {}", it.rule, it.actual, it.expected)
    };
    (checked.facts.len(), checked.faults.kept().iter().map(shown).collect())
}

#[test]
fn every_record_is_in_renminbi() {
    for row in [
        "ceiling product=P unit=次 from=2026-01-01 price=1 vat_included=no",
        "price product=P unit=次 from=2026-01-01 price=1 vat_included=no",
        "allowance code=k from=2026-01-01 approved=1000",
        "share code=s from=2026-01-01 rate=100 form=cash amount=1",
    ] {
        let with = |currency: &str| read(&format!("{row} currency={currency}"));
        assert_eq!(with(""), (1, vec![]), "{row}");
        assert_eq!(with("CNY"), (1, vec![]), "{row}");
        let other = vec!["R-12-currency currency: USD, CNY".to_owned()];
        assert_eq!(with("USD"), (0, other), "{row}");
        let none = |it: &str| vec![format!("R-6 currency: {it}, CNY")];
        assert_eq!(with("cny"), (0, none("cny")), "{row}");
        assert_eq!(with("美元"), (0, none("美元")), "{row}");
    }
}
