//! M-1: one bank account behind several operators, as the register has it and as shares of revenue are paid.

use std::collections::{BTreeMap, BTreeSet};

use super::rules;
use crate::finding::{Fault, listed};
use crate::party::PartyId;
use crate::pricing::{AccountKind, Entered, PayeeKind, PricingEntry};
use crate::register::bank_accounts::{BankAccounts, bare};
use crate::tie_out::about;

/// Operators and payees that a finding names at most.
const LISTED_MAX: usize = 10;

/// An account into which an operator pays a share of its revenue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PaidInto {
    /// The number, of which only letters and digits count.
    pub number: String,
    /// Who pays.
    pub operator: PartyId,
    /// Whose share it is; `None` where the row does not say (DR-2).
    pub payee: Option<PartyId>,
    /// Whether it is said to be an account of the treasury, which many payees have in common, and is not an
    /// enterprise's.
    pub is_treasury: bool,
}

/// The accounts into which an operator pays shares, each once.
#[must_use]
pub fn paid_into(operator: &PartyId, entries: &[Entered]) -> BTreeSet<PaidInto> {
    let paid = entries.iter().filter_map(|it| match &it.entry {
        PricingEntry::Share(share) => Some(PaidInto {
            number: bare(&share.account_no),
            operator: operator.clone(),
            payee: share.payee.clone(),
            is_treasury: share.account_kind == Some(AccountKind::Treasury)
                && share.kind() != Some(PayeeKind::Enterprise),
        }),
        PricingEntry::Ceiling { .. }
        | PricingEntry::Price { .. }
        | PricingEntry::Allowance { .. }
        | PricingEntry::Allocation { .. }
        | PricingEntry::AnnualReport { .. } => None,
    });
    paid.filter(|it| !it.number.is_empty()).collect()
}

/// Bank accounts behind several operators: that several have registered; that one has registered and another
/// pays a share into that is not its holder's; or that several pay shares of different payees into. A payee
/// that several operators pay is none, nor are payees who have an account of the treasury in common.
#[must_use]
pub fn shared_bank_accounts<'a>(
    accounts: &BankAccounts,
    paid: impl IntoIterator<Item = &'a PaidInto>,
) -> Vec<Fault> {
    let shared = accounts.shared().map(|(number, _)| (number, Vec::new()));
    let mut numbers: BTreeMap<&str, Vec<&PaidInto>> = shared.collect();
    for it in paid {
        numbers.entry(&it.number).or_default().push(it);
    }
    numbers.into_iter().flat_map(|(number, paid)| faults(number, &paid, accounts)).collect()
}

fn faults(number: &str, paid: &[&PaidInto], accounts: &BankAccounts) -> Vec<Fault> {
    let holders: BTreeSet<&PartyId> = accounts.holders(number).collect();
    let is_own = |it: &PaidInto| it.payee.as_ref().is_some_and(|payee| holders.contains(payee));
    let is_meant = |it: &&&PaidInto| {
        if holders.is_empty() { !it.is_treasury } else { !is_own(it) }
    };
    let meant: Vec<&PaidInto> = paid.iter().filter(is_meant).copied().collect();
    let payees: BTreeSet<String> =
        meant.iter().filter_map(|it| it.payee.as_ref()).map(ToString::to_string).collect();
    let mut operators = holders.clone();
    if !holders.is_empty() || 1 < payees.len() {
        operators.extend(meant.iter().map(|it| &it.operator));
    }
    if operators.len() < 2 {
        return Vec::new();
    }
    let said = if payees.is_empty() { "–".to_owned() } else { listed(&payees, LISTED_MAX) };
    let fault = |operator: &&PartyId| {
        let others = operators.iter().filter(|it| *it != operator);
        let others: BTreeSet<String> = others.map(ToString::to_string).collect();
        let mut fault = about(rules::BANK_ACCOUNT, operator, None, number.to_owned());
        number.clone_into(&mut fault.actual);
        fault.arguments = vec![
            ("check", if meant.is_empty() { "registered" } else { "paid" }.to_owned()),
            ("others", listed(&others, LISTED_MAX)),
            ("payees", said.clone()),
        ];
        fault
    };
    operators.iter().map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Origin;
    use crate::pricing::{Share, ShareForm, Validity};
    use crate::ratio::Ratio;

    const TREASURY: bool = true;

    fn id(name: &str) -> PartyId {
        format!("name:{name}").parse().unwrap()
    }

    /// What is found of accounts registered, each as operator and number, and of shares paid, each as
    /// operator, payee and number.
    fn found(registered: &[(&str, &str)], paid: &[(&str, &str, &str)]) -> Vec<String> {
        let paid = paid.iter().map(|it| (*it, !TREASURY));
        found_of(registered, &paid.collect::<Vec<_>>())
    }

    fn found_of(registered: &[(&str, &str)], paid: &[((&str, &str, &str), bool)]) -> Vec<String> {
        let mut accounts = BankAccounts::default();
        for (operator, number) in registered {
            accounts.add(&id(operator), number);
        }
        let paid = paid.iter().map(|((operator, payee, number), is_treasury)| PaidInto {
            number: bare(number),
            operator: id(operator),
            payee: (!payee.is_empty()).then(|| id(payee)),
            is_treasury: *is_treasury,
        });
        let paid: BTreeSet<PaidInto> = paid.collect();
        let shown = |it: &Fault| {
            let said = it.arguments.iter().map(|it| it.1.replace("name:", ""));
            let said = said.collect::<Vec<_>>().join(" ");
            let subject = it.subject.as_ref().unwrap();
            format!("{} {} {}: {}", it.rule, subject.code(), it.actual, said.trim_end_matches(" –"))
        };
        shared_bank_accounts(&accounts, &paid).iter().map(shown).collect()
    }

    #[test]
    fn a_bank_account_has_one_operator() {
        let two = |one, two| found(&[("甲", one), ("乙", two)], &[]);
        let both = ["M-1 乙 62220001: registered 甲", "M-1 甲 62220001: registered 乙"];
        assert_eq!(two("6222 0001", "6222-0001"), both);
        assert_eq!(two("６２２２　0001", "62220001"), both, "widths");
        assert_eq!(two("62220001", "62220002"), [""; 0]);
        assert_eq!(two("-", " "), [""; 0]);
        assert_eq!(found(&[("甲", "1"), ("甲", "1")], &[]), [""; 0]);
    }

    #[test]
    fn what_one_pays_into_anothers_account_is_a_clue() {
        let registered = [("乙", "6222 0001")];
        let both = ["M-1 乙 62220001: paid 甲 丙", "M-1 甲 62220001: paid 乙 丙"];
        assert_eq!(found(&registered, &[("甲", "丙", "62220001")]), both);
        let unsaid = ["M-1 乙 62220001: paid 甲", "M-1 甲 62220001: paid 乙"];
        assert_eq!(found(&registered, &[("甲", "", "62220001")]), unsaid, "nobody says whose");
        assert_eq!(found(&registered, &[("甲", "乙", "62220001")]), [""; 0], "it is the payee's");
        assert_eq!(found(&registered, &[("甲", "丙", "62220002")]), [""; 0], "another account");
        assert_eq!(found(&registered, &[("乙", "丙", "62220001")]), [""; 0], "one operator");
        let treasury = [(("甲", "丙", "62220001"), TREASURY)];
        assert_eq!(found_of(&registered, &treasury), both, "an operator's is no treasury account");
    }

    #[test]
    fn payees_of_two_operators_have_accounts_of_their_own() {
        let both = ["M-1 乙 1: paid 甲 丁, 丙", "M-1 甲 1: paid 乙 丁, 丙"];
        let (one, other) = (("甲", "丙", "1"), ("乙", "丁", "1"));
        assert_eq!(found(&[], &[one, other]), both);
        assert_eq!(found(&[], &[one, ("乙", "丙", "1")]), [""; 0], "one payee");
        assert_eq!(found(&[], &[one, ("乙", "丁", "2")]), [""; 0], "two accounts");
        assert_eq!(found(&[], &[one, ("甲", "丁", "1")]), [""; 0], "one operator");
        let treasury = [(one, TREASURY), (other, TREASURY)];
        assert_eq!(found_of(&[], &treasury), [""; 0], "the treasury has one for many");
    }

    /// An enterprise has no account of the treasury, whatever its row says.
    #[test]
    fn an_enterprise_does_not_hide_behind_the_treasury() {
        let said = |payee: &str| {
            let share = Share {
                scheme: "A".to_owned(),
                payee: Some(payee.parse().unwrap()),
                payee_kind: None,
                share: Ratio::from_ppm(500_000),
                amount_fen: None,
                form: ShareForm::Cash,
                account_kind: Some(AccountKind::Treasury),
                account_no: "1".to_owned(),
                finance_rule: String::new(),
                document: String::new(),
                validity: Validity { from: jiff::civil::date(2026, 1, 1), to: None },
            };
            let entry = PricingEntry::Share(share);
            let entered = Entered { entry, receipt: String::new(), origin: Origin::default() };
            paid_into(&id("甲"), &[entered]).pop_first().unwrap().is_treasury
        };
        assert!(said("uscc:1131000000DEM0081N"), "an administrative body");
        assert!(said("name:丙"), "of whom nobody knows what it is");
        assert!(!said("uscc:91310000MADEM0011A"), "an enterprise");
    }
}
