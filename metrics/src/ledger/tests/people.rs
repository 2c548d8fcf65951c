//! F-13: maker and reviewer are two people.

use super::{context, count, faults, read};
use crate::ledger::counts;

#[test]
fn two_people_make_and_review() {
    let checked = read(
        context(),
        "
        voucher_no date       account debit credit maker reviewer
        1          2026-04-01 1002    1     0      甲    乙
        1          2026-04-01 4001    0     1      _     _
        2          2026-04-01 1002    0     0      甲    甲
        3          2026-04-01 1002    0     0      甲    _
        4          2026-04-01 1002    0     0      _     _
        5          2026-04-01 1002    0     0      甲    乙
        5          2026-04-01 1002    0     0      丙    乙
        ",
    );
    assert_eq!(
        faults(&checked),
        "F-13 4 reviewer | 2 |  | 甲 | -\n\
         F-13 5 reviewer | 3 |  |  | -\n\
         F-13 6 reviewer | 4 |  |  | -\n\
         R-8 7 maker | 5 maker | 丙 | 甲 | -"
    );
    assert_eq!(count(&checked, counts::VOUCHERS_TWO_PEOPLE), 1);

    // What cannot be seen makes nobody another person, and a dash nobody at all.
    let spaced = read(
        context(),
        "voucher_no date account debit credit maker reviewer
         1 2026-04-01 1002 0 0 张三 张\u{200b}三
         2 2026-04-01 1002 0 0 张三 \u{feff}张三
         3 2026-04-01 1002 0 0 张三 -
         4 2026-04-01 1002 0 0 张三 张三丰",
    );
    assert_eq!(count(&spaced, counts::VOUCHERS_TWO_PEOPLE), 1);
    assert_eq!(spaced.faults.counts().get("F-13"), Some(&3));

    let nobody = read(
        context(),
        "voucher_no date account debit credit\n1 2026-04-01 1002 0 0\n2 2026-04-01 1002 0 0",
    );
    assert_eq!(faults(&nobody), "F-13 - - | file |  |  | -");
    assert_eq!(count(&nobody, counts::VOUCHERS_TWO_PEOPLE), 0);
}

/// Some formats have no place for a reviewer: that is said once, not of each voucher.
#[test]
fn who_is_named_nowhere_is_not_told() {
    for (who, maker, reviewer) in [("reviewer", "甲", "-"), ("maker", "_", "乙")] {
        let table = format!(
            "voucher_no date       account debit credit maker   reviewer
             1          2026-04-01 1002    0     0      {maker} {reviewer}
             2          2026-04-02 1002    0     0      _       _
             3          2026-04-02 1002    0     0      {maker} {reviewer}"
        );
        let checked = read(context(), &table);
        assert_eq!(faults(&checked), format!("F-13 - - | {who} |  |  | -"));
        assert_eq!(count(&checked, counts::VOUCHERS_TWO_PEOPLE), 0);

        // One voucher that names somebody, and each of the others has to.
        let told = read(context(), &format!("{table}\n4 2026-04-03 1002 0 0 甲 乙"));
        assert_eq!(told.faults.counts().get("F-13"), Some(&3), "{who}");
        assert_eq!(count(&told, counts::VOUCHERS_TWO_PEOPLE), 1);
    }
}
