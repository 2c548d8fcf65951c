//! What the policy pack says of prices: marks, days, what counts and tax rates, each with its source.

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Tariff, Validity};
use crate::effective::{Effective, Holding};
use crate::ledger::Sums;
use crate::ledger::chart::Role;
use crate::ratio::Ratio;
use crate::register::Standard;
use crate::source::Source;

/// What the policy pack says of prices and permitted revenue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PricingPolicy {
    /// At which part of the permitted revenue a warning is given (P-4); of a cycle, as on its first day.
    pub warning: Effective<Marks>,
    /// By when the yearly operating report is due (P-7), as on the last day of its year.
    pub annual_report: Effective<ReportDue>,
    /// How long a trial fee may be charged (P-8), as on the day on which the operator began.
    pub trial: Effective<Months>,
    /// How long a cycle of supervision without a last day lasts, as on its first day.
    pub cycle: Effective<Years>,
    /// What counts for the permitted revenue, as on the last day of the month booked.
    pub counted: Vec<Holding<Counted>>,
    /// Rates of value-added tax, as on the day of service.
    #[serde(rename = "vat_rate")]
    pub vat_rates: Vec<Holding<VatRate>>,
}

/// Parts of the permitted revenue, rising.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// Parts per million.
    pub marks_ppm: Vec<i64>,
    /// Where they come from.
    pub source: Source,
}

/// A day of the year after the one that a report is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportDue {
    /// The month.
    pub month: i8,
    /// The last day, which counts whole.
    pub day: i8,
    /// The first year that a report is asked of.
    pub first_year: i16,
    /// Where they come from.
    pub source: Source,
}

/// A number of months.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Months {
    /// How many.
    pub months: u16,
    /// Where it comes from.
    pub source: Source,
}

/// A number of years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// How many.
    pub years: u16,
    /// Where it comes from.
    pub source: Source,
}

/// Roles of accounts that are something to the permitted revenue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// The standard whose chart is meant; every one if none.
    pub standard: Option<Standard>,
    /// What they are to it.
    pub component: Component,
    /// The roles.
    pub roles: Vec<Role>,
    /// Which of their sums count.
    pub side: CountedSide,
    /// Where it comes from.
    pub source: Source,
}

/// What an account is to the permitted revenue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Component {
    /// 收入.
    Revenue,
    /// 经营成本.
    Cost,
    /// 税金.
    Taxes,
    /// 政府补助, netted in the cost.
    Subsidy,
}

impl Component {
    /// The word used in policy packs and in findings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Revenue => "revenue",
            Self::Cost => "cost",
            Self::Taxes => "taxes",
            Self::Subsidy => "subsidy",
        }
    }
}

/// Which sums of an account count. The transfer to 本年利润 at the end of a month stands on the other
/// side of a profit or loss account, and corrections stand red on its own (红字冲销): one side alone
/// is what the month brought, closed or not. Statements count months that are not closed net instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountedSide {
    /// Debits.
    Debit,
    /// Credits.
    Credit,
    /// Credits less debits.
    NetCredit,
}

/// A rate of value-added tax.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VatRate {
    /// Parts per million of the price without tax.
    pub rate_ppm: i64,
    /// Whether a price of which nobody says the rate may have it in.
    pub assumed: bool,
    /// Where it comes from.
    pub source: Source,
}

impl PricingPolicy {
    /// The first day on which an operator that began on a day charges no trial fee any more (P-8).
    #[must_use]
    pub fn trial_is_over(&self, since: Date) -> Option<Date> {
        since.checked_add(Span::new().months(self.trial.on(since).months)).ok()
    }

    /// A trial fee on the days on which such an operator may charge it; `None` if it is none.
    #[must_use]
    pub fn trial_fee(&self, tariff: &Tariff, since: Date) -> Option<Tariff> {
        let last = self.trial_is_over(since)?.yesterday().ok()?;
        let Validity { from, to } = tariff.validity;
        let to = to.map_or(last, |it| it.min(last));
        let validity = Validity { from, to: Some(to) };
        (tariff.trial && from <= to).then(|| Tariff { validity, ..tariff.clone() })
    }

    /// The rates of value-added tax that a price of which nobody says the rate may have in on some of
    /// these days, the first and the last.
    #[must_use]
    pub fn assumed_rates(&self, days: (Date, Date)) -> Vec<Ratio> {
        let hold = self.vat_rates.iter().filter(|it| it.holds(days) && it.value.assumed);
        hold.map(|it| it.value.ratio()).collect()
    }

    /// The rates of value-added tax that a price may have in on some of these days, where a record says
    /// this one: itself, if there is such a rate (F-17-rate); else those that are assumed.
    #[must_use]
    pub fn rates_of(&self, said: Option<Ratio>, days: (Date, Date)) -> Vec<Ratio> {
        let said = said.filter(|it| self.known_rates(days).contains(it));
        said.map_or_else(|| self.assumed_rates(days), |it| vec![it])
    }

    /// Every rate of value-added tax that holds on some of these days, the first and the last.
    #[must_use]
    pub fn known_rates(&self, days: (Date, Date)) -> Vec<Ratio> {
        let hold = self.vat_rates.iter().filter(|it| it.holds(days));
        hold.map(|it| it.value.ratio()).collect()
    }
}

impl VatRate {
    /// The rate.
    #[must_use]
    pub fn ratio(&self) -> Ratio {
        Ratio::from_ppm(self.rate_ppm)
    }
}

impl Counted {
    /// Whether the chart of a standard is meant.
    #[must_use]
    pub fn is_of(&self, standard: Standard) -> bool {
        self.standard.is_none_or(|it| it == standard)
    }

    /// What sums of an account come to, minor units.
    #[must_use]
    pub fn amount_minor(&self, sums: Sums) -> i128 {
        match self.side {
            CountedSide::Debit => sums.debit_minor.into(),
            CountedSide::Credit => sums.credit_minor.into(),
            CountedSide::NetCredit => -sums.net_minor(),
        }
    }
}
