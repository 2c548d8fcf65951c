//! Vouchers that failed in what a file supersedes, and that it does not name: each stays in the shares that
//! it was in, so that leaving one out makes no share of good ones larger.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Fault, Place, listed};
use crate::ledger::cells::voucher_label;
use crate::ledger::voucher::{Mark, Marks, Voucher};
use crate::ledger::{CheckedLedger, counts, plain_number, rules};

/// So many vouchers are named that are gone.
const VOUCHERS_NAMED_MAX: usize = 20;

/// Vouchers that failed, by type and number.
pub type FailedVouchers = BTreeMap<(String, String), FailedVoucher>;

/// What a voucher that failed is good in all the same: in nothing where nothing of it is understood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FailedVoucher {
    /// It balances, and every line of it was understood (F-1): it was posted.
    pub balanced: bool,
    /// It is dated in the period (F-12).
    pub in_period: bool,
    /// It is made and reviewed by two people (F-13).
    pub two_people: bool,
}

impl FailedVoucher {
    /// What is marked of a voucher; `None` if it did not fail, or is one that counts in no share (F-2).
    fn of(marks: Marks) -> Option<Self> {
        if marks.has(Mark::Repeated) {
            return None;
        }
        let balanced = marks.has(Mark::Counted);
        let in_period = !marks.has(Mark::DateOutside);
        let two_people = marks.has(Mark::TwoPeople);
        (!(balanced && in_period && two_people)).then_some(Self { balanced, in_period, two_people })
    }

    /// What both of two with one number are good in.
    const fn and(self, other: Self) -> Self {
        Self {
            balanced: self.balanced && other.balanced,
            in_period: self.in_period && other.in_period,
            two_people: self.two_people && other.two_people,
        }
    }
}

impl CheckedLedger {
    /// The vouchers that failed in this file: by themselves, or, of those that `is_posted`, in what does
    /// not keep a voucher from being posted. One that balances and is in force from another file is that
    /// one's (V-1).
    #[must_use]
    pub fn failed(&self, is_posted: impl Fn(&str, &str) -> bool) -> FailedVouchers {
        let mut failed: FailedVouchers =
            lacking(self).map(|it| (it, FailedVoucher::default())).collect();
        for (voucher, marks) in self.vouchers.iter().zip(self.vouchers.all_marks()) {
            let Some(found) = FailedVoucher::of(marks) else { continue };
            if !found.balanced || is_posted(voucher.voucher_type, voucher.number) {
                let of_number = failed.entry(key(&voucher)).or_insert(found);
                *of_number = of_number.and(found);
            }
        }
        failed
    }

    /// Counts the vouchers that had `failed` in what this file supersedes, and that it does not name, as it
    /// was found then. One fault names those that were never posted, so that nothing changes that was
    /// (F-15), and yet somebody wrote them.
    #[must_use]
    pub fn keep_dropped(&mut self, mut failed: FailedVouchers) -> Option<Fault> {
        if !failed.is_empty() {
            for it in self.vouchers.iter().map(|it| key(&it)).chain(lacking(self)) {
                failed.remove(&it);
            }
        }
        let count = |is_good: fn(&FailedVoucher) -> bool| {
            i64::try_from(failed.values().filter(|it| is_good(it)).count()).unwrap_or(i64::MAX)
        };
        let more = [
            (counts::VOUCHERS, count(|_| true)),
            (counts::VOUCHERS_LOST, count(|_| true)),
            (counts::VOUCHERS_BALANCED, count(|it| it.balanced)),
            (counts::VOUCHERS_IN_PERIOD, count(|it| it.in_period)),
            (counts::VOUCHERS_TWO_PEOPLE, count(|it| it.two_people)),
        ];
        self.add_counts(more);
        let never_posted = failed.iter().filter(|it| !it.1.balanced);
        let labels: BTreeSet<String> =
            never_posted.map(|((of, number), _)| voucher_label(of, number)).collect();
        self.dropped = failed;
        (!labels.is_empty()).then(|| Fault {
            period: Some(self.period),
            cause: "dropped".to_owned(),
            expected: listed(&labels, VOUCHERS_NAMED_MAX),
            arguments: vec![("count", labels.len().to_string())],
            ..Fault::at(rules::POSTED_DROPPED, Place::default())
        })
    }
}

/// Type and number, however many zeros that begins with.
fn key(voucher: &Voucher<'_>) -> (String, String) {
    (voucher.voucher_type.to_owned(), plain_number(voucher.number).to_owned())
}

/// The numbered vouchers of a file of which nothing is understood.
fn lacking(ledger: &CheckedLedger) -> impl Iterator<Item = (String, String)> {
    ledger.said.lacking.iter().flat_map(|(voucher_type, runs)| {
        let numbers = runs.iter().flat_map(|it| it.first..=it.last);
        numbers.map(|it| (voucher_type.clone(), it.to_string()))
    })
}
