//! What the accounts of a chart are to the permitted revenue and to tie-outs, and what of their sums
//! counts. Which account has which role, the chart says; which role counts as what, the policy of
//! prices.

use super::PricingPolicy;
use super::booked::BookedSum;
use super::policy::{Component, Counted};
use crate::effective::Holding;
use crate::ledger::chart::{AccountKind, Chart, Charts, Role, Side};
use crate::ledger::{SumFact, SumTooLarge, Sums};
use crate::period::Period;
use crate::register::Standard;

/// The accounts of a chart by what they are for. A code stands for its detail accounts, too.
#[derive(Clone, Debug)]
pub struct AccountRoles<'a> {
    chart: &'a Chart,
    counted: Vec<&'a Holding<Counted>>,
}

impl<'a> AccountRoles<'a> {
    /// The roles of the chart of a standard.
    #[must_use]
    pub fn of(policy: &'a PricingPolicy, charts: &'a Charts, standard: Standard) -> Self {
        let counted = policy.counted.iter().filter(|it| it.value.is_of(standard));
        Self { chart: charts.of(standard), counted: counted.collect() }
    }

    /// What counts in a month: what does so on its last day.
    fn counted(&self, month: Period) -> impl Iterator<Item = &'a Counted> {
        let day = month.last_day();
        let hold = self.counted.iter().filter(move |it| it.holds((day, day)));
        hold.map(|it| &it.value)
    }

    /// What an account is to the permitted revenue in a month, and what sums of it come to, minor
    /// units; `None` where it is nothing.
    #[must_use]
    pub fn counted_minor(
        &self,
        (month, account): (Period, &str),
        sums: Sums,
    ) -> Option<(Component, i128)> {
        let role = self.chart.role(account)?;
        let counted = self.counted(month).find(|it| it.roles.contains(&role))?;
        Some((counted.component, counted.amount_minor(sums)))
    }

    /// What sums of an account in a month come to in a component, fen; `None` where it is not part of
    /// that.
    #[must_use]
    pub fn amount_fen(
        &self,
        component: Component,
        booked: (Period, &str),
        sums: Sums,
    ) -> Option<i128> {
        self.counted_minor(booked, sums).filter(|it| it.0 == component).map(|it| it.1)
    }

    /// Whether an account is cash or bank.
    #[must_use]
    pub fn is_money(&self, account: &str) -> bool {
        self.chart.role(account) == Some(Role::Money)
    }

    /// Whether an account is 本年利润, to which costs are transferred when a period ends.
    #[must_use]
    pub fn is_profit_of_year(&self, account: &str) -> bool {
        self.chart.role(account) == Some(Role::ProfitOfYear)
    }

    /// Whether what comes in stands on an account as a credit: it is on no chart, or it grows on that
    /// side, is no asset, and is not where the year is closed to.
    #[must_use]
    pub fn takes_in(&self, account: &str) -> bool {
        self.chart.summed(account).is_none_or(|it| {
            it.side == Side::Credit
                && it.kind != AccountKind::Asset
                && it.role != Some(Role::ProfitOfYear)
        })
    }

    /// Whether an account is one under which data resources stand.
    #[must_use]
    pub fn is_data_resource(&self, account: &str) -> bool {
        self.chart.role(account) == Some(Role::DataResource)
    }

    /// The codes of the accounts of a component in a month, in the order of the chart.
    #[must_use]
    pub fn codes(&self, component: Component, month: Period) -> Vec<&'a str> {
        let counted = self.counted(month).filter(|it| it.component == component);
        let roles: Vec<Role> = counted.flat_map(|it| it.roles.clone()).collect();
        self.chart.codes(&roles).collect()
    }

    /// The movements in renminbi of accounts that count for the permitted revenue.
    ///
    /// # Errors
    ///
    /// [`SumTooLarge`].
    pub fn booked<'b>(
        &self,
        sums: impl IntoIterator<Item = &'b SumFact>,
    ) -> Result<Vec<BookedSum>, SumTooLarge> {
        let mut booked = Vec::new();
        for it in sums.into_iter().filter(|it| it.is_renminbi_movement()) {
            let counted = self.counted_minor((it.period, &it.account), it.sums);
            let Some((component, amount)) = counted else { continue };
            booked.push(BookedSum {
                period: it.period,
                component,
                use_: it.use_.clone(),
                cost_class: it.cost_class.clone(),
                amount_fen: i64::try_from(amount).map_err(|_| SumTooLarge)?,
            });
        }
        Ok(booked)
    }
}
