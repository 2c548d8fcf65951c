//! Laws of books, for any books: a change of one fen is found, a reversal leaves nothing, and where a
//! file is cut between vouchers does not matter.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{context, faults, read};
use crate::ledger::{CheckedLedger, Conflict, Voucher, plain_number};
use crate::money::format_minor;

const ACCOUNTS: [&str; 4] = ["1002", "1122", "6602", "6602.01"];
const HEADER: &str = "record voucher_no date account debit credit maker reviewer";

/// A voucher: which account is debited and which credited by how many fen.
type Move = (usize, usize, i64);

fn moves() -> impl Strategy<Value = Vec<Move>> {
    prop::collection::vec((0..ACCOUNTS.len(), 0..ACCOUNTS.len(), -999_999..999_999_i64), 1..20)
}

/// The lines of vouchers numbered from `first`, debits and credits apart.
fn lines(moves: &[Move], first: usize) -> Vec<[String; 2]> {
    let line = |(number, (debited, credited, fen)): (usize, &Move)| {
        let amount = format_minor((*fen).into(), 2);
        let [debited, credited] = [debited, credited].map(|it| ACCOUNTS[*it]);
        [
            format!("line {number} 2026-04-01 {debited} {amount} _ 甲 乙"),
            format!("line {number} 2026-04-01 {credited} _ {amount} 甲 乙"),
        ]
    };
    (first..).zip(moves).map(line).collect()
}

/// Vouchers by the account that is debited, fen, and what one side is short of, each of a number of its own: a
/// number may be there with and without zeros before it.
fn numbered() -> impl Strategy<Value = Vec<Vec<String>>> {
    let voucher =
        ("0{0,2}[1-5]", 0..ACCOUNTS.len(), 0..999_999_i64, prop::sample::select(&[0, 0, 0, 1][..]));
    prop::collection::vec(voucher, 1..16).prop_map(|vouchers| {
        let mut numbers = BTreeSet::new();
        let own = vouchers.into_iter().filter(|it| numbers.insert(it.0.clone()));
        let lines = own.map(|(number, account, fen, short)| {
            let [debit, credit] = [fen, fen - short].map(|it| format_minor(it.into(), 2));
            let debited = format!("line {number} 2026-04-01 {} {debit} _ 甲 乙", ACCOUNTS[account]);
            vec![debited, format!("line {number} 2026-04-01 6001 _ {credit} 甲 乙")]
        });
        lines.collect()
    })
}

/// Takes out of a file what another one has already, as it is posted.
fn excluded(ledger: &mut CheckedLedger, first: &CheckedLedger) {
    let mut conflicts = Vec::new();
    for (it, voucher) in ledger.vouchers.iter().zip(0..) {
        let is_it = |other: &Voucher<'_>| plain_number(other.number) == plain_number(it.number);
        if let Some(other) = first.vouchers.iter().filter(|it| it.counted).find(is_it) {
            let (receipt, number) = ("S-1".to_owned(), other.number.to_owned());
            conflicts.push(Conflict { voucher, receipt, number });
        }
    }
    ledger.exclude(&conflicts).unwrap();
}

/// The closings, summed here.
fn closings(moves: &[Move]) -> Vec<String> {
    let mut nets = [0_i64; ACCOUNTS.len()];
    for (debited, credited, fen) in moves {
        nets[*debited] += fen;
        nets[*credited] -= fen;
    }
    let closing = |(account, net): (&str, i64)| {
        format!("closing _ _ {account} {} _ _ _", format_minor(net.into(), 2))
    };
    ACCOUNTS.into_iter().zip(nets).map(closing).collect()
}

fn checked(rows: &[String]) -> CheckedLedger {
    read(context(), &format!("{HEADER}\n{}", rows.join("\n")))
}

/// Debits and credits by account code.
fn sums(ledger: &CheckedLedger) -> BTreeMap<String, (i64, i64)> {
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for row in &ledger.balances {
        let code = ledger.accounts[row.account as usize].code.clone();
        let sum = sums.entry(code).or_default();
        *sum = (sum.0 + row.sums.debit_minor, sum.1 + row.sums.credit_minor);
    }
    sums
}

proptest! {
    /// In one line the voucher no longer balances (F-1); in both, the closings are other ones (F-3).
    #[test]
    fn a_change_of_one_fen_is_found(moves in moves(), at in any::<prop::sample::Index>(), fen in prop::bool::ANY) {
        let fen = if fen { 1 } else { -1 };
        let whole: Vec<String> =
            lines(&moves, 1).into_iter().flatten().chain(closings(&moves)).collect();
        prop_assert_eq!(faults(&checked(&whole)), "");

        let at = at.index(moves.len());
        let mut changed = moves.clone();
        changed[at].2 += fen;
        let mut one = lines(&moves, 1);
        one[at][0].clone_from(&lines(&changed, 1)[at][0]);
        let one: Vec<String> = one.into_iter().flatten().chain(closings(&moves)).collect();
        prop_assert!(checked(&one).faults.counts().contains_key("F-1"));

        let both: Vec<String> =
            lines(&changed, 1).into_iter().flatten().chain(closings(&moves)).collect();
        let is_within_one_account = moves[at].0 == moves[at].1;
        let found = checked(&both);
        prop_assert_eq!(found.faults.is_empty(), is_within_one_account);
    }

    #[test]
    fn posting_and_reversing_leaves_nothing(moves in moves()) {
        let reversed: Vec<Move> = moves.iter().map(|it| (it.0, it.1, -it.2)).collect();
        let both = [moves, reversed].concat();
        let rows: Vec<String> = lines(&both, 1).into_iter().flatten().collect();
        let ledger = checked(&rows);
        prop_assert!(ledger.vouchers.iter().all(|it| it.counted));
        prop_assert!(sums(&ledger).values().all(|it| *it == (0, 0)));
    }

    /// Numbers that are there once more, written otherwise, included: of two files V-1 takes them out.
    #[test]
    fn where_a_file_is_cut_does_not_matter(vouchers in numbered(), at in any::<prop::sample::Index>()) {
        let (first, second) = vouchers.split_at(at.index(vouchers.len() + 1));
        let whole = checked(&vouchers.concat());
        let mut parts = [checked(&first.concat()), checked(&second.concat())];
        let [first, second] = &mut parts;
        excluded(second, first);
        let mut added: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for (code, (debit, credit)) in parts.iter().flat_map(sums) {
            let sum = added.entry(code).or_default();
            *sum = (sum.0 + debit, sum.1 + credit);
        }
        added.retain(|_, it| *it != (0, 0));
        let mut summed = sums(&whole);
        summed.retain(|_, it| *it != (0, 0));
        prop_assert_eq!(added, summed);
        let counts = parts[0].counts.iter().zip(&parts[1].counts);
        let counts: Vec<_> = counts.map(|(one, other)| (one.0, one.1 + other.1)).collect();
        prop_assert_eq!(&counts, &whole.counts);
        let vouchers = |ledger: &CheckedLedger| {
            ledger.vouchers.iter().map(|it| (it.number.to_owned(), it.counted)).collect::<Vec<_>>()
        };
        prop_assert_eq!(parts.iter().flat_map(vouchers).collect::<Vec<_>>(), vouchers(&whole));
    }
}
