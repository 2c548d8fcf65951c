//! Names of vouchers in little memory: ledgers number their vouchers through, and numbers that follow
//! one another are one entry.

use std::collections::{BTreeMap, BTreeSet};

use super::continuity::{NumberRun, RunOfFile, parse_number};

/// Types and numbers of vouchers, each once: `3` and `03` are one number, as the vouchers of a month are
/// numbered through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VoucherNames(BTreeMap<String, OfType>);

/// The names of one type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct OfType {
    numbers: Runs,
    /// What is no number.
    texts: BTreeSet<String>,
}

/// Numbers from 1 on as runs that do not meet, each from its first number to its last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Runs(BTreeMap<i64, i64>);

impl VoucherNames {
    /// The names of all of these.
    pub fn union<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut union = Self::default();
        for (voucher_type, names) in all.into_iter().flat_map(|it| &it.0) {
            match union.0.get_mut(voucher_type) {
                Some(of_type) => of_type.add_all(names),
                None => drop(union.0.insert(voucher_type.clone(), names.clone())),
            }
        }
        union
    }

    /// Adds a type and number.
    pub fn add(&mut self, voucher_type: &str, number: &str) {
        if let Some(of_type) = self.0.get_mut(voucher_type) {
            of_type.add(number);
            return;
        }
        let mut of_type = OfType::default();
        of_type.add(number);
        self.0.insert(voucher_type.to_owned(), of_type);
    }

    /// Whether a voucher of this type and number is one of them.
    #[must_use]
    pub fn contains(&self, voucher_type: &str, number: &str) -> bool {
        let Some(of_type) = self.0.get(voucher_type) else { return false };
        match parse_number(number) {
            Some(parsed) => of_type.numbers.contains(parsed),
            None => of_type.texts.contains(number),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many entries they take: one for each run of numbers and for each text.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.0.values().map(|it| it.texts.len() + it.numbers.0.len()).sum()
    }

    /// The runs of the numbers of each type.
    pub(super) fn runs(&self) -> impl Iterator<Item = RunOfFile<'_>> {
        self.0.iter().flat_map(|(voucher_type, of_type)| {
            let runs = of_type.numbers.iter();
            runs.map(|(first, last)| {
                (voucher_type.as_str(), NumberRun { first, last, row: None }, "")
            })
        })
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for VoucherNames {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(names: I) -> Self {
        let mut all = Self::default();
        names.into_iter().for_each(|(voucher_type, number)| all.add(voucher_type, number));
        all
    }
}

impl OfType {
    fn add(&mut self, number: &str) {
        match parse_number(number) {
            Some(parsed) => self.numbers.add((parsed, parsed)),
            None => drop(self.texts.insert(number.to_owned())),
        }
    }

    fn add_all(&mut self, other: &Self) {
        self.texts.extend(other.texts.iter().cloned());
        other.numbers.iter().for_each(|run| self.numbers.add(run));
    }
}

impl Runs {
    /// Adds a run, which becomes one with those that it meets.
    fn add(&mut self, (mut first, mut last): (i64, i64)) {
        let before = self.0.range(..first).next_back().map(|(first, last)| (*first, *last));
        if let Some(before) = before.filter(|it| first - 1 <= it.1) {
            (first, last) = (before.0, last.max(before.1));
        }
        while let Some((&next, &until)) = self.0.range(first..=last.saturating_add(1)).next_back() {
            last = last.max(until);
            self.0.remove(&next);
        }
        self.0.insert(first, last);
    }

    fn contains(&self, number: i64) -> bool {
        self.0.range(..=number).next_back().is_some_and(|(_, last)| number <= *last)
    }

    /// The runs, from the lowest on.
    fn iter(&self) -> impl Iterator<Item = (i64, i64)> {
        self.0.iter().map(|(first, last)| (*first, *last))
    }
}

/// What tells the number of a voucher from others of its type and month: without the zeros that it may
/// begin with, where it is a number.
#[must_use]
pub fn plain_number(number: &str) -> &str {
    parse_number(number).map_or(number, |_| number.trim_start_matches('0'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(numbers: &[&str]) -> VoucherNames {
        numbers.iter().map(|it| ("记", *it)).collect()
    }

    /// How many entries these numbers of one type take.
    #[track_caller]
    fn check(numbers: &[&str], entries: usize) {
        let names = names(numbers);
        assert_eq!(names.entries(), entries, "{numbers:?}");
        assert!(numbers.iter().all(|it| names.contains("记", it)), "{numbers:?}");
    }

    #[test]
    fn numbers_that_follow_one_another_are_one_entry() {
        check(&[], 0);
        check(&["1", "2", "3"], 1);
        check(&["3", "1", "2", "2"], 1);
        check(&["2", "5", "4"], 2);
        check(&["01", "2", "003", "03"], 1);
        check(&["A-7", "1"], 2);
        check(&["9223372036854775807", "9223372036854775806"], 1);
        let many: Vec<String> = (1..=10_000).rev().map(|it| it.to_string()).collect();
        check(&many.iter().map(String::as_str).collect::<Vec<_>>(), 1);
    }

    #[test]
    fn a_name_is_its_type_and_its_number_or_text() {
        let names = names(&["1", "02", "A", "-3", "00"]);
        for other in ["a", "", "3", "0", "000", "0A", "-03"] {
            assert!(!names.contains("记", other), "{other}");
        }
        for same in ["1", "01", "2", "02", "002", "A", "-3", "00"] {
            assert!(names.contains("记", same), "{same}");
        }
        assert!(!names.contains("收", "1"));
        let plain = ["3", "03", "0030", "0", "00", "0A", "099999999999999999999"].map(plain_number);
        assert_eq!(plain, ["3", "3", "30", "0", "00", "0A", "099999999999999999999"]);
    }

    proptest! {
        /// Names are a set, however they come together.
        #[test]
        fn the_union_has_what_either_has(
            all in prop::collection::vec(("[ab]", "0?[1-3]?[0-9]|[A-C]"), 0..60),
            at in 0_usize..60,
        ) {
            let pairs: Vec<(&str, &str)> = all.iter().map(|it| (&*it.0, &*it.1)).collect();
            let (left, right) = pairs.split_at(at.min(pairs.len()));
            let parts: [VoucherNames; 2] =
                [left.iter().copied().collect(), right.iter().rev().copied().collect()];
            let whole: VoucherNames = pairs.iter().copied().collect();
            prop_assert_eq!(VoucherNames::union(&parts), whole.clone());
            for number in 0..100 {
                for name in [number.to_string(), format!("0{number}")] {
                    let is_it = |it: &&(&str, &str)| {
                        it.0 == "a" && plain_number(it.1) == plain_number(&name)
                    };
                    prop_assert_eq!(whole.contains("a", &name), pairs.iter().any(|it| is_it(&it)));
                }
            }
        }
    }
}
