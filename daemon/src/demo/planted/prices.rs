//! What is wrong in prices, ceilings, permitted revenue and shares.

use super::super::files::Row;
use super::super::prices::record;
use super::super::world::{BODY, DEPARTMENT, DEVELOPER, row};
use super::rows::entry;
use super::{CARELESS, LATE};

/// What is wrong in the prices of an operator.
pub(in super::super) fn in_prices(operator: &str, rows: &mut Vec<Row>) {
    match operator {
        CARELESS => {
            in_tariffs(rows);
            in_shares(rows);
        }
        LATE => {
            // Far more than the formula gives for the first cycle, and far too little for the second.
            let cells = [
                ("code", "MAR-2025"),
                ("from", "2025-03-01"),
                ("to", "2026-01-31"),
                ("strategy", "fixed"),
                ("amount", "100000"),
                ("approved", "90000000"),
            ];
            rows.push(record(LATE, "allowance", &cells));
            entry(rows, "allowance", "code", "MAR-2026")
                .extend([("approved", "1000000".to_owned()), ("from", "2026-02-01".to_owned())]);
            // From June on the key does not add up.
            let mut changed = entry(rows, "allocation", "use", "public").clone();
            entry(rows, "allocation", "use", "public").insert("to", "2026-05-31".to_owned());
            changed.extend(row([
                ("from", "2026-06-01"),
                ("rate", "29.9"),
                ("document", "演示分摊〔2026〕2号"),
            ]));
            rows.push(changed);
            in_tiers(rows);
        }
        _ => {}
    }
}

/// The careless operator hands in its first ceiling itself, too.
pub(in super::super) fn unauthorized(operator: &str, of_body: &[Row], own: &mut Vec<Row>) {
    own.extend(of_body.first().filter(|_| operator == CARELESS).cloned());
}

fn in_tariffs(rows: &mut Vec<Row>) {
    entry(rows, "ceiling", "product", "P-04").insert("to", "2026-05-31".to_owned());
    entry(rows, "price", "product", "P-01").insert("price", "0.81".to_owned());
    entry(rows, "price", "product", "P-04").insert("trial", "yes".to_owned());
    let ceiling = entry(rows, "ceiling", "product", "P-02");
    ceiling.remove("reported_on");
    ceiling.extend([("price", "0.50".to_owned()), ("vat_included", "no".to_owned())]);
    let price = entry(rows, "price", "product", "P-02");
    price.remove("published_on");
    price.insert("price", "0.52".to_owned());
    let of = |product, unit| [("product", product), ("unit", unit), ("vat_included", "yes")];
    let published = [("price", "300"), ("published_on", "2025-12-28")];
    let agreed = [("price", "0.40"), ("buyer", DEVELOPER)];
    let reported =
        [("price", "0.90"), ("reported_on", "2026-05-20"), ("data_reported_on", "2026-05-20")];
    let in_time =
        [("tier_from", "10"), ("reported_on", "2025-12-20"), ("data_reported_on", "2025-12-20")];
    rows.extend([
        record(CARELESS, "price", &[&of("P-01", "月")[..], &published].concat()),
        record(CARELESS, "price", &[&of("P-01", "次")[..], &agreed].concat()),
        record(
            CARELESS,
            "ceiling",
            &[&of("P-01", "次")[..], &reported, &[("from", "2026-06-01")]].concat(),
        ),
        record(CARELESS, "ceiling", &[&of("P-02", "月")[..], &reported, &in_time].concat()),
    ]);
}

/// From May on the ceiling has a second tier, which neither the price list nor what is charged keeps.
fn in_tiers(rows: &mut Vec<Row>) {
    let ceiling = entry(rows, "ceiling", "product", "P-01");
    let mut first = ceiling.clone();
    ceiling.insert("to", "2026-04-30".to_owned());
    first.extend(row([("from", "2026-05-01"), ("reported_on", "2026-01-04")]));
    let mut second = first.clone();
    second.extend(row([("tier_from", "100000"), ("price", "0.40")]));
    rows.extend([first, second]);
}

fn in_shares(rows: &mut Vec<Row>) {
    let institution = entry(rows, "share", "payee", DEPARTMENT);
    institution.remove("finance_rule");
    institution.extend([("payee_kind", "enterprise".to_owned()), ("rate", "30".to_owned())]);
    let enterprise = entry(rows, "share", "payee", DEVELOPER);
    enterprise.remove("document");
    enterprise.extend([("rate", "30".to_owned()), ("amount", "50000000".to_owned())]);
    let scheme = [("code", "FP-2026"), ("form", "cash"), ("document", "演示分配〔2026〕1号")];
    let bureau = [("payee", BODY), ("account_kind", "commercial"), ("rate", "30")];
    let nobody = [("payee_kind", "enterprise"), ("rate", "9.9")];
    rows.push(record(CARELESS, "share", &[&scheme[..], &bureau].concat()));
    rows.push(record(CARELESS, "share", &[&scheme[..], &nobody].concat()));
}
