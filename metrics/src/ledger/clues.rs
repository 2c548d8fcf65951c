//! F-16: how amounts and dates of a month are spread. Each is a clue for a person to look at, never a
//! verdict. Only counters are kept, whatever the number of lines: those of the files of a month add up,
//! so that it does not matter how many files it was handed in as.

use jiff::civil::Date;

use super::voucher::Vouchers;
use super::{CheckedLedger, Line, rules};
use crate::finding::{Fault, Place};
use crate::party::PartyId;
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

/// How the amounts of lines are spread. Zero is no amount.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// Amounts by their first digit, from 1 on.
    pub first_digits: [i64; 9],
    /// Round amounts.
    pub round: i64,
    /// Amounts on the last day of the month.
    pub month_end: i64,
}

/// Counts the amounts of a file that is posted.
#[derive(Debug)]
pub struct SpreadCount {
    /// What a round amount is a multiple of, in minor units of each currency of the file.
    round_minor: Vec<u64>,
    last_day: Date,
    spread: Spread,
}

impl SpreadCount {
    /// Nothing yet of a file, where a round amount is a multiple of so many units of its currency.
    #[must_use]
    pub fn of(ledger: &CheckedLedger, round_multiple: u32) -> Self {
        let round_minor = ledger.currencies.iter().map(|&(_, minor_digits)| {
            let unit = 10_u64.checked_pow(minor_digits.into()).unwrap_or(u64::MAX);
            unit.saturating_mul(round_multiple.into())
        });
        Self {
            round_minor: round_minor.collect(),
            last_day: ledger.period.last_day(),
            spread: Spread::default(),
        }
    }

    /// Counts a line of one of the file's vouchers.
    pub fn add(&mut self, line: &Line, vouchers: &Vouchers) {
        // A line has only one of the two.
        let amount_minor = line.debit_minor.unsigned_abs().max(line.credit_minor.unsigned_abs());
        if amount_minor == 0 {
            return;
        }
        let digit = amount_minor / 10_u64.pow(amount_minor.ilog10());
        self.spread.first_digits[usize::try_from(digit).unwrap_or(1).clamp(1, 9) - 1] += 1;
        let round_minor = self.round_minor[usize::from(line.currency)];
        self.spread.round += i64::from(amount_minor.checked_rem(round_minor) == Some(0));
        let is_last = i16::from(line.day) == i16::from(self.last_day.day())
            && vouchers.get(line.voucher).date == self.last_day;
        self.spread.month_end += i64::from(is_last);
    }

    /// What was counted.
    #[must_use]
    pub const fn spread(&self) -> Spread {
        self.spread
    }
}

impl ClueLimits {
    /// What of a party's month is beyond its limit: at most one fault of each sort.
    #[must_use]
    pub fn judge(&self, (party, period): (&PartyId, Period), spread: &Spread) -> Vec<Fault> {
        let amounts = spread.first_digits.iter().copied().map(i128::from).sum();
        if amounts < i128::from(self.amounts_min) || amounts == 0 {
            return Vec::new();
        }
        let share = |count: i64| (i128::from(count) * 1_000_000, amounts);
        let deviation = first_digits_deviation(&spread.first_digits, amounts);
        let sorts = [
            ("first_digits", deviation, self.first_digits),
            ("round", share(spread.round), self.round_share),
            ("month_end", share(spread.month_end), self.month_end_share),
        ];
        let is_beyond = |&(_, (numerator, denominator), limit): &(_, (i128, i128), Ratio)| {
            i128::from(limit.ppm()) * denominator < numerator
        };
        let fault = |(check, (numerator, denominator), limit): (&str, (i128, i128), Ratio)| {
            let actual = i64::try_from(numerator / denominator).unwrap_or(i64::MAX);
            Fault {
                subject: Some(party.clone()),
                period: Some(period),
                cause: check.to_owned(),
                expected: format!("≤ {limit}"),
                actual: Ratio::from_ppm(actual).to_string(),
                arguments: vec![
                    ("check", check.to_owned()),
                    ("amounts", amounts.to_string()),
                    ("multiple", self.round_multiple.to_string()),
                ],
                ..Fault::at(rules::CLUES, Place::default())
            }
        };
        sorts.into_iter().filter(is_beyond).map(fault).collect()
    }
}

/// The mean absolute deviation in parts per million, as numerator and denominator: the sum over the
/// digits of |count / amounts − expected|, divided by their number.
fn first_digits_deviation(first_digits: &[i64; 9], amounts: i128) -> (i128, i128) {
    let deviation =
        |(count, expected): (i64, i128)| (i128::from(count) * 1_000_000 - expected * amounts).abs();
    let digits = first_digits.iter().copied().zip(FIRST_DIGITS_PPM);
    (digits.map(deviation).sum(), 9 * amounts)
}
