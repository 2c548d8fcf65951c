//! Schedules: cron text, its zone, and what becomes of a firing that was missed.
//!
//! The `cron` crate reads and matches; three things are made sure of before it does. Weekdays are
//! numbered as crontab numbers them (0 and 7 are Sunday; the crate counts from Sunday = 1). A text
//! that narrows both the day and the weekday is refused: crontab means either, the crate both.
//! And it has five fields, or six with seconds first.

use jiff::tz::TimeZone;

use super::section::Section;
use super::types::Setting;
use crate::fault::Expected;

/// The weekdays, by their number in crontab.
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// When something is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Cron text that [`parse_cron`] reads.
    pub cron: String,
    /// The zone of its hours.
    pub zone: TimeZone,
    /// What becomes of a firing that no daemon was there for.
    pub missed: Missed,
}

/// What becomes of a firing that no daemon was there for. Of several, only the last counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Missed {
    /// It is done once, late.
    #[default]
    CatchUp,
    /// It is not done.
    Skip,
    /// A person says.
    Ask,
}

impl Missed {
    const ALL: [Self; 3] = [Self::CatchUp, Self::Skip, Self::Ask];

    /// The word used in settings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CatchUp => "catch-up",
            Self::Skip => "skip",
            Self::Ask => "ask",
        }
    }
}

impl Setting for Missed {
    fn expected() -> Expected {
        Expected::one_of(Self::ALL.map(Self::as_str))
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|missed| missed.as_str() == text)
    }
}

/// Cron text as it is written.
pub(super) struct CronText(pub(super) String);

impl Setting for CronText {
    fn expected() -> Expected {
        Expected::word("expected-cron")
    }

    fn parse(text: &str) -> Option<Self> {
        parse_cron(text).map(|_| Self(text.trim().to_owned()))
    }
}

/// Reads what stands beside the cron text of a schedule.
pub(super) fn schedule(
    section: &mut Section<'_>,
    (cron, clock_zone): (Option<CronText>, &TimeZone),
) -> Option<Schedule> {
    let zone = section.get("zone").unwrap_or_else(|| clock_zone.clone());
    let missed = section.get("missed").unwrap_or_default();
    cron.map(|CronText(cron)| Schedule { cron, zone, missed })
}

/// Reads cron text: minute, hour, day, month and weekday as crontab has them, or six fields with
/// seconds first. `None` if it is none, can never come, or narrows both day and weekday.
#[must_use]
pub fn parse_cron(text: &str) -> Option<cron::Schedule> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let (second, rest) = match fields.as_slice() {
        rest @ [_, _, _, _, _] => ("0", rest),
        [second, rest @ ..] if rest.len() == 5 => (*second, rest),
        _ => return None,
    };
    let [minute, hour, day, month, weekday] = rest else { return None };
    let narrows = |field: &str| field != "*" && field != "?";
    if narrows(day) && narrows(weekday) {
        return None;
    }
    let weekday = weekday_names(weekday)?;
    let text = format!("{second} {minute} {hour} {day} {month} {weekday}");
    let schedule: cron::Schedule = text.parse().ok()?;
    // 30 February is written well and never comes.
    schedule.after(&chrono::DateTime::UNIX_EPOCH).next().map(|_| schedule)
}

/// A weekday field with its days spelled out, so that no numbering can be mistaken.
fn weekday_names(field: &str) -> Option<String> {
    if field == "*" || field == "?" {
        return Some("*".to_owned());
    }
    let mut names = Vec::new();
    for part in field.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, step.parse().ok().filter(|step| *step != 0)?),
            None => (part, 1),
        };
        let (first, last) = match range.split_once('-') {
            Some((first, last)) => (weekday(first)?, weekday(last)?),
            None if range == "*" => (0, 6),
            None => (weekday(range)?, weekday(range)?),
        };
        // Friday to Sunday ends on the seventh day.
        let last = if last == 0 && first != 0 { 7 } else { last };
        if last < first {
            return None;
        }
        names.extend((first..=last).step_by(step).map(|day| WEEKDAYS[day % 7]));
    }
    Some(names.join(","))
}

/// The number of a weekday, by number or by English name.
fn weekday(text: &str) -> Option<usize> {
    let number = text.parse().ok().filter(|day| *day <= 7);
    number.map(|day: usize| day % 7).or_else(|| {
        let upper = text.to_ascii_uppercase();
        WEEKDAYS.iter().position(|name| *name == upper)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_numbered_as_crontab_numbers_them() {
        let cases = [
            ("*", Some("*")),
            ("0", Some("SUN")),
            ("1", Some("MON")),
            ("7", Some("SUN")),
            ("1-5", Some("MON,TUE,WED,THU,FRI")),
            ("5-7", Some("FRI,SAT,SUN")),
            ("fri-sun", Some("FRI,SAT,SUN")),
            ("*/2", Some("SUN,TUE,THU,SAT")),
            ("1-5/2,Sat", Some("MON,WED,FRI,SAT")),
            ("8", None),
            ("5-1", None),
            ("1/0", None),
            ("", None),
        ];
        for (field, names) in cases {
            assert_eq!(weekday_names(field).as_deref(), names, "{field}");
        }
    }

    #[test]
    fn what_is_no_cron_text_is_refused() {
        for right in ["0 2 * * *", "*/10 * * * * *", "0 0 29 2 *", "30 8 1,15 * ?", "0 9 * * 1-5"] {
            assert!(parse_cron(right).is_some(), "{right}");
        }
        let wrong = [
            "",
            "at dawn",
            "@daily",
            "* * * *",
            "60 * * * *",
            "0 24 * * *",
            "0 0 30 2 *",
            "0 0 1 * 1",
            "0 0 * * 8",
            "0 0 0 1 1 * 2030",
        ];
        for wrong in wrong {
            assert!(parse_cron(wrong).is_none(), "{wrong}");
        }
    }
}
