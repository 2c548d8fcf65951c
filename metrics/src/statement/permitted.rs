//! The permitted-revenue statement (CN-65): MAR(k) = C(k) + P(k) + T(k) − Excess(k−1), and its use.

use super::{Figure, Formula, Label, Line, Sign, Statement};
use crate::party::PartyId;
use crate::pricing::PermittedRevenue;
use crate::ratio::Ratio;
use crate::source::Source;

/// The permitted revenue of a cycle and how much of it was earned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermittedUse {
    /// Number of the cycle.
    pub cycle: String,
    /// The maximum, fen; `None` where it cannot be computed and nobody approved one.
    pub allowed_fen: Option<i128>,
    /// Revenue of the cycle so far, fen.
    pub actual_fen: i128,
    /// The shares at which somebody is warned, rising.
    pub marks: Vec<Ratio>,
}

impl PermittedUse {
    /// Revenue by permitted revenue, rounded down; `None` without a positive maximum.
    #[must_use]
    pub fn used(&self) -> Option<Ratio> {
        let allowed = self.allowed_fen.filter(|it| 0 < *it)?;
        let scaled = self.actual_fen.checked_mul(Ratio::ONE.ppm().into())?;
        Some(Ratio::from_ppm(i64::try_from(scaled.div_euclid(allowed)).ok()?))
    }

    /// What was earned above the maximum, fen: it is taken off the next cycle (CN-65). Less than the
    /// maximum is not carried.
    #[must_use]
    pub fn excess_fen(&self) -> Option<i128> {
        Some((self.actual_fen - self.allowed_fen?).max(0))
    }

    /// The highest mark reached. Compared without rounding: revenue × 1 000 000 to mark × maximum.
    #[must_use]
    pub fn mark(&self) -> Option<Ratio> {
        let allowed = self.allowed_fen.filter(|it| 0 < *it)?;
        let actual = self.actual_fen.checked_mul(Ratio::ONE.ppm().into())?;
        let is_reached =
            |mark: &&Ratio| allowed.checked_mul(mark.ppm().into()).is_some_and(|it| it <= actual);
        self.marks.iter().filter(is_reached).max().copied()
    }
}

/// The statement of a cycle, with the shares of it at which somebody is warned.
#[must_use]
pub fn permitted_revenue(
    party: &PartyId,
    cycle: &PermittedRevenue,
    (marks, source): (&[Ratio], &Source),
) -> Statement {
    let mut statement = Statement {
        id: "permitted-revenue",
        party: party.clone(),
        period: cycle.cycle.clone(),
        columns: vec!["cycle"],
        lines: Vec::new(),
        tables: Vec::new(),
        source: source.clone(),
        notes: vec!["unknown", "shortfall"],
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
    statement.lines.extend(use_lines(&PermittedUse {
        cycle: cycle.cycle.clone(),
        allowed_fen: cycle.limit_fen.map(i128::from),
        actual_fen: cycle.actual_fen.into(),
        marks: marks.to_vec(),
    }));
    statement
}

/// Permitted revenue, revenue of the cycle, share of use, excess, mark reached.
pub(super) fn use_lines(it: &PermittedUse) -> [Line; 5] {
    let fen = |fen: Option<i128>| fen.map(Figure::Fen);
    [
        ("permitted", fen(it.allowed_fen)),
        ("actual", fen(Some(it.actual_fen))),
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
