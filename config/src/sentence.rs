//! What a broken rule and a look at a source are called in words: the one place where they become
//! sentences.

use metrics::finding::ALIKE;
use metrics::form::{CellKind, Column, columns};
use metrics::kind::Kind;
use metrics::ledger::rules;

use crate::locale::{Language, Words};

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
        let (column, expected) = match words.language() {
            Language::Zh => self.in_chinese(),
            Language::En => (self.column.to_owned(), self.expected.to_owned()),
        };
        let mut arguments = vec![
            ("row", row.as_str()),
            ("column", &column),
            ("cause", self.cause),
            ("expected", &expected),
            ("actual", self.actual),
            ("difference", self.difference),
        ];
        arguments.extend(&self.arguments);
        // What comes in both languages as `name_zh` and `name_en` is `name` in the words.
        let ending = format!("_{}", words.language().as_str());
        let own = self.arguments.iter();
        arguments.extend(own.filter_map(|(name, it)| Some((name.strip_suffix(&ending)?, *it))));
        // Words cannot ask whether a text is empty, so they are told.
        let has = |(name, value): &(&str, &str)| {
            (format!("has_{name}"), if value.is_empty() { "no" } else { "yes" })
        };
        let has: Vec<(String, &str)> = self.arguments.iter().map(has).collect();
        arguments.extend(has.iter().map(|(name, it)| (name.as_str(), *it)));
        let sentence = words.format(&format!("rule-{}", self.rule), &arguments);
        if !self.arguments.iter().any(|(name, _)| *name == ALIKE) {
            return sentence;
        }
        arguments.push(("sentence", &sentence));
        words.format("rule-alike", &arguments)
    }

    /// The column, and what is expected where that is columns or the words of the column, as the Chinese
    /// form calls them. What forms call differently, and none is known, stays as it is.
    fn in_chinese(&self) -> (String, String) {
        let expected: Vec<&str> = self.expected.split(LIST).collect();
        if expected[0] == self.column && !self.column.is_empty() {
            let names: Vec<&str> = expected.iter().map(|it| self.heading(it)).collect();
            return (self.heading(self.column).to_owned(), names.join("、"));
        }
        let of_words = named(self.column).find_map(|column| {
            let CellKind::Words(words) = column.cell else { return None };
            let is_all = words.iter().map(|it| it.0).eq(expected.iter().copied());
            is_all.then_some((column, words))
        });
        let Some((column, words)) = of_words else {
            return (self.heading(self.column).to_owned(), self.expected.to_owned());
        };
        let words: Vec<String> = words.iter().map(|(en, zh)| format!("{zh}（{en}）")).collect();
        (column.name_zh.to_owned(), words.join("、"))
    }

    /// What the Chinese form calls a column.
    fn heading<'a>(&self, name: &'a str) -> &'a str {
        let of_ledger = OF_LEDGERS.contains(&self.rule);
        let own = columns(Kind::Ledger).iter().filter(|it| of_ledger && it.name == name);
        if let Some(column) = own.chain(named(name)).next() {
            let is_one = named(name).all(|it| it.name_zh == column.name_zh);
            if of_ledger || is_one {
                return column.name_zh;
            }
        }
        name
    }
}

/// Rules about a column of ledgers.
const OF_LEDGERS: [&str; 2] = [rules::DIMENSIONS, rules::DATE_IN_PERIOD];

/// Between the parts of a list of columns or words.
const LIST: &str = ", ";

/// The columns of this name in the forms of all kinds.
fn named(name: &str) -> impl Iterator<Item = &'static Column> {
    Kind::ALL.into_iter().flat_map(|kind| columns(kind).iter()).filter(move |it| it.name == name)
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
    use metrics::finding::ALIKE_ROWS;

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
            for part in ["7", "12.50", "12,5"] {
                assert!(sentence.contains(part), "{sentence}");
            }
        }
        assert!(sentences[0].contains("借方金额") && sentences[1].contains("debit"));
    }

    #[test]
    fn a_fault_that_stands_for_many_says_for_how_many() {
        let fault = RuleSentence {
            rule: "R-5",
            row: Some(2),
            column: "account",
            cause: "account",
            expected: "",
            actual: "",
            difference: "",
            arguments: vec![(ALIKE, "4000"), (ALIKE_ROWS, "2, 3")],
        };
        let [zh, en] = Language::ALL.map(|language| fault.in_words(&Words::new(language)));
        assert!(zh.contains("共 4000 行") && zh.contains("2, 3"), "{zh}");
        assert!(en.contains("4000 rows") && en.contains("2, 3"), "{en}");
    }

    fn said(rule: &str, column: &str, expected: &str, argument: (&str, &str)) -> [String; 2] {
        let standard = [("standard_zh", "企业准则"), ("standard_en", "CAS")];
        let arguments = vec![("voucher", "记-1"), standard[0], standard[1], argument];
        let (row, cause, actual, difference) = (Some(4), "", "9001", "");
        let fault =
            RuleSentence { rule, row, column, cause, expected, actual, difference, arguments };
        Language::ALL.map(|language| fault.in_words(&Words::new(language)))
    }

    #[test]
    fn chinese_sentences_name_columns_and_words_as_the_chinese_form_does() {
        for (rule, column, expected, [zh, en]) in [
            ("F-4", "use", "use, counterparty", ["用途、往来单位", "use, counterparty"]),
            ("R-6", "record", "line, opening", ["line, opening", "line, opening"]),
            ("R-6", "vat_included", "yes, no", ["是（yes）、否（no）", "yes, no"]),
            ("R-6", "nothing", "YYYY-MM-DD", ["nothing", "YYYY-MM-DD"]),
            ("R-5", "party", "", ["party", "party"]),
        ] {
            let sentences = said(rule, column, expected, ("", ""));
            assert!(sentences[0].contains(zh), "{}", sentences[0]);
            assert!(sentences[1].contains(en), "{}", sentences[1]);
        }
    }

    /// Forms call `period` differently; a fault of a cell says how its own form does.
    #[test]
    fn a_column_that_forms_call_differently_is_named_as_its_own_form_does() {
        for (column, heading) in [("period", "评价期间"), ("date", "日期")] {
            let [zh, en] = said("R-6", column, "2026", ("column_zh", heading));
            assert!(zh.contains(heading) && !zh.contains(column), "{zh}");
            assert!(en.contains(column) && !en.contains(heading), "{en}");
        }
    }

    #[test]
    fn what_is_not_there_leaves_no_gap() {
        let [zh, en] = said("F-19", "account", "准则", ("name", ""));
        assert!(zh.contains("9001 不在单位所用的《企业准则》"), "{zh}");
        assert!(en.contains("9001, from row") && en.contains("(CAS)"), "{en}");
        let [zh, en] = said("F-19", "account", "准则", ("name", "现金"));
        assert!(zh.contains("9001 现金 不在") && en.contains("9001 现金, from"), "{zh} {en}");
        let [zh, en] = said("F-12", "period", "2026-04", ("voucher", ""));
        assert!(zh.contains("4 行的会计期间") && en.contains("Row 4: period"), "{zh} {en}");
    }
}
