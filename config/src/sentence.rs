//! What a broken rule is called in words: the one place where a fault becomes a sentence.

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
