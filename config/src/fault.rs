//! Faults in files that people write for the system: settings, policy packs, schemes.

use std::fmt;
use std::ops::Range;

use crate::locale::{Language, Words};
use crate::locate::span_of;

/// One thing wrong in a file, and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFault {
    /// The file, or the environment variable that overrides it.
    pub file: String,
    /// Where in it, such as `database.url`, or `:12` for a line, or `:12: database.url` for both; empty
    /// for the file as a whole.
    pub key: String,
    /// What is wrong.
    pub wrong: Wrong,
    /// What is there.
    pub actual: String,
    /// What would be right.
    pub expected: Expected,
}

/// In what way something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A file cannot be read.
    Unreadable,
    /// A file is not TOML, or not of the shape that it should have.
    Syntax,
    /// A key that nobody reads.
    UnknownKey,
    /// A key that has to be there is not.
    Missing,
    /// A value is not of its key's type, or out of its range.
    Invalid,
    /// An id is there twice.
    Duplicate,
    /// A name refers to nothing.
    UnknownName,
    /// Weights have another sum.
    Sum,
    /// Values are not in order.
    Order,
    /// A source that is recalled with low confidence must not take effect.
    RecalledLow,
    /// A default is shown as law, or law as a default.
    SourceMark,
}

impl Wrong {
    /// Every way.
    pub const ALL: [Self; 11] = [
        Self::Unreadable,
        Self::Syntax,
        Self::UnknownKey,
        Self::Missing,
        Self::Invalid,
        Self::Duplicate,
        Self::UnknownName,
        Self::Sum,
        Self::Order,
        Self::RecalledLow,
        Self::SourceMark,
    ];

    /// The id of its words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unreadable => "fault-unreadable",
            Self::Syntax => "fault-syntax",
            Self::UnknownKey => "fault-unknown-key",
            Self::Missing => "fault-missing",
            Self::Invalid => "fault-invalid",
            Self::Duplicate => "fault-duplicate",
            Self::UnknownName => "fault-unknown-name",
            Self::Sum => "fault-sum",
            Self::Order => "fault-order",
            Self::RecalledLow => "fault-recalled-low",
            Self::SourceMark => "fault-source-mark",
        }
    }
}

/// What would be right, as words with arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    word: &'static str,
    arguments: Vec<(&'static str, String)>,
}

impl Expected {
    /// The word with this id, such as `expected-path`.
    #[must_use]
    pub fn word(word: &'static str) -> Self {
        Self { word, arguments: Vec::new() }
    }

    /// Exactly this.
    #[must_use]
    pub fn value(value: impl Into<String>) -> Self {
        Self { word: "expected-value", arguments: vec![("value", value.into())] }
    }

    /// One of these.
    #[must_use]
    pub fn one_of<'a>(values: impl IntoIterator<Item = &'a str>) -> Self {
        let list = values.into_iter().collect::<Vec<_>>().join(", ");
        Self { word: "expected-one-of", arguments: vec![("list", list)] }
    }

    /// The name that looks most like a mistyped one, else any of the names.
    #[must_use]
    pub fn nearest<'a>(actual: &str, names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<&str> = names.into_iter().collect();
        let near = |name: &&str| strsim::damerau_levenshtein(name, actual);
        match names.iter().copied().min_by_key(near) {
            Some(name) if near(&name) <= 3.min(actual.chars().count() / 2) => Self::value(name),
            _ => Self::one_of(names),
        }
    }

    /// A whole number within bounds, both included.
    #[must_use]
    pub fn integer(from: u64, to: u64) -> Self {
        let arguments = vec![("from", from.to_string()), ("to", to.to_string())];
        Self { word: "expected-integer", arguments }
    }

    /// A version above this one.
    #[must_use]
    pub fn version_above(version: u32) -> Self {
        Self { word: "expected-version-above", arguments: vec![("version", version.to_string())] }
    }

    fn sentence(&self, words: &Words) -> String {
        let arguments: Vec<_> =
            self.arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
        words.format(self.word, &arguments)
    }
}

impl FileFault {
    /// With the line of the key before it, where the text of the file has it.
    #[must_use]
    pub(crate) fn on_its_line(self, text: &str) -> Self {
        match span_of(text, &self.key) {
            Some(span) => {
                Self { key: format!("{}: {}", line_of(text, Some(span)), self.key), ..self }
            }
            None => self,
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn what(&self, words: &Words) -> String {
        words.format(self.wrong.word(), &[("actual", &self.actual)])
    }

    /// What would be right.
    #[must_use]
    pub fn right(&self, words: &Words) -> String {
        self.expected.sentence(words)
    }

    /// File, key, what is wrong and what would be right, as one sentence.
    #[must_use]
    pub fn sentence(&self, words: &Words) -> String {
        let (what, right) = (self.what(words), self.right(words));
        let place = match self.key.as_str() {
            "" => self.file.clone(),
            line if line.starts_with(':') => format!("{}{line}", self.file),
            key => format!("{}: {key}", self.file),
        };
        words.format("fault-sentence", &[("place", &place), ("what", &what), ("right", &right)])
    }
}

/// The line in which a fault of writing starts, from 1, as the key of the fault.
pub(crate) fn line_of(text: &str, span: Option<Range<usize>>) -> String {
    let before = span.and_then(|span| text.get(..span.start)).unwrap_or("");
    format!(":{}", before.matches('\n').count() + 1)
}

/// For logs and error chains. People are shown [`FileFault::sentence`] in their language.
impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(&Words::new(Language::En)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_being_wrong_has_words() {
        for language in Language::ALL {
            let words = Words::new(language);
            for wrong in Wrong::ALL {
                assert!(words.has(wrong.word()), "{}", wrong.word());
            }
        }
    }

    #[test]
    fn a_fault_says_where_what_and_what_would_be_right() {
        let fault = FileFault {
            file: "mingjing.toml".to_owned(),
            key: "daemon.tick".to_owned(),
            wrong: Wrong::UnknownKey,
            actual: "tick".to_owned(),
            expected: Expected::nearest("tick", ["tick_s", "job_lease_s"]),
        };
        let sentence = |language| fault.sentence(&Words::new(language));
        insta::assert_snapshot!(sentence(Language::En), @"mingjing.toml: daemon.tick: there is no key “tick”; expected: tick_s");
        insta::assert_snapshot!(sentence(Language::Zh), @"mingjing.toml: daemon.tick：没有“tick”这个键；应为：tick_s");
    }

    #[test]
    fn only_a_likely_name_is_suggested() {
        let names = ["url", "password"];
        assert_eq!(Expected::nearest("pasword", names), Expected::value("password"));
        assert_eq!(Expected::nearest("ulr", names), Expected::value("url"));
        assert_eq!(Expected::nearest("timeout", names), Expected::one_of(names));
    }
}
