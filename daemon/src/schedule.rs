//! Schedules: when something fires next, in wall time of a zone.
//!
//! Cron text is matched against wall time alone, as if it knew no zone; only then each wall time
//! becomes an instant. One that the zone leaves out fires at the first instant after the gap, one
//! that comes twice fires the first time. So no change of the clocks and no restart can shift,
//! double or lose a firing.

use chrono::{DateTime, Utc};
use config::settings::{Schedule, parse_cron};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp, civil};
use thiserror::Error;

/// How late a firing of before the start may be and still count as on time: a restart in its minute
/// misses nothing.
const LATE_S_MAX: i64 = 60;

/// A schedule is none. Settings are judged before; this is for those made by hand.
#[derive(Debug, Error)]
#[error("{0:?} is not a schedule")]
pub struct ScheduleError(String);

/// A moment of a schedule: a firing, or where it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// In wall time of the zone.
    pub wall: civil::DateTime,
    /// As an instant.
    pub at: Timestamp,
}

/// A firing that has to be dealt with now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// When it was due.
    pub moment: Moment,
    /// Whether anybody was there when it was due.
    pub punctuality: Punctuality,
}

/// Whether anybody was there when a firing was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Punctuality {
    /// A daemon was there, though it may have been busy.
    OnTime,
    /// Nobody was there.
    Missed,
}

/// A schedule, ready to be asked.
#[derive(Clone, Debug)]
pub struct Timetable {
    cron: cron::Schedule,
    zone: TimeZone,
}

impl Timetable {
    /// Reads a schedule.
    ///
    /// # Errors
    ///
    /// Its text is no cron text.
    pub fn new(schedule: &Schedule) -> Result<Self, ScheduleError> {
        let cron =
            parse_cron(&schedule.cron).ok_or_else(|| ScheduleError(schedule.cron.clone()))?;
        Ok(Self { cron, zone: schedule.zone.clone() })
    }

    /// Where a schedule begins that is first seen now.
    #[must_use]
    pub fn beginning(&self, now: Timestamp) -> Moment {
        Moment { wall: self.zone.to_datetime(now), at: now }
    }

    /// The first firing after a moment.
    #[must_use]
    pub fn next(&self, after: Moment) -> Option<Moment> {
        self.firings(after.wall).find(|it| after.at < it.at)
    }

    /// The last firing after a moment and not after `now`: of several, the rest is passed over. It
    /// was missed if it was due before `since`, when the daemon started.
    #[must_use]
    pub fn due(&self, dealt: Moment, (since, now): (Timestamp, Timestamp)) -> Option<Due> {
        let wall = self.zone.to_datetime(now);
        let before = self.cron.after(&floating(wall + SignedDuration::from_secs(1))).next_back();
        let before = before.and_then(|it| self.moment(civil(it)));
        // When an hour comes again, later wall times have been already.
        let moment = before.into_iter().chain(self.firings(wall)).take_while(|it| it.at <= now);
        let moment = moment.last().filter(|it| dealt.at < it.at && dealt.wall < it.wall)?;
        let late_s = now.as_second() - moment.at.as_second();
        let was_missed = moment.at < since && LATE_S_MAX < late_s;
        let punctuality = if was_missed { Punctuality::Missed } else { Punctuality::OnTime };
        Some(Due { moment, punctuality })
    }

    /// The firings after a wall time, in order.
    fn firings(&self, after: civil::DateTime) -> impl Iterator<Item = Moment> {
        self.cron.after(&floating(after)).map_while(|it| self.moment(civil(it)))
    }

    fn moment(&self, wall: civil::DateTime) -> Option<Moment> {
        let at = match self.zone.to_ambiguous_timestamp(wall).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(wall).ok()?,
            AmbiguousOffset::Fold { before, .. } => before.to_timestamp(wall).ok()?,
            AmbiguousOffset::Gap { after, .. } => {
                // By the offset after the gap it would be an instant before it.
                let earlier = after.to_timestamp(wall).ok()?;
                self.zone.following(earlier).next()?.timestamp()
            }
        };
        Some(Moment { wall, at })
    }
}

/// Wall time as the cron crate takes it: an instant of a zone that never changes.
fn floating(wall: civil::DateTime) -> DateTime<Utc> {
    let second = TimeZone::UTC.to_timestamp(wall).map_or(0, Timestamp::as_second);
    DateTime::from_timestamp(second, 0).unwrap_or_default()
}

fn civil(floating: DateTime<Utc>) -> civil::DateTime {
    let instant = Timestamp::from_second(floating.timestamp()).unwrap_or_default();
    TimeZone::UTC.to_datetime(instant)
}

#[cfg(test)]
mod tests;
