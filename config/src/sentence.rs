//! What a broken rule and a look at a source are called in words: the one place where they become
//! sentences.

use crate::locale::Words;

/// Everything that the sentence of a rule may name.
#[derive(Clone, Debug)]
pub struct RuleSentence<'a> {
    /// The rule's id; the words are those of `rule-<id>`.
    pub rule: &'a str,
    /// The row, where there is one.
    pub row: Option<u64>,
    /// The column, `""` where there is none.
    pub column: &'a str,
    /// What tells the fault from others of its rule.
    pub cause: &'a str,
    /// What would be right.
    pub expected: &'a str,
    /// What was found, as submitted.
    pub actual: &'a str,
    /// The difference, `""` where there is none.
    pub difference: &'a str,
    /// The fault's further arguments.
    pub arguments: Vec<(&'a str, &'a str)>,
}

impl RuleSentence<'_> {
    /// The sentence. What was submitted stands in it as submitted: whoever shows it makes it safe.
    #[must_use]
    pub fn in_words(&self, words: &Words) -> String {
        let row = self.row.map(|it| it.to_string()).unwrap_or_default();
        let mut arguments = vec![
            ("row", row.as_str()),
            ("column", self.column),
            ("cause", self.cause),
            ("expected", self.expected),
            ("actual", self.actual),
            ("difference", self.difference),
        ];
        arguments.extend(&self.arguments);
        words.format(&format!("rule-{}", self.rule), &arguments)
    }
}

/// Everything that the sentence of a look at a source may name.
#[derive(Clone, Copy, Debug)]
pub struct LookSentence<'a> {
    /// The source's id.
    pub source: &'a str,
    /// The word of what was found; the words are those of `source-<state>`.
    pub state: &'a str,
    /// The word for why, `""` where there is none; the words are those of `source-cause-<cause>`.
    pub cause: &'a str,
    /// What that word is about.
    pub detail: &'a str,
    /// Files it held, and their size in bytes.
    pub volume: (u64, u64),
    /// The same of what was taken last, 0 where nothing was.
    pub volume_before: (u64, u64),
}

impl LookSentence<'_> {
    /// What was found, and what to do.
    #[must_use]
    pub fn in_words(&self, words: &Words) -> String {
        let cause = format!("source-cause-{}", self.cause);
        let cause = words.format(&cause, &[("detail", self.detail)]);
        let volumes = [self.volume.0, self.volume.1, self.volume_before.0, self.volume_before.1];
        let [files, bytes, files_before, bytes_before] = volumes.map(|it| it.to_string());
        let arguments = [
            ("source", self.source),
            ("files", &files),
            ("bytes", &bytes),
            ("files_before", &files_before),
            ("bytes_before", &bytes_before),
            ("cause", &cause),
            ("detail", self.detail),
        ];
        words.format(&format!("source-{}", self.state), &arguments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn a_fault_is_one_sentence_in_either_language() {
        let fault = RuleSentence {
            rule: "R-6",
            row: Some(7),
            column: "debit",
            cause: "7 debit",
            expected: "12.50",
            actual: "12,5",
            difference: "",
            arguments: Vec::new(),
        };
        let sentences = Language::ALL.map(|language| fault.in_words(&Words::new(language)));
        for sentence in &sentences {
            for part in ["7", "debit", "12.50", "12,5"] {
                assert!(sentence.contains(part), "{sentence}");
            }
        }
        assert_ne!(sentences[0], sentences[1]);
    }
}
