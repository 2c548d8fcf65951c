//! Measures: one number from facts, with numerator, denominator and the facts counted.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ratio::Ratio;
use crate::source::{Name, Source};

/// A number counted from facts, with what proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The number.
    pub value: u64,
    /// The facts counted.
    pub facts: FactsCounted,
}

/// The facts behind a count: stored as filter, count and hash, not as a list of ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactsCounted {
    /// How to find them again, such as `ledger party=uscc:… period=2026-01..2026-06`.
    pub filter: String,
    /// How many they are.
    pub count: u64,
    /// SHA-256, in lowercase hexadecimal, over the receipts and values counted, in order.
    pub sha256: String,
}

impl FactsCounted {
    /// Counts facts, each given as the receipt it came by and the value it adds, and hashes them as
    /// `receipt TAB value LF`. The caller gives them in a fixed order, such as by receipt.
    #[must_use]
    pub fn of<'a>(filter: &str, items: impl Iterator<Item = (&'a str, u64)>) -> Self {
        let mut count = 0;
        let lines = items.inspect(|_| count += 1);
        let sha256 = sha256_of_lines(lines.map(|(receipt, value)| format!("{receipt}\t{value}")));
        Self { filter: filter.to_owned(), count, sha256 }
    }
}

/// SHA-256 in lowercase hexadecimal over lines, each ended by a line feed.
pub(super) fn sha256_of_lines(lines: impl Iterator<Item = impl AsRef<str>>) -> String {
    let mut hasher = Sha256::new();
    for line in lines {
        hasher.update(line.as_ref());
        hasher.update("\n");
    }
    hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("writing to a string cannot fail");
        hex
    })
}

/// The counts of one subject in one period, by name.
pub type Counts = BTreeMap<String, Count>;

/// How a measure is computed from counts: data of the policy pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureDefinition {
    /// Its id, such as `voucher-balance-rate`.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// The count above the line.
    pub numerator: String,
    /// The count below the line.
    pub denominator: String,
    /// The rule that it measures, if there is one, such as `F-1`.
    #[serde(default)]
    pub rule: Option<String>,
    /// Where the formula comes from.
    pub source: Source,
}

/// One number computed from facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Its id.
    pub id: String,
    /// Above the line.
    pub numerator: Count,
    /// Below the line.
    pub denominator: Count,
    /// Numerator over denominator, rounding down; `None` where the denominator is 0: not
    /// applicable, never 0 or 100 (`domain` 5.1).
    pub ratio: Option<Ratio>,
}

impl MeasureDefinition {
    /// Computes the measure. `None` when nobody counted what it needs.
    #[must_use]
    pub fn of(&self, counts: &Counts) -> Option<Measure> {
        let numerator = counts.get(&self.numerator)?.clone();
        let denominator = counts.get(&self.denominator)?.clone();
        let ratio = NonZeroU64::new(denominator.value)
            .and_then(|below| Ratio::of_floor(numerator.value, below));
        Some(Measure { id: self.id.clone(), numerator, denominator, ratio })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected with coreutils: `printf 'r1\t7\nr2\t0\n' | sha256sum`.
    #[test]
    fn facts_are_hashed_as_lines_in_the_order_given() {
        let facts = FactsCounted::of("ledger", [("r1", 7), ("r2", 0)].into_iter());
        assert_eq!((facts.filter.as_str(), facts.count), ("ledger", 2));
        assert_eq!(
            facts.sha256,
            "b07bcbc7645e7ad27f6dec80d2e26a86b3a81b964a1d3c170971466eaba21d6a"
        );
        let swapped = FactsCounted::of("ledger", [("r2", 0), ("r1", 7)].into_iter());
        assert_ne!(swapped.sha256, facts.sha256);
        let none = FactsCounted::of("ledger", std::iter::empty());
        assert_eq!(none.sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
