//! A text as it is read: characters that look or count alike are one, what cannot be seen is left out.

use super::Surnames;
use crate::clean::is_unseen;

/// The digit 0 of scripts with digits of their own; 1 to 9 follow (Unicode, category Nd).
const ZEROS: [char; 18] = [
    '\u{660}',
    '\u{6f0}',
    '\u{7c0}',
    '\u{966}',
    '\u{9e6}',
    '\u{a66}',
    '\u{ae6}',
    '\u{b66}',
    '\u{be6}',
    '\u{c66}',
    '\u{ce6}',
    '\u{d66}',
    '\u{e50}',
    '\u{ed0}',
    '\u{1d7ce}',
    '\u{1d7d8}',
    '\u{1d7e2}',
    '\u{1d7f6}',
];
/// Chinese numerals from 0, and the other zero.
const NUMERALS: &str = "〇一二三四五六七八九";
const OTHER_ZERO: char = '零';

/// Letters of a Latin name at least, characters of a Chinese one at most, and of these the given name.
const NAME_MIN: usize = 2;
const NAME_MAX: usize = 4;
const GIVEN_MAX: usize = 2;
/// What stands between a label and a name.
const SIGNS: [char; 4] = [':', '(', '[', '='];
/// Blanks around a sign; more are a line to be filled in.
const BLANKS_MAX: usize = 2;

/// What stands between a word and what may follow it as a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Between {
    Nothing,
    Blanks,
    /// A sign such as a colon, perhaps with blanks.
    Sign,
}

/// The characters as they are read.
#[derive(Debug)]
pub(super) struct Plain {
    pub(super) characters: Vec<char>,
    /// Where each stands in the text, from 0.
    places: Vec<usize>,
}

impl Plain {
    pub(super) fn of(text: &str) -> Self {
        let seen = text.chars().enumerate().filter(|(_, it)| !is_unseen(*it));
        let (places, characters) = seen.map(|(place, it)| (place, read(it))).unzip();
        Self { characters, places }
    }

    /// The place in the text of a character read, from 1.
    pub(super) fn place(&self, at: usize) -> usize {
        self.places.get(at).map_or(1, |place| place + 1)
    }

    /// Where addresses with a domain begin.
    pub(super) fn emails(&self) -> Vec<usize> {
        let characters = &self.characters;
        let is_local = |it: char| it.is_alphanumeric() || "._%+-".contains(it);
        let is_domain = |it: char| it.is_alphanumeric() || ".-".contains(it);
        let signs = characters.iter().enumerate().filter(|it| *it.1 == '@');
        let begin = |(at, _): (usize, &char)| {
            let before = characters[..at].iter().rev().take_while(|it| is_local(**it)).count();
            let domain: String =
                characters[at + 1..].iter().take_while(|it| is_domain(**it)).collect();
            let (host, ending) = domain.trim_end_matches(['.', '-']).rsplit_once('.')?;
            let is_address = 0 < before && !host.is_empty() && 2 <= ending.chars().count();
            is_address.then_some(at - before)
        };
        signs.filter_map(begin).collect()
    }

    /// Where names stand after a word and a separator.
    pub(super) fn labelled(&self, words: &[String], surnames: &Surnames) -> Vec<usize> {
        let mut places = Vec::new();
        let labels = self.after_labels(words).into_iter();
        for (name, between) in labels.filter(|it| it.1 != Between::Nothing) {
            let surname = self.surname_at(name, surnames, &surnames.common);
            let is_han = surname
                .is_some_and(|it| self.characters.get(name + it).is_some_and(|next| is_han(*next)));
            let rest = &self.characters[name..];
            let latin = rest.iter().take_while(|it| it.is_ascii_alphabetic()).count();
            if is_han || (between == Between::Sign && NAME_MIN <= latin) {
                places.push(name);
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Where accounts stand after a word: a letter, then letters, digits, `_` and `-`, so many characters
    /// in all. A label is no account, and without a sign between, neither is a word alone.
    pub(super) fn accounts(
        &self,
        (words, others): (&[String], &[String]),
        (shortest, longest): (usize, usize),
    ) -> Vec<usize> {
        let is_account = |it: &char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-');
        let mut places = Vec::new();
        for (at, between) in self.after_labels(words) {
            let account: String =
                self.characters[at..].iter().take_while(|it| is_account(it)).collect();
            let begins = account.starts_with(|it: char| it.is_ascii_alphabetic());
            let is_long_enough = (shortest..=longest).contains(&account.len());
            let is_label = words.iter().any(|it| it.starts_with(&account));
            let is_told = between == Between::Sign || is_no_word(&account, others);
            if begins && is_long_enough && !is_label && is_told {
                places.push(at);
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Where something may stand after a word as a label, and what stands between them. A Latin word is
    /// not followed without anything between.
    fn after_labels(&self, words: &[String]) -> Vec<(usize, Between)> {
        let blank = |it: &&char| it.is_whitespace();
        let blanks =
            |at: usize| self.characters[at..].iter().take(BLANKS_MAX).take_while(blank).count();
        let after = |(word, end): (&String, usize)| {
            let sign = end + blanks(end);
            let is_sign = self.characters.get(sign).is_some_and(|it| SIGNS.contains(it));
            let (at, between) = match is_sign {
                true => (sign + 1 + blanks(sign + 1), Between::Sign),
                false if sign == end => (end, Between::Nothing),
                false => (sign, Between::Blanks),
            };
            let is_label = !self.is_within(end - word.chars().count()) && !self.is_within(at);
            is_label.then_some((at, between))
        };
        self.ends_of_all(words).filter_map(after).collect()
    }

    /// Where surnames stand before a form of address.
    pub(super) fn addressed(&self, words: &[String], surnames: &Surnames) -> Vec<usize> {
        let mut places = Vec::new();
        for (word, end) in self.ends_of_all(words) {
            let start = end - word.chars().count();
            let before = self.characters[..start].iter().rev().take(NAME_MAX);
            let han = before.take_while(|it| is_han(**it)).count();
            // The surname next to the word, with the fewest characters of a given name between.
            let begins = |back: &usize| {
                let length = self.surname_at(start - back, surnames, "");
                length.is_some_and(|it| (it..=it + GIVEN_MAX).contains(back))
            };
            places.extend((1..=han).find(begins).map(|back| start - back));
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The length of the surname that begins here, if one does; of one character those `besides`, too.
    fn surname_at(&self, at: usize, surnames: &Surnames, besides: &str) -> Option<usize> {
        let rest = self.characters.get(at..)?;
        let is_here = |it: &&String| it.chars().eq(rest.iter().copied().take(it.chars().count()));
        if let Some(compound) = surnames.compound.iter().find(is_here) {
            return Some(compound.chars().count());
        }
        let first = *rest.first()?;
        (surnames.single.contains(first) || besides.contains(first)).then_some(1)
    }

    /// Whether a Latin word goes on before this place.
    fn is_within(&self, start: usize) -> bool {
        let is_letter =
            |at: usize| self.characters.get(at).is_some_and(char::is_ascii_alphanumeric);
        is_letter(start)
            && start.checked_sub(1).is_some_and(|it| is_letter(it) || self.characters[it] == '_')
    }

    fn ends_of_all<'w>(&self, words: &'w [String]) -> impl Iterator<Item = (&'w String, usize)> {
        words.iter().flat_map(|word| self.ends_of(word).map(move |end| (word, end)))
    }

    /// Where a word ends, each time it occurs.
    fn ends_of(&self, word: &str) -> std::vec::IntoIter<usize> {
        let word: Vec<char> = word.chars().map(read).collect();
        let length = word.len().max(1);
        let windows = self.characters.windows(length).enumerate();
        let ends: Vec<usize> =
            windows.filter(|it| it.1 == word.as_slice()).map(|it| it.0 + length).collect();
        ends.into_iter()
    }
}

/// Whether it looks like no word: a digit or `_` in it, and a beginning that is no word for something else.
fn is_no_word(account: &str, others: &[String]) -> bool {
    let letters = account.trim_start_matches(|it: char| it.is_ascii_alphabetic());
    let begin = account[..account.len() - letters.len()].to_ascii_lowercase();
    account.contains(|it: char| it.is_ascii_digit() || it == '_') && !others.contains(&begin)
}

/// The value of a digit of any script, Chinese numerals among them.
pub(super) fn digit(character: char) -> Option<u8> {
    if let Some(digit) = character.to_digit(10) {
        return u8::try_from(digit).ok();
    }
    if character == OTHER_ZERO {
        return Some(0);
    }
    let numeral = NUMERALS.chars().position(|it| it == character);
    let of_script = || {
        let offset = |zero: &char| u32::from(character).checked_sub(u32::from(*zero));
        ZEROS.iter().filter_map(offset).find(|it| *it < 10).and_then(|it| usize::try_from(it).ok())
    };
    numeral.or_else(of_script).and_then(|it| u8::try_from(it).ok())
}

/// A character as it is read: full-width forms and variants of signs as ASCII has them.
fn read(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        '﹫' => '@',
        '。' | '｡' => '.',
        '︰' | '﹕' | '∶' | '꞉' => ':',
        '\u{3000}' | '\u{a0}' => ' ',
        '‐' | '‑' | '–' | '—' | '−' | '﹣' => '-',
        _ => character,
    }
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{323af}')
}
