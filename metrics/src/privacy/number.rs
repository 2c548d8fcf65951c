//! Numbers in a text, however they are written and parted.

use jiff::civil::Date;

use super::plain::{Plain, digit};

/// What the last character X of an identity number is worth.
const TEN: u8 = 10;
/// The longest number that is looked for, in digits.
const DIGITS_MAX: usize = 19;
/// Separators between digits at most; more are a gap.
const SEPARATORS_MAX: usize = 2;
/// Digits of an identity number before 1999, with the first digits of regions.
const OLD_DIGITS: usize = 15;
const OLD_REGIONS: std::ops::RangeInclusive<u8> = 1..=8;
/// The century of the days of birth in these.
const OLD_CENTURY: i16 = 1900;
/// What a group of so many digits is as a year, with a date to go on after it.
const YEAR_DIGITS: usize = 4;
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2099;
/// The weights of the first 17 digits (GB 11643-1999): 2^(18-i) modulo 11.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// Digits that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// Values from 0 to 9; the last may be [`TEN`].
    digits: Vec<u8>,
    /// How many stand together, group by group.
    groups: Vec<usize>,
    /// The character read at which it begins.
    pub(super) at: usize,
    /// The one after its last.
    pub(super) end: usize,
}

/// Every number: each run of digits, and runs that a separator or two part, joined.
pub(super) fn numbers(plain: &Plain) -> Vec<Number> {
    let runs = runs(&plain.characters);
    let mut numbers = Vec::new();
    for first in 0..runs.len() {
        let (at, end) = (runs[first].at, runs[first].end);
        let mut joined = Number { digits: Vec::new(), groups: Vec::new(), at, end };
        for (index, run) in runs.iter().enumerate().skip(first) {
            let before = if index == first { None } else { Some(&runs[index - 1]) };
            let is_next = before.is_none_or(|it| {
                let between = &plain.characters[it.end..run.at];
                (1..=SEPARATORS_MAX).contains(&between.len())
                    && between.iter().all(|it| is_separator(*it))
            });
            joined.digits.extend(&run.digits);
            joined.groups.push(run.digits.len());
            joined.end = run.end;
            if !is_next || DIGITS_MAX < joined.digits.len() {
                break;
            }
            numbers.push(joined.clone());
            // What follows a number as X need not belong to it.
            if joined.digits.last() == Some(&TEN) {
                let mut shorter = joined.clone();
                shorter.digits.pop();
                shorter.end -= 1;
                if let Some(last) = shorter.groups.last_mut() {
                    *last -= 1;
                }
                numbers.push(shorter);
            }
        }
    }
    numbers
}

/// Digits without anything between.
struct Run {
    digits: Vec<u8>,
    at: usize,
    /// The character after the last.
    end: usize,
}

fn runs(characters: &[char]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let mut end = at;
        let (mut digits, mut real) = (Vec::new(), 0);
        while let Some(value) = characters.get(end).and_then(|it| value(*it)) {
            real += usize::from(digit(characters[end]).is_some());
            digits.push(value);
            end += 1;
            // X ends a number.
            if value == TEN {
                break;
            }
        }
        // A word of look-alikes is no number.
        if digits.len() < 2 * real {
            runs.push(Run { digits, at, end });
        }
        at = end.max(at + 1);
    }
    runs
}

/// The value of a digit, or of a letter that looks like one.
fn value(character: char) -> Option<u8> {
    match character {
        'O' | 'o' | 'О' | 'о' | 'Ο' | 'ο' => Some(0),
        'l' | 'I' | '|' | 'І' | 'Ι' => Some(1),
        'X' | 'x' | 'Х' | 'х' | 'Χ' | 'Ⅹ' | 'ⅹ' => Some(TEN),
        _ => digit(character),
    }
}

pub(super) fn is_separator(character: char) -> bool {
    matches!(character, ' ' | '-' | '.' | '·' | '_' | '/' | '(' | ')' | '*')
}

impl Number {
    /// Whether it has one of these groupings and beginnings.
    pub(super) fn is_of(&self, groupings: &[Vec<usize>], prefixes: &[String]) -> bool {
        let begins = |prefix: &String| {
            let wanted = prefix.bytes().map(|it| it.wrapping_sub(b'0'));
            self.digits.iter().copied().take(prefix.len()).eq(wanted)
        };
        groupings.contains(&self.groups)
            && !self.digits.contains(&TEN)
            && (prefixes.is_empty() || prefixes.iter().any(begins))
    }

    /// Whether so many digits stand together in each group.
    pub(super) fn is_grouped(&self, groups: impl Iterator<Item = usize>) -> bool {
        self.groups.iter().copied().eq(groups) && !self.digits.contains(&TEN)
    }

    /// Whether the last group is a year, from which a date goes on: `2026年`, `2026-03-12`.
    pub(super) fn begins_date(&self, after: &[char]) -> bool {
        let Some((_, year)) = self.digits.split_last_chunk::<YEAR_DIGITS>() else { return false };
        let year = number(year);
        let goes_on = match after {
            ['年', ..] | [' ', '年', ..] => true,
            ['-', m1, m2, '-', d1, d2, rest @ ..] => {
                let day: Option<Vec<u8>> =
                    [m1, m2, d1, d2].map(|it| digit(*it)).into_iter().collect();
                let is_longer = rest.first().is_some_and(|it| digit(*it).is_some());
                !is_longer && day.is_some_and(|it| is_day(year, &it))
            }
            _ => false,
        };
        self.groups.last() == Some(&YEAR_DIGITS) && YEARS.contains(&year) && goes_on
    }

    /// Whether the last digit is the check digit of the others (ISO/IEC 7812-1 annex B).
    pub(super) fn has_luhn(&self) -> bool {
        let doubled = |(index, digit): (usize, &u8)| {
            let digit = u32::from(*digit);
            if index % 2 == 0 { digit } else { 2 * digit / 10 + 2 * digit % 10 }
        };
        let sum: u32 = self.digits.iter().rev().enumerate().map(doubled).sum();
        sum.is_multiple_of(10)
    }

    /// Whether it is an identity number: 18 characters, a day of birth, the right check character; or 15
    /// digits in one with a day of birth.
    pub(super) fn is_identity(&self) -> bool {
        if self.groups == [OLD_DIGITS] {
            let of_region = self.digits.first().is_some_and(|it| OLD_REGIONS.contains(it));
            let year = OLD_CENTURY + number(&self.digits[6..8]);
            return of_region && is_day(year, &self.digits[8..12]);
        }
        let Some((check, digits)) =
            self.digits.split_last().filter(|it| it.1.len() == WEIGHTS.len())
        else {
            return false;
        };
        let weighted = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(*digit) * weight);
        let sum: u32 = weighted.sum();
        is_day(number(&digits[6..10]), &digits[10..14]) && (sum + u32::from(*check)) % 11 == 1
    }
}

fn number(digits: &[u8]) -> i16 {
    digits.iter().fold(0_i16, |sum, it| 10 * sum + i16::from(*it))
}

/// Whether four digits are a month and a day of a year.
fn is_day(year: i16, digits: &[u8]) -> bool {
    let (month, day) = digits.split_at(2);
    let [month, day] = [month, day].map(number).map(i8::try_from);
    let (Ok(month), Ok(day)) = (month, day) else { return false };
    Date::new(year, month, day).is_ok()
}
