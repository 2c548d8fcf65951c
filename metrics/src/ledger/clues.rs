//! F-16: how amounts and dates of a file are spread. Each is a clue for a person to look at, never a
//! verdict; only counters are kept, whatever the file's length.

use std::array;

use jiff::civil::Date;

use super::rules;
use crate::finding::{Fault, Faults, Place};
use crate::period::Period;
use crate::ratio::Ratio;

/// How often each first digit is expected (Benford's law: log10(1 + 1/d)), in parts per million.
const FIRST_DIGITS_PPM: [i128; 9] =
    [301_030, 176_091, 124_939, 96_910, 79_181, 66_947, 57_992, 51_153, 45_757];

/// From where on a spread is worth a look. Data of the policy pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClueLimits {
    /// Nothing is said of fewer amounts.
    pub amounts_min: u64,
    /// The mean absolute deviation of the first digits' shares from Benford's law, at most.
    pub first_digits: Ratio,
    /// An amount is round if it is a multiple of so many units of its currency.
    pub round_multiple: u32,
    /// The share of round amounts, at most.
    pub round_share: Ratio,
    /// The share of amounts on the last day of the month, at most.
    pub month_end_share: Ratio,
}

/// The counters of a file.
#[derive(Debug)]
pub(super) struct Clues {
    limits: ClueLimits,
    last_day: Date,
    amounts: u64,
    first_digits: [u64; 9],
    round: u64,
    month_end: u64,
}

impl Clues {
    pub(super) fn new(limits: ClueLimits, period: Period) -> Self {
        let last_day = period.last_day();
        Self { limits, last_day, amounts: 0, first_digits: [0; 9], round: 0, month_end: 0 }
    }

    /// Counts the amount of a line; zero is none.
    pub(super) fn take(&mut self, amount_minor: u64, minor_digits: u8, dated: Date) {
        if amount_minor == 0 {
            return;
        }
        self.amounts += 1;
        let digit = amount_minor / 10_u64.pow(amount_minor.ilog10());
        self.first_digits[usize::try_from(digit).unwrap_or(1).clamp(1, 9) - 1] += 1;
        let unit = 10_u64.checked_pow(minor_digits.into()).unwrap_or(u64::MAX);
        let multiple = unit.saturating_mul(self.limits.round_multiple.into());
        self.round += u64::from(amount_minor.checked_rem(multiple) == Some(0));
        self.month_end += u64::from(dated == self.last_day);
    }

    /// Says what is beyond its limit.
    pub(super) fn judge(&self, period: Period, faults: &mut Faults) {
        if self.amounts < self.limits.amounts_min || self.amounts == 0 {
            return;
        }
        let amounts = i128::from(self.amounts);
        let share = |count: u64| (i128::from(count) * 1_000_000, amounts);
        let findings = [
            ("first_digits", self.first_digits_deviation(), self.limits.first_digits),
            ("round", share(self.round), self.limits.round_share),
            ("month_end", share(self.month_end), self.limits.month_end_share),
        ];
        for (check, (numerator, denominator), limit) in findings {
            if numerator <= i128::from(limit.ppm()) * denominator {
                continue;
            }
            let actual = i64::try_from(numerator / denominator).unwrap_or(i64::MAX);
            faults.push(Fault {
                period: Some(period),
                cause: check.to_owned(),
                expected: format!("≤ {limit}"),
                actual: Ratio::from_ppm(actual).to_string(),
                arguments: vec![
                    ("check", check.to_owned()),
                    ("amounts", self.amounts.to_string()),
                    ("multiple", self.limits.round_multiple.to_string()),
                ],
                ..Fault::at(rules::CLUES, Place::default())
            });
        }
    }

    /// The mean absolute deviation in parts per million, as numerator and denominator: the sum over
    /// the digits of |count / amounts − expected|, divided by their number.
    fn first_digits_deviation(&self) -> (i128, i128) {
        let amounts = i128::from(self.amounts);
        let deviation = |(count, expected): (u64, i128)| {
            (i128::from(count) * 1_000_000 - expected * amounts).abs()
        };
        let digits: [(u64, i128); 9] =
            array::from_fn(|index| (self.first_digits[index], FIRST_DIGITS_PPM[index]));
        (digits.into_iter().map(deviation).sum(), 9 * amounts)
    }
}
