//! How the score of one unit comes about: from the whole down to the cells of the table.

use std::fmt::Write as _;

use config::locale::{Language, Words};
use metrics::clean::clean_inline;
use metrics::evaluation::scheme::Indicator;
use metrics::evaluation::table::Cell;
use metrics::evaluation::tree::Is;

use super::super::Failure;
use super::answer::Answer;

impl Answer<'_> {
    /// The path of each row of a unit: one, or one for each time of a panel.
    pub(super) fn explained(&self, unit: &str, words: &Words) -> Result<String, Failure> {
        let rows = (0..self.table.units.len()).filter(|&row| self.table.units[row].id == unit);
        let paths: Vec<String> = rows.map(|row| self.path(row, words)).collect();
        if paths.is_empty() {
            return Err(Failure::usage("score-no-unit", &[("unit", unit)]));
        }
        Ok(paths.join("\n"))
    }

    fn path(&self, row: usize, words: &Words) -> String {
        let unit = &self.table.units[row];
        let mut text = clean_inline(&unit.id);
        if let Some(time) = unit.time {
            write!(text, " {time}").expect("a string takes it");
        }
        let none = || words.get("common-not-applicable");
        let verdict = self.scored.verdicts[row];
        let arguments = [
            ("score", verdict.map_or_else(none, |it| self.score(&it))),
            ("exact", verdict.map_or_else(none, |it| nano(it.score_nano))),
            ("rank", verdict.map_or_else(none, |it| it.rank.to_string())),
        ];
        text = format!("{text}: {}\n", words.format("score-explain-whole", &arguments));
        self.node(self.tree.whole(), (row, 1), words, &mut text);
        text
    }

    fn node(&self, at: usize, (row, depth): (usize, usize), words: &Words, text: &mut String) {
        let node = &self.tree.nodes[at];
        let name = node.name(&self.document.scheme);
        let name = match words.language() {
            Language::Zh => name.zh,
            Language::En => name.en,
        };
        let score = self.scored.scores[at][row].value();
        let score = score.map_or_else(|| words.get("common-not-applicable"), |it| it.to_string());
        let arguments = [
            ("id", node.id.to_owned()),
            ("name", if name == node.id { String::new() } else { name }),
            ("weight", node.weight.to_string()),
            ("score", score),
        ];
        let line = words.format("score-explain-node", &arguments);
        writeln!(text, "{}{line}", "  ".repeat(depth)).expect("a string takes it");
        match &node.is {
            Is::Leaf(indicator) => {
                let line = self.cells(at, indicator, row, words);
                writeln!(text, "{}{line}", "  ".repeat(depth + 1)).expect("a string takes it");
            }
            Is::Branch(branch) => {
                for &part in &branch.parts {
                    self.node(part, (row, depth + 1), words, text);
                }
            }
        }
    }

    /// The figure of an indicator at each stage that changed it.
    fn cells(&self, leaf: usize, indicator: &Indicator, row: usize, words: &Words) -> String {
        let shown = |cell: Cell| match cell {
            Cell::Value(value) => value.to_string(),
            Cell::Missing => words.get("score-missing"),
            Cell::NotApplicable => words.get("common-not-applicable"),
        };
        let raw = self.scored.raw[leaf][row];
        let mut text = words
            .format("score-stage-raw", &[("column", indicator.measure()), ("value", &shown(raw))]);
        let mut before = raw;
        for (word, step) in [
            ("score-stage-denominated", &self.scored.denominated),
            ("score-stage-imputed", &self.scored.imputed),
            ("score-stage-treated", &self.scored.treated),
        ] {
            let cell = step[leaf][row];
            if cell != before {
                let below = indicator.denominator.as_deref().unwrap_or_default();
                let arguments = [("value", shown(cell)), ("denominator", below.to_owned())];
                text = format!("{text} → {}", words.format(word, &arguments));
            }
            before = cell;
        }
        text
    }
}

/// A score of 1e-9 with all of its decimals.
fn nano(score_nano: i64) -> String {
    let rounding = metrics::evaluation::scheme::Rounding {
        decimals: 9,
        mode: metrics::evaluation::scheme::RoundingMode::None,
    };
    metrics::evaluation::grade::decimal(score_nano, rounding)
}
