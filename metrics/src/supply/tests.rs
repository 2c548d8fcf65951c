//! Catalogue items: what is understood, which rules are broken, and when an update is overdue.

use jiff::civil::{Date, DateTime, date};
use jiff::tz::{TimeZone, offset};
use proptest::prelude::*;
use serde_json::json;

use super::dcat_us::{Owner, Profile};
use super::*;
use crate::authority::Authority;
use crate::calendar::{Calendar, DayException, YearNotice};
use crate::form::{Origin, Row};
use crate::party::PartyId;
use crate::source::{Confidence, Source};

mod authority;
mod earlier;
mod gaming;

const AT: &str = "2026-07-01T09:00:00";

/// A small pack of its own: the domain is tested without the files of `config`.
fn policy() -> SupplyPolicy {
    let source = Source {
        instrument: "default".to_owned(),
        article: String::new(),
        confidence: Confidence::Default,
    };
    let step = |value, unit| Some(Step { value, unit });
    let rule = |id: Frequency, every, grace| FrequencyRule {
        id,
        words: [id.as_str().to_owned()].into(),
        every,
        grace,
        source: source.clone(),
    };
    let words = |words: &[&str]| WordList {
        words: words.iter().map(|&it| it.to_owned()).collect(),
        source: source.clone(),
    };
    SupplyPolicy {
        frequencies: vec![
            rule(Frequency::Realtime, step(0, Unit::Days), step(5, Unit::Minutes)),
            rule(Frequency::Daily, step(1, Unit::Days), step(1, Unit::Days)),
            rule(Frequency::Weekly, step(7, Unit::Days), step(2, Unit::Days)),
            rule(Frequency::Monthly, step(1, Unit::Months), step(5, Unit::WorkingDays)),
            rule(Frequency::Quarterly, step(3, Unit::Months), step(10, Unit::WorkingDays)),
            rule(Frequency::HalfYearly, step(6, Unit::Months), step(15, Unit::WorkingDays)),
            rule(Frequency::Yearly, step(12, Unit::Months), step(20, Unit::WorkingDays)),
            rule(Frequency::Irregular, None, None),
        ],
        no_licence: words(&["none"]),
        ckan: CkanPolicy { frequency_keys: words(&["periodicidade"]) },
        objection_deadlines: Vec::new(),
        demand_deadlines: Vec::new(),
    }
}

/// A profile with one field of each kind.
fn profile() -> Profile {
    toml::from_str(
        r#"
        source = { instrument = "default", confidence = "default" }
        [[object]]
        id = "dataset"
        [[object.field]]
        name = "title"
        required_of = ["federal", "non_federal"]
        holds = [{ shape = "text", length = { min = 1, max = 5 } }]
        [[object.field]]
        name = "bureau"
        required_of = ["federal"]
        null_for = ["non_federal"]
        holds = [{ shape = "list", elements = "distinct", length = { min = 1 }, of = [{ shape = "form", form = "bureau_code" }] }]
        [[object.field]]
        name = "publisher"
        holds = [{ shape = "object", object = "organization" }]
        [[object.field]]
        name = "distribution"
        null_for = ["federal", "non_federal"]
        holds = [{ shape = "list", of = [{ shape = "object", object = "file" }] }, { shape = "form", form = "redacted" }]
        [[object]]
        id = "organization"
        [[object.field]]
        name = "name"
        required_of = ["federal", "non_federal"]
        holds = [{ shape = "text" }]
        [[object.field]]
        name = "in"
        holds = [{ shape = "object", object = "organization" }]
        [[object]]
        id = "file"
        [[object.field]]
        name = "address"
        needs = "type"
        holds = [{ shape = "text" }]
        [[object.field]]
        name = "type"
        null_for = ["federal", "non_federal"]
        holds = [{ shape = "word", words = ["csv", "json"] }]
        "#,
    )
    .unwrap()
}

/// 1 and 2 June 2026 are off, 7 June is worked.
fn calendar() -> Calendar {
    let day = |date, off| DayException { date, name: String::new(), off };
    let source = Source {
        instrument: "default".to_owned(),
        article: String::new(),
        confidence: Confidence::Default,
    };
    let notice = YearNotice {
        year: 2026,
        source,
        notice: String::new(),
        days: vec![
            day(date(2026, 6, 1), true),
            day(date(2026, 6, 2), true),
            day(date(2026, 6, 7), false),
        ],
    };
    Calendar::new([&notice]).unwrap()
}

fn intake(authority: Option<Authority>) -> SupplyIntake {
    SupplyIntake::new(SupplyContext {
        at: AT.parse().unwrap(),
        zone: TimeZone::fixed(offset(8)),
        calendar: calendar(),
        policy: policy(),
        dcat_us: profile(),
        authority,
        sender_name: Some("name:城建局".parse().unwrap()),
    })
}

/// Checks a file: one row a line, cells between bars, columns from `party` on.
fn checked(lines: &[&str]) -> CheckedSupply {
    checked_by(lines, None)
}

/// The same, where there may be a register to ask.
fn checked_by(lines: &[&str], authority: Option<Authority>) -> CheckedSupply {
    let mut intake = intake(authority);
    for (number, line) in (2..).zip(lines) {
        let mut cells = vec![""];
        cells.extend(line.split('|'));
        cells.resize(COLUMNS.len(), "");
        intake.row(&Row { number, byte_offset: 0, byte_length: 0, cells: &cells });
    }
    intake.finish()
}

/// The faults of one row that stays, as rule, column, expected, actual.
#[track_caller]
fn check_faults(line: &str, expected: &[&str]) {
    let checked = checked(&[line]);
    let said = checked.faults.kept().iter().map(|it| {
        let column = it.place.column.clone().unwrap_or_default();
        format!("{} {column}: {} / {}", it.rule, it.expected, it.actual)
    });
    assert_eq!(said.collect::<Vec<_>>(), expected, "{line}");
    assert_eq!((checked.facts.len(), checked.rows), (1, 1), "{line}");
}

#[test]
fn every_rule_about_an_item_is_named_and_the_item_stays() {
    let whole = "name:某局|A|名称|摘要|cc-by|monthly|2026-06-30|2|CSV；JSON|||";
    check_faults(whole, &[]);
    check_faults(
        "name:某局|A",
        &[
            "C-1 title: 名称 title / ",
            "C-2 description: 摘要 description / ",
            "C-3 licence: 使用许可 licence / ",
            "C-4 resources: 资源数 resources / ",
        ],
    );
    check_faults("name:某局|A|名称|摘要|None|||1", &["C-3 licence: 使用许可 licence / None"]);
    check_faults("name:某局|A|名称|摘要|cc|||0", &["C-4 resources: 资源数 resources / 0"]);
    check_faults(
        "name:某局|A|名称|摘要|cc|fortnightly|2026-06-30|1",
        &[
            "C-5 frequency: realtime 实时, daily 每日, weekly 每周, monthly 每月, quarterly 每季度, half_yearly 每半年, yearly 每年, irregular 不定期 / fortnightly",
        ],
    );
    check_faults(
        "name:某局|A|名称|摘要|cc|daily||1",
        &["C-6 updated_on: YYYY, YYYY-MM, YYYY-MM-DD / "],
    );
    check_faults("name:某局|A|名称|摘要|cc|irregular||1", &[]);
    check_faults(
        "name:某局|A|名称|摘要|cc|daily|2026-06-28|1",
        &["C-7 updated_on: 2026-06-30 / 2026-06-28"],
    );
    check_faults(
        "name:某局|A|名称|摘要|cc||2026-07-02|1",
        &["C-8 updated_on: ≤ 2026-07-01 / 2026-07-02"],
    );
    check_faults(
        "name:某局|A|名称|摘要|cc|daily|2026-06-31|one",
        &[
            "C-4 resources: 资源数 resources / one",
            "R-6 resources: 0, 1, 2, … / one",
            "R-6 updated_on: YYYY, YYYY-MM, YYYY-MM-DD / 2026-06-31",
        ],
    );
}

#[test]
fn a_row_without_party_or_code_is_no_item() {
    let checked = checked(&["|A|名称", "name:某局||名称", "name:某局|A|甲", "name:某局|A|乙"]);
    let rules: Vec<&str> = checked.faults.kept().iter().map(|it| it.rule).collect();
    assert_eq!(rules.iter().filter(|it| **it == "R-5").count(), 2, "{rules:?}");
    assert_eq!(rules.iter().filter(|it| **it == "R-8").count(), 1, "{rules:?}");
    assert_eq!((checked.facts.len(), checked.rows), (1, 4));
}

#[test]
fn formats_are_listed_once_and_dates_may_have_times() {
    let checked = checked(&["name:某局|A|b|c|d||20260630T10:00:00Z|3|CSV; JSON、CSV,,xlsx|me|u"]);
    let item = &checked.facts[0].content;
    assert_eq!(item.formats, ["CSV", "JSON", "xlsx"]);
    assert_eq!(item.updated_on.unwrap().to_string(), "2026-06-30");
    assert_eq!((item.resources, item.contact.as_str(), item.url.as_str()), (3, "me", "u"));
    let stored = serde_json::to_string(item).unwrap();
    assert_eq!(serde_json::from_str::<Item>(&stored).unwrap(), *item);
}

/// The day of an update, by how it is written.
#[track_caller]
fn check_day(written: &str, expected: &str) {
    let checked = checked(&[&format!("name:某局|A|b|c|d||{written}")]);
    let updated_on = checked.facts[0].content.updated_on;
    assert_eq!(updated_on.map(|it| it.to_string()).as_deref(), Some(expected), "{written}");
}

#[test]
fn an_update_is_of_the_day_that_it_was_in_the_zone() {
    check_day("2026-06-29T15:59:59Z", "2026-06-29");
    check_day("2026-06-29T16:00:00Z", "2026-06-30");
    check_day("20260629T160000Z", "2026-06-30");
    check_day("2026-06-29 16:00:00.5+00:00", "2026-06-30");
    check_day("2026-06-30T00:30:00+09:00", "2026-06-29");
    check_day("2026-06-29T23:59:59", "2026-06-29");
    check_day("2026-06-29", "2026-06-29");
    check_day("2026-06", "2026-06");
    check_day("2026", "2026");
    let submitter: PartyId = "name:submitter".parse().unwrap();
    for (modified, expected) in [
        ("2026-06-29T15:59:59.999999", "2026-06-29"),
        ("2026-06-29T16:00:00.000000", "2026-06-30"),
        ("2026-06-29T16:00:00+08:00", "2026-06-29"),
        ("2026-06-29", "2026-06-29"),
    ] {
        let package = json!({ "name": "a", "metadata_modified": modified });
        let mut intake = intake(None);
        intake.made(&ckan::cells(&package, &submitter, &policy().ckan), Origin::default());
        let updated_on = intake.finish().facts[0].content.updated_on.unwrap();
        assert_eq!(updated_on.to_string(), expected, "{modified}");
    }
}

/// Where an item with a frequency and a date stands at an instant.
#[track_caller]
fn check_update(frequency: Frequency, updated: &str, rows: &[(&str, UpdateState)]) {
    let updated_on = (!updated.is_empty()).then(|| updated.parse().unwrap());
    let item = Item { frequency: Some(frequency), updated_on, ..Item::default() };
    for (at, expected) in rows {
        let moment = Moment { at: at.parse().unwrap(), calendar: &calendar() };
        assert_eq!(
            item.update_state(&policy(), &moment, &Earlier::default()),
            *expected,
            "{frequency:?} {updated} {at}"
        );
    }
}

#[test]
fn an_update_is_overdue_when_its_last_day_has_ended() {
    let on_time = |due_on: Date| UpdateState::OnTime { due_on };
    let overdue = |due_on: Date| UpdateState::Overdue { due_on };
    let day = date;
    check_update(
        Frequency::Realtime,
        "2026-06-30",
        &[
            ("2026-07-01T00:04:59", on_time(day(2026, 6, 30))),
            ("2026-07-01T00:05:00", overdue(day(2026, 6, 30))),
        ],
    );
    check_update(
        Frequency::Daily,
        "2026-06-28",
        &[
            ("2026-06-30T23:59:59", on_time(day(2026, 6, 30))),
            ("2026-07-01T00:00:00", overdue(day(2026, 6, 30))),
            ("2026-06-27T12:00:00", UpdateState::NotShown),
        ],
    );
    check_update(
        Frequency::Weekly,
        "2026-06-20",
        &[
            ("2026-06-29T23:59:59", on_time(day(2026, 6, 29))),
            ("2026-06-30T00:00:00", overdue(day(2026, 6, 29))),
        ],
    );
    // 29 May is a Friday; 1 and 2 June are off, Sunday the 7th is worked.
    check_update(
        Frequency::Monthly,
        "2026-04-29",
        &[
            ("2026-06-08T23:59:59", on_time(day(2026, 6, 8))),
            ("2026-06-09T00:00:00", overdue(day(2026, 6, 8))),
        ],
    );
    // The end of January is the end of February a month later.
    check_update(
        Frequency::Monthly,
        "2026-01-31",
        &[
            ("2026-03-06T23:59:59", on_time(day(2026, 3, 6))),
            ("2026-03-07T00:00:00", overdue(day(2026, 3, 6))),
        ],
    );
    check_update(
        Frequency::Quarterly,
        "2026-03-31",
        &[("2026-07-14T23:59:59", on_time(day(2026, 7, 14)))],
    );
    check_update(
        Frequency::HalfYearly,
        "2025-12-31",
        &[("2026-07-22T00:00:00", overdue(day(2026, 7, 21)))],
    );
    // A year means its last day: nobody is called late on a guess.
    check_update(Frequency::Yearly, "2025", &[("2027-01-28T23:59:59", on_time(day(2027, 1, 28)))]);
    check_update(Frequency::Irregular, "2001", &[(AT, UpdateState::NotDue)]);
    check_update(Frequency::Unknown, "2026-07-01", &[(AT, UpdateState::NotShown)]);
    check_update(Frequency::Daily, "", &[(AT, UpdateState::NotShown)]);
    let undeclared = Item::default();
    let moment = Moment { at: AT.parse().unwrap(), calendar: &calendar() };
    let state = undeclared.update_state(&policy(), &moment, &Earlier::default());
    assert_eq!(state, UpdateState::NotDue);
}

fn counted(item: &Item, at: DateTime) -> [u64; 7] {
    let calendar = calendar();
    let moment = Moment { at, calendar: &calendar };
    item.counted(&policy(), &moment, &Earlier::default())
        .map(|(_, value)| value.unwrap_or_default())
}

proptest! {
    /// Time alone never makes an overdue item on time again.
    #[test]
    fn an_overdue_item_stays_overdue(days in 0_i32..900, later in 0_i32..900, index in 0_usize..8) {
        let item = Item {
            frequency: Some(Frequency::ALL[index]),
            updated_on: Some("2026-01-15".parse().unwrap()),
            ..Item::default()
        };
        let at = |days: i32| {
            let span = jiff::Span::new().days(days);
            date(2026, 1, 15).at(12, 0, 0, 0).checked_add(span).unwrap()
        };
        let on_time = |at| counted(&item, at)[6];
        prop_assert!(on_time(at(days + later)) <= on_time(at(days)));
    }
}

#[test]
fn a_ckan_package_is_a_row() {
    let submitter: PartyId = "name:submitter".parse().unwrap();
    let package = json!({
        "name": "roads", "title": "Roads", "notes": " All roads. ", "license_id": "cc-by",
        "metadata_modified": "2026-06-30T23:37:13.405442",
        "organization": { "title": "Works", "name": "works" },
        "resources": [{ "format": "CSV" }, { "format": "" }, { "format": "PDF" }],
        "extras": [{ "key": "x", "value": "daily" }, { "key": "Periodicidade:", "value": "weekly" }],
        "maintainer_email": "", "author_email": "a@example.org", "url": "https://example.org"
    });
    let mut intake = intake(None);
    let origin = Origin { row: 1, byte_offset: 5, byte_length: 9 };
    intake.made(&ckan::cells(&package, &submitter, &policy().ckan), origin);
    let bare = json!({ "name": "bare", "resources": null, "organization": null, "title": 7 });
    let second = Origin { row: 2, ..origin };
    intake.made(&ckan::cells(&bare, &submitter, &policy().ckan), second);
    let checked = intake.finish();
    assert_eq!(checked.facts[0].party.as_str(), "name:Works");
    assert_eq!(checked.facts[0].origin, origin);
    let item = &checked.facts[0].content;
    assert_eq!((item.code.as_str(), item.description.as_str()), ("roads", "All roads."));
    assert_eq!((item.frequency, item.resources), (Some(Frequency::Weekly), 3));
    assert_eq!(item.formats, ["CSV", "PDF"]);
    assert_eq!(item.contact, "a@example.org");
    assert_eq!(checked.facts[1].party, submitter);
    assert_eq!((checked.facts[1].content.resources, &*checked.facts[1].content.title), (0, ""));
    let rules: Vec<&str> = checked.faults.kept().iter().map(|it| it.rule).collect();
    assert_eq!(rules, ["C-1", "C-2", "C-3", "C-4"]);
}

#[test]
fn a_dcat_us_record_is_a_row() {
    let submitter: PartyId = "name:submitter".parse().unwrap();
    let cells = |record: &serde_json::Value| {
        let mut intake = intake(None);
        intake.made(&dcat_us::cells(record, &submitter), Origin::default());
        intake.finish().facts.pop().map(|it| (it.party.to_string(), it.content))
    };
    let record = json!({
        "identifier": "cftc-1", "title": "Reports", "modified": "20260630",
        "publisher": { "name": "CFTC" }, "contactPoint": { "hasEmail": "mailto:a@b.c" },
        "distribution": [{ "mediaType": "text/csv" }, { "format": "XML", "mediaType": "a/b" }],
        "accrualPeriodicity": "weekly"
    });
    let (party, item) = cells(&record).unwrap();
    assert_eq!((party.as_str(), item.resources), ("name:CFTC", 2));
    assert_eq!(item.formats, ["text/csv", "XML"]);
    assert_eq!(item.updated_on.unwrap().to_string(), "2026-06-30");
    assert_eq!((item.frequency, &*item.contact), (Some(Frequency::Weekly), "a@b.c"));
    // A record that is updated all the time says how often instead of when.
    let (party, item) = cells(&json!({ "identifier": "x", "modified": "R/P1W" })).unwrap();
    assert_eq!((party.as_str(), item.updated_on), ("name:submitter", None));
    assert_eq!(item.frequency, Some(Frequency::Unknown), "the pack of this test has no R/P1W");
    assert!(cells(&json!({ "title": "without identifier" })).is_none());
}

#[test]
fn a_departure_is_held_against_whoever_publishes_the_record() {
    let submitter: PartyId = "name:portal".parse().unwrap();
    let mut intake = intake(None);
    for record in [
        json!({ "identifier": "a", "publisher": { "name": "Works" } }),
        json!({ "identifier": "b" }),
    ] {
        intake.judge_dcat_us(&record, (Owner::NonFederal, &submitter), 1);
    }
    let found = intake.finish().faults;
    let subjects = found.kept().iter().map(|it| (&*it.cause, it.subject.as_ref().unwrap().code()));
    let expected = [("a title", "Works"), ("b title", "portal")];
    assert_eq!(subjects.collect::<Vec<_>>(), expected);
}

/// Departures of a record, for an owner type.
fn judged(record: &serde_json::Value, owner: Owner) -> String {
    let departures = profile().judge(record, owner);
    let lines = departures.iter().map(|it| format!("{}: {} / {}", it.path, it.expected, it.actual));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_dcat_us_record_is_judged_by_its_owner_type() {
    let good = json!({ "title": "abcde", "bureau": ["339:00"], "distribution": null });
    assert_eq!(judged(&good, Owner::Federal), "");
    let bare = json!({ "title": "a", "bureau": null });
    assert_eq!(judged(&bare, Owner::NonFederal), "");
    insta::assert_snapshot!(judged(&bare, Owner::Federal), @"bureau: [015:11](1–…) / null");
    let wrong = json!({
        "title": "abcdef",
        "bureau": ["339:00", "339:00"],
        "publisher": { "in": { "in": 5 } },
        "distribution": [{ "address": "x" }, { "type": "xml" }],
    });
    insta::assert_snapshot!(judged(&wrong, Owner::NonFederal), @r#"
    title: "…"(1–5) / abcdef
    bureau: [015:11](1–…) / ["339:00","339:00"]
    publisher.name: "…" / 
    publisher.in.name: "…" / 
    publisher.in.in: {…} / 5
    distribution: [{…}] | [[REDACTED…]] / [{"address":"x"},{"type":"xml"}]
    "#);
    assert_eq!(judged(&json!([]), Owner::NonFederal), ": {…} / []");
    let fits = json!({
        "title": "a", "publisher": { "name": "x", "in": { "name": "y" } },
        "distribution": [{ "address": "x", "type": "csv" }, { "type": null }],
    });
    assert_eq!(judged(&fits, Owner::NonFederal), "");
    let nested =
        (0..40).fold(json!({ "name": "x" }), |inner, _| json!({ "name": "x", "in": inner }));
    assert!(!judged(&json!({ "title": "a", "publisher": nested }), Owner::NonFederal).is_empty());
}
