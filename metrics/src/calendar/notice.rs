//! The State Council's notice for one year, as the policy pack holds it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::source::Source;

/// The days that a year's notice sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearNotice {
    /// The year in the title of the notice.
    pub year: i16,
    /// Where the days come from.
    pub source: Source,
    /// The address of the notice.
    pub notice: String,
    /// The days, of this year or the December before.
    #[serde(rename = "day")]
    pub days: Vec<DayException>,
}

/// A day that the notice sets off, or to be worked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayException {
    /// The day.
    pub date: Date,
    /// The holiday that it belongs to.
    pub name: String,
    /// Whether it is off; if not, it is worked in exchange (调休).
    pub off: bool,
}
