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
    /// SHA-256, in lowercase hexadecimal, over the labels and values counted, in order: see
    /// [`Counting`].
    pub sha256: String,
}

/// Counts facts one by one, keeping none of them. They come in a fixed order, such as by receipt, and
/// are hashed as `label TAB value LF`.
#[derive(Clone, Debug)]
pub struct Counting {
    filter: String,
    value: u64,
    count: u64,
    hasher: Sha256,
}

impl Counting {
    /// Nothing counted yet of what a filter finds.
    #[must_use]
    pub fn new(filter: &str) -> Self {
        Self { filter: filter.to_owned(), value: 0, count: 0, hasher: Sha256::new() }
    }

    /// Counts a fact: what tells it from others, such as its receipt, and the value it adds.
    pub fn add(&mut self, label: &str, value: u64) {
        self.value = self.value.saturating_add(value);
        self.count += 1;
        self.hasher.update(format!("{label}\t{value}\n"));
    }

    /// How many facts were counted so far.
    #[must_use]
    pub const fn facts(&self) -> u64 {
        self.count
    }

    /// The count.
    #[must_use]
    pub fn done(self) -> Count {
        let sha256 = hex(&self.hasher.finalize());
        Count {
            value: self.value,
            facts: FactsCounted { filter: self.filter, count: self.count, sha256 },
        }
    }
}

/// SHA-256 in lowercase hexadecimal over lines, each ended by a line feed.
pub(super) fn sha256_of_lines(lines: impl Iterator<Item = impl AsRef<str>>) -> String {
    let mut hasher = Sha256::new();
    for line in lines {
        hasher.update(line.as_ref());
        hasher.update("\n");
    }
    hex(&hasher.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
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

    fn counted(facts: &[(&str, u64)]) -> Count {
        let mut counting = Counting::new("ledger");
        for (label, value) in facts {
            counting.add(label, *value);
        }
        counting.done()
    }

    /// Expected with coreutils: `printf 'r1\t7\nr2\t0\n' | sha256sum`.
    #[test]
    fn facts_are_hashed_as_lines_in_the_order_given() {
        let Count { value, facts } = counted(&[("r1", 7), ("r2", 0)]);
        assert_eq!((facts.filter.as_str(), facts.count, value), ("ledger", 2, 7));
        assert_eq!(
            facts.sha256,
            "b07bcbc7645e7ad27f6dec80d2e26a86b3a81b964a1d3c170971466eaba21d6a"
        );
        assert_ne!(counted(&[("r2", 0), ("r1", 7)]).facts.sha256, facts.sha256);
        assert_eq!(
            counted(&[]).facts.sha256,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(counted(&[("r1", u64::MAX), ("r2", 1)]).value, u64::MAX);
    }
}
