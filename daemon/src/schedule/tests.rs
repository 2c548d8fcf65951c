//! Schedules against hand-made cases, and against years of wall time walked through without cron.

use std::collections::BTreeSet;

use config::settings::Missed;

use super::*;
use crate::random::Random;

fn timetable(cron: &str, zone: &str) -> Timetable {
    let zone = TimeZone::get(zone).unwrap();
    let cron = cron.to_owned();
    Timetable::new(&Schedule { cron, zone, missed: Missed::CatchUp }).unwrap()
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The next firings after an instant, in UTC.
#[track_caller]
fn check((cron, zone): (&str, &str), after: &str, expected: &[&str]) {
    let timetable = timetable(cron, zone);
    let mut moment = timetable.beginning(instant(after));
    for expected in expected {
        moment = timetable.next(moment).unwrap();
        assert_eq!(moment.at, instant(expected), "{cron} in {zone} after {after}");
    }
}

#[test]
fn schedules_mean_wall_time_in_their_zone() {
    let shanghai = |cron| (cron, "Asia/Shanghai");
    check(shanghai("0 2 * * *"), "2026-07-01T00:00:00Z", &["2026-07-01T18:00:00Z"]);
    check(
        shanghai("30 8 1 * *"),
        "2026-07-01T00:29:59Z",
        &["2026-07-01T00:30:00Z", "2026-08-01T00:30:00Z"],
    );
    check(shanghai("0 0 29 2 *"), "2026-07-01T00:00:00Z", &["2028-02-28T16:00:00Z"]);
    check(shanghai("*/10 * * * * *"), "2026-07-01T00:00:01Z", &["2026-07-01T00:00:10Z"]);
    // 4 January 2027 is a Monday.
    check(shanghai("0 9 * * 1"), "2026-12-31T00:00:00Z", &["2027-01-04T01:00:00Z"]);
}

#[test]
fn a_wall_time_that_is_left_out_fires_after_the_gap_and_one_that_comes_twice_fires_once() {
    let berlin = |cron| (cron, "Europe/Berlin");
    // 29 March 2026: 02:00 becomes 03:00, at 01:00 UTC.
    check(
        berlin("30 2 * * *"),
        "2026-03-28T12:00:00Z",
        &["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"],
    );
    check(
        berlin("*/30 * * * *"),
        "2026-03-29T00:00:00Z",
        &["2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z"],
    );
    // 25 October 2026: 03:00 becomes 02:00, at 01:00 UTC.
    check(
        berlin("30 2 * * *"),
        "2026-10-24T12:00:00Z",
        &["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"],
    );
    check(
        berlin("*/30 * * * *"),
        "2026-10-25T00:00:00Z",
        &["2026-10-25T00:30:00Z", "2026-10-25T02:00:00Z", "2026-10-25T02:30:00Z"],
    );
}

#[test]
fn of_several_that_were_missed_the_last_counts() {
    let hourly = timetable("0 * * * *", "Asia/Shanghai");
    let dealt = hourly.beginning(instant("2026-07-01T00:30:00Z"));
    let due = |since, now| {
        let due = hourly.due(dealt, (instant(since), instant(now)));
        due.map(|it| (it.moment.at, it.punctuality))
    };
    let nine = instant("2026-07-01T09:00:00Z");
    let cases = [
        ("2026-07-01T00:30:00Z", None),
        ("2026-07-01T00:10:00Z", None),
        ("2026-07-01T00:59:59Z", None),
        ("2026-07-01T09:00:00Z", Some((nine, Punctuality::OnTime))),
        ("2026-07-01T09:01:00Z", Some((nine, Punctuality::OnTime))),
        ("2026-07-01T09:01:01Z", Some((nine, Punctuality::Missed))),
        ("2026-07-01T09:59:59Z", Some((nine, Punctuality::Missed))),
    ];
    for (now, expected) in cases {
        assert_eq!(due(now, now), expected, "{now}");
    }
    // A daemon that was there but busy missed nothing.
    let late = "2026-07-01T09:59:59Z";
    for (since, punctuality) in [
        ("2026-07-01T08:59:59Z", Punctuality::OnTime),
        ("2026-07-01T09:00:00Z", Punctuality::OnTime),
        ("2026-07-01T09:00:01Z", Punctuality::Missed),
    ] {
        assert_eq!(due(since, late), Some((nine, punctuality)), "{since}");
    }
}

/// A schedule of our own making: sets of numbers, and the cron text that says the same.
struct Plan {
    minutes: BTreeSet<i8>,
    hours: BTreeSet<i8>,
    days: Option<i8>,
    month: Option<i8>,
    weekday: Option<i8>,
    zone: &'static str,
}

const ZONES: [&str; 6] = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Africa/Casablanca",
];

impl Plan {
    fn random(random: &mut Random, number: usize) -> Self {
        let mut below = |end: u64| i8::try_from(random.below(end)).unwrap();
        let minutes = BTreeSet::from([below(60)]);
        // Most at night, when the clocks change; a few all day.
        let hours = if number.is_multiple_of(150) {
            (0..24).collect()
        } else {
            BTreeSet::from([below(4), below(24)])
        };
        let mut plan = Self {
            minutes,
            hours,
            days: None,
            month: None,
            weekday: None,
            zone: ZONES[number % 6],
        };
        match number % 5 {
            0 => {}
            1 => plan.days = Some(1 + below(31)),
            2 => plan.weekday = Some(below(7)),
            3 => (plan.days, plan.month) = (Some(29), Some(2)),
            _ => {
                plan.days = Some([1, 28, 31][number % 3]);
                plan.month = Some([1, 12][number % 2]);
            }
        }
        plan
    }

    fn cron(&self) -> String {
        let list = |numbers: &BTreeSet<i8>| {
            numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
        };
        let one = |number: Option<i8>| number.map_or("*".to_owned(), |it| it.to_string());
        let (minutes, hours) = (list(&self.minutes), list(&self.hours));
        let (day, month, weekday) = (one(self.days), one(self.month), one(self.weekday));
        format!("{minutes} {hours} {day} {month} {weekday}")
    }

    /// Every firing within days of wall time, found without any cron: each day is
    /// looked at, and each minute on it is asked when the wall shows it.
    fn firings(&self, shown: &Shown) -> BTreeSet<Timestamp> {
        let mut firings = BTreeSet::new();
        let is_day = |day: civil::Date| {
            let weekday = day.weekday().to_sunday_zero_offset();
            self.days.is_none_or(|it| it == day.day())
                && self.month.is_none_or(|it| it == day.month())
                && self.weekday.is_none_or(|it| it == weekday)
        };
        let days = shown.first.series(jiff::Span::new().days(1)).take_while(|it| *it < shown.end);
        for day in days.filter(|day| is_day(*day)) {
            for hour in &self.hours {
                for minute in &self.minutes {
                    firings.insert(shown.at(day.at(*hour, *minute, 0, 0)));
                }
            }
        }
        firings
    }
}

/// What a clock on the wall shows, from walking through the years: where it jumps, and by how much.
struct Shown {
    first: civil::Date,
    end: civil::Date,
    /// The instant of a jump, what the wall showed until then, and what it shows from then on.
    jumps: Vec<(Timestamp, civil::DateTime, civil::DateTime)>,
    begin: (Timestamp, civil::DateTime),
}

impl Shown {
    fn walk(zone: &str, first: civil::Date, end: civil::Date) -> Self {
        let zone = TimeZone::get(zone).unwrap();
        // No zone changes its clocks but at a quarter of an hour.
        let quarter = SignedDuration::from_mins(15);
        let begin_at = zone.to_timestamp(first.at(0, 0, 0, 0)).unwrap();
        let end_at = zone.to_timestamp(end.at(0, 0, 0, 0)).unwrap();
        let (mut at, mut offset) = (begin_at, zone.to_offset(begin_at));
        let mut jumps = Vec::new();
        while at < end_at {
            let now = zone.to_offset(at);
            if now != offset {
                jumps.push((at, offset.to_datetime(at), now.to_datetime(at)));
                offset = now;
            }
            at += quarter;
        }
        Self { first, end, jumps, begin: (begin_at, first.at(0, 0, 0, 0)) }
    }

    /// The first instant at which the wall shows a time, or has passed it.
    fn at(&self, wall: civil::DateTime) -> Timestamp {
        let (mut since, mut shows) = self.begin;
        for (jump, until, from) in &self.jumps {
            if wall < *until {
                break;
            }
            if wall < *from {
                return *jump;
            }
            (since, shows) = (*jump, *from);
        }
        since + shows.duration_until(wall)
    }
}

#[test]
fn three_hundred_schedules_over_years_of_restarts_miss_and_double_nothing() {
    let (first, end) = (civil::date(2023, 12, 30), civil::date(2026, 1, 3));
    let mut random = Random::new(20_261_125);
    let shown: Vec<Shown> = ZONES.iter().map(|zone| Shown::walk(zone, first, end)).collect();
    assert!(shown[1..4].iter().all(|it| it.jumps.len() == 4), "the clocks change");
    let mut total = 0;
    for number in 0..300 {
        let plan = Plan::random(&mut random, number);
        let expected = plan.firings(&shown[number % 6]);
        total += live(&plan, &expected, &shown[number % 6], &mut random);
    }
    assert!(100_000 < total, "{total} firings");
}

/// Lives through the years: ticks at, just before and now and then between the firings, with a
/// restart that loses all but what is stored, and absences. Each firing comes once, at its minute;
/// of those in an absence the last comes once, as missed.
fn live(plan: &Plan, expected: &BTreeSet<Timestamp>, shown: &Shown, random: &mut Random) -> usize {
    let second = SignedDuration::from_secs;
    let mut timetable = timetable(&plan.cron(), plan.zone);
    let mut dealt = timetable.beginning(shown.begin.0 - second(1));
    let mut away = Vec::new();
    for due in expected {
        let context = || format!("{} in {} at {due}", plan.cron(), plan.zone);
        let last_of_absence = away.last().copied();
        let is_away = random.below(20) == 0;
        if !is_away && let Some(last) = last_of_absence {
            // Back before this firing, at a random moment after the last one that was missed.
            let gap_s = u64::try_from(due.as_second() - Timestamp::as_second(last)).unwrap();
            let back = last + second(i64::try_from(random.below(gap_s)).unwrap());
            let found = timetable.due(dealt, (back, back)).unwrap();
            let is_late = LATE_S_MAX < back.as_second() - last.as_second();
            assert_eq!(found.moment.at, last, "{}", context());
            assert_eq!(found.punctuality == Punctuality::Missed, is_late, "{}", context());
            dealt = found.moment;
            away.clear();
        }
        if is_away {
            away.push(*due);
            continue;
        }
        assert_eq!(timetable.due(dealt, (*due, *due - second(1))), None, "early: {}", context());
        if random.below(10) == 0 {
            timetable = self::timetable(&plan.cron(), plan.zone);
        }
        let tick = *due + second(i64::try_from(random.below(60)).unwrap());
        // The next minute may be due before this tick; then the last of both counts, as it should.
        let next = expected.range(*due + second(1)..).next();
        let tick = if next.is_some_and(|next| *next <= tick) { *due } else { tick };
        let found =
            timetable.due(dealt, (tick, tick)).unwrap_or_else(|| panic!("missed: {}", context()));
        assert_eq!(found.moment.at, *due, "wrong minute: {}", context());
        assert_eq!(found.punctuality, Punctuality::OnTime);
        dealt = found.moment;
        assert_eq!(timetable.due(dealt, (tick, tick)), None, "doubled: {}", context());
        assert!(timetable.next(dealt).is_some_and(|it| *due < it.at), "{}", context());
    }
    expected.len()
}
