//! Register rows: what is read, what is refused, and what rows say together.

use proptest::prelude::*;

use super::*;
use crate::party::PartyId;

/// An intake of what a sender hands in where these are registered.
fn by(sender: &str, registered: &[(&str, PartyKind)]) -> RegisterIntake {
    let id = |it: &str| it.parse::<PartyId>().unwrap();
    let kinds = registered.iter().map(|(party, kind)| (id(party), *kind)).collect();
    let listed = Listed {
        separate_accounts: ["6051".to_owned()].into(),
        superseded_accounts: [].into(),
        registrations: [("P-1".to_owned(), "沪1".to_owned())].into(),
    };
    RegisterIntake::new(Authority { sender: id(sender), kinds }, listed)
}

const OPERATOR: &str = "91310000MADEM0011A";

/// Checks a file: one row a line, cells between bars, columns as in the form.
fn checked_by(mut intake: RegisterIntake, lines: &[&str]) -> CheckedRegister {
    for (number, line) in (2..).zip(lines) {
        let mut cells: Vec<&str> = line.split('|').collect();
        cells.resize(COLUMNS.len(), "");
        intake.row(&Row { number, byte_offset: 0, byte_length: 0, cells: &cells });
    }
    intake.finish()
}

fn checked(lines: &[&str]) -> CheckedRegister {
    checked_by(RegisterIntake::default(), lines)
}

/// The faults of one row: rule, column, expected, actual.
#[track_caller]
fn check_faults(line: &str, expected: &[&str]) {
    let checked = checked(&[line]);
    let said = checked.faults.kept().iter().map(|it| {
        let column = it.place.column.clone().unwrap_or_default();
        format!("{} {column}: {} / {}", it.rule, it.expected, it.actual)
    });
    assert_eq!(said.collect::<Vec<_>>(), expected, "{line}");
    assert_eq!(checked.facts.len(), usize::from(expected.is_empty()), "{line}");
}

#[test]
fn words_are_chinese_or_english() {
    let english = checked(&[
        "party|91310000MADEM0011A||Example|operator|yes",
        "person|91310000MADEM0011A|zhang|Zhang San|||approver",
        "product|91310000MADEM0011A|P-1|Map||||| R-1 ",
        "account|91310000MADEM0011A|6001|Income||||yes",
    ]);
    let chinese = checked(&[
        "单位|uscc:91310000MADEM0011A||Example|运营机构|是",
        "人员|91310000MADEM0011A|zhang|Zhang San|||approver",
        "产品|91310000MADEM0011A|P-1|Map|||||R-1",
        "科目| 91310000MADEM0011A|6001|Income||||是",
    ]);
    assert_eq!(english.facts.len(), 4);
    assert_eq!(english, chinese);
}

#[test]
fn each_cell_that_cannot_be_read_is_named() {
    check_faults("party|91310000MADEM0011A||甲|operator|", &[]);
    check_faults("party|name:某部门||甲|department|no", &[]);
    check_faults(
        "",
        &["R-5 name: 名称 name / ", "R-5 party: 单位 party / ", "R-5 record: 记录类型 record / "],
    );
    check_faults(
        "firm|91310000MADEM0011A||甲",
        &["R-6 record: party 单位, person 人员, product 产品, account 科目 / firm"],
    );
    check_faults(
        "party|91310000MADEM0011B||甲|department|maybe",
        &[
            "R-10 party: …A (GB 32100-2015) / 91310000MADEM0011B",
            "R-6 state_owned: yes 是, no 否 / maybe",
        ],
    );
    check_faults(
        "party|ldap:x|7|甲|bank|",
        &[
            "R-6 code: \"\" / 7",
            "R-6 kind: data_authority, implementing_body, operator, developer, business_entity, department, state_asset_regulator / bank",
            "R-6 party: GB 32100-2015, name:… / ldap:x",
        ],
    );
    check_faults(
        "party|91310000 madem0011a||甲|department",
        &["R-10 party: 91310000MADEM0011A / 91310000 madem0011a"],
    );
    check_faults(
        "party|91310000MADEM0011||甲|department",
        &["R-10 party: 18 × [0-9A-HJ-NP-RTUWXY] / 91310000MADEM0011"],
    );
    check_faults(
        "party|91310000MADEMOO11A||甲|department",
        &["R-10 party: [0-9A-HJ-NP-RTUWXY] (14: O) / 91310000MADEMOO11A"],
    );
    check_faults("person|name:甲|zhang|张三|||", &["R-5 role: 角色 role / "]);
    check_faults("product|name:甲||地图", &["R-5 code: 编号 code / "]);
    check_faults("account|name:甲|6001|", &["R-5 name: 名称 name / "]);
}

/// 6051 is listed as 专账, leaving the cell empty says no, too; P-1 is registered as 沪1.
#[test]
fn what_a_body_listed_is_not_its_partys_to_change() {
    let (body, other) = ("name:大数据中心", "name:某部门");
    let registered = [
        (OPERATOR, PartyKind::Operator),
        (body, PartyKind::ImplementingBody),
        (other, PartyKind::Department),
    ];
    let cases = [
        (OPERATOR, "account", "6051", "no|", true),
        (OPERATOR, "account", "6051", "|", true),
        (OPERATOR, "account", "6051", "yes|", false),
        (OPERATOR, "account", "6002", "no|", false),
        (body, "account", "6051", "no|", false),
        (other, "account", "6051", "yes|", true),
        (OPERATOR, "product", "P-1", "|沪1", false),
        (OPERATOR, "product", "P-1", "|", false),
        (OPERATOR, "product", "P-1", "|沪2", true),
        (OPERATOR, "product", "P-9", "|沪1", true),
        (OPERATOR, "product", "P-9", "|", false),
        (body, "product", "P-9", "|沪2", false),
        (other, "product", "P-1", "|沪1", true),
    ];
    for (sender, record, code, said, is_refused) in cases {
        let row = format!("{record}|{OPERATOR}|{code}|名称||||{said}");
        let checked = checked_by(by(sender, &registered), &[&row]);
        let rules = checked.faults.kept().iter().map(|it| it.rule).collect::<Vec<_>>();
        let expected = if is_refused { vec![reading::AUTHORITY] } else { Vec::new() };
        assert_eq!((rules, checked.facts.is_empty()), (expected, is_refused), "{sender} {row}");
    }
    let row = format!("account|{OPERATOR}|6051|收入||||no");
    let checked = checked_by(by(OPERATOR, &registered), &[&row]);
    let fault = &checked.faults.kept()[0];
    assert_eq!(
        (&*fault.expected, &*fault.actual),
        ("data_authority, implementing_body", &*format!("uscc:{OPERATOR}"))
    );
}

/// 6051 is listed by the superseded file alone. A row that says so, or says no, speaks for itself.
#[test]
fn an_account_that_a_successor_leaves_out_is_named() {
    let registered = [(OPERATOR, PartyKind::Operator), ("name:局", PartyKind::DataAuthority)];
    for (row, expected) in [
        ("account|OPERATOR|6051|收入||||yes", vec![]),
        ("account|OPERATOR|6051|收入||||no", vec![("row 2", "row")]),
        ("account|OPERATOR|6052|收入||||yes", vec![("row -", "left-out")]),
        ("product|OPERATOR|6051|地图", vec![("row -", "left-out")]),
    ] {
        let mut intake = by(OPERATOR, &registered);
        intake.listed.superseded_accounts = intake.listed.separate_accounts.clone();
        let row = row.replace("OPERATOR", OPERATOR);
        let faults = checked_by(intake, &[&row]).faults;
        let said = faults.kept().iter().map(|it| {
            assert_eq!(
                (it.rule, &*it.cause),
                (reading::AUTHORITY, &*format!("uscc:{OPERATOR} account 6051"))
            );
            let place = it.place.row.map_or_else(|| "row -".to_owned(), |row| format!("row {row}"));
            let check = it.arguments.iter().find(|it| it.0 == "check");
            (place, check.map_or("row", |it| &it.1).to_owned())
        });
        let expected: Vec<_> = expected
            .into_iter()
            .map(|it: (&str, &str)| (it.0.to_owned(), it.1.to_owned()))
            .collect();
        assert_eq!(said.collect::<Vec<_>>(), expected, "{row}");
    }
}

#[test]
fn a_row_without_its_cells_is_not_read() {
    let mut intake = RegisterIntake::default();
    let cells = ["party", OPERATOR, "", "甲", "operator"];
    intake.row(&Row { number: 2, byte_offset: 0, byte_length: 0, cells: &cells });
    let checked = intake.finish();
    assert_eq!(checked.faults.kept()[0].rule, reading::ROW_UNREADABLE);
    assert_eq!((checked.facts.len(), checked.rows), (0, 1));
}

#[test]
fn rows_that_say_the_same_are_one_entry_and_of_others_stands_what_they_have_in_common() {
    let same = ["account|name:甲|6001|收入||||是", "account|name:甲|6001|收入||||yes"];
    assert_eq!(checked(&same).facts.len(), 1);
    assert!(checked(&same).faults.is_empty());

    let other = ["account|name:甲|6001|收入||||是", "account|name:甲|6001|收入||||否"];
    let checked = checked(&other);
    let is_separate =
        |it: &RegisterFact| matches!(it.entry, Entry::Account { separate_ledger: true, .. });
    assert!(checked.facts.len() == 1 && is_separate(&checked.facts[0]), "{:?}", checked.facts);
    let fault = &checked.faults.kept()[0];
    assert_eq!((fault.rule, fault.place.row), (reading::DUPLICATE, Some(3)));
    assert_eq!((fault.cause.as_str(), fault.actual.as_str()), ("account 6001", "account 6001 #3"));
    assert_eq!(fault.expected, "account 6001 #2");
}

/// What two rows of one entry leave, in either order: as JSON, or nothing.
#[track_caller]
fn check_common([one, other]: [&str; 2], expected: &str) {
    for rows in [[one, other, one], [other, one, one]] {
        let checked = checked(&rows);
        assert_eq!(checked.faults.counts()[reading::DUPLICATE], 1, "{rows:?}");
        let left = checked.facts.first().map(|it| serde_json::to_string(&it.entry).unwrap());
        assert_eq!(left.unwrap_or_default(), expected, "{rows:?}");
    }
}

#[test]
fn an_entry_that_is_said_twice_is_to_nobodys_credit() {
    let named = r#"{"record":"product","code":"P","name":"A","registration":"#;
    let registered = ["product|name:甲|P|B|||||沪1", "product|name:甲|P|A|||||沪1"];
    check_common(registered, &format!("{named}\"沪1\"}}"));
    check_common(["product|name:甲|P|A|||||沪1", "product|name:甲|P|A"], &format!("{named}null}}"));
    let numbers = ["product|name:甲|P|A|||||沪1", "product|name:甲|P|A|||||沪2"];
    check_common(numbers, &format!("{named}null}}"));
    check_common(
        ["party|name:甲||甲|operator|是||||2026-01-01", "party|name:甲||甲|operator|否"],
        r#"{"record":"party","name":"甲","kind":"operator","state_owned":true,"since":"2026-01-01"}"#,
    );
    check_common(["party|name:甲||甲|operator", "party|name:甲||甲|department"], "");
    // Of what rules look into, nothing is hidden by saying another thing beside it.
    check_common(
        ["product|name:甲|P|A|||||||||name:丙", "product|name:甲|P|A|||||||||name:乙"],
        &format!("{named}null,\"developer\":[\"name:丙\",\"name:乙\"]}}"),
    );
    check_common(["person|name:甲|z|张|||viewer", "person|name:甲|z|张|||approver"], "");
}

#[test]
fn who_it_is_and_who_acts_in_it_is_no_partys_own_to_say() {
    let lines = [
        "party|name:甲||甲|data_authority",
        "person|name:甲|zhang|张三|||administrator",
        "product|name:甲|P-1|地图",
        "account|name:甲|6001|收入",
        "account|name:乙|6001|收入",
    ];
    let registered = [
        ("name:甲", PartyKind::Operator),
        ("name:乙", PartyKind::Operator),
        ("name:局", PartyKind::ImplementingBody),
    ];
    let found = |sender: &str, registered: &[(&str, PartyKind)]| {
        let checked = checked_by(by(sender, registered), &lines);
        let refused = checked.faults.kept().iter().filter(|it| it.rule == reading::AUTHORITY);
        let rows: Vec<u64> = refused.filter_map(|it| it.place.row).collect();
        assert_eq!(rows.len() + checked.facts.len(), lines.len(), "{sender}");
        rows
    };
    assert_eq!(found("name:局", &registered), [0; 0]);
    assert_eq!(found("name:甲", &registered), [2, 3, 6]);
    assert_eq!(found("name:乙", &registered), [2, 3, 4, 5]);
    assert_eq!(found("name:丙", &registered), [2, 3, 4, 5, 6], "nobody knows it");
    assert_eq!(found("name:甲", &registered[..2]), [0; 0], "nobody keeps the register yet");
    assert_eq!(found("name:乙", &registered[..2]), [2], "nobody makes another its keeper");
}

#[test]
fn a_party_that_nobody_registered_is_noted_once_and_its_rows_stay() {
    let lines = [
        "account|name:甲|6001|收入",
        "account|name:甲|6002|收入",
        "account|name:乙|6001|收入",
        "account|name:丙|6001|收入",
        "party|name:丙||丙|developer",
    ];
    let intake = by("name:甲", &[("name:乙", PartyKind::Developer)]);
    let checked = checked_by(intake, &lines);
    assert_eq!(checked.facts.len(), 5);
    let noted: Vec<_> = checked.faults.kept().iter().map(|it| it.cause.as_str()).collect();
    assert_eq!(noted, ["name:甲"]);
}

proptest! {
    /// A row that contradicts another one, or cannot be read, raises no share of registered products,
    /// and takes no account out of the separate ledger.
    #[test]
    fn bad_rows_raise_no_share(
        rows in prop::collection::vec("product\\|name:甲\\|[PQ]\\|[AB]\\|\\|\\|\\|\\|[12]?|account\\|name:甲\\|[PQ]\\|A\\|\\|\\|\\|(yes|no)", 1..6),
        bad in "(product|account)\\|name:甲\\|[PQ]\\|[AB]?\\|\\|\\|\\|(yes|no|often)\\|[12]?",
    ) {
        let counted = |rows: &[String]| {
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            let entries = checked(&rows).facts.into_iter().map(|it| it.entry);
            entries.fold([0; 4], |[products, registered, accounts, separate], it| match it {
                Entry::Product { registration, .. } => {
                    [products + 1, registered + i32::from(registration.is_some()), accounts, separate]
                }
                Entry::Account { separate_ledger, .. } => {
                    [products, registered, accounts + 1, separate + i32::from(separate_ledger)]
                }
                Entry::Party { .. } | Entry::Person { .. } => unreachable!("{it:?}"),
            })
        };
        let identity = |row: &str| row.split('|').take(3).map(str::to_owned).collect::<Vec<_>>();
        let is_known = rows.iter().any(|it| identity(it) == identity(&bad));
        prop_assume!(is_known || bad.split('|').nth(3) == Some(""));
        let before = counted(&rows);
        let after = counted(&[&rows[..], &[bad]].concat());
        prop_assert_eq!([before[0], before[2]], [after[0], after[2]]);
        prop_assert!(after[1] <= before[1] && before[3] <= after[3], "{before:?} became {after:?}");
    }

    /// Facts, rules broken and their causes are the same in whatever order the rows stand.
    #[test]
    fn the_verdict_does_not_depend_on_row_order(lines in Just(vec![
        "party|91310000MADEM0011A||甲|operator|是",
        "account|91310000MADEM0011A|6001|收入||||是",
        "account|91310000MADEM0011A|6001|收入||||否",
        "account|91310000MADEM0011A|6001|收入||||是",
        "account|91310000MADEM0011A|6002|收入||||是",
        "person|91310000MADEM0011A|zhang|张三|||boss",
        "person|name:乙|li|李四|||viewer",
    ]).prop_shuffle()) {
        let verdict = |lines: &[&str]| {
            let checked = checked_by(by("name:甲", &[]), lines);
            let mut facts: Vec<_> =
                checked.facts.iter().map(|it| format!("{} {:?}", it.party, it.entry)).collect();
            facts.sort();
            let mut causes: Vec<_> =
                checked.faults.kept().iter().map(|it| (it.rule, it.cause.clone())).collect();
            causes.sort();
            (facts, causes)
        };
        let mut sorted = lines.clone();
        sorted.sort_unstable();
        prop_assert_eq!(verdict(&lines), verdict(&sorted));
    }
}
