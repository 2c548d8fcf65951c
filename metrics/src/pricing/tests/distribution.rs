//! DR-1 to DR-7: how revenue is shared; X16 of `domain` 11.

use super::distribution::distributions;
use super::*;

const CENTRE: &str = "1231000042DEM0046G";
const COMPANY: &str = "91310000MADEM002X2";

fn share(payee: &str, rate: &str, more: &str) -> String {
    let payee = payee.trim_start_matches("uscc:");
    let payee = if payee.is_empty() { String::new() } else { format!("payee={payee} ") };
    format!("share code=F-1 from=2026-01-01 {payee}rate={rate} form=cash document=沪3 {more}")
        .trim_end()
        .to_owned()
}

fn found_in(rows: &[String]) -> Vec<String> {
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    found(&rows, &[])
}

/// X16: the payee's credit code begins with 11, and the account is a commercial one.
#[test]
fn x16_an_administrative_unit_is_paid_into_the_treasury() {
    let one = |more: &str| found_in(&[share(BUREAU, "100", more)]);
    let cause = format!("DR-4 F-1 {BUREAU} 2026-01-01");
    assert_eq!(one("account_kind=treasury account_no=0002"), [""; 0]);
    assert_eq!(one("account_kind=commercial"), [format!("{cause}: commercial, treasury, -")]);
    assert_eq!(one(""), [format!("{cause}: , treasury, -")]);
    // What is said of it does not help against its code.
    let said = one("account_kind=commercial payee_kind=enterprise");
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].starts_with("DR-3 ") && said[1].starts_with("DR-4 "), "{said:?}");
    // In kind there is no account.
    let in_kind = share(BUREAU, "100", "").replace("form=cash", "form=in_kind");
    assert_eq!(found_in(&[in_kind]), [""; 0]);
    assert_eq!(found_in(&[share(COMPANY, "100", "account_kind=commercial")]), [""; 0]);
}

#[test]
fn a_treasury_account_has_a_number_that_no_other_party_holds() {
    let one = |payee: &str, number: &str| {
        found_in(&[share(payee, "100", &format!("account_kind=treasury {number}"))])
    };
    let not = |payee: &str, actual: &str| {
        vec![format!("DR-4 F-1 {payee} 2026-01-01: {actual}, treasury, -")]
    };
    assert_eq!(one(DEPARTMENT, ""), not(DEPARTMENT, ""));
    assert_eq!(one(DEPARTMENT, "account_no=--"), not(DEPARTMENT, ""));
    // Nothing is registered of it, so that nobody can say more.
    assert_eq!(one(DEPARTMENT, "account_no=7"), [""; 0]);
    assert_eq!(one(BUREAU, "account_no=7"), not(BUREAU, "7"));
    assert_eq!(one(BUREAU, "account_no=00-02"), [""; 0]);
    // Another administrative unit may hold the treasury account; an operator does not.
    assert_eq!(one(BUREAU, "account_no=0001"), [""; 0]);
    assert_eq!(one(BUREAU, "account_no=622201"), not(BUREAU, OPERATOR));
    assert_eq!(one(DEPARTMENT, "account_no=6222-01"), not(DEPARTMENT, OPERATOR));
}

#[test]
fn an_institution_names_the_rule_of_its_finance_department() {
    let cause = format!("DR-5 F-1 uscc:{CENTRE} 2026-01-01: , , -");
    assert_eq!(found_in(&[share(CENTRE, "100", "")]), [cause]);
    assert_eq!(found_in(&[share(CENTRE, "100", "finance_rule=沪财1")]), [""; 0]);
}

#[test]
fn a_payee_has_a_code_and_is_what_the_code_says() {
    let cause = |payee: &str| format!("F-1 {payee} 2026-01-01");
    let none = share("", "100", "payee_kind=enterprise");
    assert_eq!(found_in(&[none]), ["DR-2 F-1  2026-01-01: , GB 32100-2015, -"]);
    let named = share("name:某社", "100", "payee_kind=enterprise");
    let expected = format!("DR-2 {}: name:某社, GB 32100-2015, -", cause("name:某社"));
    assert_eq!(found_in(&[named]), [expected]);
    let contradicted = share(COMPANY, "100", "payee_kind=institution");
    let expected =
        format!("DR-3 {}: institution, enterprise, -", cause(&format!("uscc:{COMPANY}")));
    assert_eq!(found_in(&[contradicted]), [expected]);
    assert_eq!(found_in(&[share(COMPANY, "100", "payee_kind=enterprise")]), [""; 0]);
    // Nobody can tell what it is.
    let found = found_in(&[share("name:某社", "100", "")]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[1].starts_with("DR-3 "), "{found:?}");
}

#[test]
fn the_first_two_characters_of_a_code_say_what_a_payee_is() {
    let of = |payee: &str| PayeeKind::of(&payee.parse().unwrap());
    assert_eq!(of(BUREAU), Some(PayeeKind::Administrative));
    assert_eq!(of(CENTRE), Some(PayeeKind::Institution));
    assert_eq!(of(COMPANY), Some(PayeeKind::Enterprise));
    assert_eq!(of("name:11某局"), None);
}

#[test]
fn the_shares_of_a_scheme_are_the_whole_and_approved() {
    let two = |rate: &str| {
        let treasury = "account_kind=treasury account_no=0002";
        found_in(&[share(COMPANY, "70", ""), share(BUREAU, rate, treasury)])
    };
    assert_eq!(two("30"), [""; 0]);
    assert_eq!(two("29.9999"), ["DR-1 F-1 2026-01-01: 99.9999 %, 100.0000 %, 0.0001 %"]);
    assert_eq!(two("30.0001"), ["DR-1 F-1 2026-01-01: 100.0001 %, 100.0000 %, -0.0001 %"]);
    let unapproved = share(COMPANY, "100", "").replace(" document=沪3", "");
    let cause = format!("DR-6 F-1 uscc:{COMPANY} 2026-01-01: , , -");
    assert_eq!(found_in(&[unapproved]), [cause]);
}

/// 1000 − 60 − (500 − 100) − 80 = 460 can be distributed.
#[test]
fn no_more_is_distributed_than_there_is() {
    let booked = [
        "2025-12 revenue industry 1080.00",
        "2026-02 revenue industry 1000.00",
        "2026-02 taxes industry 60.00",
        "2026-02 cost industry 500.00",
        "2026-02 cost public 900.00",
        "2026-02 subsidy industry 100.00",
    ];
    let cash = |amount: &str| share(COMPANY, "70", &format!("amount={amount}"));
    let rows = |amount: &str| {
        let in_kind = share(BUREAU, "30", "amount=60.00").replace("form=cash", "form=in_kind");
        [
            "allowance code=k from=2025-01-01 to=2025-12-31 approved=1000 document=沪9".to_owned(),
            "allowance code=l from=2026-01-01 to=2026-12-31 approved=9000 document=沪9".to_owned(),
            cash(amount),
            in_kind,
        ]
    };
    let check = |amount: &str, expected: &[&str]| {
        let rows = rows(amount);
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let found = found(&rows, &booked);
        let found: Vec<&String> = found.iter().filter(|it| it.starts_with("DR-")).collect();
        assert_eq!(found, expected, "{amount}");
        let entries = entries(&rows);
        let months = Months::of(&sums(&booked), &entries).unwrap();
        let cycles = cycles(&rows, &booked);
        let all = distributions(&entries, &months, &cycles, TODAY).unwrap();
        let [it] = &all[..] else { panic!("{all:?}") };
        assert_eq!((it.net_cost_fen, it.carried_fen, it.base_fen), (40_000, 8_000, 46_000));
        assert_eq!(it.in_kind_fen, 6_000);
    };
    check("400.00", &[]);
    check("400.01", &["DR-7 F-1: 460.01, ≤ 460.00, -0.01"]);
    // Without a ledger nobody knows what there is.
    assert_eq!(found_in(&[share(COMPANY, "100", "amount=1")]), [""; 0]);
}

/// What one scheme distributed is not there for another of the same cycle.
#[test]
fn schemes_of_a_cycle_share_what_there_is() {
    let booked = ["2026-02 revenue industry 100.00"];
    let scheme = |code: &str, amount: &str| {
        share(COMPANY, "100", &format!("amount={amount}")).replace("F-1", code)
    };
    let with = |second: &str| {
        let rows = [scheme("F-1", "60.00"), scheme("F-2", second)];
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        found(&rows, &booked)
    };
    assert_eq!(with("40.00"), [""; 0]);
    assert_eq!(with("40.01"), ["DR-7 F-2: 100.01, ≤ 100.00, -0.01"]);
}
