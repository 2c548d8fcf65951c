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

/// What one scheme distributed of a month is not there for another, in whatever cycle that one begins.
#[test]
fn schemes_whose_days_overlap_share_what_there_is() {
    let scheme = |code: &str, days: (&str, &str), amount: &str| {
        let row = share(COMPANY, "100", &format!("to={} amount={amount}", days.1));
        row.replace("F-1", code).replace("from=2026-01-01", &format!("from={}", days.0))
    };
    let with = |schemes: &[String], booked: &[&str]| {
        let cycle = |year: i16| {
            format!(
                "allowance code={year} from={year}-01-01 to={year}-12-31 approved=9000 document=沪9"
            )
        };
        let rows: Vec<String> =
            [cycle(2025), cycle(2026)].into_iter().chain(schemes.iter().cloned()).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let mut found = found_of(&rows, booked, (Some(date(2027, 1, 1)), date(2027, 1, 2)));
        found.retain(|it| it.starts_with("DR-"));
        found
    };
    let [both, late] = [("2025-01-01", "2026-12-31"), ("2026-01-01", "2026-12-31")];
    let early = ("2025-01-01", "2025-12-31");
    let hundred = ["2026-03 revenue industry 100.00"];
    let found = with(&[scheme("S1", both, "100"), scheme("S2", late, "100")], &hundred);
    assert_eq!(found, ["DR-7 S2: 200.00, ≤ 100.00, -100.00"]);
    assert_eq!(with(&[scheme("S1", both, "60"), scheme("S2", late, "40")], &hundred), [""; 0]);
    // Neither lies within the other.
    let across = scheme("S1", ("2025-07-01", "2026-06-30"), "100");
    let found = with(&[across, scheme("S2", late, "0.01")], &hundred);
    assert_eq!(found, ["DR-7 S2: 100.01, ≤ 100.00, -0.01"]);
    // A third scheme before them, which gives a fen, brings them none of what was booked before.
    let books = ["2025-02 revenue industry 200.00", "2026-03 revenue industry 100.00"];
    let [first, across] = [("2025-01-01", "2025-08-31"), ("2025-07-01", "2026-06-30")];
    let two = [scheme("S1", across, "100"), scheme("S2", late, "100")];
    let three = [&[scheme("S0", first, "0.01")][..], &two].concat();
    for schemes in [&two[..], &three] {
        assert_eq!(with(schemes, &books), ["DR-7 S2: 200.00, ≤ 100.00, -100.00"]);
    }
    // What is carried into a cycle is deducted once: the months before have paid it.
    let books = [
        "2025-03 revenue industry 9050.00",
        "2026-03 revenue industry 200.00",
        "2026-09 revenue industry 100.00",
    ];
    let [half, rest] = [("2026-01-01", "2026-07-31"), ("2026-07-01", "2026-12-31")];
    let two = |more| [scheme("S1", half, "100"), scheme("S2", rest, more)];
    assert_eq!(with(&two("100"), &books), [""; 0]);
    assert_eq!(with(&two("100.01"), &books), ["DR-7 S2: 100.01, ≤ 100.00, -0.01"]);
    // What was left in one cycle is not for the next, although a third scheme touches both.
    let before = ["2025-03 revenue industry 200.00"];
    let all = [scheme("S1", early, "99"), scheme("S2", both, "1"), scheme("S3", late, "100")];
    assert_eq!(with(&all, &before), ["DR-7 S3: 100.00, ≤ 0.00, -100.00"]);
    // Schemes of two cycles that do not overlap share nothing.
    let two = ["2025-03 revenue industry 50.00", "2026-03 cost industry 10.00"];
    assert_eq!(with(&[scheme("S1", early, "50")], &two), [""; 0]);
}

/// 9080 of 9000 in 2025: 80 are carried into 2026, and no scheme over both years has them.
#[test]
fn a_scheme_across_cycles_deducts_what_is_carried_inside_of_it() {
    let rows = |deducted: &str| {
        [
            "allowance code=2025 from=2025-01-01 to=2025-12-31 approved=9000 document=沪9"
                .to_owned(),
            format!(
                "allowance code=2026 from=2026-01-01 to=2026-12-31 approved=9000 deducted={deducted} document=沪9"
            ),
            "allowance code=2027 from=2027-01-01 to=2027-12-31 approved=9000 document=沪9"
                .to_owned(),
            share(COMPANY, "100", "to=2027-12-31 amount=1")
                .replace("from=2026-01-01", "from=2025-01-01"),
        ]
    };
    let booked = ["2025-03 revenue industry 9080.00", "2026-03 revenue industry 9005.00"];
    let carried = |deducted: &str| {
        let rows = rows(deducted);
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let (entries, cycles) = (entries(&rows), cycles(&rows, &booked));
        let months = Months::of(&sums(&booked), &entries).unwrap();
        let all = distributions(&entries, &months, &cycles, date(2027, 7, 1)).unwrap();
        (all[0].carried_fen, all[0].base_fen, all[0].available_fen)
    };
    // 80 into 2026 and 5 of its own into 2027, whether the 80 are still outstanding or not.
    let base = 908_000 + 900_500 - 8_500;
    assert_eq!(carried("80"), (8_500, base, base));
    assert_eq!(carried("0"), (8_500, base, base));
}

/// By hand: 100 are carried into a cycle whose formula has 50 and that earns nothing or 30. The 50 that are
/// left are no excess of its own, the 30 are.
#[test]
fn what_a_computed_cycle_leaves_of_the_excess_is_deducted_once() {
    let cycle = |year: i16, amount: &str| {
        format!(
            "allowance code={year} from={year}-01-01 to={year}-12-31 strategy=fixed amount={amount} document=沪9"
        )
    };
    let scheme = share(COMPANY, "100", "to=2027-12-31 amount=1");
    let rows = [cycle(2025, "0"), cycle(2026, "50"), cycle(2027, "200"), scheme];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let carried = |revenue: &str| {
        let revenue = format!("2026-03 revenue industry {revenue}");
        let booked = ["2025-03 revenue industry 100.00", revenue.as_str()];
        let (entries, cycles) = (entries(&rows), cycles(&rows, &booked));
        let months = Months::of(&sums(&booked), &entries).unwrap();
        let all = distributions(&entries, &months, &cycles, date(2027, 7, 1)).unwrap();
        (cycles[1].outstanding_fen, cycles[2].carried_fen, all[0].carried_fen)
    };
    assert_eq!(carried("0.00"), (5_000, 5_000, 10_000));
    assert_eq!(carried("30.00"), (5_000, 8_000, 13_000));
}
