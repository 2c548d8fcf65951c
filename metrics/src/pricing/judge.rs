//! The rules about prices (`domain` 2.1.2, 7.6; F-10), judged from everything about one operator
//! that is in force on a day.

mod allocation;
mod ceiling;
mod plan;
mod revenue;
mod share;
mod tariff;

use jiff::civil::Date;

use super::booked::Months;
use super::distribution::Distribution;
use super::history::History;
use super::{Entered, PermittedRevenue, PricingEntry, PricingPolicy, rules};
use crate::finding::{Fault, Faults, Place};
use crate::money::{FEN_DIGITS, format_minor};
use crate::party::PartyId;
use crate::register::bank_accounts::BankAccounts;
use crate::tie_out::Directory;

/// Everything about one operator that the rules look at.
#[derive(Clone, Copy, Debug)]
pub struct Operator<'a> {
    /// Who.
    pub party: &'a PartyId,
    /// Since when it operates, where known.
    pub since: Option<Date>,
    /// The day on which it is judged.
    pub today: Date,
    /// The bank accounts that parties have registered.
    pub bank_accounts: &'a BankAccounts,
    /// The registered parties, by which a buyer is one however it is written.
    pub directory: &'a Directory,
    /// What was said of its prices.
    pub entries: &'a [Entered],
    /// How its allocations were said before.
    pub history: &'a History<'a>,
    /// What its ledger booked, month by month.
    pub months: &'a Months,
    /// Its cycles.
    pub cycles: &'a [PermittedRevenue],
    /// Its distribution schemes.
    pub distributions: &'a [Distribution],
}

/// The rules that [`judge`] asks.
pub const RULES: [&str; 27] = [
    rules::ABOVE_CEILING,
    rules::PLANNED,
    rules::PLAN_UNKNOWN,
    rules::REVENUE,
    rules::PROVISIONAL,
    rules::NOT_REPORTED,
    rules::NOT_PUBLISHED,
    rules::ANNUAL_REPORT,
    rules::SINCE,
    rules::TRIAL,
    rules::UNEQUAL,
    rules::TIERS,
    rules::OVERLAP,
    rules::APPROVED,
    rules::CARRIED,
    rules::NO_CEILING,
    rules::NOT_COMPARABLE,
    rules::CYCLE,
    rules::OUTSIDE,
    rules::ALLOCATION,
    rules::SHARES,
    rules::PAYEE,
    rules::PAYEE_KIND,
    rules::TREASURY,
    rules::FINANCE_RULE,
    rules::NOT_APPROVED,
    rules::BASE,
];

/// Every rule about prices that an operator breaks.
#[must_use]
pub fn judge(operator: &Operator<'_>, policy: &PricingPolicy) -> Faults {
    let mut judge = Judge { operator, policy, faults: Faults::default() };
    judge.ceilings();
    judge.tariffs();
    judge.revenue();
    judge.annual_reports();
    judge.allocations();
    judge.restated();
    judge.shares();
    judge.faults
}

struct Judge<'a> {
    operator: &'a Operator<'a>,
    policy: &'a PricingPolicy,
    faults: Faults,
}

impl Judge<'_> {
    /// A fault about an entry; its cause is the entry's identity.
    fn at(&self, rule: &'static str, entered: &Entered, column: &str) -> Fault {
        Fault {
            cause: entered.entry.code(),
            arguments: vec![("receipt", entered.receipt.clone())],
            ..self.about(rule, Place::cell(entered.origin.row, column))
        }
    }

    /// A fault about the operator.
    fn about(&self, rule: &'static str, place: Place) -> Fault {
        Fault { subject: Some(self.operator.party.clone()), ..Fault::at(rule, place) }
    }

    /// The entries of the operator's that hold, or have held, by today.
    fn begun(&self) -> impl Iterator<Item = &'_ Entered> {
        let today = self.operator.today;
        let entries: &[Entered] = self.operator.entries;
        entries.iter().filter(move |it| match &it.entry {
            PricingEntry::Ceiling { tariff, .. } | PricingEntry::Price { tariff, .. } => {
                tariff.validity.from <= today
            }
            PricingEntry::Allowance { validity, .. }
            | PricingEntry::Allocation { validity, .. } => validity.from <= today,
            PricingEntry::Share(share) => share.validity.from <= today,
            PricingEntry::AnnualReport { reported_on, .. } => *reported_on <= today,
        })
    }
}

/// An amount in yuan.
fn yuan(fen: impl Into<i128>) -> String {
    format_minor(fen.into(), FEN_DIGITS)
}
