//! F-6: revenue in the ledger against usage, per invoice and product.
//!
//! An invoice may be booked in another month than its service, so that it is compared over all months;
//! and only where nothing that is not there yet, or does not name invoices, can hold the rest of it.

use std::collections::{BTreeMap, BTreeSet};

use super::{about, rules, yuan};
use crate::finding::{Fault, listed};
use crate::ledger::Sums;
use crate::money::Currency;
use crate::party::PartyId;
use crate::period::{Period, Span};
use crate::pricing::AccountRoles;
use crate::pricing::policy::Component;
use crate::register::is_below;

/// So many vouchers and records are named of each side, the first of each month.
const NAMED_MAX: usize = 12;

/// What one side says of an invoice in a month and of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invoiced {
    /// The month.
    pub period: Period,
    /// Product number, `""` where none is named.
    pub product: String,
    /// What it comes to, and where.
    pub side: InvoiceSide,
}

/// Who says what an invoice comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvoiceSide {
    /// Lines of the ledger.
    Ledger {
        /// Account code.
        account: String,
        /// The currency.
        currency: Currency,
        /// Minor units of the currency.
        sums: Sums,
        /// The first of the vouchers by its name.
        voucher: String,
    },
    /// Records of usage.
    Usage {
        /// Revenue without tax, fen.
        amount_fen: i64,
        /// The first of the records by its number.
        record: String,
    },
}

/// The months in which a party's ledger and usage name invoices, each of them in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvoicedMonths {
    /// Months and accounts of which lines name an invoice.
    pub ledger: BTreeSet<(Period, String)>,
    /// Months of which records name one.
    pub usage: BTreeSet<Period>,
}

/// The books that invoices are compared in.
#[derive(Clone, Copy, Debug)]
pub struct InvoiceBooks<'a> {
    /// Whose.
    pub party: &'a PartyId,
    /// What its accounts are.
    pub roles: &'a AccountRoles<'a>,
    /// The accounts of its separate ledger, where the register lists any: only these and those below
    /// them count.
    pub separate: Option<&'a [String]>,
}

/// Compares the invoices of one party.
#[derive(Debug)]
pub struct InvoiceJudge<'a> {
    books: InvoiceBooks<'a>,
    /// Months in which either side would name whatever it has of an invoice.
    compared: BTreeSet<Period>,
}

/// What both sides say of one product of an invoice in each month, fen.
#[derive(Debug, Default)]
struct Sides {
    ledger: BTreeMap<Period, i128>,
    usage: BTreeMap<Period, i128>,
}

/// What both sides say of an invoice.
#[derive(Debug, Default)]
struct Invoice<'a> {
    products: BTreeMap<&'a str, Sides>,
    /// The first voucher of each month.
    vouchers: BTreeMap<Period, &'a str>,
    /// The first record of each month.
    records: BTreeMap<Period, &'a str>,
}

impl<'a> InvoiceJudge<'a> {
    /// A judge of the months that have both a ledger and usage in force, from the first to the last month
    /// in which each of them names invoices: beyond, the column is not used.
    #[must_use]
    pub fn of(
        books: InvoiceBooks<'a>,
        (ledgers, usages): (&BTreeSet<Period>, &BTreeSet<Period>),
        named: &InvoicedMonths,
    ) -> Self {
        let of_revenue = named.ledger.iter().filter(|(month, account)| {
            books.revenue_minor((*month, account), Sums::default()).is_some()
        });
        let ledger = used(ledgers, &of_revenue.map(|it| it.0).collect());
        let usage = used(usages, &named.usage);
        Self { books, compared: ledger.intersection(&usage).copied().collect() }
    }

    /// Whether no invoice can be compared, whatever is said of it.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.compared.is_empty()
    }

    /// The products of an invoice on which ledger and usage differ, to the fen: all that is said of it, in
    /// any order. It is compared once every month from the one before to the one after those in which a
    /// side comes to something is one to compare, so that a rest that is booked a month earlier or later is
    /// there. Compared is renminbi, as F-6-ledger does: what it comes to in another currency is F-21.
    #[must_use]
    pub fn judge(&self, number: &str, said: &[Invoiced]) -> Vec<Fault> {
        let invoice = self.books.invoice(said);
        let months = invoice.months();
        let (Some(&first), Some(&last)) = (months.first(), months.last()) else {
            return Vec::new();
        };
        if !self.covers(first, last) {
            return Vec::new();
        }
        let sides = invoice.products.iter().filter(|(_, it)| it.ledger_fen() != it.usage_fen());
        sides.map(|(product, it)| self.fault((number, product), (&invoice, it), first)).collect()
    }

    /// Whether these months, and one more on each side, are to be compared.
    fn covers(&self, first: Period, last: Period) -> bool {
        let around = first.previous().zip(last.next());
        let span = around.and_then(|(before, after)| Span::new(before, after));
        span.is_some_and(|it| it.periods().all(|month| self.compared.contains(&month)))
    }

    fn fault(
        &self,
        (number, product): (&str, &str),
        (invoice, sides): (&Invoice<'_>, &Sides),
        first: Period,
    ) -> Fault {
        let (rule, side) = match (invoice.vouchers.is_empty(), invoice.records.is_empty()) {
            (true, _) => (rules::INVOICE_ALONE, "usage"),
            (_, true) => (rules::INVOICE_ALONE, "ledger"),
            (false, false) => (rules::INVOICE, "both"),
        };
        let cause = format!("{number} {product}");
        let mut fault = about(rule, self.books.party, Some(first), cause);
        let (usage_fen, ledger_fen) = (sides.usage_fen(), sides.ledger_fen());
        fault.expected = yuan(usage_fen);
        fault.actual = yuan(ledger_fen);
        fault.difference = Some(yuan(usage_fen - ledger_fen));
        fault.arguments = vec![
            ("invoice", number.to_owned()),
            ("product", product.to_owned()),
            ("side", side.to_owned()),
            ("vouchers", of_months(&invoice.vouchers)),
            ("records", of_months(&invoice.records)),
        ];
        fault
    }
}

impl InvoiceBooks<'_> {
    /// What sums of an account are as revenue, as F-6 reckons it; `None` where they are none.
    fn revenue_minor(&self, (month, account): (Period, &str), sums: Sums) -> Option<i128> {
        let is_separate =
            self.separate.is_none_or(|all| all.iter().any(|it| is_below(account, it)));
        let counted = self.roles.amount_fen(Component::Revenue, (month, account), sums);
        counted.filter(|_| is_separate)
    }

    /// Adds up what is said of an invoice; what is no revenue is left out.
    fn invoice<'s>(&self, said: &'s [Invoiced]) -> Invoice<'s> {
        let mut invoice = Invoice::default();
        for Invoiced { period, product, side } in said {
            let (named, first) = match side {
                InvoiceSide::Ledger { account, currency, sums, voucher } => {
                    let Some(minor) = self.revenue_minor((*period, account), *sums) else {
                        continue;
                    };
                    if *currency == Currency::CNY {
                        let sides = invoice.products.entry(product).or_default();
                        *sides.ledger.entry(*period).or_default() += minor;
                    }
                    (&mut invoice.vouchers, voucher)
                }
                InvoiceSide::Usage { amount_fen, record } => {
                    let sides = invoice.products.entry(product).or_default();
                    *sides.usage.entry(*period).or_default() += i128::from(*amount_fen);
                    (&mut invoice.records, record)
                }
            };
            let named = named.entry(*period).or_insert(first);
            *named = (*named).min(first);
        }
        invoice
    }
}

impl Sides {
    fn ledger_fen(&self) -> i128 {
        self.ledger.values().sum()
    }

    fn usage_fen(&self) -> i128 {
        self.usage.values().sum()
    }
}

impl Invoice<'_> {
    /// The months in which a side comes to something: a line of nothing makes nobody wait.
    fn months(&self) -> BTreeSet<Period> {
        let said = self.products.values().flat_map(|it| it.ledger.iter().chain(&it.usage));
        said.filter(|(_, fen)| **fen != 0).map(|(month, _)| *month).collect()
    }
}

/// The months handed in, from the first to the last in which invoices are named.
fn used(handed_in: &BTreeSet<Period>, named: &BTreeSet<Period>) -> BTreeSet<Period> {
    match (named.first(), named.last()) {
        (Some(first), Some(last)) => handed_in.range(first..=last).copied().collect(),
        _ => BTreeSet::new(),
    }
}

/// What is named of each month, as `2026-04 记-12, 2026-05 记-3`.
fn of_months(named: &BTreeMap<Period, &str>) -> String {
    let named = named.iter().map(|(month, first)| format!("{month} {first}"));
    listed(&named.collect::<BTreeSet<_>>(), NAMED_MAX)
}

#[cfg(test)]
mod tests;
