//! How texts in DCAT-US records are written: dates and durations of ISO 8601, codes, addresses.

use serde::{Deserialize, Serialize};

/// A way in which a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextForm {
    /// A date, perhaps with a time (ISO 8601).
    Date,
    /// How often: `R/P1M`, or `irregular`.
    Frequency,
    /// How long, or how often: `P1M`, `R/P1M`.
    Duration,
    /// From when on how long or how often: `2014-05/P1M`.
    DateAndDuration,
    /// From when to when.
    DateRange,
    /// How long until when: `P1M/2014-05`.
    DurationAndDate,
    /// Bureau of the federal budget: `015:11`.
    BureauCode,
    /// Programme of the federal inventory: `015:001`.
    ProgramCode,
    /// Investment: `021-006227212`.
    InvestmentCode,
    /// Media type: `text/csv`.
    MediaType,
    /// Mail address: `mailto:a@b.c`.
    Mail,
    /// Language (RFC 5646): `en-US`.
    Language,
    /// What was taken out before publishing: `[[REDACTED…]]`.
    Redacted,
}

/// Days and times, `9` for a digit.
const DATES: [&str; 9] = [
    "9999",
    "9999-99",
    "9999-99-99",
    "99999999",
    "9999-W99",
    "9999W99",
    "9999-W99-9",
    "9999W999",
    "9999-999",
];
const TIMES: [&str; 5] = ["99", "99:99", "9999", "99:99:99", "999999"];
const OFFSETS: [&str; 3] = ["99", "99:99", "9999"];

impl TextForm {
    pub(super) fn fits(self, text: &str) -> bool {
        match self {
            Self::Date => is_date(text),
            Self::Frequency => {
                text == "irregular" || text.strip_prefix("R/").is_some_and(is_duration)
            }
            Self::Duration => is_duration(without_repeat(text)),
            Self::DateAndDuration => pair(without_repeat(text), is_date, is_duration),
            Self::DateRange => pair(text, is_date, is_date),
            Self::DurationAndDate => pair(without_repeat(text), is_duration, is_date),
            Self::BureauCode => contains(text, "999:99"),
            Self::ProgramCode => contains(text, "999:999"),
            Self::InvestmentCode => contains(text, "999-999999999"),
            Self::MediaType => is_media_type(text),
            Self::Mail => is_mail(text),
            Self::Language => is_language(text),
            Self::Redacted => text.starts_with("[[REDACTED") && text.contains("]]"),
        }
    }

    /// A text of this form.
    pub(super) const fn example(self) -> &'static str {
        match self {
            Self::Date => "2014-05-09",
            Self::Frequency => "R/P1M",
            Self::Duration => "P1M",
            Self::DateAndDuration => "2014-05/P1M",
            Self::DateRange => "2014-05/2014-06",
            Self::DurationAndDate => "P1M/2014-05",
            Self::BureauCode => "015:11",
            Self::ProgramCode => "015:001",
            Self::InvestmentCode => "021-006227212",
            Self::MediaType => "text/csv",
            Self::Mail => "mailto:…@…",
            Self::Language => "en-US",
            Self::Redacted => "[[REDACTED…]]",
        }
    }
}

/// Whether a text is written like a sample: digits where it has `9`, else the same characters.
pub(super) fn is_like(text: &str, sample: &str) -> bool {
    text.len() == sample.len()
        && text
            .bytes()
            .zip(sample.bytes())
            .all(|(it, like)| if like == b'9' { it.is_ascii_digit() } else { it == like })
}

/// Whether some part of a text is written like a sample.
fn contains(text: &str, sample: &str) -> bool {
    (0..text.len()).any(|start| {
        text.get(start..start + sample.len()).is_some_and(|part| is_like(part, sample))
    })
}

fn is_date(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (day, time) = match text.split_once(['T', ' ']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    // A year alone has no time.
    DATES.iter().any(|it| is_like(day, it))
        && is_calendar(day)
        && time.is_none_or(|time| 4 < day.len() && is_time(time))
}

/// Months are 01 to 12 and days 01 to 31; weeks and days of the year are not looked into.
fn is_calendar(day: &str) -> bool {
    let digits: String = day.chars().filter(|it| *it != '-').collect();
    let number = |from: usize| digits.get(from..from + 2).and_then(|it| it.parse::<u8>().ok());
    let is_month_or_day = digits.len() != 7 && !digits.contains('W');
    !is_month_or_day
        || number(4).is_none_or(|it| (1..=12).contains(&it))
            && number(6).is_none_or(|it| (1..=31).contains(&it))
}

fn is_time(text: &str) -> bool {
    let (text, offset) = match text.find(['Z', 'z', '+', '-']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let (clock, fraction) = match text.split_once(['.', ',']) {
        Some((clock, fraction)) => (clock, fraction),
        None => (text, "0"),
    };
    TIMES.iter().any(|it| is_like(clock, it))
        && !fraction.is_empty()
        && fraction.bytes().all(|it| it.is_ascii_digit())
        && match offset {
            "" | "Z" | "z" => true,
            offset => OFFSETS.iter().any(|it| is_like(&offset[1..], it)),
        }
}

/// Without `R/` or `R5/` before it.
pub(super) fn without_repeat(text: &str) -> &str {
    let repeated = text.strip_prefix('R').and_then(|it| it.split_once('/'));
    match repeated {
        Some((count, rest)) if count.bytes().all(|it| it.is_ascii_digit()) => rest,
        Some(_) | None => text,
    }
}

/// `P`, then numbers with units in their order, perhaps with parts of the day after `T`.
fn is_duration(text: &str) -> bool {
    let Some(text) = text.strip_prefix('P') else { return false };
    let (days, times) = text.split_once('T').unwrap_or((text, ""));
    are_units(days, "YMWD") && are_units(times, "HMS")
}

fn are_units(text: &str, units: &str) -> bool {
    let (mut rest, mut units) = (text, units);
    while !rest.is_empty() {
        let Some(at) = rest.find(|it: char| !it.is_ascii_digit() && it != '.') else {
            return false;
        };
        let number = &rest[..at];
        let is_number = !number.starts_with('.')
            && !number.ends_with('.')
            && number.matches('.').count() <= 1
            && !number.is_empty();
        let unit = rest[at..].chars().next().unwrap_or_default();
        let Some(place) = units.find(unit).filter(|_| is_number) else { return false };
        units = &units[place + 1..];
        rest = &rest[at + unit.len_utf8()..];
    }
    true
}

fn pair(text: &str, first: impl Fn(&str) -> bool, second: impl Fn(&str) -> bool) -> bool {
    text.split_once('/').is_some_and(|(a, b)| first(a) && second(b))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| it.is_alphanumeric() || "-_".contains(it))
}

fn is_media_type(text: &str) -> bool {
    let Some((kind, name)) = text.split_once('/') else { return false };
    let (name, suffix) = match name.rsplit_once('+') {
        Some((name, suffix)) => (name, suffix),
        None => (name, "x"),
    };
    is_word(kind) && name.split('.').all(is_word) && is_word(suffix)
}

fn is_mail(text: &str) -> bool {
    let Some((name, host)) = text.strip_prefix("mailto:").and_then(|it| it.rsplit_once('@')) else {
        return false;
    };
    let plain = |text: &str, marks: &str| {
        !text.is_empty() && text.chars().all(|it| it.is_alphanumeric() || marks.contains(it))
    };
    let host = host.split_once('.').is_some_and(|(a, b)| plain(a, "-_.") && plain(b, "-_."));
    host && plain(name, "_~!$&'()*+,;=:.-")
}

fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let fits =
        |it: &str| (1..=8).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric());
    fits(first) && first.bytes().all(|it| it.is_ascii_alphabetic()) && parts.all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(form: TextForm, right: &[&str], wrong: &[&str]) {
        for text in right {
            assert!(form.fits(text), "{form:?} {text}");
        }
        for text in wrong {
            assert!(!form.fits(text), "{form:?} {text}");
        }
        assert!(form.fits(form.example()) || form == TextForm::Mail || form == TextForm::Redacted);
    }

    #[test]
    fn dates_and_durations_are_those_of_iso_8601() {
        check(
            TextForm::Date,
            &[
                "2014",
                "2014-05",
                "2014-05-31",
                "20201117",
                "2016-11-15T14:30:48.000Z",
                "2014-05-09 10:00",
                "2014-05-09T10+08:00",
                "2014-W05-1",
                "2014-365",
            ],
            &[
                "",
                "14",
                "201405",
                "2014-13",
                "2014-05-32",
                "2014T10",
                "2014-05-09T",
                "May 2014",
                "2014-05-09T10:00+8",
            ],
        );
        check(
            TextForm::Duration,
            &["P1Y", "R/P1M", "R5/P3.5D", "PT1S", "P1Y2M3W4DT5H6M7S"],
            &["", "1Y", "P1", "PY", "P1M1Y", "P.5D", "R/", "Rx/P1D", "P1..5D"],
        );
        check(TextForm::Frequency, &["irregular", "R/P1W"], &["P1W", "weekly", "R5/P1W"]);
        check(TextForm::DateAndDuration, &["2014-05-09/P1M", "R/2014/P1Y"], &["P1M/2014", "2014"]);
        check(TextForm::DateRange, &["2014/2015-01-01"], &["2014", "2014/P1Y", "2014/"]);
        check(TextForm::DurationAndDate, &["P1Y/2014", "R/P1Y/2014"], &["2014/P1Y"]);
    }

    #[test]
    fn codes_and_addresses_are_recognised() {
        check(TextForm::BureauCode, &["339:00"], &["339-00", "39:00", ""]);
        check(TextForm::ProgramCode, &["000:000"], &["000:00"]);
        check(TextForm::InvestmentCode, &["021-006227212"], &["21-006227212"]);
        check(
            TextForm::MediaType,
            &["text/csv", "application/vnd.ms-excel", "application/ld+json"],
            &["csv", "text/", "/csv", "a/b/c", "text/c sv", "a/b+"],
        );
        check(
            TextForm::Mail,
            &["mailto:hhild@CFTC.GOV", "mailto:a.b@c.d.e"],
            &["hhild@cftc.gov", "mailto:a", "mailto:a@b", "mailto:@b.c", "mailto:a b@c.d"],
        );
        check(TextForm::Language, &["en", "zh-Hant-TW"], &["", "e_n", "123", "en-", "abcdefghi"]);
        check(TextForm::Redacted, &["[[REDACTED-EX B6]]"], &["REDACTED", "[[REDACTED"]);
    }
}
