//! F-6: revenue in the ledger against usage, per invoice and product.
//!
//! An invoice may be booked in another month than its service, so that it is compared over all months. What
//! one side says of it waits for the other until the months around are there, and no longer than these are due.

use std::collections::{BTreeMap, BTreeSet};

use super::{about, rules, yuan};
use crate::finding::{Fault, listed};
use crate::ledger::Sums;
use crate::money::Currency;
use crate::party::PartyId;
use crate::period::{Period, Span};
use crate::pricing::AccountRoles;
use crate::pricing::policy::Component;
use crate::register::is_listed;

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
    pub separate: Option<&'a BTreeSet<String>>,
}

/// The months that a party has handed in, or should have.
#[derive(Clone, Copy, Debug)]
pub struct HandedMonths<'a> {
    /// Months with a ledger in force.
    pub ledgers: &'a BTreeSet<Period>,
    /// Months with usage in force.
    pub usages: &'a BTreeSet<Period>,
    /// The last month of which both were due.
    pub due: Option<Period>,
}

impl HandedMonths<'_> {
    /// Whether nothing more of a month is waited for.
    fn is_known(&self, month: Period) -> bool {
        let is_there = self.ledgers.contains(&month) && self.usages.contains(&month);
        is_there || self.due.is_some_and(|due| month <= due)
    }

    /// Whether the month and those beside it are known, so that whatever answers it is there.
    fn is_settled(&self, month: Period) -> bool {
        let around = [month.previous(), Some(month), month.next()];
        around.into_iter().flatten().all(|it| self.is_known(it))
    }
}

/// Compares the invoices of one party.
#[derive(Debug)]
pub struct InvoiceJudge<'a> {
    books: InvoiceBooks<'a>,
    months: HandedMonths<'a>,
    /// The months between the first and the last in which each side names invoices: beyond, one of them
    /// does not use the column.
    used: Option<Span>,
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
    /// A judge of the invoices that stand, at least in part, in months in which both sides name invoices.
    #[must_use]
    pub fn of(books: InvoiceBooks<'a>, months: HandedMonths<'a>, named: &InvoicedMonths) -> Self {
        let of_revenue = named.ledger.iter().filter(|(month, account)| {
            books.revenue_minor((*month, account), Sums::default()).is_some()
        });
        let ledger: BTreeSet<Period> = of_revenue.map(|it| it.0).collect();
        let first = ledger.first().zip(named.usage.first()).map(|(one, other)| *one.max(other));
        let last = ledger.last().zip(named.usage.last()).map(|(one, other)| *one.min(other));
        let used = first.zip(last).and_then(|(first, last)| Span::new(first, last));
        Self { books, months, used }
    }

    /// Whether no invoice can be compared, whatever is said of it.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.used.is_none()
    }

    /// The products of an invoice on which ledger and usage differ, to the fen, by more than what may still
    /// come: all that is said of it, in any order. Compared is renminbi, as F-6-ledger does: what it comes
    /// to in another currency is F-21.
    #[must_use]
    pub fn judge(&self, number: &str, said: &[Invoiced]) -> Vec<Fault> {
        let invoice = self.books.invoice(said);
        let months = invoice.months();
        let is_used = |it: &Period| self.used.is_some_and(|used| used.contains(*it));
        let Some(&first) = months.first().filter(|_| months.iter().any(is_used)) else {
            return Vec::new();
        };
        let is_off = |it: &&Sides| it.is_off(|month| self.months.is_settled(month));
        let sides = invoice.products.iter().filter(|(_, it)| is_off(it));
        sides.map(|(product, it)| self.fault((number, product), (&invoice, it), first)).collect()
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
        let is_separate = self.separate.is_none_or(|listed| is_listed(account, listed));
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

    /// Whether the sides differ, and what is still to come cannot make them agree: at most that by which they
    /// differ within months that are not settled has its other half in a month that is not there yet. So an
    /// amount makes nobody wait for more than itself, and what has its other half beside it for nothing.
    fn is_off(&self, is_settled: impl Fn(Period) -> bool) -> bool {
        let mut rests = self.ledger.clone();
        for (month, fen) in &self.usage {
            *rests.entry(*month).or_default() -= fen;
        }
        let open = rests.iter().filter(|(month, _)| !is_settled(**month)).map(|(_, fen)| *fen);
        let (less, more) =
            open.fold((0, 0), |(less, more), fen| (less + fen.min(0), more + fen.max(0)));
        !(less..=more).contains(&rests.values().sum())
    }
}

impl Invoice<'_> {
    /// The months in which a side comes to something.
    fn months(&self) -> BTreeSet<Period> {
        let said = self.products.values().flat_map(|it| it.ledger.iter().chain(&it.usage));
        said.filter(|(_, fen)| **fen != 0).map(|(month, _)| *month).collect()
    }
}

/// What is named of each month, as `2026-04 记-12, 2026-05 记-3`.
fn of_months(named: &BTreeMap<Period, &str>) -> String {
    let named = named.iter().map(|(month, first)| format!("{month} {first}"));
    listed(&named.collect::<BTreeSet<_>>(), NAMED_MAX)
}

#[cfg(test)]
mod tests;
