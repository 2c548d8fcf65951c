//! Figures that law changes: what is asked about a day or a month is answered by the row of that day.

use super::*;
use crate::effective::{Effective, Holding};
use crate::ledger::{EntryKind, SumFact, Sums};
use crate::money::Currency;
use crate::register::Standard;

/// A figure that is another one from a day on.
fn changed<T: Clone>(figure: &Effective<T>, from: Date, change: impl Fn(&mut T)) -> Effective<T> {
    let mut value = figure.on(from).clone();
    let before =
        Holding { effective_from: None, effective_to: from.yesterday().ok(), value: value.clone() };
    change(&mut value);
    let after = Holding { effective_from: Some(from), effective_to: None, value };
    vec![before, after].try_into().unwrap()
}

#[test]
fn a_cycle_has_the_marks_and_the_years_of_its_first_day() {
    let mut policy = policy();
    let from = date(2027, 1, 1);
    policy.warning = changed(&policy.warning, from, |it| it.marks_ppm = vec![500_000]);
    policy.cycle = changed(&policy.cycle, from, |it| it.years = 5);
    let of = |year: i16| {
        let row = format!("allowance code=k from={year}-01-01 approved=1000 document=沪9");
        let booked = format!("{year}-02 revenue industry 500.00");
        let entries = entries(&[&row]);
        let months = Months::of(&sums(&[&booked]), &entries).unwrap();
        let cycles = allowance::permitted(&entries, &months, &policy).unwrap();
        let today = (SINCE, date(year, 6, 30));
        (cycles[0].validity.to, found_by(&policy, (&[&row], &[&booked]), today))
    };
    assert_eq!(of(2026), (Some(date(2028, 12, 31)), vec![]));
    let warned = vec!["P-4 k 50.00 %: 500.00, ≤ 1000.00, 500.00".to_owned()];
    assert_eq!(of(2027), (Some(date(2031, 12, 31)), warned));
}

#[test]
fn a_trial_lasts_as_long_as_on_the_day_on_which_the_operator_began() {
    let mut policy = policy();
    policy.trial = changed(&policy.trial, date(2025, 7, 2), |it| it.months = 6);
    let row = tariff("price", "12", "trial=yes");
    let found = |since, today| {
        let found = found_by(&policy, (&[&row], &[]), (Some(since), today));
        found.iter().any(|it| it.starts_with("P-8 "))
    };
    assert!(!found(date(2025, 7, 1), date(2026, 6, 30)));
    assert!(found(date(2025, 7, 1), date(2026, 7, 1)));
    assert!(!found(date(2025, 7, 2), date(2026, 1, 1)));
    assert!(found(date(2025, 7, 2), date(2026, 1, 2)));
}

#[test]
fn a_report_is_due_as_on_the_last_day_of_its_year() {
    let mut policy = policy();
    let change = |it: &mut crate::pricing::policy::ReportDue| (it.month, it.day) = (3, 31);
    policy.annual_report = changed(&policy.annual_report, date(2026, 12, 31), change);
    let found = |today| found_by(&policy, (&[], &[]), (Some(date(2025, 1, 1)), today));
    let (first, second) = ("P-7 2025: , ≤ 2026-06-30, -", "P-7 2026: , ≤ 2027-03-31, -");
    assert_eq!(found(date(2026, 6, 30)), [""; 0]);
    assert_eq!(found(date(2027, 3, 31)), [first]);
    assert_eq!(found(date(2027, 4, 1)), [first, second]);
}

/// Income tax is part of the taxes until the end of June.
#[test]
fn an_account_counts_as_on_the_last_day_of_the_month() {
    let (mut policy, charts) = (policy(), crate::shipped::charts());
    for row in &mut policy.counted {
        if row.value.component == Component::Taxes {
            row.effective_to = Some(date(2026, 6, 30));
        }
    }
    let sum = |month: &str| SumFact {
        period: month.parse().unwrap(),
        account: "6801".to_owned(),
        currency: Currency::CNY,
        entry: EntryKind::Movement,
        product: String::new(),
        use_: String::new(),
        cost_class: String::new(),
        sums: Sums { debit_minor: 700, credit_minor: 0 },
    };
    let roles = AccountRoles::of(&policy, &charts, Standard::Cas);
    let booked = roles.booked(&[sum("2026-06"), sum("2026-07")]).unwrap();
    let booked: Vec<_> = booked.iter().map(|it| (it.period.to_string(), it.amount_fen)).collect();
    assert_eq!(booked, [("2026-06".to_owned(), 700)]);
    let codes = |month: &str| roles.codes(Component::Taxes, month.parse().unwrap());
    assert_eq!((codes("2026-06"), codes("2026-07")), (vec!["6403", "6801"], vec![]));
}
