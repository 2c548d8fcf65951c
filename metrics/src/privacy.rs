//! Personal data in text that is to be published. What is found is named by place and kind, never
//! repeated.
//!
//! Which numbers, words and names are looked for is data of the policy pack; only the check digits of
//! identity numbers (GB 11643-1999) and cards (ISO/IEC 7812-1, Luhn) are computed here. Full-width and
//! other digits, Chinese numerals, invisible characters, look-alike letters and separators do not hide a
//! number.
//!
//! Not looked for, as no source tells how they are written, or as they are written like something else: QQ
//! numbers, the eight digits of permits for residents of Taiwan, passports of other countries, and those of
//! diplomats and officials.

mod document;
mod number;
mod plain;

use serde::{Deserialize, Serialize};

use crate::source::{Name, Source};
use number::Number;
use plain::Plain;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrivacyPolicy {
    /// What names begin with.
    #[serde(default)]
    pub surnames: Surnames,
    /// The patterns; of several that fit a place, each is named.
    #[serde(rename = "pattern")]
    pub patterns: Vec<Pattern>,
}

/// Surnames.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Surnames {
    /// Of one character, and no common words.
    pub single: String,
    /// Of one character, and common words, too: they count after a label only.
    pub common: String,
    /// Of several characters.
    pub compound: Vec<String>,
}

/// One kind of personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: Name,
    /// How it is told.
    pub test: Test,
    /// Where it comes from.
    pub source: Source,
}

/// How a kind of personal data is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Test {
    /// 18 characters with a day of birth and the check character of GB 11643, or the 15 digits of before
    /// 1999 in one with a day of birth.
    IdentityNumber {},
    /// Digits in such groups that begin so, with the check digit of Luhn if `luhn`.
    Digits {
        /// How many stand together, group by group: `[11]`, `[3, 4, 4]`.
        groupings: Vec<Vec<usize>>,
        /// How they begin; any beginning if there is none.
        prefixes: Vec<String>,
        /// Whether the last is a check digit.
        luhn: bool,
    },
    /// Letters and digits in one of these forms: `#` is a digit, `@` any letter but I and O, a blank one
    /// or two of them between digits, another character itself.
    Document {
        /// The forms: `E@#######`, `E## ### ###`.
        forms: Vec<String>,
        /// What is counted or measured: digits before one of these words are an amount.
        #[serde(default)]
        units: Vec<String>,
    },
    /// An address with `@` and a domain.
    Email {},
    /// A word, then a sign such as a colon, then a letter with letters, digits, `_` and `-` after it. Without
    /// a sign the account has a digit or `_`, and does not begin with a word for something else.
    Account {
        /// The words.
        words: Vec<String>,
        /// Words for something else, in lower case: `android` is no account in `微信 Android12`.
        others: Vec<String>,
        /// Characters of an account at least.
        shortest: usize,
        /// Characters of an account at most.
        longest: usize,
    },
    /// A word, then a colon, a bracket or a blank, then a surname with more after it; after a colon or a
    /// bracket a Latin word, too. A Latin label is a whole word.
    Labelled {
        /// The words.
        words: Vec<String>,
    },
    /// A surname, perhaps with one or two characters of a given name, before a form of address.
    Addressed {
        /// The forms of address.
        words: Vec<String>,
    },
}

/// Personal data found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit<'p> {
    /// Of which kind.
    pub pattern: &'p Pattern,
    /// The character at which it begins, from 1.
    pub character: usize,
}

/// What is personal in a text, by place.
///
/// # Example
///
/// ```
/// use metrics::privacy::{PrivacyPolicy, scan};
///
/// let policy: PrivacyPolicy = toml::from_str(
///     r#"[[pattern]]
///     id = "email"
///     name = { zh = "电子邮箱", en = "e-mail address" }
///     test = { email = {} }
///     source = { instrument = "default", confidence = "default" }"#,
/// ).unwrap();
/// assert_eq!(scan("write to li＠example.com", &policy)[0].character, 10);
/// ```
#[must_use]
pub fn scan<'p>(text: &str, policy: &'p PrivacyPolicy) -> Vec<Hit<'p>> {
    let plain = Plain::of(text);
    let numbers = number::numbers(&plain);
    let mut hits: Vec<Hit<'p>> = Vec::new();
    for pattern in &policy.patterns {
        let places = match &pattern.test {
            Test::IdentityNumber {} => of(&numbers, Number::is_identity),
            Test::Digits { groupings, prefixes, luhn } => {
                of(&numbers, |it| it.is_of(groupings, prefixes) && (!luhn || it.has_luhn()))
            }
            Test::Document { forms, units } => {
                let begins = |it| document::begins(&plain, it, (forms, units));
                numbers.iter().filter_map(begins).collect()
            }
            Test::Email {} => plain.emails(),
            Test::Account { words, others, shortest, longest } => {
                plain.accounts((words, others), (*shortest, *longest))
            }
            Test::Labelled { words } => plain.labelled(words, &policy.surnames),
            Test::Addressed { words } => plain.addressed(words, &policy.surnames),
        };
        hits.extend(places.into_iter().map(|at| Hit { pattern, character: plain.place(at) }));
    }
    hits.sort_by_key(|it| it.character);
    hits
}

fn of(numbers: &[Number], is_one: impl Fn(&Number) -> bool) -> Vec<usize> {
    let mut places: Vec<usize> = numbers.iter().filter(|it| is_one(it)).map(|it| it.at).collect();
    places.dedup();
    places
}

#[cfg(test)]
mod tests;
