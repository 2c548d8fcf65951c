//! Ceilings, prices, permitted revenue, allocation keys and shares of 2026. What is planted among
//! them is listed in `planted`.

use super::files::Row;
use super::world::{DEPARTMENT, DEVELOPER, Operator, PRODUCTS, row};

/// From when on everything holds.
const FROM: &str = "2026-01-01";

/// A row about an operator.
pub(super) fn record(party: &str, record: &str, cells: &[(&'static str, &str)]) -> Row {
    let mut row = row([("record", record), ("party", party), ("from", FROM)]);
    row.extend(cells.iter().map(|(column, cell)| (*column, (*cell).to_owned())));
    row
}

/// The prices of an operator, as they should be.
pub(super) fn of_operator(operator: Operator) -> Vec<Row> {
    let party = operator.code;
    let mut rows = Vec::new();
    for product in PRODUCTS.into_iter().filter(|it| it.intended_use == "industry") {
        let of = [("product", product.code), ("unit", "次"), ("vat_included", "yes")];
        let ceiling = [
            ("price", "0.80"),
            ("planned_units", "10000000"),
            ("document", "演示上限〔2026〕1号"),
            ("reported_on", "2025-12-20"),
            ("data_reported_on", "2025-12-20"),
        ];
        let price = [("price", "0.53"), ("published_on", "2025-12-28")];
        rows.push(record(party, "ceiling", &[&of[..], &ceiling].concat()));
        rows.push(record(party, "price", &[&of[..], &price].concat()));
    }
    let allowance = [
        ("code", "MAR-2026"),
        ("to", "2026-12-31"),
        ("strategy", "fixed"),
        ("amount", "2000000"),
        ("approved", "40000000"),
        ("document", "演示准许〔2026〕1号"),
    ];
    rows.push(record(party, "allowance", &allowance));
    for (use_, rate, calls) in [("industry", "70", "8400000"), ("public", "30", "3600000")] {
        let driver = [("driver", "calls"), ("driver_quantity", calls)];
        let cells = [&[("code", "人力"), ("use", use_), ("rate", rate)], &driver[..]].concat();
        rows.push(record(party, "allocation", &cells));
    }
    let scheme = [("code", "FP-2026"), ("form", "cash"), ("document", "演示分配〔2026〕1号")];
    let institution = [
        ("payee", DEPARTMENT),
        ("payee_kind", "institution"),
        ("finance_rule", "演示财〔2025〕9号"),
        ("rate", "40"),
    ];
    let enterprise = [("payee", DEVELOPER), ("payee_kind", "enterprise"), ("rate", "60")];
    rows.push(record(party, "share", &[&scheme[..], &institution].concat()));
    rows.push(record(party, "share", &[&scheme[..], &enterprise].concat()));
    rows
}

/// The yearly operating report of an operator.
pub(super) fn annual_report(operator: Operator) -> Row {
    record(operator.code, "annual_report", &[("code", "2025"), ("reported_on", "2026-06-25")])
}
