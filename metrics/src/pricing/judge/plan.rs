//! The plan of a cycle against its permitted revenue: P-3 and P-3-unknown.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Judge, yuan};
use crate::money::{PARTS_PER_FEN, Quantity, UnitPrice};
use crate::pricing::{Entered, PermittedRevenue, PricingEntry, Tariff, Validity, rules};
use crate::ratio::Ratio;

/// A ceiling of a cycle with the quantity that is planned under it.
#[derive(Clone, Copy)]
struct Plan<'a> {
    tariff: &'a Tariff,
    units: Option<Quantity>,
    entered: &'a Entered,
}

/// What plans come to, 10⁻¹² yuan: exact. What does not fit is above every limit.
#[derive(Clone, Copy, Default)]
struct Planned {
    net: i128,
    with_tax: i128,
}

impl Judge<'_> {
    /// P-3: ceilings times the quantities planned under them are within the permitted revenue, which
    /// follows from “within MAR”. Value-added tax in a ceiling is taken out at the highest rate of the
    /// pack, so that it is not the reason for a warning; where the lowest rate would say otherwise, nobody
    /// can tell.
    pub(super) fn planned(&mut self, cycle: &PermittedRevenue, entered: &Entered) {
        let Some(limit_fen) = cycle.limit_fen else { return };
        let mut planned = Planned::default();
        for plan in plans(self.operator.entries, cycle.validity) {
            match plan.units {
                Some(units) => planned.add(plan.tariff, units),
                // Whatever is planned of what is free comes to nothing.
                None if plan.tariff.price == UnitPrice::default() => {}
                None => self.unplanned(cycle, &plan),
            }
        }
        let Validity { from, to } = cycle.validity;
        let rates = self.policy.assumed_rates((from, to.unwrap_or(Date::MAX)));
        let at = |rate: Option<&Ratio>| planned.fen(rate.map_or(0, |it| it.ppm()));
        let (least_fen, most_fen) = (at(rates.iter().max()), at(rates.iter().min()));
        let limit_fen = i128::from(limit_fen);
        let (rule, planned_fen) = if limit_fen < least_fen {
            (rules::PLANNED, least_fen)
        } else if limit_fen < most_fen {
            (rules::PLAN_UNKNOWN, most_fen)
        } else {
            return;
        };
        let mut fault = self.at(rule, entered, "approved");
        fault.expected = format!("≤ {}", yuan(limit_fen));
        fault.actual = yuan(planned_fen);
        fault.difference = Some(yuan(limit_fen - planned_fen));
        fault.arguments.extend([("cycle", cycle.cycle.clone()), ("check", "rate".to_owned())]);
        self.faults.push(fault);
    }

    /// P-3-unknown: a ceiling of which nobody planned a quantity. It counts as nothing.
    fn unplanned(&mut self, cycle: &PermittedRevenue, plan: &Plan<'_>) {
        let mut fault = self.of(rules::PLAN_UNKNOWN, (plan.entered, plan.tariff), "planned_units");
        fault.cause = format!("{} {}", cycle.cycle, fault.cause);
        fault.arguments.extend([
            ("cycle", cycle.cycle.clone()),
            ("tier", plan.tariff.tier_from.to_string()),
            ("check", "planned_units".to_owned()),
        ]);
        self.faults.push(fault);
    }
}

/// The ceilings of a cycle by product, unit and tier. A later one's plan takes the place of an earlier
/// one's; one without a plan stands only where there is none.
fn plans(entries: &[Entered], cycle: Validity) -> impl Iterator<Item = Plan<'_>> {
    let mut plans: BTreeMap<_, Plan<'_>> = BTreeMap::new();
    for entered in entries {
        let PricingEntry::Ceiling { tariff, planned_units, .. } = &entered.entry else { continue };
        if !overlap(tariff.validity, cycle) {
            continue;
        }
        let plan = Plan { tariff, units: *planned_units, entered };
        let order = |it: &Plan<'_>| (it.units.is_some(), it.tariff.validity.from);
        let newest = plans.entry((&tariff.product, &tariff.unit, tariff.tier_from));
        let newest = newest.or_insert(plan);
        if order(newest) < order(&plan) {
            *newest = plan;
        }
    }
    plans.into_values()
}

impl Planned {
    fn add(&mut self, tariff: &Tariff, units: Quantity) {
        let sum = if tariff.vat_included { &mut self.with_tax } else { &mut self.net };
        let revenue = i128::from(units.millionths) * i128::from(tariff.price.millionths);
        *sum = sum.saturating_add(revenue);
    }

    /// Without tax at a rate in parts per million, rounded up to the fen once: what is above a limit by
    /// any part of a fen is above it.
    fn fen(self, rate_ppm: i64) -> i128 {
        let one = i128::from(Ratio::ONE.ppm());
        let gross = one + i128::from(rate_ppm);
        let scaled = self.net.saturating_mul(gross);
        let scaled = scaled.saturating_add(self.with_tax.saturating_mul(one));
        -(-scaled).div_euclid(gross * PARTS_PER_FEN)
    }
}

fn overlap(one: Validity, other: Validity) -> bool {
    let begins_in = |it: Validity, in_: Validity| in_.to.is_none_or(|to| it.from <= to);
    begins_in(one, other) && begins_in(other, one)
}
