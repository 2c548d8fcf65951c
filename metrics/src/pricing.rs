//! Prices of authorized operation (CN-65; Measures art. 17, 19): ceilings, prices, the permitted
//! revenue of a cycle, how shared cost is allocated and how revenue is shared.
//!
//! Facts of kind `pricing`. Each row is one entry of one operator; the entry accepted last under the
//! same record and identity is in force.

pub mod allowance;
mod authority;
pub mod booked;
pub(crate) mod columns;
pub mod distribution;
pub mod history;
mod intake;
pub mod judge;
pub mod policy;
mod roles;
pub mod tariff;
mod whole;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::form::Origin;
use crate::money::{Quantity, UnitPrice};
use crate::party::PartyId;
use crate::ratio::Ratio;

pub use allowance::PermittedRevenue;
pub use columns::COLUMNS;
pub use intake::{CheckedPricing, PricingIntake};
pub use policy::PricingPolicy;
pub use roles::AccountRoles;

/// Ids of the rules about prices. Each is judged from what is in force, whoever handed it in. The
/// numbers to P-9 are those of `domain` 2.1.2; P-2, public use is free, is judged from usage (F-8).
pub mod rules {
    /// A price above its ceiling (R1).
    pub const ABOVE_CEILING: &str = "P-1";
    /// Ceilings times planned quantities above the permitted revenue (R3).
    pub const PLANNED: &str = "P-3";
    /// Ceilings and planned quantities that cannot be held against the permitted revenue (R3).
    pub const PLAN_UNKNOWN: &str = "P-3-unknown";
    /// Revenue that has reached a mark of the permitted revenue (R4).
    pub const REVENUE: &str = "P-4";
    /// The same, of a limit that still grows with the cost (R4).
    pub const PROVISIONAL: &str = "P-4-provisional";
    /// A ceiling without its written report (R5).
    pub const NOT_REPORTED: &str = "P-5";
    /// A price that was not published (R6).
    pub const NOT_PUBLISHED: &str = "P-6";
    /// No operating report of a year (R7).
    pub const ANNUAL_REPORT: &str = "P-7";
    /// An operator of which nobody knows since when it operates, so that R7 and R8 cannot be judged.
    pub const SINCE: &str = "P-7-since";
    /// A trial fee after a full operating year (R8).
    pub const TRIAL: &str = "P-8";
    /// Other prices for other buyers (R9).
    pub const UNEQUAL: &str = "P-9";
    /// Tiers that do not make one schedule.
    pub const TIERS: &str = "P-10";
    /// Schedules or cycles that hold at the same time.
    pub const OVERLAP: &str = "P-11";
    /// More approved than the formula gives.
    pub const APPROVED: &str = "P-12";
    /// An excess that the amount approved for the next cycle does not deduct.
    pub const CARRIED: &str = "P-12-carried";
    /// A price without a ceiling.
    pub const NO_CEILING: &str = "P-13";
    /// A price that cannot be compared with its ceiling.
    pub const NOT_COMPARABLE: &str = "P-14";
    /// A row that is not its sender's to say; judged in the file.
    pub const AUTHORITY: &str = "P-15";
    /// A cycle without a limit, or that begins or ends inside a month.
    pub const CYCLE: &str = "P-16";
    /// Revenue of a month that is in no cycle.
    pub const OUTSIDE: &str = "P-17";
    /// Shared cost that is not allocated as it has to be.
    pub const ALLOCATION: &str = "F-10";
    /// Shares that are not 100 %.
    pub const SHARES: &str = "DR-1";
    /// A share without payee, or a payee without credit code.
    pub const PAYEE: &str = "DR-2";
    /// A payee that is not what it is said to be.
    pub const PAYEE_KIND: &str = "DR-3";
    /// An administrative unit that is paid into no treasury account that can be told.
    pub const TREASURY: &str = "DR-4";
    /// An institution without the rule of its finance department.
    pub const FINANCE_RULE: &str = "DR-5";
    /// A share without approval number.
    pub const NOT_APPROVED: &str = "DR-6";
    /// More distributed than there is to distribute.
    pub const BASE: &str = "DR-7";
}

/// Days on which an entry holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// The first day.
    pub from: Date,
    /// The last day; `None` while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

impl Validity {
    /// Whether the entry holds on a day.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// What one unit of a product costs from a quantity on. A price without tiers has one that begins
/// at 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tariff {
    /// Product number.
    pub product: String,
    /// What is charged for.
    pub unit: String,
    /// When it holds.
    pub validity: Validity,
    /// The tier begins above this quantity.
    pub tier_from: Quantity,
    /// Price of one unit, yuan.
    pub price: UnitPrice,
    /// Whether value-added tax is in it.
    pub vat_included: bool,
    /// Whether it is a trial fee (CN-65: no complete operating year yet).
    pub trial: bool,
}

/// How the permitted profit is computed. The law gives neither a rate nor its base, so that there
/// is no default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "strategy", rename_all = "snake_case")]
pub enum ProfitStrategy {
    /// A rate on cost.
    CostPlus {
        /// The rate.
        rate: Ratio,
    },
    /// A rate on an asset base.
    AssetBase {
        /// The base, fen.
        base_fen: i64,
        /// The rate.
        rate: Ratio,
    },
    /// A fixed amount.
    Fixed {
        /// Fen.
        amount_fen: i64,
    },
}

/// What a payee is (CN-PDA): it decides to where money may be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayeeKind {
    /// 行政单位: income is non-tax revenue, collected by the treasury.
    Administrative,
    /// 事业单位: by the rule of the finance department of its level.
    Institution,
    /// 企业.
    Enterprise,
}

/// How a share is given (Measures art. 19).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareForm {
    /// Money.
    Cash,
    /// Technology, products or services.
    InKind,
}

/// To where money is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// 国库或非税账户.
    Treasury,
    /// 一般账户.
    Commercial,
}

/// A payee's part of what is distributed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Number of the distribution scheme.
    pub scheme: String,
    /// Who is paid; `None` where the row does not say.
    pub payee: Option<PartyId>,
    /// What the payee is said to be.
    pub payee_kind: Option<PayeeKind>,
    /// Part of the whole.
    pub share: Ratio,
    /// What was distributed, fen, if it was.
    pub amount_fen: Option<i64>,
    /// Cash or in kind.
    pub form: ShareForm,
    /// Kind of the account.
    pub account_kind: Option<AccountKind>,
    /// Number of the account.
    pub account_no: String,
    /// Rule of the finance department, for an institution.
    pub finance_rule: String,
    /// Approval number.
    pub document: String,
    /// When it holds.
    pub validity: Validity,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub enum PricingEntry {
    /// The authorizing body set an upper limit (CN-65: 上限收费标准).
    Ceiling {
        /// Of what, and how much.
        tariff: Tariff,
        /// Planned quantity of the cycle.
        planned_units: Option<Quantity>,
        /// Approval number.
        document: String,
        /// Day of the written report to the department of development and reform, if there was one.
        reported_on: Option<Date>,
        /// Day of the written report to the data department, if there was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        data_reported_on: Option<Date>,
    },
    /// The operator charges a price.
    Price {
        /// For what, and how much.
        tariff: Tariff,
        /// The buyer it is agreed with, `""` for everybody.
        buyer: String,
        /// Day of publication, if it was published.
        published_on: Option<Date>,
    },
    /// The permitted revenue of a cycle (最高准许收入).
    Allowance {
        /// Number of the cycle.
        cycle: String,
        /// First and last day.
        validity: Validity,
        /// How the profit is computed; `None` where only the approved amount is known.
        profit: Option<ProfitStrategy>,
        /// Taxes, fen; `None` where those that were booked count.
        taxes_fen: Option<i64>,
        /// The approved maximum, fen, if it is known.
        approved_fen: Option<i64>,
        /// Excess of the cycle before that the approved maximum deducts, fen, if that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deducted_fen: Option<i64>,
        /// Approval number.
        document: String,
    },
    /// A payee has a share (Measures art. 19).
    Share(Share),
    /// A part of shared cost is for a use.
    Allocation {
        /// The cost class that it allocates.
        key: String,
        /// By what.
        driver: String,
        /// How much of it the use has, if that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        driver_quantity: Option<Quantity>,
        /// `public` or `industry`.
        use_: String,
        /// Product number, `""` for all.
        product: String,
        /// Part of the whole.
        share: Ratio,
        /// When it holds.
        validity: Validity,
        /// Approval number of a change inside a year.
        document: String,
    },
    /// The operator's yearly operating report was handed in (CN-65).
    AnnualReport {
        /// Of which year.
        year: i16,
        /// When.
        reported_on: Date,
    },
}

/// An entry with the operator it is about and the row it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricingFact {
    /// The operator.
    pub party: PartyId,
    /// What is said of it.
    pub entry: PricingEntry,
    /// The row.
    pub origin: Origin,
}

/// An entry in force, with what leads back to the bytes it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    /// What it says.
    pub entry: PricingEntry,
    /// The submission that said so.
    pub receipt: String,
    /// The row.
    pub origin: Origin,
}

/// A quotient rounded half up: ties go up, also below zero. `None` where it does not fit, or the
/// divisor is not above zero.
pub(crate) fn half_up(dividend: i128, divisor: i128) -> Option<i64> {
    let doubled = dividend.checked_mul(2)?.checked_add(divisor)?;
    let quotient = (0 < divisor).then(|| doubled.div_euclid(divisor.saturating_mul(2)))?;
    i64::try_from(quotient).ok()
}

/// A cell as part of an identity.
fn cell(text: &str) -> String {
    text.replace('\\', "\\\\").replace(' ', "\\ ")
}

impl PricingEntry {
    /// The record type's word.
    #[must_use]
    pub const fn record(&self) -> &'static str {
        match self {
            Self::Ceiling { .. } => "ceiling",
            Self::Price { .. } => "price",
            Self::Allowance { .. } => "allowance",
            Self::Share(_) => "share",
            Self::Allocation { .. } => "allocation",
            Self::AnnualReport { .. } => "annual_report",
        }
    }

    /// What tells the entry from others of its record type and party: its cells with blanks between,
    /// so that blanks inside of them are marked.
    #[must_use]
    pub fn code(&self) -> String {
        let of = |tariff: &Tariff| {
            let Tariff { product, unit, validity, tier_from, .. } = tariff;
            format!("{} {} {} {tier_from}", cell(product), cell(unit), validity.from)
        };
        match self {
            Self::Ceiling { tariff, .. } => of(tariff),
            Self::Price { tariff, buyer, .. } => {
                format!("{} {}", of(tariff), cell(buyer)).trim().to_owned()
            }
            Self::Allowance { cycle, .. } => cycle.clone(),
            Self::Share(share) => {
                let payee = share.payee.as_ref().map(ToString::to_string).unwrap_or_default();
                format!("{} {} {}", cell(&share.scheme), cell(&payee), share.validity.from)
            }
            Self::Allocation { key, use_, product, validity, .. } => {
                format!("{} {use_} {} {}", cell(key), cell(product), validity.from)
            }
            Self::AnnualReport { year, .. } => year.to_string(),
        }
    }
}

#[cfg(test)]
mod tests;
