//! Instants as people hand them in: RFC 3339, or local time of the zone that the settings name.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Reads `2026-10-01T23:30:00+08:00`, or `2026-10-01 23:30` (seconds may follow) in `zone`.
///
/// `None` for anything else: a day without a time is no instant, nor is a local time that a change
/// of clocks skipped or repeated.
#[must_use]
pub fn parse_instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    if !text.contains(':') {
        return None;
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant);
    }
    let digits = |it: char| it.is_ascii_digit() || matches!(it, '-' | ':' | ' ' | 'T');
    let local = text.chars().all(digits).then(|| text.parse::<DateTime>().ok())??;
    zone.to_ambiguous_timestamp(local).unambiguous().ok()
}

/// Writes an instant as local time with its offset, to the second: `2026-10-02T03:30:00+08:00`.
#[must_use]
pub fn format_instant(instant: Timestamp, zone: &TimeZone) -> String {
    instant.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let instant = parse_instant(text, &zone).map(|it| format_instant(it, &zone));
        assert_eq!(instant.as_deref(), expected, "{text}");
    }

    #[test]
    fn instants_are_rfc_3339_or_local() {
        check("2026-10-01T23:30:00+08:00", Some("2026-10-01T23:30:00+08:00"));
        check("2026-10-01T15:30:00Z", Some("2026-10-01T23:30:00+08:00"));
        check("2026-10-01 23:30", Some("2026-10-01T23:30:00+08:00"));
        check("2026-10-01T23:30:15", Some("2026-10-01T23:30:15+08:00"));
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        check("", None);
        check("2026-10-01", None);
        check("2026-10-01 24:30", None);
        check("2026/10/01 23:30", None);
        check("23:30", None);
        check("1986-05-04 02:30", None); // daylight saving skipped this half hour
    }
}
