//! What entries about prices say to the statements of a month: allocation keys, shares, the permitted
//! revenue of the cycle with what was earned of it up to that month.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Allocation, LedgerFacts, PermittedUse, Product, Shared};
use crate::ledger::SumTooLarge;
use crate::ledger::chart::Charts;
use crate::money::UnitPrice;
use crate::party::PartyId;
use crate::period::Period;
use crate::pricing::allowance::permitted;
use crate::pricing::booked::Months;
use crate::pricing::distribution::{Distribution, distributions};
use crate::pricing::tariff::{Schedule, Subject, ceilings, in_force};
use crate::pricing::{
    AccountRoles, Entered, PermittedRevenue, PricingEntry, PricingPolicy, Share, ShareForm, Tariff,
};
use crate::ratio::Ratio;
use crate::register::{Standard, is_listed};

/// Whose statements are made: what is registered and in force about a party that keeps a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Who.
    pub party: PartyId,
    /// Its name, as submitted, if it is registered.
    pub name: Option<String>,
    /// Its accounting standard.
    pub standard: Standard,
    /// Codes of the accounts that the register lists as 专账.
    pub separate_accounts: BTreeSet<String>,
    /// Entries about its prices.
    pub entries: Vec<Entered>,
}

impl Unit {
    /// Whether an account is kept in the separate ledger: it is listed or below a listed one, or
    /// nothing is listed.
    #[must_use]
    pub fn is_separate(&self, account: &str) -> bool {
        self.separate_accounts.is_empty() || is_listed(account, &self.separate_accounts)
    }
}

/// What is known of prices in a month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prices {
    /// How shared cost is allocated, over time.
    pub allocations: Vec<Allocation>,
    /// How revenue is shared.
    pub shares: Vec<Shared>,
    /// What products cost.
    pub products: Vec<Product>,
    /// Subsidies that are netted in the cost for industry, month by month, fen.
    pub subsidies: Vec<(Period, i128)>,
    /// The permitted revenue of the cycle that the month ends in.
    pub cycle: Option<PermittedRevenue>,
    /// The shares of it at which somebody is warned, rising.
    pub marks: Vec<Ratio>,
}

impl Prices {
    /// From the entries in force and what the ledger booked up to the month of `facts`.
    ///
    /// # Errors
    ///
    /// [`SumTooLarge`].
    pub fn new(
        unit: &Unit,
        facts: &LedgerFacts,
        (policy, charts): (&PricingPolicy, &Charts),
    ) -> Result<Self, SumTooLarge> {
        let day = facts.period.last_day();
        let separate = facts.sums.iter().filter(|it| unit.is_separate(&it.account));
        let known = separate.filter(|it| it.period <= facts.period);
        let booked = AccountRoles::of(policy, charts, unit.standard).booked(known)?;
        let months = Months::of(&booked, &unit.entries)?;
        let cycles = permitted(&unit.entries, &months, policy)?;
        let given = distributions(&unit.entries, &months, &cycles, day)?;
        let ceilings = ceilings(&unit.entries);
        let mut prices = Self {
            subsidies: months.subsidies().collect(),
            cycle: cycles.into_iter().find(|it| it.validity.contains(day)),
            ..Self::default()
        };
        if let Some(cycle) = &prices.cycle {
            let marks = &policy.warning.on(cycle.validity.from).marks_ppm;
            prices.marks = marks.iter().map(|it| Ratio::from_ppm(*it)).collect();
        }
        for entered in &unit.entries {
            match &entered.entry {
                PricingEntry::Allocation { key, driver, use_, share, validity, .. } => {
                    prices.allocations.push(Allocation {
                        key: key.clone(),
                        driver: driver.clone(),
                        use_: use_.clone(),
                        share: *share,
                        validity: *validity,
                    });
                }
                PricingEntry::Share(it) if it.validity.contains(day) => {
                    prices.shares.push(Shared {
                        payee: it.payee.as_ref().map(ToString::to_string).unwrap_or_default(),
                        kind: it.kind().map_or("", crate::pricing::PayeeKind::as_str),
                        form: match it.form {
                            ShareForm::Cash => "cash",
                            ShareForm::InKind => "in_kind",
                        },
                        share: it.share,
                        amount_fen: amount_fen(it, &given),
                        document: it.document.clone(),
                    });
                }
                PricingEntry::Price { tariff, buyer, .. } if tariff.validity.contains(day) => {
                    prices.products.push(Product {
                        product: tariff.product.clone(),
                        unit: tariff.unit.clone(),
                        tier_from: tariff.tier_from,
                        ceiling: ceiling(&ceilings, tariff, day),
                        price: tariff.price,
                        vat_included: tariff.vat_included,
                        buyer: buyer.clone(),
                    });
                }
                PricingEntry::Share(_)
                | PricingEntry::Price { .. }
                | PricingEntry::Ceiling { .. }
                | PricingEntry::Allowance { .. }
                | PricingEntry::AnnualReport { .. } => {}
            }
        }
        Ok(prices)
    }

    /// How much of the cycle's permitted revenue is used, where a cycle is known.
    #[must_use]
    pub fn permitted_use(&self) -> Option<PermittedUse> {
        self.cycle.as_ref().map(|cycle| PermittedUse::of(cycle, &self.marks))
    }
}

/// The upper limit in force on a day where a tariff's tier begins: of several the one that began last.
fn ceiling(
    ceilings: &BTreeMap<Subject<'_>, Vec<Schedule<'_>>>,
    of: &Tariff,
    day: Date,
) -> Option<UnitPrice> {
    let schedules = ceilings.get(&(of.product.as_str(), of.unit.as_str(), ""))?;
    let (_, schedule) = in_force(schedules).range(..=day).next_back().map(|(on, it)| (*on, *it))?;
    Some(schedule?.above(of.tier_from)?.tariff.price)
}

/// What a payee is given, fen: as stated, else its part of what the scheme has to distribute so far,
/// rounded down.
fn amount_fen(share: &Share, given: &[Distribution]) -> Option<i128> {
    let part = |base_fen: i64| {
        i128::from(base_fen.max(0)) * i128::from(share.share.ppm()) / i128::from(Ratio::ONE.ppm())
    };
    let of_scheme = || given.iter().find(|it| it.scheme == share.scheme);
    share.amount_fen.map(i128::from).or_else(|| of_scheme().map(|it| part(it.base_fen)))
}
