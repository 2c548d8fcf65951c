//! Tie-outs: ledgers, usage, prices, disclosures and the register against each other (`domain` 7.3).
//!
//! Each rule takes what is in force as values and gives faults that say whom they are about. Amounts
//! are fen: only lines in renminbi are compared, and what is in other currencies is named (F-14, F-21).

mod capitalized;
mod ceiling;
mod charges;
mod disclosed;
mod elsewhere;
mod foreign;
mod invoices;
mod policy;
mod published;
mod related;
mod required;
mod revenue;
mod subsidy;
#[cfg(test)]
pub(crate) mod testing;
mod tiers;
mod unequal;
mod within;

use crate::finding::{Fault, Place};
use crate::ledger::{SumFact, Sums};
use crate::money::{Currency, FEN_DIGITS, format_minor};
use crate::party::PartyId;
use crate::period::Period;
use crate::usage::UsageSum;

pub use capitalized::capitalized;
pub use ceiling::prices_over_ceilings;
pub use charges::{CHARGES_MAX, Charge, Rates};
pub use disclosed::{DisclosedFee, PriceInForce, fees_not_in_force};
pub use elsewhere::{booked_elsewhere, public_revenue};
pub use foreign::not_in_renminbi;
pub use invoices::{
    HandedMonths, InvoiceBooks, InvoiceJudge, InvoiceSide, Invoiced, InvoicedMonths,
};
pub use policy::{TieOutPolicy, WordList};
pub use published::prices_not_published;
pub(crate) use related::plain;
pub use related::{Directory, developed_by_own_group, paid_to_related};
pub use required::{without_general_totals, without_separate_account};
pub use revenue::revenue_without_usage;
pub use subsidy::subsidies_not_netted;
pub use tiers::charges_over_tiers;
pub use unequal::charged_unequally;
pub use within::not_within;

/// Ids of the rules.
pub mod rules {
    /// Revenue in the ledger is what usage says, per product and month. Part of F-6.
    pub const REVENUE: &str = "F-6-ledger";
    /// A month has revenue in the ledger, and usage was not handed in. Part of F-6.
    pub const USAGE_MISSING: &str = "F-6-missing";
    /// Revenue with a product is in the ledger, and usage was never handed in. Part of F-6.
    pub const NO_USAGE: &str = "F-6-none";
    /// Revenue of an invoice in the ledger is what usage says of it. Part of F-6.
    pub const INVOICE: &str = "F-6-invoice";
    /// An invoice is named by revenue in the ledger or by usage alone: a clue. Part of F-6.
    pub const INVOICE_ALONE: &str = "F-6-invoice-alone";
    /// Revenue or cost of a product stands on accounts of the separate ledger. Part of F-6.
    pub const ELSEWHERE: &str = "F-6-elsewhere";
    /// What serves the public brings no revenue in the ledger (Measures art. 19). Part of F-8.
    pub const PUBLIC_REVENUE: &str = "F-8-ledger";
    /// A price is not above the ceiling in force on the day of service (CN-65).
    pub const CEILING: &str = "F-7";
    /// A fee is charged for which no ceiling is in force. Part of F-7.
    pub const NO_CEILING: &str = "F-7-none";
    /// Whether a price is above its ceiling depends on a rate of tax that no record says. Part of F-7.
    pub const NOT_COMPARED: &str = "F-7-tax";
    /// A quantity costs at most what the tiers of its ceiling come to. Part of F-7.
    pub const TIERS: &str = "F-7-tiers";
    /// What is charged is a price published. Part of F-7.
    pub const PUBLISHED: &str = "F-7-price";
    /// What is charged has a price published. Part of F-7-price.
    pub const NO_PRICE: &str = "F-7-price-none";
    /// Buyers are charged the same in the same month, or what anybody may be (Measures art. 17): a clue.
    pub const UNEQUAL: &str = "P-9-charged";
    /// Subsidies are booked as such and taken off cost.
    pub const SUBSIDY: &str = "F-9";
    /// Revenue, cost, taxes or subsidies in another currency than the renminbi (会计法 art. 12).
    pub const CURRENCY: &str = "F-21";
    /// An operator that hands ledgers in has registered the accounts of its separate ledger (Measures
    /// art. 18).
    pub const NO_SEPARATE: &str = "F-23";
    /// A month with a ledger has totals of the general ledger. Part of F-5.
    pub const NO_GENERAL_TOTALS: &str = "F-5-missing";
    /// What the separate ledger capitalizes where data resources stand (CN-DRA): a clue.
    pub const CAPITALIZED: &str = "F-22";
    /// What is paid to related parties and to departments is flagged.
    pub const RELATED: &str = "F-14";
    /// The operator takes no part in re-development (Measures art. 17): a clue to a veto.
    pub const REDEVELOPMENT: &str = "SH-17-1";
    /// The fee disclosed is the price in force.
    pub const DISCLOSED_FEE: &str = "D-02-fee";
    /// An amount that a fee names is a price in force: a clue. Part of D-02-fee.
    pub const DISCLOSED_OTHER: &str = "D-02-fee-other";
}

/// The rules that rest on what is said of prices, among others.
pub const RULES_OF_PRICES: [&str; 9] = [
    rules::CEILING,
    rules::NO_CEILING,
    rules::NOT_COMPARED,
    rules::TIERS,
    rules::PUBLISHED,
    rules::NO_PRICE,
    rules::UNEQUAL,
    rules::DISCLOSED_FEE,
    rules::DISCLOSED_OTHER,
];

/// What one party's submissions in force say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Books {
    /// The party.
    pub party: PartyId,
    /// Movements of its separate ledgers in renminbi, by account and dimensions.
    pub movements: Vec<SumFact>,
    /// The same of accounts that are not 专账, where the register lists some as 专账.
    pub elsewhere: Vec<SumFact>,
    /// Movements of its separate ledgers in other currencies.
    pub foreign: Vec<SumFact>,
    /// The same of accounts that are not 专账.
    pub foreign_elsewhere: Vec<SumFact>,
    /// Sums of its ledgers by account and counterparty, in renminbi.
    pub counterparties: Vec<CounterpartySum>,
    /// The same in other currencies.
    pub foreign_counterparties: Vec<CounterpartySum>,
    /// Sums of its usage by month.
    pub usage: Vec<(Period, UsageSum)>,
}

/// What moved on an account with one counterparty in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CounterpartySum {
    /// The month.
    pub period: Period,
    /// Account code.
    pub account: String,
    /// The currency.
    pub currency: Currency,
    /// The counterparty as submitted, `""` where the line says none.
    pub counterparty: String,
    /// `own` or `subsidy`.
    pub funding: String,
    /// Minor units of the currency.
    pub sums: Sums,
}

pub(crate) fn yuan(fen: i128) -> String {
    format_minor(fen, FEN_DIGITS)
}

/// An amount with its currency, which has so many minor digits.
pub(crate) fn in_currency(minor: i128, (currency, digits): (Currency, u8)) -> String {
    format!("{} {currency}", format_minor(minor, digits))
}

/// A fault about a party, in no row of any file.
pub(crate) fn about(
    rule: &'static str,
    party: &PartyId,
    period: Option<Period>,
    cause: String,
) -> Fault {
    Fault { subject: Some(party.clone()), period, cause, ..Fault::at(rule, Place::default()) }
}
