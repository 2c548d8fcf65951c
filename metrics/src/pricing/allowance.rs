//! The permitted revenue of cycles (CN-65; `domain` 2.1.2):
//!
//! ```text
//! MAR(k) = C(k) + P(k) + T(k) − Excess(k−1)        C(k) = industry cost − subsidy
//! Excess(k−1) = max(0, actual revenue(k−1) − MAR(k−1))
//! ```
//!
//! What was earned too much is deducted in the next cycle, and what of it that cycle does not deduct in
//! the one after; what was earned too little is not added: the notice says nothing of it.

use jiff::Span as Days;
use jiff::civil::Date;
use serde::Serialize;

use super::booked::{Booked, Months};
use super::{Entered, PricingEntry, PricingPolicy, ProfitStrategy, Validity, half_up};
use crate::ledger::SumTooLarge;
use crate::ratio::Ratio;

/// The permitted revenue of one cycle, with every part of the formula. Fen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PermittedRevenue {
    /// Number of the cycle.
    pub cycle: String,
    /// Its first and last day. A cycle without a last day ends before the next one begins, else
    /// after the years of the pack.
    pub validity: Validity,
    /// Approval number.
    pub document: String,
    /// Cost for industry and sector development, before subsidies.
    pub cost_fen: i64,
    /// Subsidies for it.
    pub subsidy_fen: i64,
    /// C: cost less subsidies.
    pub net_cost_fen: i64,
    /// P: the permitted profit; `None` where nobody said how it is computed.
    pub profit_fen: Option<i64>,
    /// T: taxes as approved, else as booked.
    pub taxes_fen: i64,
    /// Excess of the cycle before, to be deducted here.
    pub carried_fen: i64,
    /// What of it the approved maximum is said to deduct.
    pub deducted_fen: Option<i64>,
    /// What of it is not deducted here. Of an approved maximum the larger of what is said and what the formula
    /// gives of what was booked, where these are known, else all; without one what is more than the formula
    /// has.
    pub outstanding_fen: i64,
    /// C + P + T − excess; `None` without a profit.
    pub computed_fen: Option<i64>,
    /// The approved maximum (核定最高准许收入).
    pub approved_fen: Option<i64>,
    /// What binds: the approved maximum, else the computed one, which is not below 0.
    pub limit_fen: Option<i64>,
    /// Revenue so far.
    pub actual_fen: i64,
    /// Revenue in parts per million of the limit, rounded down; `None` without a limit above 0.
    pub usage_ppm: Option<i64>,
    /// To be deducted in the next cycle: revenue above what is approved, else computed, and what is
    /// outstanding.
    pub excess_fen: i64,
    /// How the revenue stands to the limit.
    pub state: RevenueState,
    /// What the ledger booked.
    pub booked: Booked,
}

/// How revenue stands to what is permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RevenueState {
    /// Nobody knows what is permitted.
    Unknown,
    /// Below every mark.
    Within,
    /// It has reached a mark.
    Warned {
        /// The highest one, parts per million of the limit.
        mark_ppm: i64,
    },
    /// Above what is permitted.
    Exceeded,
}

/// The cycles among the entries in force, first to last, each with what the ledger booked in it.
///
/// # Errors
///
/// [`SumTooLarge`].
pub fn permitted(
    entries: &[Entered],
    months: &Months,
    policy: &PricingPolicy,
) -> Result<Vec<PermittedRevenue>, SumTooLarge> {
    let mut cycles: Vec<Cycle<'_>> = entries.iter().filter_map(Cycle::of).collect();
    cycles.sort_by_key(|it| (it.validity.from, it.number));
    let starts: Vec<Date> = cycles.iter().map(|it| it.validity.from).collect();
    let mut all: Vec<PermittedRevenue> = Vec::new();
    for (cycle, next) in cycles.iter_mut().zip(1..) {
        let first = cycle.validity.from;
        cycle.validity.to = cycle.last_day(starts.get(next).copied(), policy.cycle.on(first).years);
        let carried_fen = all.last().map_or(0, |before| before.excess_fen);
        all.push(cycle.permitted(months, carried_fen, &policy.warning.on(first).marks_ppm)?);
    }
    Ok(all)
}

#[derive(Clone, Copy, Debug)]
struct Cycle<'a> {
    number: &'a str,
    validity: Validity,
    profit: Option<ProfitStrategy>,
    taxes_fen: Option<i64>,
    approved_fen: Option<i64>,
    deducted_fen: Option<i64>,
    document: &'a str,
}

impl<'a> Cycle<'a> {
    fn of(entered: &'a Entered) -> Option<Self> {
        let PricingEntry::Allowance {
            cycle,
            validity,
            profit,
            taxes_fen,
            approved_fen,
            deducted_fen,
            document,
        } = &entered.entry
        else {
            return None;
        };
        Some(Self {
            number: cycle,
            validity: *validity,
            profit: *profit,
            taxes_fen: *taxes_fen,
            approved_fen: *approved_fen,
            deducted_fen: *deducted_fen,
            document,
        })
    }

    fn last_day(&self, next: Option<Date>, years: u16) -> Option<Date> {
        let from = self.validity.from;
        let by_years = from.checked_add(Days::new().years(years)).and_then(Date::yesterday);
        let before_next = next.filter(|next| from < *next).and_then(|it| it.yesterday().ok());
        self.validity.to.or(before_next).or(by_years.ok())
    }

    fn permitted(
        &self,
        months: &Months,
        carried_fen: i64,
        marks_ppm: &[i64],
    ) -> Result<PermittedRevenue, SumTooLarge> {
        let (booked, is_known) = (months.within(self.validity)?, months.are_known(self.validity));
        let (cost_fen, subsidy_fen) = (booked.cost.industry_fen, booked.subsidy.industry_fen);
        let net_cost_fen = cost_fen.checked_sub(subsidy_fen).ok_or(SumTooLarge)?;
        let profit_fen = self.profit.map(|it| profit_fen(it, net_cost_fen)).transpose()?;
        let taxes_fen = self.taxes_fen.unwrap_or(booked.taxes_fen);
        let computed = |profit_fen: i64| {
            let parts = [net_cost_fen, profit_fen, taxes_fen].map(i128::from);
            let sum = parts.into_iter().sum::<i128>() - i128::from(carried_fen);
            i64::try_from(sum).map_err(|_| SumTooLarge)
        };
        let computed_fen = profit_fen.map(computed).transpose()?;
        let limit_fen = self.approved_fen.or(computed_fen.map(|it| it.max(0)));
        let actual_fen = booked.revenue_fen;
        let outstanding_fen = self.outstanding_fen(carried_fen, computed_fen, is_known);
        let above = |permitted: i64| (i128::from(actual_fen) - i128::from(permitted)).max(0);
        let excess = match (self.approved_fen, computed_fen) {
            (Some(approved_fen), _) => above(approved_fen) + i128::from(outstanding_fen),
            // Below 0 by what is outstanding, so that it is in the difference already.
            (None, Some(computed_fen)) => above(computed_fen),
            (None, None) => outstanding_fen.into(),
        };
        Ok(PermittedRevenue {
            cycle: self.number.to_owned(),
            validity: self.validity,
            document: self.document.to_owned(),
            cost_fen,
            subsidy_fen,
            net_cost_fen,
            profit_fen,
            taxes_fen,
            carried_fen,
            deducted_fen: self.deducted_fen,
            outstanding_fen,
            computed_fen,
            approved_fen: self.approved_fen,
            limit_fen,
            actual_fen,
            usage_ppm: limit_fen.and_then(|it| used(actual_fen, it)).map(Ratio::ppm),
            excess_fen: i64::try_from(excess).map_err(|_| SumTooLarge)?,
            state: state(actual_fen, limit_fen, marks_ppm),
            booked,
        })
    }
}

impl Cycle<'_> {
    /// What of the carried excess is not deducted: an approved amount may be set without it, and a computed one
    /// may be less than it. That it is deducted is believed as far as what was booked does not say otherwise.
    fn outstanding_fen(&self, carried_fen: i64, computed_fen: Option<i64>, is_known: bool) -> i64 {
        let Some(approved_fen) = self.approved_fen else {
            return computed_fen
                .map_or(carried_fen, |it| it.saturating_neg().clamp(0, carried_fen));
        };
        let said = self.deducted_fen.map(|it| carried_fen.saturating_sub(it).max(0));
        let computed_fen = computed_fen.filter(|_| is_known || said.is_none());
        let computed = computed_fen.map(|it| approved_fen.saturating_sub(it).clamp(0, carried_fen));
        said.max(computed).unwrap_or(carried_fen)
    }
}

/// The permitted profit, rounded half up to the fen. The notice gives neither rate nor base.
fn profit_fen(strategy: ProfitStrategy, net_cost_fen: i64) -> Result<i64, SumTooLarge> {
    let of = |base_fen: i64, rate: Ratio| {
        let product = i128::from(base_fen) * i128::from(rate.ppm());
        half_up(product, Ratio::ONE.ppm().into()).ok_or(SumTooLarge)
    };
    match strategy {
        ProfitStrategy::CostPlus { rate } => of(net_cost_fen, rate),
        ProfitStrategy::AssetBase { base_fen, rate } => of(base_fen, rate),
        ProfitStrategy::Fixed { amount_fen } => Ok(amount_fen),
    }
}

/// Revenue in parts of what is permitted, rounded down; `None` where nothing is.
pub(crate) fn used(actual_fen: i64, limit_fen: i64) -> Option<Ratio> {
    let scaled = i128::from(actual_fen) * i128::from(Ratio::ONE.ppm());
    let ppm = (0 < limit_fen).then(|| scaled.div_euclid(limit_fen.into()))?;
    Some(Ratio::from_ppm(i64::try_from(ppm).unwrap_or(if ppm < 0 { i64::MIN } else { i64::MAX })))
}

/// The highest mark that revenue has reached, parts per million: at exactly its part, compared without
/// rounding. No revenue reaches none.
pub(crate) fn mark_reached(
    actual_fen: i64,
    limit_fen: i64,
    marks_ppm: impl IntoIterator<Item = i64>,
) -> Option<i64> {
    let scaled = i128::from(actual_fen) * i128::from(Ratio::ONE.ppm());
    let is_reached = |mark: &i64| i128::from(limit_fen) * i128::from(*mark) <= scaled;
    marks_ppm.into_iter().filter(is_reached).max().filter(|_| 0 < actual_fen)
}

/// The limit itself is still permitted.
fn state(actual_fen: i64, limit_fen: Option<i64>, marks: &[i64]) -> RevenueState {
    let Some(limit_fen) = limit_fen else { return RevenueState::Unknown };
    if limit_fen < actual_fen {
        return RevenueState::Exceeded;
    }
    match mark_reached(actual_fen, limit_fen, marks.iter().copied()) {
        Some(mark_ppm) => RevenueState::Warned { mark_ppm },
        None => RevenueState::Within,
    }
}
