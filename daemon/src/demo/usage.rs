//! Usage of an operator: for each product what its revenue of a month was made of. What is planted
//! among it is listed in `planted`.

use metrics::money::format_minor;
use metrics::period::Period;

use super::files::Row;
use super::world::{DEVELOPER, PRODUCTS, Product, row};

/// What a call costs with tax and without, in fen.
const PRICE_FEN: i64 = 53;
const NET_PRICE_FEN: i64 = 50;
/// 增值税 on information technology services, in percent.
const TAX_PERCENT: i64 = 6;
/// Calls of a month of the product that is for public use.
const PUBLIC_CALLS: i64 = 24_000;

/// The usage of a month: for each product what its revenue was made of.
pub(super) fn of_month(period: Period, revenues: &[(Product, i64)]) -> Vec<Row> {
    let sold =
        revenues.iter().map(|(product, net_fen)| (*product, net_fen / NET_PRICE_FEN, *net_fen));
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
            ("vat_included", if net_fen == 0 { "no" } else { "yes" }),
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
