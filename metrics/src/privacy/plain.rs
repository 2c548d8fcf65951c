//! A text as it is read: characters that look or count alike are one, what cannot be seen is left out.

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

/// Characters of a name after its label, and before its form of address.
const NAME_MIN: usize = 2;
const NAME_MAX: usize = 4;
const GIVEN_MAX: usize = 2;
/// Blanks around a colon; more are a line to be filled in.
const BLANKS_MAX: usize = 2;

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

    /// Where names stand after a word and a colon.
    pub(super) fn labelled(&self, words: &[String]) -> Vec<usize> {
        let blank = |it: &&char| it.is_whitespace();
        let mut places = Vec::new();
        for end in words.iter().flat_map(|word| self.ends_of(word)) {
            let colon =
                end + self.characters[end..].iter().take(BLANKS_MAX).take_while(blank).count();
            if self.characters.get(colon) != Some(&':') {
                continue;
            }
            let after = colon + 1;
            let name =
                after + self.characters[after..].iter().take(BLANKS_MAX).take_while(blank).count();
            let rest = &self.characters[name..];
            let han = rest.iter().take_while(|it| is_han(**it)).count();
            let latin = rest.iter().take_while(|it| it.is_ascii_alphabetic()).count();
            if (NAME_MIN..=NAME_MAX).contains(&han) || NAME_MIN <= latin {
                places.push(name);
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Where surnames stand before a form of address.
    pub(super) fn addressed(&self, surnames: &str, words: &[String]) -> Vec<usize> {
        let mut places = Vec::new();
        for (word, end) in
            words.iter().flat_map(|word| self.ends_of(word).map(move |it| (word, it)))
        {
            let start = end - word.chars().count();
            let before = self.characters[..start].iter().rev().take(1 + GIVEN_MAX);
            let mut name = before.take_while(|it| is_han(**it));
            let length = name.position(|it| surnames.contains(*it));
            places.extend(length.map(|it| start - 1 - it));
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Where a word ends, each time it occurs.
    fn ends_of(&self, word: &str) -> impl Iterator<Item = usize> {
        let word: Vec<char> = word.chars().map(read).collect();
        let length = word.len().max(1);
        let windows = self.characters.windows(length).enumerate();
        let ends: Vec<usize> =
            windows.filter(|it| it.1 == word.as_slice()).map(|it| it.0 + length).collect();
        ends.into_iter()
    }
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
