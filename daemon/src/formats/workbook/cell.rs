//! A cell of a workbook as text: what a person reads in it, without the noise of binary fractions.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::time::Duration;

use calamine::{DataRef, ExcelDateTime, ExcelDateTimeType, Style};

/// Digits that a spreadsheet keeps of a number, less the first.
const DIGITS_AFTER_FIRST: usize = 14;
/// The most characters of a number format, as spreadsheets have it.
const FORMAT_MAX: usize = 255;
/// How many days later the count of 1904 begins.
const DAYS_TO_1904: f64 = 1_462.0;

/// The number format of a style; `""` for none, and for one that no spreadsheet holds.
pub(super) fn format(style: Option<&Style>) -> &str {
    let format = style.and_then(|it| it.number_format.as_ref()).map(|it| it.format_code.as_str());
    format.filter(|it| it.chars().nth(FORMAT_MAX).is_none()).unwrap_or_default()
}

/// The text of a cell. `format` is the cell's number format, which tells months from days.
pub(super) fn text<'c>(value: &'c DataRef<'_>, format: &str) -> Cow<'c, str> {
    match value {
        DataRef::Empty => Cow::Borrowed(""),
        DataRef::String(text) | DataRef::DurationIso(text) => Cow::Borrowed(text),
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::Int(number) => Cow::Owned(number.to_string()),
        DataRef::Float(number) => Cow::Owned(decimal(*number)),
        DataRef::Bool(is_true) => Cow::Borrowed(if *is_true { "true" } else { "false" }),
        DataRef::DateTime(instant) => Cow::Owned(date(*instant, format)),
        DataRef::DateTimeIso(text) => Cow::Borrowed(text.strip_suffix("T00:00:00").unwrap_or(text)),
        DataRef::Error(error) => Cow::Owned(error.to_string()),
    }
}

/// A number with at most 15 significant digits, which is what a spreadsheet shows: 0.1 + 0.2 is 0.3.
/// No exponent, no trailing zeros.
fn decimal(number: f64) -> String {
    let scientific = format!("{number:.DIGITS_AFTER_FIRST$e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    let Ok(exponent) = exponent.parse::<i32>() else { return scientific };
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |it| ("-", it));
    let digits = mantissa.replace('.', "");
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        return "0".to_owned();
    }
    let point = usize::try_from(exponent + 1);
    let text = match point {
        // 0.00…digits
        Err(_) | Ok(0) => {
            let zeros = usize::try_from(-(exponent + 1)).unwrap_or_default();
            format!("0.{}{digits}", "0".repeat(zeros))
        }
        Ok(point) if digits.len() <= point => {
            format!("{digits}{}", "0".repeat(point - digits.len()))
        }
        Ok(point) => format!("{}.{}", &digits[..point], &digits[point..]),
    };
    format!("{sign}{text}")
}

/// A day, a day with a time, a time, or a duration. A format that shows no day means a month.
fn date(instant: ExcelDateTime, format: &str) -> String {
    if instant.is_duration() {
        return duration(instant.as_f64());
    }
    let (year, month, day, hour, minute, second, milli) = instant.to_ymd_hms_milli();
    let time = clock([hour.into(), minute.into(), second.into(), milli.into()]);
    if (0.0..1.0).contains(&instant.as_f64()) {
        return time;
    }
    if (hour, minute, second, milli) != (0, 0, 0, 0) {
        return format!("{year:04}-{month:02}-{day:02} {time}");
    }
    if is_month(format) {
        return format!("{year:04}-{month:02}");
    }
    format!("{year:04}-{month:02}-{day:02}")
}

/// Hours and minutes; seconds and thousandths where there are any.
fn clock([hours, minute, second, milli]: [u128; 4]) -> String {
    let mut text = format!("{hours:02}:{minute:02}");
    // Writing to a string cannot fail.
    if (second, milli) != (0, 0) {
        let _ = write!(text, ":{second:02}");
    }
    if milli != 0 {
        let _ = write!(text, ".{milli:03}");
    }
    text
}

/// A duration as hours and minutes: a day and a half is 36:00.
#[expect(
    clippy::float_arithmetic,
    reason = "a spreadsheet counts durations in days, as a fraction"
)]
fn duration(days: f64) -> String {
    let Ok(length) = Duration::try_from_secs_f64(days.abs() * 86_400.0) else {
        return decimal(days);
    };
    let millis = (length.as_micros() + 500) / 1_000;
    let sign = if days < 0.0 && millis != 0 { "-" } else { "" };
    let (seconds, minutes) = (millis / 1_000, millis / 60_000);
    format!("{sign}{}", clock([minutes / 60, minutes % 60, seconds % 60, millis % 1_000]))
}

/// The number that a spreadsheet has for an instant if it counts from 1900, as most do.
#[expect(clippy::float_arithmetic, reason = "a spreadsheet counts days, and times as a fraction")]
pub(super) fn serial(instant: ExcelDateTime) -> f64 {
    let days = instant.as_f64();
    let from_1900 = ExcelDateTime::new(days, ExcelDateTimeType::DateTime, false);
    let is_counted_otherwise = instant.is_datetime() && instant != from_1900;
    // Less than a day is a time, and the same in both.
    if is_counted_otherwise && 1.0 <= days { days + DAYS_TO_1904 } else { days }
}

/// Whether a number format shows year and month and no day.
fn is_month(format: &str) -> bool {
    // What stands in quotes or brackets is text or a condition.
    let mut is_code = true;
    let mut letters = String::new();
    for character in format.chars() {
        match character {
            '"' => is_code = !is_code,
            '[' => is_code = false,
            ']' => is_code = true,
            _ if is_code => letters.extend(character.to_lowercase()),
            _ => {}
        }
    }
    letters.contains('y') && letters.contains('m') && !letters.contains('d')
}

/// A cell's name, by row and column from 0: `A1`.
pub(super) fn name((row, column): (u32, u32)) -> String {
    format!("{}{}", letters(column), row + 1)
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while 0 < rest {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn numbers_are_what_a_spreadsheet_shows() {
        let cases = [
            (12.1, "12.1"),
            (0.1 + 0.2, "0.3"),
            (1.0, "1"),
            (-1.0, "-1"),
            (0.0, "0"),
            (-0.0, "0"),
            (1_000_000.0, "1000000"),
            (-1234.5, "-1234.5"),
            (0.01, "0.01"),
            (0.000_001_5, "0.0000015"),
            (99_999_999_999.99, "99999999999.99"),
            (1.005 * 100.0, "100.5"),
            (123_456_789_012_345.0, "123456789012345"),
            // More digits than the program itself keeps.
            (1_234_567_890_123_456_789.0, "1234567890123460000"),
        ];
        for (number, expected) in cases {
            assert_eq!(decimal(number), expected);
        }
    }

    #[test]
    fn dates_are_iso_8601() {
        let cases = [
            (46_113.0, "yyyy-mm-dd", "2026-04-01"),
            (46_113.0, "m/d/yy", "2026-04-01"),
            (46_113.0, "yyyy\\-mm", "2026-04"),
            (46_113.0, "yyyy\"年\"m\"月\"", "2026-04"),
            (46_113.0, "yyyy\"年\"m\"月\"d\"日\"", "2026-04-01"),
            (46_113.0, "[$-804]mmm\\-yy", "2026-04"),
            (46_113.5, "yyyy-mm-dd hh:mm", "2026-04-01 12:00"),
            (46_113.5, "yyyy-mm", "2026-04-01 12:00"),
            (46_113.520_833_333_3, "", "2026-04-01 12:30"),
            (46_113.000_011_574_07, "", "2026-04-01 00:00:01"),
            (0.375, "h:mm", "09:00"),
        ];
        for (serial, format, expected) in cases {
            let instant = ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, false);
            assert_eq!(date(instant, format), expected, "{serial} {format}");
        }
    }

    #[test]
    fn durations_are_hours_and_minutes() {
        let cases = [
            (1.5, "36:00"),
            (0.0, "00:00"),
            (0.375, "09:00"),
            (100.0 / 24.0, "100:00"),
            (1.0 / 86_400.0, "00:00:01"),
            (0.999_999_999, "24:00"),
            (1.5 / 86_400.0, "00:00:01.500"),
            (-0.25, "-06:00"),
            (-0.000_000_000_1, "00:00"),
            (1e300, &decimal(1e300)),
        ];
        for (days, expected) in cases {
            let length = ExcelDateTime::new(days, ExcelDateTimeType::TimeDelta, false);
            assert_eq!(date(length, "[h]:mm"), expected, "{days}");
        }
    }

    #[test]
    fn days_counted_from_1904_are_counted_from_1900() {
        let cases = [
            (ExcelDateTimeType::DateTime, true, 44_651.5, 46_113.5),
            (ExcelDateTimeType::DateTime, true, 1.0, 1_463.0),
            (ExcelDateTimeType::DateTime, true, 0.375, 0.375),
            (ExcelDateTimeType::DateTime, false, 46_113.5, 46_113.5),
            (ExcelDateTimeType::TimeDelta, true, 1.5, 1.5),
        ];
        for (kind, is_1904, days, expected) in cases {
            let instant = ExcelDateTime::new(days, kind, is_1904);
            assert!((serial(instant) - expected).abs() < f64::EPSILON, "{days}");
        }
    }

    #[test]
    fn columns_have_letters() {
        let found = [0, 25, 26, 701, 702, 16_383].map(letters);
        assert_eq!(found, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}
