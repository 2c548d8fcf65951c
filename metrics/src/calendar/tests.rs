//! The calendar against the notices of 2025 and 2026 and against an independent implementation.

use std::fs;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::source::{Confidence, Source};

fn notice(year: i16, off: &str, worked: &str) -> YearNotice {
    let day = |text: &str| format!("{year}-{text}").parse::<Date>().unwrap();
    let exception = |date, off| DayException { date, name: String::new(), off };
    let mut days = Vec::new();
    for range in off.split(' ') {
        let (first, last) = range.split_once("..").unwrap_or((range, range));
        let dates = day(first).series(Span::new().days(1)).take_while(|&it| it <= day(last));
        days.extend(dates.map(|date| exception(date, true)));
    }
    days.extend(worked.split(' ').map(|it| exception(day(it), false)));
    let instrument = format!("CN-HOL-{year}");
    let source =
        Source { instrument, article: String::new(), confidence: Confidence::OfficialCopy };
    YearNotice { year, source, notice: String::new(), days }
}

fn notices() -> [YearNotice; 2] {
    [
        notice(
            2025,
            "01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08",
            "01-26 02-08 04-27 09-28 10-11",
        ),
        notice(
            2026,
            "01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 \
             10-01..10-07",
            "01-04 02-14 02-28 05-09 09-20 10-10",
        ),
    ]
}

fn calendar() -> Calendar {
    Calendar::new(&notices()).unwrap()
}

/// Runs one case per line: start, working days, expected due date, `?` if provisional.
#[track_caller]
fn check_due(table: &str) {
    for line in table.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let due = calendar().due(cells[0].parse().unwrap(), cells[1].parse().unwrap()).unwrap();
        let expected =
            Due { date: cells[2].parse().unwrap(), provisional: cells.get(3) == Some(&"?") };
        assert_eq!(due, expected, "{line}");
    }
}

#[test]
fn due_dates_skip_holidays_and_count_worked_weekends() {
    check_due(
        "
        2026-02-13   5  2026-02-27
        2026-02-13  10  2026-03-05
        2026-01-01   1  2026-01-04
        2026-04-30   5  2026-05-11
        2026-09-18   3  2026-09-22
        2026-09-30   1  2026-10-08
        2026-09-30  10  2026-10-20
        2025-09-26  10  2025-10-16
        2025-01-24  20  2025-02-27
        2025-12-31  20  2026-01-29
        2026-01-29 -20  2025-12-31
        2026-10-08  -1  2026-09-30
        2026-10-01   0  2026-10-01
        ",
    );
}

#[test]
fn a_date_that_a_notice_to_come_may_move_is_provisional() {
    check_due(
        "
        2026-11-27   1  2026-11-30
        2026-11-27   2  2026-12-01 ?
        2026-12-31   1  2027-01-01 ?
        2024-12-31   1  2025-01-02 ?
        2025-01-02  -1  2024-12-31 ?
        ",
    );
}

#[test]
fn both_years_have_248_working_days() {
    for year in [2025, 2026] {
        let days = calendar().working_days_between(date(year, 1, 1), date(year, 12, 31));
        assert_eq!(days, 248, "{year}");
    }
    assert_eq!(calendar().working_days_between(date(2026, 1, 5), date(2026, 1, 4)), 0);
    assert_eq!(calendar().working_days_between(date(2026, 1, 4), date(2026, 1, 4)), 1);
}

#[test]
fn a_natural_period_that_ends_on_a_day_off_ends_on_the_next_working_day() {
    let due = |start, days| calendar().due_natural(start, days).unwrap().date;
    assert_eq!(due(date(2026, 9, 1), 29), date(2026, 9, 30));
    assert_eq!(due(date(2026, 9, 1), 30), date(2026, 10, 8)); // 1 October opens a week off
    assert_eq!(due(date(2026, 8, 21), 30), date(2026, 9, 20)); // a Sunday that is worked
    assert_eq!(due(date(2026, 11, 1), 30), date(2026, 12, 1));
}

#[test]
fn periods_end_within_the_dates_there_are() {
    assert_eq!(calendar().due(date(2026, 1, 1), i64::MAX), None);
    assert_eq!(calendar().due(date(-9998, 1, 1), i64::MIN), None);
    assert_eq!(calendar().due_natural(date(2026, 1, 1), u32::MAX), None);
    assert_eq!(calendar().due_natural(Date::MAX, 0).map(|due| due.date), Some(Date::MAX));
}

#[test]
fn notices_that_contradict_are_refused() {
    let [mut first, second] = notices();
    let refusal = Calendar::new([&first, &first]).unwrap_err();
    assert_eq!(refusal, CalendarError::YearTwice { year: 2025 });

    let worked = first.days[0].date;
    first.days.push(DayException { date: worked, name: String::new(), off: false });
    let refusal = Calendar::new([&second, &first]).unwrap_err();
    assert_eq!(refusal, CalendarError::Contradiction { date: worked });

    let date = date(2024, 11, 30);
    first.days[0].date = date;
    let refusal = Calendar::new([&first]).unwrap_err();
    assert_eq!(refusal, CalendarError::ForeignDay { year: 2025, date });
}

#[test]
fn a_notice_is_read_from_the_pack() {
    let text = r#"
        year = 2026
        source = { instrument = "CN-HOL-2026", confidence = "official-copy" }
        notice = "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm"
        [[day]]
        date = "2026-01-04"
        name = "元旦"
        off = false
    "#;
    let notice: YearNotice = toml::from_str(text).unwrap();
    assert!(Calendar::new([&notice]).unwrap().is_working_day(date(2026, 1, 4)));
}

proptest! {
    /// A due date is a working day, and exactly the days asked for lie after the start.
    #[test]
    fn as_many_working_days_as_asked_for(day in 0i64..700, working_days in 1i64..100) {
        let start = date(2025, 1, 1).checked_add(Span::new().days(day)).unwrap();
        let due = calendar().due(start, working_days).unwrap().date;
        let counted = calendar().working_days_between(start.tomorrow().unwrap(), due);
        prop_assert!(calendar().is_working_day(due));
        prop_assert_eq!(i64::try_from(counted).unwrap(), working_days);
    }
}

fn corpus(name: &str) -> String {
    let folder = std::env::var("MINGJING_CORPUS").unwrap();
    fs::read_to_string(format!("{folder}/chinese/{name}")).unwrap()
}

/// The calendar of 2023 and 2024 from the JSON form of the notices.
fn corpus_calendar() -> Calendar {
    #[derive(Deserialize)]
    struct Day {
        name: String,
        date: Date,
        #[serde(rename = "isOffDay")]
        off: bool,
    }
    #[derive(Deserialize)]
    struct Year {
        year: i16,
        days: Vec<Day>,
    }
    let read = |name| {
        let year: Year = serde_json::from_str(&corpus(name)).unwrap();
        let day = |it: Day| DayException { date: it.date, name: it.name, off: it.off };
        let days = year.days.into_iter().map(day).collect();
        YearNotice { days, ..notice(year.year, "01-01", "01-02") }
    };
    Calendar::new(&[read("holiday-cn_2023.json"), read("holiday-cn_2024.json")]).unwrap()
}

#[test]
#[ignore = "needs the corpus"]
fn all_days_of_two_years_agree_with_an_independent_calendar() {
    let calendar = corpus_calendar();
    let table = corpus("workdays_2023_2024.csv");
    let mut days = 0;
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let date = cells[0].parse().unwrap();
        assert_eq!(calendar.is_working_day(date), cells[2] == "1", "{line}");
        days += 1;
    }
    assert_eq!(days, 731);
}

#[test]
#[ignore = "needs the corpus"]
fn all_due_dates_agree_with_an_independent_calendar() {
    let calendar = corpus_calendar();
    let table = corpus("workday_arithmetic_shared.csv");
    let (mut cases, mut provisional) = (0, Vec::new());
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let day = |index: usize| cells[index].parse::<Date>().unwrap();
        let due = calendar.due(day(0), cells[1].parse().unwrap()).unwrap();
        assert_eq!(due.date, day(2), "{line}");
        let between = calendar.working_days_between(day(3), day(4));
        assert_eq!(between.to_string(), cells[5], "{line}");
        if due.provisional {
            provisional.push(line);
        }
        cases += 1;
    }
    assert_eq!(cases, 200);
    assert_eq!(provisional, [""; 0], "every day on the way is settled by the two notices");
}
