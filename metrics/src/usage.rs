//! Usage and invoices: what was served to whom, in which quantity, at which price.
//!
//! Facts of kind `usage`, one operator's of one month. They tie revenue to what was sold (`domain`
//! 7.3, F-6 to F-8, F-17).

mod intake;
mod invoices;
mod judge;
mod policy;
mod served;
mod sums;
mod together;

use std::cmp::Reverse;
use std::sync::Arc;

use jiff::civil::Date;

use crate::form::{CellKind, Column, Origin};
use crate::money::{Quantity, UnitPrice};
use crate::party::PartyId;
use crate::pricing::booked::uses;
use crate::pricing::columns::CURRENCY;
use crate::ratio::Ratio;

pub use intake::{CheckedUsage, RECORDS_MAX, SUMS_MAX, UsageContext, UsageIntake};
pub use invoices::{InvoiceSum, by_invoice};
pub use judge::{closed, conflict};
pub use policy::UsagePolicy;
pub use served::{WHOLE_PPM, public_share_ppm};
pub use sums::{SumKey, UsageSum, sums};
pub use together::{ProductSum, SumOfFile, is_as_priced, off_together, product_sums};

/// Names under which usage is counted; measures in the policy pack refer to them.
pub mod counts {
    /// The shares of public-welfare use of products and months in which more than nothing was served, in ppm,
    /// summed: see [`public_share_ppm`](super::public_share_ppm). A product that the register does not know
    /// has none.
    pub const PUBLIC_SUM_PPM: &str = "usage_public_sum_ppm";
    /// What they would sum up to if all of it was for the public.
    pub const PUBLIC_WHOLE_PPM: &str = "usage_public_whole_ppm";
    /// Months whose usage was due.
    pub const MONTHS_DUE: &str = "usage_months_due";
    /// Of these, the ones of which what was charged is known and within the ceilings in force (F-7): see
    /// [`not_within`](crate::tie_out::not_within) and [`is_as_priced`](super::is_as_priced).
    pub const MONTHS_WITHIN: &str = "usage_months_within_ceilings";
}

/// Ids of the rules about single records (`domain` 7.3). What usage says together with ledgers and
/// prices is in [`crate::tie_out`].
pub mod rules {
    /// The day of service lies in the month handed in.
    pub const DAY_IN_PERIOD: &str = "U-1";
    /// A record is its operator's to hand in, or an authority's.
    pub const NOT_THE_SENDERS: &str = "U-2";
    /// Quantity times price is the amount, with the tax where the price includes it.
    pub const AMOUNT: &str = "F-6";
    /// Of the records of a product together, too. Part of F-6.
    pub const AMOUNT_SUM: &str = "F-6-sum";
    /// What serves the public is free (Measures art. 19).
    pub const PUBLIC_IS_FREE: &str = "F-8";
    /// Taxable amount times rate is the tax of an invoice.
    pub const TAX: &str = "F-17";
    /// What is charged for is taxed, or its rate is said to be nothing. Part of F-17.
    pub const TAX_MISSING: &str = "F-17-none";
    /// The rate of tax is one that the policy pack knows. Part of F-17.
    pub const TAX_RATE: &str = "F-17-rate";
    /// The record is in force from another submission.
    pub const RECORD_CONFLICT: &str = "V-2";
}

/// The columns of the form.
pub const COLUMNS: &[Column] = &[
    Column::new(
        "party",
        "运营机构",
        false,
        "the operator; empty for whoever hands in",
        "运营机构；留空即报送单位",
    ),
    Column::new(
        "number",
        "记录编号",
        true,
        "number of the record, unique in its month",
        "记录编号，同月内唯一",
    ),
    Column::new("date", "服务日期", true, "day of service, YYYY-MM-DD", "服务日期，YYYY-MM-DD")
        .holding(CellKind::Date),
    Column::new("product", "产品", true, "product number", "产品编号"),
    Column::new("scenario", "应用场景", false, "scenario number", "场景编号"),
    Column::new(
        "use",
        "用途",
        true,
        "public or industry",
        "public 公共治理和公益，industry 产业和行业发展",
    )
    .holding(CellKind::Words(USES)),
    Column::new("buyer", "购买方", true, "credit code or name", "统一社会信用代码或名称"),
    Column::new("unit", "计费单位", true, "what is charged for", "计费单位"),
    Column::new("units", "数量", true, "quantity", "数量").holding(CellKind::Amount),
    Column::new("price", "单价", true, "price of one unit, yuan", "每单位价格，元")
        .holding(CellKind::AmountFromZero),
    Column::new("vat_included", "是否含税", false, "yes or no", "单价是否含增值税：yes 或 no")
        .holding(CellKind::YES_NO),
    Column::new("amount", "金额", true, "revenue without tax, yuan", "不含税收入，元")
        .holding(CellKind::Amount),
    Column::new("invoice", "发票号", false, "invoice number", "发票号码"),
    Column::new("tax_rate", "税率", false, "percent", "百分数").holding(CellKind::AmountFromZero),
    Column::new("tax", "税额", false, "output tax, yuan", "销项税额，元").holding(CellKind::Amount),
    CURRENCY,
];

const USES: &[(&str, &str)] = &[("public", "公共治理和公益"), ("industry", "产业和行业发展")];

/// One record of usage. Amounts are fen.
///
/// What many records have in common they share: a month may have a million records.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Usage {
    /// Number of the record.
    pub number: String,
    /// Day of service.
    pub dated_on: Date,
    /// Product number.
    pub product: Arc<str>,
    /// Scenario number.
    pub scenario: Arc<str>,
    /// `public` or `industry`.
    pub use_: Arc<str>,
    /// Who was served.
    pub buyer: Arc<str>,
    /// What is charged for.
    pub unit: Arc<str>,
    /// Quantity.
    pub units: Quantity,
    /// Price of one unit, yuan.
    pub price: UnitPrice,
    /// Whether value-added tax is in the price.
    pub vat_included: bool,
    /// Revenue without tax, fen.
    pub amount_fen: i64,
    /// Invoice number, `""` where there is none.
    pub invoice: Arc<str>,
    /// Rate of value-added tax, where an invoice says it.
    pub tax_rate: Option<Ratio>,
    /// Output tax, fen.
    pub tax_fen: Option<i64>,
}

impl Usage {
    /// Quantity times price, 10⁻¹² yuan.
    fn product(&self) -> i128 {
        i128::from(self.units.millionths) * i128::from(self.price.millionths)
    }

    /// How much a record is to the operator's credit, the least first: one that serves the public last, and
    /// the dearest before the others.
    fn credit(&self) -> (bool, Reverse<UnitPrice>, &Self) {
        (&*self.use_ == uses::PUBLIC, Reverse(self.price), self)
    }
}

/// A record with the operator it is about and the row it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageFact {
    /// The operator.
    pub party: Arc<PartyId>,
    /// What was served.
    pub usage: Usage,
    /// The row.
    pub origin: Origin,
}
