//! Books in several currencies, from files to balances: each currency balances, closes and is shown for
//! itself, in its own minor units.

use std::fs;

use daemon::pipeline::{Scope, Stage};
use metrics::kind::Kind;
use metrics::ledger::trial_balance;
use metrics::money::Currency;
use metrics::party::PartyId;
use store::findings::FindingFilter;
use store::ledger::RegisterKey;

use crate::world::{Hand, OPERATOR, World, instant};

const HANDED_IN_AT: &str = "2026-06-01T01:00:00Z";
const REGISTRY: &str = "record,party,name,kind,standard\nparty,{party},示例运营机构,operator,cas\n";
const APRIL: &str = "\
record,voucher_no,date,account,debit,credit,currency,original_currency,original_amount,rate,maker,reviewer
opening,,,1002,100.00,,CNY,,,,,
opening,,,4001,,100.00,CNY,,,,,
line,1,2026-04-01,1002,48.77,,CNY,JPY,1000,0.048765,甲,乙
line,1,2026-04-01,6001,,48.77,CNY,JPY,1000,0.048765,甲,乙
line,2,2026-04-02,1002,5000,,JPY,,,,甲,乙
line,2,2026-04-02,6001,,5000,JPY,,,,甲,乙
line,3,2026-04-03,1002,1.234,,KWD,,,,甲,乙
line,3,2026-04-03,9001,,1.234,KWD,,,,甲,乙
closing,,,1002,148.77,,CNY,,,,,
closing,,,4001,,100,CNY,,,,,
closing,,,6001,,48.77,CNY,,,,,
closing,,,1002,5001,,JPY,,,,,
closing,,,6001,,5000,JPY,,,,,
closing,,,1002,1.234,,KWD,,,,,
closing,,,9001,,1.234,KWD,,,,,
";
const MAY: &str = "\
voucher_no,date,account,debit,credit,currency,maker,reviewer
1,2026-05-01,1002,,4000,JPY,甲,乙
1,2026-05-01,6602,4000,,JPY,甲,乙
";

#[tokio::test]
async fn each_currency_is_kept_for_itself() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::on_sqlite(folder.path());
    let at = instant(HANDED_IN_AT);
    let post = Scope { stage: Some(Stage::Post), ..Scope::default() };
    let registry = REGISTRY.replace("{party}", OPERATOR);
    for (name, kind, text, month) in [
        ("registry.csv", Kind::Registry, registry.as_str(), None),
        ("april.csv", Kind::Ledger, APRIL, Some("2026-04")),
        ("may.csv", Kind::Ledger, MAY, Some("2026-05")),
    ] {
        let path = world.folder.join(name);
        fs::write(&path, text).unwrap();
        let period = month.map(|it| it.parse().unwrap());
        let hand = Hand { path: &path, kind, period, format: None, mapping: None };
        world.submit(&hand, at).await.unwrap();
        world.pass(at, post).await.unwrap();
    }
    balances_are_by_currency(&world).await;
    the_original_amount_is_kept(&world).await;
    one_closing_and_one_account_are_found(&world).await;
}

/// Closings of May of 1002, by hand: 100 + 48.77 yuan, 5,000 − 4,000 yen, 1.234 dinars.
async fn balances_are_by_currency(world: &World) {
    let party: PartyId = OPERATOR.parse().unwrap();
    let (reader, period) = (world.reader().await, "2026-05".parse().unwrap());
    let facts = reader.balance_facts(&party, period, instant(HANDED_IN_AT)).await.unwrap();
    let digits = config::policy::Policy::builtin().minor_digits();
    let balances = trial_balance(&facts, period, |it| digits[&it]).unwrap();
    let bank = balances.iter().filter(|it| it.account == "1002");
    let found: Vec<(&str, u8, i64)> =
        bank.map(|it| (it.currency.as_str(), it.minor_digits, it.closing_debit_minor)).collect();
    assert_eq!(found, [("CNY", 2, 14_877), ("JPY", 0, 1_000), ("KWD", 3, 1_234)]);
    for currency in ["CNY", "JPY", "KWD"].map(|it| Currency::parse(it).unwrap()) {
        let of_currency = balances.iter().filter(|it| it.currency == currency);
        let net: i64 = of_currency.map(|it| it.closing_debit_minor - it.closing_credit_minor).sum();
        assert_eq!(net, 0, "{currency}");
    }
}

async fn the_original_amount_is_kept(world: &World) {
    let key = RegisterKey {
        party: OPERATOR.parse().unwrap(),
        account: "1002".to_owned(),
        span: "2026-04".parse().unwrap(),
        as_of: instant(HANDED_IN_AT),
    };
    let lines = world.reader().await.register_lines(&key, None, 10).await.unwrap();
    let line = &lines[0];
    assert_eq!((line.currency, line.sums.debit_minor), (Currency::CNY, 4_877));
    assert_eq!((line.dimensions.original_currency.as_str(), line.original_minor), ("JPY", 1_000));
}

/// One yen too much in a closing, an account that the standard of the register does not have, and revenue
/// in yen.
async fn one_closing_and_one_account_are_found(world: &World) {
    let reader = world.reader().await;
    let found = reader.findings_before(&FindingFilter::default(), i64::MAX, 100).await.unwrap();
    let mut said: Vec<_> =
        found.iter().map(|it| (it.rule.as_str(), it.row, it.cause.as_str())).collect();
    said.sort_unstable();
    // Only renminbi is held against what is permitted. Nobody is registered who could have closed April; no
    // account is registered as 专账, no first day, and no month has totals of the general ledger.
    let expected = [
        ("F-19", Some(9), "9001"),
        ("F-21", None, "revenue JPY"),
        ("F-23", None, ""),
        ("F-3", Some(13), "closing 1002 JPY"),
        ("F-5-missing", None, ""),
        ("F-5-missing", None, ""),
        ("P-7-since", None, "since"),
    ];
    assert_eq!(said, expected);
}
