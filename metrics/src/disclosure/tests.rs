//! Days, years, rows and fields of disclosures, with the policy pack as shipped.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::authority::Authority;
use crate::finding::reading;
use crate::form::Row;
use crate::party::{PartyId, PartyKind};

const PACK: &str = include_str!("../../../config/policies/shanghai/disclosure.toml");
const OPERATOR: &str = "91310000MADEM0011A";
const BODY: &str = "1131000000DEM0031H";

fn policy() -> DisclosurePolicy {
    toml::from_str(PACK).unwrap()
}

/// How the duty for 2025 stands at an instant, where it was disclosed on a day, or not at all.
#[track_caller]
fn check(at: &str, disclosed_on: Option<Date>, expected: Timeliness) {
    let shanghai = TimeZone::get("Asia/Shanghai").unwrap();
    let today = shanghai.to_datetime(at.parse::<Timestamp>().unwrap()).date();
    let policy = policy();
    let due_on = policy.due_on(2025).unwrap();
    assert_eq!(due_on, date(2026, 3, 31));
    assert_eq!(timeliness(due_on, disclosed_on, today, &policy.reminders.days), expected, "{at}");
}

#[test]
fn the_last_day_counts_whole_in_shanghai() {
    let soon = |days_left, within_days| Timeliness::DueSoon { days_left, within_days };
    let missing = |days| Timeliness::Missing { days };
    for (at, expected) in [
        ("2026-02-28T12:00:00+08:00", Timeliness::NotDue { days_left: 31 }),
        ("2026-03-01T00:00:00+08:00", soon(30, 30)),
        ("2026-03-20T23:59:59+08:00", soon(11, 30)),
        ("2026-03-21T00:00:00+08:00", soon(10, 10)),
        ("2026-03-27T12:00:00+08:00", soon(4, 10)),
        ("2026-03-28T12:00:00+08:00", soon(3, 3)),
        ("2026-03-30T12:00:00+08:00", soon(1, 3)),
        ("2026-03-31T23:59:59+08:00", soon(0, 3)),
        ("2026-04-01T00:00:00+08:00", missing(1)),
        // The same instants, as UTC has them.
        ("2026-03-31T15:59:59Z", soon(0, 3)),
        ("2026-03-31T16:00:00Z", missing(1)),
        ("2027-03-31T12:00:00+08:00", missing(365)),
    ] {
        check(at, None, expected);
    }
}

#[test]
fn what_is_disclosed_is_on_time_or_days_late() {
    let later = "2026-06-01T09:00:00+08:00";
    check(later, Some(date(2026, 3, 30)), Timeliness::OnTime);
    check(later, Some(date(2026, 3, 31)), Timeliness::OnTime);
    check(later, Some(date(2026, 4, 1)), Timeliness::Late { days: 1 });
    check(later, Some(date(2026, 4, 30)), Timeliness::Late { days: 30 });
    check(later, Some(date(2026, 6, 1)), Timeliness::Late { days: 62 });
    // Announced for tomorrow is not disclosed.
    check(later, Some(date(2026, 6, 2)), Timeliness::Missing { days: 62 });
}

#[test]
fn a_leap_day_is_a_day() {
    let policy = policy();
    for (year, today, days) in [
        (2026, date(2027, 2, 28), 31),
        (2027, date(2028, 2, 28), 32),
        (2027, date(2028, 2, 29), 31),
        (2098, date(2099, 2, 28), 31),
        // 2100 is no leap year.
        (2099, date(2100, 2, 28), 31),
    ] {
        let due_on = policy.due_on(year).unwrap();
        let expected = Timeliness::NotDue { days_left: days };
        assert_eq!(timeliness(due_on, None, today, &policy.reminders.days), expected, "{today}");
    }
}

proptest! {
    /// Whatever the year, the verdict flips at the limit and nowhere else, and days are counted from
    /// the limit.
    #[test]
    fn the_verdict_flips_exactly_at_the_limit(year in 1970_i16..9000, offset in -2000_i64..2000) {
        let policy = policy();
        let due_on = policy.due_on(year).unwrap();
        let day = due_on.checked_add(jiff::Span::new().days(offset)).unwrap();
        let handed_in = timeliness(due_on, Some(day), day, &policy.reminders.days);
        let nothing = timeliness(due_on, None, day, &policy.reminders.days);
        let days = i32::try_from(offset).unwrap();
        if 0 < offset {
            prop_assert_eq!(handed_in, Timeliness::Late { days });
            prop_assert_eq!(nothing, Timeliness::Missing { days });
        } else {
            prop_assert_eq!(handed_in, Timeliness::OnTime);
            let is_soon = matches!(nothing, Timeliness::DueSoon { .. });
            prop_assert_eq!(is_soon, -30 <= offset);
        }
    }
}

fn years(started_in: Option<i16>, disclosed: &[i16], today: Date) -> Vec<(i16, &'static str)> {
    let policy = policy();
    let duty = policy.duty_of(PartyKind::Operator).unwrap();
    let disclosed = disclosed.iter().map(|&year| {
        let first_on = date(year + 1, 3, 1);
        (year, Disclosed { first_on, disclosure: None })
    });
    let disclosed: BTreeMap<i16, Disclosed<'_>> = disclosed.collect();
    let verdicts = verdicts(&policy, (duty, started_in), &disclosed, today);
    verdicts.into_iter().map(|it| (it.year, it.timeliness.as_str())).collect()
}

#[test]
fn the_years_of_a_party_begin_where_it_began() {
    let today = date(2028, 4, 1);
    let all = [(2025, "missing"), (2026, "missing"), (2027, "missing"), (2028, "not_due")];
    assert_eq!(years(Some(2025), &[], today), all);
    // Before the notice there was nothing to disclose.
    assert_eq!(years(Some(2019), &[], today), all);
    assert_eq!(years(Some(2027), &[], today), all[2..]);
    assert_eq!(years(Some(2028), &[], today), all[3..]);
    assert_eq!(years(Some(2029), &[], today), []);
    // Nobody knows when it began: what it disclosed itself says so, or nothing does.
    assert_eq!(years(None, &[], today), []);
    let own = [(2026, "on_time"), (2027, "missing"), (2028, "not_due")];
    assert_eq!(years(None, &[2026], today), own);
}

fn party(code: &str) -> PartyId {
    code.parse().unwrap()
}

/// Who hands in, where an operator and an implementing body are registered.
fn authority(sender: &str) -> Authority {
    let kinds = BTreeMap::from([
        (party(OPERATOR), PartyKind::Operator),
        (party(BODY), PartyKind::ImplementingBody),
    ]);
    Authority { sender: party(sender), kinds }
}

fn context(received_on: Date) -> DisclosureContext {
    let products = BTreeMap::from([(party(OPERATOR), BTreeSet::from(["指数".to_owned()]))]);
    DisclosureContext {
        policy: policy(),
        received_on,
        authority: Some(authority(OPERATOR)),
        products: Some(products),
        disclosed: BTreeMap::new(),
    }
}

/// Checks a file: one row a line, `column=cell` between bars.
fn checked(context: DisclosureContext, lines: &[&str]) -> CheckedDisclosures {
    let mut intake = DisclosureIntake::new(context);
    for (number, line) in (2..).zip(lines) {
        let mut cells = vec![""; COLUMNS.len()];
        for (column, cell) in line.split('|').filter_map(|it| it.split_once('=')) {
            cells[COLUMNS.iter().position(|it| it.name == column).unwrap()] = cell;
        }
        intake.row(&Row { number, byte_offset: 0, byte_length: 0, cells: &cells });
    }
    intake.finish()
}

/// A fault as `rule row column: cause | expected | actual`.
fn said(checked: &CheckedDisclosures) -> Vec<String> {
    let said = checked.faults.kept().iter().map(|it| {
        let column = it.place.column.clone().unwrap_or_default();
        let row = it.place.row.unwrap_or_default();
        let place = format!("{} {row} {column}", it.rule);
        format!("{}: {} | {} | {}", place.trim_end(), it.cause, it.expected, it.actual)
    });
    said.collect()
}

const OWN: [&str; 4] = [
    "record=basic|party=91310000MADEM0011A|year=2025|form=operator|name=甲|\
     credit_code=91310000MADEM0011A|address=路|email=a@example.invalid|phone=1|\
     disclosed_on=2026-03-30|url=https://example.invalid",
    "record=产品和服务|party=91310000MADEM0011A|year=2025|name=指数|registration_state=1|\
     registration_no=SH-1|method=接口|use=1|scenario=出行|fee=0",
    "record=body|party=91310000MADEM0011A|year=2025|name=中心|registration_state=planned|\
     resource=流量|term_from=2025-03-01|term_to=2028-02-29",
    "record=contact|party=91310000MADEM0011A|year=2025|name=局|contact=孙|phone=2",
];

/// [`OWN`] with a text changed.
fn changed(from: &str, to: &str) -> Vec<String> {
    let changed: Vec<String> = OWN.iter().map(|it| it.replacen(from, to, 1)).collect();
    assert_ne!(changed, OWN, "{from}");
    changed
}

#[track_caller]
fn check_faults(rows: &[String], expected: &[&str]) {
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(said(&checked(context(date(2026, 3, 31)), &rows)), expected);
}

#[test]
fn a_complete_disclosure_has_no_faults() {
    let checked = checked(context(date(2026, 3, 31)), &OWN);
    assert_eq!(said(&checked), [""; 0]);
    assert_eq!((checked.rows, checked.understood), (4, 4));
    let [fact] = checked.facts.as_slice() else { panic!("not one") };
    assert_eq!((fact.disclosure.year, fact.disclosure.duty), (2025, Duty::Operator));
    // Published on the 30th, says the file; what is proved is that it was handed in on the 31st.
    assert_eq!(fact.disclosed_on, date(2026, 3, 31));
    let text = serde_json::to_string(&fact.disclosure).unwrap();
    assert_eq!(serde_json::from_str::<Disclosure>(&text).unwrap(), fact.disclosure);
}

#[test]
fn each_field_that_is_not_filled_in_is_named() {
    check_faults(
        &changed("|fee=0", ""),
        &["D-02-incomplete 3 fee: 2025 product 指数 fee | 产品和服务 product: 收费标准 fee | "],
    );
    check_faults(
        &changed("registration_state=1|registration_no=SH-1", "registration_state=1"),
        &[
            "D-02-incomplete 3 registration_no: 2025 product 指数 registration_no | 产品和服务 product: 登记确认单编号 registration_no | ",
        ],
    );
    // What is only planned has no number yet.
    check_faults(
        &changed("registration_state=1|registration_no=SH-1", "registration_state=0"),
        &[],
    );
    let without_contact: Vec<String> = OWN[..3].iter().map(|&it| it.to_owned()).collect();
    check_faults(
        &without_contact,
        &["D-02-incomplete 2 record: 2025 contact record | 数据管理部门 contact | "],
    );
}

#[test]
fn the_products_are_those_of_the_register() {
    check_faults(
        &changed("name=指数", "name=另一指数"),
        &[
            "D-02-unlisted 2: 2025 指数 | 指数 | ",
            "D-02-unknown 3 name: 2025 另一指数 |  | 另一指数",
        ],
    );
    let without_register = DisclosureContext { products: None, ..context(date(2026, 3, 31)) };
    let rows = changed("name=指数", "name=另一指数");
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(said(&checked(without_register, &rows)), [""; 0]);
}

#[test]
fn a_disclosure_may_be_late_and_incomplete() {
    let rows = changed("|fee=0", "");
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let checked = checked(context(date(2026, 4, 2)), &rows);
    assert_eq!(
        said(&checked),
        [
            "D-02-late 2: 2025 | 2026-03-31 | 2026-04-02",
            "D-02-incomplete 3 fee: 2025 product 指数 fee | 产品和服务 product: 收费标准 fee | ",
        ]
    );
    let late = &checked.faults.kept()[0];
    assert_eq!(late.difference.as_deref(), Some("2"));
    assert_eq!(late.period, "2026-03".parse().ok());
}

#[test]
fn the_day_is_the_later_of_claim_and_receipt_and_a_correction_is_not_late() {
    let day = |received_on, from: &str, to: &str, before: Option<Date>| {
        let rows = changed(from, to);
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let before = before.map(|day| ((party(OPERATOR), 2025), day));
        let context =
            DisclosureContext { disclosed: before.into_iter().collect(), ..context(received_on) };
        let checked = checked(context, &rows);
        (checked.facts[0].disclosed_on, checked.faults.counts().contains_key("D-02-late"))
    };
    let claim = "disclosed_on=2026-03-30";
    let (march, april) = (date(2026, 3, 31), date(2026, 4, 1));
    assert_eq!(day(march, claim, "disclosed_on=2026-03-31", None), (march, false));
    assert_eq!(day(march, claim, "disclosed_on=2026-04-01", None), (april, true));
    assert_eq!(day(april, claim, "disclosed_on=2026-03-01", None), (april, true));
    assert_eq!(day(april, claim, "disclosed_on=2026-03-31", Some(march)), (april, false));
    assert_eq!(day(april, claim, "disclosed_on=2026-03-31", Some(april)), (april, true));
}

#[test]
fn a_year_before_the_first_is_never_late() {
    let rows: Vec<String> = OWN.iter().map(|it| it.replacen("year=2025", "year=2024", 1)).collect();
    check_faults(&rows, &[]);
}

#[test]
fn cells_that_hold_something_else_are_named_and_the_row_stays() {
    check_faults(
        &changed("term_to=2028-02-29", "term_to=2027-02-29"),
        &["R-6 4 term_to: 91310000MADEM0011A 2025 body 中心 term_to | YYYY-MM-DD | 2027-02-29"],
    );
    check_faults(
        &changed("credit_code=91310000MADEM0011A", "credit_code=91310000MADEM0011B"),
        &[
            "R-10 2 credit_code: 91310000MADEM0011A 2025 basic 甲 credit_code | …A (GB 32100-2015) | 91310000MADEM0011B",
        ],
    );
    let rows = changed("form=operator", "form=department");
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let without_register = DisclosureContext { authority: None, ..context(date(2026, 3, 31)) };
    let checked = checked(without_register, &rows);
    let rules: Vec<&str> = checked.faults.kept().iter().map(|it| it.rule).collect();
    assert_eq!(rules, [reading::CELL_INVALID, reading::CELL_INVALID]);
    // Nobody says who discloses: nothing of it counts.
    assert_eq!((checked.facts.len(), checked.understood), (0, 0));
}

#[test]
fn the_register_says_whose_duty_it_is() {
    let wrong = |form: &str| {
        let cause = "91310000MADEM0011A 2025 basic 甲 form";
        format!("R-6 2 form: {cause} | operator 运营机构 | {form}")
    };
    for form in ["implementing_body", "实施机构", "department"] {
        let rows = changed("form=operator", &format!("form={form}"));
        check_faults(&rows, &[&wrong(form)]);
    }
    check_faults(&changed("form=operator", "form=运营机构"), &[]);
    // It is held to the rules of its own duty.
    let rows = changed("form=operator", "form=implementing_body");
    let rows: Vec<String> = rows.iter().map(|it| it.replacen("name=指数", "name=他", 1)).collect();
    let unlisted = "D-02-unlisted 2: 2025 指数 | 指数 | ";
    let unknown = "D-02-unknown 3 name: 2025 他 |  | 他";
    check_faults(&rows, &[unlisted, &wrong("implementing_body"), unknown]);
    // Whom the register does not know is what the file says.
    let rows = changed("form=operator", "form=implementing_body");
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let stranger = BTreeMap::from([(party(BODY), PartyKind::ImplementingBody)]);
    let stranger = Authority { sender: party(OPERATOR), kinds: stranger };
    let context = DisclosureContext { authority: Some(stranger), ..context(date(2026, 3, 31)) };
    let checked = checked(context, &rows);
    assert_eq!(checked.facts[0].disclosure.duty, Duty::Body);
    assert!(checked.faults.counts().contains_key(reading::PARTY_UNKNOWN));
    assert!(!checked.faults.counts().contains_key(reading::CELL_INVALID));
}

/// What an operator discloses is its own to say, and an implementing body's; of a row of anybody else nothing
/// is said but that.
#[test]
fn others_do_not_disclose_for_an_operator() {
    let found = |sender: &str| {
        let authority = Some(authority(sender));
        let context = DisclosureContext { authority, ..context(date(2026, 3, 31)) };
        let checked = checked(context, &OWN);
        (said(&checked), checked.facts.len(), checked.rows)
    };
    assert_eq!(found(OPERATOR), (vec![], 1, 4));
    assert_eq!(found(BODY), (vec![], 1, 4));
    let refused = "R-14 2 party: uscc:91310000MADEM0011A 2025 | uscc:91310000MADEM0011A, data_authority, \
                   implementing_body | name:某局";
    assert_eq!(found("name:某局"), (vec![refused.to_owned()], 0, 4));
}

#[test]
fn names_and_phones_of_contact_persons_are_in_no_fault() {
    let mut rows: Vec<String> = changed("contact=孙|phone=2", "contact=孙某某|phone=13800000000");
    rows.push(rows[3].replacen("孙某某", "李某某", 1));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let checked = checked(context(date(2026, 4, 2)), &rows);
    assert!(checked.faults.counts().contains_key(reading::DUPLICATE));
    // The cell of which nobody knows which is right is not filled in.
    assert!(!checked.facts[0].disclosure.records.iter().any(|it| it.cells.contains_key("contact")));
    let text = format!("{:?}", checked.faults);
    assert!(!text.contains("某某") && !text.contains("13800000000"), "{text}");
}

proptest! {
    /// A row that contradicts another one, or cannot be read, fills no field in and cures no fault.
    #[test]
    fn bad_rows_fill_nothing_in(row in 0..OWN.len(), cell in any::<prop::sample::Index>()) {
        let mut cells: Vec<String> = OWN[row].split('|').map(|it| it.trim().to_owned()).collect();
        let (name, _) = cells[cell.index(cells.len())].split_once('=').unwrap();
        prop_assume!(!["record", "party", "year", "name", "resource"].contains(&name));
        let name = name.to_owned();
        cells[cell.index(OWN[row].split('|').count())] = format!("{name}=另");
        let bad = cells.join("|");
        for own in [OWN.map(str::to_owned).to_vec(), changed("|method=接口", "")] {
            let mut rows: Vec<&str> = own.iter().map(String::as_str).collect();
            let before = checked(context(date(2026, 3, 31)), &rows);
            rows.push(&bad);
            let after = checked(context(date(2026, 3, 31)), &rows);
            let filled = |it: &CheckedDisclosures| {
                it.facts[0].disclosure.records.iter().map(|it| it.cells.len()).sum::<usize>()
            };
            prop_assert!(filled(&after) <= filled(&before), "{bad}");
            for (rule, count) in before.faults.counts() {
                prop_assert!(*count <= after.faults.counts()[rule], "{rule}: {bad}");
            }
        }
    }

    /// The order of rows does not change what is said.
    #[test]
    fn the_order_of_rows_does_not_matter(
        order in Just([0, 1, 2, 3]).prop_shuffle(),
    ) {
        let rows = order.map(|index| OWN[index]);
        let checked = checked(context(date(2026, 4, 2)), &rows);
        let rules: Vec<&str> = checked.faults.kept().iter().map(|it| it.rule).collect();
        prop_assert_eq!(rules, ["D-02-late"]);
        prop_assert_eq!(checked.understood, 4);
    }
}
