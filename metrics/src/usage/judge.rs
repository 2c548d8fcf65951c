//! The rules of records and of invoices: U-1, F-6, F-8, F-17. Every record counts, whatever it
//! breaks.

use std::collections::BTreeMap;

use super::{Usage, UsageContext, UsageFact, rules};
use crate::finding::{Fault, Faults, Place};
use crate::form::entries::Entry;
use crate::money::{FEN_DIGITS, PARTS_PER_FEN, UnitPrice, format_minor};
use crate::party::PartyId;
use crate::pricing::booked::uses;
use crate::ratio::Ratio;

/// A quantity and a price have six decimals each.
const PRODUCT_DIGITS: u8 = 12;
const ONE_PPM: i128 = 1_000_000;

/// Judges the records of one file.
#[derive(Debug)]
pub(super) struct Judge<'a> {
    context: &'a UsageContext,
    faults: &'a mut Faults,
}

/// What the records of an invoice say together.
struct Invoice<'a> {
    first: &'a Entry<Usage>,
    records: usize,
    /// Fen by rate.
    taxable: BTreeMap<Ratio, i128>,
    tax_fen: i128,
}

impl<'a> Judge<'a> {
    pub(super) fn new(context: &'a UsageContext, faults: &'a mut Faults) -> Self {
        Self { context, faults }
    }

    pub(super) fn judge(&mut self, entries: &[Entry<Usage>]) {
        for entry in entries {
            self.day(entry);
            self.amount(entry);
            self.is_free(entry);
            self.rate(entry);
        }
        self.taxes(entries);
    }

    /// U-1: what was served in another month belongs to that month's file.
    fn day(&mut self, entry: &Entry<Usage>) {
        let day = entry.content.dated_on;
        if !self.context.period.contains(day) {
            self.faults.push(Fault {
                expected: self.context.period.to_string(),
                actual: day.to_string(),
                ..of(rules::DAY_IN_PERIOD, entry, "date")
            });
        }
    }

    /// F-6 (`domain` 7.3): exact to 1e-12 yuan, so that nothing is rounded before it is compared.
    fn amount(&mut self, entry: &Entry<Usage>) {
        let usage = &entry.content;
        let tax_fen = if usage.vat_included { tax_fen(usage) } else { 0 };
        let charged_fen = i128::from(usage.amount_fen) + tax_fen;
        let product = i128::from(usage.units.millionths) * i128::from(usage.price.millionths);
        let difference = product - charged_fen * PARTS_PER_FEN;
        let tolerance = i128::from(self.context.policy.amount_tolerance.value) * PARTS_PER_FEN;
        if difference.abs() <= tolerance {
            return;
        }
        let mut fault = of(rules::AMOUNT, entry, "amount");
        fault.expected = trimmed(product);
        fault.actual = format_minor(charged_fen, FEN_DIGITS);
        fault.difference = Some(trimmed(difference));
        fault.arguments.push(("units", usage.units.to_string()));
        fault.arguments.push(("price", usage.price.to_string()));
        self.faults.push(fault);
    }

    /// F-8: neither price nor amount where the public is served.
    fn is_free(&mut self, entry: &Entry<Usage>) {
        let usage = &entry.content;
        if usage.use_ != uses::PUBLIC {
            return;
        }
        if usage.price != UnitPrice::default() {
            let actual = usage.price.to_string();
            self.not_free(entry, "price", actual);
        }
        if usage.amount_fen != 0 {
            let actual = format_minor(usage.amount_fen.into(), FEN_DIGITS);
            self.not_free(entry, "amount", actual);
        }
    }

    fn not_free(&mut self, entry: &Entry<Usage>, column: &'static str, actual: String) {
        let fault = of(rules::PUBLIC_IS_FREE, entry, column);
        let cause = format!("{} {column}", fault.cause);
        self.faults.push(Fault { cause, expected: "0".to_owned(), actual, ..fault });
    }

    /// F-17-rate.
    fn rate(&mut self, entry: &Entry<Usage>) {
        let known = &self.context.vat_rates;
        let Some(rate) = entry.content.tax_rate else { return };
        if known.contains(&rate) {
            return;
        }
        let expected: Vec<String> = known.iter().map(ToString::to_string).collect();
        self.faults.push(Fault {
            expected: expected.join(", "),
            actual: rate.to_string(),
            ..of(rules::TAX_RATE, entry, "tax_rate")
        });
    }

    /// F-17: the tax of an invoice is that of its amount, half a fen up; a record without invoice
    /// stands for itself. Records that lack rate or tax are left out: `R-5` names them.
    fn taxes(&mut self, entries: &[Entry<Usage>]) {
        let mut invoices: BTreeMap<(&PartyId, &str, &str), Invoice<'_>> = BTreeMap::new();
        for entry in entries {
            let usage = &entry.content;
            let (Some(rate), Some(tax_fen)) = (usage.tax_rate, usage.tax_fen) else { continue };
            let number = if usage.invoice.is_empty() { usage.number.as_str() } else { "" };
            let invoice =
                invoices.entry((&entry.party, &usage.invoice, number)).or_insert_with(|| Invoice {
                    first: entry,
                    records: 0,
                    taxable: BTreeMap::new(),
                    tax_fen: 0,
                });
            invoice.records += 1;
            *invoice.taxable.entry(rate).or_default() += i128::from(usage.amount_fen);
            invoice.tax_fen += i128::from(tax_fen);
        }
        for ((_, invoice, number), it) in &invoices {
            let expected: i128 =
                it.taxable.iter().map(|(rate, amount)| half_up_of(*amount, *rate)).sum();
            if expected == it.tax_fen {
                continue;
            }
            let mut fault = of(rules::TAX, it.first, "tax");
            fault.cause = if number.is_empty() { (*invoice).to_owned() } else { fault.cause };
            fault.expected = format_minor(expected, FEN_DIGITS);
            fault.actual = format_minor(it.tax_fen, FEN_DIGITS);
            fault.difference = Some(format_minor(expected - it.tax_fen, FEN_DIGITS));
            fault.arguments.push(("records", it.records.to_string()));
            self.faults.push(fault);
        }
    }
}

/// A record that is in force from another submission (V-2): the first one stands, and this one does
/// not count.
#[must_use]
pub fn conflict(fact: &UsageFact, receipt: &str) -> Fault {
    let number = &fact.usage.number;
    Fault {
        subject: Some(fact.party.clone()),
        cause: number.clone(),
        expected: "1".to_owned(),
        actual: "2".to_owned(),
        arguments: vec![("record", number.clone()), ("receipt", receipt.to_owned())],
        ..Fault::at(rules::RECORD_CONFLICT, Place::row(fact.origin.row))
    }
}

fn of(rule: &'static str, entry: &Entry<Usage>, column: &'static str) -> Fault {
    Fault {
        subject: Some(entry.party.clone()),
        cause: entry.label.clone(),
        arguments: vec![("record", entry.label.clone())],
        ..Fault::at(rule, Place::cell(entry.origin.row, column))
    }
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
fn trimmed(product: i128) -> String {
    if product % PARTS_PER_FEN == 0 {
        return format_minor(product / PARTS_PER_FEN, FEN_DIGITS);
    }
    format_minor(product, PRODUCT_DIGITS).trim_end_matches('0').to_owned()
}

#[cfg(test)]
mod tests;
