//! How the score of one unit comes about: from the whole down to the cells of the table.

use std::fmt::Write as _;

use config::locale::{Language, Words};
use config::mean::mean;
use metrics::clean::clean_inline;
use metrics::evaluation::scheme::Indicator;
use metrics::evaluation::scheme::adjust::{Adjustment, Veto};
use metrics::evaluation::table::Cell;
use metrics::evaluation::tree::Is;
use metrics::source::Name;
use reports::{scale, wording};

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
        for line in self.graded(row, words).into_iter().chain(self.adjusted(row, words)) {
            writeln!(text, "  {line}").expect("a string takes it");
        }
        self.node(self.tree.whole(), (row, 1), words, &mut text);
        text
    }

    /// The grade, and the vetoes that cap it.
    fn graded(&self, row: usize, words: &Words) -> Vec<String> {
        let scheme = &self.document.scheme;
        if scheme.bands.is_empty() {
            return Vec::new();
        }
        let none = || words.get("common-not-applicable");
        let named = |it: &str| {
            let band = scheme.bands.iter().find(|band| band.id == it);
            band.map_or_else(none, |band| called(&band.id, &band.name, words))
        };
        let grade = self.band(row).map_or_else(none, named);
        let by_score = self.scored.verdicts[row].and_then(|it| it.band_of_score);
        let by_score = by_score.map_or_else(none, |it| named(&scheme.bands[it].id));
        let veto = |it: &Veto| {
            let arguments = [
                ("name", called(&it.id, &it.name, words)),
                ("count", shown(self.count(&it.count, row), words)),
                ("column", clean_inline(&it.count)),
                ("least", it.at_least.to_string()),
                ("grade", named(&it.band)),
                ("by_score", by_score.clone()),
                ("ground", wording::source(words, &it.ground)),
            ];
            words.format("score-explain-veto", &arguments)
        };
        let line = words.format("score-explain-grade", &[("grade", grade)]);
        std::iter::once(line).chain(self.vetoes(row).map(veto)).collect()
    }

    /// The score before deductions and bonuses, each of them, and their limits.
    fn adjusted(&self, row: usize, words: &Words) -> Vec<String> {
        let adjustments = self.document.scheme.adjustments.as_ref();
        let Some((it, verdict)) = adjustments.zip(self.scored.verdicts[row]) else {
            return Vec::new();
        };
        let points = |(kind, it): (&str, &Adjustment)| {
            let arguments = [
                ("kind", words.get(kind)),
                ("name", called(&it.id, &it.name(), words)),
                ("count", shown(self.count(&it.count, row), words)),
                ("column", clean_inline(&it.count)),
                ("each", it.points.get().to_string()),
                ("max", it.points_max.map_or_else(String::new, |it| it.get().to_string())),
                ("points", nano(self.points(it, row))),
            ];
            let most = if it.points_max.is_some() { "-max" } else { "" };
            words.format(&format!("score-explain-points{most}"), &arguments)
        };
        let limits = [
            ("base", nano(verdict.base_nano)),
            ("least", it.least.get().to_string()),
            ("max", it.bonus_max.get().to_string()),
            ("most", it.most.get().to_string()),
        ];
        let deductions = it.deductions.iter().map(|it| ("reports-deduction", it));
        let bonuses = it.bonuses.iter().map(|it| ("reports-bonus", it));
        let head = words.format("score-explain-base", &limits);
        std::iter::once(head).chain(deductions.chain(bonuses).map(points)).collect()
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
        let by = match &node.is {
            Is::Leaf(indicator) => {
                scale::sentence(words, self.document.scheme.scale(indicator), indicator.direction)
            }
            Is::Branch(branch) => mean(words, branch.aggregate),
        };
        writeln!(text, "{}{line}  {by}", "  ".repeat(depth)).expect("a string takes it");
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
        let shown = |cell| shown(cell, words);
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

/// A cell of the table, in words where it has no number.
fn shown(cell: Cell, words: &Words) -> String {
    match cell {
        Cell::Value(value) => value.to_string(),
        Cell::Missing => words.get("score-missing"),
        Cell::NotApplicable => words.get("common-not-applicable"),
    }
}

/// A name in the language of the words, or the id where there is none.
fn called(id: &str, name: &Name, words: &Words) -> String {
    let name = clean_inline(wording::name(words, name));
    if name.is_empty() { clean_inline(id) } else { name }
}

/// A score of 1e-9 with all of its decimals.
fn nano(score_nano: i64) -> String {
    let rounding = metrics::evaluation::scheme::Rounding {
        decimals: 9,
        mode: metrics::evaluation::scheme::RoundingMode::None,
    };
    metrics::evaluation::grade::decimal(score_nano, rounding)
}
