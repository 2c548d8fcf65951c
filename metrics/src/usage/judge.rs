//! The rules of records and of invoices: U-1, F-6, F-8, F-17. Every record counts, whatever it
//! breaks.

use std::collections::BTreeMap;

use super::together::{SumOfFile, off_together, product_sums};
use super::{Usage, UsageContext, UsageFact, rules};
use crate::effective::Effective;
use crate::finding::{Fault, Faults, Place};
use crate::ledger::rules::CLOSED_PERIOD;
use crate::ledger::says_nothing;
use crate::money::{FEN_DIGITS, PARTS_PER_FEN, UnitPrice, format_minor};
use crate::party::PartyId;
use crate::period::Period;
use crate::pricing::booked::uses;
use crate::ratio::Ratio;
use crate::source::Sourced;

/// A quantity and a price have six decimals each.
const PRODUCT_DIGITS: u8 = 12;
pub(super) const ONE_PPM: i128 = 1_000_000;

/// Judges the records of one file.
#[derive(Debug)]
pub(super) struct Judge<'a> {
    context: &'a UsageContext,
    faults: &'a mut Faults,
}

impl<'a> Judge<'a> {
    pub(super) fn new(context: &'a UsageContext, faults: &'a mut Faults) -> Self {
        Self { context, faults }
    }

    pub(super) fn judge(&mut self, facts: &[UsageFact]) {
        for fact in facts {
            self.day(fact);
            self.amount(fact);
            self.is_free(fact);
            self.rate(fact);
        }
        self.sums(facts);
        self.taxes(facts);
        self.untaxed(facts);
    }

    /// U-1: what was served in another month belongs to that month's file.
    fn day(&mut self, fact: &UsageFact) {
        let day = fact.usage.dated_on;
        if !self.context.period.contains(day) {
            self.faults.push(Fault {
                expected: self.context.period.to_string(),
                actual: day.to_string(),
                ..of(rules::DAY_IN_PERIOD, fact, "date")
            });
        }
    }

    /// F-6 (`domain` 7.3): exact to 1e-12 yuan, so that nothing is rounded before it is compared.
    fn amount(&mut self, fact: &UsageFact) {
        let usage = &fact.usage;
        let (product, charged_fen) = (usage.product(), charged_fen(usage));
        if is_within(usage, tolerance(usage, &self.context.policy.amount_tolerance)) {
            return;
        }
        let mut fault = of(rules::AMOUNT, fact, "amount");
        fault.expected = trimmed(product);
        fault.actual = format_minor(charged_fen, FEN_DIGITS);
        fault.difference = Some(trimmed(product - charged_fen * PARTS_PER_FEN));
        fault.arguments.push(("units", usage.units.to_string()));
        fault.arguments.push(("price", usage.price.to_string()));
        self.faults.push(fault);
    }

    /// F-6-sum: of what F-6 lets pass, a fen here and there does not add up. What other files of the month have
    /// is judged where it is posted.
    fn sums(&mut self, facts: &[UsageFact]) {
        let sums = product_sums(facts, &self.context.policy.amount_tolerance);
        for of_party in sums.chunk_by(|one, other| one.0 == other.0) {
            let of_file = |sum| SumOfFile { receipt: None, sheet: None, sum };
            let month = (of_party[0].0, self.context.period);
            for fault in off_together(month, of_party.iter().map(|it| of_file(it.1.clone()))) {
                self.faults.push(fault);
            }
        }
    }

    /// F-8: neither price nor amount where the public is served.
    fn is_free(&mut self, fact: &UsageFact) {
        let usage = &fact.usage;
        if &*usage.use_ != uses::PUBLIC {
            return;
        }
        if usage.price != UnitPrice::default() {
            let less = UnitPrice { millionths: -usage.price.millionths };
            self.not_free(fact, "price", (usage.price.to_string(), less.to_string()));
        }
        if usage.amount_fen != 0 {
            let shown = |fen: i128| format_minor(fen, FEN_DIGITS);
            let amount = i128::from(usage.amount_fen);
            self.not_free(fact, "amount", (shown(amount), shown(-amount)));
        }
    }

    fn not_free(
        &mut self,
        fact: &UsageFact,
        column: &'static str,
        (actual, difference): (String, String),
    ) {
        let fault = of(rules::PUBLIC_IS_FREE, fact, column);
        let cause = format!("{} {column}", fault.cause);
        let (expected, difference) = ("0".to_owned(), Some(difference));
        self.faults.push(Fault { cause, expected, actual, difference, ..fault });
    }

    /// F-17-rate: a rate that holds on the day of service.
    fn rate(&mut self, fact: &UsageFact) {
        let Some(rate) = fact.usage.tax_rate else { return };
        let day = fact.usage.dated_on;
        let known = self.context.vat_rates.iter().filter(|it| it.holds((day, day)));
        let known: Vec<Ratio> = known.map(|it| it.value.ratio()).collect();
        if known.contains(&rate) {
            return;
        }
        let expected: Vec<String> = known.iter().map(ToString::to_string).collect();
        self.faults.push(Fault {
            expected: expected.join(", "),
            actual: rate.to_string(),
            ..of(rules::TAX_RATE, fact, "tax_rate")
        });
    }

    /// F-17: the tax of an invoice is that of its amount, half a fen up; a record without invoice
    /// stands for itself. Records that lack rate or tax are left out: `R-5` names them.
    fn taxes(&mut self, facts: &[UsageFact]) {
        let is_taxed = |it: &&UsageFact| it.usage.tax_rate.is_some() && it.usage.tax_fen.is_some();
        let mut taxed: Vec<&UsageFact> = facts.iter().filter(is_taxed).collect();
        taxed.sort_by(|one, other| invoice(one).cmp(&invoice(other)));
        for records in taxed.chunk_by(|one, other| invoice(one) == invoice(other)) {
            self.tax(records);
        }
    }

    fn tax(&mut self, records: &[&UsageFact]) {
        let Some(first) = records.first() else { return };
        let (mut taxable, mut tax_fen) = (BTreeMap::<Ratio, i128>::new(), 0);
        for usage in records.iter().map(|it| &it.usage) {
            if let (Some(rate), Some(tax)) = (usage.tax_rate, usage.tax_fen) {
                *taxable.entry(rate).or_default() += i128::from(usage.amount_fen);
                tax_fen += i128::from(tax);
            }
        }
        let expected: i128 = taxable.iter().map(|(rate, amount)| half_up_of(*amount, *rate)).sum();
        if expected == tax_fen {
            return;
        }
        let mut fault = of(rules::TAX, first, "tax");
        if !says_nothing(&first.usage.invoice) {
            fault.cause = first.usage.invoice.to_string();
        }
        fault.expected = format_minor(expected, FEN_DIGITS);
        fault.actual = format_minor(tax_fen, FEN_DIGITS);
        fault.difference = Some(format_minor(expected - tax_fen, FEN_DIGITS));
        fault.arguments.push(("records", records.len().to_string()));
        self.faults.push(fault);
    }

    /// F-17-none: a sale that says neither rate nor tax escapes F-17; where none is owed, both are
    /// zero. One fault for each product, at the first of its records.
    fn untaxed(&mut self, facts: &[UsageFact]) {
        let mut untaxed: BTreeMap<(&PartyId, &str), (&UsageFact, u64)> = BTreeMap::new();
        for fact in facts {
            let usage = &fact.usage;
            let is_sold = usage.price != UnitPrice::default() && &*usage.use_ != uses::PUBLIC;
            if is_sold && usage.tax_rate.is_none() && usage.tax_fen.is_none() {
                untaxed.entry((&fact.party, &usage.product)).or_insert((fact, 0)).1 += 1;
            }
        }
        for ((_, product), (first, records)) in untaxed {
            let mut fault = of(rules::TAX_MISSING, first, "tax");
            product.clone_into(&mut fault.cause);
            fault
                .arguments
                .extend([("product", product.to_owned()), ("records", records.to_string())]);
            self.faults.push(fault);
        }
    }
}

/// What records of one invoice have in common; a record without invoice stands for itself.
fn invoice(fact: &UsageFact) -> (&PartyId, &str, &str) {
    let usage = &fact.usage;
    if says_nothing(&usage.invoice) {
        return (&fact.party, "", &usage.number);
    }
    (&fact.party, &usage.invoice, "")
}

/// A record that is in force from another submission (V-2): the first one stands, and this one does
/// not count.
#[must_use]
pub fn conflict(fact: &UsageFact, receipt: &str) -> Fault {
    let number = &fact.usage.number;
    Fault {
        subject: Some(PartyId::clone(&fact.party)),
        cause: number.clone(),
        expected: "1".to_owned(),
        actual: "2".to_owned(),
        arguments: vec![("record", number.clone()), ("receipt", receipt.to_owned())],
        ..Fault::at(rules::RECORD_CONFLICT, Place::row(fact.origin.row))
    }
}

/// The month of an operator is closed, so that its usage does not change (F-12). One fault for the
/// file.
#[must_use]
pub fn closed(party: &PartyId, period: Period) -> Fault {
    Fault {
        period: Some(period),
        cause: "usage".to_owned(),
        actual: period.to_string(),
        arguments: vec![("operator", party.to_string())],
        ..Fault::at(CLOSED_PERIOD, Place::default())
    }
}

fn of(rule: &'static str, fact: &UsageFact, column: &'static str) -> Fault {
    Fault {
        subject: Some(PartyId::clone(&fact.party)),
        cause: fact.usage.number.clone(),
        arguments: vec![("record", fact.usage.number.clone())],
        ..Fault::at(rule, Place::cell(fact.origin.row, column))
    }
}

/// Whether a record is charged what it comes to, but for what a single one may be off (F-6).
pub(super) fn is_within(usage: &Usage, tolerance: i128) -> bool {
    (usage.product() - charged_fen(usage) * PARTS_PER_FEN).abs() <= tolerance
}

/// How far quantity times price may be from the amount of one record, 1e-12 yuan.
pub(super) fn tolerance(usage: &Usage, amount_tolerance: &Effective<Sourced>) -> i128 {
    i128::from(amount_tolerance.on(usage.dated_on).value) * PARTS_PER_FEN
}

/// The amount of a record, with the tax where its price includes it, fen.
fn charged_fen(usage: &Usage) -> i128 {
    let tax_fen = if usage.vat_included { tax_fen(usage) } else { 0 };
    i128::from(usage.amount_fen) + tax_fen
}

/// The tax of a record, fen: as it says, else by its rate.
fn tax_fen(usage: &Usage) -> i128 {
    let by_rate = || usage.tax_rate.map(|it| half_up_of(usage.amount_fen.into(), it));
    usage.tax_fen.map(i128::from).or_else(by_rate).unwrap_or_default()
}

/// A part of an amount in fen, half a fen away from zero, so that a red-letter invoice takes back
/// exactly what it corrects.
fn half_up_of(amount_fen: i128, rate: Ratio) -> i128 {
    let scaled = amount_fen * i128::from(rate.ppm());
    (scaled.abs() + ONE_PPM / 2) / ONE_PPM * scaled.signum()
}

/// A product in yuan, with as many decimals as it needs and at least two.
pub(super) fn trimmed(product: i128) -> String {
    if product % PARTS_PER_FEN == 0 {
        return format_minor(product / PARTS_PER_FEN, FEN_DIGITS);
    }
    format_minor(product, PRODUCT_DIGITS).trim_end_matches('0').to_owned()
}

#[cfg(test)]
mod tests;
