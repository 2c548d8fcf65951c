//! Numbers that begin with letters, as those of passports and permits do.

use super::number::{Number, is_separator};
use super::plain::Plain;

/// What stands for a digit in a form.
const DIGIT: char = '#';
/// What stands for a letter; I and O look like digits, and no form has them.
const LETTER: char = '@';
/// The letters that are no such letter.
const LOOK_ALIKES: [char; 2] = ['I', 'O'];

/// Where a number of one of these forms begins, if this is the one in it. Its digits stand together; a
/// separator may stand before them, and the whole is no part of a longer word.
pub(super) fn begins(plain: &Plain, number: &Number, forms: &[String]) -> Option<usize> {
    forms.iter().find_map(|form| fits(plain, number, form))
}

fn fits(plain: &Plain, number: &Number, form: &str) -> Option<usize> {
    let letters: Vec<char> = form.trim_end_matches(DIGIT).chars().collect();
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
    let is_form = number.has_digits(form.len() - letters.len())
        && !is_part
        && letters.iter().zip(found).all(is_meant);
    is_form.then_some(start)
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
