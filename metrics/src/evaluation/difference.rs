//! Differences: how the subjects of two evaluations moved, and by what.
//!
//! A score moves because facts, the scheme or the policy pack changed; computing one after the other
//! anew gives the part of each, and the parts add up exactly; so do the stages of a scheme
//! ([`stages()`]). What an indicator adds to a score is its weight in the whole times its score: under
//! arithmetic means these add up to the score of the indicators. Under any other mean nothing is added: the
//! part of an indicator is what the score would lack if that one had stayed as it was, and what
//! these leave over is called interaction. Deductions and bonuses follow, each with its points, and what
//! the limits of both keep back. All of these add up exactly, too.

mod kept;
mod stages;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::adjusted::{Points, Vetoed};
use super::scheme::Scheme;
use super::scorecard::{BandRef, Evaluation, IndicatorScore, ScoreResult, Scorecard};
use super::share::Fraction;
use super::tree::{Branch, Tree, TreeError};

use crate::party::PartyId;
use crate::source::Name;
pub use stages::{Stage, StagePart, stages};

/// An evaluation with the scheme that it was computed by.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The scheme.
    pub scheme: &'a Scheme,
    /// What it gave.
    pub evaluation: &'a Evaluation,
}

/// How a subject moved from one evaluation to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Move {
    /// Who.
    pub subject: PartyId,
    /// The name, as in the later evaluation that has one.
    pub subject_name: String,
    /// Where it stood; `None` where it had no score.
    pub then: Option<Standing>,
    /// Where it stands; `None` where it has no score.
    pub now: Option<Standing>,
    /// By how much the score changed, in 1e-9; `None` where there are not two.
    pub change_nano: Option<i64>,
    /// Whether indicators add up on both sides: all means are arithmetic ones, and the whole is not rescaled.
    pub adds_up: bool,
    /// Whether the later score comes out again from the later scorecards, as is asked where nothing is added:
    /// others that it depends on may not be among them. Where it does not, no indicator has a part.
    pub comes_out: bool,
    /// What each indicator added then and adds now, or scored then and scores now where nothing is added; in
    /// the order of the later scheme.
    pub indicators: Vec<Contribution>,
    /// What each deduction took then and takes now, below 0, in the order of the later scheme.
    pub deductions: Vec<Contribution>,
    /// What each bonus added then and adds now, in the order of the later scheme.
    pub bonuses: Vec<Contribution>,
    /// By how much the limits of deductions and bonuses (not below the least, not above the most, so
    /// many bonuses in all) changed the score, in 1e-9. `None` where there is no change.
    pub limits_nano: Option<i64>,
    /// The change less all of these, and less what policy and scheme made of the score before points where
    /// indicators do not add up, in 1e-9: the interaction of indicators under other means, and rounding at
    /// 1e-9. `None` where there is no change, or the score does not come out again.
    pub interaction_nano: Option<i64>,
    /// The grade then.
    pub graded_then: Graded,
    /// The grade now.
    pub graded_now: Graded,
}

/// Which grade was given, and what would have been without vetoes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Graded {
    /// The grade; `None` where there is none.
    pub band: Option<BandRef>,
    /// The grade by the score alone; `None` where there is no score.
    pub band_of_score: Option<BandRef>,
    /// The vetoes that apply.
    pub vetoes: Vec<VetoRef>,
}

/// A veto that applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VetoRef {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Name,
}

impl Graded {
    fn of(card: &Scorecard) -> Self {
        let veto = |it: &Vetoed| VetoRef { id: it.id.clone(), name: it.name.clone() };
        Self {
            band: card.grade().cloned(),
            band_of_score: card.band_of_score.clone(),
            vetoes: card.vetoes.iter().map(veto).collect(),
        }
    }
}

/// Where a subject stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The score before rounding, in 1e-9.
    pub score_nano: i64,
    /// The score as people see it.
    pub score: String,
    /// The rank, from 1; `None` where one of the evaluations grades a single subject.
    pub rank: Option<usize>,
    /// The grade.
    pub band: BandRef,
}

/// What an indicator, a deduction or a bonus makes of a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contribution {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// Then, in 1e-9; `None` where it did not count.
    pub then_nano: Option<i64>,
    /// Now, in 1e-9; `None` where it does not count.
    pub now_nano: Option<i64>,
    /// By how much it changed the score, in 1e-9. What does not count adds nothing.
    pub change_nano: i64,
}

/// The parts of a change, in 1e-9. The sum of policy, scheme and facts is the change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Parts {
    /// Old facts by the new policy pack, less what they scored by the old one.
    pub policy_nano: i64,
    /// The same by the new scheme, less that.
    pub scheme_nano: i64,
    /// New facts, less that.
    pub facts_nano: i64,
    /// What the stages of the scheme made of its part; none where the scheme is the same or the old facts have
    /// no score by both. `None` where the score by the new scheme does not come out again from its scorecards.
    pub stages: Option<Vec<StagePart>>,
}

/// The parts of a change, given the score before it, that of the old facts by the new policy pack, by
/// the new scheme as well, and the score after it. `None` where the first or last is missing. A step
/// that gives no score makes no part: the next one has it.
#[must_use]
pub fn parts([then, policy, scheme, now]: [Option<i64>; 4]) -> Option<Parts> {
    let (then, now) = (then?, now?);
    let policy = policy.unwrap_or(then);
    let scheme = scheme.unwrap_or(policy);
    Some(Parts {
        policy_nano: policy - then,
        scheme_nano: scheme - policy,
        facts_nano: now - scheme,
        stages: Some(Vec::new()),
    })
}

/// How the subjects of either evaluation moved, by subject. Where one of them grades a single subject,
/// only that one: the others were not asked for, and ranks among them say nothing.
///
/// # Errors
///
/// A scheme whose dimensions are no hierarchy.
pub fn moves(then: Side<'_>, now: Side<'_>) -> Result<Vec<Move>, TreeError> {
    let (mut then_cards, mut now_cards) = (standing(then.evaluation), standing(now.evaluation));
    let (then_tree, now_tree) = (Tree::of(then.scheme)?, Tree::of(now.scheme)?);
    if then.evaluation.is_of_one() || now.evaluation.is_of_one() {
        then_cards.retain(|subject, _| now_cards.contains_key(subject));
        now_cards.retain(|subject, _| then_cards.contains_key(subject));
        let stood = then_cards.values_mut().chain(now_cards.values_mut());
        stood.filter_map(|it| it.0.as_mut()).for_each(|it| it.rank = None);
    }
    let subjects: BTreeSet<&PartyId> = then_cards.keys().chain(now_cards.keys()).copied().collect();
    let adds_up = adds_up(then.scheme, &then_tree) && adds_up(now.scheme, &now_tree);
    let moved = |subject: &PartyId| {
        let then = (then_cards.get(subject), &then_tree);
        let mut found = moved(subject, then, (now_cards.get(subject), &now_tree));
        if !adds_up {
            kept::put(&mut found, then.0.map(|it| it.1), now);
        }
        found
    };
    Ok(subjects.into_iter().map(moved).collect())
}

/// Whether what indicators add is the score: all means are arithmetic ones, and nothing comes after.
fn adds_up(scheme: &Scheme, tree: &Tree<'_>) -> bool {
    scheme.rescale.is_none() && tree.branches().all(|(_, it)| it.aggregate.is_arithmetic())
}

impl Move {
    /// What is left over once policy and scheme have their parts, where indicators are parts of the facts
    /// alone, given the parts of the change of the score before points: deductions and bonuses are parts of
    /// their own, whatever changed them.
    #[must_use]
    pub fn beside(self, bases: Option<&Parts>) -> Self {
        let others =
            bases.filter(|_| !self.adds_up).map_or(0, |it| it.policy_nano + it.scheme_nano);
        Self { interaction_nano: self.interaction_nano.map(|it| it - others), ..self }
    }

    /// The change less what indicators, deductions, bonuses and limits make of it, in 1e-9.
    fn rest(&self) -> Option<i64> {
        let all = self.indicators.iter().chain(&self.deductions).chain(&self.bonuses);
        let explained = all.map(|it| it.change_nano).sum::<i64>();
        Some(self.change_nano? - explained - self.limits_nano?)
    }
}

/// Where a subject stands, with its scorecard.
type Stood<'a> = (Option<Standing>, &'a Scorecard);

fn moved(
    subject: &PartyId,
    (then, then_tree): (Option<&Stood<'_>>, &Tree<'_>),
    (now, now_tree): (Option<&Stood<'_>>, &Tree<'_>),
) -> Move {
    let made_then = then.map(|(_, card)| Made::of(then_tree, card)).unwrap_or_default();
    let made_now = now.map(|(_, card)| Made::of(now_tree, card)).unwrap_or_default();
    let graded = |it: Option<&Stood<'_>>| it.map(|(_, card)| Graded::of(card)).unwrap_or_default();
    let indicators = joined(&made_then.indicators, &made_now.indicators);
    let deductions = joined(&made_then.deductions, &made_now.deductions);
    let bonuses = joined(&made_then.bonuses, &made_now.bonuses);
    let limits_nano = made_now.limits_nano - made_then.limits_nano;
    let name = now.or(then).map(|(_, card)| card.subject_name.clone());
    let (graded_then, graded_now) = (graded(then), graded(now));
    let (then, now) = (then.and_then(|it| it.0.clone()), now.and_then(|it| it.0.clone()));
    let scores = then.as_ref().zip(now.as_ref());
    let change_nano = scores.map(|(then, now)| now.score_nano - then.score_nano);
    let found = Move {
        subject: subject.clone(),
        subject_name: name.unwrap_or_default(),
        then,
        now,
        change_nano,
        limits_nano: change_nano.map(|_| limits_nano),
        interaction_nano: None,
        adds_up: true,
        comes_out: true,
        indicators,
        deductions,
        bonuses,
        graded_then,
        graded_now,
    };
    Move { interaction_nano: found.rest(), ..found }
}

/// A part of a score: its id, its name and what it adds, in 1e-9.
type Added<'a> = (&'a str, &'a Name, Option<i64>);

/// What a score is made of.
#[derive(Default)]
struct Made<'a> {
    indicators: Vec<Added<'a>>,
    deductions: Vec<Added<'a>>,
    bonuses: Vec<Added<'a>>,
    /// What the limits of deductions and bonuses make of it.
    limits_nano: i64,
}

impl<'a> Made<'a> {
    fn of(tree: &Tree<'_>, card: &'a Scorecard) -> Self {
        let indicators = contributions(tree, card);
        let ScoreResult::Scored { score_nano, .. } = card.result else {
            return Self { indicators, ..Self::default() };
        };
        let Some((base_nano, adjusted)) =
            card.adjusted.as_ref().and_then(|it| Some((it.base_nano?, it)))
        else {
            return Self { indicators, ..Self::default() };
        };
        let added = |sign: i64, of: &'a [Points]| -> Vec<Added<'a>> {
            of.iter().map(|it| (it.id.as_str(), &it.name, Some(sign * it.points_nano))).collect()
        };
        let (deductions, bonuses) = (added(-1, &adjusted.deductions), added(1, &adjusted.bonuses));
        let points = deductions.iter().chain(&bonuses).filter_map(|(_, _, nano)| *nano);
        let limits_nano = score_nano - points.fold(base_nano, i64::saturating_add);
        Self { indicators, deductions, bonuses, limits_nano }
    }
}

/// Each subject's scorecard, with where it stands.
fn standing(evaluation: &Evaluation) -> BTreeMap<&PartyId, Stood<'_>> {
    let of = |(rank, card): (Option<usize>, _)| {
        let card: &Scorecard = card;
        let standing = match &card.result {
            ScoreResult::Scored { score_nano, score, band } => Some(Standing {
                score_nano: *score_nano,
                score: score.clone(),
                rank,
                band: band.clone(),
            }),
            ScoreResult::NotApplicable => None,
        };
        (&card.subject, (standing, card))
    };
    evaluation.ranked().into_iter().map(of).collect()
}

/// What each indicator adds to the score: its exact share of the whole times its score, rounded half to
/// even at 1e-9.
fn contributions<'a>(tree: &Tree<'_>, card: &'a Scorecard) -> Vec<Added<'a>> {
    let scores: BTreeMap<&str, &IndicatorScore> = card
        .dimensions
        .iter()
        .flat_map(|it| &it.indicators)
        .map(|it| (it.id.as_str(), it))
        .collect();
    let leaves: Vec<Option<&IndicatorScore>> =
        tree.leaves().map(|leaf| scores.get(leaf.id.as_str()).copied()).collect();
    // What has no weight does not count, whatever it scores: its dimension has too little.
    let mut counts: Vec<bool> = leaves.iter().map(|it| it.is_some_and(does_count)).collect();
    counts.resize(tree.nodes.len(), false);
    for (at, branch) in tree.branches() {
        counts[at] = branch.parts.iter().any(|&part| counts[part]);
    }
    let weight = |&part: &usize| if counts[part] { u64::from(tree.nodes[part].weight) } else { 0 };
    let mut shares = vec![Fraction::ONE; tree.nodes.len()];
    let branches: Vec<(usize, &Branch<'_>)> = tree.branches().collect();
    for (at, branch) in branches.into_iter().rev() {
        let whole = branch.parts.iter().map(weight).sum();
        for part in &branch.parts {
            shares[*part] = shares[at].times(weight(part), whole);
        }
    }
    let part = |(at, leaf): (usize, Option<&'a IndicatorScore>)| {
        let leaf = leaf?;
        let score_nano = leaf.score_nano.filter(|_| counts[at]);
        Some((leaf.id.as_str(), &leaf.name, score_nano.map(|it| shares[at].of(it))))
    };
    leaves.into_iter().enumerate().filter_map(part).collect()
}

fn does_count(indicator: &IndicatorScore) -> bool {
    indicator.score_nano.is_some() && 0 < indicator.effective_weight_ppm
}

/// The parts of the later side in its order, then those that only the earlier one has.
fn joined(then: &[Added<'_>], now: &[Added<'_>]) -> Vec<Contribution> {
    let mut before: BTreeMap<&str, Option<i64>> =
        then.iter().map(|(id, _, nano)| (*id, *nano)).collect();
    let contribution =
        |id: &str, name: &Name, then_nano: Option<i64>, now_nano: Option<i64>| Contribution {
            id: id.to_owned(),
            name: name.clone(),
            then_nano,
            now_nano,
            change_nano: now_nano.unwrap_or_default() - then_nano.unwrap_or_default(),
        };
    let mut all: Vec<Contribution> = (now.iter())
        .map(|(id, name, nano)| contribution(id, name, before.remove(id).flatten(), *nano))
        .collect();
    let gone = then.iter().filter(|(id, _, _)| before.contains_key(id));
    all.extend(gone.map(|(id, name, nano)| contribution(id, name, *nano, None)));
    all
}
