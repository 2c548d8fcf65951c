//! F-4: every line on a 专账 account has all mandatory dimensions.

use super::{check, context, count, faults, read};
use crate::ledger::{LedgerContext, counts};

#[test]
fn lines_of_the_separate_ledger_have_their_dimensions() {
    let checked = read(
        context(),
        "
        voucher_no date       account debit credit product use            maker reviewer
        1          2026-04-01 1002    3     0      _       _              甲    乙
        1          2026-04-01 6001.01 0     1      P-1     产业和行业发展 甲    乙
        1          2026-04-01 6001    0     1      P-1     _              甲    乙
        1          2026-04-01 600101  0     1      _       _              甲    乙
        2          2026-04-01 6001X   0     0      _       _              甲    乙
        2          2026-04-01 600     0     0      _       free           甲    乙
        ",
    );
    assert_eq!(
        faults(&checked),
        "F-4 4 use | 1 6001 use | use |  | -\n\
         F-4 5 product | 1 600101 product, use | product, use |  | -\n\
         R-6 7 use | 2 use | public, industry, shared | free | -"
    );
    assert_eq!(count(&checked, counts::SEPARATE_LINES), 3);
    assert_eq!(count(&checked, counts::SEPARATE_LINES_COMPLETE), 1);
    assert_eq!(checked.dimensions[1].use_, "industry");
}

#[test]
fn shared_costs_are_a_use() {
    for (word, expected) in [("shared", "shared"), ("共同", "shared"), ("public", "public")] {
        let table = format!(
            "voucher_no date account debit credit product use
             1 2026-04-01 6001 0 0 P-1 {word}"
        );
        let checked = read(context(), &table);
        assert_eq!(checked.faults.counts().get("F-4"), None, "{word}");
        assert_eq!(checked.dimensions[0].use_, expected);
    }
}

/// Which dimensions are mandatory is data; without 专账 accounts, nothing is asked.
#[test]
fn what_is_mandatory_is_data() {
    let table = "
        voucher_no date       account debit credit
        1          2026-04-01 6001    0     0
        ";
    let all =
        ["product", "scenario", "use", "funding", "authorization", "counterparty", "cost_class"];
    let strict =
        LedgerContext { mandatory_dimensions: all.map(str::to_owned).to_vec(), ..context() };
    let expected = format!("2 product | 1 6001 {0} | {0} |  | -", all.join(", "));
    check(strict, "F-4", table, &[&expected]);
    let lenient = LedgerContext { mandatory_dimensions: Vec::new(), ..context() };
    check(lenient, "F-4", table, &[]);
    let none = LedgerContext { separate_accounts: std::collections::BTreeSet::new(), ..context() };
    check(none, "F-4", table, &[]);
}
