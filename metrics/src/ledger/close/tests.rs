//! The life of a month by tables, and the laws of what is posted and frozen.

mod changed;
mod dropped;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::PeriodAct::{AskReopening, Freeze, RefuseReopening, Reopen};
use super::PeriodState::{Frozen, Open, ReopeningAsked};
use super::Role::{Administrator, Approver, Supervisor, Viewer};
use super::*;
use crate::actor::Typist;
use crate::form::Row;
use crate::ledger::{COLUMNS, LedgerContext, LedgerIntake, OtherFiles};

const FINE: Surroundings = Surroundings {
    is_over: true,
    has_ledger: true,
    open_before: None,
    frozen_after: None,
    has_reason: true,
};

fn history(acts: &[(PeriodAct, &str)]) -> Vec<PeriodEvent> {
    let event = |&(act, account): &(PeriodAct, &str)| PeriodEvent {
        act,
        account: account.into(),
        typed_by: account.into(),
    };
    acts.iter().map(event).collect()
}

/// Every state × act × role, for the person who asked (`li`) and for another (`wang`).
#[test]
fn every_act_is_allowed_or_refused_for_its_reason() {
    let asked = [(Freeze, "li"), (AskReopening, "li")];
    let histories = [
        (Open, history(&[])),
        (Open, history(&[asked[0], asked[1], (Reopen, "wang")])),
        (Frozen, history(&asked[..1])),
        (Frozen, history(&[asked[0], asked[1], (RefuseReopening, "wang")])),
        (ReopeningAsked, history(&asked)),
    ];
    for (state, history) in &histories {
        assert_eq!(PeriodState::after(history), *state);
        for act in PeriodAct::ALL {
            for role in Role::ALL {
                for account in ["li", "wang"] {
                    let found = apply(history, act, Actor::own(account, role), FINE);
                    let expected = expected(*state, act, role, account);
                    assert_eq!(found, expected, "{state:?} {act:?} {role:?} {account}");
                }
            }
        }
    }
}

/// The table of the rules, written out once more without the code.
fn expected(
    state: PeriodState,
    act: PeriodAct,
    role: Role,
    account: &str,
) -> Result<PeriodState, PeriodRefused> {
    match (role, act) {
        (Viewer, Freeze | AskReopening | RefuseReopening) => {
            return Err(PeriodRefused::NeedsSupervisor);
        }
        (Viewer | Supervisor, Reopen) => return Err(PeriodRefused::NeedsApprover),
        (Supervisor | Approver | Administrator, _) => {}
    }
    match (state, act, account) {
        (Open, Freeze, _) | (ReopeningAsked, RefuseReopening, _) => Ok(Frozen),
        (Open, AskReopening | Reopen, _) => Err(PeriodRefused::NotFrozen),
        (Open | Frozen, RefuseReopening, _) | (Frozen, Reopen, _) => Err(PeriodRefused::NotAsked),
        (Frozen | ReopeningAsked, Freeze, _) => Err(PeriodRefused::AlreadyFrozen),
        (Frozen, AskReopening, _) => Ok(ReopeningAsked),
        (ReopeningAsked, AskReopening, _) => Err(PeriodRefused::AlreadyAsked),
        (ReopeningAsked, Reopen, "li") => Err(PeriodRefused::SamePerson),
        (ReopeningAsked, Reopen, _) => Ok(Open),
    }
}

#[test]
fn one_hand_does_not_ask_and_agree() {
    let mut history = history(&[(Freeze, "li"), (AskReopening, "li")]);
    "root".clone_into(&mut history[1].typed_by);
    for (typist, expected) in [
        (Typist::Person, Ok(Open)),
        (Typist::Other("root"), Err(PeriodRefused::SameHand)),
        (Typist::Other("zhou"), Ok(Open)),
        (Typist::Player("root"), Ok(Open)),
    ] {
        let wang = Actor { typist, ..Actor::own("wang", Approver) };
        assert_eq!(apply(&history, Reopen, wang, FINE), expected, "{typist:?}");
    }
}

#[test]
fn the_months_around_and_a_reason_decide_last() {
    let other = Period::new(2026, 5);
    let wang = Actor::own("wang", Approver);
    let check = |acts: &[(PeriodAct, &str)], act, around, expected| {
        assert_eq!(apply(&history(acts), act, wang, around), expected, "{act:?} {around:?}");
    };
    let (not_over, no_ledger) = (false, false);
    check(&[], Freeze, Surroundings { is_over: not_over, ..FINE }, Err(PeriodRefused::NotOver));
    check(
        &[],
        Freeze,
        Surroundings { has_ledger: no_ledger, ..FINE },
        Err(PeriodRefused::NoLedger),
    );
    check(&[], Freeze, Surroundings { open_before: other, ..FINE }, Err(PeriodRefused::OpenBefore));
    check(&[], Freeze, Surroundings { has_reason: false, ..FINE }, Ok(Frozen));
    let frozen = [(Freeze, "li")];
    let silent = Surroundings { has_reason: false, ..FINE };
    let before = Surroundings { frozen_after: other, ..FINE };
    check(&frozen, AskReopening, silent, Err(PeriodRefused::NoReason));
    check(&frozen, AskReopening, before, Err(PeriodRefused::FrozenAfter));
    let asked = [(Freeze, "li"), (AskReopening, "li")];
    check(&asked, Reopen, before, Err(PeriodRefused::FrozenAfter));
    check(&asked, Reopen, silent, Ok(Open));
    check(&asked, RefuseReopening, before, Ok(Frozen));
}

#[test]
fn words_come_back_and_reasons_have_ids_of_their_own() {
    for act in PeriodAct::ALL {
        assert_eq!(PeriodAct::parse(act.as_str()), Some(act));
    }
    let ids: BTreeSet<&str> = PeriodRefused::ALL.into_iter().map(PeriodRefused::id).collect();
    assert_eq!(ids.len(), PeriodRefused::ALL.len());
    let words: BTreeSet<&str> = PeriodState::ALL.into_iter().map(PeriodState::as_str).collect();
    assert_eq!(words.len(), PeriodState::ALL.len());
    assert!(!Open.is_closed() && Frozen.is_closed() && ReopeningAsked.is_closed());
}

fn april() -> Period {
    Period::new(2026, 4).unwrap()
}

fn party() -> PartyId {
    "name:甲".parse().unwrap()
}

/// A line of a file: voucher number, account, net amount in fen (credits negative), summary.
type TestLine = (String, &'static str, i64, String);

/// The summary of a line that reverses another one: a negative amount on its side (红字冲销).
const RED_LETTER: &str = "红字";

/// Reads lines as a file.
fn read(lines: &[TestLine]) -> CheckedLedger {
    let mut intake = LedgerIntake::new(LedgerContext {
        party: party(),
        period: april(),
        minor_digits: BTreeMap::from([(Currency::CNY, 2)]),
        separate_accounts: BTreeSet::new(),
        mandatory_dimensions: Vec::new(),
        closings_before: None,
        others: OtherFiles::default(),
        chart: None,
        closed: false,
    });
    for (number, (voucher, account, fen, summary)) in (2..).zip(lines) {
        let is_red = summary == RED_LETTER;
        let side = if (*fen < 0) == is_red { "debit" } else { "credit" };
        let minor = if is_red { -fen.abs() } else { fen.abs() };
        let amount = crate::money::format_minor(i128::from(minor), 2);
        let named = [
            ("voucher_type", "记"),
            ("voucher_no", voucher),
            ("date", "2026-04-10"),
            ("account", account),
            ("summary", summary),
            ("maker", "甲"),
            ("reviewer", "乙"),
            (side, &amount),
        ];
        let mut cells = vec![""; COLUMNS.len()];
        for (name, cell) in named {
            cells[COLUMNS.iter().position(|it| it.name == name).unwrap()] = cell;
        }
        intake.row(&Row { number, byte_offset: number * 10, byte_length: 9, cells: &cells });
    }
    intake.finish().unwrap()
}

/// The balances of files as the store keeps them.
fn facts(files: &[&CheckedLedger]) -> Vec<BalanceFact> {
    let rows = files.iter().flat_map(|file| file.balances.iter().map(move |row| (file, row)));
    rows.map(|(file, row)| BalanceFact {
        period: file.period,
        account: file.accounts[row.account as usize].code.clone(),
        name: file.accounts[row.account as usize].name.clone(),
        currency: file.currencies[usize::from(row.currency)].0,
        entry: row.entry,
        sums: row.sums,
    })
    .collect()
}

fn frozen(files: &[&CheckedLedger]) -> FrozenBalance {
    FrozenBalance::of(&party(), april(), &facts(files)).unwrap()
}

const ACCOUNTS: [&str; 5] = ["1002", "1122", "2221", "6001.01", "6401"];

/// Vouchers that balance: each moves amounts from accounts to the first one.
fn vouchers() -> impl Strategy<Value = Vec<Vec<TestLine>>> {
    let entry = (1..ACCOUNTS.len(), -1_000_000_i64..1_000_000);
    let entries = prop::collection::vec(entry, 1..4);
    prop::collection::vec(entries, 1..8).prop_map(|vouchers| {
        let voucher = |(number, entries): (usize, Vec<(usize, i64)>)| {
            let line = |account, fen| (number.to_string(), account, fen, format!("摘要{fen}"));
            let total: i64 = entries.iter().map(|(_, fen)| fen).sum();
            let lines = entries.iter().map(|&(account, fen)| line(ACCOUNTS[account], fen));
            lines.chain([line(ACCOUNTS[0], -total)]).collect::<Vec<TestLine>>()
        };
        (1..).zip(vouchers).map(voucher).collect()
    })
}

/// Vouchers, and the numbers of their lines in another order.
fn shuffled() -> impl Strategy<Value = (Vec<TestLine>, Vec<TestLine>)> {
    let lines = vouchers().prop_map(|it| it.concat());
    lines.prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle()))
}

proptest! {
    #[test]
    fn the_order_of_lines_changes_no_balance((lines, others) in shuffled()) {
        prop_assert_eq!(frozen(&[&read(&lines)]), frozen(&[&read(&others)]));
        prop_assert!(read(&others).changes_since(&mut read(&lines), |_, _| true).unwrap().is_empty());
    }

    #[test]
    fn a_frozen_trial_balance_is_the_sum_of_its_vouchers(vouchers in vouchers()) {
        let found = frozen(&[&read(&vouchers.concat())]);
        let mut expected: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
        for (_, account, fen, _) in vouchers.iter().flatten() {
            let sums = expected.entry(account).or_default();
            *sums = (sums.0 + (*fen).max(0), sums.1 - (*fen).min(0));
        }
        expected.retain(|_, sums| *sums != (0, 0));
        let of = |it: &FrozenAccount| -> (i64, i64) {
            (it.debit_minor.parse().unwrap(), it.credit_minor.parse().unwrap())
        };
        let found_sums: BTreeMap<&str, (i64, i64)> =
            found.accounts.iter().map(|it| (it.account.as_str(), of(it))).collect();
        prop_assert_eq!(found_sums, expected);
        for it in &found.accounts {
            let (debit, credit) = of(it);
            prop_assert_eq!(it.closing_minor.parse::<i64>().unwrap(), debit - credit);
        }
    }

    #[test]
    fn a_red_letter_for_each_voucher_leaves_nothing(vouchers in vouchers()) {
        let mut lines = vouchers.concat();
        let count = vouchers.len();
        for (voucher, account, fen, _) in vouchers.concat() {
            let number = (voucher.parse::<usize>().unwrap() + count).to_string();
            lines.push((number, account, -fen, RED_LETTER.to_owned()));
        }
        let checked = read(&lines);
        prop_assert!(checked.vouchers.iter().all(|it| it.counted));
        prop_assert_eq!(frozen(&[&checked]).accounts, []);
    }

    #[test]
    fn a_file_split_between_vouchers_gives_the_same_facts(
        vouchers in vouchers(),
        at in any::<prop::sample::Index>(),
    ) {
        let at = at.index(vouchers.len() + 1);
        let whole = read(&vouchers.concat());
        let (first, second) = (read(&vouchers[..at].concat()), read(&vouchers[at..].concat()));
        prop_assert_eq!(frozen(&[&first, &second]), frozen(&[&whole]));
    }

    /// A fen more on one line breaks F-1; on two lines, so that the voucher still balances, it shows
    /// in F-15 and in what is frozen.
    #[test]
    fn a_change_of_one_fen_is_always_found(
        vouchers in vouchers(),
        at in any::<prop::sample::Index>(),
    ) {
        let lines = vouchers.concat();
        let at = at.index(lines.len());
        let mut before = read(&lines);
        let mut changed = lines.clone();
        changed[at].2 += 1;
        let mut after = read(&changed);
        prop_assert_eq!(after.faults.counts().get("F-1"), Some(&1));
        prop_assert_eq!(after.changes_since(&mut before, |_, _| true).unwrap().kept().len(), 1);

        let is_other = |it: &&mut TestLine| it.0 == lines[at].0 && it.1 != lines[at].1;
        if let Some(other) = changed.iter_mut().find(is_other) {
            other.2 -= 1;
            let mut after = read(&changed);
            prop_assert!(!after.faults.counts().contains_key("F-1"));
            prop_assert_eq!(after.changes_since(&mut before, |_, _| true).unwrap().kept().len(), 1);
            prop_assert_ne!(frozen(&[&after]), frozen(&[&before]));
        }
    }
}
