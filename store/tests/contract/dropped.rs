//! What a ledger leaves out, and whether it opens its month, are kept with it.

use metrics::kind::Kind;
use metrics::ledger::close::{FailedVoucher, FailedVouchers};
use metrics::ledger::{CheckedLedger, EntryKind};

use crate::ledger::{ledger, post};
use crate::world::on_each_engine;

#[tokio::test]
async fn what_a_ledger_leaves_out_is_kept_with_it() {
    on_each_engine("dropped", async |world| {
        let failed = [("记", "2", [false, true, true]), ("记", "10", [true, false, true])];
        let failed =
            [&failed[..], &[("", "A-1", [true, true, false]), ("收", "2", [false; 3])]].concat();
        let failed = failed.into_iter().map(|(of, number, [balanced, in_period, two_people])| {
            ((of.to_owned(), number.to_owned()), FailedVoucher { balanced, in_period, two_people })
        });
        let dropped: FailedVouchers = failed.collect();
        let old = world.receive(Kind::Ledger, b"1", None, 0).await;
        let mut opening = ledger(&[("1", 100, 1)], "");
        opening.balances.iter_mut().for_each(|it| it.entry = EntryKind::Opening);
        post(&world, &old.receipt, opening, 1).await;
        let new = world.receive(Kind::Ledger, b"2", Some(&old.receipt), 2).await;
        let file = CheckedLedger { dropped: dropped.clone(), ..ledger(&[("1", 100, 1)], "") };
        post(&world, &new.receipt, file, 3).await;
        let reader = world.writer.reader();
        for (receipt, expected, opens) in
            [(&old.receipt, FailedVouchers::default(), true), (&new.receipt, dropped, false)]
        {
            let submission = world.submission(receipt).await;
            assert_eq!(reader.dropped_vouchers(&submission).await.unwrap(), expected);
            assert_eq!(reader.has_posted_openings(&submission).await.unwrap(), opens);
        }
    })
    .await;
}
