//! Schedules: cron text with a zone. The next firing is computed from wall time in that zone at
//! every tick, so that daylight saving and restarts cannot shift it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use config::settings::Schedule;
use jiff::Timestamp;
use thiserror::Error;

/// Why a schedule is none.
#[derive(Debug, Error)]
pub enum ScheduleError {
    /// The cron text is wrong.
    #[error("{text:?} is not a schedule: {reason}")]
    Cron {
        /// What was written.
        text: String,
        /// What is wrong.
        reason: String,
    },
    /// The zone is not one of the zone database.
    #[error("{0:?} is not a zone")]
    Zone(String),
}

/// A schedule, ready to be asked.
#[derive(Clone, Debug)]
pub struct Timetable {
    schedule: cron::Schedule,
    zone: Tz,
}

impl Timetable {
    /// Reads a schedule: five fields (minute, hour, day, month, weekday) as crontab has them, or six
    /// with seconds first.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn new(schedule: &Schedule) -> Result<Self, ScheduleError> {
        let text = schedule.cron.trim();
        let fields = text.split_whitespace().count();
        let with_seconds = if fields == 5 { format!("0 {text}") } else { text.to_owned() };
        let zone = schedule.zone.iana_name().unwrap_or("UTC");
        Ok(Self {
            schedule: with_seconds.parse().map_err(|error: cron::error::Error| {
                ScheduleError::Cron { text: text.to_owned(), reason: error.to_string() }
            })?,
            zone: zone.parse().map_err(|_| ScheduleError::Zone(zone.to_owned()))?,
        })
    }

    /// The last firing after `after` and not after `now`, if there was one: several that were
    /// missed are caught up once.
    #[must_use]
    pub fn due(&self, after: Timestamp, now: Timestamp) -> Option<Timestamp> {
        let after = self.at(after)?;
        let now = self.at(now)?;
        let fired = self.schedule.after(&after).take_while(|at| *at <= now).last()?;
        Timestamp::from_second(fired.timestamp()).ok()
    }

    /// The next firing after an instant.
    #[must_use]
    pub fn next(&self, after: Timestamp) -> Option<Timestamp> {
        let next = self.schedule.after(&self.at(after)?).next()?;
        Timestamp::from_second(next.timestamp()).ok()
    }

    fn at(&self, instant: Timestamp) -> Option<DateTime<Tz>> {
        let utc: DateTime<Utc> = DateTime::from_timestamp(instant.as_second(), 0)?;
        Some(utc.with_timezone(&self.zone))
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;

    fn timetable(cron: &str, zone: &str) -> Timetable {
        let zone = TimeZone::get(zone).unwrap();
        Timetable::new(&Schedule { cron: cron.to_owned(), zone }).unwrap()
    }

    #[track_caller]
    fn check(cron: &str, after: &str, expected: &str) {
        let next = timetable(cron, "Asia/Shanghai").next(after.parse().unwrap()).unwrap();
        assert_eq!(next, expected.parse().unwrap(), "{cron} after {after}");
    }

    #[test]
    fn schedules_mean_wall_time_in_their_zone() {
        check("0 2 * * *", "2026-07-01T00:00:00Z", "2026-07-01T18:00:00Z");
        check("30 8 1 * *", "2026-07-01T00:29:59Z", "2026-07-01T00:30:00Z");
        check("30 8 1 * *", "2026-07-01T00:30:00Z", "2026-08-01T00:30:00Z");
        check("0 0 29 2 *", "2026-07-01T00:00:00Z", "2028-02-28T16:00:00Z");
        check("*/10 * * * * *", "2026-07-01T00:00:01Z", "2026-07-01T00:00:10Z");
    }

    #[test]
    fn what_was_missed_is_caught_up_once() {
        let hourly = timetable("0 * * * *", "Asia/Shanghai");
        let instant = |text: &str| text.parse::<Timestamp>().unwrap();
        let (before, after) = (instant("2026-07-01T00:30:00Z"), instant("2026-07-01T09:10:00Z"));
        assert_eq!(hourly.due(before, after), Some(instant("2026-07-01T09:00:00Z")));
        assert_eq!(hourly.due(before, before), None);
        assert_eq!(hourly.due(after, before), None);
    }

    #[test]
    fn what_is_no_schedule_is_refused() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let wrong = Schedule { cron: "at dawn".to_owned(), zone };
        assert!(matches!(Timetable::new(&wrong), Err(ScheduleError::Cron { .. })));
    }
}
