//! F-14 and SH-17-1: who belongs to whom, and what is paid to whom.

use super::*;
use crate::ledger::Sums;
use crate::tie_out::testing::{Chart, books, policy, shown};
use crate::tie_out::{CounterpartySum, rules};

fn id(name: &str) -> PartyId {
    format!("name:{name}").parse().unwrap()
}

/// 甲 and 乙 are held by 丙, 甲 holds 丁, and 戊 and 甲 are held by a regulator.
fn directory() -> Directory {
    let mut directory = Directory::default();
    let own = books().party;
    let operator = PartyKind::Operator;
    directory.add(own.clone(), ("甲", operator), Some(id("丙")));
    directory.add(id("乙"), ("乙", PartyKind::Developer), Some(id("丙")));
    directory.add(id("丁"), ("丁", PartyKind::Developer), Some(own));
    directory.add(id("戊"), ("戊", operator), Some(id("国资委")));
    directory.add(id("丙"), ("丙", PartyKind::BusinessEntity), Some(id("国资委")));
    directory.add(id("国资委"), ("国资委", PartyKind::StateAssetRegulator), None);
    directory.add(id("局"), ("局", PartyKind::Department), None);
    directory.add(id("己"), ("同名", operator), Some(id("庚")));
    directory.add(id("庚"), ("同名", operator), Some(id("己")));
    directory.group();
    directory
}

#[test]
fn groups_are_found_over_any_number_of_steps() {
    let (directory, own) = (directory(), books().party);
    for (other, expected) in
        [("乙", true), ("丙", true), ("丁", true), ("戊", false), ("局", false), ("未登记", false)]
    {
        assert_eq!(directory.are_related(&own, &id(other)), expected, "{other}");
        assert_eq!(directory.are_related(&id(other), &own), expected, "{other}");
    }
    assert!(directory.are_related(&id("乙"), &id("丁")));
    assert!(!directory.are_related(&own, &own));
    assert!(directory.are_related(&id("己"), &id("庚")), "a circle ends");
    assert_eq!(directory.find("同名"), None, "a name that two have means neither");
    assert_eq!(directory.find("91310000MADEM0011A"), Some(own));
}

/// What is found of one sum with a counterparty.
fn paid(account: &str, counterparty: &str, debit_minor: i64, credit_minor: i64) -> Vec<String> {
    let sum = CounterpartySum {
        period: "2026-04".parse().unwrap(),
        account: account.to_owned(),
        currency: Currency::CNY,
        counterparty: counterparty.to_owned(),
        funding: "own".to_owned(),
        sums: Sums { debit_minor, credit_minor },
    };
    flagged(&Books { counterparties: vec![sum], ..books() })
}

fn flagged(books: &Books) -> Vec<String> {
    let (chart, owed) = (Chart::new(), policy().owed.words);
    let digits = [("USD", 2), ("JPY", 0)];
    let digits = digits.map(|(code, digits)| (Currency::parse(code).unwrap(), digits));
    shown(&paid_to_related(books, (&chart.roles(), &owed), (&directory(), &digits.into())))
}

#[test]
fn payments_in_other_currencies_are_flagged_each_for_itself() {
    let sum = |(code, credit_minor): (&str, i64)| CounterpartySum {
        period: "2026-04".parse().unwrap(),
        account: "1002".to_owned(),
        currency: Currency::parse(code).unwrap(),
        counterparty: "乙".to_owned(),
        funding: "own".to_owned(),
        sums: Sums { debit_minor: 0, credit_minor },
    };
    let foreign_counterparties = [("USD", 150), ("USD", 50), ("JPY", 7)].map(sum).into();
    let counterparties = vec![sum(("CNY", 100))];
    let found = [
        "F-14 2026-04 name:乙  1.00 -",
        "F-14 2026-04 name:乙 JPY  7 JPY -",
        "F-14 2026-04 name:乙 USD  2.00 USD -",
    ];
    assert_eq!(flagged(&Books { counterparties, foreign_counterparties, ..books() }), found);
}

#[test]
fn payments_to_the_group_and_to_departments_are_flagged() {
    assert_eq!(paid("1002", "乙", 0, 1), ["F-14 2026-04 name:乙  0.01 -"]);
    assert_eq!(paid("1002.01", "name:丁", 0, 100), ["F-14 2026-04 name:丁  1.00 -"]);
    assert_eq!(paid("6401", "局", 100, 0), ["F-14 2026-04 name:局  0.00 -"]);
    assert_eq!(paid("1002", "乙", 100, 0), [""; 0], "what is received is no payment");
    assert_eq!(paid("1002", "戊", 0, 100), [""; 0]);
    assert_eq!(paid("1002", "甲", 0, 100), [""; 0], "itself");
    assert_eq!(paid("1122", "乙", 0, 100), [""; 0], "neither money nor cost");
    assert_eq!(paid("1002", "", 0, 100), [""; 0]);
    assert_eq!(paid("2241.01", "乙", 100, 0), ["F-14 2026-04 name:乙  1.00 -"]);
    assert_eq!(paid("2241.01", "乙", 0, 100), [""; 0], "what comes to be owed is not paid");
}

/// 机构编制 codes begin with 11 for administrative units and 12 for institutions (GB 32100).
#[test]
fn a_public_body_need_not_be_registered() {
    let flagged = |code: &str| [format!("F-14 2026-04 uscc:{code}  1.00 -")];
    assert_eq!(paid("1002", "1131000000DEM0031H", 0, 100), flagged("1131000000DEM0031H"));
    assert_eq!(paid("1002", "1231000000DEM0032H", 0, 100), flagged("1231000000DEM0032H"));
    assert_eq!(paid("1002", "91310115MADEM00972", 0, 100), [""; 0], "an enterprise");
    assert_eq!(paid("1002", "某局", 0, 100), [""; 0], "a name that nobody registered");
}

/// A 事业单位 (code 12) holds what it holds for itself: only control by the state is exempt.
#[test]
fn what_an_institution_holds_is_its_group() {
    let institution: PartyId = "uscc:1231000000DEM0032H".parse().unwrap();
    let related = |kind: PartyKind| {
        let mut directory = Directory::default();
        directory.add(institution.clone(), ("院", kind), None);
        directory.add(id("甲"), ("甲", PartyKind::Operator), Some(institution.clone()));
        directory.add(id("丁"), ("丁", PartyKind::Developer), Some(institution.clone()));
        directory.group();
        let products = [(&institution, "P-1", &id("丁")), (&id("甲"), "P-2", &id("丁"))];
        let developed = developed_by_own_group(products, &directory);
        let pairs = [(&institution, &id("丁")), (&id("甲"), &id("丁"))];
        (pairs.map(|(one, other)| directory.are_related(one, other)), shown(&developed))
    };
    let found = ["P-1", "P-2"].map(|product| format!("SH-17-1  {product} name:丁  name:丁 -"));
    let found = found.to_vec();
    assert_eq!(related(PartyKind::Operator), ([true, true], found.clone()));
    assert_eq!(related(PartyKind::BusinessEntity), ([true, true], found[1..].to_vec()));
    assert_eq!(related(PartyKind::Department), ([false, false], Vec::new()));
}

#[test]
fn what_stands_on_both_sides_of_a_voucher_is_paid_once() {
    let sum = |account: &str, debit_minor, credit_minor| CounterpartySum {
        period: "2026-04".parse().unwrap(),
        account: account.to_owned(),
        currency: Currency::CNY,
        counterparty: "乙".to_owned(),
        funding: "own".to_owned(),
        sums: Sums { debit_minor, credit_minor },
    };
    let counterparties = vec![sum("2241", 100, 0), sum("1002", 0, 100), sum("6401", 300, 0)];
    let faults = paid_to_related(
        &Books { counterparties, ..books() },
        (&Chart::new().roles(), &policy().owed.words),
        (&directory(), &BTreeMap::new()),
    );
    assert_eq!(shown(&faults), ["F-14 2026-04 name:乙  1.00 -"]);
    assert!(faults[0].arguments.contains(&("cost", "3.00".to_owned())));
}

#[test]
fn a_counterparty_is_found_in_any_width_and_case() {
    let mut directory = directory();
    let name = "示例（上海）有限公司";
    let operator = PartyKind::Operator;
    directory.add(id(name), (name, operator), None);
    for written in [name, "示例(上海)有限公司", " 示例（上海) 有限公司", "name:示例(上海)有限公司"]
    {
        assert_eq!(directory.find(written), Some(id(name)), "{written}");
    }
    let own = Some(books().party);
    for written in ["91310000madem0011a", "uscc:91310000madem0011a", "９1310000MADEM0011A"] {
        assert_eq!(directory.find(written), own, "{written}");
    }
    assert_eq!(directory.find("别的公司"), None);
}

#[test]
fn a_developer_of_the_own_group_is_a_clue() {
    let (directory, own) = (directory(), books().party);
    let found = |operator: &PartyId, developer: &PartyId| {
        let faults = developed_by_own_group([(operator, "P-1", developer)], &directory);
        faults.iter().map(|it| it.rule).collect::<Vec<_>>()
    };
    // X17 of the worked examples: the developer is a subsidiary of the operator.
    assert_eq!(found(&own, &id("丁")), [rules::REDEVELOPMENT]);
    assert_eq!(found(&own, &id("乙")), [rules::REDEVELOPMENT]);
    assert_eq!(found(&own, &id("戊")), [""; 0]);
    assert_eq!(found(&own, &own), [""; 0], "what it develops itself is its own product");
    assert_eq!(found(&id("乙"), &id("丁")), [""; 0], "no operator");
}
