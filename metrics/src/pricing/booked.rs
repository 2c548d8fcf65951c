//! What the ledger booked in a cycle, by role and use, with shared cost split by its allocation key.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::policy::Role;
use super::{Entered, PricingEntry, Validity, half_up};
use crate::ledger::SumTooLarge;
use crate::period::Period;
use crate::ratio::Ratio;

/// The words of `use` on ledger lines.
pub mod uses {
    /// 公共治理和公益: outside of the permitted revenue.
    pub const PUBLIC: &str = "public";
    /// 产业和行业发展.
    pub const INDUSTRY: &str = "industry";
    /// 共同: split by the allocation key of its cost class.
    pub const SHARED: &str = "shared";
}

/// A sum of one month in the separate ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookedSum {
    /// The month.
    pub period: Period,
    /// What the account is.
    pub role: Role,
    /// `public`, `industry`, `shared`, or what else stands there.
    pub use_: String,
    /// The cost class, which is the allocation key of shared sums.
    pub cost_class: String,
    /// The sum, fen.
    pub amount_fen: i64,
}

/// A part of shared cost that a use has.
#[derive(Clone, Copy, Debug)]
struct Part<'a> {
    use_: &'a str,
    share: Ratio,
    validity: Validity,
}

/// The allocation keys in force.
#[derive(Clone, Debug, Default)]
pub struct Allocations<'a> {
    parts: BTreeMap<&'a str, Vec<Part<'a>>>,
}

/// What was booked in a cycle. Fen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Booked {
    /// Revenue, of whatever use: all of it counts against the permitted revenue.
    pub revenue_fen: i64,
    /// Taxes.
    pub taxes_fen: i64,
    /// Cost by use.
    pub cost: ByUse,
    /// Subsidies by use.
    pub subsidy: ByUse,
    /// Months and cost classes of shared sums that no allocation key splits whole.
    pub unallocated: Vec<(Period, String)>,
}

/// A sum by use. Fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ByUse {
    /// For industry and sector development, its part of what is shared included.
    pub industry_fen: i64,
    /// For public governance and welfare, its part of what is shared included.
    pub public_fen: i64,
    /// What was booked as shared, before it was split.
    pub shared_fen: i64,
    /// Of what is shared, the part for industry.
    pub shared_industry_fen: i64,
    /// What no use can be told of: it counts for neither.
    pub unknown_fen: i64,
}

impl<'a> Allocations<'a> {
    /// The allocation keys among the entries in force.
    #[must_use]
    pub fn of(entries: &'a [Entered]) -> Self {
        let mut parts: BTreeMap<&str, Vec<Part<'_>>> = BTreeMap::new();
        for entered in entries {
            if let PricingEntry::Allocation { key, use_, share, validity, .. } = &entered.entry {
                let part = Part { use_, share: *share, validity: *validity };
                parts.entry(key).or_default().push(part);
            }
        }
        Self { parts }
    }

    /// The parts for industry and for public use of a key on a day.
    fn shares(&self, key: &str, day: Date) -> (i128, i128) {
        let parts = self.parts.get(key).map_or(&[][..], Vec::as_slice);
        let sum = |use_: &str| {
            let held = parts.iter().filter(|it| it.use_ == use_ && it.validity.contains(day));
            held.map(|it| i128::from(it.share.ppm())).sum()
        };
        (sum(uses::INDUSTRY), sum(uses::PUBLIC))
    }
}

/// What the months gave whose last day is in a cycle. A sum of a month that is shared is split by
/// the key of its cost class as that stands on the last day of the month: the part for industry is
/// rounded half up to the fen, and the public part is what remains. Where the parts of a key are not
/// 100 % the sum counts for no use.
///
/// # Errors
///
/// [`SumTooLarge`].
pub fn booked(
    sums: &[BookedSum],
    cycle: Validity,
    allocations: &Allocations<'_>,
) -> Result<Booked, SumTooLarge> {
    let mut booked = Booked::default();
    let mut shared: BTreeMap<(Period, &str, Role), i64> = BTreeMap::new();
    for sum in sums.iter().filter(|it| cycle.contains(it.period.last_day())) {
        let of_use = match sum.role {
            Role::Revenue => {
                add(&mut booked.revenue_fen, sum.amount_fen)?;
                continue;
            }
            Role::Taxes => {
                add(&mut booked.taxes_fen, sum.amount_fen)?;
                continue;
            }
            Role::Cost => &mut booked.cost,
            Role::Subsidy => &mut booked.subsidy,
        };
        let part = match sum.use_.as_str() {
            uses::INDUSTRY => &mut of_use.industry_fen,
            uses::PUBLIC => &mut of_use.public_fen,
            uses::SHARED => shared.entry((sum.period, &sum.cost_class, sum.role)).or_default(),
            _ => &mut of_use.unknown_fen,
        };
        add(part, sum.amount_fen)?;
    }
    for ((period, key, role), sum_fen) in shared {
        let of_use = if role == Role::Cost { &mut booked.cost } else { &mut booked.subsidy };
        add(&mut of_use.shared_fen, sum_fen)?;
        let (industry, public) = allocations.shares(key, period.last_day());
        if industry + public != i128::from(Ratio::ONE.ppm()) {
            add(&mut of_use.unknown_fen, sum_fen)?;
            booked.unallocated.push((period, key.to_owned()));
            continue;
        }
        let part_fen = half_up(i128::from(sum_fen) * industry, Ratio::ONE.ppm().into());
        let part_fen = part_fen.ok_or(SumTooLarge)?;
        add(&mut of_use.shared_industry_fen, part_fen)?;
        add(&mut of_use.industry_fen, part_fen)?;
        add(&mut of_use.public_fen, sum_fen - part_fen)?;
    }
    booked.unallocated.dedup();
    Ok(booked)
}

fn add(sum_fen: &mut i64, amount_fen: i64) -> Result<(), SumTooLarge> {
    *sum_fen = sum_fen.checked_add(amount_fen).ok_or(SumTooLarge)?;
    Ok(())
}
