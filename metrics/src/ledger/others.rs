//! A month handed in as several files: what the others have in force is judged with this one, so that
//! splitting a file neither hides a fault nor makes one.

use hashbrown::HashSet;

use super::continuity::{self, Numbered, parse_number};
use super::voucher::Vouchers;
use super::{EntryKind, Sums};
use crate::finding::Faults;
use crate::money::Currency;
use crate::period::Period;

/// What the other files of the same party and month have in force. A file that this one supersedes is
/// none of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OtherFiles {
    /// Type and number of each voucher.
    pub vouchers: Vec<(String, String)>,
    /// Openings and movements by account code and currency.
    pub sums: Vec<(String, Currency, EntryKind, Sums)>,
}

impl OtherFiles {
    /// The numbers of the others, each once, that continuity asks about together with the vouchers of
    /// the file; and how many of them the file does not have. What the file has under the very same
    /// name is V-1's to say.
    pub(super) fn numbers(&self, own: &Vouchers) -> (Vec<Numbered<'_>>, i64) {
        if self.vouchers.is_empty() {
            return (Vec::new(), 0);
        }
        let names: HashSet<(&str, &str)> =
            own.iter().map(|it| (it.voucher_type, it.number)).collect();
        let of_own = |it: &(&str, &str)| Some((it.0.to_owned(), parse_number(it.1)?));
        let numbers: HashSet<(String, i64)> = names.iter().filter_map(of_own).collect();
        let (mut seen, mut others, mut foreign) = (HashSet::new(), Vec::new(), 0);
        for (voucher_type, number) in &self.vouchers {
            let Some(parsed) = parse_number(number) else { continue };
            let is_same_name = names.contains(&(voucher_type.as_str(), number.as_str()));
            if is_same_name || !seen.insert((voucher_type, parsed)) {
                continue;
            }
            foreign += i64::from(!numbers.contains(&(voucher_type.clone(), parsed)));
            others.push(Numbered { voucher_type, number, row: None });
        }
        (others, foreign)
    }

    /// How many numbers the others lack among themselves; what is no number is none of them.
    pub(super) fn lacking(&self, period: Period) -> i64 {
        let numbers = self.vouchers.iter().filter(|it| parse_number(&it.1).is_some());
        let numbered =
            numbers.map(|(voucher_type, number)| Numbered { voucher_type, number, row: None });
        continuity::judge(numbered, period, &mut Faults::default()).lacking()
    }

    /// Sums of one sort by account code and currency.
    pub(super) fn sums(&self, entry: EntryKind) -> impl Iterator<Item = (&str, Currency, Sums)> {
        let of_entry = self.sums.iter().filter(move |it| it.2 == entry);
        of_entry.map(|(account, currency, _, sums)| (account.as_str(), *currency, *sums))
    }
}
