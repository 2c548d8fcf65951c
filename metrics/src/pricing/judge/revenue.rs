//! The permitted revenue: reached, approved and reported (P-4, P-7, P-11, P-12, P-16, P-17).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Judge, yuan};
use crate::finding::Place;
use crate::pricing::allowance::RevenueState;
use crate::pricing::{Entered, PermittedRevenue, PricingEntry, Validity, rules};
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

    /// P-4: revenue has reached a mark, or exceeds the limit. Each mark is a finding of its own. What
    /// is computed grows with the cost, so that until the cycle is over it is provisional.
    fn reached(&mut self, cycle: &PermittedRevenue, entered: &Entered) {
        let is_limit = cycle.approved_fen.is_some() || self.is_over(cycle);
        let rule = if is_limit { rules::REVENUE } else { rules::PROVISIONAL };
        let mark = match cycle.state {
            RevenueState::Unknown | RevenueState::Within => return,
            RevenueState::Warned { mark_ppm } => Ratio::from_ppm(mark_ppm).to_string(),
            RevenueState::Exceeded => "exceeded".to_owned(),
        };
        let Some(limit_fen) = cycle.limit_fen else { return };
        let mut fault = self.at(rule, entered, "approved");
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
        let Some(approved_fen) = cycle.approved_fen else { return };
        let Some(computed_fen) = cycle.computed_fen.filter(|_| is_known) else {
            return self.deducted(cycle, entered);
        };
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

    /// P-12-carried: while the formula cannot be compared with what was approved, the approval itself has
    /// to say that it deducts the excess of the cycle before. A cycle that has not begun may still get
    /// another one.
    fn deducted(&mut self, cycle: &PermittedRevenue, entered: &Entered) {
        // What the formula gives until now says nothing against what the approval says.
        let is_said = cycle.deducted_fen.is_some_and(|it| cycle.carried_fen <= it);
        if cycle.outstanding_fen == 0 || is_said || self.operator.today < cycle.validity.from {
            return;
        }
        let deducted_fen = i128::from(cycle.deducted_fen.unwrap_or_default());
        let mut fault = self.at(rules::CARRIED, entered, "deducted");
        fault.expected = format!("≥ {}", yuan(cycle.carried_fen));
        fault.actual = cycle.deducted_fen.map(yuan).unwrap_or_default();
        fault.difference = Some(yuan(i128::from(cycle.carried_fen) - deducted_fen));
        let check = if cycle.deducted_fen.is_some() { "less" } else { "unsaid" };
        fault.arguments.extend([("cycle", cycle.cycle.clone()), ("check", check.to_owned())]);
        self.faults.push(fault);
    }

    /// P-7: each year since the operator began has its operating report. Where nobody knows when it
    /// began (P-7-since), neither this nor the end of its trial fees can be judged.
    pub(super) fn annual_reports(&mut self) {
        let Some(since) = self.operator.since else {
            let mut fault = self.about(rules::SINCE, Place::default());
            "since".clone_into(&mut fault.cause);
            fault.arguments.push(("operator", self.operator.party.to_string()));
            self.faults.push(fault);
            return;
        };
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
