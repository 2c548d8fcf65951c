//! What the ledger booked in a cycle, by component and use, with shared cost split by its allocation key.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::policy::Component;
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
    pub component: Component,
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
struct Allocations<'a> {
    parts: BTreeMap<&'a str, Vec<Part<'a>>>,
}

/// What was booked, month by month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Months {
    months: BTreeMap<Period, Booked>,
}

/// What was booked in some months. Fen.
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
    fn of(entries: &'a [Entered]) -> Self {
        let mut parts: BTreeMap<&str, Vec<Part<'_>>> = BTreeMap::new();
        for entered in entries {
            if let PricingEntry::Allocation { key, use_, share, validity, .. } = &entered.entry {
                let part = Part { use_, share: *share, validity: *validity };
                parts.entry(key).or_default().push(part);
            }
        }
        Self { parts }
    }

    /// The part of a key that is for industry on a day, where its parts are the whole.
    fn for_industry(&self, key: &str, day: Date) -> Option<Ratio> {
        let parts = self.parts.get(key)?;
        let sum = |use_: &str| {
            let held = parts.iter().filter(|it| it.use_ == use_ && it.validity.contains(day));
            held.map(|it| i128::from(it.share.ppm())).sum::<i128>()
        };
        let industry = sum(uses::INDUSTRY);
        let is_whole = industry + sum(uses::PUBLIC) == i128::from(Ratio::ONE.ppm());
        i64::try_from(industry).ok().filter(|_| is_whole).map(Ratio::from_ppm)
    }
}

impl Months {
    /// Adds up sums month by month. What is shared is split by the key of its cost class as that
    /// stands on the last day of the month: the part for industry is rounded half up to the fen, and
    /// the public part is what remains. Where the parts of a key are not 100 % the sum counts for no
    /// use.
    ///
    /// # Errors
    ///
    /// [`SumTooLarge`].
    pub fn of(sums: &[BookedSum], entries: &[Entered]) -> Result<Self, SumTooLarge> {
        let mut months: BTreeMap<Period, Booked> = BTreeMap::new();
        let mut shared: BTreeMap<(Period, &str, Component), i64> = BTreeMap::new();
        for sum in sums {
            let month = months.entry(sum.period).or_default();
            let part = match (sum.component, sum.use_.as_str()) {
                (Component::Revenue, _) => &mut month.revenue_fen,
                (Component::Taxes, _) => &mut month.taxes_fen,
                (Component::Cost | Component::Subsidy, uses::SHARED) => {
                    shared.entry((sum.period, &sum.cost_class, sum.component)).or_default()
                }
                (Component::Cost, use_) => month.cost.of_use(use_),
                (Component::Subsidy, use_) => month.subsidy.of_use(use_),
            };
            add(part, sum.amount_fen)?;
        }
        let allocations = Allocations::of(entries);
        for ((period, key, component), sum_fen) in shared {
            let month = months.entry(period).or_default();
            let by_use =
                if component == Component::Cost { &mut month.cost } else { &mut month.subsidy };
            let share = allocations.for_industry(key, period.last_day());
            if !by_use.split(sum_fen, share)? {
                month.unallocated.push((period, key.to_owned()));
            }
        }
        for month in months.values_mut() {
            month.unallocated.dedup();
        }
        Ok(Self { months })
    }

    /// What the months gave whose last day is among these.
    ///
    /// # Errors
    ///
    /// [`SumTooLarge`].
    pub fn within(&self, validity: Validity) -> Result<Booked, SumTooLarge> {
        let mut sum = Booked::default();
        for (period, month) in &self.months {
            if validity.contains(period.last_day()) {
                sum.add(month)?;
            }
        }
        Ok(sum)
    }

    /// Whether anything was booked in months whose last day is among these.
    #[must_use]
    pub fn are_known(&self, validity: Validity) -> bool {
        self.months.keys().any(|it| validity.contains(it.last_day()))
    }

    /// Revenue month by month, fen.
    pub fn revenues(&self) -> impl Iterator<Item = (Period, i64)> {
        self.months.iter().map(|(period, it)| (*period, it.revenue_fen))
    }

    /// Subsidies netted in the cost for industry month by month, fen.
    pub fn subsidies(&self) -> impl Iterator<Item = (Period, i128)> {
        self.months.iter().map(|(period, it)| (*period, it.subsidy.industry_fen.into()))
    }

    /// Whether nothing was booked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.months.is_empty()
    }

    /// Months and cost classes of shared sums that no allocation key splits whole.
    pub fn unallocated(&self) -> impl Iterator<Item = &(Period, String)> {
        self.months.values().flat_map(|it| &it.unallocated)
    }
}

impl Booked {
    fn add(&mut self, other: &Self) -> Result<(), SumTooLarge> {
        add(&mut self.revenue_fen, other.revenue_fen)?;
        add(&mut self.taxes_fen, other.taxes_fen)?;
        self.cost.add(&other.cost)?;
        self.subsidy.add(&other.subsidy)?;
        self.unallocated.extend_from_slice(&other.unallocated);
        Ok(())
    }
}

impl ByUse {
    fn of_use(&mut self, use_: &str) -> &mut i64 {
        match use_ {
            uses::INDUSTRY => &mut self.industry_fen,
            uses::PUBLIC => &mut self.public_fen,
            _ => &mut self.unknown_fen,
        }
    }

    /// Adds a shared sum, split by the part that is for industry; whether it could be.
    fn split(&mut self, sum_fen: i64, industry: Option<Ratio>) -> Result<bool, SumTooLarge> {
        add(&mut self.shared_fen, sum_fen)?;
        let Some(industry) = industry else {
            add(&mut self.unknown_fen, sum_fen)?;
            return Ok(false);
        };
        let part = i128::from(sum_fen) * i128::from(industry.ppm());
        let part_fen = half_up(part, Ratio::ONE.ppm().into()).ok_or(SumTooLarge)?;
        add(&mut self.shared_industry_fen, part_fen)?;
        add(&mut self.industry_fen, part_fen)?;
        add(&mut self.public_fen, sum_fen - part_fen)?;
        Ok(true)
    }

    fn add(&mut self, other: &Self) -> Result<(), SumTooLarge> {
        add(&mut self.industry_fen, other.industry_fen)?;
        add(&mut self.public_fen, other.public_fen)?;
        add(&mut self.shared_fen, other.shared_fen)?;
        add(&mut self.shared_industry_fen, other.shared_industry_fen)?;
        add(&mut self.unknown_fen, other.unknown_fen)
    }
}

fn add(sum_fen: &mut i64, amount_fen: i64) -> Result<(), SumTooLarge> {
    *sum_fen = sum_fen.checked_add(amount_fen).ok_or(SumTooLarge)?;
    Ok(())
}
