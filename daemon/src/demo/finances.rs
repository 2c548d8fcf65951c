//! Prices, permitted revenue, shares and usage of an operator. What is planted among them is listed
//! in `planted`.

use metrics::money::format_minor;
use metrics::period::Period;

use super::files::Row;
use super::world::{BODY, DEPARTMENT, DEVELOPER, Operator, PRODUCTS, Product, row};

/// What a call costs, and what it may cost at most, in fen.
pub(super) const PRICE_FEN: i64 = 50;
const CEILING_FEN: i64 = 80;
/// 增值税 on information technology services, in percent.
pub(super) const TAX_PERCENT: i64 = 6;
/// Calls of a month of the product that is for public use.
const PUBLIC_CALLS: i64 = 24_000;
/// Calls planned for the cycle, of one product of the largest operator.
const PLANNED_CALLS: i64 = 12_000_000;
/// The permitted revenue of the cycle, of the largest operator, in yuan.
const APPROVED_YUAN: i64 = 30_000_000;
/// The regulated cycle: from the beginning of the authorization to its end.
const CYCLE: [(&str, &str); 2] = [("from", "2025-03-01"), ("to", "2028-02-29")];

fn about(operator: Operator, record: &str, cells: &[(&'static str, &str)]) -> Row {
    let mut row = row([("record", record), ("party", operator.code)]);
    row.extend(cells.iter().map(|(column, cell)| (*column, (*cell).to_owned())));
    row
}

/// What holds of an operator's prices, as the implementing body hands it in.
pub(super) fn pricing(operator: Operator) -> Vec<Row> {
    let mut rows = Vec::new();
    for product in PRODUCTS.into_iter().filter(|it| 0 < it.revenue_yuan) {
        rows.extend(tariff(operator, product));
    }
    let approved = (APPROVED_YUAN * operator.size_percent / 100).to_string();
    rows.push(about(
        operator,
        "allowance",
        &[
            ("code", "2025-2028"),
            CYCLE[0],
            CYCLE[1],
            ("strategy", "cost_plus"),
            ("rate", "5"),
            ("approved", &approved),
            ("document", "演示发改〔2025〕1号"),
        ],
    ));
    rows.extend(shares(operator));
    for (use_, rate) in [("industry", "80"), ("public", "20")] {
        let cells = [
            ("code", "平台建设"),
            ("driver", "calls"),
            ("use", use_),
            ("rate", rate),
            ("from", "2026-01-01"),
            ("document", "演示实施〔2026〕3号"),
        ];
        rows.push(about(operator, "allocation", &cells));
    }
    rows.push(about(operator, "annual_report", &[("code", "2025"), ("reported_on", "2026-03-20")]));
    rows
}

fn tariff(operator: Operator, product: Product) -> [Row; 2] {
    let yuan = |fen: i64| format_minor(i128::from(fen), 2);
    let planned = (PLANNED_CALLS * operator.size_percent / 100).to_string();
    let common = [("product", product.code), ("unit", "次"), CYCLE[0], ("vat_included", "no")];
    let mut ceiling = about(operator, "ceiling", &common);
    ceiling.extend(row([
        ("price", &*yuan(CEILING_FEN)),
        ("planned_units", &*planned),
        ("document", "演示实施〔2025〕2号"),
        ("reported_on", "2025-02-20"),
    ]));
    let mut price = about(operator, "price", &common);
    price.extend(row([("price", &*yuan(PRICE_FEN)), ("published_on", "2025-03-01")]));
    [ceiling, price]
}

/// Who shares in the revenue: the authority by the treasury, the department by its finance rule, and
/// the developer in kind.
fn shares(operator: Operator) -> [Row; 3] {
    let share = |payee: &str, rate: &str, cells: &[(&'static str, &str)]| {
        let common = [
            ("code", "FP-2026"),
            ("from", "2026-01-01"),
            ("payee", payee),
            ("rate", rate),
            ("document", "演示数据〔2026〕5号"),
        ];
        let mut row = about(operator, "share", &common);
        row.extend(cells.iter().map(|(column, cell)| (*column, (*cell).to_owned())));
        row
    };
    let cash = ("form", "cash");
    [
        share(
            BODY,
            "30",
            &[
                ("payee_kind", "administrative"),
                cash,
                ("account_kind", "treasury"),
                ("account_no", "国库-0001"),
            ],
        ),
        share(
            DEPARTMENT,
            "20",
            &[
                ("payee_kind", "institution"),
                cash,
                ("account_kind", "commercial"),
                ("account_no", "6222-0002"),
                ("finance_rule", "演示财〔2026〕8号"),
            ],
        ),
        share(DEVELOPER, "50", &[("payee_kind", "enterprise"), ("form", "in_kind")]),
    ]
}

/// The usage of a month: for each product what its revenue was made of.
pub(super) fn usage(period: Period, revenues: &[(Product, i64)]) -> Vec<Row> {
    let sold = revenues.iter().map(|(product, net_fen)| (*product, net_fen / PRICE_FEN, *net_fen));
    let public = PRODUCTS.into_iter().filter(|it| it.revenue_yuan == 0);
    let all = sold.chain(public.map(|it| (it, PUBLIC_CALLS, 0)));
    let record = |(number, (product, calls, net_fen)): (usize, (Product, i64, i64))| {
        let yuan = |fen: i64| format_minor(i128::from(fen), 2);
        let (units, amount) = (calls.to_string(), yuan(net_fen));
        let price = if net_fen == 0 { 0 } else { PRICE_FEN };
        let mut record = row([
            ("number", &*format!("U-{:03}", number + 1)),
            ("date", &*format!("{period}-25")),
            ("product", product.code),
            ("scenario", product.scenario),
            ("use", product.intended_use),
            ("buyer", DEVELOPER),
            ("unit", "次"),
            ("units", &*units),
            ("price", &*yuan(price)),
            ("vat_included", "no"),
            ("amount", &*amount),
        ]);
        if 0 < net_fen {
            let invoice = format!("FP-{period}-{}", product.code);
            let tax = yuan(tax_fen(net_fen));
            record.extend(row([("invoice", &*invoice), ("tax_rate", "6"), ("tax", &*tax)]));
        }
        record
    };
    all.enumerate().map(record).collect()
}

/// The tax on a net amount, half up.
pub(super) fn tax_fen(net_fen: i64) -> i64 {
    (net_fen * TAX_PERCENT + 50) / 100
}
