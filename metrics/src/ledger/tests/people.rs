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
