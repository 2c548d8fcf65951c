//! The permitted revenue: planned, reached, approved and reported (P-3, P-4, P-7, P-11, P-12).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Judge, yuan};
use crate::finding::Place;
use crate::money::PARTS_PER_FEN;
use crate::pricing::allowance::RevenueState;
use crate::pricing::{Entered, PermittedRevenue, PricingEntry, Tariff, Validity, rules};
use crate::ratio::Ratio;

impl Judge<'_> {
    pub(super) fn revenue(&mut self) {
        let allowances: BTreeMap<&str, &Entered> = (self.operator.entries.iter())
            .filter_map(|entered| {
                let PricingEntry::Allowance { cycle, .. } = &entered.entry else { return None };
                Some((cycle.as_str(), entered))
            })
            .collect();
        let mut longest: Option<&PermittedRevenue> = None;
        for cycle in self.operator.cycles {
            let Some(entered) = allowances.get(cycle.cycle.as_str()) else { continue };
            self.bounded(cycle, entered);
            self.planned(cycle, entered);
            self.reached(cycle, entered);
            self.approved(cycle, entered);
            if let Some(before) = longest.filter(|it| it.validity.contains(cycle.validity.from)) {
                let mut fault = self.at(rules::OVERLAP, entered, "from");
                fault.cause = format!("allowance {}", fault.cause);
                fault.expected = format!("< {}", cycle.validity.from);
                fault.actual = before.validity.to.map(|it| it.to_string()).unwrap_or_default();
                fault.arguments.extend([
                    ("product", cycle.cycle.clone()),
                    ("unit", String::new()),
                    ("from", cycle.validity.from.to_string()),
                    ("before", before.validity.from.to_string()),
                ]);
                self.faults.push(fault);
            }
            if longest.is_none_or(|it| it.validity.to < cycle.validity.to) {
                longest = Some(cycle);
            }
        }
        self.outside();
    }

    /// P-16: a cycle has a limit, and begins and ends with a month: ledgers are of months.
    fn bounded(&mut self, cycle: &PermittedRevenue, entered: &Entered) {
        let Validity { from, to } = cycle.validity;
        if self.operator.today < from {
            return;
        }
        let first = (from != from.first_of_month()).then(|| (from, from.first_of_month()));
        let last = to.map(|it| (it, it.last_of_month())).filter(|(is, due)| is != due);
        let day = |it: (Date, Date)| (it.0.to_string(), it.1.to_string());
        let unlimited = cycle.limit_fen.is_none().then(|| ("—".to_owned(), "0.00".to_owned()));
        let found = [("from", first.map(day)), ("to", last.map(day)), ("approved", unlimited)];
        for (column, it) in found {
            let Some((actual, expected)) = it else { continue };
            let mut fault = self.at(rules::CYCLE, entered, column);
            fault.cause = format!("{} {column}", cycle.cycle);
            (fault.expected, fault.actual) = (expected, actual);
            fault.arguments.extend([("cycle", cycle.cycle.clone()), ("check", column.to_owned())]);
            self.faults.push(fault);
        }
    }

    /// P-17: where there are cycles, each month with revenue is in one.
    fn outside(&mut self) {
        let cycles = self.operator.cycles;
        if cycles.is_empty() {
            return;
        }
        for (period, revenue_fen) in self.operator.months.revenues() {
            let is_in = |it: &PermittedRevenue| it.validity.contains(period.last_day());
            if revenue_fen != 0 && !cycles.iter().any(is_in) {
                let mut fault = self.about(rules::OUTSIDE, Place::default());
                fault.cause = period.to_string();
                fault.period = Some(period);
                fault.actual = yuan(revenue_fen);
                fault.arguments.push(("month", period.to_string()));
                self.faults.push(fault);
            }
        }
    }

    /// P-3: ceilings times the quantities planned under them are within the permitted revenue, which
    /// follows from “within MAR”. Value-added tax in a ceiling is taken out at the highest rate, and
    /// parts of a fen are cut off, so that neither is the reason for a warning. A later ceiling's plan
    /// of the cycle takes the place of an earlier one's.
    fn planned(&mut self, cycle: &PermittedRevenue, entered: &Entered) {
        let Some(limit_fen) = cycle.limit_fen else { return };
        let Validity { from, to } = cycle.validity;
        let rates = self.policy.assumed_rates((from, to.unwrap_or(Date::MAX)));
        let highest = rates.iter().map(|it| it.ppm()).max().unwrap_or(0);
        let one = i128::from(Ratio::ONE.ppm());
        let fen = |tariff: &Tariff, units: i64| {
            let fen = i128::from(units) * i128::from(tariff.price.millionths) / PARTS_PER_FEN;
            if tariff.vat_included { fen * one / (one + i128::from(highest)) } else { fen }
        };
        let mut plans: BTreeMap<_, (Date, i128)> = BTreeMap::new();
        for entered in self.operator.entries {
            let PricingEntry::Ceiling { tariff, planned_units, .. } = &entered.entry else {
                continue;
            };
            let of_cycle = planned_units.filter(|_| overlap(tariff.validity, cycle.validity));
            let Some(units) = of_cycle else { continue };
            let plan = (tariff.validity.from, fen(tariff, units.millionths));
            let newest = plans.entry((&tariff.product, &tariff.unit, tariff.tier_from));
            let newest = newest.or_insert(plan);
            if newest.0 < plan.0 {
                *newest = plan;
            }
        }
        let planned: i128 = plans.into_values().map(|(_, fen)| fen).sum();
        if i128::from(limit_fen) < planned {
            let mut fault = self.at(rules::PLANNED, entered, "approved");
            fault.expected = format!("≤ {}", yuan(limit_fen));
            fault.actual = yuan(planned);
            fault.difference = Some(yuan(i128::from(limit_fen) - planned));
            fault.arguments.push(("cycle", cycle.cycle.clone()));
            self.faults.push(fault);
        }
    }

    /// P-4: revenue has reached a mark, or exceeds the limit. Each mark is a finding of its own. What
    /// is computed grows with the cost, so that it is a limit only when the cycle is over.
    fn reached(&mut self, cycle: &PermittedRevenue, entered: &Entered) {
        if cycle.approved_fen.is_none() && !self.is_over(cycle) {
            return;
        }
        let mark = match cycle.state {
            RevenueState::Unknown | RevenueState::Within => return,
            RevenueState::Warned { mark_ppm } => Ratio::from_ppm(mark_ppm).to_string(),
            RevenueState::Exceeded => "exceeded".to_owned(),
        };
        let Some(limit_fen) = cycle.limit_fen else { return };
        let mut fault = self.at(rules::REVENUE, entered, "approved");
        fault.cause = format!("{} {mark}", cycle.cycle);
        fault.expected = format!("≤ {}", yuan(limit_fen));
        fault.actual = yuan(cycle.actual_fen);
        fault.difference = Some(yuan(i128::from(limit_fen) - i128::from(cycle.actual_fen)));
        let usage = cycle.usage_ppm.map(|it| Ratio::from_ppm(it).to_string());
        fault.arguments.extend([
            ("cycle", cycle.cycle.clone()),
            ("usage", usage.unwrap_or_default()),
            ("mark", mark),
        ]);
        self.faults.push(fault);
    }

    fn is_over(&self, cycle: &PermittedRevenue) -> bool {
        cycle.validity.to.is_some_and(|to| to < self.operator.today)
    }

    /// P-12: once a cycle is over, what was approved is compared with what the formula gives from its
    /// ledgers, where there are any.
    fn approved(&mut self, cycle: &PermittedRevenue, entered: &Entered) {
        let is_known = self.is_over(cycle) && self.operator.months.are_known(cycle.validity);
        let amounts = cycle.approved_fen.zip(cycle.computed_fen);
        let Some((approved_fen, computed_fen)) = amounts.filter(|_| is_known) else { return };
        if computed_fen < approved_fen {
            let mut fault = self.at(rules::APPROVED, entered, "approved");
            fault.expected = format!("≤ {}", yuan(computed_fen));
            fault.actual = yuan(approved_fen);
            let difference = i128::from(computed_fen) - i128::from(approved_fen);
            fault.difference = Some(yuan(difference));
            fault
                .arguments
                .extend([("cycle", cycle.cycle.clone()), ("carried", yuan(cycle.carried_fen))]);
            self.faults.push(fault);
        }
    }

    /// P-7: each year since the operator began has its operating report.
    pub(super) fn annual_reports(&mut self) {
        let Some(since) = self.operator.since else { return };
        let reported: BTreeSet<i16> = (self.begun())
            .filter_map(|it| {
                let PricingEntry::AnnualReport { year, .. } = it.entry else { return None };
                Some(year)
            })
            .collect();
        for year in since.year()..self.operator.today.year() {
            let Ok(ends) = Date::new(year, 12, 31) else { return };
            let due = self.policy.annual_report.on(ends);
            let Ok(last) = Date::new(year + 1, due.month, due.day) else { return };
            let is_late = due.first_year <= year && last < self.operator.today;
            if is_late && !reported.contains(&year) {
                let mut fault = self.about(rules::ANNUAL_REPORT, Place::default());
                fault.cause = year.to_string();
                fault.expected = format!("≤ {last}");
                fault.arguments.extend([("year", year.to_string()), ("day", last.to_string())]);
                self.faults.push(fault);
            }
        }
    }
}

fn overlap(one: Validity, other: Validity) -> bool {
    let begins_in = |it: Validity, in_: Validity| in_.to.is_none_or(|to| it.from <= to);
    begins_in(one, other) && begins_in(other, one)
}
