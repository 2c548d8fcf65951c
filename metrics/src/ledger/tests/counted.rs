//! When a month is reconciled: its general ledger ties out, and nobody can bring that about by handing in
//! less or what cannot be read.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{context, files, read};
use crate::ledger::{CheckedLedger, MonthCounted, month};

const HEADER: &str = "record voucher_no date account debit credit";
const SALE: [&str; 2] = ["line 1 2026-04-01 1002 60.00 _", "line 1 2026-04-01 6001 _ 60.00"];
const TOTAL: &str = "general _ _ 6001 0 60.00";

/// What is counted of a month in files.
fn counted(ledgers: &[&CheckedLedger]) -> MonthCounted {
    let mut month = MonthCounted::default();
    for it in ledgers {
        month.add_file(it.rows, it.understood);
        it.counts.iter().for_each(|(name, value)| month.add(name, *value));
    }
    let verdict = month::judge(&files(ledgers), &context().month());
    verdict.counts.iter().for_each(|(name, value)| month.add(name, *value));
    month
}

/// Whether a month is reconciled that comes in files of these rows.
fn is_reconciled(tables: &[&[&str]]) -> bool {
    let of = |rows: &&[&str]| read(context(), &format!("{HEADER}\n{}", rows.join("\n")));
    let ledgers: Vec<CheckedLedger> = tables.iter().map(of).collect();
    counted(&ledgers.iter().collect::<Vec<_>>()).is_reconciled(&context().separate_accounts)
}

#[test]
fn a_month_is_reconciled_when_every_total_is_there_and_as_booked() {
    let sale = &SALE[..];
    assert!(is_reconciled(&[sale, &[TOTAL]]));
    assert!(is_reconciled(&[&[TOTAL], sale]), "whichever comes first");
    assert!(!is_reconciled(&[]), "nothing");
    assert!(!is_reconciled(&[sale]), "no totals");
    assert!(!is_reconciled(&[sale, &["general _ _ 6001 0 60.01"]]), "a fen off");
    assert!(!is_reconciled(&[sale, &["general _ _ 6001 0.01 60.00"]]), "the other side");
    assert!(!is_reconciled(&[sale, &[TOTAL], &["general _ _ 6001 0 60.01"]]), "two say two");
    // 6001 is 专账 and moved; 1002 is not, and need not be in the list.
    assert!(!is_reconciled(&[sale, &["general _ _ 1002 60.00 0"]]), "left out");
    let whole = read(context(), &format!("{HEADER}\n{}\n{TOTAL}", SALE.join("\n")));
    assert!(
        !counted(&[&whole]).is_reconciled(&BTreeSet::new()),
        "which accounts are it, nobody knows"
    );
}

/// Without the second voucher the totals would tie: that nobody can read it, or that it does not balance and
/// so does not count, makes them no truer.
#[test]
fn a_voucher_that_does_not_count_ties_nothing() {
    let second = ["line 2 2026-04-02 1002 9.00 _", "line 2 2026-04-02 6001 _ 9.00"];
    let with = |second: &[&str]| is_reconciled(&[&[&SALE[..], second, &[TOTAL]].concat()]);
    assert!(with(&[]));
    assert!(!with(&second));
    assert!(!with(&[second[0], "line 2 2026-04-02 6001 _ x"]), "not understood");
    assert!(!with(&[second[0], "line 2 2026-04-02 6001 _ 8.00"]), "not balanced");
    assert!(!with(&["line _ 2026-04-31 1002 9.00 _"]), "of no voucher");
    let again = second.map(|it| it.replace("line 2", "line 01"));
    assert!(!with(&again.each_ref().map(String::as_str)), "of a number that another has");
}

/// A month without business has nothing that is not known, and no totals either.
#[test]
fn a_month_of_which_files_say_nothing_is_whole_and_not_reconciled() {
    let nothing = counted(&[&read(context(), HEADER)]);
    assert!(nothing.is_whole());
    assert!(!nothing.is_reconciled(&context().separate_accounts));
}

proptest! {
    /// Whatever a month says, a row more that cannot be read reconciles it never, nor does a cell less.
    #[test]
    fn what_cannot_be_read_reconciles_no_month(
        fens in prop::collection::vec(1_u8..9, 1..5), totals in 0_u8..30, at in 0_usize..20,
        broken in prop::sample::select(vec![
            "line 7 2026-04-31 1002 1 _", "line 8 2026-04-01 1002 x _", "general _ _ 6001 x 0",
            "opening _ _ 1002 x _", "closing _ _ 1002 x _", "other 9 2026-04-01 1002 1 _",
        ]),
        cut in any::<bool>(),
    ) {
        let lines = fens.iter().zip(1..).flat_map(|(fen, no)| {
            let of = move |sides: String| format!("line {no} 2026-04-01 {sides}");
            [of(format!("1002 0.0{fen} _")), of(format!("6001 _ 0.0{fen}"))]
        });
        let rows: Vec<String> = lines.chain([format!("general _ _ 6001 0 0.{totals:02}")]).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let sum: u8 = fens.iter().sum();
        prop_assert_eq!(is_reconciled(&[&rows]), sum == totals);
        if cut {
            prop_assert!(!is_reconciled(&[&rows, &[broken]]));
        } else {
            prop_assert!(!is_reconciled(&[&[&rows[..], &[broken]].concat()]));
        }
        let at = at % rows.len();
        let unreadable = rows[at].replace("2026-04", "2026-94").replace(" 0 0.", " 0 x.");
        let mut fewer = rows.clone();
        fewer[at] = &unreadable;
        prop_assert!(!is_reconciled(&[&fewer]), "{}", unreadable);
    }
}
