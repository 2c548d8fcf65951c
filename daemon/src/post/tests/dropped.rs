//! A voucher that failed and that what takes its file's place leaves out stays in the shares that it was in.

use super::*;
use crate::testing::{Paper, hand_in};

const HEADER: &str = "voucher_no,date,account,debit,credit,maker,reviewer\n";

/// A voucher of 1 yuan that balances.
fn voucher(number: u8, people: &str) -> String {
    format!("{number},2026-04-01,1002,1,,{people}\n{number},2026-04-01,4001,,1,{people}\n")
}

/// What files, each in the place of the one before, leave of a month: vouchers, and those that balance, are
/// dated in it and of two people; and the rules of the last one's findings.
async fn left_by(off: &[&str], files: &[&str]) -> ([i64; 4], Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let (installation, writer) = world(folder.path()).await;
    let installation = without(&installation, off);
    let mut latest: Option<String> = None;
    for body in files {
        let supersedes = latest.as_deref();
        let (kind, party, period) = (Kind::Ledger, "name:甲", Some("2026-04"));
        let paper = Paper { kind, party, period, body, supersedes };
        latest = Some(hand_in(&installation, folder.path(), &paper).await);
        post_waiting(&installation, &writer).await.unwrap();
    }
    let (reader, latest) = (writer.reader(), latest.unwrap());
    let mut left = [0; 4];
    for (count, name) in left.iter_mut().zip([
        counts::VOUCHERS,
        counts::VOUCHERS_BALANCED,
        counts::VOUCHERS_IN_PERIOD,
        counts::VOUCHERS_TWO_PEOPLE,
    ]) {
        *count = reader.count_of(&latest, name).await.unwrap();
    }
    let found = reader.findings_before(&FindingFilter::default(), i64::MAX, 99).await.unwrap();
    let of_latest = found.into_iter().filter(|it| it.receipt == latest).map(|it| it.rule);
    let mut rules: Vec<String> = of_latest.collect();
    rules.sort();
    (left, rules)
}

/// Without some rules of its pack.
fn without(installation: &Installation, rules: &[&str]) -> Installation {
    let mut policy = (*installation.policy).clone();
    policy.rules.iter_mut().filter(|it| rules.contains(&&*it.id)).for_each(|it| it.enabled = false);
    Installation { policy: Arc::new(policy), ..installation.clone() }
}

/// Nine of ten vouchers are of two people, whether or not the tenth, which was posted, is in the next file.
#[tokio::test]
async fn what_was_posted_and_failed_stays_in_its_share() {
    let good: String = (1..=9).map(|it| voucher(it, "甲,乙")).collect();
    let first = format!("{HEADER}{good}{}", voucher(10, "甲,甲"));
    let second = format!("{HEADER}{good}");
    let third = format!("{HEADER}{good}{}", voucher(10, "甲,丙"));
    let (left, _) = left_by(&[], &[&first]).await;
    assert_eq!(left, [10, 10, 10, 9]);
    // What was posted and is gone is F-15's to say.
    let (left, found) = left_by(&[], &[&first, &second]).await;
    assert_eq!(left, [10, 10, 10, 9]);
    assert_eq!(found, ["F-15"]);
    let (left, _) = left_by(&[], &[&first, &second, &third]).await;
    assert_eq!(left, [10, 10, 10, 10]);
    // A good one that is left out counts neither way.
    let (left, _) = left_by(&[], &[&third, &second]).await;
    assert_eq!(left, [9, 9, 9, 9]);
}

/// What a voucher was good in it stays good in: leaving it out lowers no share either.
#[tokio::test]
async fn what_is_left_out_counts_as_it_was() {
    let good = voucher(1, "甲,乙");
    let unbalanced = voucher(2, "甲,乙").replace(",,1,", ",,2,");
    let late = voucher(3, "甲,乙").replace("2026-04", "2026-05");
    let unreadable = voucher(4, "甲,乙").replace("04-01", "04-31");
    let first = format!("{HEADER}{good}{unbalanced}{late}{unreadable}");
    let (left, _) = left_by(&[], &[&first]).await;
    assert_eq!(left, [4, 2, 2, 3]);
    let again = format!("{HEADER}{}", voucher(1, "甲,丙"));
    for files in [&[&*first, &format!("{HEADER}{good}")][..], &[&*first, HEADER, &again]] {
        let (left, _) = left_by(&[], files).await;
        assert_eq!(left, [4, 2, 2, 3], "{files:?}");
    }
}

/// What is counted is no rule's to switch off; each rule says what is its own.
#[tokio::test]
async fn what_is_left_out_counts_whichever_rules_are_asked() {
    let unbalanced = voucher(2, "甲,乙").replace(",,1,", ",,2,");
    let first = format!("{HEADER}{}{}{unbalanced}", voucher(1, "甲,乙"), voucher(3, "甲,乙"));
    let second = format!("{HEADER}{}", voucher(1, "甲,乙"));
    for (off, expected) in [
        (&[][..], &["F-15", "F-15-dropped"][..]),
        (&["F-15"], &["F-15-dropped"]),
        (&["F-15-dropped"], &["F-15"]),
        (&["F-15", "F-15-dropped"], &[]),
    ] {
        let (left, found) = left_by(off, &[&first, &second]).await;
        assert_eq!(left, [2, 1, 2, 2], "{off:?}");
        assert_eq!(found, expected, "{off:?}");
    }
}
