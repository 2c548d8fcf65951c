//! Records that pass, fail and sit on the boundary; each rule has a file.

mod amount;
mod free;
mod tax;

use jiff::civil::date;
use proptest::prelude::*;

use super::super::{COLUMNS, CheckedUsage, UsageContext, UsageIntake, UsagePolicy};
use super::*;
use crate::authority::Authority;
use crate::form::Row;
use crate::party::PartyKind;
use crate::shipped::usage as policy;

/// A record that breaks no rule, with cells changed.
fn row(changes: &[(&str, &str)]) -> Vec<String> {
    let good = [
        ("number", "1"),
        ("date", "2026-04-30"),
        ("product", "P-1"),
        ("use", "industry"),
        ("buyer", "甲"),
        ("unit", "次"),
        ("units", "3"),
        ("price", "12.00"),
        ("amount", "36.00"),
    ];
    let cell = |column: &str| {
        let found = changes.iter().chain(&good).find(|(name, _)| *name == column);
        found.map_or_else(String::new, |(_, cell)| (*cell).to_owned())
    };
    COLUMNS.iter().map(|it| cell(it.name)).collect()
}

/// What a file of these rows gives where the sender is nobody's authority, or registered as said.
fn checked(sender: Option<PartyKind>, rows: &[Vec<String>]) -> CheckedUsage {
    let party: PartyId = "uscc:91310000MADEM0011A".parse().unwrap();
    let authority = sender.map(|kind| {
        let other = ("name:乙".parse().unwrap(), PartyKind::Operator);
        let kinds = BTreeMap::from([(party.clone(), kind), other]);
        Authority { sender: party.clone(), kinds }
    });
    checked_by(policy(), (party, authority), rows)
}

/// The same by another policy.
fn checked_by(
    policy: UsagePolicy,
    (party, authority): (PartyId, Option<Authority>),
    rows: &[Vec<String>],
) -> CheckedUsage {
    let context = UsageContext {
        party,
        period: "2026-04".parse().unwrap(),
        authority,
        policy,
        vat_rates: crate::shipped::pricing().vat_rates,
    };
    let mut intake = UsageIntake::new(context);
    for (cells, number) in rows.iter().zip(2..) {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        intake.row(&Row { number, byte_offset: 0, byte_length: 1, cells: &cells });
    }
    intake.finish()
}

/// A fault as rule, row, expected, actual and difference.
fn shown(it: &Fault) -> String {
    let row = it.place.row.unwrap();
    let difference = it.difference.as_deref().unwrap_or("-");
    format!("{} #{row} {} {} {difference}", it.rule, it.expected, it.actual)
}

/// The rules broken by a file of these rows, but for missing tax, which has a test of its own.
fn broken(rows: &[Vec<String>]) -> Vec<String> {
    let checked = checked(None, rows);
    assert_eq!(checked.facts.len(), rows.len(), "every record counts");
    let kept = checked.faults.kept().iter().filter(|it| it.rule != rules::TAX_MISSING);
    kept.map(shown).collect()
}

#[test]
fn a_record_of_another_party_is_an_authoritys_to_hand_in() {
    let rows = [row(&[]), row(&[("number", "2"), ("party", "name:乙")])];
    let found = |sender| {
        let checked = checked(sender, &rows);
        let about = |it: &&Fault| it.rule == rules::NOT_THE_SENDERS && it.subject.is_none();
        let faults: Vec<String> = checked.faults.kept().iter().filter(about).map(shown).collect();
        (checked.facts.len(), faults)
    };
    let refused = vec!["U-2 #3 uscc:91310000MADEM0011A name:乙 -".to_owned()];
    assert_eq!(found(Some(PartyKind::Operator)), (1, refused.clone()));
    assert_eq!(found(Some(PartyKind::BusinessEntity)), (1, refused.clone()));
    assert_eq!(found(Some(PartyKind::Department)), (1, refused));
    assert_eq!(found(Some(PartyKind::DataAuthority)), (2, vec![]));
    assert_eq!(found(Some(PartyKind::ImplementingBody)), (2, vec![]));
    assert_eq!(found(None), (2, vec![]), "without a register nobody knows");
}

#[test]
fn what_repeats_a_number_counts_once_and_is_to_nobodys_credit() {
    let same = checked(None, &[row(&[]), row(&[])]);
    assert_eq!(same.facts.len(), 1);
    let other = checked(None, &[row(&[("number", "0")]), row(&[]), row(&[("units", "4")])]);
    assert_eq!(other.facts.len(), 2);
    let kept: Vec<String> = other.faults.kept().iter().map(shown).collect();
    assert!(kept.contains(&"R-8 #4 1 #3 1 #4 -".to_owned()), "{kept:?}");
    let (public, dear) = (row(&[("use", "public"), ("price", "13")]), row(&[("price", "12.50")]));
    for rows in [[&public, &row(&[]), &dear], [&dear, &public, &row(&[])]] {
        let checked = checked(None, &rows.map(Clone::clone));
        let [it] = &checked.facts[..] else { panic!("{:?}", checked.facts) };
        assert_eq!((&*it.usage.use_, it.usage.price.to_string().as_str()), ("industry", "12.5"));
    }
}

proptest! {
    /// A row that contradicts another one, or cannot be read, raises no share of public use.
    #[test]
    fn bad_rows_raise_no_share(
        rows in prop::collection::vec(("[12]", "public|industry", "[012]"), 1..5),
        bad in ("[123]", "public|industry|free", "[012x]"),
    ) {
        let share = |rows: &[(String, String, String)]| {
            let rows = rows.iter().map(|(number, use_, price)| {
                row(&[("number", number), ("use", use_), ("price", price)])
            });
            let checked = checked(None, &rows.collect::<Vec<_>>());
            let public = checked.facts.iter().filter(|it| &*it.usage.use_ == uses::PUBLIC).count();
            (public, checked.facts.len())
        };
        let is_known = rows.iter().any(|it| it.0 == bad.0);
        prop_assume!(is_known || bad.1 == "free" || bad.2 == "x");
        let ((public, all), (public_now, all_now)) =
            (share(&rows), share(&[&rows[..], &[bad]].concat()));
        prop_assert!(all == all_now && public_now <= public, "{public} became {public_now}");
    }
}

#[track_caller]
fn one(changes: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(broken(&[row(changes)]), expected, "{changes:?}");
}

#[test]
fn the_day_of_service_lies_in_the_month() {
    one(&[("date", "2026-04-01")], &[]);
    one(&[("date", "2026-04-30")], &[]);
    one(&[("date", "2026-05-01")], &["U-1 #2 2026-04 2026-05-01 -"]);
    one(&[("date", "2025-04-30")], &["U-1 #2 2026-04 2025-04-30 -"]);
}

/// What is in another currency is named and counts for nothing: no rate of exchange is assumed.
#[test]
fn a_record_is_in_renminbi() {
    let found = |currency| {
        let checked = checked(None, &[row(&[("currency", currency)])]);
        let kept = checked.faults.kept().iter().filter(|it| it.rule != rules::TAX_MISSING);
        (checked.facts.len(), kept.map(shown).collect::<Vec<_>>())
    };
    assert_eq!(found(""), (1, vec![]));
    assert_eq!(found("CNY"), (1, vec![]));
    assert_eq!(found("USD"), (0, vec!["R-12-currency #2 CNY USD -".to_owned()]));
    assert_eq!(found("元"), (0, vec!["R-6 #2 CNY 元 -".to_owned()]));
}
