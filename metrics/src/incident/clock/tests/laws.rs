//! Laws of clocks, over random incidents, zones, leap days and ends of years.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

/// Zones with and without daylight saving, and one that skipped a whole day.
const ZONES: [&str; 5] =
    ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"];

/// A rank that time never lowers: what is settled stays, and what is missed waits until it is done.
fn rank(state: ClockState) -> u8 {
    match state {
        ClockState::NotComputable { .. } => 0,
        ClockState::Running | ClockState::Open => 1,
        ClockState::Missed => 2,
        ClockState::Met
        | ClockState::Late { .. }
        | ClockState::Done
        | ClockState::NotApplicable { .. } => 3,
    }
}

/// Leap days and ends of years among the beginnings, with seconds around them.
fn beginnings() -> impl Strategy<Value = Timestamp> {
    let days = [date(2028, 2, 28), date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1)];
    let special = (0..days.len(), -90_000_i64..90_000).prop_map(move |(index, second)| {
        let midnight = days[index].to_zoned_datetime(TimeZone::UTC).unwrap().timestamp();
        midnight + SignedDuration::from_secs(second)
    });
    let from = date(2025, 11, 3).to_zoned_datetime(TimeZone::UTC).unwrap().timestamp();
    let any = (0_i64..5 * 366 * 86_400).prop_map(move |it| from + SignedDuration::from_secs(it));
    prop_oneof![special, any]
}

proptest! {
    /// In time until the last instant, and not after; hours are seconds wherever the zone's clocks go.
    #[test]
    fn the_verdict_flips_exactly_at_the_limit(
        start in beginnings(),
        zone in 0..ZONES.len(),
        index in 0..ClockId::ALL.len(),
        nanosecond in 1_i64..2_000_000_000,
    ) {
        let zone = TimeZone::get(ZONES[zone]).unwrap();
        let rule = &rules()[index];
        let context = |as_of| ClockContext { as_of, zone: &zone, calendar: &CALENDAR };
        let state = |incident: &Incident, as_of| {
            let level = level_of(incident);
            rule.clock(&incident.known_at(as_of), level, (&POLICY.clocks, &context(as_of)))
        };
        let Some(due_at) = state(&started(rule, start), start).due_at else {
            prop_assert!(matches!(rule.limit, Limit::AtOnce | Limit::AsRuled));
            return Ok(());
        };
        let after = due_at + SignedDuration::from_nanos(nanosecond);
        let by_s = (nanosecond + 999_999_999) / 1_000_000_000;
        prop_assert_eq!(state(&ended(rule, start, due_at), after).state, ClockState::Met);
        prop_assert_eq!(state(&ended(rule, start, after), after).state, ClockState::Late { by_s });
        prop_assert_eq!(state(&started(rule, start), due_at).state, ClockState::Running);
        prop_assert_eq!(state(&started(rule, start), after).state, ClockState::Missed);
        let span = due_at.duration_since(start);
        match rule.limit {
            Limit::Minutes(it) => prop_assert_eq!(span, SignedDuration::from_mins(it.into())),
            Limit::Hours(it) => prop_assert_eq!(span, SignedDuration::from_hours(it.into())),
            Limit::Days(it) => {
                let days = zone.to_datetime(due_at).date().since(zone.to_datetime(start).date());
                prop_assert!(i32::try_from(it).unwrap() <= days.unwrap().get_days());
                let next = zone.to_datetime(due_at + SignedDuration::from_nanos(1));
                prop_assert!(zone.to_datetime(due_at).date() < next.date());
            }
            Limit::AtOnce | Limit::AsRuled => prop_assert!(false, "no number, and yet an end"),
        }
    }

    /// With what is in force the same, time settles clocks and unsettles none; a late act stays late by
    /// as much, and a missed one is missed until it is done.
    #[test]
    fn time_never_runs_backwards(
        start in beginnings(),
        zone in 0..ZONES.len(),
        reporter in 0..Reporter::ALL.len(),
        people in proptest::option::of(0_u64..200_000_000),
        instants in proptest::collection::vec(proptest::option::of(0_i64..4_000_000), 4),
        acts in proptest::collection::vec((0..Event::WORDS.len(), 0_i64..4_000_000), 0..8),
        looks in proptest::collection::vec(-10_000_i64..5_000_000, 2..6),
    ) {
        let zone = TimeZone::get(ZONES[zone]).unwrap();
        let after = |it: i64| start + SignedDuration::from_secs(it);
        let of_column = |index: usize| instants[index].map(after);
        let acts = acts.into_iter().map(|(index, it)| Act {
            at: after(it),
            event: Event::WORDS[index].0,
            items: vec![3, 4, 5, 6, 7],
            note: if it % 2 == 0 { String::new() } else { "理由".to_owned() },
        });
        let incident = with(Incident {
            reporter: Reporter::ALL[reporter],
            figures: people.map(persons).unwrap_or_default(),
            discovered_at: Some(start),
            learned_at: of_column(0),
            reported_at: of_column(1),
            handled_at: of_column(2),
            summarised_at: of_column(3),
            report_items: vec![1, 2],
            ..Incident::default()
        }, acts);
        let mut looks: Vec<Timestamp> = looks.into_iter().map(after).collect();
        looks.sort();
        for pair in looks.windows(2) {
            let [first, second] = [pair[0], pair[1]].map(|it| clocks_at(&incident, it, &zone));
            for (a, b) in first.all().zip(second.all()) {
                // What need not happen has not happened yet.
                let waits = ClockState::NotApplicable { because: Inapplicable::NoOccasion };
                if a.state == waits {
                    continue;
                }
                prop_assert!(rank(a.state) <= rank(b.state), "{a:?} {b:?}");
                if a.state.is_settled() {
                    prop_assert_eq!(a, b);
                }
                if a.state == ClockState::Missed {
                    let still = matches!(b.state, ClockState::Missed | ClockState::Late { .. });
                    prop_assert!(still, "{b:?}");
                }
            }
        }
    }
}
