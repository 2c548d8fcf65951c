//! What `modified` of a DCAT-US record says: when the data was updated, how often it is, or both.

use jiff::civil::Date;

use super::forms::{TextForm, is_like, without_repeat};

/// When and how often, as cells of the form; empty where it is not said.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Modified {
    /// When the data was updated. What is no date of any form stays as it is written.
    pub(super) updated_on: String,
    /// How often it is, as `R/P1M`.
    pub(super) frequency: String,
}

impl Modified {
    pub(super) fn read(text: &str) -> Self {
        if TextForm::Redacted.fits(text) {
            return Self::default();
        }
        let unrepeated = without_repeat(text);
        let frequency = |duration: &str| format!("R/{duration}");
        if TextForm::Duration.fits(text) {
            return Self { frequency: frequency(unrepeated), ..Self::default() };
        }
        match unrepeated.split_once('/') {
            Some((date, duration)) if TextForm::DateAndDuration.fits(text) => {
                Self { updated_on: calendar_date(date), frequency: frequency(duration) }
            }
            Some(_) | None => Self { updated_on: calendar_date(text), ..Self::default() },
        }
    }
}

/// A date as the form writes it, where it is written by the week or by the day of the year. Of a week
/// without a day only the month of its Monday is known.
fn calendar_date(text: &str) -> String {
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let samples = [
        ("9999-999", "%Y-%j", "%F"),
        ("9999-W99-9", "%G-W%V-%u", "%F"),
        ("9999W999", "%GW%V%u", "%F"),
    ];
    let parse = |day: &str, (sample, format, shown): (&str, &str, &str)| {
        let date = is_like(day, sample).then(|| Date::strptime(format, day).ok())?;
        date.map(|it| it.strftime(shown).to_string())
    };
    let of_day = samples.into_iter().find_map(|it| parse(day, it));
    let of_week = || {
        let monday = format!("{}1", day.replace('-', ""));
        parse(&monday, ("9999W999", "%GW%V%u", "%Y-%m")).filter(|_| day.len() <= "9999-W99".len())
    };
    of_day.or_else(of_week).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, updated_on: &str, frequency: &str) {
        let (updated_on, frequency) = (updated_on.to_owned(), frequency.to_owned());
        assert_eq!(Modified::read(text), Modified { updated_on, frequency }, "{text}");
    }

    #[test]
    fn each_form_says_when_or_how_often() {
        check("2014-05-09", "2014-05-09", "");
        check("2014-05-09T16:00:00Z", "2014-05-09T16:00:00Z", "");
        check("20140509", "20140509", "");
        check("2014-05", "2014-05", "");
        check("2014", "2014", "");
        check("2014-365", "2014-12-31", "");
        check("2016-366", "2016-12-31", "");
        check("2014-W01-1", "2013-12-30", "");
        check("2014W011", "2013-12-30", "");
        check("2014-W05", "2014-01", "");
        check("2014W05", "2014-01", "");
        check("R/P1D", "", "R/P1D");
        check("R5/P1D", "", "R/P1D");
        check("P1M", "", "R/P1M");
        check("2014-05-09/P1M", "2014-05-09", "R/P1M");
        check("R/2014-365/P1Y", "2014-12-31", "R/P1Y");
        check("[[REDACTED-EX B6]]", "", "");
        check("", "", "");
    }

    #[test]
    fn what_is_no_date_stays_for_whoever_reads_the_cell() {
        for text in ["2014-366", "2014-W54-1", "2014-05-09/2014-06", "last year", "R/", "2014W5"] {
            check(text, text, "");
        }
    }
}
