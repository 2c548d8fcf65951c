//! Who belongs to whom, by the register: F-14 (payments to related parties and to departments) and
//! SH-17-1 (re-development by the operator's own group).

use std::collections::{BTreeMap, BTreeSet};

use super::{Books, about, in_currency, rules, yuan};
use crate::finding::Fault;
use crate::ledger::plain as seen;
use crate::money::Currency;
use crate::party::{PartyId, PartyKind};
use crate::period::Period;
use crate::pricing::policy::Component;
use crate::pricing::{AccountRoles, PayeeKind};
use crate::register::is_below;

/// The registered parties: their names, what they are, and who controls whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    kinds: BTreeMap<PartyId, PartyKind>,
    /// `None` where several parties have the name.
    names: BTreeMap<String, Option<PartyId>>,
    /// Parties, each with one who controls it.
    controllers: BTreeSet<(PartyId, PartyId)>,
    /// One member of each group, by member.
    groups: BTreeMap<PartyId, PartyId>,
}

impl Directory {
    /// Adds a party with its name, what it is and who controls it, if that is known.
    pub fn add(
        &mut self,
        party: PartyId,
        (name, kind): (&str, PartyKind),
        controllers: impl IntoIterator<Item = PartyId>,
    ) {
        let named = self.names.entry(plain(name)).or_insert_with(|| Some(party.clone()));
        if named.as_ref() != Some(&party) {
            *named = None;
        }
        self.controllers.extend(controllers.into_iter().map(|it| (party.clone(), it)));
        self.kinds.insert(party, kind);
    }

    /// Finds the groups, once every party is added: whoever is connected by control, in either
    /// direction and over any number of steps. Control by a department or an authority connects
    /// nobody: enterprises are not related only because the state controls both (CAS 36 art. 6,
    /// recalled). An institution is no such body by its credit code alone: what it holds is its own.
    pub fn group(&mut self) {
        let mut connected: BTreeMap<&PartyId, Vec<&PartyId>> = BTreeMap::new();
        for (party, controller) in &self.controllers {
            if !self.kind(controller).is_some_and(is_public_body) {
                connected.entry(party).or_default().push(controller);
                connected.entry(controller).or_default().push(party);
            }
        }
        let mut groups = BTreeMap::new();
        for &first in connected.keys() {
            let mut waiting = vec![first];
            while let Some(member) = waiting.pop() {
                if groups.contains_key(member) {
                    continue;
                }
                groups.insert(member.clone(), first.clone());
                waiting.extend(connected.get(member).into_iter().flatten());
            }
        }
        self.groups = groups;
    }

    /// The party that a counterparty means: a registered name that only one has, else an id or a
    /// credit code, in either case. Widths of characters and blanks tell no names apart.
    #[must_use]
    pub fn find(&self, counterparty: &str) -> Option<PartyId> {
        let text = plain(counterparty);
        let name = text.strip_prefix("name:").unwrap_or(&text);
        if let Some(found) = self.names.get(name) {
            return found.clone();
        }
        let code = text.to_uppercase();
        let code = code.strip_prefix("USCC:").unwrap_or(&code);
        counterparty.parse().or_else(|_| code.parse()).ok()
    }

    /// What tells a counterparty from others in the books of several parties: its credit code, else its
    /// name as it is compared. Names are one only where the register says so, or nothing but widths and
    /// blanks tells them apart.
    #[must_use]
    pub fn identify(&self, counterparty: &str) -> String {
        let known = self.find(counterparty);
        let known = known.filter(|it| it.as_str().starts_with("uscc:") || self.kind(it).is_some());
        known.map_or_else(
            || {
                let name = plain(counterparty);
                format!("name:{}", name.strip_prefix("name:").unwrap_or(&name))
            },
            |it| it.to_string(),
        )
    }

    /// What a party is, if it is registered.
    #[must_use]
    pub fn kind(&self, party: &PartyId) -> Option<PartyKind> {
        self.kinds.get(party).copied()
    }

    /// Whether a party is a department or an authority, which are paid through the treasury only
    /// (CN-PDA): by what it is registered as, or by its credit code, registered or not.
    #[must_use]
    pub fn is_public_body(&self, party: &PartyId) -> bool {
        let by_code = match PayeeKind::of(party) {
            Some(PayeeKind::Administrative | PayeeKind::Institution) => true,
            Some(PayeeKind::Enterprise) | None => false,
        };
        by_code || self.kind(party).is_some_and(is_public_body)
    }

    /// Whether two parties belong to one group. Nobody is related to itself.
    #[must_use]
    pub fn are_related(&self, one: &PartyId, other: &PartyId) -> bool {
        let group = self.groups.get(one);
        one != other && group.is_some() && group == self.groups.get(other)
    }
}

/// A name as it is compared: half width, without blanks and what cannot be seen.
pub(crate) fn plain(name: &str) -> String {
    seen(name).collect()
}

/// Kinds of parties that are departments and authorities.
const fn is_public_body(kind: PartyKind) -> bool {
    match kind {
        PartyKind::DataAuthority
        | PartyKind::ImplementingBody
        | PartyKind::Department
        | PartyKind::StateAssetRegulator => true,
        PartyKind::Operator | PartyKind::Developer | PartyKind::BusinessEntity => false,
    }
}

/// What went to a counterparty in a month, minor units of one currency.
#[derive(Clone, Copy, Debug, Default)]
struct Paid {
    money: i128,
    settled: i128,
    cost: i128,
}

/// What was paid to the party's own group and to departments, per month and counterparty (F-14):
/// what left cash and bank or settled what is owed between them, whichever is more because one payment
/// may stand on both sides of a voucher, and what was booked as cost. Each currency is told for itself;
/// `digits` are the minor digits of a currency.
#[must_use]
pub fn paid_to_related(
    books: &Books,
    (roles, owed): (&AccountRoles<'_>, &BTreeSet<String>),
    (directory, digits): (&Directory, &BTreeMap<Currency, u8>),
) -> Vec<Fault> {
    let is_owed = |account: &str| owed.iter().any(|code| is_below(account, code));
    let mut sums: BTreeMap<(Period, PartyId, Currency), Paid> = BTreeMap::new();
    for it in books.counterparties.iter().chain(&books.foreign_counterparties) {
        let Some(other) = directory.find(&it.counterparty) else { continue };
        if relation(directory, &books.party, &other).is_none() {
            continue;
        }
        let sums = sums.entry((it.period, other, it.currency)).or_default();
        if roles.is_money(&it.account) {
            sums.money += i128::from(it.sums.credit_minor);
        } else if is_owed(&it.account) {
            sums.settled += i128::from(it.sums.debit_minor);
        } else {
            sums.cost += roles
                .amount_fen(Component::Cost, (it.period, &it.account), it.sums)
                .unwrap_or_default();
        }
    }
    let mut faults = Vec::new();
    for ((period, other, currency), Paid { money, settled, cost }) in sums {
        let paid = money.max(settled);
        let Some(relation) = relation(directory, &books.party, &other) else { continue };
        if paid <= 0 && cost <= 0 {
            continue;
        }
        let is_foreign = currency != Currency::CNY;
        let digits = digits.get(&currency).copied().unwrap_or_default();
        let shown = |minor| {
            if is_foreign { in_currency(minor, (currency, digits)) } else { yuan(minor) }
        };
        let cause = if is_foreign { format!("{other} {currency}") } else { other.to_string() };
        let mut fault = about(rules::RELATED, &books.party, Some(period), cause);
        fault.actual = shown(paid);
        fault.arguments = vec![
            ("counterparty", other.to_string()),
            ("relation", relation.to_owned()),
            ("foreign", if is_foreign { "yes" } else { "no" }.to_owned()),
            ("cost", shown(cost)),
            ("period", period.to_string()),
        ];
        faults.push(fault);
    }
    faults
}

/// Why payments to a counterparty are flagged, if they are.
fn relation(directory: &Directory, party: &PartyId, other: &PartyId) -> Option<&'static str> {
    if directory.are_related(party, other) {
        return Some("group");
    }
    (directory.is_public_body(other) && other != party).then_some("public_body")
}

/// Products of operators whose developer is of the operator's own group (Measures art. 17; SH-17-1).
/// Whether it is re-development of what was delivered is for people to find out.
#[must_use]
pub fn developed_by_own_group<'a>(
    products: impl IntoIterator<Item = (&'a PartyId, &'a str, &'a PartyId)>,
    directory: &Directory,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for (operator, product, developer) in products {
        let is_operator = directory.kind(operator) == Some(PartyKind::Operator);
        let is_own = is_operator && directory.are_related(operator, developer);
        if is_own && seen.insert((operator, product)) {
            let cause = format!("{product} {developer}");
            let mut fault = about(rules::REDEVELOPMENT, operator, None, cause);
            fault.actual = developer.to_string();
            fault.arguments = vec![("product", product.to_owned())];
            faults.push(fault);
        }
    }
    faults
}

#[cfg(test)]
mod tests;
