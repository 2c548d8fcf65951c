//! M-4: whom several operators pay, or are paid by. Suppliers and customers may be the same by right;
//! money that goes out of one operator's books and into another's on the way through a third party
//! looks no different. A clue, never a verdict.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{ComminglingPolicy, rules};
use crate::finding::{Fault, listed};
use crate::party::{PartyId, PartyKind};
use crate::period::Period;
use crate::pricing::policy::Component;
use crate::pricing::{AccountRoles, PayeeKind};
use crate::register::is_below;
use crate::source::{Name, Source};
use crate::tie_out::{Books, Directory, about, plain, yuan};

/// What a finding lists of one sort at most.
const LISTED_MAX: usize = 24;

/// Counterparties that every operator has, and of which nothing is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excluded {
    /// What they are by their credit code.
    #[serde(default)]
    pub by_code: Vec<PayeeKind>,
    /// What they are by the register.
    #[serde(default)]
    pub registered: Vec<PartyKind>,
    /// What their names begin with.
    #[serde(default)]
    pub names: Vec<String>,
    /// Why every operator has them.
    pub reason: Name,
    /// Where the list comes from.
    pub source: Source,
}

/// What an operator paid to a counterparty in a month and received from it, fen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The month.
    pub period: Period,
    /// The operator.
    pub party: PartyId,
    /// The counterparty: `uscc:…`, or `name:…` with a name as it is compared.
    pub counterparty: String,
    /// How its lines write it.
    pub written: BTreeSet<String>,
    /// What left cash and bank, settled what is owed, or is cost, whichever is most: one payment stands
    /// in several places.
    pub paid_fen: i128,
    /// What came to cash and bank, or is revenue, whichever is more.
    pub received_fen: i128,
}

impl Contact {
    fn new((period, counterparty): (Period, String), party: &PartyId) -> Self {
        let (party, written) = (party.clone(), BTreeSet::new());
        Self { period, party, counterparty, written, paid_fen: 0, received_fen: 0 }
    }
}

/// Sums of one sort each, fen, before it is told what of them is the same payment.
#[derive(Clone, Copy, Debug, Default)]
struct Moved {
    money: (i128, i128),
    settled: i128,
    cost: i128,
    revenue: i128,
}

/// Counterparties of an operator's books with at least as much in a month as the policy says. Other
/// operators are M-2's. What a buyer pays is explained by the usage of that month.
#[must_use]
pub fn contacts(
    books: &Books,
    (roles, owed): (&AccountRoles<'_>, &BTreeSet<String>),
    directory: &Directory,
    policy: &ComminglingPolicy,
) -> Vec<Contact> {
    let is_owed = |account: &str| owed.iter().any(|code| is_below(account, code));
    let buyers: BTreeSet<(Period, String)> = (books.usage.iter())
        .map(|(period, sum)| (*period, directory.identify(&sum.key.buyer)))
        .collect();
    let mut sums: BTreeMap<(Period, String), (Moved, BTreeSet<&str>)> = BTreeMap::new();
    for it in books.counterparties.iter().filter(|it| !it.counterparty.is_empty()) {
        let key = (it.period, directory.identify(&it.counterparty));
        let (moved, written) = sums.entry(key).or_default();
        written.insert(&it.counterparty);
        let of =
            |part| roles.amount_fen(part, (it.period, &it.account), it.sums).unwrap_or_default();
        moved.cost += of(Component::Cost);
        moved.revenue += of(Component::Revenue);
        let (debit, credit) = (i128::from(it.sums.debit_minor), i128::from(it.sums.credit_minor));
        if roles.is_money(&it.account) {
            moved.money = (moved.money.0 + debit, moved.money.1 + credit);
        } else if is_owed(&it.account) {
            moved.settled += debit;
        }
    }
    let contact = |(key, (moved, written)): ((Period, String), (Moved, BTreeSet<&str>))| {
        let is_buyer = buyers.contains(&key);
        let mut contact = Contact::new(key, &books.party);
        contact.written = written.into_iter().map(str::to_owned).collect();
        contact.paid_fen = moved.money.1.max(moved.settled).max(moved.cost).max(0);
        let received = moved.money.0.max(moved.revenue).max(0);
        contact.received_fen = if is_buyer { 0 } else { received };
        contact
    };
    let least = i128::from(policy.shared_least.value);
    let is_large = |it: &Contact| least <= it.paid_fen + it.received_fen;
    let is_excluded = |it: &Contact| policy.is_excluded(&it.counterparty, directory);
    let all = sums.into_iter().map(contact).filter(is_large);
    all.filter(|it| !is_excluded(it)).collect()
}

impl ComminglingPolicy {
    /// Whether a counterparty is another operator or one that every operator has.
    fn is_excluded(&self, counterparty: &str, directory: &Directory) -> bool {
        let id = counterparty.parse::<PartyId>().ok();
        let by_code = id.as_ref().and_then(PayeeKind::of);
        let registered = id.as_ref().and_then(|it| directory.kind(it));
        let name = counterparty.strip_prefix("name:");
        registered == Some(PartyKind::Operator)
            || self.excluded.iter().any(|it| {
                by_code.is_some_and(|kind| it.by_code.contains(&kind))
                    || registered.is_some_and(|kind| it.registered.contains(&kind))
                    || name
                        .is_some_and(|name| it.names.iter().any(|of| name.starts_with(&plain(of))))
            })
    }
}

/// Counterparties that in one month several operators have, each with much: one fault for each operator
/// and counterparty, with the months.
#[must_use]
pub fn shared_counterparties(contacts: &[Contact], policy: &ComminglingPolicy) -> Vec<Fault> {
    let mut together: BTreeMap<(&str, Period), Vec<&Contact>> = BTreeMap::new();
    for it in contacts {
        together.entry((&it.counterparty, it.period)).or_default().push(it);
    }
    let least = usize::try_from(policy.shared_operators.value).unwrap_or(usize::MAX);
    let is_shared = |it: &&Vec<&Contact>| least <= it.len();
    let mut found: BTreeMap<(&str, &PartyId), Shared<'_>> = BTreeMap::new();
    for contacts in together.values().filter(is_shared) {
        for &own in contacts {
            let shared = found.entry((&own.counterparty, &own.party)).or_default();
            shared.months.insert(own.period);
            shared.paid_fen += own.paid_fen;
            shared.received_fen += own.received_fen;
            for it in contacts {
                shared.written.extend(it.written.iter().map(String::as_str));
                shared.others.extend(Some(&it.party).filter(|it| **it != own.party));
            }
        }
    }
    found.into_iter().map(|it| fault(&it)).collect()
}

/// An operator's part in what several have with a counterparty.
#[derive(Default)]
struct Shared<'a> {
    months: BTreeSet<Period>,
    others: BTreeSet<&'a PartyId>,
    written: BTreeSet<&'a str>,
    paid_fen: i128,
    received_fen: i128,
}

fn fault(((counterparty, party), shared): &((&str, &PartyId), Shared<'_>)) -> Fault {
    let mut fault = about(rules::SHARED, party, None, (*counterparty).to_owned());
    fault.actual = listed(&shared.written, LISTED_MAX);
    let by = if counterparty.starts_with("uscc:") { "code" } else { "name" };
    fault.arguments = vec![
        ("counterparty", (*counterparty).to_owned()),
        ("by", by.to_owned()),
        ("others", listed(&shared.others, LISTED_MAX)),
        ("months", listed(&shared.months, LISTED_MAX)),
        ("paid", yuan(shared.paid_fen)),
        ("received", yuan(shared.received_fen)),
    ];
    fault
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Sums;
    use crate::money::Currency;
    use crate::shipped;
    use crate::tie_out::CounterpartySum;
    use crate::tie_out::testing::{Chart, policy as tie_out, sum};

    const SUPPLIER: &str = "91310115MADEM0054L";

    fn directory() -> Directory {
        let mut directory = Directory::default();
        for name in ["甲", "乙", "丙"] {
            directory.add(operator(name), (name, PartyKind::Operator), None);
        }
        let id = SUPPLIER.parse().unwrap();
        directory.add(id, ("数联应用（演示）", PartyKind::Developer), None);
        let bureau = "name:局".parse().unwrap();
        directory.add(bureau, ("局", PartyKind::Department), None);
        directory.group();
        directory
    }

    fn operator(name: &str) -> PartyId {
        format!("name:{name}").parse().unwrap()
    }

    /// As shipped, but from one yuan on.
    fn policy() -> ComminglingPolicy {
        let mut policy = shipped::usage().commingling;
        policy.shared_least.value = 100;
        policy
    }

    /// What an operator's books have, each as `month account counterparty debit credit` in fen.
    fn of(name: &str, lines: &[&str], buyers: &[(&str, &str)]) -> Vec<Contact> {
        let line = |it: &&str| {
            let words: Vec<&str> = it.split('|').collect();
            let fen = |at: usize| words[at].parse().unwrap();
            CounterpartySum {
                period: words[0].parse().unwrap(),
                account: words[1].to_owned(),
                currency: Currency::CNY,
                counterparty: words[2].to_owned(),
                funding: "own".to_owned(),
                sums: Sums { debit_minor: fen(3), credit_minor: fen(4) },
            }
        };
        let used = |(period, buyer): &(&str, &str)| {
            let mut sum = sum("P-1", 1_000_000, 100);
            (*buyer).clone_into(&mut sum.key.buyer);
            (period.parse().unwrap(), sum)
        };
        let books = Books {
            party: operator(name),
            counterparties: lines.iter().map(line).collect(),
            foreign_counterparties: Vec::new(),
            usage: buyers.iter().map(used).collect(),
            movements: Vec::new(),
            elsewhere: Vec::new(),
            foreign: Vec::new(),
            foreign_elsewhere: Vec::new(),
        };
        let (chart, owed) = (Chart::new(), tie_out().owed.words);
        contacts(&books, (&chart.roles(), &owed), &directory(), &policy())
    }

    /// The faults, each as `operator counterparty (others) months paid received [written]`.
    fn found(contacts: &[Vec<Contact>]) -> Vec<String> {
        let shown = |it: Fault| {
            let said = |name: &str| it.arguments.iter().find(|it| it.0 == name).unwrap().1.clone();
            let [others, months, paid, received] =
                ["others", "months", "paid", "received"].map(said);
            let operator = it.subject.unwrap().code().to_owned();
            let (cause, actual) = (it.cause, it.actual);
            format!("{operator} {cause} ({others}) {months} {paid} {received} [{actual}]")
        };
        shared_counterparties(&contacts.concat(), &policy()).into_iter().map(shown).collect()
    }

    #[test]
    fn whom_two_operators_pay_much_is_a_clue() {
        let of = |name, fen| of(name, &[&format!("2026-04|6401.02|丁|{fen}|0")], &[]);
        let both = [
            "乙 name:丁 (name:甲) 2026-04 1.00 0.00 [丁]",
            "甲 name:丁 (name:乙) 2026-04 2.00 0.00 [丁]",
        ];
        assert_eq!(found(&[of("甲", 200), of("乙", 100)]), both, "as much as the policy says");
        assert_eq!(found(&[of("甲", 200), of("乙", 99)]), [""; 0]);
        assert_eq!(found(&[of("甲", 200)]), [""; 0]);
        assert_eq!(found(&[of("甲", 200), of("乙", 100), of("丙", 99)]), both);
    }

    #[test]
    fn one_payment_counts_once_and_what_goes_through_is_seen() {
        let paid = of(
            "甲",
            &["2026-04|1002|丁|0|100", "2026-04|2202|丁|100|100", "2026-04|6401|丁|100|0"],
            &[],
        );
        let received = of("乙", &["2026-04|1002|丁|100|0", "2026-04|6051|丁|0|94"], &[]);
        let expected = [
            "乙 name:丁 (name:甲) 2026-04 0.00 1.00 [丁]",
            "甲 name:丁 (name:乙) 2026-04 1.00 0.00 [丁]",
        ];
        assert_eq!(found(&[paid, received]), expected);
    }

    #[test]
    fn a_counterparty_is_one_by_its_code_and_its_spellings_are_told() {
        let one = of("甲", &[&format!("2026-04|6401|{SUPPLIER}|100|0")], &[]);
        let two = of("乙", &["2026-04|6401|数联应用(演示)|100|0"], &[]);
        let written = format!("[{SUPPLIER}, 数联应用(演示)]");
        let found_ = found(&[one.clone(), two]);
        assert_eq!(found_.len(), 2);
        assert!(found_.iter().all(|it| it.ends_with(&written)), "{found_:?}");
        let other = of("乙", &["2026-04|6401|数联应用|100|0"], &[]);
        assert_eq!(found(&[one, other]), [""; 0], "nobody registered that name");
        let wide = [of("甲", &["2026-04|6401|（丁） 公司|100|0"], &[])];
        let narrow = [of("乙", &["2026-04|6401|(丁)公司|100|0"], &[])];
        assert_eq!(found(&[wide.concat(), narrow.concat()]).len(), 2, "widths and blanks");
    }

    #[test]
    fn months_are_listed_and_not_added_up_across() {
        let lines = ["2026-04|6401|丁|100|0", "2026-05|6401|丁|100|0", "2026-06|6401|丁|99|0"];
        let (one, two) = (of("甲", &lines, &[]), of("乙", &lines[..2], &[]));
        let expected = "甲 name:丁 (name:乙) 2026-04, 2026-05 2.00 0.00 [丁]";
        assert_eq!(found(&[one.clone(), two])[1], expected);
        assert_eq!(found(&[one, of("乙", &["2026-06|6401|丁|100|0"], &[])]), [""; 0]);
    }

    #[test]
    fn endless_spellings_make_no_endless_finding() {
        let blanks = |count| format!("2026-04|6401|丁{}戊|100|0", " ".repeat(count));
        let lines: Vec<String> = (0..=LISTED_MAX).map(blanks).collect();
        let of = |name, count| {
            let lines: Vec<&str> = lines[..count].iter().map(String::as_str).collect();
            of(name, &lines, &[])
        };
        let at = found(&[of("甲", LISTED_MAX), of("乙", 1)]);
        assert_eq!(at[0].matches('戊').count(), LISTED_MAX + 1, "the key is one more");
        assert!(!at[0].contains('…'));
        let over = found(&[of("甲", LISTED_MAX + 1), of("乙", 1)]);
        assert!(over[0].ends_with("戊 …]"), "{over:?}");
    }

    #[test]
    fn whom_everybody_has_is_left_out() {
        for counterparty in
            ["局", "乙", "国家税务总局上海市税务局第一税务分局", "1131000000DEM0031H", ""]
        {
            let line = format!("2026-04|6401|{counterparty}|100|0");
            let both = [of("甲", &[&line], &[]), of("丙", &[&line], &[])];
            assert_eq!(found(&both), [""; 0], "{counterparty}");
        }
        let revenue = ["2026-04|6001|丁|0|100"];
        let buys = [("2026-04", "丁")];
        assert_eq!(found(&[of("甲", &revenue, &buys), of("丙", &revenue, &buys)]), [""; 0]);
        let may = [("2026-05", "丁")];
        assert_eq!(found(&[of("甲", &revenue, &may), of("丙", &revenue, &may)]).len(), 2);
    }
}
