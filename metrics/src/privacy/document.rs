//! Numbers that begin with letters, as those of passports and permits do.

use super::number::{Number, is_separator};
use super::plain::Plain;

/// What stands for a digit in a form.
const DIGIT: char = '#';
/// What stands for a letter; I and O look like digits, and no form has them.
const LETTER: char = '@';
/// The letters that are no such letter.
const LOOK_ALIKES: [char; 2] = ['I', 'O'];

/// What parts digits in a form.
const BLANK: char = ' ';

/// Where a number of one of these forms begins, if this is the one in it. Digits are parted by blanks
/// alone, and only where the form has one; a separator may stand before them. The whole is no part of a
/// longer word, no amount, and does not go on as a date: `G1503 2026年3月` is a motorway and a month.
pub(super) fn begins(
    plain: &Plain,
    number: &Number,
    (forms, units): (&[String], &[String]),
) -> Option<usize> {
    let begin = forms.iter().find_map(|form| fits(plain, number, form))?;
    let after = plain.characters.get(number.end..).unwrap_or_default();
    (!is_amount(after, units) && !number.begins_date(after)).then_some(begin)
}

fn fits(plain: &Plain, number: &Number, form: &str) -> Option<usize> {
    let (letters, digits) = form.split_at(form.find(DIGIT)?);
    let groups = digits.split(BLANK).map(str::len);
    let letters: Vec<char> = letters.chars().collect();
    let before = plain.characters.get(..number.at)?;
    let parted = usize::from(before.last().is_some_and(|it| is_separator(*it)));
    let start = before.len().checked_sub(parted + letters.len())?;
    let is_meant = |(wanted, actual): (&char, char)| match *wanted {
        LETTER => actual.is_ascii_uppercase() && !LOOK_ALIKES.contains(&actual),
        wanted => wanted == actual,
    };
    let found = before[start..].iter().map(|it| letter(*it));
    let is_of_word = |it: &char| it.is_ascii_alphanumeric() || *it == '_';
    let is_part = before[..start].last().is_some_and(is_of_word)
        || plain.characters.get(number.end).is_some_and(is_of_word);
    let between = plain.characters.get(number.at..number.end)?;
    let is_form = number.is_grouped(groups)
        && !between.iter().any(|it| is_separator(*it) && *it != BLANK)
        && !is_part
        && letters.iter().zip(found).all(is_meant);
    is_form.then_some(start)
}

/// Whether a unit follows a number, after what goes on of it: `345 678.00 元`.
fn is_amount(after: &[char], units: &[String]) -> bool {
    let goes_on = |it: &&char| it.is_ascii_digit() || matches!(**it, BLANK | '.' | ',');
    let rest = &after[after.iter().take_while(goes_on).count()..];
    let follows = |unit: &String| unit.chars().eq(rest.iter().copied().take(unit.chars().count()));
    units.iter().any(follows)
}

/// A letter as it is read: in upper case, and those of other scripts that look like one of a form.
fn letter(character: char) -> char {
    match character {
        'Е' | 'е' | 'Ε' | 'ε' => 'E',
        'С' | 'с' | 'Ϲ' | 'ϲ' => 'C',
        'Н' | 'н' | 'Η' | 'η' => 'H',
        'М' | 'м' | 'Μ' => 'M',
        _ => character.to_ascii_uppercase(),
    }
}
