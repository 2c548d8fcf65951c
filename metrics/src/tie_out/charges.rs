//! What records say of charges: on which days, and at which rate of tax. Sums of usage say neither, so
//! that rules about prices ask for the charges of a month where a verdict depends on them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::period::Period;
use crate::pricing::PricingPolicy;
use crate::pricing::tariff::TaxedPrice;
use crate::ratio::Ratio;

/// On which days a price was charged, and at which rate of tax, as records say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Product number.
    pub product: String,
    /// What is charged for.
    pub unit: String,
    /// Price of one unit.
    pub price: TaxedPrice,
    /// Day of service.
    pub dated_on: Date,
    /// Rate of value-added tax, where a record says it.
    pub tax_rate: Option<Ratio>,
}

/// Charges of a month that are read at most: a month of a price list that anybody reads has hundreds.
pub const CHARGES_MAX: usize = 50_000;

/// Product, unit and price.
pub(super) type Priced<'a> = (&'a str, &'a str, TaxedPrice);

/// A day of service and the rate, where a record says it.
type Said = (Date, Option<Ratio>);

/// The charges of a month by what was charged.
#[derive(Clone, Debug, Default)]
struct Charges {
    days: BTreeMap<(String, String, TaxedPrice), Vec<Said>>,
    /// Whether there may be more.
    is_cut: bool,
}

/// At which rates of tax a party charged its prices. What is not read yet is asked for: whoever judges
/// with it adds the months that are [`unread`](Self::unread), and judges once more.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    months: BTreeMap<Period, Charges>,
    unread: BTreeSet<Period>,
}

impl Rates {
    /// Adds the charges of a month, [`CHARGES_MAX`] at most.
    pub fn add(&mut self, period: Period, charges: Vec<Charge>) {
        let is_cut = CHARGES_MAX <= charges.len();
        let mut days: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for it in charges {
            let key = (it.product, it.unit, it.price);
            days.entry(key).or_default().push((it.dated_on, it.tax_rate));
        }
        self.months.insert(period, Charges { days, is_cut });
    }

    /// The months asked for that were not there, which are not asked for any more.
    #[must_use]
    pub fn unread(&mut self) -> BTreeSet<Period> {
        std::mem::take(&mut self.unread)
    }

    /// The rates at which something was charged on days of a month, `None` where that is not said.
    pub(super) fn said(
        &mut self,
        period: Period,
        (product, unit, price): Priced<'_>,
        (first, last): (Date, Date),
    ) -> BTreeSet<Option<Ratio>> {
        let Some(charges) = self.months.get(&period) else {
            self.unread.insert(period);
            return BTreeSet::from([None]);
        };
        let days = charges.days.get(&(product.to_owned(), unit.to_owned(), price));
        let on_these = days.into_iter().flatten().filter(|(day, _)| (first..=last).contains(day));
        let rates: BTreeSet<_> = on_these.map(|(_, rate)| *rate).collect();
        if rates.is_empty() && charges.is_cut { BTreeSet::from([None]) } else { rates }
    }

    /// Every rate at which a price may have been charged on days of a month: those that its records say,
    /// and those assumed where one says none, or nothing is known of it.
    pub(super) fn possible(
        &mut self,
        period: Period,
        (priced, days): (Priced<'_>, (Date, Date)),
        policy: &PricingPolicy,
    ) -> Vec<Ratio> {
        let said = self.said(period, priced, days);
        let said = if said.is_empty() { BTreeSet::from([None]) } else { said };
        let rates = said.into_iter().flat_map(|it| policy.rates_of(it, days));
        rates.collect::<BTreeSet<_>>().into_iter().collect()
    }
}
