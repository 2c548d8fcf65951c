//! What never changes once it is posted, read once and kept by its number or name, within bounds.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// Values by key, as many as weigh no more than allowed; more are forgotten all at once.
#[derive(Debug)]
pub(crate) struct Kept<K, T> {
    weight_max: usize,
    held: Mutex<Held<K, T>>,
}

#[derive(Debug)]
struct Held<K, T> {
    /// Each with its weight.
    values: HashMap<K, (Arc<T>, usize)>,
    weight: usize,
}

impl<K: Eq + Hash, T> Kept<K, T> {
    /// Nothing yet.
    pub(crate) fn up_to(weight_max: usize) -> Self {
        Self { weight_max, held: Mutex::new(Held { values: HashMap::new(), weight: 0 }) }
    }

    /// A value, if it is held.
    pub(crate) fn get(&self, key: &K) -> Option<Arc<T>> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.values.get(key).map(|(value, _)| Arc::clone(value))
    }

    /// Holds a value of a weight, unless it is too heavy by itself; gives it back.
    pub(crate) fn keep(&self, key: K, value: T, weight: usize) -> Arc<T> {
        let value = Arc::new(value);
        if weight <= self.weight_max {
            let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
            let before = held.values.remove(&key).map_or(0, |it| it.1);
            held.weight -= before;
            if self.weight_max < held.weight + weight {
                held.values.clear();
                held.weight = 0;
            }
            held.values.insert(key, (Arc::clone(&value), weight));
            held.weight += weight;
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which numbers are held after values of these weights came, numbered from 0, with room for 10.
    fn check(weights: &[usize], expected: &[i64]) {
        let kept = Kept::up_to(10);
        for (number, &weight) in (0..).zip(weights) {
            assert_eq!(*kept.keep(number, weight, weight), weight);
        }
        let held: Vec<i64> =
            (0..).take(weights.len()).filter(|it| kept.get(it).is_some()).collect();
        assert_eq!(held, expected, "{weights:?}");
    }

    #[test]
    fn what_is_held_never_weighs_more_than_allowed() {
        check(&[], &[]);
        check(&[4, 6], &[0, 1]);
        check(&[4, 6, 1], &[2]);
        check(&[10], &[0]);
        check(&[1, 11], &[0]);
        check(&[5, 11, 5], &[0, 2]);
    }

    #[test]
    fn what_grows_weighs_what_it_became() {
        let kept = Kept::up_to(10);
        for weight in [1, 9, 4] {
            kept.keep(1, weight, weight);
            assert_eq!(kept.get(&1).as_deref(), Some(&weight));
        }
        kept.keep(2, 6, 6);
        assert!(kept.get(&1).is_some(), "4 and 6 are 10");
        kept.keep(1, 5, 5);
        assert!(kept.get(&1).is_some() && kept.get(&2).is_none(), "5 and 6 are more");
    }

    #[test]
    fn what_comes_again_weighs_once() {
        let kept = Kept::up_to(10);
        for _ in 0..3 {
            kept.keep(1, "a", 5);
        }
        kept.keep(2, "b", 5);
        assert!(kept.get(&1).is_some());
    }
}
