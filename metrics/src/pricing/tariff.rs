//! Tariffs as schedules of tiers: which one is in force on a day, what a quantity costs by it, and
//! whether a price keeps to a ceiling (CN-65: 收费标准不得高于上限).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Entered, PricingEntry, Tariff, Validity, half_up};
use crate::money::{PARTS_PER_FEN, Quantity, UnitPrice};
use crate::ratio::Ratio;

/// Tiers of one schedule that are judged at most: a price list that anybody reads has a dozen.
pub const TIERS_MAX: usize = 100;

/// 100 % in parts per million.
const ONE_PPM: i128 = 1_000_000;

/// Millionths of a yuan in a fen.
const MILLIONTHS_PER_FEN: i64 = 10_000;

/// A tier with the row that it was read from.
#[derive(Clone, Copy, Debug)]
pub struct Tier<'a> {
    /// What a unit costs in it.
    pub tariff: &'a Tariff,
    /// The entry in force that says so.
    pub entered: &'a Entered,
}

/// The tiers of one product and unit that hold from one day on.
///
/// # Invariants
///
/// There is at least one tier, they rise, and all have the same product, unit and first day.
#[derive(Clone, Debug)]
pub struct Schedule<'a> {
    tiers: Vec<Tier<'a>>,
}

/// How a price stands to a ceiling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// It is not above it.
    Within,
    /// It is above it.
    Above,
    /// Only one of them has value-added tax in it, and it depends on the rate.
    Unknown,
}

/// The price of a unit with its word about value-added tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TaxedPrice {
    /// Price of one unit, yuan.
    pub price: UnitPrice,
    /// Whether value-added tax is in it.
    pub vat_included: bool,
}

/// Product, unit and buyer (`""` for everybody).
pub type Subject<'a> = (&'a str, &'a str, &'a str);

/// The schedules of ceilings by product and unit, each list by first day. The buyer is `""`.
#[must_use]
pub fn ceilings(entries: &[Entered]) -> BTreeMap<Subject<'_>, Vec<Schedule<'_>>> {
    schedules(entries, |it| {
        let PricingEntry::Ceiling { tariff, .. } = it else { return None };
        Some((tariff, ""))
    })
}

/// The schedules of prices by product, unit and buyer, each list by first day.
#[must_use]
pub fn prices(entries: &[Entered]) -> BTreeMap<Subject<'_>, Vec<Schedule<'_>>> {
    schedules(entries, |it| {
        let PricingEntry::Price { tariff, buyer, .. } = it else { return None };
        Some((tariff, buyer))
    })
}

fn schedules(
    entries: &[Entered],
    pick: impl Fn(&PricingEntry) -> Option<(&Tariff, &str)>,
) -> BTreeMap<Subject<'_>, Vec<Schedule<'_>>> {
    let mut days: BTreeMap<(Subject<'_>, Date), Vec<Tier<'_>>> = BTreeMap::new();
    for entered in entries {
        let Some((tariff, buyer)) = pick(&entered.entry) else { continue };
        let subject = (tariff.product.as_str(), tariff.unit.as_str(), buyer);
        let tier = Tier { tariff, entered };
        days.entry((subject, tariff.validity.from)).or_default().push(tier);
    }
    let mut all: BTreeMap<Subject<'_>, Vec<Schedule<'_>>> = BTreeMap::new();
    for ((subject, _), mut tiers) in days {
        tiers.sort_by_key(|it| it.tariff.tier_from);
        all.entry(subject).or_default().push(Schedule { tiers });
    }
    all
}

/// The days on which another schedule comes into force, each with the one that is in force from then
/// on, if any: where several hold, the one that began last.
#[must_use]
pub fn in_force<'a, 'b>(schedules: &'b [Schedule<'a>]) -> BTreeMap<Date, Option<&'b Schedule<'a>>> {
    let mut events: BTreeMap<Date, Vec<(usize, bool)>> = BTreeMap::new();
    for (index, it) in schedules.iter().enumerate() {
        let Validity { from, to } = it.validity();
        events.entry(from).or_default().push((index, true));
        if let Some(after) = to.and_then(|it| it.tomorrow().ok()) {
            events.entry(after).or_default().push((index, false));
        }
    }
    let mut holding: BTreeSet<usize> = BTreeSet::new();
    let after = |(day, events): (Date, Vec<(usize, bool)>)| {
        for (index, begins) in events {
            if begins {
                holding.insert(index);
            } else {
                holding.remove(&index);
            }
        }
        (day, holding.last().map(|it| &schedules[*it]))
    };
    events.into_iter().map(after).collect()
}

impl<'a> Schedule<'a> {
    /// The tiers, lowest first.
    #[must_use]
    pub fn tiers(&self) -> &[Tier<'a>] {
        &self.tiers
    }

    /// The lowest tier.
    #[must_use]
    pub fn first(&self) -> Tier<'a> {
        self.tiers[0]
    }

    /// The days of the lowest tier. That the others have the same is rule P-10.
    #[must_use]
    pub fn validity(&self) -> Validity {
        self.first().tariff.validity
    }

    /// The tier in which the next unit above a quantity falls; `None` below the lowest tier.
    #[must_use]
    pub fn above(&self, quantity: Quantity) -> Option<Tier<'a>> {
        let begun = self.tiers.partition_point(|it| it.tariff.tier_from <= quantity);
        begun.checked_sub(1).map(|it| self.tiers[it])
    }

    /// What a quantity costs, fen: each tier's part at the tier's price, summed (the progressive
    /// form of Fujian's trial standard), and rounded half up to the fen once, at the end. `None`
    /// where the lowest tier does not begin at 0, or the sum does not fit.
    #[must_use]
    pub fn charge_fen(&self, quantity: Quantity) -> Option<i64> {
        let tiers: Vec<&Tariff> = self.tiers.iter().map(|it| it.tariff).collect();
        half_up(progressive(&tiers, quantity)?, PARTS_PER_FEN)
    }
}

/// What a quantity costs by tiers that rise, each tier's part at the tier's price, summed, in 10⁻¹² yuan.
/// `None` where the lowest does not begin at 0.
#[must_use]
pub fn progressive(tiers: &[&Tariff], quantity: Quantity) -> Option<i128> {
    tiers.first().filter(|it| it.tier_from == Quantity::default())?;
    let ends = tiers.iter().skip(1).map(|it| it.tier_from);
    let ends = ends.chain([quantity]).map(|it| it.min(quantity).millionths);
    let parts = tiers.iter().zip(ends).map(|(it, end)| {
        let units = (end - it.tier_from.millionths).max(0);
        i128::from(units) * i128::from(it.price.millionths)
    });
    Some(parts.sum())
}

/// Whether the price of a unit keeps to its ceiling. Prices that both have value-added tax in them,
/// or both not, are compared as they are; else at each rate that may apply, and where the rates do
/// not agree nobody can say. Nothing is rounded.
#[must_use]
pub fn compare(price: TaxedPrice, ceiling: TaxedPrice, vat_rates: &[Ratio]) -> Compared {
    let (charged, allowed) = (price.price.millionths, ceiling.price.millionths);
    let is_within = |rate: &Ratio| {
        let (of_price, of_ceiling) =
            if price.vat_included { (ONE_PPM, gross(*rate)) } else { (gross(*rate), ONE_PPM) };
        i128::from(charged) * of_price <= i128::from(allowed) * of_ceiling
    };
    if price.vat_included == ceiling.vat_included {
        return if charged <= allowed { Compared::Within } else { Compared::Above };
    }
    match vat_rates.iter().filter(|it| is_within(it)).count() {
        0 if !vat_rates.is_empty() => Compared::Above,
        count if count == vat_rates.len() && !vat_rates.is_empty() => Compared::Within,
        _ => Compared::Unknown,
    }
}

/// A price with its tax, in parts per million of the price without.
fn gross(rate: Ratio) -> i128 {
    ONE_PPM + i128::from(rate.ppm())
}

impl Tariff {
    /// The price with its word about value-added tax.
    #[must_use]
    pub const fn taxed(&self) -> TaxedPrice {
        TaxedPrice { price: self.price, vat_included: self.vat_included }
    }
}

impl TaxedPrice {
    /// The price with or without value-added tax, at a rate, half up to 10⁻⁶ yuan; `None` where it does
    /// not fit. A price that says so already is left as it is.
    #[must_use]
    pub fn with_tax(self, vat_included: bool, rate: Ratio) -> Option<UnitPrice> {
        let millionths = i128::from(self.price.millionths);
        let converted = match (self.vat_included, vat_included) {
            (false, true) => half_up(millionths * gross(rate), ONE_PPM),
            (true, false) => half_up(millionths * ONE_PPM, gross(rate)),
            (true, true) | (false, false) => Some(self.price.millionths),
        };
        converted.map(|millionths| UnitPrice { millionths })
    }

    /// What the price is with the other word about value-added tax, at each of some rates: half up to
    /// 10⁻⁶ yuan, and to the fen, too, where it is itself in whole fen and that leaves anything.
    pub fn otherwise(self, rates: &[Ratio]) -> impl Iterator<Item = Self> {
        let vat_included = !self.vat_included;
        let is_in_fen = self.price.millionths % MILLIONTHS_PER_FEN == 0;
        let in_fen = move |exact: UnitPrice| {
            let fen = half_up(exact.millionths.into(), MILLIONTHS_PER_FEN.into());
            let fen = fen.filter(|it| is_in_fen && *it != 0)?;
            Some(UnitPrice { millionths: fen.checked_mul(MILLIONTHS_PER_FEN)? })
        };
        let exact = rates.iter().filter_map(move |rate| self.with_tax(vat_included, *rate));
        let prices = exact.flat_map(move |exact| std::iter::once(exact).chain(in_fen(exact)));
        prices.map(move |price| Self { price, vat_included })
    }

    /// Whether two prices are one: they are alike, or one is the other with value-added tax at one of
    /// some rates.
    #[must_use]
    pub fn is_as(self, other: Self, rates: &[Ratio]) -> bool {
        self == other
            || self.otherwise(rates).any(|it| it == other)
            || other.otherwise(rates).any(|it| it == self)
    }
}
