//! The permitted-revenue statement (CN-65): MAR(k) = C(k) + P(k) + T(k) − Excess(k−1), and its use.

use super::columns::has_other_currency;
use super::{Figure, Formula, Label, LedgerFacts, Line, Sign, Statement};
use crate::pricing::PermittedRevenue;
use crate::pricing::allowance::{mark_reached, used};
use crate::ratio::Ratio;
use crate::source::Source;

/// The permitted revenue of a cycle and how much of it was earned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermittedUse {
    /// Number of the cycle.
    pub cycle: String,
    /// The maximum, fen; `None` where it cannot be computed and nobody approved one.
    pub allowed_fen: Option<i64>,
    /// Revenue of the cycle so far, fen.
    pub actual_fen: i64,
    /// The shares at which somebody is warned, rising.
    pub marks: Vec<Ratio>,
}

impl PermittedUse {
    /// Of a cycle, with the marks of the pack.
    #[must_use]
    pub fn of(cycle: &PermittedRevenue, marks: &[Ratio]) -> Self {
        Self {
            cycle: cycle.cycle.clone(),
            allowed_fen: cycle.limit_fen,
            actual_fen: cycle.actual_fen,
            marks: marks.to_vec(),
        }
    }

    /// Revenue by permitted revenue, rounded down; `None` without a positive maximum.
    #[must_use]
    pub fn used(&self) -> Option<Ratio> {
        used(self.actual_fen, self.allowed_fen?)
    }

    /// What was earned above the maximum, fen: it is taken off the next cycle (CN-65). Less than the
    /// maximum is not carried.
    #[must_use]
    pub fn excess_fen(&self) -> Option<i128> {
        Some((i128::from(self.actual_fen) - i128::from(self.allowed_fen?)).max(0))
    }

    /// The highest mark reached.
    #[must_use]
    pub fn mark(&self) -> Option<Ratio> {
        let allowed_fen = self.allowed_fen.filter(|it| 0 < *it)?;
        let marks_ppm = self.marks.iter().map(|it| it.ppm());
        mark_reached(self.actual_fen, allowed_fen, marks_ppm).map(Ratio::from_ppm)
    }
}

/// The statement of a cycle, with the shares of it at which somebody is warned.
#[must_use]
pub fn permitted_revenue(
    facts: &LedgerFacts,
    cycle: &PermittedRevenue,
    (marks, source): (&[Ratio], &Source),
) -> Statement {
    let mut notes = vec!["unknown", "shortfall"];
    if has_other_currency(facts) {
        notes.push("currency");
    }
    let mut statement = Statement {
        id: "permitted-revenue",
        party: facts.party.clone(),
        period: cycle.cycle.clone(),
        columns: vec!["cycle"],
        lines: Vec::new(),
        tables: Vec::new(),
        source: source.clone(),
        notes,
    };
    let mut stated = |id: &'static str, fen: Option<i64>| {
        let fen = vec![fen.map(i128::from)];
        statement.push(1, (id, Label::Word(id)), (Formula::Stated, fen));
    };
    stated("cost", Some(cycle.cost_fen));
    stated("subsidy-netted", Some(cycle.subsidy_fen));
    stated("profit", cycle.profit_fen);
    stated("cycle-taxes", Some(cycle.taxes_fen));
    stated("carried", Some(cycle.carried_fen));
    stated("approved", cycle.approved_fen);
    let part = |sign, id: &str| (sign, id.to_owned());
    let net = vec![part(Sign::Plus, "cost"), part(Sign::Minus, "subsidy-netted")];
    statement.total((2, 1), ("net-cost", Label::Word("net-cost")), (net, &[Some(0)]));
    let allowed = vec![
        part(Sign::Plus, "net-cost"),
        part(Sign::Plus, "profit"),
        part(Sign::Plus, "cycle-taxes"),
        part(Sign::Minus, "carried"),
    ];
    statement.total((6, 0), ("computed", Label::Word("computed")), (allowed, &[Some(0)]));
    statement.lines.extend(use_lines(&PermittedUse::of(cycle, marks)));
    statement
}

/// Permitted revenue, revenue of the cycle, share of use, excess, mark reached.
pub(super) fn use_lines(it: &PermittedUse) -> [Line; 5] {
    let fen = |fen: Option<i128>| fen.map(Figure::Fen);
    [
        ("permitted", fen(it.allowed_fen.map(i128::from))),
        ("actual", fen(Some(it.actual_fen.into()))),
        ("used", it.used().map(Figure::Share)),
        ("excess", fen(it.excess_fen())),
        ("mark", it.mark().map(Figure::Share)),
    ]
    .map(|(id, figure)| Line {
        id: id.to_owned(),
        label: Label::Word(id),
        depth: 0,
        formula: Formula::Stated,
        figures: vec![figure],
    })
}
