//! What was scored, as a table for people and as JSON.

use config::locale::Words;
use config::scheme::SchemeDocument;
use metrics::clean::clean_inline;
use metrics::evaluation::aggregate::nano;
use metrics::evaluation::grade::decimal;
use metrics::evaluation::kernel::{Scored, Verdict, applies, points};
use metrics::evaluation::robustness::rank_text;
use metrics::evaluation::scheme::adjust::{Adjustment, Veto};
use metrics::evaluation::scheme::{Rounding, RoundingMode};
use metrics::evaluation::score::ppm;
use metrics::evaluation::table::{self, Table};
use metrics::evaluation::tree::{Is, Tree};
use metrics::evaluation::uncertainty::{Plan, Robustness, Spread};
use metrics::ratio::Ratio;
use reports::table::{Cell, WIDTH, left, right, table};
use serde_json::{Map, Value, json};

/// All that a command can be told of.
pub(super) struct Answer<'a> {
    pub(super) document: &'a SchemeDocument,
    pub(super) tree: &'a Tree<'a>,
    pub(super) table: &'a Table,
    pub(super) scored: &'a Scored,
    pub(super) robustness: Option<(&'a Plan<'a>, &'a Robustness)>,
}

impl Answer<'_> {
    /// The rows by time, from the best; those without score are the last of their time.
    fn order(&self) -> Vec<usize> {
        let ranked = |rows: Vec<usize>| {
            let mut rows = rows;
            let rank = |row: usize| self.scored.verdicts[row].map_or(f64::INFINITY, |it| it.rank);
            rows.sort_by(|&a, &b| rank(a).total_cmp(&rank(b)));
            rows
        };
        self.table.times().into_iter().flat_map(ranked).collect()
    }

    /// The JSON contract of `score`. Numbers are the shortest text that reads back as the same number,
    /// which is at most 17 significant digits.
    pub(super) fn json(&self) -> Value {
        let scheme = &self.document.scheme;
        let mut answer = json!({
            "scheme": { "id": scheme.id, "version": scheme.version, "sha256": self.document.sha256 },
            "units": self.order().into_iter().map(|row| self.unit(row)).collect::<Vec<_>>(),
        });
        if let Some((plan, found)) = self.robustness {
            let influence = |it: &metrics::evaluation::uncertainty::influence::Influence| {
                let (first, total) = (it.first_order, it.total);
                json!({ "factor": it.factor.as_str(), "first_order": first, "total": total })
            };
            let without = self.tree.nodes.iter().zip(&found.without);
            let without: Map<String, Value> =
                without.map(|(node, moved)| (node.id.to_owned(), json!(moved))).collect();
            answer["uncertainty"] = json!({
                "samples": plan.samples,
                "seed": plan.seed,
                "influences": found.influences.iter().map(influence).collect::<Vec<_>>(),
                "rank_distance_without": without,
            });
        }
        answer
    }

    fn unit(&self, row: usize) -> Value {
        let scores = self.tree.nodes.iter().zip(&self.scored.scores);
        let scores: Map<String, Value> = scores
            .filter_map(|(node, it)| Some((node.id.to_owned(), json!(it[row].value()?))))
            .collect();
        let verdict = self.scored.verdicts[row];
        let score = verdict.and_then(|it| self.score(&it).parse::<f64>().ok());
        let mut unit = json!({
            "unit": self.table.units[row].id,
            "rank": verdict.map(|it| number(it.rank)),
            "grade": self.band(row),
            "score": score,
            "scores": scores,
        });
        if let Some(time) = self.table.units[row].time {
            unit["time"] = number(time);
        }
        self.beside(row, &mut unit);
        if let Some(spread) = self.spread(row) {
            unit["rank_interval"] = json!(spread.interval.map(number));
            unit["rank_extremes"] = json!(spread.extremes.map(number));
            let bands = self.document.scheme.bands.iter().zip(&spread.bands);
            let bands: Map<String, Value> =
                bands.map(|(band, share)| (band.id.clone(), json!(share))).collect();
            unit["grade_shares"] = Value::Object(bands);
            unit["unscored_share"] = json!(spread.unscored);
            unit["verdict_changes"] = json!(spread.verdict_changes);
        }
        unit
    }

    /// What stands beside the mean, where the scheme has it: the score before it, the points of each deduction
    /// and bonus, and the vetoes that apply.
    fn beside(&self, row: usize, unit: &mut Value) {
        let scheme = &self.document.scheme;
        let verdict = self.scored.verdicts[row];
        if let Some(adjustments) = &scheme.adjustments {
            let points = |of: &[Adjustment]| -> Map<String, Value> {
                let point = |it: &Adjustment| (it.id.clone(), decimals(self.points(it, row)));
                of.iter().map(point).collect()
            };
            unit["base"] = json!(verdict.map(|it| decimals(it.base_nano)));
            unit["adjusted"] = json!({
                "deductions": points(&adjustments.deductions),
                "bonuses": points(&adjustments.bonuses),
            });
        }
        if !scheme.vetoes.is_empty() {
            let veto = |it: &Veto| json!({ "id": it.id, "grade": it.band, "ground": it.ground });
            unit["vetoes"] = self.vetoes(row).map(veto).collect();
            let place = verdict.and_then(|it| it.band_of_score);
            unit["grade_of_score"] = json!(place.map(|it| &scheme.bands[it].id));
        }
    }

    /// What is counted for a deduction, a bonus or a veto.
    pub(super) fn count(&self, column: &str, row: usize) -> table::Cell {
        self.table.columns.get(column).map_or(table::Cell::Missing, |it| it[row])
    }

    /// The points of a deduction or a bonus, in 1e-9.
    pub(super) fn points(&self, it: &Adjustment, row: usize) -> i64 {
        nano(points(it, self.count(&it.count, row)))
    }

    /// The vetoes that apply.
    pub(super) fn vetoes(&self, row: usize) -> impl Iterator<Item = &Veto> {
        let vetoes = self.document.scheme.vetoes.iter();
        vetoes.filter(move |it| applies(it, self.count(&it.count, row)))
    }

    fn spread(&self, row: usize) -> Option<&Spread> {
        self.robustness.and_then(|(_, found)| found.spreads[row].as_ref())
    }

    pub(super) fn score(&self, verdict: &Verdict) -> String {
        decimal(verdict.rounded_nano, self.document.scheme.rounding)
    }

    pub(super) fn band(&self, row: usize) -> Option<&str> {
        Some(self.document.scheme.bands[self.scored.band(row)?].id.as_str())
    }

    /// The share of samples in which a unit has each grade that it has in any, and in which it has no score.
    fn shares(&self, spread: &Spread, words: &Words) -> String {
        let bands = self.document.scheme.bands.iter().zip(&spread.bands);
        let unscored = (words.get("common-not-applicable"), spread.unscored);
        let all = bands.map(|(band, share)| (band.id.clone(), *share)).chain([unscored]);
        let had = all.map(|(grade, share)| (grade, ppm(share))).filter(|(_, ppm)| 0 < *ppm);
        let share = |(grade, ppm): (String, i64)| format!("{grade} {}", Ratio::from_ppm(ppm));
        had.map(share).collect::<Vec<_>>().join("  ")
    }

    /// By how much ranks move if an indicator or a dimension is left out, the most first.
    fn without(&self, words: &Words, found: &Robustness) -> String {
        let nodes = self.tree.nodes.iter().zip(&found.without);
        let mut moved: Vec<(&str, i64)> =
            nodes.filter_map(|(node, moved)| Some((node.id, ppm((*moved)?)))).collect();
        moved.sort_by_key(|(_, ppm)| std::cmp::Reverse(*ppm));
        let line = |(id, ppm): (&str, i64)| {
            let arguments = [("node", clean_inline(id)), ("ranks", rank_text(ppm))];
            words.format("score-without", &arguments) + "\n"
        };
        moved.into_iter().map(line).collect()
    }

    /// A table: rank, unit, score, grade, the parts of the whole, and what it can bear.
    pub(super) fn text(&self, words: &Words) -> String {
        let Is::Branch(whole) = &self.tree.nodes[self.tree.whole()].is else {
            return String::new();
        };
        let has_time = self.document.scheme.table.time.is_some();
        let mut head: Vec<Cell> =
            vec![right(words.get("score-rank")), left(words.get("score-unit"))];
        head.extend(has_time.then(|| right(words.get("score-time"))));
        let has_bands = !self.document.scheme.bands.is_empty();
        head.push(right(words.get("score-score")));
        head.extend(has_bands.then(|| left(words.get("score-grade"))));
        head.extend(whole.parts.iter().map(|&part| right(self.tree.nodes[part].id.to_owned())));
        if self.robustness.is_some() {
            head.extend(["score-interval", "score-verdict"].map(|word| left(words.get(word))));
            head.extend(has_bands.then(|| left(words.get("score-shares"))));
        }
        let row = |row: usize| {
            let none = || words.get("common-not-applicable");
            let (unit, verdict) = (&self.table.units[row], self.scored.verdicts[row]);
            let rank = verdict.map_or_else(none, |it| it.rank.to_string());
            let mut cells = vec![right(rank), left(clean_inline(&unit.id))];
            let time = || right(unit.time.map_or_else(none, |it| it.to_string()));
            cells.extend(has_time.then(time));
            cells.push(right(verdict.map_or_else(none, |it| self.score(&it))));
            cells.extend(has_bands.then(|| left(self.band(row).unwrap_or_default().to_owned())));
            let part = |&part: &usize| {
                let score = self.scored.scores[part][row].value();
                right(score.map_or_else(none, |it| format!("{it:.2}")))
            };
            cells.extend(whole.parts.iter().map(part));
            if let Some(spread) = self.spread(row) {
                let [low, high] = spread.interval.map(|it| rank_text(ppm(it)));
                let verdict = if spread.verdict_changes { "changes" } else { "holds" };
                cells.push(left(format!("{low}–{high}")));
                cells.push(left(words.get(&format!("score-verdict-{verdict}"))));
                cells.extend(has_bands.then(|| left(self.shares(spread, words))));
            }
            cells
        };
        let rows: Vec<Vec<Cell>> =
            std::iter::once(head).chain(self.order().into_iter().map(row)).collect();
        let mut text = table(&rows, WIDTH);
        if let Some((plan, found)) = self.robustness {
            text.push_str(&moved(words, plan, found));
            text.push_str(&self.without(words, found));
        }
        text
    }
}

/// A number of 1e-9 with its decimals.
fn decimals(nano: i64) -> Value {
    let rounding = Rounding { decimals: 9, mode: RoundingMode::None };
    decimal(nano, rounding).parse::<f64>().map_or(Value::Null, number)
}

/// Which choice moves the ranks.
fn moved(words: &Words, plan: &Plan, found: &Robustness) -> String {
    let (samples, seed) = (plan.samples.to_string(), plan.seed.to_string());
    let mut text =
        format!("\n{}\n", words.format("score-drawn", &[("samples", samples), ("seed", seed)]));
    for influence in &found.influences {
        // Estimates of shares lie a little outside of 0 and 1; as shares they are read at the bound.
        let two_decimals = |share: Option<f64>| match share {
            Some(share) => format!("{:.2}", share.clamp(0.0, 1.0)),
            None => words.get("score-influence-none"),
        };
        let arguments = [
            ("factor", words.get(&format!("score-factor-{}", influence.factor.as_str()))),
            ("first", two_decimals(influence.first_order)),
            ("total", two_decimals(influence.total)),
        ];
        text.push_str(&words.format("score-influence", &arguments));
        text.push('\n');
    }
    text
}

/// A number, whole where it is: ranks are, but for shared ones.
fn number(number: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
    let whole = number as i64;
    if number.fract() == 0.0 && number.abs() < 1e15 { json!(whole) } else { json!(number) }
}
