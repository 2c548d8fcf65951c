//! The permitted-revenue statement (CN-65): MAR(k) = C(k) + P(k) + T(k) − Excess(k−1), and its use.

use super::{Figure, Formula, Label, Line, Sign, Statement};
use crate::party::PartyId;
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

/// What the statement of a cycle is made of. `None` where nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permitted {
    /// Whose.
    pub party: PartyId,
    /// Number of the cycle.
    pub cycle: String,
    /// Operating cost where use is industry, before subsidy, fen.
    pub cost_fen: Option<i128>,
    /// Subsidy of it, fen.
    pub subsidy_fen: Option<i128>,
    /// Permitted profit, fen. There is no default rate.
    pub profit_fen: Option<i128>,
    /// Taxes, fen.
    pub taxes_fen: Option<i128>,
    /// Excess of the cycle before, fen.
    pub carried_fen: Option<i128>,
    /// The approved maximum, fen; it goes before the computed one.
    pub approved_fen: Option<i128>,
    /// Revenue of the cycle so far, fen.
    pub actual_fen: i128,
    /// The shares at which somebody is warned, rising.
    pub marks: Vec<Ratio>,
    /// Where the formula comes from.
    pub source: Source,
}

/// The statement of a cycle.
#[must_use]
pub fn permitted_revenue(input: &Permitted) -> Statement {
    let mut statement = Statement {
        id: "permitted-revenue",
        party: input.party.clone(),
        period: input.cycle.clone(),
        columns: vec!["cycle"],
        lines: Vec::new(),
        tables: Vec::new(),
        source: input.source.clone(),
        notes: vec!["unknown", "shortfall"],
    };
    let mut stated = |id: &'static str, fen: Option<i128>| {
        statement.push(1, (id, Label::Word(id)), (Formula::Stated, vec![fen]));
    };
    stated("cost", input.cost_fen);
    stated("subsidy-netted", input.subsidy_fen);
    stated("profit", input.profit_fen);
    stated("cycle-taxes", input.taxes_fen);
    stated("carried", input.carried_fen);
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
    let approved = (Formula::Stated, vec![input.approved_fen]);
    statement.push(0, ("approved", Label::Word("approved")), approved);
    let permitted_use = PermittedUse {
        cycle: input.cycle.clone(),
        allowed_fen: input.approved_fen.or(statement.fen("computed", 0)),
        actual_fen: input.actual_fen,
        marks: input.marks.clone(),
    };
    let [_, rest @ ..] = use_lines(&permitted_use);
    statement.lines.extend(rest);
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
