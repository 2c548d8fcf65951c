//! Who belongs to whom, by the register: F-14 (payments to related parties and to departments) and
//! SH-17-1 (re-development by the operator's own group).

use std::collections::{BTreeMap, BTreeSet};

use super::{Books, about, in_currency, rules, yuan};
use crate::finding::Fault;
use crate::ledger::plain as seen;
use crate::money::Currency;
use crate::party::{PartyId, PartyKind};
use crate::period::Period;
use crate::pricing::AccountRoles;
use crate::pricing::policy::Component;
use crate::register::is_below;

/// The registered parties: their names, what they are, and who controls whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    kinds: BTreeMap<PartyId, PartyKind>,
    /// `None` where several parties have the name.
    names: BTreeMap<String, Option<PartyId>>,
    controllers: BTreeMap<PartyId, PartyId>,
    /// One member of each group, by member.
    groups: BTreeMap<PartyId, PartyId>,
}

impl Directory {
    /// Adds a party with its name, what it is and who controls it, if that is known.
    pub fn add(
        &mut self,
        party: PartyId,
        (name, kind): (&str, PartyKind),
        controller: Option<PartyId>,
    ) {
        let named = self.names.entry(plain(name)).or_insert_with(|| Some(party.clone()));
        if named.as_ref() != Some(&party) {
            *named = None;
        }
        if let Some(controller) = controller {
            self.controllers.insert(party.clone(), controller);
        }
        self.kinds.insert(party, kind);
    }

    /// Finds the groups, once every party is added: whoever is connected by control, in either
    /// direction and over any number of steps. Control by a public body connects nobody:
    /// enterprises are not related only because the state controls both (CAS 36 art. 6, recalled).
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

/// Departments and authorities, which are paid through the treasury only (CN-PDA).
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
    let is_public = directory.kind(other).is_some_and(is_public_body) && other != party;
    is_public.then_some("public_body")
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
mod tests {
    use super::super::testing::{Chart, books, policy, shown};
    use super::super::{CounterpartySum, rules};
    use super::*;
    use crate::ledger::Sums;

    fn id(name: &str) -> PartyId {
        format!("name:{name}").parse().unwrap()
    }

    /// 甲 and 乙 are held by 丙, 甲 holds 丁, and 戊 and 甲 are held by a regulator.
    fn directory() -> Directory {
        let mut directory = Directory::default();
        let own = books().party;
        let operator = PartyKind::Operator;
        directory.add(own.clone(), ("甲", operator), Some(id("丙")));
        directory.add(id("乙"), ("乙", PartyKind::Developer), Some(id("丙")));
        directory.add(id("丁"), ("丁", PartyKind::Developer), Some(own));
        directory.add(id("戊"), ("戊", operator), Some(id("国资委")));
        directory.add(id("丙"), ("丙", PartyKind::BusinessEntity), Some(id("国资委")));
        directory.add(id("国资委"), ("国资委", PartyKind::StateAssetRegulator), None);
        directory.add(id("局"), ("局", PartyKind::Department), None);
        directory.add(id("己"), ("同名", operator), Some(id("庚")));
        directory.add(id("庚"), ("同名", operator), Some(id("己")));
        directory.group();
        directory
    }

    #[test]
    fn groups_are_found_over_any_number_of_steps() {
        let (directory, own) = (directory(), books().party);
        for (other, expected) in [
            ("乙", true),
            ("丙", true),
            ("丁", true),
            ("戊", false),
            ("局", false),
            ("未登记", false),
        ] {
            assert_eq!(directory.are_related(&own, &id(other)), expected, "{other}");
            assert_eq!(directory.are_related(&id(other), &own), expected, "{other}");
        }
        assert!(directory.are_related(&id("乙"), &id("丁")));
        assert!(!directory.are_related(&own, &own));
        assert!(directory.are_related(&id("己"), &id("庚")), "a circle ends");
        assert_eq!(directory.find("同名"), None, "a name that two have means neither");
        assert_eq!(directory.find("91310000MADEM0011A"), Some(own));
    }

    /// What is found of one sum with a counterparty.
    fn paid(account: &str, counterparty: &str, debit_minor: i64, credit_minor: i64) -> Vec<String> {
        let sum = CounterpartySum {
            period: "2026-04".parse().unwrap(),
            account: account.to_owned(),
            currency: Currency::CNY,
            counterparty: counterparty.to_owned(),
            funding: "own".to_owned(),
            sums: Sums { debit_minor, credit_minor },
        };
        flagged(&Books { counterparties: vec![sum], ..books() })
    }

    fn flagged(books: &Books) -> Vec<String> {
        let (chart, owed) = (Chart::new(), policy().owed.words);
        let digits = [("USD", 2), ("JPY", 0)];
        let digits = digits.map(|(code, digits)| (Currency::parse(code).unwrap(), digits));
        shown(&paid_to_related(books, (&chart.roles(), &owed), (&directory(), &digits.into())))
    }

    #[test]
    fn payments_in_other_currencies_are_flagged_each_for_itself() {
        let sum = |(code, credit_minor): (&str, i64)| CounterpartySum {
            period: "2026-04".parse().unwrap(),
            account: "1002".to_owned(),
            currency: Currency::parse(code).unwrap(),
            counterparty: "乙".to_owned(),
            funding: "own".to_owned(),
            sums: Sums { debit_minor: 0, credit_minor },
        };
        let foreign_counterparties = [("USD", 150), ("USD", 50), ("JPY", 7)].map(sum).into();
        let counterparties = vec![sum(("CNY", 100))];
        let found = [
            "F-14 2026-04 name:乙  1.00 -",
            "F-14 2026-04 name:乙 JPY  7 JPY -",
            "F-14 2026-04 name:乙 USD  2.00 USD -",
        ];
        assert_eq!(flagged(&Books { counterparties, foreign_counterparties, ..books() }), found);
    }

    #[test]
    fn payments_to_the_group_and_to_departments_are_flagged() {
        assert_eq!(paid("1002", "乙", 0, 1), ["F-14 2026-04 name:乙  0.01 -"]);
        assert_eq!(paid("1002.01", "name:丁", 0, 100), ["F-14 2026-04 name:丁  1.00 -"]);
        assert_eq!(paid("6401", "局", 100, 0), ["F-14 2026-04 name:局  0.00 -"]);
        assert_eq!(paid("1002", "乙", 100, 0), [""; 0], "what is received is no payment");
        assert_eq!(paid("1002", "戊", 0, 100), [""; 0]);
        assert_eq!(paid("1002", "甲", 0, 100), [""; 0], "itself");
        assert_eq!(paid("1122", "乙", 0, 100), [""; 0], "neither money nor cost");
        assert_eq!(paid("1002", "", 0, 100), [""; 0]);
        assert_eq!(paid("2241.01", "乙", 100, 0), ["F-14 2026-04 name:乙  1.00 -"]);
        assert_eq!(paid("2241.01", "乙", 0, 100), [""; 0], "what comes to be owed is not paid");
    }

    #[test]
    fn what_stands_on_both_sides_of_a_voucher_is_paid_once() {
        let sum = |account: &str, debit_minor, credit_minor| CounterpartySum {
            period: "2026-04".parse().unwrap(),
            account: account.to_owned(),
            currency: Currency::CNY,
            counterparty: "乙".to_owned(),
            funding: "own".to_owned(),
            sums: Sums { debit_minor, credit_minor },
        };
        let counterparties = vec![sum("2241", 100, 0), sum("1002", 0, 100), sum("6401", 300, 0)];
        let faults = paid_to_related(
            &Books { counterparties, ..books() },
            (&Chart::new().roles(), &policy().owed.words),
            (&directory(), &BTreeMap::new()),
        );
        assert_eq!(shown(&faults), ["F-14 2026-04 name:乙  1.00 -"]);
        assert!(faults[0].arguments.contains(&("cost", "3.00".to_owned())));
    }

    #[test]
    fn a_counterparty_is_found_in_any_width_and_case() {
        let mut directory = directory();
        let name = "示例（上海）有限公司";
        let operator = PartyKind::Operator;
        directory.add(id(name), (name, operator), None);
        for written in
            [name, "示例(上海)有限公司", " 示例（上海) 有限公司", "name:示例(上海)有限公司"]
        {
            assert_eq!(directory.find(written), Some(id(name)), "{written}");
        }
        let own = Some(books().party);
        for written in ["91310000madem0011a", "uscc:91310000madem0011a", "９1310000MADEM0011A"] {
            assert_eq!(directory.find(written), own, "{written}");
        }
        assert_eq!(directory.find("别的公司"), None);
    }

    #[test]
    fn a_developer_of_the_own_group_is_a_clue() {
        let (directory, own) = (directory(), books().party);
        let found = |operator: &PartyId, developer: &PartyId| {
            let faults = developed_by_own_group([(operator, "P-1", developer)], &directory);
            faults.iter().map(|it| it.rule).collect::<Vec<_>>()
        };
        // X17 of the worked examples: the developer is a subsidiary of the operator.
        assert_eq!(found(&own, &id("丁")), [rules::REDEVELOPMENT]);
        assert_eq!(found(&own, &id("乙")), [rules::REDEVELOPMENT]);
        assert_eq!(found(&own, &id("戊")), [""; 0]);
        assert_eq!(found(&own, &own), [""; 0], "what it develops itself is its own product");
        assert_eq!(found(&id("乙"), &id("丁")), [""; 0], "no operator");
    }
}
