//! Incidents of a year, counted: by month, level, type, cause and party. What is not known is counted
//! apart, never dropped, and nothing that was submitted as text comes out.

use std::collections::BTreeMap;
use std::num::NonZeroU64;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::account::CauseKind;
use super::classify::Level;
use super::clock::{ClockState, Clocks};
use super::facts::{Event, Incident};
use crate::partial_date::PartialDate;
use crate::party::PartyId;
use crate::ratio::Ratio;

const SECONDS_PER_MINUTE: i64 = 60;

/// What became of the duty to report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    /// There was none.
    NotDue,
    /// Whether there was one in time cannot be told: the discovery is not known.
    Unknown,
    /// The time is not over.
    Running,
    /// In time.
    InTime,
    /// Too late.
    Late,
    /// Not at all.
    Missed,
}

impl Reported {
    /// What the clocks of an incident say of its statutory first report.
    #[must_use]
    pub fn of(clocks: &Clocks) -> Self {
        match clocks.report().map(|it| it.state) {
            None | Some(ClockState::NotApplicable { .. }) => Self::NotDue,
            Some(ClockState::NotComputable { .. } | ClockState::Done) => Self::Unknown,
            Some(ClockState::Running | ClockState::Open) => Self::Running,
            Some(ClockState::Met) => Self::InTime,
            Some(ClockState::Late { .. }) => Self::Late,
            Some(ClockState::Missed) => Self::Missed,
        }
    }
}

/// An incident to count.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Whose.
    pub party: &'a PartyId,
    /// What happened.
    pub incident: &'a Incident,
    /// Its level, where there is one.
    pub level: Option<Level>,
    /// The code of its category, as the pack classes it.
    pub category: Option<&'a str>,
    /// What became of the statutory first report.
    pub reported: Reported,
}

/// The incidents of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistics {
    /// Which year.
    pub year: i16,
    /// All of them.
    pub total: Tally,
    /// Incidents of which not even the year is known; they are in no year.
    pub undated: u64,
    /// By what, in groups: each incident is in one group of each.
    pub by: Vec<(By, Vec<(Group, Tally)>)>,
}

/// By what incidents are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The month of discovery, else of occurrence.
    Month,
    /// The level.
    Level,
    /// The category of GB/T 20986-2023.
    Type,
    /// The kind of cause.
    Cause,
    /// The party.
    Party,
}

impl By {
    /// Every grouping.
    pub const ALL: [Self; 5] = [Self::Month, Self::Level, Self::Type, Self::Cause, Self::Party];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Level => "level",
            Self::Type => "type",
            Self::Cause => "cause",
            Self::Party => "party",
        }
    }
}

/// What the incidents of a group have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The month, from 1.
    Month(i8),
    /// The level.
    Level(Level),
    /// The category, by its code in the pack.
    Category(String),
    /// The kind of cause.
    Cause(CauseKind),
    /// The party.
    Party(PartyId),
    /// Nobody knows.
    Unknown,
}

/// Incidents counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub incidents: u64,
    /// Those whose first report was due by law, whether it came or not.
    pub reportable: u64,
    /// Of these, the ones reported in time.
    pub in_time: u64,
    /// Of these, the ones reported too late.
    pub late: u64,
    /// Of these, the ones not reported though the time is over.
    pub missed: u64,
    /// From occurrence to discovery, in days of the calendar. Where only the month or the year of the
    /// occurrence is known, there is no such number.
    pub detect_days: Spread,
    /// From discovery to the first report, in minutes, rounded down.
    pub report_minutes: Spread,
}

/// Numbers of which some are not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    /// The known ones, in rising order.
    known: Vec<i64>,
    /// How many are not known: what they need is missing, known in part, or contradicts itself.
    pub unknown: u64,
}

impl Statistics {
    /// What may be published of them: nothing that was submitted as text, so no parties, which may be
    /// named by name.
    #[must_use]
    pub fn public(mut self) -> Self {
        self.by.retain(|(by, _)| *by != By::Party);
        self
    }
}

impl Spread {
    fn add(&mut self, number: Option<i64>) {
        match number.filter(|it| 0 <= *it) {
            Some(number) => self.known.push(number),
            None => self.unknown += 1,
        }
    }

    /// How many are known.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.known.len() as u64
    }

    /// The smallest number that `percent` of the known ones do not exceed (nearest rank: the one at
    /// ⌈n · percent / 100⌉ in rising order). `None` if none is known.
    #[must_use]
    pub fn percentile(&self, percent: usize) -> Option<i64> {
        let rank = (self.known.len() * percent).div_ceil(100).max(1);
        self.known.get(rank - 1).copied()
    }
}

impl Tally {
    /// The share of the reportable ones whose time is over that were reported in time, rounded down.
    #[must_use]
    pub fn share_in_time(&self) -> Option<Ratio> {
        let due = NonZeroU64::new(self.in_time + self.late + self.missed)?;
        Ratio::of_floor(self.in_time, due)
    }

    /// Those of the reportable ones of which nobody can say yet whether they were reported in time: the
    /// time is not over, or not known.
    #[must_use]
    pub const fn undecided(&self) -> u64 {
        self.reportable - self.in_time - self.late - self.missed
    }

    fn add(&mut self, case: &Case<'_>, (as_of, zone): (Timestamp, &TimeZone)) {
        let is = |reported| u64::from(case.reported == reported);
        self.incidents += 1;
        self.reportable += 1 - is(Reported::NotDue);
        self.in_time += is(Reported::InTime);
        self.late += is(Reported::Late);
        self.missed += is(Reported::Missed);
        let discovered = by(as_of, case.incident.at(Event::Discovery));
        let occurred_on = case.incident.occurred.and_then(PartialDate::day);
        let days = discovered.zip(occurred_on).and_then(|(at, occurred_on)| {
            let days = occurred_on.until(zone.to_datetime(at).date()).ok()?;
            Some(i64::from(days.get_days()))
        });
        self.detect_days.add(days);
        let reported = by(as_of, case.incident.at(Event::Report));
        let seconds = discovered.zip(reported).map(|(at, reported)| reported.duration_since(at));
        let minutes = seconds.map(|it| it.as_secs().div_euclid(SECONDS_PER_MINUTE));
        self.report_minutes.add(minutes);
    }

    fn sort(&mut self) {
        self.detect_days.known.sort_unstable();
        self.report_minutes.known.sort_unstable();
    }
}

/// Counts the incidents of a year, one by one. An incident is of the year of its discovery, else of its
/// occurrence.
#[derive(Debug)]
pub struct Counter<'z> {
    year: i16,
    as_of: Timestamp,
    zone: &'z TimeZone,
    total: Tally,
    undated: u64,
    groups: BTreeMap<(By, Group), Tally>,
}

impl<'z> Counter<'z> {
    /// Nothing yet of a year, as known at an instant; days are those of the zone. An instant after it is
    /// a plan or a mistake, and tells nothing.
    #[must_use]
    pub fn new(year: i16, (as_of, zone): (Timestamp, &'z TimeZone)) -> Self {
        Self { year, as_of, zone, total: Tally::default(), undated: 0, groups: BTreeMap::new() }
    }

    /// Counts an incident if it is of the year.
    pub fn add(&mut self, case: &Case<'_>) {
        let known = (self.as_of, self.zone);
        let (year, month) = dated(case.incident, known);
        self.undated += u64::from(year.is_none());
        if year != Some(self.year) {
            return;
        }
        self.total.add(case, known);
        for by in By::ALL {
            let group = group(by, case, month);
            self.groups.entry((by, group)).or_default().add(case, known);
        }
    }

    /// What was counted.
    #[must_use]
    pub fn finish(mut self) -> Statistics {
        self.total.sort();
        let mut by: Vec<(By, Vec<(Group, Tally)>)> = By::ALL.map(|by| (by, Vec::new())).into();
        for ((of, group), mut tally) in self.groups {
            tally.sort();
            if let Some((_, list)) = by.iter_mut().find(|it| it.0 == of) {
                list.push((group, tally));
            }
        }
        Statistics { year: self.year, total: self.total, undated: self.undated, by }
    }
}

/// An instant that had come.
fn by(as_of: Timestamp, at: Option<Timestamp>) -> Option<Timestamp> {
    at.filter(|it| *it <= as_of)
}

/// The year and the month of an incident, as far as they are known.
fn dated(incident: &Incident, (as_of, zone): (Timestamp, &TimeZone)) -> (Option<i16>, Option<i8>) {
    if let Some(at) = by(as_of, incident.at(Event::Discovery)) {
        let day = zone.to_datetime(at).date();
        return (Some(day.year()), Some(day.month()));
    }
    let Some(occurred) = incident.occurred else { return (None, None) };
    let (first, last) = (occurred.first_day(), occurred.last_day());
    (Some(first.year()), (first.month() == last.month()).then_some(first.month()))
}

fn group(by: By, case: &Case<'_>, month: Option<i8>) -> Group {
    match by {
        By::Month => month.map_or(Group::Unknown, Group::Month),
        By::Level => case.level.map_or(Group::Unknown, Group::Level),
        By::Type => {
            let code = case.category.map(ToOwned::to_owned);
            code.map_or(Group::Unknown, Group::Category)
        }
        By::Cause => case.incident.cause_kind.map_or(Group::Unknown, Group::Cause),
        By::Party => Group::Party(case.party.clone()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const YEAR: i16 = 2026;
    const AS_OF: &str = "2026-08-31T00:00:00Z";

    fn counted(incidents: &[(Incident, Reported)]) -> Statistics {
        let party = "name:甲".parse().unwrap();
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let mut counter = Counter::new(YEAR, (AS_OF.parse().unwrap(), &zone));
        for (incident, reported) in incidents {
            let reported = *reported;
            let level = (reported != Reported::Unknown).then_some(Level::FairlyMajor);
            let category = incident.incident_type.as_deref().and_then(|it| it.get(..2));
            counter.add(&Case { party: &party, incident, level, category, reported });
        }
        counter.finish()
    }

    fn incident(occurred: &str, discovered: &str, reported: &str) -> Incident {
        Incident {
            occurred: occurred.parse().ok(),
            discovered_at: discovered.parse().ok(),
            reported_at: reported.parse().ok(),
            ..Incident::default()
        }
    }

    fn groups(statistics: &Statistics, by: By) -> Vec<(Group, u64)> {
        let of = statistics.by.iter().find(|it| it.0 == by).unwrap();
        of.1.iter().map(|(group, tally)| (group.clone(), tally.incidents)).collect()
    }

    #[test]
    fn nearest_rank_is_one_of_the_numbers() {
        for (known, median, ninetieth) in [
            (vec![], None, None),
            (vec![7], Some(7), Some(7)),
            (vec![1, 2], Some(1), Some(2)),
            (vec![15, 20, 35, 40, 50], Some(35), Some(50)),
            ((1..=10).collect(), Some(5), Some(9)),
            ((1..=11).collect(), Some(6), Some(10)),
        ] {
            let spread = Spread { known, unknown: 0 };
            assert_eq!((spread.percentile(50), spread.percentile(90)), (median, ninetieth));
        }
    }

    #[test]
    fn a_date_known_in_part_gives_no_time_to_detect() {
        for (occurred, discovered, days) in [
            ("2026-03-01", "2026-03-03T15:59:59Z", Some(2)),
            // Midnight in the zone begins the next day.
            ("2026-03-01", "2026-03-03T16:00:00Z", Some(3)),
            ("2025-12-31", "2026-01-01T00:00:00Z", Some(1)),
            ("2026-03-03", "2026-03-02T16:00:00Z", Some(0)),
            ("2026-03-04", "2026-03-02T16:00:00Z", None),
            ("2026-03", "2026-03-03T15:59:59Z", None),
            ("2026", "2026-03-03T15:59:59Z", None),
            ("", "2026-03-03T15:59:59Z", None),
        ] {
            let tally = counted(&[(incident(occurred, discovered, ""), Reported::NotDue)]).total;
            assert_eq!(tally.detect_days.percentile(50), days, "{occurred} {discovered}");
            assert_eq!(tally.detect_days.unknown, u64::from(days.is_none()));
        }
    }

    #[test]
    fn minutes_to_report_are_whole_and_never_negative() {
        for (reported, minutes) in [
            ("2026-03-01T00:00:00Z", Some(0)),
            ("2026-03-01T00:00:59Z", Some(0)),
            ("2026-03-01T00:01:00Z", Some(1)),
            ("2026-03-01T04:00:00Z", Some(240)),
            ("2026-02-28T23:59:59Z", None),
            ("", None),
        ] {
            let it = incident("", "2026-03-01T00:00:00Z", reported);
            let tally = counted(&[(it, Reported::NotDue)]).total;
            assert_eq!(tally.report_minutes.percentile(50), minutes, "{reported}");
        }
    }

    #[test]
    fn what_is_still_to_come_is_not_known() {
        for (discovered, reported, (days, minutes)) in [
            (AS_OF, AS_OF, (Some(183), Some(0))),
            ("2026-08-30T00:00:00Z", "2026-08-31T00:00:01Z", (Some(182), None)),
            ("2026-08-31T00:00:01Z", "2026-08-31T00:00:02Z", (None, None)),
        ] {
            let it = incident("2026-03-01", discovered, reported);
            let tally = counted(&[(it, Reported::Running)]).total;
            let found = (tally.detect_days.percentile(50), tally.report_minutes.percentile(50));
            assert_eq!(found, (days, minutes), "{discovered} {reported}");
        }
    }

    #[test]
    fn what_is_not_known_is_counted_apart() {
        let known = Incident {
            incident_type: Some("DSDATALEAK".to_owned()),
            cause_kind: Some(CauseKind::Mistake),
            ..incident("2026-03-01", "2026-03-01T00:00:00Z", "")
        };
        let statistics = counted(&[
            (known, Reported::InTime),
            (incident("2026", "", ""), Reported::Unknown),
            (incident("2026-05", "", ""), Reported::NotDue),
            (incident("2025-05-01", "", ""), Reported::NotDue),
            (incident("", "", ""), Reported::NotDue),
            // In the zone it was discovered a second before the year.
            (incident("2026-01-01", "2025-12-31T15:59:59Z", ""), Reported::NotDue),
        ]);
        assert_eq!((statistics.total.incidents, statistics.undated), (3, 1));
        let months = [(Group::Month(3), 1), (Group::Month(5), 1), (Group::Unknown, 1)];
        assert_eq!(groups(&statistics, By::Month), months);
        let types = [(Group::Category("DS".to_owned()), 1), (Group::Unknown, 2)];
        assert_eq!(groups(&statistics, By::Type), types);
        let levels = [(Group::Level(Level::FairlyMajor), 2), (Group::Unknown, 1)];
        assert_eq!(groups(&statistics, By::Level), levels);
        let causes = [(Group::Cause(CauseKind::Mistake), 1), (Group::Unknown, 2)];
        assert_eq!(groups(&statistics, By::Cause), causes);
    }

    #[test]
    fn a_report_that_may_still_come_in_time_is_no_part_of_the_share() {
        use Reported::{InTime, Late, Missed, NotDue, Running, Unknown};
        for (reported, reportable, share) in [
            (vec![], 0, None),
            (vec![NotDue], 0, None),
            (vec![Running, Unknown], 2, None),
            (vec![InTime, Running], 2, Some(1_000_000)),
            (vec![InTime, InTime, Late], 3, Some(666_666)),
            (vec![InTime, Late, Missed], 3, Some(333_333)),
        ] {
            let of = |it: &Reported| (incident("2026-03-01", "", ""), *it);
            let tally = counted(&reported.iter().map(of).collect::<Vec<_>>()).total;
            assert_eq!(tally.reportable, reportable);
            let undecided = reported.iter().filter(|it| matches!(it, Running | Unknown)).count();
            assert_eq!(usize::try_from(tally.undecided()).unwrap(), undecided, "{reported:?}");
            assert_eq!(tally.share_in_time().map(Ratio::ppm), share, "{reported:?}");
        }
    }

    proptest! {
        /// Every incident of the year is in one group of each kind, and its times are known or not.
        #[test]
        fn groups_add_up(days in prop::collection::vec((0_i64..800, prop::option::of(0_i64..400)), 0..30)) {
            let at = |day: i64| jiff::Timestamp::from_second(1_750_000_000 + day * 86_400).unwrap();
            let incidents: Vec<(Incident, Reported)> = days
                .iter()
                .map(|(discovered, later)| {
                    let it = Incident {
                        discovered_at: Some(at(*discovered)),
                        reported_at: later.map(|it| at(discovered + it)),
                        ..Incident::default()
                    };
                    (it, Reported::Late)
                })
                .collect();
            let statistics = counted(&incidents);
            for (by, groups) in &statistics.by {
                let sum: u64 = groups.iter().map(|it| it.1.incidents).sum();
                prop_assert_eq!(sum, statistics.total.incidents, "{:?}", by);
            }
            let spread = &statistics.total.report_minutes;
            prop_assert_eq!(spread.count() + spread.unknown, statistics.total.incidents);
        }
    }
}
