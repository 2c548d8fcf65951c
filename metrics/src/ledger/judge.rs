//! The rules that are judged voucher by voucher, once all of its lines are known: F-1, F-12 (the
//! count), F-13, and R-8 for lines that contradict each other.

use std::collections::BTreeMap;

use super::plain::{plain, says_nothing};
use super::voucher::Mark;
use super::vouchers::{VoucherTable, WideSums};
use super::{Voucher, rules};
use crate::finding::{Fault, Faults, Place, reading};
use crate::money::{Currency, format_minor};
use crate::period::Period;

/// So many contradicting values are named in a fault.
const VALUES_NAMED_MAX: usize = 8;

/// Judges the vouchers of one file.
#[derive(Debug)]
pub(super) struct Judge<'a> {
    pub(super) period: Period,
    pub(super) currencies: &'a [(Currency, u8)],
    pub(super) faults: &'a mut Faults,
}

impl Judge<'_> {
    /// Applies the rules to each voucher, and marks those of two people. `unbalanced` are the sums of
    /// those that do not balance.
    pub(super) fn judge(
        &mut self,
        table: &mut VoucherTable,
        unbalanced: &BTreeMap<(u32, u16), WideSums>,
    ) {
        let untold = untold(table);
        // Many vouchers share their people, who are compared once for all of them.
        let two_people: Vec<bool> = table.vouchers.people().map(are_two).collect();
        for voucher in table.all() {
            let are_two = two_people[table.vouchers.heading_of(voucher) as usize];
            let are_two = untold.is_none() && self.is_made_by_two_people(table, voucher, are_two);
            table.marks_mut(voucher).set(Mark::TwoPeople, are_two);
        }
        if let Some(who) = untold.filter(|_| !table.vouchers.is_empty()) {
            self.push(Fault {
                cause: who.to_owned(),
                ..Fault::at(rules::TWO_PEOPLE, Place::default())
            });
        }
        for (&(voucher, currency), &sums) in unbalanced {
            if !table.vouchers.marks(voucher).has(Mark::Broken) {
                self.unbalanced(table.vouchers.get(voucher), currency, sums);
            }
        }
        self.contradictions(table);
    }

    /// F-1 (会计基础工作规范: double entry): debits equal credits in each currency, to the minor unit.
    fn unbalanced(&mut self, voucher: Voucher<'_>, currency: u16, (debit, credit): WideSums) {
        let (currency, minor_digits) = self.currencies[usize::from(currency)];
        let arguments = vec![
            ("voucher", voucher.label()),
            ("currency", currency.to_string()),
            ("lines", voucher.lines.to_string()),
        ];
        self.push(Fault {
            cause: format!("{} {currency}", arguments[0].1),
            expected: format_minor(debit, minor_digits),
            actual: format_minor(credit, minor_digits),
            difference: Some(format_minor(debit - credit, minor_digits)),
            arguments,
            ..Fault::at(rules::BALANCED, Place::row(voucher.origin.row))
        });
    }

    /// F-13 (会计法): maker and reviewer are named and are two people, however
    /// their names are spaced. Where lines contradict each
    /// other about them, R-8 says so and nothing is known here.
    fn is_made_by_two_people(&mut self, table: &VoucherTable, number: u32, are_two: bool) -> bool {
        let is_contradicted = ["maker", "reviewer"]
            .iter()
            .any(|&column| table.disagreements.contains_key(&(number, column)));
        if is_contradicted || are_two {
            return !is_contradicted;
        }
        let voucher = table.vouchers.get(number);
        let is_named = !says_nothing(voucher.maker) && !says_nothing(voucher.reviewer);
        let label = voucher.label();
        self.push(Fault {
            cause: label.clone(),
            actual: if is_named { voucher.maker.to_string() } else { String::new() },
            arguments: vec![
                ("voucher", label),
                ("maker", voucher.maker.to_string()),
                ("reviewer", voucher.reviewer.to_string()),
            ],
            ..Fault::at(rules::TWO_PEOPLE, Place::cell(voucher.origin.row, "reviewer"))
        });
        false
    }

    /// lines of one voucher that say different things of it.
    fn contradictions(&mut self, table: &VoucherTable) {
        for (&(number, column), values) in &table.disagreements {
            let voucher = table.vouchers.get(number);
            let label = voucher.label();
            let named: Vec<&str> =
                values.iter().take(VALUES_NAMED_MAX).map(String::as_str).collect();
            let (expected, others) =
                named.split_first().map_or(("", &[][..]), |(it, rest)| (*it, rest));
            self.push(Fault {
                cause: format!("{label} {column}"),
                expected: expected.to_owned(),
                actual: others.join(", "),
                arguments: vec![("voucher", label)],
                ..Fault::at(reading::DUPLICATE, Place::cell(voucher.origin.row, column))
            });
        }
    }

    fn push(&mut self, fault: Fault) {
        self.faults.push(Fault { period: Some(self.period), ..fault });
    }
}

/// Who is named by no voucher at all, as in formats that have no place for reviewers: said once for the
/// file, by the word of its sentence.
fn untold(table: &VoucherTable) -> Option<&'static str> {
    let (mut makers, mut reviewers) = (false, false);
    for (maker, reviewer) in table.vouchers.people() {
        makers |= !says_nothing(maker);
        reviewers |= !says_nothing(reviewer);
    }
    match (makers, reviewers) {
        (true, true) => None,
        (true, false) => Some("reviewer"),
        (false, true) => Some("maker"),
        (false, false) => Some("file"),
    }
}

/// Whether two people are named, however their names are spaced.
fn are_two((maker, reviewer): (&str, &str)) -> bool {
    !says_nothing(maker) && !says_nothing(reviewer) && plain(maker).ne(plain(reviewer))
}
