//! What the policy pack says of opinions: who rates what, which ratings of a panel count, and which
//! body may determine what.

use serde::{Deserialize, Serialize};

use super::{Body, PanelKind};
use crate::source::{Name, Source};

/// What the policy pack says of opinions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpinionPolicy {
    /// How far raters have to agree.
    pub agreement: AgreementPolicy,
    /// The panels, each kind once.
    #[serde(rename = "panel")]
    pub panels: Vec<PanelPolicy>,
    /// What they rate.
    #[serde(rename = "indicator")]
    pub questions: Vec<Question>,
    /// What authorities may determine.
    #[serde(rename = "determination")]
    pub matters: Vec<Matter>,
}

/// How far raters have to agree, so that nothing is said of it. Less is a warning and changes no score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementPolicy {
    /// The least of Krippendorff's alpha, in parts per million.
    pub at_least_ppm: i64,
    /// Where it comes from.
    pub source: Source,
}

/// Which ratings of a panel count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PanelPolicy {
    /// Who sits on it.
    pub kind: PanelKind,
    /// A panel of fewer raters counts nothing.
    pub raters_min: u64,
    /// Which ratings count.
    pub selection: Selection,
    /// Where both come from.
    pub source: Source,
}

/// Which ratings of one panel, party and indicator count. Their mean is the panel's value, rounded half up
/// to a millionth of the scale; every panel has one, whatever the number of its raters, and the score is
/// the mean of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Selection {
    /// All of them.
    Mean,
    /// All but one of the highest and one of the lowest; all where there are fewer than `from`.
    TrimmedMean {
        /// So many ratings, at least 3.
        from: u64,
    },
    /// The one in the middle, or the two.
    Median,
}

/// What a panel rates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The indicator's id.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// Who rates it.
    pub panel: PanelKind,
}

/// A fact that an authority may determine: one that takes a grade away (一票否决), or that earns a bonus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// Who may determine it.
    pub bodies: Vec<Body>,
    /// Where it comes from that they may.
    pub source: Source,
}

impl OpinionPolicy {
    /// What is asked of panels of a kind.
    #[must_use]
    pub fn panel(&self, kind: PanelKind) -> Option<&PanelPolicy> {
        self.panels.iter().find(|it| it.kind == kind)
    }

    /// What may be determined, by its id.
    #[must_use]
    pub fn matter(&self, id: &str) -> Option<&Matter> {
        self.matters.iter().find(|it| it.id == id)
    }

    /// What panels of a kind rate.
    pub fn questions_of(&self, kind: PanelKind) -> impl Iterator<Item = &str> {
        self.questions.iter().filter(move |it| it.panel == kind).map(|it| it.id.as_str())
    }

    /// Every name under which opinions are counted.
    #[must_use]
    pub fn counts(&self) -> Vec<String> {
        let asked = self.questions.iter();
        let asked =
            asked.flat_map(|it| [super::counts::sum_ppm(&it.id), super::counts::whole_ppm(&it.id)]);
        let determined = self.matters.iter().map(|it| super::counts::determination(&it.id));
        let others = [super::counts::THIRD_PARTY, super::counts::FAVOURABLE].map(str::to_owned);
        asked.chain(determined).chain(others).collect()
    }
}
