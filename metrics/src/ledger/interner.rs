//! Numbers for values that repeat from row to row, in order of first appearance. The row before is
//! tried first: most rows repeat it, and then nothing is hashed or allocated.

use std::hash::{BuildHasher, Hash};

use hashbrown::{DefaultHashBuilder, HashTable};

use super::{AccountUsed, Dimensions};

/// A value that is kept once for each key.
pub(super) trait Keyed {
    /// What tells one value from another, borrowed from a row.
    type Key<'a>: Copy + Hash;

    /// Whether it is the value of `key`.
    fn is(&self, key: Self::Key<'_>) -> bool;

    /// Its own key.
    fn key(&self) -> Self::Key<'_>;
}

/// Values by number.
#[derive(Debug)]
pub(super) struct Interner<T> {
    values: Vec<T>,
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
    latest: u32,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            numbers: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            latest: 0,
        }
    }
}

impl<T: Keyed> Interner<T> {
    /// The number of the value of `key`, if there is one.
    pub(super) fn find(&mut self, key: T::Key<'_>) -> Option<u32> {
        if self.values.get(self.latest as usize).is_some_and(|value| value.is(key)) {
            return Some(self.latest);
        }
        let is_it = |&number: &u32| self.values[number as usize].is(key);
        let found = self.numbers.find(self.hasher.hash_one(key), is_it).copied();
        self.latest = found.unwrap_or(self.latest);
        found
    }

    /// Adds a value that [`Interner::find`] did not find.
    pub(super) fn add(&mut self, value: T) -> u32 {
        // A file has fewer rows than `u32::MAX`, which the intake checks, so fewer values too.
        let number = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        let hash = self.hasher.hash_one(value.key());
        self.values.push(value);
        let hash_of = |&number: &u32| self.hasher.hash_one(self.values[number as usize].key());
        self.numbers.insert_unique(hash, number, hash_of);
        self.latest = number;
        number
    }

    /// The value with a number that this interner gave.
    pub(super) fn get_mut(&mut self, number: u32) -> &mut T {
        &mut self.values[number as usize]
    }

    /// Every value, by number.
    pub(super) fn values(&self) -> &[T] {
        &self.values
    }

    /// Every value, by number.
    pub(super) fn into_values(self) -> Vec<T> {
        self.values
    }
}

/// Whether two texts are equal. Empty ones are not compared byte by byte: they point nowhere, and the
/// C library pays for a look there with hundreds of cycles.
pub(super) fn is_same(left: &str, right: &str) -> bool {
    left.len() == right.len() && (left.is_empty() || left == right)
}

impl Keyed for AccountUsed {
    type Key<'a> = &'a str;

    fn is(&self, key: &str) -> bool {
        self.code == key
    }

    fn key(&self) -> &str {
        &self.code
    }
}

impl Keyed for Dimensions {
    type Key<'a> = [&'a str; 8];

    fn is(&self, key: [&str; 8]) -> bool {
        self.key().iter().zip(key).all(|(own, other)| is_same(own, other))
    }

    fn key(&self) -> [&str; 8] {
        let Self { product, scenario, use_, funding, .. } = self;
        let Self { authorization, counterparty, cost_class, original_currency, .. } = self;
        [
            product,
            scenario,
            use_,
            funding,
            authorization,
            counterparty,
            cost_class,
            original_currency,
        ]
    }
}
