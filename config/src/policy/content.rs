//! What stands in the files of a pack.

use jiff::civil::Date;
use metrics::effective::Effective;
use metrics::finding::Severity;
use metrics::kind::Kind;
use metrics::ledger::ClueLimits;
use metrics::money::Currency;
use metrics::party::PartyKind;
use metrics::ratio::Ratio;
use metrics::source::{Confidence, Name, Source, Sourced};
use serde::{Deserialize, Serialize};

/// A law, rule, notice or standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Its id, such as `SH-AO`.
    pub id: String,
    /// Its title.
    pub title: Name,
    /// Its document number, else who issued it.
    pub number: String,
    /// When it was issued, where known.
    pub issued_on: Option<Date>,
    /// From which day it is in force, where known.
    pub effective_from: Option<Date>,
    /// The last day on which it is in force, where it has one.
    pub effective_to: Option<Date>,
    /// How well its text and dates are known.
    pub confidence: Confidence,
    /// What has to be known about it.
    #[serde(default)]
    pub note: String,
}

/// An article of the Measures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Its number.
    pub number: u8,
    /// Its title.
    pub title: Name,
    /// At most 40 characters of it.
    pub quote: String,
    /// Why no machine can check it. Absent where obligations name the article.
    pub reason: Option<Name>,
}

/// What an article obliges whom to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// Its id, such as `SH-18-1`.
    pub id: String,
    /// The article of the Measures.
    pub article: u8,
    /// Who has it.
    pub who: Vec<PartyKind>,
    /// Whether it can be broken.
    pub force: Force,
    /// What it is.
    pub duty: Name,
    /// The rules that check it.
    #[serde(default)]
    pub rules: Vec<String>,
    /// The measures that count it.
    #[serde(default)]
    pub measures: Vec<String>,
    /// The schemes that fulfil it.
    #[serde(default)]
    pub schemes: Vec<String>,
    /// Which records are not read yet, so that it is not checked, or only in part: word
    /// `needs-<this>`.
    pub needs: Option<String>,
}

/// Whether an obligation can be broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Force {
    /// It can.
    Must,
    /// 鼓励: coverage is reported, never a violation.
    Encouraged,
}

/// A rule that submissions are checked by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its id, such as `F-1`.
    pub id: String,
    /// The kind of submission that it is about; none for reading files of any kind.
    pub kind: Option<Kind>,
    /// How much breaking it weighs. Always a project default.
    pub severity: Severity,
    /// What it asks for.
    pub name: Name,
    /// What it rests on.
    pub basis: Source,
    /// Whether it is checked.
    pub enabled: bool,
    /// From which day it is asked; `None` for whatever day.
    pub effective_from: Option<Date>,
    /// The last day of which it is asked; `None` while it lasts.
    pub effective_to: Option<Date>,
    /// Whether people may agree that findings of it do not count as open for a while. What makes a
    /// submission be refused whole never is.
    #[serde(default = "by_default")]
    pub waivable: bool,
    /// What has to be known about it.
    #[serde(default)]
    pub note: String,
}

impl Rule {
    /// Whether it is asked of a day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.effective_from.is_none_or(|it| it <= day)
            && self.effective_to.is_none_or(|it| day <= it)
    }
}

/// What may be waived unless the pack says otherwise.
const fn by_default() -> bool {
    true
}

/// What is asked of separate ledgers 专账.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerPolicy {
    /// The day of the next month by which a month's ledger is handed in, as on the month's last day.
    pub submission_due: Effective<Sourced>,
    /// The dimensions of F-4, as on the month's last day.
    pub mandatory_dimensions: Effective<MandatoryDimensions>,
    /// The day of the next month by which a month is closed (F-11), as on the month's last day.
    pub closing_due: Effective<Sourced>,
    /// The limits of F-16.
    pub clues: CluePolicy,
}

/// From where on the spread of amounts and dates is worth a look (F-16).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CluePolicy {
    /// Nothing is said of fewer amounts.
    pub amounts_min: Sourced,
    /// Of first digits from Benford's law, on average, in parts per million.
    pub first_digits_deviation_max: Sourced,
    /// An amount is round if it is a multiple of so many units of its currency.
    pub round_multiple: Sourced,
    /// The share of round amounts in parts per million.
    pub round_share_max: Sourced,
    /// The share of amounts on the last day of the month in parts per million.
    pub month_end_share_max: Sourced,
}

impl CluePolicy {
    /// The limits as the rule asks for them. A figure that is none, which [`super::lint()`] finds, is
    /// zero.
    #[must_use]
    pub fn limits(&self) -> ClueLimits {
        let share = |figure: &Sourced| Ratio::from_ppm(figure.value);
        ClueLimits {
            amounts_min: u64::try_from(self.amounts_min.value).unwrap_or_default(),
            first_digits: share(&self.first_digits_deviation_max),
            round_multiple: u32::try_from(self.round_multiple.value).unwrap_or_default(),
            round_share: share(&self.round_share_max),
            month_end_share: share(&self.month_end_share_max),
        }
    }

    /// The figures by name.
    #[must_use]
    pub const fn figures(&self) -> [(&'static str, &Sourced); 5] {
        [
            ("clues.amounts_min", &self.amounts_min),
            ("clues.first_digits_deviation_max", &self.first_digits_deviation_max),
            ("clues.round_multiple", &self.round_multiple),
            ("clues.round_share_max", &self.round_share_max),
            ("clues.month_end_share_max", &self.month_end_share_max),
        ]
    }
}

/// The columns that a line on a 专账 account has to fill (F-4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MandatoryDimensions {
    /// Columns of the ledger form.
    pub columns: Vec<String>,
    /// Where the list comes from.
    pub source: Source,
}

/// The known currencies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Currencies {
    /// Where the minor digits come from.
    pub source: Source,
    /// Currencies by minor digits.
    #[serde(rename = "currency")]
    pub groups: Vec<CurrencyGroup>,
}

/// Currencies with the same number of minor digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CurrencyGroup {
    /// How many.
    pub minor_digits: u8,
    /// Which.
    pub codes: Vec<Currency>,
}
