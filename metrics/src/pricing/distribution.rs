//! How revenue is shared (Measures art. 19; CN-PDA; `domain` 7.6): who is paid what, and out of
//! what.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::booked::{Booked, Months};
use super::{Entered, PayeeKind, PermittedRevenue, PricingEntry, Share, ShareForm, Validity};
use crate::ledger::SumTooLarge;
use crate::party::PartyId;
use crate::party::credit_code::{CreditCode, OrganisationKind};

/// A distribution scheme with what there is to distribute. Fen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Distribution {
    /// Its number.
    pub scheme: String,
    /// From the first day of its first share to the last day of its last one, at most today.
    pub validity: Validity,
    /// Revenue of these months.
    pub revenue_fen: i64,
    /// Taxes of these months.
    pub taxes_fen: i64,
    /// Operating cost of these months, less subsidies.
    pub net_cost_fen: i64,
    /// Excess carried into the cycles in which the scheme holds, each once: it is not theirs to distribute.
    pub carried_fen: i64,
    /// Revenue less taxes, cost and carried excess.
    pub base_fen: i64,
    /// Distributed as money.
    pub cash_fen: i64,
    /// Distributed as technology, products or services.
    pub in_kind_fen: i64,
    /// What there is for the schemes that it shares with: as the base, from the first of their days to the
    /// last of its own. It shares with those that begin in its cycle, and with those whose days overlap,
    /// one after the other, whatever their cycle; told is where less is left.
    pub available_fen: i64,
    /// What the schemes that it shares with and that end by then distribute together, itself included.
    pub taken_fen: i64,
    /// The shares.
    pub shares: Vec<Share>,
}

impl PayeeKind {
    /// What a payee is by its credit code (GB 32100 table 1): 11 is an administrative unit, 12 an
    /// institution, 91 to 93 an enterprise. Others, and parties without code, say nothing of it.
    #[must_use]
    pub fn of(payee: &PartyId) -> Option<Self> {
        let code = payee.as_str().strip_prefix("uscc:")?;
        match CreditCode::parse(code).ok()?.organisation_kind()? {
            OrganisationKind::Administration => Some(Self::Administrative),
            OrganisationKind::Institution => Some(Self::Institution),
            OrganisationKind::Enterprise
            | OrganisationKind::SoleTrader
            | OrganisationKind::Cooperative => Some(Self::Enterprise),
            OrganisationKind::MassOrganisation
            | OrganisationKind::SocialOrganisation
            | OrganisationKind::PrivateNonEnterprise
            | OrganisationKind::Foundation => None,
        }
    }

    /// The word used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrative => "administrative",
            Self::Institution => "institution",
            Self::Enterprise => "enterprise",
        }
    }
}

impl Distribution {
    /// What is given, in cash and in kind, fen.
    #[must_use]
    pub fn given_fen(&self) -> i128 {
        i128::from(self.cash_fen) + i128::from(self.in_kind_fen)
    }
}

impl Share {
    /// What the payee is: by its credit code, else as said.
    #[must_use]
    pub fn kind(&self) -> Option<PayeeKind> {
        self.payee.as_ref().and_then(PayeeKind::of).or(self.payee_kind)
    }
}

/// The shares of each scheme among the entries in force.
pub(super) fn schemes(entries: &[Entered]) -> BTreeMap<&str, Vec<(&Share, &Entered)>> {
    let mut schemes: BTreeMap<&str, Vec<(&Share, &Entered)>> = BTreeMap::new();
    for entered in entries {
        if let PricingEntry::Share(share) = &entered.entry {
            schemes.entry(&share.scheme).or_default().push((share, entered));
        }
    }
    schemes
}

/// Every scheme that has begun, with what the ledger booked while it held.
///
/// # Errors
///
/// [`SumTooLarge`].
pub fn distributions(
    entries: &[Entered],
    months: &Months,
    cycles: &[PermittedRevenue],
    today: Date,
) -> Result<Vec<Distribution>, SumTooLarge> {
    let mut all = Vec::new();
    for (scheme, shares) in schemes(entries) {
        let Some(from) = shares.iter().map(|(it, _)| it.validity.from).min() else { continue };
        let to =
            shares.iter().map(|(it, _)| it.validity.to.map_or(today, |to| to.min(today))).max();
        let validity = Validity { from, to };
        if today < from {
            continue;
        }
        let booked = months.within(validity)?;
        let net_cost =
            i128::from(booked.cost.industry_fen) - i128::from(booked.subsidy.industry_fen);
        let carried_fen = carried_fen(cycles, validity)?;
        let sum_of = |form: ShareForm| {
            let given = shares.iter().filter(|(it, _)| it.form == form);
            let sum: i128 = given.filter_map(|(it, _)| it.amount_fen).map(i128::from).sum();
            fen(sum)
        };
        all.push(Distribution {
            scheme: scheme.to_owned(),
            validity,
            revenue_fen: booked.revenue_fen,
            taxes_fen: booked.taxes_fen,
            net_cost_fen: fen(net_cost)?,
            carried_fen,
            base_fen: fen(base(&booked, carried_fen))?,
            cash_fen: sum_of(ShareForm::Cash)?,
            in_kind_fen: sum_of(ShareForm::InKind)?,
            // Until it is held against others.
            available_fen: i64::MAX,
            taken_fen: 0,
            shares: shares.iter().map(|(it, _)| (*it).clone()).collect(),
        });
    }
    together(&mut all, months, cycles)?;
    Ok(all)
}

/// Holds each scheme against those that it shares with: those that begin in its cycle, and those whose days
/// overlap. Of these, what begins later does not draw on the months before: from each month on, they share what
/// was booked from there (Hall's condition for intervals), of which the months before may have paid what is
/// carried into a cycle that began before.
fn together(
    all: &mut [Distribution],
    months: &Months,
    cycles: &[PermittedRevenue],
) -> Result<(), SumTooLarge> {
    let cycle_of = |from: Date| cycles.iter().position(|it| it.validity.contains(from));
    let mut by_cycle: BTreeMap<Option<usize>, Vec<&mut Distribution>> = BTreeMap::new();
    for it in all.iter_mut() {
        by_cycle.entry(cycle_of(it.validity.from)).or_default().push(it);
    }
    for schemes in by_cycle.into_values() {
        shared(schemes, months, cycles)?;
    }
    let mut giving: Vec<&mut Distribution> =
        all.iter_mut().filter(|it| it.given_fen() != 0).collect();
    giving.sort_by_key(|it| it.validity.from);
    let mut chains: Vec<(Option<Date>, Vec<&mut Distribution>)> = Vec::new();
    for it in giving {
        let to = it.validity.to;
        match chains.last_mut().filter(|(last, _)| Some(it.validity.from) <= *last) {
            Some((last, chain)) => {
                *last = to.max(*last);
                chain.push(it);
            }
            None => chains.push((to, vec![it])),
        }
    }
    for (_, mut chain) in chains {
        let mut known = None;
        for at in 0..chain.len() {
            let from = chain[at].validity.from;
            let before = months.revenues().filter(|(it, _)| it.last_day() < from).count();
            if known.replace(before) != Some(before) {
                let begun = cycles.partition_point(|it| at != 0 && it.validity.from < from);
                let later = chain[at..].iter_mut().map(|it| &mut **it).collect();
                shared(later, months, &cycles[begun..])?;
            }
        }
    }
    Ok(())
}

/// Adds up schemes in the order in which they end: what one of them distributed is not there for the next, and
/// the carried excess is deducted once.
fn shared(
    mut schemes: Vec<&mut Distribution>,
    months: &Months,
    cycles: &[PermittedRevenue],
) -> Result<(), SumTooLarge> {
    schemes.sort_by_key(|it| (it.validity.to, it.validity.from));
    let (mut first, mut taken) = (Date::MAX, 0);
    for it in schemes {
        first = first.min(it.validity.from);
        taken += it.given_fen();
        let days = Validity { from: first, to: it.validity.to };
        let available = base(&months.within(days)?, carried_fen(cycles, days)?);
        let known = i128::from(it.available_fen) - i128::from(it.taken_fen);
        if available - taken < known {
            (it.available_fen, it.taken_fen) = (fen(available)?, fen(taken)?);
        }
    }
    Ok(())
}

/// What is carried into the cycles of some days: all of it into the first of them, and into each later one
/// what the cycle before earned too much itself, because what that left outstanding is counted already. Fen.
fn carried_fen(cycles: &[PermittedRevenue], days: Validity) -> Result<i64, SumTooLarge> {
    let is_of = |it: &&PermittedRevenue| {
        let begins_by = days.to.is_none_or(|to| it.validity.from <= to);
        begins_by && it.validity.to.is_none_or(|to| days.from <= to)
    };
    let (mut carried, mut outstanding) = (0, 0);
    for it in cycles.iter().filter(is_of) {
        carried += i128::from(it.carried_fen) - outstanding;
        outstanding = i128::from(it.outstanding_fen);
    }
    fen(carried)
}

/// Revenue less taxes, net cost and carried excess.
fn base(booked: &Booked, carried_fen: i64) -> i128 {
    let [revenue, taxes, cost, subsidy, carried] = [
        booked.revenue_fen,
        booked.taxes_fen,
        booked.cost.industry_fen,
        booked.subsidy.industry_fen,
        carried_fen,
    ]
    .map(i128::from);
    revenue - taxes - (cost - subsidy) - carried
}

fn fen(sum: i128) -> Result<i64, SumTooLarge> {
    i64::try_from(sum).map_err(|_| SumTooLarge)
}
