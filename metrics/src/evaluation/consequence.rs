//! What may follow from a grade (Measures art. 28). It is proposed with its ground, never decided: a
//! person records what was decided, with the number of the document.

use serde::{Deserialize, Serialize};

use super::scorecard::{Evaluation, Scorecard};
use crate::party::PartyId;
use crate::source::Source;

/// Something that may follow from an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consequence {
    /// Nothing.
    Nothing,
    /// Suggestions for improvement.
    Suggestions,
    /// Rectification within a time.
    Rectification,
    /// No new authorizations meanwhile.
    FreezeAuthorizations,
    /// The authorization ends (终止) or is withdrawn (撤销).
    EndAuthorization,
    /// No application again for the time that the agreement states.
    BarApplication,
}

/// What leads to a rung of the ladder, the gravest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// A grade that passes and leaves something to improve.
    Passed,
    /// A grade that fails, after one that did not, or as the first one.
    FailedFirst,
    /// A grade that fails, after one that failed: the published one before, not any earlier one.
    FailedAgain,
    /// A veto.
    Veto,
}

/// What is proposed after which grades.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// Bands that pass and leave something to improve.
    pub passed: Vec<String>,
    /// Bands that fail.
    pub failed: Vec<String>,
    /// What the law allows it on.
    pub ground: Source,
    /// Its rungs.
    pub rung: Vec<Rung>,
}

/// What is proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// After what.
    pub on: Trigger,
    /// What.
    pub propose: Vec<Consequence>,
    /// Where the rung comes from.
    pub source: Source,
}

/// A grade that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grade<'a> {
    /// The id of its band, `""` where there is no score.
    pub band: &'a str,
    /// Whether a veto gave it.
    pub is_vetoed: bool,
}

/// What may follow for a subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposed {
    /// Who.
    pub subject: PartyId,
    /// What.
    pub proposals: Vec<Proposal>,
}

/// A consequence that a person may decide on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// What.
    pub consequence: Consequence,
    /// After what.
    pub on: Trigger,
    /// What the law allows it on.
    pub ground: Source,
    /// Where the rung comes from.
    pub source: Source,
}

impl Consequence {
    /// All of them, the mildest first.
    pub const ALL: [Self; 6] = [
        Self::Nothing,
        Self::Suggestions,
        Self::Rectification,
        Self::FreezeAuthorizations,
        Self::EndAuthorization,
        Self::BarApplication,
    ];

    /// The word used in JSON, in the database and in the ids of words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Suggestions => "suggestions",
            Self::Rectification => "rectification",
            Self::FreezeAuthorizations => "freeze_authorizations",
            Self::EndAuthorization => "end_authorization",
            Self::BarApplication => "bar_application",
        }
    }

    /// Whether it follows a result that is final alone, and not one against which an appeal is open or
    /// can still come.
    #[must_use]
    pub const fn needs_final(self) -> bool {
        !matches!(self, Self::Nothing | Self::Suggestions)
    }

    /// Reads what [`Consequence::as_str`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == word)
    }
}

impl Trigger {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Passed, Self::FailedFirst, Self::FailedAgain, Self::Veto];

    /// The word used in JSON and in the ids of words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::FailedFirst => "failed_first",
            Self::FailedAgain => "failed_again",
            Self::Veto => "veto",
        }
    }
}

impl<'a> Grade<'a> {
    /// The grade of a scorecard.
    #[must_use]
    pub fn of(card: &'a Scorecard) -> Self {
        let band = card.grade().map_or("", |it| it.id.as_str());
        Self { band, is_vetoed: !card.vetoes.is_empty() }
    }
}

impl Ladder {
    /// What may follow for each subject of an evaluation, given the bands of the published one before;
    /// the gravest first. Subjects for whom nothing is proposed are left out.
    #[must_use]
    pub fn proposed(&self, evaluation: &Evaluation, before: &[(PartyId, String)]) -> Vec<Proposed> {
        let proposed = |card: &Scorecard| {
            let last = before.iter().find(|(party, _)| *party == card.subject);
            let last = last.map(|(_, band)| Grade { band, is_vetoed: false });
            let proposals = self.propose(Grade::of(card), last);
            Proposed { subject: card.subject.clone(), proposals }
        };
        let cards = evaluation.scorecards.iter().map(proposed);
        let mut found: Vec<Proposed> = cards.filter(|it| !it.proposals.is_empty()).collect();
        found.sort_by_key(|it| std::cmp::Reverse(it.proposals.first().map(|it| it.on)));
        found
    }

    /// What may follow from a grade, given the grade of the published evaluation before.
    #[must_use]
    pub fn propose(&self, now: Grade<'_>, before: Option<Grade<'_>>) -> Vec<Proposal> {
        let Some(trigger) = self.trigger(now, before) else { return Vec::new() };
        let rungs = self.rung.iter().filter(|it| it.on == trigger);
        let proposal = |rung: &Rung, consequence| Proposal {
            consequence,
            on: trigger,
            ground: self.ground.clone(),
            source: rung.source.clone(),
        };
        rungs.flat_map(|rung| rung.propose.iter().map(|&it| proposal(rung, it))).collect()
    }

    fn trigger(&self, now: Grade<'_>, before: Option<Grade<'_>>) -> Option<Trigger> {
        let failed = |it: Grade<'_>| it.is_vetoed || self.failed.iter().any(|band| band == it.band);
        if now.is_vetoed {
            return Some(Trigger::Veto);
        }
        if failed(now) {
            let again = before.is_some_and(failed);
            return Some(if again { Trigger::FailedAgain } else { Trigger::FailedFirst });
        }
        self.passed.iter().any(|band| band == now.band).then_some(Trigger::Passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Confidence;

    fn source(instrument: &str, confidence: Confidence) -> Source {
        Source { instrument: instrument.to_owned(), article: String::new(), confidence }
    }

    fn ladder() -> Ladder {
        let rung = |on, propose: &[Consequence]| Rung {
            on,
            propose: propose.to_vec(),
            source: source("default", Confidence::Default),
        };
        let last = [Consequence::EndAuthorization, Consequence::BarApplication];
        Ladder {
            passed: vec!["qualified".to_owned()],
            failed: vec!["unqualified".to_owned()],
            ground: source("SH-AO", Confidence::Law),
            rung: vec![
                rung(Trigger::Passed, &[Consequence::Suggestions]),
                rung(
                    Trigger::FailedFirst,
                    &[Consequence::Rectification, Consequence::FreezeAuthorizations],
                ),
                rung(Trigger::FailedAgain, &last),
                rung(Trigger::Veto, &last),
            ],
        }
    }

    /// The ladder of the procedure, written out: `domain` 6.4.
    #[test]
    fn a_grade_leads_to_its_rung() {
        let grade = |band, is_vetoed| Grade { band, is_vetoed };
        let (good, failed) = (grade("good", false), grade("unqualified", false));
        let rows: [(Grade<'_>, Option<Grade<'_>>, &[&str]); 9] = [
            (good, None, &[]),
            (good, Some(failed), &[]),
            (grade("", false), None, &[]),
            (grade("qualified", false), Some(failed), &["suggestions"]),
            (failed, None, &["rectification", "freeze_authorizations"]),
            (failed, Some(good), &["rectification", "freeze_authorizations"]),
            (failed, Some(failed), &["end_authorization", "bar_application"]),
            (failed, Some(grade("good", true)), &["end_authorization", "bar_application"]),
            (grade("excellent", true), None, &["end_authorization", "bar_application"]),
        ];
        for (now, before, expected) in rows {
            let proposed = ladder().propose(now, before);
            let found: Vec<&str> = proposed.iter().map(|it| it.consequence.as_str()).collect();
            assert_eq!(found, expected, "{now:?} after {before:?}");
            assert!(proposed.iter().all(|it| it.ground.instrument == "SH-AO"));
        }
    }

    #[test]
    fn words_come_back() {
        for consequence in Consequence::ALL {
            assert_eq!(Consequence::parse(consequence.as_str()), Some(consequence));
        }
    }
}
