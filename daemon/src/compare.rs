//! Compare: how subjects moved from one evaluation to another, and what of it facts, scheme and policy
//! made.

use metrics::evaluation::difference::{self, Move, Parts, Side, moves, stages};
use metrics::evaluation::kernel::KernelError;
use metrics::evaluation::scheme::Scheme;
use metrics::evaluation::score::ScoreError;
use metrics::evaluation::scorecard::{Evaluation, Scorecard};
use metrics::ledger::counts;
use metrics::period::Period;
use serde::Serialize;
use store::Reader;

use crate::evaluate::{EvaluateError, Request, compute, due_at};
use crate::installation::{AsKnownError, Installation};

/// How a subject moved, and what made it move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// How it moved.
    #[serde(flatten)]
    pub moved: Move,
    /// What policy, scheme and facts made of it; `None` where there are not two scores.
    pub parts: Option<Parts>,
}

/// How subjects moved from one evaluation to another, with the parts of each change.
///
/// The old facts are scored by the new policy pack and the old scheme, then by the new scheme as well.
/// Where a step changes nothing, nothing is computed; where it cannot be computed, as when the new pack
/// lacks a measure of the old scheme, the next step has its part.
///
/// # Errors
///
/// Why they cannot be compared.
pub async fn compare(
    installation: &Installation,
    reader: &Reader,
    (then, now): (&Evaluation, &Evaluation),
) -> Result<Vec<Explained>, EvaluateError> {
    let new = installation.of(reader, now).await?;
    let unknown = || {
        let (id, at) = (then.scheme.id.clone(), installation.instant(then.as_of));
        AsKnownError::Scheme { id, at }
    };
    let scheme = reader.document(&then.scheme.sha256).await?.ok_or_else(unknown)?;
    // The new pack may lack a measure of the old scheme; the old one may be of another release.
    let (old, is_by_new_pack) = match new.with_scheme((&then.scheme.id, &scheme)) {
        Ok(known) => (known, true),
        Err(AsKnownError::Faulty(_)) => (installation.of(reader, then).await?, false),
        Err(error) => return Err(error.into()),
    };
    let by_policy = if then.policy == now.policy {
        Some(then.clone())
    } else if is_by_new_pack {
        again(&old, reader, then).await?
    } else {
        None
    };
    let by_scheme = if then.scheme == now.scheme {
        by_policy.clone()
    } else {
        again(&new, reader, then).await?
    };
    let steps = [by_policy.as_ref(), by_scheme.as_ref()];
    explained((&old, then), (&new, now), steps)
}

/// How subjects moved from an evaluation to one of the same facts by another scheme, each with the
/// installation whose only scheme it was computed by.
///
/// # Errors
///
/// A scheme whose dimensions are no hierarchy.
pub fn drafted(
    then: (&Installation, &Evaluation),
    now: (&Installation, &Evaluation),
) -> Result<Vec<Explained>, EvaluateError> {
    explained(then, now, [Some(then.1), Some(now.1)])
}

/// How subjects moved, with the parts of each change, given the old facts by the new policy pack and by the new
/// scheme as well.
fn explained(
    (old, then): (&Installation, &Evaluation),
    (new, now): (&Installation, &Evaluation),
    steps: [Option<&Evaluation>; 2],
) -> Result<Vec<Explained>, EvaluateError> {
    let schemes = (scheme_of(old, then)?, scheme_of(new, now)?);
    let side = Side { scheme: schemes.0, evaluation: then };
    let found = moves(side, Side { scheme: schemes.1, evaluation: now });
    let found = found.map_err(|error| ScoreError::from(KernelError::from(error)))?;
    let explain = |moved: Move| {
        let scores = |of: fn(&Scorecard) -> Option<i64>| {
            let sides = [Some(then), steps[0], steps[1], Some(now)];
            sides.map(|it| of(it?.card(&moved.subject)?))
        };
        let [before, by_policy, by_scheme, after] = scores(Scorecard::score_nano);
        let mut parts = difference::parts([before, by_policy, by_scheme, after]);
        let between = (parts.as_mut().zip(by_policy.or(before)))
            .zip(steps[1].filter(|_| by_scheme.is_some()));
        if let Some(((parts, before), by_scheme)) =
            between.filter(|((it, _), _)| it.scheme_nano != 0)
        {
            parts.stages = stages((schemes.0, before), (schemes.1, by_scheme), &moved.subject);
        }
        let bases = difference::parts(scores(Scorecard::base_nano));
        Explained { moved: moved.beside(bases.as_ref()), parts }
    };
    Ok(found.into_iter().map(explain).collect())
}

/// The scheme that an evaluation was computed by.
fn scheme_of<'a>(
    known: &'a Installation,
    evaluation: &Evaluation,
) -> Result<&'a Scheme, EvaluateError> {
    let id = &evaluation.scheme.id;
    let unknown = || EvaluateError::Scheme { id: id.clone() };
    known.scheme(id).map(|it| &it.scheme).ok_or_else(unknown)
}

/// The months of an evaluation that are over and whose ledgers were not due yet when their facts were
/// counted, by the pack that it was made with: what is handed in later is not among its facts. None where
/// no measure of its counts months, or where that pack cannot be had any more.
///
/// # Errors
///
/// The store failed.
pub async fn not_due(
    installation: &Installation,
    reader: &Reader,
    evaluation: &Evaluation,
) -> Result<Vec<Period>, EvaluateError> {
    let known = match installation.of(reader, evaluation).await {
        Ok(known) => known,
        Err(AsKnownError::Store(error)) => return Err(error.into()),
        Err(_) => return Ok(Vec::new()),
    };
    let counts_months = known.scheme(&evaluation.scheme.id).is_some_and(|it| {
        let mut measures = known.policy.measures.iter();
        measures.any(|measure| {
            measure.denominator == counts::MONTHS_DUE
                && it.scheme.indicators().any(|of| of.measure() == measure.id)
        })
    });
    let zone = &installation.settings.clock.zone;
    let today = zone.to_datetime(evaluation.as_of).date();
    let is_waiting = |it: &Period| {
        let due = due_at(&known, *it);
        it.last_day() < today && due.is_some_and(|due| evaluation.as_of < due)
    };
    Ok(evaluation.period.periods().filter(|it| counts_months && is_waiting(it)).collect())
}

/// The old facts by another policy pack or scheme; `None` where these cannot score them.
async fn again(
    known: &Installation,
    reader: &Reader,
    then: &Evaluation,
) -> Result<Option<Evaluation>, EvaluateError> {
    match compute(known, reader, &Request::of(then), async |_, _| Ok(())).await {
        Ok(evaluation) => Ok(Some(evaluation)),
        Err(EvaluateError::Score(_) | EvaluateError::Scheme { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}
