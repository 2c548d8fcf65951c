//! What the accounts of a chart are to the permitted revenue and to tie-outs, and what of their sums
//! counts. Which account has which role, the chart says; which role counts as what, the policy of
//! prices.

use super::PricingPolicy;
use super::booked::BookedSum;
use super::policy::{Component, Counted};
use crate::ledger::chart::{Chart, Charts, Role};
use crate::ledger::{SumFact, SumTooLarge, Sums};
use crate::register::Standard;

/// The accounts of a chart by what they are for. A code stands for its detail accounts, too.
#[derive(Clone, Debug)]
pub struct AccountRoles<'a> {
    chart: &'a Chart,
    counted: Vec<&'a Counted>,
}

impl<'a> AccountRoles<'a> {
    /// The roles of the chart of a standard.
    #[must_use]
    pub fn of(policy: &'a PricingPolicy, charts: &'a Charts, standard: Standard) -> Self {
        let counted = policy.counted.iter().filter(|it| it.is_of(standard));
        Self { chart: charts.of(standard), counted: counted.collect() }
    }

    /// What an account is to the permitted revenue, if anything.
    fn counted(&self, account: &str) -> Option<&'a Counted> {
        let role = self.chart.role(account)?;
        self.counted.iter().copied().find(|it| it.roles.contains(&role))
    }

    /// What an account is to the permitted revenue, and what sums of it come to, minor units; `None`
    /// where it is nothing.
    #[must_use]
    pub fn counted_minor(&self, account: &str, sums: Sums) -> Option<(Component, i128)> {
        self.counted(account).map(|it| (it.component, it.amount_minor(sums)))
    }

    /// What sums of an account come to in a component, fen; `None` where it is not part of that.
    #[must_use]
    pub fn amount_fen(&self, component: Component, account: &str, sums: Sums) -> Option<i128> {
        self.counted_minor(account, sums).filter(|it| it.0 == component).map(|it| it.1)
    }

    /// Whether an account is cash or bank.
    #[must_use]
    pub fn is_money(&self, account: &str) -> bool {
        self.chart.role(account) == Some(Role::Money)
    }

    /// The codes of the accounts of a component, in the order of the chart.
    #[must_use]
    pub fn codes(&self, component: Component) -> Vec<&'a str> {
        let counted = self.counted.iter().filter(|it| it.component == component);
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
            let counted = self.counted_minor(&it.account, it.sums);
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
